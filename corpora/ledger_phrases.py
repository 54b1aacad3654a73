"""What a figure of the ledger measures: the indicator, whether it is a level or a change, and what it holds for.

Phrases are read from the part of the sentence around the figure: ``head`` is what stands before it in its segment (time limits and
brackets taken out), ``tail`` what stands behind it. Cases in order:

- an indicator that the sentence states (固定资产投资300亿元): as :mod:`gongwen.extract.indicators` found it;
- a grade by which something is built: the standard (3A级以上景区标准: 景区标准);
- things behind the figure (12个左右省级特色小镇; 300亿元投资任务: 投资), of a long attribute its last noun (…的体育精品赛事);
- things before it (省级特色小镇创建名单3个);
- of a share, what it is a share of with what is done to it (生活垃圾百分之百无害化处理: 生活垃圾无害化处理).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from ..extract.indicators import indicator
from ..extract.norms.verbs import is_nominal, is_verb
from ..extract.units import Unit
from ..schemas.notice import Quantity
from .ledger_words import words

__all__ = ["Measure", "Phrase", "holder", "is_elliptic", "is_negated", "is_reached", "read_phrase", "scope_before"]

Measure = Literal["level", "increase", "decrease", "margin"]

_LONGEST: Final = 24
_LONGEST_SCOPE: Final = 40
_RISING: Final = re.compile(r"(?:增长|提高|提升|上升|增加|净增|扩大)(?:了|达到?|超过?|约|不低于)?$")
_FALLING: Final = re.compile(r"(?:下降|降低|减少|压减|缩减|压缩|削减)(?:了|达到?|超过?|约|不低于)?$")
_GOES_ON: Final = re.compile(r"完成|实现|达到|进入|开展|通过|参加|获得")
_GREW: Final = re.compile(r"(?:增长|增加|净增)(?:了|超过?|约)?$")
_SHRANK: Final = re.compile(r"(?:下降|减少|减量)(?:了|超过?|约)?$")
_RISES: Final = re.compile(r"^(?:的|左右|以上)*(?:高速|较快|快速)?(?:增长|增速|增幅|提升)")
_FALLS: Final = re.compile(r"^(?:的|左右|以上)*(?:下降|降幅)")
_RATES: Final = ("增速", "增幅", "增长率", "增长速度")
_MARGIN: Final = re.compile(r"^(?:[高低快慢优大小]于|超过?全|快过).*(?:平均|水平|所在|全[国省市县区州]|上年|同期|增[幅速])")
_DIGIT: Final = re.compile(r"\d")
_RELATION: Final = re.compile(r"(?:同比|年均|比上年|比去年|较上年|较去年|每年|比20\d\d年|较20\d\d年)$")
_STANDARD: Final = re.compile(r"^(?:的)?([^,。;、\d]{0,10}标准)")
_BOUNDS: Final = frozenset(["ge", "gt", "le", "lt"])
_LETTERS: Final = re.compile(r"[^\W\d_]")
_AFTER_NOUN: Final = re.compile(r"[,。;:!?、\n(]|以及|并|和(?=[^,。;]{0,12}\d)|及(?=[^,。;]{0,12}\d)")
_COORDINATED: Final = re.compile(r"分别")
_OF_NOUNS: Final = frozenset(["新增", "累计"])  # 城镇新增就业 is one indicator
_CLOSES: Final = re.compile(r"为[宜限准佳主]|安排$|起步")
_BRACKET: Final = re.compile(r"^\([^()]{1,8}\)")
_EXAMPLE: Final = re.compile(r"^级|^[^,。;]{0,12}等[^,。;]{0,4}(?:项目|工程)(?:$|[^\d]{0,4}[,。;、])")
_QUALIFIES: Final = re.compile(r"^(?:以上|以下|以内|左右)?的(?!任务|目标|要求|规模|增长|增速|增幅|速度|水平|投资|指标)")
_NEXT_FIGURE: Final = re.compile(r"^[^,。;、:\d]{1,16}\d")
_OF_RANK: Final = re.compile(r"^[^,。;]{0,6}第[一二三四五六七八九十\d]")
_MONEY_EACH: Final = re.compile(r"(?:/|每)(?:人|户|亩|月|天|日|次|件|吨|平方米|平米|立方米|度|千瓦时|公斤|斤|辆|台|张|个月|床)")


@dataclass(slots=True, frozen=True)
class Phrase:
    """What a figure measures, and its scope where the same words say it."""

    indicator: str
    measure: Measure
    scope: str | None = None


def read_phrase(quantity: Quantity, unit: Unit, head: str, tail: str) -> Phrase | None:
    """Return what ``quantity`` measures; None where its words name nothing."""
    if _COORDINATED.search(head[-6:]):
        return None  # of several indicators with a figure each only a reader can tell
    measure = _measure(quantity, unit, head, tail)
    if unit.dimension == "grade":
        standard = _STANDARD.match(tail)
        return Phrase(standard[1], "level", _subject(head)) if standard and len(standard[1]) > 2 else None
    named = quantity.indicator or (None if unit.dimension == "count" else _stated(head))
    if named:
        return Phrase(named, measure, _subject(_without(head, named)))
    behind = _behind(tail)
    if unit.dimension in ("ratio", "points"):
        return _share(head, behind, measure)
    if behind:
        return None if _governs(behind) else Phrase(behind, measure, _subject(head))
    return _counted(head, measure, is_count=unit.dimension == "count")


def is_reached(quantity: Quantity, phrase: Phrase | None, head: str, tail: str) -> bool:
    """Tell whether words make the figure a result: a verb of reaching, a comparator with an indicator, a change, or 任务 behind it."""
    if words().reaching.search(head) or head.endswith(words().tasks) or quantity.exact.startswith(("达", "突破", "实现")):
        return True
    if phrase is not None and (phrase.measure != "level" or (quantity.indicator and quantity.comparator in _BOUNDS)):
        return True
    if _CLOSES.match(tail):
        return True
    if _STANDARD.match(tail):
        return words().reaching.search(tail[:_LONGEST]) is not None
    return _AFTER_NOUN.split(tail, maxsplit=1)[0].endswith(words().nouns)


def is_negated(quantity: Quantity, unit: Unit, phrase: Phrase, head: str, tail: str, before: str) -> bool:
    """Tell whether the figure is a tariff, a threshold, an attribute of something else, or of the past."""
    if _EXAMPLE.match(tail):
        return True  # 5000吨级港口; 85万千瓦风电等项目
    if _QUALIFIES.match(tail) or _OF_RANK.match(tail):
        return unit.dimension != "count" or quantity.comparator in _BOUNDS or _OF_RANK.match(tail) is not None
    if unit.dimension != "count" and _NEXT_FIGURE.match(tail):
        return True  # 10亿元以上项目52个
    if words().requiring.search(before) or words().past.search(head) or words().thresholds.search(head[-12:]):
        return True
    if unit.dimension in ("money", "ratio") and words().paying.search(head[-24:] + "|" + phrase.indicator + "|" + tail[:6]):
        return True
    return unit.dimension == "money" and bool(
        words().each.search(head[-16:]) or _MONEY_EACH.search(quantity.exact + tail[:4]) or "/" in unit.written
    )


def is_elliptic(between: str, tail: str) -> bool:
    """Tell whether what stands between two figures says of the second only what it holds for, or how strongly (、市级小镇完成; 、力争).

    What is said behind it (其中70%投向主导产业) would make it another indicator.
    """
    if _LETTERS.match(tail.removeprefix("的")) and not tail.removeprefix("的").startswith(words().nouns):
        return False
    rest = words().closing.sub("", between.strip("、,;和及"))
    return not rest or holder(rest) is not None


def scope_before(head: str) -> str | None:
    """Return the topic that stands in a segment of its own right before the figure's (高端制造业类特色小镇,原则上…)."""
    segments = head.rsplit(",", 2)
    if len(segments) < 2 or _subject(segments[-1]):
        return None
    return holder(segments[-2].rpartition("。")[2].rpartition(";")[2])


def _measure(quantity: Quantity, unit: Unit, head: str, tail: str) -> Measure:
    """Return whether the figure is a level, a change, or a margin over something.

    提升, 扩大, 压缩 before a count are as often nouns (老旧小区改造提升120个): there only 增长, 增加 and 下降, 减少 tell.
    """
    if quantity.unit in ("%", "个百分点") and _MARGIN.search(quantity.exact):
        return "margin"
    before = _RELATION.sub("", head)
    if unit.dimension not in ("ratio", "points"):
        return "increase" if _GREW.search(before) else "decrease" if _SHRANK.search(before) else "level"
    if _RISING.search(before) or _RISES.match(tail) or (quantity.indicator or "").endswith(_RATES):
        return "increase"
    if _FALLING.search(before) or _FALLS.match(tail) or (quantity.indicator or "").endswith("降幅"):
        return "decrease"
    return "level"


def _stated(head: str) -> str | None:
    """Return the indicator before verbs and adverbs that stand between it and its figure (投资规模每年仍按10亿元安排)."""
    phrase = words().closing.sub("", head)
    return indicator(phrase, len(phrase)) if phrase != head else None


def _without(head: str, indicator: str) -> str:
    """Return ``head`` up to the indicator."""
    at = head.rfind(indicator)
    return head[:at] if at >= 0 else ""


def _behind(tail: str) -> str:
    """Return the noun phrase right behind a figure, of a long attribute its last noun."""
    phrase = _AFTER_NOUN.split(_BRACKET.sub("", tail), maxsplit=1)[0].removeprefix("的")
    if _CLOSES.match(phrase):
        return ""
    for noun in words().nouns:
        if phrase.endswith(noun) and len(phrase) > len(noun) + 1:
            phrase = phrase.removesuffix(noun)
            break
    phrase = phrase.rpartition("的")[2] if "的" in phrase else phrase
    return phrase if 2 <= len(phrase) <= _LONGEST and _LETTERS.match(phrase) and not _DIGIT.search(phrase) else ""


def _governs(phrase: str) -> bool:
    """Tell whether a noun phrase goes on with a verb of its own (4个试点镇全面完成目标任务)."""
    return not _is_noun(phrase) or _GOES_ON.search(phrase, 2) is not None


def _before(head: str) -> str:
    """Return the noun phrase right before a figure: what a verb of reaching governs, or its subject where it governs nothing."""
    phrase = words().closing.sub("", head)
    *_, last = (*words().firm.finditer(phrase), None)[:-1] or (None,)
    if (
        last is not None
        and last.end() < len(phrase)
        and not (last[0] in _OF_NOUNS and _is_noun(words().opening.sub("", phrase[: last.start()])))
    ):
        phrase = phrase[last.end() :]
    phrase = re.split(r"[、:]", words().opening.sub("", phrase).rpartition("的")[2])[-1].removesuffix("各")
    if not 2 <= len(phrase) <= _LONGEST or _DIGIT.search(phrase) or not _LETTERS.match(phrase):
        return ""
    return "" if phrase in words().general or phrase in words().openers or words().reaching.fullmatch(phrase) else phrase


def _is_noun(phrase: str) -> bool:
    return len(phrase) > 1 and not (is_verb(phrase[:2]) and not is_nominal(phrase[:2]))


def _counted(head: str, measure: Measure, *, is_count: bool) -> Phrase | None:
    """Return the things before a figure; what is no count needs a verb of reaching, or 任务, before it."""
    before = _before(head)
    if before.endswith(words().tasks) and len(before) > 3:
        return Phrase(before[:-2], measure)
    return Phrase(before, measure) if before and (is_count or words().reaching.search(head)) else None


def _share(head: str, behind: str, measure: Measure) -> Phrase | None:
    """Return what a share is a share of, with what is done to it."""
    before = _before(head)
    if not before or len(behind) > 10:
        return None
    if measure != "level":
        return Phrase(before, measure)
    return Phrase(before + behind, measure) if behind and not behind.startswith(("以", "的")) else None


def _subject(head: str) -> str | None:
    """Return the subject of the verb that governs the figure, where it names what the target is set for."""
    verb = words().firm.search(head)
    return holder(words().closing.sub("", head[: verb.start()] if verb else head))


def holder(phrase: str) -> str | None:
    """Return ``phrase`` where it names what targets are set for (省级特色小镇, …等特色产业), without what leads to it."""
    phrase = words().filled_start.sub("", words().filled_end.sub("", phrase.strip()))
    phrase = re.sub(r"^(?:对于?|\d+[个家]|--?|第\d)", "", phrase)
    if not 2 <= len(phrase) <= _LONGEST_SCOPE or not phrase.endswith(words().holders) or _DIGIT.search(phrase):
        return None
    if phrase in words().holders or ("的" not in phrase and words().opening.match(phrase)):
        return None
    if phrase.startswith((*words().openers, *words().general)) or (is_verb(phrase[:2]) and not is_nominal(phrase[:2])):
        return None
    return phrase
