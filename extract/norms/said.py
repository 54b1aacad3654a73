"""A sentence as the cases see it, and what a case is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ...schemas.norms import NormType
from .modals import Modal, first_modal
from .segments import Segment, read_segments
from .subjects import Subject, explicit_subjects, skip_times
from .verbs import skip_adverbs, verb_at

__all__ = ["Case", "Said", "Verdict", "has_verb"]


@dataclass(slots=False)
class Said:
    """One sentence as the cases see it; offsets in the view."""

    text: str
    start: int
    end: int
    in_clause: bool = True
    """Whether it stands in a clause, not in the running text around them."""
    part: str = "main"
    heading: str = ""
    """Heading of the clause and of those above it, joined."""
    level: str = ""
    """Level of the clause."""
    opens: bool = False
    """Whether it opens a paragraph and others follow in that."""
    taiwan: bool = False
    """Whether the notice is one of Taiwan."""
    tells: bool = False
    """Whether the notice is of a kind that tells more than it commands (通报, 复函)."""
    written: str | None = None
    """Date of the notice, ISO 8601."""
    beside: NormType | None = None
    """Type of the unit before it in the same enumeration."""

    words: str = field(init=False)
    """The sentence itself."""
    segments: list[Segment] = field(init=False)
    """Its segments."""
    acts: list[Segment] = field(init=False)
    """The segments that are acts."""
    modal: Modal | None = field(init=False)
    """Its first modal."""

    def __post_init__(self) -> None:
        self.words = self.text[self.start : self.end]
        self.segments = read_segments(self.text, self.start, self.end)
        self.acts = [segment for segment in self.segments if segment.kind == "act"]
        self.modal = first_modal(self.text, self.segments, taiwan=self.taiwan)

    @cached_property
    def subjects(self) -> list[Subject]:
        """Those who act in it, 鼓励 X not counted."""
        return explicit_subjects(self.text, self.segments)

    @cached_property
    def imperatives(self) -> list[Segment]:
        """The acts that begin with a verb, or with an adverb, behind which a verb stands even if we do not know it."""
        return [act for act in self.acts if self._commands(act)]

    def _commands(self, act: Segment) -> bool:
        start = skip_times(self.text, act.start, act.end)
        behind = skip_adverbs(self.text, start, act.end)
        return behind - start > 1 or verb_at(self.text, behind, act.end) > 0

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern is found in it."""
        return pattern.search(self.words) is not None


class Verdict(NamedTuple):
    """What a case says of a sentence."""

    case: str
    type: NormType | None
    """None: no norm."""


@dataclass(slots=True, frozen=True)
class Case:
    """A case: what it is called, what it makes of a sentence, when it fits, and why."""

    name: str
    type: NormType | None
    fits: Callable[[Said], bool]
    reason: str
    examples: tuple[str, ...] = field(default=())


def has_verb(said: Said) -> bool:
    """Whether a verb stands behind the last 的 of some segment: a phrase that ends in a noun with its clause has none."""
    for segment in said.segments:
        tail = said.text.rfind("的", segment.start, segment.end) + 1 or segment.start
        if any(verb_at(said.text, at, segment.end) for at in range(tail, segment.end)):
            return True
    return False
