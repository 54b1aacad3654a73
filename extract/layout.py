"""The layout of a notice: which lines are its title, number, addressees, signature, date, note, attachments and annexes.

GB/T 9704-2012 fixes the order of these elements (7.2 to 7.4); web pages keep the order and lose the typography. So the
lines are read from the top and from the signature outwards, and each element is taken for what stands where it must stand
and looks as it must look. What the page says of itself (index table, meta tags) is used to recognise the title, never to
replace what the notice says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from .agencies import split_agencies
from .citations import document_type
from .dates import find_dates, parse_date
from .numbers import DocumentNumber, parse_number
from .page import Fact
from .text import Line, View, key

__all__ = ["ITEM_LABEL", "Annex", "Layout", "Signature", "lay_out"]

HEAD_LINES = 14
"""Lines from the top among which the title is sought: a page headline, a breadcrumb and an order's head may precede it."""
LONGEST_TITLE_LINE = 80
LONGEST_TITLE_RUN = 6
LONGEST_SIGNATURE = 8
"""Agencies of a joint notice sign on a line each; orders carry office and name."""

LABEL = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}\s*[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}\s*[、.](?!\d)|第[一二三四五六七八九十百零〇\d]{1,6}[编章节条])"
)
_SENTENCE_END = re.compile(r"[。;:!?,]$")
_TITLE_TAIL = re.compile(r"\((?:试行|暂行|草案|修订|修正|征求意见稿|[^()]{0,30}(?:年|版|稿|期|批))\)$")
_ABOUT = re.compile(r"关于|印发|转发|批转|公布|发布")
_ISSUES = re.compile(r"印发|转发|批转|颁布|颁发|下发|公布|发布")
_ORDER_HEAD = re.compile(r"^(.{2,40}?)(?:命令|令|公告|通告)$")
_ORDER_NUMBER = re.compile(r"^(?:\d{4}年)?\s*第\s*[\d一二三四五六七八九十百零〇○]{1,6}\s*号$")
_NUMBER_PREFIX = re.compile(r"^(?:发?文(?:件编)?字?号|文号|编号)\s*:\s*")
_ADDRESSEE = re.compile(
    r"(?:政府|部|委|局|厅|办|院|署|会|社|行|司|团|组|府|构|位|门|业|校|学|表|镇|街道|区|县|市|省|队|所|站|处|心|员|志|民|户|商|厂|场|园|家|等)\)?:$"
)
_NOT_ADDRESSEE = re.compile(r"如下|通知|附件|以下|下列|其中|包括|[。;]")
_ATTACHMENT = re.compile(r"^附\s*(?:件|表|录|图)?\s*([\d一二三四五六七八九十]{0,3})\s*(?:[:.、]|(?=\s)|(?<=\d)(?=\D))\s*(\S.*)$")
_ANNEX_BARE = re.compile(r"^附\s*(?:件|表|录|图)?\s*([\d一二三四五六七八九十]{0,3})\s*[:.、]?$")
ITEM_LABEL = re.compile(r"^(?:附\s*(?:件|表|录|图)?\s*[\d一二三四五六七八九十]{0,3}\s*[:.、]?\s*)?(?:\d{1,2}\s*[.、]\s*)?")
_NOTE = re.compile(r"^\(?\s*此\s*件.{1,20}\)?$")
_COPIED = re.compile(r"^(?:抄\s*送|抄\s*报|分\s*送|主题词)\s*:")
_PRINTED = re.compile(r"^.{2,30}\s*\d{4}年\d{1,2}月\d{1,2}日\s*印发$")
_PERSON = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,12}(?:总理|主席|部长|省长|市长|区长|县长|州长|主任|局长|院长|署长|行长|处長|處長|部長|主任委員|署長|局長)\s*[:]?\s*[\u4e00-\u9fff·]\s?[\u4e00-\u9fff·\s]{1,8})$"
)
# A seal's stand-in, or the debris of a blank that was escaped twice (&amp;nbsp; -> &nbsp;).
_SEAL = re.compile(r"\s*(?:\((?:盖章|印章|公章|章|印)\)|&[a-z]{0,5};)$")
_OWN_DATE = re.compile(r"年.{1,6}月.{1,6}日?")
_QUOTED = re.compile(r"《([^《》]{2,80}(?:[〈《][^《》〈〉]{1,60}[〉》][^《》]{0,40})?)》")
_SUBTITLE = re.compile(r"^\(.{0,200}\d{4}年.{0,200}\)$")


@dataclass(slots=True)
class Signature:
    """The closing of a notice: who signs, and when."""

    lines: range
    agencies: list[tuple[int, str]]
    """(line, agency), the agencies as written."""
    persons: list[tuple[int, str]]
    date: date | None
    date_line: int | None
    date_span: tuple[int, int] | None
    """Offsets of the date in the view."""


@dataclass(slots=True)
class Annex:
    """An annex: where it begins and which lines are its title."""

    first: int
    title: range


@dataclass(slots=True)
class Layout:
    """Line numbers (into ``View.lines``) of the elements; a range is empty or None where the notice has no such element."""

    lines: list[Line]
    title: range = range(0)
    number: int | None = None
    number_value: DocumentNumber | None = None
    order_head: int | None = None
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
    instrument_title: str | None = None
    annexes: list[Annex] = field(default_factory=list)

    def text(self, lines: range, view: View) -> str:
        """Return the characters of ``lines`` as the source has them, joined."""
        return "".join(view.raw[self.lines[index].start : self.lines[index].end] for index in lines)


def lay_out(view: View, facts: list[Fact]) -> Layout:
    """Return the layout of the notice that ``view`` shows; ``facts`` is what its page states outside the text."""
    layout = Layout(view.lines)
    if not layout.lines:
        return layout
    _find_order(layout)
    _find_title(layout, facts)
    _find_number(layout)
    _find_addressees(layout)
    _find_attachments_and_annexes(layout)
    _find_signature(layout)
    _find_closing(layout)
    _find_contents(layout)
    _find_instrument(layout, view)
    return layout


# --- title -----------------------------------------------------------------------------------------------------------


def _find_order(layout: Layout) -> None:
    """Find the head of an order (命令(令), 7.3 and 附录 of GB/T 9704): 某某令 over 第N号."""
    lines = layout.lines
    for index in range(min(len(lines), HEAD_LINES) - 1):
        if _ORDER_HEAD.match(lines[index].text) and _ORDER_NUMBER.match(lines[index + 1].text):
            layout.order_head, layout.number = index, index + 1
            return


def _find_title(layout: Layout, facts: list[Fact]) -> None:
    lines = layout.lines
    head = min(len(lines), HEAD_LINES)
    known = _stated_titles(facts)
    if layout.number is not None:
        # An order has no title of its own: it goes by that of the instrument it promulgates, which follows it.
        known += [key(match[1]) for line in lines[layout.number + 1 : layout.number + 3] for match in _QUOTED.finditer(line.text)]
        head = min(len(lines), layout.number + HEAD_LINES)
    for title in known:
        run = _run_of(lines, title, range(0 if layout.number is None else layout.number + 1, head))
        if run:
            layout.title = run
            return
    if layout.order_head is None:
        layout.title = _best_title(lines, head)


def _stated_titles(facts: list[Fact]) -> list[str]:
    """Return keys of the titles that the page states, the most reliable first."""
    order = ("标题", "ArticleTitle", "headline", "title")
    titles = [fact.value for label in order for fact in facts if fact.label == label]
    pieces = [piece for title in titles for piece in (title, *re.split(r"\s*[-_|—–]+\s*", title))]
    return [found for found in dict.fromkeys(map(key, pieces)) if len(found) >= 6]


def _run_of(lines: list[Line], target: str, where: range) -> range:
    """Return the lines in ``where`` that together read ``target`` (a key); an empty range where none do."""
    for first in where:
        left = target
        for index in range(first, min(first + LONGEST_TITLE_RUN + 2, len(lines))):
            own = key(lines[index].text)
            if not own or not left.startswith(own):
                break
            left = left[len(own) :]
            if not left:
                return range(first, index + 1)
    return range(0)


def _best_title(lines: list[Line], head: int) -> range:
    """Return the lines most like a title: the first run that ends in a document type, one with 关于 or 印发 before one without."""
    plain: range | None = None
    for first in range(head):
        text = lines[first].text
        if first and (_is_body(text) or _is_addressee(text)):
            break
        if not _is_title_line(text):
            continue
        run = _title_run(lines, first)
        if run:
            whole = "".join(lines[index].text for index in run)
            if _ABOUT.search(whole):
                return run
            plain = plain or run
    if plain:
        return plain
    first = lines[0].text
    return range(1) if len(lines) > 1 and _is_title_line(first) and len(first) <= 50 else range(0)


def _title_run(lines: list[Line], first: int) -> range:
    text = ""
    for index in range(first, min(first + LONGEST_TITLE_RUN, len(lines))):
        line = lines[index].text
        if not _is_title_line(line):
            break
        text += line
        if _ends_as_title(text) and not (index + 1 < len(lines) and _ends_as_title_tail(lines[index + 1].text)):
            return range(first, index + 1)
    return range(0)


def _ends_as_title(text: str) -> bool:
    return document_type(_TITLE_TAIL.sub("", text)) is not None


def _ends_as_title_tail(text: str) -> bool:
    """Whether a line only closes the title above it: 的通知, (试行)."""
    return bool(re.fullmatch(r"的\S{1,4}", text) or _TITLE_TAIL.fullmatch(text))


def _is_title_line(text: str) -> bool:
    return (
        len(text) <= LONGEST_TITLE_LINE
        and not _SENTENCE_END.search(text)
        and not LABEL.match(text)
        and parse_date(text) is None
        and parse_number(text) is None
        and not _ANNEX_BARE.match(text)
    )


def _is_body(text: str) -> bool:
    return len(text) > LONGEST_TITLE_LINE or text.endswith("。") or bool(LABEL.match(text))


# --- number, addressees ----------------------------------------------------------------------------------------------


def _find_number(layout: Layout) -> None:
    if layout.number is not None and layout.order_head is not None:
        head = layout.lines[layout.order_head].text
        layout.number_value = parse_number(head.replace(" ", "") + layout.lines[layout.number].text)
        return
    title = layout.title
    below = range(title.stop, min(title.stop + 6, len(layout.lines)))
    above = range(max(title.start - 4, 0), title.start)
    for index in (*below, *reversed(above)):
        text = layout.lines[index].text
        if index in below and (_is_addressee(text) or _is_body(text)):
            break
        number = parse_number(_NUMBER_PREFIX.sub("", text).strip("() "))
        if number is not None:
            layout.number, layout.number_value = index, number
            return


def _below_head(layout: Layout) -> int:
    """Return the first line below the title and the number; of an order, whose title follows it, below the number."""
    number = -1 if layout.number is None else layout.number
    return number + 1 if layout.order_head is not None else max(layout.title.stop, number + 1)


def _is_addressee(text: str) -> bool:
    return text.endswith(":") and 3 <= len(text) <= 400 and bool(_ADDRESSEE.search(text)) and not _NOT_ADDRESSEE.search(text)


def _find_addressees(layout: Layout) -> None:
    lines = layout.lines
    first = _below_head(layout)
    for index in range(first, min(first + 6, len(lines))):
        text = lines[index].text
        if _is_addressee(text):
            start = index
            # A long list of addressees is broken over lines: those above, down to the head of the notice, belong to it.
            while start > first and not _is_body(lines[start - 1].text) and lines[start - 1].text.endswith((",", "、")):
                start -= 1
            layout.addressees = range(start, index + 1)
            break
        if _SUBTITLE.match(text):
            layout.subtitle.append(index)
        elif _is_body(text) and not text.endswith((",", "、")):
            break


# --- signature -------------------------------------------------------------------------------------------------------


def _find_signature(layout: Layout) -> None:
    """Find the first closing: agencies or persons with a date below or beside them; failing that, a date that stands alone."""
    lines = layout.lines
    first = max(_below_head(layout), layout.addressees.stop)
    bare: Signature | None = None
    for index in range(first, len(lines)):
        text = lines[index].text
        if len(text) > 80 or not _OWN_DATE.search(text):
            continue
        dated = _dated_line(lines[index])
        if dated is None:
            continue
        beside, day, span = dated
        signature = _signers(layout, index, beside, first)
        signature.date, signature.date_line, signature.date_span = day, index, span
        if signature.agencies or signature.persons:
            layout.signature = signature
            return
        bare = bare or (signature if index > first else None)
    layout.signature = bare or _undated(layout, first)


def _dated_line(line: Line) -> tuple[str, date, tuple[int, int]] | None:
    """Return (text before the date, date, its offsets) where the line ends in a date and holds at most a signer before it."""
    text = line.text
    day = parse_date(text.strip("() "))
    if day is not None:
        return "", day, (line.start, line.end)
    found = list(find_dates(text))
    if not found:
        return None
    start, end, day = found[-1]
    before = _SEAL.sub("", text[:start].strip())
    if end < len(text.rstrip(") ")) or not before or not (split_agencies(before) or _PERSON.match(before)):
        return None
    return before, day, (line.start + start, line.start + end)


def _signers(layout: Layout, dated: int, beside: str, first: int) -> Signature:
    """Collect the lines above ``dated`` that are agencies or persons with their office, and the signer beside the date."""
    agencies: list[tuple[int, str]] = []
    persons: list[tuple[int, str]] = []
    top = dated
    candidates = [(dated, beside)] if beside else []
    candidates += [(index, layout.lines[index].text) for index in range(dated - 1, max(first, dated - LONGEST_SIGNATURE) - 1, -1)]
    for index, text in candidates:
        plain = _SEAL.sub("", text).strip()
        if len(plain) > 80 or _SENTENCE_END.search(plain):
            break
        if _PERSON.match(plain):
            persons.insert(0, (index, plain))
        else:
            names = split_agencies(plain)
            if not names:
                break
            agencies[:0] = [(index, name) for name in names]
        top = index
    return Signature(range(top, dated + 1), agencies, persons, None, None, None)


def _undated(layout: Layout, first: int) -> Signature | None:
    """Return a signature without a date: an agency alone on the last line of the notice or above its annexes."""
    ends = [annex.first for annex in layout.annexes[:1]] or [len(layout.lines)]
    index = ends[0] - 1
    if index <= first or len(layout.lines[index].text) > 40:
        return None
    names = split_agencies(layout.lines[index].text)
    return Signature(range(index, index + 1), [(index, name) for name in names], [], None, None, None) if names else None


def _find_closing(layout: Layout) -> None:
    for index in range(layout.title.stop, len(layout.lines)):
        text = layout.lines[index].text
        if len(text) > 300:
            continue
        if layout.note is None and _NOTE.match(text):
            layout.note = index
        elif _COPIED.match(text) or _PRINTED.match(text):
            layout.closing.append(index)


# --- attachments and annexes -----------------------------------------------------------------------------------------


def _find_attachments_and_annexes(layout: Layout) -> None:
    """Tell the attachment note (附件说明, 7.3.5) from the heads of the annexes themselves (7.3.8).

    A head stands alone on its line, or, where no such line follows, opens a stretch of text of its own.
    """
    lines = layout.lines
    first = max(_below_head(layout), layout.addressees.stop)
    bare = [index for index in range(first, len(lines)) if _ANNEX_BARE.match(lines[index].text)]
    titled = [
        index
        for index in range(first, len(lines))
        if len(lines[index].text) <= 120 and index not in bare and _ATTACHMENT.match(lines[index].text)
    ]
    heads = list(bare)
    for index in titled:
        if any(head > index for head in bare):
            layout.attachments.append(index)
        elif _opens_annex(lines, index, titled):
            heads.append(index)
        else:
            layout.attachments.append(index)
    if layout.attachments:
        _extend_attachments(layout, set(heads))
    titles = [key(ITEM_LABEL.sub("", lines[index].text)) for index in layout.attachments]
    layout.annexes = [_annex(lines, head, titles) for head in sorted(heads)]


def _opens_annex(lines: list[Line], index: int, titled: list[int]) -> bool:
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
        while index < len(lines) and index not in heads and re.match(rf"^{expected}\s*[.、]", lines[index].text):
            layout.attachments.append(index)
            expected += 1
            index += 1
    layout.attachments = sorted(set(layout.attachments))


def _annex(lines: list[Line], head: int, titles: list[str]) -> Annex:
    """Return the annex whose head is line ``head``; ``titles`` are the keys of the titles that the attachment note lists."""
    for title in titles:
        run = _run_of(lines, title, range(head + 1, head + 2)) if len(title) >= 4 else None
        if run:
            return Annex(head, run)
    match = _ATTACHMENT.match(lines[head].text)
    if match is not None and not _ANNEX_BARE.match(lines[head].text):
        return Annex(head, range(head, head + 1))
    stop = head + 1
    text = ""
    while stop < len(lines) and stop - head <= 3 and _is_title_line(lines[stop].text) and len(lines[stop].text) <= 60:
        if text and not _continues_title(text, lines[stop].text):
            break
        text += lines[stop].text
        stop += 1
    return Annex(head, range(head + 1, stop))


def _continues_title(text: str, line: str) -> bool:
    """Whether ``line`` belongs to the title above it: the title has not ended, and with the line it does."""
    ended = re.search(r"(?:名单|表|清单|目录|名录|图|一览)$", text) or _ends_as_title(text)
    closes = re.search(r"(?:名单|表|清单|目录|名录|图|一览)$", line) or _ends_as_title(line)
    return not ended and bool(closes)


def _find_contents(layout: Layout) -> None:
    """Find a table of contents: the short lines from 目录 down to where its first entry stands again, as a heading."""
    lines = layout.lines
    at = next((index for index in range(len(lines) - 2) if key(lines[index].text) in ("目录", "目次")), None)
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


# --- the instrument --------------------------------------------------------------------------------------------------


def _find_instrument(layout: Layout, view: View) -> None:
    """Find the title of the instrument that the notice issues, and the lines where the instrument itself begins."""
    if layout.order_head is not None:
        layout.instrument = layout.title
        layout.instrument_title = layout.text(layout.title, view) or None
        return
    title = layout.text(layout.title, view)
    verb = _ISSUES.search(title)
    start = max(layout.addressees.stop, _below_head(layout))
    signature = layout.signature.lines if layout.signature else None
    cover = range(start, min(signature.stop if signature else start + 4, len(layout.lines)))
    if verb is None and layout.title:
        return
    quoted = re.search(r"《(.+)》", title)
    layout.instrument_title = quoted[1] if quoted else _issued_in(layout, view, cover, title) or _issued_by_title(title, verb)
    if layout.instrument_title is None:
        return
    target = key(layout.instrument_title)
    after = signature.stop if signature and signature.start > start else start + 1
    layout.instrument = _run_of(layout.lines, target, range(start + 1, len(layout.lines))) or _short_title(layout, target, after)


def _issued_in(layout: Layout, view: View, cover: range, title: str) -> str | None:
    """Return the 《…》 that the cover says it issues (现将《…》印发给你们; 《…》已经…同意,现予公布)."""
    for index in cover:
        text = layout.lines[index].text
        if not re.search(r"印发|转发|公布|发布|下发|颁布", text):
            continue
        for match in _QUOTED.finditer(text):
            before = text[max(0, match.start() - 6) : match.start()]
            if re.search(r"根据|按照|依据|贯彻|落实|依照", before):
                continue
            name = view.raw[layout.lines[index].start + match.start(1) : layout.lines[index].start + match.end(1)]
            if (title and key(name) in key(title)) or re.search(r"现将|现予|印发给|转发给|予以|现公布|现印发", text):
                return name
    return None


def _issued_by_title(title: str, verb: re.Match[str] | None) -> str | None:
    """Return what stands between the verb of issuing and 的通知 in the title, where that is a document."""
    if verb is None:
        return None
    match = re.match(r"(.+?)的?(?:通知|公告|通告|决定|令)$", title[verb.end() :])
    if match is None:
        return None
    name = match[1]
    return name if document_type(name) is not None and len(name) >= 4 else None


def _short_title(layout: Layout, target: str, after: int) -> range:
    """Return the line after the cover that is the instrument's title in a shorter form (without the agency or the year)."""
    for index in range(after, min(after + 4, len(layout.lines))):
        text = layout.lines[index].text
        own = key(text)
        if _is_title_line(text) and len(own) >= 4 and target.endswith(own) and _ends_as_title(text):
            return range(index, index + 1)
    return range(0)
