"""Points of the calendar as notices write them (2020年底, 6月中旬, 次年1月31日, 2022、2023年的每年4月), to first and last day.

A part that the words leave open is X: XXXX-06-30 is the end of June of every year, or of a year that is not said (ISO 8601-2).
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache
from typing import Final, NamedTuple

from ..numerals import DIGITS, NUMERAL, ZEROS, to_int

__all__ = ["RELATIVES", "Days", "days", "plan_years", "point"]

# Of the Republic where that is said, or where there are three digits; two digits before a month are a year of either reckoning.
_ONE_YEAR: Final = (
    rf"(?:(?:中华)?民国 ?[0-9{NUMERAL}]{{1,5}}|(?:19|20)[0-9]{{2}}|[一二][{DIGITS}{ZEROS}]{{3}}"
    rf"|(?:1[0-9]{{2}}|[89][0-9]|[八九]十[一二三四五六七八九]?|一百[{NUMERAL}]{{0,3}})(?= ?年 ?[0-9{NUMERAL}元]{{1,3}} ?月))"
)
_YEARS: Final = rf"(?:(?:19|20)[0-9]{{2}} ?年?(?:[、和与及]|以及)){{0,6}}{_ONE_YEAR} ?(?:年|(?=[-—–―~]{{1,2}} ?(?:19|20)[0-9]))"
_RELATIVE: Final = r"[今明本当次翌来同隔去]年|[上下]一?年|前一年|每一?年"
_MONTH: Final = (
    r"(?:(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元]) ?(?:月份?(?![球光亮饼])|(?=[-—–―~至][0-9]{1,2} ?月))"
    r"|[次下本当每]个?月|[次每]季度?的?(?:[首末]|第[一二三]个)月)"
)
_DAY: Final = (
    r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九]) ?(?:[日号]|(?=[-—–―~至][0-9]{1,2} ?[日号]))"
)
_YEAR_PARTS: Final = r"[上下]半年[底末]?|全年|年内|第?[一二三四1-4] ?季度[底末]?|年[底末终]|年初|年中"
_PARTS: Final = rf"[上中下]旬|[上下]半月|月[底末初]|{_YEAR_PARTS}|[底末初]"
# What a point may begin with beside a number; the scan passes over all other characters at once.
RELATIVES: Final = "去前隔元今明本当次翌来同下上每第中民首"

_MONTHS: Final = {"上半年": (1, 6), "下半年": (7, 12), "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12)}
_DAYS: Final = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上半月": (1, 15), "下半月": (16, 31)}
_VAGUE: Final = ("初", "中")  # 年初, 月初, 年中: no day
_OFFSETS: Final = {"今年": 0, "本年": 0, "明年": 1, "来年": 1}
_LATER: Final[dict[str | None, int]] = {"同年": 0, "当年": 0, "本年": 0, "次年": 1, "翌年": 1, "隔年": 1, "明年": 1}
_DIGITS: Final = re.compile(rf"[0-9{NUMERAL}{ZEROS}]+")
_REPUBLIC: Final = 1911  # its first year is 1912
_CENTURY: Final = 100
_SHORT_YEAR: Final = re.compile(r"(?:[89][0-9]|[八九]十.?) ?年")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2099
_ANY_YEAR: Final = "XXXX"
_ANY_MONTH: Final = "XX"
_FEBRUARY: Final = 2
_FIRST_PLAN: Final = 1953
_THIRD_PLAN: Final = 1966  # after three years of readjustment (1963 to 1965)
_LAST_PLAN: Final = 20


class Days(NamedTuple):
    """First and last day of a point or stretch, ISO 8601 with X for what is open; None where the words give no day."""

    first: str | None
    last: str | None


def point(tag: str, *, short: bool = False) -> str:
    """Return the pattern of a point; its groups end in ``tag``. ``short``: a day alone will do (10月1日至7日).

    It may match nothing: the caller looks at the length.
    """
    month = (
        rf"(?P<several{tag}>(?:{_MONTH}(?:底|末|{_DAY})?前?(?:[、和及与]|以及)){{1,5}})?(?P<month{tag}>{_MONTH})"
        rf"(?: ?(?P<day{tag}>{_DAY}))?(?P<more{tag}>(?:[、和及与] ?{_DAY}){{1,4}})?"
    )
    if short:
        month = rf"(?:(?P<month{tag}>{_MONTH}) ?)?(?:(?P<day{tag}>{_DAY}))?"
    each = rf"(?:的?(?P<each{tag}>每年)(?=的? ?[0-9{NUMERAL}元上下第年底末]))?"  # 2022、2023年的每年4月底
    return (
        rf"(?:(?P<year{tag}>{_YEARS}|{_RELATIVE})(?:度(?!之))?{each}[的之自从]? ?)?"
        rf"(?:{month})?(?:的? ?(?P<part{tag}>{_PARTS}))?"
    )


def days(match: re.Match[str], tag: str, *, year: int | None, inherit: str | None = None) -> Days:
    """Return the days of the point in the groups ``tag`` of ``match``.

    ``year`` is that of the notice; from the first end of a stretch, tag ``inherit``, come the year and month that the second leaves out.
    """
    written, month, part = match[f"year{tag}"], match[f"month{tag}"], match[f"part{tag}"] or ""
    each = match[f"each{tag}"] is not None
    years = _years(written, year)
    if inherit is not None and (written is None or written in _LATER):
        years = _shifted(_years(match[f"year{inherit}"], year), _LATER.get(written, 0))
        each = each or match[f"each{inherit}"] is not None
        month = month or (match[f"month{inherit}"] if match[f"day{tag}"] else None)
    first_year, last_year = (None, None) if each else years
    months = _months(month, part, bare=written is None)
    is_vague = part.endswith(_VAGUE) or (inherit is None and (match[f"several{tag}"] or match[f"more{tag}"]) is not None)
    if months is None or is_vague or (first_year is None and _SHORT_YEAR.match(written or "")):
        return Days(None, None)
    low, high = _days_of(match[f"day{tag}"], part, months, last_year)
    if _ANY_MONTH in months:
        first_year = last_year = None
    name = f"{first_year:04d}" if first_year else _ANY_YEAR
    first = f"{name}-{months[0]}-{low:02d}" if low else None
    name = f"{last_year:04d}" if last_year else _ANY_YEAR
    last = f"{name}-{months[1]}-{high:02d}" if high else None
    return Days(first, last)


def plan_years(number: int) -> tuple[int, int] | None:
    """Return the first and last year of a five-year plan (五年规划) by its number; None for one that has none."""
    if not 0 < number <= _LAST_PLAN:
        return None
    first = _FIRST_PLAN + 5 * (number - 1) if number <= 2 else _THIRD_PLAN + 5 * (number - 3)
    return first, first + 4


def _years(written: str | None, year: int | None) -> tuple[int | None, int | None]:
    """Return the first and last of the years written; that of the notice where none is."""
    if written is None:
        return year, year
    if written in _OFFSETS:
        return _shifted((year, year), _OFFSETS[written])
    found = [_number(piece) for piece in _DIGITS.findall(written)]
    if not found or written[0] in "上下前每":
        return None, None
    return _full(found[0], republic="国" in written), _full(found[-1], republic="国" in written)


def _shifted(years: tuple[int | None, int | None], by: int) -> tuple[int | None, int | None]:
    return (years[0] + by if years[0] else None), (years[1] + by if years[1] else None)


def _full(number: int | None, *, republic: bool) -> int | None:
    """Return the year of our reckoning; None for two digits, which may be of either."""
    if number is None or republic or number < _FIRST_YEAR:
        return number + _REPUBLIC if number and (republic or number >= _CENTURY) else None
    return number if number <= _LAST_YEAR else None


@lru_cache(maxsize=256)
def _number(written: str) -> int | None:
    """Return the number of 2019, 二〇一九 (with whatever is typed for 〇), 一百零一."""
    if len(written) == len("2019") and not set(written) & set("十百"):
        return to_int("".join(str(to_int("〇" if char in ZEROS else char)) for char in written))
    return to_int(written)


def _months(month: str | None, part: str, *, bare: bool) -> tuple[str, str] | None:
    """Return the first and last month, XX where it is a relative one (次月); None for a part that is no stretch of months."""
    if month is not None:
        number = 1 if month.startswith("元") else to_int(month.rstrip("份").rstrip("月"))
        return (f"{number:02d}",) * 2 if number else (_ANY_MONTH, _ANY_MONTH)
    name = part.rstrip("底末").lstrip("第").replace(" ", "")
    name = name.translate(str.maketrans("1234", "一二三四"))
    if name in _MONTHS and part != "年末":
        first, last = _MONTHS[name]
        return f"{last if part[-1] in '底末' else first:02d}", f"{last:02d}"
    if part in _DAYS or part.startswith("月") or (bare and part in {"底", "末"}):
        return None
    return ("12", "12") if part and part not in {"全年", "年内"} else ("01", "12")


def _days_of(day: str | None, part: str, months: tuple[str, str], year: int | None) -> tuple[int | None, int | None]:
    """Return the first and last day within the months; None for the last of a February of no year, and for no such day."""
    longest = _last_day(months[1], year)
    if day is not None:
        number = to_int(day.rstrip("日号 "))
        known = number if number and number <= (longest or 29 if months[1] != _ANY_MONTH else 31) else None
        return known, known
    if part in _DAYS:
        first, last = _DAYS[part]
        return first, min(last, longest) if longest else (last if last <= 20 else None)
    if part.endswith(("底", "末", "终")):
        return longest, longest
    return 1, longest


def _last_day(month: str, year: int | None) -> int | None:
    if month == _ANY_MONTH or (int(month) == _FEBRUARY and year is None):
        return None
    return calendar.monthrange(year or _FIRST_YEAR, int(month))[1]
