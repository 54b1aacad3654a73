"""Units of measurement (计量单位) and measure words (量词): the table of ``data/units.json`` as patterns and values.

A unit as written is a multiplier (万, 亿), a base unit or measure word, and at most one divisor behind a stroke
(亿元, 万吨, 元/平方米). 多 and 余 inside it (1700多万吨) say that the figure is exceeded; they are no part of the unit.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final, TypedDict

from ..schemas.notice import Normalized
from .text import squeeze

__all__ = ["TIME_DIMENSIONS", "Unit", "unit_of", "unit_pattern"]

TIME_DIMENSIONS: Final = frozenset(["years", "months", "days", "working days", "hours", "minutes", "seconds"])
"""Dimensions that measure how long something lasts."""
# Figures are read up to 24 digits and multiplied by up to a million million: the default precision of 28 would not hold them.
_WIDE: Final = Context(prec=60)
_NINE_PLACES: Final = Decimal("1e-9")
_LOOSE: Final = "多余来"
_LOOSE_TABLE: Final = str.maketrans(dict.fromkeys(_LOOSE))


class _Dimension(TypedDict):
    base: str | None
    units: dict[str, str | None]


class _Table(TypedDict):
    multipliers: dict[str, str]
    bare_multipliers: list[str]
    dimensions: dict[str, _Dimension]
    grades: list[str]
    measures: list[str]
    not_before: dict[str, str]


@dataclass(slots=True, frozen=True)
class Unit:
    """What a unit as written means."""

    written: str
    """As the notice has it, without blanks and without 多, 余."""
    dimension: str
    """money | ratio | points | area | years | … as in the table; ``grade`` or ``count`` for what has no base."""
    base: str | None
    factor: Decimal | None
    not_before: tuple[str, ...]
    """Characters that, standing right behind, make another word of it (天津, 元旦)."""
    exceeded: bool
    """Written with 多 or 余: the figure is exceeded."""

    def normalized(self, value: Decimal, value_to: Decimal | None) -> Normalized | None:
        """Return the values in the base unit; null for measure words, grades and units without one."""
        if self.base is None or self.factor is None:
            return None
        first, *second = (_plain(_WIDE.multiply(end, self.factor)) for end in (value, value_to) if end is not None)
        return Normalized(first, self.base, second[0] if second else None)


@lru_cache(maxsize=1)
def _table() -> _Table:
    table: _Table = json.loads(Path(__file__).with_name("data").joinpath("units.json").read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=1)
def _bases() -> dict[str, tuple[str, str | None, Decimal | None]]:
    """Return (dimension, base unit, factor) of every unit and measure word of the table."""
    table = _table()
    bases: dict[str, tuple[str, str | None, Decimal | None]] = {}
    for name, dimension in table["dimensions"].items():
        for unit, factor in dimension["units"].items():
            bases[unit] = (name, dimension["base"], None if factor is None else Decimal(factor))
    bases |= dict.fromkeys(table["grades"], ("grade", None, None))
    bases |= dict.fromkeys(table["measures"], ("count", None, None))
    return bases


@lru_cache(maxsize=1)
def unit_pattern() -> str:
    """Return the pattern of a unit as written, the longest first, without groups that capture."""
    table = _table()
    long: list[str] = []
    single: list[str] = []
    for unit in sorted(_bases(), key=len, reverse=True):
        if unit[-1].isascii() and unit[-1].isalnum():
            long.append(re.escape(unit) + "(?![0-9A-Za-z])")  # 5m, not 5mm or 5max
        else:
            (single if len(unit) == 1 else long).append(re.escape(unit))
    base = "|".join([*long, f"[{''.join(single)}]"])
    multiplier = "|".join(sorted(table["multipliers"], key=len, reverse=True))
    bare = "|".join(sorted(table["bare_multipliers"], key=len, reverse=True))
    # ``??``: a unit as it stands comes before one with a multiplier (千瓦时 is no 千 of 瓦时).
    return rf"[{_LOOSE}]?(?:(?:(?:{multiplier})[{_LOOSE}]? ?)??(?:{base})|{bare})(?:/(?:{multiplier})?(?:{base}|月))?"


@lru_cache(maxsize=1024)
def unit_of(written: str) -> Unit:
    """Return what ``written``, a match of :func:`unit_pattern`, means."""
    tight = squeeze(written)
    plain = tight.translate(_LOOSE_TABLE)
    head, _, divisor = plain.partition("/")
    noun, dimension, base, factor = _resolve(head)
    if divisor:
        noun, _, below, share = _resolve(divisor)
        base = f"{base}/{below}" if base and below else None
        factor = factor / share if factor is not None and share else None
    return Unit(plain, dimension, base, factor, tuple(_table()["not_before"].get(noun, "")), len(plain) < len(tight))


def _resolve(written: str) -> tuple[str, str, str | None, Decimal | None]:
    """Return (noun, dimension, base unit, factor) of a unit without a divisor; a bare 万 counts what is left unsaid."""
    bases, multipliers = _bases(), _table()["multipliers"]
    if written in bases:
        return written, *bases[written]
    sign = next((sign for sign in sorted(multipliers, key=len, reverse=True) if written.startswith(sign)), "")
    noun = written[len(sign) :]
    dimension, base, factor = bases.get(noun, ("count", None, None))
    return noun, dimension, base, None if factor is None else factor * Decimal(multipliers[sign])


def _plain(value: Decimal) -> Decimal:
    """Return ``value`` to nine places, without trailing noughts and without an exponent."""
    normal = _WIDE.quantize(value, _NINE_PLACES).normalize(_WIDE)
    return _WIDE.quantize(normal, Decimal(1)) if int(normal.as_tuple().exponent) > 0 else normal
