"""Time limits (期限): 3年内, 名单公布后3个月内, 到2020年底, 2019年1月1日至12月31日, 提前3日, 在规定时间内.

Open starts (自2019年1月1日起) are no limits, nor are the times that a condition asks for (对3年内未完成的) or that describe a thing
(3个月以上的合同): annotation guidelines, settled cases. At each place where a number or a relative year stands the cases are tried in
order: a stretch between two points, one point, an ordinal (第一年), a duration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..numerals import NUMERAL, ZEROS
from .calendar import RELATIVES
from .durations import read_duration, read_ordinal
from .events import is_condition
from .named import named_limits
from .points import read_point, read_range
from .scan import FoundLimit, Scan

__all__ = ["FoundLimit", "find_time_limits"]

# One of these stands in every time limit; many sentences have none.
_TRIGGER: Final = re.compile(r"[年月日号天周星旬时钟季前内期世五]")
# Where a number (the first of its digits) or a relative word stands and, a little behind it, a unit of time.
_CANDIDATE: Final = re.compile(
    rf"[0-9{NUMERAL}半{RELATIVES}](?<![0-9.][0-9])"
    rf"(?:(?<=[0-9{NUMERAL}半元])[0-9{NUMERAL}{ZEROS}. ]{{0,7}}(?:[-—–―~至到、和]{{1,2}}[0-9{NUMERAL} ]{{1,5}})?"
    r"(?:个?[年月日号天周旬小分星学季半]|个?(?:工作|自然|交易|纳税|会计|预算|财政|完整|日历))"
    rf"|(?<=[{RELATIVES}])(?:一?个?(?:半?年|半?月|旬|季)|(?<=第)[{NUMERAL}0-9]{{1,2}} ?个?(?:季|年|月)|华?民国|年))"
)
_TITLE_REACH: Final = 120  # characters; no title is longer
_CASES: Final = (read_range, read_point, read_ordinal, read_duration)


def find_time_limits(text: str, start: int, end: int, *, year: int | None = None, month: int | None = None) -> list[FoundLimit]:
    """Return the time limits in ``text[start:end]`` (folded view text, one sentence), in order of place, none overlapping another.

    ``year`` is that of the notice: it gives 6月底前 its year, and what lies before it is no limit any more; None where it is not known.
    ``month`` is that of the notice: a month before it that is written without a year is left without one (2月 in a notice of November).
    """
    if _TRIGGER.search(text, start, end) is None:
        return []
    scan = Scan(text, start, end, year, month)
    found = [*_numbered(scan), *named_limits(scan)]
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[FoundLimit] = []
    for item in found:
        if (not kept or item.start >= kept[-1].end) and not _in_title(scan, item.start) and not is_condition(scan, item.start, item.end):
            kept.append(item)
    return kept


def _numbered(scan: Scan) -> Iterator[FoundLimit]:
    """Yield the limits that stand at numbers and relative years."""
    floor = scan.start
    for candidate in _CANDIDATE.finditer(scan.text, scan.start, scan.end):
        at = candidate.start()
        if at < floor:
            continue
        for case in _CASES:
            limit, reached = case(scan, at)
            if reached > at:
                floor = reached
                if limit is not None:
                    yield limit
                break


def _in_title(scan: Scan, at: int) -> bool:
    """Tell whether ``at`` stands in a title 《…》."""
    low = max(scan.start, at - _TITLE_REACH)
    return scan.text.rfind("《", low, at) > scan.text.rfind("》", low, at)
