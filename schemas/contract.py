"""The edge of the contract: notices to JSON and back, the JSON Schema, and the proof that every span is exact.

pydantic is imported only here and only inside the functions that validate, because a parse that merely writes JSON does not
need it (orjson writes the dataclasses directly).
"""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from .errors import ContractError, SpanError
from .notice import SCHEMA_ID, Model, Notice, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import DataclassInstance
    from pydantic import TypeAdapter

__all__ = ["dumps", "json_schema", "loads", "plain_number", "verify"]

_PLAIN = re.compile(r"(?:int|float|str|bool|Decimal|None| \| )+")


def dumps(notice: Notice, *, indent: bool = False) -> bytes:
    """Return the notice as UTF-8 JSON, after :func:`verify`.

    ``indent`` writes two spaces a level. Raises :class:`SpanError` where a span is not what its offsets say: a wrong notice
    is never written.
    """
    verify(notice)
    option = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    return orjson.dumps(notice, default=plain_number, option=option)


def loads(data: bytes | str) -> Notice:
    """Return the notice that ``data`` (JSON) holds, validated by the schema and verified.

    Raises :class:`ContractError` where it is no notice by the schema, :class:`SpanError` where a span is not exact.
    """
    from pydantic import ValidationError

    try:
        notice = _adapter().validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(str(step) for step in first["loc"]) or "the top level"
        raise ContractError(
            f"not a notice by {SCHEMA_ID}: {first['msg']} at {place} ({error.error_count()} problems in all); "
            "write the file again with `gongwen parse`"
        ) from error
    verify(notice)
    return notice


def verify(notice: Notice) -> None:
    """Raise :class:`SpanError` unless every object of the notice that has offsets lies in the text and says what stands there."""
    text = notice.text
    size = len(text)
    for place, item in _located(notice):
        start, end = item.start, item.end
        if start is None and end is None:
            continue
        if not 0 <= start <= end <= size:
            raise SpanError(f"{notice.source.uri}: {place} runs from {start} to {end}, outside the text of {size} characters")
        if isinstance(item, Span) and text[start:end] != item.exact:
            raise SpanError(
                f"{notice.source.uri}: {place} says {item.exact[:40]!r}, but the text at {start}..{end} is {text[start:end][:40]!r}"
            )


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the notice JSON, generated from the dataclasses."""
    from pydantic.json_schema import GenerateJsonSchema

    class Generator(GenerateJsonSchema):
        """As pydantic's, but a Decimal is the JSON number that :func:`dumps` writes."""

        def decimal_schema(self, _schema: Any) -> dict[str, Any]:
            return {"type": "number"}

    schema = _adapter().json_schema(schema_generator=Generator)
    return {"$schema": GenerateJsonSchema.schema_dialect, "$id": SCHEMA_ID, **schema}


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Notice]:
    from pydantic import TypeAdapter

    return TypeAdapter(Notice)


def plain_number(value: object) -> int | float:
    """Return a :class:`~decimal.Decimal` as JSON has it, for ``orjson.dumps(default=)``; raises :class:`TypeError` for anything else."""
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return int(whole) if whole == value else float(value)
    raise TypeError(f"a notice may not hold {type(value).__name__}; this is a bug in the rule that put it there")


@lru_cache(maxsize=64)
def _nested(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """Return the fields of a class that may hold further objects: those not declared to hold numbers and strings only."""
    return tuple(item.name for item in fields(kind) if not _PLAIN.fullmatch(str(item.type)))


def _located(notice: Notice) -> Iterator[tuple[str, Any]]:
    """Yield (path, object) for everything below the notice that carries ``start`` and ``end``."""
    stack: list[tuple[str, Any]] = [("notice", notice)]
    while stack:
        place, item = stack.pop()
        if isinstance(item, list):
            if item and not isinstance(item[0], str):
                stack.extend((f"{place}[{index}]", member) for index, member in enumerate(item))
        elif isinstance(item, dict):
            stack.extend((f"{place}.{key}", member) for key, member in item.items())
        elif isinstance(item, Model):
            kind: type[DataclassInstance] = type(item)
            if "start" in kind.__dataclass_fields__:
                yield place, item
            for name in _nested(kind):
                member = getattr(item, name)
                if isinstance(member, (list, dict, Model)) and member:
                    stack.append((f"{place}.{name}", member))
