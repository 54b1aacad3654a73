"""Rules and a model together: what a notice takes over of what was proposed.

The voting rule, for norms:

1. A norm of the rules stays, and so does each value that the rules read: no model takes one away or changes it.
2. Where the model takes the same sentence for a norm, it fills what the rules left open: words that are null, lists that are empty.
   Actors it names only where the rules found none, the norm is not constitutive, and each bears the name of somebody who can act (no
   plan, no project). Type and sentence stay.
3. A sentence that the model alone takes for a norm becomes one only where the sentence itself says so: with a modal that the model
   quoted from it and that is one of its type (by the rules for modals: 不得 for a prohibition, 应当 for an obligation …). A bare
   imperative, a consequence or a definition that only the model sees does not.
4. Each difference is a warning of the notice, with its place: ``model-filled``, ``model-only``, ``model-added``, ``model-differs``; so is
   each stretch that has no answer, ``model-silent``.

Rosters and elements of the notice: a model adds what the rules have nothing of, and changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ...schemas.norms import Norm
from ...schemas.notice import Metadata, Notice, NoticeWarning, Roster, Span
from .agreement import COMPARED, paired, sameness
from .grammar import is_actor, is_modal
from .norms import number_norms
from .result import Proposals
from .shapes import LIST_FIELDS

__all__ = ["adopt", "vote"]

_OPEN: Final = ("responsible", "deontic", "aim", "object", "conditions", "deadline", "frequency", "consequence")
"""Fields that a model may fill; actors have a condition of their own."""
_WITH_PLACE: Final = {
    "deontic": "deontic_at",
    "aim": "aim_at",
    "object": "object_at",
    "conditions": "conditions_at",
    "consequence": "consequence_at",
    "deadline": "time_limits",
    "frequency": "frequencies",
}
"""Fields whose place, or whose normal form, stands in a field of its own."""


def adopt(notice: Notice, proposals: Proposals) -> Notice:
    """Return the notice with what the model proposes in place of what the rules found, for the tasks that it was asked.

    Elements that the model did not find stay as the rules read them. Stretches without an answer are warnings, because nothing is
    known of them.
    """
    changed = replace(notice, warnings=[*notice.warnings, *_silent(proposals)])
    if "norms" in proposals.tasks:
        changed.norms = [replace(norm) for norm in proposals.norms]
        number_norms(changed.norms)
    if "rosters" in proposals.tasks:
        changed.rosters = list(proposals.rosters)
    if "fields" in proposals.tasks:
        changed.metadata = _with_fields(notice.metadata, proposals, everywhere=True)
    return changed


def vote(notice: Notice, proposals: Proposals) -> Notice:
    """Return the notice as the voting rule above makes it of what the rules found and the model proposes; neither is changed.

    Where the rules for norms did not run (``Notice.norms`` is null), the third point decides of all that is proposed.
    """
    changed = replace(notice, warnings=[*notice.warnings, *_silent(proposals)])
    if "norms" in proposals.tasks:
        changed.norms = _norms(notice, proposals, changed.warnings)
    if "rosters" in proposals.tasks:
        changed.rosters = _rosters(notice, proposals, changed.warnings)
    if "fields" in proposals.tasks:
        changed.metadata = _with_fields(notice.metadata, proposals, everywhere=False)
        changed.warnings += _field_differences(notice.metadata, proposals)
    return changed


def _norms(notice: Notice, proposals: Proposals, warnings: list[NoticeWarning]) -> list[Norm]:
    kept: list[Norm] = []
    for ours, theirs in paired(notice.norms or [], proposals.norms):
        if theirs is None:
            kept += [replace(ours)] if ours else []
        elif ours is None:
            said = _says_itself(theirs)
            kept += [replace(theirs, id="")] if said else []
            code, what = ("model-added", "added") if said else ("model-only", "not taken over: its words do not say so themselves")
            warnings.append(_warning(code, theirs, f"{proposals.model} alone takes this for a norm ({theirs.type}); {what}"))
        else:
            kept.append(_filled(ours, theirs, proposals.model, warnings))
    ids = number_norms(kept)
    for norm in kept:
        norm.breach_of = [ids[name] for name in norm.breach_of if name in ids]
    return kept


def _filled(ours: Norm, theirs: Norm, model: str, warnings: list[NoticeWarning]) -> Norm:
    """Return a norm of the rules with what it lacks filled; differences become warnings."""
    norm = replace(ours)
    filled = []
    differing = []
    for name in COMPARED:
        how = sameness(getattr(ours, name), getattr(theirs, name))
        if how == "rules-null" and name in _OPEN:
            for field in (name, _WITH_PLACE.get(name)):
                if field:
                    setattr(norm, field, getattr(theirs, field))
            filled.append(name)
        elif how == "different":
            differing.append(f"{name} {_shown(getattr(ours, name))}, not {_shown(getattr(theirs, name))}")
    if ours.actor_source == "none" and ours.type != "constitutive" and theirs.actors and all(map(is_actor, theirs.actors)):
        norm.actors, norm.actor_source = list(theirs.actors), theirs.actor_source
        norm.actor_spans, norm.inherited_from = list(theirs.actor_spans), theirs.inherited_from
        filled.append("actors")
    if filled:
        norm.rule = f"{ours.rule}+{theirs.rule}"
        warnings.append(_warning("model-filled", ours, f"{model} filled {', '.join(filled)}"))
    if differing:
        warnings.append(_warning("model-differs", ours, f"{model} differs; the rules have {'; '.join(differing)}"))
    return norm


def _says_itself(norm: Norm) -> bool:
    """Whether the sentence bears a modal of the type that the model gives it."""
    return norm.deontic is not None and is_modal(norm.deontic, norm.type)


def _rosters(notice: Notice, proposals: Proposals, warnings: list[NoticeWarning]) -> list[Roster]:
    kept = list(notice.rosters)
    for roster in proposals.rosters:
        ours = [other for other in notice.rosters if other.start < roster.end and roster.start < other.end]
        if not ours:
            kept.append(roster)
            message = f"{proposals.model} alone takes this for a roster of {len(roster.entries)} rows; added"
            warnings.append(NoticeWarning("model-added", message, roster.start, roster.end))
            continue
        rows = [entry.name for other in ours for entry in other.entries]
        if sameness(rows, [entry.name for entry in roster.entries]) != "same":
            message = f"{proposals.model} differs; the rules have {len(rows)} rows, not {len(roster.entries)}, or other names"
            warnings.append(NoticeWarning("model-differs", message, roster.start, roster.end))
    return sorted(kept, key=lambda roster: roster.start)


def _with_fields(metadata: Metadata, proposals: Proposals, *, everywhere: bool) -> Metadata:
    """Return the elements with those proposed: where the rules have none, or ``everywhere``."""
    changed = replace(metadata, evidence=dict(metadata.evidence))
    for name in dict.fromkeys(item.field for item in proposals.fields):
        items = [item for item in proposals.fields if item.field == name]
        if getattr(metadata, name) and not everywhere:
            continue
        setattr(changed, name, [item.value for item in items] if name in LIST_FIELDS else items[0].value)
        changed.evidence[name] = items[0].at
    return changed


def _field_differences(metadata: Metadata, proposals: Proposals) -> list[NoticeWarning]:
    found = []
    for name in dict.fromkeys(item.field for item in proposals.fields):
        items = [item for item in proposals.fields if item.field == name]
        theirs: Any = [item.value for item in items] if name in LIST_FIELDS else items[0].value
        how = sameness(getattr(metadata, name), theirs)
        at: Span = items[0].at
        if how == "rules-null":
            found.append(_warning("model-filled", at, f"{proposals.model} filled {name}"))
        elif how == "different":
            message = f"{proposals.model} differs; the rules have {name} {_shown(getattr(metadata, name))}, not {_shown(theirs)}"
            found.append(_warning("model-differs", at, message))
    return found


def _silent(proposals: Proposals) -> list[NoticeWarning]:
    return [
        NoticeWarning("model-silent", f"no answer of {proposals.model} on {item.eid} ({item.task}): {item.message}", item.start, item.end)
        for item in proposals.unanswered
    ]


def _warning(code: str, at: Span, message: str) -> NoticeWarning:
    return NoticeWarning(code, message, at.start, at.end)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(item if isinstance(item, str) else item.name for item in value)
    return str(value)
