"""Ask a language model about a notice, passage by passage, and hold what it says to the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...schemas.errors import ReferenceNotFoundError
from ...schemas.notice import Notice, RosterEntry
from .agreement import agreement_of
from .calls import Asker, Calling
from .fields import read_field
from .grammar import Grammar
from .leash import Leash, printable
from .norms import NormReader, number_norms
from .passages import Passage, notice_view, passages_for
from .prompts import prompt_version
from .replies import UnreadableReplyError
from .result import Proposals, Rejection, Unanswered
from .rosters import RosterReader, gather_rosters
from .shapes import FieldShape, NormShape, RowShape, Task, items_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from pydantic import BaseModel

__all__ = ["propose"]


def propose(
    notice: Notice,
    model: str | BaseChatModel | None,
    *,
    tasks: Iterable[Task] = ("norms",),
    within: str | None = None,
    calling: Calling | None = None,
) -> Proposals:
    """Return what a model proposes for a notice, of which only what stands in the text is accepted.

    ``model`` is a chat model of LangChain, or its name (``provider:model``) where the package ``langchain`` is installed; ``tasks`` says
    what to ask for; ``within`` limits the question to a clause or part (eid) and what is below it; ``calling`` says how to call, what may
    be spent and where answers are kept (in the user's cache unless told otherwise). The notice is not changed: see :func:`vote`.

    Raises :class:`~gongwen.schemas.errors.ReferenceNotFoundError` where the notice has no such clause,
    :class:`~gongwen.schemas.errors.MissingExtraError` and :class:`~gongwen.schemas.errors.ModelNameError` where there is no such
    model, :class:`~gongwen.schemas.errors.ModelCallError` where it refuses or is out of reach, and
    :class:`~gongwen.schemas.errors.BudgetExceededError`; after either, a second run goes on with the answers kept in the cache.
    """
    if within is not None and within not in {part.eid for part in notice.parts} | {clause.eid for clause in notice.clauses}:
        raise ReferenceNotFoundError(f"{notice.source.uri}: no clause or part {within!r} in this notice; gongwen show lists them")
    asked: list[Task] = list(dict.fromkeys(tasks))
    asker = Asker(model, calling or Calling())
    versions = "+".join(prompt_version(task) for task in asked)
    proposals = Proposals(asker.name, versions, asked, account=asker.account)
    asking = _Asking(notice, asker, proposals)
    for task in asked:
        chosen = [passage for passage in passages_for(task, notice, asking.view) if within is None or _is_within(passage.eid, within)]
        for passage in chosen:
            asking.report_withheld(task, passage)
        if task == "norms":
            asking.norms(chosen)
        elif task == "rosters":
            asking.rosters(chosen)
        else:
            asking.fields(chosen)
    if "norms" in asked:
        number_norms(proposals.norms)
        rules = notice.norms
        if rules is not None and within is not None:
            rules = [norm for norm in rules if _is_within(norm.eid, within)]
        proposals.agreement = agreement_of(rules, proposals.norms)
    return proposals


def _is_within(eid: str, unit: str) -> bool:
    return eid == unit or eid.startswith(f"{unit}__")


class _Asking:
    """One notice, one model, and what came of it so far."""

    def __init__(self, notice: Notice, asker: Asker, proposals: Proposals) -> None:
        self.notice = notice
        self.asker = asker
        self.found = proposals
        self.view = notice_view(notice)
        self.leash = Leash(self.view)

    def report_withheld(self, task: Task, passage: Passage) -> None:
        for place in passage.withheld:
            words = printable(self.view.raw[slice(*place)])
            message = "these words instruct a language model; it is not shown them"
            self.found.rejected.append(Rejection(task, passage.eid, "text", words, "speaks-to-a-model", message))

    def norms(self, passages: list[Passage]) -> None:
        grammar = Grammar(self.notice)
        for passage in passages:
            answer = self._answer("norms", passage)
            reader = NormReader(self.leash, grammar, passage, f"model:{self.asker.name}", self.notice.quantities, self.found.rejected)
            for shape in self._shapes("norms", passage, answer):
                norm = reader.read(shape) if isinstance(shape, NormShape) else None
                if norm is not None:
                    self.found.norms.append(norm)

    def rosters(self, passages: list[Passage]) -> None:
        read: list[tuple[RosterReader, str | None, list[RosterEntry]]] = []
        for passage in passages:
            answer = self._answer("rosters", passage)
            reader = RosterReader(self.leash, passage, self.found.rejected)
            title, columns = reader.title(answer), reader.columns(answer)
            entries: list[RosterEntry] = []
            for shape in self._shapes("rosters", passage, answer):
                after = entries[-1].end if entries else 0
                entry = reader.row(shape, after, columns) if isinstance(shape, RowShape) else None
                if entry is not None:
                    entries.append(entry)
            read.append((reader, title, entries))
        self.found.rosters += gather_rosters(read)

    def fields(self, passages: list[Passage]) -> None:
        for passage in passages:
            for shape in self._shapes("fields", passage, self._answer("fields", passage)):
                if isinstance(shape, FieldShape):
                    value = read_field(self.leash, passage, shape, self.found.fields, self.found.rejected)
                    self.found.fields += [value] if value else []

    def _answer(self, task: Task, passage: Passage) -> dict[str, Any]:
        """Return the answer on a passage; an empty one where there is none, which is then listed."""
        text = passage.shown(self.view)
        if not any(char.isalnum() for char in text):
            return {}
        try:
            return self.asker.ask(task, text)
        except UnreadableReplyError as error:
            start, end = self.view.bounds(passage.start, passage.end)
            self.found.unanswered.append(Unanswered(task, passage.eid, start, end, error.reason, printable(str(error))))
            return {}

    def _shapes(self, task: Task, passage: Passage, answer: dict[str, Any]) -> Iterable[BaseModel]:
        """Yield what of an answer has the shape asked for; what has not is listed."""
        for shape, misfits in items_of(task, answer):
            self.found.rejected += [
                Rejection(task, passage.eid, misfit.field, printable(misfit.value), "not-in-schema", misfit.message) for misfit in misfits
            ]
            if shape is not None:
                yield shape
