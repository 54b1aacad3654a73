"""Reader for plain text: one block a line, blank lines and indentation kept between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ...schemas.notice import NoticeWarning
from ..limits import current
from ..page import Fact, Grid, Page, RawBlock, assemble, count_characters
from .encoding import REPLACEMENT, decode
from .furniture import is_prose, merge_asides, set_aside_furniture
from .labels import INDEX, Piece, index_runs, is_label, opens_with_label
from .simplified import simplify_pieces

__all__ = ["page_of", "read", "reading_warnings", "set_apart"]

_CELLS = re.compile(r"[\t|｜]+")  # tables copied as text have bars between their cells
_HEAD = 80  # lines from the top in which an index table may stand


def read(data: bytes, *, name: str, charset: str | None, media_type: str) -> Page:
    """Return the page that the bytes of a text file hold.

    Raises :class:`SourceDecodeError` where they are no text, :class:`SourceTooLargeError` where they have too many lines.
    """
    text, encoding = decode(data, charset, name=name)
    current().check_lines(text.count("\n"), name=name)
    blocks = _lines(text)
    facts = set_apart(blocks, [])
    page = assemble(
        merge_asides(blocks),
        facts,
        reader="text",
        media_type=media_type,
        characters=count_characters(text),
        encoding=encoding,
    )
    page.warnings += reading_warnings(page, text)
    return page


def page_of(text: str) -> Page:
    """Return the page that a text is as it stands: nothing set aside, all offsets those of ``text``."""
    blocks = _lines(text)
    _tables(blocks)
    page = assemble(blocks, [], reader="text", media_type="text/plain", characters=count_characters(text))
    shift = len(text) - len(text.lstrip())  # blanks at the ends belong to no block
    page.text = text
    for block in page.blocks:
        block.start += shift
        block.end += shift
    for placed in page.grids:
        placed.rows_at = [(start + shift, end + shift) for start, end in placed.rows_at]
    page.warnings += reading_warnings(page, text)
    return page


def set_apart(blocks: list[RawBlock], facts: list[Fact]) -> list[Fact]:
    """Set index table and furniture of lines aside, mark their tables, and return the facts found, those given before them."""
    original = simplify_pieces(blocks, facts)
    facts = facts + _index_table(blocks)
    _tables(blocks)
    set_aside_furniture(blocks, facts)
    if original is not None:
        original.restore(blocks, facts)
    return facts


def reading_warnings(page: Page, source: str) -> list[NoticeWarning]:
    """Return what a user should know of a reading: characters lost in decoding, nothing left to read."""
    warnings = []
    lost = source.count(REPLACEMENT)
    if lost:
        warnings.append(
            NoticeWarning(
                "decode-errors", f"{lost} places do not decode as {page.encoding} and stand as U+FFFD; check the declared encoding"
            )
        )
    if not page.text:
        warnings.append(NoticeWarning("empty-text", "no notice text was found in the source; see set_aside for what was"))
    return warnings


def _lines(text: str) -> list[RawBlock]:
    """Return a block for each line that is not blank; ``lead`` is exactly what stands before it."""
    blocks: list[RawBlock] = []
    lead: list[str] = []
    for line in text.split("\n"):
        kept = line.strip()
        if not kept:
            lead.append(line)
            continue
        indent = line[: len(line) - len(line.lstrip())]
        blocks.append(RawBlock(kept, "\n".join([*lead, indent])))
        lead = [line[len(indent) + len(kept) :]]
    return blocks


def _index_table(blocks: list[RawBlock]) -> list[Fact]:
    """Set the index table above the body aside and return its facts."""
    facts, lines = index_runs(_pieces(blocks))
    for line in lines:
        blocks[line].aside = INDEX
    return facts


def _pieces(blocks: list[RawBlock]) -> Iterator[Piece]:
    group = 0
    for number, block in enumerate(blocks[:_HEAD]):
        if is_prose(block.text):
            return
        # A value on the line below its label, as lists are copied, where the next label stands below that.
        stacked = (
            0 < number < len(blocks) - 1
            and is_label(blocks[number - 1].text)
            and not opens_with_label(block.text)
            and opens_with_label(blocks[number + 1].text)
        )
        group = group if stacked else number
        for cell in _CELLS.split(block.text):
            if cell.strip():
                yield Piece(cell.strip(), number, group)


def _tables(blocks: list[RawBlock]) -> None:
    """Make consecutive lines with the same number of tabs a data table; three lines at least, two columns at least."""
    columns = [0 if block.aside or block.kind == "table-row" else block.text.count("\t") for block in blocks]
    start = 0
    for tabs, run in groupby(columns):
        size = len(list(run))
        if tabs >= 2 and size >= 3:
            rows = blocks[start : start + size]
            rows[0].grid = Grid([[cell.strip() for cell in row.text.split("\t")] for row in rows], header_rows=1)
            for row in rows:
                row.kind = "table-row"
        start += size
