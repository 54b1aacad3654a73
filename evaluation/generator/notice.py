"""One notice: its lines, its clauses and its roster, from cover to annex."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from ...extract.numerals import to_chinese
from .plan import Header, Plan, tables, towns_in
from .prose import Mark, Prose, level_of

__all__ = ["Clause", "Line", "Made", "Roster", "make"]

_HALF: Final = str.maketrans("，：；（）", ",:;()")
_WIDE_SHARE: Final = 0.7
"""Notices with full-width punctuation; the others have half-width commas and brackets, as many pages have."""
_ROSTER_SHARE: Final = 0.1
_FREE: Final = 0.5
"""Sentences of tasks that are put together from circumstance, acts and result; the others follow a pattern."""


@dataclass(slots=True, frozen=True)
class Line:
    """A line of the notice."""

    kind: str
    """title | number | addressees | text | heading | run_in | signature | note | instrument | annex | row"""
    start: int
    end: int
    bold: int = 0
    """Where the heading at its beginning ends; 0 without."""


@dataclass(slots=True, frozen=True)
class Clause:
    """A numbered unit, as gold has it."""

    eid: str
    label: str
    heading: str | None


@dataclass(slots=True)
class Roster:
    """A roster, as gold has it."""

    title: str
    entries: list[tuple[int, str, str | None, list[str]]]
    """Number, name, group, attributes."""
    groups: list[tuple[str, int]]
    declared: list[tuple[str, str, int]]
    """By (class, kind), name, count."""


@dataclass(slots=True)
class Made:
    """A notice as it was made, with all that is known of it."""

    header: Header
    text: str = ""
    lines: list[Line] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)
    roster: Roster | None = None


def make(plan: Plan, index: int, characters: int) -> Made:
    """Return the notice with an index, of some ``characters`` characters."""
    header = plan.header(index)
    rng = Random(f"{plan.seed} notice {index}")
    writer = _Writer(plan, header, rng)
    writer.cover()
    target = characters - (700 if writer.has_roster else 0)
    if header.kind == "measure":
        writer.articles(target)
    else:
        writer.sections(target)
    if writer.has_roster:
        writer.annex()
    made = writer.made
    text = "".join(writer.prose.parts)
    if rng.random() >= _WIDE_SHARE:
        text = text.translate(_HALF)
        made.clauses = [Clause(item.eid, item.label.translate(_HALF), item.heading) for item in made.clauses]
        made.addressees = [name.translate(_HALF) for name in made.addressees]
    made.text, made.marks = text, writer.prose.marks
    return made


class _Writer:
    def __init__(self, plan: Plan, header: Header, rng: Random) -> None:
        self.made = Made(header)
        self.prose = Prose(plan, header, rng)
        self.has_roster = header.agency.region is not None and rng.random() < _ROSTER_SHARE
        self._plan, self._header, self._rng = plan, header, rng
        self._rules: dict[str, Any] = tables()[1]

    # lines ----------------------------------------------------------------------------------------------------------

    def _end(self, kind: str, start: int, bold: int = 0) -> None:
        self.made.lines.append(Line(kind, start, self.prose.length, bold))
        self.prose.say("\n" if kind in ("title", "row") else "\n\n")

    def _line(self, kind: str, text: str) -> None:
        start = self.prose.length
        self.prose.say(text)
        self._end(kind, start)

    def _paragraph(self, *kinds: str) -> None:
        start = self.prose.length
        for kind in kinds:
            self.prose.sentence(kind)
        self._end("text", start)

    def _clause(self, eid: str, label: str, heading: str | None) -> None:
        self.made.clauses.append(Clause(eid, label, heading))

    def _heading(self, kind: str) -> str:
        """Return a heading of a few words, drawn apart from the text."""
        parts, length, marks = self.prose.parts, self.prose.length, len(self.prose.marks)
        self.prose.parts = []
        self.prose.sentence(kind)
        text = "".join(self.prose.parts)
        self.prose.parts, self.prose.length = parts, length
        del self.prose.marks[marks:]
        return text

    # what stands before the body ------------------------------------------------------------------------------------

    def cover(self) -> None:
        """Write title, number and addressees; of an instrument that is issued all of the notice that issues it."""
        header = self._header
        self._line("title", header.agency.name)
        self._line("title", header.title.removeprefix(header.agency.name))
        self.prose.say("\n")
        self._line("number", header.document_number)
        self.made.addressees = _addressees(header)
        # Bodies side by side are joined by commas where a name has 、 in its brackets.
        self._line("addressees", "，".join(self.made.addressees) + "：")
        if header.instrument_title is None:
            return
        self._paragraph("cover")
        self._signature()
        self._line("note", "（此件公开发布）")
        self._line("instrument", header.instrument_title)

    def _signature(self) -> None:
        self._line("signature", self._header.agency.name)
        written = self._header.written
        self._line("signature", f"{written.year}年{written.month}月{written.day}日")

    # a plan, an opinion, a notice -----------------------------------------------------------------------------------

    def sections(self, target: int) -> None:
        """Write 一、(一)1. until there are about ``target`` characters."""
        direct = self._header.instrument_title is None
        self._paragraph("notice_lead" if direct else "preamble")
        rules = self._rules["sections"]
        number = 1
        if self._header.kind != "notice":
            self._section(number, self._pick(rules["aims"]))
            self._aims(number)
            number += 1
        first = self.prose.length
        closing = 520 if self._header.kind == "notice" else 640
        titles = self._some(rules["tasks"], 3)
        each = max((target - closing - first) // len(titles), 200)
        for title in titles:
            self._section(number, title)
            self._tasks(number, self.prose.length + each)
            number += 1
            if self.prose.length > target - closing - each // 2:
                break
        self._section(number, self._pick(rules["guarantees"]))
        self._guarantees(number)
        if direct:
            self._paragraph("tail")
            self._signature()
            self._line("note", "（此件公开发布）")

    def _section(self, number: int, heading: str) -> None:
        label = f"{to_chinese(number)}、"
        self._clause(f"main__sec_{number}", label, heading)
        self._line("heading", label + heading)

    def _run_in(self, eid: str, label: str, heading: str, *kinds: str) -> None:
        start = self.prose.length
        self._clause(eid, label, heading)
        self.prose.say(f"{label}{heading}。")
        bold = self.prose.length
        for kind in kinds:
            self.prose.sentence("free" if kind == "task" and self._rng.random() < _FREE else kind)
        self._end("run_in", start, bold)

    def _aims(self, section: int) -> None:
        eid = f"main__sec_{section}__subsec_"
        self._run_in(f"{eid}1", "（一）", "指导思想", "aim")
        start = self.prose.length
        self._clause(f"{eid}2", "（二）", "基本原则")
        self._line("run_in", "（二）基本原则。")
        self.made.lines[-1] = Line("run_in", start, self.prose.length - 2, self.prose.length - 2)
        for number in range(1, 4):
            para = self.prose.length
            # A principle begins with its own heading (坚持预防为主。).
            heading, _, _ = (principle := self._principle()).partition("。")
            self._clause(f"{eid}2__para_{number}", f"{number}.", heading)
            self.prose.say(f"{number}.{heading}。")
            bold = self.prose.length
            self.prose.write(principle.partition("。")[2])
            self._end("run_in", para, bold)
        self._run_in(f"{eid}3", "（三）", "主要目标", *(["goal"] * self.prose.integer(1, 2)))

    def _principle(self) -> str:
        return self.prose.draw("principle").replace("{value}", self.prose.draw("value"), 1)

    def _tasks(self, section: int, until: int) -> None:
        number = 0
        used: set[str] = set()
        while self.prose.length < until or number < 2:
            number += 1
            eid, label = f"main__sec_{section}__subsec_{number}", f"（{to_chinese(number)}）"
            heading = self._fresh("task_heading", used)
            if self.prose.integer(0, 4) < 3:
                kinds = ["task"] * self.prose.integer(1, 2) + (["refer"] if not self.prose.integer(0, 24) else [])
                self._run_in(eid, label, heading, *kinds)
                self._mark_of_duty()
            else:
                self._run_in(eid, label, heading, "task")
                inner: set[str] = set()
                for item in range(1, self.prose.integer(3, 4)):
                    self._run_in(f"{eid}__para_{item}", f"{item}.", self._fresh("para_heading", inner), "task")

    def _mark_of_duty(self) -> None:
        """Put who is responsible behind a clause, in some."""
        if self.prose.integer(0, 3):
            return
        self.prose.parts.pop()
        line = self.made.lines.pop()
        self.prose.length -= 2
        names = dict.fromkeys(self.prose.department() for _ in range(self.prose.integer(1, 3)))
        self.prose.say(f"（{'、'.join(names)}负责）")
        self._end(line.kind, line.start, line.bold)

    def _guarantees(self, section: int) -> None:
        for number, kind in enumerate(self._some(list(self._rules["guarantees"]), 4), 1):
            heading = self._pick(self._rules["guarantees"][kind])
            self._run_in(f"main__sec_{section}__subsec_{number}", f"（{to_chinese(number)}）", heading, kind)

    # articles -------------------------------------------------------------------------------------------------------

    def articles(self, target: int) -> None:
        """Write chapters and articles until there are about ``target`` characters."""
        chapters = self._rules["chapters"]
        each = max((target - self.prose.length) // len(chapters), 100)
        article = 0
        for chapter, heading in enumerate(chapters, 1):
            self._clause(f"main__chp_{chapter}", f"第{to_chinese(chapter)}章", heading)
            self._line("heading", f"第{to_chinese(chapter)}章　{heading}")
            until = self.prose.length + each
            first, last = chapter == 1, chapter == len(chapters)
            while True:
                article += 1
                opening = first and article == 1
                self._article(chapter, article, "preamble" if opening else "last_article" if last else "article")
                if last or self.prose.length >= until:
                    break

    def _article(self, chapter: int, number: int, kind: str) -> None:
        start = self.prose.length
        label = f"第{to_chinese(number)}条"
        self._clause(f"main__chp_{chapter}__art_{number}", label, None)
        self.prose.say(f"{label}　")
        bold = self.prose.length
        self.prose.sentence(kind)
        if kind == "article" and not self.prose.integer(0, 19):
            self.prose.sentence("refer")
        self._end("run_in", start, bold)

    # annex ----------------------------------------------------------------------------------------------------------

    def annex(self) -> None:
        """Write a roster of places with their class and kind, in groups where there are several counties."""
        region = self._header.agency.region
        below = self._plan.below(self._header)
        batch = to_chinese(self.prose.integer(1, 6))
        title = f"{region.name if region else '全国'}第{batch}批{self._header.topic}示范点名单"
        self._line("text", f"附件：{title}")
        self._line("annex", "附件")
        self._line("instrument", title)
        classes, kinds = ("成长类", "培育类", "规划类"), ("建制镇", "非建制镇")
        roster = Roster(title, [], [], [])
        groups = _groups(below, region.code if region else "", self._rng, self.prose.draw)
        for group, names in groups:
            for name in names:
                row = (len(roster.entries) + 1, name, group, [self._pick(classes), self._pick(kinds)])
                roster.entries.append(row)
            if group:
                roster.groups.append((group, len(names)))
        self._declare(roster, classes, kinds)
        at = 0
        for group, names in groups:
            if group:
                start = self.prose.length
                self.prose.quantity(f"{group}（", len(names), "个", "）", "eq")
                self._end("heading", start)
            for number, name, _, attributes in roster.entries[at : at + len(names)]:
                self._line("row", f"{number}. {name}（{'，'.join(attributes)}）")
            self.prose.say("\n")
            at += len(names)
        self.made.roster = roster

    def _declare(self, roster: Roster, classes: tuple[str, ...], kinds: tuple[str, ...]) -> None:
        start = self.prose.length
        self.prose.quantity("本批共", len(roster.entries), "个", "", "eq")
        self.prose.say("示范点，其中：")
        for at, (by, names) in enumerate((("class", classes), ("kind", kinds))):
            parts = [(name, count) for name in names if (count := sum(name in entry[3] for entry in roster.entries))]
            for number, (name, count) in enumerate(parts):
                self.prose.say("，" if number else "；" if at else "")
                self.prose.quantity(name, count, "个", "", "eq")
                roster.declared.append((by, name, count))
        self.prose.say("。")
        self._end("text", start)

    # drawing --------------------------------------------------------------------------------------------------------

    def _pick(self, choices: Any) -> str:
        return str(choices[int(self._rng.random() * len(choices))])

    def _some(self, choices: list[str], count: int) -> list[str]:
        return self._rng.sample(choices, min(count, len(choices)))

    def _fresh(self, kind: str, used: set[str]) -> str:
        for _ in range(4):
            heading = self._heading(kind)
            if heading not in used:
                break
        used.add(heading)
        return heading


def _addressees(header: Header) -> list[str]:
    region, level = header.agency.region, level_of(header)
    if region is None:
        return ["各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"]
    own = {1: "各市（州）人民政府", 2: "各县（市、区）人民政府", 3: "各乡镇人民政府"}[region.level]
    head = "自治区" if region.level == 1 and level == "区" else level
    return [own, *(["各街道办事处"] if region.level == 3 else []), f"{head}政府各部门", f"{head}各直属单位"]


def _groups(below: tuple[Any, ...], code: str, rng: Random, draw: Any) -> list[tuple[str | None, list[str]]]:
    """Return groups of names for a roster; one without a name where there is one county only."""

    def names(county: str, prefix: str, count: int) -> list[str]:
        towns = towns_in(county)
        chosen = rng.sample(towns, min(count, len(towns)))
        return [f"{prefix}{town}{draw('thing')}" for town in chosen]

    if not below:
        return [(None, names(code, "", 6 + int(rng.random() * 8)) or [f"{draw('stretch')}{draw('thing')}" for _ in range(6)])]
    found: list[tuple[str | None, list[str]]] = []
    for division in below[: 2 + int(rng.random() * 5)]:
        count = 2 + int(rng.random() * 4)
        made = names(division.code, division.name, count) or [f"{division.name}{draw('thing')}" for _ in range(count)]
        found.append((division.name, made))
    return found
