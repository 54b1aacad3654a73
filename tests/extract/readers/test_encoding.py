"""Bytes to text: marks, declarations, guesses, damage."""

from __future__ import annotations

import codecs

import pytest
from gongwen.extract.readers import read
from gongwen.extract.readers.encoding import REPLACEMENT, declared_charset, decode
from gongwen.schemas.errors import SourceDecodeError
from hypothesis import given
from hypothesis import strategies as st

SIMPLIFIED = "关于做好春季植树工作的通知\n各镇人民政府，各街道办事处：\n现就有关事项安排如下，请遵照办理。"
TRADITIONAL = "關於加強河川巡查之公告\n各縣市政府：\n為維護堤防安全，請依說明事項辦理，並於期限內函復。"


@pytest.mark.parametrize(
    ("data", "declared", "encoding", "text"),
    [
        (SIMPLIFIED.encode(), None, "utf-8", SIMPLIFIED),
        (codecs.BOM_UTF8 + SIMPLIFIED.encode(), "gbk", "utf-8", SIMPLIFIED),
        (codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"), None, "utf-16-le", SIMPLIFIED),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), None, "utf-16-be", SIMPLIFIED),
        (codecs.BOM_UTF32_LE + SIMPLIFIED.encode("utf-32-le"), None, "utf-32-le", SIMPLIFIED),
        (SIMPLIFIED.encode("utf-16-le"), None, "utf-16-le", SIMPLIFIED),
        (SIMPLIFIED.encode("utf-16-be"), None, "utf-16-be", SIMPLIFIED),
        (SIMPLIFIED.encode("gb18030"), "gb2312", "gb18030", SIMPLIFIED),
        (SIMPLIFIED.encode("gb18030"), "utf-8", "gb18030", SIMPLIFIED),
        (SIMPLIFIED.encode("gb18030"), None, "gb18030", SIMPLIFIED),
        (TRADITIONAL.encode("big5hkscs"), "big5", "big5hkscs", TRADITIONAL),
        (TRADITIONAL.encode("big5hkscs"), None, "big5hkscs", TRADITIONAL),
        ("朱镕基 㑇 𠀀".encode("gb18030"), "GBK", "gb18030", "朱镕基 㑇 𠀀"),
        (b"first\r\nsecond\rthird\n", None, "utf-8", "first\nsecond\nthird\n"),
        (b"", None, "utf-8", ""),
    ],
)
def test_decode(data: bytes, declared: str | None, encoding: str, text: str) -> None:
    assert decode(data, declared) == (text, encoding)


def test_truncated_utf8_stays_utf8() -> None:
    text, encoding = decode(SIMPLIFIED.encode()[:-1])
    assert encoding == "utf-8"
    assert text.endswith(REPLACEMENT)
    assert text.startswith("关于做好")


@pytest.mark.parametrize(
    ("data", "declared", "encoding", "kept"),
    [
        # Declared wrongly: the bytes decide.
        (SIMPLIFIED.encode(), "gbk", "utf-8", SIMPLIFIED),
        (SIMPLIFIED.encode(), "utf-16", "utf-8", SIMPLIFIED),
        (SIMPLIFIED.encode("gbk"), "big5", "gb18030", SIMPLIFIED),
        (SIMPLIFIED.encode("gbk"), "iso-8859-1", "gb18030", SIMPLIFIED),
        (SIMPLIFIED.encode("gbk"), "x-unknown", "gb18030", SIMPLIFIED),
        (TRADITIONAL.encode("big5"), "gb2312", "big5hkscs", TRADITIONAL),
        (TRADITIONAL.encode("big5"), "utf-8", "big5hkscs", TRADITIONAL),
        (SIMPLIFIED.encode("utf-16-le"), "utf-8", "utf-16-le", SIMPLIFIED),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), "gbk", "utf-16-be", SIMPLIFIED),
        # Damaged: what can be read is read.
        (SIMPLIFIED.encode().replace("植树".encode(), b"\xff\xfe\xe5"), None, "utf-8", SIMPLIFIED[:6]),
        (SIMPLIFIED.encode("gbk").replace("植树".encode("gbk"), b"\xff\xff"), "gb2312", "gb18030", SIMPLIFIED[:6]),
        (SIMPLIFIED.encode("gbk")[:-1], "gb2312", "gb18030", SIMPLIFIED[:-1]),
        (SIMPLIFIED.encode("utf-16-le")[:-1], None, "utf-16-le", SIMPLIFIED[:-1]),
        (TRADITIONAL.encode("big5")[:-1], "big5", "big5hkscs", TRADITIONAL[:-1]),
        # Two encodings in one file: the one of the larger part.
        (SIMPLIFIED.encode() * 4 + SIMPLIFIED.encode("gbk"), "utf-8", "utf-8", SIMPLIFIED * 4),
        (SIMPLIFIED.encode() * 4 + SIMPLIFIED.encode("gbk"), "gbk", "utf-8", SIMPLIFIED * 4),
        (SIMPLIFIED.encode("gbk") * 4 + SIMPLIFIED.encode(), "gbk", "gb18030", SIMPLIFIED * 4),
    ],
)
def test_wrong_declarations_and_damaged_bytes(data: bytes, declared: str | None, encoding: str, kept: str) -> None:
    text, found = decode(data, declared)
    assert found == encoding
    assert text.startswith(kept)
    assert (REPLACEMENT in text) == (kept not in {SIMPLIFIED, TRADITIONAL})


PAGE = "<html><head><meta charset={}><title>t</title></head><body>{}</body></html>"


@pytest.mark.parametrize("declared", ["utf-8", "gbk", "big5", "utf-16"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_page_is_read_whatever_it_declares(declared: str, encoding: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in SIMPLIFIED.split("\n"))
    page = read(PAGE.format(declared, body).encode(encoding), name="a.html")
    assert page.text == SIMPLIFIED
    assert page.warnings == []


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_damage_is_a_warning_that_counts_it(name: str) -> None:
    page = read(SIMPLIFIED.encode().replace("植树".encode(), b"\xff\xfe"), name=name)
    (warning,) = [warning for warning in page.warnings if warning.code == "decode-errors"]
    assert warning.message.startswith("2 places do not decode as utf-8")
    assert page.text.count(REPLACEMENT) == 2


def test_private_characters_of_old_fonts_do_not_change_the_encoding() -> None:
    text = SIMPLIFIED * 3 + "\ue5e5"
    assert decode(text.encode("gb18030"), "gb2312") == (text, "gb18030")


def test_mixed_bytes_are_read_with_the_fewest_errors() -> None:
    text, encoding = decode(SIMPLIFIED.encode("gb18030") * 20 + b"\xff\xff" + SIMPLIFIED.encode("gb18030"), "gbk")
    assert encoding == "gb18030"
    assert text.count("植树") == 21


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 500])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(SourceDecodeError, match=r"report\.bin"):
        decode(data, name="report.bin")


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="GBK">', "gbk"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb2312"),
        (b'<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        (b"<html><body>", None),
    ],
)
def test_declared_charset(head: bytes, charset: str | None) -> None:
    assert declared_charset(head) == charset


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_the_named_error(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except SourceDecodeError:
        return
    assert "\r" not in text


@given(st.text(alphabet=st.characters(codec="gb18030", exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=80))
def test_declared_gb18030_round_trips(text: str) -> None:
    data = text.encode("gb18030")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if data[:4] != b"\x84\x31\x95\x33" and not data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
            found, encoding = decode(data, "gb18030")
            assert encoding != "gb18030" or found == text.removeprefix("\ufeff")
