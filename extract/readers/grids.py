"""Data tables of a page: which tables hold data rather than layout, and their rows with spans resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from ..page import Grid, RawBlock
from .furniture import is_prose
from .outline import Cell, Line, TableMark

__all__ = ["table_blocks"]

_LONG_CELL = 300  # a cell longer than this, holding most of the table, is a page's layout
# Places in the grid for each cell of the source, and places that any table may have: false spans and one row far longer than
# all others would fill memory else.
_PLACES = 20
_FREE_PLACES = 10_000
_FIGURE = re.compile(r"\d")
_Carried = dict[int, tuple[int, str]]
"""Column to (last row, text) of the cells that reach down from rows above."""


def table_blocks(table: TableMark, lines: list[Line]) -> list[RawBlock] | None:
    """Return one block for each row of a data table, the grid on the first; None where the table is layout or holds no data."""
    if table.nested:
        return None
    texts = [[_cell_text(cell, lines) for cell in row] for row in table.rows]
    if not _is_data(texts):
        return None
    widest = max((_FREE_PLACES + _PLACES * sum(map(len, texts))) // len(texts), _PLACES)
    rows, merged, numbers = _expand(table.rows, texts, widest)
    kept = [texts[number] for number in numbers]
    cut = max(map(len, kept)) > widest
    grid = Grid(rows, _header_rows([table.rows[number] for number in numbers], rows), merged, cut)
    blocks = [RawBlock("\t".join(text for text in row if text), kind="table-row") for row in kept]
    blocks[0].grid = grid
    return blocks


def _cell_text(cell: Cell, lines: list[Line]) -> str:
    return " ".join(line.text for line in lines[cell.start : cell.end])


def _is_data(texts: list[list[str]]) -> bool:
    """Return whether the cells are data: two columns or more in most rows, and no cell that holds the page's running text."""
    filled = [sum(1 for text in row if text) for row in texts]
    used = [count for count in filled if count]
    columns = sum(1 for count in used if count >= 2)
    if len(used) < 2 or max(used) < 2 or columns * 2 < len(used):
        return False
    if columns * 2 == len(used) and any(count == 1 and any(map(is_prose, row)) for count, row in zip(filled, texts, strict=True)):
        return False  # the head of a notice in two cells, its text below them in one
    lengths = [len(text) for row in texts for text in row]
    longest = max(lengths)
    return not (longest > _LONG_CELL and longest * 2 > sum(lengths))


def _expand(
    rows: list[list[Cell]], texts: list[list[str]], widest: int
) -> tuple[list[list[str]], list[tuple[int, int, int, int]], list[int]]:
    """Return the rows with every spanning cell in each place it covers, the cells that span, and the rows kept.

    Rows without a text of their own are left out. Spans are cut at the table's last row and at ``widest`` columns, so a false
    ``rowspan="99999"`` costs nothing.
    """
    kept = [number for number, row in enumerate(texts) if any(row)]
    # How many rows are kept above each: what a span covers, and where its first row comes to lie.
    above = list(accumulate((any(row) for row in texts), initial=0))
    grid: list[list[str]] = []
    merged: list[tuple[int, int, int, int]] = []
    carried: _Carried = {}
    for number, row in enumerate(rows):
        cells = {column: text for column, (_, text) in carried.items()}
        carried = {column: held for column, held in carried.items() if held[0] > number}
        for column, width, cell, text in _placed(row, texts[number], cells, widest):
            last = min(number + cell.rowspan, len(rows)) - 1
            if last > number:
                carried.update(dict.fromkeys(range(column, column + width), (last, text)))
            height = above[last + 1] - above[number]
            if any(texts[number]) and (height > 1 or width > 1):
                merged.append((above[number], column, height, width))
        if any(texts[number]):
            grid.append([cells.get(at, "") for at in range(max(cells) + 1)])
    width = max(map(len, grid), default=0)
    return [row + [""] * (width - len(row)) for row in grid], merged, kept


def _placed(row: list[Cell], texts: list[str], cells: dict[int, str], widest: int) -> Iterator[tuple[int, int, Cell, str]]:
    """Yield (column, width, cell, text) of the cells of one row and write them into ``cells``, where those above reach down already.

    A cell that spans leaves a column to each cell behind it.
    """
    column = 0
    for left, cell, text in zip(range(len(row) - 1, -1, -1), row, texts, strict=True):
        while column in cells:
            column += 1
        if column >= widest:
            break
        width = max(min(cell.colspan, widest - column - left), 1)
        cells.update(dict.fromkeys(range(column, column + width), text))
        yield column, width, cell, text
        column += width


def _header_rows(rows: list[list[Cell]], grid: list[list[str]]) -> int:
    """Return how many rows are header: rows of ``<th>``, else a first row of short labels without figures over rows that differ."""
    count = 0
    for row in rows:
        if not row or not all(cell.head for cell in row):
            break
        count += 1
    if count:
        return min(count, len(rows) - 1)
    first = grid[0]
    labels = all(0 < len(text) <= 20 and not _FIGURE.search(text) for text in first)
    return 1 if labels and len(rows) > 1 else 0
