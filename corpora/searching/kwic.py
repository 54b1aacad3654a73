"""``kwic``: a concordance (关键词居中索引, key word in context): each occurrence with the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal

from ...schemas.errors import QueryFormatError
from ...schemas.identifiers import clause_uri
from ..store.folder import Corpus
from ..store.folding import fold_places, fold_words
from ..tables import Kind, Table
from .candidates import Candidate, candidates
from .query import Query, parse_query
from .searching import match_places, snapshot

__all__ = ["KWIC_COLUMNS", "Kwic", "KwicRow", "KwicSort", "kwic", "kwic_table"]

KwicSort = Literal["position", "left", "right"]
"""By notice and place; by what stands before the key word, from it outwards; by what stands behind it."""

KWIC_COLUMNS: Final[dict[str, Kind]] = {
    "left": "text",
    "keyword": "text",
    "right": "text",
    "notice": "text",
    "title": "text",
    "year": "integer",
    "agency": "text",
    "uri": "text",
    "start": "integer",
    "end": "integer",
}
"""Columns of the table, in order; new ones are added behind the last."""


@dataclass(frozen=True, slots=True)
class KwicRow:
    """An occurrence. ``left``, ``keyword`` and ``right`` are the characters of the notice, exact, line breaks included."""

    left: str
    keyword: str
    right: str
    notice: str
    """Id of the notice."""
    title: str | None
    year: int | None
    agency: str | None
    """The first issuing agency."""
    uri: str
    """Of the clause, or part, that holds the key word."""
    start: int
    """First code point of the key word in the text of the notice."""
    end: int


@dataclass(frozen=True, slots=True)
class Kwic:
    """The lines of a concordance."""

    query: str
    rows: list[KwicRow]
    complete: bool
    """Whether these are all occurrences there are."""


def kwic(corpus: Corpus, query: str, width: int = 20, sort: KwicSort = "position", limit: int | None = 1000) -> Kwic:
    """Return each occurrence of the phrases of ``query`` in the passages of ``corpus`` that answer it.

    ``width`` code points of the notice stand on either side. At most ``limit`` occurrences are taken, those stored first; then they are
    sorted. Sorting looks at the searched forms, so that widths and scripts do not part what is alike. Raises
    :class:`QueryFormatError` where the query cannot be read or has no word.
    """
    wanted = parse_query(query)
    if not wanted.phrases:
        raise QueryFormatError(f"the query {query!r} has only fields; say the word that shall stand in the middle")
    with snapshot(corpus.db):
        found = list(islice(_rows(corpus, wanted, max(width, 0)), None if limit is None else max(limit, 0) + 1))
    complete = limit is None or len(found) <= max(limit, 0)
    rows = found if complete else found[:-1]
    return Kwic(query, sorted(rows, key=lambda row: _key(row, sort)), complete)


def kwic_table(found: Kwic) -> Table:
    """Return a concordance as a table with the columns :data:`KWIC_COLUMNS`; line breaks are blanks there."""
    return Table("kwic", KWIC_COLUMNS, (_cells(row) for row in found.rows))


def _rows(corpus: Corpus, query: Query, width: int) -> Iterator[KwicRow]:
    for found in candidates(corpus.db, query, order="ASC"):
        yield from _occurrences(corpus, query, found, width)


def _occurrences(corpus: Corpus, query: Query, found: Candidate, width: int) -> Iterator[KwicRow]:
    before = max(found.start - width, 0)
    name, uri, title, year, agency, text = corpus.db.execute(
        "SELECT id, uri, title, year, issuing_agency, substr(text, ?, ?) FROM notices WHERE notice = ?",
        (before + 1, found.end + width - before, found.notice),
    ).fetchone()
    first = found.start - before
    folded, places = fold_places(text[first : found.end - before])
    address = clause_uri(uri, found.eid)
    for start, end in match_places(query, folded):
        at, after = places[start] + first, places[end - 1] + 1 + first
        yield KwicRow(
            left=text[max(at - width, 0) : at],
            keyword=text[at:after],
            right=text[after : after + width],
            notice=name,
            title=title,
            year=year,
            agency=agency,
            uri=address,
            start=before + at,
            end=before + after,
        )


def _key(row: KwicRow, sort: KwicSort) -> tuple[str, str, int, int]:
    context = {"position": "", "left": fold_words(row.left)[::-1], "right": fold_words(row.right)}[sort]
    return context, row.notice, row.start, row.end


def _cells(row: KwicRow) -> list[Any]:
    cells = [getattr(row, name) for name in KWIC_COLUMNS]
    return [" ".join(cell.split("\n")) if isinstance(cell, str) else cell for cell in cells]
