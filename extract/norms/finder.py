"""The search for norms (规范性语句): passages -> sentences -> who acts (discourse) -> what it is (cases) -> what is in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ...schemas.norms import Entity, Norm
from ...schemas.notice import Clause, Metadata, Quantity, Span
from ..parts import Division
from ..text import View
from .acting import who_acts
from .cases import introduced, judge
from .discourse import Acting, Discourse, Name, covering, lead_first
from .or_else import link
from .said import Said, Verdict
from .sentences import Passage, Sentence, read_passages
from .writing import Writer

__all__ = ["Found", "Genre", "find_norms", "name_bodies"]


@dataclass(slots=True)
class Found:
    """The norms of a notice, and the discourse they were read in."""

    norms: list[Norm]
    discourse: Discourse


class Genre(NamedTuple):
    """What kind of text it is."""

    is_notice: bool
    """Whether the page has the elements of a notice: of one that has neither these nor clauses only modals command."""
    taiwan: bool
    """Whether it is one of Taiwan."""


def find_norms(
    view: View,
    divisions: list[Division],
    clauses: list[Clause],
    quantities: list[Quantity],
    *,
    metadata: Metadata,
    genre: Genre,
    skipped: set[int],
    locate: Callable[[int], str],
) -> Found:
    """Return the norms of a notice in order of place.

    ``skipped`` are the lines (indices into ``view.lines``) of elements, rosters and tables; ``quantities`` those of the notice, in
    order of place; ``locate`` gives the eid of the clause or part at a source offset. Labels are those of the annotation guidelines.
    """
    return _Finder(view, divisions, clauses, quantities, metadata, genre, skipped, locate).run()


def name_bodies(norms: list[Norm], entities: list[Entity]) -> None:
    """Give every actor and responsible body of ``norms`` the full name that the entity of its span was resolved to."""
    bodies = {(entity.start, entity.end): entity.body for entity in entities if entity.body}
    for norm in norms:
        for actor in norm.actor_spans:
            actor.body = bodies.get((actor.start, actor.end))
        for answering in norm.responsible:
            answering.body = bodies.get((answering.start, answering.end))


class _Finder:
    def __init__(
        self,
        view: View,
        divisions: list[Division],
        clauses: list[Clause],
        quantities: list[Quantity],
        metadata: Metadata,
        genre: Genre,
        skipped: set[int],
        locate: Callable[[int], str],
    ) -> None:
        self.view = view
        self.taiwan = genre.taiwan
        self.text = view.text
        self.written = metadata.written_date
        self.tells = (
            not (genre.is_notice or len(clauses) >= _LEAST_CLAUSES)
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
        self.writer = Writer(view, quantities, metadata.written_date)
        self.openings: set[int] = set()
        self.beside: dict[str, str] = {}
        self.intros: dict[str, Verdict | None] = {}

    def run(self) -> Found:
        norms: list[Norm] = []
        for passage in self.passages:
            self.discourse.enter(passage, self.text)
            self.openings = _openings(passage)
            before: Sentence | None = None
            for sentence in passage.sentences:
                norm = self._norm(passage, sentence, before)
                before = sentence
                if norm is not None:
                    norms.append(norm)
        link(norms, self.view.source)
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
            opens=sentence.start in self.openings,
            taiwan=self.taiwan,
            tells=self.tells,
            written=self.written,
            beside=self.beside.get(parent),  # type: ignore[arg-type]
        )
        verdict = judge(said)
        intro = self.intros.get(parent)
        if intro is not None and said.modal is None and not said.subjects:
            verdict = Verdict(f"{intro.case}-item", intro.type)
        if text[sentence.end - 1] == ":" or sentence is passage.sentences[-1]:
            self.intros[passage.eid] = introduced(said.words, verdict)
        if verdict.type is None:
            return None
        if passage.clause is not None and passage.clause.level in ("item", "point", "subpara", "para"):
            self.beside[parent] = verdict.type
        subjects = who_acts(said, verdict)
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
        return self.writer.write(passage.eid, said, verdict, Acting(source, names, origin, eid), mark, subjects)


def _openings(passage: Passage) -> set[int]:
    """Return where the sentences begin that open a paragraph in which others follow."""
    paragraphs = set(passage.paragraphs)
    return {
        sentence.start for sentence, after in pairwise(passage.sentences) if sentence.start in paragraphs and after.start not in paragraphs
    }


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
