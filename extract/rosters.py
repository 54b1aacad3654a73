"""Rosters (名单): numbered or tabular lists of named things, with the totals that the notice declares for them.

A roster is what imports and audits read, so every row keeps its number, name, group and attributes with its span, and the
declared counts keep theirs: :mod:`.checks` holds the one against the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..schemas.notice import DeclaredCount, Roster, RosterEntry, RosterGroup, Span
from .declared import declared_counts, group_heading, roster_words
from .numerals import to_int
from .page import PlacedGrid
from .parts import Division
from .text import Line, View, tidy

__all__ = ["find_rosters"]

FEWEST_ROWS = 5
"""Rows; GUIDELINES: a roster is a list of five rows or more."""
LONGEST_ROW = 120
LONGEST_GROUP = 30
LINES_ABOVE = 8
"""Lines above the first row in which its title and totals may stand."""

_ROW = re.compile(r"(?:\(\s?)?(\d{1,4})\s?(?:[.、)](?!\d)|\s(?=[^\d\s]))\s*(\S.*)$")
_BRACKET = re.compile(r"^(.{2,}?)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)$")
_SENTENCE = re.compile(r"[。;!?]|:$")
_CELLS = re.compile(r"\t+|\s{2,}|　+")


@dataclass(slots=True)
class _Row:
    line: int
    number: int
    name: str
    cells: list[str]
    group: int | None


@dataclass(slots=True)
class _Run:
    """Rows with the group headings between them, as found on consecutive lines."""

    rows: list[_Row] = field(default_factory=list)
    groups: list[tuple[int, str, int | None]] = field(default_factory=list)
    """(line, name, declared count)."""


def find_rosters(
    view: View, divisions: list[Division], grids: list[PlacedGrid], region_code: Callable[[str], str | None]
) -> tuple[list[Roster], set[int]]:
    """Return the rosters in text order and the lines (indices into ``view.lines``) that their rows and headings fill.

    ``region_code`` gives the GB/T 2260 code of the division that a name begins with, or None.
    """
    rosters: list[Roster] = []
    masked: set[int] = set()
    in_grid = _lines_of_grids(view, grids)
    for division in divisions:
        for run in _runs(view, division, in_grid):
            if _is_roster(view, division, run):
                rosters.append(_roster_of_lines(view, division, run, region_code))
                masked |= {row.line for row in run.rows} | {line for line, _, _ in run.groups}
        part = division.part
        rosters += [
            roster
            for grid in grids
            if part.start <= grid.start < part.end and (roster := _roster_of_grid(view, division, grid, region_code)) is not None
        ]
    rosters.sort(key=lambda roster: roster.start)
    return rosters, masked | in_grid


def _lines_of_grids(view: View, grids: list[PlacedGrid]) -> set[int]:
    if not grids:
        return set()
    ranges = [(grid.start, grid.end) for grid in grids]
    return {index for index, line in enumerate(view.lines) if any(start <= view.origin(line.start) < end for start, end in ranges)}


# --- numbered lines --------------------------------------------------------------------------------------------------


def _runs(view: View, division: Division, skip: set[int]) -> Iterator[_Run]:
    """Yield runs of numbered rows; a short unnumbered line between rows is a group heading, anything else ends the run."""
    run = _Run()
    pending: list[tuple[int, str, int | None]] = []
    for index in division.body:
        line = view.lines[index]
        row = None if index in skip else _row(view, line, index)
        expected = run.rows[-1].number + 1 if run.rows else 1
        if row and (row.number == expected or (row.number == 1 and pending)):
            run.groups += pending
            row.group = len(run.groups) - 1 if run.groups else None
            pending = []
            run.rows.append(row)
            continue
        heading = _heading(line.text) if index not in skip else None
        if heading is not None and not (run.rows and len(pending) > 1):
            # Above the first row only the nearest short line can head its group; the others are titles.
            pending = [*(pending if run.rows else []), (index, *heading)]
            continue
        if len(run.rows) >= FEWEST_ROWS:
            yield _finished(run)
        run, pending = _Run(), []
        if row and row.number == 1:
            run.rows.append(row)
    if len(run.rows) >= FEWEST_ROWS:
        yield _finished(run)


def _heading(text: str) -> tuple[str, int | None] | None:
    if len(text) > LONGEST_GROUP or any(text.endswith(word) for word in roster_words()["titles"]):
        return None
    return group_heading(text)


def _finished(run: _Run) -> _Run:
    """Return the run without a lone heading that declares no count: that is a title, not a group."""
    if len(run.groups) == 1 and run.groups[0][2] is None:
        run.groups.clear()
        for row in run.rows:
            row.group = None
    return run


def _row(view: View, line: Line, index: int) -> _Row | None:
    if len(line.text) > LONGEST_ROW or _SENTENCE.search(line.text):
        return None
    match = _ROW.match(line.text)
    if match is None:
        return None
    at = line.start + match.start(2)
    text = view.raw[at : line.end]
    bracket = _BRACKET.match(match[2])
    if bracket is not None:
        cells = [tidy(cell) for cell in re.split(r"[,，、;；]", text[bracket.start(2) : bracket.end(2)]) if cell.strip()]
        return _Row(index, int(match[1]), tidy(text[: bracket.end(1)]), cells, None)
    name, *cells = [tidy(cell) for cell in _CELLS.split(text) if cell.strip()]
    return _Row(index, int(match[1]), name, cells, None)


def _is_roster(view: View, division: Division, run: _Run) -> bool:
    """Whether numbered lines are a roster and not clauses: they stand under a roster's title, or look like its rows."""
    above = [view.lines[index].text for index in range(max(division.lines.start, run.rows[0].line - 3), run.rows[0].line)]
    titles = [division.part.title or "", *(text for text in above if len(text) <= 60)]
    titled = any(word in title for title in titles for word in roster_words()["titles"])
    with_cells = sum(1 for row in run.rows if row.cells)
    counted_groups = sum(1 for _, _, declared in run.groups if declared is not None)
    alike = 5 * with_cells >= 4 * len(run.rows)
    return (
        (titled and (division.part.kind == "annex" or alike or counted_groups > 0))
        or counted_groups > 1
        or (alike and division.part.kind == "annex")
    )


def _roster_of_lines(view: View, division: Division, run: _Run, region_code: Callable[[str], str | None]) -> Roster:
    names = _column_names([row.cells for row in run.rows])
    entries = []
    for row in run.rows:
        line = view.lines[row.line]
        span = view.span(line.start, line.end)
        group = run.groups[row.group][1] if row.group is not None else None
        attributes = dict(zip(names, row.cells, strict=False))
        code = region_code(row.name) or (region_code(group) if group else None)
        entries.append(RosterEntry(span.start, span.end, span.exact, row.number, row.name, group, attributes, code))
    groups = [
        _group(view.span(view.lines[line].start, view.lines[line].end), name, declared, sum(1 for row in run.rows if row.group == at))
        for at, (line, name, declared) in enumerate(run.groups)
    ]
    first = min([run.rows[0].line, *(line for line, _, _ in run.groups)])
    total, total_at, declared = _declared_above(view, division, first)
    return Roster(
        division.part.eid,
        _title(view, division, first),
        total,
        entries,
        *view.bounds(view.lines[first].start, view.lines[run.rows[-1].line].end),
        total_at,
        declared,
        groups,
    )


def _group(span: Span, name: str, declared: int | None, counted: int) -> RosterGroup:
    return RosterGroup(span.start, span.end, span.exact, name, declared, counted)


def _column_names(rows: list[list[str]]) -> list[str]:
    """Name the attribute columns by what their values end in (成长类, 培育类 -> 类别); 类型 and 属性N where they share nothing."""
    by_ending: dict[str, str] = roster_words()["column_names_by_ending"]
    names: list[str] = []
    for column in range(max((len(cells) for cells in rows), default=0)):
        values = [cells[column] for cells in rows if len(cells) > column]
        endings = {value[-1] for value in values}
        name = by_ending.get(endings.pop()) if len(endings) == 1 else None
        if name is None or name in names:
            name = "类型" if "类型" not in names else f"属性{column + 1}"
        names.append(name)
    return names


def _title(view: View, division: Division, first: int) -> str | None:
    """Return the nearest line above that reads like a roster's title, else the title of the part."""
    for index in range(first - 1, max(division.lines.start, first - LINES_ABOVE) - 1, -1):
        text = view.lines[index].text
        if len(text) <= 60 and not _SENTENCE.search(text) and any(text.rstrip(")").endswith(word) for word in roster_words()["titles"]):
            return tidy(view.raw[view.lines[index].start : view.lines[index].end])
    return division.part.title


def _declared_above(view: View, division: Division, first: int) -> tuple[int | None, Span | None, list[DeclaredCount]]:
    """Return the declared total with its place and the declared breakdown, from the lines above the first row."""
    for index in range(first - 1, max(division.lines.start, first - LINES_ABOVE) - 1, -1):
        line = view.lines[index]
        found = declared_counts(line.text)
        if found is None:
            continue
        total, (start, end), parts = found
        declared = []
        for name, count, at, stop in parts:
            span = view.span(line.start + at, line.start + stop)
            declared.append(DeclaredCount(span.start, span.end, span.exact, name, count))
        return total, view.span(line.start + start, line.start + end), declared
    return None, None, []


# --- tables ----------------------------------------------------------------------------------------------------------


def _roster_of_grid(view: View, division: Division, placed: PlacedGrid, region_code: Callable[[str], str | None]) -> Roster | None:
    grid = placed.grid
    header = [tidy(cell) for cell in grid.rows[grid.header_rows - 1]] if grid.header_rows else []
    columns = _columns(header)
    if columns is None or len(grid.rows) - grid.header_rows < FEWEST_ROWS:
        return None
    number_at, name_at, group_at = columns
    rest = [at for at in range(len(header)) if at not in columns]
    entries: list[RosterEntry] = []
    groups: list[RosterGroup] = []
    for row, (start, end) in zip(grid.rows[grid.header_rows :], placed.rows_at[grid.header_rows :], strict=False):
        if start == end or any(tidy(row[at]) in roster_words()["totals"] for at in (number_at, name_at) if at is not None):
            continue
        if len(set(row)) == 1:
            heading = group_heading(row[0].strip())
            if heading:
                span = Span.of(view.source, start, end)
                groups.append(_group(span, heading[0], heading[1], 0))
            continue
        name = tidy(row[name_at])
        if not name:
            continue
        group = tidy(row[group_at]) or None if group_at is not None else (groups[-1].name if groups else None)
        if group_at is None and groups:
            groups[-1].counted += 1
        number = to_int(row[number_at].strip()) if number_at is not None else len(entries) + 1
        attributes = {header[at] or f"属性{at + 1}": tidy(row[at]) for at in rest if tidy(row[at])}
        code = region_code(name) or (region_code(group) if group else None)
        exact = view.source[start:end]
        entries.append(RosterEntry(start, end, exact, len(entries) + 1 if number is None else number, name, group, attributes, code))
    if len(entries) < FEWEST_ROWS:
        return None
    first = next((index for index in division.lines if view.origin(view.lines[index].start) >= placed.start), division.lines.stop)
    total, total_at, declared = _declared_above(view, division, first)
    title = _title(view, division, first)
    return Roster(division.part.eid, title, total, entries, placed.start, placed.end, total_at, declared, groups)


def _columns(header: list[str]) -> tuple[int | None, int, int | None] | None:
    """Return (number, name, group) columns; None where the table has no column of names and none of ordinals."""
    words = roster_words()
    plain = [cell.replace(" ", "") for cell in header]
    number = next((at for at, cell in enumerate(plain) if cell in words["number_columns"]), None)
    group = next((at for at, cell in enumerate(plain) if cell in words["group_columns"]), None)
    free = [at for at in range(len(plain)) if at not in (number, group)]
    name = next((at for at in free if any(plain[at].endswith(word) for word in words["name_columns"])), None)
    if name is None and number is not None and free:
        name = free[0]
    if name is None or number is None:
        return None
    return number, name, group
