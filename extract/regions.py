"""Administrative divisions (行政区划): names to codes of GB/T 2260.

The table is ``data/regions.tsv`` (written by ``scripts/build_regions.py``; source and date in its first line): divisions in
force, former ones under the code they had, the years in which they came and went, and the short forms in use. A name that
several divisions bear (通州区 of 北京市 and of 南通市) stays several until the text around it decides. Which divisions a name
means may depend on the year: 通州市 is none in force, and was one until 2009; in the year of a change both are valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from ..schemas.notice import Region

__all__ = [
    "Division",
    "NameKind",
    "division_names",
    "division_of",
    "divisions",
    "leading",
    "lifetime",
    "of_level",
    "region_code",
    "stem_of",
    "successor",
    "year_of",
]

# Behind these a name is part of another word: 海淀区域, 上海市场.
_OTHER_WORD: Final = {"区": "域", "市": "场"}
# 城区, 郊区, 东区 are names of divisions, and words everywhere else.
_WORD_LIKE: Final = re.compile(r".区")
_SUFFIXES: Final = ("市", "县", "区")
_LONGEST: Final = 15
_FOREVER: Final = 9999
NameKind = Literal["full", "former", "bare"]
"""In full or in a short form with its suffix; of a former division; without suffix (provinces and prefectures)."""
_LEVEL_WORDS: Final = ("省", "自治区", "市", "州", "盟", "区", "县", "旗")


@dataclass(frozen=True, slots=True)
class Division:
    """A division of GB/T 2260."""

    code: str
    """Six digits."""
    name: str
    path: tuple[str, ...]
    """Names from the province down to the division itself."""
    level: Literal[1, 2, 3]
    """1 province (省级), 2 prefecture (地级), 3 county (县级)."""

    @property
    def level_word(self) -> str:
        """What its bodies put before their function in short: 省, 市, 自治区 …; nothing where the name ends in none."""
        return next((word for word in _LEVEL_WORDS if self.name.endswith(word) and (word != "区" or not self.name.endswith("自治区"))), "")


@dataclass(frozen=True, slots=True)
class _Table:
    names: dict[str, str]
    """Name by code, of divisions in force and of former ones."""
    years: dict[tuple[str, str], tuple[int, int]]
    """First and last year by code and name, where one is known."""
    renamed: dict[str, tuple[str, ...]]
    """Former names by code."""
    followed: dict[tuple[str, str], str]
    """Code of what followed a former division."""
    full: dict[str, tuple[str, ...]]
    """Codes by name and by short form that keeps its suffix (延边州)."""
    former: dict[str, tuple[str, ...]]
    bare: dict[str, tuple[str, ...]]
    """Codes by name without a suffix, provinces and prefectures only."""
    stem: dict[str, str]
    """The name without a suffix, by code."""
    lengths: dict[str, tuple[int, ...]]
    """Lengths of the names that begin with two characters, longest first."""


@lru_cache(maxsize=1)
def _table() -> _Table:
    table = _Table({}, {}, {}, {}, {}, {}, {}, {}, {})
    lengths: dict[str, set[int]] = {}
    text = (Path(__file__).parent / "data" / "regions.tsv").read_text(encoding="utf-8")
    for line in text.split("\n")[1:-1]:
        code, kind, name, *history = line.split("\t")
        if kind == "name":
            table.names[code] = name
        elif kind == "former":
            table.names.setdefault(code, name)
            table.renamed[code] = (*table.renamed.get(code, ()), name)
        elif kind == "bare":
            table.stem[code] = name
        if history:
            came, went, after, *_ = (*history, "", "")
            table.years[code, name] = int(came or 0), int(went or _FOREVER)
            if after:
                table.followed[code, name] = after
        index = table.bare if kind == "bare" else table.former if kind == "former" else table.full
        index[name] = (*index.get(name, ()), code)
        lengths.setdefault(name[:2], set()).add(len(name))
    table.lengths.update((head, tuple(sorted(sizes, reverse=True))) for head, sizes in lengths.items())
    return table


def year_of(date: str | None) -> int | None:
    """Return the year of a date in ISO 8601, None without a date."""
    return int(date[:4]) if date else None


def lifetime(code: str, name: str) -> tuple[int | None, int | None]:
    """Return the years in which a division came and went under a name; None where it did not in the time that the table covers."""
    came, went = _table().years.get((code, name), (0, _FOREVER))
    return came or None, None if went == _FOREVER else went


def successor(code: str, name: str) -> str | None:
    """Return the code of the division in force that followed a former one (绍兴县: 柯桥区); None where it is in force or none is known."""
    table = _table()
    seen: set[str] = set()
    while (code, name) in table.followed and code not in seen:
        seen.add(code)
        code = table.followed[code, name]
        name = table.names.get(code, "")
    return code if seen and code in table.names and name not in table.renamed.get(code, ()) else None


def _valid(code: str, name: str, year: int | None) -> bool:
    came, went = _table().years.get((code, name), (0, _FOREVER))
    return year is None or came <= year <= went


def _name_in(code: str, year: int | None) -> str:
    """Return the name that a code had in a year; that in force where none is known for the year."""
    table = _table()
    name = table.names[code]
    if year is not None and code in table.renamed and not _valid(code, name, year - 1):
        return next((former for former in table.renamed[code] if _valid(code, former, year)), name)
    return name


@lru_cache(maxsize=4096)
def _division(code: str, name: str, year: int | None = None) -> Division:
    names = _table().names
    path = [_name_in(above, year) for above in (f"{code[:2]}0000", f"{code[:4]}00") if above != code and above in names]
    level: Literal[1, 2, 3] = 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
    return Division(code, name, (*path, name), level)


def prefix_of(code: str | None) -> str:
    """Return what the codes of a division and of all below it begin with."""
    return re.sub(r"(?:00){1,2}$", "", code) if code else ""


def _codes(name: str, scope: str, year: int | None, *, bare: bool) -> tuple[str, ...]:
    """Codes for ``name`` below or above ``scope``: those in force in the year, or where there is none, those in force now, else former."""
    table = _table()
    if year is not None and name in table.former:
        then = [code for code in (*table.full.get(name, ()), *table.former[name]) if _valid(code, _full_name(code, name), year)]
        # In the year of a change the division and what followed it are one.
        then = [
            code for code in dict.fromkeys(then) if table.followed.get((code, name), code) == code or table.followed[code, name] not in then
        ]
        if then:
            return tuple(code for code in then if _near(code, scope))
    for index in (table.full, table.bare if bare else {}, table.former):
        codes = tuple(code for code in index.get(name, ()) if _near(code, scope))
        if codes:
            return codes
    return ()


def _full_name(code: str, name: str) -> str:
    """Return the name that the years of a short form (延边州) are kept under."""
    table = _table()
    return name if (code, name) in table.years or code not in table.names else table.names[code]


def _near(code: str, scope: str) -> bool:
    return code.startswith(scope) or scope.startswith(prefix_of(code))


def _named(codes: Iterable[str], name: str, year: int | None = None) -> list[Division]:
    table = _table()
    return [_division(code, name if code in table.former.get(name, ()) else _name_in(code, year), year) for code in codes]


def division_of(code: str, year: int | None = None) -> Division | None:
    """Return the division with a code of GB/T 2260 (six digits), in force or former; None where no division has it.

    ``year`` gives it, and those above it, the names of that year.
    """
    return _division(code, _name_in(code, year), year) if code in _table().names else None


def division_names() -> dict[str, NameKind]:
    """Return every name of a division that there is, by its kind; a name of several kinds counts as the first of them."""
    table = _table()
    return {**dict.fromkeys(table.bare, "bare"), **dict.fromkeys(table.former, "former"), **dict.fromkeys(table.full, "full")}


def divisions(name: str, within: str | None = None, *, bare: bool = True, year: int | None = None) -> list[Division]:
    """Return the divisions that ``name`` names in full or in a usual short form (延边州, 伊通县), by code; [] if none.

    ``within`` is the code of a division above (320000) or what it begins with (3206). ``bare`` also takes provinces and
    prefectures without their suffix (江西, 绍兴). Of divisions that bore the name, those in force in the ``year`` are returned;
    without a year, or where none was, those in force now, and former ones where there are none.
    """
    scope = prefix_of(within)
    return _named((code for code in _codes(name, scope, year, bare=bare) if code.startswith(scope)), name, year)


@lru_cache(maxsize=128)
def counties_in(prefix: str, year: int | None = None) -> tuple[Division, ...]:
    """Return the counties in force in a year, or now, whose codes begin with ``prefix`` (33, 3306), by code."""
    table = _table()
    pairs = {(code, name) for code, name in table.names.items() if code.startswith(prefix)}
    pairs |= {(code, name) for code, names in table.renamed.items() if code.startswith(prefix) for name in names}
    last = _FOREVER - 1 if year is None else year
    return tuple(_division(code, name, year) for code, name in sorted(pairs) if not code.endswith("00") and _valid(code, name, last))


def leading(text: str, within: str | None = None, *, bare: bool = False, year: int | None = None) -> tuple[list[Division], int]:
    """Return the divisions that the longest chain of names at the start of ``text`` may mean, and where the chain ends.

    江苏省南通市通州区政府 gives one division and 9, 通州区政府 gives two and 3, and text without a division gives [] and 0.
    ``within`` (code or its beginning) keeps to the divisions below it and those above it. A name without its suffix counts where
    a name below it follows (江苏南通市), at the end of the chain only with ``bare``. ``year`` is as in :func:`divisions`.
    """
    scope = prefix_of(within)
    best: tuple[tuple[str, ...], str, int] = ((), "", 0)
    codes: tuple[str, ...] = ()
    end = 0
    while True:
        codes, name, stop, is_bare = _next_name(text, end, codes, scope, year)
        if not codes:
            break
        end = stop
        if bare or not is_bare:
            best = codes, name, end
    return _named(best[0], best[1], year), best[2]


def _next_name(text: str, start: int, above: tuple[str, ...], scope: str, year: int | None) -> tuple[tuple[str, ...], str, int, bool]:
    """Return (codes, name, end, whether it lacks its suffix) of the longest name at ``start`` below the divisions ``above``."""
    table = _table()
    prefixes = tuple(map(prefix_of, above))
    for length in table.lengths.get(text[start : start + 2], ()):
        name = text[start : start + length]
        if text[start + length : start + length + 1] == _OTHER_WORD.get(name[-1], "\n") or len(name) < length:
            continue
        if not above and not scope and _WORD_LIKE.fullmatch(name):
            continue
        codes = _codes(name, scope, year, bare=True)
        if prefixes:
            codes = tuple(code for code in codes if code not in above and code.startswith(prefixes))
        if codes:
            is_bare = name not in table.full and name not in table.former
            return codes, name, start + length, is_bare
    return (), "", start, False


def region_code(name: str, within: Region | None = None, on: str | None = None) -> str | None:
    """Return the code of the division that ``name`` is or begins with (长春市红旗…小镇), looked for inside ``within`` first.

    Whole names may lack their suffix (绍兴; 诸暨 inside 绍兴市). None where no division, or more than one, fits; named zones
    (开发区) are no divisions. ``on`` is the date of the notice, ISO 8601: the code is the one that was in force.
    """
    return _region_code(name, within.code if within else None, year_of(on))


@lru_cache(maxsize=4096)
def _region_code(name: str, within: str | None, year: int | None) -> str | None:
    scopes = [within, f"{within[:2]}0000", None] if within else [None]
    for scope in scopes:
        found = leading(name, scope, year=year)[0] or divisions(name, scope, year=year)
        if not found and scope:
            found = [division for suffix in _SUFFIXES for division in divisions(name + suffix, scope, bare=False, year=year)]
        if found:
            return found[0].code if len(found) == 1 else None
    return None


def stem_of(code: str) -> str:
    """Return the name of a province or prefecture without its suffix, of others the name; a line break where no division has the code."""
    table = _table()
    return table.stem.get(code, table.names.get(code, "\n"))


def of_level(level: str, context: str) -> Iterator[Division]:
    """Yield the divisions in force whose name ends in ``level`` and that ``context`` names, those above counties also without suffix."""
    table = _table()
    found = {code for code, stem in table.stem.items() if table.names[code].endswith(level) and stem in context}
    if level not in {"省", "自治区"}:
        windows = {context[max(0, match.end() - _LONGEST) : match.end()] for match in re.finditer(level, context)}
        found |= {code for window in windows for at in range(len(window) - 1) for code in table.full.get(window[at:], ())}
    yield from (_division(code, table.names[code]) for code in found if table.names[code].endswith(level))
