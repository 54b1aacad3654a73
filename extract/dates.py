"""Dates as notices write them (成文日期, 发布日期), to :class:`datetime.date`.

Arabic by GB/T 9704-2012 7.3.5.4 (2019年2月3日, no filling noughts), Chinese digits as the older standard had it
(二〇一九年二月三日, with every circle and letter that is typed for 〇), numeric dates of web pages, and the years of the
Republic (民國103年 = 2014). Words are read through blanks, because Word files space letters out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from .numerals import DIGITS, NUMERAL, ZEROS, to_int
from .text import fold, squeeze

__all__ = ["find_dates", "parse_date"]

_GAP: Final = r"\s{0,3}"
_SMALL: Final = rf"(?:[0-9](?:{_GAP}[0-9])?|[{NUMERAL}元](?:{_GAP}[{NUMERAL}]){{0,2}})"
_MONTH_DAY: Final = rf"年{_GAP}(?P<month>{_SMALL}){_GAP}月{_GAP}(?P<day>{_SMALL}){_GAP}[日号]"
# The first character alone opens the pattern, and what may not stand before it is asked after it: the scan then skips
# from one such character to the next.
_WRITTEN: Final = re.compile(rf"(?P<year>[12一二](?<![0-9{DIGITS}].)(?:{_GAP}[0-9{DIGITS}{ZEROS}]){{3}}){_GAP}{_MONTH_DAY}")
_REPUBLIC: Final = re.compile(
    rf"(?:中{_GAP}[華华]{_GAP}民|民){_GAP}[國国]{_GAP}(?P<year>[0-9]{{1,3}}|[{NUMERAL}]{{1,5}}){_GAP}{_MONTH_DAY}"
)
_REPUBLIC_NAMED: Final = re.compile(rf"民{_GAP}[國国]")
_NUMERIC: Final = re.compile(
    r"(?P<year>[12](?<![0-9./\-].)[09][0-9]{2}) ?(?P<mark>[\-/.]) ?(?P<month>[0-9]{1,2}) ?(?P=mark) ?(?P<day>[0-9]{1,2})"
    r"(?![0-9]|[./\-][0-9])"
)
_PACKED: Final = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
# What may stand behind a date that is a whole value: a weekday, a time of day.
_TAIL: Final = re.compile(
    r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
    r"(?:T?[0-9]{1,2}[:时][0-9]{1,2}(?:[:分][0-9]{0,2}秒?)?(?:\.[0-9]{1,9})?(?:Z|[+\-][0-9:]{2,5})?)?"
)
_ZERO_TABLE: Final = str.maketrans(dict.fromkeys(ZEROS, "0"))
_BRACKETS: Final = {"(": ")", "[": "]", "〔": "〕", "【": "】"}
_LONGEST: Final = 100  # characters; however letters are spaced out, no date is longer
_FIRST_YEAR: Final = 1911  # the Republic's first year is 1912; nothing older is a modern notice
_LAST_YEAR: Final = 2099


def parse_date(text: str) -> date | None:
    """Return the date that the whole of ``text`` writes, else None.

    Blanks, enclosing brackets, a weekday and a time of day are passed over; 20180130 is read only here.
    """
    value = fold(text).strip()
    if len(value) > _LONGEST:
        return None
    while len(value) > 2 and _BRACKETS.get(value[0]) == value[-1]:
        value = value[1:-1].strip()
    tight = squeeze(value)
    packed = _PACKED.fullmatch(tight)
    if packed is not None:
        return _date(packed)
    # A numeric date is read with its blanks: without them the day and the hour behind it run together.
    for pattern, candidate in ((_WRITTEN, tight), (_REPUBLIC, tight), (_NUMERIC, value)):
        match = pattern.match(candidate)
        if match is not None and _TAIL.fullmatch(squeeze(candidate[match.end() :])):
            return _date(match)
    return None


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Yield (start, end, date) for every full date (year, month and day) in folded ``text``, in order of place."""
    found: list[tuple[int, int, date]] = []
    if "年" in text:
        found += _matches(_WRITTEN, text)
        if _REPUBLIC_NAMED.search(text):
            found += _matches(_REPUBLIC, text)
    found += _matches(_NUMERIC, text)
    found.sort()
    yield from found


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, date]]:
    for match in pattern.finditer(text):
        value = _date(match)
        if value is not None:
            yield match.start(), match.end(), value


def _date(match: re.Match[str]) -> date | None:
    year, month, day = (squeeze(match[name]) for name in ("year", "month", "day"))
    numbers = [_year(year, republic=match.re is _REPUBLIC), 1 if month == "元" else to_int(month), to_int(day)]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    try:
        return date(*known)
    except ValueError:  # 2月30日: written so, but no day of any calendar
        return None


def _year(text: str, *, republic: bool) -> int | None:
    value = to_int(text) if republic else _digits(text)
    if value is None:
        return None
    if republic:
        value += 1911
    return value if _FIRST_YEAR <= value <= _LAST_YEAR else None


def _digits(text: str) -> int | None:
    """Return a year of four digits, each Arabic or Chinese, for 二O一八 as well as 2018."""
    return to_int("".join(str(to_int(char)) for char in text.translate(_ZERO_TABLE)))
