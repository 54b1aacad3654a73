"""The one table of formats: how each is recognised, and which module reads it.

To add a reader, write ``readers/<format>.py`` with ``read(data, *, name, charset, media_type) -> Page`` and set ``module`` in the
format's line below. A format without a module is listed too, so that its sources are refused by name, with a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from ...schemas.errors import UnsupportedFormatError
from ..limits import current
from ..page import Page

__all__ = ["FORMATS", "Format", "format_of", "read"]

_TO_TEXT = "save or export it as HTML or plain text (UTF-8) and read that"


@dataclass(frozen=True, slots=True)
class Format:
    """A format, the evidence for it, and its reader."""

    name: str
    media_type: str
    """Canonical IANA media type, as reported in ``Page.media_type``."""
    suffixes: tuple[str, ...]
    module: str | None = None
    """Module of this package with ``read``; None: there is no reader."""
    magic: tuple[bytes, ...] = ()
    """Bytes that a file begins with."""
    inside: bytes = b""
    """For containers (zip), a member name that tells the format."""
    aliases: tuple[str, ...] = ()
    """Further media types."""
    remedy: str = _TO_TEXT


_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)

# Order matters among formats with the same magic: the one that names what is inside comes first.
FORMATS: tuple[Format, ...] = (
    Format("html", "text/html", (".html", ".htm", ".xhtml", ".shtml", ".jsp", ".asp", ".php"), "html", aliases=("application/xhtml+xml",)),
    Format("text", "text/plain", (".txt", ".text"), "text"),
    Format("markdown", "text/markdown", (".md", ".markdown"), "markdown", aliases=("text/x-markdown",)),
    Format("pdf", "application/pdf", (".pdf",), "pdf", magic=(b"%PDF-",)),
    Format(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx", ".docm"),
        "word.docx",
        magic=_ZIP,
        inside=b"word/",
    ),
    Format("ofd", "application/ofd", (".ofd",), "ofd", magic=_ZIP, inside=b"OFD.xml", aliases=("application/vnd.ofd",)),
    Format("odt", "application/vnd.oasis.opendocument.text", (".odt",), "word.conversion", magic=_ZIP, inside=b"opendocument.text"),
    Format("zip", "application/zip", (".zip",), magic=_ZIP, remedy="unpack it and read the files inside; `gongwen parse` does both"),
    Format("doc", "application/msword", (".doc", ".wps"), "word.doc", magic=_OLE),
    Format("rtf", "application/rtf", (".rtf",), "word.conversion", magic=(b"{\\rtf",), aliases=("text/rtf",)),
    Format("jpeg", "image/jpeg", (".jpg", ".jpeg"), "image", magic=(b"\xff\xd8\xff",)),
    Format("png", "image/png", (".png",), "image", magic=(b"\x89PNG\r\n\x1a\n",)),
    Format("tiff", "image/tiff", (".tif", ".tiff"), "image", magic=(b"II*\x00", b"MM\x00*")),
    Format("gif", "image/gif", (".gif",), "image", magic=(b"GIF87a", b"GIF89a")),
    Format("bmp", "image/bmp", (".bmp",), "image"),
    Format(
        "json",
        "application/json",
        (".json", ".jsonl"),
        remedy="it is data: `gongwen show` opens what `gongwen parse` wrote; name the notice itself",
    ),
    Format("mhtml", "multipart/related", (".mht", ".mhtml"), magic=(b"MIME-Version:", b"From: <Saved by")),
    Format("gzip", "application/gzip", (".gz", ".tgz"), magic=(b"\x1f\x8b",), remedy="unpack it and read the files inside"),
    Format("7z", "application/x-7z-compressed", (".7z",), magic=(b"7z\xbc\xaf\x27\x1c",), remedy="unpack it and read the files inside"),
    Format("rar", "application/vnd.rar", (".rar",), magic=(b"Rar!\x1a\x07",), remedy="unpack it and read the files inside"),
)

_BY_NAME = {item.name: item for item in FORMATS}
_BY_SUFFIX = {suffix: item for item in FORMATS for suffix in item.suffixes}
_BY_TYPE = {kind: item for item in FORMATS for kind in (item.media_type, *item.aliases)}
_CHARSET = re.compile(r"""charset\s{0,4}=\s{0,4}["']?([\w.:-]{2,32})""", re.IGNORECASE)
_PAGE = re.compile(rb"\s{0,64}(?:<!doctype\s{1,8}html|<html[\s>])", re.IGNORECASE)
# A fragment: it begins with an element, and has a closing tag of a block somewhere near.
_FRAGMENT = re.compile(rb"\s{0,64}<(?:!--|[a-z][a-z0-9]{0,10}[\s>/])", re.IGNORECASE)
_BLOCK_END = re.compile(rb"</(?:p|div|td|table|body|span|ul|head)>", re.IGNORECASE)


def read(data: bytes, *, name: str, media_type: str | None = None) -> Page:
    """Return the page that ``data`` holds.

    ``name`` is the source's file name or address: for messages, and its suffix is evidence of the format. ``media_type`` is what
    the source came with, with or without ``; charset=``. Raises :class:`SourceTooLargeError` beyond the current limits,
    :class:`UnsupportedFormatError` for a format without a reader and :class:`SourceDecodeError` for bytes that are no text.
    """
    current().check_bytes(len(data), name=name)
    kind = _recognise(data, name, media_type)
    if kind.module is None:
        raise UnsupportedFormatError(f"{name}: there is no reader for {kind.name} ({kind.media_type}); {kind.remedy}")
    charset = _CHARSET.search(media_type) if media_type else None
    reader: Callable[..., Page] = import_module(f".{kind.module}", __package__).read
    return reader(data, name=name, charset=charset.group(1) if charset else None, media_type=kind.media_type)


def format_of(head: bytes, name: str) -> Format:
    """Return the format of a source by how it begins (64 KB are enough) and by its name."""
    return _recognise(head, name, None)


def _recognise(data: bytes, name: str, media_type: str | None) -> Format:
    """Return the format: by its magic bytes, which cannot be mislabelled; then as labelled; then by how it begins."""
    suffix = PurePath(name).suffix.lower()
    named = _BY_SUFFIX.get(suffix)
    head = data[: 1 << 16]
    alike = [item for item in FORMATS if item.magic and head.startswith(item.magic)]
    ends = head + data[-(1 << 16) :]  # the directory of a zip archive stands at its end
    for item in alike:
        if item is named or (item.inside and item.inside in ends):
            return item
    if alike:
        return alike[-1]
    labelled = _BY_TYPE.get(media_type.split(";")[0].strip().lower()) if media_type else None
    start = head.removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(start):
        return _BY_NAME["html"]
    if labelled is not None or named is not None:
        return labelled or named or _BY_NAME["text"]
    if _FRAGMENT.match(start) and _BLOCK_END.search(head):
        return _BY_NAME["html"]
    return _BY_NAME["text"]
