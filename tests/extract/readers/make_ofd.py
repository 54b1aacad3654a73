"""Makes OFD files of notices for the tests, by hand and by setting them as :mod:`make_pdf` does."""
# ruff: noqa: E501 - markup stays in one line

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from make_pdf import LEFT, PdfMaker, Row, _placed

MM = 25.4 / 72
NAMESPACE = "http://www.ofdspec.org/2016"
BOX = "0 0 210 297"


def text_object(text: str, x: float, y: float, size: float = 5.0, *, steps: str | None = None, more: str = "", inner: str = "") -> str:
    """A text object whose first baseline begins at (x, y) mm; steps of a full size where none are given."""
    deltas = f"g {len(text) - 1} {size}" if steps is None else steps
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - size} 150 {size * 1.2}" Font="3" Size="{size}" {more}>{inner}'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{deltas}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def page_xml(objects: str, head: str = "") -> str:
    return f'<ofd:Page xmlns:ofd="{NAMESPACE}">{head}<ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def pack(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return buffer.getvalue()


def ofd(pages: list[str], *, common: str = "", more: str = "", body: str = "", members: dict[str, str | bytes] | None = None) -> bytes:
    """An OFD of one document with these pages (content XML), and whatever else its parts are to hold."""
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="Pages/P{number}.xml"/>' for number in range(len(pages)))
    return pack(
        {
            "OFD.xml": f'<ofd:OFD xmlns:ofd="{NAMESPACE}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody></ofd:OFD>',
            "Doc_0/Document.xml": (
                f'<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{BOX}</ofd:PhysicalBox></ofd:PageArea>'
                f"{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{more}</ofd:Document>"
            ),
            **{f"Doc_0/Pages/P{number}.xml": text for number, text in enumerate(pages)},
            **(members or {}),
        }
    )


class OfdMaker(PdfMaker):
    """Sets the same pages as a PDF would have, as OFD."""

    def __init__(self, **options: Any) -> None:
        self.objects: dict[int, list[str]] = {}
        super().__init__(**options)

    def save(self) -> bytes:
        self._close_page()
        self.close_fonts()
        return ofd([page_xml("".join(objects)) for _, objects in sorted(self.objects.items())])

    def _write(self, text: str, x: float, size: float, style: str = "", *, at: float | None = None, twice: bool = False) -> None:
        y = self.y if at is None else at
        steps = " ".join(f"{self._width(character, size, style) * MM:.4f}" for character in text[:-1])
        made = text_object(text, round(x * MM, 4), round(y * MM, 4), round(size * MM, 4), steps=steps)
        self.objects.setdefault(self.pdf.page, []).extend([made] * (2 if twice else 1))

    def _rows(self, rows: list[Row], widths: list[float], size: float) -> None:
        heights = self._row_heights(rows, widths, size)
        for row, column, cell in _placed(rows):
            x, y = LEFT + sum(widths[:column]), self.y + sum(heights[:row])
            wide, high = sum(widths[column : column + cell.columns]) * MM, sum(heights[row : row + cell.rows]) * MM
            path = f"M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C"
            self.objects.setdefault(self.pdf.page, []).append(
                f'<ofd:PathObject ID="1" Boundary="{x * MM} {y * MM} {wide} {high}"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
            )
        super()._rows(rows, widths, size)
