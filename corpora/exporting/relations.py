"""The tables of a corpus as they are exported: with ids and URIs in place of the keys that hold within one database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import orjson

from ...schemas.errors import OutputError
from ..tables import Kind, Table, Value

__all__ = ["RELATIONS", "relation", "relations"]

RELATIONS: Final = (
    "notices",
    "parts",
    "clauses",
    "citations",
    "quantities",
    "norms",
    "norm_actors",
    "entities",
    "list_items",
    "targets",
    "roster_entries",
    "checks",
    "witnesses",
)
"""What is exported where no table is chosen."""
_OTHERS: Final = ("rejects",)
"""What is exported where it is asked for."""

_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(("written_date", "published_date"), "date"),
    **dict.fromkeys(("agencies", "addressees", "warnings", "other_numbers", "candidates", "excludes"), "list"),
    **dict.fromkeys(("actors", "conditions", "constraints", "breach_of"), "list"),
    **dict.fromkeys(("quantities", "attributes", "standing"), "json"),
    **dict.fromkeys(("damaged", "chosen"), "boolean"),
}
"""What SQLite has no type for, by the name of the column, which means the same in every table."""
_TYPES: Final[dict[str, Kind]] = {"INTEGER": "integer", "REAL": "real"}
_LOCAL: Final = frozenset(("notice_id", "document"))
"""Columns that are keys of this database, or said by another column here."""
_URI: Final = (  # as the view clause_texts has it
    "n.uri || '/!' || CASE instr({eid}, '__') WHEN 0 THEN {eid}"
    " ELSE substr({eid}, 1, instr({eid}, '__') - 1) || '~' || substr({eid}, instr({eid}, '__') + 2) END"
)
_CITED: Final = "(SELECT {} FROM notices n WHERE n.notice = t.target)"
_INSTEAD: Final = {
    ("citations", "target"): _CITED.format("n.id"),
    ("norm_actors", "norm"): "(SELECT id FROM norms WHERE notice = t.notice AND position = t.norm)",
}
"""Expressions in place of columns that hold a key."""
_FURTHER: Final = {
    "notices": {"sha256": "(SELECT sha256 FROM documents WHERE document = t.document)"},
    "clauses": {"text": 'substr(n.text, t.start + 1, t."end" - t.start)'},
    "citations": {"target_uri": _CITED.format(f"coalesce({_URI.format(eid='t.target_eid')}, n.uri)")},
}
"""Columns beside those of the table; all are texts."""


def relations(db: sqlite3.Connection, names: Sequence[str] = (), keys: Sequence[int] | None = None) -> Iterator[Table]:
    """Yield the tables called ``names`` (all of :data:`RELATIONS` where none is given), see :func:`relation`."""
    for name in names:
        _check(name)
    return (relation(db, name, keys) for name in names or RELATIONS)


def relation(db: sqlite3.Connection, name: str, keys: Sequence[int] | None = None) -> Table:
    """Return a table of a corpus, its rows read as they are written: of all notices, or of those with ``keys``.

    ``notices`` has a row a notice with its ``id``. The others have that id as ``notice`` and, where they speak of a clause, its
    ``uri``; ``clauses`` has the words of each clause with all below it as ``text``, ``citations`` the id and URI of what is cited as
    ``target`` and ``target_uri``. Raises :class:`OutputError` where there is no such table.
    """
    _check(name)
    declared = {str(row[1]): str(row[2]) for row in db.execute(f"PRAGMA table_info({name})")}
    columns: dict[str, Kind] = {}
    expressions: list[str] = []

    def add(column: str, kind: Kind, expression: str) -> None:
        columns[column] = kind
        expressions.append(expression)

    if name not in ("notices", "rejects"):
        add("notice", "text", "n.id")
    if "eid" in declared:
        add("uri", "text", _URI.format(eid="t.eid"))
    for column, declaration in declared.items():
        if column in _LOCAL or column == "notice":
            continue
        instead = _INSTEAD.get((name, column))
        kind = "text" if instead else _KINDS.get(column) or _TYPES.get(declaration, "text")
        add(column, kind, instead or f't."{column}"')
    for column, expression in _FURTHER.get(name, {}).items():
        add(column, "text", expression)
    return Table(name, columns, _select(db, name, columns, expressions, keys))


def _check(name: str) -> None:
    if name not in RELATIONS and name not in _OTHERS:
        raise OutputError(f"{name}: no such table; there are {', '.join((*RELATIONS, *_OTHERS))}")


def _select(
    db: sqlite3.Connection, name: str, columns: dict[str, Kind], expressions: list[str], keys: Sequence[int] | None
) -> Iterator[Sequence[Value]]:
    query = f"SELECT {', '.join(expressions)} FROM {name} t"  # noqa: S608 - names of ours
    values: list[str] = []
    if name not in ("notices", "rejects"):
        query += " CROSS JOIN notices n ON n.notice = t.notice"  # in this order: rows come as the table has them, none are sorted
    if name != "rejects":
        if keys is not None:
            query += " WHERE t.notice IN (SELECT value FROM json_each(?))"
            values.append(orjson.dumps(keys).decode())
        query += f" ORDER BY {', '.join(_order(name, columns))}"
    read = [(index, _READ[kind]) for index, kind in enumerate(columns.values()) if kind in _READ]
    for row in db.execute(query, values):
        cells = list(row)
        for index, function in read:
            if cells[index] is not None:
                cells[index] = function(cells[index])
        yield cells


def _order(name: str, columns: dict[str, Kind]) -> Iterator[str]:
    yield "t.notice"
    if name != "notices":
        yield from (f't."{column}"' for column in ("list", "roster", "norm", "position", "document") if column in columns)


_READ: Final[dict[Kind, Callable[[Any], Value]]] = {"list": orjson.loads, "json": orjson.loads, "boolean": bool}
