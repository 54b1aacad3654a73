"""Segments (小句): a sentence cut at its commas, each segment told for what it is: who acts when, on what ground, to what end.

Policy sentences put their frame before the act (按照…,对…的,在…内,由…负责…). The frame is told by its first and last words; what
is left carries the subject and the act. GB/T 15834-2011: the comma parts what depends on what; 、 joins what is equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

__all__ = ["Kind", "Segment", "read_segments"]

Kind = Literal["act", "condition", "topic", "basis", "purpose", "time", "manner"]


class Segment(NamedTuple):
    """A stretch between two commas; offsets in the view, blanks and joining words at its start left out."""

    start: int
    end: int
    kind: Kind


# A comma inside brackets or quotes parts nothing; 、 joins; a colon opens what is listed or said.
_TOKEN: Final = re.compile(r"[,:(){}“”《》]")
_JOIN: Final = re.compile(
    r"[\s\"”]*(?:(?:同时|此外|另外|其中|并且|而且|另|且|并(?![购轨网联列])|即|也(?!可|要|应)|但是?|还(?=要|应|可|须|需)|首先|其次|再次|最后|一是|二是|三是|四是|五是|六是|七是|八是"
    r"|一方面|另一方面|总之|因此|为此|由此产生的|[①-⑳]|—+|[·●■◆※*])[,:]?)*"
)
_PURPOSE: Final = re.compile(r"为了?(?![期首主止准0-9一二三四五六七八九十上])(?=.{4,})|旨在")
_TIME: Final = re.compile(
    r"(?:[到自从至在截]{0,2}(?:20|19)[0-9]{2}[、\-—0-9]*年(?:底|末|初|前|度|期间|以后|起|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:[起至到\-—](?:20|19)?[0-9年月日底]*)?(?:以?前|之前|底|起|内|期间)?的?"
    r"|(?:本|今|明|次|每|全|当)(?:年|季度|月|周|批次?)(?:[0-9]{1,2}月)?[底末初前]?"
    r"|(?:原则上)?(?:在|力争|争取)?[0-9一二三四五六七八九十两\-—至]{1,5} ?(?:年|个月|个?工作日|日|天|小时)"
    r"(?:左右)?(?:的努力|努力|以?内|之内)?"
    r"|第[一二三四五]年|近期|远期|目前|当前|今后|下一步|近年来|(?:“?[一二三四五六七八九十]{2,3}五”?)(?:期间|时期|以来|末))$"
)
_WITHIN: Final = re.compile(
    r"(?:在|自|从|于|至|截至|到|待)?.{0,40}(?:之日起.{0,12}|以?[前后]|之[前后]|期间|[内时]|的同时|的基础上|过程中|期满|之际)$"
)
_WITHIN_ENDS: Final = "前后间内时上中满际"
"""What it ends with, but for 之日起 and what follows that."""
_CONDITION_HEAD: Final = re.compile(
    r"凡(?!是事)|如果?(?![期实何下有]{0,1}下)|若(?!干)|因(?!地|此|时)|经(?!济|营|费|常|验|办|开|济)|未经|一旦|遇|倘|除(?!险|尘|了)|除了|只要|只有|无论|不论|属于"
)
_CONDITION_END: Final = re.compile(r"(?:后|时|情况下|情形下)$")
_DATED: Final = re.compile(r"[0-9年月日季期]")
_LONGEST_FRAME: Final = 60
"""Characters."""
_CONDITION_TAIL: Final = re.compile(r"(?:的|者|时|情况下|情形下|情形的|的话|期间|之?后|以后|合格后|同意|批准|核实|审核|通过)$")
_TOPIC: Final = re.compile(r"对(?![外标口接症照待])(?:于|照)?|针对|关于|就(?![业地近医餐诊])|将(?=.{2,60}(?:的|者)$)")
_BASIS: Final = re.compile(r"根据|按照?(?![时期需规揭劳质语])|依据|依照|遵照|参照|比照|依托|本着|鉴于|由于|随着|(?:严格)?按照|按规定|依法")
_MANNER: Final = re.compile(
    r"以.{2,40}(?:为(?!主要?任务).{1,20}|的?(?:形式|方式|办法|名义))$|围绕|结合|通过|立足|坚持(?=.{2,40}$)|在.{2,50}(?:上|方面|中|下|领域|基础上|前提下)$|除.{1,40}外$|采取.{1,30}方式$|作为"
)


# What every segment that is no act begins or ends with: most are told for acts by one look.
_HEAD: Final = re.compile("|".join(head.pattern for head in (_PURPOSE, _TIME, _CONDITION_HEAD, _TOPIC, _BASIS, _MANNER)))
_ENDS: Final = f"的者下{_WITHIN_ENDS}"

_COMMANDS: Final = re.compile(r"(?<![需重主必])(?:要|应当?|须|必须|可|不得)(?=[在于自从至待])")


def read_segments(text: str, start: int, end: int) -> list[Segment]:
    """Return the segments of the sentence ``text[start:end]`` (folded) in order; none is empty."""
    found: list[Segment] = []
    for low, high in _cut(text, start, end):
        match = _JOIN.match(text, low, high)
        first = match.end() if match else low
        last = high
        while last > first and text[last - 1] in " 。;!?,:\n":
            last -= 1
        while first < last and text[first] in " \n,;":
            first += 1
        if last > first:
            found.append(Segment(first, last, kind_of(text, first, last)))
    return found


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut at the commas and colons outside brackets and quotes; one without its twin holds nothing together."""
    depth = 0
    cuts: list[int] = []
    pairs = {"(": ")", "“": "”", "《": "》", "{": "}"}
    skip = start
    for match in _TOKEN.finditer(text, start, end):
        if match.start() < skip:
            continue
        char = match[0]
        if char in pairs:
            close = text.find(pairs[char], match.end(), min(end, match.end() + 120))
            if close >= 0 and not (char == "“" and "。" in text[match.end() : close]):
                skip = close + 1
        elif char in ",:" and depth == 0:
            cuts.append(match.start())
    return list(zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True))


def kind_of(text: str, start: int, end: int) -> Kind:
    """Tell what a segment does in its sentence."""
    if _HEAD.match(text, start, end) is None and text[end - 1] not in _ENDS and text.find("之日起", start, end) < 0:
        return "act"
    return next((kind for kind, opens in _KINDS if opens(text, start, end)), "act")


def _is_topic(text: str, start: int, end: int) -> bool:
    return _TOPIC.match(text, start, end) is not None and not _acts_on(text, start, end)


def _is_condition(text: str, start: int, end: int) -> bool:
    if _CONDITION_HEAD.match(text, start, end) or (text[end - 1] in "的者" and not text.startswith("的", start)):
        return True
    if _is_topic(text, start, end) and _CONDITION_TAIL.search(text, start, end):
        return True
    return _CONDITION_END.search(text, start, end) is not None or (_is_frame(text, start, end) and not _DATED.search(text, start, end))


def _is_frame(text: str, start: int, end: int) -> bool:
    if end - start > _LONGEST_FRAME or not (text[end - 1] in _WITHIN_ENDS or text.find("之日起", start, end) >= 0):
        return False
    return not _COMMANDS.search(text, start, end) and _WITHIN.fullmatch(text, start, end) is not None


_KINDS: Final[tuple[tuple[Kind, Callable[[str, int, int], bool]], ...]] = (
    ("purpose", lambda text, start, end: _PURPOSE.match(text, start, end) is not None),
    ("time", lambda text, start, end: _TIME.match(text, start, end) is not None),
    (
        "time",
        lambda text, start, end: _is_frame(text, start, end) and _DATED.search(text, start, end) is not None and text[end - 1] != "的",
    ),
    ("condition", _is_condition),
    ("topic", _is_topic),
    ("basis", lambda text, start, end: _BASIS.match(text, start, end) is not None and not _acts_on(text, start, end)),
    ("manner", lambda text, start, end: _MANNER.match(text, start, end) is not None),
)


_ACTS: Final = re.compile(
    r"(?<![必需主重首纲摘简概])(?:应当?|要(?![求素点闻件])|须|必须|可(?![持行靠能再])|可以|不得|不予|予以|给予|实行|实施|进行|开展|做好|加强|实现|认定|取消|执行|办理|处理|退出|淘汰|扣除|公布|报送|上报|审定|完成|制定|编制|建立|落实|推进|细化)"
)


def _acts_on(text: str, start: int, end: int) -> bool:
    """Whether a segment that opens with 对, 按照 goes on to the act itself: 对创建过程实行动态管理."""
    described = text.rfind("的", start, end) + 1
    if text[start] == "对" and described and not _ACTS.search(text, described, end):
        return False  # 对没有完成进度的创建对象
    match = _ACTS.search(text, start + 2, end)
    return (
        match is not None
        and text[end - 1] not in "的者"
        and not re.search(r"(?:要求|规定|精神|原则|部署|安排|标准|分工|情况|目标|计划|意见|方案|通知)$", text[start:end])
    )
