"""Notices and gold files as annotated texts: the way out to an annotation tool."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import orjson

from ...schemas.contract import plain_number
from ...schemas.gold import GoldFile, GoldList, GoldNorm, occurrence
from ...schemas.norms import Norm
from ...schemas.notice import Citation, NamedList, Notice, Quantity, Span
from .annotated import ACTOR, COMPONENTS, AnnotatedText, Annotation, Component, Link

__all__ = ["annotate_gold", "annotate_notice"]

Place = tuple[int, int]
_QUOTED: Final = {"deontic": "deontic", "deadline": "deadline", "frequency": "frequency", "consequence": "or_else"}
"""Fields of a gold norm that are words of its sentence, with their labels."""


def annotate_notice(notice: Notice, components: Collection[Component] = COMPONENTS) -> AnnotatedText:
    """Return what was found in ``notice``, of these ``components``, for people to correct.

    Norms and entities are left out of the components where the search for them did not run.
    """
    ran = {"norms": notice.norms is not None, "entities": notice.entities is not None}
    chosen = tuple(name for name in COMPONENTS if name in components and ran.get(name, True))
    marks = _Marks()
    if "entities" in chosen:
        for entity in notice.entities or ():
            marks.add(entity.type, entity.start, entity.end)
    if "citations" in chosen:
        for citation in notice.citations:
            marks.add("citation", citation.start, citation.end, _citation_fields(citation))
    if "quantities" in chosen:
        for quantity in notice.quantities:
            marks.add(f"quantity_{quantity.comparator}", quantity.start, quantity.end, _quantity_fields(quantity))
    if "lists" in chosen:
        for group in notice.lists:
            _mark_list(marks, group)
    if "norms" in chosen:
        _mark_norms(marks, notice.norms or [])
    return marks.text(notice.id, notice.uri, notice.text, chosen)


def annotate_gold(file: GoldFile, components: Collection[Component] = COMPONENTS) -> AnnotatedText:
    """Return the labels of a gold file, of these ``components``, for people to correct; one that it leaves out stays left out.

    Entities are marked wherever one of their forms stands in the notice, the longest first; an actor that is not in its sentence where
    it stands nearest before it (behind it, where the gold says that a mark of responsibility names it). What the text does not say word
    for word travels as a field.
    """
    gold, text = file.gold, file.text
    chosen = tuple(name for name in COMPONENTS if name in components and getattr(gold, name) is not None)
    marks = _Marks()
    if "entities" in chosen:
        _mark_forms(marks, text, gold.bounds(text), gold.entities or {})
    if "citations" in chosen:
        for citation in gold.citations or ():
            marks.add("citation", *_place(text, citation.quote, citation.nth), _citation_fields(citation))
    if "quantities" in chosen:
        for quantity in gold.quantities or ():
            marks.add(f"quantity_{quantity.comparator}", *_place(text, quantity.quote, quantity.nth), _quantity_fields(quantity))
    if "lists" in chosen:
        for group in gold.lists or ():
            _mark_gold_list(marks, text, group)
    if "norms" in chosen:
        _mark_gold_norms(marks, text, gold.norms or [])
    return marks.text(file.path.stem, file.path.stem, text, chosen)


@dataclass(slots=True)
class _Marks:
    """Annotations, one for each label and place."""

    found: dict[tuple[str, int, int], Annotation] = field(default_factory=dict)
    actors: dict[str, list[str]] = field(default_factory=dict)
    """ids of norms by the id of an actor of theirs."""

    def add(self, label: str, start: int, end: int, fields: dict[str, str] | None = None) -> Annotation:
        return self.found.setdefault((label, start, end), Annotation(f"T{len(self.found) + 1}", label, start, end, fields or {}))

    def text(self, name: str, uri: str, text: str, components: tuple[Component, ...]) -> AnnotatedText:
        """Return the annotated text, its annotations in order of place, those around others first."""
        annotations = sorted(self.found.values(), key=lambda item: (item.start, -item.end, item.label))
        ids = {item.id: f"T{index}" for index, item in enumerate(annotations, 1)}
        norms = [item for item in annotations if item.label.startswith("norm_")]
        links = [Link(ids[norm], ids[actor]) for norm, actor in self._links(norms)]
        for item in annotations:
            item.id = ids[item.id]
        return AnnotatedText(name, uri, text, annotations, links, components)

    def _links(self, norms: list[Annotation]) -> Iterable[tuple[str, str]]:
        """Yield (norm, actor) of the actors that are not those of the norm around them alone."""
        actors = {item.id: item for item in self.found.values() if item.label == ACTOR}
        for actor, owners in self.actors.items():
            place = actors[actor]
            around = [norm.id for norm in norms if norm.start <= place.start and place.end <= norm.end]
            if around != owners:
                yield from ((norm, actor) for norm in owners)


def _citation_fields(citation: Citation | object) -> dict[str, str]:
    return {name: value for name in ("title", "document_number", "provision") if (value := getattr(citation, name))}


def _quantity_fields(quantity: Quantity | object) -> dict[str, str]:
    values = {name: getattr(quantity, name) for name in ("value", "value_to", "unit")}
    return {name: _written(value) for name, value in values.items() if value is not None}


def _written(value: Decimal | str) -> str:
    return value if isinstance(value, str) else str(plain_number(value))


def _mark_list(marks: _Marks, group: NamedList) -> None:
    marks.add(f"list_{group.kind}", group.start, group.end)
    for item in group.items:
        marks.add("list_item", item.start, item.end, _item_fields(item.name, item.exact, item.value, item.unit))


def _mark_gold_list(marks: _Marks, text: str, group: GoldList) -> None:
    start, end = _place(text, group.quote, group.nth)
    unplaced: list[tuple[str, str | None, str | None]] = []
    at = start
    for item in group.items:
        place = _words(text, item.name, at, end) or _words(text, item.name, start, end)
        fields = _item_fields(item.name, item.name, item.value, item.unit)
        if place is None or ("list_item", *place) in marks.found:
            unplaced.append((item.name, fields.get("value"), fields.get("unit")))
            continue
        marks.add("list_item", *place, fields)
        at = place[1]
    marks.add(f"list_{group.kind}", start, end, {"items": orjson.dumps(unplaced).decode()} if unplaced else {})


def _item_fields(name: str, exact: str, value: Decimal | None, unit: str | None) -> dict[str, str]:
    fields = {} if name == exact else {"name": name}
    return fields | {key: _written(part) for key, part in (("value", value), ("unit", unit)) if part is not None}


def _mark_norms(marks: _Marks, norms: list[Norm]) -> None:
    for norm in norms:
        fields = {"eid": norm.eid}
        if norm.actor_source in {"mark", "inherited"}:
            fields["actor_source"] = norm.actor_source
        mark = marks.add(f"norm_{norm.type}", norm.start, norm.end, fields)
        for actor in norm.actor_spans:
            placed = marks.add(ACTOR, actor.start, actor.end, {} if actor.name == actor.exact else {"name": actor.name})
            marks.actors.setdefault(placed.id, []).append(mark.id)
        parts: list[tuple[str, Sequence[Span | None]]] = [
            ("deontic", [norm.deontic_at]),
            ("aim", [norm.aim_at]),
            ("object", [norm.object_at]),
            ("condition", norm.conditions_at),
            ("constraint", norm.constraints_at),
            ("deadline", norm.time_limits),
            ("frequency", norm.frequencies),
            ("or_else", [norm.consequence_at]),
        ]
        for label, spans in parts:
            for span in spans:
                if span is not None:
                    marks.add(label, span.start, span.end)


def _mark_gold_norms(marks: _Marks, text: str, norms: list[GoldNorm]) -> None:
    for norm in norms:
        start, end = _place(text, norm.quote, norm.nth)
        fields = {"eid": norm.eid}
        if norm.actor_source in {"mark", "inherited"}:
            fields["actor_source"] = norm.actor_source
        mark = marks.add(f"norm_{norm.type}", start, end, fields)
        unplaced = []
        for name in norm.actors:
            place = _actor_place(text, name, (start, end), norm.actor_source)
            if place is None:
                unplaced.append(name)
                continue
            actor = marks.add(ACTOR, *place, {} if name == text[slice(*place)] else {"name": name})
            marks.actors.setdefault(actor.id, []).append(mark.id)
        if unplaced:
            fields |= {"actors": ";".join(unplaced), "actor_source": norm.actor_source}
        for name, label in _QUOTED.items():
            words = getattr(norm, name)
            place = _words(text, words, start, end) if words else None
            if place:
                marks.add(label, *place)
            elif words:
                fields[name] = words


def _actor_place(text: str, name: str, norm: Place, source: str) -> Place | None:
    """Return where the actor of a norm is to be marked: in its sentence, or outside of it where the gold says so."""
    start, end = norm
    if source == "explicit":
        return _words(text, name, start, end)
    behind = _words(text, name, end, len(text))
    before = text.rfind(name, 0, start)
    earlier = (before, before + len(name)) if before >= 0 else _words(text, name, 0, start)
    return behind or earlier if source == "mark" else earlier or behind


def _mark_forms(marks: _Marks, text: str, body: Place, entities: dict[str, list[str]]) -> None:
    taken = bytearray(len(text))
    forms = sorted(((form, kind) for kind, listed in entities.items() for form in listed if form), key=lambda pair: -len(pair[0]))
    for form, kind in forms:
        at = first = text.find(form, *body)
        alone = False
        while at >= 0:
            end = at + len(form)
            if not any(taken[at:end]):
                taken[at:end] = b"\1" * len(form)
                marks.add(kind, at, end)
                alone = True
            at = text.find(form, end, body[1])
        if not alone and first >= 0:  # it stands inside longer names only
            marks.add(kind, first, first + len(form))


def _place(text: str, quote: str, nth: int) -> Place:
    start = occurrence(text, quote, nth)
    return start, start + len(quote)


def _words(text: str, words: str, start: int, end: int) -> Place | None:
    """Return where ``words`` stand in ``text[start:end]``, line breaks and blanks between their characters allowed."""
    at = text.find(words, start, end)
    if at >= 0:
        return at, at + len(words)
    letters = "".join(words.split())
    match = re.compile(r"\s*".join(map(re.escape, letters))).search(text, start, end) if letters else None
    return match.span() if match else None
