"""Numerals as notices write them (数字): Chinese, Arabic, full width, circled, bracketed and Roman, to integers and back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["DIGITS", "NUMERAL", "ZEROS", "to_chinese", "to_int"]

# What stands for nought in a year: the real 〇, the circles and letters people type instead of it (fold first).
ZEROS: Final = "〇○零◯Oo0ΟО"
_ONES: Final = {
    **dict.fromkeys("〇○零◯", 0),
    **dict.fromkeys("一壹弌", 1),
    **dict.fromkeys("二贰貳两兩", 2),
    **dict.fromkeys("三叁參叄参", 3),
    **dict.fromkeys("四肆", 4),
    **dict.fromkeys("五伍", 5),
    **dict.fromkeys("六陆陸", 6),
    **dict.fromkeys("七柒", 7),
    **dict.fromkeys("八捌", 8),
    **dict.fromkeys("九玖", 9),
}
_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
# 廿 and 卅 are a digit and its unit in one character.
_TENS: Final = {"廿": "二十", "卅": "三十", "卌": "四十"}
_ROMAN: Final = {
    **{chr(0x2160 + index): index + 1 for index in range(12)},
    **{chr(0x2170 + index): index + 1 for index in range(12)},
}
_ENCLOSED: Final = {
    **{chr(0x2460 + index): index + 1 for index in range(20)},  # ① .. ⑳
    **{chr(0x2474 + index): index + 1 for index in range(20)},  # ⑴ .. ⒇
    **{chr(0x2488 + index): index + 1 for index in range(20)},  # ⒈ .. ⒛
    **{chr(0x3220 + index): index + 1 for index in range(10)},  # ㈠ .. ㈩
    **{chr(0x3280 + index): index + 1 for index in range(10)},  # ㊀ .. ㊉
}
_SINGLE: Final = _ROMAN | _ENCLOSED

# For the patterns of other modules: one digit written in Chinese, and any character of a Chinese number.
DIGITS: Final = "〇○零◯一二三四五六七八九"
NUMERAL: Final = "〇○零一二三四五六七八九十百千廿卅两兩壹贰貳叁參肆伍陆陸柒捌玖拾佰"

_PLACES: Final = ((1000, "千"), (100, "百"), (10, "十"))
_SIMPLE: Final = "零一二三四五六七八九"
# No numeral of a notice is longer; what is longer is no numeral, and never worth the arithmetic.
_LONGEST: Final = 18
_ARABIC: Final = re.compile(r"[0-9０-９]{1,18}")


@lru_cache(maxsize=4096)
def to_int(text: str) -> int | None:
    """Return the integer that ``text`` writes, or None where it is not one whole numeral.

    Read are 一百二十三, 廿三, 两, 壹拾, 二〇一九 (digit by digit), 123, １２３, ⑴, ①, ⒈, ㈠, Ⅳ.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if _ARABIC.fullmatch(text):
        return int(text)
    if len(text) == 1 and text in _SINGLE:
        return _SINGLE[text]
    return _chinese(text)


def to_chinese(number: int) -> str:
    """Return ``number`` (1..9999) in Chinese numerals as headings write it: 十一, not 一十一; empty outside that range."""
    if not 0 < number < 10_000:
        return ""
    parts: list[str] = []
    rest = number
    gap = False
    for place, unit in _PLACES:
        digit, rest = divmod(rest, place)
        if digit:
            parts.append(("零" if gap else "") + _SIMPLE[digit] + unit)
            gap = False
        else:
            gap = bool(parts)
        if not rest:
            break
    if rest:
        parts.append(("零" if gap else "") + _SIMPLE[rest])
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text


def _chinese(text: str) -> int | None:
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if all(char in _ONES for char in text):
        return int("".join(str(_ONES[char]) for char in text))
    total = 0
    digit: int | None = None
    last_unit = 10_000
    for char in text:
        if char in _ONES:
            if digit:  # two digits side by side are no number with units
                return None
            digit = _ONES[char]
        elif char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit or (digit is None and (total or unit != 10)) or (digit == 0 and unit != 10):
                return None
            total += (digit or 1) * unit
            digit, last_unit = None, unit
        else:
            return None
    if digit and 10 < last_unit < 10_000 and _ONES.get(text[-2]) != 0:
        return None  # 一百五 is 150 in speech and 105 by its digits: not guessed
    return total + (digit or 0)
