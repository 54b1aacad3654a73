"""What recognition knows of each character, and how it gets from there to the blocks of the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from ...page import RawBlock, RawRepair, RawRun

__all__ = ["Seen", "add_evidence"]

_CLASSES: Final = (0.99, 0.95, 0.9, 0.8, 0.6)
"""Lower bounds: a run is as long as its characters are of one class."""


class _Glyph(NamedTuple):
    character: str
    left: float
    top: float
    right: float
    bottom: float


class Seen(_Glyph):
    """A character that was recognised: its box in points, how sure the recogniser is, and what it read there.

    ``observed`` differs from the character where a mark was restored; it is empty for one that was not seen.
    """

    confidence: float
    observed: str
    others: list[tuple[str, float]]
    """What else it may be, and how likely, where it is not sure."""
    centre: float
    """Where the recogniser saw it, in points from the left; for a mark in a field of its own not the middle of the field."""

    @classmethod
    def at(cls, character: str, box: tuple[float, float, float, float], confidence: float, centre: float | None = None) -> Seen:
        """Return a character as the recogniser read it."""
        seen = cls(character, *box)
        seen.confidence, seen.observed = confidence, character
        seen.centre = (box[0] + box[2]) / 2 if centre is None else centre
        seen.others = []
        return seen

    def restored(self, character: str) -> Seen:
        """Return the same place with another character in the text."""
        seen = Seen.at(character, self[1:], self.confidence, self.centre)
        seen.observed = self.observed
        return seen


def add_evidence(block: RawBlock, glyphs: Iterable[tuple[str, float, float, float, float]]) -> None:
    """Set the confidence, the runs and the repairs of a block from the characters that it was made of, in their order.

    Blanks of the text need not be among them; characters that were not recognised but printed (a text layer) carry no evidence.
    """
    seen = [glyph for glyph in glyphs if isinstance(glyph, Seen) and not glyph.character.isspace()]
    if not seen:
        return
    position = 0
    for glyph in seen:
        at = block.text.find(glyph.character, position)
        if at < 0:
            continue
        position = at + 1
        _add_to_runs(block.runs, at, glyph.confidence)
        if glyph.observed != glyph.character:
            block.repairs.append(RawRepair(at, position, *_kind(glyph), glyph.observed, glyph.confidence))
    block.confidence = round(sum(glyph.confidence for glyph in seen) / len(seen), 4)


def _add_to_runs(runs: list[RawRun], at: int, confidence: float) -> None:
    last = runs[-1] if runs else None
    if last is not None and at - last.end <= 1 and _class(last.confidence) == _class(confidence):
        last.end = at + 1
        last.confidence = min(last.confidence, round(confidence, 4))
    else:
        runs.append(RawRun(at, at + 1, round(confidence, 4)))


def _kind(glyph: Seen) -> tuple[str, str]:
    """Return kind and rule of what was restored."""
    if glyph.observed.isalpha():
        return "character", "the recogniser's other reading makes a word, its first does not"
    return "mark", "the page shows the room that the mark takes, or its other half"


def _class(confidence: float) -> int:
    return sum(confidence < bound for bound in _CLASSES)
