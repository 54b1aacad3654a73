"""Clauses that answer a question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, Literal, Self

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.indexing import IndexingResult, RecordManager, index
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import run_in_executor
from langchain_core.utils.iter import batch_iterate
from langchain_core.vectorstores import VectorStore
from pydantic import Field, model_validator

from ...extract.regions import divisions
from ..store.folder import Corpus, open_corpus
from .loader import GongwenLoader
from .questions import search_terms
from .ranking import Found, Scope, rank
from .splitter import ClauseSplitter
from .stored import documents_of, locate_document

__all__ = ["ClauseRetriever"]

_MORE: Final = 4
"""How many times the Documents wanted are looked at: some are left out, because they are stale, out of scope, or given already."""
_MOST: Final = 10_000
"""Documents that a vector store is asked for at most."""
_RRF: Final = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""


class ClauseRetriever(BaseRetriever):
    """Retrieves clauses of a corpus that answer a question, each with the address it is cited by.

    By default by the words of the question, in the full-text index of the corpus: no model is needed. With ``vectorstore``, any of
    LangChain with any embedding model, by vectors (:meth:`index` puts the clauses there), or by both with ``mode="hybrid"``. Whatever
    found a clause, its words and its metadata are those that the corpus has now; vectors of clauses that it has no more are passed over.

    ``splitter`` says how long a Document may be and whether headings stand before the words; ``metadata["score"]`` is higher for what
    answers better, and comparable within one answer only. Each call opens the corpus for itself, so calls may run side by side.
    Raises :class:`~gongwen.schemas.errors.CorpusNotFoundError` where there is no corpus.
    """

    corpus: Path
    """Folder of the corpus."""
    k: int = Field(default=5, ge=1)
    """Documents to return; ``invoke`` takes another number for one question."""
    region: str | None = None
    """Only notices of issuers in this division or below it: its name, or its GB/T 2260 code."""
    year: int | None = None
    """Only notices of this year: of writing, else of the number, else of publication."""
    document_type: str | None = None
    """Only notices of this type (文种)."""
    agency: str | None = None
    """Only notices of agencies whose name holds this."""
    vectorstore: VectorStore | None = None
    search_kwargs: dict[str, Any] = Field(default_factory=dict)
    """What ``similarity_search`` of the vector store is called with besides: its own filter, for instance."""
    mode: Literal["words", "vectors", "hybrid"] | None = None
    """How clauses are found; by vectors where there is a vector store, else by words, where left out."""
    splitter: ClauseSplitter = Field(default_factory=ClauseSplitter)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.mode in {"vectors", "hybrid"} and self.vectorstore is None:
            raise ValueError(f"mode {self.mode!r} needs a vector store: give vectorstore=…, and call index() once")
        self._scope()
        open_corpus(self.corpus).close()
        return self

    def index(self, *, record_manager: RecordManager | None = None, batch_size: int = 100) -> IndexingResult:
        """Put the clauses of the corpus into the vector store, and return how many were added and how many were there already.

        The id of a clause follows from its address and its words, so that only what is new is embedded where the vector store tells
        which ids it has (``get_by_ids``). With a ``record_manager`` LangChain's indexing does it, which also takes out what the corpus
        has no more. No more than ``batch_size`` clauses, and one notice, are in memory.
        """
        if self.vectorstore is None:
            raise ValueError("there is no vector store to put clauses into: give vectorstore=…")
        clauses = self.splitter.lazy_split(GongwenLoader(corpus=self.corpus).lazy_load())
        if record_manager is not None:
            return index(clauses, record_manager, self.vectorstore, cleanup="full", batch_size=batch_size, key_encoder=_id)
        result = IndexingResult(num_added=0, num_updated=0, num_skipped=0, num_deleted=0)
        for batch in batch_iterate(batch_size, clauses):
            new = {_id(document): document for document in batch}
            for known in _known(self.vectorstore, list(new)):
                new.pop(known, None)
            if new:
                self.vectorstore.add_documents(list(new.values()), ids=list(new))
            result["num_added"] += len(new)
            result["num_skipped"] += len(batch) - len(new)
        return result

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None) -> list[Document]:
        del run_manager  # it tells of what is done inside; we call nothing that reports
        wanted, store = self._wanted(k), self._vectors()
        if store is None:
            return self._answer(query, wanted, None)
        asked = wanted * _MORE
        while True:
            near = store.similarity_search(query, k=asked, **self.search_kwargs)
            documents = self._answer(query, wanted, near)
            if len(documents) == wanted or len(near) < asked or asked >= _MOST:
                return documents
            asked *= _MORE

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        del run_manager
        wanted, store = self._wanted(k), self._vectors()
        if store is None:
            return await run_in_executor(None, self._answer, query, wanted, None)
        asked = wanted * _MORE
        while True:
            near = await store.asimilarity_search(query, k=asked, **self.search_kwargs)
            documents = await run_in_executor(None, self._answer, query, wanted, near)
            if len(documents) == wanted or len(near) < asked or asked >= _MOST:
                return documents
            asked *= _MORE

    def _wanted(self, k: int | None) -> int:
        wanted = self.k if k is None else k
        if wanted < 1:
            raise ValueError(f"k is {wanted}; ask for one Document at least")
        return wanted

    def _vectors(self) -> VectorStore | None:
        return None if self.mode == "words" else self.vectorstore

    def _scope(self) -> Scope:
        codes: tuple[str, ...] = ()
        if self.region is not None:
            is_code = re.fullmatch(r"[1-9][0-9]{5}", self.region)
            codes = (self.region,) if is_code else tuple(division.code for division in divisions(self.region))
            if not codes:
                raise ValueError(f"region {self.region!r} is no division of GB/T 2260; give its name in full, or its code of six digits")
        return Scope(codes, self.year, self.document_type, self.agency)

    def _answer(self, query: str, wanted: int, near: Sequence[Document] | None) -> list[Document]:
        """Return the best Documents of what the words find and, where a vector store was asked, of what it gave."""
        terms = search_terms(query)
        with open_corpus(self.corpus) as corpus:
            corpus.db.execute("BEGIN")  # one state of the corpus, whatever is built meanwhile
            orders: list[list[Found]] = []
            if near is None or self.mode == "hybrid":
                orders.append(rank(corpus.db, terms, self._scope(), wanted * _MORE))
            if near is not None:
                orders.append(self._located(corpus, near))
            found = orders[0] if len(orders) == 1 else _fused(orders)
            documents = documents_of(corpus, found, terms, longest=self.splitter.max_chars, context=self.splitter.context)
            return [document for document, _ in zip(documents, range(wanted), strict=False)]

    def _located(self, corpus: Corpus, near: Iterable[Document]) -> list[Found]:
        """Return what a vector store gave as far as the corpus has it, in scope; the score falls with the rank."""
        scope = self._scope()
        places = [place for document in near if (place := locate_document(corpus, document)) and scope.holds(corpus.db, place[0])]
        return [Found(*place, 1 / number) for number, place in enumerate(places, 1)]


def _fused(orders: Iterable[Sequence[Found]]) -> list[Found]:
    """Return several rankings as one, by reciprocal rank fusion; a clause counts as the same wherever in it the words stand."""
    scores: dict[tuple[int, str], float] = defaultdict(float)
    first: dict[tuple[int, str], Found] = {}
    for order in orders:
        best: dict[tuple[int, str], Found] = {}
        for item in order:
            best.setdefault((item.notice, item.eid), item)
        for place, (key, item) in enumerate(best.items(), 1):
            scores[key] += 1 / (_RRF + place)
            first.setdefault(key, item)
    return sorted((first[key]._replace(score=score) for key, score in scores.items()), key=lambda item: -item.score)


def _id(document: Document) -> str:
    return document.id or ""


def _known(store: VectorStore, ids: Sequence[str]) -> set[str]:
    """Return which ids a vector store has; none where it does not tell, so that the clauses are written over."""
    try:
        return {_id(document) for document in store.get_by_ids(ids)}
    except NotImplementedError:
        return set()
