"""Readers: the bytes of one source in, one :class:`~gongwen.extract.page.Page` out; one module a format, one registry."""

from __future__ import annotations

from .registry import FORMATS, Format, read

__all__ = ["FORMATS", "Format", "read"]
