"""Clauses: the tree of numbered and dashed units, read from the sequence of their labels.

A label is one only if the sequence says so: 1 follows nothing or opens a level, 3 follows 2, run-on numbering goes on from
the level's last number under another parent. Everything else that looks like a label (2.0 版, quoted provisions, page
marks, references) finds no place in the sequence and is text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from ..schemas.notice import Clause
from .headings import heading_span, is_mark, wrap_width
from .labels import RANKS, Label, find_labels, lost_breaks
from .parts import Division
from .text import View, tidy

__all__ = ["find_clauses", "locator"]

LOOK_AHEAD = 60
"""Labels of one kind that are looked through to see whether a run is nested; keeps hostile texts linear."""

LONGEST_EMPTY = 3
"""Chapters of decimal numbering without sections that may precede one with them."""
LONGEST_TOPIC = 16
"""Characters of a line that is a heading for its shortness, whatever closes it: 指导思想。"""
_LIST_TITLE = re.compile(r"[^,。;:、]{4,40}(?:名单|一览表|分工表|分解表|分配表|任务表|情况表|汇总表|登记表|申报表|申请表)(?:\(.{1,30}\))?")
_CONCLUDES = re.compile(
    r"(?:本(?:办法|措施|通知|意见|方案|政策|细则|规定|规划|公告|决定|通告)(?:自|由)|以上(?:通知|意见|措施|方案|规定|政策)|特此|此复|妥否|专此|请(?:遵照|认真|各))"
)
_OWN_CONCLUSION = re.compile(r"附\s*则|其[他它]|施行|实施|期限|解释|时间|生效")
_PARAGRAPH_END = re.compile(r"[。;:!?]$")
# 要點第三點、第六點修正規定: only the points that an amendment changes, with their numbers.
_EXCERPT = re.compile(r"第.{1,4}点|部分规定")
_LEVELS = {"capital": "chp", "enclosed": "item", "dec1": "sec", "dec2": "subsec", "dec3": "para", "dec4": "subpara"}


@dataclass(slots=True)
class _Node:
    label: Label
    parent: _Node | None
    level: str
    children: list[_Node] = field(default_factory=list)
    end: int = 0
    heading: str | None = None
    run_in: bool = False
    """Whether the heading is a first sentence, not a line of its own."""
    number: int = 0


def find_clauses(view: View, divisions: list[Division], masked: set[int], *, flowing: bool) -> list[Clause]:
    """Return the clauses of all parts in document order.

    ``masked`` are lines (indices into ``view.lines``) that hold rosters, tables, titles and the like and have no clauses.
    """
    clauses: list[Clause] = []
    flowing = flowing or lost_breaks(view.text)
    for division in divisions:
        if not division.body:
            continue
        labels = find_labels(view, division.body, masked, flowing=flowing)
        roots = _Recogniser(labels, flowing=flowing, excerpt=_EXCERPT.search(division.part.title or "") is not None).read()
        if roots:
            _close(roots, view, division)
            clauses += _emit(roots, view, division.part.eid)
    return clauses


def locator(clauses: list[Clause], parts: list[Division]) -> Callable[[int], str]:
    """Return a function from an offset of the source to the eid of the deepest clause, else of the part, that holds it."""
    starts = [clause.start for clause in clauses]
    bounds = [(division.part.start, division.part.eid) for division in parts]
    by_eid = {clause.eid: clause for clause in clauses}

    def locate(offset: int) -> str:
        at = bisect_right(starts, offset) - 1
        clause = clauses[at] if at >= 0 else None
        while clause is not None and offset >= clause.end:
            clause = by_eid.get(clause.parent)
        if clause is not None:
            return clause.eid
        index = bisect_right(bounds, (offset, "\uffff")) - 1
        return bounds[max(index, 0)][1] if bounds else "main"

    return locate


def _decimal_chapters(labels: list[Label]) -> None:
    """Read 1. as the first level of decimal numbering where 1.1 follows it, and 2. where it closes such a chapter."""
    number = 0
    for index, label in enumerate(labels):
        if label.kind != "para" or not label.at_line:
            continue
        above = labels[index - 1].path if index else ()
        below = labels[index + 1].path if index + 1 < len(labels) else ()
        if below == (label.number, 1) or (number and label.number == number + 1 and above[:1] == (number,)):
            number = label.number
            # Those right before it without sections of their own are of its level, too.
            first = max(0, index - min(number - 1, LONGEST_EMPTY))
            for before, chapter in enumerate(labels[first : index + 1], number - (index - first)):
                if chapter.kind == "para" and chapter.number == before:
                    chapter.kind, chapter.path = "dec1", (before,)


class _Recogniser:
    """Reads the labels from left to right and keeps those that the sequence allows."""

    def __init__(self, labels: list[Label], *, flowing: bool, excerpt: bool) -> None:
        self.labels = labels
        self.flowing = flowing
        self.scattered = {"art", "sec"} if excerpt else {"art"}
        """Kinds that may begin with any number; in an excerpt they may also skip any."""
        self.excerpt = excerpt
        self.stack: list[_Node] = []
        self.roots: list[_Node] = []
        self.last: dict[str, int] = {}
        self.nested: set[tuple[str, str]] = set()
        """(outer, inner) kinds that this text nests against the usual order."""
        _decimal_chapters(labels)
        self.positions: dict[str, list[int]] = {}
        for index, label in enumerate(labels):
            self.positions.setdefault(label.kind, []).append(index)

    def read(self) -> list[_Node]:
        """Return the roots of the tree."""
        for index, label in enumerate(self.labels):
            if label.kind == "item":
                self._dash(label)
            elif label.path and not self._fits(index, label):
                continue
            elif label.at_line or self._may_stand_inline(index, label):
                self._numbered(index, label)
        return self.roots

    def _fits(self, index: int, label: Label) -> bool:
        """Whether a decimal number stands in its place: 2.3 under 2 (or under 二、); a first 1 only where 1.1 comes next."""
        if len(label.path) > 1:
            above = tuple(node.label.number for node in self.stack if node.label.path)
            if not above or (above[0] != label.path[0] and not any(len(node.label.path) == 1 for node in self.stack)):
                chapter = next((node for node in reversed(self.stack) if node.label.kind in ("sec", "chp", "scn")), None)
                return len(label.path) == 2 and chapter is not None and chapter.label.number == label.path[0]
            if len(self.stack[0].label.path) != 1 and not any(len(node.label.path) == 1 for node in self.stack):
                above = (label.path[0], *above)
            return label.path[:-1] == above[: len(label.path) - 1]
        following = self._next(index, "dec2")
        opens = following is not None and following.path[1] == 1 and 0 <= following.path[0] - label.number <= LONGEST_EMPTY
        return self.last.get("dec1", 0) + 1 == label.number and (opens or label.number > 1)

    def _next(self, index: int, kind: str) -> Label | None:
        """Return the next label of ``kind`` behind ``index``."""
        places = self.positions.get(kind, [])
        at = bisect_right(places, index)
        return self.labels[places[at]] if at < len(places) else None

    def _continues(self, index: int, label: Label) -> bool:
        """Whether the next label of the same kind carries the next number."""
        following = self._next(index, label.kind)
        return following is not None and following.number == label.number + 1

    def _may_stand_inline(self, index: int, label: Label) -> bool:
        """Whether a label inside a line is one: it opens a run of provisions, or goes on with one."""
        open_node = next((node for node in reversed(self.stack) if node.label.kind == label.kind), None)
        if open_node is not None and label.number == open_node.label.number + 1:
            return not open_node.label.at_line or open_node.label.line == label.line or self.flowing
        if self.flowing:
            goes_on = label.number == self.last.get(label.kind, 0) + 1
            return (goes_on and label.number > 1) or (label.number == 1 and self._continues(index, label))
        if label.number != 1 or not self._continues(index, label):
            return False
        # Within one paragraph the units are provisions only if the first ends as a sentence or a semicolon clause does.
        following = self._next(index, label.kind)
        return following is not None and following.line == label.line and not following.at_line and following.start - label.end >= 5

    def _numbered(self, index: int, label: Label) -> None:
        kind, number = label.kind, label.number
        depth = next((at for at in range(len(self.stack) - 1, -1, -1) if self.stack[at].label.kind == kind), None)
        if depth is not None:
            step = number - self.stack[depth].label.number
            skips = 2 <= step <= 3 or (self.excerpt and step > 0 and kind in self.scattered)
            if step == 1 or (label.at_line and (skips or (step <= 0 and self._repeats(index, label)))):
                del self.stack[depth:]
                self._push(label)
            return
        run_on = self.last.get(kind, 0) + 1
        if number not in (1, run_on) and not (
            label.at_line and (kind in self.scattered or (number <= run_on + 2 and self._continues(index, label)))
        ):
            return
        self._pop_to(index, kind)
        self._push(label)

    def _repeats(self, index: int, label: Label) -> bool:
        """Whether a number that does not rise is still a label: a new run from 1, or one number set twice by mistake."""
        if label.number == 1:
            return self._continues(index, label) or label.kind in ("chp", "scn", "art")
        return label.number == self.last.get(label.kind) and self._continues(index, label)

    def _pop_to(self, index: int, kind: str) -> None:
        """Take off the stack what a new run of ``kind`` ends: deeper kinds, unless their own run goes on behind it."""
        while self.stack and RANKS[self.stack[-1].label.kind] >= RANKS[kind]:
            top = self.stack[-1].label
            if (top.kind, kind) in self.nested:
                break
            following = self._next(index, top.kind)
            goes_on = top.kind != "item" and following is not None and following.number == top.number + 1
            if goes_on and following is not None and self._resumes(index, kind, following):
                self.nested.add((top.kind, kind))
                break
            self.stack.pop()

    def _resumes(self, index: int, kind: str, following: Label) -> bool:
        """Whether ``following`` (of the level above) comes before ``kind`` starts again from 1: then ``kind`` is nested in it."""
        start = self.labels[index]
        if start.number != 1 or not self._continues(index, start):
            return False
        places = self.positions[kind]
        first = bisect_right(places, index)
        own = (self.labels[at] for at in places[first : first + LOOK_AHEAD])
        return all(label.number > 1 for label in takewhile(lambda label: label.start < following.start, own))

    def _dash(self, label: Label) -> None:
        if self.stack and self.stack[-1].label.kind == "item":
            label.number = self.stack.pop().label.number + 1
        self._push(label)

    def _push(self, label: Label) -> None:
        parent = self.stack[-1] if self.stack else None
        level = _LEVELS.get(label.kind, label.kind)
        if label.kind == "subsec" and any(node.level == "art" for node in self.stack):
            level = "point"  # 项 of an article
        node = _Node(label, parent, level, number=label.number)
        (parent.children if parent else self.roots).append(node)
        self.stack.append(node)
        self.last[label.kind] = label.number


def _close(roots: list[_Node], view: View, division: Division) -> None:
    """Set the end and the heading of every node."""
    order = list(_walk(roots))
    bottom = _bottom(order[-1], view, division)
    _set_ends(roots, bottom)
    width = wrap_width([view.lines[index] for index in division.body])
    _release_closing_paragraphs(roots, _Paragraphs(view, width), bottom)
    for at, node in enumerate(order):
        node.end = node.label.start + len(view.text[node.label.start : node.end].rstrip())
        _set_heading(node, view, order[at + 1].label.start if at + 1 < len(order) else bottom, width)
    _drop_single_headings(roots, order)


def _bottom(last: _Node, view: View, division: Division) -> int:
    """Return where the clauses end: at the end of the body, or above a name list or table that follows under its own title."""
    lines = view.lines
    for index in range(last.label.line + 1, division.body.stop - 1):
        if _LIST_TITLE.fullmatch(lines[index].text) and index > division.body.start:
            return lines[index - 1].end
    bottom = division.body.stop
    # 本办法自…起施行 speaks for the whole, except under a heading of its own.
    while bottom - 2 > last.label.line and _CONCLUDES.match(lines[bottom - 1].text) and last.level not in ("art", "point"):
        if _OWN_CONCLUSION.search(lines[last.label.line].text):
            break
        bottom -= 1
    return lines[bottom - 1].end


def _walk(nodes: list[_Node]) -> list[_Node]:
    stack = list(reversed(nodes))
    found = []
    while stack:
        node = stack.pop()
        found.append(node)
        stack.extend(reversed(node.children))
    return found


def _set_ends(roots: list[_Node], bottom: int) -> None:
    stack = [(roots, bottom)]
    while stack:
        nodes, end = stack.pop()
        for node, after in zip(nodes, [*nodes[1:], None], strict=True):
            node.end = after.label.start if after else end
            if node.children:
                stack.append((node.children, node.end))


def _set_heading(node: _Node, view: View, following: int, width: int | None) -> None:
    """Set the heading, see :func:`.headings.heading_span`."""
    label = node.label
    last = _paragraph_end(view, label.line, width)
    line_end = view.lines[last].end
    end = max(label.end, min(line_end, node.end, following if following > label.start else line_end))
    rest = view.text[label.end : end]
    beneath = bool(node.children) or any(not is_mark(line) for line in view.text[end : node.end].split("\n") if line.strip())
    span = heading_span("sec" if label.kind == "capital" else node.level, rest, beneath=beneath)
    if span is not None:
        raw = view.raw[label.end + span[0] : label.end + span[1]]
        node.heading = raw if node.level in ("book", "chp", "scn") else tidy(raw)
        alone = not rest[span[1] + 1 :].strip() and span[1] - span[0] <= LONGEST_TOPIC
        node.run_in = rest[span[1] : span[1] + 1] in ("。", ":") and not alone


def _paragraph_end(view: View, index: int, width: int | None) -> int:
    """Return the line where the paragraph that begins on line ``index`` ends: that line, unless a page of ``width`` broke it."""
    lines = view.lines
    while width is not None and index + 1 < len(lines) and len(lines[index].text) >= width - 3:
        if _PARAGRAPH_END.search(lines[index].text):
            break
        index += 1
    return index


def _drop_single_headings(roots: list[_Node], order: list[_Node]) -> None:
    """Take the run-in headings away from siblings most of which have none: there the first sentence is a provision as well.

    Articles are taken together, whatever their chapters, because policies title all of their articles and laws none.
    """
    families = [roots, *(node.children for node in order if node.children)]
    articles = [node for node in order if node.level == "art"]
    for nodes in (articles, *([node for node in family if node.level != "art"] for family in families)):
        titled = sum(1 for node in nodes if node.heading)
        if len(nodes) >= 3 and 2 * titled < len(nodes):
            for node in nodes:
                node.heading = None if node.run_in else node.heading


def _release_closing_paragraphs(roots: list[_Node], paragraphs: _Paragraphs, bottom: int) -> None:
    """Cut the last of a run of one-paragraph clauses at the end of its paragraph.

    What follows it without a label speaks for the clause above, or for the whole part (…各地要及时报送…), when every clause
    of the run before it had one paragraph only. An article keeps its paragraphs (款) whatever its neighbours do, and of its
    items (项) only those without a further level are compared.
    """
    families: list[tuple[_Node | None, list[_Node]]] = [(None, roots)]
    for parent, nodes in families:
        families.extend((node, node.children) for node in nodes if node.children)
        for run in _runs(nodes):
            last = run[-1]
            end = _end_of_run(run, paragraphs)
            above = parent if last.end >= bottom and last is nodes[-1] else None
            last.end = min(end, last.end)
            while end < bottom and above is not None and above.level not in ("book", "chp", "scn", "art") and end < above.end:
                above.end = end
                above = above.parent


def _runs(nodes: list[_Node]) -> list[list[_Node]]:
    """Split siblings where their numbering starts again: an article may enumerate twice."""
    starts = [0, *(at for at in range(1, len(nodes)) if nodes[at].number <= nodes[at - 1].number), len(nodes)]
    return [nodes[start:stop] for start, stop in pairwise(starts)]


def _end_of_run(run: list[_Node], paragraphs: _Paragraphs) -> int:
    """Return where the last clause of a run ends: at its first paragraph where that is all that those before it have."""
    last = run[-1]
    before = [node for node in run[:-1] if not (node.level == "point" and node.children)]
    if last.children or last.level in ("book", "chp", "scn", "art") or not before:
        return last.end
    if any(node.children or paragraphs.end(node) < node.end for node in before):
        return last.end
    return paragraphs.end(last)


class _Paragraphs:
    """Where the first paragraph of a clause ends, with the marks of responsibility below it."""

    def __init__(self, view: View, width: int | None) -> None:
        self.view = view
        self.width = width
        self.lines = view.lines
        self.starts = [line.start for line in self.lines]

    def end(self, node: _Node) -> int:
        """Return the end of the paragraph that holds the label of ``node``; that of the node where nothing else follows."""
        stop = bisect_left(self.starts, node.end)
        index = _paragraph_end(self.view, node.label.line, self.width) + 1
        while index < stop and is_mark(self.lines[index].text):
            index += 1
        return node.end if index >= stop else self.lines[index - 1].end


def _emit(roots: list[_Node], view: View, part: str) -> list[Clause]:
    clauses: list[Clause] = []
    eids: dict[int, str] = {}
    taken: dict[str, int] = {}
    for node in _walk(roots):
        parent = eids[id(node.parent)] if node.parent else part
        eid = f"{parent}__{node.level}_{node.number}"
        taken[eid] = taken.get(eid, 0) + 1
        if taken[eid] > 1:
            eid = f"{eid}-{taken[eid]}"  # one number set twice under one parent
        eids[id(node)] = eid
        start, end = view.bounds(node.label.start, node.end)
        label = view.raw[node.label.start : node.label.end].strip()
        clauses.append(Clause(eid, parent, node.level, node.number, label, node.heading, start, end))
    return clauses
