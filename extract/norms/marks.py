"""Marks of responsibility (责任分工): (财政部、税务总局负责), 责任单位:…, (牵头单位:…;配合单位:…): who answers for the sentences before.

The names are the actors of the sentences that a mark covers and that have no subject of their own (GUIDELINES, norms: ``mark``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from .names import shares_head, split_names

__all__ = ["Body", "Mark", "is_first_lead", "mark_at", "mark_line"]

Role = Literal["lead", "support", "responsible"]

_UNIT: Final = r"(?:单位|部门|领导|主体|处室|科室|人|方|股室|机构)"
_LEAD: Final = rf"(?:(?:牵头|主办|主责|主管|第一责任|总牵头)(?:责任)?{_UNIT}?|(?:责任|实施|承办|负责|落实|工作){_UNIT}(?:及分工)?)"
_SUPPORT: Final = rf"(?:(?:配合|协办|协助|参与|参加|协同|会同|支持|指导){_UNIT}?)"
# 责任单位:A、B 完成时限:… : a label and a colon open a run of names.
_LABEL: Final = re.compile(
    rf"(?P<support>{_SUPPORT})\s*:|(?P<lead>{_LEAD})\s*:|(?P<time>(?:完成|办理|整改|推进)?(?:时限|时间|期限)(?:要求)?|进度(?:要求|安排)?)\s*:"
)
_LINE: Final = re.compile(rf"\s*[\[【(]?\s*(?:{_LEAD}|{_SUPPORT}|(?:完成|办理)?(?:时限|时间))\s*:")
_BRACKET: Final = re.compile(
    r"(?:\((?P<round>[^()]{2,400}(?:\([^()]{0,60}\)[^()]{0,300}){0,6})\)|[〔【\[](?P<square>[^〔〕【】\[\]]{2,400})[〕】\]])(?P<stop>[。;,.]?)$"
)
# (A、B、C按职责分工负责), (A牵头,B配合), (由A负责): what closes a run of names.
_VERB: Final = re.compile(
    r"(?:(?:等)?(?:按照?|根据)?(?:各自)?(?:职责|职能)?(?:任务)?(?:分工)?(?:分别|共同|具体|牵头|组织)?(?P<verb>负责|牵头|配合|参与|参加|协助|落实|承担|实施|组织实施|抓好落实)"
    r"(?:落实|实施|推进|组织实施|组织|协调)?)\s*$"
)
_FIRST_LEADS: Final = re.compile(
    r"(?:列|排|排在|排名|位列)?(?:第一位?|首位|在?最?前)(?:位)?(?:的|者)?(?:单位|部门)?(?:者)?为(?:牵头|主办|总牵头|第一责任|主要责任)"
)


class Body(NamedTuple):
    """A body named in a mark; offsets in the view."""

    start: int
    end: int
    role: Role


@dataclass(slots=True)
class Mark:
    """A mark of responsibility; offsets in the view."""

    start: int
    end: int
    bodies: list[Body]
    own_line: bool = False
    """Whether it stands on a line of its own."""
    first_leads: bool = False
    """Whether it says that the first of the bodies leads (列第一位者为牵头单位,下同)."""
    times: list[tuple[int, int]] = field(default_factory=list)
    """Stretches that hold a time limit (完成时限:2019年底)."""


def is_first_lead(text: str) -> bool:
    """Return whether a text says once for all that the first body of a mark leads (排在第一位的部门为牵头部门,下同)."""
    return _FIRST_LEADS.search(text) is not None


def mark_line(text: str, start: int, end: int) -> Mark | None:
    """Return the mark that a paragraph is as a whole: 责任单位:…, 牵头单位:…, (省财政厅负责); None where it is none."""
    if _LINE.match(text, start, end) and text.find("。", start, end - 1) < 0:
        bracketed = text[start] in "([【" and text[end - 1] in ")]】"
        mark = _labelled(text, start + bracketed, end - bracketed)
    else:
        mark = mark_at(text, start, end)
        if mark is not None and mark.start != start:
            mark = None
    if mark is not None:
        mark.own_line = True
    return mark


def mark_at(text: str, start: int, end: int) -> Mark | None:
    """Return the mark that closes, or is, the sentence ``text[start:end]``: in brackets, or behind 责任单位: ."""
    stretch = text[start:end]
    bracket = _BRACKET.search(stretch) if stretch.rstrip("。;,.").endswith((")", "〕", "】", "]")) else None
    if bracket is not None:
        low, high = (start + at for at in bracket.span("round" if bracket["round"] else "square"))
        mark = _labelled(text, low, high) if _LINE.match(text, low, high) else _worded(text, low, high)
        if mark is not None:
            # The stop behind the bracket ends the sentence before it.
            mark.start, mark.end = start + bracket.start(), end
            return mark
    label = _LABEL.match(text, start, end)
    return _labelled(text, start, end) if label and not label["time"] else None


def _labelled(text: str, start: int, end: int) -> Mark | None:
    """Read 牵头单位:A;配合单位:B、C;完成时限:…."""
    mark = Mark(start, end, [])
    labels = list(_LABEL.finditer(text, start, end))
    for at, label in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else end
        if label["time"]:
            mark.times.append((label.end(), stop))
            continue
        lead = label["lead"] or ""
        role: Role = "support" if label["support"] else "lead" if re.match("牵头|主|第一|总", lead) else "responsible"
        mark.bodies += _names(text, label.end(), stop, role)
    mark.first_leads = is_first_lead(text[start:end])
    return mark if mark.bodies or mark.times else None


def _worded(text: str, start: int, end: int) -> Mark | None:
    """Read A、B负责; A牵头,B、C配合; A、B、C按职责分工负责,列第一位者为牵头单位,下同."""
    mark = Mark(start, end, [], first_leads=is_first_lead(text[start:end]))
    at = start
    pending: list[tuple[int, int]] = []
    known = False
    for stop in [*(match.start() for match in re.finditer("[,;。]", text[start:end])), end - start]:
        low, high = at, start + stop
        at = high + 1
        piece = text[low:high]
        if is_first_lead(piece) or ":" in piece or piece.strip() in ("下同", "以下同", ""):
            continue
        verb = _VERB.search(piece)
        pending.append((low, low + verb.start() if verb else high))
        if verb:
            known = True
            role: Role = {"牵头": "lead", "配合": "support", "参与": "support", "参加": "support", "协助": "support"}.get(
                verb["verb"], "responsible"
            )  # type: ignore[assignment]
            if "牵头" in verb[0]:
                role = "lead"
            for first, last in pending:
                mark.bodies += _names(text, first, last, role)
            pending = []
    return mark if known and mark.bodies else None


def _names(text: str, start: int, end: int, role: Role) -> list[Body]:
    """Split a run of names: at every 、 that joins no words of level, and at 和 and 及 between two names."""
    bodies: list[Body] = []
    first = start
    edges = [match.start() for match in re.finditer(r"[、,;。\n]", text[start:end]) if _is_open(text, start, start + match.start())]
    for edge in [*(start + at for at in edges), end]:
        if edge < end and text[edge] == "、" and shares_head(text[first:edge], text[edge + 1 : end]):
            continue
        for piece in split_names(text, first, edge):
            body = _clean(text, *piece)
            if body:
                bodies.append(Body(*body, role))
        first = edge + 1
    return bodies


def _is_open(text: str, start: int, at: int) -> bool:
    """Whether no bracket that opens behind ``start`` is open at ``at``."""
    return text.count("(", start, at) <= text.count(")", start, at)


def _clean(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in " 由:\n(【[":
        start += 1
    while end > start and text[end - 1] in " 。;,.)】]\n":
        if text[end - 1] == ")" and "(" in text[start:end]:
            break
        end -= 1
    name = text[start:end]
    if len(name) < 2 or len(name) > 40 or ":" in name or _FIRST_LEADS.search(name):
        return None
    return start, end
