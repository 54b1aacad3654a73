"""Which reader is picked, and what is said where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gongwen.extract.limits import Limits, within
from gongwen.extract.readers import FORMATS, registry
from gongwen.extract.readers.registry import read
from gongwen.schemas.errors import SourceTooLargeError, UnsupportedFormatError

PAGE = "<html><body><div id='zoom'><p>各单位要把责任落实到人，确保按期完成。</p></div></body></html>".encode()
FRAGMENT = "<div class='wrap'><p>请各单位于五月底前报送名单。</p></div>".encode()
PLAIN = "请各单位于五月底前报送名单。".encode()


@pytest.mark.parametrize(
    ("data", "name", "media_type", "reader"),
    [
        (PAGE, "a.html", None, "html"),
        (PAGE, "a.txt", None, "html"),  # a whole page, whatever its name
        (PAGE, "a", "application/octet-stream", "html"),
        (FRAGMENT, "a", None, "html"),
        (FRAGMENT, "a.txt", None, "text"),
        (FRAGMENT, "a.txt", "text/html; charset=utf-8", "html"),
        (PLAIN, "a", None, "text"),
        (PLAIN, "a.md", None, "markdown"),
        (PLAIN, "a.HTM", None, "html"),
        (b"", "a", None, "text"),
    ],
)
def test_reader(data: bytes, name: str, media_type: str | None, reader: str) -> None:
    assert read(data, name=name, media_type=media_type).reader == reader


@pytest.mark.parametrize(
    ("data", "name", "format_name"),
    [
        (b"PK\x03\x04....word/document.xml", "a", "docx"),
        (b"PK\x03\x04....", "a.docx", "docx"),
        (b"PK\x03\x04....OFD.xml", "a.bin", "ofd"),
        (b"PK\x03\x04" + bytes(1 << 17) + b"OFD.xml", "a.bin", "ofd"),  # only the directory at the end names it
        (b"PK\x03\x04....", "a.bin", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.wps", "doc"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "png"),
        (b"anything", "a.gif", "gif"),
    ],
)
def test_bytes_tell_the_format(data: bytes, name: str, format_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = tuple(replace(item, module=None) for item in FORMATS)
    monkeypatch.setattr(registry, "FORMATS", without)
    monkeypatch.setattr(registry, "_BY_NAME", {item.name: item for item in without})
    monkeypatch.setattr(registry, "_BY_SUFFIX", {suffix: item for item in without for suffix in item.suffixes})
    with pytest.raises(UnsupportedFormatError, match=f"no reader for {format_name} "):
        read(data, name=name)


@pytest.mark.parametrize("data", [b"PK\x03\x04....", b"7z\xbc\xaf\x27\x1c"])
def test_formats_without_reader_are_named_with_a_remedy(data: bytes) -> None:
    with pytest.raises(UnsupportedFormatError, match=r"^a\.bin: there is no reader for .*; unpack"):
        read(data, name="a.bin")


def test_charset_of_the_media_type_is_believed() -> None:
    page = read("<p>乡镇道路养护由县交通局负责。</p>".encode("gb18030"), name="a", media_type="text/html; charset=gbk")
    assert page.encoding == "gb18030"
    assert page.text == "乡镇道路养护由县交通局负责。"


def test_too_large() -> None:
    with within(Limits(source_bytes=10)), pytest.raises(SourceTooLargeError, match="11 bytes"):
        read(b"x" * 11, name="a.txt")


def test_every_format_is_found_by_its_own_suffix() -> None:
    suffixes = [suffix for item in FORMATS for suffix in item.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert len({item.name for item in FORMATS}) == len(FORMATS)
