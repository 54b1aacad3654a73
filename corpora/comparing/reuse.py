"""Reused wording (文字沿用): the longest stretches that two texts share, each character counted once.

Greedy string tiling (Wise 1993, String similarity via greedy string tiling): of all maximal common stretches the longest is taken first,
and what is left of the others after it. Compared are words only: punctuation, blanks and line breaks neither make nor break a stretch.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple

__all__ = ["LEAST", "Tile", "tiles"]

LEAST: Final = 8
"""Characters of the shortest stretch: shorter ones (人民政府办公室) are names and set phrases that all notices share."""
_MOST_PLACES: Final = 50
"""Places at which one seed is looked for; what stands at more of them is no borrowing."""


class Tile(NamedTuple):
    """A stretch that both texts have: where it begins in each, and its length."""

    a: int
    b: int
    length: int


def tiles(first: str, second: str, least: int = LEAST) -> list[Tile]:
    """Return the stretches of ``least`` characters or more that both texts share, in order of ``first``; none overlaps another."""
    heap = [(-length, a, b) for a, b, length in _maximal(first, second, least)]
    heapify(heap)
    taken_a, taken_b = bytearray(len(first)), bytearray(len(second))
    found: list[Tile] = []
    while heap:
        negative, a, b = heappop(heap)
        length = -negative
        if 1 in taken_a[a : a + length] or 1 in taken_b[b : b + length]:
            for at, rest in _free(taken_a, taken_b, a, b, length):
                if rest >= least:
                    heappush(heap, (-rest, a + at, b + at))
            continue
        taken_a[a : a + length] = taken_b[b : b + length] = b"\x01" * length
        found.append(Tile(a, b, length))
    return sorted(found)


def _maximal(first: str, second: str, least: int) -> list[Tile]:
    """Return the common stretches that go no further to either side."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(len(second) - least + 1):
        where = places[second[at : at + least]]
        if len(where) < _MOST_PLACES:
            where.append(at)
    found = []
    for a in range(len(first) - least + 1):
        for b in places.get(first[a : a + least], ()):
            if a and b and first[a - 1] == second[b - 1]:
                continue  # found from where it begins
            end, most = least, min(len(first) - a, len(second) - b)
            while end < most and first[a + end] == second[b + end]:
                end += 1
            found.append(Tile(a, b, end))
    return found


def _free(taken_a: bytearray, taken_b: bytearray, a: int, b: int, length: int) -> list[tuple[int, int]]:
    """Return the runs (offset, length) of a stretch that are not taken in either text."""
    runs = []
    start: int | None = None
    for at in range(length):
        if taken_a[a + at] or taken_b[b + at]:
            if start is not None:
                runs.append((start, at - start))
                start = None
        elif start is None:
            start = at
    if start is not None:
        runs.append((start, length - start))
    return runs
