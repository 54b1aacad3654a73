"""A notice as a tree: parts, the clauses in them, and the stretches of text between, for formats that nest.

Clauses and parts that do not nest, such as no reader of ours makes, are left out of the tree; their text stays where it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from ...schemas.identifiers import is_eid
from ...schemas.notice import Clause, Notice, Part, Table

__all__ = ["Cell", "Frame", "Piece", "Step", "Stretches", "Unit", "cells", "outline", "walk"]

_STOPS: Final = frozenset("。．.：:")
_BLANKS: Final = re.compile(r"\s*")


@dataclass(slots=True)
class Unit:
    """A part or a clause with what lies in it."""

    eid: str
    start: int
    end: int
    of: Clause | Part
    label_end: int
    """Where the label ends; ``start`` where there is none."""
    heading: tuple[int, int] | None
    """Where the heading stands, with the stop behind it."""
    children: list[Unit] = field(default_factory=list)

    @property
    def title(self) -> str | None:
        """Title of a part, heading of a clause."""
        return self.of.heading if isinstance(self.of, Clause) else self.of.title

    @property
    def body(self) -> int:
        """Where label and heading are over."""
        return self.heading[1] if self.heading else self.label_end


class Step(NamedTuple):
    """One step of a walk over a tree of units, in the order of the text."""

    kind: Literal["open", "text", "close"]
    unit: Unit
    start: int
    end: int
    where: Literal["only", "before", "between", "after"]
    """Of text: whether it is all that the unit holds, or how it lies to the clauses in it."""


class Piece(NamedTuple):
    """A stretch of text without blanks around it that lies in one block, or is a table."""

    start: int
    end: int
    kind: str
    """The kind of its block; text where it lies in none."""
    table: int | None = None
    """Index of the table that it is."""


class Frame(NamedTuple):
    """The text of a part outside its clauses."""

    opening: list[Piece]
    """What opens it: title, number, addressees …"""
    before: list[Piece]
    """What stands before its first clause; all of it where it has none."""
    after: list[Piece]
    closing: list[Piece]
    """What closes it: signature, date …"""


class Cell(NamedTuple):
    """A cell of a table at its place in the text; empty cells have none (``start == end``)."""

    start: int
    end: int
    rows: int
    columns: int
    header: bool


def outline(notice: Notice) -> list[Unit]:
    """Return the parts of a notice in order, each with its clauses; together they hold every character of the text.

    What stands between two parts belongs to the one before, what stands before the first to that. A notice without parts is one main part.
    """
    parts = [Unit(part.eid, part.start, part.end, part, part.start, None) for part in sorted(notice.parts, key=lambda part: part.start)]
    fitting: list[Unit] = []
    seen: set[str] = set()
    for unit in parts:
        if unit.start < unit.end and is_eid(unit.eid) and unit.eid not in seen and (not fitting or unit.start >= fitting[-1].end):
            fitting.append(unit)
            seen.add(unit.eid)
    if not fitting:
        whole = Part("main", "main", None, 0, len(notice.text))
        fitting = [Unit("main", 0, len(notice.text), whole, 0, None)]
        seen.add("main")
    _hang(notice, fitting, seen)
    for unit, following in zip(fitting, [*fitting[1:], None], strict=True):
        unit.end = following.start if following else len(notice.text)
    return fitting


def _hang(notice: Notice, parts: list[Unit], seen: set[str]) -> None:
    """Hang every clause that fits below the innermost unit around it."""
    rest, stack = iter(parts), list[Unit]()
    following = next(rest, None)
    for clause in sorted(notice.clauses, key=lambda clause: (clause.start, -clause.end)):
        if clause.eid in seen or clause.start >= clause.end or not is_eid(clause.eid):
            continue
        while following and following.start <= clause.start:
            stack, following = [following], next(rest, None)
        while stack and stack[-1].end <= clause.start:
            stack.pop()
        if stack and stack[-1].body <= clause.start and clause.end <= stack[-1].end:
            unit = _unit(notice.text, clause)
            stack[-1].children.append(unit)
            stack.append(unit)
            seen.add(clause.eid)


def _unit(text: str, clause: Clause) -> Unit:
    """Return the clause with its label and heading found in its text."""
    label_end = clause.start
    if clause.label and text.startswith(clause.label, clause.start, clause.end):
        label_end += len(clause.label)
    heading = None
    begin = _blanks_end(text, label_end, clause.end)
    if clause.heading and text.startswith(clause.heading, begin, clause.end):
        end = begin + len(clause.heading)
        heading = (begin, end + (end < clause.end and text[end] in _STOPS))
    return Unit(clause.eid, clause.start, clause.end, clause, label_end, heading)


def _blanks_end(text: str, start: int, end: int) -> int:
    match = _BLANKS.match(text, start, end)
    return match.end() if match else start


def walk(top: Unit) -> Iterator[Step]:
    """Yield what lies in ``top`` in the order of the text: clauses opened and closed, and the stretches between; ``top`` itself is not."""
    stack = [(top, 0, top.body)]
    while stack:
        unit, index, position = stack.pop()
        if index < len(unit.children):
            child = unit.children[index]
            if position < child.start:
                yield Step("text", unit, position, child.start, "between" if index else "before")
            stack += [(unit, index + 1, child.end), (child, 0, child.body)]
            yield Step("open", child, child.start, child.body, "only")
            continue
        if position < unit.end:
            yield Step("text", unit, position, unit.end, "after" if index else "only")
        if unit is not top:
            yield Step("close", unit, unit.end, unit.end, "only")


class Stretches:
    """The blocks and tables of a notice, by which a stretch of its text is cut into pieces."""

    def __init__(self, notice: Notice) -> None:
        self._text = notice.text
        self._blocks = sorted(notice.blocks, key=lambda block: block.start)
        self._starts = [block.start for block in self._blocks]
        self._cuts = sorted({*self._starts, *(block.end for block in self._blocks)})
        self._tables = sorted((table.start, table.end, index) for index, table in enumerate(notice.tables) if table.start < table.end)
        self._table_starts = [start for start, _, _ in self._tables]

    def pieces(self, start: int, end: int, *, tables: bool = True) -> Iterator[Piece]:
        """Yield the pieces of ``text[start:end]`` that are not blank; tables that lie in it whole are one piece, if asked for."""
        position = start
        if tables:
            for begin, until, index in self._tables[bisect_left(self._table_starts, start) : bisect_left(self._table_starts, end)]:
                if begin >= position and until <= end:
                    yield from self._plain(position, begin)
                    yield Piece(begin, until, "table", index)
                    position = until
        yield from self._plain(position, end)

    def frame(self, unit: Unit, openers: Container[str], closers: Container[str]) -> Frame:
        """Return the text of a part outside its clauses; ``openers`` and ``closers`` are the kinds of blocks that open and close it."""
        before = list(self.pieces(unit.start, unit.children[0].start if unit.children else unit.end))
        kinds = [piece.kind for piece in before]
        opening = 0
        # 附件1 is a heading that stands above a title.
        while opening < len(kinds) and (kinds[opening] in openers or kinds[opening : opening + 2] == ["heading", "title"]):
            opening += 1
        opened, before = before[:opening], before[opening:]
        after = list(self.pieces(unit.children[-1].end, unit.end)) if unit.children else before
        closing = len(after)
        while closing and after[closing - 1].kind in closers:
            closing -= 1
        rest = after[:closing]
        return Frame(opened, before if unit.children else rest, rest if unit.children else [], after[closing:])

    def _plain(self, start: int, end: int) -> Iterator[Piece]:
        cuts = self._cuts[bisect_right(self._cuts, start) : bisect_left(self._cuts, end)]
        for begin, until in zip([start, *cuts], [*cuts, end], strict=True):
            words = self._text[begin:until]
            if tight := words.strip():
                first = begin + len(words) - len(words.lstrip())
                yield Piece(first, first + len(tight), self._kind(begin))

    def _kind(self, place: int) -> str:
        index = bisect_right(self._starts, place) - 1
        return self._blocks[index].kind if index >= 0 and self._blocks[index].end > place else "text"


def cells(text: str, table: Table) -> list[list[Cell]] | None:
    """Return the rows of a table with each cell at its place in the text, or null where its cells are not all that stands there.

    A cell that spans is given once, in its first row and column.
    """
    spans = {(cell.row, cell.column): (cell.rowspan, cell.colspan) for cell in table.merged}
    size = sum(rows * columns for rows, columns in spans.values())
    grid = [table.header, *table.rows] if table.header else table.rows
    if size > sum(map(len, grid)) or any(min(span) < 1 for span in spans.values()):
        return None
    covered = {
        (row + down, column + right)
        for (row, column), (rows, columns) in spans.items()
        for down in range(rows)
        for right in range(columns)
        if down or right
    }
    found: list[list[Cell]] = []
    position = table.start
    for row, values in enumerate(grid):
        line: list[Cell] = []
        for column, value in enumerate(values):
            if (row, column) in covered:
                continue
            start = _blanks_end(text, position, table.end)
            words = value.strip()
            if not words:
                start = position
            elif not text.startswith(words, start, table.end):
                return None
            position = start + len(words)
            line.append(Cell(start, position, *spans.get((row, column), (1, 1)), header=bool(table.header) and row == 0))
        if not line:
            return None
        found.append(line)
    return found if found and not text[position : table.end].strip() else None
