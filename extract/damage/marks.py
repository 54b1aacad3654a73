"""Damage to marks: quotation marks without their partner, hashes of files, brackets of document numbers, an end that is missing."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from ...schemas.notice import Citation, NoticeWarning, Repair
from ..text import View
from .findings import Structural, repair

__all__ = ["find_hashes", "find_numbers_broken", "find_quotes", "find_truncation"]

_QUOTE: Final = re.compile("[“”]")
_QUOTED: Final = re.compile("“([^“”\n]{1,12})”")
LONGEST_TERM: Final = 12
_HASH: Final = re.compile(r"(?<![0-9A-Za-z/=_\-])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9A-Za-z])")
_LIKE_HASH: Final = re.compile(r"[a-f][0-9a-f]{7}")
_BROKEN_NUMBER: Final = re.compile(
    r"(?P<open>[\[(〔【{])?(?P<year>(?:19|20)\d\d)(?P<close>[\])〕】}])? ?第? ?(?P<sequence>\d{1,5})(?P<stray>[\])〕】}])? ?号"
)


def find_quotes(view: View) -> list[Repair]:
    """Return quotation marks “ ” without a partner, in order of place.

    The missing mark is proposed where what it belongs to is known: a term that this text, or usage, has in quotation marks.
    Paragraphs of one long quotation each open it again; those are no damage. Texts whose counts agree are not looked into.
    """
    text = view.text
    if text.count("“") == text.count("”"):
        return []
    terms = {*_usual_terms(), *_QUOTED.findall(text)}
    found = []
    marks = [match.start() for match in _QUOTE.finditer(text)]
    opened: int | None = None
    for at in marks:
        if text[at] == "”":
            if opened is None:
                found.append(_unopened(view, at, terms))
            opened = None
        else:
            if opened is not None and not (_opens_paragraph(text, at) and _opens_paragraph(text, opened)):
                found.append(_unclosed(view, opened, terms))
            opened = at
    if opened is not None:
        found.append(_unclosed(view, opened, terms))
    return found


def _opens_paragraph(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _unclosed(view: View, at: int, terms: set[str]) -> Repair:
    behind = view.text[at + 1 : at + 1 + LONGEST_TERM]
    term = next((behind[:size] for size in range(len(behind), 0, -1) if behind[:size] in terms), None)
    rule = "opening quotation mark without a closing one"
    if term is None:
        return repair(view, (at, at + 1), "quote", None, 0.9, rule, reversible=False)
    return repair(view, (at, at + 1 + len(term)), "quote", f"“{term}”", 0.9, rule, reversible=True)


def _unopened(view: View, at: int, terms: set[str]) -> Repair:
    before = view.text[max(at - LONGEST_TERM, 0) : at]
    term = next((before[start:] for start in range(len(before)) if before[start:] in terms), None)
    rule = "closing quotation mark without an opening one"
    if term is None:
        return repair(view, (at, at + 1), "quote", None, 0.9, rule, reversible=False)
    return repair(view, (at - len(term), at + 1), "quote", f"“{term}”", 0.9, rule, reversible=True)


@lru_cache(maxsize=1)
def _usual_terms() -> frozenset[str]:
    data = json.loads((Path(__file__).parents[1] / "data" / "quoted_terms.json").read_bytes())
    return frozenset(data["terms"])


def find_hashes(view: View) -> list[Structural]:
    """Return digests (MD5, SHA-1, SHA-256) that stand alone in the text: names of files that a site put there."""
    if not _LIKE_HASH.search(view.text):  # hardly any text has a letter and seven such signs, all have figures
        return []
    return [
        Structural(repair(view, match.span(), "hash", "", 0.95, "digest of a file", reversible=True), [match.span()])
        for match in _HASH.finditer(view.text)
        if not match[0].isdigit() and not match[0].isalpha()
    ]


def find_numbers_broken(view: View, citations: list[Citation]) -> list[Repair]:
    """Return the document numbers among ``citations`` whose brackets do not pair (发[2015]27)号), with the standard form.

    The standard form is that of GB/T 9704-2012, 7.2.5: the year in 〔〕.
    """
    found = []
    for citation in citations:
        if citation.document_number is None:
            continue
        start = view.index(citation.start)
        match = _BROKEN_NUMBER.search(view.text, start, view.index(citation.end))
        if match and (match["stray"] or (match["open"] is None) != (match["close"] is None)):
            proposed = f"〔{match['year']}〕{match['sequence']}号"
            found.append(repair(view, match.span(), "number", proposed, 0.9, "brackets that do not pair", reversible=True))
    return found


def find_truncation(view: View, warnings: list[NoticeWarning]) -> list[Repair]:
    """Return the end of a text that breaks off inside a sentence: what stands behind its last full stop."""
    warning = next((warning for warning in warnings if warning.code == "text-truncated"), None)
    if warning is None:
        return []
    text = view.text.rstrip()
    start = max(text.rfind(mark) for mark in "。;!?\n") + 1
    return [repair(view, (start, len(text)), "truncated", None, 0.9, "the text ends inside a sentence", reversible=False)]
