"""How a page lies in its image: which way up, and how far it is turned; and the way from the straight page back to the image."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .engine import Engine, Pixels, Points

__all__ = ["Frame", "sideways", "skew", "turn", "upside_down"]

_ASKED: Final = 9
"""Lines whose direction is asked: the longest."""
_TALL: Final = 1.5
"""Height to width of a line that stands upright: of a page that lies on its side."""
_LONG: Final = 4
"""Width to height of lines that tell how far a page is turned."""
_STRAIGHT: Final = math.radians(15)


@dataclass(frozen=True, slots=True)
class Frame:
    """How the upright, straight page lies in the image as it came."""

    turned: int
    """Quarter turns, counter-clockwise, that set the image upright."""
    size: tuple[int, int]
    """Width and height of the upright image."""
    angle: float
    """Radians by which its lines run downwards."""

    def straight(self, corners: Points) -> Points:
        """Return corners in the upright image as places on the straight page."""
        return self._rotate(corners, -self.angle)

    def source(self, corners: Points, *, straight: bool = False) -> Points:
        """Return corners in the upright image, or on the straight page, as places in the image as it came."""
        if straight:
            corners = self._rotate(corners, self.angle)
        width, height = self.size
        x, y = corners[:, 0], corners[:, 1]
        places = {0: (x, y), 1: (height - y, x), 2: (width - x, height - y), 3: (y, width - x)}[self.turned]
        return np.stack(places, axis=1).astype(np.float32)

    def _rotate(self, corners: Points, angle: float) -> Points:
        middle = np.array(self.size, dtype=np.float32) / 2
        cos, sin = math.cos(angle), math.sin(angle)
        turned: Points = ((corners - middle) @ np.array([[cos, sin], [-sin, cos]], dtype=np.float32) + middle).astype(np.float32)
        return turned


def sideways(found: Sequence[Points]) -> bool:
    """Return whether the lines run down the image: the page lies on its side."""
    upright = flat = 0
    for corners in found:
        width, height = float(np.ptp(corners[:, 0])), float(np.ptp(corners[:, 1]))
        upright += height > _TALL * width
        flat += width > _TALL * height
    return upright > 2 * flat


def turn(image: Pixels, quarters: int) -> Pixels:
    """Return the image turned counter-clockwise by so many quarter turns."""
    return np.ascontiguousarray(np.rot90(image, quarters)) if quarters % 4 else image


def upside_down(engine: Engine, image: Pixels, found: Sequence[Points]) -> bool:
    """Return whether the page stands on its head, by the direction of its longest lines."""
    longest = sorted(found, key=lambda corners: -float(np.ptp(corners[:, 0])))[:_ASKED]
    return bool(longest) and engine.upside_down(engine.crop(image, longest)) > 0.5


def skew(found: Sequence[Points]) -> float:
    """Return by how many radians lines run downwards: the median of the long lines, each counted by its length."""
    angles: list[tuple[float, float]] = []
    for corners in found:
        across = (corners[1] + corners[2] - corners[0] - corners[3]) / 2
        length = float(np.hypot(*across))
        height = float(np.hypot(*((corners[3] + corners[2] - corners[0] - corners[1]) / 2)))
        angle = math.atan2(float(across[1]), float(across[0]))
        if length > _LONG * height and abs(angle) < _STRAIGHT:
            angles.append((angle, length))
    half = sum(length for _, length in angles) / 2
    for angle, length in sorted(angles):
        half -= length
        if half <= 0:
            return angle
    return 0.0
