"""Rows of a table by the names of its columns."""

from __future__ import annotations

from collections.abc import Mapping

from ..tables import Table, Value

__all__ = ["Row", "dicts"]

Row = Mapping[str, Value]


def dicts(table: Table) -> list[Row]:
    """Return the rows of ``table``, each by the names of the columns."""
    return [row if isinstance(row, Mapping) else dict(zip(table.columns, row, strict=True)) for row in table.rows]
