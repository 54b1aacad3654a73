"""Bodies named a second time in short: by a name that the notice defines, or by the end of a full name that stands before.

联席会议, 领导小组 and their offices are called so once the full name was given; 区特色小镇建设领导小组(以下简称“领导小组”) says so itself.
A 联席会议 or 领导小组 that has an office is one body too where the notice leaves out its full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .organisations import Body
from .words import BREAK

__all__ = ["short_forms"]

_DEFINED: Final = re.compile(r" ?[(,]? ?(?:以?下(?:简|统|并)?|简)称(?:为)?:?[“\"'「]?(?P<name>[\u4e00-\u9fff]{2,20})[”\"'」]?[),。]?")
_HEADS: Final = r"(?:领导小组|协调小组|工作小组|联席会议|联席会|指挥部|工作专班|专班|委员会|管委会|组委会)"
_HEAD: Final = re.compile(_HEADS)
_STANDING: Final = frozenset(("领导小组", "联席会议", "指挥部", "协调小组"))
_OFFICE: Final = "办公室"
_SHORT: Final = re.compile(rf"{_HEADS}(?:办公室|办(?![理法事学公]))?|办公室")
_NAMED_OFFICE: Final = re.compile(r"(?:下设|设立?|设置)(?=办公室)|办公室(?=设在|设于|主任|具体负责|负责|承担|日常工作)")
# What may stand right before a short form: marks, prepositions and verbs. After any other character it is the end of a longer name.
_BEFORE: Final = frozenset(f"{BREAK}“”‘’\"'的由向报经在对为和与及是将按以请入至到送给同于或并受设")


def short_forms(text: str, bodies: list[Body]) -> Iterator[Body]:
    """Yield the short forms in folded ``text`` of bodies that stand before them; they may overlap ``bodies``, which then count."""
    yield from _defined(text, bodies)
    found = [match for match in _SHORT.finditer(text) if match.start() == 0 or text[match.start() - 1] in _BEFORE]
    if not found:
        return
    known = _known_from(text, bodies, found)
    for match in found:
        head = _HEAD.match(match[0])
        if known.get(head[0] if head else _OFFICE, len(text)) <= match.start():
            yield Body(match.start(), match.end(), "short")


def _known_from(text: str, bodies: list[Body], found: list[re.Match[str]]) -> dict[str, int]:
    """Return from where on each head noun alone names a body."""
    known: dict[str, int] = {}
    for body in bodies:
        heads = _HEAD.findall(text, body.start + 1, body.end)
        if heads:
            known.setdefault(heads[-1], body.end)
    for match in found:
        head = match[0].removesuffix(_OFFICE)
        if head in _STANDING and head != match[0]:
            known.setdefault(head, 0)
    office = _NAMED_OFFICE.search(text) if _OFFICE in text else None
    if office is not None:
        known[_OFFICE] = office.start() if office[0] == _OFFICE else office.end()
    return known


def _defined(text: str, bodies: list[Body]) -> Iterator[Body]:
    """Yield every place of the names that the notice defines for a body, from the definition on."""
    for body in bodies:
        match = _DEFINED.match(text, body.end)
        if match is not None:
            name = match["name"]
            at = text.find(name, match.start("name"))
            while at >= 0:
                yield Body(at, at + len(name), "short")
                at = text.find(name, at + len(name))
