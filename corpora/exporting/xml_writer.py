"""XML text, written as it comes: escaped, well-formed, and with nothing in it that XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

__all__ = ["Attributes", "XmlWriter", "iri", "iri_step", "iso_day", "xml_text"]

Attributes = Mapping[str, str | int | None]
"""Names with their values; those that are null are left out."""

_NONE: Final[Attributes] = {}
_LINE: Final = ("", "\n")
# XML 1.0, section 2.2: no control characters but tab and line ends, no half of a surrogate pair, neither U+FFFE nor U+FFFF.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP: Final = re.compile("[&<>\r]")
_QUOTED: Final = re.compile('[&<>"\t\n\r]')
# RFC 3987: no blanks, no brackets of other grammars, no control characters, nothing private, and % only before two digits.
_NOT_IN_IRI: Final = re.compile(
    '[\x00-\x20"<>\\\\^`{|}\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\uf8ff\ufff0-\uffff]|%(?![0-9A-Fa-f]{2})'
)
_DELIMITERS: Final = re.compile(r"[%/?#\[\]]")


class XmlWriter:
    """Writes one document; what is opened is closed in turn, so that depth costs no recursion."""

    __slots__ = ("_open", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[str] = []

    def open(self, tag: str, attributes: Attributes = _NONE, *, line: bool = True) -> None:
        """Begin an element, on a line of its own unless text stands around it (``line`` false)."""
        self._parts.append(f"{_LINE[line]}<{tag}{_attributes(attributes)}>")
        self._open.append(tag)

    def close(self, times: int = 1) -> None:
        """End the innermost elements."""
        for _ in range(times):
            self._parts.append(f"</{self._open.pop()}>")

    def empty(self, tag: str, attributes: Attributes = _NONE, *, line: bool = True) -> None:
        """Write an element that holds nothing."""
        self._parts.append(f"{_LINE[line]}<{tag}{_attributes(attributes)}/>")

    def text(self, words: str) -> None:
        """Write character data."""
        words = xml_text(words)
        self._parts.append(_MARKUP.sub(_reference, words) if _MARKUP.search(words) else words)

    def leaf(self, tag: str, words: str, attributes: Attributes = _NONE, *, line: bool = True) -> None:
        """Write an element that holds text only."""
        self.open(tag, attributes, line=line)
        self.text(words)
        self.close()

    def add(self, other: XmlWriter) -> None:
        """Write all that ``other`` has written."""
        self._parts += other._parts

    def data(self) -> bytes:
        """Return the document as UTF-8 with its XML declaration."""
        return "".join(['<?xml version="1.0" encoding="UTF-8"?>', *self._parts, "\n"]).encode()


def xml_text(words: str) -> str:
    """Return ``words`` with what XML cannot hold replaced one for one, so that offsets stay.

    A form feed and its like become a blank, other control characters their pictures (U+2400 …), halves of surrogate pairs and
    U+FFFE, U+FFFF the replacement character U+FFFD.
    """
    return _ILLEGAL.sub(_picture, words) if _ILLEGAL.search(words) else words


def iri(words: str) -> str:
    """Return ``words`` fit for a place where an IRI is wanted: Chinese stays, blanks and what no IRI holds are percent-encoded."""
    return _NOT_IN_IRI.sub(_encoded, words)


def iri_step(words: str) -> str:
    """Return ``words`` as one step of the path of an IRI."""
    return iri(_DELIMITERS.sub(_encoded, words))


def iso_day(value: str | None) -> str | None:
    """Return ``value`` where it is a day of ISO 8601, which XML Schema wants of its dates."""
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _attributes(attributes: Attributes) -> str:
    written = []
    for name, value in attributes.items():
        if value is None:
            continue
        words = str(value) if isinstance(value, int) else xml_text(value)
        quoted = _QUOTED.sub(_reference, words) if _QUOTED.search(words) else words
        written.append(f' {name}="{quoted}"')
    return "".join(written)


def _reference(match: re.Match[str]) -> str:
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}.get(match[0]) or f"&#{ord(match[0])};"


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0].isspace():
        return " "
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
