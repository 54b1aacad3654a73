"""Ranking: of passages that hold what a query asks for, which a reader wants first.

Hits in titles come first, then those in headings, then the others. Among them counts how much of the passage the phrases are (the
saturating frequency of BM25, without the rarity of words: that is the same for all), how near to each other they stand, and, a little,
the year; what is no longer in force counts half. Nothing is left to chance: equals are in order of date, id and place.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from .candidates import Candidate
from .query import Query

__all__ = ["IN_HEADING", "IN_TITLE", "Ranked", "occurrences", "rank"]

IN_TITLE: Final = 20.0
IN_HEADING: Final = 10.0
"""What a hit there counts more than one in the text: more than all else together."""
_K1: Final = 1.2
_B: Final = 0.75
_USUAL_LENGTH: Final = 120
"""Parameters of BM25 as usual, and the length of a usual passage in characters."""
_NEAR: Final = 20
"""Characters between phrases at which their nearness counts half."""
_GONE: Final = re.compile(r"(?<!部分)(?:失效|废止|无效)")
_MOST_PLACES: Final = 50


class Ranked(NamedTuple):
    """A candidate with its score, best first by ``order``."""

    order: tuple[float, str, str, int]
    candidate: Candidate
    score: float


class _Facts(NamedTuple):
    id: str
    later_first: str
    """The date as a key by which later ones come first."""
    age: float
    force: float
    """1, and a half for what is no longer in force."""


def rank(db: sqlite3.Connection, query: Query, found: Iterable[Candidate], bonus: dict[int, float]) -> list[Ranked]:
    """Return ``found``, best first; ``bonus`` is what a passage counts more for where its hit stands."""
    found = list(found)
    facts = _facts(db, {item.notice for item in found})
    ranked = []
    for item in found:
        notice = facts[item.notice]
        score = (_score(query, item.folded) + notice.age) * notice.force
        score = round(bonus.get(item.passage, 0.0) + score, 4)
        ranked.append(Ranked((-score, notice.later_first, notice.id, item.start), item, score))
    return sorted(ranked, key=lambda item: (*item.order, item.candidate.passage))


def occurrences(phrase: str, folded: str) -> Iterator[tuple[int, int]]:
    """Yield where ``phrase`` stands in ``folded``, from left to right; occurrences do not overlap."""
    at = folded.find(phrase)
    while at >= 0:
        yield at, at + len(phrase)
        at = folded.find(phrase, at + len(phrase))


def _facts(db: sqlite3.Connection, notices: set[int]) -> dict[int, _Facts]:
    """Return id, date and whether it is in force, as its page says or as another notice of the corpus repeals it."""
    listed = sorted(notices)
    marks = ", ".join("?" * len(listed))
    repealed = {
        row[0]
        for row in db.execute(
            f"SELECT DISTINCT target FROM citations WHERE target IN ({marks}) AND relation = 'repeals' AND provision IS NULL",  # noqa: S608
            listed,
        )
    }
    rows = db.execute(
        f"SELECT notice, id, coalesce(written_date, year || '', published_date, ''), validity FROM notices WHERE notice IN ({marks})",  # noqa: S608
        listed,
    )
    facts = {}
    for notice, name, date, validity in rows:
        gone = notice in repealed or (validity and _GONE.search(validity))
        facts[notice] = _Facts(name, date.translate(_COMPLEMENT), _age(date), 0.5 if gone else 1.0)
    return facts


def _score(query: Query, folded: str) -> float:
    if not query.phrases:
        return 0.0
    weight = _K1 * (1 - _B + _B * len(folded) / _USUAL_LENGTH)
    frequency = 0.0
    for group in query.phrases:
        count = folded.count(group[0]) if len(group) == 1 else sum(map(folded.count, group))
        frequency += count * (_K1 + 1) / (count + weight)
    return frequency / len(query.phrases) + (_nearness(query, folded) if len(query.phrases) > 1 else 0.0)


def _nearness(query: Query, folded: str) -> float:
    """Return 1 for phrases side by side, less the more stands between them, by the narrowest stretch that holds one of each."""
    places = []
    for number, group in enumerate(query.phrases):
        own = sorted(place for phrase in group for place in occurrences(phrase, folded))
        places += [(start, end, number) for start, end in own[:_MOST_PLACES]]
    places.sort()
    last: dict[int, tuple[int, int]] = {}
    narrowest = len(folded)
    for start, end, number in places:
        last[number] = start, end
        if len(last) == len(query.phrases):
            first = min(place[0] for place in last.values())
            inside = sum(place[1] - place[0] for place in last.values())
            narrowest = min(narrowest, max(0, max(place[1] for place in last.values()) - first - inside))
    return _NEAR / (_NEAR + narrowest)


def _age(date: str) -> float:
    """Return 0 for a notice without a date up to 0.2 for one of this century's middle: enough to decide between equals."""
    return min(max(int(date[:4]) - 1950, 0), 100) / 500 if date[:4].isdigit() else 0.0


_COMPLEMENT: Final = str.maketrans("0123456789", "9876543210")
