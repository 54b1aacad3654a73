"""Norms (规范性语句): who must do what, in the terms of the Institutional Grammar 2.0 (Frantz & Siddiki 2022), and named entities."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .model import Span

__all__ = [
    "Actor",
    "ActorSource",
    "Entity",
    "EntityType",
    "Frequency",
    "Norm",
    "NormType",
    "PlaceStatus",
    "Responsible",
    "Role",
    "TimeLimit",
]

NormType = Literal["obligation", "prohibition", "permission", "encouragement", "consequence", "constitutive"]
ActorSource = Literal["explicit", "mark", "inherited", "none"]
EntityType = Literal["ORG", "GPE", "LOC", "PER", "DATE", "MONEY", "DOC"]
PlaceStatus = Literal["resolved", "ambiguous", "unresolved"]
Role = Literal["lead", "support", "responsible"]


@dataclass(slots=True)
class Entity(Span):
    """A named entity. ``Notice.entities`` is null where the search for them did not run."""

    type: EntityType
    """ORG body, GPE division or named zone, LOC other place, PER person, DATE, MONEY, DOC official document."""
    region_code: str | None = None
    """GB/T 2260 code (nine digits for 镇 and 街道) of the place, or of the place that the body belongs to; null where unresolved."""
    status: PlaceStatus | None = None
    """Of GPE and ORG: whether the name was resolved to one place or body, fits several, or none that we know; null of other types."""
    candidates: list[str] = field(default_factory=list)
    """Where ambiguous, the codes of the places (names of the bodies) that the name may mean."""
    body: str | None = None
    """Of ORG: the full name of the body within its jurisdiction (区政府办: 南通市通州区人民政府办公室); null where unresolved."""
    reason: str | None = None
    """Why it was resolved as it is, or why not."""
    source: str = "rules"
    """What found it: rules, the name of the trained model, or both joined by +."""


@dataclass(slots=True)
class TimeLimit(Span):
    """A time limit (期限) as written, normalised to ISO 8601 where its words allow it."""

    kind: Literal["within", "until", "during", "after", "before"]
    """within a duration, until a date, during a period or year, only after a duration, a duration ahead of an event."""
    value: str | None
    """ISO 8601: a duration (P3Y), a date (2020-12-31), or an interval (2019-01-01/2019-12-31); null where the words give none. What they
    leave open is X (ISO 8601-2): XXXX-06-30 is the end of June of every year, or of one that is not said."""
    since: str | None = None
    """From when a duration runs, as written (名单公布后), or ahead of what; null where the sentence does not say."""
    working_days: bool = False
    """Whether the days of ``value`` are working days (工作日)."""


@dataclass(slots=True)
class Frequency(Span):
    """How often (频率), as written."""

    value: str | None
    """ISO 8601 duration of one period (每季度: P3M); null where it is not said (定期)."""
    times: int = 1
    """How many times in a period."""


@dataclass(slots=True)
class Actor(Span):
    """Who is to act (Attributes), where it was read."""

    name: str
    """As written, line breaks and chunk marks taken out."""
    source: ActorSource
    eid: str
    """The clause or part in which it was read."""
    body: str | None = None
    """Full name of the body, where it is one that can be resolved within the jurisdiction."""


@dataclass(slots=True)
class Responsible(Span):
    """A body that answers for a norm, by a responsibility mark or by 牵头, 配合 in the sentence."""

    name: str
    role: Role
    """lead (牵头), support (配合), or responsible, where the notice tells them not apart."""
    body: str | None = None
    """Full name of the body, where it can be resolved within the jurisdiction."""


@dataclass(slots=True)
class Norm(Span):
    """Who must do what: one sentence that directs, forbids, allows, encourages, constitutes, or says what follows.

    ``Notice.norms`` is null where the search for them did not run.
    """

    id: str
    """eid of the clause and ``n_`` with the position of the norm in it, joined by ``__``."""
    eid: str
    """The clause or part that holds the sentence itself."""
    type: NormType
    actors: list[str]
    """Attributes: who is to act, as written."""
    actor_source: ActorSource
    """Where the actors were read: in the sentence, a responsibility mark, an earlier sentence, heading or the addressees, or nowhere."""
    responsible: list[Responsible] = field(default_factory=list)
    """Leading, supporting and responsible bodies."""
    deontic: str | None = None
    """The first modal as written; null for a bare imperative."""
    strength: int | None = None
    """6 须, 不得; 5 要, 应; 4 bare imperative; 3 原则上; 2 力争, 争取; 1 鼓励, 支持, 可; null for constitutive norms."""
    aim: str | None = None
    """The commanded act, as written."""
    object: str | None = None
    """What the act is done to, as written."""
    conditions: list[str] = field(default_factory=list)
    """Activation conditions, as written."""
    constraints: list[str] = field(default_factory=list)
    """Execution constraints beside time limits and frequencies, as written (按照…标准, 根据…, 通过…)."""
    deadline: str | None = None
    """The first time limit as written."""
    frequency: str | None = None
    """The first frequency as written."""
    consequence: str | None = None
    """The words of an or-else in the same sentence."""
    quantities: list[int] = field(default_factory=list)
    """Indices into ``Notice.quantities``."""
    rule: str = ""
    """Name of the case that decided what the sentence is; they are listed with their reasons in docs/norms.md."""
    actor_spans: list[Actor] = field(default_factory=list)
    """The actors with where each was read; the same order as ``actors``."""
    inherited_from: Span | None = None
    """The sentence, heading, mark or list of addressees that the actors come from, where it is not the sentence itself."""
    deontic_at: Span | None = None
    aim_at: Span | None = None
    object_at: Span | None = None
    conditions_at: list[Span] = field(default_factory=list)
    constraints_at: list[Span] = field(default_factory=list)
    time_limits: list[TimeLimit] = field(default_factory=list)
    """All time limits of the sentence, in order; ``deadline`` is the first."""
    frequencies: list[Frequency] = field(default_factory=list)
    """All frequencies of the sentence, in order."""
    consequence_at: Span | None = None
    breach_of: list[str] = field(default_factory=list)
    """ids of the norms whose breach or outcome this consequence follows (Or else)."""
    damaged: bool = False
    """Whether it rests on damaged words or figures (see ``Notice.repairs``)."""
