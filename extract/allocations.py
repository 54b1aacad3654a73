"""Enumerations of allocations (分解): names, each with its figure (越城区26亿元,柯桥区80亿元,…).

A figure joins the one before it when both have one unit and only a mark and a name stand between them. The names must be
places, or be formed alike (省级特色小镇…、市级特色小镇…): indicators with their targets stand in the same form and are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from .text import squeeze
from .units import unit_of, unit_pattern

__all__ = ["Allocation", "find_allocations"]

_LONGEST: Final = 20
_REACH: Final = 40
_EDGE: Final = re.compile(r"[,。;!?、\n]")
_JOINT: Final = re.compile(r"\s*(?:[、;]\s*|,\s*(?:以及|和|及)?|(?:以及|和|及))\s*")
# What leads to the first name, and what stands between a name and its figure.
_LEAD: Final = re.compile(r".{0,40}(?:按照|如下|其中|分别为|分别是|安排|下达|给予|设立|设置|分解为|确保|力争|包括|对|:)")
_NAME_END: Final = re.compile(
    r"[0-9:(]|[一二两三四五六七八九十]年(?=投资|内|共|完成|安排|计划)|每年|年度|年内|完成|实现|达到|安排|下达|投资|分别|分配|(?<!公)共|各|为|是|(?<![节集合条])约|不少于|不低于|不超过|补助|补贴|奖励|给予|拨付|占|筹集|新增|计划|控制|任务|资金"
)
_PLACE: Final = re.compile(r"(?:省|自治区|市|地区|自治州|州|盟|县|区|旗|镇|乡|街道|兵团|新区|开发区|园区|高新区|管委会|示范区)$")
_NO_NAME: Final = re.compile(
    r"(?:投资|收入|支出|增加值|产值|总额|总量|面积|标准|资金|费|率|额|量|值|以上|以下|左右|高于|低于|增长|其中|达|每.{0,2})$"
)


@dataclass(slots=True, frozen=True)
class Allocation:
    """A name with its figure: offsets of both together in the text, the name, and the figure."""

    start: int
    end: int
    name: str
    value: Decimal
    unit: str


@lru_cache(maxsize=1)
def _figure() -> re.Pattern[str]:
    number = r"(?P<value>[0-9](?:[0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|[0-9]{0,12})(?:\.[0-9]{1,6})?)"
    return re.compile(rf"{number}(?: ?(?P<unit>{unit_pattern()}))?")


def find_allocations(text: str, stretches: list[tuple[int, int]], region_code: Callable[[str], str | None]) -> Iterator[list[Allocation]]:
    """Yield each enumeration of two or more allocations in the ``stretches`` of folded ``text``."""
    for low, high in stretches:
        by_unit: dict[str, list[re.Match[str]]] = {}
        for match in _figure().finditer(text, low, high):
            if match["unit"]:
                by_unit.setdefault(unit_of(match["unit"]).written, []).append(match)
        for unit, figures in by_unit.items():
            if len(figures) > 1:
                yield from filter(None, (_parallel(chain, region_code) for chain in _chains(text, figures, unit, low)))


def _chains(text: str, figures: list[re.Match[str]], unit: str, low: int) -> Iterator[list[Allocation]]:
    """Yield the runs of figures of one unit that are joined by a mark and a name."""
    chain: list[Allocation] = []
    for before, figure in pairwise(figures):
        joint = _JOINT.match(text, before.end(), figure.start())
        name = None
        if joint is not None and figure.start() - joint.end() <= _REACH and not _EDGE.search(text, joint.end(), figure.start()):
            name = _allocation(text, _behind_lead(text, joint.end(), figure), figure, unit)
        if name is None:
            if len(chain) > 1:
                yield chain
            chain = []
            continue
        if not chain:
            first = _first(text, before, unit, low)
            chain = [first] if first else []
        chain.append(name)
    if len(chain) > 1:
        yield chain


def _first(text: str, figure: re.Match[str], unit: str, low: int) -> Allocation | None:
    """Return the allocation that opens an enumeration: its name begins at the last mark, or behind the words that lead to it."""
    low = max(low, figure.start() - _REACH)
    edges = [match.end() for match in _EDGE.finditer(text, low, figure.start())]
    start = edges[-1] if edges else low
    return _allocation(text, _behind_lead(text, start, figure), figure, unit)


def _behind_lead(text: str, start: int, figure: re.Match[str]) -> int:
    """Return where a name begins behind the words that lead to it (分解到各地:)."""
    lead = _LEAD.match(text, start, figure.start() - 1)
    return lead.end() if lead else start


def _allocation(text: str, start: int, figure: re.Match[str], unit: str) -> Allocation | None:
    """Return what is allocated by ``figure`` to the name that begins at ``start``, null where no name stands there."""
    while start < figure.start() and text[start].isspace():
        start += 1
    end = _NAME_END.search(text, start + 1, figure.end())
    name = squeeze(text[start : end.start() if end else figure.start()])
    if not 2 <= len(name) <= _LONGEST or name[0].isdigit() or _NO_NAME.search(name):
        return None
    return Allocation(start, figure.end(), name, Decimal(figure["value"].replace(",", "")), unit)


def _parallel(chain: list[Allocation], region_code: Callable[[str], str | None]) -> list[Allocation]:
    """Return the allocations to names of one kind, all of them places or (of money) all ending alike; empty where there are none.

    The first may be the sum and no member: 全年任务300亿元,各地为:甲区80亿元,乙县75亿元.
    """
    for first in range(min(2, len(chain) - 1)):
        members = chain[first:]
        names = [item.name for item in members]
        if len(set(names)) < len(names):
            continue
        if all(_PLACE.search(name) or region_code(name) for name in names):
            return members
        if not first and unit_of(members[0].unit).dimension == "money" and len({name[-1] for name in names}) == 1:
            return members
    return []
