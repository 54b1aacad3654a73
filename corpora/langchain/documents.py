"""Documents of LangChain: a notice or a clause of one with its addresses in flat metadata that any vector store takes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from langchain_core.documents import Document
from pydantic import PrivateAttr

from ...schemas.identifiers import clause_reference, clause_uri
from ...schemas.notice import Notice
from ..store.rows import NOTICE_COLUMNS, notice_row
from .outline import Outline, Unit, outline_of

__all__ = [
    "NOTICE_KEYS",
    "Metadata",
    "NoticeDocument",
    "clause_document",
    "identified",
    "notice_document",
    "notice_metadata",
    "row_metadata",
]

Metadata = dict[str, str | int]

_SEPARATOR: Final = " > "
"""Between the headings of ``heading_path``."""
NOTICE_KEYS: Final = (
    "id",
    "uri",
    "title",
    "instrument_title",
    "document_number",
    "document_type",
    "issuing_agency",
    "written_date",
    "published_date",
    "year",
    "region_code",
    "region_name",
    "damage",
)
"""Columns of the table ``notices`` that are metadata of the same name."""
_COLUMNS: Final = tuple(column.strip() for column in NOTICE_COLUMNS.split(","))


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


def notice_metadata(notice: Notice) -> Metadata:
    """Return what is known of a notice, by the keys that :mod:`gongwen.corpora.langchain` lists."""
    row = dict(zip(_COLUMNS, notice_row(notice), strict=True))
    return row_metadata(row, notice.source.uri, notice.source.sha256)


def row_metadata(row: Mapping[str, Any], source: str | None, sha256: str | None) -> Metadata:
    """Return the same of a row of the table ``notices``, by column, its source and the digest of that."""
    agencies = "、".join(json.loads(row["agencies"]))
    return _stated(source=source, sha256=sha256, **{key: row[key] for key in NOTICE_KEYS}, issuing_agencies=agencies)


def _stated(**values: str | int | None) -> Metadata:
    """Return the values that are stated; what a notice does not say has no key, because many vector stores take no null."""
    return {key: value for key, value in values.items() if value not in {None, ""}}


def clause_document(text: str, outline: Outline, unit: Unit, place: tuple[int, int], of: Mapping[str, Any], *, context: bool) -> Document:
    """Return the words at ``place`` in ``text``, of the clause or part ``unit``, as a Document.

    ``of`` is the metadata of the whole notice, as :func:`notice_metadata` gives it. With ``context`` the headings above stand
    before the words, on a line of their own.
    """
    start, end = place
    path = outline.path(unit)
    above = _SEPARATOR.join(path if unit.label is None else path[:-1])
    exact = text[start:end]
    uri = clause_uri(of["uri"], unit.eid)
    own = _stated(
        notice_uri=of["uri"],
        uri=uri,
        reference=clause_reference(unit.eid, document_number=of.get("document_number"), title=of.get("title")),
        eid=unit.eid,
        parent=unit.parent,
        level=unit.level,
        label=unit.label,
        heading=unit.heading,
        heading_path=_SEPARATOR.join(path),
        page=outline.page(start),
    )
    content = f"{above}\n{exact}" if context and above else exact
    return identified(content, {**of, **own, "start_index": start, "end_index": end})


def identified(content: str, metadata: dict[str, Any]) -> Document:
    """Return a Document of a clause; its id, a UUID, is the same as long as the address and the words of the clause are."""
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id=str(uuid5(NAMESPACE_URL, f"{metadata['uri']}#{digest}")), page_content=content, metadata=metadata)
