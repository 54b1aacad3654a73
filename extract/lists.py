"""Lists: enumerations of agencies, of allocations and of industries inside the running text (annotation guidelines, lists).

Agencies: three or more named bodies in one enumeration, not the addressees and not a responsibility mark ((财政部、税务总局负责),
责任单位:…). Allocations: see :mod:`.allocations`. Industries: see :mod:`.industries`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final, Literal

from ..schemas.notice import ListItem, NamedList
from .allocations import find_allocations
from .enumerations import Piece, list_words, pieces
from .industries import find_industries
from .stretches import open_stretches
from .text import View, squeeze

__all__ = ["find_lists"]

_LEAST: Final = 3
_LONGEST: Final = 40  # characters; no name of a body is longer, and the search inside a member stays short
_TITLED: Final = re.compile(r"《[^《》]{0,120}》")
# 市(州)政府, 县(市、区)政府 are classes of bodies, as 各市政府 is.
_CLASS: Final = re.compile(r"\([省市州盟县区旗镇乡园、]{1,9}\)")
# A cheap look before the work: the last characters that names of bodies have.
_BODY_END: Final = re.compile(r"[局委办厅部院会署府门司处社所心行站队联协馆团组关校](?=\)?[、\s])")
_BODY_CHAR: Final = re.compile(r"[局委办厅部院会署府门司处社所心行站队联协馆团组关校]")
# Where an enumeration ends inside its last member: 等单位, 9个部门; and the words that no name of a body holds.
_CLOSING: Final = re.compile(r"(?<![高中初平])等(?!级)|[0-9一二三四五六七八九十]{1,2}(?:个|家)?(?:部门|单位|机构)")
_TAIL: Final = re.compile(
    r"作为|研究(?![室院所中会])|提出|组织(?!部)|负责|参加|认真|根据|按照?|应(?!急)|要|可|将|共同|分别|有关|相关|配合|牵头|主要|为|的|等"
)
# Words that lead to a first name: those that no name begins with, and those that may also be part of one (对外贸易局).
_LEAD_SURE: Final = re.compile(
    r"(?:.{0,20}(?:(?<!自)由|会同|抄送|[报呈]送|上报|情况报|报请|批示|责成|包括|邀请|支持|发挥|组织(?!部)))?(?:以及|请|在|是|向|受)?"
)
_LEAD: Final = re.compile(r"联合|向|对|为|与|和|及|或者?|是|在|到|商|经|送")
_JOINT: Final = re.compile(r"以及|或者|及|和|与|或")
_MARK_BEFORE: Final = re.compile(r"(?:责任|牵头|配合|负责|实施|主办|协办|承办|参与|落实)(?:单位|部门|处室|科室)[^。;\n]{0,3}[:(]?\s*$")
# The leadership that reports thank (在省委、省政府和市委坚强领导下) is a formula, no enumeration of bodies.
_LED: Final = re.compile(r"的?(?:坚强|正确|统一)(?:有力)?领导")
_MARK_AFTER: Final = re.compile(r"[^()。;]{0,40}(?:负责|牵头|配合|分工)")


def find_lists(
    view: View,
    *,
    masked: list[tuple[int, int]],
    locate: Callable[[int], str],
    region_code: Callable[[str], str | None],
    is_agency: Callable[[str], bool],
) -> list[NamedList]:
    """Return the lists of ``view`` in order of place.

    ``masked`` are sorted, disjoint stretches of ``view.text`` that hold no running text; ``locate`` gives the eid at a source
    offset, ``region_code`` the GB/T 2260 code of a name, and ``is_agency`` tells the name of a body.
    """
    text = view.text
    no_bodies = frozenset(list_words()["no_bodies"])

    def is_body(name: str) -> bool:
        return name not in no_bodies and not _CLASS.search(name) and is_agency(name)

    stretches = open_stretches(len(text), [*masked, *(match.span() for match in _TITLED.finditer(text))])
    lists = []
    for piece in pieces(text, stretches, least=_LEAST - 1):  # the last member may hold two: A局、B局和C局
        lists += [_named(view, "agencies", members, locate) for members in _agencies(text, piece, is_body)]
        lists += [_named(view, "industries", members, locate) for members in find_industries(text, piece)]
    for chain in find_allocations(text, stretches, region_code):
        members = [(item.start, item.end) for item in chain]
        figures = [(item.name, item.value, item.unit, region_code(item.name)) for item in chain]
        lists.append(_named(view, "allocations", members, locate, figures))
    return sorted(lists, key=lambda item: item.start)


def _named(
    view: View,
    kind: Literal["agencies", "allocations", "industries"],
    members: list[tuple[int, int]],
    locate: Callable[[int], str],
    figures: list[tuple[str, Decimal, str, str | None]] | None = None,
) -> NamedList:
    items = []
    for index, (start, end) in enumerate(members):
        span = view.span(start, end)
        name, value, unit, code = figures[index] if figures else (squeeze(view.text[start:end]), None, None, None)
        items.append(ListItem(span.start, span.end, span.exact, name, value, unit, code))
    whole = view.span(members[0][0], members[-1][1])
    return NamedList(whole.start, whole.end, whole.exact, kind, locate(whole.start), items)


def _agencies(text: str, piece: Piece, is_agency: Callable[[str], bool]) -> Iterator[list[tuple[int, int]]]:
    """Yield the members of each enumeration of three or more bodies in the piece."""
    if _BODY_END.search(text, piece.start, piece.end) is None:
        return
    if len(piece.members) < _LEAST and _JOINT.search(text, *piece.members[-1]) is None:
        return
    run: list[tuple[int, int]] = []
    for start, end in piece.members:
        if run:
            found = _last(text, start, end, is_agency)
            run += found
            if found == [(start, end)]:
                continue
            if len(run) >= _LEAST and not _is_mark(text, piece, run):
                yield run
        first = _first(text, start, end, is_agency)
        run = [first] if first else []
    if len(run) >= _LEAST and not _is_mark(text, piece, run):
        yield run


def _first(text: str, start: int, end: int, is_agency: Callable[[str], bool]) -> tuple[int, int] | None:
    """Return the body that a member ends with (户籍所在地的公安派出所, 由财政局), null where it ends with none."""
    if _BODY_CHAR.match(text, end - 1) is None:
        return None
    start = max(start, end - _LONGEST)
    qualifier = text.rfind("的", start, end)
    start = qualifier + 1 if qualifier >= 0 else start
    sure = _LEAD_SURE.match(text, start, end)
    start = sure.end() if sure else start
    for at in [start, *(match.end() for match in _LEAD.finditer(text, start, end))]:
        if end - at >= 2 and is_agency(squeeze(text[at:end])):
            return at, end
    return None


def _last(text: str, start: int, end: int, is_agency: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Return the body or the two bodies (…和…) that a member begins with; none where it begins with something else."""
    end = min(end, start + _LONGEST)
    for edge in (_CLOSING, _TAIL):
        closing = edge.search(text, start + 1, end)
        if closing is not None:
            end = closing.start()
    for joint in _JOINT.finditer(text, start, end):
        if is_agency(squeeze(text[start : joint.start()])):
            second = _prefix(text, joint.end(), end, is_agency)
            if second is not None:
                return [(start, joint.start()), second]
    found = _prefix(text, start, end, is_agency)
    return [found] if found else []


def _prefix(text: str, start: int, end: int, is_agency: Callable[[str], bool]) -> tuple[int, int] | None:
    """Return the longest body that ``text[start:end]`` begins with."""
    if is_agency(squeeze(text[start:end])):
        return start, end
    for match in reversed(list(_BODY_CHAR.finditer(text, start, end))):
        if is_agency(squeeze(text[start : match.end()])):
            return start, match.end()
    return None


def _is_mark(text: str, piece: Piece, run: list[tuple[int, int]]) -> bool:
    """Tell whether the bodies stand in a responsibility mark ((…负责) behind a provision, 责任单位:…) or in a formula."""
    if _MARK_BEFORE.search(text, max(0, run[0][0] - 16), run[0][0]) or _LED.match(text, run[-1][1]):
        return True
    return piece.bracketed and _MARK_AFTER.match(text, run[-1][1]) is not None
