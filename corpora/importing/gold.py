"""Corrected annotations taken over as gold: the way back from an annotation tool.

What people decide in a tool is where something stands and what it is. Values behind the words (number and unit of a quantity, title of
a citation, clause of a norm) come from the fields that travelled with the annotation; where somebody made a new one, they are read from
its words by our own rules, and where these cannot, the error says which field to write. Nothing is guessed, moved or dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import orjson

from ...schemas.errors import AnnotationError
from ...schemas.gold import Gold, GoldCitation, GoldFile, GoldItem, GoldList, GoldNorm, GoldQuantity
from ..exporting.annotated import ACTOR, COMPONENTS, AnnotatedText, Annotation, Component, component_of, components_in, file_name
from .rereading import Reader, read_citation, read_figure

__all__ = ["gold_of"]

_WORDS: Final = {"deontic": "deontic", "deadline": "deadline", "frequency": "frequency", "consequence": "or_else"}
"""Fields of a gold norm that are words of its sentence, with the labels of these."""
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def gold_of(annotated: AnnotatedText, *, base: GoldFile | None = None, components: Collection[Component] | None = None) -> Gold:
    """Return the gold file that corrected annotations make; its text is that of ``annotated``.

    ``components`` are those to take over (where left out, those that ``annotated`` says were looked for); all others stay as they are
    in ``base``, and are left out where there is none. Aim, object, conditions and constraints are no part of a gold file. Raises
    :class:`AnnotationError` where ``base`` is of another text; where an annotation is empty, outside the text, crosses or doubles
    another of its kind, or belongs to no norm or list; and where a value is missing that its words do not give.
    """
    if base is not None and base.text != annotated.text:
        raise AnnotationError(
            f"{annotated.name}: its text is not that of {base.path.with_name(base.gold.source)}, first at offset "
            f"{_difference(annotated.text, base.text)}; annotate the text as it is, or give the gold file of this text"
        )
    components_in(annotated.annotations, annotated.name)
    _check(annotated)
    chosen = annotated.components if components is None else components
    taken = _Taken(annotated)
    made: dict[str, Any] = {name: getattr(taken, name)() for name in COMPONENTS if name in chosen}
    source = f"{file_name(annotated.name)}.txt"
    return Gold(source, **made) if base is None else replace(base.gold, source=source, **made)


def _difference(one: str, other: str) -> int:
    return next((index for index, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other)))


def _check(annotated: AnnotatedText) -> None:
    """Raise :class:`AnnotationError` for annotations that are no spans of the text, and for those that cannot both be meant."""
    size = len(annotated.text)
    around: dict[str, list[Annotation]] = {}
    for item in sorted(annotated.annotations, key=lambda item: (item.start, -item.end)):
        group = _group(item.label)
        if not 0 <= item.start < item.end <= size:
            raise AnnotationError(
                f"{annotated.name}: {item.label} at {item.start}..{item.end} is empty or outside the text of {size} characters; correct it"
            )
        if not annotated.exact(item).strip():
            raise AnnotationError(f"{annotated.name}: {annotated.place(item)} holds blanks only; delete it")
        outer = around.setdefault(group, [])
        while outer and outer[-1].end <= item.start:
            outer.pop()
        if outer:
            _check_pair(annotated, outer[-1], item)
        outer.append(item)


def _check_pair(annotated: AnnotatedText, outer: Annotation, inner: Annotation) -> None:
    if (outer.start, outer.end) == (inner.start, inner.end):
        how = "stands on the same words as"
    elif inner.end > outer.end:
        how = "crosses"
    elif inner.label.startswith("norm_"):
        how = "stands inside"
    else:
        return
    raise AnnotationError(f"{annotated.name}: {annotated.place(inner)} {how} {annotated.place(outer)}; keep one of them")


def _group(label: str) -> str:
    """Return which annotations exclude each other: those of one component, but items and parts each for themselves."""
    component = component_of(label)
    head = label.partition("_")[0]
    return component if head in {"norm", "quantity", "citation"} or component == "entities" else head if label != "list_item" else label


class _Taken:
    """The components of one annotated text, as the gold has them."""

    def __init__(self, annotated: AnnotatedText) -> None:
        self.annotated = annotated
        self.text = annotated.text
        self.items = sorted(annotated.annotations, key=lambda item: (item.start, -item.end))
        self.by_id = {item.id: item for item in self.items}
        self.reader = Reader(annotated.text)

    def entities(self) -> dict[str, list[str]]:
        """Return the distinct forms of each type; ORG and GPE also where there is none."""
        found: dict[str, dict[str, None]] = {"ORG": {}, "GPE": {}}
        for item in self.items:
            if component_of(item.label) == "entities":
                found.setdefault(item.label, {})[self.annotated.exact(item)] = None
        return {kind: list(forms) for kind, forms in found.items()}

    def citations(self) -> list[GoldCitation]:
        return [self._citation(item) for item in self.items if item.label == "citation"]

    def quantities(self) -> list[GoldQuantity]:
        return [self._quantity(item) for item in self.items if item.label.startswith("quantity_")]

    def lists(self) -> list[GoldList]:
        groups = [item for item in self.items if item.label.startswith("list_") and item.label != "list_item"]
        members: dict[str, list[Annotation]] = {group.id: [] for group in groups}
        for item in self.items:
            if item.label == "list_item":
                members[self._around(item, groups, "list")[-1].id].append(item)
        return [
            GoldList(**self._quoted(group), kind=group.label.removeprefix("list_"), items=self._list_items(group, members[group.id]))
            for group in groups
        ]

    def norms(self) -> list[GoldNorm]:
        norms = [item for item in self.items if item.label.startswith("norm_")]
        parts: dict[str, list[Annotation]] = {norm.id: [] for norm in norms}
        linked = self._linked(parts)
        for item in self.items:
            if item.label in _WORDS.values() or (item.label == ACTOR and item.id not in linked):
                parts[self._around(item, norms, "norm")[-1].id].append(item)
        for actor, owners in linked.items():
            for norm in owners:
                parts[norm].append(self._by_id(actor))
        return [self._norm(norm, sorted(parts[norm.id], key=lambda item: item.start)) for norm in norms]

    def _linked(self, norms: Collection[str]) -> dict[str, list[str]]:
        """Return the norms of each actor that is linked; a link may be drawn from either end."""
        linked: dict[str, list[str]] = {}
        for link in self.annotated.links:
            norm, actor = (link.source, link.target) if link.source in norms else (link.target, link.source)
            if norm not in norms or self._by_id(actor).label != ACTOR:
                ends = [self.annotated.place(self._by_id(end)) for end in (link.source, link.target)]
                raise AnnotationError(f"{self.annotated.name}: {ends[0]} is linked to {ends[1]}; links lead from a norm to an actor")
            linked.setdefault(actor, []).append(norm)
        return linked

    def _by_id(self, wanted: str) -> Annotation:
        found = self.by_id.get(wanted)
        if found is None:
            raise AnnotationError(f"{self.annotated.name}: a link leads to {wanted!r}, which is no annotation; delete the link")
        return found

    def _around(self, item: Annotation, groups: Sequence[Annotation], what: str) -> list[Annotation]:
        found = [group for group in groups if group.start <= item.start and item.end <= group.end]
        if not found:
            raise AnnotationError(
                f"{self.annotated.name}: {self.annotated.place(item)} stands in no {what}; mark the {what} around it"
                + (", link the norm to it," if item.label == ACTOR else "")
                + " or delete it"
            )
        return found

    def _quoted(self, item: Annotation) -> dict[str, Any]:
        """Return quote and nth of an annotation."""
        quote = self.annotated.exact(item)
        nth, at = 0, self.text.find(quote)
        while at < item.start:
            nth, at = nth + 1, self.text.find(quote, at + 1)
        return {"quote": quote, "nth": nth}

    def _citation(self, item: Annotation) -> GoldCitation:
        fields = item.fields
        title, number, provision = (fields.get(name) for name in ("title", "document_number", "provision"))
        if not title and not number:
            title, number, provision = read_citation(self.annotated.exact(item))
        if not title and not number:
            raise self._lacks(item, "title=… or document_number=…")
        return GoldCitation(**self._quoted(item), title=title, document_number=number, provision=provision)

    def _quantity(self, item: Annotation) -> GoldQuantity:
        figure = read_figure(self.annotated.exact(item)) if "value" not in item.fields else None
        value = figure.value if figure else self._number(item, "value")
        value_to = figure.value_to if figure else self._number(item, "value_to")
        if value is None:
            raise self._lacks(item, "value=… and unit=…")
        unit = figure.unit if figure else item.fields.get("unit", "")
        comparator = item.label.removeprefix("quantity_")
        return GoldQuantity(**self._quoted(item), value=value, value_to=value_to, unit=unit, comparator=comparator)

    def _number(self, item: Annotation, name: str) -> Decimal | None:
        written = item.fields.get(name)
        if written is None or _NUMBER.fullmatch(written):
            return None if written is None else Decimal(written)
        raise self._lacks(item, f"{name}=… as a number, not {written!r}")

    def _lacks(self, item: Annotation, wanted: str) -> AnnotationError:
        return AnnotationError(f"{self.annotated.name}: {self.annotated.place(item)} does not say its values in its words; note {wanted}")

    def _list_items(self, group: Annotation, members: list[Annotation]) -> list[GoldItem]:
        found = [
            self._list_item(group, item, members[index + 1].start if index + 1 < len(members) else group.end)
            for index, item in enumerate(members)
        ]
        return [*found, *self._unplaced(group)]

    def _unplaced(self, group: Annotation) -> Iterator[GoldItem]:
        """Yield the members that the text does not name word for word, see :func:`~gongwen.corpora.exporting.annotating.annotate_gold`."""
        if "items" not in group.fields:
            return
        try:
            for name, value, unit in orjson.loads(group.fields["items"]):
                yield GoldItem(name, None if value is None else Decimal(value), unit)
        except (orjson.JSONDecodeError, TypeError, ValueError, InvalidOperation):
            raise self._lacks(group, 'items=[["name", "value", "unit"], …], null for what there is none of') from None

    def _list_item(self, group: Annotation, item: Annotation, end: int) -> GoldItem:
        words, fields = self.annotated.exact(item), item.fields
        if fields or group.label != "list_allocations":
            return GoldItem(fields.get("name", words), self._number(item, "value"), fields.get("unit"))
        figure = read_figure(words)
        name = words
        if figure is not None:  # the figure is marked with the name: 柯桥区80亿元
            at = next((index for index, char in enumerate(words) if char.isdigit()), len(words))
            name = words[:at].rstrip() or words
        else:
            figure = read_figure(self.text[item.end : end])
        if figure is None:
            raise self._lacks(item, "value=… and unit=…")
        return GoldItem(name, figure.value, figure.unit)

    def _norm(self, norm: Annotation, parts: list[Annotation]) -> GoldNorm:
        fields = norm.fields
        eid = fields.get("eid") or self.reader.eid(norm.start, norm.end)
        if eid is None:
            raise self._lacks(norm, "eid=…, the clause that holds it")
        actors = [item for item in parts if item.label == ACTOR]
        unplaced = [name for name in fields.get("actors", "").split(";") if name]
        words: dict[str, Any] = {name: fields.get(name) for name in _WORDS}
        for name, label in _WORDS.items():
            marked = next((item for item in parts if item.label == label), None)
            if marked:
                words[name] = _written(self.annotated.exact(marked))
        return GoldNorm(
            **self._quoted(norm),
            eid=eid,
            type=norm.label.removeprefix("norm_"),
            actors=[*dict.fromkeys([*(item.fields.get("name") or _written(self.annotated.exact(item)) for item in actors), *unplaced])],
            actor_source=_actor_source(norm, actors, unplaced),
            **words,
        )


def _written(words: str) -> str:
    """Return words as the gold has them: as written, line breaks taken out."""
    return "".join(line.strip() for line in words.splitlines()) if "\n" in words or "\r" in words else words


def _actor_source(norm: Annotation, actors: list[Annotation], unplaced: list[str]) -> str:
    """Return where the actors were read: in the sentence, by what the field says, or else by whether they stand before or behind it."""
    if any(norm.start <= item.start and item.end <= norm.end for item in actors):
        return "explicit"
    said = norm.fields.get("actor_source")
    if not actors and not unplaced:
        return "none"
    return said or ("mark" if actors and actors[0].start >= norm.end else "inherited")
