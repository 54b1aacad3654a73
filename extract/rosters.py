"""Rosters (名单): numbered or tabular lists of named things, with the totals that the notice declares for them.

A roster is what imports and audits read, so every row keeps its number, name, group and attributes with its span, and the
declared counts keep theirs: :mod:`.checks` holds the one against the other. Rows are read in :mod:`.roster_lines` and
:mod:`.roster_grids`.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from ..schemas.notice import DeclaredCount, Roster, RosterEntry, RosterGroup, Span
from .declared import declared_counts, declared_elsewhere, group_heading, roster_words
from .numerals import to_int
from .page import Grid, PlacedGrid
from .parts import Division
from .roster_grids import Columns, columns_of, halves
from .roster_lines import FEWEST_ROWS, SENTENCE, Run, grouped_runs, numbered_runs
from .text import View, tidy

__all__ = ["find_rosters"]

_LINES_ABOVE: Final = 8
"""Lines above the first row in which its title and totals may stand."""
_LONGEST_TITLE: Final = 60


def find_rosters(view: View, divisions: list[Division], grids: list[PlacedGrid]) -> tuple[list[Roster], set[int]]:
    """Return the rosters in text order and the lines (indices into ``view.lines``) that their rows and headings fill."""
    rosters: list[Roster] = []
    masked = _lines_of_grids(view, grids)
    starts = [placed.start for placed in grids]
    for division in divisions:
        runs = [run for run in numbered_runs(view, division.body, masked) if _is_roster(view, division, run)]
        masked.update(*(run.lines for run in runs))
        runs += [run for run in grouped_runs(view, division.body, masked) if _is_titled(view, division, run)]
        masked.update(*(run.lines for run in runs))
        rosters += [_roster_of_lines(view, division, run) for run in runs]
        for placed in grids[bisect_left(starts, division.part.start) : bisect_left(starts, division.part.end)]:
            rosters += _roster_of_grid(view, division, placed)
    rosters.sort(key=lambda roster: roster.start)
    return rosters, masked


def _lines_of_grids(view: View, grids: list[PlacedGrid]) -> set[int]:
    return {index for grid in grids for index in range(_first_line(view, grid.start), _first_line(view, grid.end))}


def _first_line(view: View, offset: int) -> int:
    """Return the first line that begins at or behind an offset of the source."""
    return bisect_left(view.lines, offset, key=lambda line: view.origin(line.start))


# --- lines -----------------------------------------------------------------------------------------------------------


def _is_roster(view: View, division: Division, run: Run) -> bool:
    """Whether numbered lines are a roster and not clauses: they stand under a roster's title, or look like its rows."""
    titled = _is_titled(view, division, run)
    with_cells = sum(1 for row in run.rows if row.cells)
    counted_groups = sum(1 for _, _, _, declared in run.groups if declared is not None)
    alike = 5 * with_cells >= 4 * len(run.rows)
    annexed = division.part.kind == "annex"
    return (titled and (annexed or alike or counted_groups > 0)) or counted_groups > 1 or (alike and annexed)


def _is_titled(view: View, division: Division, run: Run) -> bool:
    """Whether the title of the part, or a line close above the first row, is a roster's (…名单)."""
    first = run.lines[0]
    above = [view.lines[index].text for index in range(max(division.lines.start, first - 3), first)]
    titles = [division.part.title or "", *(text for text in above if len(text) <= _LONGEST_TITLE)]
    return any(word in title for title in titles for word in roster_words()["titles"])


def _roster_of_lines(view: View, division: Division, run: Run) -> Roster:
    first, last = run.lines[0], run.lines[-1]
    total, total_at, declared = _declared_above(view, division, first)
    columns = _columns_of_run(run)
    names = _column_names([row.cells for row in run.rows])
    entries = [_entry(view, run, position, columns or names) for position in range(len(run.rows))]
    counts = [0] * len(run.groups)
    for row in run.rows:
        if row.group is not None:
            counts[row.group] += 1
    groups = [
        _group(view.span(start, end), name, number, counted) for (start, end, name, number), counted in zip(run.groups, counts, strict=True)
    ]
    return Roster(
        division.part.eid,
        _title(view, division, first),
        total,
        entries,
        *view.bounds(view.lines[first].start, view.lines[last].end),
        total_at,
        declared,
        groups,
        numbered=run.rows[0].number is not None,
    )


def _columns_of_run(run: Run) -> Columns | None:
    """Return the columns that the line above the rows names (序号 地区 名称), None where none does."""
    if run.header is None:
        return None
    return columns_of(Grid([run.header], 1), titled=True)


def _entry(view: View, run: Run, position: int, columns: Columns | list[str]) -> RosterEntry:
    """Return the entry of the row at ``position``; ``columns`` are those of the header, or names for the cells behind the name."""
    row = run.rows[position]
    span = view.span(row.start, row.end)
    name, group = row.name, run.groups[row.group][2] if row.group is not None else None
    if isinstance(columns, list):
        attributes = dict(zip(columns, row.cells, strict=False))
    else:
        cells = [str(row.number), row.name, *row.cells]
        cells += [""] * (len(columns.header) - len(cells))
        name, attributes = cells[columns.name], columns.attributes(cells)
        group = (cells[columns.group] if columns.group is not None else "") or group
    number = position + 1 if row.number is None else row.number
    return RosterEntry(span.start, span.end, span.exact, number, name, group, attributes)


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
    for index in range(first - 1, max(division.lines.start, first - _LINES_ABOVE) - 1, -1):
        text = view.lines[index].text
        if (
            len(text) <= _LONGEST_TITLE
            and not SENTENCE.search(text)
            and any(text.rstrip(")").endswith(word) for word in roster_words()["titles"])
        ):
            return tidy(view.raw[view.lines[index].start : view.lines[index].end])
    return division.part.title


def _declared_above(view: View, division: Division, first: int) -> tuple[int | None, Span | None, list[DeclaredCount]]:
    """Return the declared total with its place and the declared breakdown, from the lines above the first row.

    Where those are silent, the total is the one that the text declares as it refers to the annex (…等276个镇(名单见附件1)).
    """
    for index in range(first - 1, max(division.lines.start, first - _LINES_ABOVE) - 1, -1):
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
    part = division.part
    elsewhere = declared_elsewhere(view.text, int(part.eid.partition("_")[2])) if part.kind == "annex" else None
    if elsewhere is not None:
        total, (start, end) = elsewhere
        return total, view.span(start, end), []
    return None, None, []


# --- tables ----------------------------------------------------------------------------------------------------------


def _roster_of_grid(view: View, division: Division, placed: PlacedGrid) -> list[Roster]:
    """Return the roster of a table, none where it is no roster."""
    grid = placed.grid
    if len(grid.rows) - grid.header_rows < FEWEST_ROWS and len(grid.rows[0]) < 4:
        return []
    first = min(max(_first_line(view, placed.start), division.lines.start), division.lines.stop)
    title = _title(view, division, first)
    titled = title is not None and any(word in title for word in roster_words()["titles"])
    parts = halves(grid)
    columns = columns_of(parts[0], titled=titled)
    if columns is None:
        return []
    entries: list[RosterEntry] = []
    groups: list[RosterGroup] = []
    for half in parts:
        _read_rows(view, placed, half, columns, entries, groups)
    if len(entries) < FEWEST_ROWS:
        return []
    if len(parts) > 1 and columns.number is not None:
        entries.sort(key=lambda entry: entry.number)
    total, total_at, declared = _declared_above(view, division, first)
    numbered = columns.number is not None
    return [Roster(division.part.eid, title, total, entries, placed.start, placed.end, total_at, declared, groups, numbered=numbered)]


def _read_rows(
    view: View,
    placed: PlacedGrid,
    grid: Grid,
    columns: Columns,
    entries: list[RosterEntry],
    groups: list[RosterGroup],
) -> None:
    """Read the rows of a table, or of one of its halves, into ``entries`` and ``groups``; rows of totals are left out."""
    totals = roster_words()["totals"]
    for row, (start, end) in zip(grid.rows[grid.header_rows :], placed.rows_at[grid.header_rows :], strict=False):
        cells = [tidy(cell) for cell in row]
        name = cells[columns.name]
        if start == end or not name or any(cells[at] in totals for at in (columns.number or 0, columns.name)):
            continue
        if len(set(cells)) == 1 and len(cells) > 1:
            heading = group_heading(cells[0])
            if heading:
                groups.append(_group(Span.of(view.source, start, end), *heading, 0))
            continue
        if columns.group is not None:
            group = cells[columns.group] or None
        else:
            group = groups[-1].name if groups else None
            if groups:
                groups[-1].counted += 1
        number = to_int(cells[columns.number]) if columns.number is not None else None
        exact = view.source[start:end]
        entries.append(
            RosterEntry(start, end, exact, len(entries) + 1 if number is None else number, name, group, columns.attributes(cells))
        )
