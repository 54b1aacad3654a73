"""What a notice does with a document it cites (根据, 贯彻, 修改, 废止, 转发), from the words around the mention."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, get_args

from ..schemas.notice import Relation
from .numbers import citation_words

__all__ = ["RelationReader"]

_MASK: Final = "□"
_STOPS: Final = re.compile(r"[。;!?\n]")
_REACH: Final = 80
"""Characters looked at on either side; a verb further off governs something else."""
_CLOSE: Final = 4
"""Characters between a title and a 规定 that is its own: (中|的)有关."""
_JOINT: Final = f"{_MASK}、,和与及以() \n"
_JOINTS: Final = re.compile(rf"[{_JOINT}]*")
_REPEAL_LIST: Final = re.compile(
    r"(?:下列|以下|所列)[^。\n]{0,60}(?:废止|失效|停止执行)[^。\n]{0,40}[:。]?\n|(?:废止|失效)的[^。\n]{0,30}目录\)?\n"
)
# A line of such a list: no sentence ends in it before the title or the year of the number.
_LISTED: Final = re.compile(r"[ \n]{0,8}[^\n《。]{0,150}(?:《|[〔\[(]\d{4}[〕\])])")


class RelationReader:
    """Reads relations in one text; ``mentions`` are the (start, end) of all titles and numbers in it, in order."""

    def __init__(self, text: str, mentions: list[tuple[int, int]]) -> None:
        parts: list[str] = []
        done = 0
        for start, end in mentions:
            # Words inside a title (《关于废止…的决定》) are no words of the sentence.
            if start >= done:
                parts += (text[done:start], _MASK * (end - start))
                done = end
        parts.append(text[done:])
        self._text = "".join(parts)
        self._lists = _repeal_lists(text)

    def relation(self, start: int, end: int) -> Relation | None:
        """Return the relation of the mention at ``start``..``end``, or None where the words name none."""
        if any(first <= start < last for first, last in self._lists):
            return "repeals"
        before = self._text[max(0, start - _REACH) : start]
        stops = list(_STOPS.finditer(before))
        if stops:
            before = before[stops[-1].end() :]
        after = self._text[end : end + _REACH]
        stop = _STOPS.search(after)
        if stop is not None:
            after = after[: stop.start()]
        after = after.lstrip(_JOINT).partition(",")[0]
        behind = _after(after)
        if behind == "repeals":
            return behind
        return _before(before, after) or behind


def _before(before: str, after: str) -> Relation | None:
    pattern, kinds = _table("before")
    for word in reversed(list(pattern.finditer(before))):
        kind = kinds[word[0]]
        if kind == "none":
            continue
        between = before[word.end() :]
        # Past a comma the verb is spent, unless nothing but further titles stands between.
        head, comma, tail = between.partition(",")
        if comma and (_JOINTS.fullmatch(tail) is None or _MASK not in head):
            break
        if kind == "forwards" and word[0] in ("现将", "現將") and _after(after) != "forwards":
            break
        if (relation := _relation(kind)) is not None:
            return relation
        break
    if re.search(r"[对将就][^,]{0,12}$", before) and _amended().search(after):
        return "amends"
    return None


def _after(after: str) -> Relation | None:
    pattern, kinds = _table("after")
    for word in pattern.finditer(after):
        kind = kinds[word[0]]
        # 规定, 精神 and 贯彻 belong to the title only close behind it; a repeal may be said at the end of the clause.
        if kind in ("repeals", "forwards") or word.start() <= _CLOSE:
            return _relation(kind)
    return None


def _relation(kind: str) -> Relation | None:
    return next((relation for relation in get_args(Relation) if relation == kind), None)


def _repeal_lists(text: str) -> list[tuple[int, int]]:
    """Return the stretches of lines that list what is repealed, behind 下列…予以废止."""
    if "废止" not in text and "失效" not in text:
        return []
    lists = []
    for match in _REPEAL_LIST.finditer(text):
        end = match.end()
        while (listed := _LISTED.match(text, end)) is not None:
            line = text.find("\n", listed.end())
            end = len(text) if line < 0 else line + 1
        lists.append((match.end(), end))
    return lists


@lru_cache(maxsize=2)
def _table(side: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of the words of one side, longest first (停止执行 is no 执行), and the kind of each word."""
    kinds = {word: kind for kind, words in citation_words()[side].items() for word in words}
    return re.compile("|".join(sorted(kinds, key=len, reverse=True))), kinds


@lru_cache(maxsize=1)
def _amended() -> re.Pattern[str]:
    return re.compile("|".join(citation_words()["amended_after"]))
