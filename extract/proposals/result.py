"""What asking a language model gave: what was accepted, what was rejected and why, what it cost, how far it agrees with the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import orjson

from ...schemas.contract import plain_number
from ...schemas.norms import Norm
from ...schemas.notice import Roster, Span
from .shapes import FieldName, Task

__all__ = ["Account", "Agreement", "Compared", "FieldValue", "Outcome", "Price", "Proposals", "Reason", "Rejection", "Unanswered"]

Reason = Literal[
    "not-in-clause",
    "not-in-sentence",
    "several-sentences",
    "ambiguous",
    "heading",
    "duplicate",
    "wrong-source",
    "not-in-schema",
    "not-a-value",
    "too-few-rows",
    "speaks-to-a-model",
]
"""Why a value was rejected.

``not-in-clause``, ``not-in-sentence``: it does not stand there verbatim; ``several-sentences``: a quote that runs over more than
one; ``ambiguous``: a quote that stands in several; ``heading``: it holds no sentence; ``duplicate``: proposed before;
``wrong-source``: it stands elsewhere than the proposal says; ``not-in-schema``: a type, a field or a kind of value that does not
exist; ``not-a-value``: no date, no document number, no modal, no time limit; ``too-few-rows``: no roster;
``speaks-to-a-model``: words in the notice that would instruct a model, which were kept from it.
"""

Silence = Literal["empty", "no-json", "truncated", "several-answers", "wrong-shape", "too-long", "timeout", "rate-limited", "failed"]
"""Why a stretch has no answer: what came was no JSON object of the shape, or nothing came."""

Outcome = Literal["both", "rules-only", "model-only"]
Sameness = Literal["same", "different", "rules-null", "model-null"]
"""How two values of a field stand to each other; null on both sides is ``same``."""


@dataclass(slots=True, frozen=True)
class Price:
    """What a million tokens cost, in one currency."""

    input: Decimal
    output: Decimal


@dataclass(slots=True)
class Account:
    """What was asked and what it cost."""

    calls: int = 0
    """Calls that went out, those repeated counted again."""
    cached: int = 0
    """Answers taken from the cache, which cost nothing."""
    retries: int = 0
    """Calls that were repeats of one that failed."""
    input_tokens: int = 0
    output_tokens: int = 0
    unmetered: int = 0
    """Answers that came without a count of tokens; the sums leave them out."""
    cost: Decimal | None = None
    """By the price given; null without one."""


@dataclass(slots=True)
class Rejection:
    """A proposed value that was not accepted."""

    task: Task
    eid: str
    field: str
    value: str
    """As proposed; characters that no text may hold are escaped."""
    reason: Reason
    message: str


@dataclass(slots=True)
class Unanswered:
    """A stretch of the notice for which the model gave no answer that can be read."""

    task: Task
    eid: str
    start: int
    end: int
    reason: Silence
    message: str


@dataclass(slots=True)
class FieldValue:
    """An element of the notice as proposed: the value in the form of the contract, and where it was read."""

    field: FieldName
    value: str
    at: Span


@dataclass(slots=True)
class Compared:
    """One sentence, as the rules and the model see it."""

    eid: str
    start: int
    end: int
    outcome: Outcome
    fields: dict[str, Sameness] = field(default_factory=dict)
    """Of a sentence that both take for a norm: type, actors, deontic … ."""


@dataclass(slots=True)
class Agreement:
    """How far a model agrees with the rules on the norms of a notice, sentence by sentence in order of place."""

    rules_ran: bool
    """False where ``Notice.norms`` is null: there is then nothing to agree with."""
    sentences: list[Compared]
    both: int
    rules_only: int
    model_only: int
    same: dict[str, int]
    """Per field, on how many of ``both`` the two say the same."""


@dataclass(slots=True)
class Proposals:
    """What a language model proposes for a notice, held to its text."""

    model: str
    prompt: str
    """Version of the prompts: a hash of their words and of the shapes."""
    tasks: list[Task]
    norms: list[Norm] = field(default_factory=list)
    rosters: list[Roster] = field(default_factory=list)
    fields: list[FieldValue] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    unanswered: list[Unanswered] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    agreement: Agreement | None = None
    """Null where norms were not asked for."""

    def summary(self) -> str:
        """Return a line on what came of it and what it cost."""
        account, agreement = self.account, self.agreement
        accepted = {"norms": len(self.norms), "rosters": len(self.rosters), "fields": len(self.fields)}
        parts = [f"{accepted[task]} {task} accepted" for task in self.tasks]
        parts += [f"{len(self.rejected)} values rejected", f"{len(self.unanswered)} passages without an answer"]
        if agreement is not None and agreement.rules_ran:
            beside = f"rules alone {agreement.rules_only}, model alone {agreement.model_only}"
            parts.append(f"of the same mind on {agreement.both} sentences and {agreement.same['type']} types ({beside})")
        cost = "" if account.cost is None else f", cost {account.cost}"
        parts.append(f"{account.calls} calls, {account.cached} from the cache, {account.input_tokens}+{account.output_tokens} tokens{cost}")
        return f"{self.model}: {'; '.join(parts)}"

    def to_json(self) -> bytes:
        """Return all of it as UTF-8 JSON."""
        return orjson.dumps(self, default=plain_number, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
