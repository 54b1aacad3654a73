"""Styles and lists of the binary format of Word ([MS-DOC] 2.9.271 STSH, 2.9.147 LSTF, 2.9.131 LFO): what automatic numbering needs."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from .binary import Binary, sprms
from .numbering import Instance, Level, Numbering, Style

__all__ = ["read_numbering", "reference"]

_LEVEL: Final = 0x260A
_LIST: Final = 0x460B
_LAST_LIST: Final = 0x07FE
"""What is higher names no list, or one that the paragraph has been taken out of."""
# MSONFC ([MS-OSHARED] 2.2.1.3) to ST_NumberFormat.
_FORMATS: Final = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimalHalfWidth", 16: "japaneseLegal", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle", 30: "ideographTraditional",
    31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 57: "numberInDash",
    255: "none",
}  # fmt: skip
_SUFFIXES: Final = ("tab", "space", "nothing")


def reference(changes: bytes) -> tuple[str, int | None]:
    """Return what a paragraph's property modifiers say of its list and level, as :meth:`Numbering.label` takes them."""
    number, level = "", None
    for code, operand in sprms(changes):
        if code == _LIST and len(operand) == 2:
            index = struct.unpack("<H", operand)[0]
            number = str(index) if 0 < index <= _LAST_LIST else "0"
        elif code == _LEVEL and operand:
            level = min(operand[0], 8)
    return number, level


def read_numbering(binary: Binary) -> tuple[Numbering, bool]:
    """Return the counters of a document, and whether its lists are damaged so that labels are lost."""
    try:
        instances = _instances(binary)
        styles = dict(_styles(binary.structure(1)))
    except (struct.error, IndexError):
        return Numbering({}, {}, ""), True
    return Numbering(instances, styles, "0"), False


def _styles(data: bytes) -> Iterator[tuple[str, Style]]:
    """Yield the paragraph styles by index, as a style sheet holds them."""
    if len(data) < 6:
        return
    header, count, base = struct.unpack_from("<HHH", data)
    at = 2 + header
    for index in range(count):
        (size,) = struct.unpack_from("<H", data, at)
        style = data[at + 2 : at + 2 + size]
        at += 2 + size
        if size < base + 4:
            continue
        kind, based_on = style[2] & 0xF, struct.unpack_from("<H", style, 2)[0] >> 4
        if kind != 1:
            continue
        name = struct.unpack_from("<H", style, base)[0]
        first = base + 2 + 2 * name + 2  # the properties stand behind the name and its nought
        length = struct.unpack_from("<H", style, first)[0] if first + 2 <= size else 0
        number, level = reference(style[first + 4 : first + 2 + length])
        text = style[base + 2 : base + 2 + 2 * name].decode("utf-16-le", "replace").lower()
        yield str(index), Style(text, "" if based_on == 0xFFF else str(based_on), number or None, level)


def _instances(binary: Binary) -> dict[str, Instance]:
    lists, after = binary.structure(73), binary.after(73)
    if len(lists) < 2:
        return {}
    levels: dict[int, dict[int, Level]] = {}
    at = 0
    for index in range(struct.unpack_from("<H", lists)[0]):
        entry = lists[2 + 28 * index :][:28]
        simple = bool(entry[26] & 1)
        own: dict[int, Level] = {}
        for number in range(1 if simple else 9):
            own[number], at = _level(after, at)
        for number, style in enumerate(struct.unpack_from("<9H", entry, 8)):
            if number in own and style != 0xFFF:
                own[number].style = str(style)
        levels[struct.unpack_from("<i", entry)[0]] = own
    return _overridden(binary.structure(74), levels)


def _overridden(data: bytes, levels: dict[int, dict[int, Level]]) -> dict[str, Instance]:
    """Return the lists as paragraphs refer to them, by index from 1, with the levels that each starts anew or formats itself."""
    if len(data) < 4:
        return {}
    (count,) = struct.unpack_from("<I", data)
    found: dict[str, Instance] = {}
    at = 4 + 16 * min(count, _LAST_LIST)
    for index in range(min(count, _LAST_LIST)):
        (key,) = struct.unpack_from("<i", data, 4 + 16 * index)
        own = dict(levels.get(key, {}))
        starts: dict[int, int] = {}
        at += 4
        for _ in range(data[4 + 16 * index + 12]):
            start, flags = struct.unpack_from("<iI", data, at)
            at += 8
            number = min(flags & 0xF, 8)
            if flags & 0x20:
                own[number], at = _level(data, at)
            if flags & 0x10:
                starts[number] = own[number].start if flags & 0x20 else start
        found[str(index + 1)] = Instance(str(key), own, starts)
    return found


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """Return a level (2.9.150 LVL) and where the next begins."""
    start, form, flags = struct.unpack_from("<iBB", data, at)
    follow = data[at + 15]
    characters, paragraph, limit = data[at + 24], data[at + 25], data[at + 26]
    at += 28 + characters + paragraph
    (length,) = struct.unpack_from("<H", data, at)
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    label = "".join(f"%{ord(char) + 1}" if char < "\x09" else char for char in text)
    restart = limit if flags & 0x08 else None
    suffix = _SUFFIXES[follow] if follow < len(_SUFFIXES) else "tab"
    return Level(start, _FORMATS.get(form, f"nfc-{form}"), label, restart, bool(flags & 0x04), suffix), at + 2 + 2 * length
