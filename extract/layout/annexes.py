"""Attachments, annexes and tables of contents."""

from __future__ import annotations

import re

from ..agencies import split_agencies
from ..dates import parse_date
from ..text import Line, fold, key
from .model import ANNEX_BARE, ITEM_LABEL, LONGEST_TITLE_LINE, SENTENCE_END, Annex, Layout, below_head, ends_as_title, is_title_line, run_of

__all__ = ["attachment_titles", "find_attachments_and_annexes", "find_contents"]

MOST_ATTACHMENTS = 100
"""Titles of the attachment note that the heads of annexes are compared with; no notice has so many."""
_ITEM = re.compile(r"(?:(\d{1,3})|\d{1,2}[-—]\d{1,2})\s*[.、](?!\d)")
_ATTACHMENT = re.compile(r"^附\s*(?:件|表|录|图)?\s*([\d一二三四五六七八九十]{0,3})\s*(?:[:.、]|(?=\s)|(?<=\d)(?=\D))\s*(\S.*)$")
_NEXT_ITEM = re.compile(r"[\s;,]+(?:\d{1,2})\s*[.、](?!\d)\s*")


def find_attachments_and_annexes(layout: Layout) -> None:
    """Tell the attachment note (附件说明, 7.3.5) from the heads of the annexes themselves (7.3.8).

    A head stands alone on its line, or, where no such line follows, opens a stretch of text of its own. A line 附件 above
    nothing but numbered titles is the head of a note.
    """
    lines = layout.lines
    first = max(below_head(layout), layout.addressees.stop)
    heads: list[int] = []
    notes: list[int] = []
    titled: list[int] = []
    for index in range(first, len(lines)):
        if ANNEX_BARE.match(lines[index].text):
            (notes if _heads_note(lines, index) else heads).append(index)
        elif len(lines[index].text) <= 120 and _ATTACHMENT.match(lines[index].text):
            titled.append(index)
    last_bare = heads[-1] if heads else -1
    among = set(titled)
    for index in titled:
        if index > last_bare and _opens_annex(lines, index, among):
            heads.append(index)
        else:
            notes.append(index)
    taken = set(heads)
    layout.attachments = sorted({index for start in notes for index in _lines_of_note(lines, start, taken)})
    titles = [key(title) for title in attachment_titles([lines[index].text for index in layout.attachments[:MOST_ATTACHMENTS]])]
    layout.annexes = [_annex(lines, head, titles) for head in sorted(heads)]


def attachment_titles(note: list[str]) -> list[str]:
    """Return the titles in the lines of attachment notes: one a line, several in one (1.… 2.…), one over two lines."""
    titles: list[str] = []
    for line in note:
        text = fold(line)
        label = ITEM_LABEL.match(text)
        start = label.end() if label else 0
        if start and re.search(r"\d\s*[.、]\s*$", text[:start]):
            stops = [*_NEXT_ITEM.finditer(text, start)]
            cuts = [start, *(match.end() for match in stops)]
            titles += [line[at:stop] for at, stop in zip(cuts, [*(match.start() for match in stops), len(line)], strict=True)]
        elif start or not titles:
            titles.append(line[start:])
        else:
            titles[-1] += line
    return [title.strip() for title in titles if title.strip()]


def _heads_note(lines: list[Line], head: int) -> bool:
    """Whether a line 附件 stands above numbered titles and then the signature, another such line or the end."""
    index = head + 1
    while index < len(lines) and len(lines[index].text) <= LONGEST_TITLE_LINE and _numbered(lines[index].text, index - head):
        index += 1
    if index == head + 1:
        return False
    return index == len(lines) or bool(ANNEX_BARE.match(lines[index].text)) or _signs(lines[index].text)


def _numbered(text: str, number: int) -> bool:
    """Whether a line is a title with its number in the note: 2.…, 1-2.…."""
    item = _ITEM.match(text)
    return item is not None and item[1] in (None, str(number)) and not SENTENCE_END.search(text)


def _signs(text: str) -> bool:
    return parse_date(text.strip("() ")) is not None or bool(split_agencies(text))


def _opens_annex(lines: list[Line], index: int, titled: set[int]) -> bool:
    """Whether a head with its title on the same line opens an annex: text follows that is no signature and no further item."""
    following = [line.text for line in lines[index + 1 : index + 4]]
    if len(following) < 2 or index + 1 in titled or re.match(r"^\d{1,2}\s*[.、]", following[0]):
        return False
    return not any(map(_signs, following))


def _lines_of_note(lines: list[Line], start: int, heads: set[int]) -> list[int]:
    """Return the lines of a note from its first: the further numbered titles below it, each on a line or two."""
    found = [start]
    match = _ATTACHMENT.match(lines[start].text)
    if match is not None and not (match[1] or re.match(r"^\d", match[2])):
        return found
    expected = 1 if match is None else 2
    index = start + 1
    while index < len(lines) and index not in heads:
        if _numbered(lines[index].text, expected):
            expected += 1
        elif not (index + 1 < len(lines) and _numbered(lines[index + 1].text, expected) and _continues_item(lines[index].text)):
            break
        found.append(index)
        index += 1
    return found


def _continues_item(text: str) -> bool:
    return is_title_line(text) and not re.match(r"^\d", text) and not _ATTACHMENT.match(text) and not _signs(text)


def _annex(lines: list[Line], head: int, titles: list[str]) -> Annex:
    """Return the annex whose head is line ``head``; ``titles`` are the keys of the titles that the attachment note lists."""
    for title in titles:
        run = run_of(lines, title, range(head + 1, head + 2)) if len(title) >= 4 else None
        if run:
            return Annex(head, run)
    match = _ATTACHMENT.match(lines[head].text)
    if match is not None and not ANNEX_BARE.match(lines[head].text):
        return Annex(head, range(head, head + 1))
    stop = head + 1
    text = ""
    while stop < len(lines) and stop - head <= 3 and is_title_line(lines[stop].text) and len(lines[stop].text) <= 60:
        if text and not _continues_title(text, lines[stop].text):
            break
        text += lines[stop].text
        stop += 1
    return Annex(head, range(head + 1, stop))


def _continues_title(text: str, line: str) -> bool:
    """Whether ``line`` belongs to the title above it: the title has not ended, and with the line it does."""
    ended = re.search(r"(?:名单|表|清单|目录|名录|图|一览)$", text) or ends_as_title(text)
    closes = re.search(r"(?:名单|表|清单|目录|名录|图|一览)$", line) or ends_as_title(line)
    return not ended and bool(closes)


def find_contents(layout: Layout) -> None:
    """Find a table of contents: the short lines from 目录 down to where its first entry stands again, as a heading."""
    lines = layout.lines
    at = next((index for index in range(len(lines) - 2) if "目" in lines[index].text and key(lines[index].text) in ("目录", "目次")), None)
    if at is None:
        return
    # The page number behind an entry (总则……3) is not in the heading.
    first = key(lines[at + 1].text.rstrip("0123456789").rstrip(".…· "))
    for index in range(at + 2, len(lines)):
        if key(lines[index].text) == first:
            layout.contents = range(at, index)
            return
        if len(lines[index].text) > LONGEST_TITLE_LINE:
            return
