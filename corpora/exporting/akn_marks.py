"""What stands inside the text of an Akoma Ntoso document, and what it refers to (the ``references`` of the meta block)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ...extract.dates import parse_date
from ...schemas.norms import Entity
from ...schemas.notice import Citation, Notice, Quantity, Span
from .marks import NORM_NAMES, Mark, norm_id, other_entities, plain
from .xml_writer import Attributes, iri, iri_step

__all__ = ["ONTOLOGY", "Reference", "References", "akn_marks"]

ONTOLOGY: Final = "/akn/ontology"


class Reference(NamedTuple):
    """One entry of the references."""

    tag: str
    eid: str
    href: str
    shown: str
    name: str | None = None


class References:
    """The things that a document names, each once, in the order in which they are asked for."""

    def __init__(self, notice: Notice, targets: Mapping[int, str]) -> None:
        """Take the notice and the URIs of what its citations resolve to, by their index."""
        self._found: dict[tuple[str, str], Reference] = {}
        self._counts: Counter[str] = Counter()
        steps = notice.uri.split("/")
        self.jurisdiction = iri(steps[2]) if len(steps) > 2 and steps[2] else "cn"
        self.subtype = iri(steps[4]) if len(steps) > 4 and steps[4] else "statement"
        self.cited = [self._cited(citation, targets.get(index)) for index, citation in enumerate(notice.citations)]
        """Where each citation leads: a URI, or the entry here of what is not resolved."""
        self.marks: dict[int, Mark] = {}
        """The mark of each citation, by its index: it has its eId once the text is written."""

    def __iter__(self) -> Iterator[Reference]:
        return iter(self._found.values())

    def add(self, tag: str, prefix: str, steps: tuple[str, ...], shown: str, *, name: str | None = None) -> str:
        """Return the eId (``prefix`` with a number) of the thing at ``steps`` of the ontology, entered if it is new."""
        href = "/".join((ONTOLOGY, steps[0], self.jurisdiction, *map(iri_step, steps[1:])))
        return self._add(Reference(tag, prefix, href, shown, name))

    def organization(self, name: str) -> str:
        """Return the eId of a body."""
        return self.add("TLCOrganization", "organization", ("organization", name), name)

    def _cited(self, citation: Citation, target: str | None) -> str:
        shown = " ".join(filter(None, (f"《{citation.title}》" if citation.title else None, citation.document_number))) or citation.exact
        if target:
            self._add(Reference("activeRef", "activeRef", iri(target), shown))
            return iri(target)
        return "#" + self.add("TLCReference", "reference", ("reference", shown), shown, name="citation")

    def _add(self, new: Reference) -> str:
        known = self._found.get((new.tag, new.href))
        if known is None:
            self._counts[new.eid] += 1
            known = self._found[new.tag, new.href] = new._replace(eid=f"{new.eid}_{self._counts[new.eid]}")
        return known.eid


def akn_marks(notice: Notice, references: References) -> list[Mark]:
    """Return the marks of a notice: norms, citations, quantities and entities that are none of these; what they refer to is entered."""
    marks: list[Mark] = []
    for norm in notice.norms or ():
        concept = references.add("TLCConcept", "norm", ("concept", "norm", norm.type), NORM_NAMES[norm.type])
        marks.append(_mark(norm, 0, "inline", "n", {"name": "norm", "refersTo": f"#{concept}"}))
        marks[-1].identifier = norm_id(norm)
    for index, citation in enumerate(notice.citations):
        references.marks[index] = _mark(citation, 1, "ref", "ref", {"href": references.cited[index]})
    marks += references.marks.values()
    for quantity in notice.quantities:
        marks.append(_mark(quantity, 2, "quantity", "quantity", _quantity(quantity, references)))
    for entity in other_entities(notice):
        tag, attributes = _entity(entity, references)
        marks.append(_mark(entity, 3, tag, tag if tag != "inline" else entity.type.lower(), attributes))
    return marks


def _mark(span: Span, rank: int, tag: str, kind: str, attributes: Attributes) -> Mark:
    return Mark(span.start, span.end, rank, tag, attributes, kind)


def _quantity(quantity: Quantity, references: References) -> Attributes:
    """Return what a quantity says: its value in the base unit, else as written; of a range, ``from/to``."""
    measured = quantity.normalized or quantity
    concept = references.add("TLCConcept", "unit", ("concept", "unit", measured.unit), measured.unit)
    values = [measured.value] if measured.value_to is None else [measured.value, measured.value_to]
    return {"refersTo": f"#{concept}", "normalized": "/".join(map(plain, values)), "g:comparator": quantity.comparator}


def _entity(entity: Entity, references: References) -> tuple[str, Attributes]:
    """Return the element of an entity; a date that names no day, an amount and a document have no element of their own."""
    if entity.type == "ORG":
        return "organization", {"refersTo": f"#{references.organization(entity.body or entity.exact)}"}
    if entity.type in {"GPE", "LOC"}:
        place = references.add("TLCLocation", "location", ("location", entity.region_code or entity.exact), entity.exact)
        return "location", {"refersTo": f"#{place}"}
    if entity.type == "PER":
        person = references.add("TLCPerson", "person", ("person", entity.exact), entity.exact)
        return "person", {"refersTo": f"#{person}"}
    if entity.type == "DATE" and (day := parse_date(entity.exact)):
        return "date", {"date": day.isoformat()}
    return "inline", {"name": {"DATE": "date", "MONEY": "amount"}.get(entity.type, "document")}
