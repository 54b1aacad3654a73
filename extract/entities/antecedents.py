"""Bodies named a second time in short: by a name that the notice defines, or by the end of a full name that stands before.

联席会议, 领导小组 and their offices are called so once the full name was given; 区特色小镇建设领导小组(以下简称“领导小组”) says so itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .organisations import Body

__all__ = ["short_forms"]

_DEFINED: Final = re.compile(r" ?[(,]? ?(?:以?下(?:简|统|并)?|简)称(?:为)?:?[“\"'「]?(?P<name>[\u4e00-\u9fff]{2,20})[”\"'」]?[),。]?")
_HEADS: Final = r"(?:领导小组|协调小组|工作小组|联席会议|联席会|指挥部|工作专班|专班|委员会|管委会|组委会)"
_HEAD: Final = re.compile(_HEADS)
_SHORT: Final = re.compile(rf"{_HEADS}(?:办公室|办(?![理法事学公]))?|办公室")
_NAMED_OFFICE: Final = re.compile(r"(?:下设|设立?|设置)(?=办公室)|办公室(?=设在|设于|主任|具体负责|负责|承担|日常工作)")
_NOT_BEFORE: Final = re.compile(
    r"(?:各级?|相应|专门|相关|有关|类|居民|村民|专家|本级|其他|[\u4e00-\u9fff](?<![的由向报经在对为和与及是将按以请入至到、]))$"
)


def short_forms(text: str, bodies: list[Body]) -> Iterator[Body]:
    """Yield the short forms in folded ``text`` of bodies that stand before them; they may overlap ``bodies``, which then count."""
    if not bodies:
        return
    yield from _defined(text, bodies)
    heads: dict[str, int] = {}
    for body in bodies:
        found = _HEAD.findall(text, body.start + 1, body.end)
        if found:
            heads.setdefault(found[-1], body.end)
    offices = list(_NAMED_OFFICE.finditer(text)) if "办公室" in text else []
    first_office = offices[0].end() - (3 if offices[0][0] == "办公室" else 0) if offices else len(text)
    if not heads and not offices:
        return
    for match in _SHORT.finditer(text):
        if match[0] == "办公室":
            known = match.start() >= first_office
        else:
            head = _HEAD.match(match[0])
            known = head is not None and heads.get(head[0], len(text)) <= match.start()
        if known and not _NOT_BEFORE.search(text, max(0, match.start() - 3), match.start()):
            yield Body(match.start(), match.end(), "short")


def _defined(text: str, bodies: list[Body]) -> Iterator[Body]:
    """Yield every place of the names that the notice defines for a body, behind the definition."""
    for body in bodies:
        match = _DEFINED.match(text, body.end)
        if match is not None:
            name = match["name"]
            at = text.find(name, match.start("name"))
            while at >= 0:
                yield Body(at, at + len(name), "short")
                at = text.find(name, at + len(name))
