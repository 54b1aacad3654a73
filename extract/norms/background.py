"""What is no norm (背景): formulas, preambles, history, praise, captions, circumstances and nouns of an enumeration."""

from __future__ import annotations

import re
from typing import Final

from .modals import encouraging
from .said import Said, has_verb
from .verbs import verb_at

__all__ = [
    "ABSTRACT",
    "CONTACT",
    "CRITERIA",
    "ESTEEM",
    "FORM",
    "FORMULA",
    "NO_WORDS",
    "REPORTED",
    "TALLY",
    "TARGET",
    "is_account",
    "is_case",
    "is_esteem",
    "is_history",
    "is_introduction",
    "is_label",
    "is_material",
    "is_noun",
    "is_past",
    "is_preamble",
    "is_topic",
    "is_unframed",
]

CRITERIA: Final = re.compile(r"条件|标准|类型|对象|范围|形态|定位|分类|类别|资格|要件|含义|定义|释义|术语")
TARGET: Final = re.compile(
    r"(?:达到|达|增长|提高|完成|实现|控制在|不低于|高于|下降|降低|突破|超过|保持|力争|新增)[^,。;]{0,24}(?:\d|两位数|百分之)|\d[\d.]*(?:%|亿元|万元|个百分点|家|个)(?:以上|左右|以内)?(?=[,。;]|$)"
)

NO_WORDS: Final = re.compile(r"^[\W\d_]*$")
FORM: Final = re.compile(r"□|___|○○○|\((?:签[章名字]|盖章|公章)\)|年 {1,6}月 {1,6}日")
CONTACT: Final = re.compile(
    r"^(?:\(?(?:联系人|联系电话|电话|传真|邮箱|电子邮箱|地址|邮编|网址|联系方式|附件?|附表|来源|责任编辑)[^,。]{0,12}[:: ])"
)
FORMULA: Final = re.compile(
    r"^(?:特此(?:通知|函复|批复|公告|通告|报告|说明|函告)|此复|此[令函]|妥否|专此|当否|以上(?:意见|请示).{0,12}(?:审议|批示|批复)|.{0,60}收悉(?:[,。]|$)|请予审议|.{0,30}(?:如无不妥|请批转|请审批|请审议|请批示)|各位代表|同志们|感谢|欢迎.{0,10}监督|你[省市区县局部].{0,30}(?:请示|来函)(?:收悉)?)"
)
_FOLLOWS: Final = re.compile(
    r"(?:现将.{2,60}(?:转复|函告|函复|转报)(?:你[省市区县局])?|如下|以下(?:意见|措施|方案|办法|通知|要求|决定|规定|工作方案|实施意见)|现(?:印发|予以?公布|予以?印发|公布|下发|转发)(?:给你们|执行)?)[::。]?\W*$"
)
_MADE: Final = re.compile(
    r"(?:特|现|兹)?(?:研究|组织)?(?:制定|制订|订定|拟定|出台|编制|提出)(?:了)?(?:如下|以下|本|《|2|(?:.{0,30}(?:方案|意见|办法|要点|规划|计划|措施|细则|通知|规定|条例)))"
)
_MADE_OWN: Final = re.compile(r"制[定订]本.{2,8}[。;]?$")
_NOW: Final = re.compile(r"现(?:就|将).{2,80}(?:分解|公布|通报|说明|明确|公告|公示|调整|转发)$")
_PURPOSE_HEAD: Final = re.compile(r"^\W*(?:为(?!期|首|主)|根据|按照|依据|遵照|经)")
_HISTORY: Final = re.compile(
    r"^\W*(?:(?:但是?|同时)?(?:也|还)?有?(?:个别|有的|一些|少数|部分)(?=地方|地区|单位|企业|部门|同志|领导|干部)|目前|近日|近几年|近年[,来]|多年来|今年初|今年以来|去年|前不久|日前|此前|长期以来|你[省市区县州]|我们将)|近年来|受到.{0,14}处分|被(?:判处|免职|处以|立案)|(?:以来|至今)[,,]|取得(?:了|.{0,14}(?:成效|成绩|进展|成果))|得到(?:了|.{0,6}(?:改善|提升|加强))|(?:存在(?<!对存在)|仍有|还有|面临).{0,24}(?:问题|短板|差距|不足|困难|挑战|机遇|压力)"
    r"|(?:已经?|均已)(?:成为|形成|建成|完成|取得|印发)|历经|截至(?:目前|\d{4}年)|有所|日益|逐步显现|明显(?:增强|提高|改善|提升)(?=[。,]|$)|呈现|[^,]{2,20}(?:增长|下降|提高|提升|增加|上升)了|(?:增强|建成|完成|实现|开展|出台|印发|推动|促进|提升|提高|解决|提出|作出|发挥|采取|制定|召开|组织|形成|发生|进行|建立|下达|安排)了"
)
ESTEEM: Final = re.compile(
    r"有利于|有助于|不是.{2,40}而是|意义重大|(?:具有|有着).{0,14}(?:意义|作用)(?=[。,;]|$)|是.{0,40}(?:战略|重要|必然|有效|有益|关键|迫切|内在|客观|重大|必由|有力|最大|根本|基础性).{0,16}(?:举措|抓手|途径|要求|探索|选择|内容|任务|保障|支撑|平台|载体|需要|基础|力量|大事|之路|环节|手段|部署|民生|工程|体现|措施|内涵|因素|标志|之策|之举)"
    r"|至关重要|势在必行|事关|关系(?:到|国|人|经)|重中之重"
)


TALLY: Final = re.compile(r"(?:[^,。;:]{1,30}? ?\d{1,6} ?(?:个|家|项|名|件|户|人|所|处)[^,。;:\d]{0,8}[,;。:、\s]*(?:其中[::,]?)?)+")
ABSTRACT: Final = re.compile(r"(?:遵循|坚持|实行|采取|采用|按照).{2,60}的(?:原则|方式|制度|办法|机制)")


def is_preamble(said: Said) -> bool:
    """It states the purpose or the basis of the document, or announces what follows."""
    if said.modal is not None and said.text[said.modal.start] == "请":
        return False
    if _FOLLOWS.search(said.words) and (_PURPOSE_HEAD.match(said.words) or len(said.segments) <= 3 or not said.imperatives):
        return True
    last = said.segments[-1] if said.segments else None
    if last and (_MADE_OWN.search(said.words) or _NOW.search(said.text, last.start, last.end)):
        return True
    return bool(last and _PURPOSE_HEAD.match(said.words) and _MADE.match(said.text, last.start, last.end)) or bool(
        last and re.match(r"(?:特|现|爰)(?:制[定订]|订定)", said.text[last.start : last.end])
    )


_OLD: Final = re.compile(r"\W{0,2}[一二三四五六七八九〇零]{4}年")
_DATED: Final = re.compile(r"\W{0,2}(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?(?![^,]{0,16}(?:起|前|底))")
REPORTED: Final = re.compile(
    r"^(?:《[^》]{2,60}》|[^,。]{2,24}(?:同志|总书记|总理|会议|全会|报告))[^,。]{0,16}(?:提出|要求|指出|强调|明确)(?:了)?[,:]|^预计|^据[^,。]{2,24}(?:介绍|统计|测定|报道|反映|了解)|^[^,。]{2,12}(?:认为|称)[,::]|^[^,。]{2,16}(?:发现|表明|显示|反映)[,:]"
)
_INTRODUCES: Final = re.compile(r"(?:是|为|有|包括|如下|以下[^,]{0,10})[::]$|^[^,。;]{2,8}:$")
_EXEMPLARY: Final = re.compile(
    r"典型(?:经验)?(?:做法|案例|事例|经验)|经验做法|情况通报|工作回顾|取得的成绩|现状|基本情况|面临的?形势|存在的?问题|重要意义|重大意义|背景"
)
_WHETHER: Final = re.compile(r"是否|能否|有无")


def is_past(said: Said) -> bool:
    """It begins with a date before that of the notice, and nothing in it commands."""
    if said.modal is None and _OLD.match(said.words):
        return True
    match = _DATED.match(said.text, said.start, said.end)
    if match is None or said.written is None or said.modal is not None:
        return False
    return f"{match['y']}-{int(match['m']):02}-{int(match['d'] or 1):02}" < said.written


def is_account(said: Said) -> bool:
    """Under a heading that promises an account (典型做法, 存在的问题), or in a circular that tells (通报), only a modal commands."""
    return (
        said.modal is None
        and (said.tells or _EXEMPLARY.search(said.heading) is not None)
        and not said.words.startswith(("同意", "原则同意"))
    )


def is_introduction(said: Said) -> bool:
    """A short line that opens an enumeration and commands nothing itself: 重点是:."""
    return said.modal is None and len(said.words) <= 24 and _INTRODUCES.search(said.words) is not None and not said.subjects


_ENUMERATED: Final = frozenset(("point", "item", "para", "subpara", "subsec"))


def is_case(said: Said) -> bool:
    """An enumerated circumstance (未通过年检的;) or question (内容是否合法;): it is the one above that says what follows."""
    if said.level not in _ENUMERATED or said.modal is not None:
        return False
    body = said.words.rstrip("。;,、. ")
    return body.endswith(("的", "者", "情形")) or (_WHETHER.search(body) is not None and not said.imperatives)


_NOUN_TAIL: Final = re.compile(r"(?:情况|来源|材料|事项|信息|名单|报告|内容|资料|复印件|证明|说明|清单|总结|计划书|申请[书表])[。;,、]?$")


_MATERIALS: Final = re.compile(r"材料|资料|清单|目录|附件")
_PAPER: Final = re.compile(
    r"(?:表|书|件|证|照|单|册|函|图|纸|合同|协议|章程|发票|报告|材料|证明|说明|文本|批文|文件)(?:\([^()]{1,30}\))?(?:[0-9一二三四五六七八九十]{1,2}[份套式](?:[0-9一二三四五六七八九十]{1,2}[份套])?)?[。;,、]?$"
)


def is_material(said: Said) -> bool:
    """A paper of those that a heading lists (申报材料); a sentence with a modal or a subject is none."""
    if said.modal is not None or _MATERIALS.search(said.heading.rpartition("|")[0] or said.heading) is None:
        return False
    return _PAPER.search(said.words) is not None and not said.subjects


_TELLS: Final = re.compile("报送|上报|公布|公示|公开|通报|汇总|发布")
"""Verbs behind which 情况, 名单 and the like are what is to be told."""

_LONGEST_TOPIC: Final = 9
_SLOGAN: Final = re.compile(r"坚持|强化|加强|维护|狠抓|突出|注重|深化|推进|完善|优化|提升|落实|坚定|筑牢|压实")


def is_topic(said: Said) -> bool:
    """A few words, such as 坚持党的领导, that open a paragraph as a heading does."""
    if not said.opens or len(said.words) > _LONGEST_TOPIC or said.modal is not None or said.subjects:
        return False
    return not any(encouraging(said.text, act) for act in said.acts)


def is_noun(said: Said) -> bool:
    """An enumerated noun with its clause (个人取得的所得;), nothing of it a norm before."""
    if said.level not in _ENUMERATED or said.modal is not None or said.beside is not None or not said.segments:
        return False
    last = said.segments[-1]
    commands = bool(said.imperatives) and (
        "的" in said.words or _TELLS.match(said.words) is not None
    )  # 讨论决定…的事项 is done, 参加组织情况 is handed in
    if _NOUN_TAIL.search(said.words) and len(said.acts) <= 1 and not said.subjects and not commands:
        return True
    tail = said.text.rfind("的", last.start, last.end) + 1
    if not tail or "是" in said.words or said.imperatives or said.has(ABSTRACT) or said.has(TARGET) or CRITERIA.search(said.heading):
        return False
    return not any(verb_at(said.text, at, last.end) for at in range(tail, last.end)) and last.kind in ("act", "manner")


def is_history(said: Said) -> bool:
    """It tells what was done or how things stand, and no command follows in it."""
    return said.modal is None and said.has(_HISTORY) and not (said.in_clause and _commands_behind(said, _HISTORY))


def is_esteem(said: Said) -> bool:
    """It says why something matters."""
    if said.modal is not None:
        return False
    if said.imperatives[:1] == said.acts[:1] and any(said.text[act.start] == "是" for act in said.acts[1:]):
        return True  # 办好…,是…的实招
    if not said.has(ESTEEM):
        return False
    praised = "有利于" in said.words or "有助于" in said.words or any(said.text[act.start] == "是" for act in said.acts)
    return praised or not _commands_behind(said, ESTEEM)


def _commands_behind(said: Said, pattern: re.Pattern[str]) -> bool:
    """Whether an imperative begins behind the background: 小镇已开工建设,…,重点在…方面加大工作力度."""
    found = pattern.search(said.text, said.start, said.end)
    return found is not None and any(act.start > found.end() for act in said.imperatives)


_LONGEST_LABEL: Final = 36
_OFFICE: Final = re.compile(
    r"(?:[部厅局处司科署院校行市省区县州会组队]长|主任|书记|秘书长|主席|委员|成员|教授|研究员|司令员|召集人|审计长|总[裁监师]|经理|同志|专员|巡视员)$"
)


def is_label(said: Said) -> bool:
    """Whether a unit without a stop is a title, a caption or a broken-off line, no sentence."""
    if said.words[-1:] in "。;!?:" or said.modal is not None or len(said.words) > _LONGEST_LABEL:
        return False
    return _OFFICE.search(said.words) is not None or not (has_verb(said) or said.imperatives or said.beside)


def is_unframed(said: Said) -> bool:
    """Running text outside clauses that neither commands nor names anybody."""
    return not said.in_clause and said.modal is None and not said.imperatives and not said.subjects
