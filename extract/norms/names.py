"""Names of those who act (行为主体): where such a name ends, and how a row of names is taken apart.

A body (市财政局), a class of bodies (各地, 县(市、区)政府, 有关部门) or of persons (纳税人, 参保职工). Plans, projects and funds do
not act (GUIDELINES, norms). The words are in ``data/norm_words.json``; names of bodies are told by :func:`.agencies.is_agency`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from ..agencies import is_agency

__all__ = ["ends_as_actor", "is_bare_person", "is_class", "is_strong", "name_ends", "norm_words", "shares_head", "split_names"]

_AGENCY_END: Final = "局委办厅部院署府组会心站所处科室队司行校社"
_PERSON_END: Final = frozenset("人者员师长")
_GOES_ON: Final = frozenset("人员者局厅署")
"""What goes on with a word: 代表人, 财政厅."""
_LEVEL_END: Final = "省市县区州盟旗镇乡园道级"
_BEFORE_LEVEL: Final = frozenset("各、关本在全和及设,。;:\n由 (")
_LEVEL: Final = r"(?:自治区|直辖市|计划单列市|设区的?市|省|市|县|区|州|盟|旗|镇|乡|街道|园)"
# 各区、县(市): all divisions of a level, alone or in a row.
_LEVELS: Final = re.compile(
    rf"(?:各|有关|所在|相关|本|全)?{_LEVEL}(?:级|直)?(?:\([^()]{{1,12}}\))?(?:[、和及]{_LEVEL}(?:级|直)?(?:\([^()]{{1,12}}\))?)*"
)
_AND_OTHERS: Final = re.compile(
    r"等(?:[一二三四五六七八九十0-9]{1,3}个?)?(?:(?:相关|有关|省直|市直|区直|县直|各级|各类|多个)?(?:部门|单位|机构|人员|劳动者|企业|组织|群体|主体|个人|院校|高校))?(?:[和及与](?:单位|个人|部门|机构|人员))?"
)
_LAST: Final = re.compile(r"、|以及|(?<=[部委局厅办院署府会])[和及与]")
_OTHERS_BEHIND: Final = re.compile(rf"{_AND_OTHERS.pattern}$")
_EXPLAINED: Final = re.compile(r"\((?:以下|下称|简称|含|包括|不含)[^()]*\)$")
_BRACKET_BEHIND: Final = re.compile(r"\([^()]{1,20}\)$")
_BARE_CLASS: Final = re.compile(
    r"(?:单位|个人|部门|机构|组织|人员|企业|同志|主体)(?:[和及与、](?:单位|个人|部门|机构|组织|人员|企业|同志))*"
)
_BRACKETED: Final = re.compile(r"\([^()\n]{0,200}\)")
_LATIN: Final = re.compile("[A-Za-z][A-Za-z]")
_BAR_REACH: Final = 4
"""Characters that the words which no name holds look ahead, at most: a name that goes on further holds them."""
_JOINT: Final = re.compile(r"、|以及|或者|和|及(?!其$)|与|或|暨|会同|协同|联合(?!会)|(?<=[地门位区县市镇])(?=各)")
_JOINING: Final = re.compile("[、以或和及与暨会协联各]")
"""What a joint begins with."""
_DIVISION_PAIR: Final = re.compile(rf"{_LEVEL}(?:(?:级|直)(?=[、(三两四]|人民政府|政府))?(?![级直])(?:\([^()]{{1,12}}\))?")


@lru_cache(maxsize=1)
def norm_words() -> dict[str, list[str]]:
    """Return the word lists of ``data/norm_words.json`` by name: bodies, classes, persons and openers, and two lists of patterns."""
    data = json.loads((Path(__file__).parent.parent / "data" / "norm_words.json").read_bytes())
    lists = {name: rows for name, rows in data.items() if isinstance(rows, list)}
    return {name: [word for row in rows for word in row.split()] for name, rows in lists.items()}


@dataclass(frozen=True, slots=True)
class _Heads:
    bodies: tuple[str, ...]
    words: frozenset[str]
    ending: dict[str, tuple[str, ...]]
    """The words that end with a character."""
    last: re.Pattern[str]
    """The last characters of all heads."""
    persons: re.Pattern[str]
    barred: re.Pattern[str]
    """What no name holds: it would be a sentence; each word begins with a character of its own, so that a search skips to it."""


@lru_cache(maxsize=1)
def _heads() -> _Heads:
    table = norm_words()
    words = frozenset((*table["bodies"], *table["classes"], *table["persons"]))
    ends = "".join(sorted({word[-1] for word in words}))
    return _Heads(
        tuple(table["bodies"]),
        words,
        {char: tuple(word for word in words if word[-1] == char) for char in ends},
        re.compile(f"[{ends}{_AGENCY_END}{_LEVEL_END}人者员师长]"),
        re.compile(rf"(?:{'|'.join(table['person_patterns'])})"),
        re.compile("|".join(table["not_in_names"])),
    )


def _is_word(text: str, stop: int) -> bool:
    """Whether a word of the lists ends at ``stop``."""
    return text.endswith(_heads().ending.get(text[stop - 1 : stop], ()), 0, stop)


def _may_end(text: str, stop: int) -> bool:
    """Whether a head may end at ``stop``: a word of the lists, the last character of a body, a word of level that stands alone."""
    heads = _heads()
    char = text[stop - 1]
    if char in _AGENCY_END or _is_word(text, stop):
        return text[stop : stop + 2] not in ("所得", "得税") and text[stop : stop + 1] not in _GOES_ON
    if char in _LEVEL_END:
        before = text[stop - 2 : stop - 1]
        return before in _BEFORE_LEVEL or text[stop - 3 : stop] in ("自治区", "直辖市", "设区市") or char in "级道"
    low = max(0, stop - 4)
    return char in _PERSON_END and any(match.end() == stop for match in heads.persons.finditer(text, low, min(stop + 2, len(text))))


@lru_cache(maxsize=4096)
def ends_as_actor(name: str) -> bool:
    """Return whether ``name`` (folded) is that of a body, a class of bodies, divisions or persons."""
    heads = _heads()
    if heads.barred.search(name) or _LATIN.search(name):
        return False
    core = _EXPLAINED.sub("", name) if name.endswith(")") else name
    others = _OTHERS_BEHIND.search(core) if "等" in core else None
    if others and others.start() > 1:
        return len(others[0]) > 1 or ends_as_actor(core[: others.start()])
    plain = _BRACKET_BEHIND.sub("", core) if core.endswith(")") else core
    return (
        _is_word(plain, len(plain))
        or _is_person(plain)
        or (_LEVELS.fullmatch(core) is not None and core[-1] not in "级直")
        or is_agency(_LAST.split(core)[-1])
        or _is_every_body(core)
    )


def _is_every_body(name: str) -> bool:
    """Whether a name is that of the bodies of one function at a level: 各县(市、区)民政局, 设区市教育局."""
    levels = _LEVELS.match(name)
    return levels is not None and levels.end() < len(name) and is_agency(f"市{name[levels.end() :]}")


def _is_person(name: str) -> bool:
    return name[-1:] in _PERSON_END and any(match.end() == len(name) for match in _heads().persons.finditer(name))


def is_bare_person(name: str) -> bool:
    """Return whether ``name`` is a bare word for persons (人员, 人才)."""
    return name in norm_words()["persons"]


def is_class(name: str) -> bool:
    """Return whether ``name`` is itself a word of the lists (试点镇, 参与者)."""
    return name in _heads().words


def is_strong(name: str) -> bool:
    """Return whether ``name`` ends as a body does (局, 委, 部门 …), not as a class of persons or places does."""
    return not name.endswith(("企业", "公司")) and (name.endswith(_heads().bodies) or is_agency(name))


def name_ends(text: str, start: int, end: int) -> list[int]:
    """Return the offsets in ``text[start:end]`` at which a name that begins at ``start`` may end, in order, outside brackets."""
    places = _places(text)
    bar = _heads().barred.search(text, start, end)
    end = min(end, bar.end() + _BAR_REACH) if bar else end
    found: list[int] = []
    for at in range(bisect_right(places, (start, len(text))), len(places)):
        stop, opens = places[at]
        if stop > end:
            break
        if opens > start or stop == start:  # inside a bracket that opens behind the start
            continue
        if (not found or stop > found[-1]) and ends_as_actor(text[start:stop]):
            found.append(stop)
    return found


@lru_cache(maxsize=4)
def _places(text: str) -> list[tuple[int, int]]:
    """Return (offset, offset of the bracket open there or -1) of every place of a text at which some name may end, sorted."""
    brackets = [match.span() for match in _BRACKETED.finditer(text)]
    starts = [start for start, _ in brackets]
    found: set[tuple[int, int]] = set()
    for match in _heads().last.finditer(text):
        stop = match.end()
        if not _may_end(text, stop):
            continue
        others = _AND_OTHERS.match(text, stop) if text[stop : stop + 1] == "等" else None
        stop = others.end() if others else stop
        at = bisect_right(starts, stop)
        if at and starts[at - 1] == stop:  # 建设局(建委)
            stop = brackets[at - 1][1]
        inside = bisect_right(starts, match.start()) - 1
        opens = starts[inside] if inside >= 0 and stop <= brackets[inside][1] - 1 else -1
        found.add((stop, opens))
    return sorted(found)


def split_names(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Take a row of names apart; what shares one head stays whole: 省、市、县三级; 各省、自治区、直辖市人民政府; 有关部门和单位.

    A piece is a name of its own if it ends as one and neither is a bare word of level before another nor stands before a bare class.
    """
    pieces: list[tuple[int, int]] = []
    first = _row_start(text, start, end)
    for low, high in [*_joints(text, start, end), (end, end)]:
        piece, rest = text[first:low], text[high:end]
        if low == end or (
            low - first > 1
            and ends_as_actor(piece)
            and not shares_head(piece, rest)
            and not _BARE_CLASS.fullmatch(rest)
            and not _describes(rest)
        ):
            pieces.append((first, low))
            first = high
    return [piece for piece in (_trim(text, *piece) for piece in pieces) if piece[1] > piece[0]]


def _row_start(text: str, start: int, end: int) -> int:
    """Return where the names of a row begin: members that cannot act are left out before persons and classes (新上项目和招商企业).

    Before a body, and before 等, they describe it: 公安、工商行政管理等部门.
    """
    name = text[start:end]
    joints = _joints(text, start, end)
    if not joints or "等" in name or is_strong(name) or _LEVELS.match(name):
        return start
    low, high = joints[0]
    alone = not ends_as_actor(text[start:low]) and "的" not in text[start:low] and ends_as_actor(text[high:end])
    return high if alone and len(text[start:low]) > 2 else start


def _joints(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if _JOINING.search(text, start + 1, end) is None:
        return []
    return [
        match.span()
        for match in _JOINT.finditer(text, start + 1, end)
        if text.count("(", start, match.start()) == text.count(")", start, match.start())
    ]


def shares_head(piece: str, rest: str) -> bool:
    """Whether the last member of ``piece`` is a bare word of level that ``rest`` goes on with: 各区、县(市)政府; 省、市、县三级."""
    last = re.split(r"[、和及]", piece)[-1]
    return _LEVELS.fullmatch(last) is not None and _DIVISION_PAIR.match(rest) is not None


def _describes(rest: str) -> bool:
    """Whether the last of two joined names stands before 的, so that both describe what follows: 部门或者单位的主要负责人."""
    return re.match(r"(?:单位|部门|机构|企业|组织|个人)的", rest) is not None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " 由、,\n":
        start += 1
    while end > start and text[end - 1] in " 、,\n":
        end -= 1
    return start, end
