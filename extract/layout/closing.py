"""The closing of a notice: signature, date, note, copies (GB/T 9704-2012 7.3.5 to 7.4)."""

from __future__ import annotations

import re
from datetime import date

from ..agencies import split_agencies
from ..dates import find_dates, parse_date
from ..text import Line
from .model import SENTENCE_END, Layout, Signature, below_head

__all__ = ["PERSON", "closing_start", "find_closing", "find_signature"]

LONGEST_SIGNATURE = 8
"""Agencies of a joint notice sign on a line each; orders carry office and name."""
_NOTE = re.compile(r"^(?:\(?\s*此\s*[件文].{1,20}\)?|\(\s*(?:本文|本件|联系人|公开方式|信息公开|发至|下发至).{1,60}\))$")
_COPIED = re.compile(
    r"^(?:抄\s*送|抄\s*报|抄\s*发|分\s*送|主\s*送|主题词|公开方式|公开属性|信息公开选项|出\s*席|列\s*席|缺\s*席|请\s*假|记\s*录|校\s*对|发|送|正\s*本|副\s*本)\s*:"
)
_PRINTED = re.compile(r"^.{2,30}\s*\d{4}年\d{1,2}月\d{1,2}日\s*印发$")
_OFFICES = "总理|主席|部长|省长|市长|区长|县长|州长|主任委员|主任|局长|院长|署长|行长|处长|厅长|司长|馆长|校长|秘书长"
# Office and name are letter-spaced to one width in print: 总　理　　李克强.
_OFFICE = "|".join(" {0,3}".join(office) for office in _OFFICES.split("|"))
PERSON = re.compile(rf"^[\u4e00-\u9fff]{{0,12}} {{0,3}}(?:{_OFFICE})\s*:?\s*[\u4e00-\u9fff·‧]\s?[\u4e00-\u9fff·‧\s]{{1,8}}$")
# A seal's stand-in, or the debris of a blank that was escaped twice (&amp;nbsp; -> &nbsp;).
_SEAL = re.compile(r"\s*(?:\((?:盖章|印章|公章|章|印)\)|&[a-z]{0,5};)$")
_OWN_DATE = re.compile(r"年.{1,6}月.{1,6}日?")


def find_signature(layout: Layout) -> None:
    """Find the first closing: agencies or persons with a date below or beside them; failing that, a date that stands alone."""
    lines = layout.lines
    first = max(below_head(layout), layout.addressees.stop)
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
        signature.day, signature.date_line, signature.date_span = day, index, span
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
    if end < len(text.rstrip(") ")) or not before or not (split_agencies(before) or PERSON.match(before)):
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
        if len(plain) > 80 or SENTENCE_END.search(plain):
            break
        if PERSON.match(plain):
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


def find_closing(layout: Layout) -> None:
    """Find the note (附注) and the lines of copies and printing (抄送, 印发)."""
    for index in range(layout.title.stop, len(layout.lines)):
        text = layout.lines[index].text
        if len(text) > 300:
            continue
        if layout.note is None and _NOTE.match(text):
            layout.note = index
        elif _COPIED.match(text) or (text.endswith("印发") and _PRINTED.match(text)):
            layout.closing.append(index)


def closing_start(lines: list[Line], first: int, stop: int) -> int:
    """Return the first line of the closing at the end of ``lines[first:stop]``; ``stop`` where those end without one.

    An instrument, a report that is forwarded, an annex may each be signed and dated of their own.
    """
    top = stop
    while top > first and len(lines[top - 1].text) <= 300 and _is_closing(lines[top - 1].text):
        top -= 1
    dated = _dated_line(lines[top - 1]) if top - 1 > first and len(lines[top - 1].text) <= 80 else None
    if dated is None:
        return top
    top -= 1
    while top - 1 > first and len(lines[top - 1].text) <= 80 and _is_signer(_SEAL.sub("", lines[top - 1].text).strip()):
        top -= 1
    return top


def _is_closing(text: str) -> bool:
    return bool(_NOTE.match(text) or _COPIED.match(text) or _PRINTED.match(text))


def _is_signer(text: str) -> bool:
    return not SENTENCE_END.search(text) and bool(PERSON.match(text) or split_agencies(text))
