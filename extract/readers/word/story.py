"""A story of a Word document (its body, a header, the notes): paragraphs and tables in order, as blocks.

What is read is what the finished document shows: insertions are text, deletions are set aside; of a field the result, not the
instruction; of alternative contents one; of a text box its paragraphs, after the paragraph that it hangs on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ...page import RawBlock, count_characters
from ..markup import Element, attribute, child, descend, local, value
from .fields import Fields
from .number_formats import symbol
from .numbering import Numbering, reference
from .tables import WordCell, WordRow, table_rows

__all__ = ["Story", "settle"]

# Elements around paragraphs, rows, cells or runs that are no content of their own.
_WRAPPERS: Final = frozenset(
    (
        "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo",
        "AlternateContent", "Choice", "Fallback",
    )
)  # fmt: skip
_DELETED: Final = frozenset(("del", "moveFrom"))


def settle(root: Element) -> int:
    """Keep one branch of each ``mc:AlternateContent`` below ``root``, and return how many pictures it shows."""
    for found in list(descend(root, "AlternateContent")):
        branches = [item for item in found if local(item) in {"Choice", "Fallback"}]
        kept = next((item for item in branches if _says(item)), branches[0] if branches else None)
        for item in branches:
            if item is not kept:
                found.remove(item)
    return sum(1 for item in root.iter() if local(item) in {"blip", "imagedata"})


def _says(element: Element) -> bool:
    return any(item.text for item in descend(element, "t"))


@dataclass(slots=True)
class _Paragraph:
    """The runs of a paragraph, sorted."""

    text: list[str] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def add(self, text: str, reason: str | None) -> None:
        if reason is None:
            self.text.append(text)
        elif self.aside and self.aside[-1][0] == reason:
            self.aside[-1] = (reason, self.aside[-1][1] + text)
        else:
            self.aside.append((reason, text))


class Story:
    """Walks one story; ``blocks`` is what it holds, ``generated`` the characters that Word would write and the file does not hold."""

    def __init__(self, numbering: Numbering | None) -> None:
        self.blocks: list[RawBlock] = []
        self.generated = 0
        self._numbering = numbering
        self._fields = Fields()
        self._carried: _Paragraph | None = None

    def walk(self, element: Element, reason: str | None = None) -> None:
        """Read the paragraphs and tables of ``element``; all of it is set aside where a ``reason`` is given."""
        for item in element:
            name = local(item)
            if name == "p":
                self._paragraph(item, reason)
            elif name == "tbl":
                self._flush()
                self._table(item, reason)
            elif name in _DELETED:
                self.walk(item, "deleted")
            elif name in _WRAPPERS:
                self.walk(item, reason)

    def finish(self) -> list[RawBlock]:
        """Return the blocks, with what a deleted end of a paragraph at the end of the story carried on."""
        self._flush()
        return self.blocks

    def _flush(self) -> None:
        carried, self._carried = self._carried, None
        if carried is not None:
            self._emit(carried, "")

    def _inner(self, element: Element, reason: str | None) -> list[RawBlock]:
        """Return the blocks of a story within this one: a cell, a text box. What is open outside stays open behind it."""
        outside = self.blocks, self._carried
        self.blocks, self._carried = [], None
        self.walk(element, reason)
        inner = self.finish()
        self.blocks, self._carried = outside
        return inner

    # Paragraphs

    def _paragraph(self, element: Element, reason: str | None) -> None:
        properties = child(element, "pPr")
        paragraph = self._carried or _Paragraph()
        self._carried = None
        self._runs(element, paragraph, reason)
        mark = child(properties, "rPr")
        if reason is None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None):
            self._carried = paragraph  # its end is deleted: it is one with the next
            return
        label = ""
        if reason is None and self._numbering is not None:
            label = self._numbering.label(*reference(properties))
            self.generated += count_characters(label)
        self._emit(paragraph, label, reason)

    def _emit(self, paragraph: _Paragraph, label: str, reason: str | None = None) -> None:
        text = label + "".join(paragraph.text).lstrip() if label else "".join(paragraph.text)
        for line in text.split("\n"):
            kept = line.strip()
            if kept:
                self.blocks.append(RawBlock(kept, "\n" + line[: len(line) - len(line.lstrip())]))
        self.blocks += [RawBlock(kept, aside=kind) for kind, text in paragraph.aside if (kept := text.strip())]
        for box in paragraph.boxes:
            outside, self._fields = self._fields, Fields()
            self.blocks += self._inner(box, reason)
            self._fields = outside

    def _runs(self, element: Element, paragraph: _Paragraph, reason: str | None) -> None:
        for item in element:
            name = local(item)
            if name == "r":
                self._run(item, paragraph, "hidden" if reason is None and _is_on(child(item, "rPr", "vanish")) else reason)
            elif name in _DELETED:
                self._runs(item, paragraph, "deleted")
            elif name in _WRAPPERS:
                self._runs(item, paragraph, reason)
            elif name in {"oMath", "oMathPara"}:
                for found in descend(item, "t"):
                    paragraph.add(found.text or "", reason)

    def _run(self, run: Element, paragraph: _Paragraph, reason: str | None) -> None:
        for item in run:
            name = local(item)
            if name == "fldChar":
                self._field(attribute(item, "fldCharType"), paragraph, reason)
            elif name == "instrText":
                self._fields.instruct(item.text or "")
            elif name in {"drawing", "pict", "object"}:
                paragraph.boxes += _boxes(item)
            elif name == "ruby":
                self._runs_of(child(item, "rubyBase"), paragraph, reason)
                self._runs_of(child(item, "rt"), paragraph, "ruby")
            elif name in _WRAPPERS:
                self._run(item, paragraph, reason)
            else:
                text = self._characters(item, name)
                if text:
                    paragraph.add(text, reason or self._fields.reason())

    def _runs_of(self, element: Element | None, paragraph: _Paragraph, reason: str | None) -> None:
        if element is not None:
            self._runs(element, paragraph, reason)

    def _characters(self, item: Element, name: str) -> str:
        """Return what an element of a run shows."""
        if name in {"t", "delText"}:
            text = (item.text or "").replace("\n", " ")
            return text if attribute(item, "space") == "preserve" else text.strip()
        if name in {"tab", "ptab"}:
            return "\t"
        if name in {"br", "cr"}:
            return "\n"
        text = ""
        if name == "sym":
            code = attribute(item, "char")
            text = (
                symbol(chr(int(code, 16))) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) and not "D800" <= code.upper() < "E000" else "\ufffd"
            )
        elif name == "noBreakHyphen":
            text = "-"
        self.generated += count_characters(text)
        return text

    def _field(self, kind: str, paragraph: _Paragraph, reason: str | None) -> None:
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            drawn = self._fields.end()
            if drawn:
                self.generated += count_characters(drawn)
                paragraph.add(drawn, reason or self._fields.reason())

    # Tables

    def _table(self, table: Element, reason: str | None) -> None:
        rows = []
        for row in _unwrapped(table, "tr"):
            properties = child(row, "trPr")
            gone = "deleted" if child(properties, "del") is not None else reason
            cells = [WordCell(column, width, merge, self._inner(cell, gone)) for column, width, merge, cell in _row_cells(row)]
            rows.append(WordRow(_is_on(child(properties, "tblHeader")), cells))
        self.blocks += table_rows(rows)


def _row_cells(row: Element) -> Iterator[tuple[int, int, str, Element]]:
    """Yield (grid column, width, vMerge, cell) of the cells of a row."""
    column = _span(value(child(row, "trPr"), "gridBefore"), 0)
    for cell in _unwrapped(row, "tc"):
        properties = child(cell, "tcPr")
        width = _span(value(properties, "gridSpan"), 1)
        merge = child(properties, "vMerge")
        yield column, width, "" if merge is None else attribute(merge, "val", "continue"), cell
        column += width


def _unwrapped(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of a name, those in content controls and insertions too."""
    for item in element:
        if local(item) == name:
            yield item
        elif local(item) in _WRAPPERS or local(item) in _DELETED:
            yield from _unwrapped(item, name)


def _boxes(element: Element) -> Iterator[Element]:
    """Yield the contents of text boxes in a drawing, not those inside other boxes."""
    for item in element:
        if local(item) == "txbxContent":
            yield item
        else:
            yield from _boxes(item)


def _span(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else default


def _is_on(element: Element | None) -> bool:
    return element is not None and attribute(element, "val", "1") not in {"0", "false", "off"}
