"""Which notice of the corpus a citation means: one, several that may be meant, or none, each with the reason in words.

What is stored is a function of the notices in the corpus, in whatever order they came: each citation whose keys are among the
names of a notice is decided anew when that notice comes or goes. The rules are in :mod:`.rules`.
"""

from __future__ import annotations

import re
import sqlite3
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Final

import orjson

from ...extract.text import squeeze
from ...schemas.errors import ReferenceFormatError
from ...schemas.identifiers import find_eids
from .names import TITLE
from .rules import Candidate, Citing, Decision, decide

__all__ = ["link", "unlink"]

_CROWD: Final = 50
"""Notices of one name beyond which a citation by that name is not compared with each of them."""
_N: Final = r"(?:\([一二三四五六七八九十百零〇0-9]{1,6}\)|[一二三四五六七八九十百零〇0-9]{1,6})"
_FIRST: Final = re.compile(rf"(?:第{_N}(?:部分|[编章节条款项目点])){{1,6}}")

_CITING: Final = (
    "SELECT coalesce(written_date, published_date, CAST(year AS TEXT)), coalesce(region_code, '') FROM notices WHERE notice = ?"
)
_CANDIDATE: Final = (
    "SELECT id, document_number, title, instrument_title, agencies, coalesce(written_date, published_date, CAST(year AS TEXT)),"
    " coalesce(region_code, '') FROM notices WHERE notice = ?"
)
_BEARING: Final = "SELECT notice FROM names WHERE key = ? LIMIT ?"
_KEYS: Final = "SELECT position, key FROM citation_keys WHERE notice = ?"
_CITATIONS: Final = "SELECT position, title, document_number, other_numbers, provision, relation, start FROM citations WHERE notice = ?"
_BEFORE: Final = "SELECT substr(text, max(?1 - 29, 1), min(?1, 30)) FROM notices WHERE notice = ?2"
_STORE: Final = "UPDATE citations SET status = ?, target = ?, target_eid = ?, candidates = ?, reason = ? WHERE notice = ? AND position = ?"


def link(db: sqlite3.Connection, notice: int) -> None:
    """Resolve the citations of ``notice`` and those of other notices that may mean it.

    To be called when all rows of the notice are written, in the same transaction.
    """
    linker = _Linker(db)
    linker.resolve(notice)
    linker.resolve_all(_affected(db, notice))


def unlink(db: sqlite3.Connection, notice: int) -> None:
    """Take the names of ``notice`` away and resolve the citations that meant it anew.

    To be called before the rows of the notice are deleted or replaced, in the same transaction.
    """
    affected = _affected(db, notice)
    db.execute("DELETE FROM names WHERE notice = ?", (notice,))
    _Linker(db).resolve_all(affected)


def _affected(db: sqlite3.Connection, notice: int) -> list[tuple[int, int]]:
    """Return the citations (notice, position) of other notices for which it matters whether ``notice`` is there, in order.

    Where a name has become that of a crowd, one notice more or less changes nothing.
    """
    found: set[tuple[int, int]] = set()
    for (key,) in db.execute("SELECT key FROM names WHERE notice = ?", (notice,)).fetchall():
        if len(db.execute(_BEARING, (key, _CROWD + 2)).fetchall()) <= _CROWD + 1:
            found.update(db.execute("SELECT notice, position FROM citation_keys WHERE key = ? AND notice <> ?", (key, notice)))
    return sorted(found)


class _Linker:
    """Resolves many citations; what several of them ask for is read once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._bearers: dict[str, list[int]] = {}
        self._candidates: dict[int, Candidate] = {}
        self._eids: dict[int, list[str]] = {}
        self._places: dict[tuple[int, str], tuple[str | None, str | None]] = {}

    def resolve_all(self, citations: list[tuple[int, int]]) -> None:
        """Decide each of ``citations`` (notice, position), which are in order."""
        for notice, group in groupby(citations, key=itemgetter(0)):
            positions = [position for _, position in group]
            self.resolve(notice, positions)

    def resolve(self, notice: int, positions: list[int] | None = None) -> None:
        """Decide the citations of a notice (all, or those at ``positions``) by the names that are there now, and store what was decided."""
        one = positions[0] if positions and len(positions) == 1 else None
        where, values = ("", (notice,)) if one is None else (" AND position = ?", (notice, one))
        rows = self._db.execute(_CITATIONS + where, values).fetchall()
        if not rows:
            return
        keys: dict[int, list[str]] = {}
        for position, key in self._db.execute(_KEYS + where, values):
            keys.setdefault(position, []).append(key)
        wanted = set(positions) if positions else None
        date, region = self._db.execute(_CITING, (notice,)).fetchone()
        stored = []
        for position, title, number, others, provision, relation, start in rows:
            if wanted is None or position in wanted:
                numbers = [number, *(orjson.loads(others) if others else ())] if number else []
                before = partial(self._before, notice, start)
                decision = self._decide(Citing(notice, title, numbers, relation, before, date, region), keys.get(position, []))
                stored.append((*self._columns(decision, provision), notice, position))
        self._db.executemany(_STORE, stored)

    def _before(self, notice: int, start: int) -> str:
        words: str = self._db.execute(_BEFORE, (start, notice)).fetchone()[0]
        return words

    def _columns(self, decision: Decision, provision: str | None) -> tuple[str, int | None, str | None, str | None, str]:
        """Return status, target, target_eid, candidates and reason as they are stored."""
        target_eid, remark = self._place(decision.target, provision)
        candidates = orjson.dumps(decision.candidates).decode() if decision.candidates else None
        return decision.status, decision.target, target_eid, candidates, f"{decision.reason}; {remark}" if remark else decision.reason

    def _decide(self, citing: Citing, keys: list[str]) -> Decision:
        by_number: set[int] = set()
        by_title: set[int] = set()
        crowded = False
        for key in keys:
            bearers = self._bearing(key)
            if len(bearers) > _CROWD:
                crowded = True
            else:
                (by_title if key.startswith(TITLE) else by_number).update(bearers)
        found = [[self._candidate(bearer) for bearer in sorted(bearers)] for bearers in (by_number, by_title - by_number)]
        return decide(citing, *found, crowded=crowded)

    def _bearing(self, key: str) -> list[int]:
        bearers = self._bearers.get(key)
        if bearers is None:
            rows = self._db.execute(_BEARING, (key, _CROWD + 1))
            bearers = self._bearers[key] = [notice for (notice,) in rows]
        return bearers

    def _candidate(self, notice: int) -> Candidate:
        found = self._candidates.get(notice)
        if found is None:
            found = self._candidates[notice] = Candidate.of(notice, self._db.execute(_CANDIDATE, (notice,)).fetchone())
        return found

    def _place(self, target: int | None, provision: str | None) -> tuple[str | None, str | None]:
        """Return the eid of the provision cited in the notice ``target``, and what is to be said about it.

        Of several provisions (第三条、第五条) it is that of the first.
        """
        if target is None or not provision:
            return None, None
        key = target, provision
        if key not in self._places:
            first = _FIRST.match(squeeze(provision).replace("點", "点"))
            self._places[key] = self._find(target, first[0]) if first else (None, f"{provision} is in no form that can be looked up")
        return self._places[key]

    def _find(self, target: int, provision: str) -> tuple[str | None, str | None]:
        """Return the clause for ``provision``, or for the part of it that the notice marks: 第二款 of an article often has no mark."""
        eids = self._eids.get(target)
        if eids is None:
            rows = self._db.execute(
                "SELECT eid FROM parts WHERE notice = ?1 UNION ALL SELECT eid FROM clauses WHERE notice = ?1", (target,)
            )
            eids = self._eids[target] = [eid for (eid,) in rows]
        steps = re.findall(r"第[^第]+", provision)
        for count in range(len(steps), 0, -1):
            asked = "".join(steps[:count])
            try:
                found = find_eids(eids, asked)
            except ReferenceFormatError:
                continue
            if len(found) > 1:
                return None, f"{asked} fits {len(found)} clauses there"
            if found:
                return found[0], None if count == len(steps) else f"{''.join(steps[count:])} is not marked there"
        return None, f"{provision} was not found there"
