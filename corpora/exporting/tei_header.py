"""The TEI header (teiHeader) of a notice: what the source is, how it was read, and what the text is about."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ...schemas.notice import Metadata, Notice
from .marks import NORM_NAMES
from .xml_writer import XmlWriter, iri, iso_day

__all__ = ["NAMESPACE", "language", "tei_header", "write_header"]

NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"
_LANGUAGES: Final = {
    "traditional-tw": ("zh-Hant-TW", "繁體中文（臺灣）"),
    "traditional-hk": ("zh-Hant-HK", "繁體中文（香港）"),
    "mixed": ("zh", "中文"),
}


def tei_header(notice: Notice) -> bytes:
    """Return the TEI header of ``notice`` as a document of its own, UTF-8."""
    writer = XmlWriter()
    write_header(writer, notice, {"xmlns": NAMESPACE})
    return writer.data()


def language(notice: Notice) -> tuple[str, str]:
    """Return the language of the text by BCP 47, with its name."""
    return _LANGUAGES.get(notice.source.script or "", ("zh-Hans", "简体中文"))


def write_header(writer: XmlWriter, notice: Notice, attributes: dict[str, str] | None = None) -> None:
    """Write the header into a document."""
    writer.open("teiHeader", attributes or {})
    _file(writer, notice)
    _encoding(writer, notice)
    _profile(writer, notice)
    writer.open("revisionDesc")
    writer.leaf("change", f"Read by gongwen {_version()} from {notice.source.media_type}; the text is as the source has it.")
    writer.close(2)


def _file(writer: XmlWriter, notice: Notice) -> None:
    metadata = notice.metadata
    writer.open("fileDesc")
    writer.open("titleStmt")
    _title(writer, metadata)
    writer.close()
    writer.open("extent")
    writer.empty("measure", {"unit": "character", "quantity": len(notice.text)}, line=False)
    writer.close()
    writer.open("publicationStmt")
    writer.leaf("distributor", "gongwen")
    writer.leaf("idno", notice.id, {"type": "gongwen"})
    writer.leaf("idno", iri(notice.uri), {"type": "URI"})
    if metadata.document_number:
        writer.leaf("idno", metadata.document_number, {"type": "发文字号"})
    writer.close()
    writer.open("sourceDesc")
    _source(writer, notice)
    writer.close(2)


def _title(writer: XmlWriter, metadata: Metadata) -> None:
    writer.leaf("title", metadata.title or "", {"type": "main"})
    if metadata.instrument_title:
        writer.leaf("title", metadata.instrument_title, {"type": "instrument"})
    for agency in metadata.issuing_agencies:
        writer.open("author")
        writer.leaf("orgName", agency, line=False)
        writer.close()


def _source(writer: XmlWriter, notice: Notice) -> None:
    metadata, source = notice.metadata, notice.source
    writer.open("bibl", {"type": metadata.document_type and "".join(metadata.document_type.split())})
    _title(writer, metadata)
    for kind, number in (("发文字号", metadata.document_number), ("索引号", metadata.index_number), ("sha256", source.sha256)):
        if number:
            writer.leaf("idno", number, {"type": kind})
    for kind, day in (("written", metadata.written_date), ("published", metadata.published_date)):
        if day:
            writer.leaf("date", day, {"type": kind, "when": iso_day(day)})
    if metadata.source_name:
        writer.leaf("publisher", metadata.source_name)
    writer.empty("ref", {"target": iri(source.uri)})
    writer.close()


def _encoding(writer: XmlWriter, notice: Notice) -> None:
    """Write by what the source was read, how far the text can be trusted, and the kinds of norms that the text refers to."""
    source, damage = notice.source, notice.metadata.damage
    writer.open("encodingDesc")
    writer.open("appInfo")
    writer.open("application", {"ident": "gongwen", "version": _version()})
    writer.leaf("label", "gongwen")
    read = [f"reader {source.reader}", f"{source.bytes} bytes", *([f"encoding {source.encoding}"] if source.encoding else [])]
    read += [f"OCR {name}: {value}" for name, value in sorted((source.ocr or {}).items())]
    writer.leaf("desc", "; ".join(read))
    writer.close(2)
    writer.open("editorialDecl")
    writer.open("correction", {"status": "low" if damage and damage.severity != "none" else "unknown"})
    found = ", ".join(f"{count} {kind}" for kind, count in damage.counts.items()) if damage else ""
    writer.leaf("p", f"Nothing was corrected. Damage: {damage.severity if damage else 'not looked for'}{f' ({found})' if found else ''}.")
    writer.close(2)
    types = {norm.type for norm in notice.norms or ()}
    if types:
        writer.open("classDecl")
        writer.open("taxonomy", {"xml:id": "norms"})
        for kind in sorted(types):
            writer.open("category", {"xml:id": f"norm_{kind}"})
            writer.leaf("catDesc", NORM_NAMES[kind], line=False)
            writer.close()
        writer.close(2)
    writer.close()


def _profile(writer: XmlWriter, notice: Notice) -> None:
    metadata = notice.metadata
    writer.open("profileDesc")
    if metadata.written_date:
        writer.open("creation")
        writer.leaf("date", metadata.written_date, {"when": iso_day(metadata.written_date)}, line=False)
        writer.close()
    writer.open("langUsage")
    tag, name = language(notice)
    writer.leaf("language", name, {"ident": tag})
    writer.close()
    _subjects(writer, metadata)
    _correspondence(writer, metadata)
    writer.close()


def _subjects(writer: XmlWriter, metadata: Metadata) -> None:
    kind = [metadata.document_type] if metadata.document_type else []
    words = (("文种", kind), ("主题分类", metadata.category), ("主题词", metadata.keywords))
    if not metadata.region and not any(terms for _, terms in words):
        return
    writer.open("textClass")
    for name, terms in words:
        if terms:
            writer.open("keywords", {"n": name})
            for term in terms:
                writer.leaf("term", term)
            writer.close()
    if metadata.region:
        writer.leaf("classCode", metadata.region.code, {"scheme": "urn:gb:2260", "n": metadata.region.name})
    writer.close()


def _correspondence(writer: XmlWriter, metadata: Metadata) -> None:
    """Write who sent the notice (发文机关) to whom (主送机关)."""
    sides = [(kind, names) for kind, names in (("sent", metadata.issuing_agencies), ("received", metadata.addressees)) if names]
    if sides:
        writer.open("correspDesc")
        for kind, names in sides:
            writer.open("correspAction", {"type": kind})
            for name in names:
                writer.leaf("orgName", name)
            writer.close()
        writer.close()


@lru_cache(maxsize=1)
def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("gongwen")
    except PackageNotFoundError:  # run from its folder
        return "0"
