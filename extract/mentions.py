"""Mentions of documents: every 《title》 and every 发文字号, put together where they name one document.

A mention is only where a document is named; whether it is a citation is decided in :mod:`.citations`. The cases, in order:

1. 《title》 with its number inside, right before or behind it, in brackets of any kind or in none: 《…通知》(国发〔2015〕1号).
2. a title without 《》 before a bracketed number: 根据…部关于…的通知(建村〔2017〕147号).
3. a number alone: 按照国办发〔1993〕71号文件.

Each takes the article that follows (《…法》第八条第二款) and the short name that is defined there (以下简称《决定》).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from .agencies import is_agency
from .document_types import document_type
from .numbers import DocumentNumber, citation_words, parse_number
from .text import View, fold, squeeze, tidy

__all__ = ["Mention", "NumberAt", "read_mentions"]

NumberAt = tuple[int, int, DocumentNumber]
"""(start, end, number) in the view, as :func:`~.numbers.find_numbers` yields them."""

_LONGEST_TITLE: Final = 200
_MARKS: Final = re.compile("[《》「」]")
_OPENS: Final = {"》": "《", "」": "「"}
# A sentence end inside 《…》 means that one of the two marks is lost.
_BROKEN: Final = re.compile(r"[。;!?]|\n\s*\n")
# What stands between the marks of a title and of one inside it that lost its own: 《关于印发《…的通知》.
_TAKES_A_TITLE: Final = re.compile(r"(?:印发|转发|批转|发布|公布|颁发|修改|废止|关于|贯彻|落实|实施)$")
_INNER_NUMBER: Final = re.compile(r"[(〔\[]([^()]{4,40}(?:\([^()]{1,8}\)[^()]{0,20})?)[)〕\]]$")

_N: Final = r"[一二三四五六七八九十百零〇0-9]{1,6}"
_STEP: Final = rf"第 ?\(?{_N}\)?(?: ?[、和及至到-] ?第?\(?{_N}\)?){{0,9}} ?(?:部分|[编章节条款项目點点])(?:之[一二三四五六七八九十])?"
_PROVISION: Final = re.compile(rf" ?(?:文件?)?[的中]? ?(?P<steps>{_STEP}(?: ?(?:以及|[、,和与及至到])? ?{_STEP}){{0,9}})")
_DOCUMENT: Final = re.compile(r"文件?")
_SHORT_NAME: Final = re.compile(r"(?:以?下(?:简|统)?|简)称(?:为)?:? ?[《“\"'<〈「]{0,2}(?P<name>[^《》“”\"'<>〈〉「」(),;。\n]{1,40})")
_OPENING: Final = frozenset("([〔【{<〈")
_CLOSING: Final = frozenset(")]〕】}>〉")
_BRACKET: Final = re.compile(r"[(\[〔【{<〈)\]〕】}>〉。\n]")
_LONGEST_BRACKET: Final = 160
# A line break inside a bracket is one of the page where the bracket closes on the next line.
_CLOSES_BELOW: Final = re.compile(r"\n[^(\[〔【{<〈。\n]{0,40}[)\]〕】}>〉]")
_BETWEEN_NUMBER_AND_TITLE: Final = re.compile(r"[)〕\]】]? ?(?:文件?)? ?$")
# A bracket between a title and its number that belongs to the title: 《…办法》(试行)(国发〔2015〕1号).
_TITLE_TAIL: Final = re.compile(r"\((?:试行|暂行|草案|修订|修正|[^()]{0,10}[年版稿])\)")
# GB 50016-2014, DB33/T 2091-2018, T/CECS 1001-2022: the name by which a standard is cited.
_STANDARD: Final = re.compile(
    r"(?<![A-Za-z/])(?P<body>(?:DB[0-9]{2}(?:[0-9]{2}(?=/))?|T/[A-Z]{2,8}|[A-Z]{2,6})(?:/[A-Z]{1,2})?) ?"
    r"(?P<rest>[A-Z]?[0-9]{1,6}(?:\.[0-9]{1,3})?) ?[-—–] ?(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
)
_LONGEST_STANDARD: Final = 30

_SENTENCE: Final = re.compile(r"[。;!?:,\n]")
_JOINTS: Final = " 、和与及以"
_ISSUER_END: Final = re.compile(r"[部委局厅办院府会室署行社团]\)?$")


@dataclass(slots=True)
class Mention:
    """A document named at ``start``..``end`` of the view."""

    start: int
    end: int
    title: str | None
    numbers: list[DocumentNumber | str] = field(default_factory=list)
    """Document numbers, and names of standards (GB 50016-2014) as strings."""
    provision: str | None = None
    """第八条第二款, without blanks."""
    short_name: str | None = None
    """What the notice calls it from here on (以下简称)."""
    defined: int = 0
    """Where the definition of the short name ends."""

    @property
    def values(self) -> list[str]:
        """The numbers in the standard form."""
        return [number if isinstance(number, str) else number.canonical for number in self.numbers]


def read_mentions(view: View, numbers: list[NumberAt]) -> list[Mention]:
    """Return the mentions in ``view``, in order of place; ``numbers`` are all its document numbers, in order."""
    return _Mentions(view, numbers).read()


class _Mentions:
    def __init__(self, view: View, numbers: list[NumberAt]) -> None:
        self.view = view
        self.text = view.text
        self.numbers = numbers
        self.starts = [start for start, _, _ in numbers]
        self.used: set[int] = set()
        """Indices of numbers that belong to a title."""
        self.found: list[Mention] = []

    def read(self) -> list[Mention]:
        """Return titles with their numbers, then the numbers that are left."""
        self.found = [self._titled(start, end) for start, end in _title_marks(self.text)]
        ends = [mention.end for mention in self.found]
        floor = 0
        for index, (start, _, _) in enumerate(self.numbers):
            if index not in self.used:
                before = bisect_left(ends, start + 1)
                mention = self._bare(index, max(floor, ends[before - 1] if before else 0)) or self._number_alone(index)
                floor = mention.end
                self.found.append(mention)
        return list(self._apart())

    def _apart(self) -> Iterator[Mention]:
        """Yield the mentions in order, without those in the words that define a short name (以下简称《决定》)."""
        done = 0
        for mention in sorted(self.found, key=lambda mention: (mention.start, -mention.end)):
            if mention.start >= done:
                yield mention
                done = max(mention.end, mention.defined)

    def _titled(self, start: int, end: int) -> Mention:
        mention = Mention(start, end, tidy(self.view.raw[start + 1 : end - 1]))
        first, behind = bisect_left(self.starts, start), bisect_left(self.starts, end)
        self.used.update(range(first, behind))
        _take_inner_number(mention)
        if first and first - 1 not in self.used:
            self._take_number_before(mention, first - 1)
        if not mention.numbers:
            self._take_standard_before(mention)
        self._take_behind(mention, behind)
        return mention

    def _take_number_before(self, mention: Mention, index: int) -> None:
        """Take 国发〔2015〕1号《…》 together."""
        start, end, number = self.numbers[index]
        if end < mention.start - 4 or not _BETWEEN_NUMBER_AND_TITLE.match(self.text, end, mention.start):
            return
        bracketed = self.text[end] in _CLOSING and start > 0 and self.text[start - 1] in _OPENING
        mention.start = start - bracketed
        mention.numbers.append(number)
        self.used.add(index)

    def _take_standard_before(self, mention: Mention) -> None:
        """Take GB 50016-2014《…》 together."""
        low = max(0, mention.start - _LONGEST_STANDARD)
        for match in _STANDARD.finditer(self.text, low, mention.start):
            if not self.text[match.end() : mention.start].strip(" "):
                mention.start = match.start()
                mention.numbers.append(_standard_name(match))

    def _take_behind(self, mention: Mention, index: int) -> None:
        """Take what stands behind the title: brackets with numbers and short names, a number without brackets, an article."""
        text = self.text
        at = mention.end
        tail = _TITLE_TAIL.match(text, at)
        if tail is not None:
            at = tail.end()
        opening = _after_blanks(text, at)
        if text[opening : opening + 1] in _OPENING:
            at = self._take_bracket(mention, opening, index) or at
        elif "\n" not in text[at:opening]:
            at = self._take_unbracketed(mention, opening, index) or at
        self._take_short_name(mention, at, index)
        self._take_provision(mention, at)

    def _take_unbracketed(self, mention: Mention, at: int, index: int) -> int | None:
        """Take the number or the name of a standard that begins at ``at``; return where it ends."""
        if index < len(self.numbers) and self.numbers[index][0] == at:
            mention.numbers.append(self.numbers[index][2])
            mention.end = self.numbers[index][1]
            self.used.add(index)
            return mention.end
        standard = _STANDARD.match(self.text, at)
        if standard is None:
            return None
        mention.numbers.append(_standard_name(standard))
        mention.end = standard.end()
        return mention.end

    def _take_bracket(self, mention: Mention, opening: int, index: int) -> int | None:
        """Take the numbers and the short name inside the bracket; return where it ends, or None where it is not of the title."""
        closing, inside = self._bracket(opening, index)
        closed = self.text[closing : closing + 1] in _CLOSING
        standards = list(_STANDARD.finditer(self.text, opening + 1, closing)) if not inside else []
        name = _SHORT_NAME.search(self.text, opening + 1, closing)
        if name is not None:
            mention.short_name = name["name"].strip()
            mention.defined = closing
        if not inside and not standards:
            return closing + closed if name is not None else None
        mention.numbers += [self.numbers[at][2] for at in inside] or [_standard_name(match) for match in standards]
        self.used.update(inside)
        mention.end = closing + 1 if closed else self.numbers[inside[-1]][1] if inside else standards[-1].end()
        return mention.end

    def _take_short_name(self, mention: Mention, at: int, index: int) -> None:
        """Take a short name that is defined behind a comma or in a bracket of its own: 《…》(国发〔2015〕1号)(以下简称《意见》)."""
        if mention.short_name is not None:
            return
        lead = self.text[at : at + 1]
        if lead in (",", "、"):
            name = _SHORT_NAME.match(self.text, at + 1)
        elif lead in _OPENING:
            name = _SHORT_NAME.search(self.text, at + 1, self._bracket(at, index)[0])
        else:
            return
        if name is not None:
            mention.short_name = name["name"].strip()
            mention.defined = name.end()

    def _bracket(self, opening: int, index: int) -> tuple[int, range]:
        """Return where the bracket at ``opening`` closes (or breaks off) and which numbers, from ``index`` on, stand in it.

        Brackets inside a number do not count: in (绍政发[2015]27)号) the first ) is a slip of the number.
        """
        limit = min(opening + _LONGEST_BRACKET, len(self.text))
        depth = 1
        at = index
        for match in _BRACKET.finditer(self.text, opening + 1, limit):
            place = match.start()
            while at < len(self.numbers) and self.numbers[at][1] <= place:
                at += 1
            if at < len(self.numbers) and self.numbers[at][0] <= place:
                continue
            if match[0] in _OPENING:
                depth += 1
            elif match[0] in _CLOSING:
                depth -= 1
            elif match[0] == "。" or not _CLOSES_BELOW.match(self.text, place, limit):
                depth = 0
            if not depth:
                limit = place
                break
        return limit, range(index, bisect_left(self.starts, limit))

    def _take_provision(self, mention: Mention, at: int) -> None:
        match = _PROVISION.match(self.text, at)
        if match is not None:
            mention.provision = squeeze(match["steps"])
            mention.end = match.end()

    def _number_alone(self, index: int) -> Mention:
        start, end, number = self.numbers[index]
        self.used.add(index)
        mention = Mention(start, end, None, [number])
        word = _DOCUMENT.match(self.text, end)
        self._take_short_name(mention, word.end() if word else end, index + 1)
        self._take_provision(mention, end)
        return mention

    def _bare(self, index: int, floor: int) -> Mention | None:
        """Return the document whose title stands without 《》 before the bracket with number ``index``; it begins behind ``floor``."""
        text = self.text
        opening = self.numbers[index][0] - 1
        if opening < 0 or text[opening] not in _OPENING:
            return None
        low = max(floor, opening - _LONGEST_TITLE)
        end = low + len(text[low:opening].rstrip())
        for stop in _SENTENCE.finditer(text, low, end):
            low = stop.end()
        about = text.find("关于", low, end)
        if about < 0 or document_type(text[about:end]) is None:
            return None
        first = about - len(_issuer(text[low:about]))
        mention = Mention(first, end, tidy(self.view.raw[first:end]))
        self._take_behind(mention, index)
        return mention if index in self.used else None


def _title_marks(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every outermost 《…》 and 「…」, in order; marks without their other half are passed over."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _MARKS.finditer(text):
        at = match.start()
        if opened and (at - opened[-1] > _LONGEST_TITLE or _BROKEN.search(text, opened[-1], at)):
            _close_outer(text, opened, pairs)
            opened.clear()
        opening = _OPENS.get(match[0])
        if opening is None:
            opened.append(at)
        elif opened and text[opened[-1]] == opening:
            start = opened.pop()
            pairs.append((start, at + 1))
    _close_outer(text, opened, pairs)
    done = 0
    for start, end in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        if start >= done:
            yield start, end
            done = end


def _close_outer(text: str, opened: list[int], pairs: list[tuple[int, int]]) -> None:
    """Add the outer pair where a title inside a title lost its closing mark (《关于印发《…的通知》)."""
    if not opened:
        return
    for start, end in reversed(pairs):
        if start < opened[-1]:
            return
        if _TAKES_A_TITLE.search(text, opened[-1], start):
            pairs.append((opened[-1], end))
            return


def _standard_name(match: re.Match[str]) -> str:
    """Return the name of a standard with one blank and a hyphen, as most notices write it: GB 50016-2014."""
    return f"{match['body']} {match['rest']}-{match['year']}"


def _take_inner_number(mention: Mention) -> None:
    """Take the number that closes the title inside the marks: 《…的通知(国发〔2015〕1号)》."""
    match = _INNER_NUMBER.search(fold(mention.title or ""))
    number = parse_number(match[1]) if match else None
    if match is not None and number is not None and mention.title is not None:
        mention.title = mention.title[: match.start()].rstrip()
        mention.numbers.append(number)


def _issuer(before: str) -> str:
    """Return the end of ``before`` that names who issued a document: behind the verb that takes the title, and behind joints."""
    verbs = list(_governing_verbs().finditer(before))
    rest = before[verbs[-1].end() :] if verbs else before
    rest = rest.lstrip(_JOINTS)
    if not verbs and not is_agency(rest):
        # Nothing says where the name begins: the longest end that is a name.
        return next((rest[at:] for at in range(len(rest)) if is_agency(rest[at:])), "")
    return rest if _ISSUER_END.search(rest) else ""


@lru_cache(maxsize=1)
def _governing_verbs() -> re.Pattern[str]:
    before = citation_words()["before"]
    words = {word for kind in ("basis", "implements", "amends", "repeals") for word in before[kind] if len(word) > 1}
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def _after_blanks(text: str, at: int) -> int:
    """Return the place behind the blanks at ``at``: a bracket may be set on the next line, not further off."""
    stop = at
    while stop < len(text) and stop - at < 3 and text[stop].isspace():
        stop += 1
    return stop
