"""The DOM flattened: one walk turns a page into lines, and notes for every block, table and content mark which lines it covers.

Choosing the content, reading index tables and making grids then work on line numbers alone; the tree is visited once, without
recursion, whatever its depth.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from selectolax.lexbor import LexborNode

from ..page import count_characters

__all__ = ["Cell", "Element", "Line", "Outline", "TableMark", "outline"]

_DATA = Path(__file__).parent.parent / "data"

# Elements whose content a browser does not show as text.
_MARKUP = frozenset(("head", "script", "style", "noscript", "template", "iframe", "noframes", "noembed", "object", "svg", "title", "math"))
_BREAKS = frozenset(("br", "hr"))
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "html", "legend", "li"),
        *("main", "menu", "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    )
)
# Elements that hold no notice text wherever they stand, with the reason for setting their text aside.
_ASIDE = {"nav": "navigation", "footer": "footer", "select": "navigation", "button": "button", "textarea": "hidden", "dialog": "hidden"}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
_PARTS = frozenset(("table", "tr", "td", "th", *_HEADINGS))
_HIDDEN = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE)
# CSS Text Level 3, segment break transformation: a line break of the markup between two East Asian characters is no blank.
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2018-\u201d\u3000"
_SEGMENT_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n[ \t\n\f\r]*(?=[{_WIDE}])")
_COLLAPSIBLE = re.compile(r"[ \t\n\f\r]+")


@dataclass(slots=True)
class Line:
    """A line of the page as a browser would break it."""

    text: str
    element: int
    """Index of the innermost block around it."""
    aside: str | None
    """Reason, where the markup itself says that it is no notice text."""
    linked: int
    """Characters that are links."""
    heading: int
    """Level of the heading that it stands in; 0 for none."""
    titled: bool
    """Whether it stands in an element marked as the title."""


@dataclass(slots=True)
class Element:
    """A block, or an element with a content mark, and the lines it covers: ``start`` to ``end``, end exclusive."""

    tag: str
    parent: int
    start: int
    end: int = -1
    mark: int = -1
    """Rank of its content mark, 0 the surest; -1 for none."""


@dataclass(slots=True)
class Cell:
    """A table cell and the lines it covers."""

    start: int
    rowspan: int
    colspan: int
    head: bool
    end: int = -1


@dataclass(slots=True)
class TableMark:
    """A table: its lines, its cells row by row, and whether tables stand inside it."""

    start: int
    rows: list[list[Cell]] = field(default_factory=list)
    nested: bool = False
    end: int = -1


@dataclass(slots=True)
class Outline:
    """A page as lines."""

    lines: list[Line] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    tables: list[TableMark] = field(default_factory=list)
    commented: list[tuple[int, int]] = field(default_factory=list)
    """Stretches of lines between a pair of content comments."""
    characters: int = 0
    """Characters of all text nodes shown, blanks not counted; counted before anything is joined or cut."""


@dataclass(frozen=True, slots=True)
class _Marks:
    ids: dict[str, int]
    classes: dict[str, int]
    title_ids: frozenset[str]
    title_classes: frozenset[str]
    opening: tuple[str, ...]
    closing: tuple[str, ...]


@lru_cache(maxsize=1)
def _marks() -> _Marks:
    data = json.loads((_DATA / "reader_marks.json").read_text(encoding="utf-8"))
    ranks: dict[str, dict[str, int]] = {"id": {}, "class": {}}
    for rank, mark in enumerate(data["content"]):
        for kind, table in ranks.items():
            for value in mark.get(kind, ()):
                table.setdefault(value, rank)
    title = data["title"]
    opening, closing = zip(*data["comments"], strict=True)
    return _Marks(ranks["id"], ranks["class"], frozenset(title["id"]), frozenset(title["class"]), opening, closing)


def outline(root: LexborNode) -> Outline:
    """Return the lines of the tree under ``root`` and what covers them."""
    walk = _Walk()
    walk.run(root)
    return walk.result


class _Walk:
    """The state of one walk: the line being gathered and what is open around it."""

    def __init__(self) -> None:
        self.result = Outline()
        self.lines = self.result.lines
        self.elements = self.result.elements
        self.marks = _marks()
        self.buffer: list[str] = []
        self.linked = 0
        self.open: list[int] = [-1]
        self.asides: list[str | None] = [None]
        self.links = 0
        self.headings: list[int] = [0]
        self.titles = 0
        self.tables: list[TableMark] = []
        self.comment_start = -1

    def run(self, root: LexborNode) -> None:
        """Visit every node in document order; the stack holds what to undo when an element ends."""
        stack: list[tuple[LexborNode, str]] = []
        node: LexborNode | None = root
        while node is not None:
            tag = node.tag or ""
            child = None
            if tag == "-text":
                text = node.text_content or ""
                if self.buffer or not text.isspace():  # most text nodes are the blanks between two tags
                    self._text(text)
            elif tag == "-comment":
                self._comment(node.comment_content or "")
            elif tag in _BREAKS:
                self.flush()
            elif tag not in _MARKUP:
                undo = self._enter(node.attributes, tag)
                child = node.child
                if child is None:
                    self._leave(undo)
                else:
                    stack.append((node, undo))
            if child is not None:
                node = child
                continue
            following = node.next if stack else None
            while following is None and stack:
                node, undo = stack.pop()
                self._leave(undo)
                following = node.next if stack else None
            node = following
        self.flush()

    def flush(self) -> None:
        """End the line being gathered."""
        if not self.buffer:
            return
        text = "".join(self.buffer).strip()
        self.buffer.clear()
        if "\n" in text:
            text = _SEGMENT_BREAK.sub("", text)
        linked, self.linked = self.linked, 0
        if text:
            text = _COLLAPSIBLE.sub(" ", text)
            self.lines.append(Line(text, self.open[-1], self.asides[-1], linked, self.headings[-1], self.titles > 0))

    def _text(self, text: str) -> None:
        count = count_characters(text)
        self.result.characters += count
        if self.links:
            self.linked += count
        self.buffer.append(text)

    def _comment(self, text: str) -> None:
        if len(text) > 200:
            return
        text = text.strip().lower()
        if self.comment_start >= 0 and text.startswith(self.marks.closing):
            self.flush()
            self.result.commented.append((self.comment_start, len(self.lines)))
            self.comment_start = -1
        elif self.comment_start < 0 and text.startswith(self.marks.opening):
            self.flush()
            self.comment_start = len(self.lines)

    def _enter(self, attributes: dict[str, str | None], tag: str) -> str:
        """Open an element; return the codes of what its end undoes: B block, A aside, L link, H heading, T title, C cell, G table."""
        undo = ""
        mark = -1
        reason = _ASIDE.get(tag)
        if attributes:
            if "class" in attributes or "id" in attributes:
                mark, titled = self._marked(attributes)
                if titled:
                    self.titles += 1
                    undo = "T"
            if reason is None and ("hidden" in attributes or ("style" in attributes and _hides(attributes["style"]))):
                reason = "hidden"
        if tag in _BLOCKS or mark >= 0 or reason or undo:
            self._open_block(tag, mark)
            undo += "B"
            if tag in _PARTS:
                undo += self._open_part(tag, attributes)
        elif tag == "a":
            self.links += 1
            undo += "L"
        if reason:
            self.asides.append(self.asides[-1] or reason)
            undo += "A"
        return undo

    def _marked(self, attributes: dict[str, str | None]) -> tuple[int, bool]:
        """Return the rank of the content mark among an element's id and classes, and whether they mark a title."""
        marks = self.marks
        mark = -1
        titled = False
        name = attributes.get("id")
        if name:
            name = name.lower()
            mark = marks.ids.get(name, -1)
            titled = name in marks.title_ids
        classes = attributes.get("class")
        if classes:
            for item in classes.lower().split()[:16]:
                rank = marks.classes.get(item, -1)
                if rank >= 0 and (mark < 0 or rank < mark):
                    mark = rank
                titled = titled or item in marks.title_classes
        return mark, titled

    def _open_block(self, tag: str, mark: int) -> None:
        self.flush()
        self.open.append(len(self.elements))
        self.elements.append(Element(tag, self.open[-2], len(self.lines), -1, mark))

    def _open_part(self, tag: str, attributes: dict[str, str | None]) -> str:
        """Open a heading, a table or a part of one; return the codes of what its end undoes."""
        if tag in _HEADINGS:
            self.headings.append(_HEADINGS[tag])
            return "H"
        if tag == "table":
            if self.tables:
                self.tables[-1].nested = True
            self.tables.append(TableMark(len(self.lines)))
            return "G"
        if tag != "tr":
            return self._open_cell(attributes, head=tag == "th")
        if self.tables:
            self.tables[-1].rows.append([])
        return ""

    def _open_cell(self, attributes: dict[str, str | None], *, head: bool) -> str:
        if not self.tables:
            return ""
        rows = self.tables[-1].rows
        if not rows:
            rows.append([])
        rows[-1].append(Cell(len(self.lines), _span(attributes.get("rowspan")), _span(attributes.get("colspan")), head))
        return "C"

    def _leave(self, undo: str) -> None:
        """End an element."""
        if "B" in undo:
            self.flush()
            self.elements[self.open.pop()].end = len(self.lines)
        if undo == "B":
            return
        for code in undo:
            if code == "L":
                self.links -= 1
            elif code == "A":
                self.asides.pop()
            elif code == "C":
                self.tables[-1].rows[-1][-1].end = len(self.lines)
            elif code == "G":
                table = self.tables.pop()
                table.end = len(self.lines)
                self.result.tables.append(table)
            elif code == "H":
                self.headings.pop()
            elif code == "T":
                self.titles -= 1


@lru_cache(maxsize=256)  # the paragraphs of a page have a few styles between them
def _hides(style: str | None) -> bool:
    return style is not None and _HIDDEN.search(style) is not None


def _span(value: str | None) -> int:
    """Return a rowspan or colspan within the bounds of HTML (colspan <= 1000); the grid bounds it again by the table's size."""
    if value is None or not value.strip().isdecimal():
        return 1
    return min(max(int(value.strip()[:6]), 1), 1000)
