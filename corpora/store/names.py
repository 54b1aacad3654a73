"""Interim: what a notice may be cited by."""

from __future__ import annotations

from ...schemas.notice import Citation, Notice

__all__ = ["citation_keys", "notice_names"]


def notice_names(_notice: Notice) -> list[str]:
    """Return the keys that a notice may be cited by."""
    return []


def citation_keys(_citation: Citation, _notice: Notice) -> list[str]:
    """Return the keys that a citation cites by."""
    return []
