"""Where persons are named (人名), as far as the genre says so: before a title of office, in lists of members, in the signature.

Names are a family name and one or two characters. Running text about persons is rare in notices, and without these marks a name
is not to be told from two other words: such names are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from .words import entity_words, pattern_of

__all__ = ["find_persons"]

_HONOURS: Final = r"总书记|总理|国家主席|同志|院士|委员长"
"""Titles that stand behind a name in running text and behind nothing else that begins with a family name."""
_NO_NAMES: Final = frozenset(("有关", "相关", "领导", "负责", "常务", "老年", "全体", "方面", "主要", "党员", "干部", "高级"))


class _Patterns(NamedTuple):
    honoured: re.Pattern[str]
    listed: re.Pattern[str]
    signed: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = entity_words()
    surname = f"[{words['surnames']}]"
    offices = pattern_of(words["offices"])
    # 组 长:张 勇 副省长; 宁吉喆 统计局局长: a line of a list of members, with a colon or two blanks, and an office behind.
    listed = (
        rf"^[ ]*(?:[^\n:,。]{{2,8}}:[ ]*)?(?P<name>{surname}(?:[ ]?[\u4e00-\u9fff]|[\u4e00-\u9fff]{{2}}))[ ]{{1,4}}"
        rf"(?=[^\n,。;]{{0,40}}{offices})"
    )
    return _Patterns(re.compile(rf"{_HONOURS}"), re.compile(listed, re.MULTILINE), re.compile(rf"{surname} ?[\u4e00-\u9fff]{{1,2}}$"))


def find_persons(text: str, signatories: list[str], low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the names in ``text[low:high]`` (folded), in no order; ``signatories`` are the names of the signature."""
    patterns = _patterns()
    surnames = entity_words()["surnames"]
    for match in patterns.honoured.finditer(text, low, high):
        for size in (3, 2):
            start = match.start() - size
            name = text[max(start, low) : match.start()]
            if len(name) == size and name[0] in surnames and not _NO_NAMES & {name[:2], name[1:]} and name.isalpha():
                yield start, match.start()
                break
    for match in patterns.listed.finditer(text, low, high):
        yield match.span("name")
    for signatory in signatories:  # 市长 王某某: without the office
        signed = patterns.signed.search(signatory)
        at = text.rfind(signed[0], low, high) if signed else -1
        if signed is not None and at >= 0:
            yield at, at + len(signed[0])
