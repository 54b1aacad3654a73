"""What our own rules say of words that a model took for a modal, a time limit or a frequency: they must be one, and have a normal form."""

from __future__ import annotations

from functools import partial
from typing import Final

from ...schemas.norms import Frequency, NormType, TimeLimit
from ...schemas.notice import Notice, Span
from ..damage import read_view
from ..norms.modals import encouraging, first_modal, strength_of
from ..norms.names import ends_as_actor
from ..norms.segments import Segment, read_segments
from ..script import simplify
from ..text import fold, squeeze
from ..timing import find_frequencies, find_time_limits

__all__ = ["Grammar", "is_actor", "is_modal"]

_TYPES: Final[dict[str, NormType]] = {
    "must": "obligation",
    "should": "obligation",
    "aim": "obligation",
    "must_not": "prohibition",
    "should_not": "prohibition",
    "may": "permission",
}
"""The type of norm that a class of modals makes."""
_LONGEST_MODAL: Final = 8


class Grammar:
    """Our rules for a notice, by places in its text."""

    def __init__(self, notice: Notice) -> None:
        script = notice.source.script
        self._view = read_view(notice.text, partial(simplify, script=script) if script not in (None, "simplified") else None)
        written = notice.metadata.written_date
        self._year = int(written[:4]) if written else None
        self._month = int(written[5:7]) if written else None

    def time_limit(self, words: Span, sentence: Span) -> TimeLimit | None:
        """Return the time limit of the sentence that ``words`` share a character with; null where there is none."""
        view = self._view
        for found in find_time_limits(view.text, *self._place(sentence), year=self._year, month=self._month):
            span = view.span(found.start, found.end)
            if span.start < words.end and words.start < span.end:
                since = view.kept(*found.since) if found.since else None
                return TimeLimit(span.start, span.end, span.exact, found.kind, found.value, since, found.working_days)
        return None

    def frequency(self, words: Span, sentence: Span) -> Frequency | None:
        """Return the frequency of the sentence that ``words`` share a character with; null where there is none."""
        view = self._view
        for found in find_frequencies(view.text, *self._place(sentence)):
            span = view.span(found.start, found.end)
            if span.start < words.end and words.start < span.end:
                return Frequency(span.start, span.end, span.exact, found.value, found.times)
        return None

    def strength(self, sentence: Span, kind: NormType) -> int | None:
        """Return the strength of a sentence as a norm of ``kind``."""
        text, (start, end) = self._view.text, self._place(sentence)
        return strength_of(text, start, end, first_modal(text, read_segments(text, start, end)), kind)

    def _place(self, span: Span) -> tuple[int, int]:
        return self._view.index(span.start), self._view.index(span.end)


def is_modal(words: str, kind: NormType | None = None) -> bool:
    """Return whether ``words`` are a modal, in any script: one of norms of ``kind``, or of any."""
    plain = simplify(squeeze(words), "mixed")[0]
    if not 0 < len(plain) <= _LONGEST_MODAL:
        return False
    whole = Segment(0, len(plain), "act")
    modal = first_modal(plain, [whole])
    found: NormType | None = None
    if modal is not None and modal.end == len(plain):
        found = _TYPES[modal.kind]
    elif encouraging(plain, whole) == (0, len(plain)):
        found = "encouragement"
    elif plain == "原则上":
        found = "obligation"
    return found is not None and kind in (None, found)


def is_actor(name: str) -> bool:
    """Return whether ``name``, in any script, is that of somebody who can act: a body, a class of bodies or of persons, divisions."""
    plain = simplify(squeeze(fold(name)), "mixed")[0]
    return bool(plain) and ends_as_actor(plain)
