"""Notices cut into their clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.documents import BaseDocumentTransformer, Document

from ...extract.pipeline import understand_text
from .documents import NoticeDocument, clause_document, identified, notice_metadata
from .outline import Outline, cut, outline_of

__all__ = ["ClauseSplitter"]


class ClauseSplitter(BaseDocumentTransformer):
    """Splits notices into clauses, each a Document with its address.

    A Document of :class:`GongwenLoader` is split as the notice was read; of any other Document the text is read as a notice here,
    so the Documents of other loaders can be split too. A clause is given with its own words, those of the clauses below it are
    Documents of their own: together they hold every character that is not blank, each once, and
    ``text[start_index:end_index] == page_content`` is true of each. The methods are those of LangChain's text splitters
    (``split_documents``, ``create_documents``, ``split_text``, ``transform_documents``) and take their place wherever these are called;
    what insists on a subclass of ``TextSplitter`` is the one exception.

    ``max_chars`` bounds the words of a Document (characters; none for no bound): a longer clause becomes several, cut at the ends of
    sentences and without overlap, all with the address of the clause. With ``context`` the headings above stand before the words, for
    embedding models that see a Document alone; ``start_index`` and ``end_index`` are those of the words all the same. A Document that
    is a clause of ours already is only cut to length.
    """

    def __init__(self, *, max_chars: int | None = 1000, context: bool = False) -> None:
        if max_chars is not None and max_chars < 1:
            raise ValueError(f"max_chars is {max_chars}; give a positive number of characters, or None for no bound")
        self.max_chars = max_chars
        self.context = context

    def lazy_split(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the clauses of all ``documents`` in order, with no more than one of these in memory."""
        for document in documents:
            if {"eid", "notice_uri", "start_index"} <= document.metadata.keys():
                yield from self._pieces(document)
            else:
                yield from self._clauses(document, *_read(document))

    def split_documents(self, documents: Iterable[Document]) -> list[Document]:
        """Return the clauses of all ``documents`` in order."""
        return list(self.lazy_split(documents))

    def transform_documents(self, documents: Sequence[Document], **_: Any) -> list[Document]:
        """Return the clauses of all ``documents`` in order."""
        return self.split_documents(documents)

    def create_documents(self, texts: Sequence[str], metadatas: Sequence[Mapping[str, Any]] | None = None) -> list[Document]:
        """Return the clauses of notices given as texts, each with its metadata."""
        given = metadatas or [{}] * len(texts)
        return self.split_documents(Document(page_content=text, metadata=dict(of)) for text, of in zip(texts, given, strict=True))

    def split_text(self, text: str) -> list[str]:
        """Return the words of the clauses of a notice."""
        return [document.page_content for document in self.create_documents([text])]

    def _clauses(self, document: Document, outline: Outline, metadata: Mapping[str, Any]) -> Iterator[Document]:
        text = document.page_content
        for stretch in outline.stretches():
            for place in cut(text, stretch.start, stretch.end, self.max_chars or max(len(text), 1)):
                yield clause_document(text, outline, stretch.unit, place, metadata, context=self.context)

    def _pieces(self, clause: Document) -> Iterator[Document]:
        """Yield a Document that is a clause already, cut where it is longer than it may be."""
        words, at = clause.page_content, clause.metadata["start_index"]
        if len(words) <= (self.max_chars or len(words)) or clause.metadata.get("end_index") != at + len(words):
            yield clause
            return
        for start, end in cut(words, 0, len(words), self.max_chars or len(words)):
            yield identified(words[start:end], {**clause.metadata, "start_index": at + start, "end_index": at + end})


def _read(document: Document) -> tuple[Outline, Mapping[str, Any]]:
    """Return the outline of a Document and the metadata of its notice: what it has, completed by what its text says."""
    if isinstance(document, NoticeDocument) and document.outline.length == len(document.page_content):
        return document.outline, document.metadata
    notice = understand_text(document.page_content)
    metadata = {**notice_metadata(notice), **document.metadata}
    if not str(metadata["uri"]).startswith("/akn/"):
        metadata["uri"] = notice.uri
    return outline_of(notice), metadata
