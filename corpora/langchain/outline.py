"""The outline of a notice: which clause owns which words, under which headings, and how long words are cut."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ...schemas.notice import Clause, Notice, Part

__all__ = ["Outline", "Stretch", "Unit", "cut", "outline_of", "page_starts"]

_CLOSING: Final = "。！？!?；;…”’」』》)）]】〕\"'"
_SENTENCE_END: Final = re.compile(rf"[。！？!?；;…]+[{re.escape(_CLOSING)}]*|\n")
_PAUSE: Final = re.compile(r"[，,、：:\t ]")


@dataclass(slots=True, frozen=True)
class Unit:
    """A part or clause, as far as it is needed to say where words stand."""

    eid: str
    parent: str | None
    """eid of the unit above; null for a part."""
    level: str
    """As :attr:`Clause.level`; ``part`` for a part."""
    label: str | None
    heading: str | None
    """Heading of a clause, title of a part."""
    start: int
    end: int


@dataclass(slots=True, frozen=True)
class Stretch:
    """Words between two boundaries of units: they are their deepest unit's own."""

    unit: Unit
    start: int
    end: int


@dataclass(slots=True)
class Outline:
    """The units of a text in document order, each inside that of its parent."""

    units: list[Unit]
    length: int
    """Code points of the text."""
    pages: list[tuple[int, int]] = field(default_factory=list)
    """For paged sources, where each page begins: (offset, page from 1)."""
    _by_eid: dict[str, Unit] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_eid = {unit.eid: unit for unit in self.units}

    def stretches(self) -> Iterator[Stretch]:
        """Yield stretches that tile the text, cut wherever a unit begins or ends; those without any character are left out."""
        open_units = [Unit("main", None, "part", None, None, 0, self.length)]  # for words outside of all parts
        closing = Unit("", None, "", None, None, self.length, self.length)
        position = 0
        for unit in [*sorted(self.units, key=lambda unit: (unit.start, -unit.end)), closing]:
            while open_units and open_units[-1].end <= unit.start:
                closed = open_units.pop()
                if position < closed.end:
                    yield Stretch(closed, position, closed.end)
                    position = closed.end
            if position < unit.start:
                yield Stretch(open_units[-1], position, unit.start)
                position = unit.start
            open_units.append(unit)

    def unit(self, eid: str) -> Unit | None:
        """Return the unit with an eid."""
        return self._by_eid.get(eid)

    def path(self, unit: Unit) -> list[str]:
        """Return the headings from the title of the part down to the unit's own, labels before them."""
        names: list[str] = []
        at: Unit | None = unit
        while at is not None:
            names.append(" ".join(f"{at.label or ''}{at.heading or ''}".split()))
            at = self._by_eid.get(at.parent) if at.parent else None
        return [name for name in reversed(names) if name]

    def page(self, offset: int) -> int | None:
        """Return the page that the character at ``offset`` stands on; null for sources without pages."""
        at = bisect_right(self.pages, (offset, 1 << 62)) - 1
        return self.pages[at][1] if at >= 0 else None


def outline_of(notice: Notice) -> Outline:
    """Return the outline of ``notice``."""
    pages = page_starts((block.start, block.page) for block in notice.blocks)
    return Outline([*map(_part, notice.parts), *map(_clause, notice.clauses)], len(notice.text), pages)


def page_starts(blocks: Iterable[tuple[int, int | None]]) -> list[tuple[int, int]]:
    """Return where each page begins, of the starts and pages of the blocks of a text."""
    pages: list[tuple[int, int]] = []
    for start, page in blocks:
        if page is not None and (not pages or pages[-1][1] != page):
            pages.append((start, page))
    return pages


def _part(part: Part) -> Unit:
    return Unit(part.eid, None, "part", None, part.title, part.start, part.end)


def _clause(clause: Clause) -> Unit:
    return Unit(clause.eid, clause.parent, clause.level, clause.label, clause.heading, clause.start, clause.end)


def cut(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Yield the places of pieces of ``text[start:end]``, without blanks at their ends and of at most ``longest`` characters.

    A piece ends where a sentence or line ends, else at a comma, else where it must; no two overlap, and only blanks lie between them.
    """
    while True:
        start, end = _trimmed(text, start, end)
        if start >= end:
            return
        stop = end if end - start <= longest else _stop(text, start, start + longest)
        yield _trimmed(text, start, stop)
        start = stop


def _stop(text: str, start: int, limit: int) -> int:
    for pattern in (_SENTENCE_END, _PAUSE):
        ends = [match.end() for match in pattern.finditer(text, start, limit)]
        if ends and ends[-1] == limit and text[limit] in _CLOSING:  # the marks that close the sentence are not cut off from it
            ends.pop()
        if ends:
            return ends[-1]
    return limit


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    kept = text[start:end]
    return start + len(kept) - len(kept.lstrip()), end - (len(kept) - len(kept.rstrip()))
