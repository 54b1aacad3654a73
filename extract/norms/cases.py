"""What a sentence is (句类): the numbered cases, in order; the first that fits decides, and each states its reason.

First what is no norm (background, purpose, formulas), then what constitutes, what follows from something, what forbids, allows,
encourages; what is left commands, with a modal or, as most of this language does, without one. GUIDELINES, norms: a sentence
with several types takes the type of its main predicate.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from ...schemas.norms import NormType
from .modals import Modal, encouraging, first_modal
from .names import is_strong
from .segments import Segment, read_segments
from .subjects import Subject, explicit_subjects
from .verbs import skip_adverbs, verb_at

__all__ = ["CASES", "Case", "Said", "Verdict", "introduced", "judge"]


@dataclass(slots=False)
class Said:
    """One sentence as the cases see it; offsets in the view."""

    text: str
    start: int
    end: int
    in_clause: bool = True
    """Whether it stands in a clause, not in the running text around them."""
    part: str = "main"
    heading: str = ""
    """Heading of the clause and of those above it, joined."""
    level: str = ""
    """Level of the clause."""
    tells: bool = False
    """Whether the notice is of a kind that tells more than it commands (通报, 复函)."""
    written: str | None = None
    """Date of the notice, ISO 8601."""
    beside: NormType | None = None
    """Type of the unit before it in the same enumeration."""

    @cached_property
    def words(self) -> str:
        """The sentence itself."""
        return self.text[self.start : self.end]

    @cached_property
    def segments(self) -> list[Segment]:
        """Its segments."""
        return read_segments(self.text, self.start, self.end)

    @cached_property
    def acts(self) -> list[Segment]:
        """The segments that are acts."""
        return [segment for segment in self.segments if segment.kind == "act"]

    @cached_property
    def modal(self) -> Modal | None:
        """Its first modal."""
        return first_modal(self.text, self.segments)

    @cached_property
    def subjects(self) -> list[Subject]:
        """Those who act in it, 鼓励 X not counted."""
        return explicit_subjects(self.text, self.segments)

    @cached_property
    def imperatives(self) -> list[Segment]:
        """The acts that begin with a verb."""
        return [act for act in self.acts if verb_at(self.text, skip_adverbs(self.text, act.start, act.end), act.end)]

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern is found in it."""
        return pattern.search(self.words) is not None


class Verdict(NamedTuple):
    """What a case says of a sentence."""

    case: str
    type: NormType | None
    """None: no norm."""


@dataclass(slots=True, frozen=True)
class Case:
    """A case: what it is called, what it makes of a sentence, when it fits, and why."""

    name: str
    type: NormType | None
    fits: Callable[[Said], bool]
    reason: str
    examples: tuple[str, ...] = field(default=())


# ---- no norms

_NO_WORDS: Final = re.compile(r"^[\W\d_]*$")
_CONTACT: Final = re.compile(
    r"^(?:\(?(?:联系人|联系电话|电话|传真|邮箱|电子邮箱|地址|邮编|网址|联系方式|附件?|附表|来源|责任编辑)[^,。]{0,12}[:: ])"
)
_FORMULA: Final = re.compile(
    r"^(?:特此(?:通知|函复|批复|公告|通告|报告|说明|函告)|此复|此[令函]|妥否|专此|以上(?:意见|请示).{0,12}(?:审议|批示|批复)|.{0,60}收悉(?:[,。]|$)|请予审议|各位代表|同志们|感谢|欢迎.{0,10}监督|你[省市区县局部].{0,30}(?:请示|来函)(?:收悉)?)"
)
_FOLLOWS: Final = re.compile(
    r"(?:如下|以下(?:意见|措施|方案|办法|通知|要求|决定|规定|工作方案|实施意见)|(?:通知|公告|通告|批复|函复|公布|意见|印发|说明|决定|报告|答复)如下|现(?:印发|予以?公布|予以?印发|公布|下发|转发)(?:给你们|执行)?)[::。]?\W*$"
)
_MADE: Final = re.compile(
    r"(?:特|现|兹)?(?:研究|组织)?(?:制定|制订|拟定|出台|编制|提出)(?:了)?(?:如下|以下|本|《|2|(?:.{0,30}(?:方案|意见|办法|要点|规划|计划|措施|细则|通知|规定|条例)))"
)
_NOW: Final = re.compile(r"现(?:就|将).{2,80}(?:分解|公布|通报|说明|明确|公告|公示|调整|转发)$")
_PURPOSE_HEAD: Final = re.compile(r"^\W*(?:为(?!期|首|主)|根据|按照|依据|遵照|经)")
_HISTORY: Final = re.compile(
    r"^\W*(?:(?:个别|有的|一些|少数|部分)(?=地方|地区|单位|企业|部门|同志|领导|干部)|目前|近日|今年初|今年以来|去年|前不久|日前|此前|长期以来|你[省市区县州]|我们将)|近年来|受到.{0,14}处分|被(?:判处|免职|处以|立案)|(?:以来|至今)[,,]|取得(?:了|.{0,14}(?:成效|成绩|进展|成果))|得到(?:了|.{0,6}(?:改善|提升|加强))|(?:存在|仍有|还有|面临).{0,24}(?:问题|短板|差距|不足|困难|挑战|机遇|压力)"
    r"|(?:已经?|均已)(?:成为|形成|建成|完成|取得|印发)|历经|截至(?:目前|\d{4}年)|有所|日益|逐步显现|明显(?:增强|提高|改善|提升)(?=[。,]|$)|呈现|[^,]{2,20}(?:增长|下降|提高|提升|增加|上升)了|(?:增强|建成|完成|实现|开展|出台|印发|推动|促进|提升|提高|解决|提出|作出|发挥|采取|制定|召开|组织|形成|发生|进行|建立|下达|安排)了"
)
_ESTEEM: Final = re.compile(
    r"有利于|意义重大|(?:具有|有着).{0,14}(?:意义|作用)(?=[。,;]|$)|是.{0,40}(?:重要|必然|有效|有益|关键|迫切|内在|客观|重大|必由|有力|最大|根本|基础性).{0,16}(?:举措|抓手|途径|要求|探索|选择|内容|任务|保障|支撑|平台|载体|需要|基础|力量|大事|之路|环节|手段|部署|民生|工程|体现|措施|内涵|因素|标志|之策|之举)"
    r"|至关重要|势在必行|事关|关系(?:到|国|人|经)|重中之重"
)


_TALLY: Final = re.compile(r"(?:[^,。;:]{1,30}? ?\d{1,6} ?(?:个|家|项|名|件|户|人|所|处)[,;。:、\s]*(?:其中[::,]?)?)+")
_ABSTRACT: Final = re.compile(r"(?:遵循|坚持|实行|采取|采用|按照).{2,60}的(?:原则|方式|制度|办法|机制)")


def _is_preamble(said: Said) -> bool:
    if said.modal is not None and said.text[said.modal.start] == "请":
        return False
    if _FOLLOWS.search(said.words) and (_PURPOSE_HEAD.match(said.words) or len(said.segments) <= 3 or not said.imperatives):
        return True
    last = said.segments[-1] if said.segments else None
    if last and _NOW.search(said.text, last.start, last.end):
        return True
    return bool(last and _PURPOSE_HEAD.match(said.words) and _MADE.match(said.text, last.start, last.end)) or bool(
        last and re.match(r"(?:特|现)制[定订]", said.text[last.start : last.end])
    )


_OLD: Final = re.compile(r"\W{0,2}[一二三四五六七八九〇零]{4}年")
_DATED: Final = re.compile(r"\W{0,2}(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?(?![^,]{0,16}(?:起|前|底))")
_REPORTED: Final = re.compile(
    r"^(?:《[^》]{2,60}》|[^,。]{2,24}(?:同志|总书记|总理|会议|全会|报告))[^,。]{0,16}(?:提出|要求|指出|强调|明确)(?:了)?[,:]|^[^,。]{2,16}(?:发现|表明|显示|反映)[,:]"
)
_INTRODUCES: Final = re.compile(r"(?:是|为|有|包括|如下|以下[^,]{0,10})[::]$")
_EXEMPLARY: Final = re.compile(
    r"典型(?:经验)?(?:做法|案例|事例|经验)|经验做法|情况通报|工作回顾|取得的成绩|现状|基本情况|面临的?形势|存在的?问题|重要意义|重大意义|背景"
)
_WHETHER: Final = re.compile(r"是否|能否|有无")


def _is_past(said: Said) -> bool:
    """It begins with a date before that of the notice, and nothing in it commands."""
    if said.modal is None and _OLD.match(said.words):
        return True
    match = _DATED.match(said.text, said.start, said.end)
    if match is None or said.written is None or said.modal is not None:
        return False
    return f"{match['y']}-{int(match['m']):02}-{int(match['d'] or 1):02}" < said.written


def _is_account(said: Said) -> bool:
    """Under a heading that promises an account (典型做法, 存在的问题), or in a circular that tells (通报), only a modal commands."""
    return (
        said.modal is None
        and (said.tells or _EXEMPLARY.search(said.heading) is not None)
        and not said.words.startswith(("同意", "原则同意"))
    )


def _is_introduction(said: Said) -> bool:
    """A short line that opens an enumeration and commands nothing itself: 重点是:."""
    return said.modal is None and len(said.words) <= 24 and _INTRODUCES.search(said.words) is not None and not said.subjects


_ENUMERATED: Final = frozenset(("point", "item", "para", "subpara", "subsec"))


def _is_case(said: Said) -> bool:
    """An enumerated circumstance (未通过年检的;) or question (内容是否合法;): it is the one above that says what follows."""
    if said.level not in _ENUMERATED or said.modal is not None:
        return False
    body = said.words.rstrip("。;,、. ")
    return body.endswith(("的", "者", "情形")) or (_WHETHER.search(body) is not None and not said.imperatives)


_NOUN_TAIL: Final = re.compile(r"(?:情况|来源|材料|事项|信息|名单|报告|内容|资料|复印件|证明|说明|清单|总结|计划书|申请[书表])[。;,、]?$")


def _is_noun(said: Said) -> bool:
    """An enumerated noun with its clause (个人取得的所得;), nothing of it a norm before."""
    if said.level not in _ENUMERATED or said.modal is not None or said.beside is not None or not said.segments:
        return False
    last = said.segments[-1]
    if _NOUN_TAIL.search(said.words) and len(said.acts) <= 1 and not said.subjects:
        return True
    tail = said.text.rfind("的", last.start, last.end) + 1
    if not tail or said.imperatives or said.has(_ABSTRACT) or said.has(_TARGET) or _CRITERIA.search(said.heading):
        return False
    return not any(verb_at(said.text, at, last.end) for at in range(tail, last.end)) and last.kind in ("act", "manner")


def _is_history(said: Said) -> bool:
    return said.modal is None and said.has(_HISTORY) and not (said.in_clause and _commands_behind(said, _HISTORY))


def _is_esteem(said: Said) -> bool:
    if said.modal is not None or not said.has(_ESTEEM):
        return False
    praised = "有利于" in said.words or any(said.text[act.start] == "是" for act in said.acts)
    return praised or not _commands_behind(said, _ESTEEM)


def _commands_behind(said: Said, pattern: re.Pattern[str]) -> bool:
    """Whether an imperative begins behind the background: 小镇已开工建设,…,重点在…方面加大工作力度."""
    found = pattern.search(said.text, said.start, said.end)
    return found is not None and any(act.start > found.end() for act in said.imperatives)


_LONGEST_LABEL: Final = 36
_OFFICE: Final = re.compile(
    r"(?:[部厅局处司科署院校行市省区县州会组队]长|主任|书记|秘书长|主席|委员|成员|教授|研究员|司令员|召集人|审计长|总[裁监师]|经理|同志|专员|巡视员)$"
)


def _is_label(said: Said) -> bool:
    """Whether a unit without a stop is a title, a caption or a broken-off line, no sentence."""
    if said.words[-1:] in "。;!?:" or said.modal is not None or len(said.words) > _LONGEST_LABEL:
        return False
    return _OFFICE.search(said.words) is not None or not (_has_verb(said) or said.imperatives or said.beside)


def _is_unframed(said: Said) -> bool:
    """Running text outside clauses that neither commands nor names anybody."""
    return not said.in_clause and said.modal is None and not said.imperatives and not said.subjects


# ---- constitutive

_DEFINES: Final = re.compile(
    r"是指|系指|(?:主要|专)指(?!导|定|标|引|挥)|所称|以下(?:简称|统称)“?.{2,20}指|[,,]指(?![导定标引挥示向])|的含义(?:是|为)|定义为"
)
_IN_FORCE: Final = re.compile(
    r"(?:自|从).{1,24}起(?:正式|开始)?(?:施行|实施|执行|生效|试行)|(?:印发|公布|发布)之日起.{0,4}(?:施行|实施|执行)|有效期(?:为|至|自|[0-9一二三四五六七八九十])|同时废止|予以废止|即行废止|(?:规定|办法|文件|通知|意见).{0,24}废止"
)
_EQUATES: Final = re.compile(r"视同|视为|以.{2,40}为(?:准|一次|限)(?=[。;,]|$)|(?:不)?适用(?:于)?本|本.{1,6}适用于|依照本.{1,8}执行$")
_COMPOSES: Final = re.compile(
    r"由.{2,160}(?:组成|构成)(?=[。;,]|$)|(?:下设|设立)?.{0,10}办公室.{0,4}设在|下设(?:.{0,8})办公室|担任(?:.{0,6})(?:组长|召集人|主任|成员|指挥长|副组长|会长|主席)|(?:单位|同志|负责人|领导|专家).{0,8}为(?:.{0,6})(?:成员|组长|副组长|召集人)"
    r"|作为成员单位(?:参加)?|^\W*(?:副?(?:总指挥|组长|召集人|主任|指挥长|会长|主席|秘书长|总召集人)|成员|牵头单位|成员单位) ?[::]"
    r"|(?:组|召集)长[::由]|成员(?:单位)?(?:由|包括|为|有)|办公室主任由"
)
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
_CRITERIA: Final = re.compile(r"条件|标准|类型|对象|范围|形态|定位|分类|类别|资格|要件|含义|定义|释义|术语")


def _is_composition(said: Said) -> bool:
    if not said.has(_COMPOSES):
        return False
    return said.modal is None or said.modal.kind == "may" or said.modal.segment > 0


def _is_standard(said: Said) -> bool:
    """A standard, a scope, a division: what counts, not what is to be done; what stands in brackets, or behind a command, is none."""
    if said.modal is not None and said.modal.segment <= 1 and said.modal.kind != "may":
        return False
    for at, act in enumerate(said.acts):
        found = _STANDARD.search(said.text, act.start, act.end) or _INCLUDES.search(said.text, max(act.start - 1, 0), act.end)
        if found and said.text.count("(", act.start, found.end()) == said.text.count(")", act.start, found.end()):
            return at <= 1 and (act not in said.imperatives or found.start() - act.start <= 4)
    return False


def _is_kind(said: Said) -> bool:
    return said.modal is None and said.has(_IS_A) and not said.has(_ESTEEM)


def _is_criterion(said: Said) -> bool:
    """What a candidate must be or have, under a heading that speaks of conditions, with no command in it."""
    if said.modal is not None or not _CRITERIA.search(said.heading) or said.imperatives[:1] == said.acts[:1]:
        return False
    return said.has(_QUALIFIES) or not _has_verb(said)


def _has_verb(said: Said) -> bool:
    """Whether a verb stands behind the last 的 of some segment: a phrase that ends in a noun with its clause has none."""
    for segment in said.segments:
        tail = said.text.rfind("的", segment.start, segment.end) + 1 or segment.start
        if any(verb_at(said.text, at, segment.end) for at in range(tail, segment.end)):
            return True
    return False


# ---- consequences

_OUTCOME: Final = re.compile(
    r"考核|评估|验收|考评|评价|评审|达标|合格|不符合|未(?:完成|达到|按|通过|经|能)|没有(?:完成|达到|按)|逾期|违反|违规|违法|弄虚作假|虚报|骗取|隐瞒|拒不|拒绝|擅自|靠后|末位|连续.{1,6}[年次]|情节|造成.{0,12}(?:后果|损失|影响)|入选|获得|获评|成绩突出|优秀|突出贡献"
    r"|不力|滞后|慢|不到位|失信|推诿|扯皮|敷衍|事故|负面|完成.{0,8}(?:目标|任务|建设|创建)|列入.{0,12}名单|达到.{1,20}标准|工作(?:突出|不)|先进|警告|侵占|挪用|滥用|玩忽"
)
_RESULT: Final = re.compile(
    r"(?:予以|给予)(?:.{0,16})(?:淘汰|奖励|奖补|表彰|表扬|嘉奖|通报|调整|处罚|处理|取消|撤销|清退|扣减|收回|问责|追究|警告|约谈|退出|处分|补助|倾斜|加分|优先|一次性|取缔|除名|扣分|公开曝光|曝光)|取消(?!.{0,6}限制)|淘汰|退出|降格|降档|降级|认定(?:为|其)|(?:予以|给予)认定|授予|授牌|命名|通报批评|通报表扬|追究"
    r"|承担.{0,8}(?:责任|后果)|依(?:法|规|纪)(?:依[法规纪])?(?:予以|给予)?(?:.{0,4})(?:处理|查处|处置|处罚|移送)|移[交送].{0,10}(?:机关|部门|司法)|撤销|约谈|问责|不予(?:奖励|补助|安排|受理|通过|认定|支持|推荐|通报)?|不再(?:享受|安排|列入|保留|给予)|收回|扣减|暂停|责令|处以?.{0,10}罚款|列[入为].{0,14}(?:黑名单|失信|名单|对象|范围|重点)|兑现|推荐|黄牌|红牌|一票否决"
    r"|安排.{0,20}(?:奖补|奖励|补助)资金|奖励.{0,10}\d|构成犯罪|劝其|没收|吊销|优先(?:考虑|安排|支持|列|推荐|纳入)"
)
_FRAME: Final = re.compile(r"(?:实施|实行|建立|坚持|强化|严格|加强).{0,14}(?:管理|机制|制度|淘汰|考核|问责|原则|追究)$")


_PENALTY: Final = re.compile(r"承担.{0,8}责任|责令|罚款|吊销|没收|追究|处分|撤销|取消")
_DOES: Final = re.compile(r"将|进行|开展|组织|制定|负责|每年|定期")


def _is_consequence(said: Said) -> bool:
    """A condition on how something turned out, and the first act behind it is what follows."""
    framed = [segment for segment in said.segments if segment.kind in ("condition", "topic")]
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
            opening = said.text[said.start : act.start] if re.match(r"\W*(?:但?对|凡)", said.words) else ""
            return _OUTCOME.search(f"{where} {opening} {before if re.search('对|的', before) else ''}") is not None
        if any(other.start > act.start for other in framed) and _PENALTY.search(said.text, said.acts[-1].start, said.acts[-1].end):
            continue
        topical = re.match(r"\W*对", said.words) and said.text.rfind("的", act.start, act.end) > 0 and act.start < said.acts[-1].start
        if act in said.imperatives and not topical and not _FRAME.fullmatch(said.text, act.start, act.end):
            return False
    return False


_BONUS: Final = re.compile(r"(?:给予|予以|奖励|补助|奖补|补贴)[^,。;]{0,30}?(?:\d[\d.,]* ?(?:万元|元|亿元|%)|奖励|奖补|一次性)")


def _is_bonus(said: Said) -> bool:
    """Money or a reward on a condition: 对…的企业,给予…万元奖励."""
    framed = any(segment.kind in ("condition", "topic") for segment in said.segments) or re.match(r"\W*对", said.words)
    return (
        bool(framed)
        and (said.modal is None or said.modal.kind == "may")
        and said.has(_BONUS)
        and said.imperatives[:1] in (said.acts[:1], [])
    )


# ---- prohibition, permission, encouragement


def _governs_first(said: Said) -> bool:
    """Whether the modal stands in the first act, or no act before it has a subject of its own."""
    modal = said.modal
    if modal is None:
        return False
    return not any(subject.start < said.segments[modal.segment].start and not subject.modal for subject in said.subjects) or not any(
        act.start < said.segments[modal.segment].start for act in said.acts
    )


def _is_prohibition(said: Said) -> bool:
    return said.modal is not None and said.modal.kind in ("must_not", "should_not") and _governs_first(said)


_NOT_DONE: Final = re.compile(
    r"(?:一律|概|均)?不(?:予(?!奖)|结转|计入|纳入|收取|享受)"
    r"|一律不(?=[^,]{1,6})|坚决(?:杜绝|防止|遏制|制止)|杜绝(?=[^,]{2,})"
)


def _is_refusal(said: Said) -> bool:
    first = said.acts[0] if said.acts else None
    return said.modal is None and first is not None and _NOT_DONE.search(said.text, first.start, first.end) is not None


def _is_permission(said: Said) -> bool:
    if said.modal is None or said.modal.kind != "may":
        return False
    if said.text[said.modal.start : said.modal.end] in ("允许", "准予", "有权"):
        return True
    opening = said.segments[said.modal.segment].start
    if any(
        not subject.agent and subject.start < opening and is_strong(said.text[subject.start : subject.end]) for subject in said.subjects
    ):
        return bool(said.subjects[0].start >= opening or said.segments[0].kind != "act")
    before = [act for act in said.imperatives if act.start < opening]
    return not before or bool(said.subjects) or len(before) <= 1


def _is_encouragement(said: Said) -> bool:
    """One imperative and one 鼓励 of equal weight: encouragement; several imperatives with a 鼓励 behind them: a command."""
    for at, act in enumerate(said.acts):
        if encouraging(said.text, act) is None:
            continue
        if said.modal is not None and said.modal.kind != "may" and said.modal.start < act.start:
            return False
        before = sum(1 for other in said.acts if other.start < act.start)
        named = explicit_subjects(said.text, [act], encouraging=True)
        last = not any(other.start > act.start for other in said.acts)
        return at == 0 or before <= 1 or bool(named and last and said.text.startswith("鼓励", act.start))
    return False


# ---- commands

_TARGET: Final = re.compile(
    r"(?:达到|达|增长|提高|完成|实现|控制在|不低于|高于|下降|降低|突破|超过|保持|力争|新增)[^,。;]{0,24}(?:\d|两位数|百分之)|\d[\d.]*(?:%|亿元|万元|个百分点|家|个)(?:以上|左右|以内)?(?=[,。;]|$)"
)


def _is_bare(said: Said) -> bool:
    return bool(said.imperatives)


CASES: Final[tuple[Case, ...]] = (
    Case("blank", None, lambda said: bool(_NO_WORDS.match(said.words)), "there is no word in it"),
    Case("contact", None, lambda said: bool(_CONTACT.match(said.words)), "addresses and captions direct nobody", ("联系人:张三",)),
    Case(
        "formula", None, lambda said: bool(_FORMULA.match(said.words)), "closing and opening formulas of GB/T 9704 letters", ("特此通知。",)
    ),
    Case(
        "preamble",
        None,
        _is_preamble,
        "it states the purpose or basis of the document itself",
        ("为加强管理,特制定本办法。", "现将有关事项通知如下:"),
    ),
    Case(
        "tally",
        None,
        lambda said: said.part.startswith("annex") and bool(_TALLY.fullmatch(said.words)),
        "the declared count of a list",
        ("共计55个:", "其中成长类13个;"),
    ),
    Case(
        "definition",
        "constitutive",
        lambda said: said.has(_DEFINES) and not said.has(re.compile("指导")),
        "是指, 所称 fix what a word means",
        ("本办法所称企业,是指…",),
    ),
    Case(
        "in-force", "constitutive", lambda said: said.has(_IN_FORCE), "when the document, or another, holds", ("本办法自印发之日起施行。",)
    ),
    Case(
        "equation",
        "constitutive",
        lambda said: said.has(_EQUATES) and (said.modal is None or said.modal.kind == "may"),
        "what counts as what",
        ("逾期未报的,视为放弃。",),
    ),
    Case(
        "composition",
        "constitutive",
        _is_composition,
        "who makes up a body and where it sits",
        ("领导小组由…组成。", "办公室设在市发展改革委。"),
    ),
    Case("reported", None, lambda said: said.has(_REPORTED), "what others said or found", ("《…决定》提出,要完善机制。",)),
    Case("past", None, _is_past, "it begins with a date before that of the notice", ("2004年8月5日,…来省考察。",)),
    Case("account", None, _is_account, "under a heading that promises an account"),
    Case("introduction", None, _is_introduction, "a short line that opens an enumeration", ("重点是:",)),
    Case("circumstance", None, _is_case, "an enumerated circumstance or question", ("未通过年检的;", "内容是否合法;")),
    Case("noun", None, _is_noun, "an enumerated noun with its clause", ("个人提供劳务取得的所得;",)),
    Case(
        "approval",
        "permission",
        lambda said: bool(re.match(r"\W*(?:原则)?同意(?!后)", said.words)),
        "a reply (批复) that agrees allows",
        ("同意建设示范区。",),
    ),
    Case("history", None, _is_history, "what was done or how things stand directs nobody", ("近年来,全市…取得明显成效。",)),
    Case("esteem", None, _is_esteem, "why something matters directs nobody", ("开展…工作,是…的重要举措。",)),
    Case("kind", "constitutive", _is_kind, "X 是…的 Y says what X is", ("产业园是以…为主的平台。",)),
    Case("consequence", "consequence", _is_consequence, "what follows from an assessment or a breach", ("对考核不合格的,予以淘汰。",)),
    Case("bonus", "consequence", _is_bonus, "money or a reward on a condition", ("对新认定的企业给予20万元奖励。",)),
    Case("prohibition", "prohibition", _is_prohibition, "不得, 严禁, 不能 govern the first act", ("任何单位不得…",)),
    Case("refusal", "prohibition", _is_refusal, "不予 and 一律不 forbid without a modal", ("逾期不予受理。",)),
    Case("encouragement", "encouragement", _is_encouragement, "鼓励, 支持 are its main predicate", ("鼓励企业参与。",)),
    Case("permission", "permission", _is_permission, "可, 可以 govern the first act", ("申请人可以…",)),
    Case("modal", "obligation", lambda said: said.modal is not None, "a modal commands", ("各地要加强…",)),
    Case("standard", "constitutive", _is_standard, "a standard or scope is fixed: 标准为, 包括, 分为", ("补助标准为每户2000元。",)),
    Case(
        "criterion",
        "constitutive",
        _is_criterion,
        "what a candidate is or has, under a heading of conditions",
        ("具有独立法人资格的企业。",),
    ),
    Case("label", None, _is_label, "a short line without a stop or a verb is a caption"),
    Case("unframed", None, _is_unframed, "running text outside clauses that commands nothing"),
    Case("subject", "obligation", lambda said: bool(said.subjects), "one who acts and what is to be done", ("县级政府设立专项资金。",)),
    Case("imperative", "obligation", _is_bare, "a bare imperative commands", ("加快推进项目建设。",)),
    Case("target", "obligation", lambda said: said.has(_TARGET), "a result to be reached commands", ("森林覆盖率达到40%以上。",)),
    Case(
        "phrase",
        None,
        lambda said: not _has_verb(said) and said.beside is None and not said.has(_ABSTRACT),
        "a noun phrase of an enumeration (materials to hand in) commands nothing",
    ),
    Case(
        "statement",
        "obligation",
        lambda _: True,
        "in a clause, how something is to be is a command that it be so",
        ("所需经费由县级财政承担。",),
    ),
)
"""The cases in order."""


def judge(said: Said) -> Verdict:
    """Return what the first case that fits says of the sentence."""
    for case in CASES:
        if case.fits(said):
            kind = said.beside if case.name == "statement" and said.beside and not _has_verb(said) else case.type
            return Verdict(case.name, kind)
    raise AssertionError  # the last case fits everything


_LISTED: Final = re.compile(
    r"(?:下列|以下|如下|之一)[^:。]{0,12}(?P<what>情形|情况|行为|条件|材料|资料|文件|证明|证件|内容|要素|费用|所得|支出|区域|范围|要求)?[^:。]{0,16}[::]$"
)


def introduced(words: str, verdict: Verdict) -> Verdict | None:
    """Return what the items that ``words`` introduces, and that name nobody, are; None: they speak for themselves.

    有下列情形之一的,…: circumstances, no norms; 不得有下列行为: each forbidden; 应具备以下条件: each a criterion.
    """
    found = _LISTED.search(words)
    if found is None or found["what"] is None or found["what"] == "要求":
        return None
    if found["what"] == "条件":
        return Verdict("condition", "constitutive")
    if verdict.type == "prohibition":
        return Verdict("forbidden", "prohibition")
    return (
        Verdict("listed", None)
        if found["what"] in ("情形", "情况", "行为", "材料", "资料", "文件", "证明", "证件", "内容", "要素")
        else None
    )
