"""Stretches of a notice that a model is asked about, one at a time: the text of each clause without that of its sub-clauses.

They are read through the view that the rules read too, without its folding and conversion: what a model sees are the characters
of the notice, with the marks of page chunks left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ...schemas.notice import Clause, Notice
from ..damage import read_view
from ..headings import wrap_width
from ..norms.marks import mark_at
from ..norms.sentences import split
from ..text import View
from .prompts import speaks_to_a_model
from .shapes import Task

__all__ = ["Passage", "notice_view", "passages_for"]

_LONGEST: Final = 1600
"""Characters of a passage; a longer one is cut between sentences or rows, so that an answer stays short enough to come whole."""
_ELEMENTS: Final = frozenset({"title", "number", "addressees", "signature", "date", "note", "attachments", "table-row"})
"""Kinds of blocks that hold no norms."""
_FEWEST_ROWS: Final = 5
_ENGLISH_STOP: Final = re.compile(r"(?<=[A-Za-z]\.)\s*(?=\S)")
_WORD: Final = re.compile(r"\w")


@dataclass(slots=True)
class Passage:
    """A stretch of the view; all offsets are the view's."""

    eid: str
    """The clause or part that it belongs to."""
    start: int
    end: int
    sentences: list[tuple[int, int]]
    """What may be a norm: its sentences behind the label and the heading."""
    withheld: list[tuple[int, int]] = field(default_factory=list)
    """Sentences that speak to a model instead of to those who are to act; a model is not shown them."""

    def shown(self, view: View) -> str:
        """Return the characters that a model is shown, a line for each sentence."""
        cuts = sorted({self.start, self.end, *(at for place in (*self.sentences, *self.withheld) for at in place)})
        lines = [view.raw[low:high].strip() for low, high in pairwise(cuts) if (low, high) not in self.withheld]
        return "\n".join(line for line in lines if line)


def passages_for(task: Task, notice: Notice, view: View) -> list[Passage]:
    """Return the passages of a notice to ask about, in order of place; ``view`` is that of :func:`notice_view`."""
    found: list[Passage] = []
    running = _running(view)
    clauses = {clause.eid: clause for clause in notice.clauses}
    for eid, start, end in _CHOICE[task](notice, view):
        heading = _heading_end(clauses.get(eid), view, start, end)
        for low, high in _windows(view, start, end):
            withheld = [place for place in _units(running, low, high) if speaks_to_a_model(running[slice(*place)])]
            sentences = [place for place in _sentences(running, max(low, min(heading, high)), high) if not _lies_in(place, withheld)]
            if sentences or withheld or (task != "norms" and _WORD.search(running, low, high)):
                found.append(Passage(eid, low, high, sentences, withheld))
    return found


def _sentences(running: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of a stretch; a mark of responsibility behind one is no part of it."""
    found = []
    for low, high in _units(running, start, end):
        mark = mark_at(running, low, high)
        cut = mark.start if mark else high
        if _WORD.search(running, low, cut):
            found.append((low, cut))
    return found


def _units(running: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch, those that speak to a model cut at the full stops of English, so that no more is withheld."""
    for low, high in split(running, start, end):
        at = low
        if speaks_to_a_model(running[low:high]):
            for stop in _ENGLISH_STOP.finditer(running, low, high):
                yield at, stop.start()
                at = stop.end()
        if at < high:
            yield at, high


def _lies_in(place: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in others)


def _running(view: View) -> str:
    """Return the text of the view with a blank for each line break that a printed page made in mid-sentence."""
    width = wrap_width(view.lines)
    if width is None:
        return view.text
    text = list(view.text)
    for line, following in pairwise(view.lines):
        # Lines of a page are all but equally long (see wrap_width); a paragraph's last is shorter or ends in a mark.
        if len(line.text) >= width - 3 and line.text[-1] not in "。;:!?":
            text[line.end : following.start] = " " * (following.start - line.end)
    return "".join(text)


def notice_view(notice: Notice) -> View:
    """Return the view of a notice's text that models are asked about: without page chunks, its characters as they are."""
    return read_view(notice.text, None)


def _norm_stretches(notice: Notice, view: View) -> Iterator[tuple[str, int, int]]:
    """Yield (eid, start, end) of the running text of clauses and parts: elements, tables and rosters left out."""
    aside = [(block.start, block.end) for block in notice.blocks if block.kind in _ELEMENTS]
    aside += [(table.start, table.end) for table in notice.tables] + [(roster.start, roster.end) for roster in notice.rosters]
    for eid, start, end in _own_stretches(notice):
        for low, high in _without(start, end, sorted(aside)):
            yield eid, view.index(low), view.index(high)


def _roster_stretches(notice: Notice, view: View) -> Iterator[tuple[str, int, int]]:
    """Yield annexes whole, because rows may have been taken for clauses, and elsewhere what has as many lines as a roster has rows."""
    annexes = {part.eid: part for part in notice.parts if part.kind == "annex"}
    for part in annexes.values():
        yield part.eid, view.index(part.start), view.index(part.end)
    for eid, start, end in _own_stretches(notice):
        low, high = view.index(start), view.index(end)
        lines = [line for line in view.text[low:high].split("\n") if line.strip()]
        if eid.partition("__")[0] not in annexes and len(lines) >= _FEWEST_ROWS:
            yield eid, low, high


def _field_stretches(notice: Notice, view: View) -> Iterator[tuple[str, int, int]]:
    """Yield where elements of a notice stand: the first and the last stretch outside the clauses of each part that is no annex."""
    for part in notice.parts:
        if part.kind != "annex":
            own = [(view.index(start), view.index(end)) for eid, start, end in _own_stretches(notice) if eid == part.eid]
            windows = [window for start, end in own for window in _windows(view, start, end)]
            for low, high in dict.fromkeys([*windows[:1], *windows[-1:]]):
                yield part.eid, low, high


_CHOICE: Final = {"norms": _norm_stretches, "rosters": _roster_stretches, "fields": _field_stretches}


def _own_stretches(notice: Notice) -> Iterator[tuple[str, int, int]]:
    """Yield (eid, start, end) in the source of what each part and clause holds beside its sub-clauses, in order of place."""
    units = [(unit.start, -unit.end, unit.eid) for unit in notice.parts]
    units += [(unit.start, -unit.end, unit.eid) for unit in notice.clauses]
    units.sort(key=lambda unit: unit[:2])  # stable: of two that are as long, the outer comes first
    open_units: list[tuple[str, int]] = []
    at = 0
    for start, below_end, eid in [*units, (len(notice.text), 0, "")]:
        while open_units and open_units[-1][1] <= start:
            owner, end = open_units.pop()
            if at < end:
                yield owner, at, end
            at = max(at, end)
        if open_units and at < start:
            yield open_units[-1][0], at, start
        at = max(at, start)
        open_units.append((eid, -below_end))


def _without(start: int, end: int, aside: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for low, high in aside:
        if low < end and high > start:
            if start < low:
                yield start, low
            start = max(start, high)
    if start < end:
        yield start, end


def _windows(view: View, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch behind the last line, else the last sentence, that ends within the longest passage."""
    while end - start > _LONGEST:
        window = view.text[start : start + _LONGEST]
        cut = start + (max(window.rfind(stop) for stop in "\n。;!?") + 1 or _LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _heading_end(clause: Clause | None, view: View, start: int, end: int) -> int:
    """Return the offset behind the label and the heading, where the stretch is the one that a clause begins with."""
    if clause is None or view.index(clause.start) != start:
        return start
    at = _behind(view.text, start, clause.label)
    if clause.heading:
        while at < end and view.text[at] in " \n【([":
            at += 1
        at = _behind(view.text, at, clause.heading)
    while at < end and (view.text[at].isspace() or view.text[at] in "。:.】)]"):
        at += 1
    return at


def _behind(text: str, start: int, words: str) -> int:
    """Return the offset behind ``words``, which stand at ``start``; blanks are not compared."""
    left = sum(1 for char in words if not char.isspace())
    while left and start < len(text):
        left -= not text[start].isspace()
        start += 1
    return start
