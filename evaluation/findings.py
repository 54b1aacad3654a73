"""What is compared: gold labels and notices brought to one shape, item by item.

An :class:`Item` is a key (what must be equal), the place in the gold text where it stands (what must overlap), and the words
it was read from. Everything is compared without blanks and without the difference of full and half width, because that is
where a web page, a copy of its text and a gold file differ without meaning it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any, TypeVar

from ..extract.text import fold, squeeze
from ..schemas.gold import GoldFile, GoldRoster, Quoted, occurrence
from ..schemas.notice import Notice, Region, Repair, Roster, Span

__all__ = [
    "COMPONENTS",
    "Alignment",
    "Findings",
    "Item",
    "Locator",
    "Place",
    "entity_items",
    "from_gold",
    "from_notice",
    "located",
    "plain",
]

T = TypeVar("T")
Key = tuple[str, ...]
Place = tuple[int, int]
Findings = dict[str, "list[Item] | None"]
"""Items by component; null where that part of the pipeline did not run."""

COMPONENTS = (
    "metadata",
    "clauses",
    "eids",
    "citations",
    "quantities",
    "lists",
    "list_items",
    "roster_rows",
    "roster_declared",
    "roster_groups",
    "norm_units",
    "norms",
    "norm_clauses",
    "norm_actors",
    "norm_actor_sources",
    "norm_deontics",
    "norm_deadlines",
    "norm_frequencies",
    "norm_consequences",
    "norm_strength_order",
    "entities",
    "orgs",
    "gpes",
    "places",
    "damage",
    "spans",
)

_ENTITY_TYPES = {"orgs": "ORG", "gpes": "GPE"}  # the types that the gold files annotate
_LISTS_OF_NAMES = ("issuing_agencies", "addressees")
_STRINGS = ("title", "document_number", "written_date", "published_date", "index_number", "instrument_title")
_FIELDS = (*_STRINGS, *_LISTS_OF_NAMES, "region")
_ANCHOR = 12  # a line of so many characters is hardly ever in a text twice
_MEANT = frozenset({"wording", "year", "number", "quote", "recognition"})
_NEAR = 200  # a shorter line is taken for the one meant when it stands this close behind the line before


@dataclass(slots=True, frozen=True)
class Item:
    """One thing to be found."""

    key: Key
    place: Place | None = None
    """Offsets in the gold text without blanks; null where it has no place or the place is not known."""
    quote: str = ""
    """The words it was read from, in comparable form."""
    also: tuple[Key, ...] = ()
    """Other keys that say the same (a region by its name or by its full path)."""

    def matches(self, other: Item) -> bool:
        """Tell whether this gold item and the found ``other`` are the same: equal keys at overlapping places."""
        if self.key != other.key and self.key not in other.also:
            return False
        if self.place and other.place:
            return self.place[0] < other.place[1] and other.place[0] < self.place[1]
        return not self.quote or not other.quote or self.quote in other.quote or other.quote in self.quote

    def __str__(self) -> str:
        shown = " | ".join(part or "–" for part in self.key)
        return f"{shown} ← {self.quote[:40]}" if self.quote and self.quote not in shown else shown


def plain(text: str | None) -> str:
    """Return ``text`` in the form in which values are compared: half width, no blanks; empty for null."""
    return squeeze(fold(text)) if text else ""


class Locator:
    """Places in one gold text, its blanks left out; and the way there from another reading of the same source."""

    def __init__(self, text: str, body_start: int = 0, body_end: int | None = None) -> None:
        """The notice stands at ``body_start``..``body_end`` of ``text``: site furniture around it may repeat sentences of it."""
        self._raw = text
        self._text = plain(text)
        self._offsets = _squeezed_offsets(text)
        self.body: Place = (self._offsets[body_start], self._offsets[len(text) if body_end is None else body_end])
        """Where the notice itself stands."""

    def in_body(self, place: Place | None) -> bool:
        """Tell whether ``place`` is in the notice itself, or is not known."""
        return place is None or (self.body[0] <= place[0] and place[1] <= self.body[1])

    def words(self, place: Place) -> str:
        """Return what stands at ``place`` in the gold text as it is written, without the blanks around it."""
        start, end = place
        if start >= end:
            return ""
        return self._raw[bisect_right(self._offsets, start) - 1 : bisect_right(self._offsets, end - 1)]

    def quote(self, quote: str, nth: int = 0) -> Place | None:
        """Return the place of the ``nth`` occurrence of ``quote``, null where there is none."""
        at = occurrence(self._raw, quote, nth)
        return None if at < 0 else (self._offsets[at], self._offsets[at + len(quote)])

    def align(self, text: str) -> Alignment:
        """Return the map from ``text``, another reading of the same source, to places here: line by line, in reading order."""
        starts: list[int] = []
        ends: list[int] = []
        shifts: list[int] = []
        cursor, position = self.body[0], 0
        for line in map(plain, text.split("\n")):
            if not line:
                continue
            found = self._text.find(line, cursor)
            if found >= 0 and (len(line) >= _ANCHOR or found - cursor <= _NEAR):
                cursor = found + len(line)
            elif found < 0:
                found = self._text.find(line)
            if found >= 0:
                starts.append(position)
                ends.append(position + len(line))
                shifts.append(found - position)
            position += len(line)
        return Alignment(_squeezed_offsets(text), starts, ends, shifts)


@dataclass(slots=True, frozen=True)
class Alignment:
    """The map that :meth:`Locator.align` makes."""

    offsets: list[int]
    starts: list[int]
    ends: list[int]
    shifts: list[int]

    def place(self, span: Span) -> Place | None:
        """Return the place of ``span`` in the gold text, null where its lines are not found there as they are."""
        first = self._shift(self.offsets[span.start])
        last = self._shift(self.offsets[span.end] - 1)
        if first is None or last is None or last < first:
            return None
        return first, last + 1

    def _shift(self, offset: int) -> int | None:
        line = bisect_right(self.starts, offset) - 1
        return None if line < 0 or offset >= self.ends[line] else offset + self.shifts[line]


def from_gold(file: GoldFile) -> tuple[Findings, Locator]:
    """Return what ``file`` says is there, and the locator of its text."""
    gold = file.gold
    locator = Locator(file.text, *gold.bounds(file.text))

    def at(label: Quoted, *key: object) -> Item:
        return Item(_key(*key), locator.quote(label.quote, label.nth), plain(label.quote))

    named = gold.entities
    forms = None if named is None else [(kind, form) for kind in _ENTITY_TYPES.values() for form in named.get(kind, ())]
    findings: Findings = {
        "metadata": None if gold.metadata is None else [Item((name, _value(getattr(gold.metadata, name)))) for name in _FIELDS],
        "clauses": _each(gold.clauses, lambda item: Item(_key(item.eid, item.heading))),
        "eids": _each(gold.clauses, lambda item: Item((item.eid,))),
        "citations": _each(gold.citations, lambda item: at(item, item.title, item.document_number)),
        "quantities": _each(gold.quantities, lambda item: at(item, item.value, item.value_to, item.unit, item.comparator)),
        "lists": _each(gold.lists, lambda item: at(item, item.kind)),
        **entity_items(forms),
        "damage": _each(gold.damage, lambda item: at(item, item.observed, item.intended)),
    }
    if gold.lists is not None:
        findings["list_items"] = [at(group, group.kind, item.name, item.value, item.unit) for group in gold.lists for item in group.items]
    if gold.rosters is not None:
        findings |= _rosters(gold.rosters)
    return findings, locator


def from_notice(notice: Notice, locator: Locator) -> Findings:
    """Return what was found in ``notice``, placed in the gold text of ``locator``."""
    alignment = locator.align(notice.text)

    def at(span: Span, *key: object) -> Item:
        return Item(_key(*key), alignment.place(span), plain(span.exact))

    meta, entities = notice.metadata, notice.entities
    # The gold lists the forms of the notice itself; what furniture around it says is neither right nor wrong.
    forms = None if entities is None else [(item.type, item.exact) for item in entities if locator.in_body(alignment.place(item))]
    return {
        "metadata": [*(Item((name, _value(getattr(meta, name)))) for name in (*_STRINGS, *_LISTS_OF_NAMES)), _region(meta.region)],
        "clauses": _each(notice.clauses, lambda item: Item(_key(item.eid, item.heading))),
        "eids": _each(notice.clauses, lambda item: Item((item.eid,))),
        "citations": _each(notice.citations, lambda item: at(item, item.title, item.document_number)),
        "quantities": _each(notice.quantities, lambda item: at(item, item.value, item.value_to, item.unit, item.comparator)),
        "lists": _each(notice.lists, lambda item: at(item, item.kind)),
        "list_items": [at(item, group.kind, item.name, item.value, item.unit) for group in notice.lists for item in group.items],
        **entity_items(forms),
        "damage": None if notice.repairs is None else [at(item, item.observed, item.proposed) for item in notice.repairs if _is_pair(item)],
        **_rosters(notice.rosters),
    }


def entity_items(forms: Iterable[tuple[str, str]] | None) -> Findings:
    """Return the distinct ``forms`` (type, words) by type, and of both types together; null each where ``forms`` is."""
    if forms is None:
        return dict.fromkeys(("entities", *_ENTITY_TYPES))
    items = [Item(key) for key in dict.fromkeys(_key(*form) for form in forms) if key[0] in _ENTITY_TYPES.values()]
    return {"entities": items, **{name: [item for item in items if item.key[0] == kind] for name, kind in _ENTITY_TYPES.items()}}


def located(notice: Notice) -> Iterator[tuple[str, int, int, str]]:
    """Yield (path, start, end, exact) of every object of ``notice`` that carries the three."""
    stack: list[tuple[str, Any]] = [("", asdict(notice))]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            if {"start", "end", "exact"} <= value.keys():
                yield path, value["start"], value["end"], value["exact"]
            stack.extend((f"{path}/{key}", member) for key, member in value.items())
        elif isinstance(value, list):
            stack.extend((f"{path}/{index}", member) for index, member in enumerate(value))


def _each(labels: Sequence[T] | None, item: Callable[[T], Item]) -> list[Item] | None:
    return None if labels is None else [item(label) for label in labels]


def _rosters(rosters: Sequence[GoldRoster | Roster]) -> Findings:
    return {
        "roster_rows": [
            Item(_key(row.number, row.name, row.group, *_cells(row.attributes))) for roster in rosters for row in roster.entries
        ],
        "roster_declared": [
            *(Item(_key("total", roster.declared_total)) for roster in rosters if roster.declared_total is not None),
            *(Item(_key(item.name, item.count)) for roster in rosters for item in roster.declared),
        ],
        "roster_groups": [Item(_key(item.name, item.declared)) for roster in rosters for item in roster.groups],
    }


def _is_pair(item: Repair) -> bool:
    """Whether a finding is of what the guidelines annotate as damage: wording, figures and marks that were meant to be others."""
    return item.proposed is not None and item.kind in _MEANT


def _cells(attributes: list[str] | dict[str, str]) -> Iterable[str]:
    """Return the cells in column order: the gold names no columns, the names of ours are not compared."""
    return attributes.values() if isinstance(attributes, dict) else attributes


def _region(region: Region | None) -> Item:
    if region is None:
        return Item(("region", ""))
    # 通州区, 南通市通州区 and 江苏省南通市通州区 are one place, said more or less fully.
    forms = ["".join(region.path[index:]) for index in range(len(region.path))] or [region.name]
    return Item(_key("region", forms[0]), also=tuple(_key("region", form) for form in (*forms[1:], region.name)))


def _key(*parts: object) -> Key:
    return tuple(_number(part) if isinstance(part, (int, Decimal)) else plain(part if isinstance(part, str) else None) for part in parts)


def _number(value: int | Decimal) -> str:
    return format(Decimal(value).normalize(), "f")


def _value(value: str | list[str] | None) -> str:
    """Return a metadata value in comparable form; lists as sets, because their order is not annotated."""
    return ";".join(sorted({plain(part) for part in value})) if isinstance(value, list) else plain(value)


def _squeezed_offsets(text: str) -> list[int]:
    """Return for every offset of ``text`` (its length included) how many characters before it are not blank."""
    return list(accumulate((not char.isspace() for char in text), initial=0))
