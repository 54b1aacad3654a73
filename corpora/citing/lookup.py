"""A clause of a corpus, looked up: its words and what stands around it, what it cites, what cites it, and how it was changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson

from ...schemas.identifiers import clause_reference, clause_uri
from ..store.folder import Corpus
from .finding import Place, find_place

__all__ = ["CitedClause", "ClauseContext", "Incoming", "Outgoing", "cite"]

Scope = Literal["clause", "below", "above", "notice", "elsewhere"]
"""What of the notice is cited: this clause, one inside it, one around it, the notice as a whole, or another clause of it."""

_HEADED: Final = 60
"""Characters that stand for a clause without a heading."""
_CLAUSE: Final = 'SELECT eid, label, heading, start, "end" FROM clauses c WHERE c.notice = ?1'
_OUTGOING: Final = (
    'SELECT c.exact, c.start, c."end", c.eid, c.title, c.document_number, c.provision, c.relation, c.status, t.id, t.uri, t.title,'
    " c.target_eid, c.candidates, c.reason FROM citations c LEFT JOIN notices t ON t.notice = c.target"
    ' WHERE c.notice = ? AND c.start >= ? AND c."end" <= ? ORDER BY c.position'
)
# Which citations they are is read off the index; only of those that are listed the notices are read: a law is cited by thousands.
_INCOMING: Final = (
    "SELECT n.id, n.uri, n.title, n.document_number, n.written_date, n.region_code, c.eid, c.exact, c.provision, c.relation, c.target_eid"
    " FROM (SELECT notice, position FROM citations WHERE target = ?1 AND {what} LIMIT ?2) f"
    " CROSS JOIN citations c ON c.notice = f.notice AND c.position = f.position CROSS JOIN notices n ON n.notice = c.notice"
)
_CHANGES: Final = ("amends", "repeals")


@dataclass(slots=True)
class ClauseContext:
    """A clause or part around the one looked up."""

    eid: str
    uri: str
    label: str | None
    """Null for a part."""
    heading: str | None
    """Heading; where there is none, how the words begin."""


@dataclass(slots=True)
class Outgoing:
    """A document cited in the clause."""

    exact: str
    start: int
    """First code point in the text of the notice."""
    end: int
    eid: str
    """The clause that cites, at or below the one looked up."""
    title: str | None
    document_number: str | None
    provision: str | None
    relation: str | None
    status: Literal["resolved", "ambiguous", "unresolved"]
    target: str | None
    """id of the notice cited, where resolved."""
    target_uri: str | None
    """URI of it, of the clause where the provision was found."""
    target_title: str | None
    candidates: list[str]
    """ids of the notices that may be meant, where ambiguous."""
    reason: str
    """How it was resolved, or why not."""


@dataclass(slots=True)
class Incoming:
    """A citation of the clause, or of the notice that it is in."""

    notice_id: str
    uri: str
    """URI of the clause that cites."""
    reference: str
    """It, as people cite it."""
    title: str | None
    written_date: str | None
    region_code: str | None
    exact: str
    provision: str | None
    relation: str | None
    scope: Scope


@dataclass(slots=True)
class CitedClause:
    """A clause or part of a notice with all that it is cited by; :func:`orjson.dumps` writes it as JSON."""

    notice_id: str
    notice_uri: str
    eid: str
    uri: str
    """Akoma Ntoso FRBR URI: ``/akn/…/!main~sec_5__subsec_3``."""
    reference: str
    """As people cite it: ``吉政办明电〔2019〕5号 第五部分第(三)项``."""
    level: str
    """Level of the clause, or kind of the part."""
    label: str | None
    heading: str | None
    start: int
    """First code point in the text of the notice."""
    end: int
    exact: str
    """The words, those of the clauses below it included."""
    title: str | None
    """Title of the notice."""
    instrument_title: str | None
    document_number: str | None
    issuing_agencies: list[str]
    written_date: str | None
    published_date: str | None
    document_type: str | None
    region_code: str | None
    source: str | None
    """Where its best witness was found."""
    validity: str | None
    """有效性 as the page states it."""
    above: list[ClauseContext]
    """The part and the clauses around it, outermost first."""
    before: ClauseContext | None
    """The neighbour before it on its level."""
    after: ClauseContext | None
    below: list[ClauseContext]
    """The clauses right inside it."""
    cites: list[Outgoing]
    cited_by: list[Incoming]
    """Citations of the clause first, then of the notice; not those of other clauses of it."""
    cited_by_total: int
    """How many there are, of which ``cited_by`` has the first."""
    changes: list[Incoming]
    """What amends or repeals the clause, or the notice."""


def cite(corpus: Corpus, reference: str, *, limit: int = 100) -> CitedClause:
    """Return the clause or part that ``reference`` means (see :func:`.finding.find_place`, which raises), with its citations.

    ``limit`` bounds the citations of it that are listed. Of the store only the rows asked for are read.
    """
    db = corpus.db
    place = find_place(corpus, reference)
    row = db.execute(
        "SELECT id, uri, title, instrument_title, document_number, agencies, written_date, published_date, document_type, region_code,"
        " validity, text, (SELECT min(uri) FROM sources s WHERE s.document = n.document) FROM notices n WHERE notice = ?",
        (place.notice,),
    ).fetchone()
    identity, uri, title, instrument, number, agencies, written, published, kind, region, validity, text, source = row
    level, label, heading, start, end = _unit(db, place)
    around = _Around(db, place, uri, text)
    before, after = around.neighbours()
    return CitedClause(
        notice_id=identity,
        notice_uri=uri,
        eid=place.eid,
        uri=clause_uri(uri, place.eid),
        reference=clause_reference(place.eid, document_number=number, title=title),
        level=level,
        label=label,
        heading=heading,
        start=start,
        end=end,
        exact=text[start:end],
        title=title,
        instrument_title=instrument,
        document_number=number,
        issuing_agencies=orjson.loads(agencies),
        written_date=written,
        published_date=published,
        document_type=kind,
        region_code=region,
        source=source,
        validity=validity,
        above=list(around.above()),
        before=before,
        after=after,
        below=around.read("AND c.parent = ?2 ORDER BY c.position", place.eid),
        cites=[_outgoing(found) for found in db.execute(_OUTGOING, (place.notice, start, end))],
        cited_by=list(_incoming(db, place, limit)),
        cited_by_total=_total(db, place),
        changes=_changes(db, place, limit),
    )


def _unit(db: sqlite3.Connection, place: Place) -> tuple[str, str | None, str | None, int, int]:
    row = db.execute('SELECT level, label, heading, start, "end" FROM clauses WHERE notice = ? AND eid = ?', place).fetchone()
    if row is None:
        row = db.execute('SELECT kind, NULL, title, start, "end" FROM parts WHERE notice = ? AND eid = ?', place).fetchone()
    if row is None:  # a text in which no part was found
        row = db.execute("SELECT 'main', NULL, title, 0, characters FROM notices WHERE notice = ?", place[:1]).fetchone()
    level, label, heading, start, end = row
    return level, label, heading, start, end


@dataclass(slots=True)
class _Around:
    """What stands around a clause."""

    db: sqlite3.Connection
    place: Place
    uri: str
    text: str

    def above(self) -> Iterator[ClauseContext]:
        """Yield the part and the clauses around it, outermost first."""
        part, *steps = self.place.eid.split("__")
        if not steps:
            return
        title = self.db.execute("SELECT title FROM parts WHERE notice = ? AND eid = ?", (self.place.notice, part)).fetchone()
        yield ClauseContext(part, clause_uri(self.uri, part), None, title[0] if title else None)
        for count in range(1, len(steps)):
            yield from self.read("AND c.eid = ?2", "__".join((part, *steps[:count])))

    def neighbours(self) -> tuple[ClauseContext | None, ClauseContext | None]:
        """Return the neighbours on its level."""
        row = self.db.execute("SELECT parent, position FROM clauses WHERE notice = ? AND eid = ?", self.place).fetchone()
        if row is None:
            return None, None
        parent, position = row
        before = self.read(f"AND c.parent = ?2 AND c.position < {position:d} ORDER BY c.position DESC LIMIT 1", parent)
        after = self.read(f"AND c.parent = ?2 AND c.position > {position:d} ORDER BY c.position LIMIT 1", parent)
        return next(iter(before), None), next(iter(after), None)

    def read(self, where: str, value: str) -> list[ClauseContext]:
        """Return the clauses of the notice that an SQL condition on ``value`` picks."""
        rows = self.db.execute(f"{_CLAUSE} {where}", (self.place.notice, value))
        return [
            ClauseContext(eid, clause_uri(self.uri, eid), label, heading or _opening(self.text[start : min(end, start + _HEADED)], label))
            for eid, label, heading, start, end in rows
        ]


def _opening(words: str, label: str) -> str | None:
    """Return how the words of a clause begin behind its label."""
    return words.removeprefix(label).split("\n", 1)[0].strip() or None


def _outgoing(row: tuple[Any, ...]) -> Outgoing:
    exact, start, end, eid, title, number, provision, relation, status, target, uri, target_title, target_eid, candidates, reason = row
    return Outgoing(
        exact=exact,
        start=start,
        end=end,
        eid=eid,
        title=title,
        document_number=number,
        provision=provision,
        relation=relation,
        status=status,
        target=target,
        target_uri=clause_uri(uri, target_eid) if target_eid else uri,
        target_title=target_title,
        candidates=orjson.loads(candidates or "[]"),
        reason=reason,
    )


def _inside(eid: str) -> tuple[str, str]:
    """Return the bounds of the eids below ``eid``; ``_`` is followed by the backquote."""
    return f"{eid}__", f"{eid}_`"


def _incoming(db: sqlite3.Connection, place: Place, limit: int) -> Iterator[Incoming]:
    low, high = _inside(place.eid)
    own = "(target_eid = ?3 OR (target_eid >= ?4 AND target_eid < ?5))"
    found = db.execute(_INCOMING.format(what=own), (place.notice, limit, place.eid, low, high)).fetchall()
    rest = db.execute(_INCOMING.format(what="target_eid IS NULL"), (place.notice, limit - len(found)))
    for rows in (found, rest):
        yield from sorted((_citing(row, place.eid) for row in rows), key=_by_date)


def _total(db: sqlite3.Connection, place: Place) -> int:
    low, high = _inside(place.eid)
    query = (
        "SELECT count(*) FROM citations WHERE target = ? AND (target_eid IS NULL OR target_eid = ? OR (target_eid >= ? AND target_eid < ?))"
    )
    total: int = db.execute(query, (place.notice, place.eid, low, high)).fetchone()[0]
    return total


def _changes(db: sqlite3.Connection, place: Place, limit: int) -> list[Incoming]:
    marks = ", ".join(f"'{relation}'" for relation in _CHANGES)
    rows = db.execute(_INCOMING.format(what=f"relation IN ({marks})"), (place.notice, limit))
    return sorted((change for row in rows if (change := _citing(row, place.eid)).scope != "elsewhere"), key=_by_date)


def _citing(row: tuple[Any, ...], eid: str) -> Incoming:
    identity, uri, title, number, written, region, at, exact, provision, relation, target_eid = row
    return Incoming(
        notice_id=identity,
        uri=clause_uri(uri, at),
        reference=clause_reference(at, document_number=number, title=title),
        title=title,
        written_date=written,
        region_code=region,
        exact=exact,
        provision=provision,
        relation=relation,
        scope=_scope(target_eid, eid),
    )


def _by_date(incoming: Incoming) -> tuple[str, str]:
    return incoming.written_date or "", incoming.uri


def _scope(target: str | None, eid: str) -> Scope:
    if target is None:
        return "notice"
    if target == eid:
        return "clause"
    if target.startswith(f"{eid}__"):
        return "below"
    return "above" if eid.startswith(f"{target}__") else "elsewhere"
