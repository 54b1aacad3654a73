"""The instrument that a notice issues or forwards (印发, 转发, 公布): its title, and where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..document_types import document_type
from ..text import View, key, tidy
from .model import LABEL, QUOTED, Layout, below_head, ends_as_title, is_body, is_title_line, run_of

__all__ = ["find_instrument"]

_ISSUES = re.compile(r"印发|转发|批转|颁布|颁发|下发|公布|发布|征求.{0,12}意见|征集.{0,12}意见")

_ISSUES_NOW = re.compile(r"现将|现予|印发给|转发给|予以|现公布|现印发")
_LEAST_LINES = 3
_CLAUSE_EDGE = re.compile(r"[,。;:]")
_BASIS = re.compile(r"根据|按照|依据|贯彻|落实|依照")
_BARE_HEAD = re.compile(r"^(?:(?!关于).)*(?:公告|通告|令)$")


def find_instrument(layout: Layout, view: View) -> None:
    """Find the title of the instrument that the notice issues, and the lines where the instrument itself begins."""
    if layout.order_head:
        if not layout.title or layout.title == layout.order_head:
            return
        layout.instrument = layout.title
        layout.instrument_title = layout.text(layout.title, view) or None
        return
    title = tidy(view.raw[slice(*layout.title_at(view))]) if layout.title else ""
    verb = _ISSUES.search(title)
    start = max(layout.addressees.stop, below_head(layout))
    signature = layout.signature.lines if layout.signature else None
    cover = range(start, min(signature.stop if signature else start + 4, len(layout.lines)))
    quoted = re.search(r"《(.+)》", title) if verb or not layout.title else None
    if verb is None and layout.title and not _BARE_HEAD.search(title):
        # 关于…实施方案的通知 may issue what it is called after.
        layout.instrument_title = next((name for name in _issued_names(layout, view, cover) if key(name) in key(title)), None)
    else:
        layout.instrument_title = quoted[1] if quoted else _issued_in(layout, view, cover, title) or _issued_by_title(title, verb)
    if layout.instrument_title is None:
        return
    target = key(layout.instrument_title)
    after = signature.stop if signature and signature.start > start else start + 1
    layout.instrument = run_of(layout.lines, target, range(start + 1, len(layout.lines))) or _short_title(layout, target, after)
    if not layout.instrument:
        layout.instrument_start = _untitled_start(layout)
    if verb is not None and verb[0].startswith("征") and not layout.instrument:
        layout.instrument_title = None  # a draft that is only spoken of


def _issued_in(layout: Layout, view: View, cover: range, title: str) -> str | None:
    """Return the 《…》 that the cover says it issues (现将《…》印发给你们; 《…》已经…同意,现予公布)."""
    names = _issued_names(layout, view, cover)
    known = (name for name in _quoted_names(layout, view, cover) if title and key(name) in key(title))
    return next(known, None) or next(iter(names), None)


def _issued_names(layout: Layout, view: View, cover: range) -> list[str]:
    """Return every 《…》 in the lines of the cover that issue something by their own words."""
    lines = [index for index in cover if _ISSUES_NOW.search(layout.lines[index].text)]
    return _quoted_names(layout, view, lines)


def _quoted_names(layout: Layout, view: View, lines: Iterable[int]) -> list[str]:
    """Return the 《…》 in those of ``lines`` that speak of issuing, without those that are its basis."""
    names: list[str] = []
    for index in lines:
        line = layout.lines[index]
        if re.search(r"印发|转发|公布|发布|下发|颁布", line.text):
            found = (match for match in QUOTED.finditer(line.text) if not _is_basis(line.text, match))
            names += [view.raw[line.start + match.start(1) : line.start + match.end(1)] for match in found]
    return names


def _is_basis(text: str, quoted: re.Match[str]) -> bool:
    """Whether the clause before a 《…》 says that it is acted upon (根据《…》和《…》要求), and not issued."""
    clause = _CLAUSE_EDGE.split(QUOTED.sub("", text[: quoted.start()]))[-1]
    return _BASIS.search(clause) is not None


def _issued_by_title(title: str, verb: re.Match[str] | None) -> str | None:
    """Return what stands between the verb of issuing and 的通知 in the title, where that is a document."""
    if verb is None:
        return None
    match = re.match(r"(.+?)的?(?:通知|公告|通告|决定|令)$", title[verb.end() :])
    if match is None:
        return None
    name = match[1].strip("〈〉《》")
    return name if document_type(name) is not None and len(name) >= 4 else None


def _untitled_start(layout: Layout) -> int | None:
    """Return the line behind the signature where the instrument begins without its title: running text with clauses, and no annex."""
    if layout.signature is None or not layout.signature.agencies:
        return None
    rest = range(layout.signature.lines.stop, min((annex.first for annex in layout.annexes), default=len(layout.lines)))
    text = [index for index in rest if index != layout.note and index not in layout.closing]
    labelled = sum(LABEL.match(layout.lines[index].text) is not None for index in text)
    return text[0] if len(text) > _LEAST_LINES and labelled > 1 and is_body(layout.lines[text[0]].text) else None


def _short_title(layout: Layout, target: str, after: int) -> range:
    """Return the line after the cover that is the instrument's title in a shorter form (without the agency or the year)."""
    for index in range(after, min(after + 4, len(layout.lines))):
        text = layout.lines[index].text
        own = key(text)
        if is_title_line(text) and len(own) >= 4 and target.endswith(own) and ends_as_title(text):
            return range(index, index + 1)
    return range(0)
