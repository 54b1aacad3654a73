"""The seam to OCR: pages as images, handed to the recognition of :mod:`..ocr`, which gives sheets like those of a text layer."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from ....schemas.errors import MissingExtraError
from ....schemas.notice import NoticeWarning
from ...page import RawBlock
from .sheets import Sheet

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

__all__ = ["DPI", "Recognised", "recognise", "render"]

DPI: Final = 200.0
"""Dots per inch: enough for characters of 三号 and of notes, and what the recognition was measured at."""
_MOST_PIXELS: Final = 16_000_000
"""Of one image; A3 at 200 dots per inch has 7.7 million."""


@dataclass(slots=True)
class Recognised:
    """What OCR made of the pages handed to it."""

    sheets: dict[int, Sheet] = field(default_factory=dict)
    """By number; a page that could not be recognised is empty."""
    scans: list[Any] = field(default_factory=list)
    """The pages as they were recognised."""
    aside: list[RawBlock] = field(default_factory=list)
    warnings: list[NoticeWarning] = field(default_factory=list)


def render(document: PdfDocument, number: int) -> tuple[Any, float]:
    """Return page ``number`` (from 1) as an RGB array of height × width × 3 bytes (numpy), and its dots per inch.

    That is :data:`DPI`, less where the page is so large that its image would fill the memory.
    """
    page = document[number - 1]
    try:
        width, height = page.get_size()
        dpi = min(DPI, 72 * (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
        return bitmap.to_numpy()[:, :, :3].copy(), dpi
    finally:
        page.close()


def recogniser() -> Any:
    """Return the module that recognises pages; raises ImportError where it or what it needs is not installed."""
    return import_module("..ocr.pages", __package__)


def recognise(document: PdfDocument, numbers: list[int], name: str, *, alone: bool) -> Recognised:
    """Return what OCR reads on the pages ``numbers``.

    Without the extra ``ocr`` each page is named in a warning; raises :class:`MissingExtraError` where there is nothing else to
    read (``alone``).
    """
    found = Recognised()
    if not numbers:
        return found
    try:
        ocr = recogniser()
        images = (ocr.PageImage(*render(document, number), number) for number in numbers)
        scans = ocr.scan_pages(images, len(numbers))
    except (ImportError, MissingExtraError) as error:
        remedy = "reading it needs OCR: pip install 'gongwen[ocr]'"
        if alone:
            listed = ", ".join(map(str, numbers))
            raise MissingExtraError(f"{name}: no page has a usable text layer (pages {listed}); {remedy}") from error
        found.sheets = {number: Sheet(number, *document[number - 1].get_size()) for number in numbers}
        found.warnings = [NoticeWarning("page-not-read", f"page {number} has no usable text layer; {remedy}") for number in numbers]
        return found
    found.sheets = {scan.sheet.number: scan.sheet for scan in scans}
    found.scans, found.aside = scans, ocr.unreadable(scans)
    return found
