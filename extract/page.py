"""What a reader hands over: the text of a source, block by block, and what was left out of it.

A reader (``extract/readers``) makes :class:`RawBlock` pieces in reading order; :func:`assemble` joins those that are notice
into the text and keeps the others, with the reason, so that nothing is lost silently.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ..schemas.notice import Block, NoticeWarning, PageReading, Repair, Run, Seal, SetAside

__all__ = ["Fact", "Grid", "Page", "PlacedGrid", "RawBlock", "RawRepair", "RawRun", "assemble", "count_characters"]

BlockKind = Literal["text", "heading", "table-row"]


@dataclass(slots=True)
class Fact:
    """A labelled value that a source states outside the notice: an index-table cell, a meta tag, a page-information line."""

    label: str
    """The label as a canonical key, for example 发文字号 or PubDate."""
    value: str
    where: str
    """index-table | page-info | meta"""


@dataclass(slots=True)
class Grid:
    """A data table, rows of equal length; a cell that spans stands in every place it covers."""

    rows: list[list[str]]
    header_rows: int
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(row, column, rowspan, colspan) of cells that span, header rows counted."""
    cut: bool = False
    """Cells at the right end are left out, because the table has far more columns in some rows than in the others."""


@dataclass(slots=True)
class RawRun:
    """Characters of a block, offsets in its text, that were recognised with about the same confidence."""

    start: int
    end: int
    confidence: float
    """The least of its characters', 0 to 1."""


@dataclass(slots=True)
class RawRepair:
    """A place in a block, offsets in its text, where a reader put something else than it saw."""

    start: int
    end: int
    kind: str
    rule: str
    observed: str
    confidence: float


@dataclass(slots=True)
class RawBlock:
    """One piece of a source in reading order."""

    text: str
    """Without blanks at either end; for a table row the distinct cells joined by tabs."""
    lead: str = "\n"
    """What stands between the block before and this one: a line break, and the indentation where the source has one."""
    kind: BlockKind = "text"
    aside: str | None = None
    """Reason for leaving it out of the text; null for notice text."""
    grid: Grid | None = None
    """On the first row of a data table, the whole table; its rows are the ``len(grid.rows)`` blocks from here on."""
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    confidence: float | None = None
    runs: list[RawRun] = field(default_factory=list)
    """In text that was recognised from an image, how sure each stretch of it is."""
    repairs: list[RawRepair] = field(default_factory=list)


@dataclass(slots=True)
class PlacedGrid:
    """A data table and the stretch of the text that its rows fill."""

    grid: Grid
    rows_at: list[tuple[int, int]]
    """Offsets of each row's text; (p, p) for a row without any."""
    page: int | None

    @property
    def start(self) -> int:
        """First code point of the table in the text."""
        return self.rows_at[0][0]

    @property
    def end(self) -> int:
        """One past the last code point of the table in the text."""
        return self.rows_at[-1][1]


@dataclass(slots=True)
class Page:
    """A source, read: the sacred text and all that was found around it."""

    text: str
    blocks: list[Block]
    facts: list[Fact]
    set_aside: list[SetAside]
    grids: list[PlacedGrid]
    characters: int
    """Characters of the source that are not blank: in ``text`` and in ``set_aside`` together."""
    reader: str
    media_type: str
    encoding: str | None = None
    pages: int | None = None
    warnings: list[NoticeWarning] = field(default_factory=list)
    page_readings: list[PageReading] | None = None
    """Page by page, how it was read and why."""
    repairs: list[Repair] = field(default_factory=list)
    """Proposals that the reader itself makes, and what it restored, with their places in the text."""
    ocr: dict[str, Any] | None = None
    """Engine, model and mean confidence, where text was recognised from an image."""
    seals: list[Seal] = field(default_factory=list)


def count_characters(text: str) -> int:
    """Return how many characters of ``text`` are not blank (``str.split`` blanks: line breaks, tabs, U+3000, NBSP …)."""
    return sum(map(len, text.split()))


def assemble(
    raw: list[RawBlock],
    facts: list[Fact],
    *,
    reader: str,
    media_type: str,
    characters: int,
    encoding: str | None = None,
    pages: int | None = None,
) -> Page:
    """Join the blocks that are notice into the text and keep the others with their reasons.

    ``characters`` is what the reader counted in the source before anything was taken apart; the check named ``characters``
    holds it against what was placed and set aside.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    grids: list[PlacedGrid] = []
    aside: list[SetAside] = []
    repairs: list[Repair] = []
    position = 0
    rows_left = 0
    for block in raw:
        if block.aside is not None:
            if block.text:
                aside.append(SetAside(block.aside, block.text))
            continue
        lead = block.lead if parts and block.text else ""
        start = position + len(lead)
        position = start + len(block.text)
        if block.grid is not None:
            grids.append(PlacedGrid(block.grid, [], block.page))
            rows_left = len(block.grid.rows)
        if rows_left:
            grids[-1].rows_at.append((start, position))
            rows_left -= 1
        if block.text:
            parts += (lead, block.text)
            runs = [Run(start + run.start, start + run.end, run.confidence) for run in block.runs] or None
            blocks.append(Block(start, position, block.kind, block.page, block.bbox, block.confidence, runs))
            repairs += [_placed(repair, start, block.text) for repair in block.repairs]
    page = Page("".join(parts), blocks, facts, aside, grids, characters, reader, media_type, encoding, pages)
    page.repairs = repairs
    return page


def _placed(repair: RawRepair, start: int, text: str) -> Repair:
    exact = text[repair.start : repair.end]
    at = start + repair.start
    return Repair(at, at + len(exact), exact, repair.kind, repair.observed, exact, round(repair.confidence, 4), repair.rule)
