"""Labelled values around a notice: index tables (信息公开目录的索引表) and page-information lines (来源、发布时间、浏览次数).

Both stand outside the notice proper, in tables, definition lists, list items, or, copied as text, in lines with tabs. They are read
into facts under canonical labels and set aside. The labels are data: ``data/reader_labels.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..page import Fact
from ..text import fold, squeeze

__all__ = ["INDEX", "PAGE", "Piece", "add_facts", "index_runs", "is_label", "opens_with_label", "page_line"]

INDEX = "index-table"
PAGE = "page-info"

_LONGEST = 300  # a line of labels is short; longer ones are prose that happens to begin with one
_GAP = "[ \u3000\xa0]{0,4}"
_DATE = r"(?:19|20)\d{2}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?"
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?"
# A line that opens with the page's own date: with a time of day, or written with hyphens as databases do (2019-02-11, [2019/2/11]).
_DATED = re.compile(rf"[\[(【\s•·]{{0,4}}(?P<date>{_DATE})\s{{0,4}}(?P<time>{_TIME})?")
_DATABASE_DATE = re.compile(r"(?:19|20)\d{2}[-/.]\d")
_MARKS = " \u3000\xa0[(【（*·•●■◆◇▪-"  # what stands before a label: bullets of list items, brackets
_CONTROLS = frozenset(("字体", "分享"))  # what stands behind these labels is buttons
_VAGUE = frozenset(("时间", "日期"))


@dataclass(slots=True)
class Piece:
    """A cell or line that may hold a label, a value or both."""

    text: str
    line: int
    """Number of the line it stands on."""
    group: int
    """Pieces of one row, list entry or line have the same group: a value is looked for only in the group of its label."""


@dataclass(frozen=True, slots=True)
class _Labels:
    index: dict[str, str]
    page: dict[str, str]
    strong: frozenset[str]
    first: frozenset[str]
    opening: re.Pattern[str]
    """How a line of labels, or of the page's date, begins."""
    before_colon: re.Pattern[str]
    """What a label may be made of, up to its colon; letter-spacing allowed."""


@lru_cache(maxsize=1)
def _labels() -> _Labels:
    data = json.loads((Path(__file__).parent.parent / "data" / "reader_labels.json").read_text(encoding="utf-8"))
    index = {variant: label for label, variants in data["index"].items() for variant in variants}
    page = {variant: label for label, variants in data["page"].items() for variant in variants}
    names = {*index, *page}
    characters = re.escape("".join(sorted(set().union(*names))))
    pattern = re.compile(rf"(?:[{characters}]{_GAP}){{2,{max(map(len, names))}}}[:：∶]")
    first = frozenset(name[0] for name in names)
    opening = re.compile(rf"[\s|｜,，()（）﹙﹚【】\[\]［］*·•●■◆◇▪\-]*[{re.escape(''.join(sorted(first)))}12１２]")
    return _Labels(index, page, frozenset(data["strong"]), first, opening, pattern)


def _labels_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (label without blanks, start, end with its colon) of each label in ``text``; the longest that ends at a colon."""
    labels = _labels()
    for match in labels.before_colon.finditer(text):
        for start in range(match.start(), match.end()):
            name = squeeze(text[start : match.end() - 1]) if text[start] in labels.first else ""
            if name in labels.index or name in labels.page:
                yield name, start, match.end()
                break


def _split(text: str) -> list[tuple[str, str]]:
    """Return the (label as written, value) pairs of a piece: of ``索 引 号：X`` or ``来源：A 发布时间：B``; empty without a label first."""
    labels = _labels()
    start = text.lstrip(_MARKS)
    if not start or start[0] not in labels.first:
        return []
    found = list(_labels_in(text))
    if not found or squeeze(text[: found[0][1]]).strip(_MARKS):
        whole = squeeze(text)
        return [(whole, "")] if whole in labels.index else []
    ends = [start for _, start, _ in found[1:]] + [len(text)]
    return [(name, text[colon:end].strip()) for (name, _, colon), end in zip(found, ends, strict=True)]


def is_label(text: str) -> bool:
    """Tell whether ``text`` is a label of an index table and nothing else (``• 发文字号：``)."""
    pairs = _split(text)
    return len(pairs) == 1 and not pairs[0][1] and pairs[0][0] in _labels().index


def opens_with_label(text: str) -> bool:
    """Tell whether ``text`` begins with a label of an index table, with or without its value."""
    pairs = _split(text)
    return bool(pairs) and pairs[0][0] in _labels().index


def index_runs(pieces: Iterable[Piece]) -> tuple[list[Fact], set[int]]:
    """Return the facts of the index tables among ``pieces`` and the numbers of the lines they fill.

    An index table is a run of pieces that are labels and their values, with at least two different index labels of which one is
    of the kind only such tables have (索引号, 发文字号, 发文机关, 成文日期 …).
    """
    facts: list[Fact] = []
    lines: set[int] = set()
    run = _Run()
    for piece in pieces:
        if not run.take(piece) and run.lines:
            run.finish(facts, lines)
            run = _Run()
            run.take(piece)
    run.finish(facts, lines)
    return facts, lines


class _Run:
    """Consecutive pieces that read as labels and values."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []
        self.lines: list[int] = []
        self.waiting: tuple[str, int] | None = None

    def take(self, piece: Piece) -> bool:
        """Add a piece; False where it does not continue the run."""
        if len(piece.text) > _LONGEST and self.waiting is None:
            return False
        labels = _labels()
        pairs = [(labels.index.get(label) or labels.page[label], value) for label, value in _split(piece.text)]
        if pairs:
            self.pairs += pairs
            self.waiting = (pairs[-1][0], piece.group) if not pairs[-1][1] else None
        elif self.waiting is not None and self.waiting[1] == piece.group:
            self.pairs[-1] = (self.waiting[0], piece.text)
            self.waiting = None
        elif not (self.lines and self.lines[-1] == piece.line):
            return False
        self.lines.append(piece.line)
        return True

    def finish(self, facts: list[Fact], lines: set[int]) -> None:
        """Report the run if it is an index table."""
        labels = _labels()
        named = {label for label, _ in self.pairs if label in labels.index.values()}
        if len(named) >= 2 and named & labels.strong:
            stated = {fact.label for fact in facts}
            for label, value in self.pairs:
                if value and label not in stated:  # a table that is repeated says nothing new
                    facts.append(Fact(label, value, INDEX))
                    stated.add(label)
            lines.update(self.lines)


def page_line(text: str) -> list[Fact] | None:
    """Return the facts of a page-information line (来源：X 发布时间：Y 字体：[大 中 小]); None where the line is none."""
    if len(text) > _LONGEST or "。" in text or not _labels().opening.match(text):
        return None
    folded = fold(text)
    dated = _DATED.match(folded)
    if dated is not None and not (dated["time"] or _DATABASE_DATE.match(dated["date"])):
        dated = None
    rest = text[dated.end() :] if dated else text
    pairs = _split(rest.lstrip(" \u3000\xa0|｜,，])】）")) if rest else []
    if not pairs and dated is None:
        return None
    if any(label in _VAGUE and not _DATED.match(fold(value)) for label, value in pairs):
        return None  # 时间：周五上午 belongs to a meeting, not to the page
    labels = _labels()
    if pairs and any(label not in labels.page for label, _ in pairs) and not dated:
        return None
    if dated is not None and not pairs and len(rest.strip()) > 20:
        return None
    facts = [Fact("发布日期", text[dated.start("date") : dated.end()].strip(), PAGE)] if dated else []
    for label, stated in pairs:
        canonical = labels.page.get(label) or labels.index[label]
        value = stated.strip(" \u3000\xa0|｜[]【】()（）")
        if value and canonical not in _CONTROLS:
            facts.append(Fact(canonical, value, PAGE))
    return facts


def add_facts(found: list[Fact], facts: list[Fact]) -> None:
    """Add page information to ``facts``, but for labels it has stated before: lists of other articles have dates too, and come after."""
    stated = {fact.label for fact in facts if fact.where == PAGE}
    facts += [fact for fact in found if fact.label not in stated]
