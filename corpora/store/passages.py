"""Interim: passages of a notice."""

from __future__ import annotations

from typing import NamedTuple

from ...schemas.notice import Notice

__all__ = ["Passage", "passages_of"]


class Passage(NamedTuple):
    """A stretch of text."""

    start: int
    end: int
    eid: str
    folded: str


def passages_of(notice: Notice) -> list[Passage]:
    """Return the passages of a notice."""
    return [Passage(0, len(notice.text), "main", notice.text)]
