"""Damage to a text (损坏): the findings, and how heavy they are together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .model import Model, Span

__all__ = ["Damage", "Repair"]


@dataclass(slots=True)
class Repair(Span):
    """Damage found in the text, with a proposed repair; the text itself stays. ``Notice.repairs`` is null where the ledger did not run.

    Of the kinds ``mark`` and ``character`` the reader of a scan made the repair, and ``exact`` is ``proposed``: of a mark the page
    shows the width, and of a character the recogniser was not sure, and another of its readings makes a word. Who wants the first
    reading puts ``observed`` in the place of ``exact``.
    """

    kind: str
    """Of the words: wording | year | number | recognition; of marks: quote | truncated; beside the words, read over: chunk-mark |
    pinyin | noise | doubled | hash | duplicate; mark | character: restored in a scan."""
    observed: str
    """What stands there, without what reading leaves out (a chunk mark inside a word)."""
    proposed: str | None
    """What should stand there, empty for nothing at all; null where that cannot be known from the notice."""
    confidence: float
    """0 to 1: how sure it is that this is damage, and of what is proposed."""
    rule: str
    """Why it is taken for damage."""
    reversible: bool = False
    """Whether one original only is possible; a stand-in for a word (开展 for 发展) is a judgement, a bracketed pronunciation is none."""


@dataclass(slots=True)
class Damage(Model):
    """How far the text can be trusted, see ``Notice.repairs``."""

    severity: Literal["none", "light", "heavy"]
    """heavy: the wording was washed, years were changed, or recognition failed in many places; light: anything less."""
    counts: dict[str, int]
    """Findings by kind."""
