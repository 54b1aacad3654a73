"""Agreement between the rules and a model, sentence by sentence."""

from __future__ import annotations

from typing import Any, Final

from ...schemas.norms import Norm
from ..text import fold, squeeze
from .result import Agreement, Compared, Sameness

__all__ = ["COMPARED", "agreement_of", "paired", "sameness"]

COMPARED: Final = (
    "type",
    "actors",
    "actor_source",
    "responsible",
    "deontic",
    "aim",
    "object",
    "conditions",
    "deadline",
    "frequency",
    "consequence",
)
"""Fields of a norm that are compared."""

Pair = tuple[Norm | None, Norm | None]
"""One sentence as the rules and as the model have it."""


def agreement_of(rules: list[Norm] | None, proposed: list[Norm]) -> Agreement:
    """Return how far the norms proposed agree with those of the rules; null for these says that the rules did not run."""
    sentences: list[Compared] = []
    same = dict.fromkeys(COMPARED, 0)
    for ours, theirs in paired(rules or [], proposed):
        norm = ours or theirs
        if norm is None:
            continue
        if ours is None or theirs is None:
            sentences.append(Compared(norm.eid, norm.start, norm.end, "model-only" if ours is None else "rules-only"))
            continue
        fields = {name: sameness(getattr(ours, name), getattr(theirs, name)) for name in COMPARED}
        sentences.append(Compared(norm.eid, norm.start, norm.end, "both", fields))
        for name, how in fields.items():
            same[name] += how == "same"
    outcomes = [sentence.outcome for sentence in sentences]
    counts = (outcomes.count("both"), outcomes.count("rules-only"), outcomes.count("model-only"))
    return Agreement(rules is not None, sentences, *counts, same)


def paired(rules: list[Norm], proposed: list[Norm]) -> list[Pair]:
    """Return the norms of both, those of one sentence together, in order of place.

    Two are of one sentence where they share more than half of the shorter: sentences may be cut a little otherwise.
    """
    pairs: list[Pair] = []
    left = sorted(proposed, key=lambda norm: norm.start)
    for ours in rules:
        meeting = [theirs for theirs in left if _overlap(ours, theirs) > 0]
        theirs = max(meeting, key=lambda norm: _overlap(ours, norm), default=None)
        if theirs is not None and 2 * _overlap(ours, theirs) <= min(ours.end - ours.start, theirs.end - theirs.start):
            theirs = None
        if theirs is not None:
            left = [norm for norm in left if norm is not theirs]
        pairs.append((ours, theirs))
    pairs += [(None, theirs) for theirs in left]
    return sorted(pairs, key=_place)


def sameness(ours: Any, theirs: Any) -> Sameness:
    """Return how two values of a field stand to each other, blanks and widths and the order of lists aside."""
    one, other = _comparable(ours), _comparable(theirs)
    if one == other:
        return "same"
    if not one:
        return "rules-null"
    return "different" if other else "model-null"


def _comparable(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(_words(item if isinstance(item, str) else item.name) for item in value)
    return "" if value in (None, "none") else _words(value)


def _words(text: str) -> str:
    return squeeze(fold(text))


def _overlap(one: Norm, other: Norm) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _place(pair: Pair) -> tuple[int, int]:
    norm = pair[0] or pair[1]
    return (norm.start, norm.end) if norm else (0, 0)
