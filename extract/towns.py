"""Units below the county: 镇, 乡, 街道 with nine digits, and the statistical units (农场, 开发区) that the code book lists beside them.

The table is ``data/towns.txt`` (written by ``scripts/build_regions.py``; source and date in its first line): the units of 2023.
It is read when the first town is looked for, and kept as the text it is: a line is taken apart when its county is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

__all__ = ["Town", "counties_of", "is_word", "towns_at", "towns_named", "towns_of"]

_NUMBERED: Final = re.compile(r"(\d{3})?(.+)")
_SUFFIX: Final = re.compile(r"(?:镇|乡|街道|苏木|地区)$")
# 叶赫满族镇, 双营子回族乡: the people is part of the name, and seldom of what the place is called.
_PEOPLE: Final = re.compile(
    r"(?<=..)(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|土|达斡尔|仫佬|羌|布朗"
    r"|撒拉|毛南|仡佬|锡伯|怒|鄂温克|保安|裕固)族|民族){1,3}$"
)
_STATISTICAL: Final = 400
"""From this number on the code book lists units that are no divisions (类似乡级单位)."""


@dataclass(frozen=True, slots=True)
class Town:
    """A unit below the county."""

    code: str
    """Nine digits; the first six are the county's."""
    name: str
    stem: str
    """The name without 镇, 乡, 街道 and without the name of a people before it."""

    @property
    def is_division(self) -> bool:
        """Whether it is a 镇, 乡, 苏木 or 街道 and not a unit of the statistics only."""
        return _SUFFIX.search(self.name) is not None and int(self.code[6:]) < _STATISTICAL


@lru_cache(maxsize=1)
def _text() -> str:
    return (Path(__file__).parent / "data" / "towns.txt").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def towns_of(county: str) -> tuple[Town, ...]:
    """Return the units below a county, by its code of 2023 (six digits), in the order of their codes; empty where it has none."""
    text = _text()
    at = text.find(f"\n{county} ")
    if at < 0:
        return ()
    number = 0
    found = []
    for word in text[at + 8 : text.index("\n", at + 1)].split(" "):
        match = _NUMBERED.fullmatch(word)
        if match is None:
            continue
        number = int(match[1]) if match[1] else number + 1
        found.append(Town(f"{county}{number:03}", match[2], _PEOPLE.sub("", _SUFFIX.sub("", match[2]))))
    return tuple(found)


@lru_cache(maxsize=512)
def towns_named(name: str, within: str = "") -> tuple[Town, ...]:
    """Return the units whose name is ``name``, or whose stem it is, below what ``within`` begins the codes of (22, 2201, 220183)."""
    text = _text()
    counties: dict[str, None] = {}
    start, end = (text.find(f"\n{within}"), text.find("\n", text.rfind(f"\n{within}") + 1)) if within else (0, len(text))
    at = text.find(name, start, end) if start >= 0 else -1
    while at >= 0:
        line = text.rfind("\n", 0, at)
        counties[text[line + 1 : line + 7]] = None
        at = text.find(name, text.index("\n", at), end)
    return tuple(town for county in counties for town in towns_of(county) if name in (town.name, town.stem))


@lru_cache(maxsize=64)
def counties_of(prefix: str) -> tuple[str, ...]:
    """Return the codes of the counties that ``prefix`` begins (22, 2201), as the table of towns has them."""
    return tuple(match[1] for match in re.finditer(rf"\n({prefix}\d{{{6 - len(prefix)}}}) ", _text()))


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "data" / "town_words.txt").read_text(encoding="utf-8").split("\n")[1].split(" "))


def is_word(stem: str) -> bool:
    """Tell whether the name of a town without its suffix is an ordinary word, too (建设, 红旗, 温泉); table: ``data/town_words.txt``."""
    return stem in _words()


@lru_cache(maxsize=64)
def _by_head(counties: tuple[str, ...]) -> dict[str, list[Town]]:
    """Return the 镇, 乡 and 街道 of the counties by the first two characters of their names."""
    heads: dict[str, list[Town]] = {}
    for town in (town for county in counties for town in towns_of(county) if town.is_division):
        heads.setdefault(town.name[:2], []).append(town)
    return heads


def towns_at(text: str, start: int, counties: tuple[str, ...]) -> tuple[list[Town], int]:
    """Return the 镇, 乡 and 街道 of the counties whose name, or else stem, stands at ``start`` of ``text``, and where it ends there.

    The longest wins; several where they share it (城关镇 of two counties). A stem of one character counts only with its suffix.
    """
    best: list[Town] = []
    end = start
    for town in _by_head(counties).get(text[start : start + 2], ()):
        name = town.name if text.startswith(town.name, start) else town.stem
        if len(name) > 1 and text.startswith(name, start) and start + len(name) >= end:
            best = [*best, town] if start + len(name) == end else [town]
            end = start + len(name)
    return best, end
