"""Quantities (数量): every figure of the notice that measures something, with its comparator and what it measures.

The rules are those of the annotation guidelines: figures with an Arabic digit, 百分之… and 两位数; no dates, ordinals, labels or
names. Figures are written by GB/T 15835-2011.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ..schemas.notice import Comparator, Quantity
from .comparators import compare, is_compared_behind
from .indicators import exclusions, find_exclusions, indicator
from .numerals import NUMERAL, to_int
from .stretches import open_stretches
from .text import View
from .units import TIME_DIMENSIONS, Unit, unit_of, unit_pattern

__all__ = ["find_quantities"]

_NUMBER: Final = r"[0-9](?:[0-9]{0,2}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]*(?:\.[0-9]+)*)"
# What names something and measures nothing: a title in 《》; a slogan or a name of a few words in “”.
_NAMED: Final = re.compile(r"《[^《》]{0,120}》|“[^“”\n]{1,12}”")
_PERCENT: Final = re.compile(
    rf"百分之 ?(?P<a>[0-9]{{1,3}}(?:\.[0-9]{{1,4}})?|[{NUMERAL}]{{1,4}}(?:点[{NUMERAL}]{{1,4}})?)"
    rf"(?: ?[至到\-—~]{{1,2}} ?(?:百分之 ?)?(?P<b>[0-9]{{1,3}}(?:\.[0-9]{{1,4}})?|[{NUMERAL}]{{1,4}}(?:点[{NUMERAL}]{{1,4}})?))?"
)
_DIGITS_OF_GROWTH: Final = re.compile(r"(?P<a>[两二三23])位数(?=(?:以上)?的?(?:的?(?:高|快速|较快))?(?:增|涨|以上))")

_ORDINAL: Final = re.compile(r"第 ?[(]?[0-9][0-9、,和及与至到\-—~]{0,12}$|第 ?[(]?$|[Nn][Oo]\.? ?$|№ ?$")
_TERM_BEFORE: Final = re.compile(r"(?:不(?:得|能|应)?[超少低晚]过?于?|满|达|提前|连续|为期|公示|起|期|不足|最[长短多少])$")
_DAY_BEFORE: Final = re.compile(r"[月、至\-—~] ?$")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH: Final = re.compile(r" ?[0-9]{1,2} ?月")


@dataclass(slots=True, frozen=True)
class _Figure:
    """A figure as matched: where it stands in the view, its values and its unit."""

    start: int
    end: int
    value: Decimal
    value_to: Decimal | None
    unit: Unit
    comparator: Comparator | None = None
    """What the figure itself says: a range, 两位数 (10 or more)."""


@lru_cache(maxsize=1)
def _figures() -> re.Pattern[str]:
    unit = unit_pattern()
    return re.compile(
        rf"(?P<a>{_NUMBER})(?: {{0,2}}(?P<ua>{unit}))?(?: {{0,2}}[-—–―~至到]{{1,2}} {{0,2}}(?P<b>{_NUMBER}) {{0,2}}(?P<ub>{unit}))?"
    )


def find_quantities(view: View, *, masked: list[tuple[int, int]], locate: Callable[[int], str]) -> list[Quantity]:
    """Return the quantities of ``view`` in order of place.

    ``masked`` are sorted, disjoint stretches of ``view.text`` to pass over (labels, document numbers, dates, titles, rosters);
    ``locate`` gives the eid of the clause or part at a source offset. Values are :class:`~decimal.Decimal`, units as written.
    """
    text = view.text
    stretches = [*masked, *(match.span() for match in _NAMED.finditer(text))]
    found = [*_arabic(text, stretches), *_worded(text, stretches)]
    found.sort(key=lambda figure: figure.start)
    quantities = []
    excluded = find_exclusions(text)
    for figure, comparator, start, end in _compared(text, found):
        span = view.span(start, end)
        quantities.append(
            Quantity(
                span.start,
                span.end,
                span.exact,
                eid=locate(span.start),
                value=figure.value,
                value_to=figure.value_to,
                unit=figure.unit.written,
                comparator=comparator,
                normalized=figure.unit.normalized(figure.value, figure.value_to),
                indicator=indicator(text, start),
                excludes=[] if figure.unit.dimension in TIME_DIMENSIONS else exclusions(excluded, text, start),
            )
        )
    return quantities


def _compared(text: str, figures: list[_Figure]) -> Iterator[tuple[_Figure, Comparator, int, int]]:
    """Yield each figure with its comparator and the stretch of both; two bounds side by side (1倍以上3倍以下) are one range."""
    lower: tuple[_Figure, Comparator, int, int] | None = None
    floor = 0
    for figure in figures:
        if figure.start < floor:
            continue  # inside the words that compare: 100人以上(含100人)
        said, start, end = compare(text, figure.start, figure.end, figure.unit, floor=floor)
        floor = end
        comparator = figure.comparator or said or "eq"
        if lower is not None:
            low, _, first, last = lower
            lower = None
            if comparator == "le" and start == last and low.unit.written == figure.unit.written and low.value < figure.value:
                yield _Figure(low.start, figure.end, low.value, figure.value, figure.unit), "range", first, end
                continue
            yield low, "ge", first, last
        if comparator == "ge":
            lower = figure, comparator, start, end
        else:
            yield figure, comparator, start, end
    if lower is not None:
        yield lower


def _arabic(text: str, stretches: list[tuple[int, int]]) -> Iterator[_Figure]:
    """Yield the figures in Arabic digits outside ``stretches``."""
    pattern = _figures()
    for low, high in open_stretches(len(text), stretches):
        for match in pattern.finditer(text, low, high):
            if match.lastgroup != "a":  # else a number without a unit
                yield from _read(text, match)


def _read(text: str, match: re.Match[str]) -> Iterator[_Figure]:
    """Yield the figure of one match; two where the ends of a range have different units (6个月至2年)."""
    first, last = match["ua"], match["ub"]
    unit = unit_of(last or first)
    low, high = _number(match["a"]), _number(match["b"])
    if low is None or (last and high is None) or not _measures(text, match, unit):
        return
    if high is None:
        yield _Figure(match.start(), match.end(), low, None, unit, "gt" if unit.exceeded else None)
        return
    other = unit_of(first) if first else unit
    if unit.written.startswith(other.written):  # 3万至5万元: the first end leaves out the noun
        yield _Figure(match.start(), match.end(), low, high, unit, "range")
    else:
        yield _Figure(match.start("a"), match.end("ua"), low, None, other, "ge")
        yield _Figure(match.start("b"), match.end("ub"), high, None, unit, "le")


def _measures(text: str, match: re.Match[str], unit: Unit) -> bool:
    """Tell whether the figure measures something: no date, ordinal, name or part of another word."""
    start, end = match.span()
    before = text[start - 1 : start]
    if text.startswith(unit.not_before, end) or text.startswith("+", end) or before in ("+", "/", "·"):
        return False  # 3天津; 1+3个专项
    if before.isascii() and before.isalpha() and unit.dimension not in ("ratio", "money"):
        return False  # PM2.5级; but GDP8%
    if unit.written.endswith("亿级") or _ORDINAL.search(text, max(0, start - 16), start):
        return False  # 10亿级项目 is the name of a class
    if unit.written == "日":
        return _is_term(text, start, end)
    if unit.written == "分":
        return before not in ("时", "点", ":")
    return not _is_year(text, match, unit)


def _is_year(text: str, match: re.Match[str], unit: Unit) -> bool:
    """Tell whether the figure is a year (2018年, 2016-2018年, 2018级) or opens a date (18年9月)."""
    if _YEAR.fullmatch(match["a"]):
        return unit.written in ("年", "级", "起")
    return unit.written == "年" and _MONTH.match(text, match.end()) is not None


def _is_term(text: str, start: int, end: int) -> bool:
    """Tell whether 日 counts days (30日内, 提前3日) and does not name one (18日, 至18日)."""
    low = max(0, start - 8)
    if _DAY_BEFORE.search(text, low, start):
        return False
    return is_compared_behind(text, end) or _TERM_BEFORE.search(text, low, start) is not None


def _number(written: str | None) -> Decimal | None:
    """Return the value of Arabic digits; null for version and section numbers (1.2.3)."""
    if written is None or written.count(".") > 1 or len(written) > 24:
        return None
    return Decimal(written.replace(",", ""))


def _worded(text: str, stretches: list[tuple[int, int]]) -> Iterator[_Figure]:
    """Yield 百分之… and 两位数, the figures in words that are measured values by the guidelines."""
    matches = []
    if "百分之" in text:
        matches += list(_PERCENT.finditer(text))
    if "位数" in text:
        matches += list(_DIGITS_OF_GROWTH.finditer(text))
    percent = unit_of("%")
    for match in matches:
        if any(start < match.end() and match.start() < end for start, end in stretches):
            continue
        if match.re is _DIGITS_OF_GROWTH:
            yield _Figure(match.start(), match.end(), Decimal(100 if match["a"] in "三3" else 10), None, percent, "ge")
            continue
        value, value_to = _word(match["a"]), _word(match["b"])
        if value is not None:
            yield _Figure(match.start(), match.end(), value, value_to, percent, "range" if value_to is not None else None)


def _word(written: str | None) -> Decimal | None:
    """Return the value of 五十, 百, 十二点五 or 12.5."""
    if written is None:
        return None
    if written[0].isascii():
        return Decimal(written)
    whole, _, rest = written.partition("点")
    value = 100 if whole == "百" else to_int(whole)
    if value is None:
        return None
    digits = "".join(str(to_int(char)) for char in rest)
    return Decimal(f"{value}.{digits}") if digits else Decimal(value)
