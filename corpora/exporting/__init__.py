"""A corpus in the formats of others: tables, annotation tools, document standards, datasets."""

from __future__ import annotations

from ..store.selecting import Selection, selected_keys, selected_notices
from .files import Choice, CorpusFormat, Format, NoticeFormat, NoticesFormat, Unit, export_notices
from .formats import FORMATS, export
from .relations import RELATIONS, relation

__all__ = [
    "FORMATS",
    "RELATIONS",
    "Choice",
    "CorpusFormat",
    "Format",
    "NoticeFormat",
    "NoticesFormat",
    "Selection",
    "Unit",
    "export",
    "export_notices",
    "relation",
    "selected_keys",
    "selected_notices",
]
