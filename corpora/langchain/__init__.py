"""Notices for LangChain: a loader, a splitter into clauses, and a retriever over a corpus (extra ``llm``).

Nothing else here imports LangChain. All metadata are flat, strings and whole numbers, and what a notice does not state has no key, so
that any vector store takes them and JSON holds them:

- of a notice: ``source``, ``sha256``, ``id``, ``uri``, ``title``, ``instrument_title``, ``document_number`` (发文字号),
  ``document_type`` (文种), ``issuing_agency`` (发文机关, the first; all of them in ``issuing_agencies``, joined by 、), ``written_date``,
  ``published_date``, ``year``, ``region_code`` (GB/T 2260), ``region_name``, ``damage``;
- of a clause also: ``eid``, ``uri`` (now that of the clause; that of the notice is ``notice_uri``), ``reference`` (as people cite it),
  ``level``, ``label``, ``heading``, ``heading_path``, ``parent``, ``page`` of paged sources, and ``start_index`` and ``end_index``,
  the place of its words in the text of the notice in code points.
"""

from __future__ import annotations

from importlib.util import find_spec

from ...schemas.errors import MissingExtraError

if find_spec("langchain_core") is None:
    raise MissingExtraError("gongwen.corpora.langchain needs LangChain, which is not installed; run: pip install 'gongwen[llm]'")

from .documents import NoticeDocument, notice_document
from .loader import GongwenLoader
from .retriever import ClauseRetriever
from .splitter import ClauseSplitter

__all__ = ["ClauseRetriever", "ClauseSplitter", "GongwenLoader", "NoticeDocument", "notice_document"]
