"""The damage ledger: all that is damaged in a text, in one list, and what of the result rests on it.

The text is not changed by it; a repair is a proposal. What a value was read from decides whether it is marked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from typing import Final

from ...schemas.notice import (
    Citation,
    Clause,
    Damage,
    ListItem,
    Metadata,
    NamedList,
    Norm,
    NoticeWarning,
    Quantity,
    Repair,
    Roster,
    RosterEntry,
    Span,
)
from ..text import View
from .copies import find_copies
from .findings import KINDS_OF_VALUE, RESTORED, repair
from .marks import find_numbers_broken, find_quotes, find_truncation
from .recognition import find_confusions
from .structure import find_structural
from .washed import find_washed
from .years import find_years

__all__ = ["find_damage", "grade", "mark_damaged"]

HEAVY: Final = 5
"""Damaged words or figures from which a text is not to be quoted without its original."""


def find_damage(
    view: View, citations: list[Citation], written: str | None, warnings: list[NoticeWarning], reported: list[Repair]
) -> list[Repair]:
    """Return the damage of the text under ``view``, in order of place.

    ``citations`` were read from it, ``written`` is its date (ISO 8601), ``warnings`` say whether its end is missing.
    ``reported`` is what the reader saw damaged already.
    """
    structural = [found.repair for found in find_structural(View(view.source))] if view.is_cut else []
    wording = _wording(view)
    found = [
        *structural,
        *wording,
        *find_years(view, citations, wording, written),
        *find_numbers_broken(view, citations),
        *find_quotes(view),
        *find_confusions(view),
        *find_copies(view),
        *find_truncation(view, warnings),
    ]
    seen = {(item.kind, item.start) for item in found}
    found += [item for item in reported if (item.kind, item.start) not in seen]
    return sorted(found, key=lambda item: (item.start, item.end))


def grade(repairs: list[Repair]) -> Damage:
    """Return the severity of ``repairs`` and how many there are of each kind."""
    counts = Counter(item.kind for item in repairs if item.kind != RESTORED)
    words = sum(counts[kind] for kind in KINDS_OF_VALUE)
    return Damage("heavy" if words >= HEAVY else "light" if counts else "none", dict(sorted(counts.items())))


def mark_damaged(
    repairs: list[Repair],
    metadata: Metadata,
    clauses: list[Clause],
    citations: list[Citation],
    quantities: list[Quantity],
    lists: list[NamedList],
    rosters: list[Roster],
    norms: list[Norm],
) -> None:
    """Mark every value that was read from damaged words or figures."""
    touched = _touching([item for item in repairs if item.kind in KINDS_OF_VALUE])
    if touched is None:
        return
    metadata.damaged = [
        name for name, evidence in metadata.evidence.items() if isinstance(evidence, Span) and touched(evidence.start, evidence.end)
    ]
    for clause in clauses:
        if clause.heading:
            clause.damaged = touched(clause.start, clause.start + len(clause.label) + len(clause.heading) + 1)
    items = (item for named in lists for item in named.items)
    rows = (entry for roster in rosters for entry in roster.entries)
    values: list[Citation | Quantity | ListItem | RosterEntry | Norm] = [*citations, *quantities, *items, *rows, *norms]
    for value in values:
        value.damaged = touched(value.start, value.end)


def _touching(repairs: list[Repair]) -> Callable[[int, int], bool] | None:
    """Return whether a stretch holds damage; null where there is none. Repairs of values are short and hardly overlap."""
    if not repairs:
        return None
    ends = sorted(item.end for item in repairs)
    starts = sorted(item.start for item in repairs)

    def touched(start: int, end: int) -> bool:
        """More repairs begin before the end of the stretch than end before its start."""
        return bisect_left(starts, end) > bisect_left(ends, start + 1)

    return touched


def _wording(view: View) -> list[Repair]:
    rule = "stands where clean texts have the proposed word, which this text avoids"
    return [
        repair(view, (item.start, item.end), "wording", item.intended, item.confidence, rule, reversible=False)
        for item in find_washed(view.text)
    ]
