"""Taggers: trained models that propose named entities; our rules weigh what they propose.

A tagger sees a stretch of text and knows nothing of notices. None of them is loaded unless it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

__all__ = ["Tagged", "Tagger"]


@dataclass(slots=True, frozen=True)
class Tagged:
    """An entity that a tagger proposes: ``text[start:end]`` of the text it was given, offsets in code points."""

    start: int
    end: int
    type: str
    """ORG, GPE, LOC, PER …, as in :data:`gongwen.schemas.norms.EntityType`."""
    score: float = 1.0
    """0 to 1; 1 where the model gives none."""


class Tagger(Protocol):
    """A trained model that marks entities."""

    @property
    def name(self) -> str:
        """What ``Entity.source`` calls it."""

    def tag(self, text: str) -> list[Tagged]:
        """Return the entities of ``text`` (any length), in order of place, none overlapping another."""
