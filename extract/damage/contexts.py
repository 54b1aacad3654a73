"""What stands around a word: the features by which a word and its stand-in are told apart, and their counts in clean texts.

``extract/data/washed_contexts.json`` holds, for every word of the list of pairs, how often it occurs in clean policy Chinese
and which characters stand before it, behind it, and at the end of its clause (``scripts/build_washed.py`` counts them).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Final

__all__ = ["Feature", "Pair", "Reference", "Usage", "features", "read_pairs", "reference"]

_PRIORS: Final = {"documented": 0.3, "possible": 0.003}
_DATA: Final = Path(__file__).parents[1] / "data"
BORDER: Final = "^"
"""Stands for a punctuation mark, a line break and either end of the text; 、 keeps its own sign, because it says a list goes on."""
_SPREAD: Final = 300
"""Characters among which an unseen neighbour is one: the working vocabulary beside a word."""
_UNSEEN: Final = 0.3
"""Occurrences that a neighbour which was never seen counts as."""
_TRUST: Final = 2.0
"""Occurrences of the near character from which on its own far characters are believed rather than those of both words."""
_REACH: Final = 30
"""Characters behind a word in which its clause may end."""
_NOT_WORD: Final = re.compile(r"[^\w]|_")
_CLAUSE_END: Final = re.compile(r"[,。;:!?()、的\n]")

Feature = tuple[str, str]
"""Kind of place (L before, R behind, E end of clause) and the characters there, the nearest first."""


def features(text: str, start: int, end: int) -> Iterator[Feature]:
    """Yield what stands around ``text[start:end]``, a text in half width: two characters before, two behind, the end of the clause."""
    before = (_sign(text, start - 1), _sign(text, start - 2))
    behind = (_sign(text, end), _sign(text, end + 1))
    yield "L", before[0] if before[0] == BORDER else before[0] + before[1]
    yield "R", behind[0] if behind[0] == BORDER else behind[0] + behind[1]
    close = _CLAUSE_END.search(text, end, end + _REACH)
    if close is not None and close.start() - end >= 3:
        yield "E", text[close.start() - 1] + text[close.start() - 2]


def _sign(text: str, index: int) -> str:
    if not 0 <= index < len(text):
        return BORDER
    char = text[index]
    if char == "、":
        return char
    if char.isdigit():
        return "0"
    return BORDER if _NOT_WORD.match(char) else char


@dataclass(slots=True)
class Usage:
    """How a word is used in clean texts."""

    count: float
    neighbours: dict[str, dict[str, float]]
    """By kind of place: the counts of one character and of two."""

    def seen(self, kind: str, signs: str) -> float:
        """Return how often ``signs`` stood there."""
        return self.neighbours.get(kind, {}).get(signs, 0.0)


_NEVER: Final = Usage(0.0, {})


@dataclass(slots=True)
class Reference:
    """Clean policy Chinese, counted."""

    characters: int
    usages: dict[str, Usage]

    def usage(self, word: str) -> Usage:
        """Return how ``word`` is used; a word that was never seen has no neighbours."""
        return self.usages.get(word, _NEVER)

    def lean(self, intended: str, observed: str, around: Iterable[Feature]) -> float:
        """Return the log odds that ``intended`` and not ``observed`` belongs where ``around`` was seen."""
        wanted, present = self.usage(intended), self.usage(observed)
        return log((wanted.count + 0.5) / (present.count + 0.5)) + sum(_tell(wanted, present, *feature) for feature in around)


def _tell(wanted: Usage, present: Usage, kind: str, signs: str) -> float:
    """Return by how much one place speaks for ``wanted``: the near character, then the far one given the near.

    A character that was seen beside neither speaks for the word with the more diverse company.
    """
    near = wanted.seen(kind, signs[0]), present.seen(kind, signs[0])
    if not any(near):
        rare = wanted.seen(kind, ""), present.seen(kind, "")
        return log((rare[0] + 1) / (wanted.count + 2)) - log((rare[1] + 1) / (present.count + 2))
    odds = log((near[0] + _UNSEEN) / (wanted.count + _UNSEEN * _SPREAD)) - log((near[1] + _UNSEEN) / (present.count + _UNSEEN * _SPREAD))
    if len(signs) > 1:
        both = wanted.seen(kind, signs), present.seen(kind, signs)
        # What is not known of one word is taken from both: only a difference that was seen counts.
        pooled = (sum(both) + _UNSEEN) / (sum(near) + _UNSEEN * _SPREAD)
        odds += log((both[0] + _TRUST * pooled) / (near[0] + _TRUST)) - log((both[1] + _TRUST * pooled) / (near[1] + _TRUST))
    return odds


@dataclass(slots=True, frozen=True)
class Pair:
    """A word and what it is replaced by."""

    intended: str
    observed: str
    prior: float
    """Share of washed documents in which it is: far larger for replacements known from washed copies than for those thought of."""


def read_pairs() -> list[Pair]:
    """Return the pairs of the list ``extract/data/washed_pairs.json``."""
    data = json.loads((_DATA / "washed_pairs.json").read_bytes())
    return [Pair(intended, observed, prior) for group, prior in _PRIORS.items() for intended, observed in data[group]]


@lru_cache(maxsize=1)
def reference() -> Reference:
    """Return the counts that lie beside the code."""
    data = json.loads((_DATA / "washed_contexts.json").read_bytes())
    return Reference(data["characters"], {word: Usage(usage["n"], usage["at"]) for word, usage in data["words"].items()})
