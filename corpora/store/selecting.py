"""Which notices of a corpus are meant: exported, compared."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...schemas.errors import ReferenceNotFoundError
from ...schemas.notice import Notice
from .folder import Corpus

__all__ = ["Selection", "all_keys", "cited_ids", "region_prefixes", "selected_keys", "selected_notices"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Notices that fit all that is given; with nothing given, all."""

    notices: tuple[str, ...] = ()
    """Each by its id, work URI or document number (发文字号)."""
    region: str | None = None
    """Division of the issuer: a code (220000) or a name (吉林省), with all divisions below it; a name that several bear means all."""
    years: tuple[int, int] | None = None
    """First and last year, of writing, else of the number, else of publication."""
    document_type: str | None = None
    """文种."""

    def __bool__(self) -> bool:
        return bool(self.notices or self.region or self.years or self.document_type)


def selected_keys(db: sqlite3.Connection, selection: Selection) -> tuple[int, ...] | None:
    """Return the keys ``notices.notice`` of ``selection`` in order; None where it is all.

    Raises :class:`ReferenceNotFoundError` where nothing is selected, or a notice or region is named that there is not.
    """
    if not selection:
        return None
    conditions: list[str] = []
    values: list[str | int] = []
    if selection.notices:
        named = sorted({key for name in selection.notices for key in _named(db, name)})
        conditions.append("notice IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(named))
    if selection.region:
        prefixes = region_prefixes(selection.region)
        conditions.append(f"({' OR '.join(['region_code GLOB ?'] * len(prefixes))})")
        values += [f"{prefix}*" for prefix in prefixes]
    if selection.years:
        conditions.append("year BETWEEN ? AND ?")
        values += selection.years
    if selection.document_type:
        conditions.append("document_type = ?")
        values.append(selection.document_type)
    # Only question marks are put together here.
    query = f"SELECT notice FROM notices WHERE {' AND '.join(conditions)} ORDER BY notice"  # noqa: S608
    found = tuple(key for (key,) in db.execute(query, values))
    if not found:
        raise ReferenceNotFoundError("no notice of the corpus fits all that was asked for; ask for less, the table notices lists them")
    return found


def selected_notices(corpus: Corpus, keys: Iterable[int] | None) -> Iterator[Notice]:
    """Yield the notices with these keys (None: all), one in memory at a time; ``target`` of their citations is the id that they lead to."""
    for key in all_keys(corpus.db) if keys is None else keys:
        notice = corpus.notice(key)
        for position, target in cited_ids(corpus.db, key):
            notice.citations[position].target = target
        yield notice


def all_keys(db: sqlite3.Connection) -> list[int]:
    """Return the keys of all notices, in order."""
    return [key for (key,) in db.execute("SELECT notice FROM notices ORDER BY notice")]


def cited_ids(db: sqlite3.Connection, key: int) -> list[tuple[int, str]]:
    """Return, of the citations of a notice that were resolved, the position and the id of the notice cited."""
    query = "SELECT c.position, n.id FROM citations c JOIN notices n ON n.notice = c.target WHERE c.notice = ?"
    return db.execute(query, (key,)).fetchall()


def _named(db: sqlite3.Connection, name: str) -> list[int]:
    queries = (
        "SELECT notice FROM notices WHERE id = ?",
        "SELECT notice FROM notices WHERE uri = ?",
        "SELECT notice FROM notices WHERE document_number = ?",
        "SELECT notice FROM addresses WHERE address = ?",
    )
    for query in queries:
        found = [key for (key,) in db.execute(query, (name,))]
        if found:
            return found
    raise ReferenceNotFoundError(f"{name}: no notice of the corpus has this id, URI or document number; the table notices lists them")


def region_prefixes(region: str) -> list[str]:
    """Return what the codes of a region (a code or a name, which several may bear) and of all below it begin with.

    Raises :class:`ReferenceNotFoundError` where there is no such division.
    """
    from ...extract.regions import divisions, prefix_of

    if re.fullmatch(r"[0-9]{2,6}", region):
        return [prefix_of(region)]
    found = [prefix_of(division.code) for division in divisions(region)]
    if not found:
        raise ReferenceNotFoundError(f"{region}: no division of GB/T 2260 has this name or code; write it in full, or its code")
    return found
