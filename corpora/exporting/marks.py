"""Marks over a text: spans that nest, meet or cross, written as elements that only nest."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from heapq import heapify, heappop, heappush
from operator import attrgetter
from typing import Final

from ...schemas.norms import Entity, Norm
from ...schemas.notice import Notice
from .xml_writer import Attributes, XmlWriter

__all__ = ["NORM_NAMES", "Mark", "MarkedText", "norm_id", "other_entities", "plain"]

# Of marks on the very same characters the sentence is outside and the bare entity inside: norm 0, citation 1, quantity 2, entity 3.
NORM_NAMES: Final = {
    "obligation": "义务",
    "prohibition": "禁止",
    "permission": "许可",
    "encouragement": "鼓励",
    "consequence": "后果",
    "constitutive": "构成性规定",
}
_MOST_CUTS: Final = 50
_ID: Final = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)


@dataclass(slots=True)
class Mark:
    """A stretch of the text that becomes an element."""

    start: int
    end: int
    rank: int
    """Of marks on the very same characters, the lower is outside."""
    tag: str
    attributes: Attributes
    kind: str
    """What its identifier is counted by: ``<clause>__<kind>_<n>``."""
    identifier: str | None = None
    """Its identifier, where it has one beforehand; otherwise given when it is first written."""
    written: bool = field(default=False, init=False)
    cuts: int = field(default=0, init=False)
    """How often it was cut because it crosses another."""


class MarkedText:
    """A text with its marks, written stretch by stretch from the front.

    What begins first is outside; of what begins together, the longer. Where two marks cross, the one that begins later is cut
    in two at the end of the other, and a mark that runs over several stretches is cut where they end. The first piece carries
    the identifier, every other points back at it (``continues``). No character is lost, and depth costs no time. A mark that
    crosses more than 50 others, as only marks made to harm do, is written as far as that.
    """

    def __init__(self, text: str, marks: list[Mark], *, identifier: str, continues: str, taken: set[str]) -> None:
        """Take the marks; ``identifier`` and ``continues`` name the attributes, ``taken`` the identifiers that are not free."""
        self._text = text
        self._marks = sorted((mark for mark in marks if mark.start < mark.end), key=attrgetter("start"))
        self._starts = [mark.start for mark in self._marks]
        self._carried: list[Mark] = []
        self._next = 0
        self._identifier = identifier
        self._continues = continues
        self._taken = taken
        self._counts: Counter[tuple[str, str]] = Counter()

    def write(self, writer: XmlWriter, start: int, end: int, eid: str) -> None:
        """Write ``text[start:end]``, which belongs to the clause or part ``eid``; stretches must come in order."""
        text, stack, position = self._text, list[int](), start
        queue = self._within(start, end)
        while queue or stack:
            if stack and (not queue or stack[-1] <= queue[0][0]):
                until = stack.pop()
                writer.text(text[position:until])
                writer.close()
                position = until
                continue
            begin, back, rank, index, mark = heappop(queue)
            writer.text(text[position:begin])
            position, until = begin, -back
            if stack and until > stack[-1]:
                if mark.cuts < _MOST_CUTS:
                    mark.cuts += 1
                    heappush(queue, (stack[-1], back, rank, index, mark))
                until = stack[-1]
            self._open(writer, mark, eid)
            stack.append(until)
        writer.text(text[position:end])

    def _within(self, start: int, end: int) -> list[tuple[int, int, int, int, Mark]]:
        """Return the pieces of marks that lie in the stretch, as a heap: by start, the longest first."""
        until = bisect_left(self._starts, end)
        marks = [*self._carried, *self._marks[self._next : until]]
        self._next = max(until, self._next)
        self._carried = [mark for mark in marks if mark.end > end]
        pieces = [
            (max(mark.start, start), -min(mark.end, end), mark.rank, index, mark) for index, mark in enumerate(marks) if mark.end > start
        ]
        heapify(pieces)
        return pieces

    def _open(self, writer: XmlWriter, mark: Mark, eid: str) -> None:
        if mark.written:
            own = {self._continues: f"#{mark.identifier}"}
        else:
            mark.written = True
            mark.identifier = self._free(mark, eid)
            own = {self._identifier: mark.identifier}
        writer.open(mark.tag, own | dict(mark.attributes), line=False)

    def _free(self, mark: Mark, eid: str) -> str:
        name = mark.identifier
        while name is None or name in self._taken:
            self._counts[eid, mark.kind] += 1
            name = f"{eid}__{mark.kind}_{self._counts[eid, mark.kind]}"
        self._taken.add(name)
        return name


def norm_id(norm: Norm) -> str | None:
    """Return the id of a norm where XML takes it for one."""
    return norm.id if _ID.fullmatch(norm.id) else None


def other_entities(notice: Notice) -> list[Entity]:
    """Return the entities but those amounts and documents that are marked as quantities and citations anyhow."""
    said = {(item.start, item.end) for items in (notice.citations, notice.quantities) for item in items}
    return [item for item in notice.entities or () if item.type not in {"MONEY", "DOC"} or (item.start, item.end) not in said]


def plain(value: Decimal) -> str:
    """Return a number without exponent and without zeros at its end, unless it is longer than any measure."""
    if not value.is_finite() or not -30 < value.adjusted() < 30:
        return str(value)
    return f"{value.normalize():f}"
