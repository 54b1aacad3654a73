"""What a figure measures (指标), and what the sentence says is not counted (不含…).

Both are read only where the sentence says them outright: a noun phrase before the figure that ends in a word for a measure
(投资, 面积, 占比, 增速 …), and 不含, 不包括 in brackets beside it or in a sentence behind it that speaks of what stands above.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from .text import squeeze

__all__ = ["Exclusion", "exclusions", "find_exclusions", "indicator"]

_BREAK: Final = re.compile(r"[,。;:!?、\n《》“”]")
_BRACKETS: Final = re.compile(r"\([^()]{0,30}\)")
_LABEL: Final = re.compile(r"^(?:\(?[0-9]{1,3}[.)]|[①-⑳])(?=[^0-9])")
_DIGIT: Final = re.compile(r"[0-9]")
_LONGEST: Final = 24
_WINDOW: Final = 60

_REACH: Final = 400  # characters; a paragraph that runs on for longer says 以上 of its nearer sentences
_SENTENCE_END: Final = "。;!?\n"
_SEGMENT_END: Final = ",。;:!?\n"
_EXCLUDING: Final = r"(?:均|都)?(?:不含|不包括|不包含|不计入?)"
_IN_BRACKETS: Final = re.compile(rf"\({_EXCLUDING}([^()]{{1,40}})\)")
_ABOVE: Final = re.compile(rf"(?:以上|上述|前述)([^\W\d_]{{0,10}}?){_EXCLUDING}([^,。;!?\n()]{{1,40}})")


@dataclass(slots=True, frozen=True)
class Exclusion:
    """Something not counted, said of the figures in ``start``..``end`` (of those of ``noun``, where it names one)."""

    start: int
    end: int
    noun: str
    what: str


@dataclass(slots=True, frozen=True)
class _Words:
    """The words of ``data/indicator_words.json``, the longest first."""

    heads: tuple[str, ...]
    """Last nouns of indicators."""
    ends: tuple[str, ...]
    """What stands between an indicator and its figure."""
    edge: re.Pattern[str]
    """All up to the last verb that governs an indicator (完成, 安排)."""
    lead: re.Pattern[str]
    """A word of one character that leads to an indicator (对, 将)."""


@lru_cache(maxsize=1)
def _words() -> _Words:
    data: dict[str, list[str]] = json.loads(Path(__file__).with_name("data").joinpath("indicator_words.json").read_text(encoding="utf-8"))
    longest_first = {name: sorted(data[name], key=len, reverse=True) for name in ("heads", "ends", "cuts", "starts")}
    return _Words(
        heads=tuple(longest_first["heads"]),
        ends=tuple(longest_first["ends"]),
        edge=re.compile(rf"^.{{0,{_WINDOW}}}(?:{'|'.join(longest_first['cuts'])})"),
        lead=re.compile(rf"^(?:{'|'.join(longest_first['starts'])})"),
    )


def indicator(text: str, start: int) -> str | None:
    """Return the noun phrase that a figure measures, null where the sentence does not name it.

    ``start`` is where the figure begins in ``text``, with its comparator.
    """
    words = _words()
    before = text[max(0, start - _WINDOW) : start]
    if ")" in before:
        before = _BRACKETS.sub("", before)
    phrase = _LABEL.sub("", squeeze(_BREAK.split(before)[-1]))
    for _ in range(3):
        if not phrase.endswith(words.ends):
            break
        phrase = phrase.removesuffix(next(end for end in words.ends if phrase.endswith(end)))
    if not phrase.endswith(words.heads):
        return None
    # The verb that governs the phrase is its left edge: 完成固定资产投资 → 固定资产投资.
    for edge in (words.edge, words.lead):
        shorter = edge.sub("", phrase)
        if len(shorter) >= 2 and shorter.endswith(words.heads):
            phrase = shorter
    return None if not 2 <= len(phrase) <= _LONGEST or _DIGIT.search(phrase) else phrase


def find_exclusions(text: str) -> list[Exclusion]:
    """Return what ``text`` (a view's) says is not counted, each with the stretch whose figures it is said of."""
    if "不含" not in text and "不包" not in text and "不计" not in text:
        return []
    found = []
    for match in _IN_BRACKETS.finditer(text):
        low, high = _around(text, match.start(), match.end(), _SEGMENT_END)
        found.append(Exclusion(low, high, "", squeeze(match[1])))
    for match in _ABOVE.finditer(text):
        low, _ = _around(text, match.start(), match.end(), "\n")
        found.append(Exclusion(low, match.start(), match[1], squeeze(match[2])))
    return sorted(found, key=lambda item: item.start)


def exclusions(found: list[Exclusion], text: str, place: int) -> list[str]:
    """Return those of ``found`` (in order of their starts) that are said of the figure at ``place`` of ``text``."""
    # None reaches further than to both sides of what it was read from.
    near = bisect_left(found, place - 3 * _REACH, key=lambda item: item.start)
    said = [item for item in found[near : bisect_right(found, place, key=lambda item: item.start)] if place < item.end]
    if not said:
        return []
    low, _ = _around(text, place, place, _SENTENCE_END)
    return [item.what for item in said if item.noun in text[low:place]]


def _around(text: str, start: int, end: int, stops: str) -> tuple[int, int]:
    """Return the stretch around ``start``..``end`` that reaches to the nearest of ``stops`` on both sides."""
    low = max(text.rfind(stop, max(0, start - _REACH), start) for stop in stops) + 1
    high = min((at for stop in stops if (at := text.find(stop, end, end + _REACH)) >= 0), default=min(len(text), end + _REACH))
    return low, high
