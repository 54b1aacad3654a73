"""Rows of rosters that stand in tables: which column numbers, which names, which groups; tables set in two halves side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .declared import roster_words
from .numerals import to_int
from .page import Grid
from .text import tidy

__all__ = ["Columns", "columns_of", "halves"]

_NUMBERED: Final = 0.8
"""Share of rows whose first cell counts on, where no header says that it is a number."""


@dataclass(slots=True, frozen=True)
class Columns:
    """The columns of a roster: of its numbers and groups (None where it has none), of its names, and the names of all."""

    number: int | None
    name: int
    group: int | None
    header: list[str]

    def attributes(self, cells: list[str]) -> dict[str, str]:
        """Return the cells of a row that are neither number, name nor group, in column order, empty ones left out."""
        own = (self.number, self.name, self.group)
        names = [self.header[at] if at < len(self.header) and self.header[at] else f"属性{at + 1}" for at in range(len(cells))]
        return {names[at]: cell for at, cell in enumerate(cells) if at not in own and cell}


def halves(grid: Grid) -> list[Grid]:
    """Return the grid in the parts that stand side by side under a repeated header (序号 名称 序号 名称); itself where there is one."""
    header = grid.rows[grid.header_rows - 1] if grid.header_rows else []
    for width in range(2, len(header) // 2 + 1):
        if len(header) % width == 0 and header == header[:width] * (len(header) // width):
            return [Grid([row[at : at + width] for row in grid.rows], grid.header_rows) for at in range(0, len(header), width)]
    return [grid]


def columns_of(grid: Grid, *, titled: bool) -> Columns | None:
    """Return the columns of a roster, or None where the table is none; ``titled`` says that its title is a roster's (…名单)."""
    if not grid.header_rows:
        return _uncaptioned(grid)
    words = roster_words()
    header = [tidy(cell).replace(" ", "") for cell in grid.rows[grid.header_rows - 1]]
    number = next((at for at, cell in enumerate(header) if cell in words["number_columns"]), None)
    group = next((at for at, cell in enumerate(header) if cell in words["group_columns"]), None)
    free = [at for at in range(len(header)) if at not in (number, group)]
    name = next((at for at in free if any(header[at].endswith(word) for word in words["name_columns"])), None)
    if name is None and number is not None and free:
        name = free[0]
    if name is None or (number is None and not titled):
        return None
    return Columns(number, name, group, header)


def _uncaptioned(grid: Grid) -> Columns | None:
    """Return the columns of a table without a header whose first column counts its rows."""
    numbers = [to_int(row[0].strip()) for row in grid.rows]
    counted = sum(number == at for at, number in enumerate(numbers, start=1))
    if len(grid.rows[0]) < 2 or counted < _NUMBERED * len(grid.rows):
        return None
    return Columns(0, 1, None, [])
