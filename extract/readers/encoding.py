"""Bytes to text: which encoding a source is in, and its characters.

The order is: byte order mark, UTF-16 betrayed by its NUL bytes, valid UTF-8, the declaration (HTTP header, ``<meta charset>``),
the guess of charset-normalizer among the encodings Chinese sources come in, and, where no encoding fits without errors, the one
with the fewest. GB2312 and GBK are read as GB18030 (GB 18030-2022), their superset, because pages declare the small one and use
the large one; Big5 as Big5-HKSCS for the same reason.
"""

from __future__ import annotations

import codecs
import re

from ...schemas.errors import SourceDecodeError
from ..page import count_characters

__all__ = ["REPLACEMENT", "declared_charset", "decode"]

REPLACEMENT = "\ufffd"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ALIASES = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gb-2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "euc-cn": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big-5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cp950": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
_CANDIDATES = ("gb18030", "big5hkscs")
_SAMPLE = 1 << 16
_PRIVATE = re.compile("[\ue000-\uf8ff]+")
_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,8}=\s{0,8}["']?\s{0,8}([A-Za-z0-9_.:-]{2,32})""")
_CONTROL = bytes((*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
# What Chinese text is made of; used only to tell the two byte orders of UTF-16 apart, and both from binary data.
_LIKELY = re.compile("[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e\u2010-\u2027]+")


def declared_charset(head: bytes) -> str | None:
    """Return the charset that the first bytes of a page declare (meta tag, XML declaration), lower case; None without one."""
    found = _CHARSET.search(head[:4096])
    return found.group(1).decode("ascii").lower() if found else None


def decode(data: bytes, declared: str | None = None, *, name: str = "source", markup: bool = False) -> tuple[str, str]:
    """Return ``(text, encoding)`` of ``data``, line breaks normalised to LF, without byte order mark.

    ``declared`` is the charset that a header names; without one, that which the bytes name themselves where they are ``markup``.
    It is believed only if the bytes fit. Bytes that fit no encoding become U+FFFD, for the caller to warn about. Raises
    :class:`SourceDecodeError` where the data is no text at all.
    """
    text, encoding = _decode(data, declared, name, markup=markup)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff"), encoding


def _decode(data: bytes, declared: str | None, name: str, *, markup: bool) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if b"\0" in data[:_SAMPLE]:
        wide = _wide(data)
        if wide is not None:
            return data.decode(wide, "replace"), wide
    head = data[:_SAMPLE]
    if (len(head) - len(head.translate(None, _CONTROL))) * 20 > len(head):
        raise SourceDecodeError(
            f"{name}: binary data, not text (more than 5 % control characters); convert it to HTML or plain text, or give its media type"
        )
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "replace")
    # UTF-8 is redundant enough to be known from a text with holes, or with a stretch in another encoding: GBK bytes rarely make
    # even one valid sequence in ten.
    bad = lenient.count(REPLACEMENT)
    if 2 * bad <= len(lenient) - len(lenient.encode("ascii", "ignore")):
        return lenient, "utf-8"
    declared = declared or (declared_charset(data) if markup else None)
    hint = _ALIASES.get(declared.strip().lower()) if declared else None
    text = _declared(data, hint) if hint else None
    return (text, hint) if text is not None and hint else _fewest_errors(data, hint, lenient, name)


def _declared(data: bytes, hint: str) -> str | None:
    """Return the reading in the encoding that the page declares, None where the bytes do not fit or give private characters."""
    try:
        text = data.decode(hint)
    except UnicodeDecodeError:
        return None
    return text if 50 * _misfits(text) <= len(text) else None


def _wide(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark, or None where the bytes are not that."""
    sample = data[: _SAMPLE & ~1]
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        shares[encoding] = sum(map(len, _LIKELY.findall(text))) / max(len(text), 1)
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= 0.9 else None


def _fewest_errors(data: bytes, hint: str | None, lenient: str, name: str) -> tuple[str, str]:
    """Return the reading with the fewest bytes that do not fit, charset-normalizer's guess first among equals."""
    order = [*dict.fromkeys(item for item in (hint, _guess(data), *_CANDIDATES) if item)]
    readings = {encoding: data.decode(encoding, "replace") for encoding in order if encoding != "utf-8"}
    readings["utf-8"] = lenient
    best = min(readings, key=lambda encoding: _misfits(readings[encoding]))
    text = readings[best]
    bad = text.count(REPLACEMENT)
    if bad * 5 > max(count_characters(text), 1):
        raise SourceDecodeError(
            f"{name}: not text in UTF-8, UTF-16, GB18030 or Big5 (best fit {best}, {bad} places do not decode); "
            "save it as UTF-8, or convert it to a format that can be read"
        )
    return text, best


def _misfits(text: str) -> int:
    """Return how many characters speak against a reading: those that do not decode, and those of private use.

    GB18030 has a place for nearly every pair of bytes, so that Big5 read as GB18030 shows in private characters rather than in errors.
    """
    return text.count(REPLACEMENT) + sum(map(len, _PRIVATE.findall(text)))


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    # The first 64 KiB, cut at a line break so that no character is cut in two.
    head = data[:_SAMPLE]
    if len(data) > _SAMPLE:
        head = head[: head.rfind(b"\n") + 1] or head
    best = from_bytes(head, cp_isolation=["gb18030", "big5hkscs", "big5"]).best()
    return _ALIASES.get(best.encoding.replace("_", "-")) if best else None
