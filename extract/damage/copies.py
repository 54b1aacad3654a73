"""Paragraphs that stand twice: copied pages joined with an overlap, or a text pasted twice."""

from __future__ import annotations

from typing import Final

from ...schemas.notice import Repair
from ..text import View
from .findings import repair

__all__ = ["find_copies"]

SHORTEST: Final = 60
"""Characters; a shorter line may be said twice on purpose: a form, a heading, a row."""


def find_copies(view: View) -> list[Repair]:
    """Return every paragraph that stands in the text before, word for word; rows of tables are none.

    The repetition is proposed to be left out, but reading goes on in it: it may carry labels of its own.
    """
    long = [line for line in view.lines if len(line.text) >= SHORTEST and "\t" not in line.text]
    if len({line.text for line in long}) == len(long):
        return []
    seen: set[str] = set()
    found = []
    for line in long:
        if line.text in seen:
            place = (line.start, line.end)
            found.append(repair(view, place, "duplicate", "", 0.9, "a paragraph that stood before", reversible=True))
        seen.add(line.text)
    return found
