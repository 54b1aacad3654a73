"""Figures of which recognition was not sure: a wrong figure is worse than none, so those that a value rests on are named.

Only text that was recognised from an image has confidences; of any other nothing is found here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...schemas.notice import Block, Citation, Metadata, NamedList, NoticeWarning, Quantity, Repair, Roster, Span

__all__ = ["find_doubtful"]

SURE: Final = 0.9
"""Least confidence of a figure taken as read: of 680 right ones on our scanned pages (to 120 dpi, JPEG 35) none had below 0.95."""
_FIGURES: Final = frozenset("0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万亿")
_DATED: Final = ("document_number", "written_date", "published_date", "index_number")
_RULE: Final = "a figure of which the recognition is not sure"


def find_doubtful(
    text: str,
    blocks: list[Block],
    metadata: Metadata,
    citations: list[Citation],
    quantities: list[Quantity],
    lists: list[NamedList],
    rosters: list[Roster],
) -> tuple[list[Repair], list[NoticeWarning]]:
    """Return a finding for each doubtful figure that a value rests on, and a warning (``doubtful-figure``) for each such value.

    Values are document number and dates, citations, quantities, list items with a value, and the rows of rosters.
    """
    shaky = dict(_shaky(text, blocks))
    if not shaky:
        return [], []
    repairs: dict[int, Repair] = {}
    warnings: dict[tuple[int, int], NoticeWarning] = {}
    for value in _values(metadata, citations, quantities, lists, rosters):
        doubts = [at for at in range(value.start, value.end) if at in shaky]
        for at in doubts:
            doubt = round(1 - shaky[at], 4)
            repairs[at] = Repair(at, at + 1, text[at], "recognition", text[at], None, doubt, _RULE)
        if doubts:
            least = min(shaky[at] for at in doubts)
            figures = "、".join(text[at] for at in doubts)
            message = f"{value.exact[:60]}: recognised with a confidence of {least:.2f} at {figures}; look at the page"
            warnings.setdefault((value.start, value.end), NoticeWarning("doubtful-figure", message, value.start, value.end))
    return list(repairs.values()), list(warnings.values())


def _shaky(text: str, blocks: list[Block]) -> Iterator[tuple[int, float]]:
    """Yield the place and confidence of each figure below :data:`SURE`."""
    for block in blocks:
        for run in block.runs or ():
            if run.confidence < SURE:
                yield from ((at, run.confidence) for at in range(run.start, run.end) if text[at] in _FIGURES)


def _values(
    metadata: Metadata, citations: list[Citation], quantities: list[Quantity], lists: list[NamedList], rosters: list[Roster]
) -> Iterator[Span]:
    for name in _DATED:
        evidence = metadata.evidence.get(name)
        if isinstance(evidence, Span):
            yield evidence
    yield from citations
    yield from quantities
    for named in lists:
        yield from (item for item in named.items if item.value is not None)
    for roster in rosters:
        yield from roster.entries
