"""Interim: the target ledger of a notice."""

from __future__ import annotations

from typing import Any

from ..schemas.notice import Notice

__all__ = ["targets"]


def targets(_notice: Notice) -> list[Any]:
    """Return the targets of a notice."""
    return []
