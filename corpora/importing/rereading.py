"""Values of new annotations, read from their words by our own rules."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ...extract.mentions import read_mentions
from ...extract.numbers import find_numbers
from ...extract.quantities import find_quantities
from ...extract.text import View
from ...schemas.notice import Clause, Notice, Part

__all__ = ["Figure", "Reader", "read_citation", "read_figure"]


class Figure(NamedTuple):
    """A value with its unit as written."""

    value: Decimal
    value_to: Decimal | None
    unit: str


def read_figure(words: str) -> Figure | None:
    """Return the one figure in ``words``; null where there is none, or several."""
    found = find_quantities(View(words), masked=[], locate=lambda _: "")
    return Figure(found[0].value, found[0].value_to, found[0].unit) if len(found) == 1 else None


def read_citation(words: str) -> tuple[str | None, str | None, str | None]:
    """Return title, number in the standard form, and provision of the one document that ``words`` name; null for what they do not."""
    view = View(words)
    found = read_mentions(view, list(find_numbers(view.text)))
    if len(found) != 1:
        return None, None, None
    mention = found[0]
    return mention.title, mention.values[0] if mention.values else None, mention.provision


class Reader:
    """Clauses of one text, as the pipeline reads them; it runs where it is first asked."""

    def __init__(self, text: str) -> None:
        """``text`` is that which was annotated."""
        self._text = text
        self._notice: Notice | None = None
        self._letters: list[int] = []

    def eid(self, start: int, end: int) -> str | None:
        """Return the eid of the innermost clause or part that holds ``text[start:end]``; null where our reading does not have these words.

        The pipeline reads a notice out of the furniture around it and joins broken lines, so the words are found again by their letters:
        they must stand in the notice as often as in the text, or nobody knows which of them are meant.
        """
        notice = self._read()
        words = "".join(self._text[start:end].split())
        before = _places("".join(self._text.split()), words)
        letters = "".join(notice.text.split())
        after = _places(letters, words)
        if not after or len(before) != len(after):
            return None
        nth = before.index(len("".join(self._text[:start].split())))
        at = self._letters[after[nth]]
        last = self._letters[after[nth] + len(words) - 1]
        divisions: list[Part | Clause] = [*notice.parts, *notice.clauses]
        holders = [item for item in divisions if item.start <= at and last < item.end]
        return min(holders, key=lambda item: item.end - item.start).eid if holders else None

    def _read(self) -> Notice:
        if self._notice is None:
            from ...extract import parse

            self._notice = parse(self._text.encode(), media_type="text/plain")
            self._letters = [index for index, char in enumerate(self._notice.text) if not char.isspace()]
        return self._notice


def _places(text: str, words: str) -> list[int]:
    found = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
