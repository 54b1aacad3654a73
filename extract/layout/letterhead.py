"""The letterhead of a printed notice (版头, GB/T 9704-2012 7.2): what stands above the red line.

份号 (7.2.1), 密级和保密期限 (7.2.2), 紧急程度 (7.2.3), 发文机关标志 (7.2.4: the name of the body, with 文件 behind it), 发文字号 (7.2.5)
and 签发人 (7.2.6). Web pages leave it out; Word files, PDF and scans have it, and none of its lines is a title.
"""

from __future__ import annotations

import re
from typing import Final

from ..agencies import split_agencies
from ..numbers import parse_number
from ..text import Line, squeeze
from .model import LABEL, Letterhead

__all__ = ["find_letterhead", "without_signer"]

_LINES: Final = 12
"""Lines from the top that are looked at: six elements, the mark of a joint notice over several lines, a headline above."""
_LONGEST: Final = 60
_JOINT: Final = 6
"""Lines over which the mark of a joint notice may stand."""
_COPY: Final = re.compile(r"(?:份\s*号\s*:?\s*|№\s*)?(?P<copy>\d{6})(?!\d)")
_CLASS: Final = re.compile(
    r"(?:密\s*级\s*:?\s*)?(?P<secret>(?:绝密|机密|秘密)(?:\s*★\s*(?:长期|[0-9一二三四五六七八九十]{1,3}\s*(?:年|个?月)))?)"
)
_URGENCY: Final = re.compile(r"(?:紧急程度\s*:?\s*)?(?P<urgency>特\s*急|加\s*急|特\s*提|平\s*急|急\s*件)")
_MARK: Final = re.compile(r"(?P<agency>.{2,45}?)\s*文\s*件")
_SIGNER: Final = re.compile(r"\s*签\s*发\s*人\s*:\s*(?P<names>[\u4e00-\u9fff·\s、]{2,40})$")


def find_letterhead(lines: list[Line]) -> Letterhead:
    """Return the letterhead that ``lines`` begin with (a headline above it allowed); an empty one where there is none.

    A mark (某某市人民政府文件) or a copy number with a class or an urgency must be there: a number line alone is none.
    """
    found = Letterhead()
    if not any(line.text.endswith("件") or _COPY.match(line.text) for line in lines[:_LINES]):
        return found
    for index in range(min(_LINES, len(lines))):
        text = lines[index].text
        if index in found.lines:  # the mark of a joint notice was taken whole
            continue
        if len(text) > _LONGEST or (LABEL.match(text) and not _COPY.match(text)) or text.endswith((":", "。")):
            break
        taken = _take_marks(found, index, text) or _take_agency(found, index, lines) or _take_number(found, index, text)
        if found.lines and not taken:
            break
    return found if found.agencies or (found.copy and (found.secret or found.urgency)) else Letterhead()


def without_signer(text: str) -> str:
    """Return a number line without the 签发人 that may stand on its right."""
    return _SIGNER.sub("", text)


def _take_marks(found: Letterhead, index: int, text: str) -> bool:
    """Take the copy number, the class and the urgency, which may share a line; False where the line holds anything else."""
    values: dict[str, tuple[int, int, int]] = {}
    at = 0
    while at < len(text):
        match = next((match for pattern in (_COPY, _CLASS, _URGENCY) if (match := pattern.match(text, at))), None)
        if match is None:
            return False
        name = match.lastgroup or ""
        values[name] = (index, match.start(name), match.end(name))
        at = match.end()
        while at < len(text) and text[at] in " /":
            at += 1
    found.copy = values.get("copy", found.copy)
    found.secret = values.get("secret", found.secret)
    found.urgency = values.get("urgency", found.urgency)
    found.lines.add(index)
    return True


def _take_agency(found: Letterhead, index: int, lines: list[Line]) -> bool:
    """Take the mark: a body with 文件 behind it; of a joint notice also the bodies on the lines below, down to the one with 文件."""
    bodies = [(index, 0, len(lines[index].text))]
    for at in range(index, min(index + _JOINT, len(lines))):
        match = _MARK.fullmatch(lines[at].text)
        name = match["agency"] if match else lines[at].text
        if len(name) > _LONGEST or not split_agencies(squeeze(name)):
            return False
        bodies = [*bodies[: at - index], (at, 0, len(name))]
        if match:
            found.agencies += bodies
            found.lines.update(range(index, at + 1))
            return True
    return False


def _take_number(found: Letterhead, index: int, text: str) -> bool:
    """Take the number line below the mark, with the signer on its right or on a line of its own."""
    signer = _SIGNER.search(text)
    rest = text[: signer.start()] if signer else text
    number = parse_number(rest.strip("() ")) if rest else None
    if not found.lines or (number is None and (rest or not signer)):
        return False
    if number is not None:
        found.number = index
    if signer:
        found.signer = (index, signer.start("names"), signer.end("names"))
    found.lines.add(index)
    return True
