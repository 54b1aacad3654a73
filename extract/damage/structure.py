"""Damage beside the words, found before anything is read: what the view for the rules leaves out."""

from __future__ import annotations

from collections.abc import Iterable

from ..text import Conversion, View
from .chunks import find_chunk_marks
from .conversion import find_doubled, find_noise, find_pinyin
from .findings import Structural
from .marks import find_hashes

__all__ = ["find_structural", "read_view"]


def read_view(text: str, convert: Conversion | None = None) -> View:
    """Return the view of ``text`` that the rules read: damage beside the words left out, the rest through ``convert``."""
    view = View(text)
    cuts = _disjoint(cut for found in find_structural(view) for cut in found.cuts)
    return View(text, cuts, convert) if cuts or convert else view


def find_structural(view: View) -> list[Structural]:
    """Return chunk marks, random runs, pronunciation, doubled glyphs and hashes in ``view``, which has no cuts."""
    return [*find_chunk_marks(view), *find_noise(view), *find_pinyin(view), *find_doubled(view), *find_hashes(view)]


def _disjoint(cuts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches in order, those that meet or overlap joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(cuts):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
