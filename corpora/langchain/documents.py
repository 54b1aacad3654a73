"""Documents of LangChain: a notice or a clause of one with its addresses in flat metadata that any vector store takes."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from langchain_core.documents import Document
from pydantic import PrivateAttr

from ...schemas.identifiers import clause_reference, clause_uri
from ...schemas.notice import Notice
from .outline import Outline, Unit, outline_of

__all__ = ["SEPARATOR", "NoticeDocument", "clause_document", "identified", "notice_document", "notice_metadata"]

SEPARATOR: Final = " > "
"""Between the headings of ``heading_path``."""


class NoticeDocument(Document):
    """A notice as a Document that keeps its outline, so that it need not be read again where it is split.

    What is written of it (JSON of LangChain, a vector store) is a plain Document.
    """

    _outline: Outline = PrivateAttr()

    @property
    def outline(self) -> Outline:
        """Parts and clauses, as offsets into ``page_content``."""
        return self._outline

    @classmethod
    def lc_id(cls) -> list[str]:
        """Return the name under which LangChain writes it down: that of a Document."""
        return Document.lc_id()


def notice_document(notice: Notice) -> NoticeDocument:
    """Return ``notice`` as a Document: its text and :func:`notice_metadata`."""
    document = NoticeDocument(page_content=notice.text, metadata=notice_metadata(notice))
    document._outline = outline_of(notice)  # noqa: SLF001 - pydantic lets nobody set a private attribute by keyword
    return document


def notice_metadata(notice: Notice) -> dict[str, str | int]:
    """Return what is known of a notice, by the keys that :mod:`gongwen.corpora.langchain` lists."""
    metadata = notice.metadata
    region = metadata.region
    return stated(
        source=notice.source.uri,
        sha256=notice.source.sha256,
        id=notice.id,
        uri=notice.uri,
        title=metadata.title,
        instrument_title=metadata.instrument_title,
        document_number=metadata.document_number,
        document_type=metadata.document_type,
        issuing_agency=metadata.issuing_agencies[0] if metadata.issuing_agencies else None,
        issuing_agencies="、".join(metadata.issuing_agencies),
        written_date=metadata.written_date,
        published_date=metadata.published_date,
        region_code=region.code if region else None,
        region_name=region.name if region else None,
        damage=metadata.damage.severity if metadata.damage else None,
    )


def stated(**values: str | int | None) -> dict[str, str | int]:
    """Return the values that are stated; what a notice does not say has no key, because many vector stores take no null."""
    return {key: value for key, value in values.items() if value not in {None, ""}}


def clause_document(text: str, outline: Outline, unit: Unit, place: tuple[int, int], of: Mapping[str, Any], *, context: bool) -> Document:
    """Return the words at ``place`` in ``text``, of the clause or part ``unit``, as a Document.

    ``of`` is the metadata of the whole notice, as :func:`notice_metadata` gives it. With ``context`` the headings above stand
    before the words, on a line of their own.
    """
    start, end = place
    path = outline.path(unit)
    above = SEPARATOR.join(path if unit.label is None else path[:-1])
    exact = text[start:end]
    uri = clause_uri(of["uri"], unit.eid)
    own = stated(
        notice_uri=of["uri"],
        uri=uri,
        reference=clause_reference(unit.eid, document_number=of.get("document_number"), title=of.get("title")),
        eid=unit.eid,
        parent=unit.parent,
        level=unit.level,
        label=unit.label,
        heading=unit.heading,
        heading_path=SEPARATOR.join(path),
        page=outline.page(start),
    )
    content = f"{above}\n{exact}" if context and above else exact
    return identified(content, {**of, **own, "start_index": start, "end_index": end})


def identified(content: str, metadata: dict[str, Any]) -> Document:
    """Return a Document of a clause; its id, a UUID, is the same as long as the address and the words of the clause are."""
    digest = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id=str(uuid5(NAMESPACE_URL, f"{metadata['uri']}#{digest}")), page_content=content, metadata=metadata)
