"""Norms, selected and exported: who must do what by when, one row a norm."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, Literal

from ..schemas.identifiers import clause_uri
from ..schemas.norms import Norm, NormType
from ..schemas.notice import Notice
from .ig_script import ig_script
from .tables import Kind, Table, table_bytes

__all__ = ["NORM_COLUMNS", "NormFormat", "export_norms", "norm_rows", "select_norms"]

NormFormat = Literal["csv", "json", "ig"]
Value = str | int | None

NORM_COLUMNS: Final = (
    "notice",
    "id",
    "uri",
    "type",
    "strength",
    "actors",
    "actor_source",
    "actor_bodies",
    "lead",
    "support",
    "responsible",
    "deontic",
    "aim",
    "object",
    "conditions",
    "constraints",
    "deadline",
    "deadline_value",
    "deadline_since",
    "frequency",
    "frequency_value",
    "consequence",
    "breach_of",
    "text",
    "start",
    "end",
)
"""Columns of the CSV, in order; new ones are added behind the last. Several values in one cell are joined by ``;``."""
_KINDS: Final[dict[str, Kind]] = {name: "integer" if name in ("strength", "start", "end") else "text" for name in NORM_COLUMNS}


def select_norms(notice: Notice, *, actor: str | None = None, types: Collection[NormType] = ()) -> list[Norm]:
    """Return the norms of ``notice`` in order of place; none where the search for them did not run.

    ``actor`` keeps those of which somebody who acts or answers is called so: the name as written, a part of it, or the full name
    of the body it resolves to. ``types`` keeps those of these types; none given keeps all.
    """
    return [
        norm
        for norm in notice.norms or []
        if (not types or norm.type in types) and (actor is None or any(actor in name for name in _names(norm)))
    ]


def norm_rows(notice: Notice, norms: list[Norm]) -> list[dict[str, Value]]:
    """Return one row for each of ``norms``, with the columns of :data:`NORM_COLUMNS`.

    ``uri`` is that of the clause; ``deadline_value`` and ``frequency_value`` are ISO 8601 (empty where the words give none); ``start``
    and ``end`` are code points in the text of the notice.
    """
    return [dict(zip(NORM_COLUMNS, _cells(notice, norm), strict=True)) for norm in norms]


def export_norms(notice: Notice, form: NormFormat, norms: list[Norm] | None = None) -> bytes:
    """Return ``norms`` (all of the notice where left out) as a file.

    ``csv``: :func:`norm_rows` with a header, UTF-8, lines ending in CRLF (RFC 4180). ``json``: a list of norms as in the notice JSON.
    ``ig``: IG Script of the Institutional Grammar 2.0, a statement a line, see :func:`gongwen.corpora.ig_script.ig_script`.
    """
    return _WRITERS[form](notice, (notice.norms or []) if norms is None else norms)


def _names(norm: Norm) -> list[str]:
    bodies = [actor.body for actor in norm.actor_spans if actor.body]
    return [*norm.actors, *bodies, *(body.name for body in norm.responsible)]


def _cells(notice: Notice, norm: Norm) -> tuple[Value, ...]:
    roles = {role: ";".join(body.name for body in norm.responsible if body.role == role) for role in ("lead", "support", "responsible")}
    limit = norm.time_limits[0] if norm.time_limits else None
    often = norm.frequencies[0] if norm.frequencies else None
    return (
        notice.id,
        norm.id,
        clause_uri(notice.uri, norm.eid),
        norm.type,
        norm.strength,
        ";".join(norm.actors),
        norm.actor_source,
        ";".join(actor.body or "" for actor in norm.actor_spans) if any(actor.body for actor in norm.actor_spans) else None,
        roles["lead"],
        roles["support"],
        roles["responsible"],
        norm.deontic,
        norm.aim,
        norm.object,
        ";".join(norm.conditions),
        ";".join(norm.constraints),
        norm.deadline,
        limit.value if limit else None,
        limit.since if limit else None,
        norm.frequency,
        often.value if often else None,
        norm.consequence,
        ";".join(norm.breach_of),
        norm.exact,
        norm.start,
        norm.end,
    )


def _csv(notice: Notice, norms: list[Norm]) -> bytes:
    return table_bytes(Table("norms", _KINDS, (_cells(notice, norm) for norm in norms)), "csv")


def _json(_: Notice, norms: list[Norm]) -> bytes:
    import orjson

    return orjson.dumps(norms, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _ig(notice: Notice, norms: list[Norm]) -> bytes:
    return "".join(f"{line}\n" for line in ig_script(norms, known=notice.norms or [])).encode()


_WRITERS: Final[dict[NormFormat, Callable[[Notice, list[Norm]], bytes]]] = {"csv": _csv, "json": _json, "ig": _ig}
