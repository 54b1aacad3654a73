"""Attachments, annexes and tables of contents."""

from __future__ import annotations

import re

from ..agencies import split_agencies
from ..dates import parse_date
from ..text import Line, key
from .model import ANNEX_BARE, ITEM_LABEL, LONGEST_TITLE_LINE, Annex, Layout, below_head, ends_as_title, is_title_line, run_of

__all__ = ["find_attachments_and_annexes", "find_contents"]

MOST_ATTACHMENTS = 100
"""Titles of the attachment note that the heads of annexes are compared with; no notice has so many."""
_ITEM = re.compile(r"^(\d{1,3})\s*[.、]")
_ATTACHMENT = re.compile(r"^附\s*(?:件|表|录|图)?\s*([\d一二三四五六七八九十]{0,3})\s*(?:[:.、]|(?=\s)|(?<=\d)(?=\D))\s*(\S.*)$")


def find_attachments_and_annexes(layout: Layout) -> None:
    """Tell the attachment note (附件说明, 7.3.5) from the heads of the annexes themselves (7.3.8).

    A head stands alone on its line, or, where no such line follows, opens a stretch of text of its own.
    """
    lines = layout.lines
    first = max(below_head(layout), layout.addressees.stop)
    bare: list[int] = []
    titled: list[int] = []
    for index in range(first, len(lines)):
        if ANNEX_BARE.match(lines[index].text):
            bare.append(index)
        elif len(lines[index].text) <= 120 and _ATTACHMENT.match(lines[index].text):
            titled.append(index)
    heads = list(bare)
    among = set(titled)
    for index in titled:
        if bare and bare[-1] > index:
            layout.attachments.append(index)
        elif _opens_annex(lines, index, among):
            heads.append(index)
        else:
            layout.attachments.append(index)
    if layout.attachments:
        _extend_attachments(layout, set(heads))
    titles = [key(ITEM_LABEL.sub("", lines[index].text)) for index in layout.attachments[:MOST_ATTACHMENTS]]
    layout.annexes = [_annex(lines, head, titles) for head in sorted(heads)]


def _opens_annex(lines: list[Line], index: int, titled: set[int]) -> bool:
    """Whether a head with its title on the same line opens an annex: text follows that is no signature and no further item."""
    following = [line.text for line in lines[index + 1 : index + 4]]
    if len(following) < 2 or index + 1 in titled or re.match(r"^\d{1,2}\s*[.、]", following[0]):
        return False
    near_signature = any(parse_date(text.strip("() ")) or split_agencies(text) for text in following)
    return not near_signature


def _extend_attachments(layout: Layout, heads: set[int]) -> None:
    """Take in the further numbered titles below the first line of the note (附件:1.… ⏎ 2.…)."""
    lines = layout.lines
    for start in list(layout.attachments):
        match = _ATTACHMENT.match(lines[start].text)
        if match is None or not (match[1] or re.match(r"^\d", match[2])):
            continue
        expected = 2
        index = start + 1
        while index < len(lines) and index not in heads and (item := _ITEM.match(lines[index].text)) and int(item[1]) == expected:
            layout.attachments.append(index)
            expected += 1
            index += 1
    layout.attachments = sorted(set(layout.attachments))


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
    first = key(re.sub(r"[.…·\s]*\d*$", "", lines[at + 1].text))
    for index in range(at + 2, len(lines)):
        if key(lines[index].text) == first:
            layout.contents = range(at, index)
            return
        if len(lines[index].text) > LONGEST_TITLE_LINE:
            return
