"""Seals (公章): where they stand, and the page without their ink.

A seal lies over signature and date, and its ink joins with the print into what no recogniser reads: whole lines are lost, the issuing
agency first. Red ink is light in the red channel, black print is dark in it, so that channel, stretched until the ink is paper, is the page
without the seal. It is taken under the seal only: heads printed in red (红头, GB/T 9704 7.2.4) stay to be read.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .engine import Pixels

__all__ = ["Box", "find_seals", "without_seals"]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

_SMALLEST_MM: Final = 18
"""A seal of a name; those of agencies have 38 to 60 mm, characters of a red head at most 22."""
_LARGEST_MM: Final = 70
_ROUND: Final = (0.6, 1.67)
"""Width to height."""
_DPI: Final = 72
"""Resolution at which seals are looked for."""
_REDDER: Final = 40
"""How much more red than green and blue, of 255: the faintest ink that JPEG leaves."""
_CLOSE_MM: Final = 2.5
"""Gaps that are bridged: between star, ring and characters."""


def find_seals(image: Pixels, dpi: float) -> list[Box]:
    """Return the boxes of the seals on a page (RGB; none on a grey one), from top to bottom."""
    import cv2

    if image.ndim == 2:
        return []
    scale = min(_DPI / dpi, 1.0)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    red = _red(small).astype(np.uint8)
    if not red.any():
        return []
    pixels_per_mm = dpi * scale / 25.4
    reach = max(round(_CLOSE_MM * pixels_per_mm), 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(red, cv2.MORPH_CLOSE, kernel))
    found = [(float(left), float(top), float(left + width), float(top + height)) for left, top, width, height, _ in stats[1:count]]
    found = [box for box in found if _is_seal(box, pixels_per_mm)]
    # Large characters of a red head stand in a row; seals do not, but for a pair of them.
    alone = [box for box in found if sum(_same_row(box, other) for other in found) <= 2]
    return sorted((tuple(value / scale for value in box) for box in alone), key=lambda box: box[1])  # type: ignore[misc]


def without_seals(image: Pixels, seals: list[Box]) -> Pixels:
    """Return the page in grey, with the ink of the seals taken out."""
    import cv2

    if image.ndim == 2:
        return image
    grey: Pixels = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    for left, top, right, bottom in seals:
        margin = 0.06 * (right - left)
        rows = slice(max(int(top - margin), 0), int(bottom + margin) + 1)
        columns = slice(max(int(left - margin), 0), int(right + margin) + 1)
        patch = image[rows, columns]
        grey[rows, columns] = _stretched(patch)
    return grey


def _red(image: Pixels) -> NDArray[Any]:
    wide = image.astype(np.int16)
    mask: NDArray[Any] = wide[..., 0] - np.maximum(wide[..., 1], wide[..., 2])
    return mask > _REDDER


def _stretched(patch: Pixels) -> Pixels:
    """Return the red channel with the ink as white as paper and the darkest print black."""
    red = patch[..., 0]
    ink = red[_red(patch)]
    if not ink.size:
        return red
    white = float(np.percentile(ink, 25))
    black = min(float(red.min()), white - 32)
    stretched: Pixels = np.clip((red.astype(np.float32) - black) * (255 / (white - black)), 0, 255).astype(np.uint8)
    return stretched


def _is_seal(box: Box, pixels_per_mm: float) -> bool:
    width, height = (box[2] - box[0]) / pixels_per_mm, (box[3] - box[1]) / pixels_per_mm
    return min(width, height) >= _SMALLEST_MM and max(width, height) <= _LARGEST_MM and _ROUND[0] <= width / height <= _ROUND[1]


def _same_row(one: Box, other: Box) -> bool:
    return abs((one[1] + one[3]) - (other[1] + other[3])) < (one[3] - one[1])
