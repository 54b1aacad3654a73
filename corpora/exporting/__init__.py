"""A corpus in the formats of others: tables, annotation tools, document standards, datasets."""

from __future__ import annotations

from .formats import FORMATS, Format, NoticeFormat, NoticesFormat, export_notices

__all__ = ["FORMATS", "Format", "NoticeFormat", "NoticesFormat", "export_notices"]
