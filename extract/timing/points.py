"""Time limits at points of the calendar: until one (到2020年底, 6月底前), during one or between two (2019年1月1日至12月31日)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from ..numerals import to_int
from .calendar import Days, days, point
from .events import lead_in, of_that, with_zai
from .scan import FoundLimit, Scan, Stretch
from .words import words

__all__ = ["read_point", "read_range"]

_CLOCK: Final = (
    r"(?: ?\((?:星期|周)[一二三四五六日天]\))?"
    r"(?: ?(?:[上中下]午|早上|晚上?)? ?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:[时点](?:[0-9一二三四五六七八九十]{1,3}分|整)?|:[0-9]{2}))?(?:下班)?"
)
_JOIN: Final = r" ?(?:起|开始)? ?(?:至(?!今)|到|[-—–―~]{1,2}) ?"
_JOINT: Final = re.compile(r"[至到\-—–―~]")
_JOINT_REACH: Final = 40  # characters; no first end of a stretch is longer
_TAIL: Final = (
    r"(?: ?(?P<tail>(?:之|以)?前(?![三两0-9期后往述])|(?:之|以)?内(?![部容设蒙])|期间|间(?![接隔])|为?止|起|开始|以来|(?:之|以)后|后|始))?"
)
_OPEN: Final = frozenset(["起", "开始", "以来", "之后", "以后", "后", "始"])
_ENDING: Final = ("前", "止")
_TO: Final = (
    "不得晚于",
    "不得迟于",
    "不晚于",
    "不迟于",
    "最迟于",
    "最迟",
    "最晚于",
    "最晚",
    "至迟于",
    "至迟",
    "截止到",
    "截至到",
    "截止",
    "截至",
    "到",
    "至",
)
_CLOSING: Final = tuple(f"{word}{sign}" for word in ("截止时间", "截止日期", "截止日", "截止时限") for sign in ":为是")
_LABELS: Final = ("时限:", "期限:", "完成时间:", "完成时间为")
_NOT_TO: Final = ("达到", "提到", "看到", "回到", "得到", "遇到", "收到", "感到", "甚至", "乃至", "以至")
# What stands for a time that another sentence or clause fixes.
_RELATIVE: Final = ("当", "次", "同", "翌", "下")
_GONE: Final = ("去年", "上年", "上一年", "前一年")
_EVERY: Final = frozenset(["每年", "每一年", "每月", "每个月"])


def read_range(scan: Scan, at: int) -> tuple[FoundLimit | None, int]:
    """Read a stretch between two points at ``at`` (每年3月至5月); return the limit, if it is one, and how far the words reach."""
    joined = _JOINT.search(scan.text, at, min(at + _JOINT_REACH, scan.end))
    match = _range().match(scan.text, at, scan.end) if joined else None
    if match is None or not (match["year_a"] or match["month_a"]) or not any(match.group("year_b", "month_b", "day_b", "part_b")):
        return None, at
    end = match.end()
    first, last = days(match, "_a", year=_year(scan, match)), days(match, "_b", year=_year(scan, match), inherit="_a")
    is_label = scan.behind(at, ("(",)) and scan.ahead(end, (")",)) and match["tail"] is None
    if is_label or match["tail"] in _OPEN or match[0].startswith(_GONE) or _is_past(scan, last):
        return None, end
    low = at - 1 if scan.behind(at, ("自", "从")) else with_zai(scan, at)
    return FoundLimit(low, end, "during", _interval(first.first, last.last)), end


def read_point(scan: Scan, at: int) -> tuple[FoundLimit | None, int]:
    """Read one point at ``at``; return the limit, if it is one, and how far the words reach."""
    match = _point().match(scan.text, at, scan.end)
    if match is None or not (match["year_a"] or match["month_a"] or len(match["part_a"] or "") > 1):
        return None, at
    end, tail = match.end(), match["tail"] or ""
    to = _to(scan, at)
    is_start = to is None and scan.behind(at, ("自", "从")) and not tail.endswith(_ENDING)
    found = days(match, "_a", year=_year(scan, match))
    if (
        match[0] in _EVERY or match[0].startswith(_GONE) or tail in _OPEN or is_start or _is_past(scan, found)
    ):  # 提高至每月375元 is no limit either
        return None, end
    if to is not None or tail.endswith(_ENDING) or _is_end(scan, match):
        return _until(scan, match, to, found), end
    if _is_period(scan, match):
        low, since = _relative(scan, match)
        ends = match["day_a"] and tail.endswith("内")  # 次月15日内
        return FoundLimit(low, end, "until" if ends else "during", _interval(found.last if ends else found.first, found.last), since), end
    return None, end


@lru_cache(maxsize=1)
def _range() -> re.Pattern[str]:
    """Return the pattern of a stretch between two points."""
    return re.compile(rf"{point('_a')}{_CLOCK}{_JOIN}{point('_b', short=True)}{_CLOCK}{_TAIL}")


@lru_cache(maxsize=1)
def _point() -> re.Pattern[str]:
    """Return the pattern of one point."""
    return re.compile(rf"{point('_a')}{_CLOCK}{_TAIL}")


def _until(scan: Scan, match: re.Match[str], to: int | None, found: Days) -> FoundLimit:
    """Return the limit that ends at the point; 2020年前 is before the year, 12月31日前 and 6月底前 take in the day."""
    if to is None:
        low, since = _relative(scan, match)
    else:
        low, since, _ = lead_in(scan, to)
    is_whole = match["day_a"] is None and (match["part_a"] or " ")[-1] not in "底末终旬"
    before = is_whole and (match["tail"] or "").endswith("前")
    return FoundLimit(low, match.end(), "until", _day_before(found.first) if before else found.last, since)


def _relative(scan: Scan, match: re.Match[str]) -> tuple[int, Stretch | None]:
    return of_that(scan, match.start()) if match[0].startswith(_RELATIVE) else (with_zai(scan, match.start()), None)


def _to(scan: Scan, at: int) -> int | None:
    """Return where 到, 至, 截至 before ``at`` begins, if it stands there."""
    if not scan.behind(at, _TO):
        return None
    for word in _TO:
        if scan.behind(at, (word,)):
            return None if scan.behind(at, _NOT_TO) else at - len(word)
    return None


def _is_past(scan: Scan, found: Days) -> bool:
    """Tell whether it lies before the year of the notice: what was, not what is to be."""
    return scan.year is not None and found.last is not None and found.last[0] != "X" and int(found.last[:4]) < scan.year


def _recurs(match: re.Match[str]) -> bool:
    """Tell whether it comes again every year, quarter or month."""
    return match["each_a"] is not None or match[0].startswith("每")


def _is_end(scan: Scan, match: re.Match[str]) -> bool:
    """Tell whether a 底 or 末 without 前 is a limit: 每年4月底, 2020年底完成; not 2017年底全市人口."""
    if scan.behind(match.start(), _CLOSING):
        return True
    if (match["part_a"] or " ")[-1] not in "底末终":
        return False
    return _recurs(match) or scan.behind(match.start(), ("于",)) or _stands_alone(scan, match)


def _is_period(scan: Scan, match: re.Match[str]) -> bool:
    """Tell whether the point is the time in which something is to be done."""
    low, tail = match.start(), match["tail"]
    if match[0].startswith(_RELATIVE) and not tail:
        # 在取得证书的当年 says which year; 次年 alone leaves it to the sentence before.
        is_dated = match["day_a"] or (match["part_a"] and scan.behind(low, ("于",)))
        return bool(is_dated) or (scan.behind(low, ("的",)) and scan.text[_relative(scan, match)[0]] == "在")
    if tail or match["part_a"] == "年内":
        return True
    if (match["part_a"] or "").endswith(("初", "中")):
        return False
    if _recurs(match):
        return bool(match["day_a"] or match["part_a"] or (match["month_a"] and not match["month_a"].startswith("每")))
    if match["day_a"] and (scan.behind(low, ("于",)) or with_zai(scan, low) < low):
        return True
    return _stands_alone(scan, match)


def _stands_alone(scan: Scan, match: re.Match[str]) -> bool:
    """Tell whether the point is an adverbial of its own: at the head of its clause or behind 力争, before a comma or a verb."""
    lists = words().lists
    low, high = with_zai(scan, match.start()), match.end()
    if scan.behind(low, _LABELS) or (low == scan.start and not scan.text[high : scan.end].strip("。;) \n")):
        return True  # the whole stretch is the time, as in a mark: 完成时限:2019年底
    leads = scan.opens(low) or scan.behind(low, lists["year_leads"])
    return leads and (scan.ahead(high, (",",)) or scan.ahead(high, lists["year_follows"]))


def _year(scan: Scan, match: re.Match[str]) -> int | None:
    """Return the year of what is written without one: that of the notice, unless its month is over by then."""
    month = to_int((match["month_a"] or "").split("月")[0])
    return None if month and scan.month and month < scan.month and not match["year_a"] else scan.year


def _interval(first: str | None, last: str | None) -> str | None:
    """Return the interval; the day where it is one; None where the words say no more than a year (当年)."""
    if first is None or last is None or (first, last) == ("XXXX-01-01", "XXXX-12-31"):
        return None
    if first > last and "X" not in first + last:  # its year is not the one that was taken for it
        return None
    return first if first == last else f"{first}/{last}"


def _day_before(first: str | None) -> str | None:
    return None if first is None or "X" in first else (date.fromisoformat(first) - timedelta(days=1)).isoformat()
