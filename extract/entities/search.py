"""Entities (命名实体) of a notice: bodies and places by our grammar, dates, amounts, documents and persons beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Final

from ...schemas.norms import Entity, EntityType
from ...schemas.notice import Citation, Quantity, Region
from ..dates import find_dates
from ..mentions import NumberAt
from ..text import View
from .antecedents import short_forms
from .geography import Named, find_names
from .organisations import Body, find_bodies

__all__ = ["find_entities"]

_GPE: Final = frozenset({"full", "former", "bare", "own", "word", "zone", "region", "country"})
_LOC: Final = frozenset({"natural", "area"})


def find_entities(
    view: View,
    *,
    numbers: list[NumberAt],
    citations: list[Citation],
    quantities: list[Quantity],
    bounds: tuple[int, int],
    region: Region | None,
    region_code: Callable[[str], str | None],
) -> list[Entity]:
    """Return the entities of ``view`` in order of place; of one place, the longer first.

    ``numbers`` are its document numbers, in order: no name is looked for inside them. ``bounds`` are the offsets in the view
    between which the notice itself stands. ``region`` is where it comes from, ``region_code`` gives the GB/T 2260 code of a name.
    ORG and GPE overlap no other ORG or GPE; a DOC may hold them (《国务院关于…》).
    """
    text = view.text
    low, high = bounds
    masked = [(0, low), *((start, end) for start, end, _ in numbers), (high, len(text))]
    names = [name for name in find_names(text, region) if not _inside(masked, name.start)]
    bodies = find_bodies(text, names, masked)
    bodies = _merged(bodies, [body for body in short_forms(text, bodies) if not _inside(masked, body.start)])

    def entity(kind: EntityType, start: int, end: int, code: str | None = None) -> Entity:
        span = view.span(start, end)
        return Entity(span.start, span.end, span.exact, kind, code)

    found = [entity("ORG", body.start, body.end, region_code(text[body.start : body.end])) for body in bodies]
    for name in _outside(names, bodies):
        if name.kind in _GPE:
            found.append(entity("GPE", name.start, name.end, region_code(text[name.start : name.end])))
        elif name.kind in _LOC:
            found.append(entity("LOC", name.start, name.end))
    found += [entity("DATE", start, end) for start, end, _ in find_dates(text) if low <= start < high]
    found += [Entity(item.start, item.end, item.exact, "MONEY") for item in quantities if item.normalized and item.normalized.unit == "CNY"]
    found += [Entity(item.start, item.end, item.exact, "DOC") for item in citations]
    return sorted(found, key=lambda item: (item.start, -item.end))


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
