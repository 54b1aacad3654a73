"""Benchmark of the search index: the plan in use beside those it was chosen from, on passages varied from our samples.

Three ways to find a phrase in Chinese text exactly: an AND of pairs of characters, held against the words (in use, see
:mod:`gongwen.corpora.store.terms`); the same pairs with their positions, asked for as a phrase; FTS5's own trigrams, which need pairs
beside them for words of two characters. All three are filled with the same passages, in one transaction a notice. Then the library
is asked, filters included. What is measured is processor time, because machines are shared.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import add
from pathlib import Path
from random import Random
from typing import Final

from ..corpora import Corpus, open_corpus, search
from ..corpora.searching.candidates import candidates
from ..corpora.searching.query import Query
from ..corpora.store.folding import fold_words
from ..corpora.store.passages import passages_of
from ..corpora.store.rows import NOTICE_COLUMNS, TABLES, notice_row
from ..corpora.store.terms import search_terms
from ..extract import parse
from ..schemas.norms import Actor, Norm, NormType
from ..schemas.notice import Clause, Metadata, Notice, Part, Region
from .bench_corpus import Words

__all__ = ["PLANS", "PlanCost", "SearchTimes", "bench_search", "fill", "finder", "stock_of"]

_SEED: Final = 7
_ASKED: Final = 60
_CLAUSES: Final = 34
"""Clauses of a notice; with its head that makes about 4,000 characters."""
_FIRST: Final = 101
"""Passages that a plan is asked for: as many as ``search`` ranks."""
_TYPES: Final = ("通知",) * 6 + ("意见", "意见", "办法", "函")
_NORMS: Final[tuple[NormType, ...]] = ("obligation", "obligation", "encouragement", "prohibition")
_ACTORS: Final = ("各级人民政府", "财政部门", "省发展改革委", "教育局")
_REGIONS: Final = Path(__file__).parents[1] / "extract" / "data" / "regions.tsv"
_TRIGRAMS: Final = "fts5(terms, content='', columnsize=0, detail=full, tokenize='trigram')"
PLANS: Final = ("pairs", "pairs with positions", "trigrams and pairs")


@dataclass(slots=True)
class PlanCost:
    """What an index costs."""

    plan: str
    seconds: float
    size: int
    characters: int

    def __str__(self) -> str:
        """One line of the table."""
        thousands = self.characters / 4000
        return f"{self.plan:44} {1000 * self.seconds / thousands:8.2f} ms {self.size / thousands:10,.0f} bytes for 4,000 characters"


@dataclass(slots=True)
class SearchTimes:
    """Processor time of queries of a kind, in milliseconds."""

    name: str
    times: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        """One line of the table."""
        ordered = sorted(self.times)
        return f"{self.name:44} {ordered[len(ordered) // 2]:9.2f} {ordered[int(len(ordered) * 0.95)]:9.2f} {ordered[-1]:9.2f}"


def bench_search(samples: Path, folder: Path, passages: int) -> Iterator[str]:
    """Fill a corpus of about ``passages`` in ``folder``, varied from the notices in ``samples``, and yield the lines of the report."""
    rng = Random(_SEED)  # noqa: S311 - a sample
    with open_corpus(folder, write=True) as corpus:
        costs = fill(corpus, stock_of(samples, rng), max(passages // (_CLAUSES + 1), 2))
        yield from map(str, costs)
        yield f"{'':44} {'p50':>9} {'p95':>9} {'max':>9}"
        kinds = _kinds(Words(corpus.db, rng))
        for plan in PLANS:
            find = finder(corpus.db, plan)
            for name, words in kinds.items():
                if plan != "trigrams and pairs" or len(words[0]) > 2:
                    yield str(_timed(f"{plan}, {name}", find, words))
        codes = [row[0] for row in corpus.db.execute("SELECT DISTINCT region_code FROM notices ORDER BY 1")]
        for name, queries in _queries(kinds, codes, rng).items():
            yield str(_timed(f"search(), {name}", lambda query: search(corpus, query).hits, queries))


def fill(corpus: Corpus, stock: Callable[[Random], str], notices: int) -> list[PlanCost]:
    """Store ``notices`` notices made of ``stock``, and fill the indexes of all plans; return what each cost."""
    db = corpus.db
    db.execute("CREATE VIRTUAL TABLE bench_positions USING " + _plan_of_ours(db).replace("detail=none", "detail=full"))
    db.execute(f"CREATE VIRTUAL TABLE bench_trigrams USING {_TRIGRAMS}")
    regions = [line.split("\t") for line in _REGIONS.read_text(encoding="utf-8").split("\n")[1:-1]]
    places = [(code, name) for code, kind, name, *_ in regions if kind == "name"]
    template = parse("关于试点工作的通知\n".encode())
    seconds = dict.fromkeys(("search", "bench_positions", "bench_trigrams"), 0.0)
    characters = passage = 0
    for number in range(notices):
        rng = Random(number)  # noqa: S311 - a sample
        notice = _notice(template, number, stock, rng, places[min(int(rng.paretovariate(0.5)) - 1, len(places) - 1)])
        characters += len(notice.text)
        found = passages_of(notice)
        tokens = search_terms(notice, found)
        terms = {"search": tokens, "bench_positions": tokens, "bench_trigrams": [item.folded for item in found]}
        _store(db, number + 1, notice)
        rows = [(passage + at, number + 1, item.eid, item.start, item.end, item.folded) for at, item in enumerate(found, 1)]
        db.executemany('INSERT INTO passages (passage, notice, eid, start, "end", folded) VALUES (?, ?, ?, ?, ?, ?)', rows)
        for table, spent in seconds.items():
            began = time.thread_time()
            db.execute("BEGIN")
            db.executemany(f"INSERT INTO {table} (rowid, terms) VALUES (?, ?)", list(enumerate(terms[table], passage + 1)))  # noqa: S608 - ours
            db.execute("COMMIT")
            seconds[table] = spent + time.thread_time() - began
        passage += len(found)
    sizes = {table: db.execute(f"SELECT sum(length(block)) FROM {table}_data").fetchone()[0] for table in seconds}  # noqa: S608 - ours
    # Trigrams find no word of two characters: the pairs are needed beside them.
    seconds["bench_trigrams"] += seconds["search"]
    sizes["bench_trigrams"] += sizes["search"]
    return [PlanCost(plan, seconds[table], sizes[table], characters) for plan, table in zip(PLANS, seconds, strict=True)]


def _plan_of_ours(db: sqlite3.Connection) -> str:
    (made,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'search'").fetchone()
    return str(made).partition(" USING ")[2]


def stock_of(samples: Path, rng: Random) -> Callable[[Random], str]:
    """Return what makes the words of a clause: sentences of the samples, in each some words exchanged for names and rare pairs."""
    notices = [parse(path) for path in sorted(samples.glob("*.txt"))]
    sentences = [found for notice in notices for found in re.findall(r"[^。;\n]{6,}[。;]?", notice.text)]
    characters = [char for sentence in sentences for char in sentence if "一" <= char <= "鿿"]
    names = [line.split("\t")[2] for line in _REGIONS.read_text(encoding="utf-8").split("\n")[1:-1]]
    rng.shuffle(sentences)

    def made(rng: Random) -> str:
        words, length = "", int(min(max(rng.lognormvariate(4.3, 0.7), 20), 1500))
        while len(words) < length:
            sentence = list(rng.choice(sentences))
            for _ in range(len(sentence) // 12 + 1):
                at = rng.randrange(len(sentence))
                sentence[at : at + 2] = rng.choice(names) if rng.random() < 0.2 else rng.choices(characters, k=2)
            words += "".join(sentence)
        return words

    return made


def _notice(template: Notice, number: int, stock: Callable[[Random], str], rng: Random, place: tuple[str, str]) -> Notice:
    """Return a notice of one head and many clauses, each with a norm."""
    code, name = place
    year, kind = rng.randrange(2000, 2026), rng.choice(_TYPES)
    title = f"{name}人民政府办公厅关于{stock(rng)[:16]}的{kind}"
    text = f"{title}\n各单位:\n"
    clauses, norms = [], []
    for at in range(1, _CLAUSES + 1):
        words = stock(rng)
        start, eid = len(text), f"main__art_{at}"
        text += f"第{at}条 {words}\n"
        clauses.append(Clause(eid, "main", "art", at, f"第{at}条", words[:8] if at % 3 == 0 else None, start, len(text)))
        actor = Actor(start, start + 2, text[start : start + 2], name=rng.choice(_ACTORS), source="inherited", eid=eid)
        norms.append(
            Norm(
                start, len(text), text[start:], id=f"{eid}__n_1", eid=eid, type=rng.choice(_NORMS), actors=[actor.name],
                actor_source="inherited", actor_spans=[actor],
            )
        )  # fmt: skip
    facts = Metadata(title=title, document_type=kind, written_date=f"{year}-03-01", issuing_agencies=[f"{name}人民政府办公厅"])
    facts.region = Region(name, code, [name])
    return replace(
        template, id=f"bench-{number}", uri=f"/akn/cn/doc/notice/{year}/bench-{number}", text=text, metadata=facts,
        parts=[Part("main", "main", title, 0, len(text))], clauses=clauses, norms=norms,
    )  # fmt: skip


def _store(db: sqlite3.Connection, key: int, notice: Notice) -> None:
    """Store what a search reads of a notice, beside its passages."""
    row = (key, key, *notice_row(notice))
    db.execute(f"INSERT INTO notices (notice, document, {NOTICE_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 - ours
    for table in ("parts", "clauses", "norms", "norm_actors"):
        columns, make = TABLES[table]
        rows = [(key, *found) for found in make(notice)]
        marks = ", ".join("?" * len(rows[0]))
        db.executemany(f"INSERT INTO {table} (notice, {columns}) VALUES ({marks})", rows)  # noqa: S608 - ours


def _kinds(words: Words) -> dict[str, list[str]]:
    return {
        "2 characters, frequent": words.frequent(2, _ASKED),
        "2 characters, any": words.any_of(2, _ASKED),
        "4 characters, frequent": words.frequent(4, _ASKED),
        "4 characters, any": words.any_of(4, _ASKED),
        "8 characters, any": words.any_of(8, _ASKED),
        "rare phrase of frequent pairs": words.rare(_ASKED),
    }


def _queries(kinds: dict[str, list[str]], codes: list[str], rng: Random) -> dict[str, list[str]]:
    frequent, phrases = kinds["2 characters, frequent"], kinds["4 characters, frequent"]
    return kinds | {
        "1 character": sorted({word[0] for word in kinds["2 characters, any"]})[:_ASKED],
        "frequent phrase in a rare region": [f"{word} region:{rng.choice(codes)}" for word in phrases],
        "frequent word of an agency and year": [f"{word} agency:市人民政府 year:2015..2018" for word in frequent],
        "frequent word in prohibitions of an actor": [f"{word} norm:prohibition actor:财政" for word in frequent],
        "two frequent words": [f"{one} {other}" for one, other in pairwise(frequent)],
        "either of two, one kept out": [
            f"{one} OR {two} -{three}" for one, two, three in zip(frequent, frequent[5:], frequent[9:], strict=False)
        ],
    }


def finder(db: sqlite3.Connection, plan: str) -> Callable[[str], object]:
    """Return what finds the first passages that hold a phrase, the newest first."""
    if plan == "pairs":
        return lambda phrase: list(candidates(db, Query([(fold_words(phrase),)]), _FIRST))
    table = "bench_positions" if plan == "pairs with positions" else "bench_trigrams"
    statement = (
        f'SELECT p.passage, p.notice, p.eid, p.start, p."end", p.folded FROM {table} AS f CROSS JOIN passages AS p ON p.passage = f.rowid'  # noqa: S608 - ours
        f" WHERE {table} MATCH ? ORDER BY f.rowid DESC LIMIT {_FIRST}"
    )

    def find(phrase: str) -> object:
        folded = fold_words(phrase)
        asked = " ".join(map(add, folded, folded[1:])) if plan == "pairs with positions" else folded
        return db.execute(statement, (f'"{asked}"',)).fetchall()

    return find


def _timed(name: str, ask: Callable[[str], object], questions: list[str]) -> SearchTimes:
    """Ask all questions twice and keep the times of the second round."""
    found = SearchTimes(name)
    for round_number in range(2):
        for question in questions:
            began = time.thread_time()
            ask(question)
            if round_number:
                found.times.append(1000 * (time.thread_time() - began))
    return found
