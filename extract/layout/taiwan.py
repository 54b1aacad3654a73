"""Taiwan's official documents (公文程式條例; 行政院 文書處理手冊): 令, 公告, 函.

The head is the issuer with the kind of document on one line, then date and number; a letter (函) has these and more behind
labels (受文者, 發文日期, 發文字號, 速別 …). What the document is about stands in its 主旨; an order (令) says it in the first
paragraph, where it does not come at once with numbered explanations. Office and name of the head of the agency close it, before
the instrument that it issues; 正本 and 副本 name who gets a letter. The words are simplified here, as views have them.
"""

from __future__ import annotations

import re

from ..dates import find_dates
from ..numbers import parse_number
from ..page import Fact
from ..text import Line, View, key, squeeze
from .closing import PERSON
from .model import LABEL, SENTENCE_END, Layout, Official, Signature

__all__ = ["find_official", "find_official_closing", "find_official_instrument"]

HEAD_LINES = 14
"""Lines from the top among which the head begins, and lines that it may have."""
_HEAD = re.compile(r"^(?:(?!关于|的)\S){2,40}?\s*(?:令|公告|书函|函)$")
_LABELS = frozenset(
    [
        "地址",
        "机关地址",
        "联络地址",
        "联络人",
        "联络方式",
        "联络电话",
        "承办人",
        "承办单位",
        "电话",
        "传真",
        "电子信箱",
        "电子邮件",
        "受文者",
        "发文日期",
        "发文字号",
        "日期",
        "字号",
        "速别",
        "档号",
        "保存年限",
        "密等",
        "密等及解密条件",
        "密等及解密条件或保密期限",
        "附件",
    ]
)
_LABEL = re.compile(r"^([\u4e00-\u9fff ]{2,16}?)\s*:\s*")
_REMARK = re.compile(r"\s*(?:\([^()]{1,10}\))?\s*$")
_SUBJECT = re.compile(r"^主\s*旨\s*:\s*")
_SECTION = re.compile(r"^(?:说\s*明|依\s*据|公\s*告\s*事\s*项|办\s*法|拟\s*办)\s*:")
_LONGEST_SUBJECT = 600
_ENCLOSED = re.compile(r"^附(?![件表录图记则])")
_DECIDED = re.compile(r"决行$")
_COPIES = re.compile(r"^(正|副)\s*本\s*:\s*")
_QUOTED = re.compile(r"「([^「」]{2,80})」")
_ISSUES = re.compile(r"订定|修正|修订|发布|核定|增订|制定|颁布")
_LONGEST_HEADING = 150
"""Characters of the line that heads an instrument; names of regulations are long, and 第三點、第六點修正規定 follows."""


def find_official(layout: Layout, facts: list[Fact]) -> bool:
    """Find the head of a Taiwanese document and its subject; returns whether there is one.

    ``facts`` may state the number: the lines 發文日期 and 發文字號 look like an index table, and readers may take them for one.
    """
    lines = layout.lines
    heads = [index for index in range(min(len(lines), HEAD_LINES)) if _HEAD.match(lines[index].text)]
    if not heads:
        return False
    numbers = (parse_number(fact.value) for fact in facts if fact.label == "发文字号")
    stated = any(number is not None and number.kind == "taiwan" for number in numbers)
    return any(_read_head(layout, index, stated=stated) for index in heads)


def _read_head(layout: Layout, first: int, *, stated: bool) -> bool:
    """Read date, number and labelled lines below line ``first`` into the layout; False, with nothing changed, without a number.

    ``stated`` says that the page gives the number elsewhere.
    """
    lines = layout.lines
    official = Official(range(first, first + 1))
    number = number_line = None
    index = first + 1
    for index in range(first + 1, min(len(lines), first + HEAD_LINES)):
        line = lines[index]
        label = _LABEL.match(line.text)
        named = squeeze(label[1]) if label else ""
        known = named in _LABELS
        at = label.end() if label and known else 0
        found = next(find_dates(line.text[at:]), None) if official.date is None else None
        if found is not None and found[0] == 0:
            official.date = (line.start + at, line.start + at + found[1], found[2])
            at += found[1]
        value = parse_number(line.text[at:]) if number is None and line.text[at:].strip() else None
        if value is not None and value.kind == "taiwan":
            number = value
            number_line = index
        elif named == "受文者" and known:
            official.recipients = (line.start + at, line.end) if line.start + at < line.end else None
        elif not known and not (official.date and at and _REMARK.fullmatch(line.text, at)):
            break
    else:
        index += 1
    if number is None and not stated:
        return False
    official.head = range(first, index)
    official.subject = _subject(lines, index)
    layout.order_head = layout.title = range(first, first + 1)
    layout.number, layout.number_value, layout.official = number_line, number, official
    return True


def _subject(lines: list[Line], index: int) -> tuple[int, int] | None:
    """Return the offsets of the 主旨, or of the first paragraph of an order, without its full stop."""
    for line in lines[index : index + 2]:
        label = _SUBJECT.match(line.text)
        start = line.start + label.end() if label else line.start
        if start == line.end:
            continue  # the label stands alone, its text below it
        if LABEL.match(line.text) or _SECTION.match(line.text) or line.end - start > _LONGEST_SUBJECT:
            return None
        return start, start + len(line.text[start - line.start :].rstrip("。"))
    return None


def find_official_closing(layout: Layout) -> None:
    """Find who signs (部長 某某), by whose leave (授權單位主管決行), what is enclosed (附「…」) and who gets it (正本)."""
    official = layout.official
    if official is None:
        return
    lines = layout.lines
    first = next((at for at in range(official.head.stop, len(lines)) if len(lines[at].text) <= 40 and PERSON.match(lines[at].text)), None)
    if first is not None:
        stop = first + 1
        while stop < len(lines) and len(lines[stop].text) <= 40 and PERSON.match(lines[stop].text):
            stop += 1
        persons = [(at, lines[at].text) for at in range(first, stop)]
        layout.signature = Signature(range(first, stop), [], persons, None, None, None)
        while stop < len(lines) and len(lines[stop].text) <= 40 and _DECIDED.search(lines[stop].text):
            layout.closing.append(stop)
            stop += 1
    for at in range(official.head.stop, len(lines) if first is None else first):
        if _ENCLOSED.match(lines[at].text) and len(lines[at].text) <= _LONGEST_SUBJECT:
            layout.attachments.append(at)
    layout.attachments.sort()
    for at in range(official.head.stop, len(lines)):
        copies = _COPIES.match(lines[at].text)
        if copies:
            layout.closing.append(at)
            if copies[1] == "正" and copies.end() < len(lines[at].text):
                official.recipients = (lines[at].start + copies.end(), lines[at].end)


def find_official_instrument(layout: Layout, view: View) -> None:
    """Find the instrument that an order issues: the 「…」 of its subject, and the line behind the signature that this heads."""
    official = layout.official
    if official is None or official.subject is None or not _ISSUES.search(view.text, *official.subject):
        return
    names = [match.span(1) for match in _QUOTED.finditer(view.text, *official.subject)]
    if not names:
        return
    lines = layout.lines
    start = layout.signature.lines.stop if layout.signature else official.head.stop + 1
    keys = [(key(view.text[begin:end]), begin, end) for begin, end in names]
    for index in range(start, len(lines)):
        text = lines[index].text
        if len(text) > _LONGEST_HEADING or SENTENCE_END.search(text) or LABEL.match(text):
            continue
        own = key(text)
        named = next(((begin, end) for name, begin, end in reversed(keys) if own.startswith(name)), None)
        if named:
            layout.instrument = range(index, index + 1)
            layout.instrument_title = view.raw[named[0] : named[1]]
            return
    if squeeze(lines[layout.order_head.start].text).endswith("令"):
        renamed = "名称" in view.text[official.subject[0] : official.subject[1]]
        begin, end = names[-1 if renamed else 0]
        layout.instrument_title = view.raw[begin:end]
