"""``search``: the passages that answer a query, best first, with snippets and the addresses to cite them by."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from ...schemas.identifiers import clause_reference, clause_uri
from ..store.folder import Corpus
from ..store.folding import fold_places
from .candidates import Candidate, Head, candidates, headed
from .query import Query, parse_query
from .ranking import IN_HEADING, IN_TITLE, Ranked, occurrences, rank

__all__ = ["SearchHit", "SearchResult", "match_places", "search", "snapshot"]

_CAP: Final = 100
"""Passages that are ranked together."""
_SNIPPET: Final = 120
"""Code points of a snippet."""
_BEFORE: Final = 24
"""How many of them stand before the first match, where there are as many."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage that answers a query: the own words of a clause, or of a part."""

    notice: str
    """Id of the notice."""
    title: str | None
    eid: str
    """The clause, or the part, that the words belong to."""
    uri: str
    """Akoma Ntoso FRBR URI of that clause: ``/akn/…/!main~sec_5__subsec_3``."""
    reference: str
    """As people cite it: ``吉政办明电〔2019〕5号 第五部分第(三)项``."""
    start: int
    """First code point of the passage in the text of the notice."""
    end: int
    matches: tuple[tuple[int, int], ...]
    """Where the phrases stand: code points in the text of the notice, in order; none where only fields were asked for."""
    snippet: str
    """A stretch of the text, exact."""
    snippet_start: int
    highlights: tuple[tuple[int, int], ...]
    """The matches in the snippet, as code points of the snippet; those that overlap or touch are one."""
    score: float
    """From 20 for hits in titles, from 10 for those in headings; see :mod:`.ranking`."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and how many there are in all."""

    query: str
    hits: list[SearchHit]
    total: int
    """Passages that answer the query; at least so many where ``total_is_exact`` is false."""
    total_is_exact: bool


def search(corpus: Corpus, query: str, limit: int = 20, offset: int = 0) -> SearchResult:
    """Return the passages of ``corpus`` that answer ``query`` (see :func:`.query.parse_query`), best first.

    ``limit`` hits behind the first ``offset`` are returned. A phrase hits where it is a part of the words of a passage, whatever their
    widths, script and blanks. Hits in titles and headings are ranked first, 100 of each at the most; the others in blocks of 100, those
    stored last first. Raises :class:`QueryFormatError` where the query cannot be read.
    """
    wanted = parse_query(query)
    last = max(offset, 0) + max(limit, 0)
    whole = max(-(-last // _CAP), 1) * _CAP
    with snapshot(corpus.db) as db:
        found = list(candidates(db, wanted, whole + 1))
        ranked, total = _in_order(db, wanted, found, whole) if found else ([], 0)
        hits = [_hit(db, wanted, item) for item in ranked[max(offset, 0) : last]]
    return SearchResult(query, hits, total, total_is_exact=len(found) <= whole)


def match_places(query: Query, folded: str) -> list[tuple[int, int]]:
    """Return where the phrases of ``query`` stand in a searched form, each once, in order."""
    return sorted({place for group in query.phrases for phrase in group for place in occurrences(phrase, folded)})


@contextmanager
def snapshot(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Let all reads inside see one state of the corpus, also while a build writes to it."""
    db.execute("SAVEPOINT searching")
    try:
        yield db
    finally:
        db.execute("RELEASE searching")


def _in_order(db: sqlite3.Connection, query: Query, found: list[Candidate], whole: int) -> tuple[list[Ranked], int]:
    """Return what was found, best first, and how many passages that is; what goes beyond ``whole`` only counts."""
    bonus: dict[int, float] = {}
    first: dict[int, Candidate] = {}
    worths: dict[Head, float] = {"heading": IN_HEADING, "title": IN_TITLE}
    for where, worth in worths.items():
        for item in headed(db, query, _CAP, where):
            first[item.passage], bonus[item.passage] = item, worth
    ranked = rank(db, query, first.values(), bonus)
    for start in range(0, min(len(found), whole), _CAP):
        block = found[start : min(start + _CAP, whole)]
        ranked += rank(db, query, (item for item in block if item.passage not in first), {})
    return ranked, len({*first, *(item.passage for item in found)})


def _hit(db: sqlite3.Connection, query: Query, ranked: Ranked) -> SearchHit:
    found = ranked.candidate
    name, uri, title, number, text = db.execute(
        "SELECT id, uri, title, document_number, substr(text, ?, ?) FROM notices WHERE notice = ?",
        (found.start + 1, found.end - found.start, found.notice),
    ).fetchone()
    folded, places = fold_places(text)
    matches = [(places[start], places[end - 1] + 1) for start, end in match_places(query, folded)]
    start, end = _window(matches, len(text))
    return SearchHit(
        notice=name,
        title=title,
        eid=found.eid,
        uri=clause_uri(uri, found.eid),
        reference=clause_reference(found.eid, document_number=number, title=title),
        start=found.start,
        end=found.end,
        matches=tuple((found.start + first, found.start + last) for first, last in matches),
        snippet=text[start:end],
        snippet_start=found.start + start,
        highlights=tuple(
            _merged([(max(first, start) - start, min(last, end) - start) for first, last in matches if first < end and last > start])
        ),
        score=ranked.score,
    )


def _window(matches: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Return the stretch of a passage to show: the first of those with most matches, or its beginning."""
    if length <= _SNIPPET or not matches:
        return 0, min(length, _SNIPPET)
    inside = [sum(start <= first and last <= start + _SNIPPET - _BEFORE for first, last in matches) for start, _ in matches]
    start = max(0, min(matches[inside.index(max(inside))][0] - _BEFORE, length - _SNIPPET))
    return start, start + _SNIPPET


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
