"""An image of a page to a sheet: the characters with their places, and the rules, as the text layer of a PDF gives them.

So all that follows (lines, columns, tables, furniture, paragraphs) is done once, in :mod:`..pdf`, for printed and for scanned pages alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..pdf.sheets import Run, Sheet
from .engine import Engine, Pixels, Points, Reading
from .evidence import Seen
from .layout import Frame, sideways, skew, turn, upside_down
from .rules import find_rules
from .seals import find_seals, without_seals

__all__ = ["Scan", "scan"]

_HIGH: Final = 1.75
"""Height of a detected line to the size of its type: the margin that detection adds, where no row of characters tells the size."""
_ROW: Final = 6
"""Neighbouring Han characters from which on their distance tells the size of the type."""
_ALIKE: Final = 0.14
"""Sizes that differ by no more are one: characters are seen to a fifth of their width, and lines are justified."""
_ALIKE_HIGH: Final = 0.3
"""The same for sizes that only the height of a short line tells."""
_LOOSE: Final = 0.7
"""Of the size: room between two characters that justified lines and the place of marks in their fields leave."""
_FAINT: Final = 120
"""Grey value of the darkest twentieth of a line: 50 to 100 of print under a seal, above 150 of what is left of the seal's writing."""
_UNREADABLE: Final = 0.5
"""Mean confidence below which a line is no writing, but a speck or a crease."""


@dataclass(slots=True)
class Scan:
    """A page as it was recognised."""

    sheet: Sheet
    frame: Frame
    dpi: float
    seals: list[tuple[float, float, float, float]]
    """Boxes in points in the image as it came."""
    aside: list[tuple[str, str]] = field(default_factory=list)
    """(reason, what the recogniser made of it) of lines that are no writing (unreadable) or a seal's (seal)."""

    def box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return a box of the straight page, in points, as one in the image as it came."""
        left, top, right, bottom = (value * self.dpi / 72 for value in box)
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float32)
        places = self.frame.source(corners, straight=True) * (72 / self.dpi)
        (x0, y0), (x1, y1) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
        return round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)


def scan(engine: Engine, image: Pixels, number: int, dpi: float) -> Scan:
    """Return what page ``number`` (from 1) shows; ``image`` is RGB or grey, ``dpi`` its dots per inch."""
    seals = find_seals(image, dpi)
    grey = without_seals(image, seals)
    quarters = 0
    found = engine.detect(_coloured(grey))
    if sideways(found):
        quarters = 1
        grey = turn(grey, 1)
        found = engine.detect(_coloured(grey))
    if upside_down(engine, _coloured(grey), found):
        quarters += 2
        grey = turn(grey, 2)
        far = np.array((grey.shape[1], grey.shape[0]), dtype=np.float32)
        found = [(far - corners)[[2, 3, 0, 1]] for corners in found]
    frame = Frame(quarters, (grey.shape[1], grey.shape[0]), skew(found))
    rules = find_rules(grey, frame, dpi)
    crops = engine.crop(_coloured(grey), found)
    readings = engine.recognise(crops)
    scale = 72 / dpi
    sheet = Sheet(number, frame.size[0] * scale, frame.size[1] * scale)
    sheet.edges = [(kind, left * scale, top * scale, right * scale, bottom * scale) for kind, left, top, right, bottom in rules]
    scanned = Scan(sheet, frame, dpi, [_points(seal, scale) for seal in seals])
    inks = [_is_ink(crop, frame.source(corners), seals) for crop, corners in zip(crops, found, strict=True)]
    scanned.aside = [("seal", reading.text.strip()) for reading, ink in zip(readings, inks, strict=True) if ink and reading.text.strip()]
    lines = [
        (_box(frame.straight(corners)) * scale, reading)
        for corners, reading, ink in zip(found, readings, inks, strict=True)
        if reading.text.strip() and not ink
    ]
    for (left, top, right, bottom), reading, size in zip(*_sized(lines), strict=True) if lines else ():
        if sum(reading.confidences) < _UNREADABLE * len(reading.confidences):
            scanned.aside.append(("unreadable", reading.text.strip()))
            continue
        middle = (top + bottom) / 2
        glyphs = _glyphs(reading, left, right, middle, size)
        sheet.runs.append(Run(list(glyphs), middle - size / 2, middle + size / 2, size, 0, 0.0, invisible=False))
    return scanned


def _is_ink(crop: Pixels, corners: Points, seals: Sequence[tuple[float, float, float, float]]) -> bool:
    """Return whether a line within a seal is what is left of the seal's own writing: nothing in it is as dark as print."""
    x, y = corners.mean(axis=0).tolist()
    within = any(left < x < right and top < y < bottom for left, top, right, bottom in seals)
    return within and float(np.percentile(crop, 5)) > _FAINT


def _coloured(grey: Pixels) -> Pixels:
    """Return a grey image in the three channels that the models want."""
    three: Pixels = np.repeat(grey[..., None], 3, axis=2)
    return three


def _points(box: tuple[float, float, float, float], scale: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(value * scale, 1) for value in box)
    return left, top, right, bottom


def _box(corners: Points) -> NDArray[Any]:
    """Return left, top, right, bottom: means of the corners, for the box around a line that is not quite straight overstates it."""
    x, y = corners[:, 0], corners[:, 1]
    return np.array([(x[0] + x[3]) / 2, (y[0] + y[1]) / 2, (x[1] + x[2]) / 2, (y[2] + y[3]) / 2], dtype=np.float32)


def _sized(
    lines: Sequence[tuple[NDArray[Any], Reading]],
) -> tuple[list[list[float]], list[Reading], list[float]]:
    """Return boxes, readings and the size of the type of each line, in points."""
    boxes = [box.tolist() for box, _ in lines]
    measured = [_advance(reading, box[2] - box[0]) for box, reading in zip(boxes, (reading for _, reading in lines), strict=True)]
    ratios = [(box[3] - box[1]) / size for box, size in zip(boxes, measured, strict=True) if size]
    high = median(ratios) if ratios else _HIGH
    sizes = [size or (box[3] - box[1]) / high for box, size in zip(boxes, measured, strict=True)]
    counted = sorted((size, len(reading.text)) for size, (_, reading) in zip(sizes, lines, strict=True))
    half = sum(count for _, count in counted) / 2
    body = counted[-1][0]
    for size, count in counted:
        half -= count
        if half <= 0:
            body = size
            break
    snapped = [
        body if abs(size - body) <= (_ALIKE if told else _ALIKE_HIGH) * body else size for size, told in zip(sizes, measured, strict=True)
    ]
    return boxes, [reading for _, reading in lines], snapped


def _advance(reading: Reading, width: float) -> float | None:
    """Return the distance from one Han character to the next, None where there are too few beside each other."""
    steps = [
        after - before
        for (one, before), (other, after) in pairwise(zip(reading.text, reading.places, strict=True))
        if _han(one) and _han(other)
    ]
    return sum(sorted(steps)[1:-1]) / (len(steps) - 2) * width if len(steps) >= _ROW else None


def _han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character == "〇"


def _glyphs(reading: Reading, left: float, right: float, middle: float, size: float) -> list[Seen]:
    """Return the characters with boxes that do not overlap, and that leave no room between them but where a character is missing.

    A character is as wide as the type wants, half as wide if it is of ASCII; the recogniser tells its place to a fifth of that only.
    """
    centres = [left + place * (right - left) for place in reading.places]
    halves = [size / 4 if character.isascii() else size / 2 for character in reading.text]
    lows = [max(centre - half, left) for centre, half in zip(centres, halves, strict=True)]
    highs = [min(centre + half, right) for centre, half in zip(centres, halves, strict=True)]
    for index, (one, other) in enumerate(pairwise(centres)):
        if other - one < halves[index] + halves[index + 1] + _LOOSE * size:
            highs[index] = lows[index + 1] = (one + other) / 2
    top, bottom = middle - size / 2, middle + size / 2
    parts = zip(reading.text, lows, highs, reading.confidences, centres, strict=True)
    seen = [Seen.at(character, (low, top, max(low, high), bottom), sure, centre) for character, low, high, sure, centre in parts]
    for index, others in reading.others.items():
        seen[index].others = others
    return seen
