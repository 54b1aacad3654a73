"""Rules drawn on a page: the lines of its tables, as the text layer of a PDF would give them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .engine import Pixels
from .layout import Frame

__all__ = ["Rule", "find_rules"]

Rule = tuple[str, float, float, float, float]
"""``h`` or ``v``, left, top, right, bottom in pixels of the straight page."""

_ACROSS_MM: Final = 9
"""Shortest rule across; no stroke of a character is as long."""
_DOWN_MM: Final = 6
"""Shortest rule down: a row of a table is higher, the strokes of 16 pt are shorter."""
_THICK_MM: Final = 1.6
"""A broader stroke is a bar or a character."""
_WAVER: Final = 3
"""Pixels by which a rule may waver on its way."""
_Mask = NDArray[Any]


def find_rules(grey: Pixels, frame: Frame, dpi: float) -> list[Rule]:
    """Return the rules of an upright grey page, its lines across and down set straight."""
    import cv2

    mm = dpi / 25.4
    # What is darker than its neighbourhood: paper may be yellow, and dark towards the fold.
    block = max(round(5 * mm) | 1, 3)
    dark: _Mask = cv2.adaptiveThreshold(_straight(grey, frame), 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 20)
    rules = _pieces(dark, _ACROSS_MM * mm, _THICK_MM * mm, "h")
    if len(rules) < 2:
        return rules
    turned = _pieces(np.ascontiguousarray(dark.T), _DOWN_MM * mm, _THICK_MM * mm, "v")
    return rules + [(kind, top, left, bottom, right) for kind, left, top, right, bottom in turned]


def _straight(grey: Pixels, frame: Frame) -> Pixels:
    import cv2

    if abs(frame.angle) < 1e-3:
        return grey
    width, height = frame.size
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.degrees(frame.angle)), 1)
    turned: Pixels = cv2.warpAffine(grey, matrix, (width, height), borderValue=255)
    return turned


def _pieces(dark: _Mask, length: float, thick: float, kind: str) -> list[Rule]:
    """Return the rules that run across the mask."""
    import cv2

    thickened = cv2.dilate(dark, np.ones((_WAVER, 1), np.uint8))
    mask = cv2.morphologyEx(thickened, cv2.MORPH_OPEN, np.ones((1, max(round(length), 3)), np.uint8))
    # Pieces of one rule, where a crossing or a speck parts them.
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, max(round(thick), 3)), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found: list[Rule] = []
    for left, top, width, height, area in stats[1:count].tolist():
        # One that wavers is taller than it is thick.
        if area / width <= thick + _WAVER:
            found.append((kind, left, top + height / 2, left + width, top + height / 2))
    return found
