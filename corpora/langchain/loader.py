"""Notices as Documents, read from sources or taken from a corpus."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from ...extract.limits import Limits
from ...schemas.contract import loads
from ...schemas.errors import GongwenError
from ...schemas.notice import Notice
from ..batch import parse_many
from ..sources import find_sources
from ..store.folder import open_corpus
from .documents import notice_document

__all__ = ["GongwenLoader"]

logger = logging.getLogger(__name__)


class GongwenLoader(BaseLoader):
    """Loads notices, a Document each: ``page_content`` is the text as read, the metadata say which notice it is.

    ``sources`` are files, folders, patterns or zipped folders, as ``gongwen parse`` takes them, read by ``jobs`` processes within
    ``limits``; or ``corpus`` is the folder of a corpus, whose notices are loaded as their best witnesses have them.

    A source that cannot be read raises its :class:`~gongwen.schemas.errors.GongwenError` when its turn comes; with ``on_error="skip"``
    the rest is loaded, a warning is logged, and :attr:`errors` has (source, error) of each.
    """

    def __init__(
        self,
        sources: str | Path | Iterable[str | Path] = (),
        *,
        corpus: str | Path | None = None,
        jobs: int | None = None,
        limits: Limits | None = None,
        on_error: Literal["raise", "skip"] = "raise",
    ) -> None:
        self.sources = [str(source) for source in ([sources] if isinstance(sources, (str, Path)) else sources)]
        if bool(self.sources) == (corpus is not None):
            raise TypeError("GongwenLoader loads from sources or from a corpus: give one of the two")
        self.corpus = corpus
        self.jobs = jobs
        self.limits = limits
        self.on_error = on_error
        self.errors: list[tuple[str, GongwenError]] = []
        """What was skipped when the notices were last loaded."""

    def lazy_load(self) -> Iterator[Document]:
        """Yield the notices in the order of their sources, or of their ids in the corpus; few of them are in memory at a time."""
        self.errors = []
        for notice in self._parsed() if self.corpus is None else self._stored(self.corpus):
            yield notice_document(notice)

    def _parsed(self) -> Iterator[Notice]:
        for outcome in parse_many(find_sources(self.sources), self.jobs, limits=self.limits):
            if outcome.data is not None:
                yield loads(outcome.data)
            elif outcome.error is not None:
                if self.on_error == "raise":
                    raise outcome.error
                self.errors.append((outcome.uri, outcome.error))
                logger.warning("left out %s", outcome.error)

    @staticmethod
    def _stored(corpus: str | Path) -> Iterator[Notice]:
        with open_corpus(corpus) as opened:
            yield from opened.notices()
