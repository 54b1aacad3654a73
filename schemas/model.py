"""What all objects of the contract share, and the stretch of text that most of them are."""

from __future__ import annotations

from dataclasses import Field, dataclass
from typing import Any, ClassVar

from .errors import SpanError

__all__ = ["Model", "Span"]


class Model:
    """What all contract objects share: how pydantic is to read them."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "use_attribute_docstrings": True}


@dataclass(slots=True)
class Span(Model):
    """A stretch of ``Notice.text``: ``text[start:end] == exact``, always."""

    start: int
    """First code point, counted from 0."""
    end: int
    """One past the last code point."""
    exact: str
    """The characters themselves (W3C TextQuoteSelector)."""

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Return the span of ``text[start:end]``; raises :class:`SpanError` where that is empty or outside the text."""
        if not 0 <= start < end <= len(text):
            raise SpanError(
                f"span {start}..{end} is empty or outside a text of {len(text)} characters; this is a bug in the rule that made it"
            )
        return Span(start, end, text[start:end])
