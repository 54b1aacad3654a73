"""Reader for Markdown (CommonMark, tables of GitHub): a block a line, the marks set aside, tables as grids, front matter as facts.

Lines that CommonMark would join stay lines, as those of plain text do: notices are copied line by line.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from ..limits import current
from ..page import Fact, Grid, Page, RawBlock, assemble, count_characters
from .encoding import decode
from .furniture import merge_asides
from .labels import Piece, index_runs
from .text import reading_warnings, set_apart

__all__ = ["read"]

_FENCE: Final = re.compile(r"\s{0,3}(?:`{3,}|~{3,})[^`~]{0,80}")
_RULE: Final = re.compile(r"\s{0,3}(?:(?:\*[ \t]?){3,80}|(?:-[ \t]?){3,80}|(?:_[ \t]?){3,80}|={2,80})\s{0,9}")
_DEFINITION: Final = re.compile(r"\s{0,3}\[[^\]\n]{1,200}\]:\s{0,9}\S.{0,2000}")
_NOTE: Final = re.compile(r"\s{0,3}\[\^[^\]\n]{1,60}\]:\s?")
_OPENING: Final = re.compile(r"\s{0,20}(?:>\s?|#{1,6}[ \t]{1,9}|[-*+][ \t]{1,4}(?:\[[ xX]\][ \t])?)")
"""What may stand before the text of a line: quotes, headings, the marks of lists; numbers of lists are labels and stay."""
_CLOSING: Final = re.compile(r"[ \t]{1,9}#{1,6}[ \t]{0,9}$|(?: {2,20}|\\)$")
_DELIMITER: Final = re.compile(r"\s{0,3}\|?(?:\s{0,9}:?-{1,80}:?\s{0,9}\|){0,200}\s{0,9}:?-{1,80}:?\s{0,9}\|?\s{0,9}")
_BAR: Final = re.compile(r"(?<!\\)\|")
_PAIR: Final = re.compile(r"""\s{0,20}["']?([^\s:：#"'-][^:："']{0,30})["']?\s{0,4}[:：]\s{0,9}["']?(.{1,500}?)["']?\s{0,20}""")
_MARK: Final = re.compile(
    r"""(?P<escape>\\)(?=[!-/:-@\[-`{-~])
    |(?P<image>!\[[^\]\n]{0,300}\](?:\([^()\n]{0,2000}\)|\[[^\]\n]{0,200}\]))
    |\[(?P<text>[^\[\]\n]{1,2000})\](?P<target>\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,500})?\)|\[[^\]\n]{1,200}\])
    |(?P<note>\[\^[^\]\n]{1,60}\])
    |<(?P<address>https?://[^<>\s]{1,2000}|[^<>\s@]{1,100}@[^<>\s]{1,100})>
    |(?P<tag><!--.{0,2000}?-->|</?[A-Za-z][^<>]{0,500}>)
    |(?P<blank>&(?:nbsp|emsp|ensp|thinsp);)
    |(?P<strong>\*{1,3}|~~|`{1,3}|(?<![A-Za-z0-9_])_{1,3}|_{1,3}(?![A-Za-z0-9_]))""",
    re.VERBOSE,
)
_STATED: Final = {"title": "ArticleTitle", "date": "PubDate"}
"""What front matter calls things; other names are those of meta tags and of index tables."""


def read(data: bytes, *, name: str, charset: str | None, media_type: str) -> Page:
    """Return the page that a Markdown file holds.

    Raises :class:`SourceDecodeError` where it is no text, :class:`SourceTooLargeError` where it has too many lines.
    """
    text, encoding = decode(data, charset, name=name)
    lines = text.split("\n")
    current().check_lines(len(lines), name=name)
    made = _Lines()
    start, facts = _front_matter(lines, made)
    made.take(lines[start:])
    facts = set_apart(made.blocks, facts)
    if made.marks:
        made.blocks.append(RawBlock("\n".join(made.marks), aside="markup"))
    page = assemble(
        merge_asides(made.blocks),
        facts,
        reader="markdown",
        media_type=media_type,
        characters=count_characters(text),
        encoding=encoding,
    )
    page.warnings += reading_warnings(page, text)
    return page


@dataclass(slots=True)
class _Lines:
    """The lines of a document, as blocks and marks."""

    blocks: list[RawBlock] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def take(self, lines: list[str]) -> None:
        """Take the lines of the body."""
        number = 0
        fenced = False
        while number < len(lines):
            line = lines[number]
            if _FENCE.fullmatch(line):
                fenced = not fenced
                self._mark(line)
            elif fenced:
                self._block(line)
            elif number + 1 < len(lines) and "|" in line and "|" in lines[number + 1] and _DELIMITER.fullmatch(lines[number + 1]):
                number = self._table(lines, number)
                continue
            elif _RULE.fullmatch(line) or (_DEFINITION.fullmatch(line) and not _NOTE.match(line)):
                self._mark(line)
            else:
                self._line(line)
            number += 1

    def _mark(self, *marks: str) -> None:
        kept = " ".join(mark.strip() for mark in marks if mark.strip())
        if kept:
            self.marks.append(kept)

    def _block(self, line: str) -> None:
        kept = line.strip()
        if kept:
            self.blocks.append(RawBlock(kept, "\n" + line[: len(line) - len(line.lstrip())]))

    def _line(self, line: str) -> None:
        marks: list[str] = []
        note = _NOTE.match(line)
        if note:
            marks.append(note[0])
            line = line[note.end() :]
        while (opening := _OPENING.match(line)) is not None:
            marks.append(opening[0])
            line = line[opening.end() :]
        closing = _CLOSING.search(line)
        if closing:
            marks.append(closing[0])
            line = line[: closing.start()]
        text = _plain(line, marks)
        for part in text.split("\n"):
            self._block(part)
        self._mark(*marks)

    def _table(self, lines: list[str], start: int) -> int:
        """Take the table whose head stands at ``start``; return the number of the line behind it."""
        marks = [lines[start + 1]]
        end = start + 2
        while end < len(lines) and "|" in lines[end] and lines[end].strip():
            end += 1
        rows = []
        for line in (lines[start], *lines[start + 2 : end]):
            bare = line.strip()
            marks.append("|" * len(_BAR.findall(bare)))
            cells = _BAR.split(bare.removeprefix("|"))
            if len(cells) > 1 and not cells[-1].strip():
                cells.pop()
            rows.append([" ".join(_plain(cell, marks).split()) for cell in cells])
        wide = max(map(len, rows))
        grid = Grid([row + [""] * (wide - len(row)) for row in rows], header_rows=1)
        blocks = [RawBlock("\t".join(cell for cell in row if cell), kind="table-row") for row in rows]
        blocks[0].grid = grid
        self.blocks += blocks
        self._mark(*marks)
        return end


def _plain(text: str, marks: list[str]) -> str:
    """Return what a stretch of inline text shows; its marks are added to ``marks``."""
    parts: list[str] = []
    at = 0
    counts = Counter(found["strong"] for found in _MARK.finditer(text) if found["strong"])
    for found in _MARK.finditer(text):
        if counts[found["strong"]] == 1:
            continue  # without its other half it is a character: 2*3
        parts.append(text[at : found.start()])
        at = found.end()
        if found["text"] is not None:
            marks += ("[]", found["target"])
            parts.append(_plain(found["text"], marks))
        elif found["address"] is not None:
            marks.append("<>")
            parts.append(found["address"])
        else:
            marks.append(found[0])
            if found["tag"] is not None and found["tag"].lower().startswith("<br"):
                parts.append("\n")
            elif found["blank"] is not None:
                parts.append(" ")
    parts.append(text[at:])
    return "".join(parts)


def _front_matter(lines: list[str], made: _Lines) -> tuple[int, list[Fact]]:
    """Set the front matter between two lines of ``---`` aside; return where the body begins, and what it states."""
    if not lines or lines[0].strip() != "---":
        return 0, []
    end = next((number for number in range(1, min(len(lines), 200)) if lines[number].strip() in {"---", "..."}), 0)
    pairs = [found.groups() for line in lines[1:end] if (found := _PAIR.fullmatch(line))]
    if not pairs:
        return 0, []
    made.blocks.append(RawBlock("\n".join(lines[: end + 1]).strip(), aside="front-matter"))
    names = _meta_names() | _STATED
    facts = [Fact(names[key.strip().lower()], value, "meta") for key, value in pairs if key.strip().lower() in names]
    pieces = [Piece(text.strip(), number, number) for number, pair in enumerate(pairs) for text in pair]
    return end + 1, facts + index_runs(pieces)[0]


@lru_cache(maxsize=1)
def _meta_names() -> dict[str, str]:
    names: dict[str, str] = json.loads((Path(__file__).parent.parent / "data" / "reader_meta.json").read_text(encoding="utf-8"))["names"]
    return names
