"""The layout as data, and what its searches share: lines that read like a title, lines that are running text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from ..dates import parse_date
from ..document_types import document_type
from ..numbers import DocumentNumber, find_numbers, parse_number
from ..text import Line, View, key

__all__ = [
    "ANNEX_BARE",
    "ITEM_LABEL",
    "LABEL",
    "LONGEST_TITLE_LINE",
    "LONGEST_TITLE_RUN",
    "QUOTED",
    "SENTENCE_END",
    "TITLE_TAIL",
    "Annex",
    "Layout",
    "Letterhead",
    "Official",
    "Signature",
    "below_head",
    "ends_as_title",
    "is_body",
    "is_title_line",
    "number_at_end",
    "run_of",
]

LONGEST_TITLE_LINE = 80
"""Characters."""
LONGEST_TITLE = 200
"""Characters of a title that stands on one line."""
_ABOUT_TO_TYPE = re.compile(r"(?:关于|印发|转发|批转|公布|发布).*的\S{2,4}$")
LONGEST_TITLE_RUN = 6
"""Lines over which a title may be broken."""
LABEL = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}\s*[、.]|[壹贰叁参肆伍陆柒捌玖拾]{1,3}\s*[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}\s*[、.](?!\d)|第[一二三四五六七八九十百零〇\d]{1,6}(?:[编篇章节条]|部分))"
)
SENTENCE_END = re.compile(r"[。;:!?,]$")
TITLE_TAIL = re.compile(r"\((?:试行|暂行|草案|修订|修正|征求意见稿|[^()]{0,30}(?:年|版|稿|期|批))\)$")
# Headlines: 某政发〔2016〕26号《关于…的通知》, 《关于…的通知》, and 【规范性文件】某市关于…的通知 with the site's own word for the kind.
_WRAPPED = re.compile(r"(?P<number>[^《》]{0,40}?)\s*《(?P<title>[^《》]+(?:《[^《》]*》[^《》]*){0,3})》")
_TAGGED = re.compile(r"【[^】]{0,6}(?:文件|政策|通知|公告|公示|法规|规章)】\s*")
_NUMBER_END = re.compile(r"[号號][ )\]〕】]{0,3}$")
ANNEX_BARE = re.compile(r"^\(?附\s*(?:件|表|录|图)?\s*\(?([\d一二三四五六七八九十]{0,3})(?:[-—]\d{1,2})?\)?\s*[:.、]?\)?$")
ITEM_LABEL = re.compile(
    r"^(?:附\s*(?:件|表|录|图)?\s*\(?[\d一二三四五六七八九十]{0,3}(?:[-—]\d{1,2})?\)?\s*[:.、]?\s*)?(?:\d{1,2}(?:[-—]\d{1,2})?\s*[.、](?!\d)\s*)?"
)
QUOTED = re.compile(r"《([^《》]{2,80}(?:[〈《][^《》〈〉]{1,60}[〉》][^《》]{0,40})?)》")


@dataclass(slots=True)
class Signature:
    """The closing of a notice: who signs, and when."""

    lines: range
    agencies: list[tuple[int, str]]
    """(line, agency), the agencies as written."""
    persons: list[tuple[int, str]]
    day: date | None
    """成文日期."""
    date_line: int | None
    date_span: tuple[int, int] | None
    """Offsets of the date in the view."""


@dataclass(slots=True)
class Annex:
    """An annex: where it begins and which lines are its title."""

    first: int
    title: range


@dataclass(slots=True)
class Official:
    """The head of a Taiwanese document (令, 公告, 函), see :mod:`.taiwan`; offsets are those of the view."""

    head: range
    """Its lines, down to the last before the body."""
    date: tuple[int, int, date] | None = None
    """Offsets of the date, and the date."""
    subject: tuple[int, int] | None = None
    """主旨, or the first paragraph of an order."""
    recipients: tuple[int, int] | None = None
    """受文者, or 正本 where the document lists them."""


@dataclass(slots=True)
class Letterhead:
    """The elements of a letterhead: lines, and (line, start, end) of each value, offsets in the line."""

    lines: set[int] = field(default_factory=set)
    number: int | None = None
    copy: tuple[int, int, int] | None = None
    secret: tuple[int, int, int] | None = None
    urgency: tuple[int, int, int] | None = None
    agencies: list[tuple[int, int, int]] = field(default_factory=list)
    signer: tuple[int, int, int] | None = None

    @property
    def stop(self) -> int:
        """The first line below the letterhead; 0 where there is none."""
        return max(self.lines, default=-1) + 1


@dataclass(slots=True)
class Layout:
    """Line numbers (into ``View.lines``) of the elements; a range is empty or None where the notice has no such element."""

    lines: list[Line]
    letterhead: Letterhead = field(default_factory=Letterhead)
    title: range = range(0)
    number: int | None = None
    number_value: DocumentNumber | None = None
    order_head: range = range(0)
    """某某令, 某某公告 above the number of an order; issuer and word may stand on a line each."""
    subtitle: list[int] = field(default_factory=list)
    addressees: range = range(0)
    signature: Signature | None = None
    note: int | None = None
    attachments: list[int] = field(default_factory=list)
    closing: list[int] = field(default_factory=list)
    """抄送, 印发机关 and the like."""
    contents: range = range(0)
    """A table of contents (目录): it repeats the headings and has no clauses of its own."""
    instrument: range = range(0)
    """Title of the instrument that is issued, where it begins its own part."""
    instrument_start: int | None = None
    """First line of an instrument that follows the signature without a title of its own."""
    instrument_title: str | None = None
    annexes: list[Annex] = field(default_factory=list)
    official: Official | None = None
    """What only a Taiwanese document has."""

    @property
    def bounds(self) -> tuple[int, int]:
        """Offsets in the view from the first element of the head to the end of the text: lines of the page above the head stay outside."""
        if not self.lines:
            return 0, 0
        heads = [
            found.start
            for found in (self.title, self.order_head, self.addressees, self.official.head if self.official else range(0))
            if found
        ]
        heads += [index for index in (self.number, *self.letterhead.lines) if index is not None]
        return self.lines[min(heads, default=0)].start, self.lines[-1].end

    def title_at(self, view: View) -> tuple[int, int]:
        """Return the offsets of the title in the view: its lines, without 《》 around it, a number before, a 【tag】."""
        start, end = self.lines[self.title.start].start, self.lines[self.title.stop - 1].end
        tag = _TAGGED.match(view.text, start, end)
        start = tag.end() if tag and tag.end() < end else start
        wrapped = _WRAPPED.fullmatch(view.text, start, end)
        number = parse_number(wrapped["number"]) if wrapped and wrapped["number"] else None
        if wrapped and ends_as_title(wrapped["title"]) and (number or not wrapped["number"]):
            return wrapped.span("title")
        return start, end

    def text(self, lines: range, view: View) -> str:
        """Return the characters of ``lines`` as the source has them, joined."""
        return "".join(view.raw[self.lines[index].start : self.lines[index].end] for index in lines)


def run_of(lines: list[Line], target: str, where: range) -> range:
    """Return the lines in ``where`` that together read ``target`` (a key); an empty range where none do."""
    for first in where:
        left = target
        for index in range(first, min(first + LONGEST_TITLE_RUN + 2, len(lines))):
            own = key(lines[index].text) if len(lines[index].text) <= 2 * len(target) + LONGEST_TITLE_LINE else ""
            if not own or not left.startswith(own):
                break
            left = left[len(own) :]
            if not left:
                return range(first, index + 1)
    return range(0)


def number_at_end(text: str) -> tuple[int, int, DocumentNumber] | None:
    """Return (start, end, number) of the document number that closes ``text``, with brackets around it or not."""
    if not _NUMBER_END.search(text):
        return None
    last = next(reversed(list(find_numbers(text))), None)
    return last if last is not None and not text[last[1] :].strip(" )]〕】") else None


def ends_as_title(text: str) -> bool:
    """Return whether ``text`` ends in a document type (通知, 方案 …), a bracket such as (试行) and a number behind it not counted."""
    number = number_at_end(text)
    if number is not None:
        text = text[: number[0]].rstrip("([〔【 ")
    return document_type(TITLE_TAIL.sub("", text)) is not None


def _is_long_title(text: str) -> bool:
    """Whether a long line is a whole title, as those that forward several documents are: 关于转发《…》、《…》的通知."""
    return len(text) <= LONGEST_TITLE and "。" not in text and _ABOUT_TO_TYPE.search(text) is not None and ends_as_title(text)


def is_title_line(text: str) -> bool:
    """Return whether a line may be one of a title's: short, no sentence, no label, no date, no number, no head of an annex."""
    return (
        (len(text) <= LONGEST_TITLE_LINE or _is_long_title(text))
        and not SENTENCE_END.search(text)
        and not LABEL.match(text)
        and parse_date(text) is None
        and parse_number(text) is None
        and not ANNEX_BARE.match(text)
    )


def is_body(text: str) -> bool:
    """Return whether a line is running text or a clause, so that no element of the head stands below it."""
    return (len(text) > LONGEST_TITLE_LINE and not _is_long_title(text)) or text.endswith("。") or bool(LABEL.match(text))


def below_head(layout: Layout) -> int:
    """Return the first line below the title and the number; of an order, whose title follows it, below the number."""
    if layout.official is not None:
        return layout.official.head.stop
    number = -1 if layout.number is None else layout.number
    if layout.order_head and layout.title.start != number + 1:
        return number + 1
    return max(layout.title.stop, number + 1)
