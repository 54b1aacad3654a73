"""Verbs (动词) of policy texts and the adverbs before them, without a segmenter: what a bare imperative begins with.

The words are data: ``verbs.json`` (the general language, from jieba's dictionary by scripts/build_verbs.py) and
``policy_verbs.json`` (the genre's own, with their sources). All offsets are of the text that is asked about.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

__all__ = ["is_nominal", "is_verb", "skip_adverbs", "verb_at"]


def _load(name: str) -> dict[str, Any]:
    return dict(json.loads((Path(__file__).parent.parent / "data" / name).read_text(encoding="utf-8")))


def _words(rows: Iterable[str]) -> list[str]:
    return [word for row in rows for word in row.split()]


_GENERAL: Final = _load("verbs.json")
_POLICY: Final = _load("policy_verbs.json")
_NOT: Final = frozenset(_POLICY["not_verbs"].split())
_NOMINAL: Final = (frozenset(_words(_GENERAL["vn"])) | frozenset(_POLICY["nominal"].split())) - _NOT
_PAIRS: Final = (frozenset(_words(_GENERAL["v"])) | _NOMINAL | frozenset(_words(_POLICY["verbs"]))) - _NOT
_COMPOUNDS: Final = frozenset(_words(_POLICY["compounds"]))
_SINGLE: Final = frozenset(_POLICY["single"].split())
_NOT_SINGLE: Final = frozenset(_POLICY["not_after"].split())
_ADVERBS: Final = frozenset(_words(_POLICY["adverbs"]))
_LIGHT: Final = frozenset(_POLICY["light"].split())
_NOT_ACTED: Final = tuple(_POLICY["not_acted"].split())


def _by_opening(words: Iterable[str], size: int) -> dict[str, tuple[int, ...]]:
    """Return for each ``size`` characters the lengths of the words that begin with them, the longest first: most texts stop at that."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:size], set()).add(len(word))
    return {opening: tuple(sorted(found, reverse=True)) for opening, found in lengths.items()}


_COMPOUND_LENGTHS: Final = _by_opening(_COMPOUNDS, 2)
_ADVERB_LENGTHS: Final = _by_opening(_ADVERBS, 1)
_ADVERBIAL: Final = frozenset((*_ADVERB_LENGTHS, *(word[0] for word in _LIGHT)))
"""What adverbs and light verbs begin with."""

_MOST_ADVERBS: Final = 6
"""Adverbs before one verb; a text that is nothing but adverbs must not cost the square of its length."""


def is_verb(word: str) -> bool:
    """Return whether ``word`` is a verb of the tables, of any length."""
    return word in _PAIRS or word in _COMPOUNDS or word in _SINGLE


def is_nominal(word: str) -> bool:
    """Return whether ``word`` is a verb that is as often a noun (名动词: 建设, 管理, 服务)."""
    return word in _NOMINAL


def verb_at(text: str, start: int, end: int) -> int:
    """Return the end of the longest verb that begins at ``start`` and ends by ``end``; 0 where none does.

    A compound of two verbs that share an object (建立健全, 贯彻落实) is one verb; one character is a verb only where it
    does not belong to another word (报省政府 is, 报刊 is not).
    """
    pair = text[start : start + 2] if start + 2 <= end else text[start:end]
    for length in _COMPOUND_LENGTHS.get(pair, ()):
        if start + length <= end and text[start : start + length] in _COMPOUNDS:
            return start + length
    if pair in _PAIRS:
        return start + 2
    return start + 1 if pair[:1] in _SINGLE and pair not in _NOT_SINGLE and pair not in _NOT else 0


def skip_adverbs(text: str, start: int, end: int) -> int:
    """Return the offset of the first word at or behind ``start`` that is no adverb (积极, 切实, 依法, 进一步 …).

    A verb that only says how fast or hard another one is done counts as an adverb before that other (加快推进, 着力构建),
    not before its own object (加快发展步伐).
    """
    for _ in range(_MOST_ADVERBS):
        if start >= end or text[start] not in _ADVERBIAL:
            break
        behind = _adverb_at(text, start, end) or _light_at(text, start, end)
        if not behind:
            break
        start = behind
    return start


def _adverb_at(text: str, start: int, end: int) -> int:
    """Return the end of the adverb at ``start``, with its 地, else 0; one of a single character must have a verb or adverb behind it."""
    for length in _ADVERB_LENGTHS.get(text[start : start + 1], ()):
        behind = start + length
        if behind <= end and text[start:behind] in _ADVERBS:
            if text[behind : behind + 1] == "地" and verb_at(text, behind + 1, end):
                return behind + 1
            return behind if length > 1 or verb_at(text, behind, end) or _is_adverb(text, behind, end) else 0
    return 0


def _is_adverb(text: str, start: int, end: int) -> bool:
    """Whether an adverb stands at ``start``, whatever stands behind it."""
    return any(
        start + length <= end and text[start : start + length] in _ADVERBS for length in _ADVERB_LENGTHS.get(text[start : start + 1], ())
    )


def _light_at(text: str, start: int, end: int) -> int:
    """Return the end of the light verb at ``start`` where another verb with an object of its own stands behind it, else 0."""
    behind = start + 2
    if text[start:behind] not in _LIGHT or behind > end:
        return 0
    act = verb_at(text, skip_adverbs(text, behind, end), end)
    if not act or act >= end or text[act] in "、,;。的" or text.startswith(_NOT_ACTED, act):
        return 0
    return behind
