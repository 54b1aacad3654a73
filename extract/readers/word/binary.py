"""The binary format of Word 97-2003 ([MS-DOC]), which WPS writes too (.doc, .wps): text by the piece table, with its properties.

A document is two streams of an OLE file: ``WordDocument`` begins with the FIB, which says where in the table stream (``0Table`` or
``1Table``) the structures lie. All text stands in one sequence of UTF-16 units, addressed by character positions (CP): the body,
then footnotes, headers, comments, endnotes, text boxes. Section numbers below are those of [MS-DOC].
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

__all__ = ["STORIES", "Binary", "BinaryFormatError", "Properties", "sprms"]

STORIES: Final = ("body", "footnote", "header", "macro", "comment", "endnote", "text-box", "header-text-box")
"""The parts of the text in their order (2.5.5, FibRgLw97)."""
_COUNTS: Final = 0x4C  # offset of ccpText in the FIB; the other counts follow
_PAIRS: Final = 0x9A  # offset of FibRgFcLcb97: pairs of offset and length in the table stream
_PAGE: Final = 512
_MOST_RUNS: Final = 2_000_000
_OPERANDS: Final = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes by the three high bits of a property's code (2.2.5.1)
_DEFINE_TABLE: Final = 0xD608
_CHANGE_TABS: Final = 0xC615


class BinaryFormatError(Exception):
    """The streams do not hold what the format says; the message names the structure."""


@dataclass(slots=True)
class Properties:
    """What applies to the characters or the paragraph of a stretch of the file."""

    style: int = 0
    changes: bytes = b""
    """A list of property modifiers (grpprl)."""


@dataclass(slots=True)
class _Piece:
    start: int
    end: int
    offset: int
    width: int
    """Bytes a character: 1 (Windows-1252) or 2 (UTF-16)."""


@dataclass(slots=True)
class _Runs:
    """Stretches of the file, sorted by their offset, with what applies to them."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    properties: list[Properties] = field(default_factory=list)

    def at(self, offset: int) -> tuple[Properties | None, int]:
        """Return the properties at an offset and where they end; the offset after next where nothing says so."""
        index = bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.ends[index]:
            return self.properties[index], self.ends[index]
        return None, self.starts[index + 1] if index + 1 < len(self.starts) else 1 << 62


class Binary:
    """The text of a document and the properties of each place in it."""

    def __init__(self, document: bytes, tables: dict[str, bytes]) -> None:
        """Read ``document``, the stream WordDocument, with the table streams by name; raises :class:`BinaryFormatError`."""
        if len(document) < _PAIRS + 0x200 or document[:2] != b"\xec\xa5":
            raise BinaryFormatError("there is no Word 97-2003 document in it")
        self._document = document
        (flags,) = struct.unpack_from("<H", document, 0x0A)
        self.encrypted = bool(flags & 0x0100)
        self.table = tables.get("1Table" if flags & 0x0200 else "0Table", b"")
        self.counts = dict(zip(STORIES, struct.unpack_from("<8i", document, _COUNTS), strict=True))
        if self.encrypted:
            return
        self._pieces = self._read_pieces()
        self.text = "".join(self._decode(piece) for piece in self._pieces)
        self._starts = [piece.start for piece in self._pieces]
        self._characters = self._read_runs(12, 1)
        self._paragraphs = self._read_runs(13, 13)

    def structure(self, number: int) -> bytes:
        """Return a structure of the table stream by its place in FibRgFcLcb97 (2.5.6); empty where the document has none."""
        at = _PAIRS + 8 * number
        if at + 8 > len(self._document):
            return b""
        offset, length = struct.unpack_from("<II", self._document, at)
        return self.table[offset : offset + length] if length else b""

    def after(self, number: int) -> bytes:
        """Return what stands in the table stream behind a structure; the levels of lists do."""
        offset, length = struct.unpack_from("<II", self._document, _PAIRS + 8 * number)
        return self.table[offset + length :] if length else b""

    def story(self, name: str) -> tuple[int, int]:
        """Return the character positions at which a part of the text begins and ends."""
        start = 0
        for part in STORIES:
            end = start + max(self.counts[part], 0)
            if part == name:
                return min(start, len(self.text)), min(end, len(self.text))
            start = end
        raise KeyError(name)

    def paragraph(self, position: int) -> Properties:
        """Return the properties of the paragraph whose end mark stands at ``position``."""
        found, _ = self._paragraphs.at(self._offset(position)[0])
        return found or Properties()

    def characters(self, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
        """Yield the stretches of ``text[start:end]`` with the property modifiers of their characters."""
        while start < end:
            offset, piece = self._offset(start)
            found, stop = self._characters.at(offset)
            reach = min(end, piece.end, start + max((stop - offset + piece.width - 1) // piece.width, 1))
            yield start, reach, found.changes if found else b""
            start = reach

    def _offset(self, position: int) -> tuple[int, _Piece]:
        piece = self._pieces[max(bisect_right(self._starts, position) - 1, 0)]
        return piece.offset + (position - piece.start) * piece.width, piece

    def _read_pieces(self) -> list[_Piece]:
        """Return the pieces of the text (2.9.38 Clx, 2.8.35 PlcPcd)."""
        data = self.structure(33)
        at = 0
        while at + 3 <= len(data) and data[at] == 1:  # property modifiers for pieces
            at += 3 + struct.unpack_from("<H", data, at + 1)[0]
        if at + 5 > len(data) or data[at] != 2:
            raise BinaryFormatError("its piece table is missing")
        (length,) = struct.unpack_from("<I", data, at + 1)
        plc = data[at + 5 : at + 5 + length]
        count = (len(plc) - 4) // 12
        if count < 1:
            raise BinaryFormatError("its piece table is empty")
        positions = struct.unpack_from(f"<{count + 1}I", plc)
        pieces: list[_Piece] = []
        for index in range(count):
            (offset,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
            narrow = bool(offset & 0x40000000)
            offset &= 0x3FFFFFFF
            width = 1 if narrow else 2
            offset = offset // 2 if narrow else offset
            start, end = positions[index], positions[index + 1]
            if end < start or offset + (end - start) * width > len(self._document) or (pieces and pieces[-1].end != start):
                raise BinaryFormatError("its piece table leads outside the file")
            pieces.append(_Piece(start, end, offset, width))
        return pieces

    def _decode(self, piece: _Piece) -> str:
        """Return the characters of a piece, one for each position (halves of surrogate pairs are joined by who reads them)."""
        data = self._document[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
        if piece.width == 1:
            return data.decode("cp1252", "replace")
        return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data)))

    def _read_runs(self, number: int, width: int) -> _Runs:
        """Return the runs that the pages of a bin table hold (2.8.5, 2.8.6): of characters (``width`` 1) or paragraphs (13)."""
        plc = self.structure(number)
        count = (len(plc) - 4) // 8
        found: list[tuple[int, int, Properties]] = []
        for index in range(max(count, 0)):
            (page,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)
            data = self._document[(page & 0x3FFFFF) * _PAGE :][:_PAGE]
            if len(data) < _PAGE or len(found) > _MOST_RUNS:
                continue
            runs = data[-1]
            if 4 * (runs + 1) + width * runs > _PAGE - 1:
                continue
            offsets = struct.unpack_from(f"<{runs + 1}I", data)
            for run in range(runs):
                at = 2 * data[4 * (runs + 1) + width * run]
                found.append((offsets[run], offsets[run + 1], _properties(data, at, paragraph=width > 1)))
        found.sort(key=lambda item: item[0])
        return _Runs([item[0] for item in found], [item[1] for item in found], [item[2] for item in found])


def _properties(page: bytes, at: int, *, paragraph: bool) -> Properties:
    """Return what a page says at an offset (2.9.23 Chpx, 2.9.175 PapxInFkp)."""
    if not at or at >= _PAGE - 1:
        return Properties()
    size = page[at]
    at += 1
    if not paragraph:
        return Properties(0, page[at : at + size])
    if size:
        size = 2 * size - 1
    else:
        size = 2 * page[at]
        at += 1
    data = page[at : at + size]
    return Properties(struct.unpack_from("<H", data)[0], data[2:]) if len(data) >= 2 else Properties()


def sprms(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the property modifiers of a list with their operands (2.6.1); ends where the list is broken."""
    at = 0
    while at + 3 <= len(changes):
        (code,) = struct.unpack_from("<H", changes, at)
        at += 2
        size = _OPERANDS[code >> 13]
        if not size:
            if code == _DEFINE_TABLE:
                size = 1 + struct.unpack_from("<H", changes, at)[0] if at + 2 <= len(changes) else len(changes)
            elif code == _CHANGE_TABS and changes[at] == 0xFF:
                return  # its length takes a calculation of its own and nothing here needs what follows
            else:
                size = 1 + changes[at]
        yield code, changes[at : at + size]
        at += size
