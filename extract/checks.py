"""Checks: the notice held against itself.

Declared totals against counted rows, group counts, sums of allocations, ordinals, dates, the year of the number, and the
account of characters. Each says pass, fail or not-applicable, with the places of both sides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from datetime import date
from decimal import Decimal

from ..schemas.notice import Check, CheckStatus, Metadata, NamedList, Quantity, Roster, Span
from .numbers import DocumentNumber
from .page import Page, count_characters
from .text import View

__all__ = ["run_checks"]

_SHARED_OUT = re.compile(r"分解|分配|分别|其中|如下|划分|下达|安排")
REACH = 150
"""Characters before an allocation in which its total may be declared."""


def run_checks(
    view: View,
    page: Page,
    metadata: Metadata,
    number: DocumentNumber | None,
    rosters: list[Roster],
    lists: list[NamedList],
    quantities: list[Quantity],
) -> list[Check]:
    """Return the checks of a notice in a fixed order: characters, dates, rosters, allocations."""
    checks = [_characters(page), _date_order(metadata), _number_year(metadata, number)]
    for roster in rosters:
        checks += _roster(roster, view)
    checks += [_allocation(view, named, quantities) for named in lists if named.kind == "allocations"]
    return checks


def _status(*, held: bool) -> CheckStatus:
    return "pass" if held else "fail"


def _characters(page: Page) -> Check:
    placed = count_characters(page.text)
    aside = sum(count_characters(piece.text) for piece in page.set_aside)
    message = f"{placed} characters in the text and {aside} set aside, of {page.characters} in the source"
    return Check("characters", _status(held=placed + aside == page.characters), page.characters, placed + aside, None, message)


def _evidence(metadata: Metadata, name: str) -> Span | None:
    found = metadata.evidence.get(name)
    return found if isinstance(found, Span) else None


def _date_order(metadata: Metadata) -> Check:
    written, published = metadata.written_date, metadata.published_date
    if written is None or published is None:
        return Check("date-order", "not-applicable", written, published, None, "the notice does not state both dates")
    held = date.fromisoformat(written) <= date.fromisoformat(published)
    message = f"written {written}, published {published}"
    places = _evidence(metadata, "written_date"), _evidence(metadata, "published_date")
    return Check("date-order", _status(held=held), written, published, None, message, *places)


def _number_year(metadata: Metadata, number: DocumentNumber | None) -> Check:
    if number is None or number.year is None or metadata.written_date is None:
        return Check("number-year", "not-applicable", None, None, None, "no number with a year beside a written date")
    year = date.fromisoformat(metadata.written_date).year
    message = f"the number is of {number.year}, the notice of {year}"
    places = _evidence(metadata, "document_number"), _evidence(metadata, "written_date")
    return Check("number-year", _status(held=number.year == year), number.year, year, None, message, *places)


def _roster(roster: Roster, view: View) -> list[Check]:
    counted = len(roster.entries)
    whole = Span.of(view.source, roster.start, roster.end)
    checks = [_ordinals(roster, whole)]
    if roster.declared_total is None:
        checks.append(
            Check("roster-total", "not-applicable", None, counted, roster.eid, "no total is declared beside the roster", None, whole)
        )
    else:
        message = f"{roster.declared_total} declared, {counted} rows"
        held = roster.declared_total == counted
        checks.append(
            Check("roster-total", _status(held=held), roster.declared_total, counted, roster.eid, message, roster.declared_at, whole)
        )
    values = Counter(value for entry in roster.entries for value in entry.attributes.values())
    values.update(entry.group for entry in roster.entries if entry.group)
    for declared in roster.declared:
        number = values[declared.name]
        message = f"{declared.name}: {declared.count} declared, {number} rows"
        at = Span(declared.start, declared.end, declared.exact)
        checks.append(
            Check("roster-breakdown", _status(held=declared.count == number), declared.count, number, roster.eid, message, at, whole)
        )
    for group in roster.groups:
        if group.declared is not None:
            message = f"{group.name}: {group.declared} declared, {group.counted} rows"
            at = Span(group.start, group.end, group.exact)
            held = group.declared == group.counted
            checks.append(Check("roster-group", _status(held=held), group.declared, group.counted, roster.eid, message, at, whole))
    return checks


def _ordinals(roster: Roster, whole: Span) -> Check:
    """Numbers run from 1 without gap or repeat over the roster, or within each group where every group starts afresh."""
    if not roster.numbered:
        return Check("roster-ordinals", "not-applicable", None, None, roster.eid, "the rows carry no numbers", None, whole)
    numbers = [entry.number for entry in roster.entries]
    expected = list(range(1, len(numbers) + 1))
    if numbers != expected:
        afresh: list[int] = []
        for index, row in enumerate(roster.entries):
            new_group = index == 0 or row.group != roster.entries[index - 1].group
            afresh.append(1 if new_group else afresh[-1] + 1)
        expected = afresh if numbers == afresh else expected
    wrong = next(((want, entry) for want, entry in zip(expected, roster.entries, strict=True) if want != entry.number), None)
    if wrong is None:
        return Check(
            "roster-ordinals", "pass", numbers[-1], numbers[-1], roster.eid, f"numbered 1 to {max(numbers)} without gap", None, whole
        )
    want, entry = wrong
    at = Span(entry.start, entry.end, entry.exact)
    return Check("roster-ordinals", "fail", want, entry.number, roster.eid, f"{want} expected, {entry.number} found", None, at)


def _allocation(view: View, named: NamedList, quantities: list[Quantity]) -> Check:
    """Hold the sum of an allocation against the total declared shortly before it."""
    figures = [item.value for item in named.items if item.value is not None]
    units = {item.unit for item in named.items}
    total = sum(figures, Decimal(0))
    place = Span(named.start, named.end, named.exact)
    counted = _number(total)
    near = bisect_left(quantities, named.start - REACH, key=lambda quantity: quantity.end)
    up_to = bisect_right(quantities, named.start, key=lambda quantity: quantity.end)
    before = [quantity for quantity in quantities[near:up_to] if quantity.unit in units and quantity.value_to is None]
    if len(units) != 1 or len(figures) < len(named.items) or not before:
        return Check(
            "allocation-sum", "not-applicable", None, counted, named.eid, "no total of the same unit is declared before it", None, place
        )
    declared = next((quantity for quantity in reversed(before) if quantity.value == total), before[-1])
    if declared.value != total and not _SHARED_OUT.search(view.text, view.index(declared.end), view.index(named.start)):
        return Check("allocation-sum", "not-applicable", None, counted, named.eid, "the figure before it is not shared out", None, place)
    message = f"{declared.value}{declared.unit} declared, {total}{declared.unit} in {len(figures)} shares"
    at = Span(declared.start, declared.end, declared.exact)
    held = declared.value == total
    return Check("allocation-sum", _status(held=held), _number(declared.value), counted, named.eid, message, at, place)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
