"""Interim: terms of passages."""

from __future__ import annotations

from ...schemas.notice import Notice
from .passages import Passage

__all__ = ["search_terms"]


def search_terms(_notice: Notice, passages: list[Passage]) -> list[str]:
    """Return what the index holds of each passage."""
    return [" ".join(map("".join, zip(passage.folded, passage.folded[1:], strict=False))) for passage in passages]
