"""Ruled tables of a page: cells by pdfplumber's table finder, characters by where they stand; tables joined over page breaks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from ...page import RawBlock
from ..grids import table_blocks
from ..ocr.evidence import add_evidence
from ..outline import Cell as GridCell
from ..outline import Line as GridLine
from ..outline import TableMark
from .lines import lines_of
from .sheets import Glyph, Run, Sheet

__all__ = ["RuledTable", "blocks_of", "continue_table", "find_tables"]

_SNAP: Final = 3.0  # points, pdfplumber's own default
_LEAST_EDGES: Final = 2  # in either direction; the lines of GB/T 9704's head and foot go one way
_MOST_EDGES: Final = 4000
_COLUMN_SHIFT: Final = 4.0  # points by which the columns of a table may differ from page to page


@dataclass(slots=True)
class TableCell:
    """A cell in the order of its table's rows and columns."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    glyphs: list[Glyph] = field(default_factory=list)
    """The characters it was made of."""


@dataclass(slots=True)
class RuledTable:
    """A ruled table, on one page or joined over several."""

    page: int
    bbox: tuple[float, float, float, float]
    columns: list[float]
    """Left edges and the last right edge."""
    cells: list[TableCell]
    rows: int
    row_boxes: list[tuple[int, tuple[float, float, float, float]]]
    """Page and box of each row."""
    header: int = 0
    """Rows that are header because they are repeated on the next page; 0 where that is not known."""
    doubles: str = ""
    repeated: list[str] = field(default_factory=list)
    """Header rows of later pages, that say nothing new."""


def find_tables(sheet: Sheet, runs: list[Run]) -> tuple[list[RuledTable], list[Run]]:
    """Return the ruled tables of a page, with text, and the runs outside of them."""
    across = sum(1 for edge in sheet.edges if edge[0] == "h")
    if across < _LEAST_EDGES or len(sheet.edges) - across < _LEAST_EDGES or len(sheet.edges) > _MOST_EDGES:
        return [], runs
    found: list[RuledTable] = []
    for boxes in _cells(sheet):
        inside: list[tuple[int, Run]] = []
        outside: list[Run] = []
        for run in runs:
            _share(run, boxes, inside, outside)
        table = _table(sheet, boxes, inside)
        if table is not None:
            found.append(table)
            runs = outside
    return found, runs


Box = tuple[float, float, float, float]


def _cells(sheet: Sheet) -> list[list[Box]]:
    """Return the cells of each table that the rulings of a page form."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [
        {
            "orientation": kind,
            "x0": left,
            "x1": right,
            "top": top,
            "bottom": bottom,
            "width": right - left,
            "height": bottom - top,
            "object_type": "line",
        }
        for kind, left, top, right, bottom in sheet.edges
    ]
    merged: Any = merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    crossings = edges_to_intersections(merged, _SNAP, _SNAP)
    return [list(cells) for cells in cells_to_tables(intersections_to_cells(crossings))]


def _share(run: Run, boxes: list[Box], inside: list[tuple[int, Run]], outside: list[Run]) -> None:
    """Cut a run where it goes from one cell into the next; add the pieces to ``inside``, with the cell, or ``outside``."""
    pieces: list[tuple[int, Run]] = []
    for glyph in run.glyphs:
        x, y = (glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2
        cell = next((at for at, box in enumerate(boxes) if box[0] <= x <= box[2] and box[1] <= y <= box[3]), -1)
        if pieces and pieces[-1][0] == cell:
            pieces[-1][1].glyphs.append(glyph)
        else:
            pieces.append((cell, Run([glyph], run.top, run.bottom, run.size, run.angle, run.lightness, run.invisible)))
    inside += [(cell, piece) for cell, piece in pieces if cell >= 0]
    outside += [piece for cell, piece in pieces if cell < 0]


def _table(sheet: Sheet, boxes: list[Box], runs: list[tuple[int, Run]]) -> RuledTable | None:
    columns = _grid_lines([value for box in boxes for value in (box[0], box[2])])
    rows = _grid_lines([value for box in boxes for value in (box[1], box[3])])
    if len(columns) < 3 or len(rows) < 2:
        return None  # a frame around text, no table
    cells: list[TableCell] = []
    doubles = ""
    for index, box in enumerate(boxes):
        lines = lines_of(sheet, [run for cell, run in runs if cell == index])
        doubles += "".join(line.doubles for line in lines)
        row, column = _at(rows, box[1]), _at(columns, box[0])
        text, glyphs = _joined([line.text for line in lines]), [glyph for line in lines for glyph in line.glyphs]
        cells.append(TableCell(row, column, _at(rows, box[3]) - row, _at(columns, box[2]) - column, text, glyphs))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    bbox = (columns[0], rows[0], columns[-1], rows[-1])
    boxes_of_rows = [(sheet.number, (columns[0], top, columns[-1], bottom)) for top, bottom in pairwise(rows)]
    return RuledTable(sheet.number, bbox, columns, cells, len(rows) - 1, boxes_of_rows, doubles=doubles)


def _grid_lines(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SNAP:
            kept.append(value)
    return kept


def _at(lines: list[float], value: float) -> int:
    return max(bisect_right(lines, value + _SNAP) - 1, 0)


def _joined(texts: list[str]) -> str:
    """Return the lines of a cell as one: a blank only between Latin words."""
    joined = ""
    for text in texts:
        if joined and text and joined[-1].isascii() and joined[-1].isalnum() and text[0].isascii() and text[0].isalnum():
            joined += " "
        joined += text
    return joined


def continue_table(table: RuledTable, later: RuledTable) -> bool:
    """Join a table that goes on at the head of the next page; False where ``later`` is another one."""
    if len(table.columns) != len(later.columns):
        return False
    shift = later.columns[0] - table.columns[0]
    if any(abs(one - other + shift) > _COLUMN_SHIFT for one, other in zip(table.columns, later.columns, strict=True)):
        return False
    repeated = _repeated_rows(table, later)
    if repeated:
        table.header = max(table.header, repeated)
        table.repeated += ["\t".join(cell.text for cell in later.cells if cell.row == row and cell.text) for row in range(repeated)]
    rest = [cell for cell in later.cells if cell.row >= repeated]
    shift_rows = table.rows - repeated
    merged_row = _is_cut_row(table, rest, repeated)
    if merged_row:
        shift_rows -= 1
    for cell in rest:
        _append(table, cell, cell.row + shift_rows, first=cell.row == repeated, merged=merged_row)
    table.rows = later.rows + shift_rows
    table.row_boxes += later.row_boxes[repeated + merged_row :]
    table.doubles += later.doubles
    return True


def _repeated_rows(table: RuledTable, later: RuledTable) -> int:
    """Return how many rows at the head of ``later`` repeat those at the head of ``table``."""
    count = 0
    while (
        count < min(table.rows, later.rows - 1) and _row(table, count) == _row(later, count) and any(cell[3] for cell in _row(table, count))
    ):
        count += 1
    while count and any(cell.row < count < cell.row + cell.rowspan for cell in later.cells):
        count -= 1  # a header cell reaches further down
    return count


def _row(table: RuledTable, row: int) -> list[tuple[int, int, int, str]]:
    return [(cell.column, cell.rowspan, cell.colspan, cell.text) for cell in table.cells if cell.row == row]


def _is_cut_row(table: RuledTable, rest: list[TableCell], row: int) -> bool:
    """Return whether row ``row``, the first of its page below a repeated header, goes on with the last one of the page before.

    Its first column is then empty, as no other row's.
    """
    first = [cell for cell in rest if cell.row == row]
    own = [cell for cell in table.cells if cell.column == 0 and cell.row >= table.header]
    return bool(
        first
        and first[0].column == 0
        and first[0].rowspan == 1
        and not first[0].text
        and any(cell.text for cell in first)
        and own
        and all(cell.text for cell in own)
        and all(cell.rowspan == 1 for cell in own[-1:])
    )


def _append(table: RuledTable, cell: TableCell, row: int, *, first: bool, merged: bool) -> None:
    """Add a cell of the next page; one that goes on with the cell above it is joined with that."""
    above = next((own for own in table.cells if own.column == cell.column and own.row + own.rowspan == table.rows), None) if first else None
    if above is not None and merged:
        above.text = _joined([above.text, cell.text])
        above.glyphs = above.glyphs + cell.glyphs
        above.rowspan += cell.rowspan - 1
    elif above is not None and not cell.text and (above.rowspan > 1 or cell.rowspan > 1) and above.colspan == cell.colspan:
        above.rowspan += cell.rowspan
    else:
        table.cells.append(TableCell(row, cell.column, cell.rowspan, cell.colspan, cell.text, cell.glyphs))


def blocks_of(table: RuledTable) -> list[RawBlock]:
    """Return a block for each row of a table, the grid on the first, and what is set aside; plain lines where it holds no data."""
    lines: list[GridLine] = []
    header = table.header or _spanned_header(table)
    mark = TableMark(0, [[] for _ in range(table.rows)], end=len(table.cells))
    for at, cell in enumerate(sorted(table.cells, key=lambda cell: (cell.row, cell.column))):
        lines.append(GridLine(cell.text, 0, None, 0, 0, titled=False))
        mark.rows[cell.row].append(GridCell(at, cell.rowspan, cell.colspan, cell.row < header, at + 1))
    texts = ["\t".join(lines[cell.start].text for cell in row if lines[cell.start].text) for row in mark.rows]
    blocks = table_blocks(mark, lines) or [RawBlock(text) for cell in table.cells if (text := cell.text)]
    placed = [(box, row) for text, box, row in zip(texts, table.row_boxes, _glyphs_of_rows(table), strict=True) if text]
    if len(placed) == len(blocks):
        for block, ((page, bbox), glyphs) in zip(blocks, placed, strict=True):
            block.page, block.bbox = page, bbox
            add_evidence(block, glyphs)
    else:
        for block, cell in zip(blocks, (cell for cell in table.cells if cell.text), strict=True):
            block.page, block.bbox = table.page, table.bbox
            add_evidence(block, cell.glyphs)
    blocks += [RawBlock(text, aside="repeated-header", page=table.page) for text in table.repeated if text]
    if table.doubles:
        blocks.append(RawBlock(table.doubles, aside="duplicate-glyph", page=table.page))
    return blocks


def _glyphs_of_rows(table: RuledTable) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        rows[cell.row] += cell.glyphs
    return rows


def _spanned_header(table: RuledTable) -> int:
    """Return how many rows a header of several rows has: as far down as the cells of its first row reach; 0 without one."""
    first = [cell for cell in table.cells if cell.row == 0]
    deep = max((cell.rowspan for cell in first), default=1)
    wide = any(1 < cell.colspan < len(table.columns) - 1 for cell in first)
    return deep if deep > 1 and wide and deep < table.rows else 0
