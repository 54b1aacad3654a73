"""What constitutes (构成性规则): definitions, composition, standards, criteria, the time in which a document holds."""

from __future__ import annotations

import re
from typing import Final

from .background import CRITERIA, ESTEEM
from .said import Said, has_verb

__all__ = ["DEFINES", "EQUATES", "IN_FORCE", "is_composition", "is_criterion", "is_kind", "is_standard"]

DEFINES: Final = re.compile(
    r"是指|系指|主要指(?!导|定|标|引|挥)|专指(?!导|定|标|引|挥)|所称|以下(?:简称|统称)“?.{2,20}指|[,,]指(?![导定标引挥示向派])|的含义(?:是|为)|定义为"
)
_STARTS: Final = "起(?:正式|开始)?(?:施行|实施|执行|生效|试行)"
IN_FORCE: Final = re.compile(
    rf"日{_STARTS}|自.{{1,24}}{_STARTS}|从.{{1,24}}{_STARTS}|之日起(?<=(?:印发|公布|发布)之日起).{{0,4}}(?:施行|实施|执行)"
    r"|有效期(?:为|至|自|[0-9一二三四五六七八九十])|同时废止|停止执行|不再执行|予以废止|即行废止|规定.{0,24}废止|办法.{0,24}废止|文件.{0,24}废止|通知.{0,24}废止|意见.{0,24}废止"
)
EQUATES: Final = re.compile(r"视同|视为|以.{2,40}为(?:准|一次|限)(?=[。;,]|$)|适用(?:于)?本|本.{1,6}适用于|依照本.{1,8}执行$")
_COMPOSES: Final = re.compile(
    r"由.{2,160}(?:组成|构成)(?=[。;,:]|$)|办公室.{0,4}设在|下设(?:.{0,8})办公室|担任(?:.{0,6})(?:组长|召集人|主任|成员|指挥长|副组长|会长|主席)"
    r"|作为成员单位(?:参加)?|组长[::由]|召集长[::由]|成员(?:单位)?(?:由|包括|为|有)|办公室主任由|"
    + "|".join(f"{who}.{{0,8}}为.{{0,6}}(?:成员|组长|副组长|召集人)" for who in ("单位", "同志", "负责人", "领导", "专家"))
)
_SEATS: Final = re.compile(r"\W*(?:副?(?:总指挥|组长|召集人|主任|指挥长|会长|主席|秘书长|总召集人)|成 {0,2}员|牵头单位|成员单位) ?[::]")
_STANDARD: Final = re.compile(
    r"(?:标准|期限|额度|限额|比例|范围|对象|条件|地点|时间|方式|内容|名称|定位|主题|总额|基数|税率|年限|周期|类别|种类|指标|主体|产业|领域|重点|目标|任务|依据|原则|步骤|程序|流程)(?:分别|统一|主要|一般|暂定|均)?(?:为(?!了|主)|是(?!否)|包括|分为|有[::])"
)
_INCLUDES: Final = re.compile(
    r"(?<!不)(?:主要)?(?:包括|分为|包含|涵盖)(?!在内|但不限)|(?:均|都)?不(?:含|包括)(?=[^()]*$)|划分为|分(?:成|为).{1,30}(?:类|种|级|档|个等级)"
)
_IS_A: Final = re.compile(
    r"^[^,。;]{2,24}是.{2,80}的(?:.{0,12})(?:平台|单位|机构|组织|活动|行为|区域|地区|产业|企业|项目|制度|人员|模式|形态|载体|空间|集聚区|聚集区|体系|过程|工程|方式|方法|法人|主体)(?=[。;,]|$)"
)
_QUALIFIES: Final = re.compile(r"(?:拥有|具有|具备|兼具|属于|位于)")


def is_composition(said: Said) -> bool:
    """Who makes up a body, who heads it, where it sits."""
    if not (said.has(_COMPOSES) or _SEATS.match(said.words)):
        return False
    return said.modal is None or said.modal.kind == "may" or said.modal.segment > 0


def is_standard(said: Said) -> bool:
    """A standard, a scope, a division: what counts, not what is to be done; what stands in brackets, or behind a command, is none."""
    if said.modal is not None and said.modal.segment <= 1 and said.modal.kind != "may":
        return False
    if _is_measure(said):
        return True
    for at, act in enumerate(said.acts):
        found = _STANDARD.search(said.text, act.start, act.end) or _INCLUDES.search(said.text, max(act.start - 1, 0), act.end)
        if found and said.text.count("(", act.start, found.end()) == said.text.count(")", act.start, found.end()):
            return at <= 1 and (act not in said.imperatives or found.start() - act.start <= 4)
    return False


def _is_measure(said: Said) -> bool:
    """X,为 Y: what something amounts to or is: 丧葬补助金,为6个月的平均工资; 无任职单位的,为…所在城市."""
    if len(said.segments) != 2:
        return False
    first, second = said.segments
    named = first.kind == "condition" or (first.kind == "act" and first not in said.imperatives)
    return named and said.text.startswith("为", second.start) and not said.text.startswith(("为了", "为期", "为此"), second.start)


def is_kind(said: Said) -> bool:
    """X 是…的 Y: what X is; not why it matters."""
    return said.modal is None and said.has(_IS_A) and not said.has(ESTEEM)


def is_criterion(said: Said) -> bool:
    """What a candidate must be or have, under a heading that speaks of conditions, with no command in it."""
    if said.modal is not None or not CRITERIA.search(said.heading):
        return False
    if any(act == said.acts[0] and not _QUALIFIES.match(said.text, act.start) for act in said.imperatives):
        return False
    return said.has(_QUALIFIES) or not has_verb(said)
