"""Washed wording (洗稿): words replaced by stand-ins from a list throughout a text, so that a copy is not found out as one.

发展 becomes 开展, 服务 becomes 效劳, 则 becomes 那么. Single words cannot tell (开展 is good policy Chinese), the document can: a word
that such texts need is absent while its stand-in stands in places where clean texts (:mod:`.contexts`) have the word. For
each pair of the list two explanations of the document are compared:

* clean: every stand-in is meant, and stands where clean texts have it;
* washed: all occurrences of the word became the stand-in, which then stands where either of the two does.

The pairs together decide about the document, the place decides about each occurrence in it: 工作方案 stays, 用地方案 is questioned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log
from typing import Final

from .contexts import Feature, Pair, Reference, features, read_pairs, reference

__all__ = ["Washed", "find_washed"]

_SIGNS: Final = re.compile("效劳|根底|那么|播送|奉献|坚决不移|思绪|阅历|鼎力|立异|踊跃|树模|庇护|鞭策|撑持|晋升")
"""Stand-ins that notices hardly ever need: a text with one of them at most, and with 发展 where it has 开展, is looked at no further."""
LEFT_OVER: Final = 0.05
"""Share of the occurrences of a word that a replacement leaves alone: across a line break, in a picture, in a title."""
PRIOR: Final = log(1e-4)
"""Log odds that a document was washed."""
STRONG: Final = 4.0
"""Log odds by which one pair speaks for washing; two such pairs are needed, because one word may be an author's habit."""
ALONE: Final = 15.0
"""Log odds by which one pair speaks for washing on its own: a stand-in that is no author's, in many places."""
LEAST: Final = 0.5
"""Probability from which an occurrence is reported."""
SURE: Final = 0.9
"""Probability from which an occurrence is read as the intended word beside another one: 根本 before 原则, which was 原那么."""
_LARGEST: Final = 50.0


@dataclass(slots=True, frozen=True)
class Washed:
    """A stand-in at ``start``..``end`` of the text that was read, with the word it stands for and the probability that it does."""

    start: int
    end: int
    observed: str
    intended: str
    confidence: float


@dataclass(slots=True)
class _Weight:
    """What the document says about one pair."""

    pair: Pair
    places: list[int]
    against: float
    """Log odds for the words of the pair that are still there."""
    leans: list[float] = field(default_factory=list)
    """Log odds of each place for the intended word."""
    odds: float = 0.0
    """Log odds that the document was washed with this pair."""

    def weigh(self, around: list[tuple[Feature, ...]], model: Reference) -> None:
        """Set the log odds from what stands around each place; a phrase that is repeated speaks once for the whole."""
        self.leans = [model.lean(self.pair.intended, self.pair.observed, places) for places in around]
        different = dict(zip(around, self.leans, strict=True))
        self.odds = self.against + sum(log(1 + exp(min(lean, _LARGEST))) for lean in different.values())

    def found(self) -> list[Washed]:
        """Return every occurrence with the probability that it stands for the intended word."""
        observed, intended, prior = self.pair.observed, self.pair.intended, self.pair.prior
        given = _logistic(self.odds + log(prior / (1 - prior)))
        return [
            Washed(at, at + len(observed), observed, intended, round(given * _logistic(lean), 3))
            for at, lean in zip(self.places, self.leans, strict=True)
        ]


def find_washed(text: str) -> list[Washed]:
    """Return the stand-ins of ``text`` (in half width), in order of place; empty where the document was not washed."""
    if not _suspicious(text):
        return []
    model = reference()
    weights = [weight for weight in (_count(text, pair, model) for pair in _pairs()) if weight.places]
    for weight in weights:
        weight.weigh([tuple(features(text, at, at + len(weight.pair.observed))) for at in weight.places], model)
    if not _washed(weights):
        return []
    _read_again(text, weights, model)
    return _best(weights, LEAST)


@lru_cache(maxsize=1)
def _pairs() -> list[Pair]:
    return read_pairs()


def _suspicious(text: str) -> bool:
    """Whether there is anything to look into; this is all that most notices cost."""
    signs = _SIGNS.finditer(text)
    if next(signs, None) and next(signs, None):
        return True
    return "发展" not in text and text.count("开展") > 2


def _count(text: str, pair: Pair, model: Reference) -> _Weight:
    """Return where the stand-in occurs, and what the words that were left alone say against a replacement."""
    if pair.observed not in text:
        return _Weight(pair, [], 0.0)
    places = [match.start() for match in re.finditer(pair.observed, text)]
    expected = LEFT_OVER * model.usage(pair.intended).count / model.characters * len(text)
    return _Weight(pair, places, text.count(pair.intended) * log(LEFT_OVER) - expected)


def _washed(weights: list[_Weight]) -> bool:
    """Whether the pairs together say so, and two of the documented ones each on its own, or one beyond doubt."""
    documented = [weight.odds for weight in weights if weight.pair.prior > 0.1]
    strong = sum((odds >= STRONG) + (odds >= ALONE) for odds in documented)
    total = PRIOR + sum(log(1 - weight.pair.prior + weight.pair.prior * exp(min(weight.odds, _LARGEST))) for weight in weights)
    return strong > 1 and total > 0


def _read_again(text: str, weights: list[_Weight], model: Reference) -> None:
    """Weigh every place again in the text as it reads with the sure repairs made: neighbours were washed, too."""
    sure = {item.start: item for item in _best(weights, SURE)}
    pieces: list[str] = []
    moved: dict[int, tuple[int, int]] = {}
    """Where each place and the word there went."""
    done = length = 0
    for at in sorted({at for weight in weights for at in weight.places}):
        if at < done:  # inside a longer stand-in that was read as its word
            continue
        pieces.append(text[done:at])
        length += at - done
        done = at
        item = sure.get(at)
        if item is not None:
            moved[at] = length, length + len(item.intended)
            pieces.append(item.intended)
            length += len(item.intended)
            done = item.end
        else:
            moved[at] = length, -1
    repaired = "".join([*pieces, text[done:]])
    for weight in weights:
        observed = len(weight.pair.observed)
        around = []
        for at in weight.places:
            start, end = moved.get(at, (-1, -1))
            if start < 0:
                around.append(tuple(features(text, at, at + observed)))
            else:
                around.append(tuple(features(repaired, start, end if end >= 0 else start + observed)))
        weight.weigh(around, model)


def _best(weights: list[_Weight], least: float) -> list[Washed]:
    """Return what is at least so probable, in order of place; of two that overlap the surer one."""
    found = [item for weight in weights for item in weight.found() if item.confidence >= least]
    kept: list[Washed] = []
    for item in sorted(found, key=lambda item: (item.start, -item.confidence)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.confidence > kept[-1].confidence:
            kept[-1] = item
    return kept


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-max(min(value, _LARGEST), -_LARGEST)))
