"""A notice as rows of the tables of ``schema.sql``, without the key of the notice, which the writer puts first.

Pure and cheap: it runs in the processes that parse, so that the one process that writes has nothing to do but to insert.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final

import orjson

from ...extract.jurisdiction import is_national
from ...extract.numbers import parse_number
from ...extract.numerals import to_int
from ...schemas.notice import Check, Metadata, Notice, Roster
from ..ledger import targets
from ..rosters import audit

__all__ = ["NOTICE_COLUMNS", "TABLES", "Row", "Value", "notice_row", "rows"]

Value = str | int | float | None
Row = Sequence[Value]

NOTICE_COLUMNS: Final = (
    "id, uri, title, instrument_title, document_number, number_code, number_year, number_sequence, issuing_agency, agencies, addressees,"
    " document_type, written_date, published_date, year, region_code, region_name, level, source_name, validity, damage, failed_checks,"
    " warnings, characters, text"
)
_BATCH: Final = re.compile(r"第([0-9一二三四五六七八九十]{1,4})批")
_CLASS: Final = ("类别", "等级", "级别", "分类")
_KIND: Final = ("类型", "种类", "性质")


def rows(notice: Notice) -> dict[str, list[Row]]:
    """Return the rows of ``notice`` by table, in the order of the columns of :data:`TABLES`."""
    return {table: list(make(notice)) for table, (_, make) in TABLES.items()}


def notice_row(notice: Notice) -> Row:
    """Return the row of the table ``notices``: the columns of ``NOTICE_COLUMNS``."""
    facts = notice.metadata
    number = parse_number(facts.document_number) if facts.document_number else None
    sequence = int(number.sequence) if number and str(number.sequence).isdecimal() else None
    years = (facts.written_date, str(number.year) if number and number.year else None, facts.published_date)
    return (
        notice.id,
        notice.uri,
        facts.title,
        facts.instrument_title,
        facts.document_number,
        number.code if number else None,
        number.year if number else None,
        sequence,
        facts.issuing_agencies[0] if facts.issuing_agencies else None,
        _json(facts.issuing_agencies),
        _json(facts.addressees),
        facts.document_type,
        facts.written_date,
        facts.published_date,
        next((int(year[:4]) for year in years if year), None),
        facts.region.code if facts.region else None,
        facts.region.name if facts.region else None,
        _level(facts),
        facts.source_name,
        facts.validity,
        facts.damage.severity if facts.damage else None,
        sum(check.status == "fail" for check in notice.checks),
        _json([warning.code for warning in notice.warnings]),
        len(notice.text),
        notice.text,
    )


def _level(facts: Metadata) -> str | None:
    """Return the level of the issuer; null where it is not known."""
    region = facts.region
    if region is None:
        return "nation" if any(map(is_national, facts.issuing_agencies)) else None
    return "province" if region.code.endswith("0000") else "prefecture" if region.code.endswith("00") else "county"


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _json_or_null(value: list[str] | list[int]) -> str | None:
    return _json(value) if value else None


def _float(value: Decimal | float | None) -> float | None:
    return None if value is None else float(value)


def _parts(notice: Notice) -> Iterator[Row]:
    for position, part in enumerate(notice.parts):
        yield position, part.eid, part.kind, part.title, part.start, part.end


def _clauses(notice: Notice) -> Iterator[Row]:
    for position, item in enumerate(notice.clauses):
        yield item.eid, position, item.parent, item.level, item.number, item.label, item.heading, item.start, item.end


def _citations(notice: Notice) -> Iterator[Row]:
    for position, item in enumerate(notice.citations):
        yield (
            position,
            item.eid,
            item.start,
            item.end,
            item.exact,
            item.title,
            item.document_number,
            _json_or_null(item.other_numbers),
            item.provision,
            item.relation,
        )


def _quantities(notice: Notice) -> Iterator[Row]:
    for position, item in enumerate(notice.quantities):
        normal = item.normalized
        yield (
            position,
            item.eid,
            item.start,
            item.end,
            item.exact,
            item.indicator,
            item.comparator,
            float(item.value),
            _float(item.value_to),
            item.unit,
            _float(normal.value) if normal else None,
            _float(normal.value_to) if normal else None,
            normal.unit if normal else None,
            _json_or_null(item.excludes),
            int(item.damaged),
        )


def _norms(notice: Notice) -> Iterator[Row]:
    for position, item in enumerate(notice.norms or []):
        limit = item.time_limits[0] if item.time_limits else None
        often = item.frequencies[0] if item.frequencies else None
        yield (
            item.id,
            position,
            item.eid,
            item.start,
            item.end,
            item.exact,
            item.type,
            item.strength,
            item.deontic,
            _json(item.actors),
            item.actor_source,
            item.aim,
            item.object,
            _json_or_null(item.conditions),
            _json_or_null(item.constraints),
            item.deadline,
            limit.value if limit else None,
            item.frequency,
            often.value if often else None,
            item.consequence,
            _json_or_null(item.breach_of),
            _json_or_null(item.quantities),
            int(item.damaged),
        )


def _norm_actors(notice: Notice) -> Iterator[Row]:
    for norm, item in enumerate(notice.norms or []):
        acting = [("actor", actor.name, actor.body) for actor in item.actor_spans]
        answering = [(body.role, body.name, body.body) for body in item.responsible]
        for position, who in enumerate([*acting, *answering]):
            yield norm, position, *who


def _entities(notice: Notice) -> Iterator[Row]:
    for position, item in enumerate(notice.entities or []):
        yield position, item.type, item.start, item.end, item.exact, item.region_code, item.body, item.status


def _list_items(notice: Notice) -> Iterator[Row]:
    for index, named in enumerate(notice.lists):
        for position, item in enumerate(named.items):
            value = _float(item.value)
            yield index, position, named.kind, named.eid, item.start, item.end, item.name, value, item.unit, item.region_code


def _targets(notice: Notice) -> Iterator[Row]:
    for position, item in enumerate(targets(notice)):
        normal = item.normalized
        yield (
            position,
            item.eid,
            item.start,
            item.end,
            item.exact,
            item.indicator,
            item.indicator_key,
            item.measure,
            item.region_code,
            item.region_name,
            item.period,
            item.period_text,
            item.period_source,
            item.comparator,
            float(item.value),
            _float(item.value_to),
            item.unit,
            _float(normal.value) if normal else None,
            _float(normal.value_to) if normal else None,
            normal.unit if normal else None,
            item.scope,
            item.scope_source,
            item.strength,
            _json_or_null(item.excludes),
            int(item.damaged),
        )


def _roster_entries(notice: Notice) -> Iterator[Row]:
    for index, roster in enumerate(notice.rosters):
        audited = _audit(audit(notice, roster), roster)
        batch = _batch(roster.title, notice.metadata.title)
        for position, entry in enumerate(roster.entries):
            yield (
                index,
                entry.number,
                position,
                entry.name,
                entry.region_code,
                entry.region_reason,
                entry.town,
                entry.town_code,
                batch,
                _attribute(entry.attributes, _CLASS),
                _attribute(entry.attributes, _KIND),
                entry.group,
                _json(entry.attributes),
                roster.title,
                roster.eid,
                entry.start,
                entry.end,
                audited,
                int(entry.damaged),
            )


def _audit(checks: list[Check], roster: Roster) -> str:
    """Return what the totals that a notice declares say of a roster: all agree, one fails, or none is declared."""
    if any(check.status == "fail" for check in checks):
        return "fail"
    declared = roster.declared_total is not None or bool(roster.declared) or any(group.declared is not None for group in roster.groups)
    return "pass" if declared else "undeclared"


def _batch(*titles: str | None) -> int | None:
    for title in titles:
        if title and (found := _BATCH.search(title)):
            return to_int(found[1])
    return None


def _attribute(attributes: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((attributes[name] for name in names if name in attributes), None)


def _checks(notice: Notice) -> Iterator[Row]:
    for position, item in enumerate(notice.checks):
        declared = None if item.declared is None else str(item.declared)
        counted = None if item.counted is None else str(item.counted)
        yield position, item.check, item.status, declared, counted, item.eid, item.message


_TARGET: Final = "indicator, indicator_key, measure, region_code, region_name, period, period_text, period_source"
_QUANTITY: Final = "comparator, value, value_to, unit, normalized, normalized_to, normalized_unit"
_SPAN: Final = 'eid, start, "end", exact'

_NORM: Final = (
    "type, strength, deontic, actors, actor_source, aim, object, conditions, constraints, deadline, deadline_value, frequency,"
    " frequency_value, consequence, breach_of, quantities, damaged"
)
_ROSTER: Final = (
    "roster, number, position, name, region_code, region_reason, town, town_code, batch, class, kind, "
    '"group", attributes, title, eid, start, "end", audit, damaged'
)

TABLES: Final[dict[str, tuple[str, Callable[[Notice], Iterator[Row]]]]] = {
    "parts": ('position, eid, kind, title, start, "end"', _parts),
    "clauses": ('eid, position, parent, level, number, label, heading, start, "end"', _clauses),
    "citations": (f"position, {_SPAN}, title, document_number, other_numbers, provision, relation", _citations),
    "quantities": (f"position, {_SPAN}, indicator, {_QUANTITY}, excludes, damaged", _quantities),
    "norms": (f"id, position, {_SPAN}, {_NORM}", _norms),
    "norm_actors": ("norm, position, role, name, body", _norm_actors),
    "entities": ('position, type, start, "end", exact, region_code, body, status', _entities),
    "list_items": ('list, position, kind, eid, start, "end", name, value, unit, region_code', _list_items),
    "targets": (
        f"position, {_SPAN}, {_TARGET}, {_QUANTITY}, scope, scope_source, strength, excludes, damaged",
        _targets,
    ),
    "roster_entries": (_ROSTER, _roster_entries),
    "checks": ('position, "check", status, declared, counted, eid, message', _checks),
}
"""Columns of each table that a notice fills (the key ``notice`` comes first), and what makes its rows."""
