"""From when a duration runs (自受理之日起, 名单公布后, 期满前): the words before it, and whether a clause only states a condition."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .scan import EDGES, Scan, Stretch
from .words import any_of, words

__all__ = ["is_condition", "lead_in", "of_that", "with_zai"]

_REACH: Final = 60  # characters; no event is described at greater length before its own time limit
_STARTS: Final = ("日起", "年起", "月起", "时起", "天起", "次日起", "日起算", "起计", "起计算", "年度起")
_AFTER: Final = ("后", "终了", "届满", "期满", "结束", "到期")
_NOT_AFTER: Final = ("今后", "此后", "最后", "前后", "先后", "然后", "落后", "随后", "往后")
_NOT_BEFORE: Final = ("目前", "此前", "以前", "日前", "提前", "当前", "年前", "前前", "空前", "超前")
_FROM: Final = re.compile(
    r"自(?![治行然主身愿觉我有由])(?<![各亲独来]自)|从(?![事业严重快优简众])(?<![服]从)|在(?![职岗校建线册编途])(?<![现存所正实潜内]在)"
)
_AT: Final = re.compile(
    r"(?:应当|必须|(?<![供相响对适反效])应(?=[在于自从])|(?<![重主需纲必简只])要(?=[在于自从])|须|将(?=[在于自从]))"
    r"|(?<![关对由低属位大处用鉴基等小高优终])于|(?<!\w)请(?=[在于自从])"
)
# 累计超过15000元的, 2次以上的: what is counted within the time is what the clause asks, and no time limit.
_COUNT_REACH: Final = 100
_SHORTEST: Final = 2  # 后 alone names no event
_NOT_ZAI: Final = ("现在", "存在", "所在", "正在", "内在")
_COUNTED: Final = re.compile(
    r"[^。;\n]{0,60}(?:累计(?:超过|达到?|满|[0-9两二三四五]+次)|[0-9两二三四五]+次)[^。;\n]{0,30}"
    r"[的者](?:部分|情形|单位|个人|企业|人员)?(?=[,;。:])"
)


def with_zai(scan: Scan, at: int) -> int:
    """Return where the limit that starts at ``at`` begins with its 在, where it has one."""
    return at - 1 if scan.behind(at, ("在",)) and not scan.behind(at, _NOT_ZAI) else at


def lead_in(scan: Scan, at: int) -> tuple[int, Stretch | None, bool]:
    """Return where a limit begins whose duration stands at ``at``, what that runs from, and whether it runs ahead of it (期满前)."""
    plain = with_zai(scan, at)
    edge = plain - 1 if scan.behind(plain, (",",)) and scan.behind(plain - 1, _STARTS) else plain
    end = edge - 1 if scan.behind(edge, ("的",)) else edge
    ahead = scan.behind(end, ("前",)) and not scan.behind(end, _NOT_BEFORE)
    starts = scan.behind(end, _STARTS)
    if not (ahead or starts or (scan.behind(end, _AFTER) and not scan.behind(end, _NOT_AFTER))):
        return plain, None, False
    low = _begin(scan, end, from_words=starts)
    if end - low < _SHORTEST:
        return plain, None, False
    return low, (low + 1 if scan.text[low] == "在" else low, end), ahead


def of_that(scan: Scan, at: int) -> tuple[int, Stretch | None]:
    """Return where a limit begins whose relative time stands at ``at`` (取得证书的当年, 扣缴的次月), and what that is relative to."""
    plain = with_zai(scan, at)
    if not scan.behind(at, ("的",)):
        return plain, None
    low = _begin(scan, at, from_words=False)
    return (low, (low + 1 if scan.text[low] == "在" else low, at - 1)) if at - low > _SHORTEST else (plain, None)


def is_condition(scan: Scan, low: int, high: int) -> bool:
    """Tell whether the words around ``low``..``high`` state a condition or describe a thing: no time limit of what is commanded."""
    if scan.behind(low, ("对", "对于", "凡", "凡是", "凡在")):
        return True
    text, stop = scan.text, high
    last = min(scan.end, high + _COUNT_REACH)
    while stop < last and text[stop] not in EDGES:
        stop += 1
    return text.endswith("的", high, stop) or _COUNTED.match(text, high, min(scan.end, high + _COUNT_REACH)) is not None


def _begin(scan: Scan, end: int, *, from_words: bool) -> int:
    """Return where the event begins within the clause: at 自, 从, 在; behind 应当, 于; at a verb such as 收到; else at the clause."""
    text, clause, floor = scan.text, end, max(scan.start, end - _REACH)
    while clause > floor and (text[clause - 1] not in EDGES or text[clause - 1] == "、"):
        clause -= 1
    behind = clause
    for match in _AT.finditer(text, clause, end):
        behind = match.end()
    found = list(_FROM.finditer(text, behind, end))
    if found:
        return found[0 if from_words else -1].start()
    receipt = _receipts().search(text, clause, max(clause, end - 2)) if behind == clause else None
    return receipt.start() if receipt else behind


@lru_cache(maxsize=1)
def _receipts() -> re.Pattern[str]:
    return re.compile(any_of(words().lists["receipts"]))
