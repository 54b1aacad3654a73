"""Frequencies (频率): 每季度, 按月, 逐年, 定期, 年度考核, 一年两次.

A noun of a period (年度, 季度, 月度) is a frequency only where it stands with an act that is done once in it: 年度考核, not 年度任务
(annotation guidelines, settled cases).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from ..numerals import NUMERAL, to_int
from .words import COUNT, any_of, duration, words

__all__ = ["FoundFrequency", "find_frequencies"]

# One of these stands in every frequency; most sentences have none.
_TRIGGER: Final = re.compile(r"[每按逐定度次半周旬月季双隔报日年](?<![0-9][月年日])")
_NOT_A_PERIOD: Final = {"年": "龄级轻代初", "季": "节风", "月": "球光饼均", "周": "岁年边围", "日": "常程照均", "天": "然津气"}
_TIMES: Final = re.compile(rf"(?<!第)([0-9]{{1,3}}|[{NUMERAL}]{{1,3}}) ?次(?!性)")
_REACH: Final = 24  # characters from a frequency to the number of times within its clause
_CLAUSE_END: Final = re.compile(r"[,;。:!?\n]|每")
_NOUN: Final = re.compile(r"半年度?|半月|年度|季度|月度|双月|双周|隔月|隔周|隔年")
# 固定期限, 法定期限, 规定期间: no 定期.
_NOT_BEFORE_REGULAR: Final = frozenset("固法规约指设确限商议特既预假")
_NOUN_VALUES: Final = {"双月": "P2M", "隔月": "P2M", "双周": "P2W", "隔周": "P2W", "隔年": "P2Y"}
# 2019年度, 上年度, 纳税年度, 分年度, 三季度: the year or quarter of something.
_NOT_BEFORE_NOUN: Final = frozenset("0123456789〇上本下税计政分当后各该任一两二三四五六七八九十个多跨前全每按逐新历几同第首末隔半年近")


class FoundFrequency(NamedTuple):
    """A frequency in a view: where it stands, the ISO 8601 duration of one period, and how many times in it."""

    start: int
    end: int
    value: str | None
    times: int


class _Grammar(NamedTuple):
    spoken: re.Pattern[str]
    """每年, 每两年, 每月2次, 按季度, 逐年, 定期."""
    paired: re.Pattern[str]
    """一季一通报, 一年一度."""
    act: re.Pattern[str]
    """What makes a noun of a period before it a frequency."""
    short: re.Pattern[str]
    """日, 周, 月 … before an act of two syllables in a list of such: 周调度、月通报."""
    once: re.Pattern[str]
    """一年一次, 两个月安排一次, 半年一次."""


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    lists = words().lists
    period, acts, short_acts = any_of(words().periods), any_of(lists["acts"]), any_of(lists["short_acts"])
    guards = "".join(rf"(?<!{char}(?=[{after}]))" for char, after in _NOT_A_PERIOD.items())
    gap = rf"(?:(?!{any_of(lists['between'])})[^,。;:、的和及与\n《》“”()0-9])"
    return _Grammar(
        # The first character alone opens the pattern: the scan skips from one to the next.
        spoken=re.compile(
            r"[每按逐定](?:(?<=每)(?:"
            rf"(?:间?隔)? ?(?P<every>{COUNT})?(?:[-—~至到](?P<to>{COUNT}))? ?个?(?P<each>{period}){guards}"
            rf"(?: ?(?P<times>[0-9]{{1,3}}|[{NUMERAL}]{{1,3}}) ?次(?!性))?)"
            rf"|(?<=按)(?P<by>年度|年|半年度?|季度|季|月度|月|周|旬|日|学期|学年度?){guards}(?![初末底份利息化])"
            rf"|(?<=逐)(?P<step>[年月周日旬]|季度?){guards}"
            rf"|(?<=定)(?P<regular>期)(?:(?:[、和或与及]|或者)?(?:不定期|定期))?(?!{any_of(lists['regular_not'])}))"
        ),
        paired=re.compile(rf"一(?P<period>[年季月周日旬])一(?:度|{short_acts})"),
        act=re.compile(
            rf"(?:(?:工作|综合){{0,2}}(?:目标任务|绩效目标|责任目标|目标责任制?|目标|任务)(?:管理)?(?=考|评)|{gap}{{0,12}}?)(?!{any_of(lists['no_acts'])})(?:{acts})"
            rf"|(?:优秀|示范|先进)[^,。;:\n]{{0,14}}(?:评选|命名|表彰)"
        ),
        short=re.compile(rf"[日周旬月季年](?=(?:{short_acts})(?![酬刊纸价])|[^\W\d_]{{2,3}}[、,][日周旬月季年][^\W\d_]{{2,3}}(?:\W|\Z))"),
        once=re.compile(
            rf"(?P<count>{COUNT}) ?个?(?P<unit>{period}){guards}[^,。;:、的内后前以中\n0-9第]{{0,4}}?"
            rf"(?P<times>[0-9]{{1,2}}|[{NUMERAL}]{{1,2}}) ?次(?!性)"
        ),
    )


def find_frequencies(text: str, start: int, end: int) -> list[FoundFrequency]:
    """Return the frequencies in ``text[start:end]`` (folded view text, one sentence), in order of place, none overlapping another."""
    if _TRIGGER.search(text, start, end) is None:
        return []
    found = [*_spoken(text, start, end), *_nouns(text, start, end), *_short(text, start, end)]
    if text.find("次", start, end) >= 0:
        found += _once(text, start, end)
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[FoundFrequency] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _spoken(text: str, start: int, end: int) -> Iterator[FoundFrequency]:
    grammar, periods = _grammar(), words().periods
    for match in grammar.spoken.finditer(text, start, end):
        every, at = match["to"] or match["every"], match.start()
        if match["regular"]:
            if at == start or text[at - 1] not in _NOT_BEFORE_REGULAR:
                yield FoundFrequency(at - text.endswith("不", start, at), match.end(), None, 1)
            continue
        period = match["each"] or match["by"] or match["step"]
        if period == "小时" and not every:  # 每小时100公里 is a speed
            continue
        times = to_int(match["times"]) if match["times"] else _times(text, match.end(), end)
        yield FoundFrequency(at, match.end(), duration(every or "1", periods[period]), times or 1)
    for match in grammar.paired.finditer(text, start, end):
        yield FoundFrequency(match.start(), match.end(), duration("1", periods[match["period"]]), 1)


def _nouns(text: str, start: int, end: int) -> Iterator[FoundFrequency]:
    """Yield 年度, 季度 … where they stand with an act (年度考核, 年度优秀企业评选) or what was chosen in it (评出年度优秀企业)."""
    periods = words().periods
    for match in _NOUN.finditer(text, start, end):
        at = match.start()
        if at > start and text[at - 1] in _NOT_BEFORE_NOUN:
            continue
        if _grammar().act.match(text, match.end(), end) or text.endswith(("评出", "评选", "评定", "评选出"), start, at):
            noun = match[0]
            yield FoundFrequency(at, match.end(), _NOUN_VALUES.get(noun) or duration("1", periods.get(noun, "")), 1)


def _short(text: str, start: int, end: int) -> Iterator[FoundFrequency]:
    """Yield the single characters of 周调度、月通报 and 实行月报告制度, which stand alone, in a list, or behind a verb for a system."""
    grammar, systems = _grammar(), words().lists["systems"]
    for match in grammar.short.finditer(text, start, end):
        at = match.start()
        if at == start or text.endswith(systems, start, at):
            yield FoundFrequency(at, match.end(), duration("1", words().periods[match[0]]), 1)


def _once(text: str, start: int, end: int) -> Iterator[FoundFrequency]:
    """Yield 一年一次 and the like; a month needs its 个, else it is one of the calendar (3月召开一次)."""
    for match in _grammar().once.finditer(text, start, end):
        at, count = match.start(), match["count"]
        if at > start and text[at - 1] in "0123456789每第近前上下同本当过满任某":
            continue
        unit = match["unit"]
        if "个" not in match[0] and unit in {"月", "季度", "日"} and count not in {"一", "半", "两"}:
            continue
        yield FoundFrequency(at, match.end(), duration(count, words().periods[unit]), to_int(match["times"]) or 1)


def _times(text: str, at: int, end: int) -> int | None:
    """Return how many times the rest of the clause says: 每年召开两次."""
    stop = min(at + _REACH, end)
    edge = _CLAUSE_END.search(text, at, stop)
    match = _TIMES.search(text, at, edge.start() if edge else stop)
    return to_int(match[1]) if match else None
