"""Reader for Word 97-2003 and WPS documents (.doc, .wps): the text by the piece table, tables, automatic numbering, margins and notes.

What is no such document (RTF, Word 6, ODF text) goes through LibreOffice (:mod:`.conversion`).
"""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ....schemas.errors import ArchiveError, MissingExtraError
from ....schemas.notice import NoticeWarning
from ...page import Page, RawBlock, assemble, count_characters
from ..furniture import merge_asides
from ..text import reading_warnings
from . import conversion
from .binary import Binary, BinaryFormatError, sprms
from .fields import Fields
from .lists import read_numbering, reference
from .margins import margin_block
from .number_formats import symbol
from .numbering import Numbering
from .tables import WordCell, WordRow, table_rows

__all__ = ["read"]

_DELETED: Final = 0x0800
_HIDDEN: Final = 0x083C
_SYMBOL: Final = 0x6A09
_IN_TABLE: Final = 0x2416
_ROW_END: Final = 0x2417
_DEPTH: Final = 0x6649
_OLD_NUMBERING: Final = 0xC63E
_HUGE: Final = 0x6646
_TABLE: Final = 0xD608
_HEADER_ROW: Final = 0x3404
_NOTES: Final = (("footnote", "footnote"), ("endnote", "endnote"), ("comment", "comment"))
_SAME_EDGE: Final = 30  # twips by which the edges of cells in different rows may differ and be one


def read(data: bytes, *, name: str, charset: str | None, media_type: str) -> Page:
    """Return the page that a document of Word 97-2003 or WPS holds.

    Raises :class:`ArchiveError` for a damaged or encrypted file and one that holds no document, :class:`MissingExtraError` without
    olefile; what :func:`.conversion.read` raises for older formats.
    """
    streams = _streams(data, name)
    if "WordDocument" not in streams:
        raise ArchiveError(f"{name}: an OLE file without a Word document (a workbook, slides, an encrypted file?); save it as DOCX")
    tables = {key: streams.get(key, b"") for key in ("0Table", "1Table")}
    try:
        binary = Binary(streams["WordDocument"], tables)
        if not binary.encrypted:
            return _Document(binary, streams.get("Data", b"")).page(media_type)
    except BinaryFormatError:  # Word 6 and 95 have other structures
        return conversion.read(data, name=name, charset=charset, media_type=media_type)
    except (struct.error, IndexError) as error:
        raise ArchiveError(f"{name}: is damaged ({error}); open it in Word or WPS and save it as DOCX") from error
    raise ArchiveError(f"{name}: is encrypted; save it without a password")


def _streams(data: bytes, name: str) -> dict[str, bytes]:
    try:
        import olefile
    except ImportError as error:
        raise MissingExtraError(f"{name}: reading Word 97-2003 documents needs olefile; pip install 'gongwen[office]'") from error
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            found = {}
            for stream in ("WordDocument", "0Table", "1Table", "Data"):
                if file.exists(stream):
                    found[stream] = file.openstream(stream).read()
            return found
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise ArchiveError(f"{name}: not a whole OLE file ({error}); it may be cut off or damaged: fetch it again") from error


class _Document:
    """A document being read."""

    def __init__(self, binary: Binary, data: bytes) -> None:
        self.binary = binary
        self.data = data
        self.numbering, self.lists_damaged = read_numbering(binary)
        self.characters = 0
        self.lost_labels = 0

    def page(self, media_type: str) -> Page:
        heads, feet = self._margins()
        boxes = _anchored(self.binary)
        body = self._story(*self.binary.story("body"), self.numbering, boxes)
        notes = [block for story, kind in _NOTES for block in self._set_aside(*self.binary.story(story), kind)]
        blocks = [*heads, *body, *notes, *feet]
        page = assemble(merge_asides(blocks), [], reader="doc", media_type=media_type, characters=self.characters)
        if self.numbering.unknown:
            forms = ", ".join(sorted(self.numbering.unknown))
            page.warnings.append(
                NoticeWarning("numbering-format", f"automatic numbering in {forms} was written in decimals; compare the labels")
            )
        if self.lost_labels or self.lists_damaged:
            what = f"of {self.lost_labels} paragraphs " if self.lost_labels else ""
            page.warnings.append(
                NoticeWarning("numbering-lost", f"the automatic numbering {what}could not be read; save it as DOCX and read that")
            )
        page.warnings += reading_warnings(page, "")
        return page

    def _story(self, start: int, end: int, numbering: Numbering | None, boxes: dict[int, tuple[int, int]]) -> list[RawBlock]:
        self.characters += _shown_characters(self.binary.text[start:end])
        walk = _Walk(self, numbering, boxes)
        walk.read(start, end)
        return walk.finish()

    def read_box(self, start: int, end: int) -> list[RawBlock]:
        """Return the paragraphs of a text box."""
        return self._story(start, end, self.numbering, {})

    def _set_aside(self, start: int, end: int, reason: str) -> Iterator[RawBlock]:
        for block in self._story(start, end, None, {}):
            block.aside, block.grid = block.aside or reason, None
            yield block

    def _margins(self) -> tuple[list[RawBlock], list[RawBlock]]:
        """Return the blocks of headers and footers (2.8.22 Plcfhdd: six notes' separators, then six stories a section)."""
        first, end = self.binary.story("header")
        plc = self.binary.structure(11)
        positions = struct.unpack(f"<{len(plc) // 4}I", plc[: len(plc) // 4 * 4])
        heads: list[RawBlock] = []
        feet: list[RawBlock] = []
        for index, (start, stop) in enumerate(pairwise(positions)):
            if index < 6 or stop <= start or first + stop > end:
                continue
            is_head = (index - 6) % 6 in {0, 1, 4}
            for block in self._story(first + start, first + stop, None, {}):
                (heads if is_head else feet).append(margin_block(block, is_head=is_head))
        return heads, feet

    def paragraph(self, position: int) -> tuple[str, bytes]:
        """Return the style and the property modifiers of a paragraph, those that lie in the data stream too."""
        found = self.binary.paragraph(position)
        changes = found.changes
        for code, operand in sprms(changes):
            if code == _HUGE and len(operand) == 4:
                (at,) = struct.unpack("<I", operand)
                if at + 2 <= len(self.data):
                    (size,) = struct.unpack_from("<H", self.data, at)
                    changes += self.data[at + 2 : at + 2 + size]
                break
        return str(found.style), changes


class _Walk:
    """Walks one story of the text."""

    def __init__(self, document: _Document, numbering: Numbering | None, boxes: dict[int, tuple[int, int]]) -> None:
        self.document = document
        self.numbering = numbering
        self.anchors = boxes
        self.blocks: list[RawBlock] = []
        self.rows: list[WordRow] = []
        self.edges: list[list[int]] = []
        self.row = WordRow()
        self.cell: list[RawBlock] = []
        self.text: list[str] = []
        self.aside: list[tuple[str, str]] = []
        self.fields = Fields()
        self.pending: list[tuple[int, int]] = []

    def read(self, start: int, end: int) -> None:
        """Take the characters of a stretch."""
        text = self.document.binary.text
        for first, last, changes in self.document.binary.characters(start, end):
            reason, sign = _character_properties(changes)
            for position in range(first, last):
                if position in self.anchors:
                    self.pending.append(self.anchors[position])
                self._take(text[position], position, reason, sign)

    def finish(self) -> list[RawBlock]:
        """Return the blocks."""
        if self.text or self.aside:
            self._paragraph("0", b"", in_table=False)
        self._end_table()
        return self.blocks

    def _take(self, char: str, position: int, reason: str | None, sign: str) -> None:
        if char in "\r\x07\x0c":
            self._end(char, position)
        elif char == "\x13":
            self.fields.begin()
        elif char == "\x14":
            self.fields.separate()
        elif char == "\x15":
            drawn = self.fields.end()
            self.document.characters += count_characters(drawn)
            self._add(drawn, reason or self.fields.reason())
        elif self.fields.in_code:
            self.fields.instruct(char)
        else:
            shown = sign if char == "(" and sign else _SHOWN.get(char, "" if char < " " else char)
            self._add(shown, reason or self.fields.reason())

    def _add(self, text: str, reason: str | None) -> None:
        if reason is None:
            self.text.append(text)
        elif self.aside and self.aside[-1][0] == reason:
            self.aside[-1] = (reason, self.aside[-1][1] + text)
        elif text:
            self.aside.append((reason, text))

    def _end(self, mark: str, position: int) -> None:
        style, changes = self.document.paragraph(position)
        flags = {code: operand for code, operand in sprms(changes) if code in {_IN_TABLE, _ROW_END, _DEPTH}}
        in_table = any(flags.get(code, b"\0")[:1] not in {b"\0", b""} for code in (_IN_TABLE, _DEPTH))
        if in_table and mark == "\x07" and flags.get(_ROW_END, b"\0")[:1] == b"\1":
            self._end_row(changes)
            return
        if not in_table:
            self._end_table()
        self._paragraph(style, changes, in_table=in_table)
        if in_table and mark == "\x07":
            self.row.cells.append(WordCell(len(self.row.cells), 1, "", self.cell))
            self.cell = []

    def _paragraph(self, style: str, changes: bytes, *, in_table: bool) -> None:
        label = ""
        if self.numbering is not None:
            label = self.numbering.label(style, *reference(changes))
            self.document.characters += count_characters(label)
            self.document.lost_labels += not label and any(code == _OLD_NUMBERING for code, _ in sprms(changes))
        text = "".join(self.text)
        text = _joined(label + text.lstrip() if label else text)
        out = self.cell if in_table else self.blocks
        for line in text.split("\n"):
            kept = line.strip()
            if kept:
                out.append(RawBlock(kept, "\n" + line[: len(line) - len(line.lstrip())]))
        out += [RawBlock(kept, aside=kind) for kind, held in self.aside if (kept := _joined(held).strip())]
        self.text, self.aside = [], []
        pending, self.pending = self.pending, []
        for start, end in pending:
            out += self.document.read_box(start, end)

    def _end_row(self, changes: bytes) -> None:
        if self.text or self.aside:  # before the mark of a row there should be nothing
            self._paragraph("0", b"", in_table=False)
        operands = {code: operand for code, operand in sprms(changes) if code in {_TABLE, _HEADER_ROW}}
        self.row.head = operands.get(_HEADER_ROW, b"\0")[:1] == b"\1"
        edges, merges = _definition(operands.get(_TABLE, b""), len(self.row.cells))
        for cell, (_, vertical) in zip(self.row.cells, merges, strict=False):
            cell.merge = vertical
        for index in range(len(merges) - 1, 0, -1):
            if merges[index][0] and index < len(self.row.cells):  # merged with the cell before it
                held = self.row.cells.pop(index)
                self.row.cells[index - 1].blocks += held.blocks
                del edges[index]
        self.rows.append(self.row)
        self.edges.append(edges)
        self.row, self.cell = WordRow(), []

    def _end_table(self) -> None:
        if self.row.cells or self.cell:  # a row without an end
            self.row.cells.append(WordCell(len(self.row.cells), 1, "", self.cell))
            self.rows.append(self.row)
            self.edges.append([])
        if self.rows:
            _place(self.rows, self.edges)
            self.blocks += table_rows(self.rows)
        self.rows, self.edges, self.row, self.cell = [], [], WordRow(), []


_SHOWN: Final = {"\x0b": "\n", "\t": "\t", "\x1e": "-"}


def _shown_characters(text: str) -> int:
    """Return how many characters of a stretch are shown, the instructions of fields left out; counted before it is taken apart."""
    shown: list[str] = []
    results: list[bool] = []
    for char in text:
        if char == "\x13":
            results.append(False)
        elif char == "\x14" and results:
            results[-1] = True
        elif char == "\x15" and results:
            results.pop()
        elif (not results or results[-1]) and char >= " ":
            shown.append(char)
        elif (not results or results[-1]) and char == "\x1e":
            shown.append("-")
    return count_characters(_joined("".join(shown)))


def _joined(text: str) -> str:
    """Return the text with halves of surrogate pairs made one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if re.search("[\ud800-\udfff]", text) else text


def _character_properties(changes: bytes) -> tuple[str | None, str]:
    """Return why characters are set aside, and the symbol that stands for them."""
    reason: str | None = None
    sign = ""
    for code, operand in sprms(changes):
        if code == _DELETED and operand[:1] == b"\1":
            reason = "deleted"
        elif code == _HIDDEN and operand[:1] == b"\1":
            reason = reason or "hidden"
        elif code == _SYMBOL and len(operand) == 4:
            sign = symbol(chr(struct.unpack("<HH", operand)[1]))
    return reason, sign


def _definition(operand: bytes, count: int) -> tuple[list[int], list[tuple[bool, str]]]:
    """Return the edges of a row's cells in twips and for each cell whether it is merged to the left, and its vertical merge.

    2.9.324 TDefTableOperand: a count, the edges, and a TC80 of 20 bytes for each cell, the last of which may be missing.
    """
    if len(operand) < 3 or operand[2] != count or len(operand) < 3 + 2 * (count + 1):
        return [], [(False, "")] * count
    edges = list(struct.unpack_from(f"<{count + 1}h", operand, 3))
    merges = []
    for index in range(count):
        at = 3 + 2 * (count + 1) + 20 * index
        flags = struct.unpack_from("<H", operand, at)[0] if at + 2 <= len(operand) else 0
        merges.append((flags & 3 == 1, {1: "continue", 3: "restart"}.get(flags >> 5 & 3, "")))
    return edges, merges


def _place(rows: list[WordRow], edges: list[list[int]]) -> None:
    """Give the cells their columns in the grid that the edges of all rows form."""
    known = [row_edges for row, row_edges in zip(rows, edges, strict=True) if len(row_edges) == len(row.cells) + 1]
    if len(known) < len(rows):
        return  # the rows do not all say where their cells stand: each cell keeps its number
    lines: list[int] = []
    for edge in sorted({edge for row_edges in known for edge in row_edges}):
        if not lines or edge - lines[-1] > _SAME_EDGE:
            lines.append(edge)

    def column(edge: int) -> int:
        return bisect_right(lines, edge) - 1

    for row, row_edges in zip(rows, edges, strict=True):
        for cell, left, right in zip(row.cells, row_edges, row_edges[1:], strict=False):
            cell.column = column(left)
            cell.width = max(column(right) - cell.column, 1)


def _anchored(binary: Binary) -> dict[int, tuple[int, int]]:
    """Return the stretches of the text boxes of the body by the position that each hangs on (2.8.25 PlcfSpa, 2.8.31 PlcftxbxTxt)."""
    first, last = binary.story("text-box")
    body, end = binary.story("body")
    shapes = binary.structure(40)
    count = max((len(shapes) - 4) // 30, 0)
    anchors: dict[int, int] = {}
    for index in range(count):
        (position,) = struct.unpack_from("<I", shapes, 4 * index)
        (identifier,) = struct.unpack_from("<i", shapes, 4 * (count + 1) + 26 * index)
        anchors[identifier] = min(body + position, max(end - 1, 0))
    boxes = binary.structure(56)
    number = max((len(boxes) - 4) // 26, 0)
    found: dict[int, tuple[int, int]] = {}
    for index in range(number):
        start, stop = struct.unpack_from("<II", boxes, 4 * index)
        (identifier,) = struct.unpack_from("<i", boxes, 4 * (number + 1) + 22 * index + 14)
        position = anchors.get(identifier, max(end - 1, 0))
        while position in found and position > body:
            position -= 1
        if first + stop <= last and stop > start:
            found[position] = (first + start, first + stop)
    return found
