"""Tables of Word, from either of its file formats: rows of cells with columns and merges, to blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...page import RawBlock
from ..grids import table_blocks
from ..outline import Cell, Line, TableMark

__all__ = ["WordCell", "WordRow", "table_rows"]


@dataclass(slots=True)
class WordCell:
    """A cell as Word stores it."""

    column: int
    """First column of the table's grid that it covers."""
    width: int
    """Columns that it covers."""
    merge: str
    """``restart`` where a vertical merge begins, ``continue`` where it goes on, else empty."""
    blocks: list[RawBlock]


@dataclass(slots=True)
class WordRow:
    """A row of a table."""

    head: bool = False
    """Whether it is repeated as header on every page."""
    cells: list[WordCell] = field(default_factory=list)


def table_rows(rows: list[WordRow]) -> list[RawBlock]:
    """Return the blocks of a table: its rows where it holds data, the lines of its cells where it is a frame for layout.

    What was set aside in the cells follows. A cell that continues a merge shows nothing: what it holds is set aside as ``hidden``.
    """
    mark = TableMark(0)
    shown: list[RawBlock] = []
    asides: list[RawBlock] = []
    below = [{cell.column for cell in row.cells if cell.merge == "continue"} for row in rows]
    above: set[int] = set()
    for number, row in enumerate(rows):
        placed = []
        for cell in row.cells:
            hidden = cell.merge == "continue" and cell.column in above
            for block in cell.blocks:
                if hidden and block.aside is None:
                    block.aside, block.grid = "hidden", None
            start = len(shown)
            asides += [block for block in cell.blocks if block.aside is not None]
            shown += [block for block in cell.blocks if block.aside is None]
            if not hidden:
                placed.append(Cell(start, _reach(below, number, cell.column) if cell.merge else 1, cell.width, row.head, len(shown)))
        mark.rows.append(placed)
        above = {cell.column for cell in row.cells}
    lines = [Line(block.text.replace("\t", " "), -1, None, 0, 0, titled=False) for block in shown]
    mark.end = len(lines)
    blocks = table_blocks(mark, lines) if lines else None
    return (shown if blocks is None else blocks) + asides


def _reach(below: list[set[int]], number: int, column: int) -> int:
    """Return over how many rows the cell at ``column`` of row ``number`` reaches."""
    last = number + 1
    while last < len(below) and column in below[last]:
        last += 1
    return last - number
