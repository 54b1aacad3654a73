"""Names of bodies (机关名称): telling them, taking rows of them apart, comparing them.

The name of a body is (place or level)? + function + head noun: 南通市通州区人民政府办公室, 省发改委, 国家税务总局. The words are
in ``data/agency_words.json``. Names from agency codes (机关代字) are in :mod:`.agency_codes`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ..schemas.notice import Region
from .agency_codes import agency_of_code
from .regions import leading
from .text import fold, squeeze

__all__ = ["agency_of", "is_agency", "is_ministry", "leading_agencies", "same_agency", "split_agencies"]

_LONGEST: Final = 45
_LONGEST_ROW: Final = 400
_NAME: Final = re.compile(r"[\u3400-\u9fff0-9A-Za-z“”\"·〇—\-]+(?:\([\u3400-\u9fff、]{1,20}\)[\u3400-\u9fff0-9A-Za-z“”\"·〇—\-]*)*")
_TRAILING_BRACKET: Final = re.compile(r"\([\u3400-\u9fff、]{1,20}\)$")
_SEAL: Final = re.compile(r"\s*\((?:代?章|印章?|盖章|公章)\)")
_SEPARATORS: Final = re.compile(r"[、,;\n]+(?![^()]{0,20}\))")
_JOINT: Final = re.compile(r"和|与|及|、")
# A verb before a body (报市政府, 对上海市人民政府) is no part of its name; 和平区, 经信局 and 对外贸易局 begin with the same characters.
_VERBS: Final = frozenset("报经由向送给对与同和在到以交")
_LEVEL_BODY: Final = re.compile(r"[省市区县州](?!场)|国务院|国家|中央")
_LEVEL: Final = re.compile(r"(?:自治区|国家|[省市区县州旗](?![场级]))")
_PARTY: Final = re.compile(r"中共(?!中央)|中国共产党(?!中央)|共青团(?!中央)")
_REPUBLIC: Final = re.compile(r"^中华人民共和国(?=\S{0,30}(?:国务院|部|委员会|总局|署)$)")
# What follows the issuers in a title; 等五部门 stands between.
_AFTER_ISSUER: Final = re.compile(
    r"关于|延长|同意|批准|联合印发|印发|转发|批转|发布|公布|下达|颁发|颁布|授权|令|公告|通告|通知|决定|公报|文件|工作报告|对(?!外)|贯彻|授予|表彰|任命|任免|废止|撤销|(?:19|20)[0-9]{2}年"
)
_AND_OTHERS: Final = re.compile(r"\s*等(?:[一二三四五六七八九十0-9]{1,3}个?(?:部门|单位|部委|委办局))?\s*$")
_TITLE_HEAD: Final = 160
_INVISIBLE: Final = "\u200b\ufeff \n"
# The code of an order or announcement is the name itself: 交通运输部令, 国家税务总局公告, 省政府令.
_ORDER: Final = re.compile(r"(.{2,40}?)(?:令|公告|通告)")
_OWN_GOVERNMENT: Final = re.compile(r"([省市区县州])(?:人民)?政府")


@dataclass(frozen=True, slots=True)
class _Words:
    ending: dict[str, tuple[str, ...]]
    """The heads that end with a character."""
    needs: dict[str, tuple[str, ...]]
    last: frozenset[str]
    """Last characters of all heads."""
    not_endings: tuple[str, ...]
    names: frozenset[str]
    not_names: frozenset[str]
    openers: tuple[str, ...]
    class_words: tuple[str, ...]
    stops: re.Pattern[str]
    ministries: tuple[str, ...]
    national: tuple[str, ...]
    """What a name of a national body may begin with."""
    folded: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    table: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "agency_words.json").read_bytes())
    heads = frozenset(table["heads"])
    needs = {head: tuple(stems) for head, stems in table["needs"].items()}
    return _Words(
        {char: tuple(head for head in heads if head[-1] == char) for char in {head[-1] for head in heads}},
        needs,
        frozenset(name[-1] for name in (*heads, *needs, *table["names"])),
        tuple(table["not_endings"]),
        frozenset(table["names"]),
        frozenset(table["not_names"]),
        tuple(table["openers"]),
        tuple(table["class_words"]),
        re.compile("|".join((*map(re.escape, table["stops"]), "(?<![高中初])等", "(?<!自)由"))),
        tuple(table["ministries"]),
        ("国家", "中国", "中华人民共和国", "中共", *table["ministries"]),
        tuple((long, short) for long, short in (*table["folded"], *table["folded_heads"])),
    )


def is_agency(name: str) -> bool:
    """Tell whether ``name`` is the name of one body, in full or in a usual short form (区发展改革委, 科技局, 区政府办).

    Blanks do not count (国 务 院). Sentences, headings (加强组织领导), rows of several names, classes of bodies (各部门) and bare
    heads (办公室) are none.
    """
    return 2 <= len(name) <= 2 * _LONGEST and _is_name(squeeze(fold(name)))


@lru_cache(maxsize=8192)
def _is_name(text: str) -> bool:
    words = _words()
    if text[-1:] == ")":
        text = _TRAILING_BRACKET.sub("", text)
    if text in words.names:
        return True
    if not 2 <= len(text) <= _LONGEST or text[0] == "(" or text[-1] not in words.last or text in words.not_names:
        return False
    if (
        not _ends_in_head(text, words)
        or not _NAME.fullmatch(text)
        or text.endswith(words.not_endings)
        or text.startswith(words.class_words)
    ):
        return False
    if words.stops.search(text):
        return False
    return not _opens_sentence(text, words) and not _is_joint(text) and _seam(text) is None


def _opens_sentence(text: str, words: _Words) -> bool:
    """Tell whether a verb stands at the start and no place does (将乐县 begins with 将)."""
    verb = text[0] in _VERBS and (_LEVEL_BODY.match(text, 1) or leading(text[1:])[1])
    return bool(verb or text.startswith(words.openers)) and not leading(text)[1]


def _ends_in_head(text: str, words: _Words) -> bool:
    stems = words.needs.get(text[-1])
    if stems is not None and text[:-1].endswith(stems):
        return True
    return text.endswith(words.ending.get(text[-1], ()))


def _is_joint(text: str) -> bool:
    """Tell whether a conjunction joins two names (财政局和税务局); 发展和改革委员会 is one."""
    return any(_is_name(text[: match.start()]) for match in _JOINT.finditer(text, 2))


def _seam(text: str) -> int | None:
    """Return where a second name begins in a row without separators (财政部税务总局); None in a single name."""
    last = _words().last
    for at in range(2, len(text) - 1):
        if text[at - 1] in last and _begins_name(text, at) and _is_name(text[:at]):
            return at
    return None


def _begins_name(text: str, at: int) -> bool:
    if text.endswith("国务院", 0, at):  # 国务院国资委 is one body
        return text.startswith(("国务院", "中央", "中共", "最高"), at)
    if text.startswith(_words().national, at):
        return True
    if text[at] in "省市区县州" and text[at - 1] == "委" and text[at - 2] == text[at]:  # 市委市政府
        return True
    # 国家税务总局上海市税务局 is one body: only behind a local body a place begins the next one.
    return leading(text[at:], bare=True)[1] > 0 and leading(_PARTY.sub("", text[:at], count=1), bare=True)[1] > 0


def is_ministry(name: str) -> bool:
    """Tell whether ``name`` is a national body under a name that no local one bears (财政部, 税务总局, 证监会) or that needs no 国家."""
    return name in _words().ministries


def split_agencies(text: str) -> list[str]:
    """Return the names in ``text`` where it is nothing but names of bodies, else [].

    Names stand apart by blanks, 、 or commas, or follow each other without anything; letter-spacing (国 务 院) and a remark of the
    seal ((盖章)) are taken out.
    """
    text = _SEAL.sub("", fold(text)).strip(_INVISIBLE) if len(text) <= 2 * _LONGEST_ROW else ""
    if not 2 <= len(text) <= _LONGEST_ROW:
        return []
    names: list[str] = []
    for piece in _SEPARATORS.split(text):
        found = _spaced(piece.split())
        if not found:
            return []
        names += found
    return names


def _spaced(tokens: list[str]) -> list[str]:
    """Return the names in a row of tokens, each of which is a name, several, or a piece of one (letter-spacing)."""
    if all(map(_is_name, tokens)):
        return tokens
    names: list[str] = []
    start = 0
    while start < len(tokens):
        for end in range(min(len(tokens), start + _LONGEST), start, -1):
            found = _unglued("".join(tokens[start:end])) if end == start + 1 else _whole("".join(tokens[start:end]))
            if found:
                names += found
                start = end
                break
        else:
            return []
    return names


def _whole(text: str) -> list[str]:
    return [text] if len(text) <= _LONGEST and _is_name(text) else []


def _unglued(text: str) -> list[str]:
    names: list[str] = []
    while not _is_name(text):
        at = _seam(text)
        if at is None:
            return []
        names.append(text[:at])
        text = text[at:]
    return [*names, text]


def leading_agencies(title: str) -> tuple[list[str], int]:
    """Return the issuers that a title names before 关于, 印发, 转发 and the like, and the offset where they end; [] and 0 if none.

    中华人民共和国 before a national body is left out of the name, and 等五部门 behind the names is not read.
    """
    head = title[:_TITLE_HEAD]
    for match in _AFTER_ISSUER.finditer(fold(head)):
        issuers = _AND_OTHERS.sub("", head[: match.start()]).rstrip()
        names = split_agencies(issuers)
        if names:
            return [_REPUBLIC.sub("", name) for name in names], len(issuers)
    return [], 0


def agency_of(code: str, region: Region | None = None, year: int | None = None) -> str | None:
    """Return the full name of the body that numbers its documents with ``code`` (国办发, 苏政办发, 通政办发, 财政部令).

    ``region`` is where the notice comes from: without it only national codes and those of provinces can be read. ``year`` tells
    the bodies apart that had one code before and after a reform. None where the code is unknown or may be that of two bodies.
    """
    order = _ORDER.fullmatch(code)
    if order is None or not is_agency(order[1]):
        return agency_of_code(code, region, year)
    own = _OWN_GOVERNMENT.fullmatch(order[1])
    if own is None:
        return _REPUBLIC.sub("", order[1])
    return f"{region.name}人民政府" if region is not None and region.name.endswith(own[1]) else None


def same_agency(one: str, other: str) -> bool:
    """Tell whether two names mean one body: 区发改委, 通州区发展和改革委员会 and 南通市通州区发展改革委 do.

    The functions must be equal after long and short forms are folded; a place is compared where both names have one.
    """
    if one == other:
        return True
    place, function = _folded(one)
    other_place, other_function = _folded(other)
    # 省 or 市 before a function fits any place that ends in it.
    fits = not place or not other_place or place.endswith(other_place) or other_place.endswith(place)
    return fits and function == other_function


@lru_cache(maxsize=1024)
def _folded(name: str) -> tuple[str, str]:
    """Return (division, 国家, word of level or nothing; function) of a body, the function in its shortest form."""
    text = _REPUBLIC.sub("", _PARTY.sub("", _TRAILING_BRACKET.sub("", squeeze(fold(name))), count=1))
    found, end = leading(text)
    word = None if found else _LEVEL.match(text)
    function = text[word.end() if word else end :]
    for long, short in _words().folded:
        function = function.replace(long, short)
    return (found[0].name if found else word[0] if word else ""), function
