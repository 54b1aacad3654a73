"""What a trained model adds to the rules, and what not.

The rule of combination: the model proposes, the grammar disposes. A span of the model that

1. is one of the rules' is that one, found by both;
2. overlaps one of the rules is dropped: the grammar reads longer names than models do (a model breaks 嘉兴市 | 人民政府 up);
3. names a body where the grammar found none is taken in where it reads as the name of one body (:func:`~..agencies.is_agency`) or
   ends as a house does, after a place or a level before it and an office behind it were joined to it; governments and departments
   are none of these, because where the grammar left one out it did so on purpose (各级人民政府);
4. names a place is taken in where it ends as the name of one does and resolves to one division or town, no more;
5. names a person is taken in where it begins with a family name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Final

from ..agencies import is_agency
from ..taggers import Tagged
from .grammar import CLASS_BEFORE, LEVELS, OFFICE
from .words import BREAK, entity_words

__all__ = ["admitted"]

_HOUSE: Final = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9·()]{2,}(?:公司|集团|大学|学院|医院|银行|研究院|研究所|协会|学会|基金会|出版社|报社|中心|法院|检察院)"
)
_BARE: Final = frozenset(("商业银行", "公立医院", "高等学校", "有限公司", "上市公司", "行业协会", "保险公司", "子公司", "分公司"))
_POWERS: Final = ("政府", "部门", "机关", "机构", "党委", "人大", "政协")
_PLACE_ENDS: Final = "省市县区旗州盟镇乡道"
_LONGEST_PERSON: Final = 4


def admitted(
    text: str, proposed: list[Tagged], taken: list[tuple[int, int]], is_place: Callable[[str], bool]
) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, type) of what the model adds in folded ``text``: cases 3 to 5, in order of place.

    ``taken`` are the spans of the rules' bodies and places, in order; ``is_place`` tells the name of a division or a town.
    """
    starts = [start for start, _ in taken]
    for item in proposed:
        start, end = item.start, item.end
        if item.type == "ORG":
            start, end = _extended(text, start, end, min_start=_end_before(taken, starts, start))
        if _overlaps(taken, starts, start, end) or any(mark in BREAK for mark in text[start:end].replace("(", "").replace(")", "")):
            continue
        if _is_good(text, start, end, item.type, is_place):
            yield start, end, item.type


def _is_good(text: str, start: int, end: int, kind: str, is_place: Callable[[str], bool]) -> bool:
    name = text[start:end]
    if kind == "ORG":
        if name.endswith(_POWERS):
            return False
        whole = is_agency(name) or (_HOUSE.fullmatch(name) is not None and name not in _BARE)
        return whole and CLASS_BEFORE.search(text, max(0, start - 6), start) is None
    if kind == "GPE":
        return name[-1] in _PLACE_ENDS and is_place(name)
    return kind == "PER" and 2 <= len(name) <= _LONGEST_PERSON and name[0] in entity_words()["surnames"]


def _end_before(taken: list[tuple[int, int]], starts: list[int], at: int) -> int:
    index = bisect_left(starts, at)
    return taken[index - 1][1] if index else 0


def _overlaps(taken: list[tuple[int, int]], starts: list[int], start: int, end: int) -> bool:
    index = bisect_left(starts, end)
    return index > 0 and taken[index - 1][1] > start


def _extended(text: str, start: int, end: int, *, min_start: int) -> tuple[int, int]:
    """Return the span with the level before it (省 + 财政厅) and the office behind it (财政厅 + 办公室)."""
    low = max(min_start, start - 12)
    level = LEVELS.match(text[low:start][::-1])
    office = OFFICE.match(text, end)
    return (start - level.end() if level else start), (office.end() if office else end)
