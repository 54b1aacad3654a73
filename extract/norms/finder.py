"""The search for norms (规范性语句): passages -> sentences -> who acts (discourse) -> what it is (cases) -> what is in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...schemas.norms import Actor, ActorSource, Frequency, Norm, NormType, Responsible, TimeLimit
from ...schemas.notice import Clause, Metadata, Quantity, Span
from ..parts import Division
from ..text import View
from ..timing import find_frequencies, find_time_limits
from .cases import introduced, judge
from .discourse import Acting, Discourse, Name, covering, lead_first
from .marks import Mark
from .modals import encouraging, strength_of
from .said import Said, Verdict
from .sentences import Passage, Sentence, read_passages
from .subjects import Subject, explicit_subjects

__all__ = ["Found", "find_norms"]


@dataclass(slots=True)
class Found:
    """The norms of a notice, and the discourse they were read in."""

    norms: list[Norm]
    discourse: Discourse


def find_norms(
    view: View,
    divisions: list[Division],
    clauses: list[Clause],
    quantities: list[Quantity],
    *,
    metadata: Metadata,
    is_notice: bool,
    skipped: set[int],
    locate: Callable[[int], str],
) -> Found:
    """Return the norms of a notice in order of place.

    ``is_notice`` is whether the page has the elements of a notice: of one that has neither these nor clauses only modals command.
    ``skipped`` are the lines (indices into ``view.lines``) of elements, rosters and tables; ``quantities`` those of the notice, in
    order of place; ``locate`` gives the eid of the clause or part at a source offset. Labels are those of the annotation guidelines.
    """
    return _Finder(view, divisions, clauses, quantities, metadata, is_notice, skipped, locate).run()


class _Finder:
    def __init__(
        self,
        view: View,
        divisions: list[Division],
        clauses: list[Clause],
        quantities: list[Quantity],
        metadata: Metadata,
        is_notice: bool,
        skipped: set[int],
        locate: Callable[[int], str],
    ) -> None:
        self.view = view
        self.text = view.text
        self.quantities = quantities
        self.written = metadata.written_date
        self.year = int(self.written[:4]) if self.written else None
        self.month = int(self.written[5:7]) if self.written else None
        self.tells = (
            not (is_notice or len(clauses) >= _LEAST_CLAUSES)
            or metadata.document_type in _TELLING
            or _ANSWERS.search(metadata.title or "") is not None
        )
        self.headings = _headings(divisions, clauses)
        self.passages = read_passages(view, divisions, clauses, skipped, locate)
        self.kinds = {division.part.eid: division.part.kind for division in divisions}
        addressees = _addressees(view, metadata)
        self.discourse = Discourse(addressees, (addressees[0].start, addressees[-1].end) if addressees else None)
        lead_first(mark for passage in self.passages for mark in passage.marks)
        self.marks = covering(self.passages)
        self.counts: dict[str, int] = {}
        self.beside: dict[str, str] = {}
        self.intros: dict[str, Verdict | None] = {}

    def run(self) -> Found:
        norms: list[Norm] = []
        for passage in self.passages:
            self.discourse.enter(passage, self.text)
            before: Sentence | None = None
            for sentence in passage.sentences:
                norm = self._norm(passage, sentence, before)
                before = sentence
                if norm is not None:
                    norms.append(norm)
        return Found(norms, self.discourse)

    def _norm(self, passage: Passage, sentence: Sentence, before: Sentence | None) -> Norm | None:
        text = self.text
        parent = passage.clause.parent if passage.clause else ""
        said = Said(
            text,
            sentence.start,
            sentence.end,
            in_clause=passage.clause is not None,
            part=passage.part,
            heading=self.headings.get(passage.eid, ""),
            level=passage.clause.level if passage.clause else "",
            tells=self.tells,
            written=self.written,
            beside=self.beside.get(parent),  # type: ignore[arg-type]
        )
        verdict = judge(said)
        intro = self.intros.get(parent)
        if intro is not None and said.modal is None and not said.subjects:
            verdict = Verdict(f"{intro.case}-item", intro.type)
        if text[sentence.end - 1] == ":":
            self.intros[passage.eid] = introduced(said.words, verdict)
        if verdict.type is None:
            return None
        if passage.clause is not None and passage.clause.level in ("item", "point", "subpara", "para"):
            self.beside[parent] = verdict.type
        subjects = said.subjects
        if verdict.type in ("encouragement", "permission"):
            subjects = explicit_subjects(text, said.segments, encouraging=True)
        elif verdict.type == "constitutive":
            subjects = _taking_part(text, subjects)
        mark = self.marks.get(sentence.start)
        source, names, origin, eid = self.discourse.subject_of(
            text,
            sentence,
            subjects,
            mark,
            asks=self.kinds.get(passage.part) == "cover" or passage.clause is None,
            after_semicolon=before is not None and text[before.end - 1] == ";",
        )
        if verdict.type == "constitutive" and source == "inherited":
            source, names, origin, eid = "none", [], None, passage.eid
        return self._build(passage, said, verdict.case, verdict.type, Acting(source, names, origin, eid), mark)

    def _build(self, passage: Passage, said: Said, case: str, kind: NormType, who: Acting, mark: Mark | None) -> Norm:
        view, text = self.view, self.text
        source, names, origin, eid = who
        span = view.span(said.start, said.end)
        number = self.counts[passage.eid] = self.counts.get(passage.eid, 0) + 1
        actors = [_actor(view, name, source, eid) for name in names]
        modal = said.modal
        word = (modal.start, modal.end) if modal else None
        if word is None and kind == "encouragement":
            word = next(filter(None, (encouraging(text, act) for act in said.acts)), None)
        deontic = view.span(*word) if word else None
        limits, frequencies = self._timing(said, mark)
        return Norm(
            span.start,
            span.end,
            span.exact,
            id=f"{passage.eid}__n_{number}",
            eid=passage.eid,
            type=kind,
            actors=[actor.name for actor in actors],
            actor_source=source,
            responsible=_responsible(view, mark),
            deontic=view.kept(*word) if word else None,
            strength=strength_of(text, said.start, said.end, modal, kind),
            deadline=_first(view, limits),
            frequency=_first(view, frequencies),
            quantities=[at for at, quantity in enumerate(self.quantities) if span.start <= quantity.start and quantity.end <= span.end],
            rule=case,
            actor_spans=actors,
            inherited_from=view.span(*origin) if origin else None,
            deontic_at=deontic,
            time_limits=limits,
            frequencies=frequencies,
        )

    def _timing(self, said: Said, mark: Mark | None) -> tuple[list[TimeLimit], list[Frequency]]:
        """Return the time limits and frequencies of a sentence, those of the mark that covers it behind its own (完成时限:2019年底)."""
        view, text = self.view, self.text
        stretches = [(said.start, said.end), *(mark.times if mark else ())]
        limits = []
        for found in (limit for low, high in stretches for limit in find_time_limits(text, low, high, year=self.year, month=self.month)):
            span = view.span(found.start, found.end)
            since = "".join(view.kept(*found.since).split()) if found.since else None
            limits.append(TimeLimit(span.start, span.end, span.exact, found.kind, found.value, since, found.working_days))
        frequencies = []
        for often in find_frequencies(text, said.start, said.end):
            span = view.span(often.start, often.end)
            frequencies.append(Frequency(span.start, span.end, span.exact, often.value, often.times))
        return limits, frequencies


_TAKES_PART = ("担任", "牵头", "参加", "负责", "承担", "挂帅", "作为", "任", "为召集人", "兼任", "具体负责")


def _taking_part(text: str, subjects: list[Subject]) -> list[Subject]:
    """Return those of the subjects of a constitutive norm who are to do something in it: 由 X 牵头, A、B 作为成员单位参加."""
    kept: list[Subject] = []
    for subject in reversed(subjects):
        joined = bool(kept) and not kept[-1].agent and text[subject.end : kept[-1].start] in ("、", "和", "及")
        if subject.agent or joined or text.startswith(_TAKES_PART, subject.end):
            kept.append(subject)
    return kept[::-1]


def _addressees(view: View, metadata: Metadata) -> list[Name]:
    """Return where the addressees (主送机关) stand in the view, in order."""
    evidence = metadata.evidence.get("addressees")
    if not isinstance(evidence, Span):
        return []
    at, end = view.index(evidence.start), view.index(evidence.end)
    found = []
    for addressee in metadata.addressees:
        match = re.compile(" *".join(map(re.escape, "".join(addressee.split())))).search(view.raw, at, end)
        if match is not None:
            found.append(Name(*match.span()))
            at = match.end()
    return found


_LEAST_CLAUSES = 3
"""A text with as many clauses is one that commands, whatever elements it lost; a page of news has none."""
_TELLING = frozenset(("通报", "公报", "报告", "答复"))
_ANSWERS = re.compile(r"(?:建议|提案)的(?:复函|答复|函)$|(?:办理|处理|落实|调研)情况的(?:函|通报|报告)$")


def _headings(divisions: list[Division], clauses: list[Clause]) -> dict[str, str]:
    """Return for each part its title, for each clause its heading behind those above it."""
    found: dict[str, str] = {division.part.eid: division.part.title or "" for division in divisions}
    for clause in clauses:
        found[clause.eid] = f"{found.get(clause.parent, '')}|{clause.heading or ''}"
    return found


def _first(view: View, found: Sequence[Span]) -> str | None:
    """Return the words of the first, without what the view leaves out."""
    return view.kept(view.index(found[0].start), view.index(found[0].end)) if found else None


def _actor(view: View, name: Name, source: ActorSource, eid: str) -> Actor:
    span: Span = view.span(name.start, name.end)
    return Actor(span.start, span.end, span.exact, "".join(view.kept(name.start, name.end).split()), source, eid)


def _responsible(view: View, mark: Mark | None) -> list[Responsible]:
    if mark is None:
        return []
    found = []
    for body in mark.bodies:
        span = view.span(body.start, body.end)
        found.append(Responsible(span.start, span.end, span.exact, "".join(view.kept(body.start, body.end).split()), body.role))
    return found
