"""Numerals to integers and back."""

from __future__ import annotations

import pytest
from gongwen.extract.numerals import to_chinese, to_int
from hypothesis import given
from hypothesis import strategies as st

READ = [
    ("0", 0),
    ("7", 7),
    ("007", 7),
    ("１２３", 123),
    ("〇", 0),
    ("一", 1),
    ("两", 2),
    ("兩", 2),
    ("十", 10),
    ("十一", 11),
    ("一十一", 11),
    ("二十", 20),
    ("二十三", 23),
    ("廿三", 23),
    ("卅", 30),
    ("卌五", 45),
    ("壹拾贰", 12),
    ("貳佰", 200),
    ("一百", 100),
    ("一百零八", 108),
    ("一百〇八", 108),
    ("一百一十", 110),
    ("一百一十八", 118),
    ("一千零一", 1001),
    ("一千零一十", 1010),
    ("两千一百", 2100),
    ("九千九百九十九", 9999),
    ("二〇一九", 2019),
    ("二○一九", 2019),
    ("二零一九", 2019),
    ("一二三", 123),
    (" 三 ", 3),
    ("①", 1),
    ("⑳", 20),
    ("⑴", 1),
    ("⒇", 20),
    ("⒈", 1),
    ("⒛", 20),
    ("㈠", 1),
    ("㈩", 10),
    ("㊀", 1),
    ("Ⅳ", 4),
    ("ⅻ", 12),
]
NONE = [
    "",
    " ",
    "百",
    "百一",
    "一百五",  # 150 in speech, 105 by its digits
    "一千二",
    "十百",
    "二十十",
    "一十百",
    "一百二百",
    "一二十",
    "零百",
    "一零十",
    "第三",
    "三章",
    "1.5",
    "1一",
    "ⅠⅠ",
    "①②",
    "１" * 19,
    "一" * 19,
    "²",
    "٣",  # isdecimal in Python, no numeral of a notice
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_read(text: str, expected: int) -> None:
    assert to_int(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_numeral(text: str) -> None:
    assert to_int(text) is None


WRITTEN = [
    (1, "一"),
    (10, "十"),
    (11, "十一"),
    (20, "二十"),
    (100, "一百"),
    (101, "一百零一"),
    (110, "一百一十"),
    (111, "一百一十一"),
    (1000, "一千"),
    (1001, "一千零一"),
    (1010, "一千零一十"),
    (2019, "二千零一十九"),
    (9999, "九千九百九十九"),
    (0, ""),
    (-1, ""),
    (10_000, ""),
]


@pytest.mark.parametrize(("number", "expected"), WRITTEN)
def test_written(number: int, expected: str) -> None:
    assert to_chinese(number) == expected


@given(st.integers(1, 9999))
def test_what_is_written_reads_back(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@given(st.integers(0, 10**18 - 1))
def test_arabic_digits_read_as_themselves_in_both_widths(number: int) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in str(number))
    assert to_int(str(number)) == to_int(wide) == number


@given(st.text(alphabet="〇零一二三四五六七八九十百千廿卅两0１①Ⅳ第 ", max_size=12))
def test_any_row_of_numerals_is_a_whole_number_or_none(text: str) -> None:
    value = to_int(text)
    assert value is None or value >= 0
