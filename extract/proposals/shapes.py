"""Shapes (pydantic) that a language model is to fill: norms of a clause, the rows of a roster, elements of the notice.

They are the contract's own terms (:mod:`gongwen.schemas.norms`) reduced to what can be copied from a text. What a model hands
back is taken apart field by field: a field of the wrong type, or of a name that no shape has, is listed and left out; an object
without its quote or with a type that does not exist is rejected whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ...schemas.norms import ActorSource, NormType, Role

__all__ = ["LIST_FIELDS", "SHAPES", "FieldName", "FieldShape", "Misfit", "NormShape", "RowShape", "Task", "items_of"]

Task = Literal["norms", "rosters", "fields"]
"""What a model is asked for."""
FieldName = Literal[
    "title",
    "document_number",
    "issuing_agencies",
    "addressees",
    "signatories",
    "written_date",
    "instrument_title",
    "note",
    "attachments",
]
LIST_FIELDS: Final = frozenset({"issuing_agencies", "addressees", "signatories", "attachments"})
"""Fields of which a notice may have several values."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ResponsibleShape(_Shape):
    """A body that answers for the norm."""

    name: str
    role: Role


class NormShape(_Shape):
    """One sentence that directs, forbids, allows, encourages, constitutes, or says what follows."""

    quote: str = Field(description="整句原文,照抄")
    type: NormType
    actors: list[str] = Field(default_factory=list, description="应当行动的主体,照抄")
    actor_source: ActorSource = "none"
    responsible: list[ResponsibleShape] = Field(default_factory=list, description="牵头、配合、负责的单位")
    deontic: str | None = Field(default=None, description="情态词,照抄")
    aim: str | None = Field(default=None, description="规定的行为,照抄")
    object: str | None = Field(default=None, description="行为的对象,照抄")
    conditions: list[str] = Field(default_factory=list, description="适用条件,照抄")
    deadline: str | None = Field(default=None, description="时限,照抄")
    frequency: str | None = Field(default=None, description="频率,照抄")
    consequence: str | None = Field(default=None, description="不履行的后果,照抄")

    @field_validator("actors", "responsible", "conditions", mode="before")
    @classmethod
    def _no_list_is_an_empty_one(cls, value: Any) -> Any:
        return [] if value is None else value

    @field_validator("actor_source", mode="before")
    @classmethod
    def _no_source_is_none(cls, value: Any) -> Any:
        return "none" if value is None else value


class ClauseNorms(_Shape):
    """The norms of a clause."""

    norms: list[NormShape]


class RowShape(_Shape):
    """A row of a roster."""

    quote: str = Field(description="整行原文,照抄")
    name: str = Field(description="名称,照抄")
    number: str | None = Field(default=None, description="编号,照抄")
    group: str | None = Field(default=None, description="所属分组,照抄")
    cells: list[str] = Field(default_factory=list, description="其余各格,照抄")

    @field_validator("number", mode="before")
    @classmethod
    def _digits_are_words(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @field_validator("cells", mode="before")
    @classmethod
    def _no_list_is_an_empty_one(cls, value: Any) -> Any:
        return [] if value is None else value


class ClauseRows(_Shape):
    """The roster of a stretch of text; no rows where it holds none."""

    title: str | None = Field(default=None, description="名单标题,照抄")
    columns: list[str] = Field(default_factory=list, description="各列名称,照抄")
    rows: list[RowShape]


class FieldShape(_Shape):
    """An element of the notice (GB/T 9704)."""

    field: FieldName
    quote: str = Field(description="值,照抄")


class ClauseFields(_Shape):
    """Elements of the notice that a stretch of text holds."""

    fields: list[FieldShape]


class _Kind(NamedTuple):
    whole: type[BaseModel]
    items: str
    item: type[BaseModel]


SHAPES: Final[dict[Task, _Kind]] = {
    "norms": _Kind(ClauseNorms, "norms", NormShape),
    "rosters": _Kind(ClauseRows, "rows", RowShape),
    "fields": _Kind(ClauseFields, "fields", FieldShape),
}
"""For each task: the shape of an answer, the field of it that lists the items, and the shape of one."""


class Misfit(NamedTuple):
    """Something in an answer that no shape has a place for."""

    field: str
    value: object
    message: str


def items_of(task: Task, answer: dict[str, Any]) -> Iterator[tuple[BaseModel | None, list[Misfit]]]:
    """Yield each item of an answer as its shape, null where it fits none, with what did not fit."""
    kind = SHAPES[task]
    for item in answer.get(kind.items, []):
        if isinstance(item, dict):
            yield _fit(kind.item, item)
        else:
            yield None, [Misfit(kind.items, item, "is no object")]


def _fit(shape: type[BaseModel], item: dict[str, Any]) -> tuple[BaseModel | None, list[Misfit]]:
    known = shape.model_fields
    misfits = [Misfit(name, value, f"the schema has no field {name!r}") for name, value in item.items() if name not in known]
    fields = {name: value for name, value in item.items() if name in known}
    try:
        return shape.model_validate(fields), misfits
    except ValidationError as error:
        wrong = {str(problem["loc"][0]): problem["msg"] for problem in error.errors(include_url=False, include_context=False)}
    misfits += [Misfit(name, fields.get(name), message) for name, message in wrong.items()]
    if any(known[name].is_required() for name in wrong):
        return None, misfits
    return shape.model_validate({name: value for name, value in fields.items() if name not in wrong}), misfits
