"""Rosters that a model proposes, held to their rows: each row stands in the text, and its cells in the row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from ...schemas.notice import Roster, RosterEntry
from ..numerals import to_int
from .leash import Leash, printable
from .passages import Passage
from .result import Reason, Rejection
from .shapes import RowShape

__all__ = ["RosterReader", "gather_rosters"]

_FEWEST_ROWS: Final = 5
"""A roster has five rows or more (annotation guidelines)."""


@dataclass(slots=True)
class RosterReader:
    """Reads the rows proposed on one passage; ``rejected`` grows."""

    leash: Leash
    passage: Passage
    rejected: list[Rejection]

    def title(self, answer: dict[str, Any]) -> str | None:
        """Return the title of the roster, where it stands in the passage."""
        words = answer.get("title")
        place = self._find("title", words, self.passage.start, self.passage.end) if isinstance(words, str) else None
        return self.leash.words(place) if place else None

    def columns(self, answer: dict[str, Any]) -> list[str]:
        """Return the names of the columns behind the name, where all of them stand in the passage; else none."""
        words = answer.get("columns")
        if not isinstance(words, list):
            return []
        places = [self._find("columns", name, self.passage.start, self.passage.end) for name in words if isinstance(name, str)]
        names = [self.leash.words(place) for place in places if place]
        return names if len(names) == len(words) == len(set(names)) else []

    def row(self, shape: RowShape, after: int, columns: list[str]) -> RosterEntry | None:
        """Return the entry that a row is; ``after`` is the offset in the source behind which it must stand. Null where it is rejected."""
        passage = self.passage
        places = [place for place in self.leash.places(shape.quote, passage.start, passage.end) if self._is_free(place)]
        behind = [place for place in places if self.leash.span(place).start >= after]
        if not behind:
            reason: Reason = "duplicate" if places else "not-in-clause"
            message = "this row was proposed before" if places else "these words do not stand in the passage"
            self.reject("quote", shape.quote, reason, message)
            return None
        place = behind[0]
        name = self._find("name", shape.name, *place)
        if name is None:
            return None
        number = self._number(shape.number, place)
        group = self._find("group", shape.group, passage.start, place[1]) if shape.group else None
        cells = [self._find("cells", cell, *place) for cell in shape.cells]
        values = [self.leash.words(cell) for cell in cells if cell]
        named = columns if len(columns) == len(values) else [f"属性{at + 1}" for at in range(len(values))]
        span = self.leash.span(place)
        attributes = dict(zip(named, values, strict=True))
        words = self.leash.words
        return RosterEntry(span.start, span.end, span.exact, number or 0, words(name), words(group) if group else None, attributes)

    def reject(self, name: str, value: object, reason: Reason, message: str) -> None:
        """List a value as rejected."""
        self.rejected.append(Rejection("rosters", self.passage.eid, name, printable(value), reason, message))

    def _find(self, name: str, words: str | None, start: int, end: int) -> tuple[int, int] | None:
        if not words or not words.strip():
            return None
        place = next((place for place in self.leash.places(words, start, end) if self._is_free(place)), None)
        if place is None:
            self.reject(name, words, "not-in-clause", "these words do not stand where they are said to")
        return place

    def _is_free(self, place: tuple[int, int]) -> bool:
        return all(end <= place[0] or place[1] <= start for start, end in self.passage.withheld)

    def _number(self, words: str | None, row: tuple[int, int]) -> int | None:
        place = self._find("number", words, *row) if words else None
        if place is None:
            return None
        number = to_int(self.leash.words(place).strip(".、()（） "))
        if number is None:
            self.reject("number", words, "not-a-value", "this is no number")
        return number


def gather_rosters(found: list[tuple[RosterReader, str | None, list[RosterEntry]]]) -> list[Roster]:
    """Join the rows of a part, or of a clause, to rosters: those of passages that follow each other and name no new title."""
    rosters: list[Roster] = []
    for reader, title, entries in found:
        if not entries:
            continue
        last = rosters[-1] if rosters else None
        eid = reader.passage.eid
        if last is not None and last.eid == eid and title in (None, last.title):
            last.entries += entries
            last.end = entries[-1].end
        else:
            rosters.append(Roster(eid, title, None, entries, entries[0].start, entries[-1].end))
    kept = []
    for roster in rosters:
        if len(roster.entries) < _FEWEST_ROWS:
            reader = next(reader for reader, _, _ in found if reader.passage.eid == roster.eid)
            rows = f"{len(roster.entries)} rows"
            reader.reject("rows", roster.entries[0].exact, "too-few-rows", f"{rows} are no roster; it has {_FEWEST_ROWS} or more")
            continue
        roster.numbered = all(entry.number for entry in roster.entries)
        if not roster.numbered:
            for position, entry in enumerate(roster.entries, 1):
                entry.number = position
        kept.append(roster)
    return kept
