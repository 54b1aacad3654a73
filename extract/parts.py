"""The parts of a notice: cover, main, annexes; they tile the text."""

from __future__ import annotations

from dataclasses import dataclass

from ..schemas.notice import Part
from .layout import ITEM_LABEL, Layout, closing_start
from .text import View, fold, key, tidy

__all__ = ["Division", "divide"]

LONGEST_REST = 5
"""Lines."""


@dataclass(slots=True)
class Division:
    """A part, and the lines of the view that it holds."""

    part: Part
    lines: range
    body: range
    """The lines without the head (title, number, addressees) and without the closing (signature, date, note, attachments)."""


def divide(view: View, layout: Layout) -> list[Division]:
    """Return the parts in text order.

    A notice that issues an instrument is ``cover`` and ``main``, another is all ``main``; annexes are ``annex_1`` … in order.
    Where the instrument itself is attached under the heading 附件, that annex is ``main``.
    """
    if not layout.lines:
        return []
    count = len(layout.lines)
    annexes = [annex for annex in layout.annexes if annex.first >= (layout.instrument.start if layout.instrument else 0)]
    own = None
    if layout.instrument_title and not layout.instrument:
        wanted = key(layout.instrument_title)
        own = next((annex for annex in annexes if key(layout.text(annex.title, view)).endswith(wanted)), None)
    else:
        # The heading 附件 right above the title of the instrument is the head of the instrument, not of an annex.
        own = next((annex for annex in annexes if annex.title and annex.title.start == layout.instrument.start), None)
    heads: list[tuple[int, str, range]] = []
    if own is not None:
        heads = [(0, "cover", layout.title), (own.first, "main", own.title)]
    elif (layout.instrument and not _same(layout.instrument, layout.title)) or (layout.instrument and layout.order_head):
        heads = [(0, "cover", layout.title), (layout.instrument.start, "main", layout.instrument)]
    elif layout.instrument_start is not None:
        heads = [(0, "cover", layout.title), (layout.instrument_start, "main", range(0))]
    else:
        heads = [(0, "main", layout.title)]
    numbered = [annex for annex in annexes if annex is not own]
    heads += [(annex.first, f"annex_{number}", annex.title) for number, annex in enumerate(numbered, 1)]
    heads.sort(key=lambda head: head[0])
    stops = [first for first, _, _ in heads[1:]] + [count]
    closings = (layout.note, *layout.attachments, *layout.closing, *(layout.signature.lines if layout.signature else ()))
    closing = {index for index in closings if index is not None}
    return [_division(view, layout, head, stop, closing) for head, stop in zip(heads, stops, strict=True) if head[0] < stop]


def _same(first: range, second: range) -> bool:
    return bool(first) and first == second


def _division(view: View, layout: Layout, head: tuple[int, str, range], stop: int, closing: set[int]) -> Division:
    first, eid, title = head
    lines = layout.lines
    start, end = view.bounds(lines[first].start, lines[stop - 1].end)
    text = layout.text(title, view) if title else None
    kind = "annex" if eid.startswith("annex") else eid
    if text and kind == "annex" and title.start == first:
        text = text[ITEM_LABEL.match(fold(text)).end() :]  # type: ignore[union-attr]
    part = Part(eid, kind, tidy(text) if text else None, start, end)  # type: ignore[arg-type]
    top, bottom = first, stop
    marks = [title.stop, layout.addressees.stop, (layout.number or -1) + 1, *(index + 1 for index in layout.subtitle)]
    top = max([top, *(mark for mark in marks if first <= mark - 1 < stop)])
    signature = layout.signature
    own = signature is not None and top <= signature.lines.start < stop
    if signature and own and signature.agencies and stop - signature.lines.stop <= LONGEST_REST:
        # A few lines behind the signature are no text of the last clause: contacts, links to the attachments.
        bottom = max(signature.lines.start, top)
    while bottom > top and bottom - 1 in closing:
        bottom -= 1
    if not own:
        bottom = closing_start(lines, top, bottom)
    return Division(part, range(first, stop), range(top, bottom))
