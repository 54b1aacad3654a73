"""Resolve the name of a place (地名) to one division or town, to several, or to none, with the reason in words.

The notice's own jurisdiction is looked at first, then what stands above it with all that lies below, then the country. Where
several places fit equally, all are named and none is chosen; a zone (开发区, 新区) or a region of several provinces is no
division of GB/T 2260, and the answer says so. Words are in ``data/place_words.json``, divisions in :mod:`.regions`, towns in
:mod:`.towns`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from ..schemas.norms import PlaceStatus
from ..schemas.notice import Region
from .regions import Division, counties_in, division_of, divisions, leading, lifetime, prefix_of, successor, year_of
from .text import fold, squeeze
from .towns import Town, towns_at, towns_named

__all__ = ["PlaceKind", "Resolution", "in_force", "is_word_like", "resolve", "resolve_in", "scopes_of", "towns_prefix"]

PlaceKind = Literal["division", "town", "zone", "area", "class"]

_MOST_CANDIDATES: Final = 20
_COUNTY_SUFFIXES: Final = ("市", "县", "区", "旗")
_OWN: Final = re.compile(r"[全我本该]?(自治区|自治州|自治县|省|市|州|盟|区|县|旗)")
_TOWN: Final = re.compile(r".(?:镇|乡|苏木|街道(?:办事处|办)?)$")
_KIND_WORDS: Final = re.compile(
    r"^(?:国家级?|省级|市级|经济技术|经济|高新技术产业|高新技术|高科技|工业|产业|旅游|综合|现代|农业|循环){1,4}(?=.{2})"
)
_STREET_OFFICE: Final = re.compile(r"(?<=街道)(?:办事处|办)$")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name of a place means."""

    status: PlaceStatus
    reason: str
    """In words, why it is that place, or why it is none."""
    kind: PlaceKind | None = None
    """division, town (镇, 乡, 街道), zone, area (above the province, or a state), class (各市); None where nothing is known of it."""
    code: str | None = None
    """GB/T 2260 code, nine digits for a town. Of a zone, unresolved as it is, the division it lies in where that is known."""
    path: tuple[str, ...] = ()
    """Names from the province down to the place that ``code`` means."""
    candidates: tuple[str, ...] = ()
    """Where ambiguous, the codes of the places that may be meant, at most twenty."""


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    table: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "place_words.json").read_bytes())
    return {key: tuple(words) if isinstance(words, list) else words for key, words in table.items()}


def resolve(name: str, within: Region | None = None, on: str | None = None) -> Resolution:
    """Return what ``name`` means in a notice of the jurisdiction ``within`` (None for national bodies) of the date ``on`` (ISO 8601).

    Takes full names with or without those of the divisions above (江苏省南通市通州区), usual short forms (延边州, 长白县, 浙江,
    通州), words for the notice's own division (我市, 全省) and towns. Divisions no longer in force are resolved under the code that
    they had, and the reason says until when.
    """
    return resolve_in(squeeze(fold(name)), within.code if within else None, year_of(on))


def resolve_in(name: str, own: str | None, year: int | None) -> Resolution:
    """Return what :func:`resolve` does, for a name without blanks, the code of the jurisdiction and the year."""
    return _resolve(name, own, year)


@lru_cache(maxsize=8192)
def _resolve(name: str, own: str | None, year: int | None) -> Resolution:
    words = _words()
    if name in words["class_names"] or name.startswith(words["classes"]):
        return Resolution("unresolved", "a class of places, no single one", "class")
    if name in words["whole"] or name in words["countries"]:
        return Resolution("unresolved", "a state or part of the world, no division of GB/T 2260", "area")
    return (
        _own_division(name, own, year)
        or _division(name, own, year)
        or _town(name, own, year)
        or _zone(name, own, year)
        or _area(name)
        or Resolution("unresolved", "no division, town or zone of this name is known")
    )


def is_word_like(stem: str) -> bool:
    """Tell whether the name of a county or prefecture without its suffix is an ordinary word, too (和平, 资源, 日照)."""
    return stem in _words()["word_like"]


def scopes_of(own: str | None) -> Iterator[tuple[str | None, str]]:
    """Yield (code, words for it) of the jurisdiction, of what stands above it, and of the country (None)."""
    for code in dict.fromkeys((own, f"{own[:4]}00", f"{own[:2]}0000") if own else ()):
        division = division_of(code) if code else None
        if division is not None:
            yield code, division.name
    yield None, "the country"


def _own_division(name: str, own: str | None, year: int | None) -> Resolution | None:
    """Resolve 我市, 全省, 区 to the division of that level that the notice comes from."""
    match = _OWN.fullmatch(name)
    if match is None:
        return None
    for code, _ in scopes_of(own):
        division = division_of(code, year) if code else None
        if division is not None and division.name.endswith(match[1]):
            return _resolved(division, year, "the notice's own division of this level")
    return Resolution("unresolved", "the notice's own division of this level, which is not known", "class")


# --- divisions -------------------------------------------------------------------------------------------------------


def _division(name: str, own: str | None, year: int | None) -> Resolution | None:
    province = [division for division in divisions(name, year=year) if division.level == 1]
    if province and name not in _names(own, year):
        # 河北 in a notice of 天津市 is the province, not 河北区; 吉林 in one of 通化市 may be the province or the city.
        rivals = [division for division in divisions(name, own[:2] if own else None, year=year) if division.level > 1]
        return _several([*province, *rivals], "the country") if rivals else _resolved(province[0], year, "the only province of this name")
    for scope, where in scopes_of(own):
        found = _whole(name, scope, year)
        mine = [division for division in found if division.code == own]
        if mine:
            return _resolved(mine[0], year, "the notice's own jurisdiction")
        if len(found) > 1:
            return _several(found, where)
        if found:
            return _resolved(found[0], year, _why(found[0], name, own, where))
    return None


def _names(own: str | None, year: int | None) -> tuple[str, ...]:
    """Return the names by which a notice calls the division it comes from."""
    division = division_of(own, year) if own else None
    return (division.name, division.name[:-1]) if division else ()


def _whole(name: str, scope: str | None, year: int | None) -> list[Division]:
    """Return the divisions that the whole name means, with or without its suffix."""
    found, end = leading(name, scope, bare=True, year=year)
    if found and end == len(name):
        return found
    # A county without its suffix, alone or behind what stands above it (绍兴诸暨).
    above, start = (found, end) if found else ([], 0)
    stem = name[start:]
    below: list[str | None] = [division.code for division in above] or [scope]
    if len(stem) < 2:
        return []
    found = [
        division for code in below for suffix in _COUNTY_SUFFIXES for division in divisions(stem + suffix, code, bare=False, year=year)
    ]
    return [division for division in found if in_force(division, year)] or found


def _why(division: Division, name: str, own: str | None, where: str) -> str:
    if own and _above(division.code, own):
        return "above the notice's jurisdiction"
    if division.level > 1 and name.startswith((division.path[0], division.path[0][:-1])) and name != division.name:
        return "its name says what it belongs to"
    return f"the only {'prefecture' if division.level == 2 else 'one'} of this name in {where}"


def _above(code: str, own: str) -> bool:
    """Tell whether the division ``code`` is above ``own``."""
    return code != own and own.startswith(prefix_of(code))


def in_force(division: Division, year: int | None) -> bool:
    """Tell whether a division bore its name in a year, or bears it now where there is no year."""
    came, went = lifetime(division.code, division.name)
    return went is None if year is None else (came or 0) <= year <= (went or year)


def _resolved(division: Division, year: int | None, reason: str) -> Resolution:
    came, went = lifetime(division.code, division.name)
    if went:
        now = successor(division.code, division.name)
        after = division_of(now) if now else None
        reason += f"; in force until {went}" + (f", now {''.join(after.path)} ({after.code})" if after else "")
    elif came and not in_force(division, year):
        reason += f"; in force from {came}"
    return Resolution("resolved", reason, "division", division.code, division.path)


def _several(found: list[Division], where: str) -> Resolution:
    codes = tuple(dict.fromkeys(division.code for division in found))
    listed = ", ".join("".join(division.path) for division in found[:3]) + (" …" if len(found) > 3 else "")
    reason = f"{len(codes)} divisions of this name in {where}: {listed}"
    return Resolution("ambiguous", reason, "division", candidates=codes[:_MOST_CANDIDATES])


# --- towns -----------------------------------------------------------------------------------------------------------


def _town(name: str, own: str | None, year: int | None) -> Resolution | None:
    """Resolve 镇, 乡 and 街道; without a suffix only behind the name of the county (德惠市朱城子)."""
    name = _STREET_OFFICE.sub("", name)
    for scope, where in scopes_of(own):
        found, end = leading(name, scope, bare=True, year=year)
        if not found or end == len(name):
            continue
        towns = [town for division in found for town in _towns_below(name[end:], division)]
        if towns:
            return _town_resolved(towns, name[end:], "its name says what it belongs to", where)
    if _TOWN.search(name) is None:
        return None
    for scope, where in scopes_of(own):
        towns = _exact(name, towns_prefix(scope) if scope else "")
        if towns:
            return _town_resolved(towns, name, f"the only one of this name in {where}", where)
    return None


def _towns_below(rest: str, division: Division) -> list[Town]:
    """Return the towns of a division that the rest of a name means; without a suffix only those of a county."""
    prefix = towns_prefix(division.code, division.name)
    if _TOWN.search(rest):
        return _exact(rest, prefix)
    towns, end = towns_at(rest, 0, (prefix,)) if len(prefix) == 6 else ([], 0)
    return towns if end == len(rest) else []


def towns_prefix(code: str, name: str | None = None) -> str:
    """Return what the codes of the towns of a division begin with: those of a former one lie in what followed it."""
    division = division_of(code)
    return prefix_of(successor(code, name or (division.name if division else "")) or code)


def _exact(name: str, prefix: str) -> list[Town]:
    """Return the towns of this name, or where there is none, those of its stem: a 镇 may have become a 街道."""
    towns = [town for town in towns_named(name, prefix) if town.is_division]
    stem = re.sub(r"(?:镇|乡|苏木|街道)$", "", name)
    if towns or len(stem) < 2:
        return towns
    return [town for town in towns_named(stem, prefix) if town.is_division and town.stem == stem]


def _town_resolved(towns: list[Town], name: str, reason: str, where: str) -> Resolution:
    if len(towns) > 1:
        codes = tuple(town.code for town in towns[:_MOST_CANDIDATES])
        return Resolution("ambiguous", f"{len(towns)} towns of this name in {where}", "town", candidates=codes)
    town = towns[0]
    county = division_of(town.code[:6])
    if town.name != name and _TOWN.search(name):
        reason += f"; now {town.name}"
    return Resolution("resolved", reason, "town", town.code, (*(county.path if county else ()), town.name))


# --- zones and areas -------------------------------------------------------------------------------------------------


def _zone(name: str, own: str | None, year: int | None) -> Resolution | None:
    """Tell a named zone, and the division it lies in where its name or the code book of the statistics says so."""
    zones = _words()["zones"]
    if not name.endswith(zones):
        return None
    reason = "named zone, no division of GB/T 2260"
    if name in zones:
        return Resolution("unresolved", f"{reason}; its name does not say where", "zone")
    for scope, _ in scopes_of(own):
        found, _ = leading(name, scope, bare=True, year=year)
        if len(found) == 1:
            return Resolution(
                "unresolved", f"{reason}; its name says that it lies in {found[0].name}", "zone", found[0].code, found[0].path
            )
    named = _named_after(name, own, year)
    if named is not None:
        return Resolution("unresolved", f"{reason}; its name says that it lies in {named.name}", "zone", named.code, named.path)
    for prefix in dict.fromkeys((towns_prefix(own), own[:2]) if own else ("",)):
        counties = {town.code[:6] for town in towns_named(name, prefix)}
        county = division_of(counties.pop()) if len(counties) == 1 else None
        if county is not None:
            return Resolution("unresolved", f"{reason}; a statistical unit of {county.name}", "zone", county.code, county.path)
    return Resolution("unresolved", reason, "zone")


def _named_after(name: str, own: str | None, year: int | None) -> Division | None:
    """Return the county near the notice that a zone is called after without its suffix (谯城经开区): nothing but its kind follows."""
    for prefix in dict.fromkeys((prefix_of(own), own[:4], own[:2]) if own else ()):
        counties = [county for county in counties_in(prefix, year) if len(county.name) > 2 and name.startswith(county.name[:-1])]
        counties = [county for county in counties if not is_word_like(county.name[:-1]) and _is_kind(name[len(county.name) - 1 :])]
        if counties:
            return counties[0] if len(counties) == 1 else None
    return None


def _is_kind(words: str) -> bool:
    """Tell whether words say what kind of zone it is, and no name (国家级经济技术开发区, not 龙脊旅游度假区)."""
    return _KIND_WORDS.sub("", words) in _words()["zones"]


def _area(name: str) -> Resolution | None:
    if not name.endswith(_words()["areas"]):
        return None
    return Resolution("unresolved", "a region that is no division of GB/T 2260", "area")
