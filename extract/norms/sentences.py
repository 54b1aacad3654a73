"""Sentences (句): the units of which each may be a norm, and the marks of responsibility that stand behind them.

GUIDELINES, norms: a unit runs from the end of the sentence before it to its own 。;!? or the end of the line; a label, a heading
and a mark of responsibility are no part of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ...schemas.notice import Clause
from ..headings import wrap_width
from ..parts import Division
from ..text import Line, View
from .marks import Mark, mark_at, mark_line

__all__ = ["Passage", "Sentence", "read_passages"]

_STOP: Final = re.compile(r"[。;!?()](?:(?<=[。;!?])[。;!?]*[”’\"]?)?")
_LONGEST_BRACKET: Final = 200
"""Characters; a bracket that is not closed within so many is taken for one that lost its twin."""
_WORD: Final = re.compile(r"\w")
_ENTRY: Final = re.compile(r"\S{1,3} {0,2}\S{0,3} {2,}\S")
"""A name and, behind a gap, an office: a line of a list, never the rest of a sentence."""
_HEADING_STOP: Final = "。:. "


@dataclass(slots=True, frozen=True)
class Sentence:
    """A sentence: offsets in the view."""

    start: int
    end: int
    """Behind its closing mark."""


@dataclass(slots=True)
class Passage:
    """The running text of one clause between its heading and its first sub-clause, or of a part outside all clauses."""

    eid: str
    part: str
    clause: Clause | None
    heading: tuple[int, int] | None
    """Offsets of the heading in the view."""
    sentences: list[Sentence]
    marks: list[Mark]
    """Marks of responsibility, each with the offset from which it covers the text."""
    paragraphs: list[int]
    """Offsets in the view at which the paragraphs begin."""


def read_passages(
    view: View, divisions: list[Division], clauses: list[Clause], skipped: set[int], locate: Callable[[int], str]
) -> list[Passage]:
    """Return the passages of all parts in order of place.

    ``skipped`` are lines (indices into ``view.lines``) of elements, rosters and tables; ``locate`` gives the eid of the clause
    or part at a source offset.
    """
    heads = [_Head.of(view, clause) for clause in clauses]
    starts = [head.start for head in heads]
    passages: list[Passage] = []
    for division in divisions:
        lines = [view.lines[index] for index in division.body if index not in skipped]
        width = wrap_width([view.lines[index] for index in division.body]) if division.body else None
        for start, end in _paragraphs(lines, width):
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            pieces = _pieces(heads[first:last], start, end)
            for head, low, high in pieces:
                _add(view, passages, division, head, low, high, locate)
    return [passage for passage in passages if passage.sentences or passage.marks or passage.heading]


@dataclass(slots=True)
class _Head:
    """A clause, and where in the view its label begins, its heading stands and its text begins."""

    clause: Clause
    start: int
    heading: tuple[int, int] | None
    text: int

    @classmethod
    def of(cls, view: View, clause: Clause) -> _Head:
        text = view.text
        start = view.index(clause.start)
        at = _behind(text, start, clause.label)
        heading = None
        if clause.heading:
            while at < len(text) and text[at] in " \n【([":
                at += 1
            end = _behind(text, at, clause.heading)
            heading = (at, end)
            at = end
            while at < len(text) and text[at] in _HEADING_STOP + "】)]":
                at += 1
        return cls(clause, start, heading, at)


def _behind(text: str, start: int, words: str) -> int:
    """Return the offset behind ``words`` at ``start``; blanks on either side, and the widths of ``words``, are not compared."""
    left = sum(1 for char in words if not char.isspace())
    at = start
    while left and at < len(text):
        left -= not text[at].isspace()
        at += 1
    return at


def _paragraphs(lines: list[Line], width: int | None) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the view that are a paragraph each: a line, or the lines that a page of ``width`` broke."""
    at = 0
    while at < len(lines):
        first = at
        while (
            width is not None
            and at + 1 < len(lines)
            and len(lines[at].text) >= width - 3
            and lines[at].text[-1] not in "。;:!?"
            and not _ENTRY.match(lines[at + 1].text)
            and lines[at + 1].start - lines[at].end <= 2
        ):
            at += 1
        yield lines[first].start, lines[at].end
        at += 1


def _pieces(heads: list[_Head], start: int, end: int) -> Iterator[tuple[_Head | None, int, int]]:
    """Yield the stretches of a paragraph before its first label and behind each of its labels, with the clause that each opens."""
    at = start
    for head in heads:
        if head.start > at:
            yield None, at, head.start
        at = max(head.text, at)
        following = next((other.start for other in heads if other.start > head.start), end)
        yield head, min(at, following), following
        at = following
    if at < end:
        yield None, at, end


def _add(
    view: View, passages: list[Passage], division: Division, head: _Head | None, low: int, high: int, locate: Callable[[int], str]
) -> None:
    """Add what stands in ``low``..``high`` to the passage that it goes on with, or open one."""
    text = view.text
    eid = head.clause.eid if head else locate(view.origin(low))
    part = division.part.eid
    last = passages[-1] if passages else None
    if head or last is None or last.eid != eid or last.part != part:
        last = Passage(eid, part, head.clause if head else None, head.heading if head else None, [], [], [])
        passages.append(last)
    if not text[low:high].strip():
        return
    last.paragraphs.append(low)
    whole = mark_line(text, low, high)
    if whole is not None:
        before = last.marks[-1] if last.marks else None
        if before is not None and not (last.sentences and last.sentences[-1].start > before.start):
            before.bodies += whole.bodies  # 牵头单位:… on one line, 责任单位:… on the next
            before.times += whole.times
            before.end = whole.end
        else:
            last.marks.append(whole)
        return
    for start, end in split(text, low, high):
        mark = mark_at(text, start, end)
        if mark is not None:
            last.marks.append(mark)
            cut = mark.start
        else:
            cut = end
        if _WORD.search(text, start, cut):
            last.sentences.append(Sentence(start, cut))


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of ``text[start:end]`` (folded), blanks at their ends left out; marks inside brackets end none."""
    at = start
    position = start
    while position < end:
        match = _STOP.search(text, position, end)
        if match is None:
            break
        position = match.end()
        if match[0] == "(":
            close = _closing(text, match.start(), end)
            if close is None:
                continue
            position = close + 1
            if at > start and not text[at : match.start()].strip() and mark_at(text, match.start(), position):
                yield from _trimmed(text, at, position)  # a mark right behind a stop stands alone: …。(财政部负责)加强…
                at = position
        elif match[0] != ")":
            yield from _trimmed(text, at, position)
            at = position
    yield from _trimmed(text, at, end)


def _closing(text: str, opening: int, end: int) -> int | None:
    """Return where the bracket that opens at ``opening`` closes; None where it does not within its longest."""
    end = min(end, opening + _LONGEST_BRACKET)
    depth = 0
    for at in range(opening, text.rfind(")", opening, end) + 1):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at
    return None


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
