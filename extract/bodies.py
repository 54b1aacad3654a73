"""Resolve the name of a body (机关) to the full name by which it is known within its jurisdiction, with the reason in words.

区政府办 in a notice of 南通市通州区 is 南通市通州区人民政府办公室. The cases, in order:

1. Forms that name a class (各地, 有关部门, 县(市、区)政府) or several bodies at once: no single one.
2. 本局, 我委: the issuer.
3. National bodies (财政部, 税务总局), and in national notices those that go without 国家 (统计局).
4. Short forms of a body that the notice names in full (联席会议, 领导小组办公室): the longest such name.
5. Bodies of a place that the name begins with, of the level it begins with (省, 市, 区), of a town or zone, and those of the notice's
   own jurisdiction, which need neither.

Words are in ``data/body_words.json``. A short form is written out; a function that is not in the table stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ..schemas.norms import PlaceStatus
from ..schemas.notice import Region
from .agencies import is_ministry
from .agency_codes import office_of
from .places import resolve_in, scopes_of
from .regions import Division, division_of, leading, year_of
from .text import fold, squeeze

__all__ = ["Body", "resolve_body"]

_MUNICIPALITIES: Final = ("11", "12", "31", "50")
_CLASS_BRACKET: Final = re.compile(r"\([省市州盟县区旗镇乡园街道、]{1,12}\)")
_JOINED: Final = re.compile(r"、(?![^(]*\))")
_NO_CLASS: Final = re.compile(r"地方税务|地方志|乡镇企业|.级机关|中共|基层(?:法院|检察)|社区(?:卫生|服务)")
_ISSUER: Final = re.compile(r"[本我](?:局|委|办|部|厅|会|院|署|行|中心|机关|单位)")
_LEVEL: Final = re.compile(r"[我本]?(自治区|自治州|自治县|省|市|州|盟|区|县|旗)(?![场域级直镇乡]|政(?![府协法研务数]))")
# 市委市政府, 市委和市政府: two bodies.
_TWO: Final = re.compile(r"委[和与及]?([省市区县州旗]|自治区)(?:人民)?政府")
_LEAGUE: Final = re.compile(r"团([省市区县州旗]|自治区)委")
_PARTY: Final = re.compile(r"中共|中国共产党|共青团")
_REPUBLIC: Final = re.compile(r"^中华人民共和国(?=.{2,30}(?:部|委员会|总局|署|院)$)")
_NATIONAL: Final = re.compile(r"国务院|国家|中央|中共中央|党中央|全国|中国(?!共产党.*委)|中华全国|最高人民")
_SURELY_NATIONAL: Final = re.compile(
    r"(?:总局|总署|署|国务院|监会|银行|央行|科院|工程院|中央|生产建设兵团|部|南水北调办)$|^(?:国|中|全国|最高|党中央|共青团中央)"
)
_BRANCH: Final = re.compile(
    r"(?:国家税务总局|国家统计局|国家金融监督管理总局|国家外汇管理局|中国人民银行|中国银行保险监督管理委员会|中国银保监会|中国证监会"
    r"|中国证券监督管理委员会|国家能源局|国家矿山安全监察局)(?=.{3,})"
)
_GOVERNMENT: Final = re.compile(r"(?:人民)?政府(.*)|府(办)")
_OFFICE: Final = re.compile(r"办(?:公室|公厅)?")
_PARTY_COMMITTEE: Final = re.compile(r"(?:党委|委)(?:员会)?(.*)")
_TOWN_BODY: Final = re.compile(r"(.{1,12}(?:镇|乡|街道))(人民政府|政府|办事处|办|党委|党工委)")
_ZONE_BODY: Final = re.compile(r"(.{2,20}?)(?:管委会|管理委员会)")
_BRANCH_OFFICE: Final = re.compile(r"(.{2,8})分局")
_ALIAS: Final = re.compile(r"\([^()]{1,20}\)$")


@dataclass(frozen=True, slots=True)
class Body:
    """What the name of a body means."""

    status: PlaceStatus
    reason: str
    """In words, why it is that body, or why it is none."""
    name: str | None = None
    """Full name; None where it is not resolved."""
    region_code: str | None = None
    """GB/T 2260 code of the division whose body it is (nine digits for a town); None for national bodies."""
    candidates: tuple[str, ...] = ()
    """Where ambiguous, the full names that may be meant."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where and when a notice comes from."""

    own: str | None
    year: int | None


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    table: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "body_words.json").read_bytes())
    return {key: tuple(words) if isinstance(words, list) else words for key, words in table.items()}


def resolve_body(
    name: str, region: Region | None = None, on: str | None = None, *, defined: Sequence[str] = (), issuer: str | None = None
) -> Body:
    """Return the body that ``name`` means in a notice of the jurisdiction ``region`` (None for national ones) of the date ``on``.

    ``defined`` are the names of bodies that stand in the notice, of which a short one may be the short form; ``issuer`` is the full
    name of the one that issues it, for 本局 and the like.
    """
    name = _LEAGUE.sub(r"\1团委", squeeze(fold(name)))
    origin = _Origin(region.code if region else None, year_of(on))
    if _ISSUER.fullmatch(name):
        return _issuer(name, issuer, origin)
    return _general(name, origin) or _short_form(name, defined, origin) or _specific(name, origin)


@lru_cache(maxsize=8192)
def _general(name: str, origin: _Origin) -> Body | None:
    """Resolve what is a class or a national body."""
    return Body("unresolved", "no name of a body") if len(name) < 2 else _class(name) or _national(name, origin)


@lru_cache(maxsize=8192)
def _specific(name: str, origin: _Origin) -> Body:
    """Resolve what is no short form of a body of the notice."""
    return _bare(name) or _local(name, origin)


# --- classes, the issuer, national bodies ----------------------------------------------------------------------------


def _class(name: str) -> Body | None:
    words = _words()
    if _CLASS_BRACKET.search(name) or "各" in name or name.endswith(words["class_ends"]):
        return Body("unresolved", "a class of bodies, no single one")
    if name.startswith(words["classes"]) and not _NO_CLASS.match(name):
        return Body("unresolved", "a class of bodies, no single one")
    if _JOINED.search(name) or _TWO.search(name):
        return Body("unresolved", "several bodies in one expression")
    return None


def _issuer(name: str, issuer: str | None, origin: _Origin) -> Body:
    if issuer is None or _ISSUER.fullmatch(issuer):
        return Body("unresolved", "the issuer, which the notice does not name")
    head = {"办": ("办公室", "办公厅", "办"), "委": ("委员会", "委")}.get(name[1:], name[1:])
    if name[1:] not in {"机关", "单位"} and not issuer.endswith(head):
        return Body("unresolved", "not called like the issuer of the notice")
    full = squeeze(fold(issuer))
    found = _general(full, origin) or _specific(full, origin)
    return replace(found, reason="the issuer") if found.status == "resolved" else found


def _national(name: str, origin: _Origin) -> Body | None:
    name = _REPUBLIC.sub("", name)
    full = _words()["national"].get(name)
    if full is not None and (origin.own is None or _SURELY_NATIONAL.search(name)):
        return Body("resolved", "a national body", str(full))
    # A national notice names 部 only of its own level, but for those of the party.
    ministry = is_ministry(name) or (origin.own is None and name.endswith("部") and name not in _words()["party"])
    if full is None and ministry and (origin.own is None or name.endswith(("部", "署"))):
        return Body("resolved", "a national body", name)
    branch = _BRANCH.match(name)
    if branch is not None:
        found, _ = leading(name[branch.end() :], origin.own, bare=True, year=origin.year)
        found = found or leading(name[branch.end() :], bare=True, year=origin.year)[0]
        if len(found) == 1:
            return Body("resolved", f"the branch of a national body in {found[0].name}", name, found[0].code)
    if _NATIONAL.match(name) and not leading(name)[1]:
        return Body("resolved", "no body of a place: its name as it is", name)
    return None


# --- short forms of bodies that the notice names in full -------------------------------------------------------------


def _short_form(name: str, defined: Sequence[str], origin: _Origin) -> Body | None:
    """Resolve a short form to the longest name in the notice that it is short for; those with one full name count as one."""
    function, level = _function_of(name, origin)
    if not _is_joint(function) and function not in _words()["bare"] and function != "办公室":
        return None
    longer = [other for other in dict.fromkeys(map(squeeze, map(fold, defined))) if len(other) > len(name) and _class(other) is None]
    fuller = [other for other in longer if _is_short_for(function, level, *_function_of(other, origin))]
    functions = [_function_of(other, origin) for other in fuller]
    fuller = [
        one
        for one, mine in zip(fuller, functions, strict=True)
        if not any(_is_short_for(*mine, *other) for other in functions if other != mine)
    ]
    if not fuller:
        joint = function in _words()["joint"] or function.removesuffix("办公室") in (*_words()["joint"], "")
        return Body("unresolved", "the notice names no body in full that it is short for") if joint and not level else None
    found = {body.name: body for other in fuller if (body := _local(other, origin)).name}
    if len(found) > 1:
        return Body("ambiguous", "short for several bodies of the notice", candidates=tuple(sorted(filter(None, found))))
    return next((replace(body, reason=f"short for {fuller[0]}, named in full in the notice") for body in found.values()), None)


def _is_joint(function: str) -> bool:
    """Tell whether a function is that of a body which one notice sets up (…领导小组, …联席会议办公室)."""
    return function.removesuffix("办公室").endswith(_words()["joint"]) and function != "办公室"


def _function_of(name: str, origin: _Origin) -> tuple[str, str]:
    """Return the function of a body, its office written out, and the word of the level it belongs to (nothing where it has none)."""
    _, level, function = _owner(name, origin)
    return _long_office(function), level


def _long_office(function: str) -> str:
    if function == "联席办":
        return "联席会议办公室"
    return function + "公室" if function.endswith("办") and _is_joint(function[:-1]) else function


def _is_short_for(function: str, level: str, full: str, full_level: str) -> bool:
    """Tell whether the characters of a function stand in order in a full one of the same end, and the level is not another."""
    if level and full_level and level != full_level:
        return False
    if not _is_joint(full) and not full.endswith(("管委会", "管理委员会")):
        return False
    if len(function) >= len(full) or full.endswith("办公室") != function.endswith("办公室") or full[-2:] != function[-2:]:
        return False
    rest = iter(full)
    return all(char in rest for char in function)


# --- local bodies ----------------------------------------------------------------------------------------------------


def _bare(name: str) -> Body | None:
    return Body("unresolved", "does not say whose it is") if name in _words()["bare"] or name == "办公室" else None


@lru_cache(maxsize=8192)
def _owner(name: str, origin: _Origin) -> tuple[list[Division] | None, str, str]:
    """Return the divisions that the beginning of a name means (None where it names none), its level word, and the rest of the name."""
    text = name[match.end() :] if (match := _PARTY.match(name)) else name
    level = _LEVEL.match(text)
    if level is not None:
        own = (division_of(code, origin.year) for code, _ in scopes_of(origin.own) if code)
        return [division for division in own if division and division.name.endswith(level[1])][:1], level[1], text[level.end() :]
    if not leading(text, bare=True, year=origin.year)[1]:
        return None, "", text
    for scope, _ in scopes_of(origin.own):
        found, end = leading(text, scope, year=origin.year)
        if not found:
            found, end = leading(text, scope, bare=True, year=origin.year)
        if found and end < len(text):
            return found, found[0].level_word, text[end:]
    return None, "", text


def _local(name: str, origin: _Origin) -> Body:
    owners, level, function = _owner(name, origin)
    if owners is None:
        return _of_town_or_zone(name, origin) or _of_jurisdiction(name, function, origin)
    if not owners:
        return Body("unresolved", f"a body of a {level} that the notice does not name")
    if len(owners) > 1:
        names = tuple(filter(None, (_full(name, function, division, origin, "").name for division in owners)))
        return Body("ambiguous", f"{len(owners)} divisions have the name that it begins with", candidates=names)
    town = _of_town_or_zone(name, origin)
    if town is not None and town.status == "resolved":
        return town
    why = f"the {level} of the notice is {owners[0].name}" if _LEVEL.match(name) else "its name says the place"
    return _full(name, function, owners[0], origin, why)


def _of_jurisdiction(name: str, function: str, origin: _Origin) -> Body:
    division = division_of(origin.own, origin.year) if origin.own else None
    if name.endswith(_words()["proper"]):
        return Body("unresolved", "no body of government, and its name says no place")
    if division is None:
        return Body("unresolved", "does not say of which place it is")
    if function and not _is_government(function):
        return Body("unresolved", "no body of government that we know, and its name says no place")
    return _full(name, function, division, origin, f"names no place: of the notice's own jurisdiction, {division.name}")


def _is_government(function: str) -> bool:
    """Tell whether a name without a place is that of an organ or department, which every division has of its own."""
    words = _words()
    function = _ALIAS.sub("", function)
    known = function in words["whole"] or function in words["party"] or function in {"纪委", "政协", "团委", "共青团"}
    return known or _is_joint(_long_office(function)) or function.endswith((*words["heads"], "分局", "支队", "大队", "总队"))


def _of_town_or_zone(name: str, origin: _Origin) -> Body | None:
    match = _TOWN_BODY.fullmatch(name)
    if match is not None:
        town = resolve_in(match[1], origin.own, origin.year)
        if town.status == "resolved" and town.kind == "town" and town.code:
            county = division_of(town.code[:6], origin.year)
            tail = {"政府": "人民政府", "办": "办事处"}.get(match[2], match[2])
            return Body(
                "resolved", f"of {town.path[-1]}: {town.reason}", f"{_place(county) if county else ''}{town.path[-1]}{tail}", town.code
            )
        return Body("unresolved", f"the town is {town.status}: {town.reason}")
    match = _ZONE_BODY.fullmatch(name)
    if match is not None:
        zone = resolve_in(match[1], origin.own, origin.year)
        if zone.kind == "zone" and zone.code:
            return Body("resolved", f"of a {zone.reason}", f"{match[1]}管理委员会", zone.code)
        return Body("unresolved", "of a named zone whose division is not known") if zone.status != "resolved" else None
    return None


def _place(division: Division) -> str:
    """Return how the bodies of a division call their place: a district says what it belongs to (南通市通州区), others do not."""
    outer = division.path[-2] if len(division.path) > 1 else ""
    belongs = division.level == 3 and (division.code[:2] in _MUNICIPALITIES or division.name.endswith("区"))
    return outer + division.name if belongs else division.name


def _full(name: str, function: str, division: Division, origin: _Origin, why: str) -> Body:
    """Return the body of a division with a function, the function written out."""
    if name.endswith(_words()["proper"]):
        if _LEVEL.match(name):
            return Body("resolved", why, _place(division) + function, division.code)
        # 中山大学 is in 广州市: a place without its suffix may be whom a body is named after.
        code = division.code if division.name in name else None
        return Body("resolved", "no body of government: its name as it is", name, code)
    names = _written_out(function, division, origin.year, party=bool(_PARTY.match(name)), league=name.startswith("共青团"))
    if not names:
        return Body("unresolved", f"{division.name} has a 厅 for this function: a 局 is one of the levels below")
    if len(names) > 1:
        return Body("ambiguous", f"{why}; the office is called either", candidates=names)
    return Body("resolved", why, names[0], division.code)


def _written_out(function: str, division: Division, year: int | None, *, party: bool, league: bool) -> tuple[str, ...]:
    """Return the full names, two where the office is called either 办公厅 or 办公室, none where the division has no such body."""
    place = _place(division)
    if league or function == "团委":
        return (f"共青团{place}委员会",)
    government = _GOVERNMENT.fullmatch(function)
    if government is not None:
        return _with_office(f"{place}人民政府", government[1] or government[2] or "", division, year)
    committee = _PARTY_COMMITTEE.fullmatch(function)
    if committee is not None:
        base = f"中共{place}委" if not division.name.endswith("自治区") else f"中共{place}委员会"
        return _with_office(base, committee[1], division, year)
    department = _in_year("party", function, year)
    if department is not None:
        return (f"中共{place}委{department}",)
    return _department(function, division, place, year, party=party)


def _with_office(base: str, tail: str, division: Division, year: int | None) -> tuple[str, ...]:
    if not _OFFICE.fullmatch(tail):
        return (base + (_in_year("party", tail, year) or _expand(tail)),)
    if tail != "办":
        return (base + tail,)
    office = office_of(division)
    return (base + office,) if office else (f"{base}办公厅", f"{base}办公室")


def _department(function: str, division: Division, place: str, year: int | None, *, party: bool) -> tuple[str, ...]:
    organ = _organ(function, division, place, party=party)
    if organ is not None:
        return (organ,)
    whole = _in_year("whole", function, year)
    if whole is not None:
        return (place + whole,)
    branch = _BRANCH_OFFICE.fullmatch(function)
    if branch is not None and division.level == 3 and len(division.path) > 1:
        # 国土分局 of a district is the city's: 南通市国土资源局通州分局.
        return (f"{division.path[-2]}{_expand(branch[1] + '局')}{division.name[:-1]}分局",)
    alias = _ALIAS.search(function)
    full = _expand(function[: alias.start()] if alias else function)
    if division.level == 1 and division.code[:2] not in _MUNICIPALITIES and full.endswith("局") and full[:-1] in _words()["halls"]:
        return ()
    return (place + full + (alias[0] if alias else ""),)


def _organ(function: str, division: Division, place: str, *, party: bool) -> str | None:
    """Return the full name of an organ that is no department: discipline inspection, the political consultative conference, courts."""
    if function == "纪委" or (party and function == "纪律检查委员会"):
        return f"中共{place}纪律检查委员会"
    if function == "政协":
        return f"中国人民政治协商会议{place}委员会"
    if function in {"法院", "人民法院"} and division.level < 3:
        return f"{place}{'高级' if division.level == 1 else '中级'}人民法院"
    return None


def _in_year(table: str, function: str, year: int | None) -> str | None:
    """Return the full form of a short name by a table, in a year where it had several meanings or one for some time only."""
    entry = _words()[table].get(function)
    if not isinstance(entry, list):
        return None if entry is None else str(entry)
    names = [name for name, first, last in entry if (first or 0) <= (year or 9999) <= (last or 9999)]
    return str(names[0]) if names else None


def _expand(function: str) -> str:
    """Write out a function: 发改委, 发展改革委 and 发展和改革委 are 发展和改革委员会."""
    words = _words()
    joint = _long_office(function)
    if _is_joint(joint):
        return joint
    head = max((short for short in words["heads"] if function.endswith(short)), key=len, default="")
    stem = function[: len(function) - len(head)]
    return str(words["stems"].get(stem, stem)) + str(words["heads"].get(head, head))
