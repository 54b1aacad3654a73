"""Run-in and stand-alone headings of clauses: what stands between a label and the text, where that is a title and no provision."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from .text import Line

__all__ = ["LONGEST_HEADING", "heading_span", "is_mark", "wrap_width"]

LONGEST_HEADING: Final = 50
"""Characters of a run-in heading; titles of clauses are shorter, first sentences that are provisions usually longer."""
_LONGEST_BEFORE_COLON: Final = 20
_LONGEST_OF_ARTICLE: Final = 24
_LEAST_LINES: Final = 8
"""Lines that a text needs before its line breaks can be told for those of a printed page."""

_END: Final = re.compile(r"[。:;!?]")
# Words of a sentence that commands, allows or describes; 需要, 要素, 响应, 应急 and the like only look like them.
_PROVISION: Final = re.compile(
    r"(?=[不应必可予按根,要须负由包是凡任各有为\d])(?:"  # their first characters: the scan passes over all others at once
    r"不得|应当|必须|可以|予以|按照|根据|,.*,.*,"
    r"|(?<![需重主必纲摘概紧首次提简为])要(?![素求点闻件害约旨义塞道职账])|(?<![供响适效反对相照顺感])应(?![急用对变收付届答聘邀])"
    r"|须(?!知)|负责(?![制人])(?=[^,、]{2})|由.{1,30}(?:组成|担任|签发|审批|批准|决定)|包括|是指|(?<![求于但就还])是(?![否非])"
    r"|\d.{0,6}(?:%|以上|以下|以内|以前|之前|月?底|日内|个月|万元|亿元|元)|^(?:凡|任何|各地|各级|各市|各县|各区|各有关|有下列|为了))"
)
# What a colon introduces an enumeration with is no title.
_INTRODUCES: Final = re.compile(r"下列|以下|如下|包括|分为|具备|附[件后]|[为有是即]$")
# A mark of responsibility names who carries out the sentence before it; it is no text that a heading could head.
_MARK: Final = re.compile(
    r"(?:牵头|责任|配合|负责|主办|协办|实施|承办|主管)(?:单位|部门|领导|人|主体|处室|科室)?(?:及分工)?\s*:|(?:完成|办理)?(?:时限|时间)\s*:"
)
_MARK_BRACKET: Final = re.compile(r"\(.{2,300}\)[。;]?")
_MARK_WORD: Final = re.compile(r"负责|牵头|责任|配合|分工|落实|部门|单位|时限")
_BRACKETED_TITLE: Final = re.compile(r"\s*[【(\[]([^】)\]\d]{2,20})[】)\]]\s*(?P<more>\S)?")
_ENDS_SENTENCE: Final = re.compile(r"[。;:!?)”》】]$")


def is_mark(text: str) -> bool:
    """Return whether ``text`` (folded) is nothing but a mark of responsibility: (省财政厅负责), 责任单位:…, 完成时限:…."""
    text = text.strip()
    if _MARK.match(text):
        return True
    return bool(_MARK_BRACKET.fullmatch(text) and _MARK_WORD.search(text) and "。" not in text.rstrip("。"))


def heading_span(level: str, rest: str, *, beneath: bool) -> tuple[int, int] | None:
    """Return where the heading stands in ``rest``, the folded text between a label and the end of its paragraph; None without one.

    ``beneath`` says that the clause holds more than that paragraph. GUIDELINES: a heading is the text to the first 。, or to the
    colon of a short phrase, when it is a title and not a full provision, so something must follow for it to head.
    """
    if level in ("book", "chp", "scn"):
        return _trimmed(rest, len(rest))
    bracket = _BRACKETED_TITLE.match(rest) if level == "art" else None
    if bracket and (bracket["more"] or beneath):
        return bracket.span(1)
    if level == "point":
        return None
    stop = _END.search(rest)
    end = stop.start() if stop else len(rest)
    tail = rest[end + 1 :].strip()
    span = _trimmed(rest, end)
    if span is None or not (beneath or (tail and not is_mark(tail))):
        return None
    title = rest[span[0] : span[1]]
    if stop and stop[0] == "?":
        return None if tail or len(title) > LONGEST_HEADING else (span[0], end + 1)  # a question is asked with its mark
    return span if _is_title(title, stop[0] if stop else "", level) else None


def _is_title(title: str, stop: str, level: str) -> bool:
    """Whether a phrase that ends in ``stop`` is a title and no provision."""
    if level == "art" and (title.startswith("本") or len(title) > _LONGEST_OF_ARTICLE):
        return False
    if stop == ":" and (len(title) > _LONGEST_BEFORE_COLON or _INTRODUCES.search(title)):
        return False
    if not 2 <= len(title) <= LONGEST_HEADING or stop not in ("", "。", "" if level == "art" else ":"):
        return False
    return not stop or not _PROVISION.search(title)


def _trimmed(text: str, end: int) -> tuple[int, int] | None:
    """Return the span of ``text[:end]`` without the blanks at its ends; None where nothing is left."""
    piece = text[:end]
    start = len(piece) - len(piece.lstrip())
    return (start, start + len(piece.strip())) if piece.strip() else None


def wrap_width(lines: list[Line]) -> int | None:
    """Return the width of the page where lines end as a page printed them, in mid-sentence; None where a line is a paragraph.

    Text copied from PDF has its long lines all but equal in length; most of them end without a mark.
    """
    long = [line for line in lines if len(line.text) >= 20]
    if len(long) < _LEAST_LINES:
        return None
    broken = [len(line.text) for line in long if not _ENDS_SENTENCE.search(line.text)]
    if 2 * len(broken) < len(long):
        return None
    width, _ = Counter(broken).most_common(1)[0]
    near = sum(1 for length in broken if abs(length - width) <= 3)
    return width if 2 * near >= len(broken) else None
