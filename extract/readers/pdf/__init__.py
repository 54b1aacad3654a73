"""Reader for PDF: the text layer by pdfium, page by page; pages whose text layer does not tell what they show go to OCR.

characters with boxes -> lines -> ruled tables -> furniture -> triage -> paragraphs -> blocks
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....schemas.errors import SourceDamagedError
from ....schemas.notice import NoticeWarning, PageReading
from ...page import Page, RawBlock, assemble, count_characters
from ..furniture import merge_asides, set_aside_furniture
from ..ocr.pages import ocr_facts, place_in_images, seals_of
from .binding import Binder, Leaf, line_pitch
from .furniture import body_size, mark_furniture, split_watermark
from .lines import Line, gutters, lines_of
from .opening import is_cut_off, opened
from .paragraphs import Margins
from .recognition import recognise
from .sheets import Run, Sheet, read_sheet
from .tables import RuledTable, find_tables
from .triage import judge

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

__all__ = ["blocks_of_sheets", "read"]


def read(data: bytes, *, name: str, charset: str | None, media_type: str) -> Page:  # noqa: ARG001 - a PDF says itself how it is encoded
    """Return the page that a PDF holds.

    Raises :class:`SourceEncryptedError` and :class:`SourceDamagedError` for files that cannot be opened, and
    :class:`MissingExtraError` where pypdfium2 is missing, or OCR for a document without any text layer.
    """
    with opened(data, name) as document:
        sheets, warnings = _sheets(document, name)
        if is_cut_off(data):
            warnings.append(NoticeWarning("source-damaged", "the end of the file is missing; pages may be missing too: fetch it again"))
        leaves = _leaves(sheets)
        verdicts = [judge(leaf.sheet, _shown(leaf)) for leaf in leaves]
        images = [sheet.number for sheet, (layer, _) in zip(sheets, verdicts, strict=True) if not layer]
        recognised = recognise(document, images, name, alone=len(images) == len(sheets))
    if images:
        leaves = _leaves([recognised.sheets.get(sheet.number, sheet) for sheet in sheets])
        for leaf, sheet in zip(leaves, sheets, strict=True):
            if sheet.number in recognised.sheets:
                leaf.layer = sheet.runs
    blocks = _blocks(leaves) + recognised.aside
    place_in_images(blocks, recognised.scans)
    characters = sum(sheet.characters for sheet in (*sheets, *recognised.sheets.values()))
    characters += sum(count_characters(block.text) for block in recognised.aside)
    set_aside_furniture(blocks, [])
    page = assemble(merge_asides(blocks), [], reader="pdf", media_type=media_type, characters=characters, pages=len(sheets))
    page.page_readings = [
        PageReading(sheet.number, "text-layer" if layer else "ocr", reason) for sheet, (layer, reason) in zip(sheets, verdicts, strict=True)
    ]
    page.warnings += warnings + recognised.warnings
    if recognised.scans:
        page.ocr, page.seals = ocr_facts(recognised.scans), seals_of(recognised.scans)
    if not page.text:
        page.warnings.append(NoticeWarning("empty-text", "no notice text was found in the source; see set_aside for what was"))
    return page


def blocks_of_sheets(sheets: list[Sheet]) -> list[RawBlock]:
    """Return the blocks of pages, in reading order: what a reader makes of sheets that it did not read from a PDF."""
    return _blocks(_leaves(sheets))


def _sheets(document: PdfDocument, name: str) -> tuple[list[Sheet], list[NoticeWarning]]:
    """Return the pages, and a warning for each that cannot be loaded; raises :class:`SourceDamagedError` where none can."""
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
    return sheets, warnings


def _leaves(sheets: list[Sheet]) -> list[Leaf]:
    """Return the pages with their lines and tables, furniture marked."""
    size = body_size([(run.size, len(run.glyphs)) for sheet in sheets for run in sheet.runs])
    split = [split_watermark(sheet, size) for sheet in sheets]
    columns = gutters(sheets, [text for text, _ in split])
    leaves = [_leaf(sheet, *parts, gutter) for sheet, parts, gutter in zip(sheets, split, columns, strict=True)]
    mark_furniture([leaf.lines for leaf in leaves], sheets, size)
    return leaves


def _leaf(sheet: Sheet, text: list[Run], watermark: list[Run], gutter: float | None) -> Leaf:
    tables, rest = find_tables(sheet, text)
    lines = lines_of(sheet, rest, gutter)
    items: list[Line | RuledTable] = list(lines)
    for table in tables:
        at = next((index for index, item in enumerate(items) if isinstance(item, Line) and item.top >= table.bbox[1] - 1), len(items))
        items.insert(at, table)
    return Leaf(sheet, lines, watermark, items)


def _shown(leaf: Leaf) -> str:
    """Return what the text layer of a page says apart from furniture."""
    lines = [line.text for line in leaf.lines if line.aside is None]
    return "".join([*lines, *(cell.text for item in leaf.items if isinstance(item, RuledTable) for cell in item.cells)])


def _blocks(leaves: list[Leaf]) -> list[RawBlock]:
    """Return the blocks of all pages in reading order."""
    lines = [line for leaf in leaves for line in leaf.lines if line.aside is None]
    body = body_size([(line.size, len(line.text)) for line in lines])
    binder = Binder(Margins([leaf.lines for leaf in leaves], [leaf.sheet.width for leaf in leaves], body), line_pitch(lines))
    for leaf in leaves:
        binder.add(leaf)
    binder.close()
    return binder.blocks
