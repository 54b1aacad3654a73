"""A corpus looked after: what it holds, what was rejected and why, and the rosters that downstream systems import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import orjson

from ...schemas.identifiers import clause_uri
from ..tables import Kind, Table, Value
from .folder import SCHEMA_VERSION, Corpus

__all__ = ["CorpusInfo", "Reject", "corpus_info", "rejects", "roster_table"]


@dataclass(slots=True)
class CorpusInfo:
    """What a corpus holds."""

    counts: dict[str, int]
    """Rows by kind."""
    by_level: dict[str, int]
    """Notices by the level of their issuer (nation, province, prefecture, county, unknown)."""
    years: tuple[int, int] | None
    """First and last year."""
    citations: dict[str, int]
    """Citations by status: resolved, ambiguous, unresolved."""
    pipeline: list[str]
    """Versions that read the documents."""
    stale: int
    """Entries of the search index that stand for no passage any more; ``gongwen corpus migrate`` takes them out."""
    schema_version: int = SCHEMA_VERSION


@dataclass(slots=True)
class Reject:
    """A document that could not be read."""

    uri: str
    error: str
    message: str
    sha256: str
    pipeline: str


_COUNTED: Final = ("clauses", "norms", "citations", "quantities", "targets", "entities", "roster_entries", "passages")
_ROSTER_COLUMNS: Final[dict[str, Kind]] = {
    "notice_id": "text",
    "clause_uri": "text",
    "roster": "text",
    "number": "integer",
    "name": "text",
    "region_code": "text",
    "town_code": "text",
    "town": "text",
    "batch": "integer",
    "class": "text",
    "kind": "text",
    "group": "text",
    "attributes": "json",
    "region_reason": "text",
    "audit": "text",
    "start": "integer",
    "end": "integer",
}


def corpus_info(corpus: Corpus) -> CorpusInfo:
    """Return what ``corpus`` holds."""
    db = corpus.db
    counts = corpus.counts() | {table: _count(corpus, table) for table in _COUNTED}
    first, last = db.execute("SELECT min(year), max(year) FROM notices").fetchone()
    (indexed,) = db.execute("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    return CorpusInfo(
        counts=counts,
        by_level=dict(db.execute("SELECT ifnull(level, 'unknown'), count(*) FROM notices GROUP BY 1 ORDER BY 2 DESC")),
        years=(first, last) if first else None,
        citations=dict(db.execute("SELECT ifnull(status, 'unresolved'), count(*) FROM citations GROUP BY 1 ORDER BY 1")),
        pipeline=[version for (version,) in db.execute("SELECT DISTINCT pipeline FROM documents ORDER BY 1")],
        stale=indexed - counts["passages"],
    )


def rejects(corpus: Corpus) -> list[Reject]:
    """Return the documents that could not be read, with the reason, in order of their places."""
    found = corpus.db.execute("SELECT uri, error, message, sha256, pipeline FROM rejects ORDER BY uri")
    return [Reject(*row) for row in found]


def roster_table(corpus: Corpus, notices: list[int] | None = None) -> Table:
    """Return the entries of all rosters (of ``notices``, keys of the table, where given) with the keys that joins use.

    Division code (GB/T 2260; nine digits for the town), name, batch (第N批), class (类别), kind (类型), and the clause that lists them.
    """
    chosen = "" if notices is None else f"WHERE r.notice IN ({', '.join(map(str, map(int, notices)))})"
    found = corpus.db.execute(
        'SELECT n.id, n.uri, r.eid, r.title, r.number, r.name, r.region_code, r.town_code, r.town, r.batch, r.class, r.kind, r."group",'  # noqa: S608 - numbers
        ' r.attributes, r.region_reason, r.audit, r.start, r."end"'
        f" FROM roster_entries r JOIN notices n USING (notice) {chosen} ORDER BY n.id, r.notice, r.roster, r.position"
    )
    return Table("rosters", _ROSTER_COLUMNS, map(_roster_row, found))


def _roster_row(found: tuple[Any, ...]) -> list[Value]:
    """Return a row of the table: the URI of the clause put together, the cells read from their JSON."""
    notice_id, uri, eid, *row = found
    row[10] = orjson.loads(row[10])
    return [notice_id, clause_uri(uri, eid), *row]


def _count(corpus: Corpus, table: str) -> int:
    count: int = corpus.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - a table of ours
    return count
