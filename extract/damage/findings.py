"""What the detectors report: a repair of the contract, with the stretches that reading leaves out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ...schemas.notice import Repair
from ..text import View

__all__ = ["KINDS_OF_VALUE", "RESTORED", "Structural", "repair"]

KINDS_OF_VALUE: Final = frozenset({"wording", "year", "number", "recognition", "character"})
"""Damage to the words or figures themselves: a value read from there may be wrong. Other kinds stand beside the words."""

RESTORED: Final = "mark"
"""What the reader of a scan restored; the text is whole there."""


@dataclass(slots=True)
class Structural:
    """Damage beside the words, which can be read over: ``cuts`` are the stretches of the source to leave out."""

    repair: Repair
    cuts: list[tuple[int, int]] = field(default_factory=list)


def repair(
    view: View, place: tuple[int, int], kind: str, proposed: str | None, confidence: float, rule: str, *, reversible: bool
) -> Repair:
    """Return the repair of ``view.text[start:end]``, ``place``, with its span in the source."""
    span = view.span(*place)
    return Repair(
        start=span.start,
        end=span.end,
        exact=span.exact,
        kind=kind,
        observed=view.kept(*place),
        proposed=proposed,
        confidence=confidence,
        rule=rule,
        reversible=reversible,
    )
