"""What the search index holds of a passage: its pairs of neighbouring characters, and marks of what it belongs to.

A phrase of two or more characters lies in a passage only if all its pairs do, so a query is an AND of tokens, which needs no
positions; what the index finds is then held against the words themselves. Where two pairs that overlap are frequent in any notice
(创建, 建设) many passages hold both and few the three characters, so these are a token of their own. A mark is a token that begins with
a character for private use. Measured, with what else was tried: ``python -m gongwen.evaluation bench-search``.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from operator import add
from pathlib import Path
from typing import Final

from ...extract.numbers import parse_number
from ...schemas.notice import Metadata, Notice
from .folding import fold_words
from .passages import Passage

__all__ = [
    "ACTOR",
    "AGENCY",
    "ANY",
    "HEADING",
    "NORM",
    "REGION",
    "TITLE",
    "TYPE",
    "YEAR",
    "pairs",
    "phrase_tokens",
    "region_steps",
    "search_terms",
    "search_year",
    "token",
]

HEADING: Final = "\ue000"
"""Mark of the pairs of the heading of the clause that the passage begins."""
TITLE: Final = "\ue007"
"""Mark of the pairs of the title of the part that the passage begins."""
YEAR: Final = "\ue001"
REGION: Final = "\ue002"
"""Mark of the code of the issuer's division, and of those above it: 32, 3206, 320612."""
TYPE: Final = "\ue003"
"""Mark of the document type (文种)."""
NORM: Final = "\ue004"
"""Mark of the types of the norms that begin in the passage."""
AGENCY: Final = "\ue005"
"""Mark of the pairs of the names of the issuing agencies."""
ACTOR: Final = "\ue006"
"""Mark of the pairs of the names of who acts, or answers, by the norms that begin in the passage."""
ANY: Final = "\ue008"
"""A token that every passage has."""
_BLANK: Final = "\u3000"
"""What stands for a blank, which would part a token in two, and behind the last character, whose pair it makes."""


_MOST_TOKENS: Final = 6
"""Tokens that a phrase is looked up by: more cost more than they keep out."""


@lru_cache(maxsize=1)
def _frequent_pairs() -> frozenset[str]:
    """Return the pairs that any collection of notices has often. The index rests on this list: another one needs another index."""
    listed = json.loads((Path(__file__).parent / "frequent_pairs.json").read_bytes())
    return frozenset(listed["pairs"].split(" "))


def token(word: str) -> str:
    """Return ``word`` as the index holds it."""
    return word.replace(" ", _BLANK)


def pairs(folded: str) -> Iterable[str]:
    """Return the pairs of neighbouring characters in a searched form, each once and in order; none of a single character."""
    word = token(folded)
    return dict.fromkeys(map(add, word, word[1:]))


def phrase_tokens(folded: str) -> list[str]:
    """Return tokens all of which the index has for every passage that holds a searched form of two or more characters, rare ones first."""
    frequent = _frequent_pairs()
    found = list(pairs(folded))
    word = token(folded)
    threes = [word[at : at + 3] for at in range(len(word) - 2) if word[at : at + 2] in frequent and word[at + 1 : at + 3] in frequent]
    covered = {pair for three in threes for pair in (three[:2], three[1:])}
    rare = [pair for pair in found if pair not in frequent]
    return [*rare, *dict.fromkeys(threes), *(pair for pair in found if pair in frequent and pair not in covered)][:_MOST_TOKENS]


def region_steps(code: str) -> list[str]:
    """Return a code of GB/T 2260 without its idle zeros, and the codes above it: 320612 gives 32, 3206, 320612; 320000 gives 32."""
    return [code[:length] for length in (2, 4, 6) if code[length - 2 : length] != "00"]


def search_year(metadata: Metadata) -> int | None:
    """Return the year that a notice counts to: that of writing, else of its number, else of its publication."""
    if metadata.written_date:
        return int(metadata.written_date[:4])
    number = parse_number(metadata.document_number) if metadata.document_number else None
    if number and number.year:
        return number.year
    return int(metadata.published_date[:4]) if metadata.published_date else None


def search_terms(notice: Notice, passages: list[Passage]) -> list[str]:
    """Return the text that the index holds for each of ``passages``, which are those of ``notice`` in order."""
    common = _marks_of_notice(notice.metadata)
    headings = _headings(notice)
    marks = _marks_of_norms(notice, [passage.start for passage in passages])
    frequent = _frequent_pairs()
    terms = []
    for place, passage in enumerate(passages):
        word = token(passage.folded)
        found = list(map(add, word, word[1:] + _BLANK))
        found += [pair + after[1] for pair, after in pairwise(found) if pair in frequent and after in frequent]
        found += (*marks.get(place, ()), common)
        begins, heading = headings.get(passage.eid, (-1, ()))
        if passage.start <= begins < passage.end:
            found += heading
        terms.append(" ".join(found))
    return terms


def _marks_of_notice(metadata: Metadata) -> str:
    marks = [ANY]
    if metadata.region:
        marks += [REGION + step for step in region_steps(metadata.region.code)]
    if (year := search_year(metadata)) is not None:
        marks.append(f"{YEAR}{year}")
    if metadata.document_type:
        marks.append(TYPE + token(fold_words(metadata.document_type)))
    marks += [AGENCY + pair for agency in metadata.issuing_agencies for pair in pairs(fold_words(agency))]
    return " ".join(dict.fromkeys(marks))


def _headings(notice: Notice) -> dict[str, tuple[int, list[str]]]:
    """Return where units begin that have a title or heading, and the marks of its pairs, by eid."""
    found = {item.eid: (item.start, [TITLE + pair for pair in pairs(fold_words(item.title))]) for item in notice.parts if item.title}
    for clause in notice.clauses:
        if clause.heading:
            found[clause.eid] = clause.start, [HEADING + pair for pair in pairs(fold_words(clause.heading))]
    return found


def _marks_of_norms(notice: Notice, starts: list[int]) -> dict[int, dict[str, None]]:
    """Return the marks of the norms that begin in each passage, by its place among ``starts``."""
    marks: dict[int, dict[str, None]] = {}
    folded: dict[str, list[str]] = {}
    for norm in notice.norms or ():
        own = marks.setdefault(bisect_right(starts, norm.start) - 1, {})
        own[NORM + norm.type] = None
        names = [*norm.actors, *(actor.body for actor in norm.actor_spans if actor.body)]
        for body in norm.responsible:
            names += (body.name, body.body) if body.body else (body.name,)
        for name in names:
            if name not in folded:
                folded[name] = [ACTOR + pair for pair in pairs(fold_words(name))]
            own.update(dict.fromkeys(folded[name]))
    return marks
