"""How a page is read: the view for the rules, and the way back from what they found to the characters that the page has.

Rules see simplified characters only, so every word that they report (a title, an agency, a unit) is simplified, while its span
lies in the sacred text. :meth:`Reading.restore` looks each word up where its span stands and gives it the characters read there.
A simplified page needs none of this, and none of it runs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property, partial

from ..schemas.notice import (
    Citation,
    Clause,
    Metadata,
    NamedList,
    NoticeWarning,
    OutsideEvidence,
    Part,
    Quantity,
    Repair,
    Roster,
    Script,
    Span,
)
from .damage import read_view
from .page import Fact, Page, PlacedGrid
from .script import Spelling, simplify
from .text import Conversion, View

__all__ = ["Reading"]


class Reading:
    """A page as the rules are to see it."""

    def __init__(self, page: Page, script: Script | None) -> None:
        convert = partial(simplify, script=script) if script not in (None, "simplified") else None
        self.view = read_view(page.text, convert)
        """The text."""
        self.facts: list[Fact] = page.facts
        """What the page states around the text."""
        self.grids: list[PlacedGrid] = page.grids
        """Its data tables."""
        self._words: _Words | None = None
        if convert is not None:
            self._words = _Words(self.view, page.facts, convert)
            self.facts = [replace(fact, value=convert(fact.value)[0]) for fact in page.facts]
            self.grids = [_converted(placed, convert) for placed in page.grids]

    def restore(
        self,
        metadata: Metadata,
        parts: list[Part],
        clauses: list[Clause],
        citations: list[Citation],
        quantities: list[Quantity],
        lists: list[NamedList],
        rosters: list[Roster],
        warnings: list[NoticeWarning],
    ) -> None:
        """Give every word that the rules reported the characters of the page. Codes, dates and names of regions are our own and stay."""
        words = self._words
        if words is None:
            return
        _metadata(metadata, words)
        for part in parts:
            part.title = words.maybe(part.title, part.start)
        for clause in clauses:
            clause.label = words.read(clause.label, clause.start)
            clause.heading = words.maybe(clause.heading, clause.start)
        for citation in citations:
            citation.title = words.maybe(citation.title, citation.start)
            citation.document_number = words.maybe(citation.document_number, citation.start)
            citation.provision = words.maybe(citation.provision, citation.start)
            citation.other_numbers = words.all(citation.other_numbers, citation.start)
        for quantity in quantities:
            quantity.unit = words.read(quantity.unit, quantity.start)
            quantity.indicator = words.maybe(quantity.indicator, quantity.start)
            quantity.excludes = words.all(quantity.excludes, quantity.start)
        for named in lists:
            for item in named.items:
                item.name = words.read(item.name, item.start)
                item.unit = words.maybe(item.unit, item.start)
        for roster in rosters:
            _roster(roster, words)
        for warning in warnings:
            warning.message = words.spelt(warning.message)

    def restore_repairs(self, repairs: list[Repair]) -> None:
        """Word the proposals in the characters of the page."""
        if self._words is not None:
            for repair in repairs:
                repair.proposed = self._words.maybe(repair.proposed, repair.start)


def _converted(placed: PlacedGrid, convert: Conversion) -> PlacedGrid:
    rows = [[convert(cell)[0] for cell in row] for row in placed.grid.rows]
    return replace(placed, grid=replace(placed.grid, rows=rows))


def _metadata(metadata: Metadata, words: _Words) -> None:
    def near(name: str) -> int:
        evidence = metadata.evidence.get(name)
        return evidence.start if isinstance(evidence, Span) else 0

    for name in ("title", "document_number", "document_type", "instrument_title", "note", "index_number", "validity", "source_name"):
        at = near("title" if name == "document_type" else name)
        setattr(metadata, name, words.maybe(getattr(metadata, name), at))
    for name in ("issuing_agencies", "addressees", "signatories", "category", "keywords", "attachments"):
        setattr(metadata, name, words.all(getattr(metadata, name), near(name)))
    for evidence in metadata.evidence.values():
        if isinstance(evidence, OutsideEvidence):
            evidence.quote = words.read(evidence.quote, 0)


def _roster(roster: Roster, words: _Words) -> None:
    roster.title = words.maybe(roster.title, max(roster.start - len(roster.title or ""), 0))
    for entry in roster.entries:
        entry.name = words.read(entry.name, entry.start)
        entry.group = words.maybe(entry.group, roster.start)
        entry.attributes = {words.read(name, roster.start): words.read(value, entry.start) for name, value in entry.attributes.items()}
    for declared in roster.declared:
        declared.name = words.read(declared.name, declared.start)
    for group in roster.groups:
        group.name = words.read(group.name, group.start)


class _Words:
    """Looks simplified words up in the text, and in the facts, and gives them the characters that stand there."""

    def __init__(self, view: View, facts: list[Fact], convert: Conversion) -> None:
        self.text = Spelling(view)
        self.facts = Spelling(View("\n".join(fact.value for fact in facts), None, convert))

    def maybe(self, word: str | None, near: int) -> str | None:
        """Return :meth:`read` of a word; None of None."""
        return None if word is None else self.read(word, near)

    def all(self, words: list[str], near: int) -> list[str]:
        """Return :meth:`read` of each word."""
        return [self.read(word, near) for word in words]

    def read(self, word: str, near: int) -> str:
        """Return ``word`` in the characters read at or behind the source offset ``near``, else elsewhere, else as usual in this text."""
        if word.isascii():
            return word
        found = self.text.find(word, near)[0] or self.facts.find(word, 0)[0]
        if found is None and "：" in word:  # made of two stretches of the text
            return "：".join(self.read(piece, near if at else 0) for at, piece in enumerate(word.split("：")))
        return found or self.spelt(word)

    def spelt(self, word: str) -> str:
        """Return ``word`` with each character as this text mostly has it."""
        return "".join(self._usual.get(char, char) for char in word)

    @cached_property
    def _usual(self) -> dict[str, str]:
        counts: dict[str, Counter[str]] = {}
        for place in (self.facts, self.text):
            for char, source in place.pairs():
                counts.setdefault(char, Counter())[source] += 1
        return {char: found.most_common(1)[0][0] for char, found in counts.items()}
