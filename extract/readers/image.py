"""Reader for images of pages: PNG, JPEG, TIFF with any number of pages, BMP, GIF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final
from warnings import catch_warnings

from ...schemas.errors import MissingExtraError, SourceDamagedError, SourceTooLargeError
from ...schemas.notice import NoticeWarning, PageReading
from ..limits import current
from ..page import Page, assemble, count_characters
from .furniture import merge_asides
from .ocr.pages import PageImage, ocr_facts, place_in_images, scan_pages, seals_of, unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["page_image", "read"]

_LARGEST_SIDE: Final = 3508
"""Pixels: A4 at 300 dots per inch. More tell nothing new and cost time."""
_NARROWEST: Final = 32
"""Pixels of the shorter side; a line of writing needs as many."""
_LONGEST: Final = 50
"""Times that a page may be longer than it is wide; a notice of ten pages joined into one picture (长图) has 15."""
_A4_INCHES: Final = 11.69
_PLAUSIBLE: Final = (5.0, 24.0)
"""Inches of the longer side, from A6 to A2, for a stated resolution to be believed; cameras state 72 whatever they took."""


def read(data: bytes, *, name: str, charset: str | None, media_type: str) -> Page:  # noqa: ARG001 - an image has no encoding
    """Return the page that an image, or the pages of one, hold.

    Raises :class:`MissingExtraError` without the extra ``ocr``, :class:`SourceDamagedError` for what is no whole image and
    :class:`SourceTooLargeError` beyond the limits of pages and pixels.
    """
    with _opened(data, name) as image:
        pages = _checked(image, name)
        scans = scan_pages(_pages(image, pages, name), pages)
    from .pdf import blocks_of_sheets

    blocks = blocks_of_sheets([scan.sheet for scan in scans])
    place_in_images(blocks, scans)
    blocks = merge_asides(blocks + unreadable(scans))
    characters = sum(scan.sheet.characters + sum(count_characters(text) for _, text in scan.aside) for scan in scans)
    page = assemble(blocks, [], reader="image", media_type=media_type, characters=characters, pages=pages)
    page.page_readings = [PageReading(scan.sheet.number, "ocr", "an image") for scan in scans]
    page.ocr = ocr_facts(scans)
    page.seals = seals_of(scans)
    if not page.text:
        page.warnings.append(NoticeWarning("empty-text", "no notice text was found in the image; see set_aside for what was"))
    return page


def page_image(data: bytes, *, number: int, width: float, name: str) -> PageImage:
    """Return the image of page ``number`` that another format holds; ``width`` is that of the page, in points.

    Raises as :func:`read` does.
    """
    with _opened(data, name) as image:
        _checked(image, name)
        page = next(_pages(image, 1, name))
    return PageImage(page.pixels, page.pixels.shape[1] * 72 / max(width, 1.0), number)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Image]:
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise MissingExtraError(f"{name}: reading an image needs a text recogniser; run: pip install 'gongwen[ocr]'") from error
    try:
        with catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            # What it only warns of lies beyond our own limit of pixels.
            opened = Image.open(BytesIO(data))
        with opened as image:
            yield image
    except Image.DecompressionBombError as error:
        raise SourceTooLargeError(f"{name}: {error}; save it with a lower resolution") from error
    except UnidentifiedImageError as error:
        raise SourceDamagedError(f"{name}: not an image that can be read ({error}); save it again as PNG or JPEG") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise SourceDamagedError(f"{name}: the image is damaged or cut off ({error}); fetch or scan it again") from error


def _checked(image: Image, name: str) -> int:
    """Return how many pages there are, neither too many nor the first too large; only TIFF has several, a GIF moves."""
    current().check_pixels(*image.size, name=name)
    pages = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    current().check_pages(pages, name=name)
    return pages


def _pages(image: Image, pages: int, name: str) -> Iterator[PageImage]:
    """Yield the pages, each upright by what the camera noted, on white, and no larger than of use."""
    import numpy as np
    from PIL import Image as Pillow
    from PIL import ImageOps

    for index in range(pages):
        image.seek(index)
        current().check_pixels(*image.size, name=f"{name}, page {index + 1}")
        wide, high = image.size
        if min(wide, high) < max(_NARROWEST, max(wide, high) / _LONGEST):
            raise SourceDamagedError(f"{name}: page {index + 1} has {wide} × {high} pixels, which is no page; scan it again")
        dpi = _dpi(image)
        frame = ImageOps.exif_transpose(image)
        if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
            frame = frame.convert("RGBA")
            frame = Pillow.alpha_composite(Pillow.new("RGBA", frame.size, "white"), frame)
        if frame.mode in ("1", "L"):
            frame = frame.convert("L")
        elif frame.mode.startswith("I;16"):
            frame = frame.point(lambda value: value / 256).convert("L")
        else:
            frame = frame.convert("RGB")
        larger = max(frame.size) / _LARGEST_SIDE
        if larger > 1:
            frame = frame.resize((round(frame.size[0] / larger), round(frame.size[1] / larger)), Pillow.Resampling.BOX)
            dpi /= larger
        yield PageImage(np.asarray(frame), dpi, index + 1)


def _dpi(image: Image) -> float:
    """Return dots per inch: as stated, where that makes a page of some plausible size, else as if the page were A4."""
    longest = max(image.size)
    stated = image.info.get("dpi", (0, 0))
    dpi = float(stated[0]) if isinstance(stated, tuple) and stated else 0.0
    return dpi if dpi > 0 and _PLAUSIBLE[0] <= longest / dpi <= _PLAUSIBLE[1] else longest / _A4_INCHES
