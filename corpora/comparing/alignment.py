"""Two notices, clause by clause: which clauses correspond, which only one has, and what wording is reused.

Units are the clauses' own words (those below a clause are units of their own), and the paragraphs of what stands outside clauses. Two
units are as similar as their pairs of neighbouring characters: the Dice coefficient (Dice 1945), each pair weighted by how rare it is
among the units of both notices (inverse document frequency, Spärck Jones 1972), so that what every clause says counts little. Labels,
punctuation, blanks and the script do not count. Headings say more than other words do: where both units have one, the likeness of the
headings counts for half, if that is more. Units correspond

1. in order: the chain of pairs, rising in both notices, with the greatest sum of squared likenesses;
2. moved: of what is left, the pairs that are most alike, at a higher bar.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log
from operator import add
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ..store.folding import fold_characters
from ..store.passages import passages_of
from .reuse import LEAST, tiles

if TYPE_CHECKING:
    from ...schemas.notice import Notice

__all__ = ["Alignment", "Pair", "Relation", "Reuse", "Unit", "align"]

Relation = Literal["same", "changed", "moved", "only_a", "only_b"]
"""same: the same words; changed: similar ones at the same place; moved: similar or the same ones elsewhere in the order."""

CORRESPONDS: Final = 0.25
"""Likeness from which units in order correspond. In five notices of five cities and provinces on one subject, held against each other,
clauses on different matters stay below 0.15; clauses on one matter with words of their own reach that, and 0.5 with their headings."""
MOVED: Final = 0.45
"""Likeness from which units out of order correspond."""
_LEAST_WORDS: Final = 0.05
"""Similarity of the words below which headings alone make no likeness (加强组织领导 heads anything)."""
_MOST: Final = 6
"""Candidates for a unit."""
_COMMON: Final = 0.25
"""Share of the units beyond which a pair of characters finds no candidates, in notices of many units."""
_FEW: Final = 40
"""Units up to which all pairs of characters find candidates."""


class Unit(NamedTuple):
    """A clause without those below it, or a paragraph outside clauses."""

    eid: str
    heading: str | None
    start: int
    """Offset in the text of the notice, behind the label."""
    end: int
    words: str
    """Its letters and digits, folded."""


@dataclass(slots=True)
class Pair:
    """Two units that correspond, or one that has none."""

    relation: Relation
    a: Unit | None
    b: Unit | None
    similarity: float
    """Of the words, 0 to 1; 0 for a unit without its like."""


class Reuse(NamedTuple):
    """A stretch of words that both notices have; punctuation and line breaks in it may differ."""

    a_eid: str
    a_start: int
    a_end: int
    b_eid: str
    b_start: int
    b_end: int
    characters: int
    """Letters and digits."""


@dataclass(slots=True)
class Alignment:
    """Two notices side by side."""

    pairs: list[Pair]
    """In the order of the first notice; units that only the second has stand behind what they follow there."""
    reuse: list[Reuse]
    """In the order of the first notice."""
    share_a: float
    """Share of the letters and digits of the first notice that the second has in stretches of ``reuse``."""
    share_b: float


def align(a: Notice, b: Notice, *, least: int = LEAST) -> Alignment:
    """Return two notices clause by clause; ``least`` is the length of the shortest reused stretch, in letters and digits."""
    read_a, read_b = _Text(a), _Text(b)
    words = _similarities(read_a.units, read_b.units)
    alike = _likenesses(words, read_a.units, read_b.units)
    chain = _chain(alike, len(read_b.units))
    moved = _moved(alike, chain)
    found = tiles(read_a.words, read_b.words, least)
    reused = sum(tile.length for tile in found)
    return Alignment(
        pairs=list(_in_order(read_a.units, read_b.units, words, chain, moved)),
        reuse=[Reuse(*read_a.place(tile.a, tile.length), *read_b.place(tile.b, tile.length), tile.length) for tile in found],
        share_a=reused / max(len(read_a.words), 1),
        share_b=reused / max(len(read_b.words), 1),
    )


class _Text:
    """The units of a notice, and all its letters and digits with their offsets."""

    def __init__(self, notice: Notice) -> None:
        folded = fold_characters(notice.text)
        clauses = {clause.eid: clause for clause in notice.clauses}
        labels = {clause.start: len(clause.label) for clause in notice.clauses}
        self.units: list[Unit] = []
        offsets: list[int] = []
        seen: set[str] = set()
        for passage in passages_of(notice):
            clause = clauses.get(passage.eid)
            stretches = [(passage.start, passage.end)] if clause else _paragraphs(folded, passage.start, passage.end)
            for start, end in stretches:
                low = start + labels.get(start, 0)
                kept = [at for at in range(low, end) if folded[at].isalnum()]
                if kept:
                    offsets += kept
                    heading = clause.heading if clause and passage.eid not in seen else None
                    self.units.append(Unit(passage.eid, heading, kept[0], kept[-1] + 1, "".join([folded[at] for at in kept])))
            seen.add(passage.eid)
        self.offsets = offsets
        self.words = "".join(unit.words for unit in self.units)
        self._starts = [unit.start for unit in self.units]

    def place(self, at: int, length: int) -> tuple[str, int, int]:
        """Return the clause in which a stretch of :attr:`words` begins, and its offsets in the text."""
        start = self.offsets[at]
        return self.units[bisect_right(self._starts, start) - 1].eid, start, self.offsets[at + length - 1] + 1


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        found.append((start, stop))
        start = stop + 1
    return found


def _similarities(first: list[Unit], second: list[Unit]) -> dict[tuple[int, int], float]:
    """Return the similarity of the words of units of ``first`` and ``second`` that share some."""
    grams_a, grams_b = [_grams(unit.words) for unit in first], [_grams(unit.words) for unit in second]
    frequency = Counter(gram for grams in (*grams_a, *grams_b) for gram in grams)
    total = len(first) + len(second)
    weights = {gram: log(1 + total / count) for gram, count in frequency.items()}
    most = total if total <= _FEW else _COMMON * total
    where: defaultdict[str, list[int]] = defaultdict(list)
    same: defaultdict[str, list[int]] = defaultdict(list)
    for j, unit in enumerate(second):
        same[unit.words].append(j)
        for gram in grams_b[j]:
            if frequency[gram] <= most:
                where[gram].append(j)
    sums_a, sums_b = [_sum(grams, weights) for grams in grams_a], [_sum(grams, weights) for grams in grams_b]
    scores: dict[tuple[int, int], float] = {}
    for i, unit in enumerate(first):
        shared: defaultdict[int, float] = defaultdict(float)
        for gram, count in grams_a[i].items():
            for j in where.get(gram, ()):
                shared[j] += weights[gram] * min(count, grams_b[j][gram])
        near = {j: 2 * weight / (sums_a[i] + sums_b[j]) for j, weight in shared.items()}
        # Units of one wording correspond, also where all they say is common.
        near.update(dict.fromkeys(same.get(unit.words, ()), 1.0))
        scores.update({(i, j): min(round(near[j], 4), 1.0) for j in near if near[j] >= _LEAST_WORDS})
    return scores


def _likenesses(words: dict[tuple[int, int], float], first: list[Unit], second: list[Unit]) -> dict[tuple[int, int], float]:
    """Return how much alike units are, their headings counted; of each unit of ``first`` the best few that may correspond."""
    headings_a, headings_b = [_heading(unit) for unit in first], [_heading(unit) for unit in second]
    of_unit: defaultdict[int, list[tuple[float, float, int]]] = defaultdict(list)
    for (i, j), similarity in words.items():
        like = similarity
        if headings_a[i] and headings_b[j]:
            like = max(like, (like + _dice(headings_a[i], headings_b[j])) / 2)
        if like >= CORRESPONDS:
            distance = abs(i / len(first) - j / len(second))  # of units that are equally alike the one at the same place
            of_unit[i].append((-like, distance, j))
    return {(i, j): -negative for i, near in of_unit.items() for negative, _, j in sorted(near)[:_MOST]}


def _heading(unit: Unit) -> Counter[str]:
    return _grams("".join(char for char in unit.heading if char.isalnum())) if unit.heading else Counter()


def _dice(first: Counter[str], second: Counter[str]) -> float:
    return 2 * (first & second).total() / (first.total() + second.total())


def _grams(words: str) -> Counter[str]:
    """Return the pairs of neighbouring characters; of a single character, itself."""
    return Counter(map(add, words, words[1:])) if len(words) > 1 else Counter([words])


def _sum(grams: Counter[str], weights: dict[str, float]) -> float:
    return sum(weights[gram] * count for gram, count in grams.items())


def _chain(scores: dict[tuple[int, int], float], size: int) -> dict[int, int]:
    """Return the pairs, rising in both notices, whose squared likenesses have the greatest sum.

    A tree of maxima (Fenwick 1994) over the places of the second notice makes it n log n.
    """
    tree: list[tuple[float, tuple[int, int] | None]] = [(0.0, None)] * (size + 1)
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for i, j in sorted(scores, key=lambda pair: (pair[0], -pair[1])):
        best: tuple[float, tuple[int, int] | None] = (0.0, None)
        at = j
        while at > 0:
            if tree[at][0] > best[0]:
                best = tree[at]
            at -= at & -at
        before[i, j] = best[1]
        value = best[0] + scores[i, j] ** 2
        at = j + 1
        while at <= size:
            if value > tree[at][0]:
                tree[at] = (value, (i, j))
            at += at & -at
    last: tuple[int, int] | None = None
    most, at = 0.0, size
    while at > 0:
        if tree[at][0] > most:
            most, last = tree[at]
        at -= at & -at
    chain: dict[int, int] = {}
    while last is not None:
        chain[last[0]] = last[1]
        last = before[last]
    return chain


def _moved(scores: dict[tuple[int, int], float], chain: dict[int, int]) -> dict[int, int]:
    """Return the pairs out of order, the most similar first."""
    moved: dict[int, int] = {}
    used = set(chain.values())
    for (i, j), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score >= MOVED and i not in chain and i not in moved and j not in used:
            moved[i] = j
            used.add(j)
    return moved


def _in_order(
    first: list[Unit], second: list[Unit], scores: dict[tuple[int, int], float], chain: dict[int, int], moved: dict[int, int]
) -> list[Pair]:
    """Return all units as pairs, in the order of the first notice; what only the second has follows what it follows there."""
    pairs: list[Pair] = []
    taken = set(moved.values())
    done = 0
    for i, unit in enumerate(first):
        if i in chain:
            j = chain[i]
            pairs += [Pair("only_b", None, second[at], 0.0) for at in range(done, j) if at not in taken]
            done = j + 1
            relation: Relation = "same" if unit.words == second[j].words else "changed"
            pairs.append(Pair(relation, unit, second[j], scores[i, j]))
        elif i in moved:
            pairs.append(Pair("moved", unit, second[moved[i]], scores[i, moved[i]]))
        else:
            pairs.append(Pair("only_a", unit, None, 0.0))
    return [*pairs, *(Pair("only_b", None, second[at], 0.0) for at in range(done, len(second)) if at not in taken)]
