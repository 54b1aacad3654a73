"""Makes PDF of notices for the tests, set as GB/T 9704-2012 asks: 28 characters a line, 22 lines a page, page numbers — 1 —.

``fonts()`` skips the test where no CJK font is installed (Debian: fonts-noto-cjk).
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest
from fpdf import FPDF
from gongwen.extract.readers import read

WIDTH, HEIGHT = 595.28, 841.89
LEFT: Final = 79.37  # 28 mm
RIGHT: Final = LEFT + 442.2  # 156 mm of text
TOP: Final = 104.9  # 37 mm
BOTTOM: Final = HEIGHT - 99.2  # 35 mm
SIZE: Final = 442.2 / 28  # 三号, as the grid of 28 characters has it
PITCH: Final = 29.0

_NOTO = ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")
_SIMPLIFIED = 2  # which of the collection
_NO_START = "，。、；：！？）】》〉」』”’％,.;:!?)]}%"
_NO_END = "（【《〈「『“‘(["
_ATOM = re.compile(r"[A-Za-z0-9.,:/%+-]+|.", re.DOTALL)


def fonts() -> tuple[str, str]:
    """Return the paths of a regular and a bold CJK font; skips the test where there are none."""
    if not all(Path(path).is_file() for path in _NOTO):
        pytest.skip("no CJK font (Debian: fonts-noto-cjk)")
    return _NOTO


@lru_cache(maxsize=2)
def _small(path: str) -> str:
    """Return a font with the characters of the samples and of the tests beside: the whole costs a second for every file made."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    tests = Path(__file__).parents[2]
    texts = [*(tests / "samples").glob("*.txt"), *Path(__file__).parent.glob("*.py"), *(tests / "evaluation").glob("*.py")]
    font = TTFont(path, fontNumber=_SIMPLIFIED, lazy=True)
    unused = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    small = subset.Subsetter(subset.Options(layout_features=[], hinting=False, desubroutinize=True, drop_tables=unused))
    small.populate(text="".join(one.read_text(encoding="utf-8") for one in texts))
    small.subset(font)
    folder = Path(tempfile.mkdtemp(prefix="gongwen-font-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    font.save(folder / "notice.otf")
    font.close()
    return str(folder / "notice.otf")


@dataclass(frozen=True, slots=True)
class Span:
    """A table cell that spans rows or columns; the places it covers are left out of the rows."""

    text: str
    rows: int = 1
    columns: int = 1


Row = list[str | Span]


class PdfMaker:
    """Sets text on pages, from the top down."""

    def __init__(
        self,
        *,
        head: str | None = None,
        numbers: str | None = "— {} —",
        watermark: str | None = None,
        columns: int = 1,
        bold_twice: bool = False,
    ) -> None:
        self.pdf = FPDF(format="A4", unit="pt")
        self.pdf.set_auto_page_break(auto=False)
        self._fonts: set[str] = set()
        self.head, self.numbers, self.watermark, self.bold_twice = head, numbers, watermark, bold_twice
        self.columns, self.column = columns, 0
        self.notes: list[str] = []
        self._last = ("", 0.0)
        self.y = 0.0
        self.top = TOP
        self._widths: dict[tuple[str, str, float], float] = {}
        self._add_page()

    def title(self, *lines: str, size: float = 22.0) -> None:
        """Set lines in the middle, large."""
        for line in lines:
            self._room(size * 1.6)
            self._write(line, self.left + (self.measure - self._width(line, size)) / 2, size, twice=self.bold_twice)
        self.y += PITCH / 2

    def paragraph(self, text: str, *, indent: float = 2.0, hang: float = 0.0, size: float = SIZE, style: str = "") -> None:
        """Set a paragraph: its first line indented by ``indent`` characters, the others by ``hang``."""
        for number, line in enumerate(self.break_lines(text, indent, hang, size)):
            self._room(PITCH)
            self._write(line, self.left + (hang if number else indent) * size, size, style)

    def raised(self, mark: str) -> None:
        """Set a small mark above and behind the end of the last line."""
        text, x = self._last
        self._write(mark, x + self._width(text, SIZE), SIZE * 0.58, at=self.y - SIZE * 0.4)

    def right(self, text: str, *, inset: float = 4.0) -> None:
        """Set a line that ends ``inset`` characters before the right edge."""
        self._room(PITCH)
        self._write(text, self.right_edge - self._width(text, SIZE) - inset * SIZE, SIZE)

    def blank(self, lines: int = 1) -> None:
        """Leave lines out."""
        self.y += PITCH * lines

    def footnote(self, text: str) -> None:
        """Set a note at the foot of the present page, in 小五, below a short rule."""
        self.notes.append(text)

    def table(self, rows: list[Row], widths: list[float], *, header: int = 0, size: float = 12.0) -> None:
        """Set a ruled table with columns of ``widths`` points; at a page break the first ``header`` rows are repeated.

        Rows joined by a span are kept on one page.
        """
        start = 0
        while start < len(rows):
            end = start + 1
            reach = _reach(rows[start])
            while end < start + reach:
                reach = max(reach, end - start + _reach(rows[end]))
                end += 1
            group = rows[start:end]
            if self.y + sum(self._row_heights(group, widths, size)) > self.limit:
                self._add_page()
                if header and start >= header:
                    self._rows(rows[:header], widths, size)
            self._rows(group, widths, size)
            start = end
        self.y += PITCH / 2

    def save(self) -> bytes:
        """Return the file."""
        self._close_page()
        data = bytes(self.pdf.output())
        self.close_fonts()
        return data

    def close_fonts(self) -> None:
        """Close the files of the fonts; left to the garbage collector, they are a warning in whatever test runs then."""
        for font in self.pdf.fonts.values():
            font.ttfont.close()

    @property
    def left(self) -> float:
        """Left edge of the present column."""
        return LEFT + self.column * (self.measure + SIZE * 2)

    @property
    def right_edge(self) -> float:
        """Right edge of the present column."""
        return self.left + self.measure

    @property
    def measure(self) -> float:
        """Width of a column."""
        return (RIGHT - LEFT - (self.columns - 1) * SIZE * 2) / self.columns

    @property
    def limit(self) -> float:
        """Where the text of the page must end."""
        return BOTTOM - (20 + 14 * len(self.notes) if self.notes else 0)

    def break_lines(self, text: str, indent: float, hang: float, size: float) -> list[str]:
        """Return the lines of a paragraph; what may not begin or end a line does not."""
        lines: list[str] = []
        line, room = "", self.measure - indent * size
        for atom in _atoms(text):
            wide = self._width(atom, size)
            if line and self._width(line, size) + wide > room + 0.1:
                lines.append(line)
                line, room = "", self.measure - hang * size
            line += atom
        return [*lines, line] if line else lines

    def _room(self, height: float) -> None:
        if self.y + height > self.limit:
            if self.column + 1 < self.columns:
                self.column += 1
                self.y = self.top
            else:
                self._add_page()
        self.y += height

    def _add_page(self) -> None:
        if self.pdf.page:
            self._close_page()
        self.pdf.add_page()
        self.y = self.top = TOP
        self.column = 0
        if self.watermark:
            self.pdf.set_text_color(215)
            self._font(60)
            with self.pdf.rotation(45, WIDTH / 2, HEIGHT / 2):
                self.pdf.text(WIDTH / 2 - 30 * len(self.watermark), HEIGHT / 2, self.watermark)
            self.pdf.set_text_color(0)
        if self.head:
            self._write(self.head, LEFT, 10.5, at=56.0)

    def _close_page(self) -> None:
        number = self.pdf.page
        if self.numbers:
            text = self.numbers.format(number)
            x = LEFT + SIZE if number % 2 == 0 else RIGHT - SIZE - self._width(text, 14)
            self._write(text, x, 14, at=BOTTOM + 30)
        for index, note in enumerate(self.notes):
            y = BOTTOM - 14 * (len(self.notes) - index)
            if not index:
                self.pdf.line(LEFT, y - 12, LEFT + 120, y - 12)
            self._write(note, LEFT, 9, at=y)
        self.notes = []

    def _write(self, text: str, x: float, size: float, style: str = "", *, at: float | None = None, twice: bool = False) -> None:
        self._font(size, style)
        y = self.y if at is None else at
        self.pdf.text(x, y, text)
        self._last = (text, x)
        if twice:
            self.pdf.text(x + 0.4, y, text)

    def _font(self, size: float, style: str = "") -> None:
        if style not in self._fonts:
            self.pdf.add_font("notice", style, _small(fonts()[style == "B"]))
            self._fonts.add(style)
        self.pdf.set_font("notice", style, size)

    def _width(self, text: str, size: float, style: str = "") -> float:
        total = 0.0
        for character in text:
            key = (character, style, size)
            if key not in self._widths:
                self._font(size, style)
                self._widths[key] = self.pdf.get_string_width(character)
            total += self._widths[key]
        return total

    def _cell_lines(self, text: str, width: float, size: float) -> list[str]:
        lines, line = [], ""
        for atom in _atoms(text):
            if line and self._width(line + atom, size) > width - 8:
                lines.append(line)
                line = ""
            line += atom
        return [*lines, line]

    def _row_heights(self, rows: list[Row], widths: list[float], size: float) -> list[float]:
        heights = [size * 1.7] * len(rows)
        for row, column, cell in _placed(rows):
            if cell.rows == 1:
                count = len(self._cell_lines(cell.text, sum(widths[column : column + cell.columns]), size))
                heights[row] = max(heights[row], size * (1.3 * count + 0.5))
        return heights

    def _rows(self, rows: list[Row], widths: list[float], size: float) -> None:
        heights = self._row_heights(rows, widths, size)
        for row, column, cell in _placed(rows):
            x, y = LEFT + sum(widths[:column]), self.y + sum(heights[:row])
            wide, high = sum(widths[column : column + cell.columns]), sum(heights[row : row + cell.rows])
            self.pdf.rect(x, y, wide, high)
            for number, line in enumerate(self._cell_lines(cell.text, wide, size)):
                self._write(line, x + 4, size, at=y + size * (1.2 + 1.3 * number))
        self.y += sum(heights)


def _atoms(text: str) -> list[str]:
    """Return what cannot be parted: words and figures, characters with the punctuation that clings to them."""
    atoms: list[str] = []
    for atom in _ATOM.findall(text):
        if atoms and (atom[0] in _NO_START or atoms[-1][-1] in _NO_END):
            atoms[-1] += atom
        else:
            atoms.append(atom)
    return atoms


def _reach(row: Row) -> int:
    return max((cell.rows for cell in row if isinstance(cell, Span)), default=1)


def _placed(rows: list[Row]) -> list[tuple[int, int, Span]]:
    """Return (row, column, cell) of all cells; those that reach down from above take their places."""
    taken: set[tuple[int, int]] = set()
    found = []
    for number, row in enumerate(rows):
        column = 0
        for item in row:
            cell = item if isinstance(item, Span) else Span(item)
            while (number, column) in taken:
                column += 1
            taken |= {(number + down, column + across) for down in range(cell.rows) for across in range(cell.columns)}
            found.append((number, column, cell))
            column += cell.columns
    return found


@lru_cache(maxsize=32)
def notice_lines(sample: str) -> tuple[str, ...]:
    """Return the lines of a sample of tests/samples as its text reader gives them: furniture and index table taken out."""
    path = Path(__file__).parents[2] / "samples" / sample
    return tuple(line for line in read(path.read_bytes(), name=sample).text.split("\n") if line.strip())


def set_notice(maker: PdfMaker, lines: tuple[str, ...], *, title: int, signature: tuple[str, ...] = ()) -> None:
    """Set the lines of a notice: the first ``title`` in the middle, addressees without indentation, ``signature`` at the right.

    Rows of a data table (with tabs) become a ruled table.
    """
    maker.title(*[line.strip() for line in lines[:title]])
    rows: list[Row] = []
    for line in lines[title:]:
        text = line.strip()
        if "\t" in text:
            rows.append(list(text.split("\t")))
            continue
        if text in signature:
            maker.right(text)
        else:
            maker.paragraph(text, indent=0 if text.endswith((":", "：")) and len(text) > 8 else 2)
    if rows:
        maker.table(rows, [110.0] * max(map(len, rows)))


def scanned(data: bytes, pages: set[int] | None = None, *, dpi: int = 120, layer: str | None = None) -> bytes:
    """Return a PDF whose ``pages`` (from 1; all where left out) are images of those of ``data``, the others dropped.

    ``layer`` is a text drawn over each image, as scanners and portals stamp their watermark.
    """
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    pdf = FPDF(format="A4", unit="pt")
    if layer:
        pdf.add_font("notice", "", _small(fonts()[0]))
    for index in range(len(document)):
        if pages is not None and index + 1 not in pages:
            continue
        pdf.add_page()
        pdf.image(document[index].render(scale=dpi / 72).to_pil(), 0, 0, WIDTH, HEIGHT)
        if layer:
            pdf.set_font("notice", size=14)
            pdf.text(LEFT, 60, layer)
    document.close()
    result = bytes(pdf.output())
    for font in pdf.fonts.values():
        font.ttfont.close()
    return result


def merged(*files: bytes) -> bytes:
    """Return one PDF with the pages of all."""
    from io import BytesIO

    from pypdfium2 import PdfDocument

    whole = PdfDocument.new()
    for data in files:
        whole.import_pages(PdfDocument(data))
    out = BytesIO()
    whole.save(out)
    return out.getvalue()
