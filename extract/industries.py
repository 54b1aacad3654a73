"""Enumerations of industries (产业), sectors and products that a clause singles out.

Two things must agree: most members look like industries by the terms of GB/T 4754 (``data/list_words.json``), and the words
around say that industries are meant: before (主导产业为, 聚焦, 如) or after (等…产业). Functions, facilities and measures are
enumerated in the same form (道路、供水、供电等设施) and are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .enumerations import Piece, list_words
from .text import squeeze

__all__ = ["find_industries"]

_LEAST: Final = 4
_LONGEST: Final = 20  # characters of a member: longer ones are clauses
_CONTEXT: Final = 40
_CLAUSE_START: Final = re.compile(r"[。;\n《》“”]")
_AND_SO_ON: Final = re.compile(r"(?<![高中初平同均劣优特])等(?![级候待次额式效离边腰])")
_OTHERS: Final = re.compile(r"(?:以?及|和|或者?)(?=其他|其它)")
_AND: Final = re.compile(r"(?<=[^和及]{2})(?:以及|和|及)(?=[^和及]{2,})")
_QUALIFIER: Final = re.compile(r"^.{0,30}的")
_COUNT: Final = re.compile(r"(?:[一二两三四五六七八九十]{1,3}|[0-9]{1,3})(?:大|个|类|条|篇|方面|种).*$")
_TAIL: Final = re.compile(r"(?<=产业|行业|领域)(?!园|链|集群|基地|带|化).+$")
_AS: Final = re.compile(r"为(?:主|重点|核心|代表|支柱|特色|龙头|引领|骨干|补充|基础).*$")
_DEVELOP: Final = re.compile(r"(?:做[大强优精]|发展|培育|壮大)(?=..)")
_SHARE_STRONG: Final = 0.5
_SHARE_WEAK: Final = 0.75


@dataclass(slots=True, frozen=True)
class _Words:
    """The words of ``data/list_words.json`` as patterns; each tells about the whole text it is matched with."""

    term: re.Pattern[str]
    heads: tuple[str, ...]
    none: frozenset[str]
    sectors: frozenset[str]
    develop: re.Pattern[str]
    cue: re.Pattern[str]
    named: re.Pattern[str]
    after: re.Pattern[str]
    after_weak: re.Pattern[str]
    noun: re.Pattern[str]
    """The noun behind 等 and, to be dropped, a verb with what it governs (方向引进龙头企业)."""
    not_after: re.Pattern[str]
    not_ends: tuple[str, ...]
    verb: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = list_words()

    def either(name: str) -> str:
        return "(?:" + "|".join(sorted(map(re.escape, data[name]), key=len, reverse=True)) + ")"

    return _Words(
        term=re.compile(either("industry_terms")),
        heads=tuple(data["industry_heads"]),
        none=frozenset(data["not_industries"]),
        sectors=frozenset(data["sectors"]),
        # The set of first characters spares most places the long alternation.
        develop=re.compile(either("develop") + "$"),
        cue=re.compile(rf"^.{{0,40}}(?=[{''.join({word[0] for word in data['cues_before']})}]){either('cues_before')}(?=.{{2}})"),
        named=re.compile(rf"{either('nouns_before')}[^。;]{{0,12}}?{either('links_before')}[^。;]{{0,24}}$"),
        after=re.compile(f"{either('nouns_after')}(?!{either('not_after')})"),
        after_weak=re.compile(either("weak_nouns_after")),
        noun=re.compile(f"^({either('nouns_after')}|{either('weak_nouns_after')}){either('cues_before')}.+$"),
        not_after=re.compile(either("not_after") + "$"),
        not_ends=tuple(data["not_ends"]),
        verb=re.compile(either("verbs")),
    )


def find_industries(text: str, piece: Piece) -> Iterator[list[tuple[int, int]]]:
    """Yield the members (offsets in folded ``text``) of each enumeration of four or more industries in ``piece``."""
    if len(piece.members) < _LEAST - 1 or _words().term.search(text, piece.start, piece.end) is None:
        return
    for run, after in _runs(text, piece):
        members = _split_last(text, run)
        if len(members) >= _LEAST and _are_industries(text, members, after):
            yield members


def _runs(text: str, piece: Piece) -> Iterator[tuple[list[tuple[int, int]], tuple[int, int]]]:
    """Yield (members, what stands behind 等) of each enumeration in the piece: 等…的 closes one and may open the next."""
    run: list[tuple[int, int]] = []
    last = len(piece.members) - 1
    for index, (start, end) in enumerate(piece.members):
        closing = _AND_SO_ON.search(text, start, end) if text.find("等", start, end) >= 0 else None
        first = not run
        if closing is not None:
            # The tail up to 的 belongs to this enumeration; what follows 的 may be the first member of the next.
            cut = _QUALIFIER.match(text[closing.end() : end])
            tail = closing.end() + cut.end() if cut and index < last else end
            if closing.start() > start:
                run.append((_lead(text, start, closing.start()) if first else start, closing.start()))
            yield run, (closing.end(), tail)
            run = [(_lead(text, tail, end), end)] if tail < end else []
        elif first:
            run = [(_lead(text, start, end), end)]
        elif text.find("的", start, end) >= 0 and (cut := _QUALIFIER.match(text[start:end])) and cut.end() < end - start - 1:
            # …、富有活力的现代制造、…: what was enumerated before are qualities of what follows.
            run = [(start + cut.end(), end)]
        else:
            develop = _DEVELOP.match(text, start, end)  # 做优种植业、做大畜牧业
            run.append((develop.end() if develop else start, end))
    if run:
        yield run, (piece.end, piece.end)


def _lead(text: str, start: int, end: int) -> int:
    """Return where the first member begins behind the words that lead to it (小镇主导产业为…, 加快培育一批…)."""
    member = text[start:end]
    cut = _words().cue.match(member)
    return start + cut.end() if cut else start


def _split_last(text: str, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the run with its last member cut to the name, and split where it holds two: …及其他产业, …和新能源."""
    if not run:
        return []
    *rest, (start, end) = run
    for tail in (_AS, _COUNT, _TAIL):  # 以…新能源为主; 新能源三大产业; 生物医药产业总产值
        beyond = tail.search(text[start:end])
        if beyond is not None and beyond.start() > 1:
            end = start + beyond.start()
    joint = _OTHERS.search(text, start, end)
    if joint is None and not any(_AND.search(text, low, high) for low, high in rest):
        joint = _AND.search(text, start, end)
        words = _words()
        # Both sides must stand on their own: 新材料和新能源, but not 信息安全和防护 or 机器人和无人系统 among others of that form.
        if joint is not None and not (_looks(text[start : joint.start()], words) and _looks(text[joint.end() : end], words)):
            joint = None
    if joint is None or joint.start() == start:
        return [*rest, (start, end)]
    return [*rest, (start, joint.start()), (joint.end(), end)]


def _looks(name: str, words: _Words, *, strong: bool = False) -> bool:
    """Tell whether ``name`` looks like an industry; single words such as 教育 or 材料 only among industries named as such."""
    name = squeeze(name)
    if name.endswith(words.not_ends) or words.verb.search(name):
        return False
    if name in words.none:
        return strong and name in words.sectors
    return words.term.search(name) is not None or name.endswith(words.heads) or (strong and name in words.sectors)


def _are_industries(text: str, members: list[tuple[int, int]], after: tuple[int, int]) -> bool:
    """Tell whether the cues and the members say that these are industries."""
    names = [text[start:end] for start, end in members]
    if max(map(len, names)) > _LONGEST or min(map(len, names)) < 2:
        return False
    words = _words()
    behind = words.noun.sub(r"\1", squeeze(text[after[0] : after[1]]))
    lead = _CLAUSE_START.split(text[max(0, members[0][0] - _CONTEXT) : members[0][0]])[-1]
    developed = behind == "项目" and words.develop.search(lead) is not None  # 发展养老服务、健康管理等项目
    if not developed and any(words.not_after.search(part) for part in behind.split("的")):
        return False
    strong = bool(words.after.search(behind) or words.named.search(lead) or (not behind and names[-1].endswith(words.heads)))
    weak = strong or developed or bool(words.after_weak.search(behind) or (not behind and words.cue.match(lead + "  ")))
    if not weak:
        return False
    if not strong and not behind and not _looks(names[-1], words):
        return False  # …、白酒文化活化提升工程: the sentence ran on
    hits = sum(_looks(name, words, strong=strong) for name in names)
    return hits >= len(names) * (_SHARE_STRONG if strong else _SHARE_WEAK)
