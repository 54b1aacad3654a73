"""Discourse (篇章): the subject in force at each sentence, and the marks that name those responsible, kept so that they can be printed.

Policy texts name their subject once and go on without it: 各地要…。要…。积极…。 A sentence without a subject of its own takes, in
this order: the bodies of the mark of responsibility that covers it; the subject in force in its clause; the one its clause inherits
from the sentence that introduces the enumeration (各部门要做好以下工作:) or from a heading that names a body. 请… in the cover asks
the addressees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ...schemas.norms import ActorSource
from .marks import Body, Mark
from .names import ends_as_actor, is_strong, split_names
from .sentences import Passage, Sentence
from .subjects import Subject

__all__ = ["Acting", "Discourse", "Force", "Name", "covering"]

_ASKS: Final = re.compile(r"请(?![示假求])|望(?=你|各|对照|认真|遵照|结合|贯彻|按照)")
_RESULTS: Final = re.compile(r"确保|力争|争取|达到|实现|完成")
_DUTIES: Final = re.compile(r"(?:的?(?:主要)?(?:职责|任务|责任|分工|工作职责))$")
_EVERY: Final = re.compile(r"各|有关|全体|所有")


class Name(NamedTuple):
    """A name of one who acts; offsets in the view."""

    start: int
    end: int


class Acting(NamedTuple):
    """Who acts in a sentence."""

    source: ActorSource
    names: list[Name]
    origin: tuple[int, int] | None
    """Stretch of the view that the names come from, where that is not the sentence."""
    eid: str
    """The clause or part of that."""


@dataclass(slots=True)
class Force:
    """A subject in force."""

    names: list[Name]
    origin: tuple[int, int]
    """Stretch of the view it comes from: a sentence, a heading, the addressees."""
    eid: str
    """Where that stands."""
    why: str
    """sentence | introduction | heading | addressees"""
    lasting: bool = True
    """Whether it goes on behind a full stop; a place that a target is set for (某镇投资完成…) does so only over ;."""


@dataclass(slots=True)
class Discourse:
    """Reads the sentences in order of place; :meth:`subject_of` after each gives who acts in it."""

    addressees: list[Name] = field(default_factory=list)
    addressees_at: tuple[int, int] | None = None
    log: list[tuple[str, int, str, tuple[Name, ...]]] = field(default_factory=list)
    """(eid, offset of the sentence, source, names) of every sentence, in order."""
    _force: Force | None = None
    _passage: str = ""
    _inherited: dict[str, Force] = field(default_factory=dict)

    def enter(self, passage: Passage, text: str) -> None:
        """Go on to a passage: its subject is what its parent's introduction or its own heading says."""
        if passage.eid == self._passage:
            return
        self._passage = passage.eid
        self._force = self._from_heading(passage, text) or self._inherited_by(passage)
        if self._force is not None:
            self._inherited[passage.eid] = self._force

    def _from_heading(self, passage: Passage, text: str) -> Force | None:
        if passage.heading is None:
            return None
        start, end = passage.heading
        heading = _DUTIES.sub("", text[start:end].strip(" :。"))
        if not heading or not ends_as_actor(heading) or not (is_strong(heading) or _EVERY.match(heading)):
            return None
        names = [Name(*piece) for piece in split_names(text, start, start + len(heading))]
        return Force(names, passage.heading, passage.eid, "heading")

    def _inherited_by(self, passage: Passage) -> Force | None:
        eid = passage.eid
        while "__" in eid:
            eid = eid.rpartition("__")[0]
            if eid in self._inherited:
                return self._inherited[eid]
        return None

    def subject_of(
        self, text: str, sentence: Sentence, subjects: list[Subject], mark: Mark | None, *, asks: bool, after_semicolon: bool
    ) -> Acting:
        """Return who acts in a sentence, and note what holds behind it.

        ``subjects`` are those that the sentence names; ``mark`` covers it; ``asks`` says that it stands in the cover, where 请 asks the
        addressees; ``after_semicolon`` that the sentence before it ended with ;.
        """
        source: ActorSource = "none"
        names: list[Name] = []
        origin: tuple[int, int] | None = None
        eid = self._passage
        force = self._force
        asked = asks and bool(self.addressees) and _ASKS.search(text, sentence.start, sentence.end) is not None
        if asks:  # 经市政府同意,现印发给你们: who approved the document does not act in it
            subjects = [subject for subject in subjects if not subject.approves]
        if subjects and not (asked and not any(subject.modal for subject in subjects)):
            source, names = "explicit", [Name(subject.start, subject.end) for subject in subjects]
            self._note(text, sentence, subjects)
        elif mark is not None and mark.bodies:
            source, names, origin = "mark", [Name(body.start, body.end) for body in mark.bodies], (mark.start, mark.end)
        elif asked:
            source, names, origin, eid = "inherited", self.addressees, self.addressees_at, "cover"
        elif force is not None and (force.lasting or (after_semicolon and not _RESULTS.match(text, sentence.start, sentence.start + 2))):
            source, names, origin, eid = "inherited", force.names, force.origin, force.eid
        self.log.append((self._passage, sentence.start, source, tuple(names)))
        return Acting(source, names, origin, eid)

    def _note(self, text: str, sentence: Sentence, subjects: list[Subject]) -> None:
        """Keep the subjects for the sentences behind; agents (由…, 经…) and those encouraged speak for their own sentence only."""
        kept = [subject for subject in subjects if not subject.agent]
        if not kept:
            return
        names = [Name(subject.start, subject.end) for subject in kept]
        lasting = any(subject.modal or _holds(text[subject.start : subject.end]) for subject in kept)
        self._force = Force(names, (sentence.start, sentence.end), self._passage, "sentence", lasting=lasting)
        if text[sentence.end - 1] == ":":
            self._inherited[self._passage] = Force(names, (sentence.start, sentence.end), self._passage, "introduction")

    def lines(self, text: str) -> Iterable[str]:
        """Yield one line a sentence: clause, source, who acts, and how the sentence begins."""
        for eid, start, source, names in self.log:
            acting = "、".join(text[name.start : name.end] for name in names) or "–"
            yield f"{eid:32} {source:9} {acting:30} {text[start : start + 24]}"


_PLACES: Final = re.compile(r"(?:小镇|试点镇|地区|开发区|园区|社区|平台|试点)$")


def _holds(name: str) -> bool:
    return name != "政府" and (not _PLACES.search(name) or _EVERY.match(name) is not None)


def covering(passages: list[Passage]) -> dict[int, Mark]:
    """Return the mark of responsibility that covers each sentence, by the offset at which the sentence begins.

    A mark covers what stands between the mark before it, or the beginning of its clause, and itself. One on a line of its own behind
    the last of several clauses without marks covers all of these.
    """
    found: dict[int, Mark] = {}
    for at, passage in enumerate(passages):
        floor = -1
        for mark in passage.marks:
            for sentence in passage.sentences:
                if floor < sentence.start < mark.start:
                    found[sentence.start] = mark
            floor = mark.start
        if len(passage.marks) == 1 and passage.marks[0].own_line and passage.clause is not None:
            siblings = [other for other in passages[:at] if other.clause is not None and other.clause.parent == passage.clause.parent]
            if siblings and not any(other.marks for other in siblings):
                for other in siblings:
                    found.update((sentence.start, passage.marks[0]) for sentence in other.sentences)
    return found


def lead_first(marks: Iterable[Mark]) -> None:
    """Where one mark says 列第一位者为牵头单位,下同, let the first body of it and of all behind it lead."""
    says = False
    for mark in marks:
        says = says or mark.first_leads
        if says and mark.bodies and all(body.role == "responsible" for body in mark.bodies):
            mark.bodies = [Body(body.start, body.end, "lead" if not at else "responsible") for at, body in enumerate(mark.bodies)]
