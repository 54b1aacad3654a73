"""What encloses a figure of the ledger: its sentence with the time limits in it, the headings above it, and the title of the notice."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ..extract.numerals import NUMERAL, to_int
from ..extract.script import Spelling, simplify
from ..extract.text import View, squeeze
from ..extract.timing import find_time_limits
from ..extract.timing.calendar import plan_years
from .ledger_phrases import holder
from .ledger_words import words

if TYPE_CHECKING:
    from ..schemas.norms import Norm, TimeLimit
    from ..schemas.notice import Clause, Notice, Quantity

__all__ = ["Period", "Read", "Said"]

_ENDS: Final = "。;!?\n"
_SEGMENTS: Final = ",;:。!?\n"
_REACH: Final = 200
_BEHIND: Final = 60
_BRACKETS: Final = re.compile(r"\([^()]{0,60}\)")
_KINDS: Final = frozenset(["until", "during", "within"])
_YEARS: Final = re.compile(r"(?P<a>(?:19|20)\d\d)\s*年?\s*[-—–―~至到]{1,2}\s*(?P<b>(?:19|20)\d\d)(?:年|(?!\d))")
_YEAR: Final = re.compile(r"(?P<a>(?:19|20)\d\d)年(?!以来|[-—\d]|\d{1,2}月)")
_THIS_YEAR: Final = re.compile(r"全年|今年|年内|年底|本年|年度(?!任务|计划|考核|评估|目标)")
_LASTING: Final = re.compile(rf"(?<![第\d{NUMERAL}])(?P<count>[{NUMERAL}\d]{{1,2}})年(?=内|投资|完成|共|累计|投入|新增)")
_LINE: Final = re.compile(r"^[^\n。;,]{0,20}$", re.MULTILINE)
_PLAN: Final = re.compile(rf"(?P<plan>[{NUMERAL}]{{1,2}})五(?![年个大批])")
_OF_YEARS: Final = re.compile(rf"(?P<count>[{NUMERAL}\d]{{1,2}})年[^,。]{{0,6}}(?:计划|方案|规划|行动)")
_BACK: Final = 8
_OPENING: Final = 3
_LONGEST_LIMIT: Final = 24
_SHORT: Final = 4
_HEADING_SCOPE: Final = 20


class Period(NamedTuple):
    """A period as ISO 8601, as written, and where it was read."""

    value: str | None
    text: str
    source: Literal["sentence", "before", "heading", "title"]


class Said:
    """The sentence of one norm, or that of an enumeration without one: offsets are of the view."""

    __slots__ = ("_read", "end", "limits", "norm", "start")

    def __init__(self, read: Read, norm: Norm | None, start: int, end: int) -> None:
        self._read = read
        self.norm = norm
        self.start = start
        self.end = end
        self.limits: list[TimeLimit] = [limit for limit in norm.time_limits if limit.kind in _KINDS] if norm else []

    def holds(self, norm: Norm | None, quantity: Quantity) -> bool:
        """Tell whether this is the sentence of ``norm``, or, where there is none, that of ``quantity``."""
        return norm is self.norm if norm is not None else self.norm is None and self.start <= self._read.at(quantity.start) < self.end

    def same_sentence(self, other: Said) -> bool:
        """Tell whether no full stop stands between this and ``other``."""
        between = self._read.text[min(self.end, other.end) - 1 : max(self.start, other.start)]
        return self is other or not any(stop in between for stop in "。!?\n")

    def around(self, quantity: Quantity) -> tuple[str, str]:
        """Return what stands before a figure in its segment, time limits and brackets taken out, and what stands behind it."""
        return self._tidied(self.segment_start(quantity.start), self._read.at(quantity.start)), self._tail(quantity)

    def segment_start(self, offset: int) -> int:
        """Return where the segment of the source offset begins: behind a mark, or behind the figure before it in an enumeration."""
        text, at = self._read.text, self._read.at(offset)
        depth = 0
        for index in range(at - 1, self.start - 1, -1):
            char = text[index]
            if char == ")":
                depth += 1
            elif char == "(":
                depth = max(depth - 1, 0)
            elif not depth and char in _SEGMENTS:
                return index + 1
        return self.start

    def before(self, offset: int) -> str:
        """Return the sentence before a source offset, time limits and brackets taken out."""
        return self._tidied(self.start, self._read.at(offset))

    def between(self, start: int, end: int) -> str:
        """Return what stands between two source offsets."""
        return self._tidied(self._read.at(start), self._read.at(end))

    def subject(self, offset: int) -> str | None:
        """Return the actor of the sentence that stands in it, or in it up to its 。, before the offset, where it is no body."""
        norm = self.norm
        if norm is None or not norm.actor_spans or norm.type == "encouragement" or norm.actor_source not in ("explicit", "inherited"):
            return None
        actor = norm.actor_spans[0]
        between = self._read.text[self._read.at(actor.end) : self.start]
        if actor.body or actor.end > offset or any(stop in between for stop in "。!?\n"):
            return None
        return holder(squeeze(actor.name))

    def is_condition(self, quantity: Quantity) -> bool:
        """Tell whether a figure stands in a condition of the norm, or in a bracket."""
        if self.norm and any(span.start <= quantity.start < span.end for span in self.norm.conditions_at):
            return True
        text, at = self._read.text, self._read.at(quantity.start)
        return text.rfind("(", max(self.start, at - 60), at) > text.rfind(")", max(self.start, at - 60), at)

    def _tail(self, quantity: Quantity) -> str:
        at = self._read.at(quantity.end)
        return self._read.text[at : min(at + _BEHIND, max(self.end, at))]

    def _tidied(self, start: int, end: int) -> str:
        phrase = self._read.text[start:end]
        for limit in self.limits:
            low, high = self._read.at(limit.start), self._read.at(limit.end)
            if start <= low and high <= end:
                phrase = phrase.replace(self._read.text[low:high], "")
        return squeeze(_BRACKETS.sub("", phrase))


class Read:
    """A notice as the ledger reads it."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        script = notice.source.script
        self.view = View(notice.text, None, partial(simplify, script=script) if script not in (None, "simplified") else None)
        self.text = self.view.text
        self.at = self.view.index
        self.clauses: dict[str, Clause] = {clause.eid: clause for clause in notice.clauses}
        self._spelling: Spelling | None = None if script in (None, "simplified") else Spelling(self.view)
        self._past: list[tuple[int, int]] | None = None
        self._order = {id(norm): index for index, norm in enumerate(notice.norms or [])}
        self._title: Period | None = None
        self._titled = False
        dates = [notice.metadata.written_date, notice.metadata.published_date]
        self.year = next((int(date[:4]) for date in dates if date), None)

    def spelt(self, word: str, near: int) -> str:
        """Return ``word`` in the characters of the notice."""
        return word if self._spelling is None else self._spelling.find(word, near)[0] or word

    def said(self, norm: Norm | None, quantity: Quantity) -> Said:
        """Return the sentence of a norm, or that around a figure."""
        if norm is not None:
            return Said(self, norm, self.at(norm.start), self.at(norm.end))
        at = self.at(quantity.start)
        start = max(self.text.rfind(stop, max(0, at - _REACH), at) for stop in _ENDS) + 1
        end = min(
            (found for stop in _ENDS if (found := self.text.find(stop, at, at + _REACH)) >= 0), default=min(len(self.text), at + _REACH)
        )
        return Said(self, None, max(start, 0), end)

    # Headings.

    def headings(self, eid: str) -> list[str]:
        """Return the headings of a clause and of those above it, the nearest first."""
        found = []
        clause = self.clauses.get(eid)
        while clause is not None:
            if clause.heading:
                found.append(squeeze(clause.heading))
            clause = self.clauses.get(clause.parent)
        return found

    def has_goal_heading(self, eid: str) -> bool:
        """Tell whether a heading speaks of goals, tasks or standards."""
        return any(words().goal_headings.search(heading) for heading in self.headings(eid))

    def is_threshold(self, eid: str, dimension: str) -> bool:
        """Tell whether the nearest heading speaks of conditions, or, of money, of what is granted or charged."""
        nearest = next(iter(self.headings(eid)), "")
        found = words().threshold_headings.search(nearest)
        return found is not None and (dimension == "money" or not words().paying.search(found[0]))

    def heading_scope(self, eid: str) -> str | None:
        """Return what a heading says its clause is about, where that can have targets (1. 省级特色小镇)."""
        for heading in self.headings(eid)[:1]:
            if 2 <= len(heading) <= _HEADING_SCOPE and heading.endswith(words().holders) and not heading.startswith(words().openers):
                return heading
        return None

    def is_past(self, offset: int) -> bool:
        """Tell whether a source offset lies in a review of what was done."""
        if self._past is None:
            self._past = list(self._reviews())
        at = self.at(offset)
        return any(start <= at < end for start, end in self._past)

    def _reviews(self) -> list[tuple[int, int]]:
        found = [
            (self.at(clause.start), self.at(clause.end))
            for clause in self.notice.clauses
            if clause.heading and words().reviews.search(squeeze(clause.heading))
        ]
        if words().reviews.search(self.text):
            lines = [line for line in _LINE.finditer(self.text) if line.end() - line.start() >= _SHORT]
            for index, line in enumerate(lines):
                if words().reviews.search(line[0]) and not words().plans.search(line[0]):
                    end = next((other.start() for other in lines[index + 1 :] if words().plans.search(other[0])), None)
                    if end is not None:
                        found.append((line.start(), end))
        return found

    # Periods.

    def period(self, said: Said, quantity: Quantity) -> Period | None:
        """Return the period of a figure: of its sentence, of one before that its paragraph opened with, of a heading, or of the title."""
        stated = self._stated(said, quantity)
        if stated is None and (stated := self._opened(said)) is None:
            return self._above(quantity.eid)
        if stated.value is None and _THIS_YEAR.search(stated.text):
            stated = stated._replace(value=self._this_year(quantity.eid))
        return stated

    def _this_year(self, eid: str) -> str | None:
        """Return the year of a heading above or of the title, else that of the notice."""
        above = self._above(eid)
        if above is not None and above.value and above.value[:4] == above.value[11:15]:
            return above.value
        return f"{self.year}-01-01/{self.year}-12-31" if self.year else None

    def _opened(self, said: Said) -> Period | None:
        """Return the period that an earlier sentence of the paragraph begins with (到2025年,…;新建…)."""
        norms = self.notice.norms or []
        if said.norm is None:
            return None
        if self.text[max(0, said.start - 3) : said.start].rstrip(" ").endswith(";"):
            low = max(self.text.rfind(stop, max(0, said.start - _REACH), said.start) for stop in "。\n") + 1
            limits = find_time_limits(self.text, low, min(low + _LONGEST_LIMIT, said.start), year=self.year)
            if limits and limits[0].kind in _KINDS and limits[0].start - low <= _OPENING:
                return Period(limits[0].value, squeeze(self.text[limits[0].start : limits[0].end]), "before")
        for norm in reversed(norms[max(0, self._order[id(said.norm)] - _BACK) : self._order[id(said.norm)]]):
            if norm.eid != said.norm.eid or "\n" in self.text[self.at(norm.end) : said.start]:
                return None
            opening = next((limit for limit in norm.time_limits if limit.kind in _KINDS and limit.start - norm.start <= _OPENING), None)
            if opening is not None:
                return Period(opening.value, squeeze(opening.exact), "before")
        return None

    def _above(self, eid: str) -> Period | None:
        """Return the period that a heading above, or the title, states."""
        for heading in self.headings(eid):
            found = self._dated(heading)
            if found is not None:
                return Period(*found, "heading")
        if not self._titled:
            self._titled = True
            title = squeeze(self.notice.metadata.instrument_title or self.notice.metadata.title or "")
            dated = self._dated(title)
            self._title = Period(*dated, "title") if dated else None
        return self._title

    def _stated(self, said: Said, quantity: Quantity) -> Period | None:
        """Return the period that the sentence states: the last before the figure, else the first behind it in its segment."""
        near = self._near(said, quantity)
        if near is not None:
            return near
        before = [limit for limit in said.limits if limit.start < quantity.start]
        if before:
            return Period(before[-1].value, squeeze(before[-1].exact), "sentence")
        text = self.text
        stop = min((at for mark in _SEGMENTS if (at := text.find(mark, self.at(quantity.end), said.end)) >= 0), default=said.end)
        behind = [limit for limit in said.limits if self.at(limit.start) < stop]
        if behind:
            return Period(behind[0].value, squeeze(behind[0].exact), "sentence")
        often = [item for item in (said.norm.frequencies if said.norm else []) if item.start < quantity.start and item.value]
        if often and self.at(often[-1].start) >= said.segment_start(quantity.start):
            return Period(f"R/{often[-1].value}", squeeze(often[-1].exact), "sentence")
        return None

    def _near(self, said: Said, quantity: Quantity) -> Period | None:
        """Return the period that stands in the figure's own segment and is no time limit by its form (首批小镇今年的投资, 三年投资)."""
        low, high = said.segment_start(quantity.start), self.at(quantity.start)
        if any(low <= self.at(limit.start) < high for limit in said.limits):
            return None
        this_year = _THIS_YEAR.search(self.text, low, high)
        if this_year is not None:
            return Period(None, this_year[0], "sentence")
        lasting = _LASTING.search(self.text, low, high)
        count = to_int(lasting["count"]) if lasting else None
        return Period(f"P{count}Y", lasting[0], "sentence") if lasting and count else None

    def _dated(self, phrase: str) -> tuple[str, str] | None:
        """Return the years that a heading or title names (2018年…要点, …行动计划(2018-2020年), “十四五”…规划)."""
        span = _YEARS.search(phrase)
        if span:
            return f"{span['a']}-01-01/{span['b']}-12-31", span[0]
        year = _YEAR.search(phrase)
        if year:
            return f"{year['a']}-01-01/{year['a']}-12-31", year[0]
        plan = _PLAN.search(phrase)
        years = plan_years(to_int(plan["plan"]) or 0) if plan else None
        if plan and years:
            return f"{years[0]}-01-01/{years[1]}-12-31", plan[0]
        lasting = _OF_YEARS.search(phrase)
        count = to_int(lasting["count"]) if lasting else None
        if lasting and count:
            return f"P{count}Y", lasting[0]
        named = [limit for limit in find_time_limits(phrase, 0, len(phrase), year=self.year) if limit.value and limit.kind in _KINDS]
        return (named[0].value or "", phrase[named[0].start : named[0].end]) if named else None
