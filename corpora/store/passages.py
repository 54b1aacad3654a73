"""Passages: the text of a notice, cut where clauses begin, as a search finds it.

Each character of the text lies in one passage. A passage belongs to the innermost clause around it, or to the part, and holds the
clause's own words: those of the clauses below it are passages of their own.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from ...schemas.notice import Notice
from .folding import fold_characters, squeeze_words

__all__ = ["Passage", "passages_of"]


class Passage(NamedTuple):
    """A stretch of the text."""

    start: int
    """First code point in the text of the notice."""
    end: int
    eid: str
    """The clause, or part, whose own words these are."""
    folded: str
    """The words as they are searched, see :mod:`.folding`."""


def passages_of(notice: Notice) -> list[Passage]:
    """Return the passages of ``notice`` in order; none of an empty text. A stretch of blanks alone goes with what stands before it."""
    characters = fold_characters(notice.text)
    passages: list[Passage] = []
    cuts = _cuts(notice)
    for (start, eid), (end, _) in pairwise([*cuts, (len(characters), "")]):
        folded = squeeze_words(characters[start:end])
        if not passages and (folded or end == len(characters)):
            passages.append(Passage(0, end, eid, folded))
        elif folded:
            passages.append(Passage(start, end, eid, folded))
        elif passages:
            passages[-1] = passages[-1]._replace(end=end)
    return passages


def _cuts(notice: Notice) -> list[tuple[int, str]]:
    """Return where stretches begin and what they belong to, in order; the first begins with the text, and none is empty."""
    parts = [(part.start, part.end, part.eid) for part in notice.parts]
    outer = parts[0][2] if parts else "main"
    units = sorted([*parts, *((clause.start, clause.end, clause.eid) for clause in notice.clauses)], key=lambda unit: (unit[0], -unit[1]))
    cuts = {0: outer}
    open_units: list[tuple[int, str]] = []
    for start, end, eid in [*units, (len(notice.text), 0, "")]:
        while open_units and open_units[-1][0] <= start:
            at, _ = open_units.pop()
            cuts[at] = open_units[-1][1] if open_units else outer
        cuts[start] = eid
        if not open_units:
            outer = eid  # what stands between two parts goes with the one before
        open_units.append((end, eid))
    del cuts[len(notice.text)]
    return sorted(cuts.items())
