"""Comparisons at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Group, RenderableType

from ..views import new_table, plain, rows_view
from .rows import dicts
from .targets import amount, period_name

if TYPE_CHECKING:
    from ..tables import Table
    from .alignment import Alignment, Unit

__all__ = ["alignment_view", "table_view", "targets_view"]

_MOST: Final = 200
_WORDS: Final = 40


def targets_view(ledger: Table) -> RenderableType:
    """Return the ledger as a table: what, how much, where, by when, for whom, and the clause that says so."""
    rows = dicts(ledger)
    table = rows_view(
        ("indicator", "target", "region", "period", "scope", "clause"),
        (
            (row["indicator"], amount(row), row["region_name"], period_name(row), row["scope"], f"{row['notice']} {row['eid']}")
            for row in rows[:_MOST]
        ),
    )
    return Group(table, *_more(len(rows)))


def table_view(table: Table) -> RenderableType:
    """Return the first rows of any table."""
    rows = dicts(table)
    return Group(rows_view(table.columns, ([row.get(name) for name in table.columns] for row in rows[:_MOST])), *_more(len(rows)))


def alignment_view(alignment: Alignment) -> RenderableType:
    """Return two notices side by side."""
    table = new_table()
    for name in ("", "similarity", "first", "second"):
        table.add_column(name, justify="right" if name == "similarity" else "left", overflow="fold")
    for pair in alignment.pairs:
        similarity = f"{pair.similarity:.2f}" if pair.a and pair.b else ""
        table.add_row(plain(pair.relation.replace("_", " ")), similarity, plain(_named(pair.a)), plain(_named(pair.b)))
    shares = f"{alignment.share_a:.1%} of the first, {alignment.share_b:.1%} of the second"
    return Group(table, plain(f"{len(alignment.reuse)} reused stretches: {shares}"))


def _named(unit: Unit | None) -> str:
    if unit is None:
        return ""
    words = unit.heading or unit.words
    return f"{unit.eid} {words[:_WORDS]}" + ("…" if len(words) > _WORDS else "")


def _more(count: int) -> list[RenderableType]:
    return [plain(f"… {count - _MOST:,} more rows: write them to a file with -o", style="dim")] if count > _MOST else []
