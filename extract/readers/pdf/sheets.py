"""One page of a PDF as pdfium sees it: its characters with their boxes, its rulings, how much of it is image.

Coordinates are points with the origin at the top left of the page as it is shown, rotation applied. Blanks that pdfium makes up
between characters (``FPDFText_IsGenerated``) are dropped: what stands apart is judged in :mod:`.lines`.
"""

from __future__ import annotations

import math
from ctypes import byref, c_float, c_int, c_uint
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...limits import current
from ..encoding import REPLACEMENT

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

__all__ = ["Edge", "Glyph", "Run", "Sheet", "read_sheet"]

Glyph = tuple[str, float, float, float, float]
"""Character, left, top, right, bottom."""
Edge = tuple[str, float, float, float, float]
"""``h`` or ``v``, left, top, right, bottom of a ruling."""

_HYPHEN: Final = 2  # what pdfium makes of a hyphen at the end of a line
_INVISIBLE: Final = 3  # text rendering mode of what a scanner's own recognition puts under the image (PDF 32000-1, 9.3.6)
_THIN: Final = 4.0  # points; a filled rectangle no wider is a ruling
_SHORTEST_EDGE: Final = 4.0
_MOST_PATHS: Final = 20_000  # a drawing or a map, no table, has more
_DEEPEST_FORM: Final = 3


@dataclass(slots=True)
class Run:
    """Characters that follow one another on one line, in the order of the page's content."""

    glyphs: list[Glyph]
    top: float
    bottom: float
    size: float
    """Font size in points, as drawn."""
    angle: int
    """Degrees clockwise, 0 for text that runs to the right."""
    lightness: float
    """Of the colour, 0 black to 1 white, what shines through included."""
    invisible: bool


@dataclass(slots=True)
class Sheet:
    """A page."""

    number: int
    """From 1."""
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    images: float = 0.0
    """Share of the page that images cover, at most 1."""
    characters: int = 0
    """Characters of the text layer, blanks not counted."""


class _Frame:
    """The turn from the page's own coordinates to those of the page as shown."""

    __slots__ = ("bottom", "left", "right", "rotation", "top")

    def __init__(self, box: tuple[float, float, float, float], rotation: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.rotation = rotation

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the point as shown, from the top left."""
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Return the box as shown: left, top, right, bottom."""
        (x0, y0), (x1, y1) = self.point(left, top), self.point(right, bottom)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def read_sheet(document: PdfDocument, index: int) -> Sheet:
    """Return page ``index`` (from 0). Raises pypdfium2's ``PdfiumError`` where the page cannot be loaded."""
    current().begin_page()
    page = document[index]
    try:
        width, height = page.get_size()
        rotation = page.get_rotation()
        frame = _Frame(page.get_bbox(), rotation)
        sheet = Sheet(index + 1, width, height)
        text = page.get_textpage()
        try:
            _read_characters(text, frame, sheet)
        finally:
            text.close()
        _read_objects(page.raw, frame, sheet)
    finally:
        page.close()
    return sheet


def _read_characters(text: Any, frame: _Frame, sheet: Sheet) -> None:
    import pypdfium2.raw as pdfium

    handle = text.raw
    unicode_of, box_of, generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_IsGenerated
    rect = pdfium.FS_RECTF()
    pointer = byref(rect)
    turned, left_edge, top_edge = frame.rotation != 0, frame.left, frame.top
    glyphs: list[Glyph] = []
    upper = lower = last = 0.0
    high = 0
    for index in range(text.count_chars()):
        code = unicode_of(handle, index)
        if code <= 32 and (code in (10, 13) or (code == 32 and generated(handle, index) == 1)):
            continue
        if 0xD800 <= code < 0xE000:  # halves of a surrogate pair, where wide characters have 16 bits
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
            high = 0
        box_of(handle, index, pointer)
        if turned:
            left, top, right, bottom = frame.box(rect.left, rect.top, rect.right, rect.bottom)
        else:
            left, top, right, bottom = rect.left - left_edge, top_edge - rect.top, rect.right - left_edge, top_edge - rect.bottom
        character = chr(code) if code > 31 else _control(code)
        middle = (top + bottom) / 2
        if not glyphs or not (upper < middle < lower or top < (upper + lower) / 2 < bottom) or left < last - (lower - upper):
            glyphs = []
            sheet.runs.append(_start(pdfium, handle, index, glyphs, frame.rotation))
            upper, lower = top, bottom
        glyphs.append((character, left, top, right, bottom))
        last = right
    for run in sheet.runs:
        run.top = min([glyph[2] for glyph in run.glyphs])
        run.bottom = max([glyph[4] for glyph in run.glyphs])
        sheet.characters += len("".join([glyph[0] for glyph in run.glyphs]).translate(_NO_BLANKS))


_NO_BLANKS: Final = dict.fromkeys(
    (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
)


def _control(code: int) -> str:
    if code == _HYPHEN:
        return "-"
    return " " if code in (9, 11, 12) else REPLACEMENT


def _start(pdfium: Any, handle: Any, index: int, glyphs: list[Glyph], rotation: int) -> Run:
    """Return a run that begins at a character, with what that character tells of its style."""
    radians = pdfium.FPDFText_GetCharAngle(handle, index)
    angle = (round(math.degrees(radians)) + rotation) % 360 if radians >= 0 else 0
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint(255)
    pdfium.FPDFText_GetFillColor(handle, index, byref(red), byref(green), byref(blue), byref(alpha))
    luminance = (0.299 * red.value + 0.587 * green.value + 0.114 * blue.value) / 255
    owner = pdfium.FPDFText_GetTextObject(handle, index)
    invisible = bool(owner) and pdfium.FPDFTextObj_GetTextRenderMode(owner) == _INVISIBLE
    size = pdfium.FPDFText_GetFontSize(handle, index)
    if owner:
        matrix = pdfium.FS_MATRIX()
        if pdfium.FPDFPageObj_GetMatrix(owner, byref(matrix)):
            size *= math.hypot(matrix.c, matrix.d)
    return Run(glyphs, 0.0, 0.0, size, angle, 1 - (1 - luminance) * alpha.value / 255, invisible)


def _read_objects(page: Any, frame: _Frame, sheet: Sheet) -> None:
    """Note the rulings and the images of a page, those inside its forms too."""
    import pypdfium2.raw as pdfium

    identity = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    reader = _Objects(pdfium, frame, sheet)
    reader.walk(page, pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, identity, 0)
    sheet.images = min(reader.covered / max(sheet.width * sheet.height, 1), 1.0)


class _Objects:
    """Walks the objects of a page."""

    def __init__(self, pdfium: Any, frame: _Frame, sheet: Sheet) -> None:
        self.pdfium, self.frame, self.sheet = pdfium, frame, sheet
        self.covered = 0.0
        self.paths = 0

    def walk(self, owner: Any, count: int, get: Any, outer: Any, depth: int) -> None:
        """Take the objects of a page or a form; ``outer`` turns their coordinates into the page's."""
        pdfium = self.pdfium
        kind_of = pdfium.FPDFPageObj_GetType
        text, path, image, form = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
        for index in range(count):
            item = get(owner, index)
            kind = kind_of(item)
            if kind == text:
                continue
            if kind == path:
                self.paths += 1
                if self.paths <= _MOST_PATHS:
                    self._path(item, outer)
            elif kind == image:
                self._image(item, outer)
            elif kind == form and depth < _DEEPEST_FORM:
                self.walk(item, pdfium.FPDFFormObj_CountObjects(item), pdfium.FPDFFormObj_GetObject, self._inside(item, outer), depth + 1)

    def _inside(self, item: Any, outer: Any) -> Any:
        own = self.pdfium.FS_MATRIX()
        self.pdfium.FPDFPageObj_GetMatrix(item, byref(own))
        return self.pdfium.FS_MATRIX(
            own.a * outer.a + own.b * outer.c,
            own.a * outer.b + own.b * outer.d,
            own.c * outer.a + own.d * outer.c,
            own.c * outer.b + own.d * outer.d,
            own.e * outer.a + own.f * outer.c + outer.e,
            own.e * outer.b + own.f * outer.d + outer.f,
        )

    def _image(self, item: Any, outer: Any) -> None:
        left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
        if not self.pdfium.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
            return
        x0, y0, x1, y1 = self.frame.box(*_moved(outer, left.value, top.value), *_moved(outer, right.value, bottom.value))
        wide = min(x1, self.sheet.width) - max(x0, 0.0)
        high = min(y1, self.sheet.height) - max(y0, 0.0)
        self.covered += max(wide, 0.0) * max(high, 0.0)

    def _path(self, item: Any, outer: Any) -> None:
        """Note the straight sides of a stroked path; a filled one counts where it is thin enough to be a line."""
        pdfium = self.pdfium
        fill, stroke = c_int(), c_int()
        if not pdfium.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke)) or not (fill.value or stroke.value):
            return
        if not stroke.value:
            self._filled(item, outer)
            return
        matrix = self._inside(item, outer)
        first: tuple[float, float] | None = None
        last: tuple[float, float] | None = None
        x, y = c_float(), c_float()
        for index in range(pdfium.FPDFPath_CountSegments(item)):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            point = self.frame.point(*_moved(matrix, x.value, y.value))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                first = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
                self._edge(last, point)
            last = point
            if pdfium.FPDFPathSegment_GetClose(segment) and first is not None:
                self._edge(last, first)

    def _filled(self, item: Any, outer: Any) -> None:
        left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
        if not self.pdfium.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
            return
        x0, y0, x1, y1 = self.frame.box(*_moved(outer, left.value, top.value), *_moved(outer, right.value, bottom.value))
        if y1 - y0 <= _THIN < x1 - x0:
            self._edge((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2))
        elif x1 - x0 <= _THIN < y1 - y0:
            self._edge(((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1))

    def _edge(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = one, other
        if abs(y0 - y1) < 1 and abs(x0 - x1) >= _SHORTEST_EDGE:
            middle = (y0 + y1) / 2
            self.sheet.edges.append(("h", min(x0, x1), middle, max(x0, x1), middle))
        elif abs(x0 - x1) < 1 and abs(y0 - y1) >= _SHORTEST_EDGE:
            middle = (x0 + x1) / 2
            self.sheet.edges.append(("v", middle, min(y0, y1), middle, max(y0, y1)))


def _moved(matrix: Any, x: float, y: float) -> tuple[float, float]:
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f
