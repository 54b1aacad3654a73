"""The leash: a word of a model counts only where it stands in the text, and then it is the text that counts.

A value is looked for verbatim; where it does not stand so, without regard to blanks and to the width of punctuation and digits
(:func:`~gongwen.extract.text.fold`); never in any other way. What is found is a stretch of the text with exact offsets, and all
that goes into a notice is read there, not in the answer.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterator
from typing import Final

from ...schemas.notice import Span
from ..text import View, fold, squeeze, tidy

__all__ = ["Leash", "printable"]

_BLANKS: Final = re.compile(r"\s+")


class Leash:
    """A view of a text in which the words of a model are looked up; offsets are the view's."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._tight = View(view.raw, [match.span() for match in _BLANKS.finditer(view.raw)])

    def places(self, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every place within ``start``..``end`` where ``words`` stand: verbatim, else blanks and widths aside."""
        verbatim = list(_all(self.view.raw, words.strip(), start, end))
        if verbatim:
            yield from verbatim
            return
        tight = self._tight
        for low, high in _all(tight.text, squeeze(fold(words)), tight.index(start), tight.index(end)):
            place = tight.bounds(low, high)
            if start <= place[0] and place[1] <= end:
                yield place

    def first(self, words: str, start: int, end: int) -> tuple[int, int] | None:
        """Return the first of :meth:`places`; null where there is none."""
        return next(self.places(words, start, end), None)

    def span(self, place: tuple[int, int]) -> Span:
        """Return the span of the sacred text."""
        return self.view.span(*place)

    def words(self, place: tuple[int, int]) -> str:
        """Return what stands there, as a value: line breaks and the marks of page chunks taken out."""
        return tidy(self.view.kept(*place))


def _all(text: str, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = text.find(words, start, end) if words else -1
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1, end)


def printable(value: object) -> str:
    """Return a value of a model as text that can be written: halves of characters escaped, cut where it is long."""
    text = value if isinstance(value, str) else reprlib.repr(value)
    text = text if len(text) <= 300 else text[:300] + "…"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
