"""Elements of the notice that a model proposes: words of the text in the form of the contract, each with its place."""

from __future__ import annotations

from ..dates import parse_date
from ..numbers import parse_number
from .leash import Leash, printable
from .passages import Passage
from .result import FieldValue, Reason, Rejection
from .shapes import LIST_FIELDS, FieldShape

__all__ = ["read_field"]


def read_field(leash: Leash, passage: Passage, shape: FieldShape, found: list[FieldValue], rejected: list[Rejection]) -> FieldValue | None:
    """Return the value that a proposal is, null where it is rejected; ``found`` are those before it, ``rejected`` grows.

    A number must be one by the standard (:func:`parse_number`), a date one of the calendar (:func:`parse_date`); each field but those
    of :data:`LIST_FIELDS` has one value, the first.
    """
    places = leash.places(shape.quote, passage.start, passage.end)
    place = next((place for place in places if all(end <= place[0] or place[1] <= start for start, end in passage.withheld)), None)
    if place is None:
        rejected.append(_rejection(passage, shape, "not-in-clause", "these words do not stand there"))
        return None
    value: str | None = leash.words(place)
    if shape.field == "document_number":
        number = parse_number(leash.words(place))
        value = number.canonical if number else None
    elif shape.field == "written_date":
        date = parse_date(leash.words(place))
        value = date.isoformat() if date else None
    if not value:
        rejected.append(_rejection(passage, shape, "not-a-value", f"these words are no {shape.field.replace('_', ' ')}"))
        return None
    before = [item.value for item in found if item.field == shape.field]
    if value in before or (before and shape.field not in LIST_FIELDS):
        rejected.append(_rejection(passage, shape, "duplicate", f"{shape.field} was proposed before: {printable(before[0])}"))
        return None
    return FieldValue(shape.field, value, leash.span(place))


def _rejection(passage: Passage, shape: FieldShape, reason: Reason, message: str) -> Rejection:
    return Rejection("fields", passage.eid, shape.field, printable(shape.quote), reason, message)
