"""A norm written down: what was read in the view becomes a :class:`Norm` with its spans in the sacred text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from ...schemas.norms import Actor, Frequency, Norm, NormType, Responsible, TimeLimit
from ...schemas.notice import Quantity, Span
from ..text import View
from ..timing import find_frequencies, find_time_limits
from .discourse import Acting, Name
from .marks import Body, Mark
from .modals import encouraging, strength_of
from .said import Said, Verdict
from .statement import Statement, read_statement
from .subjects import Subject

__all__ = ["Writer"]

_LEADS: Final = re.compile(r"(?:负责)?牵头|组织牵头|为牵头(?:单位|部门)")
_SUPPORTS: Final = re.compile(r"(?:积极|做好|予以|按职责)*(?:配合|协助|参与|参加|协同)")
_JOINS: Final = re.compile(r"[、和及与或]|以及|或者|会同|")


class Writer:
    """Writes the norms of one notice."""

    def __init__(self, view: View, quantities: Sequence[Quantity], written: str | None) -> None:
        """``quantities`` are those of the notice in order of place; ``written`` its date (ISO 8601), which gives 6月底前 its year."""
        self.view = view
        self.quantities = quantities
        self.starts = [item.start for item in quantities]
        self.year = int(written[:4]) if written else None
        self.month = int(written[5:7]) if written else None
        self.counts: dict[str, int] = {}

    def write(self, eid: str, said: Said, verdict: Verdict, acting: Acting, mark: Mark | None, subjects: Sequence[Subject]) -> Norm:
        """Return the norm that ``said`` is; raises :class:`ValueError` for a verdict that it is none."""
        if verdict.type is None:
            raise ValueError(f"{said.words[:20]}: a sentence that is no norm cannot be written as one")
        view = self.view
        span = view.span(said.start, said.end)
        number = self.counts[eid] = self.counts.get(eid, 0) + 1
        modal = _modal_of(said, verdict.type)
        limits, frequencies = self._limits(said, mark), self._frequencies(said)
        if verdict.case == "in-force":  # the day of passing and the day on which it begins limit nothing; a term does
            limits = [limit for limit in limits if "/" in (limit.value or "")]
        own = _joined(said.text, [name for name in acting.names if said.start <= name.start and name.end <= said.end])
        statement = read_statement(
            said.text,
            said.start,
            said.segments,
            subject=own,
            modal=modal,
            kind=verdict.type,
            masked=sorted((view.index(item.start), view.index(item.end)) for item in (*limits, *frequencies)),
        )
        actors = [self._actor(start, end, acting) for start, end in acting.names]
        return Norm(
            span.start,
            span.end,
            span.exact,
            id=f"{eid}__n_{number}",
            eid=eid,
            type=verdict.type,
            actors=[actor.name for actor in actors],
            actor_source=acting.source,
            responsible=list(self._responsible(said, mark, subjects)),
            deontic=view.kept(*modal) if modal else None,
            strength=strength_of(said.text, said.start, said.end, said.modal, verdict.type),
            deadline=self._words(limits),
            frequency=self._words(frequencies),
            quantities=self._quantities(span),
            rule=verdict.case,
            actor_spans=actors,
            inherited_from=view.span(*acting.origin) if acting.origin else None,
            deontic_at=view.span(*modal) if modal else None,
            time_limits=limits,
            frequencies=frequencies,
            **self._inside(statement),
        )

    def _quantities(self, span: Span) -> list[int]:
        """Return the indices of the quantities inside a sentence."""
        low, high = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return [at for at in range(low, high) if self.quantities[at].end <= span.end]

    def _inside(self, statement: Statement) -> dict[str, Any]:
        """Return the fields that the inside of the sentence fills."""
        view = self.view
        fields: dict[str, Any] = {
            "conditions": [_unbroken(view.kept(*bounds)) for bounds in statement.conditions],
            "conditions_at": [view.span(*bounds) for bounds in statement.conditions],
            "constraints": [_unbroken(view.kept(*bounds)) for bounds in statement.constraints],
            "constraints_at": [view.span(*bounds) for bounds in statement.constraints],
        }
        for name, bounds in (("aim", statement.aim), ("object", statement.object), ("consequence", statement.consequence)):
            if bounds is not None:
                fields |= {name: _unbroken(view.kept(*bounds)), f"{name}_at": view.span(*bounds)}
        return fields

    def _limits(self, said: Said, mark: Mark | None) -> list[TimeLimit]:
        """Return the time limits of a sentence, those of the mark that covers it behind its own (完成时限:2019年底)."""
        view = self.view
        limits = []
        for low, high in [(said.start, said.end), *(mark.times if mark else ())]:
            for found in find_time_limits(said.text, low, high, year=self.year, month=self.month):
                span = view.span(found.start, found.end)
                since = "".join(view.kept(*found.since).split()) if found.since else None
                limits.append(TimeLimit(span.start, span.end, span.exact, found.kind, found.value, since, found.working_days))
        return limits

    def _frequencies(self, said: Said) -> list[Frequency]:
        found = []
        for often in find_frequencies(said.text, said.start, said.end):
            span = self.view.span(often.start, often.end)
            found.append(Frequency(span.start, span.end, span.exact, often.value, often.times))
        return found

    def _words(self, found: Sequence[Span]) -> str | None:
        """Return the words of the first, without what the view leaves out."""
        return _unbroken(self.view.kept(self.view.index(found[0].start), self.view.index(found[0].end))) if found else None

    def _name(self, start: int, end: int) -> str:
        return "".join(self.view.kept(start, end).split())

    def _actor(self, start: int, end: int, acting: Acting) -> Actor:
        span = self.view.span(start, end)
        return Actor(span.start, span.end, span.exact, self._name(start, end), acting.source, acting.eid)

    def _responsible(self, said: Said, mark: Mark | None, subjects: Sequence[Subject]) -> Iterator[Responsible]:
        """Yield the bodies that answer for a norm: those who lead or support in the sentence itself, then those of the mark."""
        seen: set[str] = set()
        for start, end, role in (*sorted(_roles(said.text, subjects)), *(mark.bodies if mark else ())):
            name = self._name(start, end)
            if name not in seen:
                seen.add(name)
                span = self.view.span(start, end)
                yield Responsible(span.start, span.end, span.exact, name, role)


def _unbroken(words: str) -> str:
    """Return words as written, the line breaks of a printed page taken out."""
    return words.replace("\n", "")


def _joined(text: str, names: Sequence[Name]) -> tuple[int, int] | None:
    """Return the stretch of the first name and of those joined to it."""
    if not names:
        return None
    end = names[0].end
    for name in names[1:]:
        if not _JOINS.fullmatch(text, end, name.start):
            break
        end = name.end
    return names[0].start, end


def _modal_of(said: Said, kind: NormType) -> tuple[int, int] | None:
    """Return where the modal stands; of an encouragement without one, its 鼓励, 支持."""
    if said.modal:
        return said.modal.start, said.modal.end
    if kind == "encouragement":
        return next(filter(None, (encouraging(said.text, act) for act in said.acts)), None)
    return None


def _roles(text: str, subjects: Sequence[Subject]) -> Iterator[Body]:
    """Yield the subjects behind which 牵头 or 配合 stands, with those joined to them: 由 A 牵头,B、C 配合."""
    role = None
    for subject, after in reversed([*pairwise([*subjects, None])]):
        if subject is None:
            continue
        if _LEADS.match(text, subject.end):
            role = "lead"
        elif _SUPPORTS.match(text, subject.end):
            role = "support"
        elif role is None or after is None or not _JOINS.fullmatch(text, subject.end, after.start):
            role = None
        if role is not None:
            yield Body(subject.start, subject.end, role)  # type: ignore[arg-type]
