"""Reader for PDF: the text layer by pdfium, page by page; pages whose text layer does not tell what they show go to OCR.

characters with boxes -> lines -> ruled tables -> furniture -> triage -> paragraphs -> blocks
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....schemas.errors import SourceDamagedError
from ....schemas.notice import NoticeWarning, PageReading
from ...page import Page, RawBlock, assemble, count_characters
from ..furniture import merge_asides, set_aside_furniture
from .binding import Binder, Leaf, line_pitch
from .doubling import doubled_text
from .furniture import body_size, mark_furniture, split_watermark
from .lines import Line, gutters, lines_of
from .opening import is_cut_off, opened
from .paragraphs import Margins
from .sheets import Run, Sheet, read_sheet
from .tables import RuledTable, find_tables
from .triage import judge

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

__all__ = ["read"]


def read(data: bytes, *, name: str, charset: str | None, media_type: str) -> Page:  # noqa: ARG001 - a PDF says itself how it is encoded
    """Return the page that a PDF holds.

    Raises :class:`SourceEncryptedError` and :class:`SourceDamagedError` for files that cannot be opened, and
    :class:`MissingExtraError` where pypdfium2 is missing, or OCR for a document without any text layer.
    """
    with opened(data, name) as document:
        leaves, warnings = _leaves(document, name)
        if is_cut_off(data):
            warnings.append(NoticeWarning("source-damaged", "the end of the file is missing; pages may be missing too: fetch it again"))
        _judge(leaves)
        warnings += _recognise(document, leaves, name)
    blocks = _blocks(leaves)
    characters = sum(count_characters(block.text) for leaf in leaves for block in leaf.recognised)
    characters += sum(leaf.sheet.characters for leaf in leaves)
    set_aside_furniture(blocks, [])
    page = assemble(merge_asides(blocks), [], reader="pdf", media_type=media_type, characters=characters, pages=len(leaves))
    page.page_readings = [PageReading(leaf.sheet.number, "text-layer" if leaf.layer else "ocr", leaf.reason) for leaf in leaves]
    page.warnings += warnings
    if not page.text:
        page.warnings.append(NoticeWarning("empty-text", "no notice text was found in the source; see set_aside for what was"))
    page.repairs += doubled_text(page)
    return page


def _leaves(document: PdfDocument, name: str) -> tuple[list[Leaf], list[NoticeWarning]]:
    """Return the pages with their lines and tables, furniture marked; and a warning for each page that cannot be loaded."""
    from pypdfium2 import PdfiumError

    warnings: list[NoticeWarning] = []
    sheets: list[Sheet] = []
    for index in range(len(document)):
        try:
            sheets.append(read_sheet(document, index))
        except PdfiumError:
            sheets.append(Sheet(index + 1, 0.0, 0.0))
            warnings.append(NoticeWarning("page-unreadable", f"page {index + 1} cannot be loaded; fetch the file again or export it anew"))
    if len(warnings) == len(sheets):
        raise SourceDamagedError(f"{name}: none of its {len(sheets)} pages can be loaded; fetch it again or export it anew")
    size = _rough_size(sheets)
    split = [split_watermark(sheet, size) for sheet in sheets]
    columns = gutters(sheets, [text for text, _ in split])
    leaves = [_leaf(sheet, *parts, gutter) for sheet, parts, gutter in zip(sheets, split, columns, strict=True)]
    mark_furniture([leaf.lines for leaf in leaves], sheets, size)
    return leaves, warnings


def _rough_size(sheets: list[Sheet]) -> float:
    """Return the font size in which most characters of the document are set."""
    return body_size([Line(0, 0, 0, 0, 0, 0, run.size, [], "x" * len(run.glyphs)) for sheet in sheets for run in sheet.runs])


def _leaf(sheet: Sheet, text: list[Run], watermark: list[Run], gutter: float | None) -> Leaf:
    tables, rest = find_tables(sheet, text)
    lines = lines_of(sheet, rest, gutter)
    items: list[Line | RuledTable] = list(lines)
    for table in tables:
        at = next((index for index, item in enumerate(items) if isinstance(item, Line) and item.top >= table.bbox[1] - 1), len(items))
        items.insert(at, table)
    return Leaf(sheet, lines, watermark, items)


def _judge(leaves: list[Leaf]) -> None:
    for leaf in leaves:
        shown = [*leaf.lines, *(_as_line(item) for item in leaf.items if isinstance(item, RuledTable))]
        leaf.layer, leaf.reason = judge(leaf.sheet, shown)


def _as_line(table: RuledTable) -> Line:
    return Line(table.page, 0, *table.bbox, 0.0, [], "".join(cell.text for cell in table.cells))


def _recognise(document: PdfDocument, leaves: list[Leaf], name: str) -> list[NoticeWarning]:
    """Recognise the pages whose text layer is not used; return warnings for those that cannot be."""
    from .recognition import recognise

    wanted = [leaf for leaf in leaves if not leaf.layer]
    if not wanted:
        return []
    found, warnings = recognise(document, [leaf.sheet.number for leaf in wanted], name, alone=len(wanted) == len(leaves))
    for leaf in wanted:
        leaf.recognised = found.get(leaf.sheet.number, [])
    return warnings


def _blocks(leaves: list[Leaf]) -> list[RawBlock]:
    """Return the blocks of all pages in reading order."""
    lines = [line for leaf in leaves if leaf.layer for line in leaf.lines if line.aside is None]
    margins = Margins([leaf.lines if leaf.layer else [] for leaf in leaves], [leaf.sheet.width for leaf in leaves], body_size(lines))
    binder = Binder(margins, line_pitch(lines))
    for leaf in leaves:
        binder.add(leaf)
    binder.close()
    return binder.blocks
