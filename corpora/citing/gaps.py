"""Gaps in an agency's numbering by year: which of its document numbers (发文字号) are not in the corpus."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field

import orjson

from ...extract.numbers import parse_number
from ...extract.regions import division_of, divisions
from ...schemas.errors import ReferenceFormatError, ReferenceNotFoundError
from ..store.folder import Corpus
from ..store.names import in_line, number_key

__all__ = ["MissingNumber", "NumberingGaps", "numbering_gaps"]


@dataclass(slots=True)
class MissingNumber:
    """A number that no notice of the corpus has."""

    sequence: int
    document_number: str
    title: str | None = None
    """As a notice cites it, where one does and says its title."""
    cited_by: list[str] = field(default_factory=list)
    """ids of the notices that cite it; where there are none, only the numbers around it say that it exists."""


@dataclass(slots=True)
class NumberingGaps:
    """The numbers of an agency in a year."""

    code: str
    """Agency code (机关代字)."""
    year: int
    region_code: str | None
    """Division of the notices that have them; null for national bodies, and where there is none."""
    present: list[int]
    """Running numbers of the notices in the corpus."""
    highest: int
    """The highest number that the corpus has or cites; nothing is known of those above."""
    missing: list[MissingNumber]
    """From 1 to the highest, in order."""
    repeated: list[int]
    """Numbers that several notices have."""
    other: list[str]
    """Numbers in the corpus that are no integers (26-1)."""


def numbering_gaps(corpus: Corpus, code: str, year: int, *, region: str | None = None) -> NumberingGaps:
    """Return which numbers of the agency code ``code`` (通政办发) in ``year`` the corpus lacks, from 1 to the highest that it has or cites.

    ``region`` (code of GB/T 2260, or name) is needed where bodies of several places use the code. Raises :class:`ReferenceNotFoundError`
    where the corpus neither has nor cites a number of that code and year, :class:`ReferenceFormatError` where the place is not settled.
    """
    stem = _stem(code, year)
    rows = corpus.db.execute(
        "SELECT k.key, n.id, n.region_code FROM names k JOIN notices n USING (notice) WHERE k.key >= ? AND k.key < ?", (stem, f"{stem}~")
    ).fetchall()
    place = _place(code, {found for _, _, found in rows}, region)
    present: dict[str, list[str]] = defaultdict(list)
    for key, identity, found in rows:
        if found == place:
            present[key.removeprefix(stem)].append(identity)
    cited = _cited(corpus.db, stem, place)
    if not present and not cited:
        raise ReferenceNotFoundError(f"the corpus neither has nor cites a number {code}〔{year}〕; {_known(corpus.db, code)}")
    have = {int(sequence): ids for sequence, ids in present.items() if sequence.isdecimal()}
    asked = {int(sequence): found for sequence, found in cited.items() if sequence.isdecimal()}
    highest = max((*have, *asked), default=0)
    return NumberingGaps(
        code=code,
        year=year,
        region_code=place,
        present=sorted(have),
        highest=highest,
        missing=[asked.get(number) or _missing(code, year, number) for number in range(1, highest + 1) if number not in have],
        repeated=sorted(number for number, ids in have.items() if len(ids) > 1),
        other=sorted(sequence for sequence in present if not sequence.isdecimal()),
    )


def _stem(code: str, year: int) -> str:
    """Return what the number keys of a code and year begin with."""
    number = f"{code}〔{year}〕1号"
    if parse_number(number) is None:
        raise ReferenceFormatError(f"{code!r} and {year} make no document number; give an agency code and a year: 通政办发 2016")
    return number_key(number).removesuffix("1")


def _missing(code: str, year: int, number: int) -> MissingNumber:
    return MissingNumber(number, f"{code}〔{year}〕{number}号")


def _place(code: str, found: set[str | None], region: str | None) -> str | None:
    """Return the division whose numbers are meant."""
    if region is not None:
        codes = [region] if region.isdecimal() else [division.code for division in divisions(region)]
        if len(codes) != 1 or division_of(codes[0]) is None:
            raise ReferenceFormatError(f"{region}: no division, or more than one, has this name or code; give a code of GB/T 2260")
        return codes[0]
    if len(found) > 1:
        named = sorted(_named(place) for place in found)
        raise ReferenceFormatError(f"{code} is used in {len(named)} places, say which by its code: {'; '.join(named)}")
    return next(iter(found), None)


def _named(place: str | None) -> str:
    division = division_of(place) if place else None
    return f"{''.join(division.path)} ({place})" if division else "national, or of an unknown place"


def _cited(db: sqlite3.Connection, stem: str, place: str | None) -> dict[str, MissingNumber]:
    """Return the numbers that are cited and lead to no notice, by running number; by notices in one line of places with ``place``."""
    query = (
        "SELECT k.key, c.title, c.document_number, c.other_numbers, n.id, n.region_code FROM citation_keys k"
        " JOIN citations c ON c.notice = k.notice AND c.position = k.position JOIN notices n ON n.notice = k.notice"
        " WHERE k.key >= ? AND k.key < ? AND c.status <> 'resolved' ORDER BY n.id, c.position"
    )
    found: dict[str, MissingNumber] = {}
    for key, title, number, others, identity, region in db.execute(query, (stem, f"{stem}~")):
        if place and region and not in_line(place, region):
            continue
        sequence = key.removeprefix(stem)
        written = next((name for name in (number, *orjson.loads(others or "[]")) if number_key(name) == key), number)
        item = found.setdefault(sequence, MissingNumber(int(sequence) if sequence.isdecimal() else 0, written))
        item.title = item.title or title
        item.cited_by += [identity] if identity not in item.cited_by else []
    return found


def _known(db: sqlite3.Connection, code: str) -> str:
    """Return which years the corpus has for a code."""
    query = "SELECT DISTINCT number_year FROM notices WHERE number_code = ? AND number_year IS NOT NULL ORDER BY 1"
    years = [str(year) for (year,) in db.execute(query, (code,))]
    return f"it has this code in {', '.join(years)}" if years else "it has no notice of this agency code; the table notices lists them"
