"""Entities (命名实体) of a notice: bodies and places by our grammar, dates, amounts, documents and persons beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from ...schemas.norms import Entity, EntityType
from ...schemas.notice import Citation, Metadata, Quantity, Region
from ..bodies import resolve_body
from ..dates import find_dates
from ..mentions import NumberAt
from ..places import resolve
from ..taggers import Tagger
from ..text import View
from .antecedents import short_forms
from .geography import Named, find_names
from .organisations import Body, find_bodies
from .persons import find_persons
from .voting import admitted

__all__ = ["find_entities"]

_GPE: Final = frozenset({"full", "former", "bare", "own", "word", "zone", "region", "country"})
_LOC: Final = frozenset({"natural", "area"})


@dataclass(slots=True)
class _Found:
    """Spans of the view by type, with what found them where that is not the rules alone."""

    spans: dict[tuple[int, int], EntityType] = field(default_factory=dict)
    sources: dict[tuple[int, int], str] = field(default_factory=dict)


def find_entities(
    view: View,
    *,
    numbers: list[NumberAt],
    citations: list[Citation],
    quantities: list[Quantity],
    bounds: tuple[int, int],
    metadata: Metadata,
    tagger: Tagger | None = None,
) -> list[Entity]:
    """Return the entities of ``view`` in order of place; of one place, the longer first.

    ``numbers`` are its document numbers, in order: no name is looked for inside them. ``bounds`` are the offsets in the view
    between which the notice itself stands. ``metadata`` says where it comes from, when, and who signs. A ``tagger`` votes, see
    :mod:`.voting`. ORG and GPE overlap no other ORG or GPE; a DOC may hold them (《国务院关于…》).
    """
    text = view.text
    low, high = bounds
    masked = [(0, low), *((start, end) for start, end, _ in numbers), (high, len(text))]
    names = [name for name in find_names(text, metadata.region) if not _inside(masked, name.start)]
    bodies = find_bodies(text, names, masked)
    bodies = _merged(bodies, [body for body in short_forms(text, bodies) if not _inside(masked, body.start)])

    found = _Found({(body.start, body.end): "ORG" for body in bodies})
    for name in _outside(names, bodies):
        if name.kind in _GPE or name.kind in _LOC:
            found.spans[name.start, name.end] = "GPE" if name.kind in _GPE else "LOC"
    for span in find_persons(text, metadata.signatories, low, high):
        found.spans.setdefault(span, "PER")
    if tagger is not None:
        _vote(view, found, tagger, masked, metadata)

    context = _Context(metadata, tuple(dict.fromkeys(text[body.start : body.end] for body in bodies if body.case == "joint")))
    entities = [_entity(view, span, kind, found.sources.get(span, "rules"), context) for span, kind in found.spans.items()]
    entities += [Entity(*_plain(view, start, end), "DATE") for start, end, _ in find_dates(text) if low <= start < high]
    entities += [Entity(item.start, item.end, item.exact, "MONEY") for item in quantities if _is_money(item)]
    entities += [Entity(item.start, item.end, item.exact, "DOC") for item in citations]
    return sorted(entities, key=lambda item: (item.start, -item.end))


def _plain(view: View, start: int, end: int) -> tuple[int, int, str]:
    span = view.span(start, end)
    return span.start, span.end, span.exact


def _is_money(quantity: Quantity) -> bool:
    return quantity.normalized is not None and quantity.normalized.unit == "CNY"


@dataclass(slots=True)
class _Context:
    """What decides which place or body a name means, and what was decided."""

    metadata: Metadata
    joint: tuple[str, ...]
    """Names of joint bodies that stand in the notice: 联席会议 is the short form of one of them."""
    known: dict[tuple[str, EntityType], dict[str, Any]] = field(default_factory=dict)

    def resolved(self, name: str, kind: EntityType) -> dict[str, Any]:
        """Return the fields of an entity that say what ``name`` means."""
        found = self.known.get((name, kind))
        if found is None:
            found = self.known[name, kind] = self._resolve(name, kind)
        return found

    def _resolve(self, name: str, kind: EntityType) -> dict[str, Any]:
        region, day = self.metadata.region, self.metadata.written_date
        if kind == "GPE":
            place = resolve(name, region, day)
            return {"region_code": place.code, "status": place.status, "candidates": place.candidates, "reason": place.reason}
        if kind == "ORG":
            issuer = next(iter(self.metadata.issuing_agencies), None)
            body = resolve_body(name, region, day, defined=self.joint, issuer=issuer)
            fields = {"region_code": body.region_code, "status": body.status, "candidates": body.candidates, "reason": body.reason}
            return {**fields, "body": body.name}
        return {}


def _entity(view: View, span: tuple[int, int], kind: EntityType, source: str, context: _Context) -> Entity:
    fields = context.resolved(view.text[span[0] : span[1]], kind)
    candidates = list(fields.get("candidates", ()))
    return Entity(*_plain(view, *span), kind, source=source, **{**fields, "candidates": candidates})


def _vote(view: View, found: _Found, tagger: Tagger, masked: list[tuple[int, int]], metadata: Metadata) -> None:
    """Note what the tagger found too, and take in what it adds."""
    region: Region | None = metadata.region
    proposed = [item for item in tagger.tag(view.text) if not _inside(masked, item.start)]
    for item in proposed:
        if found.spans.get((item.start, item.end)) == item.type:
            found.sources[item.start, item.end] = f"rules+{tagger.name}"
    taken = sorted(found.spans)

    def is_place(name: str) -> bool:
        place = resolve(name, region, metadata.written_date)
        return place.status == "resolved" and place.path[-1:] == (name,)

    for start, end, kind in admitted(view.text, proposed, taken, is_place):
        found.spans[start, end] = kind  # type: ignore[assignment]
        found.sources[start, end] = tagger.name


def _inside(stretches: list[tuple[int, int]], at: int) -> bool:
    index = bisect_left(stretches, (at + 1,)) - 1
    return index >= 0 and at < stretches[index][1]


def _merged(bodies: list[Body], more: Iterable[Body]) -> list[Body]:
    """Return ``bodies`` and those of ``more`` that overlap none of them nor each other, in order."""
    taken = list(bodies)
    starts = [body.start for body in taken]
    for body in more:
        at = bisect_left(starts, body.end)
        if at == 0 or taken[at - 1].end <= body.start:
            taken.insert(at, body)
            starts.insert(at, body.start)
    return taken


def _outside(names: list[Named], bodies: list[Body]) -> list[Named]:
    """Return the names that lie in no body."""
    starts = [body.start for body in bodies]
    outside = []
    for name in names:
        at = bisect_left(starts, name.end)
        if at == 0 or bodies[at - 1].end <= name.start:
            outside.append(name)
    return outside
