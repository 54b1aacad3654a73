"""The words of time (``data/timing_words.json``) and what they are worth in ISO 8601."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from ..numerals import NUMERAL, to_int

__all__ = ["COUNT", "Words", "any_of", "duration", "words"]

# A count of units: 3, 1.5, 三, 十五, 半. What is longer counts no days of a notice.
COUNT: Final = rf"(?:[0-9]{{1,4}}(?:\.[0-9])?|[{NUMERAL}半]{{1,4}})"

_MONTHS: Final = {"Y": 12, "Q": 3}
_MONTH: Final = "M"
_HALVES: Final = {"Y": "P6M", "M": "P15D", "D": "PT12H", "H": "PT30M"}  # half a month is counted as 15 days
_DAYS: Final = {"D": 1, "B": 1, "X": 10}


class Words(NamedTuple):
    """The lists of ``data/timing_words.json``, by their names there."""

    units: dict[str, str]
    """What counts time behind a number, with its letter."""
    periods: dict[str, str]
    """What recurs behind 每, 按, 逐, with its letter."""
    lists: dict[str, tuple[str, ...]]
    """All other lists, the longest words first."""


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the words, read once."""
    data = json.loads((Path(__file__).parents[1] / "data" / "timing_words.json").read_text(encoding="utf-8"))
    lists = {name: tuple(sorted(value, key=len, reverse=True)) for name, value in data.items() if isinstance(value, list)}
    return Words(data["units"], data["periods"], lists)


def any_of(chosen: Iterable[str]) -> str:
    """Return the pattern of any of ``chosen`` words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(chosen, key=len, reverse=True))


def duration(count: str, letter: str, *, and_half: bool = False) -> str | None:
    """Return the ISO 8601 duration of ``count`` units; None where the words give none.

    ``letter``: Y year, Q quarter, M month, X ten days (旬), W week, D day, B working day, H hour, N minute, empty for a unit without a
    fixed length (学期); with 半 before it, half the unit. ``and_half``: 一年半.
    """
    if letter.startswith("半"):  # 每半年; 一个半月 is one and a half
        letter = letter[1:]
        if count == "1" and not and_half:
            return _HALVES.get(letter)
        and_half = True
    if count == "半":
        return _HALVES.get(letter)
    number = Decimal(count) if "." in count else to_int(count)
    if not number or not letter:
        return None
    value = Decimal(number) + (Decimal("0.5") if and_half else 0)
    return _whole(value, letter)


def _whole(value: Decimal, letter: str) -> str | None:
    """Return ``value`` units in whole numbers of the next smaller unit that has them."""
    half = value % 1
    if half and letter == _MONTH and half == Decimal("0.5"):
        return f"P{value // 1:f}M15D"
    if half and letter == "H":
        value, letter = value * 60, "N"
    if letter in _MONTHS and (half or letter != "Y"):
        value, letter = value * _MONTHS[letter], _MONTH
    if letter in _DAYS:
        value, letter = value * _DAYS[letter], "D"
    if value % 1:
        return None
    number = f"{int(value)}"
    return f"PT{number}{'M' if letter == 'N' else 'H'}" if letter in "HN" else f"P{number}{letter}"
