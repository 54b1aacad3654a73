"""Changed years: a list of years that says one year twice, years that all became one, numbers whose year contradicts what is cited.

Sites make old notices look new by setting one year throughout: 2016、2017年 becomes 2023、2023年, 〔2016〕147号 〔2023〕147号.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from typing import Final

from ...schemas.notice import Citation, Repair
from ..numbers import DocumentNumber, parse_number
from ..text import View, key
from .findings import repair

__all__ = ["find_years", "title_key"]

_TWICE: Final = re.compile(r"20(\d\d)年?[、和及与至到\-—~]{1,2}20\1年")
_YEAR: Final = re.compile(r"(?<![\d.])20\d\d(?=年|[)\]〕】])")
FEWEST: Final = 4
"""Mentions of years that must all be one year before it is taken for set throughout."""
_ABOUT: Final = re.compile(r"^.{0,60}?关于(?=.{8})")


def title_key(title: str) -> str:
    """Return the letters of a title by which a document is known: without its issuers (…关于), marks and 印发…的通知."""
    name = key(_ABOUT.sub("", title))
    return re.sub(r"^印发(.{6,})的通知$", r"\1", name)


def find_years(view: View, citations: list[Citation], wording: list[Repair], written: str | None) -> list[Repair]:
    """Return the years that cannot be right, in no order; ``written`` is the date of the notice (ISO 8601).

    A year is proposed where the document cited is known (``extract/data/known_documents.tsv``); titles are compared as they read
    with the ``wording`` repaired.
    """
    found = [_contradiction(view, citation, wording, written) for citation in citations if citation.document_number]
    years = [year for year in found if year is not None]
    taken = {year.start for year in years}
    twice = list(_TWICE.finditer(view.text)) if "20" in view.text else []
    if twice:
        places = [match.span() for match in twice]
        years += [repair(view, place, "year", None, 0.95, "one year twice in a list of years", reversible=False) for place in places]
        inside = {at for start, end in places for at in range(start, end)}
        years += [year for year in _all_alike(view, inside) if year.start not in taken]
    return years


def _all_alike(view: View, inside: set[int]) -> list[Repair]:
    """Return every other mention of a year, where a text with a year said twice has that one only."""
    mentions = list(_YEAR.finditer(view.text))
    if len(mentions) < FEWEST or len({match[0] for match in mentions}) > 1:
        return []
    outside = [match for match in mentions if match.start() not in inside]
    rule = "every year of the text is this one, and it stands twice in a list of years"
    return [repair(view, match.span(), "year", None, 0.6, rule, reversible=False) for match in outside]


def _contradiction(view: View, citation: Citation, wording: list[Repair], written: str | None) -> Repair | None:
    """Return the year of a cited number that is not the one the document has, or that lies after the notice."""
    number = parse_number(citation.document_number or "")
    if number is None or number.year is None:
        return None
    known = _known_year(number, citation, wording)
    if known is not None and known != number.year:
        place = _year_place(view, citation, number.year)
        rule = f"the document of this title and number is of {known}"
        return repair(view, place, "year", str(known), 0.97, rule, reversible=True) if place else None
    if known is None and written is not None and number.year > int(written[:4]):
        place = _year_place(view, citation, number.year)
        return repair(view, place, "year", None, 0.8, f"cited in a notice of {written[:4]}", reversible=False) if place else None
    return None


def _year_place(view: View, citation: Citation, year: int) -> tuple[int, int] | None:
    start, end = view.index(citation.start), view.index(citation.end)
    match = re.compile(rf"(?<=[\[(〔【〈]){year}(?=[\])〕】〉])").search(view.text, start, end)
    return match.span() if match else None


def _known_year(number: DocumentNumber, citation: Citation, wording: list[Repair]) -> int | None:
    """Return the year of the known document with the code and running number of ``number`` and the title cited; None if unknown."""
    known = _known().get((number.code, number.sequence))
    if not known:
        return None
    words = _repaired(citation, wording)
    years = {year for year, name in known if name in words}
    return years.pop() if len(years) == 1 else None


def _repaired(citation: Citation, wording: list[Repair]) -> str:
    """Return the letters of a citation as it reads with the wording repaired."""
    pieces: list[str] = []
    done = citation.start
    first = bisect_left(wording, citation.start, key=lambda item: item.start)
    behind = bisect_left(wording, citation.end, key=lambda item: item.start)
    for item in wording[first:behind]:
        if item.end > citation.end:
            break
        pieces += (citation.exact[done - citation.start : item.start - citation.start], item.proposed or "")
        done = item.end
    return key("".join([*pieces, citation.exact[done - citation.start :]]))


@lru_cache(maxsize=1)
def _known() -> dict[tuple[str, str], list[tuple[int, str]]]:
    table: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for line in (Path(__file__).parents[1] / "data" / "known_documents.tsv").read_text("utf-8").splitlines():
        code, sequence, year, name = line.split("\t")
        table.setdefault((code, sequence), []).append((int(year), name))
    return table
