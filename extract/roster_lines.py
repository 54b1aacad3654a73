"""Rows of rosters that stand as lines: numbered ones, and names under group headings that say how many there are.

1. ``1. 甲镇(成长类,省级)``: numbered lines, with group headings between them; cells in brackets, or behind tabs and wide blanks.
2. ``甲市(3个)`` over lines of names: every heading declares a count, and most hold.
3. ``甲市(3个):某镇、某镇、某镇`` or ``甲市:某镇、某镇``: the names of a group on one line behind its heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from .declared import group_heading, roster_words
from .text import Line, View, tidy

__all__ = ["FEWEST_ROWS", "SENTENCE", "Row", "Run", "grouped_runs", "numbered_runs"]

FEWEST_ROWS: Final = 5
"""Rows; GUIDELINES: a roster is a list of five rows or more."""
_LONGEST_ROW: Final = 120
_LONGEST_GROUP: Final = 30
_LONGEST_NAME: Final = 60
SENTENCE: Final = re.compile(r"[。;!?]|:$")

_ROW: Final = re.compile(r"(?:\(\s?)?(\d{1,4})\s?(?:[.、)](?!\d)|\s(?=[^\d\s]))\s*(\S.*)$")
_BRACKET: Final = re.compile(r"^(.{2,}?)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)$")
# What parts the cells of a row: a tab, wide blanks; one ideographic blank only between words, for it also spaces out a name (张　三).
_GAP: Final = r"\t|\s{2,}|(?<=\S\S)\u3000(?=\S\S)"
_CELL: Final = re.compile(rf"\S(?:(?!{_GAP})[\s\S])*")
_NAME: Final = re.compile(rf"(?![\s、,，;；])(?:[(（][^()（）]{{0,40}}[)）]|(?!{_GAP})[^、,，;；])+")
_LABEL: Final = re.compile(r"[一二三四五六七八九十百]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十百]{1,4}[章条]")
_INLINE: Final = re.compile(r"^(?P<head>[^:,。;、]{2,30}):\s*(?P<names>\S.*)$")


@dataclass(slots=True)
class Row:
    """A row: offsets in the view, its number as written (None where rows have none), its cells, and the group it belongs to."""

    start: int
    end: int
    number: int | None
    name: str
    cells: list[str]
    group: int | None
    """Index into :attr:`Run.groups`."""


@dataclass(slots=True)
class Run:
    """The rows of one roster with its group headings."""

    rows: list[Row] = field(default_factory=list)
    groups: list[tuple[int, int, str, int | None]] = field(default_factory=list)
    """(start, end, name, declared count) of each heading; offsets in the view."""
    lines: list[int] = field(default_factory=list)
    """The lines that rows and headings fill, in order."""
    header: list[str] | None = None
    """Names of the cells, where a line above the first row gives them (序号 地区 名称)."""


# --- numbered rows ---------------------------------------------------------------------------------------------------


def numbered_runs(view: View, lines: range, skip: set[int]) -> Iterator[Run]:
    """Yield runs of numbered rows in ``lines``; a short unnumbered line between rows is a group heading, anything else ends a run."""
    all_lines = view.lines
    if sum(1 for index in lines if _ROW.match(all_lines[index].text)) < FEWEST_ROWS:
        return
    run = Run()
    pending: list[tuple[int, str, int | None]] = []
    for index in lines:
        line = all_lines[index]
        row = None if index in skip else _row(view, line)
        expected = run.rows[-1].number + 1 if run.rows and run.rows[-1].number else 1
        if row and (row.number == expected or (row.number == 1 and pending)):
            _take_groups(view, run, pending)
            pending = []
            _take_row(run, row, index)
            continue
        heading = _heading(line.text) if index not in skip else None
        if heading is not None and not (run.rows and len(pending) > 1):
            # Above the first row only the nearest short line can head its group; the others are titles.
            pending = [*(pending if run.rows else []), (index, *heading)]
            continue
        if len(run.rows) >= FEWEST_ROWS:
            yield _finished(view, run)
        run, pending = Run(), []
        if row and row.number == 1:
            _take_row(run, row, index)
    if len(run.rows) >= FEWEST_ROWS:
        yield _finished(view, run)


def _take_groups(view: View, run: Run, pending: list[tuple[int, str, int | None]]) -> None:
    for index, name, declared in pending:
        line = view.lines[index]
        run.groups.append((line.start, line.end, name, declared))
        run.lines.append(index)


def _take_row(run: Run, row: Row, index: int) -> None:
    row.group = len(run.groups) - 1 if run.groups else None
    run.rows.append(row)
    run.lines.append(index)


@lru_cache(maxsize=256)  # both searches ask it of every line
def _heading(text: str) -> tuple[str, int | None] | None:
    if len(text) > _LONGEST_GROUP or text.endswith(tuple(roster_words()["titles"])):
        return None
    return group_heading(text)


def _finished(view: View, run: Run) -> Run:
    """Return the run with its header; a lone heading that declares no count is one, or a title, but never a group."""
    if run.groups and run.groups[0][3] is None and run.groups[0][0] < run.rows[0].start:
        start, end, _, _ = run.groups[0]
        cells = [tidy(match[0]) for match in _CELL.finditer(view.raw[start:end])]
        if cells[0] in roster_words()["number_columns"] and len(cells) > 1:
            run.header = cells
        if run.header or len(run.groups) == 1:
            run.groups.pop(0)
            for row in run.rows:
                row.group = row.group - 1 if row.group else None
    return run


def _row(view: View, line: Line) -> Row | None:
    match = _ROW.match(line.text) if len(line.text) <= _LONGEST_ROW else None
    if match is None or SENTENCE.search(line.text.removesuffix(";")):
        return None
    name, cells = _cells(view, line.start + match.start(2), line.end - line.text.endswith(";"))
    return Row(line.start, line.end, int(match[1]), name, cells, None)


def _cells(view: View, start: int, end: int) -> tuple[str, list[str]]:
    """Return the name and the other cells of a row: what stands in the bracket behind the name, or behind tabs and wide blanks."""
    bracket = _BRACKET.match(view.text[start:end])
    if bracket is not None:
        inside = view.raw[start + bracket.start(2) : start + bracket.end(2)]
        return tidy(view.raw[start : start + bracket.end(1)]), [tidy(cell) for cell in re.split(r"[,，、;；]", inside) if cell.strip()]
    found = [tidy(match[0]) for match in _CELL.finditer(view.raw[start:end])]
    return (found[0], found[1:]) if found else ("", [])


# --- names under their groups ----------------------------------------------------------------------------------------


def grouped_runs(view: View, lines: range, skip: set[int]) -> Iterator[Run]:
    """Yield runs of unnumbered names under group headings.

    The counts that the headings declare are the proof: at least two groups, five names, and most counts hold.
    """
    run = Run()
    for index in lines:
        line = view.lines[index]
        inline = None if index in skip else _inline(line.text)
        counted = None if index in skip or inline else _counted(line.text)
        if inline is not None:
            name, declared, at = inline
            _open_group(run, index, line.start, line.start + at, name, declared)
            _take_names(view, run, line.start + at, line.end)
        elif counted is not None:
            _open_group(run, index, line.start, line.end, *counted)
        elif run.groups and index not in skip and _may_hold_names(line.text):
            run.lines.append(index)
            _take_names(view, run, line.start, line.end)
        elif run.groups:
            if _holds(run):
                yield run
            run = Run()
    if _holds(run):
        yield run


def _counted(text: str) -> tuple[str, int] | None:
    heading = _heading(text)
    return (heading[0], heading[1]) if heading is not None and heading[1] is not None else None


def _inline(text: str) -> tuple[str, int | None, int] | None:
    """Return (group, declared count, where the names begin) of a line that holds a group and its names."""
    match = _INLINE.match(text) if len(text) <= 10 * _LONGEST_ROW and ":" in text else None
    if match is None or SENTENCE.search(match["names"].rstrip("。;")) or "、" not in match["names"]:
        return None
    heading = group_heading(match["head"])
    return (*heading, match.start("names")) if heading is not None else None


def _open_group(run: Run, index: int, start: int, end: int, name: str, declared: int | None) -> None:
    run.groups.append((start, end, name, declared))
    run.lines.append(index)


def _may_hold_names(text: str) -> bool:
    return len(text) <= 3 * _LONGEST_ROW and not SENTENCE.search(text.rstrip(";。")) and not _LABEL.match(text) and ":" not in text


def _take_names(view: View, run: Run, start: int, end: int) -> None:
    """Take the names between ``start`` and ``end``: one, or several between marks and wide blanks, brackets left whole."""
    while end > start and view.text[end - 1] in ";。":
        end -= 1
    for match in _NAME.finditer(view.raw[start:end]):
        low, high = start + match.start(), start + match.end()
        name, cells = _cells(view, low, high)
        run.rows.append(Row(low, high, None, name, cells, len(run.groups) - 1))


def _holds(run: Run) -> bool:
    """Tell whether groups and names are a roster: the counts hold, or, where none is declared, every group is of one form."""
    if len(run.groups) < 2 or len(run.rows) < FEWEST_ROWS or max(len(row.name) for row in run.rows) > _LONGEST_NAME:
        return False
    sizes = [0] * len(run.groups)
    for row in run.rows:
        sizes[row.group or 0] += 1
    declared = [(group[3], size) for group, size in zip(run.groups, sizes, strict=True) if group[3] is not None]
    if declared:
        return 2 * sum(count == size for count, size in declared) > len(run.groups)
    return min(sizes) > 0
