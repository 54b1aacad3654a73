"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): what was found in a notice, as JSON-LD.

A selection is in code points, “not in terms of code units”, and begins at 0 before the first character (sections 4.2.4 and 4.2.5 of the
model), which is how offsets are counted here; the text is normalised as they demand, without markup. Each annotation says its place
twice, by position and by quote with what stands around it, so that it is found again in a text that has changed. Clauses, which hold
one another down to the last word, say it by position.

Bodies are a label, the same that annotation tools are given, and the values in the vocabulary of the notice JSON. Who acts, aim, object,
conditions and time limits of a norm are annotations of their own, which its body names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson

from ...schemas.contract import plain_number
from ...schemas.identifiers import clause_uri
from ...schemas.norms import Norm
from ...schemas.notice import Clause, Notice, Part, Span

__all__ = ["web_annotations", "write_web_annotations"]

_CONTEXT: Final = ("http://www.w3.org/ns/anno.jsonld", {"gongwen": "urn:gongwen:annotation#"})
_AROUND: Final = 32
"""Characters before and behind a quote."""


def write_web_annotations(notice: Notice) -> bytes:
    """Return :func:`web_annotations` as UTF-8 JSON-LD."""
    return orjson.dumps(web_annotations(notice), default=plain_number, option=orjson.OPT_APPEND_NEWLINE)


def web_annotations(notice: Notice) -> dict[str, Any]:
    """Return the AnnotationCollection of ``notice``: one page with clauses, entities, citations, quantities, lists and norms.

    ``source`` of all targets is the URI of the notice, and means its text, ``Notice.text``.
    """
    page = _Page(notice)
    divisions: list[Part | Clause] = [*notice.parts, *notice.clauses]
    for division in divisions:
        page.add_division(division)
    for entity in notice.entities or ():
        page.add(entity.type, entity, "Entity", regionCode=entity.region_code, body=entity.body, status=entity.status)
    for citation in notice.citations:
        page.add(
            "citation",
            citation,
            "Citation",
            title=citation.title,
            documentNumber=citation.document_number,
            provision=citation.provision,
            relation=citation.relation,
            target=citation.target,
            eid=citation.eid,
        )
    quantities = [
        page.add(
            f"quantity_{item.comparator}",
            item,
            "Quantity",
            value=item.value,
            valueTo=item.value_to,
            unit=item.unit,
            normalized=item.normalized
            and {"value": item.normalized.value, "unit": item.normalized.unit, "valueTo": item.normalized.value_to},
            indicator=item.indicator,
            eid=item.eid,
        )
        for item in notice.quantities
    ]
    for group in notice.lists:
        members = [
            page.add("list_item", item, "ListItem", name=item.name, value=item.value, unit=item.unit, regionCode=item.region_code)
            for item in group.items
        ]
        page.add(f"list_{group.kind}", group, "List", item=members, eid=group.eid)
    for norm in notice.norms or ():
        _add_norm(page, norm, quantities)
    return {
        "@context": list(_CONTEXT),
        "id": f"{notice.uri}#annotations",
        "type": "AnnotationCollection",
        "label": notice.metadata.title or notice.id,
        "total": len(page.items),
        "first": {"id": f"{notice.uri}#annotations-1", "type": "AnnotationPage", "startIndex": 0, "items": list(page.items.values())},
    }


def _add_norm(page: _Page, norm: Norm, quantities: list[dict[str, str]]) -> None:
    def linked(label: str, spans: Iterable[Span | None]) -> list[dict[str, str]]:
        return [page.add(label, span) for span in spans if span is not None]

    page.add(
        f"norm_{norm.type}",
        norm,
        "Norm",
        normId=norm.id,
        eid=norm.eid,
        strength=norm.strength,
        actorSource=norm.actor_source,
        actor=[page.add("actor", item, "Actor", name=item.name, body=item.body) for item in norm.actor_spans],
        responsible=[
            page.add(f"responsible_{item.role}", item, "Responsible", name=item.name, body=item.body) for item in norm.responsible
        ],
        deontic=linked("deontic", [norm.deontic_at]),
        aim=linked("aim", [norm.aim_at]),
        object=linked("object", [norm.object_at]),
        condition=linked("condition", norm.conditions_at),
        constraint=linked("constraint", norm.constraints_at),
        deadline=[page.add("deadline", item, "TimeLimit", kind=item.kind, value=item.value, since=item.since) for item in norm.time_limits],
        frequency=[page.add("frequency", item, "Frequency", value=item.value, times=item.times) for item in norm.frequencies],
        orElse=linked("or_else", [norm.consequence_at]),
        quantity=[quantities[index] for index in norm.quantities],
        breachOf=norm.breach_of,
    )


class _Page:
    """Annotations in order, one for each label and place."""

    def __init__(self, notice: Notice) -> None:
        self.text = notice.text
        self.uri = notice.uri
        self.items: dict[tuple[str, int, int], dict[str, Any]] = {}

    def add(self, label: str, span: Span, model: str | None = None, /, **values: object) -> dict[str, str]:
        """Add the annotation of a span, if it is not there, and return a reference to it; null and empty values are left out."""
        start, end = span.start, span.end
        quote = {
            "type": "TextQuoteSelector",
            "exact": span.exact,
            "prefix": self.text[max(start - _AROUND, 0) : start],
            "suffix": self.text[end : end + _AROUND],
        }
        return self._add(label, start, end, [quote], model, values)

    def add_division(self, division: Part | Clause) -> None:
        """Add the annotation of a part or clause."""
        values: dict[str, object] = {"eid": division.eid, "uri": clause_uri(self.uri, division.eid)}
        if isinstance(division, Clause):
            values |= {"level": division.level, "number": division.number, "label": division.label, "heading": division.heading}
            self._add("clause", division.start, division.end, [], "Clause", values | {"parent": division.parent})
        else:
            self._add("part", division.start, division.end, [], "Part", values | {"heading": division.title})

    def _add(
        self, label: str, start: int, end: int, selectors: list[dict[str, Any]], model: str | None, values: Mapping[str, object]
    ) -> dict[str, str]:
        key = (label, start, end)
        ident = f"{self.uri}#{label}-{start}-{end}"
        if key not in self.items:
            body: list[dict[str, Any]] = [{"type": "TextualBody", "purpose": "classifying", "value": label, "format": "text/plain"}]
            said = {f"gongwen:{name}": value for name, value in values.items() if value not in (None, [], "")}
            if model and said:
                body.append({"type": f"gongwen:{model}", **said})
            position = {"type": "TextPositionSelector", "start": start, "end": end}
            self.items[key] = {
                "id": ident,
                "type": "Annotation",
                "motivation": "classifying",
                "body": body,
                "target": {"type": "SpecificResource", "source": self.uri, "selector": [position, *selectors]},
            }
        return {"id": ident}
