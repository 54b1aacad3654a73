"""Passages that answer a question best, found in the search index of a corpus by the terms of the question.

A search asks for words that must all be there; a question is answered also by a passage that lacks some. Each term is looked up by
itself, the rarer it is the more it counts, and the best candidates are weighed by BM25 over their words. A term that stands in the
heading above or in the title, the agency or the region of the notice counts half: clauses do not repeat what they are about.
"""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..store.folding import fold_words
from ..store.terms import AGENCY, REGION, TYPE, YEAR, pairs, region_steps, token

__all__ = ["Found", "Scope", "rank"]

_CAP: Final = 2000
"""Passages looked at for one term; of terms that are more frequent than that, those passages first that have rarer ones too."""
_WEIGHED: Final = 100
"""Candidates whose words are read."""
_ABOUT: Final = 0.5
"""What a term counts that stands above a passage, not in it."""
_K1: Final = 1.2
_B: Final = 0.5
_USUAL: Final = 80
"""Characters of a passage, about the mean over policy notices; with b at a half, headings do not win by being short."""


@dataclass(slots=True, frozen=True)
class Scope:
    """Which notices are looked at; null for all."""

    regions: tuple[str, ...] = ()
    """GB/T 2260 codes, any of which the issuer's division has or lies below: 320000 holds 320612. None for all."""
    year: int | None = None
    document_type: str | None = None
    """文种."""
    agency: str | None = None
    """Name of an issuing agency, or a part of it."""

    def expressions(self) -> list[str]:
        """Return what the index is asked for beside words; for an agency it finds some passages of others too."""
        steps = [_quoted(REGION + region_steps(code)[-1]) for code in self.regions]
        marks = [f"({' OR '.join(steps)})"] if steps else []
        marks += [_quoted(f"{YEAR}{self.year}")] if self.year is not None else []
        marks += [_quoted(TYPE + token(fold_words(self.document_type)))] if self.document_type else []
        return marks + ([_quoted(AGENCY + pair) for pair in pairs(fold_words(self.agency))] if self.agency else [])

    def holds(self, db: sqlite3.Connection, notice: int) -> bool:
        """Return whether a notice is in scope."""
        row = db.execute("SELECT region_code, year, document_type, agencies FROM notices WHERE notice = ?", (notice,)).fetchone()
        if row is None:
            return False
        region, year, kind, agencies = row
        return (
            (not self.regions or (region is not None and any(region_steps(code)[-1] in region_steps(region) for code in self.regions)))
            and (self.year is None or self.year == year)
            and (self.document_type is None or fold_words(self.document_type) == fold_words(kind or ""))
            and (self.agency is None or fold_words(self.agency) in fold_words(agencies))
        )


class Found(NamedTuple):
    """A passage, and how well it answers."""

    notice: int
    """Key of the table ``notices``."""
    eid: str
    start: int
    end: int
    score: float


def rank(db: sqlite3.Connection, terms: Sequence[str], scope: Scope, limit: int) -> list[Found]:
    """Return the passages in scope that answer best to ``terms``, the best first, ``limit`` of them at most."""
    folded = list(dict.fromkeys(word for word in map(fold_words, terms) if word))
    held, weights = _candidates(db, folded, scope.expressions())
    best = sorted(held, key=lambda passage: (-sum(weights[term] for term in held[passage]), passage))[: max(_WEIGHED, limit)]
    found = sorted(_weighed(db, best, weights), key=lambda item: (-item.score, item.notice, item.start))
    if scope.agency:
        kept = {notice: scope.holds(db, notice) for notice in {item.notice for item in found}}
        found = [item for item in found if kept[item.notice]]
    return found[:limit]


def _candidates(db: sqlite3.Connection, terms: Sequence[str], marks: Sequence[str]) -> tuple[dict[int, set[str]], dict[str, float]]:
    """Return the passages that hold some of the terms, with those that the index was asked for, and what each term weighs."""
    (size,) = db.execute("SELECT coalesce(max(passage), 0) FROM passages").fetchone()
    held: dict[int, set[str]] = defaultdict(set)
    weights: dict[str, float] = {}
    capped = False
    for term in terms:
        passages = _passages(db, [term], marks)
        capped = capped or len(passages) == _CAP
        weights[term] = math.log(1 + (size + 1) / (len(passages) + 0.5))
        for passage in passages:
            held[passage].add(term)
    # Of frequent terms not all passages were seen: those with several terms are asked for, the most frequent term given up first.
    rare_first = sorted(terms, key=lambda term: -weights[term])
    for count in range(len(terms), 1, -1) if capped else ():
        together = _passages(db, rare_first[:count], marks)
        for passage in together:
            held[passage].update(rare_first[:count])
        if len(together) >= _WEIGHED:
            break
    return held, weights


def _passages(db: sqlite3.Connection, terms: Iterable[str], marks: Sequence[str]) -> list[int]:
    tokens = [_quoted(word) for term in terms for word in pairs(term)] or [f"{_quoted(token(term))} *" for term in terms]
    query = " AND ".join(dict.fromkeys([*tokens, *marks]))
    return [row[0] for row in db.execute(f"SELECT rowid FROM search WHERE search MATCH ? LIMIT {_CAP}", (query,))]  # noqa: S608 - a number


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _weighed(db: sqlite3.Connection, passages: Collection[int], weights: Mapping[str, float]) -> list[Found]:
    """Return the passages whose words hold a term indeed, with their scores."""
    marks = ", ".join("?" * len(passages))
    rows = db.execute(f'SELECT notice, eid, start, "end", folded FROM passages WHERE passage IN ({marks})', tuple(passages)).fetchall()  # noqa: S608 - question marks
    subjects = {notice: _subject(db, notice) for notice in {row[0] for row in rows}}
    found = []
    for notice, eid, start, end, words in rows:
        own = sum(weight * _frequency(words.count(term), len(words)) for term, weight in weights.items())
        about, headings = subjects[notice]
        above = about + "\n".join(headings[step] for step in _steps_above(eid) if step in headings)
        around = sum(_ABOUT * weight for term, weight in weights.items() if term not in words and term in above)
        if own:
            found.append(Found(notice, eid, start, end, own + around))
    return found


def _frequency(times: int, length: int) -> float:
    return times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * length / _USUAL))


def _subject(db: sqlite3.Connection, notice: int) -> tuple[str, dict[str, str]]:
    """Return the searched form of what a notice is about, and of its headings by eid."""
    row = db.execute("SELECT title, agencies, region_name FROM notices WHERE notice = ?", (notice,)).fetchone()
    about = "\n".join(value for value in row if value)
    headings = db.execute(
        "SELECT eid, heading FROM clauses WHERE notice = :notice AND heading IS NOT NULL"
        " UNION ALL SELECT eid, title FROM parts WHERE notice = :notice AND title IS NOT NULL",
        {"notice": notice},
    )
    return fold_words(about) + "\n", {eid: fold_words(heading) for eid, heading in headings}


def _steps_above(eid: str) -> list[str]:
    steps = eid.split("__")
    return ["__".join(steps[:count]) for count in range(1, len(steps))]
