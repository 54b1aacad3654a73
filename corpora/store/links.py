"""Interim: links of citations."""

from __future__ import annotations

from sqlite3 import Connection

__all__ = ["link", "unlink"]


def link(_db: Connection, _notice: int) -> None:
    """Resolve the citations of a notice, and those to it."""


def unlink(_db: Connection, _notice: int) -> None:
    """Take a notice out of all links."""
