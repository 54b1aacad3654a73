"""The sentences of a notice that may be norms, those included that the rules take for none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..extract.clauses import find_clauses, locator
from ..extract.layout import lay_out
from ..extract.masks import element_lines
from ..extract.norms.sentences import Passage, read_passages
from ..extract.parts import divide
from ..extract.readers import read
from ..extract.reading import Reading
from ..extract.rosters import find_rosters
from ..extract.script import script_of
from ..extract.sources import load
from ..schemas.notice import Span

__all__ = ["Unit", "units"]


@dataclass(slots=True, frozen=True)
class Unit:
    """A sentence and where it stands."""

    span: Span
    eid: str
    words: str
    """The sentence as the rules see it: half width, simplified."""
    heading: str
    """Heading of its clause, empty where it has none."""
    position: int
    """0 for the first sentence of its clause."""
    followers: int
    """Sentences behind it in its clause."""
    marked: bool
    """Whether a mark of responsibility stands in its clause."""


def units(source: Path) -> tuple[str, list[Unit]]:
    """Return the text of the notice at ``source`` and its units in order; raises as :func:`gongwen.extract.parse`."""
    loaded = load(source, None)
    page = read(loaded.data, name=loaded.uri, media_type=None)
    reading = Reading(page, script_of(page.text))
    view = reading.view
    layout = lay_out(view, reading.facts)
    divisions = divide(view, layout)
    _, roster_lines = find_rosters(view, divisions, reading.grids)
    skipped = roster_lines | element_lines(layout)
    clauses = find_clauses(view, divisions, skipped, flowing=view.is_joined)
    passages = read_passages(view, divisions, clauses, skipped, locator(clauses, divisions))

    def unit(passage: Passage, position: int) -> Unit:
        sentence = passage.sentences[position]
        return Unit(
            view.span(sentence.start, sentence.end),
            passage.eid,
            view.text[sentence.start : sentence.end],
            (passage.clause and passage.clause.heading) or "",
            position,
            len(passage.sentences) - position - 1,
            bool(passage.marks),
        )

    return page.text, [unit(passage, position) for passage in passages for position in range(len(passage.sentences))]
