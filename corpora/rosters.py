"""Rosters as tables: one row an entry, with the audit of each roster against the totals that its notice declares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from ..schemas.notice import Check, Notice, Roster
from .tables import Kind, Table, table_bytes

__all__ = ["RosterFormat", "audit", "export_rosters", "roster_rows"]

RosterFormat = Literal["csv", "json", "xlsx"]
Value = str | int | float | None

_FIRST: Final = ("roster", "number", "name", "group")
_LAST: Final = ("region_code", "town", "town_code", "region_reason", "notice", "eid", "start", "end")


def audit(notice: Notice, roster: Roster) -> list[Check]:
    """Return the checks of ``notice`` that hold this roster against what is declared for it."""
    return [
        check
        for check in notice.checks
        if check.check.startswith("roster-") and check.counted_at and roster.start <= check.counted_at.start < roster.end
    ]


def roster_rows(notice: Notice) -> list[dict[str, Value]]:
    """Return one row for each entry of each roster, all with the same columns.

    First what the notice says (roster, number, name, group, then its own columns), then where: codes of county and town with the
    reason, id of the notice, eid of the part, offsets into the text.
    """
    columns = list(dict.fromkeys(_own(name) for roster in notice.rosters for entry in roster.entries for name in entry.attributes))
    rows: list[dict[str, Value]] = []
    for roster in notice.rosters:
        for entry in roster.entries:
            own = {_own(name): value for name, value in entry.attributes.items()}
            rows.append(
                {
                    "roster": roster.title,
                    "number": entry.number,
                    "name": entry.name,
                    "group": entry.group,
                    **{column: own.get(column) for column in columns},
                    "region_code": entry.region_code,
                    "town": entry.town,
                    "town_code": entry.town_code,
                    "region_reason": entry.region_reason,
                    "notice": notice.id,
                    "eid": roster.eid,
                    "start": entry.start,
                    "end": entry.end,
                }
            )
    return rows


def export_rosters(notice: Notice, form: RosterFormat) -> bytes:
    """Return the rosters of ``notice`` as a file.

    ``csv``: :func:`roster_rows` with a header, UTF-8, lines ending in CRLF (RFC 4180). ``xlsx``: the same and a second sheet with
    the audit. ``json``: a list of rosters as in the notice JSON, each with its ``audit``. Raises :class:`MissingExtraError` where
    openpyxl is not installed.
    """
    return _WRITERS[form](notice)


def _own(name: str) -> str:
    """Return the column for an attribute, kept apart from our own columns."""
    return f"{name}*" if name in _FIRST or name in _LAST else name


def _table(notice: Notice) -> Table:
    rows = roster_rows(notice)
    kinds: dict[str, Kind] = {"number": "integer", "start": "integer", "end": "integer"}
    return Table("roster", {name: kinds.get(name, "text") for name in (rows[0] if rows else (*_FIRST, *_LAST))}, rows)


def _csv(notice: Notice) -> bytes:
    return table_bytes(_table(notice), "csv")


def _json(notice: Notice) -> bytes:
    import orjson

    rosters = [{**_fields(roster), "audit": audit(notice, roster)} for roster in notice.rosters]
    return orjson.dumps(rosters, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _fields(roster: Roster) -> dict[str, object]:
    return {name: getattr(roster, name) for name in Roster.__slots__}


def _xlsx(notice: Notice) -> bytes:
    fields = ("check", "status", "declared", "counted", "eid", "message")
    checks = (check for roster in notice.rosters for check in audit(notice, roster))
    rows = [[getattr(check, field) for field in fields] for check in checks]
    return table_bytes(_table(notice), "xlsx", Table("audit", dict.fromkeys(fields, "text"), rows))


_WRITERS: Final[dict[RosterFormat, Callable[[Notice], bytes]]] = {"csv": _csv, "json": _json, "xlsx": _xlsx}
