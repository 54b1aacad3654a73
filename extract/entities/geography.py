"""Where places are named: divisions, named zones, regions above the province, states; mountains, waters and parts of the country.

One pass looks at every two characters that some name begins with; the longest name that stands there is taken unless the
characters around it say that it is part of another word. Names that are common words (大同, 新城区) count only beside other places,
or where the notice itself comes from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from ...schemas.notice import Region
from ..places import resolve
from ..regions import division_names, leading
from .words import BREAK, entity_words, pattern_of

__all__ = ["Named", "find_names"]

# Behind these a name is part of another word: 海淀区域, 上海市场, 通化县级.
_OTHER_WORD: Final = {"区": "域间块位", "市": "场值", "县": "级域", "州": "际"}
_DASHES: Final = " 、和与及至到-—"
_SUFFIX: Final = "市县区旗州盟省"
_LIKE_SAFETY: Final = re.compile("全(?![市省区县])|排|装|置")
_TOWN: Final = re.compile(r"[\u4e00-\u9fff]{1,5}?(?:镇|乡|街道|苏木)(?!办)")
_LONGEST_ZONE_NAME: Final = 3
_NEEDS_PLACE: Final = re.compile(r"自由|自贸|试验区|实验区|新城|科技园|产业园|科学城|国家级|风景|自然")


class Named(NamedTuple):
    """A name that stands at ``start``..``end`` of the text."""

    start: int
    end: int
    kind: str
    """full | former | bare | own | word | zone | region | country | natural | area | body"""


@dataclass(frozen=True, slots=True)
class _Names:
    kinds: dict[str, str]
    lengths: dict[str, tuple[int, ...]]
    """Lengths of the names that begin with two characters, longest first."""
    opening: re.Pattern[str]
    """A first character of names before a second one."""
    edges: dict[str, tuple[str, str]]
    zone: re.Pattern[str]
    not_zone_names: frozenset[str]


@lru_cache(maxsize=1)
def _names() -> _Names:
    words = entity_words()
    kinds: dict[str, str] = {**dict.fromkeys(words["taiwan"], "full"), **division_names()}
    kinds.update(dict.fromkeys(words["places_word_like"], "word"))
    kinds.update(dict.fromkeys(words["bare_word_like"], "word"))
    for kind, key in (("country", "countries"), ("region", "regions"), ("natural", "natural"), ("area", "areas"), ("body", "national")):
        kinds.update(dict.fromkeys(words[key], kind))
    lengths: dict[str, set[int]] = {}
    for name in kinds:
        lengths.setdefault(name[:2], set()).add(len(name))
    return _Names(
        kinds,
        {pair: tuple(sorted(found)[::-1]) for pair, found in lengths.items()},
        re.compile(f"[{''.join({pair[0] for pair in lengths})}](?=[{''.join({pair[1] for pair in lengths})}])"),
        {name: (before, behind) for name, (before, behind) in words["word_edges"].items()},
        re.compile(pattern_of(words["zones"])),
        frozenset(words["not_zone_names"]),
    )


def find_names(text: str, own: Region | None) -> list[Named]:
    """Return the names in folded ``text`` in order of place, none overlapping another; adjacent divisions are one name (江苏省南通市).

    ``own`` is where the notice comes from: its divisions are also found without their suffix (通州). National bodies are found in
    the same pass, as ``body``.
    """
    single = [*_scan(text, _own_names(own))]
    chained = [_with_town(text, name) for name in _chained(text, single)]
    zones = _with_zones(text, chained)
    return [name for index, name in enumerate(zones) if name.kind != "word" or _has_neighbour(text, zones, index)]


def _own_names(own: Region | None) -> list[str]:
    """Return the names of the notice's own divisions, with and without suffix, the longest first."""
    if own is None:
        return []
    stems = [name[:-1] for name in own.path if len(name) > 2 and name[-1] in _SUFFIX]
    return sorted({*own.path, *stems}, key=len, reverse=True)


def _scan(text: str, own: list[str]) -> Iterator[Named]:
    names = _names()
    lengths = names.lengths
    places = [at for match in names.opening.finditer(text) if text[(at := match.start()) : at + 2] in lengths]
    for stem in own:
        if stem[:2] not in lengths:
            places += [match.start() for match in re.finditer(stem, text)]
    done = 0
    for at in sorted(places):
        if at < done:
            continue
        found = _name_at(text, at, names, own, follows=at == done)
        if found is not None:
            yield found
            done = found.end


def _name_at(text: str, at: int, names: _Names, own: list[str], *, follows: bool) -> Named | None:
    stem = next((stem for stem in own if text.startswith(stem, at)), "") if own else ""
    sizes = names.lengths.get(text[at : at + 2], ())
    for size in sizes:
        name = text[at : at + size]
        kind = names.kinds.get(name)
        if kind is None or len(name) < size:
            continue
        if size <= len(stem) or _is_part(text, at, name, kind, names, follows=follows):
            continue
        return Named(at, at + size, kind)
    return Named(at, at + len(stem), "own") if stem and not _is_part(text, at, stem, "own", names, follows=follows) else None


def _is_part(text: str, at: int, name: str, kind: str, names: _Names, *, follows: bool) -> bool:
    """Tell whether the name is but a piece of another word; ``follows``: it stands right behind another name."""
    end = at + len(name)
    before, behind = text[at - 1 : at] or "\n", text[end : end + 1] or "\n"
    if kind in {"full", "former", "word"}:
        if kind == "word" and len(name) == 2 and behind in "镇乡路街":
            return True
        short = len(name) == 2 and name[-1] in "县区" and not follows and before not in BREAK
        if short or behind in _OTHER_WORD.get(name[-1], ""):
            return True
    elif kind in {"bare", "own"}:
        if behind in "镇乡路街" or (name[-1] == "安" and _LIKE_SAFETY.match(text, end)):  # 杭州路 is a street, 辽阳镇 a town elsewhere
            return True
    elif kind == "country":
        if text.startswith(("小镇", "风情"), end):
            return True
    elif name == "中央":  # 中央、国务院; 中央财政, 中央企业 name no body
        return not text.startswith(("、国务院", "国务院", "和国务院"), end)
    edges = names.edges.get(name, ("", ""))
    return before in edges[0] or behind in edges[1]


_DIVISIONS: Final = frozenset({"full", "former", "bare", "own", "word"})


def _chained(text: str, names: list[Named]) -> list[Named]:
    """Return the names with a division and those below it that follow without a break made one."""
    chained: list[Named] = []
    for name in names:
        last = chained[-1] if chained else None
        if last and last.end == name.start and last.kind in _DIVISIONS and name.kind in _DIVISIONS:
            whole = text[last.start : name.end]
            if leading(whole, bare=True)[1] == len(whole):
                chained[-1] = Named(last.start, name.end, name.kind if name.kind != "word" else "full")
                continue
        chained.append(name)
    return chained


def _with_town(text: str, name: Named) -> Named:
    """Return the name of a county with that of its town where one follows: 德惠市朱城子镇."""
    if name.kind not in {"full", "former", "own"} or text[name.end - 1] not in _SUFFIX:
        return name
    town = _TOWN.match(text, name.end)
    if town is None:
        return name
    place = resolve(text[name.start : town.end()])
    # A roster's 长春市鹿乡梅花鹿小镇 names 鹿乡镇, but not so that a place stands there.
    is_town = place.kind == "town" and (place.status == "ambiguous" or place.path[-1:] == (town[0],))
    return Named(name.start, town.end(), "full") if is_town else name


def _with_zones(text: str, names: list[Named]) -> list[Named]:
    """Return the names with the named zones: a place and a kind of zone (磐石市经济开发区), or a name of its own (袍江开发区)."""
    tables = _names()
    ends = {name.end: index for index, name in enumerate(names) if name.kind in _DIVISIONS or name.kind == "natural"}
    zones: list[Named] = []
    joined: set[int] = set()
    for match in tables.zone.finditer(text):
        start = _zone_start(text, match.start(), ends, names, tables)
        if start is None or text[match.end() : match.end() + 1] in {"域", "块", "内"} or (zones and start < zones[-1].end):
            continue
        zones.append(Named(start, match.end(), "zone"))
        joined.update(index for end, index in ends.items() if start < end <= match.end())
    if not zones:
        return names
    return sorted([*(name for index, name in enumerate(names) if index not in joined), *zones])


def _zone_start(text: str, head: int, ends: dict[int, int], names: list[Named], tables: _Names) -> int | None:
    if head in ends:
        return names[ends[head]].start
    low = head
    while low > 0 and head - low <= _LONGEST_ZONE_NAME and text[low - 1] not in BREAK and text[low - 1] not in '“”"和与及在':
        low -= 1
        if low in ends:  # 长白山 is natural, 杭州钱江经济开发区 has a division before the zone's own name
            return names[ends[low]].start if head - low >= 2 and _is_zone_name(text[low:head], tables) else None
    size = head - low
    if _NEEDS_PLACE.match(text, head) or text[low:head].endswith("简称"):
        return None
    if not 2 <= size <= _LONGEST_ZONE_NAME or not _is_zone_name(text[low:head], tables):
        return None
    return low


def _is_zone_name(name: str, tables: _Names) -> bool:
    words = tables.not_zone_names
    return name[0] not in words and not any(name[at:stop] in words for at in range(len(name)) for stop in range(at + 2, len(name) + 1))


def _has_neighbour(text: str, names: list[Named], index: int) -> bool:
    """Tell whether another place stands beside the name: 白银、天水, 江苏南通."""
    name = names[index]
    for other in (names[index - 1] if index else None, names[index + 1] if index + 1 < len(names) else None):
        if other is None or other.kind in {"body", "natural", "area"}:
            continue
        low, high = (other.end, name.start) if other.start < name.start else (name.end, other.start)
        if (high == low and other.start < name.start) or (high == low + 1 and text[low] in _DASHES):
            return True
    return False
