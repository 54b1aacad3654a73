"""Sentences from the grammar: a phrase is drawn, its slots are filled, and what was drawn is marked where it stands.

Slots are the rules and words of ``rules.json``, the lists of the domain (``words.json``), what holds for the whole notice (topic,
year, region), and figures. A figure is marked as a quantity with its value, unit and comparator, a reference as a citation: that is
the gold.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Any, Final, NamedTuple

from .citing import Cited, citations_of, cite
from .plan import Header, Plan, tables, towns_in

__all__ = ["Mark", "Prose", "level_of"]

_GE: Final = (("达到", "以上"), ("不低于", ""), ("保持在", "以上"), ("不少于", ""), ("力争达到", "以上"))
Piece = tuple[str, str | None]


class Mark(NamedTuple):
    """A place in the prose and what it says: (value, value_to, unit, comparator), or a citation."""

    start: int
    end: int
    label: tuple[Any, ...] | Cited


@lru_cache(maxsize=4096)
def _pieces(phrase: str) -> tuple[Piece, ...]:
    """Return (words, slot after them) for a phrase."""
    found: list[Piece] = []
    for part in phrase.split("{"):
        slot, close, words = part.rpartition("}")
        if close:
            found[-1] = (found[-1][0], slot)
        found.append((words, None))
    return tuple(found)


@lru_cache(maxsize=1)
def _common() -> dict[str, tuple[str, ...]]:
    rules = tables()[1]
    return {name: tuple(words.split()) for name, words in rules["words"].items()} | {
        name: tuple(lines) for name, lines in rules["phrases"].items()
    }


@lru_cache(maxsize=32)
def _domain(name: str) -> dict[str, tuple[Any, ...]]:
    words = {kind: tuple(text.split()) for kind, text in tables()[0][name].items()}
    indicators = tuple(tuple(item.split(":")) for item in words["indicators"])
    return _common() | {
        "thing": words["things"], "body": words["bodies"], "deed": words["deeds"], "fault": words["faults"],
        "departments": words["departments"], "indicators": indicators,
    }  # fmt: skip


def level_of(header: Header) -> str:
    """Return 省, 市, 县 …: the last character of the division, 国 for a national body."""
    region = header.agency.region
    return region.name[-1] if region else "国"


class Prose:
    """Writes phrases one behind the other and keeps the marks."""

    def __init__(self, plan: Plan, header: Header, rng: Random) -> None:
        """``rng`` draws everything in the notice that ``header`` heads."""
        self.rng = rng
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self._random = rng.random
        self._last: dict[str, int] = {}
        level, year = level_of(header), header.written.year
        self._level, self._header = level, header
        self._towns = _places(plan, header, rng)
        everywhere = "全国" if level == "国" else f"全{level}"
        fixed = {
            "topic": header.topic, "form": header.form, "year": f"{year}", "nextyear": f"{year + 1}", "all": everywhere,
            "our": "我国" if level == "国" else f"我{level}", "our_gov": "国务院" if level == "国" else f"{level}政府",
            "instrument": header.instrument_title or "",
        }  # fmt: skip
        self._words: dict[str, tuple[Any, ...]] = _domain(header.domain) | {name: (value,) for name, value in fixed.items()}
        self.citations = citations_of(plan, header, rng)
        """What {basis} cites."""
        self._plan = plan

    def say(self, text: str) -> None:
        """Write words as they are."""
        self.parts.append(text)
        self.length += len(text)

    def draw(self, name: str) -> str:
        """Return one of the words or phrases called ``name``, not the same twice in a row."""
        words = self._words[name]
        at = int(self._random() * len(words))
        if self._last.get(name) == at:
            at = (at + 1) % len(words)
        self._last[name] = at
        return str(words[at])

    def write(self, phrase: str) -> None:
        """Write a phrase, its slots filled."""
        for words, slot in _pieces(phrase):
            if words:
                self.say(words)
            if slot is None:
                continue
            if slot in self._words:
                self._fill(self.draw(slot))
            else:
                _FIGURES[slot](self)

    def sentence(self, kind: str) -> None:
        """Write one of the phrases of a kind."""
        self.write(self.draw(kind))

    def text_since(self, count: int) -> str:
        """Return what was written since there were ``count`` parts."""
        return "".join(self.parts[count:])

    def quantity(self, before: str, value: int | str, unit: str, after: str, comparator: str, to: int | None = None) -> None:
        """Write a figure and mark it."""
        start = self.length
        self.say(f"{before}{value}{unit}{after}" if to is None else f"{before}{value}—{to}{unit}{after}")
        self.marks.append(Mark(start, self.length, (value, to, unit, comparator)))

    def department(self) -> str:
        """Return a department of the level of the notice."""
        stem = self.draw("departments")
        if self._level == "国":
            return f"国务院{stem}部门"
        province = self._header.agency.region is not None and self._header.agency.region.level == 1 and self._level != "市"
        head = "自治区" if province and self._level == "区" else self._level
        rules = tables()[1]
        return head + stem + str(rules["endings"].get(stem, "厅" if province and stem in rules["halls"] else "局"))

    def integer(self, least: int, most: int, step: int = 1) -> int:
        """Return a number between ``least`` and ``most``."""
        return least + step * int(self._random() * ((most - least) // step + 1))

    def _fill(self, word: str) -> None:
        if "{" in word:
            self.write(word)
        else:
            self.say(word)

    def target(self) -> None:
        """Write an indicator with what it is to reach."""
        indicators = self._words["indicators"]
        name, unit, least, most, step, *kind = indicators[int(self._random() * len(indicators))]
        value = self.integer(int(least), int(most), int(step))
        self.say(name)
        at = self._random()
        if kind:
            self.quantity("控制在", value, unit, "以内", "le")
        elif unit == "%" and at < 0.2:
            self.quantity("提高至", value, unit, "", "eq")
        elif at < 0.35:
            self.quantity("达到", value, unit, "左右", "approx")
        elif at < 0.42:
            self.quantity("超过", value, unit, "", "gt")
        else:
            before, after = _GE[int(self._random() * len(_GE))]
            self.quantity(before, value, unit, after, "ge")

    def cited(self, text: str, cited: Cited) -> None:
        """Write a reference and mark it."""
        start = self.length
        self.say(text)
        self.marks.append(Mark(start, self.length, cited))

    def towns(self) -> None:
        """Write one to three places of the region."""
        first = int(self._random() * len(self._towns))
        self.say("、".join(self._towns[first : first + 1 + int(self._random() * 3)]))

    def village(self) -> None:
        """Write the name of a village, a park or a project: that of a town, or one put together."""
        at = int(self._random() * 4)
        if at == 0:
            self.say(self._towns[int(self._random() * len(self._towns))])
        else:
            self.say(self.draw("first") + self.draw("second") + self.draw("estate"))

    def basis(self) -> None:
        """Write what the notice rests on."""
        if not self.citations:
            self.say("根据有关规定，")
            return
        self.say(("根据", "按照", "依据", "为贯彻落实")[int(self._random() * 4)])
        for number, (text, cited) in enumerate(self.citations):
            self.say("、" if number else "")
            self.cited(text, cited)
        self.say(("要求，", "精神，", "等规定，", "，")[int(self._random() * 4)])


def _places(plan: Plan, header: Header, rng: Random) -> tuple[str, ...]:
    """Return names of places below the region: towns of a county, else of one of its counties, else divisions."""
    region = header.agency.region
    county = region.code if region and region.level == 3 else None
    below = plan.below(header)
    if county is None and below and below[0].level == 3:
        county = below[int(rng.random() * len(below))].code
    return (towns_in(county) if county else ()) or tuple(division.name for division in below) or ("城关镇", "新城街道")


def _cite(prose: Prose) -> None:
    prose.cited(*cite(prose._plan, prose._header, prose.rng))  # noqa: SLF001


def _by(prose: Prose) -> None:
    prose.say(f"到{prose.draw('nextyear')}年{('底', '年底前', '底前')[prose.integer(0, 2)]}".replace("年年", "年"))


def _on(prose: Prose) -> None:
    prose.say(f"{prose.integer(3, 11)}月{prose.integer(5, 28)}日前")


def _subgov(prose: Prose) -> None:
    level = prose._level  # noqa: SLF001 - a figure of the same module
    if level == "国":
        prose.say("各省、自治区、直辖市人民政府")
        return
    region = prose._header.agency.region  # noqa: SLF001
    at = region.level if region else 1
    prose.say(("", "各市（州）人民政府", "各县（市、区）人民政府", "各乡镇人民政府、街道办事处")[at])


def _money(prose: Prose) -> None:
    if prose.integer(0, 2):
        prose.quantity("", prose.integer(50, 9800, 50), "万元", "", "eq")
    else:
        prose.quantity("", f"{prose.integer(1, 30)}.{prose.integer(1, 9)}", "亿元", "", "eq")


def _heads(prose: Prose) -> None:
    prose.quantity("", prose.integer(40, 6000, 20), "人次", "", "eq")


def _fine(prose: Prose) -> None:
    low = prose.integer(1, 5)
    start = prose.length
    high = low + prose.integer(1, 15)
    prose.say(f"{low}万元以上{high}万元以下")
    prose.marks.append(Mark(start, prose.length, (low, high, "万元", "range")))


_FIGURES: Final[dict[str, Callable[[Prose], None]]] = {
    "target": Prose.target,
    "towns": Prose.towns,
    "basis": Prose.basis,
    "cite": _cite,
    "village": Prose.village,
    "month": lambda prose: prose.say(str(prose.integer(1, 12))),
    "ahead": lambda prose: prose.quantity("", prose.integer(3, 15), "个工作日", "", "eq"),
    "meeting": lambda prose: prose.say(str(prose.integer(1, 90))),
    "dept": lambda prose: prose.say(prose.department()),
    "subgov": _subgov,
    "by": _by,
    "by2": _on,
    "money": _money,
    "heads": _heads,
    "cap": lambda prose: prose.quantity(("不超过", "最高不超过")[prose.integer(0, 1)], prose.integer(5, 500, 5), "万元", "", "le"),
    "share": lambda prose: prose.quantity("", prose.integer(20, 80, 5), "%", "以上", "ge"),
    "times": lambda prose: prose.quantity("", prose.integer(2, 24), "次", "", "ge"),
    "term": lambda prose: prose.quantity("", prose.integer(2, 10), "年", "", "eq"),
    "days": lambda prose: prose.quantity("", prose.integer(3, 30), "个工作日", "", "le"),
    "within": lambda prose: prose.quantity("", prose.integer(1, 11), "个月", "内", "le"),
    "about": lambda prose: prose.quantity("", prose.integer(2, 5), "年", "左右", "approx"),
    "keep": lambda prose: prose.quantity("", prose.integer(2, 10), "年", "", "ge"),
    "years": lambda prose: prose.quantity("", prose.integer(1, 5), "年", "内", "le"),
    "twice": lambda prose: prose.quantity("", prose.integer(2, 4), "次", "", "eq"),
    "metres": lambda prose: prose.quantity("", prose.integer(50, 900, 50), "米", "", "ge"),
    "fine": _fine,
    "percent_ge": lambda prose: prose.quantity("不低于", prose.integer(60, 98), "%", "", "ge"),
    "percent_le": lambda prose: prose.quantity("不超过", prose.integer(20, 60), "%", "", "le"),
}
