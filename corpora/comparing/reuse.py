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
            found.append(Tile(a, b, _reach(first, a, second, b, least)))
    return found


def _reach(first: str, a: int, second: str, b: int, known: int) -> int:
    """Return how many characters from ``a`` and ``b`` on are the same, of which ``known`` are known to be: in leaps, then by halves."""
    most = min(len(first) - a, len(second) - b)
    leap = 16
    while known < most:
        leap = min(leap, most - known)
        if first[a + known : a + known + leap] != second[b + known : b + known + leap]:
            break
        known += leap
        leap *= 2
    leap = min(leap, most - known)
    while leap:
        half = (leap + 1) // 2
        if first[a + known : a + known + half] == second[b + known : b + known + half]:
            known += half
            leap -= half
        else:
            leap = half - 1
    return known


def _free(taken_a: bytearray, taken_b: bytearray, a: int, b: int, length: int) -> list[tuple[int, int]]:
    """Return the runs (offset, length) of a stretch that are not taken in either text."""
    runs = []
    at = 0
    while at < length:
        skip_a, skip_b = taken_a.find(0, a + at, a + length) - a, taken_b.find(0, b + at, b + length) - b
        if skip_a < 0 or skip_b < 0:
            break
        if max(skip_a, skip_b) > at:
            at = max(skip_a, skip_b)
            continue
        ends = [found - start for taken, start in ((taken_a, a), (taken_b, b)) if (found := taken.find(1, start + at, start + length)) >= 0]
        end = min(ends, default=length)
        runs.append((at, end - at))
        at = end
    return runs
