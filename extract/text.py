"""Views of the sacred text: what the rules match against, with the way back.

``Notice.text`` is never changed. Rules read a :class:`View`: punctuation and digits folded to half width (one character for
one, so offsets stay), and, where a text was broken by page chunks, those breaks cut out (offsets mapped). Every span that a
rule reports goes through :meth:`View.span`, so nothing downstream needs to know which view it read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from ..schemas.notice import Span

__all__ = ["Line", "View", "fold", "key", "squeeze", "tidy"]

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


class View:
    """A derived text with a map back to the sacred one.

    ``View(source)`` folds widths. ``cuts`` are sorted, disjoint ``(start, end)`` stretches of the source that the view
    leaves out.
    """

    __slots__ = ("_cuts", "_lines", "_shifts", "_starts", "raw", "source", "text")

    def __init__(self, source: str, cuts: list[tuple[int, int]] | None = None) -> None:
        self.source = source
        self.raw = source
        """The characters of the view as the source has them, before folding; same offsets as ``text``."""
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
        self.text = fold(self.raw)
        self._lines: list[Line] | None = None

    def origin(self, index: int) -> int:
        """Return the offset in the source of the character at ``index`` of the view (of the end of the text for its length)."""
        if len(self._starts) == 1:
            return index
        return index + self._shifts[bisect_right(self._starts, index) - 1]

    def index(self, offset: int) -> int:
        """Return the place in the view of a source offset; one inside a cut gives the place of the cut."""
        at = bisect_right(self._cuts, (offset, len(self.source) + 1)) - 1
        if at < 0:
            return offset
        start, end = self._cuts[at]
        return start - self._shifts[at] if offset < end else offset - self._shifts[at + 1]

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of ``text[start:end]``; a cut inside belongs to the stretch, cuts at its ends do not."""
        if end <= start:
            at = self.origin(start)
            return at, at
        return self.origin(start), self.origin(end - 1) + 1

    def span(self, start: int, end: int) -> Span:
        """Return the span of the source under ``text[start:end]``; raises :class:`SpanError` where that is empty."""
        return Span.of(self.source, *self.bounds(start, end))

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
