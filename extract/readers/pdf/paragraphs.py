"""Lines to paragraphs: by indentation and by the room that is left at the end of a line.

GB/T 9704-2012 sets running text in lines of 28 characters, paragraphs indented by two. A line goes on in the next where that is
not indented and its first word would not have fit behind the line; punctuation alone decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from .lines import Line

__all__ = ["Margins", "Paragraph", "paragraphs"]

_LABEL: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}\s*[、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十百零〇\d]{1,6}[编篇章节条]|附\s*件|-{2}|—{2}"
)
_SENTENCE_END: Final = re.compile(r"[。！？；：.!?;:…][”’」』)）]{0,2}$")
_ROW: Final = re.compile(r"(\d{1,4})\s*[、.．](?!\d)")
_NUMBER: Final = re.compile(r"\d+|[一二三四五六七八九十]+")
_NUMERALS: Final = "〇一二三四五六七八九十"
_NO_START: Final = frozenset("，。、；：！？）】》〉」』”’％,.;:!?)]}%·…—")  # what may not begin a line (GB/T 15834-2011, 5.1)
_NO_END: Final = frozenset("（【《〈「『“‘([{")
_ATOM: Final = re.compile(r"[A-Za-z0-9.,:/%+-]+")
_SLACK: Final = 0.35  # of a character: what justification and rounding take
_OTHER_SIZE: Final = 0.12  # by which sizes of one paragraph may differ
_INDENT: Final = 0.7  # of a character, from which on a line is indented
_CENTRED: Final = 2.6  # characters of inset on either side; an indented line that breaks two characters early is not centred
_DEEPEST_HANG: Final = 6.5  # characters: 附件：1. and its like
_GAP: Final = 1.75  # times the usual pitch of lines, above which paragraphs are set apart


@dataclass(slots=True)
class Paragraph:
    """The lines of one paragraph."""

    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The characters of the lines; a blank where the break stands between Latin words, or where the source has one."""
        parts = [self.lines[0].text]
        for before, after in pairwise(self.lines):
            if before.spaced or (_is_latin(before.text[-1]) and _is_latin(after.text[0])):
                parts.append(" ")
            parts.append(after.text)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Edges:
    left: float
    right: float


class Margins:
    """Where the running text of each page begins and ends."""

    def __init__(self, pages: list[list[Line]], widths: list[float], body: float) -> None:
        self.body = body
        """Font size of the running text."""
        groups: dict[tuple[int, int], list[tuple[int, list[Line]]]] = {}
        for number, (lines, width) in enumerate(zip(pages, widths, strict=True), 1):
            running = [line for line in lines if self._is_running(line)]
            for column in range(3):
                own = [line for line in running if line.column == column]
                groups.setdefault((column, round(width)), []).append((number, own))
        self._edges: dict[tuple[int, int], _Edges] = {}
        for (column, width), members in groups.items():
            self._edges.update({(number, column): edges for number, edges in self._group(members, width, column)})
        self.indented = self._are_indented(pages)
        """Whether paragraphs are."""

    def _group(self, members: list[tuple[int, list[Line]]], width: float, column: int) -> list[tuple[int, _Edges]]:
        """Return the edges for each of the pages that share a width."""
        whole = self._measure([line for _, lines in members for line in lines], width, column)
        halves = [[line for number, lines in members if number % 2 == parity for line in lines] for parity in (0, 1)]
        if min(map(len, halves)) >= 8:
            sides = [self._measure(half, width, column) for half in halves]
            # Odd and even pages may be set off against each other, for binding.
            if abs(sides[0].left - sides[1].left) > self.body / 2:
                return [(number, sides[number % 2]) for number, _ in members]
        return [(number, whole) for number, _ in members]

    def inset(self, line: Line) -> float:
        """Return how far, in points, a line begins behind the left edge of the running text."""
        return line.left - self._edges[line.page, line.column].left

    def room(self, line: Line) -> float:
        """Return how many points are left behind a line."""
        return self._edges[line.page, line.column].right - line.right

    def is_full(self, line: Line, following: Line) -> bool:
        """Return whether the first word of the line that follows would not have fit behind ``line``."""
        return self.room(line) < _first_word(following) + _SLACK * following.size

    def is_centred(self, line: Line) -> bool:
        """Return whether a line stands in the middle, inset on either side."""
        left, right = self.inset(line), self.room(line)
        return min(left, right) > _CENTRED * line.size and abs(left - right) < 1.2 * line.size

    def _are_indented(self, pages: list[list[Line]]) -> bool:
        """Return whether paragraphs are indented: whether most lines are that follow one which leaves room for them."""
        begins = [
            line
            for lines in pages
            for before, line in pairwise(lines)
            if self._is_running(line) and self._is_running(before) and not self.is_full(before, line) and not self.is_centred(line)
        ]
        return sum(1 for line in begins if self.inset(line) >= _INDENT * line.size) * 2 > len(begins)

    def _is_running(self, line: Line) -> bool:
        return line.aside is None and abs(line.size - self.body) <= self.body * _OTHER_SIZE

    def _measure(self, lines: list[Line], width: float, column: int) -> _Edges:
        if not lines:
            return _Edges(width * 0.15, width * 0.85)
        lefts = Counter(round(line.left / 2) for line in lines)
        rights = Counter(round(line.right / 2) for line in lines)
        least = max(1, len(lines) * 0.04)
        left = min((at for at, _ in lefts.items() if _near(lefts, at) >= least), default=min(lefts))
        right = max((at for at, _ in rights.items() if _near(rights, at) >= max(least, min(2, len(lines)))), default=max(rights))
        left_edge = min(line.left for line in lines if abs(round(line.left / 2) - left) <= 1)
        right_edge = max(line.right for line in lines if abs(round(line.right / 2) - right) <= 1)
        mirrored = width - left_edge
        # Short lines that happen to end at one place are no margin: without full lines it is taken to mirror the left one.
        if not column and right_edge < mirrored - max(left_edge * 0.6, 4 * self.body):
            right_edge = mirrored
        return _Edges(left_edge, right_edge)


def _near(counts: Counter[int], at: int) -> int:
    return counts[at - 1] + counts[at] + counts[at + 1]


def paragraphs(lines: list[Line], margins: Margins, pitch: float) -> list[Paragraph]:
    """Return the paragraphs that consecutive lines of notice text form.

    ``pitch`` is the usual distance of lines in points.
    """
    found: list[Paragraph] = []
    for line in lines:
        if found and _goes_on(found[-1], line, margins, pitch):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line]))
    return found


def _goes_on(paragraph: Paragraph, line: Line, margins: Margins, pitch: float) -> bool:
    before = paragraph.lines[-1]
    if abs(before.size - line.size) > _OTHER_SIZE * max(before.size, line.size) or margins.is_centred(before):
        return False
    if not margins.is_full(before, line) or _is_apart(before, line, pitch) or _is_next_row(paragraph.lines[0], line):
        return False
    if margins.is_centred(line):
        return line.size > margins.body * (1 + _OTHER_SIZE)  # a title that fills its line; 第一章 under a full line is none
    labelled = _LABEL.match(line.text) is not None
    inset = margins.inset(line)
    if inset < _INDENT * line.size:
        # Where paragraphs are not indented, a label behind the end of a sentence begins one.
        ends = labelled and _SENTENCE_END.search(before.text) is not None
        return margins.indented or not ends or _counts_on(paragraph.text, line.text)
    return not labelled and _hangs(paragraph, line.size, inset, margins.inset(before))


def _is_next_row(first: Line, line: Line) -> bool:
    """Return whether a line bears the next number under the first of a paragraph, at the same place: rows of a roster that fill theirs."""
    one, other = _ROW.match(first.text), _ROW.match(line.text)
    return one is not None and other is not None and int(other[1]) == int(one[1]) + 1 and abs(first.left - line.left) < _INDENT * line.size


def _counts_on(text: str, line: str) -> bool:
    """Return whether the label at the head of a line goes on with one inside the text before it: (4) … (5) … | (6)."""
    label = _LABEL.match(line)
    number = _NUMBER.search(label[0]) if label else None
    if label is None or number is None:
        return False
    if number[0].isdecimal():
        before = str(int(number[0]) - 1)
    elif len(number[0]) == 1:
        before = _NUMERALS[_NUMERALS.index(number[0]) - 1]
    else:
        return False
    return text.find(label[0][: number.start()] + before + label[0][number.end() :], 1) > 0


def _is_apart(before: Line, line: Line, pitch: float) -> bool:
    """Return whether more than the usual room stands between two lines of one column."""
    step = line.top - before.top
    return line.page == before.page and line.column == before.column and step > _GAP * pitch and step > 2.2 * line.size


def _hangs(paragraph: Paragraph, size: float, inset: float, above: float) -> bool:
    """Return whether an indented line goes on with a paragraph whose lines hang behind its label (附件：1.).

    ``inset`` and ``above`` are the indentations, in points, of the line and of the one above it.
    """
    if len(paragraph.lines) > 1:
        return above >= _INDENT * size and abs(inset - above) < _INDENT * size
    step = inset - above
    hangs = _INDENT * size <= step <= _DEEPEST_HANG * size and above <= _DEEPEST_HANG * size
    return hangs and (above >= _INDENT * size or _LABEL.match(paragraph.lines[0].text) is not None)


def _first_word(line: Line) -> float:
    """Return the width, in points, of what cannot be parted at the beginning of a line."""
    glyphs, text = line.glyphs, "".join([glyph[0] for glyph in line.glyphs])
    end = 0
    while end < len(text) - 1 and text[end] in _NO_END:
        end += 1
    atom = _ATOM.match(text, end)
    end = atom.end() if atom else end + 1
    while end < len(text) and text[end] in _NO_START:
        end += 1
    return glyphs[end - 1][3] - glyphs[0][1]


def _is_latin(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ",.;:)")
