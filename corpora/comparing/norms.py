"""Norms by actor (谁的义务): how many norms of each type and strength each body has, over the selected notices."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ..store.selecting import Selection, selected_keys
from ..tables import Kind, Table

if TYPE_CHECKING:
    from ..store.folder import Corpus

__all__ = ["NORM_COUNT_COLUMNS", "norms_by_actor"]

NORM_COUNT_COLUMNS: Final[dict[str, Kind]] = {
    "actor": "text",
    "role": "text",
    "type": "text",
    "strength": "integer",
    "norms": "integer",
    "notices": "integer",
}
"""``actor`` is the full name of the body, where it was resolved, else as written; ``role`` actor, lead, support or responsible."""


def norms_by_actor(corpus: Corpus, selection: Selection | None = None, *, actor: str | None = None, top: int | None = None) -> Table:
    """Return how many norms each body acts in or answers for, by role, type and strength: the bodies with the most norms first.

    ``actor`` keeps bodies whose name, in full or as written, holds it; ``top`` that many bodies. Norms without an actor are left out.
    Raises :class:`~gongwen.schemas.errors.ReferenceNotFoundError` where nothing is selected.
    """
    keys = selected_keys(corpus.db, selection or Selection())
    conditions: list[str] = []
    values: list[str | int] = []
    if keys is not None:
        conditions.append("a.notice IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(keys))
    if actor:
        conditions.append("(instr(a.name, ?) OR instr(a.body, ?))")
        values += [actor, actor]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    query = (
        "SELECT coalesce(a.body, a.name) AS actor, a.role, n.type, n.strength, count(*), count(DISTINCT a.notice)"  # noqa: S608 - marks only
        f" FROM norm_actors a JOIN norms n ON n.notice = a.notice AND n.position = a.norm {where} GROUP BY 1, 2, 3, 4"
    )
    found = corpus.db.execute(query, values).fetchall()
    totals: dict[str, int] = {}
    for name, *_, count, _notices in found:
        totals[name] = totals.get(name, 0) + count
    ranks = {name: rank for rank, name in enumerate(sorted(totals, key=lambda name: (-totals[name], name)))}
    rows = sorted(
        (row for row in found if top is None or ranks[row[0]] < top), key=lambda row: (ranks[row[0]], row[1], row[2], -(row[3] or 0))
    )
    return Table("norms", NORM_COUNT_COLUMNS, rows)
