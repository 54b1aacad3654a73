"""Time limits that are durations: 3年内, 自受理之日起20个工作日内, 提前3日, 不超过48个月, 通过3年努力, 留存五年."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from ..numerals import to_int
from .events import lead_in, with_zai
from .scan import FoundLimit, Kind, Scan
from .words import COUNT, any_of, duration, words

__all__ = ["read_duration", "read_ordinal"]

_BOUND: Final = re.compile(
    r"(?:(?:最长|最多|最短|最迟|最少)(?:期限)?)?(?:不|未)(?:得|能|应|应当|可|宜|准|会)?(?:超过|多于|长于|少于|低于|短于|晚于|迟于|逾)"
    r"|至少|最长为?|最多为?|最短为?"
)
_BOUND_REACH: Final = 12
_LEAST: Final = ("少于", "低于", "短于", "至少", "最短", "最短为", "最少")
_TAIL: Final = re.compile(
    r"(?: ?(?P<about>左右|上下))?(?: ?(?P<of>的)? ?(?P<effort>时间|努力|奋斗|期限|时限|工夫|周期))?"
    r"(?: ?(?P<inside>(?:之|以)?内(?![部容设])))?"
    r"(?:(?P<ahead>(?:之|以)?前(?![三两0-9期后往述]))|(?P<behind>(?:之|以)?后)|(?P<more>以上|以下|多|余|及以上))?"
)
_OF: Final = ("的", "之")
_BY: Final = ("通过", "经过", "利用", "用")
_NOT_BY: Final = ("留用", "使用", "试用", "征用", "录用", "聘用", "适用", "采用", "租用", "占用")
_NEXT: Final = ("今后", "未来", "接下来", "此后", "今后的", "未来的", "以后")
# What is over, recurs or is a condition: 近3年, 每3年, 满3年, 以一年内的收入.
_NO_LIMIT: Final = (*"近前每同约满逾第原以", "过去", "连续", "以往", "每隔", "间隔", "超过", "不足", "工龄")
_DUE: Final = ("届满", "期满")
_PREVIOUS: Final = ("一日", "一天", "一周", "1日", "1天")
_ONLY: Final = ("方可", "方能", "才", "可", "再", "仍", "不再", "不得")
_AHEAD: Final = ("提前不少于", "提前至少", "提前", "提早")
_EACH: Final = ("每年", "每月", "每周", "每日", "每天")
_ORDINAL: Final = re.compile(r"(?:第[一二两三四五六七八九十0-9]{1,2} ?个?(?:年|个月|月)|首年)(?![度级龄的之起])(?:(?:之|以)?内)?")
_EVENT_REACH: Final = 20
_LAST_DAY: Final = 31
# What is no unit: 三年级, 十年制, 3日常, 3周岁, 一天然.
_GUARDS: Final = r"(?<!年(?=[级龄代度制货产均会轮轻]))(?<!日(?=[常报均制志照]))(?<!周(?=[岁期边围转]))(?<!天(?=[然津气河]))"


class _Duration(NamedTuple):
    """A duration as matched: where it stands, its value, and what was matched behind it."""

    low: int
    high: int
    value: str | None
    tail: re.Match[str]


def read_duration(scan: Scan, at: int) -> tuple[FoundLimit | None, int]:
    """Read a duration at ``at``; return the limit, if it is one, and how far the words reach."""
    match = _pattern().match(scan.text, at, scan.end)
    tail = _TAIL.match(scan.text, match.end(), scan.end) if match else None
    if match is None or tail is None:
        return None, at
    letter = words().units[match["unit"]]
    value = duration(match["high"] or match["low"], letter, and_half=match["half"] is not None)
    low = at - scan.behind(at, (" ",))  # a blank before figures is no word
    for case in (_ahead_of, _within, _bounded, _through, _lasting, _after):
        limit = case(scan, _Duration(low, match.end(), value, tail))
        if limit is not None:
            start = at if limit.start == low else limit.start
            return limit._replace(start=start, working_days=letter == "B"), limit.end
    return None, match.end()


def read_ordinal(scan: Scan, at: int) -> tuple[FoundLimit | None, int]:
    """Read 第一年, 首年 at ``at``: a year of a stretch of years that begins when something else does."""
    match = _ORDINAL.match(scan.text, at, scan.end)
    if match is None:
        return None, at
    return FoundLimit(with_zai(scan, at), match.end(), "during", None), match.end()


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    low, high = rf"(?P<low>{COUNT})", rf"(?:(?:年|个月|个工作日|小时|[日天周])? ?(?:[-—–―~]{{1,2}}|[至到、]) ?(?P<high>{COUNT}))?"
    return re.compile(rf"{low}{high} ?(?P<unit>{any_of(words().units)}){_GUARDS}(?P<half>半(?!年))?")


def _ahead_of(scan: Scan, found: _Duration) -> FoundLimit | None:
    """Case 1, ahead of an event: 提前3日, 期满前30日, 会议召开3日前."""
    low, high, value, tail = found
    for word in _AHEAD:
        if scan.behind(low, (word,)):
            return FoundLimit(low - len(word), high, "before", value)
    begin, since, ahead = lead_in(scan, low)
    is_previous = scan.text[high - 1] in "年度" or scan.text[low:high] in _PREVIOUS  # 学前三年, 前一日
    if since and ahead and (not is_previous or scan.text[since[1] - 2] in "满期"):
        return FoundLimit(begin, tail.end("inside") if tail["inside"] else high, "before", value, since)
    return _days_before(scan, found) if tail["ahead"] and not (scan.opens(low) or scan.behind(low, ("在", "到", "至"))) else None


def _days_before(scan: Scan, found: _Duration) -> FoundLimit | None:
    """Read a duration with 前 behind it: 会议召开3日前, 至少3日前; 于10日前 is the day of the month."""
    low, high, value, tail = found
    if scan.behind(low, ("于",)):
        day = to_int(scan.text[low : high - 1])
        return FoundLimit(low, tail.end(), "until", f"XXXX-XX-{day:02d}") if day and day <= _LAST_DAY else None
    if scan.behind(low, ("至少",)):
        return FoundLimit(low - len("至少"), tail.end(), "before", value)
    if scan.behind(low, _NO_LIMIT) and not scan.behind(low, _DUE):
        return None
    start = _event_before(scan, low)
    return FoundLimit(start, tail.end(), "before", value, (start, low))


def _within(scan: Scan, found: _Duration) -> FoundLimit | None:
    """Case 2, within a duration: 3年内, 在名单公布后3个月内, 今后五年内."""
    low, _, value, tail = found
    if tail["inside"] is None or scan.behind(low, _NO_LIMIT) or scan.ahead(tail.end(), _OF):
        return None
    begin, since, _ = lead_in(scan, low)
    return FoundLimit(_with_next(scan, begin), tail.end("inside"), "within", value, since)


def _bounded(scan: Scan, found: _Duration) -> FoundLimit | None:
    """Case 3, at most or at least a duration: 不超过48个月, 公示不少于5个工作日; not 工作不少于5年的人员."""
    low, high, value, tail = found
    if tail["more"] or (scan.ahead(high, _OF) and not scan.ahead(high, ("的时间", "的期限"))):
        return None
    bound = next((item for item in _BOUND.finditer(scan.text, max(scan.start, low - _BOUND_REACH), low) if item.end() == low), None)
    if bound is None or scan.behind(bound.start(), _EACH):
        return None
    kind: Kind = "during" if bound[0].endswith(_LEAST) else "within"
    if kind == "during" and scan.text[high - 1] in "时钟":  # 课时不少于80小时: how much, not how long
        return None
    return FoundLimit(bound.start(), high, kind, value)


def _through(scan: Scan, found: _Duration) -> FoundLimit | None:
    """Case 4, by the work of a duration: 通过3年努力, 3年左右, 3-5年(的努力), 用三年时间, 3年完成."""
    low, high, value, tail = found
    if scan.behind(low, _NO_LIMIT) or tail["more"] or tail["behind"]:
        return None
    by = None if scan.behind(low, _NOT_BY) else next((word for word in _BY if scan.behind(low, (word,))), None)
    if by and tail["effort"] and not tail["about"] and not tail["of"]:
        return FoundLimit(low - len(by), tail.end("effort"), "within", value)
    if tail["about"] and (by or not scan.ahead(tail.end(), _OF)):
        return FoundLimit(_with_next(scan, low), tail.end("about"), "within", value)
    if _is_spent(scan, found, by):
        return FoundLimit(_with_next(scan, low), high, "within", value)
    return None


def _is_spent(scan: Scan, found: _Duration, by: str | None) -> bool:
    """Tell whether the duration is what is taken to reach something: 通过3-5年的努力, 分3年, 今后五年, 3年完成."""
    low, high, _, tail = found
    if (by and (tail["effort"] or by != "用")) or scan.behind(low, ("分", "力争", "争取")) or (tail["effort"] and scan.opens(low)):
        return True
    lists = words().lists
    reaches = scan.ahead(high, lists["achieving"]) or scan.behind(low, _NEXT)
    return reaches and not scan.ahead(high, lists["not_achieving"])


def _lasting(scan: Scan, found: _Duration) -> FoundLimit | None:
    """Case 5, for a duration: 有效期五年, 公示5个工作日, 办理时限压缩至3个工作日."""
    low, high, value, tail = found
    lists = words().lists
    if tail["behind"] or tail["more"] or tail["of"] or scan.ahead(high, _OF):
        return None
    if scan.behind(low, lists["down_to"]):
        return FoundLimit(low, high, "within", value)
    return FoundLimit(low, high, "during", value) if scan.behind(low, lists["lasting"]) else None


def _after(scan: Scan, found: _Duration) -> FoundLimit | None:
    """Case 6, only after a duration: 公示满3个月后方可."""
    low, _, value, tail = found
    if not tail["behind"] or not scan.ahead(tail.end(), _ONLY):
        return None
    begin, since, _ = lead_in(scan, low)
    return FoundLimit(low - 1 if scan.behind(low, ("满",)) else begin, tail.end(), "after", value, since)


def _with_next(scan: Scan, at: int) -> int:
    """Return where 今后, 未来 before ``at`` begins, or ``at``."""
    word = next((word for word in _NEXT if scan.behind(at, (word,))), "")
    return with_zai(scan, at - len(word)) if word else at


def _event_before(scan: Scan, at: int) -> int:
    """Return where the event begins that ends at ``at``."""
    start, floor = at, max(scan.start, at - _EVENT_REACH)
    while start > floor and not scan.opens(start) and not scan.behind(start, ("应当", "应", "须", "于", "要", "在")):
        start -= 1
    return with_zai(scan, start)
