"""Time limits in words: 在规定期限内, “十四五”期间, 全年, 年底前, 春节前, 本世纪中叶."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from ..numerals import NUMERAL, to_int
from .calendar import plan_years
from .events import with_zai
from .scan import FoundLimit, Kind, Scan
from .words import any_of, words

__all__ = ["named_limits"]

_YEAR_SAID: Final = frozenset("0123456789〇零一二三四五六七八九十两半多几数今明去每同本当次翌历近往个度该全周")


_REACH: Final = 24
_FISCAL: Final = ("财政", "会计", "纳税", "预算", "自然")
_NUMERALS: Final = frozenset("一二三四五六七八九十")
_NO_BREAK: Final = re.compile(r"在([^,。;:\n在]{0,14})\Z")


# The first character alone opens the pattern, what follows it is told by that: the scan skips from one to the next.
_NAMED: Final = re.compile(
    r"[时期五年月季全世届前每当次翌](?:"
    r"(?:(?<=时)[间限]|(?<=期)限?)(?P<term>(?:之|以)?内)(?![部容设])"
    r"|(?<=五)[”\"]?(?P<plan>规划期间?|期间|时期|期?末)"
    r"|(?<=年)(?:度(?P<fiscal>内)(?![部容外])|(?P<year_end>[底末终](?:之前|以前|前)?)|(?P<year>内)(?![部容外]))"
    r"|(?<=月)(?P<month>[底末](?:之前|以前|前)|内(?![部容]))"
    r"|(?<=季)度?(?P<quarter>末(?:之前|以前|前)?)(?!月)"
    r"|(?<=全)(?P<whole>年)(?![龄级轻期]|一次性)"
    r"|(?<=世)纪(?P<century>中叶|中期|末|上半叶)"
    r"|(?<=届)(?P<tenure>任期内)"
    r"|(?<=前)(?P<event>)(?![后期往述列提])"
    r"|(?<=每)(?:(?:周|星期)[一二三四五六日天末]|[日天]|个工作日)"  # a day of every week, an hour of every day
    rf"(?:[上中下]午)?(?:[0-9{NUMERAL}]{{1,3}}[时点:][0-9]{{0,2}}分?)?(?:下班)?(?P<every>(?:之|以)?前)"
    r"|(?<=[当次翌])[日天](?:[0-9]{1,2}[时点])?"
    r"(?P<same>(?:之|以)?[内前](?![往来])|(?=办结|办理|完成|反馈|答复|上报|报送|送达|解决|清理)))"
)
_YEAR: Final = re.compile(r"(?:(?:19|20)[0-9]{2}|[今明])年\Z")
_COMING: Final = ("到来之", "来临之", "开始之", "到来", "来临", "开始", "之", "以")


@lru_cache(maxsize=1)
def _stated() -> re.Pattern[str]:
    lists = words().lists
    return re.compile(rf"(?:{any_of(lists['stated'])})的?(?:{any_of(lists['stated_between'])})?\Z")


def named_limits(scan: Scan) -> Iterator[FoundLimit]:
    """Yield the limits of ``scan`` that stand in words."""
    for match in _NAMED.finditer(scan.text, scan.start, scan.end):
        limit = _CASES[match.lastgroup or ""](scan, match)
        if limit is not None:
            yield limit


def _term(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """在规定时间内, 在招标文件规定的期限内: a time that something else fixes."""
    stated = _stated().search(scan.text, max(scan.start, match.start() - _REACH), match.start())
    if stated is None:
        return None
    low = stated.start()
    behind = _NO_BREAK.search(scan.text, max(scan.start, low - _REACH), low)
    if behind is not None and with_zai(scan, behind.start() + 1) == behind.start():
        low = behind.start()
    return FoundLimit(low, match.end(), "within", None)


def _plan(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """“十四五”期间, 到“十四五”末: a five-year plan."""
    low = match.start()
    while low > scan.start and scan.text[low - 1] in _NUMERALS:
        low -= 1
    years = plan_years(to_int(scan.text[low : match.start()]) or 0)
    low -= scan.behind(low, ("“", '"'))
    if years is None or (scan.year is not None and years[1] < scan.year) or scan.behind(low, words().lists["of_a_plan"]):
        return None
    if match["plan"].endswith("末"):
        return FoundLimit(_with_to(scan, low), match.end(), "until", f"{years[1]}-12-31")
    return FoundLimit(with_zai(scan, low), match.end(), "during", f"{years[0]}-01-01/{years[1]}-12-31")


def _year_end(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """年底前, 到年底, 年终前: of the year of the notice."""
    at = match.start()
    low = _with_to(scan, at)
    if _is_said(scan, at) or not (match["year_end"].endswith("前") or low < at or (scan.opens(at) and scan.ahead(match.end(), (",",)))):
        return None
    return FoundLimit(low, match.end(), "until", f"{scan.year or 'XXXX'}-12-31")


def _within(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """年内, 月内, 月底前: within the year or month of the notice."""
    if _is_said(scan, match.start()):
        return None
    kind: Kind = "until" if match[0].endswith("前") else "within"
    value = f"{scan.year}-12-31" if match["year"] and scan.year else None
    return FoundLimit(with_zai(scan, match.start()), match.end(), kind, value)


def _fiscal(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """年度内, 财政年度内."""
    low = match.start() - next((len(word) for word in _FISCAL if scan.behind(match.start(), (word,))), 0)
    return None if _is_said(scan, low) else FoundLimit(with_zai(scan, low), match.end(), "within", None)


def _quarter(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """每季度末, 季度末前."""
    at = match.start()
    if scan.behind(at, ("每", "每个")):
        low = at - (2 if scan.behind(at, ("每个",)) else 1)
        return FoundLimit(with_zai(scan, low), match.end(), "until", None)
    return None if _is_said(scan, at) or not match["quarter"].endswith("前") else FoundLimit(with_zai(scan, at), match.end(), "until", None)


def _whole(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """全年: the year of the notice."""
    if scan.behind(match.start(), ("占", "比", "每", *words().lists["of_a_plan"])):
        return None
    return FoundLimit(match.start(), match.end(), "during", f"{scan.year}-01-01/{scan.year}-12-31" if scan.year else None)


def _century(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """到本世纪中叶."""
    low = match.start() - scan.behind(match.start(), ("本",))
    to = _with_to(scan, low)
    return FoundLimit(to, match.end(), "until", None) if to < low or low < match.start() else None


def _tenure(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """本届任期内."""
    low = match.start() - scan.behind(match.start(), ("本",))
    return FoundLimit(with_zai(scan, low), match.end(), "during", None)


def _day(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """每周五前, 每日9时前, 当日办结, 次日内."""
    return FoundLimit(with_zai(scan, match.start()), match.end(), "until", None)


def _event(scan: Scan, match: re.Match[str]) -> FoundLimit | None:
    """春节前, 主汛期到来之前: until something that comes every year."""
    events, at = words().lists["events"], match.start()
    at -= next((len(word) for word in _COMING if scan.behind(at, (word,))), 0)
    if not scan.behind(at, events):
        return None
    at -= next(len(word) for word in events if scan.behind(at, (word,)))
    year = _YEAR.search(scan.text, max(scan.start, at - len("二〇二二年")), at)
    at = year.start() if year else at
    low = with_zai(scan, at)
    if not (scan.opens(low) or low < at or scan.behind(at, words().lists["year_leads"])):
        return None
    return FoundLimit(low, match.end(), "until", None)


def _is_said(scan: Scan, at: int) -> bool:
    """Tell whether the word before says which year or month: then it is a point or a duration."""
    at -= scan.behind(at, (" ",))
    return at > scan.start and scan.text[at - 1] in _YEAR_SAID


def _with_to(scan: Scan, at: int) -> int:
    return at - 1 if scan.behind(at, ("到", "至")) else with_zai(scan, at)


_CASES: Final[dict[str, Callable[[Scan, re.Match[str]], FoundLimit | None]]] = {
    "term": _term,
    "plan": _plan,
    "year_end": _year_end,
    "year": _within,
    "fiscal": _fiscal,
    "month": _within,
    "quarter": _quarter,
    "whole": _whole,
    "century": _century,
    "tenure": _tenure,
    "event": _event,
    "every": _day,
    "same": _day,
}
