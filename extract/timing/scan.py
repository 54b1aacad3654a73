"""What the search for time limits passes from case to case: the stretch, and what was found."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

__all__ = ["EDGES", "FoundLimit", "Kind", "Scan", "Stretch"]

Stretch = tuple[int, int]
Kind = Literal["within", "until", "during", "after", "before"]
# What a clause begins behind.
EDGES: Final = frozenset(',;:。、!?\n"“(— ')


class FoundLimit(NamedTuple):
    """A time limit in a view, the fields as in :class:`gongwen.schemas.notice.TimeLimit`; ``since`` is a stretch of the view."""

    start: int
    end: int
    kind: Kind
    value: str | None
    since: Stretch | None = None
    working_days: bool = False


class Scan(NamedTuple):
    """The stretch ``start``..``end`` of the view in which the search goes on, and the year and month of the notice."""

    text: str
    start: int
    end: int
    year: int | None
    month: int | None

    def behind(self, at: int, words: tuple[str, ...]) -> bool:
        """Tell whether one of ``words`` stands right before ``at``."""
        return self.text.endswith(words, self.start, at)

    def ahead(self, at: int, words: tuple[str, ...]) -> bool:
        """Tell whether one of ``words`` stands at ``at``."""
        return self.text.startswith(words, at, self.end)

    def opens(self, at: int) -> bool:
        """Tell whether a clause begins at ``at``."""
        return at == self.start or self.text[at - 1] in EDGES

    def closes(self, at: int) -> bool:
        """Tell whether a clause ends at ``at``."""
        return at >= self.end or self.text[at] in ",;。)、\n"
