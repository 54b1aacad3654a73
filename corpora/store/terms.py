"""What the search index holds of a passage: its pairs of neighbouring characters, and marks of what it belongs to.

A phrase of two or more characters lies in a passage only if all its pairs do, so a query is an AND of tokens, which needs no
positions and stays quick where each of them is frequent; what the index finds is then held against the words themselves. A mark is a
token that begins with a character for private use.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import add
from typing import Final

from ...extract.numbers import parse_number
from ...schemas.notice import Metadata, Notice
from .folding import fold_words
from .passages import Passage

__all__ = ["ACTOR", "AGENCY", "HEADING", "NORM", "REGION", "TYPE", "YEAR", "pairs", "region_steps", "search_terms", "search_year", "token"]

HEADING: Final = "\ue000"
"""Mark of the pairs of a title or heading that the passage begins with."""
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
_BLANK: Final = "\u3000"
"""What stands for a blank, which would part a token in two, and behind the last character, whose pair it makes."""


def token(word: str) -> str:
    """Return ``word`` as the index holds it."""
    return word.replace(" ", _BLANK)


def pairs(folded: str) -> Iterable[str]:
    """Return the pairs of neighbouring characters in a searched form, each once and in order; none of a single character."""
    word = token(folded)
    return dict.fromkeys(map(add, word, word[1:]))


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
    terms = []
    for place, passage in enumerate(passages):
        word = token(passage.folded)
        found = [*map(add, word, word[1:] + _BLANK), *marks.get(place, ()), common]
        if heading := headings.get(passage.eid):
            found += [HEADING + pair for pair in pairs(fold_words(heading))]
        terms.append(" ".join(found))
    return terms


def _marks_of_notice(metadata: Metadata) -> str:
    marks = [REGION + step for step in region_steps(metadata.region.code)] if metadata.region else []
    if (year := search_year(metadata)) is not None:
        marks.append(f"{YEAR}{year}")
    if metadata.document_type:
        marks.append(TYPE + token(fold_words(metadata.document_type)))
    marks += [AGENCY + pair for agency in metadata.issuing_agencies for pair in pairs(fold_words(agency))]
    return " ".join(dict.fromkeys(marks))


def _headings(notice: Notice) -> dict[str, str]:
    """Return the titles of parts and the headings of clauses by eid."""
    found = {part.eid: part.title for part in notice.parts if part.title}
    found.update({clause.eid: clause.heading for clause in notice.clauses if clause.heading})
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
