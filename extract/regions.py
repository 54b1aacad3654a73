"""Administrative divisions (行政区划): names to codes of GB/T 2260, and the jurisdiction of an issuer.

The table is ``data/regions.tsv`` (written by ``scripts/build_regions.py``; source and date in its first line): divisions in
force, those of earlier editions under the code they had, and the short forms in use. A name that several divisions bear
(通州区 of 北京市 and of 南通市) stays several until the text around it decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from ..schemas.notice import Region

__all__ = ["Division", "division_of", "divisions", "jurisdiction", "leading", "region_code"]

# Behind these a name is part of another word: 海淀区域, 上海市场.
_OTHER_WORD: Final = {"区": "域", "市": "场"}
# 城区, 郊区, 东区 are names of divisions, and words everywhere else.
_WORD_LIKE: Final = re.compile(r".区")
_SUFFIXES: Final = ("市", "县", "区")
_LONGEST: Final = 15
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

_Level = Literal["自治区", "省", "市", "区", "县", "旗", "州", "盟"]
_DEPTH: Final = {"省": 1, "自治区": 1, "市": 2, "州": 2, "盟": 2, "区": 3, "县": 3, "旗": 3}


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
        return next((word for word in _DEPTH if self.name.endswith(word) and (word != "区" or not self.name.endswith("自治区"))), "")


@dataclass(frozen=True, slots=True)
class _Table:
    names: dict[str, str]
    """Name by code, of divisions in force and of former ones."""
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
    names: dict[str, str] = {}
    indexes: dict[str, dict[str, tuple[str, ...]]] = {"full": {}, "former": {}, "bare": {}}
    stem: dict[str, str] = {}
    lengths: dict[str, set[int]] = {}
    text = (Path(__file__).parent / "data" / "regions.tsv").read_text(encoding="utf-8")
    for line in text.split("\n")[1:-1]:
        code, kind, name, *_ = line.split("\t")
        if kind in {"name", "former"}:
            names.setdefault(code, name)
        elif kind == "bare":
            stem[code] = name
        index = indexes["full" if kind in {"name", "short"} else kind]
        index[name] = (*index.get(name, ()), code)
        lengths.setdefault(name[:2], set()).add(len(name))
    return _Table(
        names,
        indexes["full"],
        indexes["former"],
        indexes["bare"],
        stem,
        {head: tuple(sorted(sizes)[::-1]) for head, sizes in lengths.items()},
    )


@lru_cache(maxsize=1024)
def _division(code: str, name: str) -> Division:
    names = _table().names
    path = [names[above] for above in (f"{code[:2]}0000", f"{code[:4]}00") if above != code and above in names]
    level: Literal[1, 2, 3] = 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
    return Division(code, name, (*path, name), level)


def _prefix(code: str | None) -> str:
    """Return what the codes of a division and of all below it begin with."""
    return re.sub(r"(?:00){1,2}$", "", code) if code else ""


def _codes(name: str, scope: str, *, bare: bool) -> tuple[str, ...]:
    """Codes for ``name`` below or above ``scope``, those in force if there are any, else former ones."""
    table = _table()
    for index in (table.full, table.bare if bare else {}, table.former):
        codes = tuple(code for code in index.get(name, ()) if code.startswith(scope) or scope.startswith(_prefix(code)))
        if codes:
            return codes
    return ()


def _named(codes: Iterable[str], name: str) -> list[Division]:
    table = _table()
    return [_division(code, name if code in table.former.get(name, ()) else table.names[code]) for code in codes]


def division_of(code: str) -> Division | None:
    """Return the division with a code of GB/T 2260 (six digits), in force or former; None where no division has it."""
    name = _table().names.get(code)
    return _division(code, name) if name else None


def divisions(name: str, within: str | None = None, *, bare: bool = True) -> list[Division]:
    """Return the divisions that ``name`` names in full or in a usual short form (延边州, 伊通县), by code; [] if none.

    ``within`` is the code of a division above (320000) or what it begins with (3206). ``bare`` also takes provinces and
    prefectures without their suffix (江西, 绍兴). Former divisions are returned where none in force has the name.
    """
    scope = _prefix(within)
    return _named((code for code in _codes(name, scope, bare=bare) if code.startswith(scope)), name)


def leading(text: str, within: str | None = None, *, bare: bool = False) -> tuple[list[Division], int]:
    """Return the divisions that the longest chain of names at the start of ``text`` may mean, and where the chain ends.

    江苏省南通市通州区政府 gives one division and 9, 通州区政府 gives two and 3, and text without a division gives [] and 0.
    ``within`` (code or its beginning) keeps to the divisions below it and those above it. A name without its suffix counts where
    a name below it follows (江苏南通市), at the end of the chain only with ``bare``.
    """
    scope = _prefix(within)
    best: tuple[tuple[str, ...], str, int] = ((), "", 0)
    codes: tuple[str, ...] = ()
    end = 0
    while True:
        codes, name, stop, is_bare = _next_name(text, end, codes, scope)
        if not codes:
            break
        end = stop
        if bare or not is_bare:
            best = codes, name, end
    return _named(best[0], best[1]), best[2]


def _next_name(text: str, start: int, above: tuple[str, ...], scope: str) -> tuple[tuple[str, ...], str, int, bool]:
    """Return (codes, name, end, whether it lacks its suffix) of the longest name at ``start`` below the divisions ``above``."""
    table = _table()
    prefixes = tuple(map(_prefix, above))
    for length in table.lengths.get(text[start : start + 2], ()):
        name = text[start : start + length]
        if text[start + length : start + length + 1] == _OTHER_WORD.get(name[-1], "\n") or len(name) < length:
            continue
        if not above and not scope and _WORD_LIKE.fullmatch(name):
            continue
        codes = _codes(name, scope, bare=True)
        if prefixes:
            codes = tuple(code for code in codes if code not in above and code.startswith(prefixes))
        if codes:
            is_bare = name not in table.full and name not in table.former
            return codes, name, start + length, is_bare
    return (), "", start, False


def region_code(name: str, within: Region | None = None) -> str | None:
    """Return the code of the division that ``name`` is or begins with (长春市红旗…小镇), looked for inside ``within`` first.

    Whole names may lack their suffix (绍兴; 诸暨 inside 绍兴市). None where no division, or more than one, fits; named zones
    (开发区) are no divisions.
    """
    return _region_code(name, within.code if within else None)


@lru_cache(maxsize=4096)
def _region_code(name: str, within: str | None) -> str | None:
    scopes = [within, f"{within[:2]}0000", None] if within else [None]
    for scope in scopes:
        found = leading(name, scope)[0] or divisions(name, scope)
        if not found and scope:
            found = [division for suffix in _SUFFIXES for division in divisions(name + suffix, scope, bare=False)]
        if found:
            return found[0].code if len(found) == 1 else None
    return None


def jurisdiction(agencies: list[str], context: str, title: str = "") -> Region | None:
    """Return the region that the issuer governs.

    The place at the start of an agency's name; of several of that name the one whose superiors ``context`` names most. 省政府
    and the like mean the division of that level that the context speaks of. Without any agency, the place at the start of the
    ``title`` (绍兴市…实施方案) is meant, else the one of the notice's self-reference (我省, 全市); these are ``inferred``. None for
    national bodies, and where the evidence is tied.
    """
    context = context[:_CONTEXT]
    national = False
    for agency in agencies:
        name = agency[match.end() :] if (match := _BEFORE_PLACE.match(agency)) else agency
        found, _ = leading(name)
        if not found and not _NO_AUTHORITY.search(name):
            found, _ = leading(name, bare=True)
        if found:
            division = _by_context(found, f"{' '.join(agencies)} {context}")
            return _region(division, inferred=False) if division else None
        national = national or bool(_NATIONAL_HEAD.match(agency) or _MINISTRY.fullmatch(agency))
    if national:
        return None
    if not agencies:
        place = _BEFORE_TITLE.sub("", title)
        found, _ = leading(place)
        if not found:
            found, end = leading(place, bare=True)
            found = found if _ZONE.match(place, end) else []
        if found:
            division = _by_context(found, context)
            return _region(division, inferred=True) if division else None
    level = next((match[1] for agency in agencies if (match := _LEVEL_WORD.match(agency))), None) or _own_level(context)
    division = _most_named(level, context) if level else None
    return _region(division, inferred=True) if division else None


def _region(division: Division, *, inferred: bool) -> Region:
    return Region(division.name, division.code, list(division.path), inferred)


def _stem(code: str) -> str:
    table = _table()
    return table.stem.get(code, table.names.get(code, "\n"))


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
    return sum(context.count(_stem(code)) for code in above if code in _table().names)


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
    ranked = sorted(((context.count(_stem(item.code)), _support(item, context), item) for item in _candidates(level, context)), key=_rank)
    if not ranked:
        return None
    best, second = ranked[-1], ranked[-2] if len(ranked) > 1 else None
    if best[0] < 2 and (second or _is_example(_stem(best[2].code), context)):
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


def _candidates(level: str, context: str) -> Iterator[Division]:
    """Yield the divisions that may be meant by a word of level and that the context names, those above counties also without suffix."""
    table = _table()
    found = {code for code, stem in table.stem.items() if table.names[code].endswith(level) and stem in context}
    if level not in {"省", "自治区"}:
        windows = {context[max(0, match.end() - _LONGEST) : match.end()] for match in re.finditer(level, context)}
        found |= {code for window in windows for at in range(len(window) - 1) for code in table.full.get(window[at:], ())}
    yield from (_division(code, table.names[code]) for code in found if table.names[code].endswith(level))
