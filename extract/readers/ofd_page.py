"""One page of an OFD document (GB/T 33190-2016, chapters 7-11): its text objects as runs of characters, its rulings, its images.

Coordinates in OFD are millimetres with the origin at the top left; the sheet is in points.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, pairwise, repeat
from typing import Final

from ..page import count_characters
from .markup import Element, attribute, child, children, local
from .pdf.sheets import Glyph, Run, Sheet

__all__ = ["MILLIMETRE", "Objects", "box_of", "numbers"]

MILLIMETRE: Final = 72 / 25.4
"""Points in a millimetre."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_ASCENT: Final = 0.86  # of the font size, above the baseline; CJK fonts have 0.86-0.88
_DESCENT: Final = 0.14
_THIN: Final = 1.4  # mm; a filled shape no wider is a ruling
_SHORTEST_EDGE: Final = 1.4  # mm
_MOST_PATHS: Final = 20_000  # a drawing or a map, no table, has more
_DEEPEST: Final = 8  # composite objects within one another
_WIDEST: Final = dict.fromkeys("MWmw@%", 1.0)
_MOST_GLYPHS: Final = 2_000_000
_LARGEST: Final = 1e7  # mm; what is beyond is no place on a page
_OPERANDS: Final = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_LAYERS: Final = frozenset(("Layer", "PageBlock", "Content"))


def numbers(text: str) -> list[float]:
    """Return the numbers in an array of OFD (ST_Array), what is none left out."""
    found: list[float] = []
    for word in text.split():
        with suppress(ValueError):
            number = float(word)
            if -_LARGEST < number < _LARGEST:  # neither infinite nor no number at all
                found.append(number)
    return found


def box_of(text: str) -> tuple[float, float, float, float] | None:
    """Return left, top, width and height of a box (ST_Box); None for what is none."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that applies ``inner`` and then ``outer``."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * MILLIMETRE, (b * x + d * y + f) * MILLIMETRE


def _deltas(text: str) -> Iterator[float]:
    """Yield the steps of a delta array: numbers, and ``g n d`` for n times d (GB/T 33190-2016, 11.3)."""
    words = iter(text.split())
    for word in words:
        if word == "g":
            count, step = numbers(next(words, "")), numbers(next(words, ""))
            if count and step:
                yield from repeat(step[0], min(int(count[0]), _MOST_GLYPHS))
        else:
            yield from numbers(word)


@dataclass(slots=True)
class Objects:
    """Reads the objects of pages into sheets; ``composites`` are the composite graphic units by id (复合图元)."""

    composites: dict[str, Element] = field(default_factory=dict)
    colours: dict[str, Element] = field(default_factory=dict)
    """Drawing parameters (绘制参数) by id."""
    pictures: list[tuple[str, float]] = field(default_factory=list)
    """Resource id and share of the page of the images of the page that is read."""
    hidden: list[str] = field(default_factory=list)
    """Texts that the document does not show."""
    glyphs: int = 0

    def read(self, content: Element, sheet: Sheet, origin: tuple[float, float] = (0.0, 0.0)) -> None:
        """Add the objects below ``content`` to ``sheet``; ``origin`` is the corner of the page's box."""
        self._walk(content, sheet, (1.0, 0.0, 0.0, 1.0, -origin[0], -origin[1]), 0)

    def _walk(self, element: Element, sheet: Sheet, outer: Matrix, depth: int) -> None:
        for item in element:
            name = local(item)
            if name in _LAYERS:
                self._walk(item, sheet, outer, depth)
            elif name == "TextObject":
                self._text(item, sheet, _placed(item, outer))
            elif name == "PathObject":
                _path(item, sheet, _placed(item, outer))
            elif name == "ImageObject":
                self._image(item, sheet, outer)
            elif name == "CompositeObject" and depth < _DEEPEST:
                unit = child(self.composites.get(attribute(item, "ResourceID")), "Content")
                if unit is not None:
                    self._walk(unit, sheet, _placed(item, outer), depth + 1)

    def _image(self, item: Element, sheet: Sheet, outer: Matrix) -> None:
        box = box_of(attribute(item, "Boundary"))
        if box is None:
            return
        (left, top), (right, bottom) = _at(outer, box[0], box[1]), _at(outer, box[0] + box[2], box[1] + box[3])
        wide = min(max(left, right), sheet.width) - max(min(left, right), 0.0)
        high = min(max(top, bottom), sheet.height) - max(min(top, bottom), 0.0)
        share = max(wide, 0.0) * max(high, 0.0) / max(sheet.width * sheet.height, 1.0)
        sheet.images = min(sheet.images + share, 1.0)
        self.pictures.append((attribute(item, "ResourceID"), share))

    def _text(self, item: Element, sheet: Sheet, matrix: Matrix) -> None:
        size = (numbers(attribute(item, "Size")) or [3.0])[0]
        scale = (numbers(attribute(item, "HScale")) or [1.0])[0]
        turned = (numbers(attribute(item, "ReadDirection")) or [0.0])[0]
        angle = round(math.degrees(math.atan2(matrix[1], matrix[0])) + turned) % 360
        drawn = size * math.hypot(matrix[2], matrix[3]) * MILLIMETRE
        hidden = attribute(item, "Visible") == "false" or attribute(item, "Alpha") == "0"
        light = self._lightness(item)
        x = y = 0.0
        for code in children(item, "TextCode"):
            text = re.sub(r"[\r\n\t]", "", code.text or "")
            sheet.characters += count_characters(text)
            self.glyphs += len(text)
            if self.glyphs > _MOST_GLYPHS:
                return
            x = (numbers(attribute(code, "X")) or [x])[0]
            y = (numbers(attribute(code, "Y")) or [y])[0]
            if hidden:
                self.hidden.append(text.strip())
                continue
            for glyphs in _glyph_lines(text, code, (x, y), size, scale, matrix):
                top, bottom = min(glyph[2] for glyph in glyphs), max(glyph[4] for glyph in glyphs)
                sheet.runs.append(Run(glyphs, top, bottom, drawn, angle, light, invisible=False))

    def _lightness(self, item: Element) -> float:
        """Return how light the text is: 0 for black, 1 for white, what shines through included."""
        colour = child(item, "FillColor")
        if colour is None:
            colour = child(self.colours.get(attribute(item, "DrawParam")), "FillColor")
        parts = numbers(attribute(colour, "Value"))
        alphas = [numbers(attribute(owner, "Alpha")) for owner in (item, colour)]
        alpha = math.prod((found[0] / 255 if found else 1.0) for found in alphas)
        if len(parts) == 3:
            light = (0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]) / 255
        else:
            light = parts[0] / 255 if len(parts) == 1 else 0.0
        return 1 - (1 - min(max(light, 0.0), 1.0)) * min(alpha, 1.0)


def _placed(item: Element, outer: Matrix) -> Matrix:
    """Return the matrix from an object's own space to the page: its CTM, then its boundary's corner (GB/T 33190-2016, 8.5)."""
    matrix = numbers(attribute(item, "CTM"))
    inner: Matrix = (matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]) if len(matrix) == 6 else _IDENTITY
    box = box_of(attribute(item, "Boundary")) or (0.0, 0.0, 0.0, 0.0)
    return _times(_times(inner, (1.0, 0.0, 0.0, 1.0, box[0], box[1])), outer)


def _glyph_lines(text: str, code: Element, start: tuple[float, float], size: float, scale: float, matrix: Matrix) -> Iterator[list[Glyph]]:
    """Yield the characters of a text code with their boxes, those on one line together."""
    x, y = start
    across = attribute(code, "DeltaX").strip()
    down = attribute(code, "DeltaY").strip()
    steps_x = _deltas(across)
    steps_y = _deltas(down)
    glyphs: list[Glyph] = []
    for position, character in enumerate(text):
        wide = size * scale * _width(character)
        # Without steps, or where they run out, a character stands behind the one before; down a column it does not move.
        step = next(steps_x, 0.0 if down and not across else wide)
        fall = next(steps_y, 0.0) if down else 0.0
        # What a step is longer than the character may be wide is a gap; the widths of a font are not known here.
        right = x + (step if 0 < step <= max(wide, size * scale * _WIDEST.get(character, 0.75)) else wide)
        corners = [_at(matrix, at, over) for at, over in ((x, y - _ASCENT * size), (right, y + _DESCENT * size))]
        (x0, y0), (x1, y1) = corners
        glyphs.append((character, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        x, y = x + step, y + fall
        if abs(fall) > size * 0.3 or step < -size or position == len(text) - 1:
            if any(not glyph[0].isspace() for glyph in glyphs):
                yield glyphs
            glyphs = []


def _width(character: str) -> float:
    """Return how wide a character is in ems, as in most fonts."""
    if character >= "\u2e80" or character in "“”‘’—…·":
        return 1.0
    return 0.7 if character.isupper() else 0.5


def _path(item: Element, sheet: Sheet, matrix: Matrix) -> None:
    """Note the straight sides of a stroked path; a filled one counts where it is thin enough to be a line."""
    if len(sheet.edges) > _MOST_PATHS:
        return
    data = child(item, "AbbreviatedData")
    stroked, filled = attribute(item, "Stroke", "true") != "false", attribute(item, "Fill") == "true"
    sides = [(_at(matrix, *one), _at(matrix, *other)) for one, other in _sides((data.text or "") if data is not None else "")]
    if stroked:
        for one, other in sides:
            _edge(sheet, one, other)
    elif filled and sides:
        points = list(chain.from_iterable(sides))
        x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
        y0, y1 = min(y for _, y in points), max(y for _, y in points)
        if y1 - y0 <= _THIN * MILLIMETRE < x1 - x0:
            _edge(sheet, (x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2))
        elif x1 - x0 <= _THIN * MILLIMETRE < y1 - y0:
            _edge(sheet, ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1))


def _sides(data: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the straight sides of a path in abbreviated form (GB/T 33190-2016, 9.1): M x y, L x y, C, curves skipped over."""
    words = data.split()
    points: list[tuple[float, float]] = []
    index = 0
    while index < len(words):
        name = words[index]
        count = _OPERANDS.get(name)
        if count is None:
            index += 1
            continue
        operands = numbers(" ".join(words[index + 1 : index + 1 + count]))
        index += 1 + count
        if name == "C":
            yield from pairwise([*points[-1:], *points[:1]])
        elif len(operands) == count:
            end = (operands[-2], operands[-1])
            if name == "L" and points:
                yield points[-1], end
            points = [end] if name in "MS" else [*points[:1], end]


def _edge(sheet: Sheet, one: tuple[float, float], other: tuple[float, float]) -> None:
    (x0, y0), (x1, y1) = one, other
    if abs(y0 - y1) < 1 and abs(x0 - x1) >= _SHORTEST_EDGE * MILLIMETRE:
        sheet.edges.append(("h", min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2))
    elif abs(x0 - x1) < 1 and abs(y0 - y1) >= _SHORTEST_EDGE * MILLIMETRE:
        sheet.edges.append(("v", (x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1)))
