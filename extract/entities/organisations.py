"""Where bodies are named (机关名称): a grammar that is anchored on head nouns and reads to the left.

One pass finds every head noun (局, 委, 领导小组, 部门 …); what stands before it decides. The cases, in order of the heads:

1. ``function``: 局, 委, 办, 厅, 部, 部门, 机关 … behind what a department is in charge of (财政局, 税务机关), with the place or level
   before that (省、市财政局, 长春市财政局, 国务院税务主管部门). Without a function there is no body (各部门, 内部, 全局).
2. ``power``: 人民政府, 委 of the party, 人大 … behind a place or a level, classes among them (设区市政府, 县级以上人民政府).
3. ``joint``: 领导小组, 联席会议, 指挥部 … behind any words from a place, a level or a word that no name holds; alone where the
   full name stands before it in the notice (:mod:`.antecedents`).
4. ``house``: 公司, 大学, 中心, 协会 … behind any words from a place, a level, 国家 or 中国, and companies by their legal form.
5. ``known``: bodies with a name of their own (国务院, 人民银行), found with the places.

An office of the body (办公室, 办公厅) and a second name in brackets (服务业发展局(旅游局)) belong to the name. Nothing behind 各 is a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, NamedTuple

from ..agencies import is_agency
from .geography import Named
from .grammar import (
    ALSO_FUNCTION,
    BARE_HOUSES,
    CLASS_BEFORE,
    DOUBLE,
    HARD,
    HOUSE_OPENING,
    JOINT_OPENING,
    JOINT_WORK,
    LEGAL,
    LEVELS,
    NATIONAL,
    NATIONAL_BEFORE,
    NEVER_ALONE,
    NO_LEVEL,
    OFFICE,
    PARTY,
    STOP,
    ZONE_SEAT,
    grammar,
)
from .words import BREAK

__all__ = ["Body", "find_bodies"]

_REACH: Final = 40
"""Characters; no name is longer before its head."""
_LONGEST_WORK: Final = 24
_CITY_HOUSES: Final = ("医院", "图书馆", "博物馆", "档案馆", "电视台", "党校")
"""Houses of which a city has one: 市图书馆."""
_MASS_BODIES: Final = frozenset(("总工会", "工会", "共青团", "妇联", "残联", "工商联", "科协", "文联", "侨联", "团委", "红十字会"))
"""Named without a place where they stand in an enumeration."""
_LISTED: Final = frozenset("、,。;等和)")
_DEPARTMENTS: Final = frozenset(("局", "分局", "管理处", "管理所", "管理站", "委员会"))
_LEVEL_OPENING: Final = re.compile(r"[省市区县州旗](?![级直场民容政域区内外])")
_LONGEST_UNLISTED: Final = 14
_LONGEST_TOWN: Final = 4
_BEFORE_LEVELS: Final = f"{BREAK}由报经向送给对同在到以交及请"


class Body(NamedTuple):
    """A body named at ``start``..``end`` of the text."""

    start: int
    end: int
    case: str
    """function | power | joint | house | known: which case of the grammar found it; ``short``: a short form of one that did."""


def find_bodies(text: str, names: list[Named], masked: list[tuple[int, int]]) -> list[Body]:
    """Return the bodies in folded ``text`` in order of place, none overlapping another.

    ``names`` are the places and known bodies (:func:`~.geography.find_names`), ``masked`` the sorted stretches that hold no names.
    """
    return _Reader(text, names, masked).read()


class _Reader:
    def __init__(self, text: str, names: list[Named], masked: list[tuple[int, int]]) -> None:
        self.text = text
        self.size = len(text)
        self.backwards = text[::-1]
        self.grammar = grammar()
        self.places = [name for name in names if name.kind not in {"body", "area", "country"}]
        self.ends = {name.end: name.start for name in self.places}
        self.starts = [name.start for name in self.places]
        self.readers = {"function": self._function, "power": self._power, "joint": self._joint, "house": self._house}
        self.known = [name for name in names if name.kind == "body"]
        self.masks = masked
        self.mask_starts = [start for start, _ in masked]
        self.found: list[Body] = []
        self.class_end = -1
        """Where the last class of bodies ends (各级人民政府): what follows without a mark is of that class."""

    def read(self) -> list[Body]:
        """Return the bodies."""
        known = iter([*self.known, Named(self.size, self.size, "body")])
        ahead = next(known)
        position = 0
        search = self.grammar.head.search
        while True:
            match = search(self.text, position)
            at = match.start() if match else self.size
            while ahead.start < self.size and ahead.start <= at:
                self._add(*self._known(ahead))
                position = max(position, ahead.end)
                ahead = next(known)
            if match is None:
                return self.found
            if match.start() < self._floor():
                position = max(match.start() + 1, min(self._floor(), match.end()))
                continue
            position = match.end() if self._head(match) else match.start() + 1

    def _floor(self) -> int:
        return self.found[-1].end if self.found else 0

    def _add(self, start: int, end: int, case: str) -> None:
        """Take a body in: with a second name in brackets, and as one with the body before that it belongs to."""
        double = DOUBLE.match(self.text, end)
        end = double.end() if double else end
        if self.found and self.found[-1].end == start and self._belongs(self.found[-1], start, end, case):
            last = self.found.pop()
            start, case = last.start, last.case
        self.found.append(Body(start, end, case))

    def _belongs(self, last: Body, start: int, end: int, case: str) -> bool:
        """Tell whether a body that follows without a mark is one of the body before: 县级以上人民政府财政部门, 国家税务总局吉林省税务局."""
        before = self.text[last.start : last.end]
        if PARTY.search(before):
            return start in self.starts
        if case == "function" and before.endswith("委") and last.case == "power":
            return self.text[end - 1] in "部局委室办"
        if case == "function" and start not in self.starts and (last.case == "power" or before == "国务院"):
            return self.text.endswith(("部门", "机构", "机关"), start, end) or before == "国务院"
        return before == "国务院" and case == "joint"

    def _masked(self, at: int) -> bool:
        index = bisect_left(self.mask_starts, at + 1) - 1
        return index >= 0 and at < self.masks[index][1]

    # ---------------------------------------------------------------- cases
    def _known(self, name: Named) -> tuple[int, int, str]:
        start, end = name.start, name.end
        before = NATIONAL_BEFORE.search(self.text, max(self._floor(), start - 7), start)
        if before is not None and self.text[before.start() : end] != "国务院国务院":
            start = before.start()
        office = OFFICE.match(self.text, end)
        return start, office.end() if office else end, "known"

    def _head(self, match: re.Match[str]) -> bool:
        """Read to the left of a head; return whether there is a body."""
        if self._masked(match.start()):
            return False
        word = match[0]
        kind = self.grammar.cases[word]
        start = self.readers[kind](match.start(), word)
        if start is None and word in ALSO_FUNCTION:
            kind = "function"
            start = self._function(match.start(), word)
        if start is None:
            if kind == "power" and self._is_class(match.start()):
                self.class_end = match.end()
            return False
        if self._is_class(start):
            self.class_end = match.end()
            return False
        self._add(start, self._office(match.end(), kind, word), kind)
        return True

    def _office(self, end: int, kind: str, head: str) -> int:
        if kind == "function" and head in {"部门", "机关", "机构", "办公室", "办"}:
            return end
        match = OFFICE.match(self.text, end)
        return match.end() if match else end

    def _is_class(self, start: int) -> bool:
        return start == self.class_end or CLASS_BEFORE.search(self.text, max(0, start - 6), start) is not None

    def _back(self, pattern: re.Pattern[str], end: int, low: int) -> int | None:
        """Return where the longest match of a backwards pattern that ends at ``end`` begins; None where there is none."""
        match = pattern.match(self.backwards, self.size - end, self.size - low)
        return self.size - match.end() if match and match.end() > match.start() else None

    def _function(self, head: int, word: str) -> int | None:
        grammar = self.grammar
        if self.text[head - 1 : head] not in grammar.last:
            return self._unlisted(head, word)
        low = max(self._floor(), head - _REACH)
        own = grammar.own.get(word)
        shared = "部门" in word or word in {"机关", "机构"}
        start = own.start(self.text, head, low) if own else self._tokens(head, low, "、和与及" if shared else "和与及")
        if start == head:
            return self._unlisted(head, word)
        if word in {"机构", "中心"} and not self._is_office_of(start, head):
            return None
        placed = self._placed(start, low)
        if placed is None and start > low and self.text[start - 1] not in _BEFORE_LEVELS:
            placed = self._unlisted(head, word)  # 县卫健体旅游局: a function of several, the first of them in no list
        if placed is None:
            return start if self._may_begin(start) else None
        return placed

    def _tokens(self, head: int, low: int, joints: str) -> int:
        """Return where the functions that end at ``head`` begin, members of a coordination among them; ``head`` where none is named."""
        text, grammar = self.text, self.grammar
        at = start = head
        named = False
        """Whether the member that is being read names a function: 教育、财政和管理 are two members."""
        while True:
            begin = grammar.tokens.start(text, at, low)
            if begin == at:
                return start
            named = named or text[begin:at] in grammar.functions
            at = begin
            if named:
                start = at
            if at - 1 > low and text[at - 1] in joints and grammar.tokens.start(text, at - 1, low) < at - 1:
                if not named:
                    return start
                at -= 1
                named = False

    def _unlisted(self, head: int, word: str) -> int | None:
        """Return where a department begins whose function is not in our list: behind a place or a level only (区白蚁防治管理所)."""
        if word not in _DEPARTMENTS:
            return None
        _, base = self._window(head)
        start = self._opening(base, head, _LEVEL_OPENING)
        if start is None or not 3 <= head - start <= _LONGEST_UNLISTED or self.text[start] in "国全中":
            return None
        return start if is_agency(self.text[start : head + len(word)]) else None

    def _is_office_of(self, start: int, head: int) -> bool:
        return self.text.endswith(("管理", "经办", "登记", "交易", "控制", "疾控", "审批", "监测", "评审"), start, head)

    def _may_begin(self, start: int) -> bool:
        """Tell whether a function without a place may begin here: not behind a piece of a longer word (城市管理局)."""
        before = self.text[start - 1 : start]
        return before not in {"市", "区", "县", "性"} or self.text[start - 2 : start] in {"全市", "全区", "我市", "我区"}

    def _power(self, head: int, word: str) -> int | None:
        low = max(self._floor(), head - _REACH)
        start = self._placed(head, low)
        if start is None and word == "街道办事处":  # 街道 is its level
            return self._town(head, low)
        if start is None and word in _MASS_BODIES and self._is_listed(head, head + len(word)):
            return head
        if start is None:
            return None
        if word == "委" and head in self.ends and self.text[head - 1] not in "省市区县州旗盟":
            return None
        return start

    def _is_listed(self, start: int, end: int) -> bool:
        return (start == 0 or self.text[start - 1] in BREAK) and self.text[end : end + 1] in _LISTED

    def _placed(self, end: int, low: int) -> int | None:
        """Return where the place or the level that ends at ``end`` begins, with what stands before a local body's place."""
        start = self.ends.get(end)
        if start is None or start < low:
            start = self._level(end, low)
        if start is None:
            return None
        party = PARTY.search(self.text, max(low, start - 9), start)
        return party.start() if party else start

    def _level(self, end: int, low: int) -> int | None:
        start = self._back(LEVELS, end, low)
        if start is None:
            return None
        word = self.text[start:end]
        before = self.text[start - 1] if start else ""
        if before and before in NO_LEVEL.get(word[:1], ""):
            return None
        if word[:1] in "省市区县州" and start in self.ends:  # 长春市、吉林市财政局 holds two names, 江苏省、市 a place
            return max(self.ends[start], low)
        return self._town(start, low) if word in {"镇", "乡", "街道"} else start

    def _town(self, at: int, low: int) -> int:
        """Return where the name of a town begins of which only 镇, 乡, 街道 at ``at`` was read, with the place before it."""
        for start in range(at, max(low, at - _LONGEST_TOWN) - 1, -1):
            if start in self.ends:
                return max(self.ends[start], low)
            if start == 0 or self.text[start - 1] in BREAK:
                return start if at - start >= 2 else at
        return at

    def _joint(self, head: int, word: str) -> int | None:
        low, base = self._window(head)
        start = self._opening(base, head, JOINT_OPENING)
        if start is None:
            content = self.text[base:head]
            seated = word == "管委会" and ZONE_SEAT.fullmatch(content)
            working = 5 <= len(content) <= _LONGEST_WORK and word not in NEVER_ALONE and JOINT_WORK.search(content)
            if not seated and not working:
                return None
            start = base
        return None if start == head else self._party(start, low)

    def _party(self, start: int, low: int) -> int:
        party = PARTY.search(self.text, max(low, start - 9), start)
        return party.start() if party else start

    def _house(self, head: int, word: str) -> int | None:
        low, base = self._window(head)
        start = self._opening(base, head, HOUSE_OPENING)
        content = self.text[start if start is not None else base : head]
        if start is None and word in BARE_HOUSES and self._may_begin(head):
            return head
        if start is None and word == "派出所" and content.endswith("公安"):
            return head - 2
        if word == "大学" and start is None and 2 <= len(content) <= 8 and not self.grammar.not_university.search(content):
            return base
        if start is None and not (LEGAL.match(word) and len(content) >= 3):
            return None
        if (
            not content
            or self.grammar.not_house.search(content)
            or (start is not None and len(content) < 2 and word not in (*BARE_HOUSES, *_CITY_HOUSES))
        ):
            return None
        return self._party(start if start is not None else base, low)

    def _window(self, head: int) -> tuple[int, int]:
        """Return the left edge of what the head may belong to, and the place behind the last word that no name holds."""
        low = max(self._floor(), head - _REACH)
        index = bisect_left(self.mask_starts, head) - 1
        if index >= 0:
            low = max(low, min(self.masks[index][1], head))
        for mark in HARD.finditer(self.text, low, head):
            low = mark.end()
        base = low
        for stop in STOP.finditer(self.text, low, head):
            base = stop.end()
        return low, base

    def _opening(self, base: int, head: int, pattern: re.Pattern[str]) -> int | None:
        """Return where a name begins with a place or a level, in ``base``..``head``."""
        at = bisect_left(self.starts, base)
        if at < len(self.starts) and self.starts[at] < head:
            return self.starts[at]
        while base < head and self.text[base] in "和与及":
            base += 1
        if self.found and base == self.found[-1].end and self.text.endswith("国务院", 0, base):
            return base
        level = self._level_before(base)
        if level is not None:
            return level
        if pattern.match(self.text, base, head):
            return base
        national = NATIONAL.search(self.text, base, head)  # 完成国家…指挥部交办的事项
        return national.start() if national else None

    def _level_before(self, base: int) -> int | None:
        """Return where the coordination of levels begins that ends right before ``base`` 's level: 省、市联席会议."""
        if base >= 2 and self.text[base - 1] == "、" and self.text[base] in "省市区县州" and self.text[base - 2] in "省市区县州":
            start = base - 2
            while start >= 2 and self.text[start - 1] == "、" and self.text[start - 2] in "省市区县州":
                start -= 2
            named = start + 1 in self.ends or (start > 0 and self.text[start - 1] not in _BEFORE_LEVELS)
            if start >= self._floor() and not named:
                return start
        return None
