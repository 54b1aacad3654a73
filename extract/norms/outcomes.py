"""What follows (后果): of an assessment, a breach, a merit, and money on a condition."""

from __future__ import annotations

import re
from typing import Final

from .said import Said
from .segments import Segment
from .verbs import verb_at

__all__ = ["is_bonus", "is_consequence"]

_OUTCOME: Final = re.compile(
    r"成效|成绩|效果(?=好|明显|突出|显著)|力度大|积极性高|考核|评估|验收|考评|评价|评审|达标|合格|不符合|未(?:完成|达到|按|通过|经|能|履行|落实|整改|尽)|没有(?:完成|达到|按)|逾期|违反|违规|违法|弄虚作假|虚报|骗取|隐瞒|拒不|拒绝|擅自|靠后|末位|连续.{1,6}[年次]|情节|造成.{0,12}(?:后果|损失|影响)|入选|获得|获评|突出的|成绩突出|优秀|突出贡献"
    r"|不力|滞后|慢|不到位|失信|推诿|扯皮|敷衍|事故|负面|完成.{0,8}(?:目标|任务|建设|创建)|列入.{0,12}名单|达到.{1,20}标准|工作(?:突出|不)|先进|警告|侵占|挪用|滥用|玩忽"
)
_GIVEN: Final = (
    "淘汰|奖励|奖补|表彰|表扬|嘉奖|通报|调整|处罚|处理|取消|撤销|清退|扣减|收回|问责|追究|警告|约谈|退出|处分|补助|倾斜|加分|优先|一次性"
    "|取缔|除名|扣分|公开曝光|曝光"
)
_RESULT: Final = re.compile(
    rf"予以.{{0,16}}(?:{_GIVEN})|给予.{{0,16}}(?:{_GIVEN})"
    r"|取消(?!.{0,6}限制)|淘汰|退出|降格|降档|降级|认定(?:为|其|(?=[。;,]|$))|予以认定|给予认定|授予|授牌|命名|通报批评|通报表扬|追究"
    r"|承担.{0,8}(?:责任|后果)|依(?:法|规|纪)(?:依[法规纪])?(?:予以|给予)?(?:.{0,4})(?:处理|查处|处置|处罚|移送)|移[交送].{0,10}(?:机关|部门|司法)|撤销|约谈|问责|不予(?:奖励|补助|安排|受理|通过|认定|支持|推荐|通报)?|不再(?:享受|安排|列入|保留|给予)|收回|扣减|暂停|责令|处以?.{0,10}罚款|列[入为].{0,14}(?:黑名单|失信|名单|对象|范围|重点)|兑现|推荐|黄牌|红牌|一票否决"
    r"|安排.{0,20}(?:奖补|奖励|补助)资金|奖励.{0,10}\d|构成犯罪|劝其|没收|追回|追缴|吊销|优先(?:考虑|安排|支持|列|推荐|纳入)"
)
_FRAME: Final = re.compile(r"(?:实施|实行|建立|坚持|强化|严格|加强).{0,14}(?:管理|机制|制度|淘汰|考核|问责|原则|追究)$")


_PENALTY: Final = re.compile(r"承担.{0,8}责任|责令|罚款|吊销|没收|追究|处分|撤销|取消")
_OPENS: Final = re.compile(r"\W*(?:但?对|凡)")
_TOPICAL: Final = re.compile(r"\W*对")
_DOES: Final = re.compile(r"将|进行|开展|组织|制定|负责|每年|定期")


def _is_described(said: Said, segment: Segment) -> bool:
    """Whether an act but the last is a noun with its clause: 考核不合格的企业,予以淘汰."""
    described = said.text.rfind("的", segment.start, segment.end) + 1
    if segment.kind != "act" or not described or segment is said.segments[-1] or described - segment.start < 4:
        return False
    if any(verb_at(said.text, at, segment.end) for at in range(described, segment.end)):
        return False
    return _OUTCOME.search(said.text, segment.start, described) is not None


def is_consequence(said: Said) -> bool:
    """A condition on how something turned out, and the first act behind it is what follows."""
    framed = [segment for segment in said.segments if segment.kind in ("condition", "topic") or _is_described(said, segment)]
    for act in said.acts:
        result = _RESULT.search(said.text, act.start, act.end)
        if result is not None:
            if said.modal is not None and said.modal.kind != "may" and said.modal.start < result.start() and not framed:
                return False
            if any(
                other.start < segment.start and _DOES.search(said.text, other.start, other.end)
                for segment in framed[-1:]
                for other in said.acts
            ):
                return False  # an assessment is ordered, and what follows it is its or-else
            where = "".join(said.text[segment.start : segment.end] for segment in framed if segment.start < result.start())
            before = said.text[act.start : result.start()]
            opening = said.text[said.start : act.start] if _OPENS.match(said.words) else ""
            if framed and _PENALTY.search(said.text, act.start, act.end):
                return True
            return _OUTCOME.search(f"{where} {opening} {before if re.search('对|的', before) else ''}") is not None
        if any(other.start > act.start for other in framed) and _PENALTY.search(said.text, said.acts[-1].start, said.acts[-1].end):
            continue
        topical = _TOPICAL.match(said.words) and said.text.rfind("的", act.start, act.end) > 0 and act.start < said.acts[-1].start
        if act in said.imperatives and act not in framed and not topical and not _FRAME.fullmatch(said.text, act.start, act.end):
            return False
    return False


_BONUS: Final = re.compile(r"(?:给予|予以|奖励|补助|奖补|补贴)[^,。;]{0,30}?(?:\d[\d.,]* ?(?:万元|元|亿元|%)|奖励|奖补|一次性)")


def is_bonus(said: Said) -> bool:
    """Money or a reward on a condition: 对…的企业,给予…万元奖励."""
    framed = any(segment.kind in ("condition", "topic") for segment in said.segments) or _TOPICAL.match(said.words)
    return (
        bool(framed)
        and (said.modal is None or said.modal.kind == "may")
        and said.has(_BONUS)
        and said.imperatives[:1] in (said.acts[:1], [])
    )
