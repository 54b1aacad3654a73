"""The head of a notice (版头 and the first elements of 主体): an order's head, title, number, addressees."""

from __future__ import annotations

import re
from itertools import takewhile

from ..agencies import is_agency, split_agencies
from ..dates import parse_date
from ..numbers import parse_number
from ..page import Fact
from ..text import Line, key
from .letterhead import without_signer
from .model import (
    LABEL,
    LONGEST_TITLE_LINE,
    LONGEST_TITLE_RUN,
    QUOTED,
    SENTENCE_END,
    TITLE_TAIL,
    Layout,
    below_head,
    ends_as_title,
    is_body,
    is_title_line,
    run_of,
)

__all__ = ["find_addressees", "find_number", "find_order", "find_title"]

LONGEST_HEADLINE = 50
"""Characters of a first line that is taken for the title though it ends in no document type."""
LONGEST_ADDRESSEES = 400
"""Characters of one line of addressees."""
LONGEST_STATED = 400
"""Characters of a title that the page states; what is longer is no title, and every piece of it would be looked for."""
HEAD_LINES = 14
"""Lines from the top among which the title is sought: a page headline, a breadcrumb and an order's head may precede it."""
_ABOUT = re.compile(r"关于|印发|转发|批转|公布|发布")
_ORDER_HEAD = re.compile(r"^((?:(?!关于|的).){2,40}?)(?:命\s*令|令|公\s*告|通\s*告)$")
_ORDER_WORD = re.compile(r"^(?:命\s*令|令|公\s*告|通\s*告)$")
_ORDER_NUMBER = re.compile(r"^(?:\d{4}年)?\s*第\s*[\d一二三四五六七八九十百零〇○]{1,6}\s*号$")
_NUMBER_PREFIX = re.compile(r"^(?:发?文(?:件编)?字?号|文号|编号)\s*:\s*")
_ADDRESSEE = re.compile(
    r"(?:政府|部|委|局|厅|办|院|署|会|社|行|司|团|组|府|构|位|门|业|校|学|表|镇|街道|区|县|市|省|旗|盟|州|师|队|所|站|室|处|心|员|志|民|户|商|厂|场|园|家|村|乡|科|股|馆|生|体|组织|联盟|职工|基地|等)\)?:$"
)
# Addressees without their colon.
_EVERY = re.compile(r"^各[^。;:]{2,200}(?:政府|单位|部门|机构|局|委|企业|办事处|管委会|学校|公司)\)?$")
_NOT_ADDRESSEE = re.compile(r"如下|通知|附件|以下|下列|其中|包括|。")
_SUBTITLE = re.compile(r"^\(.{0,200}\d{4}年.{0,200}\)$")


def find_order(layout: Layout) -> None:
    """Find the head of an order (命令(令), 7.3 and 附录 of GB/T 9704): 某某令, on one line or two, over 第N号."""
    lines = layout.lines
    for index in range(min(len(lines), HEAD_LINES) - 1):
        if not _ORDER_NUMBER.match(lines[index + 1].text):
            continue
        if _ORDER_HEAD.match(lines[index].text):
            layout.order_head, layout.number = range(index, index + 1), index + 1
        elif index and _ORDER_WORD.match(lines[index].text) and split_agencies(lines[index - 1].text):
            layout.order_head, layout.number = range(index - 1, index + 1), index + 1
        if layout.order_head:
            return


def find_title(layout: Layout, facts: list[Fact]) -> None:
    """Find the lines of the title: those that read as the page says, else those that look like a title (7.3.1)."""
    lines = layout.lines
    head = min(len(lines), layout.letterhead.stop + HEAD_LINES)
    known = _stated_titles(facts)
    if layout.number is not None:
        # An order has no title of its own: it goes by that of the instrument it promulgates, which follows it.
        known += [key(match[1]) for line in lines[layout.number + 1 : layout.number + 3] for match in QUOTED.finditer(line.text)]
        head = min(len(lines), layout.number + HEAD_LINES)
    for title in known:
        run = run_of(lines, title, range(layout.letterhead.stop if layout.number is None else layout.number + 1, head))
        if run:
            layout.title = run
            return
    if layout.number is None:
        layout.title = _best_title(lines, layout.letterhead.stop, head)
    else:
        # An order without its instrument, an announcement: what stands below the number where that is a title, else its own head.
        below = _title_run(lines, layout.number + 1) if layout.number + 1 < len(lines) else range(0)
        layout.title = below if _ABOUT.search(layout.lines[below.start].text if below else "") else layout.order_head


def _stated_titles(facts: list[Fact]) -> list[str]:
    """Return keys of the titles that the page states, the most reliable first."""
    order = ("标题", "ArticleTitle", "headline", "Title")
    titles = [fact.value for label in order for fact in facts if fact.label == label and len(fact.value) <= LONGEST_STATED]
    pieces = [piece for title in titles for piece in (title, *re.split(r"\s*[-_|—–]+\s*", title))]
    # The name of the site stands beside the title in the page's own, and signs the notice.
    return [key(piece) for piece in dict.fromkeys(pieces) if len(key(piece)) >= 6 and not is_agency(piece)]


def _best_title(lines: list[Line], top: int, head: int) -> range:
    """Return the lines from ``top`` on most like a title: a run that ends in a document type, one with 关于 or 印发 before others."""
    plain: range | None = None
    for first in range(top, head):
        text = lines[first].text
        if first > top and (is_body(text) or _is_addressee(text)):
            break
        if not is_title_line(text):
            continue
        run = _title_run(lines, first)
        if run:
            whole = "".join(lines[index].text for index in run)
            if _ABOUT.search(whole):
                return run
            plain = plain or run
    if plain:
        return plain
    # Not a notice's title: the headline of a news page may stand here, and may cry out.
    text = lines[top].text if len(lines) > top + 1 else ""
    return range(top, top + 1) if 0 < len(text) <= LONGEST_HEADLINE and is_title_line(text.rstrip("!?")) else range(0)


def _title_run(lines: list[Line], first: int) -> range:
    text = ""
    for index in range(first, min(first + LONGEST_TITLE_RUN, len(lines))):
        line = lines[index].text
        if not is_title_line(line):
            break
        text += line
        if ends_as_title(text) and not (index + 1 < len(lines) and _ends_as_title_tail(lines[index + 1].text)):
            return range(first, index + 1)
    return range(0)


def _ends_as_title_tail(text: str) -> bool:
    """Whether a line only closes the title above it: 的通知, (试行)."""
    return bool(re.fullmatch(r"的\S{1,4}", text) or TITLE_TAIL.fullmatch(text))


def find_number(layout: Layout) -> None:
    """Find the line of the document number (7.2.5): below the title or, as in print, above it."""
    if layout.number is not None:
        head = "".join(layout.lines[index].text for index in layout.order_head)
        layout.number_value = parse_number(head.replace(" ", "") + layout.lines[layout.number].text)
        return
    if layout.letterhead.number is not None:
        layout.number = layout.letterhead.number
        layout.number_value = parse_number(without_signer(layout.lines[layout.number].text).strip("() "))
        return
    title = layout.title
    below = range(title.stop, min(title.stop + 6, len(layout.lines)))
    above = range(max(title.start - 4, 0), title.start)
    top = takewhile(lambda index: not _is_addressee(layout.lines[index].text) and not is_body(layout.lines[index].text), below)
    for index in (*top, *reversed(above)):
        number = parse_number(_NUMBER_PREFIX.sub("", layout.lines[index].text).strip("() "))
        if number is not None:
            layout.number, layout.number_value = index, number
            return


def find_addressees(layout: Layout) -> None:
    """Find the addressees (7.3.2) and, above them, a bracketed line on how the instrument was passed."""
    lines = layout.lines
    first = below_head(layout)
    for index in range(first, min(first + 6, len(lines))):
        text = lines[index].text
        if _is_addressee(text):
            start = index
            # A long list of addressees is broken over lines: those above, down to the head of the notice, belong to it.
            while start > first and start - 1 not in layout.subtitle and _runs_on(lines[start - 1].text):
                start -= 1
            layout.addressees = range(start, index + 1)
            break
        if _SUBTITLE.match(text):
            layout.subtitle.append(index)
        elif _EVERY.match(text) and index + 1 < len(lines) and not _is_addressee(lines[index + 1].text):
            layout.addressees = range(index, index + 1)
            break
        elif is_body(text) and not _runs_on(text):
            break


def _runs_on(text: str) -> bool:
    """Whether a line breaks off inside an enumeration: at a separator, or in mid-word where a printed page was copied."""
    if text.endswith((",", "、")):
        return not is_body(text) or len(text) <= LONGEST_ADDRESSEES
    printed = 20 <= len(text) <= LONGEST_TITLE_LINE and bool(re.search(r"[、,]", text))
    return printed and not SENTENCE_END.search(text) and not is_body(text) and parse_date(text) is None and parse_number(text) is None


def _is_addressee(text: str) -> bool:
    if not text.endswith(":") or not 3 <= len(text) <= LONGEST_ADDRESSEES or LABEL.match(text):
        return False
    return bool(_ADDRESSEE.search(text)) and not _NOT_ADDRESSEE.search(text)
