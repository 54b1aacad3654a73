"""Enumerations (列举): the stretches of running text whose members stand side by side with the mark 、 (GB/T 15834-2011, 4.5)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["Piece", "list_words", "pieces"]

_EDGE: Final = re.compile(r"[,。;:!?\n《》“”\\]")
_BRACKETED: Final = re.compile(r"\([^()]{0,200}\)")
_BRACKET: Final = re.compile(r"[()]")
# A label or dash at the head of a provision is no part of its first member.
_LABEL: Final = re.compile(
    r"\s*(?:[-—–·●■◆*]{1,3}|[一二三四五六七八九十百]{1,4}、|[0-9]{1,3}[、.](?![0-9])|\([一二三四五六七八九十0-9]{1,3}\))\s*"
)
_MEMBER: Final = re.compile(r"[^、]+")
_TOKEN: Final = re.compile(r"\([^()]{0,200}\)|、")


class Piece(NamedTuple):
    """A stretch between two marks that end a clause, split at its 、; blanks at the ends of a member are no part of it."""

    start: int
    end: int
    members: list[tuple[int, int]]
    bracketed: bool
    """Stands in brackets."""


@lru_cache(maxsize=1)
def list_words() -> dict[str, list[str]]:
    """Return the word lists of ``data/list_words.json`` by name."""
    data: dict[str, list[str]] = json.loads(Path(__file__).with_name("data").joinpath("list_words.json").read_text(encoding="utf-8"))
    return data


def pieces(text: str, stretches: list[tuple[int, int]], *, least: int) -> Iterator[Piece]:
    """Yield the pieces of folded ``text`` inside ``stretches`` that have ``least`` members or more, in order of their ends."""
    for low, high in stretches:
        if text.find("、", low, high) < 0:
            continue
        end = low - 1
        for stretch in _EDGE.split(text[low:high]):
            start = end + 1
            end = start + len(stretch)
            if "、" not in stretch:
                continue
            label = _LABEL.match(text, start, end) if start == 0 or text[start - 1] == "\n" else None
            start = label.end() if label else start
            if text.count("、", start, end) >= least - 1:
                yield from _unnest(text, start, end, least)


def _unnest(text: str, start: int, end: int, least: int) -> Iterator[Piece]:
    """Yield what stands in brackets as pieces of their own, and what stands around them; a bracket without its twin is an edge."""
    if _BRACKET.search(text, start, end) is None:
        yield Piece(start, end, _split(text, start, end), bracketed=False)
        return
    inner = [match.span() for match in _BRACKETED.finditer(text, start, end)]
    twins = {at for low, high in inner for at in (low, high - 1)}
    edges = [match.start() for match in _BRACKET.finditer(text, start, end) if match.start() not in twins]
    for low, high in inner:
        if text.count("、", low, high) >= least - 1:
            yield Piece(low + 1, high - 1, _split(text, low + 1, high - 1), bracketed=True)
    for low, high in zip([start, *(at + 1 for at in edges)], [*edges, end], strict=True):
        members = _split(text, low, high)
        if len(members) >= least:
            yield Piece(low, high, members, bracketed=bool(edges))


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the members between the marks 、 of ``text[start:end]`` that stand in no bracket, without blanks at their ends."""
    stretch = text[start:end]
    if "(" not in stretch:
        members = [match.span() for match in _MEMBER.finditer(text, start, end)]
    else:
        members = []
        position = start
        for match in _TOKEN.finditer(text, start, end):
            if text[match.start()] == "、":
                members.append((position, match.start()))
                position = match.end()
        members.append((position, end))
    if " " in stretch:
        members = [_trim(text, *member) for member in members]
    return [member for member in members if member[1] > member[0]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    member = text[start:end]
    return start + len(member) - len(member.lstrip()), end - len(member) + len(member.rstrip())
