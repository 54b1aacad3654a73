"""Views of the sacred text: what the rules match against, with the way back.

``Notice.text`` is never changed. Rules read a :class:`View`: punctuation and digits folded to half width (one character for
one, so offsets stay), where a text was broken by page chunks, those breaks cut out, and, where it is not in simplified
characters, its conversion to them (offsets mapped, see :mod:`.script`). Every span that a rule reports goes through
:meth:`View.span`, so nothing downstream needs to know which view it read.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import NamedTuple

from ..schemas.notice import Span

__all__ = ["Conversion", "Line", "Resized", "View", "fold", "key", "squeeze", "tidy"]

# Full-width forms that documents mix freely with their half-width twins. One character for one: offsets are kept.
_FOLD = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f\u205f\t\r\v\f", " "),
    "﹙": "(",
    "﹚": ")",
    "﹒": ".",
    "︰": ":",
    "∶": ":",
    "﹝": "〔",
    "﹞": "〕",
    "﹪": "%",
}
_WIDE = re.compile(f"[{re.escape(''.join(_FOLD))}]")
_NOT_WORD = re.compile(r"[\W_]+")
_CJK_BLANK = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def fold(text: str) -> str:
    """Return ``text`` with full-width ASCII, tabs and the wide blanks folded to half width; the length does not change."""
    # A text has a dozen of the hundred: finding and replacing those takes a fifth of the time of ``str.translate``.
    for wide in set(_WIDE.findall(text)):
        text = text.replace(wide, _FOLD[wide])
    return text


def squeeze(text: str) -> str:
    """Return ``text`` without any blank; for comparing values, never for offsets."""
    return "".join(text.split())


def key(text: str) -> str:
    """Return only the letters and digits of ``text``: two titles with one key are the same title in another punctuation."""
    return _NOT_WORD.sub("", text)


def tidy(text: str) -> str:
    """Return ``text`` as a value: line breaks and the blanks beside Chinese characters taken out, others folded to one."""
    words = text.split()
    return _CJK_BLANK.sub("", " ".join(words)) if len(words) > 1 else "".join(words)


class Line(NamedTuple):
    """A line of a view that is not blank; ``text`` has no blanks at either end and ``start``..``end`` are its offsets."""

    start: int
    end: int
    text: str


class Resized(NamedTuple):
    """A stretch of a text whose conversion has another length: ``start``..``end`` became ``to_start``..``to_end``."""

    start: int
    end: int
    to_start: int
    to_end: int


Conversion = Callable[[str], tuple[str, list[Resized]]]
"""Returns a text converted, and the stretches whose length changed; all other characters stand for one each."""


class View:
    """A derived text with a map back to the sacred one.

    ``View(source)`` folds widths. ``cuts`` are sorted, disjoint ``(start, end)`` stretches of the source that the view
    leaves out; ``convert`` gives the rest in other characters.
    """

    __slots__ = ("_cuts", "_lines", "_resized", "_shifts", "_starts", "raw", "source", "text")

    def __init__(self, source: str, cuts: list[tuple[int, int]] | None = None, convert: Conversion | None = None) -> None:
        self.source = source
        self.raw = source
        """The characters of the view before folding; same offsets as ``text``."""
        self._starts: list[int] = [0]
        self._shifts: list[int] = [0]
        self._cuts = cuts or []
        if cuts:
            kept: list[str] = []
            done = removed = 0
            for start, end in cuts:
                kept.append(source[done:start])
                removed += end - start
                self._starts.append(end - removed)
                self._shifts.append(removed)
                done = end
            kept.append(source[done:])
            self.raw = "".join(kept)
        self._resized: list[Resized] = []
        if convert is not None:
            self.raw, self._resized = convert(self.raw)
        self.text = fold(self.raw)
        self._lines: list[Line] | None = None

    @property
    def is_cut(self) -> bool:
        """Whether stretches of the source are left out."""
        return bool(self._cuts)

    @property
    def is_joined(self) -> bool:
        """Whether line breaks of the source are left out, so that the lines of the view say nothing about paragraphs."""
        return any("\n" in self.source[start:end] for start, end in self._cuts)

    def origin(self, index: int) -> int:
        """Return the offset in the source of the character at ``index`` of the view (of the end of the text for its length)."""
        if self._resized:
            index = self._unconverted(index)[0]
        return self._uncut(index)

    def _uncut(self, index: int) -> int:
        return index + self._shifts[bisect_right(self._starts, index) - 1] if self._cuts else index

    def _unconverted(self, index: int) -> tuple[int, int]:
        """Return the stretch, before conversion, of the character at ``index``: a whole one where its length was changed."""
        at = bisect_right(self._resized, index, key=lambda stretch: stretch.to_start) - 1
        if at >= 0:
            start, end, _, to_end = self._resized[at]
            if index < to_end:
                return start, end
            index += end - to_end
        return index, index + 1

    def index(self, offset: int) -> int:
        """Return the place in the view of a source offset; one inside a cut, or a resized stretch, gives the place of that."""
        at = bisect_right(self._cuts, (offset, len(self.source) + 1)) - 1
        if at >= 0:
            start, end = self._cuts[at]
            offset = start - self._shifts[at] if offset < end else offset - self._shifts[at + 1]
        at = bisect_right(self._resized, offset, key=lambda stretch: stretch.start) - 1
        if at >= 0:
            _, end, to_start, to_end = self._resized[at]
            offset = to_start if offset < end else offset + to_end - end
        return offset

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of ``text[start:end]``; a cut inside belongs to the stretch, cuts at its ends do not."""
        if end <= start:
            at = self.origin(start)
            return at, at
        if not (self._cuts or self._resized):
            return start, end
        last = self._unconverted(end - 1)[1] - 1 if self._resized else end - 1
        return self.origin(start), self._uncut(last) + 1

    def span(self, start: int, end: int) -> Span:
        """Return the span of the source under ``text[start:end]``; raises :class:`SpanError` where that is empty."""
        return Span.of(self.source, *self.bounds(start, end))

    def kept(self, start: int, end: int) -> str:
        """Return the characters of the source under ``text[start:end]`` without what the view leaves out."""
        at, end = self.bounds(start, end)
        if not self._cuts:
            return self.source[at:end]
        pieces = []
        for cut_start, cut_end in self._cuts[bisect_left(self._cuts, (at, at)) : bisect_left(self._cuts, (end, end))]:
            pieces.append(self.source[at:cut_start])
            at = cut_end
        return "".join([*pieces, self.source[at:end]])

    @property
    def lines(self) -> list[Line]:
        """Lines that are not blank, in order."""
        if self._lines is None:
            self._lines = []
            position = 0
            for raw in self.text.split("\n"):
                text = raw.strip()
                if text:
                    start = position + raw.index(text)
                    self._lines.append(Line(start, start + len(text), text))
                position += len(raw) + 1
        return self._lines
