"""The repaired view: the text as it would read with every proposal followed, with the way back to the text as it is."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from ...schemas.notice import Repair
from ..text import Resized, View

__all__ = ["Edit", "edits", "repaired_view"]


class Edit(NamedTuple):
    """One repair in the repaired text: ``start``..``end`` of it stands for ``source_start``..``source_end`` of the notice."""

    start: int
    end: int
    source_start: int
    source_end: int
    repair: Repair


def edits(repairs: Iterable[Repair]) -> list[Edit]:
    """Return the repairs that propose something as edits, in order; one inside another (a mark in a word) is part of that."""
    found: list[Edit] = []
    shift = 0
    for item in sorted(repairs, key=lambda item: (item.start, -item.end)):
        if item.proposed is None or (found and item.start < found[-1].source_end):
            continue
        start = item.start + shift
        found.append(Edit(start, start + len(item.proposed), item.start, item.end, item))
        shift += len(item.proposed) - (item.end - item.start)
    return found


def repaired_view(text: str, repairs: Iterable[Repair]) -> View:
    """Return ``text`` with the proposals of ``repairs`` in place: ``raw`` is how it reads, ``origin`` and ``bounds`` lead back.

    A character of a proposal that is as long as what it replaces stands for one character, one of another length for the
    whole stretch. The repairs are proposals: nothing of this is written into the notice.
    """
    made = edits(repairs)

    def convert(source: str) -> tuple[str, list[Resized]]:
        pieces: list[str] = []
        done = 0
        for edit in made:
            pieces += (source[done : edit.source_start], edit.repair.proposed or "")
            done = edit.source_end
        resized = [edit for edit in made if edit.end - edit.start != edit.source_end - edit.source_start]
        places = attrgetter("source_start", "source_end", "start", "end")
        return "".join([*pieces, source[done:]]), [Resized(*places(edit)) for edit in resized]

    return View(text, None, convert)
