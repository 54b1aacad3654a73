"""The meta block of an Akoma Ntoso document: identification, publication, classification, life cycle, analysis, references, and ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...schemas.norms import Norm
from ...schemas.notice import Notice
from .akn_marks import ONTOLOGY, Reference, References
from .outline import Unit
from .xml_writer import Attributes, XmlWriter, iri, iri_step, iso_day

__all__ = ["write_component_meta", "write_meta"]

_NONE: Final[Mapping[str, str | None]] = {}
_EDITOR: Final = {"source": "#gongwen"}
# The schema wants a day where a document states none.
_NO_DATE: Final = "0001-01-01"
_MODIFICATIONS: Final = {
    "amends": ("textualMod", "substitution"),
    "repeals": ("textualMod", "repeal"),
    "implements": ("legalSystemMod", "implementation"),
}
_SOURCE: Final = ("uri", "media_type", "sha256", "bytes", "reader", "encoding", "script")
_ELEMENTS: Final = ("index_number", "validity", "note", "copy_number", "classification", "urgency", "instrument_title", "source_name")


def write_meta(writer: XmlWriter, notice: Notice, references: References, parts: list[Unit]) -> None:
    """Write the meta block of the whole, whose parts are ``parts``, the first being the document itself."""
    metadata = notice.metadata
    writer.open("meta")
    _identification(writer, notice, references, parts[0].eid, metadata.title)
    published = iso_day(metadata.published_date)
    if published:
        shown = metadata.source_name or "; ".join(metadata.issuing_agencies) or "unknown"
        writer.empty("publication", {"date": published, "name": "发布", "showAs": shown, "number": metadata.document_number})
    _classification(writer, notice)
    _lifecycle(writer, references, iso_day(metadata.written_date), published)
    _analysis(writer, notice, references)
    writer.open("references", _EDITOR)
    title = metadata.title or notice.id
    _reference(writer, Reference("original", "original", iri(notice.uri), title))
    for unit in parts[1:]:
        shown = unit.title or unit.eid
        _reference(writer, Reference("hasAttachment", f"hasAttachment_{unit.eid}", f"{iri(notice.uri)}/!{unit.eid}", shown))
    _reference(writer, Reference("TLCOrganization", "gongwen", "/akn/ontology/organization/gongwen", "gongwen"))
    for reference in references:
        _reference(writer, reference)
    writer.close()
    _proprietary(writer, notice)
    writer.close()


def write_component_meta(writer: XmlWriter, notice: Notice, references: References, unit: Unit) -> None:
    """Write the meta block of an attachment: which component of the work it is."""
    writer.open("meta")
    _identification(writer, notice, references, unit.eid, unit.title)
    writer.close()


def _identification(writer: XmlWriter, notice: Notice, references: References, part: str, title: str | None) -> None:
    """Write work, expression and manifestation of a component.

    All three have the date of writing, else that of publication: a file without a clock is the same whenever it is made.
    """
    metadata = notice.metadata
    written, published = iso_day(metadata.written_date), iso_day(metadata.published_date)
    expression = f"{iri(notice.uri)}/zho@{written or ''}"
    day = {"date": written or published or _NO_DATE, "name": "成文" if written else "发布" if published else "unknown"}
    authors = [references.organization(name) for name in metadata.issuing_agencies or ("unknown",)]
    writer.open("identification", _EDITOR)
    _level(writer, "FRBRWork", (f"{iri(notice.uri)}/!{part}", iri(notice.uri)), day, authors, {"title": title, "id": notice.id})
    writer.empty("FRBRcountry", {"value": "cn"})
    writer.empty("FRBRsubtype", {"value": references.subtype})
    for tag, value in (("FRBRnumber", metadata.document_number), ("FRBRname", title)):
        if value:
            writer.empty(tag, {"value": value})
    writer.close()
    _level(writer, "FRBRExpression", (f"{expression}/!{part}", expression), day, authors)
    writer.empty("FRBRlanguage", {"language": "zho"})
    writer.close()
    _level(writer, "FRBRManifestation", (f"{expression}/!{part}.xml", f"{expression}.xml"), day, ["gongwen"])
    writer.empty("FRBRformat", {"value": "application/akn+xml"})
    writer.close(2)


def _level(
    writer: XmlWriter, tag: str, addresses: tuple[str, str], day: Attributes, authors: list[str], aliases: Mapping[str, str | None] = _NONE
) -> None:
    """Begin a level of FRBR with what all of them have."""
    writer.open(tag)
    writer.empty("FRBRthis", {"value": addresses[0]})
    writer.empty("FRBRuri", {"value": addresses[1]})
    for name, value in aliases.items():
        if value:
            writer.empty("FRBRalias", {"value": value, "name": name})
    writer.empty("FRBRdate", day)
    for author in authors:
        writer.empty("FRBRauthor", {"href": f"#{author}"})


def _classification(writer: XmlWriter, notice: Notice) -> None:
    words = [("主题分类", word) for word in notice.metadata.category] + [("主题词", word) for word in notice.metadata.keywords]
    if words:
        writer.open("classification", _EDITOR)
        for dictionary, word in words:
            writer.empty("keyword", {"value": word, "showAs": word, "dictionary": f"{ONTOLOGY}/concept/cn/{iri_step(dictionary)}"})
        writer.close()


def _lifecycle(writer: XmlWriter, references: References, written: str | None, published: str | None) -> None:
    events = [("written", "成文", written, "generation"), ("published", "发布", published, None)]
    if written or published:
        writer.open("lifecycle", _EDITOR)
        for name, shown, day, kind in events:
            if day:
                event = references.add("TLCEvent", "event", ("event", name), shown)
                values = {"eId": f"eventRef_{name}", "date": day, "source": "#original", "type": kind}
                writer.empty("eventRef", {**values, "refersTo": f"#{event}"})
        writer.close()


def _analysis(writer: XmlWriter, notice: Notice, references: References) -> None:
    """Write what the citations do: changes of others by their kind, all other relations in our terms.

    How much of a document an amendment changes is not known here, so it is said to be incomplete.
    """
    related = [
        (citation.relation, references.marks[index].identifier, references.cited[index])
        for index, citation in enumerate(notice.citations)
        if citation.relation and references.marks[index].identifier
    ]
    changes = [item for item in related if item[0] in _MODIFICATIONS]
    others = [item for item in related if item[0] not in _MODIFICATIONS]
    if not related:
        return
    writer.open("analysis", _EDITOR)
    if changes:
        writer.open("activeModifications")
        for number, (relation, source, target) in enumerate(changes, 1):
            tag, kind = _MODIFICATIONS[relation]
            writer.open(tag, {"type": kind, "eId": f"modification_{number}", "incomplete": "true" if relation == "amends" else None})
            writer.empty("source", {"href": f"#{source}"}, line=False)
            writer.empty("destination", {"href": target}, line=False)
            writer.close()
        writer.close()
    if others:
        writer.open("otherAnalysis", _EDITOR)
        for relation, source, target in others:
            writer.empty("g:citation", {"relation": relation, "source": f"#{source}", "target": target})
        writer.close()
    writer.close()


def _reference(writer: XmlWriter, entry: Reference) -> None:
    writer.empty(entry.tag, {"eId": entry.eid, "name": entry.name, "href": entry.href, "showAs": entry.shown})


def _proprietary(writer: XmlWriter, notice: Notice) -> None:
    """Write what Akoma Ntoso has no place for, in the terms of the notice JSON."""
    metadata, source = notice.metadata, notice.source
    writer.open("proprietary", _EDITOR)
    writer.empty("g:source", {name: getattr(source, name) for name in _SOURCE})
    writer.empty("g:metadata", {name: getattr(metadata, name) for name in _ELEMENTS})
    if metadata.damage:
        writer.empty("g:damage", {"severity": metadata.damage.severity})
    for check in notice.checks:
        declared, counted = (None if value is None else str(value) for value in (check.declared, check.counted))
        values = {"check": check.check, "status": check.status, "declared": declared, "counted": counted, "eid": check.eid}
        writer.empty("g:check", {**values, "message": check.message})
    for warning in notice.warnings:
        writer.empty("g:warning", {"code": warning.code, "start": warning.start, "end": warning.end, "message": warning.message})
    for norm in notice.norms or ():
        _norm(writer, norm)
    writer.close()


def _norm(writer: XmlWriter, norm: Norm) -> None:
    limit, often = (items[0].value if items else None for items in (norm.time_limits, norm.frequencies))
    values: Attributes = {
        "id": norm.id,
        "type": norm.type,
        "strength": norm.strength,
        "deontic": norm.deontic,
        "aim": norm.aim,
        "object": norm.object,
        "deadline": norm.deadline,
        "deadline_value": limit,
        "frequency": norm.frequency,
        "frequency_value": often,
        "consequence": norm.consequence,
    }
    writer.open("g:norm", values)
    for actor in norm.actors:
        writer.leaf("g:actor", actor, {"source": norm.actor_source}, line=False)
    for body in norm.responsible:
        writer.leaf("g:responsible", body.name, {"role": body.role, "body": body.body}, line=False)
    writer.close()
