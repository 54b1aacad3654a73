"""Benchmarks of a corpus: what storing costs beside reading, what it takes on disk and in memory, and how fast it answers.

The cost of storing is measured in CPU seconds of this process and as a ratio to reading alone in the same interleaved run, because
machines differ and are shared. Answers are measured by the wall clock, one after the other, after one round that is not counted; the
words and clauses that are asked for are drawn from the corpus itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..corpora import Corpus, build, cite, open_corpus
from ..corpora.store.selecting import Selection
from ..schemas.errors import GongwenError
from .generator import Job, generate

if TYPE_CHECKING:
    import sqlite3

__all__ = ["BuildCost", "Latency", "Words", "answers", "build_cost", "build_memory", "corpus_for", "measure", "sizes"]

A = TypeVar("A")
B = TypeVar("B")
_SEED: Final = 11
_CLAUSE: Final = (
    'SELECT substr(n.text, c.start + 1, c."end" - c.start) FROM notices n JOIN clauses c USING (notice) WHERE n.uri = ? AND c.eid = ?'
)
_PARSE: Final = ("read", "JSON")
_ASKED: Final = 200
"""Questions of a kind."""
_SAMPLE: Final = 3000
"""Passages from which words are drawn."""


@dataclass(slots=True)
class BuildCost:
    """Milliseconds of CPU a notice, by step, and what they come to."""

    notices: int
    steps: dict[str, float]

    @property
    def ratio(self) -> float:
        """What storing adds to what ``gongwen parse`` does, as a share of that."""
        return sum(cost for step, cost in self.steps.items() if step not in _PARSE) / self.parse

    @property
    def parse(self) -> float:
        """Milliseconds of what ``gongwen parse`` does: reading, and writing JSON."""
        return sum(self.steps[step] for step in _PARSE)

    def table(self) -> str:
        """Return it as text."""
        total = sum(self.steps.values())
        lines = [f"{step:30} {cost:8.2f} ms a notice" for step, cost in self.steps.items()]
        lines += [
            f"{'build':30} {1000 / total:8.1f} notices a second and core ({self.notices} notices)",
            f"{'parse to JSON alone':30} {1000 / self.parse:8.1f} notices a second and core",
            f"{'store and index on top':30} {100 * self.ratio:7.1f} % of parse",
        ]
        return "\n".join(lines)


@dataclass(slots=True)
class Latency:
    """Milliseconds that answers of one kind took."""

    name: str
    times: list[float] = field(default_factory=list)
    found: int = 0
    """What was found in all."""

    def at(self, share: float) -> float:
        """Return the time within which a ``share`` of the answers came."""
        ordered = sorted(self.times)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]

    def __str__(self) -> str:
        found = self.found / max(len(self.times), 1)
        return (
            f"{self.name:44} {self.at(0.5):9.3f} {self.at(0.95):9.3f} {self.at(1):9.3f} ms, {len(self.times)} asked, {found:.1f} found each"
        )


def build_cost(count: int = 300, rounds: int = 5, characters: int = 4000) -> BuildCost:
    """Return what reading and storing ``count`` generated notices costs, the median of interleaved rounds."""
    from ..corpora.store import Prepared, Writer, pipeline_version, prepare
    from ..extract import parse
    from ..schemas.contract import dumps

    prepares = "rows, index terms, JSON packed"
    measured: dict[str, list[float]] = {step: [] for step in (*_PARSE, prepares, "to bytes and back", "original", "store")}
    with TemporaryDirectory() as folder:
        paths = _pages(Path(folder), count, characters)
        size = max(len(paths) // rounds, 1)
        with open_corpus(Path(folder) / "corpus", write=True) as corpus:
            writer = Writer(corpus, pipeline_version())
            parse(paths[0])  # tables are loaded
            for part in (paths[at : at + size] for at in range(0, len(paths), size)):
                notices = list(_timed(measured["read"], parse, part))
                list(_timed(measured["JSON"], dumps, notices))
                prepared = list(_timed(measured[prepares], prepare, notices))
                crossed = list(_timed(measured["to bytes and back"], lambda one: Prepared.from_bytes(one.to_bytes()), prepared))
                pairs = list(zip(crossed, part, strict=True))
                list(
                    _timed(
                        measured["original"], lambda pair: writer.keep_original(pair[0].sha256, str(pair[1]), pair[1].read_bytes()), pairs
                    )
                )
                list(_timed(measured["store"], lambda pair: writer.put(pair[0], str(pair[1])), pairs))
    steps = {step: median(times) for step, times in measured.items()}
    steps[prepares] -= steps["JSON"]  # which it makes too
    return BuildCost(len(paths), steps)


def _timed(costs: list[float], work: Callable[[A], B], items: list[A]) -> Iterator[B]:
    """Yield what ``work`` makes of the items, and add the milliseconds of CPU that one took on average to ``costs``."""
    began = time.process_time()
    made = [work(item) for item in items]
    costs.append((time.process_time() - began) * 1000 / max(len(items), 1))
    yield from made


def build_memory(counts: Iterable[int] = (100, 400)) -> dict[int, float]:
    """Return the peak memory in MB of the process that builds, by the number of notices; it must not grow with them; Linux only."""
    code = (
        "import sys; from gongwen.corpora import build; build([sys.argv[1]], sys.argv[2], jobs=2);"
        "print([int(line.split()[1]) / 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    )
    peaks = {}
    for count in counts:
        with TemporaryDirectory() as folder:
            _pages(Path(folder) / "notices", count, 2000)
            command = [sys.executable, "-c", code, f"{folder}/notices", f"{folder}/corpus"]
            peaks[count] = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - ourselves
    return peaks


def corpus_for(clauses: int, folder: Path) -> Path:
    """Return a corpus of about so many ``clauses``, generated and built in ``folder``."""
    _pages(folder / "notices", max(clauses // 65, 20), 4000)
    build([str(folder / "notices")], folder / "corpus")
    return folder / "corpus"


def sizes(corpus: Corpus) -> dict[str, float]:
    """Return the bytes a notice that each table and index of the database takes, the largest first, then the rest and the originals."""
    notices = max(corpus.counts()["notices"], 1)
    tables = dict(corpus.db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC").fetchall())
    originals = sum(path.stat().st_size for path in (corpus.path / "originals").rglob("*.*"))
    named = dict(list(tables.items())[:12])
    shown = named | {"the other tables and indexes": sum(tables.values()) - sum(named.values()), "corpus.db": sum(tables.values())}
    return {name: size / notices for name, size in (shown | {"originals": originals}).items()}


def answers(corpus: Corpus, asked: int = _ASKED, seed: int = _SEED) -> list[Latency]:
    """Return how long answers took, by kind of question."""
    rng = Random(seed)  # noqa: S311 - a sample
    db = corpus.db
    clauses = _clauses(db, rng, asked)
    words = Words(db, rng)
    found = [
        measure("clause by URI, in SQL", lambda key: db.execute(_CLAUSE, key).fetchall(), clauses),
        *_citations(corpus, [f"{uri}/!{eid.replace('__', '~', 1)}" for uri, eid in clauses], rng, asked),
        *_searches(corpus, words, asked),
        *_comparisons(corpus, rng, asked),
    ]
    return [latency for latency in found if latency.times]


def _citations(corpus: Corpus, uris: list[str], rng: Random, asked: int) -> Iterator[Latency]:
    many = corpus.db.execute(
        "SELECT n.uri FROM (SELECT target FROM citations WHERE target IS NOT NULL GROUP BY target ORDER BY count(*) DESC LIMIT ?)"
        " JOIN notices n ON n.notice = target",
        (asked,),
    ).fetchall()
    numbers = [row[0] for row in _rows(corpus.db, rng, asked, "document_number") if row[0]]
    yield measure("clause by URI, cite() with its links", lambda uri: [cite(corpus, uri)], uris)
    yield measure("the notices cited most, cite()", lambda row: [cite(corpus, row[0])], many)
    yield measure("notice by its number, cite()", lambda number: [cite(corpus, number)], numbers)


def _searches(corpus: Corpus, words: Words, asked: int) -> Iterator[Latency]:
    found = _part("searching.searching")
    kinds = (
        {}
        if found is None
        else {
            "two characters, frequent": words.frequent(2, asked),
            "two characters, any": words.any_of(2, asked),
            "phrase of 4, frequent": words.frequent(4, asked),
            "phrase of 4, any": words.any_of(4, asked),
            "phrase of 8, any": words.any_of(8, asked),
            "rare phrase of frequent pairs": words.rare(asked),
        }
    )
    for name, queries in kinds.items():
        yield measure(f"first 20 hits, {name}", lambda query: found.search(corpus, query).hits, queries)


def _comparisons(corpus: Corpus, rng: Random, asked: int) -> Iterator[Latency]:
    alignment, targets, norms = map(_part, ("comparing.alignment", "comparing.targets", "comparing.norms"))
    if not (alignment and targets and norms):
        return
    keys = [int(row[0]) for row in _rows(corpus.db, rng, asked // 2, "notice")]
    regions = [f"{row[0][:4]}00" for row in _rows(corpus.db, rng, asked // 4, "region_code") if row[0]]
    indicators = [row[0] for row in corpus.db.execute("SELECT indicator FROM targets ORDER BY random() LIMIT ?", (asked // 4,))]
    pairs = list(zip(keys[::2], keys[1::2], strict=False))
    yield measure("two notices aligned", lambda pair: alignment.align(corpus.notice(pair[0]), corpus.notice(pair[1])).pairs, pairs)
    yield measure("targets of a prefecture", lambda code: list(targets.target_ledger(corpus, Selection(region=code)).rows), regions)
    yield measure("targets by indicator", lambda name: list(targets.target_ledger(corpus, indicator=name).rows), indicators)
    yield measure("norms by actor in a prefecture", lambda code: list(norms.norms_by_actor(corpus, Selection(region=code)).rows), regions)


def _part(name: str) -> Any:
    """Return a module of the corpora; None in a build of the package that leaves it out."""
    try:
        return import_module(f"..corpora.{name}", __package__)
    except ModuleNotFoundError:
        return None


def measure(name: str, ask: Callable[[A], Iterable[object]], questions: list[A]) -> Latency:
    """Ask all questions twice and keep the times of the second round."""
    latency = Latency(name)
    for round_number in range(2):
        for question in questions:
            began = time.perf_counter()
            found: list[object] = []
            with suppress(GongwenError):  # what is ambiguous is an answer too
                found = list(ask(question))
            if round_number:
                latency.times.append((time.perf_counter() - began) * 1000)
                latency.found += len(found)
    return latency


class Words:
    """Words to search for, drawn from passages of a corpus."""

    def __init__(self, db: sqlite3.Connection, rng: Random) -> None:
        """Draw the passages."""
        (last,) = db.execute("SELECT max(passage) FROM passages").fetchone()
        keys = [rng.randrange(last or 1) + 1 for _ in range(_SAMPLE)]
        marks = ", ".join(map(str, keys))
        self._passages = [row[0] for row in db.execute(f"SELECT folded FROM passages WHERE passage IN ({marks})")]  # noqa: S608 - numbers
        self._rng = rng

    def _grams(self, size: int) -> Counter[str]:
        grams = (text[at : at + size] for text in self._passages for at in range(len(text) - size + 1))
        return Counter(gram for gram in grams if all("一" <= char <= "鿿" for char in gram))

    def frequent(self, size: int, count: int) -> list[str]:
        """Return the sequences of ``size`` characters that occur most."""
        return [gram for gram, _ in self._grams(size).most_common(count)]

    def any_of(self, size: int, count: int) -> list[str]:
        """Return sequences as they come."""
        found = sorted(self._grams(size))
        return self._rng.sample(found, min(count, len(found)))

    def rare(self, count: int) -> list[str]:
        """Return sequences of four characters, of three frequent pairs, that the sample does not hold."""
        pairs = self.frequent(2, 400)
        after: dict[str, list[str]] = {}
        for pair in pairs:
            after.setdefault(pair[0], []).append(pair[1])
        known = self._grams(4)
        made = (first + third + fourth for first in pairs for third in after.get(first[1], ()) for fourth in after.get(third, ()))
        found = sorted({gram for gram in made if gram not in known})
        return self._rng.sample(found, min(count, len(found)))


def _clauses(db: sqlite3.Connection, rng: Random, count: int) -> list[tuple[str, str]]:
    """Return (URI of the notice, eid) of clauses."""
    found = []
    for key, uri in _rows(db, rng, count, "notice, uri"):
        eids = [row[0] for row in db.execute("SELECT eid FROM clauses WHERE notice = ?", (key,))]
        if eids:
            found.append((uri, eids[rng.randrange(len(eids))]))
    return found


def _rows(db: sqlite3.Connection, rng: Random, count: int, columns: str) -> list[tuple[str, ...]]:
    (last,) = db.execute("SELECT max(notice) FROM notices").fetchone()
    keys = ", ".join(str(rng.randrange(last or 1) + 1) for _ in range(count))
    rows = db.execute(f"SELECT {columns} FROM notices WHERE notice IN ({keys})").fetchall()  # noqa: S608 - columns of ours, and numbers
    rng.shuffle(rows)
    return rows


def _pages(folder: Path, count: int, characters: int) -> list[Path]:
    """Make notices in ``folder`` and return their files."""
    for _ in generate(Job(folder, 0, count, _SEED, characters, gold=False)):
        pass
    return sorted(path for path in folder.rglob("*.*") if path.suffix in (".html", ".txt"))


def described(corpus: Corpus) -> str:
    """Return what a corpus holds, in one line."""
    (clauses,) = corpus.db.execute("SELECT count(*) FROM clauses").fetchone()
    return json.dumps(corpus.counts() | {"clauses": clauses}, ensure_ascii=False)
