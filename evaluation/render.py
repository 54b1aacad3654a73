"""Print a notice and scan it: pages as GB/T 9704-2012 lays them out, with the damage that a copier does.

What an OCR is measured on must be known to the character, and real scans come without their text. So a text is set on A4 as the standard
says (type area 156 mm by 225 mm, body 16 pt with an indent of two characters, lines justified, title 22 pt, page number in the
foot), a red seal is put over signature and date, and the sheet is turned, made noisy and compressed. Pillow draws; fonts come from the
Debian packages ``fonts-noto-cjk`` and ``fonts-arphic-ukai``.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..extract import parse
from ..schemas.errors import MissingExtraError, SourceNotFoundError
from ..schemas.notice import Notice

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

__all__ = ["FONTS", "VARIANTS", "Sheet", "Variant", "render", "save"]

_MM: Final = 72 / 25.4
_PAGE: Final = (210 * _MM, 297 * _MM)
_AREA: Final = (28 * _MM, 37 * _MM, 184 * _MM, 262 * _MM)
"""Type area (版心) in points: left, top, right, bottom."""
_BODY, _TITLE, _FOOT, _CELL = 16, 22, 14, 12
_PITCH: Final = 28.9
"""Points from line to line: 22 lines in 225 mm."""
_SEAL_MM: Final = 42
_NOT_FIRST: Final = "，。、；：！？）》”’〉】〕,.;:!?)%％"
_NOT_LAST: Final = "（《“‘〈【〔("

FONTS: Final = {
    "serif": ("opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    "sans": ("opentype/noto/NotoSansCJK-Regular.ttc", 2),
    "bold": ("opentype/noto/NotoSansCJK-Bold.ttc", 2),
    "kai": ("truetype/arphic/ukai.ttc", 0),
}
"""File below /usr/share/fonts and face of the simplified form in it."""


@dataclass(frozen=True, slots=True)
class Variant:
    """How a text is printed and what the copier does to it."""

    name: str
    font: str = "serif"
    dpi: int = 150
    angle: float = 0.0
    """Degrees, counter-clockwise; 90 and 180 turn the whole sheet."""
    noise: float = 0.0
    """Standard deviation of the grey values' noise, of 255."""
    quality: int | None = None
    """JPEG quality; None: stored without loss."""
    seal: bool = True


VARIANTS: Final = (
    Variant("serif-200", dpi=200),
    Variant("serif-150-j60", quality=60, angle=0.7),
    Variant("sans-150-skew", "sans", angle=-2.0, noise=8, quality=60),
    Variant("kai-150-noise", "kai", angle=1.2, noise=14, quality=60),
    Variant("kai-200-j35", "kai", 200, -0.5, quality=35),
    Variant("serif-150-upside", angle=180, quality=60),
    Variant("serif-120-j60", dpi=120, angle=0.4, quality=60),
    Variant("sans-120-j35", "sans", 120, -1.0, noise=6, quality=35),
)


@dataclass(slots=True)
class Sheet:
    """A page as drawn, and what stands on it, page number left out."""

    image: Image
    lines: list[str] = field(default_factory=list)
    """Line by line, as set."""
    paragraphs: list[str] = field(default_factory=list)
    """Paragraph by paragraph, each on the page where it begins."""


@dataclass(slots=True)
class _Paragraph:
    text: str
    kind: str
    cells: list[str] | None = None
    """Of a table row."""


def render(source: Path | bytes, variant: Variant, *, media_type: str | None = None) -> list[Sheet]:
    """Return the pages of a notice, printed and scanned as ``variant`` says.

    ``source`` is a notice in any format that :func:`~gongwen.extract.parse` reads: which lines are title, signature and table rows, its
    result says. Raises :class:`MissingExtraError` without Pillow and :class:`SourceNotFoundError` without the fonts.
    """
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError as error:
        raise MissingExtraError("drawing pages needs Pillow; run: pip install 'gongwen[ocr]'") from error
    notice = parse(source, media_type=media_type)
    press = _Press(Image, ImageDraw, ImageFont, variant)
    for paragraph in _paragraphs(notice):
        press.set(paragraph)
    press.finish()
    return [Sheet(_scan(sheet.image, variant, seed), sheet.lines, sheet.paragraphs) for seed, sheet in enumerate(press.sheets)]


def save(sheets: list[Sheet], folder: Path, stem: str, variant: Variant) -> list[Path]:
    """Write the pages into ``folder`` as JPEG or PNG, by what the variant says, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, sheet in enumerate(sheets, 1):
        suffix = "png" if variant.quality is None else "jpg"
        path = folder / f"{stem}.{variant.name}.{number}.{suffix}"
        options: dict[str, Any] = {} if variant.quality is None else {"quality": variant.quality}
        sheet.image.save(path, dpi=(variant.dpi, variant.dpi), **options)
        paths.append(path)
    return paths


def _paragraphs(notice: Notice) -> Iterator[_Paragraph]:
    rows: dict[int, list[str]] = {}
    blocks = [block for block in notice.blocks if block.kind == "table-row"]
    for table in notice.tables:
        own = [block for block in blocks if table.start <= block.start < table.end]
        cells = [table.header, *table.rows] if table.header else table.rows
        rows.update({block.start: row for block, row in zip(own[-len(cells) :], cells, strict=False)})
    for block in notice.blocks:
        text = notice.text[block.start : block.end]
        if block.start in rows:
            yield _Paragraph(text, "row", rows[block.start])
        elif block.kind != "table-row":
            yield _Paragraph(text, block.kind)


class _Press:
    """Sets paragraphs on sheets, from top to bottom."""

    def __init__(self, image: Any, draw: Any, font: Any, variant: Variant) -> None:
        self._image, self._draw, self._font = image, draw, font
        self._variant = variant
        self._scale = variant.dpi / 72
        self._fonts: dict[tuple[str, float], FreeTypeFont] = {}
        self._signed: list[float] = []
        """Where the lines of the signature stand on the present sheet."""
        self._right = 0.0
        self.sheets: list[Sheet] = []
        self._new_sheet()

    def set(self, paragraph: _Paragraph) -> None:
        """Set one paragraph: rows into ruled cells, the others as their kind wants."""
        if paragraph.cells is not None:
            self._row(paragraph)
            return
        kind = paragraph.kind
        size = _TITLE if kind == "title" else _BODY
        face = "bold" if kind in ("title", "heading") else self._variant.font
        font = self._face(face, size)
        indent = 0.0 if kind in ("title", "number", "addressees", "signature", "date") else 2 * font.size
        broken = self._break(paragraph.text, font, indent)
        for number, line in enumerate(broken):
            self._line(line, font, kind, indent if number == 0 else 0.0, full=number < len(broken) - 1)
            if number == 0:
                self.sheets[-1].paragraphs.append(paragraph.text)

    def finish(self) -> None:
        """Close the last sheet."""
        self._close_sheet()

    def _face(self, name: str, points: float) -> FreeTypeFont:
        found = self._fonts.get((name, points))
        if found is None:
            file, index = FONTS[name]
            path = Path("/usr/share/fonts", file)
            if not path.is_file():
                raise SourceNotFoundError(f"{path}: the font is not there; run: apt-get install fonts-noto-cjk fonts-arphic-ukai")
            found = self._fonts[name, points] = self._font.truetype(str(path), round(points * self._scale), index=index)
        return found

    def _new_sheet(self) -> None:
        size = (round(_PAGE[0] * self._scale), round(_PAGE[1] * self._scale))
        self.sheets.append(Sheet(self._image.new("RGB", size, "white")))
        self._pen: ImageDraw = self._draw.Draw(self.sheets[-1].image)
        self._y = _AREA[1]
        self._signed = []

    def _close_sheet(self) -> None:
        number = f"— {len(self.sheets)} —"
        font = self._face("serif", _FOOT)
        x = (_PAGE[0] * self._scale - font.getlength(number)) / 2
        self._pen.text((x, (_AREA[3] + 7 * _MM) * self._scale), number, "black", font)
        if self._variant.seal and self._signed:
            middle = sum(self._signed) / len(self._signed) + _BODY / 2
            self._stamp(self._right * self._scale, middle * self._scale)

    def _advance(self, height: float) -> None:
        if self._y + height > _AREA[3]:
            self._close_sheet()
            self._new_sheet()

    def _break(self, text: str, font: FreeTypeFont, indent: float) -> list[str]:
        """Break a paragraph into lines; figures stay whole, and no line begins with a closing mark or ends with an opening one."""
        width = (_AREA[2] - _AREA[0]) * self._scale
        lines: list[str] = []
        room, line = width - indent, ""
        for unit in _units(" ".join(text.split())):
            if line and font.getlength(line + unit) > room + 1:
                lines.append(line)
                room, line = width, ""
            line += unit
        return [*lines, line]

    def _line(self, line: str, font: FreeTypeFont, kind: str, indent: float, *, full: bool) -> None:
        pitch = _PITCH * font.size / (_BODY * self._scale) if kind == "title" else _PITCH
        self._advance(pitch)
        left, right = _AREA[0] * self._scale, _AREA[2] * self._scale
        length = font.getlength(line)
        y = self._y * self._scale
        spare = right - left - indent - length
        if kind in ("title", "number"):
            x, gap = (left + right - length) / 2, 0.0
        elif kind in ("signature", "date"):
            x, gap = right - 4 * font.size - length, 0.0
            self._signed.append(self._y)
            self._right = (x + length / 2) / self._scale
        else:
            x, gap = left + indent, (spare / (len(line) - 1) if full and 0 < spare < 2.2 * font.size and len(line) > 12 else 0.0)
        for character in line:
            self._pen.text((x, y), character, "black", font)
            x += font.getlength(character) + gap
        self.sheets[-1].lines.append(line)
        self._y += pitch

    def _row(self, paragraph: _Paragraph) -> None:
        cells = paragraph.cells or []
        font = self._face(self._variant.font, _CELL)
        width = (_AREA[2] - _AREA[0]) / len(cells)
        wrapped = [list(_wrap(cell, font, (width - 6) * self._scale)) for cell in cells]
        height = max(1, *map(len, wrapped)) * _CELL * 1.35 + 8
        self._advance(height)
        for column, lines in enumerate(wrapped):
            left = (_AREA[0] + column * width) * self._scale
            box = (left, self._y * self._scale, left + width * self._scale, (self._y + height) * self._scale)
            self._pen.rectangle(box, outline="black", width=max(round(0.75 * self._scale), 1))
            y = self._y + (height - len(lines) * _CELL * 1.35) / 2
            for line in lines:
                self._pen.text((left + 3 * self._scale, y * self._scale), line, "black", font)
                y += _CELL * 1.35
        self._y += height
        self.sheets[-1].lines.append("".join(cells))
        self.sheets[-1].paragraphs.append("\t".join(cells))

    def _stamp(self, x: float, y: float) -> None:
        """Put a round seal (公章) around (x, y): ring, star, name along the ring; ink over print darkens, it does not cover."""
        side = _SEAL_MM * _MM * self._scale
        layer = self._image.new("RGB", self.sheets[-1].image.size, "white")
        pen = self._draw.Draw(layer)
        red = (225, 45, 40)
        pen.ellipse((x - side / 2, y - side / 2, x + side / 2, y + side / 2), outline=red, width=round(side / 34))
        points = []
        for corner in range(10):
            radius = side * (0.16 if corner % 2 == 0 else 0.062)
            turn = math.pi * corner / 5 - math.pi / 2
            points.append((x + radius * math.cos(turn), y + radius * math.sin(turn)))
        pen.polygon(points, fill=red)
        name = "某省某市人民政府办公室公章"
        font = self._face("serif", _SEAL_MM * _MM / 9)
        for number, character in enumerate(name):
            degrees = 210 - 240 * number / (len(name) - 1)
            tile = self._image.new("L", (font.size * 2, font.size * 2), 0)
            self._draw.Draw(tile).text((font.size, font.size), character, 255, font, anchor="mm")
            tile = tile.rotate(degrees - 90, resample=self._image.Resampling.BICUBIC)
            cx = x + side * 0.39 * math.cos(math.radians(degrees)) - font.size
            cy = y - side * 0.39 * math.sin(math.radians(degrees)) - font.size
            layer.paste(red, (round(cx), round(cy)), tile)
        from PIL import ImageChops

        sheet = self.sheets[-1]
        sheet.image = ImageChops.multiply(sheet.image, layer)
        self._pen = self._draw.Draw(sheet.image)


def _units(text: str) -> Iterator[str]:
    """Yield what may not be broken: figures and Latin words, and marks with the character that they cling to."""
    unit = ""
    for character in text:
        clings = character in _NOT_FIRST or (unit[-1:].isascii() and character.isascii() and not character.isspace() and unit[-1:] != " ")
        if unit and not clings and unit[-1] not in _NOT_LAST:
            yield unit
            unit = ""
        unit += character
    yield unit


def _wrap(cell: str, font: FreeTypeFont, width: float) -> Iterator[str]:
    line = ""
    for unit in _units(cell) if cell else ():
        if line and font.getlength(line + unit) > width:
            yield line
            line = ""
        line += unit
    yield line


def _scan(image: Image, variant: Variant, seed: int) -> Image:
    """Return the sheet as a copier gives it back: turned, with noise on yellowish paper, compressed."""
    from PIL import Image as Pillow
    from PIL import ImageFilter

    if variant.angle in (90, 180, 270):
        image = image.rotate(variant.angle, expand=True)
    elif variant.angle:
        image = image.rotate(variant.angle, resample=Pillow.Resampling.BICUBIC, fillcolor="white")
    if variant.noise:
        image = image.filter(ImageFilter.GaussianBlur(0.5 * variant.dpi / 150))
        generator = random.Random(seed)  # noqa: S311 - noise, not secrets
        grain = Pillow.frombytes("L", image.size, generator.randbytes(image.size[0] * image.size[1]))
        # A uniform distribution of width w has a standard deviation of w / sqrt(12).
        spread = variant.noise * math.sqrt(12) / 255
        image = Pillow.merge("RGB", [_add(band, grain, spread, paper) for band, paper in zip(image.split(), (250, 248, 240), strict=True)])
    if variant.quality is not None:
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=variant.quality)
        image = Pillow.open(BytesIO(buffer.getvalue())).convert("RGB")
    return image


def _add(band: Image, grain: Image, spread: float, paper: int) -> Image:
    from PIL import ImageChops

    dimmed = band.point(lambda value: value * paper / 255)
    noise = grain.point(lambda value: 128 + (value - 127.5) * spread)
    return ImageChops.add(dimmed, noise, 1, -128)
