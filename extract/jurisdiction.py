"""The jurisdiction of an issuer (发文机关): which division it governs, by its name and by what the notice speaks of as its own."""

from __future__ import annotations

import re
from typing import Final

from ..schemas.notice import Region
from .regions import Division, division_of, leading, of_level, stem_of, year_of

__all__ = ["is_national", "jurisdiction"]

_CONTEXT: Final = 4000
"""Characters of the context that are read."""

_NATIONAL_HEAD: Final = re.compile(r"中华人民共和国|国务院|中共中央|中央|全国|国家|最高人民|中国")
_MINISTRY: Final = re.compile(r"(?:市场|(?![省市区县州旗]))[^省市区县州旗]{2,14}(?:部|总局|总署|总会)")
# What stands before the place in the name of a local body: a party committee, a branch of a national body.
_BEFORE_PLACE: Final = re.compile(
    r"(?:中共|中国共产党|中华人民共和国|共青团|(?:中国)?国民党革命委员会|国家税务总局|国家统计局|国家金融监督管理总局"
    r"|国家外汇管理局|中国人民银行|中国银行保险监督管理委员会|中国证券监督管理委员会|中国证监会|中国银保监会)"
)
_NO_AUTHORITY: Final = re.compile(r"(?:大学|学院|学校|公司|银行|医院|报社|交易所|集团)$")
_BEFORE_TITLE: Final = re.compile(r"^(?:关于)?(?:印发|公布)?[《“]?")
_ZONE: Final = re.compile(r"(?:国家)?(?:高新|经开|经济(?:技术)?开发|高新技术产业开发|保税|工业园|新)区")
_LEVEL_WORD: Final = re.compile(r"(?:[我本全]|中共)?(自治区|省|市|区|县|旗|州)(?=[^区县市场域级])")
# How a notice speaks of its own division; the same words after 各, 设区 or a separator speak of others'.
_SELF: Final = re.compile(
    r"(?<![各区、和\)/州家])(?:(?P<sure>[我本]|代表(?=.{1,3}政府))|(?P<whole>全))?(?P<level>自治区|省|市|区|县|旗|州|盟)"
    r"(?P<office>人民政府|政府|委(?=[、,办市省县区]))?"
)
# Another place's example, of which a notice speaks: 学习浙江经验, 赴杭州考察.
_EXAMPLE: Final = re.compile(r"(?:学习|借鉴|参照|赴|对口支援|对口帮扶)$")
_EXAMPLE_OF: Final = re.compile(r"[省市]?(?:等地|等省|的?(?:经验|做法|模式|样本)|籍|方向)")

_DEPTH: Final = {"省": 1, "自治区": 1, "市": 2, "州": 2, "盟": 2, "区": 3, "县": 3, "旗": 3}


def is_national(agency: str) -> bool:
    """Return whether an agency is a national body by its name (国务院办公厅, 财政部)."""
    return bool(_NATIONAL_HEAD.match(agency) or _MINISTRY.fullmatch(agency))


def jurisdiction(agencies: list[str], context: str, title: str = "", on: str | None = None) -> Region | None:
    """Return the region that the issuer governs.

    The place at the start of an agency's name; of several of that name the one whose superiors ``context`` names most. 省政府
    and the like mean the division of that level that the context speaks of. Without any agency, the place at the start of the
    ``title`` (绍兴市…实施方案) is meant, else the one of the notice's self-reference (我省, 全市); these are ``inferred``. None for
    national bodies, and where the evidence is tied. ``on`` is the date of the notice, ISO 8601: names and codes are those of its year.
    """
    year = year_of(on)
    context = context[:_CONTEXT]
    national = False
    for agency in agencies:
        name = agency[match.end() :] if (match := _BEFORE_PLACE.match(agency)) else agency
        found, _ = leading(name, year=year)
        if not found and not _NO_AUTHORITY.search(name):
            found, _ = leading(name, bare=True, year=year)
        if found:
            division = _by_context(found, f"{' '.join(agencies)} {context}")
            return _region(division, inferred=False) if division else None
        national = national or is_national(agency)
    if national:
        return None
    if not agencies:
        place = _BEFORE_TITLE.sub("", title)
        found, _ = leading(place, year=year)
        if not found:
            found, end = leading(place, bare=True, year=year)
            found = found if _ZONE.match(place, end) else []
        if found:
            division = _by_context(found, context)
            return _region(division, inferred=True) if division else None
    level = next((match[1] for agency in agencies if (match := _LEVEL_WORD.match(agency))), None) or _own_level(context)
    division = _most_named(level, context) if level else None
    return _region(division, inferred=True) if division else None


def _region(division: Division, *, inferred: bool) -> Region:
    return Region(division.name, division.code, list(division.path), inferred)


def _by_context(found: list[Division], context: str) -> Division | None:
    """Return the one of several divisions whose superiors the context names most; None where that is tied."""
    if len(found) == 1:
        return found[0]
    scores = sorted(((_support(division, context), division.code) for division in found), reverse=True)
    if scores[0][0] == scores[1][0]:
        return None
    return next(division for division in found if division.code == scores[0][1])


def _support(division: Division, context: str) -> int:
    above = {f"{division.code[:2]}0000", f"{division.code[:4]}00"} - {division.code}
    return sum(context.count(stem_of(code)) for code in above if division_of(code))


def _own_level(context: str) -> str | None:
    """Return the level of the division that a text speaks of as its own; None where it speaks of none or of two alike.

    我市 and 代表市人民政府 say it, then 全市, then 市政府. A city speaks of its province as a whole, too, a province of a city hardly
    ever: of levels that a text speaks of about as often, the lowest is its own.
    """
    counts: dict[str, dict[str, int]] = {"sure": {}, "whole": {}, "office": {}}
    for match in _SELF.finditer(context):
        kind = next((kind for kind in counts if match[kind]), None)
        if kind:
            counts[kind][match["level"]] = counts[kind].get(match["level"], 0) + 1
    for kind, found in counts.items():
        if not found:
            continue
        most = max(found.values())
        near = sorted((level for level, count in found.items() if 3 * count >= most), key=_DEPTH.__getitem__)
        if kind == "office" and len(near) > 1:
            return None
        return near[-1] if len(near) == 1 or _DEPTH[near[-1]] > _DEPTH[near[-2]] else None
    return None


def _most_named(level: str, context: str) -> Division | None:
    """Return the division of a level that the context names most; None where that is tied.

    One that is named but once must be the only one of its level, and no example for others.
    """
    ranked = sorted(((context.count(stem_of(item.code)), _support(item, context), item) for item in of_level(level, context)), key=_rank)
    if not ranked:
        return None
    best, second = ranked[-1], ranked[-2] if len(ranked) > 1 else None
    if best[0] < 2 and (second or _is_example(stem_of(best[2].code), context)):
        return None
    # What its superiors are called decides between divisions of one name only.
    if second and (second[0] == best[0] if second[2].name != best[2].name else second[:2] == best[:2]):
        return None
    return best[2]


def _is_example(name: str, context: str) -> bool:
    at = context.find(name)
    return bool(_EXAMPLE.search(context[max(0, at - 6) : at]) or _EXAMPLE_OF.match(context, at + len(name)))


def _rank(scored: tuple[int, int, Division]) -> tuple[int, int, str]:
    return scored[0], scored[1], scored[2].code
