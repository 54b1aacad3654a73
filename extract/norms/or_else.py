"""Or else (后果): what follows a failing, in the sentence itself and back to the norm whose breach or outcome it follows.

Institutional Grammar 2.0 nests the sanctioning statement in the norm it sanctions. Notices state it apart, often sentences later
(年度考核 … 考核不合格的,予以淘汰), so a link is drawn back where the words of the failing stand in an earlier norm, and only there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ...schemas.norms import Norm
from .segments import Segment

__all__ = ["find_consequence", "is_failing", "link"]

Bounds = tuple[int, int]
_WORDS: Final[dict[str, Any]] = json.loads((Path(__file__).parent.parent / "data" / "outcome_words.json").read_text(encoding="utf-8"))
_BREACH: Final = re.compile("|".join(_WORDS["breach"]))
_SANCTION: Final = re.compile("|".join(_WORDS["sanction"]))
_ASSESSMENT: Final = frozenset(_WORDS["assessment"].split())
_TELLING: Final = _ASSESSMENT | {f"={word}" for word in (*_ASSESSMENT, _WORDS["progress"])}
"""What ties a condition to a norm also where many norms have it."""
_TIES: Final = re.compile("|".join([*_WORDS["assessment"].split(), *_WORDS["objects"].split()]))
_KIN: Final = {word: row.split()[0] for row in _WORDS["kin"] for word in row.split()}
_TAIL: Final = re.compile(r"形成|以(?:资|示|确保|便)|切实|促进|推动|确保")
"""Segments behind a consequence that say what it is good for."""


def is_failing(text: str, start: int, end: int) -> bool:
    """Return whether ``text[start:end]`` names a failing: 不合格, 未完成…, 弄虚作假."""
    return _BREACH.search(text, start, end) is not None


def find_consequence(text: str, pieces: Sequence[Segment], conditions: Sequence[Bounds], subject: Bounds | None) -> Bounds | None:
    """Return the words of what follows a failing named in the same sentence: 对考核不合格的,予以淘汰 gives 予以淘汰.

    ``pieces`` are the segments of the sentence, ``conditions`` its activation conditions, ``subject`` its actor, who is no part of
    the consequence. None where no condition names a failing, or nothing to the worse follows it (认定为…, 可以要求修改).
    """
    failing = next((bounds for bounds in conditions if is_failing(text, *bounds)), None)
    if failing is None:
        return None
    start = end = None
    for piece in pieces:
        low = max(piece.start, failing[1])
        if low >= piece.end or (piece.start, piece.end) in conditions:
            continue
        follows = piece.kind == "topic" or _SANCTION.search(text, low, piece.end) is not None
        if _TAIL.match(text, low, piece.end) or (end and not follows):
            break
        if follows and start is None:
            start = _predicate(text, low, piece, subject, cut=low > piece.start)
        if follows and piece.kind != "topic":
            end = piece.end
    if start is None or end is None:
        return None
    end = start + len(text[start:end].rstrip(" 。;!?,\n"))
    return (start, end) if end > start else None


def _predicate(text: str, low: int, piece: Segment, subject: Bounds | None, *, cut: bool) -> int:
    """Return where the predicate begins: behind the actor, and behind the noun that a condition inside the segment describes."""
    if subject and low <= subject[0] < subject[1] <= piece.end:
        low = subject[1]
    elif (answering := _ANSWERING.match(text, low, piece.end)) and not cut:
        low = answering.end()
    elif cut:
        match = _PREDICATE.search(text, low, piece.end)
        low = match.start() if match else low
    while low < piece.end and text[low] in " ,":
        low += 1
    return low


_ANSWERING: Final = re.compile(r"[^,]{2,40}?(?=(?:应当?|要|须|依法|将)*(?:承担|负)[^,]{0,10}责任)")
_PREDICATE: Final = re.compile(
    rf"(?:(?:将|应当?|要|可以?|一律|及时|依法|坚决|立即|直接|自动|次年|从严|由[^,]{{2,20}}?)*(?:予以|给予|进行|实施|实行|作出|{_SANCTION.pattern}))"
)


def link(norms: list[Norm], text: str) -> None:
    """Set ``breach_of`` of each consequence among ``norms`` (in order of place): the ids of the norms whose breach it follows.

    The words of the condition that tie it to a norm are tests (考核, 验收) and what is to be reached or handed in (进度, 材料). The last
    norm before it that has them is taken: of the sentence itself, of the same clause, then of the same section; beyond that only for two
    such words. Words that a third of the norms have tell nothing apart, but a test does. Nothing is set where no norm has them.
    ``text`` is the notice, to which the norms' spans refer.
    """
    shared = Counter(word for norm in norms for word in _ties(norm.exact))
    common = {word for word, count in shared.items() if count > max(3, len(norms) // 3)} - _TELLING
    for at, norm in enumerate(norms):
        if norm.type != "consequence" and norm.consequence is None:
            continue
        words = _tying_words(norm, text) - common
        if words:
            found = _breached(norms, at, words)
            norm.breach_of = [found.id] if found else []


def _tying_words(norm: Norm, text: str) -> set[str]:
    """Return the words of the conditions of a consequence, the one that names the failing before all others."""
    conditions = [text[span.start : span.end] for span in norm.conditions_at]
    failing = [condition for condition in conditions if _BREACH.search(condition) or "达标" in condition or "合格" in condition]
    return {word for condition in failing or conditions for word in _ties(condition)}


def _breached(norms: list[Norm], at: int, words: set[str]) -> Norm | None:
    norm = norms[at]
    if norm.type != "consequence" and words & _ties(_without_conditions(norm)):
        return norm
    section = _section(norm.eid)
    beyond: Norm | None = None
    near: Norm | None = None
    for other in reversed(norms[:at]):
        if other.type == "consequence":
            continue
        found = words & _ties(_without_conditions(other))
        if not found:
            continue
        if other.eid == norm.eid:
            return other
        if near is None and _section(other.eid) == section:
            near = other
        if beyond is None and other.eid.split("__", 1)[0] == norm.eid.split("__", 1)[0] and _is_strong(other, found):
            beyond = other
    return near or beyond


def _ties(words: str) -> set[str]:
    """Return what ties a norm and a condition: words of tests and of what is to be reached; behind an =, what kin share."""
    found = set(_TIES.findall(words))
    return found | {f"={_KIN[word]}" for word in found if word in _KIN}


def _is_strong(norm: Norm, found: set[str]) -> bool:
    """Whether what a norm of another section shares with a condition is enough: two words, or a target in figures."""
    return sum(not word.startswith("=") for word in found) > 1 or (f"={_WORDS['progress']}" in found and bool(norm.quantities))


def _section(eid: str) -> str:
    """Return the eid of the highest clause above (or the part, where there is none)."""
    return "__".join(eid.split("__")[:2])


def _without_conditions(norm: Norm) -> str:
    """Return the words of a norm that command, its own conditions and or-else left out."""
    words = norm.exact
    for span in [*norm.conditions_at, *([norm.consequence_at] if norm.consequence_at else [])]:
        words = words.replace(span.exact, " ")
    return words
