"""Complex fields of Word (域): the result of each is text, its instruction is not; a table of contents repeats headings: set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .number_formats import format_number

__all__ = ["Fields"]

_CIRCLED: Final = re.compile(r"\s*eq\s*\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,，]\s*(\d{1,2})\s*\)\s*", re.IGNORECASE)
"""带圈字符: Word has no character for it but draws a circle over a number."""


@dataclass(slots=True)
class _Field:
    code: str = ""
    result: bool = False


class Fields:
    """The fields that are open at a place of a story."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    @property
    def in_code(self) -> bool:
        """Whether the innermost field is in its instruction."""
        return bool(self._open) and not self._open[-1].result

    def begin(self) -> None:
        """Open a field."""
        self._open.append(_Field())

    def instruct(self, code: str) -> None:
        """Add to the instruction of the innermost field."""
        if self._open:
            self._open[-1].code += code

    def separate(self) -> None:
        """Begin the result of the innermost field."""
        if self._open:
            self._open[-1].result = True

    def end(self) -> str:
        """Close the innermost field; return what Word draws for it where it has no result."""
        if not self._open:
            return ""
        circled = _CIRCLED.fullmatch(self._open.pop().code)
        return (format_number(int(circled[1]), "decimalEnclosedCircle") or "") if circled else ""

    def reason(self) -> str | None:
        """Return why text in the open fields is none of the notice: part of an instruction, or of a table of contents."""
        for item in self._open:
            if not item.result:
                return "field-code"
            if item.code.split()[:1] in (["TOC"], ["toc"]):
                return "contents"
        return None
