"""The notice: the one object that everything here reads, fills or writes.

These are plain slotted dataclasses, because a notice holds hundreds of them and they must be cheap to build. The same
definitions are the contract: :mod:`gongwen.schemas.contract` lets pydantic read them, validates with them and generates the
JSON Schema from them, so there is no second model to keep in step. The string under each field is its description there.

Offsets are Unicode code points into ``Notice.text``, end exclusive (W3C Web Annotation, TextPositionSelector); JavaScript
tools count UTF-16 units and must convert at their border.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

from .damage import Damage, Repair
from .model import Model, Span
from .norms import Actor, Entity, Frequency, Norm, Responsible, TimeLimit
from .scan import Run, Seal

__all__ = [
    "Actor",
    "Block",
    "Check",
    "Citation",
    "Clause",
    "Comparator",
    "Damage",
    "DeclaredCount",
    "Entity",
    "Evidence",
    "Frequency",
    "ListItem",
    "Metadata",
    "Model",
    "NamedList",
    "Norm",
    "Normalized",
    "Notice",
    "NoticeWarning",
    "OutsideEvidence",
    "PageReading",
    "Part",
    "Quantity",
    "Region",
    "Relation",
    "Repair",
    "Responsible",
    "Roster",
    "RosterEntry",
    "RosterGroup",
    "Run",
    "Script",
    "Seal",
    "SetAside",
    "Source",
    "Span",
    "Table",
    "TableCell",
    "TimeLimit",
]

SCHEMA_ID: Final = "urn:gongwen:schema:notice:1"

Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx", "range"]
Relation = Literal["basis", "implements", "amends", "repeals", "forwards"]
PartKind = Literal["cover", "main", "annex"]
CheckStatus = Literal["pass", "fail", "not-applicable"]
Script = Literal["simplified", "traditional-tw", "traditional-hk", "mixed"]


@dataclass(slots=True)
class PageReading(Model):
    """How one page of a paged source was read."""

    page: int
    """From 1."""
    method: Literal["text-layer", "ocr"]
    """Whether the text layer was used or the image of the page recognised."""
    reason: str
    """Why."""


@dataclass(slots=True)
class Source(Model):
    """Where a notice was read from, and how."""

    uri: str
    """Path or address as given by the caller."""
    media_type: str
    """IANA media type."""
    sha256: str
    """Digest of the bytes, hexadecimal."""
    bytes: int
    """Length of the source in bytes."""
    reader: str
    """Name of the reader that was used."""
    pages: int | None = None
    """Number of pages, for paged formats."""
    encoding: str | None = None
    """Character encoding that was used to decode the bytes."""
    ocr: dict[str, Any] | None = None
    """Engine, model and mean confidence, where the text was recognised from an image."""
    page_readings: list[PageReading] | None = None
    """Page by page, how a paged source was read and why; null for sources that offer no choice."""
    characters: int = 0
    """Characters that the source shows a reader, blanks not counted: those in ``text`` plus those in ``set_aside``."""
    script: Script | None = None
    """Script of the text: simplified, traditional as Taiwan or Hong Kong writes it, or mixed; null where no character tells."""


@dataclass(slots=True)
class Block(Model):
    """A stretch of the text as it stood in the source: a paragraph, a heading, a table row."""

    start: int
    end: int
    kind: str
    """title | number | addressees | paragraph | heading | signature | date | note | attachments | table-row | text"""
    page: int | None = None
    """Page, counted from 1, for paged formats."""
    bbox: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom in points, for paged formats."""
    confidence: float | None = None
    """Mean confidence of recognition, 0 to 1, for scans."""
    runs: list[Run] | None = None
    """For scans, the characters in stretches of about the same confidence; together they cover all that is not blank."""


@dataclass(slots=True)
class SetAside(Model):
    """A stretch of the source that is not notice, and why it was left out of ``text``."""

    reason: str
    """navigation | index-table | page-info | duplicate | footer | counter | button | comment | hidden | …"""
    text: str
    """What stood there."""


@dataclass(slots=True)
class OutsideEvidence(Model):
    """Where a value was read that does not stand in ``text``: a meta tag, an index table, a page-information line."""

    where: str
    """For example ``index-table:发文字号`` or ``meta:PubDate``."""
    quote: str
    """The words that were read there."""


Evidence = Span | OutsideEvidence


@dataclass(slots=True)
class Region(Model):
    """An administrative division of GB/T 2260."""

    name: str
    """Name of the division itself, for example 通州区."""
    code: str
    """GB/T 2260 code, six digits."""
    path: list[str]
    """Names from the province down to the division."""
    inferred: bool = False
    """True where the notice does not name the division and it was concluded from other evidence."""


@dataclass(slots=True)
class Metadata(Model):
    """The elements of the notice (GB/T 9704-2012) and of its publication; null or empty where it does not state them."""

    title: str | None = None
    """标题, line breaks taken out."""
    document_number: str | None = None
    """发文字号 in the standard form, for example 国发〔2018〕39号."""
    issuing_agencies: list[str] = field(default_factory=list)
    """发文机关, in full where the notice has the full name."""
    addressees: list[str] = field(default_factory=list)
    """主送机关."""
    signatories: list[str] = field(default_factory=list)
    """签署人 with office, for orders and letters; 签发人 of the letterhead."""
    copy_number: str | None = None
    """份号."""
    classification: str | None = None
    """密级和保密期限, for example 机密★1年."""
    urgency: str | None = None
    """紧急程度: 特急, 加急."""
    written_date: str | None = None
    """成文日期, ISO 8601."""
    published_date: str | None = None
    """发布日期 of the page, ISO 8601."""
    index_number: str | None = None
    """索引号."""
    category: list[str] = field(default_factory=list)
    """主题分类."""
    keywords: list[str] = field(default_factory=list)
    """主题词."""
    validity: str | None = None
    """有效性 as stated."""
    document_type: str | None = None
    """文种."""
    instrument_title: str | None = None
    """Title of the instrument that the notice issues or forwards; null where the notice itself is the instrument."""
    note: str | None = None
    """附注."""
    attachments: list[str] = field(default_factory=list)
    """附件说明."""
    source_name: str | None = None
    """Site or medium that the page names as its source."""
    region: Region | None = None
    """Jurisdiction of the issuer; null for national bodies."""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    """Per field, where it was read."""
    damage: Damage | None = None
    """Severity and counts of the damage; null where the ledger did not run."""
    damaged: list[str] = field(default_factory=list)
    """Fields whose evidence holds damaged words or figures."""


@dataclass(slots=True)
class Part(Model):
    """cover (the forwarding notice), main (the instrument) or annex_N."""

    eid: str
    kind: PartKind
    title: str | None
    start: int
    end: int


@dataclass(slots=True)
class Clause(Model):
    """A numbered or dashed unit; ``start``..``end`` covers its whole subtree."""

    eid: str
    """Akoma Ntoso eId: part, then one ``<abbr>_<number>`` for each level, joined by ``__``."""
    parent: str
    """eid of the clause or part above."""
    level: str
    """book | chp | scn | art | clause | point | sec | subsec | para | subpara | item; the 壹、 above 一、 (sec) is a chp"""
    number: int
    label: str
    """The label as written, for example (三)."""
    heading: str | None
    """Heading, also a run-in one, without its full stop; null where the clause has none."""
    start: int
    end: int
    damaged: bool = False
    """Whether the heading rests on damaged words (see ``Notice.repairs``)."""


@dataclass(slots=True)
class Citation(Span):
    """A mention of another official document."""

    eid: str
    """The clause or part that cites."""
    title: str | None
    document_number: str | None
    """The first number given, in the standard form."""
    provision: str | None = None
    """The article, paragraph or item cited, as written."""
    relation: Relation | None = None
    target: str | None = None
    """id of the cited notice in a corpus, once resolved."""
    other_numbers: list[str] = field(default_factory=list)
    """Further numbers given for the same title."""
    damaged: bool = False
    """Whether it rests on damaged words or figures (see ``Notice.repairs``)."""


@dataclass(slots=True)
class Normalized(Model):
    """A value in a base unit: CNY, m2, 1 (ratio), P1D, P1M, P1Y."""

    value: Decimal
    unit: str
    value_to: Decimal | None = None


@dataclass(slots=True)
class Quantity(Span):
    """A figure that measures something."""

    eid: str
    value: Decimal
    value_to: Decimal | None
    """Upper end of a range."""
    unit: str
    """Unit as written."""
    comparator: Comparator
    normalized: Normalized | None = None
    """The value in a base unit; null where the unit is a measure word or a grade."""
    indicator: str | None = None
    """What is measured, in the words of the sentence."""
    excludes: list[str] = field(default_factory=list)
    """What the sentence says is not counted (不含…)."""
    damaged: bool = False
    """Whether it rests on damaged words or figures (see ``Notice.repairs``)."""


@dataclass(slots=True)
class ListItem(Span):
    """One member of an enumeration."""

    name: str
    value: Decimal | None = None
    unit: str | None = None
    region_code: str | None = None
    """GB/T 2260 code, in force on the date of the notice; of a named zone, that of the division it lies in, where known."""
    region_reason: str | None = None
    """Why the place is no division, or which one of several it is; null where the name says it plainly."""
    damaged: bool = False
    """Whether it rests on damaged words or figures (see ``Notice.repairs``)."""


@dataclass(slots=True)
class NamedList(Span):
    """An enumeration inside the text: of agencies, of allocations, of industries."""

    kind: Literal["agencies", "allocations", "industries"]
    eid: str
    items: list[ListItem]


@dataclass(slots=True)
class TableCell(Model):
    """A cell that spans rows or columns; rows and columns count from 0, the header first."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(slots=True)
class Table(Model):
    """A data table; a cell that spans is repeated in every place it covers."""

    eid: str
    header: list[str]
    rows: list[list[str]]
    page: int | None
    start: int
    end: int
    merged: list[TableCell] = field(default_factory=list)


@dataclass(slots=True)
class DeclaredCount(Span):
    """A count that the notice declares for a class of entries (其中:成长类13个)."""

    name: str
    count: int


@dataclass(slots=True)
class RosterGroup(Span):
    """A group of a roster with the number it declares, if any."""

    name: str
    declared: int | None
    counted: int


@dataclass(slots=True)
class RosterEntry(Span):
    """A row of a roster."""

    number: int
    name: str
    group: str | None
    attributes: dict[str, str]
    """The other cells of the row in column order; where the notice names no columns, the names are ours, by what the values share."""
    region_code: str | None = None
    """GB/T 2260 code, in force on the date of the notice, of the county or, where the row names none, of the prefecture."""
    region_reason: str | None = None
    """Why it is that code, or why there is none; null where the row names its county."""
    town: str | None = None
    """The 镇, 乡 or 街道 that the name holds (德惠市朱城子小食品生产小镇: 朱城子镇)."""
    town_code: str | None = None
    """Its nine-digit code in the code book of 2023, which may count it to the successor of the county."""
    damaged: bool = False
    """Whether it rests on damaged words or figures (see ``Notice.repairs``)."""


@dataclass(slots=True)
class Roster(Model):
    """A numbered or tabular list of named things of one kind, with the totals declared for it."""

    eid: str
    title: str | None
    declared_total: int | None
    entries: list[RosterEntry]
    start: int
    end: int
    declared_at: Span | None = None
    """Where the total is declared."""
    declared: list[DeclaredCount] = field(default_factory=list)
    """Declared breakdowns."""
    groups: list[RosterGroup] = field(default_factory=list)
    numbered: bool = True
    """Whether the rows carry numbers in the notice; where not, ``number`` is the position of the row."""


@dataclass(slots=True)
class Check(Model):
    """One statement of the notice held against another."""

    check: str
    """roster-total | roster-breakdown | roster-group | roster-ordinals | allocation-sum | date-order | number-year | characters"""
    status: CheckStatus
    declared: int | float | str | None
    counted: int | float | str | None
    eid: str | None
    message: str
    declared_at: Span | None = None
    counted_at: Span | None = None


@dataclass(slots=True)
class NoticeWarning(Model):
    """Something a reader of the result should know."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Notice(Model):
    """A policy notice, read and understood; see CONTRACT in the documentation for the shape in JSON."""

    schema: Literal["urn:gongwen:schema:notice:1"]
    id: str
    uri: str
    source: Source
    text: str
    blocks: list[Block]
    metadata: Metadata
    parts: list[Part]
    clauses: list[Clause]
    entities: list[Entity] | None
    citations: list[Citation]
    quantities: list[Quantity]
    norms: list[Norm] | None
    lists: list[NamedList]
    tables: list[Table]
    rosters: list[Roster]
    repairs: list[Repair] | None
    checks: list[Check]
    warnings: list[NoticeWarning]
    set_aside: list[SetAside]
    seals: list[Seal] = field(default_factory=list)
    """Seals on the pages of a scan."""
