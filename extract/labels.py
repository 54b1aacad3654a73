"""Clause labels: everything that looks like one, before the sequence decides which are.

The numbering of GB/T 9704-2012 7.3.3 (一、 (一) 1. (1)), of regulations (编章节条款项目), of Taiwan (壹、一、(一) 1、(1): 文書處理手冊),
dashes and bullets, and the forms that web pages make of them (full or half width, blanks inside, ⑴ ① ㈠). 壹、 stands above 一、, which
is ``sec``, and heads a part of the text as a chapter does: its level is ``chp``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice

from .numerals import to_int
from .text import Line, View

__all__ = ["RANKS", "Label", "find_labels", "lost_breaks"]

RANKS = {
    kind: rank
    for rank, kind in enumerate(
        ("book", "chp", "scn", "art", "capital", "sec", "dec1", "dec2", "dec3", "dec4", "subsec", "para", "subpara", "enclosed", "item")
    )
}
"""Depth of each kind of label; a kind may stand directly under any other of less depth (levels are skipped)."""

LARGEST = 400
"""Of a label's number; more is a quantity or a year. The Civil Code has 1260 articles: articles have their own bound."""
LARGEST_ARTICLE = 2000
LONGEST_CHAPTER = 40
"""Characters of a line that heads a chapter of decimal numbering."""

_HAN = "一二三四五六七八九十百千零〇○两"
# 壹、貳、 stand above 一、 in Taiwan (文書處理手冊) and in older plans; 參 becomes 参 in a simplified view.
_CAPITALS = "壹贰叁参肆伍陆柒捌玖拾"
_UNITS = {"编": "book", "篇": "book", "部分": "book", "章": "chp", "节": "scn", "条": "art"}
_LINE_LABEL = re.compile(
    rf"""
    (?=[第(\d{_HAN}{_CAPITALS}㈠-㈩⑴-⒇①-⑳⒈-⒛—─–•●·■◆▪○□◇★►➢\uf06c\uf06e\uf0b7\uf0d8\uf0fc-])(?:  # most lines are passed over at once
    第\s?(?P<unit_number>[{_HAN}]{{1,7}}|\d{{1,4}})\s?(?P<unit>[编篇章节条]|部分)(?P<bis>之[一二三四五六七八九十])?(?=[\s【(《]|(?P<tight>\S))
  | (?P<dec>\d{{1,2}}(?:[.]\d{{1,2}}){{1,3}})(?![\d.])(?:\s+|(?=[\u4e00-\u9fff(《“])(?![年月日倍万亿元个级版吨米公平]))
  | (?P<dec1>\d{{1,2}})\s+(?=[\u4e00-\u9fff])
  | (?P<capital>[{_CAPITALS}]{{1,3}})\s?[、.]\s*
  | (?P<sec>[{_HAN}]{{1,4}})\s?[、.]\s*
  | (?:[(]\s?(?P<subsec>[{_HAN}]{{1,4}})\s?[)]|(?P<subsec_sign>[㈠-㈩]))\s*[、.]?\s*
  | (?:(?P<para>\d{{1,3}})\s?(?:[.](?!\d(?!\d{{3}}年))|、)|(?P<para_sign>[⒈-⒛]))\s*
  | (?:[(]\s?(?P<subpara>\d{{1,3}})\s?[)]|(?P<subpara_half>\d{{1,2}})[)]|(?P<subpara_sign>[⑴-⒇]))\s*[、.]?\s*
  | (?P<enclosed>[①-⑳])\s*[、.]?\s*
  | (?P<item>-{{1,4}}|—{{1,2}}|─{{1,2}}|–{{1,2}}|[•●·■◆▪○□◇★►➢\uf06c\uf06e\uf0b7\uf0d8\uf0fc])\s*(?=[^\s\d—-])
    )""",
    re.VERBOSE,
)
# Inside a line only the bracketed and the enclosed forms are labels; 一、 and 1. only where a text has lost its line breaks.
_INLINE = re.compile(
    rf"(?=[(①-⑳⑴-⒇㈠-㈩])(?:[(]\s?(?:(?P<subsec>[{_HAN}]{{1,3}})|(?P<subpara>\d{{1,2}}))\s?[)]"
    r"|(?P<enclosed>[①-⑳])|(?P<subpara_sign>[⑴-⒇])|(?P<subsec_sign>[㈠-㈩]))"
)
# 人才政策:1.购房补贴…;2.子女入学…
_INLINE_PARA = re.compile(r"[。;:](?P<para>\d{1,2})[.、](?!\d)\s*")
_FLOWING = re.compile(
    rf"(?:(?<=[。;:!?])|(?<=[。;:!?]\s))(?:(?P<sec>[{_HAN}]{{1,3}})、|(?P<para>\d{{1,2}})[.](?!\d))\s*"
    rf"|(?<=\s)第(?P<unit_number>[{_HAN}]{{1,7}})(?P<unit>[章节条])(?P<bis>之[一二三四五六七八九十])?(?=\s)"
)
# Where two of these stand inside lines, the text has lost its line breaks; a blank here is none between lines.
_LOST_BREAK = re.compile(r"[。;] ?[二三四五六七八九十]{1,2}、(?=[\u4e00-\u9fff])|[。;] 第[一二三四五六七八九十百]{1,4}[章条] ")
_BOUNDARY = re.compile(r"[。;:!?\s]")
_REFERENCE = re.compile(r"第|规定|所[列称规述指]|之[外前后一间]|[至到和及与、,或](?:本|第|其|前)|中[的规所]|[的款项、,]")
# Notes below a table are numbered behind this word: 注:1. …
_NOTES = re.compile(r"(?:注|备注|说明|填表说明)\s?:\s?(?=\d)")
# A label inside a quoted provision (修改为:“第八条 …”) belongs to the quotation.
_QUOTES = frozenset('“"‘「『')
# 一、总体要求(一)指导思想: the heading of a section runs into its first subsection where a text has lost its blanks, too.
_HEADED = re.compile(r"(?<![0-9一二三四五六七八九十])[一二三四五六七八九十]{1,3}、[^\s,。;:、()《》]{2,14}$")
_CLOSING_QUOTE = re.compile(r"[”\"’」』]")


@dataclass(slots=True)
class Label:
    """One candidate, in offsets of the view."""

    start: int
    end: int
    kind: str
    number: int
    at_line: bool
    line: int
    """Index of its line in ``View.lines``."""
    path: tuple[int, ...] = ()
    """For decimal numbers (1.2.3) all of them."""


def lost_breaks(text: str) -> bool:
    """Return whether a text has lost the line breaks before its labels: sections or articles follow each other inside lines."""
    return sum(1 for _ in islice(_LOST_BREAK.finditer(text), 2)) == 2


def find_labels(view: View, lines: range, masked: set[int], *, flowing: bool) -> list[Label]:
    """Return the candidates in ``lines`` in text order, without the lines in ``masked``.

    ``flowing`` says that the text has lost its line breaks, so that every level may stand inside a line.
    """
    labels: list[Label] = []
    quoted_until = -1
    all_lines = view.lines
    for index in lines:
        line = all_lines[index]
        if index in masked or index <= quoted_until:
            continue
        if line.text[0] in _QUOTES:
            quoted_until = _closing_line(all_lines, index, lines.stop)
            continue
        first = _line_label(line, index)
        if first is not None:
            labels.append(first)
        labels += _inline_labels(line, index, first.end if first else line.start, flowing=flowing)
    return labels


def _closing_line(lines: list[Line], first: int, stop: int) -> int:
    """Return the last line of the quotation that opens on ``first``; that line itself where no closing quote follows soon."""
    for index in range(first, min(first + 30, stop)):
        if _CLOSING_QUOTE.search(lines[index].text, 1):
            return index
    return first


def _line_label(line: Line, index: int) -> Label | None:
    notes = _NOTES.match(line.text) if line.text[0] in "注备说填" else None
    skip = notes.end() if notes else 0
    match = _LINE_LABEL.match(line.text, skip)
    if match is None:
        return None
    if match["dec"] or match["dec1"]:
        return _decimal(line, index, match)
    kind, number, end = _read(match)
    if number is None or not 0 < number <= (LARGEST_ARTICLE if kind == "art" else LARGEST):
        return None
    if match["tight"] and _REFERENCE.match(line.text, match.start("tight")):
        return None  # 第八条规定的…, 第八条第二款…: a reference at the start of a line
    if end >= len(line.text) and kind == "item":
        return None
    return Label(line.start + skip, line.start + end, kind, number, at_line=True, line=index)


def _decimal(line: Line, index: int, match: re.Match[str]) -> Label | None:
    """Return a label of decimal numbering (1 总则, 1.1 目的); at the first level only on a short line that is no sentence."""
    path = tuple(map(int, (match["dec"] or match["dec1"]).split(".")))
    if 0 in path or (len(path) == 1 and (len(line.text) > LONGEST_CHAPTER or line.text[-1] in "。;,、:")):
        return None
    return Label(line.start, line.start + match.end(), f"dec{len(path)}", path[-1], at_line=True, line=index, path=path)


def _read(match: re.Match[str]) -> tuple[str, int | None, int]:
    """Return (kind, number, end of the label in the match's string)."""
    name = match.lastgroup or ""
    if name in ("unit", "bis", "tight"):
        return _UNITS[match["unit"]], to_int(match["unit_number"]), match.end("bis" if match["bis"] else "unit")
    if name == "item":
        return name, 1, match.end()
    return name.partition("_")[0], to_int(match[name]), match.end()


def _inline_labels(line: Line, index: int, after: int, *, flowing: bool) -> list[Label]:
    text = line.text
    skip = after - line.start
    found: list[Label] = []
    if "(" in text or "①" in text or "⑴" in text or "㈠" in text:
        for match in _INLINE.finditer(text, skip):
            at = match.start()
            if at > skip and not _BOUNDARY.match(text[at - 1]) and not (flowing and _HEADED.search(text, max(0, at - 20), at)):
                continue
            kind, number, end = _read(match)
            if number:
                found.append(Label(line.start + match.start(), line.start + end, kind, number, at_line=False, line=index))
    if flowing or "." in text or "1、" in text:
        for match in (_FLOWING if flowing else _INLINE_PARA).finditer(text, skip if flowing else max(skip - 1, 0)):
            kind, number, end = _read(match)
            if number:
                at = match.start() if flowing else match.start("para")
                found.append(Label(line.start + at, line.start + end, kind, number, at_line=False, line=index))
        found.sort(key=lambda label: label.start)
    return _outside_titles(text, line.start, found) if found and "《" in text else found


def _outside_titles(text: str, offset: int, labels: list[Label]) -> list[Label]:
    """Drop the labels that stand inside 《…》."""
    spans = [(match.start() + offset, match.end() + offset) for match in re.finditer(r"《[^《》]{1,200}》", text)]
    starts = [start for start, _ in spans]
    kept = []
    for label in labels:
        at = bisect_right(starts, label.start) - 1
        if at < 0 or label.start >= spans[at][1]:
            kept.append(label)
    return kept
