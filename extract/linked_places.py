"""Link the rows of rosters and the items of lists to their places: the county, and the 镇, 乡 or 街道 that the name holds.

A name is a link only where the words leave no doubt, because the name of a town may stand in a row as an ordinary word (红旗 of
a car in 长春市红旗绿色智能小镇 is no 红旗街道):

1. Behind the name of a county (德惠市朱城子小食品生产小镇) a town of that county is meant, if its name is no ordinary word.
2. Behind a prefecture, under a heading, or at the start of a row, its name must be written out (…镇) or have three characters,
   or the row must say that it is a 建制镇; and only one town of the prefecture, or of the jurisdiction, may bear it.

Where a row tells no county, the code is that of the prefecture or of the heading, and the reason says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ..schemas.notice import ListItem, NamedList, Region, Roster, RosterEntry
from .places import in_force, is_word_like, resolve_in, scopes_of, towns_prefix
from .regions import Division, counties_in, division_of, leading, prefix_of, year_of
from .text import fold, squeeze
from .towns import Town, counties_of, is_word, towns_at, towns_of

__all__ = ["link_places"]

_SUFFIX: Final = re.compile(r"镇|乡(?![村镇土])|街道|苏木")
# A firm, school or hospital bears the name of a town as a brand: only one that is written out is a place there.
_BODY: Final = re.compile(r"(?:公司|集团|厂|合作社|中心|大学|学院|学校|中学|小学|医院|银行|协会|农场|店|所|站|院|馆|社)$")
# Schools and hospitals are named after more than their place (中山大学 is in 广州市); firms begin with it.
_NAMED_AFTER: Final = re.compile(r"(?:大学|学院|学校|中学|小学|医院|银行|院|馆|社|中心)$")
_PLACE_COLUMN: Final = re.compile(r"地区|地市|市州|区县|县区|县\(市|所在地|所在市|所在县|属地|辖区|所属市|所属县|所属区|乡镇")
_ESTABLISHED: Final = "建制镇"
_LONG: Final = 3
"""Characters from which on the name of a town counts without its suffix where no county stands before it."""
_LONGEST_PLACE: Final = 16


@dataclass(frozen=True, slots=True)
class _Link:
    code: str | None = None
    town: Town | None = None
    reason: str | None = None


def link_places(rosters: list[Roster], lists: list[NamedList], region: Region | None, on: str | None) -> None:
    """Set the codes, towns and reasons of the rows of ``rosters`` and of the allocations in ``lists``, in place.

    ``region`` is the jurisdiction of the notice, ``on`` its date (ISO 8601).
    """
    own, year = region.code if region else None, year_of(on)
    for roster in rosters:
        for entry in roster.entries:
            link = _row(entry, own, year)
            entry.region_code, entry.region_reason = link.code, link.reason
            if link.town is not None:
                entry.town, entry.town_code = link.town.name, link.town.code
    for named in lists:
        if named.kind == "allocations":
            for item in named.items:
                _item(item, own, year)


def _item(item: ListItem, own: str | None, year: int | None) -> None:
    """Give the reason where an allocation goes to a place that is no division (袍江开发区), with the one it lies in where known."""
    if item.region_code is None:
        found = resolve_in(squeeze(fold(item.name)), own, year)
        if found.kind is not None:
            item.region_code, item.region_reason = found.code, found.reason


def _row(entry: RosterEntry, own: str | None, year: int | None) -> _Link:
    name = squeeze(fold(entry.name))
    established = any(value == _ESTABLISHED for value in entry.attributes.values())
    cells = [value for column, value in entry.attributes.items() if _PLACE_COLUMN.search(squeeze(fold(column)))]
    heading = _heading(entry.group, tuple(cells), own, year)
    inside = heading.code if heading else own
    above, end = _chain(name, inside, year)
    if above is not None:
        return _below(name, end, above, year, established=established)
    whole = resolve_in(name, inside, year) if len(name) <= _LONGEST_PLACE else None
    if whole is not None and whole.status == "resolved" and whole.code is not None:
        return _Link(whole.code[:6], next((town for town in towns_of(whole.code[:6]) if town.code == whole.code), None))
    return _without_division(name, entry.group, heading, own, year, established=established)


@lru_cache(maxsize=1024)
def _heading(group: str | None, cells: tuple[str, ...], own: str | None, year: int | None) -> Division | None:
    """Return the division that the heading over a row and its columns of places (所在地, 县(市、区)) name, the lowest of them."""
    inside, found = own, None
    for text in map(squeeze, map(fold, filter(None, (group, "".join(cells))))):
        division, _ = _chain(text, inside, year)
        if division is None:
            whole = resolve_in(text, inside, year)
            division = division_of(whole.code, year) if whole.status == "resolved" and whole.kind == "division" and whole.code else None
        if division is not None:
            inside, found = division.code, division
    return found


def _chain(name: str, inside: str | None, year: int | None) -> tuple[Division | None, int]:
    """Return the division that a name begins with and where it ends there, looked for inside the heading or jurisdiction first.

    Without suffixes (杭州余杭…, 诸暨…) only below that, and not in the names of schools and hospitals.
    """
    for scope, _ in scopes_of(inside):
        found, end = leading(name, scope, year=year)
        if found:
            return (found[0], end) if len(found) == 1 else (None, 0)
    if inside is None or _NAMED_AFTER.search(name):
        return None, 0
    return _bare_chain(name, inside, year)


def _bare_chain(name: str, inside: str, year: int | None) -> tuple[Division | None, int]:
    found, end = leading(name, inside, bare=True, year=year)
    above = found[0] if len(found) == 1 and not is_word_like(name[:end]) else None
    if above is None:
        end = 0
    counties = counties_in(prefix_of(above.code if above else inside), year)
    below = [county for county in counties if len(county.name) > 2 and name.startswith(county.name[:-1], end)]
    # Behind its prefecture a county may be called like an ordinary word, alone it may not.
    below = [county for county in below if county != above and (above is not None or not is_word_like(county.name[:-1]))]
    if len(below) == 1:
        above, end = below[0], end + len(below[0].name) - 1
    # 二道白河 is a town, and does not begin with 二道区.
    longer = above is not None and towns_at(name, 0, counties_of(towns_prefix(inside)))[1] > end
    return (None, 0) if longer else (above, end)


def _below(name: str, at: int, above: Division, year: int | None, *, established: bool) -> _Link:
    """Link a row that begins with the division ``above`` and goes on at ``at``."""
    prefix = towns_prefix(above.code, above.name)
    counties = (prefix,) if len(prefix) == 6 else counties_of(prefix)
    direct = len(counties) == 1  # also 东莞市, which has no counties
    town = _town(name, at, counties, direct=direct, established=established)
    if direct:
        return _Link(above.code, town)
    if town is not None and _in_force_then(town, year):
        return _Link(town.code[:6], town, f"{town.name} is the only one of this name in {above.name}")
    return _Link(above.code, reason=f"its words tell no county of {above.name}")


def _without_division(
    name: str, group: str | None, heading: Division | None, own: str | None, year: int | None, *, established: bool
) -> _Link:
    """Link a row that begins with no division: by the town it begins with, or else by the heading over it."""
    where = heading or (division_of(own, year) if own else None)
    if where is not None:
        prefix = towns_prefix(where.code, where.name)
        counties = (prefix,) if len(prefix) == 6 else counties_of(prefix)
        town = _town(name, 0, counties, direct=False, established=established)
        if town is not None and _in_force_then(town, year):
            code = where.code if len(prefix) == 6 else town.code[:6]
            return _Link(code, town, f"{town.name} is the only one of this name in {where.name}")
    if heading is not None:
        county = "" if heading.level == 3 else f"; its words tell no county of {heading.name}"
        return _Link(heading.code, reason=f"from the heading or column that names {heading.name}{county}")
    found = resolve_in(squeeze(fold(group)), own, year) if group else None
    return _Link(found.code, reason=found.reason) if found is not None and found.kind is not None else _Link()


def _town(name: str, at: int, counties: tuple[str, ...], *, direct: bool, established: bool) -> Town | None:
    """Return the one town at ``at`` that is meant beyond doubt (see the head of the module).

    ``direct`` says that its county stands before it, ``established`` that the row calls itself a 建制镇.
    """
    towns, end = towns_at(name, at, counties)
    if established and len(towns) > 1:
        towns = [town for town in towns if town.name.endswith("镇")]
    if len(towns) != 1:
        return None
    town = towns[0]
    if end - at > len(town.stem) or _SUFFIX.match(name, end):
        return town
    if established and town.name.endswith("镇"):
        return town
    sure = (direct or len(town.stem) >= _LONG) and not is_word(town.stem) and not _BODY.search(name)
    return town if sure else None


def _in_force_then(town: Town, year: int | None) -> bool:
    """Tell whether the county of a town was in force in a year: one that came later was another's then."""
    county = division_of(town.code[:6])
    return county is not None and in_force(county, year)
