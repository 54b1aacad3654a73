"""Which lines of a page are the notice: by the content marks of its CMS, else by where the running text stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from .furniture import is_footer
from .outline import Element, Line, Outline

__all__ = ["Region", "content_region"]

_SENTENCE = re.compile("[，。；：、！？,;:]")
_MARK_SHARE = 0.2  # of the page's running text that a region under a CMS mark must hold; less, and the mark is a leftover
_LEAST = 40  # characters that it must hold, unless the page has no more
_CORE_SHARE = 0.5  # of the running text that the smallest block must hold to be the core of the content


@dataclass(frozen=True, slots=True)
class Region:
    """The lines that are content, as sorted disjoint ``(start, end)``, and how they were found: mark | comment | density | all."""

    ranges: list[tuple[int, int]]
    found_by: str


def content_region(page: Outline) -> Region:
    """Return the lines of the page that are content; all lines where nothing tells them apart."""
    scores = [0, *accumulate(_score(line) for line in page.lines)]
    total = scores[-1]
    if total <= 0:
        return Region([(0, len(page.lines))], "all")
    marked = _by_comment(page, scores) or _by_mark(page, scores)
    if marked is not None:
        return marked
    return _by_density(page, scores)


def _score(line: Line) -> int:
    """Return how much running text a line holds: its characters outside links, less where it has no sentence's punctuation."""
    if line.aside is not None:
        return 0
    size = len(line.text)
    if line.linked * 2 > size:
        return 0
    own = size - line.linked
    if own < 4:
        return 0  # as own // 4 below is: most cells of tables
    if "。" not in line.text and is_footer(line.text):
        return 0
    return own if size >= 12 and _SENTENCE.search(line.text) else own // 4


def _by_comment(page: Outline, scores: list[int]) -> Region | None:
    ranges = [(start, end) for start, end in page.commented if end > start]
    held = sum(scores[end] - scores[start] for start, end in ranges)
    return Region(ranges, "comment") if ranges and held >= _need(scores) else None


def _by_mark(page: Outline, scores: list[int]) -> Region | None:
    """Return the region under the surest mark that holds enough of the page's running text."""
    ranks: dict[int, list[Element]] = {}
    for element in page.elements:
        if element.mark >= 0 and element.end > element.start:
            ranks.setdefault(element.mark, []).append(element)
    for rank in sorted(ranks):
        ranges = _outermost(ranks[rank])
        if sum(scores[end] - scores[start] for start, end in ranges) >= _need(scores):
            return Region(ranges, "mark")
    return None


def _need(scores: list[int]) -> float:
    """Return the running text that a marked region must hold."""
    return max(scores[-1] * _MARK_SHARE, min(_LEAST, scores[-1]))


def _outermost(elements: list[Element]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for element in elements:  # in document order: an element inside another comes after it
        if not ranges or element.start >= ranges[-1][1]:
            ranges.append((element.start, element.end))
    return ranges


def _by_density(page: Outline, scores: list[int]) -> Region:
    """Return the smallest block that holds most of the running text, widened while what lies around it reads like text too.

    The core alone would lose a title, a signature or an annex that stands in a block of its own; a fixed larger share would take
    in the lists of recommended articles with their summaries.
    """
    need = scores[-1] * _CORE_SHARE
    best = -1
    for index, element in enumerate(page.elements):
        if scores[element.end] - scores[element.start] >= need and (
            best < 0 or element.end - element.start <= page.elements[best].end - page.elements[best].start
        ):
            best = index
    if best < 0:
        return Region([(0, len(page.lines))], "all")
    parent = page.elements[best].parent
    while parent >= 0 and _reads_like_text(page, page.elements[best], page.elements[parent]):
        best = parent
        parent = page.elements[best].parent
    element = page.elements[best]
    return Region([(element.start, element.end)], "density")


def _reads_like_text(page: Outline, inner: Element, outer: Element) -> bool:
    """Return whether the lines that ``outer`` adds to ``inner`` are for the most part no links, buttons or page ends."""
    size = foreign = 0
    for line in page.lines[outer.start : inner.start]:
        size += len(line.text)
        foreign += len(line.text) if line.aside else line.linked
    closed = False
    for line in page.lines[inner.end : outer.end]:
        closed = closed or is_footer(line.text)
        size += len(line.text)
        foreign += len(line.text) if line.aside or closed else line.linked
    return foreign * 3 <= size
