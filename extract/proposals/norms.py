"""Norms that a model proposes, held to the sentence that they quote.

The unit is the sentence, as for the rules: a quote points at the one sentence that it stands in. Type and source come from the
schema; each other value must stand in the sentence, an actor where its source says: in the sentence (explicit), behind it and in no
other sentence (mark), or before it (inherited). What does not is rejected alone; the norm keeps what holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ...schemas.norms import Actor, ActorSource, Norm, Responsible
from ...schemas.notice import Quantity, Span
from ..text import View, fold, squeeze, tidy
from .grammar import Grammar, is_modal
from .leash import Leash, printable
from .passages import Passage
from .result import Reason, Rejection
from .shapes import NormShape

__all__ = ["NormReader", "number_norms"]

_WORDS: Final = ("deontic", "aim", "object", "consequence")
"""Fields that are words of the sentence; a norm keeps their places."""

Place = tuple[int, int]
Reject = Callable[[str, object, Reason, str], None]


@dataclass(slots=True)
class NormReader:
    """Reads proposals on one passage; ``rejected`` grows."""

    leash: Leash
    grammar: Grammar
    passage: Passage
    rule: str
    """What the norms name as what decided: the model."""
    quantities: list[Quantity]
    rejected: list[Rejection]
    _taken: set[Place] = field(default_factory=set)

    def read(self, shape: NormShape) -> Norm | None:
        """Return the norm that a proposal is; null where it is rejected."""
        sentence = self._sentence(shape.quote)
        if sentence is None:
            return None
        self._taken.add(sentence)
        span = self.leash.span(sentence)
        norm = Norm(span.start, span.end, span.exact, "", self.passage.eid, shape.type, [], "none", rule=self.rule)
        norm.strength = self.grammar.strength(span, shape.type)
        norm.quantities = [at for at, item in enumerate(self.quantities) if span.start <= item.start and item.end <= span.end]
        self._read_actors(shape, norm, sentence)
        self._read_responsible(shape, norm, sentence)
        for name in _WORDS:
            place = self._in_sentence(name, getattr(shape, name), sentence)
            if place is not None and name == "deontic" and not is_modal(self.leash.words(place)):
                self.reject(name, shape.deontic, "not-a-value", "this is no modal")
            elif place is not None:
                setattr(norm, name, self.leash.words(place))
                setattr(norm, f"{name}_at", self.leash.span(place))
        self._read_timing(shape, norm, sentence)
        for condition in shape.conditions:
            place = self._in_sentence("conditions", condition, sentence)
            if place is not None:
                norm.conditions.append(self.leash.words(place))
                norm.conditions_at.append(self.leash.span(place))
        return norm

    def _read_timing(self, shape: NormShape, norm: Norm, sentence: Place) -> None:
        """Read deadline and frequency: words in which the rules, too, see one, and as far as they do."""
        place = self._in_sentence("deadline", shape.deadline, sentence)
        if place is not None:
            limit = self.grammar.time_limit(self.leash.span(place), norm)
            if limit is None:
                self.reject("deadline", shape.deadline, "not-a-value", "this is no time limit")
            else:
                norm.deadline, norm.time_limits = tidy(limit.exact), [limit]
        place = self._in_sentence("frequency", shape.frequency, sentence)
        if place is not None:
            frequency = self.grammar.frequency(self.leash.span(place), norm)
            if frequency is None:
                self.reject("frequency", shape.frequency, "not-a-value", "this is no frequency")
            else:
                norm.frequency, norm.frequencies = tidy(frequency.exact), [frequency]

    def reject(self, name: str, value: object, reason: Reason, message: str) -> None:
        """List a value as rejected."""
        self.rejected.append(Rejection("norms", self.passage.eid, name, printable(value), reason, message))

    def _sentence(self, quote: str) -> Place | None:
        """Return the sentence that a quote points at."""
        passage = self.passage
        places = [place for place in self.leash.places(quote, passage.start, passage.end) if not _meets(place, passage.withheld)]
        if not places:
            self.reject("quote", quote, "not-in-clause", "these words do not stand in the clause")
            return None
        met = [_meets(place, passage.sentences) for place in places]
        single = list(dict.fromkeys(sentences[0] for sentences in met if len(sentences) == 1))
        if not single:
            wide = any(met)
            reason: Reason = "several-sentences" if wide else "heading"
            self.reject("quote", quote, reason, "a norm is one sentence" if wide else "a label or heading is no norm")
            return None
        free = [sentence for sentence in single if sentence not in self._taken]
        if not free:
            self.reject("quote", quote, "duplicate", "this sentence was proposed before")
            return None
        if len(single) > 1 and not all(_same(self.leash.view, sentence, single[0]) for sentence in single):
            self.reject("quote", quote, "ambiguous", f"these words stand in {len(single)} sentences")
            return None
        return free[0]

    def _in_sentence(self, name: str, words: str | None, sentence: Place) -> Place | None:
        if not words or not words.strip():
            return None
        place = self.leash.first(words, *sentence)
        if place is None:
            self.reject(name, words, "not-in-sentence", "these words do not stand in the sentence")
        return place

    def _read_actors(self, shape: NormShape, norm: Norm, sentence: Place) -> None:
        source = shape.actor_source
        for name in shape.actors:
            place = self._actor(name, source, sentence)
            if place is None:
                continue
            span = self.leash.span(place)
            words = self.leash.words(place)
            if words in norm.actors:
                self.reject("actors", name, "duplicate", "this actor was proposed before")
                continue
            norm.actors.append(words)
            norm.actor_spans.append(Actor(span.start, span.end, span.exact, words, source, self.passage.eid))
        if not norm.actors:
            return
        norm.actor_source = source
        if source != "explicit":
            norm.inherited_from = _around(self.leash.view, norm.actor_spans)

    def _actor(self, name: str, source: ActorSource, sentence: Place) -> Place | None:
        passage = self.passage
        everywhere = [place for place in self.leash.places(name, passage.start, passage.end) if not _meets(place, passage.withheld)]
        if not everywhere:
            self.reject("actors", name, "not-in-clause", "these words do not stand in the clause")
            return None
        right = [place for place in everywhere if self._is_source(source, place, sentence)]
        if not right:
            self.reject("actors", name, "wrong-source", f"these words do not stand where the source {source!r} says")
            return None
        return right[-1] if source == "inherited" else right[0]

    def _is_source(self, source: ActorSource, place: Place, sentence: Place) -> bool:
        """Whether a source of that kind may stand at ``place``."""
        if source == "explicit":
            return sentence[0] <= place[0] and place[1] <= sentence[1]
        if source == "mark":
            return place[0] >= sentence[1] and not _meets(place, self.passage.sentences)
        return source == "inherited" and place[1] <= sentence[0]

    def _read_responsible(self, shape: NormShape, norm: Norm, sentence: Place) -> None:
        passage = self.passage
        for body in shape.responsible:
            places = self.leash.places(body.name, sentence[0], passage.end)
            sources: tuple[ActorSource, ...] = ("explicit", "mark")
            free = [place for place in places if not _meets(place, passage.withheld)]
            place = next((place for place in free if any(self._is_source(source, place, sentence) for source in sources)), None)
            if place is None:
                self.reject("responsible", body.name, "not-in-clause", "these words stand neither in the sentence nor in a mark behind it")
                continue
            span = self.leash.span(place)
            norm.responsible.append(Responsible(span.start, span.end, span.exact, self.leash.words(place), body.role))


def number_norms(norms: list[Norm]) -> dict[str, str]:
    """Sort norms by place and give them the ids that their place in the clause makes; return the new id for each old one."""
    norms.sort(key=lambda norm: (norm.start, norm.end))
    counts: dict[str, int] = {}
    changed: dict[str, str] = {}
    for norm in norms:
        counts[norm.eid] = counts.get(norm.eid, 0) + 1
        made = f"{norm.eid}__n_{counts[norm.eid]}"
        if norm.id:
            changed[norm.id] = made
        norm.id = made
    return changed


def _meets(place: Place, others: list[Place]) -> list[Place]:
    """Return those of ``others`` that share a character with ``place``."""
    return [other for other in others if other[0] < place[1] and place[0] < other[1]]


def _same(view: View, one: Place, other: Place) -> bool:
    return squeeze(fold(view.raw[slice(*one)])) == squeeze(fold(view.raw[slice(*other)]))


def _around(view: View, spans: list[Actor]) -> Span:
    return Span.of(view.source, min(span.start for span in spans), max(span.end for span in spans))
