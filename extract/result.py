"""The last strokes on a notice: its tables, the kinds of its blocks, and what a reader should be warned of."""

from __future__ import annotations

from bisect import bisect_right

from ..schemas.notice import Block, Clause, NoticeWarning, Table, TableCell
from .layout import Layout
from .page import Page, PlacedGrid
from .text import View

__all__ = ["name_blocks", "table", "warnings"]

SHORTEST_NOTICE = 30
"""Characters; with less text than this the source may be a list of links, a picture or a script."""

_FINISHED = "。;；)）!！?？”』」》.：:"


def table(placed: PlacedGrid, eid: str) -> Table:
    """Return the table of the contract for a grid: several header rows become one, their cells joined by a blank."""
    grid = placed.grid
    rows = grid.rows
    header = [" ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows[: grid.header_rows], strict=True)]
    merged = [TableCell(*cell) for cell in grid.merged]
    return Table(eid, header, rows[grid.header_rows :], placed.page, placed.start, placed.end, merged)


def name_blocks(blocks: list[Block], view: View, layout: Layout, clauses: list[Clause]) -> None:
    """Set the kind of each block from the element or clause that begins in it; table rows keep theirs."""
    kinds: dict[int, str] = {}
    for name, lines in _roles(layout):
        for index in lines:
            kinds[view.origin(layout.lines[index].start)] = name
    headed = {clause.start for clause in clauses if clause.heading}
    short = {clause.start: clause.start + len(clause.label) + len(clause.heading or "") + 2 for clause in clauses if clause.heading}
    starts = sorted(kinds)
    for block in blocks:
        if block.kind == "table-row":
            continue
        at = bisect_right(starts, block.start) - 1
        if at >= 0 and starts[at] == block.start:
            block.kind = kinds[block.start]
        elif block.start in headed and block.end <= short[block.start]:
            block.kind = "heading"
        else:
            block.kind = "paragraph"


def _roles(layout: Layout) -> list[tuple[str, range | list[int]]]:
    signature = layout.signature
    roles: list[tuple[str, range | list[int]]] = [
        ("title", layout.title),
        ("title", layout.instrument),
        ("number", [layout.number] if layout.number is not None else []),
        ("addressees", layout.addressees),
        ("attachments", layout.attachments),
        ("note", [layout.note] if layout.note is not None else []),
    ]
    if signature:
        roles.append(("signature", signature.lines))
        if signature.date_line is not None and all(signature.date_line != index for index, _ in signature.agencies):
            roles.append(("date", [signature.date_line]))
    for annex in layout.annexes:
        roles += [("heading", range(annex.first, annex.first + 1)), ("title", annex.title)]
    return roles


def warnings(page: Page) -> list[NoticeWarning]:
    """Return what is odd about the whole: hardly any text, no notice at all, an end that breaks off."""
    text = page.text
    found: list[NoticeWarning] = []
    if len(text) < SHORTEST_NOTICE:
        found.append(NoticeWarning("empty-text", f"only {len(text)} characters of text were found; see set_aside for what was left out"))
        return found
    last = page.blocks[-1] if page.blocks else None
    if last is not None and last.kind == "paragraph" and last.end - last.start > 80 and text[-1] not in _FINISHED:
        found.append(NoticeWarning("text-truncated", "the text ends inside a sentence", max(len(text) - 20, 0), len(text)))
    return found
