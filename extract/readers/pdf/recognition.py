"""The seam to OCR: pages as images, handed to the scan reader's recognition where it is installed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from ....schemas.errors import MissingExtraError
from ....schemas.notice import NoticeWarning
from ...page import RawBlock

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

__all__ = ["DPI", "recognise", "render"]

DPI: Final = 200
"""Dots per inch: enough for characters of 三号 and of notes, and what the recognition was measured at."""


def render(document: PdfDocument, number: int) -> Any:
    """Return page ``number`` (from 1) as an RGB array of height × width × 3 bytes (numpy), :data:`DPI` dots per inch."""
    page = document[number - 1]
    try:
        bitmap = page.render(scale=DPI / 72, rev_byteorder=True)
        return bitmap.to_numpy()[:, :, :3].copy()
    finally:
        page.close()


def recogniser() -> Any:
    """Return the function that reads the image of a page; raises ImportError where the extra ``ocr`` is not installed."""
    return import_module("..ocr", __package__).recognise_page


def recognise(
    document: PdfDocument, numbers: list[int], name: str, *, alone: bool
) -> tuple[dict[int, list[RawBlock]], list[NoticeWarning]]:
    """Return the blocks that OCR reads on the pages ``numbers``, and warnings.

    Without the extra ``ocr`` each page is named in a warning; raises :class:`MissingExtraError` where there is nothing else to
    read (``alone``).
    """
    try:
        recognise_page = recogniser()
    except ImportError as error:
        listed = ", ".join(map(str, numbers))
        need = f"{len(numbers)} of its pages ({listed}) have no usable text layer; reading them needs OCR: pip install 'gongwen[ocr]'"
        if alone:
            raise MissingExtraError(f"{name}: {need}") from error
        return {}, [
            NoticeWarning("page-not-read", f"page {number} has no usable text layer; reading it needs OCR: pip install 'gongwen[ocr]'")
            for number in numbers
        ]
    return {number: recognise_page(render(document, number), page=number, dpi=DPI) for number in numbers}, []
