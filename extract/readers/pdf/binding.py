"""Pages to blocks: paragraphs and tables go on over page breaks, and what is set aside stays where it stood."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ...page import RawBlock
from ..ocr.evidence import add_evidence
from .lines import Line, text_of
from .paragraphs import Margins, Paragraph, paragraphs
from .sheets import Run, Sheet
from .tables import RuledTable, blocks_of, continue_table

__all__ = ["Binder", "Leaf", "line_pitch"]


@dataclass(slots=True)
class Leaf:
    """A page on its way to blocks."""

    sheet: Sheet
    lines: list[Line]
    watermark: list[Run]
    items: list[Line | RuledTable]
    """Lines and tables in reading order."""
    layer: list[Run] = field(default_factory=list)
    """The text layer, where the image of the page is read in its stead."""


class Binder:
    """Takes pages one after the other and makes their blocks."""

    def __init__(self, margins: Margins, pitch: float) -> None:
        self.blocks: list[RawBlock] = []
        self._margins, self._pitch = margins, pitch
        self._lines: list[Line] = []
        self._table: RuledTable | None = None
        self._aside: list[RawBlock] = []

    def add(self, leaf: Leaf) -> None:
        """Take a page."""
        number = leaf.sheet.number
        if leaf.layer:
            self._aside.append(RawBlock("\n".join(_written(run) for run in leaf.layer), aside="text-layer", page=number))
        if leaf.watermark:
            self._aside.append(RawBlock("".join(_written(run) for run in leaf.watermark), aside="watermark", page=number))
        first = True
        for item in leaf.items:
            if isinstance(item, RuledTable):
                self._add_table(item, first=first)
                first = False
            elif self._add_line(item):
                first = False

    def close(self) -> None:
        """Finish the paragraph or table that is open."""
        self.blocks += [_block(paragraph) for paragraph in paragraphs(self._lines, self._margins, self._pitch)]
        self._lines = []
        if self._table is not None:
            self.blocks += blocks_of(self._table)
            self._table = None
        self.blocks += self._aside
        self._aside = []

    def _add_table(self, table: RuledTable, *, first: bool) -> None:
        """Take a table; ``first`` of its page, it may go on with that of the page before."""
        if self._table is None or not first or not continue_table(self._table, table):
            self.close()
            self._table = table

    def _add_line(self, line: Line) -> bool:
        """Take a line; return whether it is notice text."""
        if line.doubles:
            self._aside.append(RawBlock(line.doubles, aside="duplicate-glyph", page=line.page))
        if line.marks:
            self._aside.append(RawBlock(line.marks, aside="footnote-mark", page=line.page))
        if line.aside is not None:
            bbox = (line.left, line.top, line.right, line.bottom)
            self._aside.append(RawBlock(line.text, aside=line.aside, page=line.page, bbox=bbox))
            return False
        if line.text:
            if self._table is not None:
                self.close()
            self._lines.append(line)
        return bool(line.text)


def _written(run: Run) -> str:
    return text_of(run.glyphs, run.size).strip()


def _block(paragraph: Paragraph) -> RawBlock:
    page = paragraph.lines[0].page
    own = [line for line in paragraph.lines if line.page == page]
    left, top = min(line.left for line in own), min(line.top for line in own)
    right, bottom = max(line.right for line in own), max(line.bottom for line in own)
    block = RawBlock(paragraph.text, page=page, bbox=(round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)))
    add_evidence(block, (glyph for line in paragraph.lines for glyph in line.glyphs))
    return block


def line_pitch(lines: list[Line]) -> float:
    """Return the usual distance of lines, in points."""
    steps = [after.top - before.top for before, after in pairwise(lines) if before.page == after.page and after.top > before.top + 1]
    return median(steps) if steps else 30.0
