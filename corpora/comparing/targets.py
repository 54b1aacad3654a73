"""The target ledger across notices (指标台账): indicator, jurisdiction, period, and what is to be reached; and the same as a pivot."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ...schemas.identifiers import clause_uri
from ..indicator_keys import indicator_key
from ..store.selecting import Selection, region_prefixes, selected_keys
from ..tables import Kind, Table, Value
from .rows import Row, dicts

if TYPE_CHECKING:
    import sqlite3

    from ..store.folder import Corpus

__all__ = ["TARGET_COLUMNS", "amount", "period_name", "target_ledger", "target_pivot"]

TARGET_COLUMNS: Final[dict[str, Kind]] = {
    "notice": "text",
    "document_number": "text",
    "year": "integer",
    "region_code": "text",
    "region_name": "text",
    "indicator_key": "text",
    "indicator": "text",
    "measure": "text",
    "comparator": "text",
    "value": "real",
    "value_to": "real",
    "unit": "text",
    "normalized": "real",
    "normalized_to": "real",
    "normalized_unit": "text",
    "period": "text",
    "period_text": "text",
    "period_source": "text",
    "period_end": "date",
    "scope": "text",
    "scope_source": "text",
    "excludes": "list",
    "strength": "integer",
    "damaged": "boolean",
    "exact": "text",
    "eid": "text",
    "uri": "text",
    "start": "integer",
    "end": "integer",
}
"""Columns of the ledger. ``year`` is that of the notice, ``period_end`` the last day of the period, where it is one of the calendar."""

_SIGNS: Final = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈", "eq": "", "range": ""}
_CHANGES: Final = {"increase": "+", "decrease": "−", "margin": "Δ"}
_STORED: Final = (
    "t.region_code, t.region_name, t.indicator_key, t.indicator, t.measure, t.comparator, t.value, t.value_to, t.unit, t.normalized,"
    " t.normalized_to, t.normalized_unit, t.period, t.period_text, t.period_source, t.scope, t.scope_source, t.excludes, t.strength,"
    ' t.damaged, t.exact, t.eid, t.start, t."end"'
)
_DAY: Final = 10


def target_ledger(corpus: Corpus, selection: Selection | None = None, *, indicator: str | None = None) -> Table:
    """Return the targets of the selected notices, those of like indicators together, then by jurisdiction and year.

    ``indicator`` keeps those of like indicators (:mod:`gongwen.corpora.indicator_keys`), or, where there are none, those whose wording
    holds it. The region of ``selection`` is here that of the target, not of the issuer: 越城区 finds what 绍兴市 allots to it. Raises
    :class:`~gongwen.schemas.errors.ReferenceNotFoundError` where nothing is selected or there is no such region.
    """
    selection = selection or Selection()
    keys = selected_keys(corpus.db, replace(selection, region=None))
    conditions: list[str] = []
    values: list[str] = []
    if keys is not None:
        conditions.append("t.notice IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(keys))
    if selection.region:
        prefixes = region_prefixes(selection.region)
        # A zone that is no division (袍江开发区) belongs to where its notice is from.
        conditions.append(f"({' OR '.join(['coalesce(t.region_code, n.region_code) GLOB ?'] * len(prefixes))})")
        values += [f"{prefix}*" for prefix in prefixes]
    if indicator:
        found = _keys_like(corpus.db, indicator)
        conditions.append("t.indicator_key IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(found))
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    query = (
        f"SELECT n.id, n.uri, n.document_number, n.year, {_STORED} FROM targets t JOIN notices n USING (notice) {where}"  # noqa: S608 - marks only
        " ORDER BY t.indicator_key, t.measure, t.region_code, n.year, t.notice, t.position"
    )
    return Table("targets", TARGET_COLUMNS, [_row(row) for row in corpus.db.execute(query, values)])


def target_pivot(ledger: Table) -> Table:
    """Return the targets of ``ledger`` as indicator and period by jurisdiction, each cell as it is read: ≥300亿元(省级特色小镇).

    A jurisdiction is a column, named with its code where two bear one name; targets that no division is named for stand under 全国及其他.
    """
    rows = dicts(ledger)
    names = _columns(rows)
    cells: dict[tuple[str, str, str], defaultdict[str, list[str]]] = {}
    for row in rows:
        place = str(row["indicator_key"]), str(row["measure"]), period_name(row)
        shown = amount(row) + (f"({row['scope']})" if row["scope"] else "")
        column = cells.setdefault(place, defaultdict(list))[names[row["region_code"], row["region_name"]]]
        if shown not in column:
            column.append(shown)
    columns: dict[str, Kind] = {"indicator": "text", "measure": "text", "period": "text", **dict.fromkeys(names.values(), "text")}
    pivoted = [
        {"indicator": key, "measure": measure, "period": period, **{name: "; ".join(found) for name, found in by_region.items()}}
        for (key, measure, period), by_region in cells.items()
    ]
    return Table("pivot", columns, pivoted)


def amount(row: Row) -> str:
    """Return the value of a row of the ledger as it is read: ≥300亿元, ≥+18%, 1–2个."""
    high = f"–{row['value_to']:g}" if row["value_to"] is not None else ""
    return f"{_SIGNS[str(row['comparator'])]}{_CHANGES.get(str(row['measure']), '')}{row['value']:g}{high}{row['unit']}"


def period_name(row: Row) -> str:
    """Return the period as a reader names it: the year, where it is one of the calendar; else as written."""
    first, _, last = str(row["period"] or "").partition("/")
    if last and (first[4:], last[4:], first[:4]) == ("-01-01", "-12-31", last[:4]):
        return f"{first[:4]}年"
    return str(row["period_text"] or "")


def _keys_like(db: sqlite3.Connection, indicator: str) -> list[str]:
    key = indicator_key(indicator).key
    if db.execute("SELECT 1 FROM targets WHERE indicator_key = ? LIMIT 1", (key,)).fetchone():
        return [key]
    # The keys are read from their index, one after the other, not the rows.
    keys = (
        "WITH RECURSIVE k(key) AS (SELECT min(indicator_key) FROM targets UNION ALL"
        " SELECT (SELECT min(indicator_key) FROM targets WHERE indicator_key > k.key) FROM k WHERE k.key IS NOT NULL)"
        " SELECT key FROM k WHERE instr(key, ?) > 0"
    )
    return [found for (found,) in db.execute(keys, (indicator,))]


def _row(row: tuple[Value, ...]) -> dict[str, Value]:
    notice, uri, number, year, *stored = row
    found = dict(zip([name.split(".")[-1].strip(' "') for name in _STORED.split(",")], stored, strict=True))
    period = str(found["period"] or "")
    last = period.rpartition("/")[2]
    return {
        **found,
        "notice": notice,
        "document_number": number,
        "year": year,
        "uri": clause_uri(str(uri), str(found["eid"])),
        "period_end": last if len(last) == _DAY and last[:1].isdigit() else None,
        "excludes": json.loads(str(found["excludes"])) if found["excludes"] else None,
        "damaged": bool(found["damaged"]),
    }


def _columns(rows: list[Row]) -> dict[tuple[Value, Value], str]:
    """Return what the column of each jurisdiction is called."""
    places = sorted({(row["region_code"], row["region_name"]) for row in rows}, key=lambda place: (str(place[0] or "~"), str(place[1])))
    bearing: defaultdict[Value, int] = defaultdict(int)
    for _, name in places:
        bearing[name] += 1
    return {(code, name): "全国及其他" if name is None else f"{name}({code})" if bearing[name] > 1 else str(name) for code, name in places}
