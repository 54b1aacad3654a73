"""Modals (能愿动词) and the strength they give (力度): 须, 不得 > 要, 应 > a bare imperative > 原则上 > 力争 > 鼓励, 可.

Which of them bind more than others is after GB/T 1.1-2020, annex C (能愿动词), and 立法技术规范(试行)(一) of 2009.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from .segments import Segment

__all__ = ["BARE", "GOVERNING", "Modal", "ModalClass", "encouraging", "first_modal", "strength_of"]

BARE: Final = 4
"""Strength of a command without a modal."""
_IN_PRINCIPLE: Final = re.compile(r"原则上|一般(?=不|应|要|控制|在|可)|尽量|尽可能")

ModalClass = str
"""must | must_not | should | should_not | ask | aim | may"""

_FORBIDS: Final = ("严禁", "禁止", "不得(?!不|已|力)", "不准", "不许", "切不可", "不允许", "决绝?不允许", "绝不允许")
# Each alternative begins with a character of its own, what may not stand before is told behind it: then a search skips to those.
_WORDS: Final[dict[ModalClass, tuple[str, ...]]] = {
    "must_not": (*_FORBIDS, *(rf"{adverb}(?:{'|'.join(_FORBIDS)})" for adverb in ("严格", "坚决", "一律")), "只能"),
    "should_not": (
        "不(?:应(?!当?有|求)|能(?!不|够|满足|出席|按期|按时|正常|胜任|完成|履行|提供的|解决)(?<![仍尚暂]不能)|可(?!或缺|分割|避免|抗力|逆|少|持续|思议|替代)|要(?!求)|宜|搞|再(?!有))",
    ),
    "must": ("必须", "务必", "务须", "务(?=[于请])", "须(?!知)", "有责任和义务", "有义务", "有责任(?!感|心|制)"),
    "should": (
        "应当",
        "应(?<![供适效反对相照顺感理]应)(?<!(?<!影)响应)(?![有急用对变收付届缴纳退聘邀承诺力届])",
        "要(?<![需重主必纲摘概紧首次提简为只将还想就若总显切精机政扼不]要)(?![求素点闻件害约旨义塞道职账么领地])",
        "需(?<![必所急供各据视按]需)(?!求|要?[,。;、的)]|[^,。]{0,6}的)(?:要)?",
    ),
    "ask": (
        "请(?<![申邀聘提]请)(?![示假求愿])",
        "确保",
        "望(?<![希期愿观展]望)(?=你|各|对照|认真|遵照|结合|贯彻|按照)",
    ),
    "aim": ("力争", "争取(?!到)", "力求", "力促"),
    "may": (
        "可以",
        "可(?<![不许认即宁皆未非只]可)(?![持行靠能再见观视喜贵谓是研编控比溯燃塑耕]|操作|复制|推广|追溯|感知|量化|支配)(?:以)?",
        "准予",
        "有权",
        "允许",
    ),
}
# 得 allows in the statutes of Taiwan; elsewhere it is a particle far more often.
_MAY_TAIWAN: Final = "得(?<![不取获值使变赢显记晓懂觉舍难始应须方了免所]得)(?![到出知意利失分主力奖])(?:以)?"
_ALTERNATIVES: Final = [word for words in _WORDS.values() for word in words]
_CLASSES: Final = (*(name for name, words in _WORDS.items() for _ in words), "may")
"""The classes of the alternatives and of the one of Taiwan, in order."""
GOVERNING: Final = re.compile("|".join([*_ALTERNATIVES, "负责(?!人|制(?!定|订|作)|同)", "负有", "不予"]))
"""What a subject stands before: the modals, and 负责, which commands as they do."""


@lru_cache(maxsize=2)
def _modals(*, taiwan: bool) -> re.Pattern[str]:
    """Return the pattern of all modals; the empty group behind each alternative tells which it is."""
    return re.compile("|".join(f"{alternative}()" for alternative in _ALTERNATIVES + [_MAY_TAIWAN] * taiwan))


def _class_of(match: re.Match[str]) -> ModalClass:
    return _CLASSES[(match.lastindex or 0) - 1]


_STRENGTH: Final = {"must": 6, "must_not": 6, "should": 5, "should_not": 6, "ask": BARE, "aim": 2, "may": 1}
_ENCOURAGING: Final = re.compile(
    r"(?:(?:国家|政府|各地|[本我]?[省市区县])(?=鼓励|支持|大力|积极))?(?:大力|积极|重点|优先|引导和?|允许和?)*(?P<word>鼓励(?:和?支持|和?引导)?|支持(?:和?鼓励)?|提倡|倡导)(?!力度|体系|政策|作用|下|保障|资金|措施|力量)"
)


_ATTRIBUTE: Final = re.compile(r"[^,。]{1,6}的(?:[0-9一二三四五六七八九十]{1,3}[项个件大条]|重点|主要|各项|工作|任务|事项)")


class Modal(NamedTuple):
    """A modal; offsets in the view."""

    start: int
    end: int
    kind: ModalClass
    segment: int
    """Index of the segment it stands in."""


def first_modal(text: str, segments: list[Segment], *, taiwan: bool = False) -> Modal | None:
    """Return the first modal that governs an act of the sentence; those in conditions, brackets and titles govern none.

    ``taiwan`` says that the notice is one of Taiwan, where 得 allows.
    """
    modals = _modals(taiwan=taiwan)
    for at, segment in enumerate(segments):
        if (
            segment.kind in ("purpose", "time")
            or (segment.kind == "condition" and text[segment.end - 1] in "的者")
            or text[segment.start] == "除"
        ):
            continue
        for match in modals.finditer(text, segment.start, segment.end):
            if _is_inside(text, segment.start, match.start()) or _describes(text, segment, match, segments[at + 1 :]):
                continue
            return Modal(match.start(), match.end(), _class_of(match), at)
    return None


def _describes(text: str, segment: Segment, match: re.Match[str], behind: list[Segment]) -> bool:
    """Whether the modal opens a clause that describes a noun (应由部门召开的会议,不得…), so that a later one governs."""
    if _ATTRIBUTE.match(text, match.end(), segment.end):
        return True
    if match[0] == "请" and match.start() != segment.start and text[match.start() - 1] not in "现特兹":
        return True  # 办公室请专家论证
    if match.start() != segment.start or "的" not in text[match.end() : segment.end]:
        return False
    if text[match.end()] != "由" or _class_of(match) != "should":
        return False
    return any(match.re.search(text, other.start, other.end) for other in behind)


def _is_inside(text: str, start: int, at: int) -> bool:
    """Whether brackets, quotes or a title are open at ``at``."""
    return any(text.count(left, start, at) > text.count(right, start, at) for left, right in ("()", "《》", "“”", "「」"))


def encouraging(text: str, segment: Segment) -> tuple[int, int] | None:
    """Return where the segment begins with 鼓励, 支持 or the like; None where it does not."""
    match = _ENCOURAGING.match(text, segment.start, segment.end)
    return match.span("word") if match else None


def strength_of(text: str, start: int, end: int, modal: Modal | None, kind: str) -> int | None:
    """Return the strength, 6 to 1, of a norm; None for constitutive ones.

    原则上 lowers whatever modal stands beside it; 鼓励 and 可 are weakest; without any modal a sentence binds as an imperative.
    """
    if kind == "constitutive":
        return None
    if kind in ("encouragement", "permission"):
        return 1
    if _IN_PRINCIPLE.search(text, start, end):
        return 3
    return _STRENGTH[modal.kind] if modal else BARE
