"""What each search passes over: elements, labels, numbers, dates and rows that would look like something else."""

from __future__ import annotations

from collections.abc import Iterable

from ..schemas.notice import Citation, Clause, Roster
from .dates import find_dates
from .layout import Layout
from .mentions import NumberAt
from .page import PlacedGrid
from .text import View

__all__ = ["element_lines", "grid_lines", "list_mask", "quantity_mask"]


def element_lines(layout: Layout) -> set[int]:
    """Return the lines of the elements around the text: they hold no clauses."""
    single = (layout.number, layout.note, *layout.letterhead.lines, *layout.subtitle, *layout.attachments, *layout.closing)
    ranges = [
        layout.order_head,
        layout.title,
        layout.addressees,
        layout.instrument,
        layout.contents,
        *(annex.title for annex in layout.annexes),
    ]
    ranges += [range(annex.first, annex.first + 1) for annex in layout.annexes]
    if layout.official:
        ranges.append(layout.official.head)
    if layout.signature:
        ranges.append(layout.signature.lines)
    return {index for index in single if index is not None}.union(*ranges)


def grid_lines(view: View, grids: list[PlacedGrid]) -> set[int]:
    """Return the lines that data tables take up."""
    stretches = [(view.index(placed.start), view.index(placed.end)) for placed in grids]
    return {index for index, line in enumerate(view.lines) for start, end in stretches if start <= line.start < end}


def quantity_mask(
    view: View, layout: Layout, clauses: list[Clause], numbers: list[NumberAt], citations: list[Citation], rosters: list[Roster]
) -> list[tuple[int, int]]:
    """Return the stretches of the view in which a figure measures nothing, sorted and disjoint.

    GUIDELINES, quantities: not dates, document numbers, numbering labels, roster numbers; nor what titles say.
    """
    source = [(clause.start, clause.start + len(clause.label)) for clause in clauses]
    source += [(citation.start, citation.end) for citation in citations]
    source += [(entry.start, entry.end) for roster in rosters for entry in roster.entries]
    stretches = [(view.index(start), view.index(end)) for start, end in source]
    stretches += [(start, end) for start, end, _ in numbers]
    stretches += [(start, end) for start, end, _ in find_dates(view.text)]
    stretches += _lines(layout, element_lines(layout))
    return _merged(stretches)


def list_mask(layout: Layout, roster_lines: set[int]) -> list[tuple[int, int]]:
    """Return the stretches of the view that are no running text: elements (the addressees among them), rosters, tables."""
    return _merged(_lines(layout, element_lines(layout) | roster_lines))


def _lines(layout: Layout, indices: Iterable[int]) -> list[tuple[int, int]]:
    return [(layout.lines[index].start, layout.lines[index].end) for index in indices]


def _merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged
