"""Which documents are one work (作品), and which of them says best what it says.

A notice is published by its issuer, reposted by sites, mirrored, printed as PDF and scanned: one work, several witnesses. Two documents are
one work where nothing they state contradicts (number, region, date) and

1. they have the same document number (发文字号) and titles that fit, or
2. they have the same title, the issuer's name before it and its punctuation aside, and the same date of writing, or
3. they have the same title, one of them has no date, and most of their words are the same.

Of the witnesses the best is chosen by :func:`standing`: one that states its number, by which others cite it, before one that does not; then
the issuer's own site before others, no damage before damage, text before recognised text, complete before incomplete, fewer contradictions
with what it declares itself before more, more elements before fewer, marked-up formats before copies, clearly longer before shorter; of
equals the one with the smaller digest, so that the choice does not depend on the order in which they came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import log
from typing import Final

from ...extract.agencies import leading_agencies, same_agency
from ...extract.numbers import parse_number
from ...extract.script import script_of, simplify
from ...extract.text import fold, key
from ...schemas.notice import Notice

__all__ = ["Identity", "identity", "most_words_shared", "same_work", "standing"]

_SHORTEST_TITLE: Final = 8
"""Letters; a shorter title (实施方案) is that of many works."""
_ALIKE: Final = 0.6
"""Of two titles of one number, the share of letters that must be the same: recognition errs, and sites shorten."""
_SHARED: Final = 0.8
"""Of the pairs of characters of the shorter text, the share that the longer one must have, where no date vouches for the work."""
_ELEMENTS: Final = (
    "title",
    "document_number",
    "issuing_agencies",
    "addressees",
    "written_date",
    "document_type",
    "published_date",
    "index_number",
    "category",
)
_GOVERNMENT_SITE: Final = re.compile(r"\.gov\.cn\b|人民政府|政府网|政府门户|政务网")
_MARKED_UP: Final = frozenset(("html", "docx", "doc", "ofd"))
_BROKEN_OFF: Final = frozenset(("text-truncated", "empty-text", "no-notice-elements"))
_SEVERITY: Final = {"none": 2, "light": 1, "heavy": 0}


@dataclass(slots=True, frozen=True)
class Identity:
    """What a document says of which work it is."""

    number_key: str | None
    """Number without its brackets: ``吉政办明电|2019|5``."""
    title_key: str | None
    """Letters and digits of the title, simplified, without the issuer before 关于; null where it is too short to tell works apart."""
    written_date: str | None
    region_code: str | None
    agency: str | None


def identity(notice: Notice) -> Identity:
    """Return what ``notice`` says of which work it is."""
    facts = notice.metadata
    number = parse_number(facts.document_number) if facts.document_number else None
    title = _plain(facts.title) if facts.title else ""
    name = key(title[leading_agencies(title)[1] :])
    return Identity(
        number_key="|".join(str(part) for part in number.identity) if number else None,
        title_key=name if len(name) >= _SHORTEST_TITLE else None,
        written_date=facts.written_date,
        region_code=facts.region.code if facts.region else None,
        agency=facts.issuing_agencies[0] if facts.issuing_agencies else None,
    )


def same_work(one: Identity, other: Identity) -> bool | None:
    """Return whether two documents are one work by what they say of themselves; None where their texts must tell (case 3)."""
    if _differ(one.region_code, other.region_code) or _differ(one.number_key, other.number_key):
        return False
    if one.number_key and other.number_key:
        return _titles_fit(one.title_key, other.title_key)
    if not one.title_key or one.title_key != other.title_key or _differ(one.written_date, other.written_date):
        return False
    if one.agency and other.agency and not same_agency(one.agency, other.agency):
        return False
    return True if one.written_date and other.written_date else None


def most_words_shared(one: str, other: str) -> bool:
    """Return whether the longer of two texts has most pairs of neighbouring letters of the shorter one."""
    short, long = sorted((_pairs(one), _pairs(other)), key=len)
    return bool(short) and len(short & long) >= _SHARED * len(short)


def standing(notice: Notice) -> list[int]:
    """Return how good a witness ``notice`` is, to be compared from the first number on, more is better.

    1 with its number, 0 without; own site (2 the issuer's, 1 a government's, 0 another's or unknown); damage (2 none, 1 light, 0 heavy);
    1 text as written, 0 recognised; 1 complete, 0 broken off; checks that fail, counted below zero (a copy that lost a row of a roster);
    elements that it states; 1 where its format marks paragraphs and tables (a page, Word, OFD), 0 where they were guessed; parts and
    tables; length of the text in steps of a twentieth.
    """
    facts = notice.metadata
    codes = {warning.code for warning in notice.warnings}
    return [
        int(facts.document_number is not None),
        _site(notice),
        _SEVERITY[facts.damage.severity] if facts.damage else 0,
        int(notice.source.ocr is None),
        int(not codes & _BROKEN_OFF),
        -sum(check.status == "fail" for check in notice.checks),
        sum(bool(getattr(facts, name)) for name in _ELEMENTS),
        int(notice.source.reader in _MARKED_UP),
        len(notice.parts) + len(notice.tables),
        int(log(len(key(notice.text)) + 1, 1.05)),
    ]


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _titles_fit(one: str | None, other: str | None) -> bool:
    if one is None or other is None or one in other or other in one:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _pairs(text: str) -> set[str]:
    letters = key(_plain(text))
    return {letters[at : at + 2] for at in range(len(letters) - 1)}


def _plain(text: str) -> str:
    script = script_of(text)
    return fold(simplify(text, script)[0] if script and script != "simplified" else text)


def _site(notice: Notice) -> int:
    facts = notice.metadata
    name = facts.source_name or ""
    place = facts.region.name if facts.region else None
    if any(name == agency or same_agency(name, agency) for agency in facts.issuing_agencies if name):
        return 2
    if _GOVERNMENT_SITE.search(name) or _GOVERNMENT_SITE.search(notice.source.uri):
        return 2 if place and place in name else 1
    return 0
