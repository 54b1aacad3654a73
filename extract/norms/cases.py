"""What a sentence is (句类): the numbered cases, in order; the first that fits decides, and each states its reason.

First what is no norm (background, purpose, formulas), then what constitutes, what follows from something, what forbids, allows,
encourages; what is left commands, with a modal or, as most of this language does, without one. GUIDELINES, norms: a sentence
with several types takes the type of its main predicate.
"""

from __future__ import annotations

import re
from typing import Final

from .background import (
    ABSTRACT,
    CONTACT,
    FORM,
    FORMULA,
    NO_WORDS,
    REPORTED,
    TALLY,
    TARGET,
    is_account,
    is_case,
    is_esteem,
    is_history,
    is_introduction,
    is_label,
    is_material,
    is_noun,
    is_past,
    is_preamble,
    is_topic,
    is_unframed,
)
from .constituting import DEFINES, EQUATES, IN_FORCE, is_composition, is_criterion, is_kind, is_standard
from .modals import encouraging
from .names import is_strong
from .outcomes import is_bonus, is_consequence
from .said import Case, Said, Verdict, has_verb
from .subjects import explicit_subjects

__all__ = ["CASES", "introduced", "judge"]


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
    if said.text[said.modal.start : said.modal.end] in ("允许", "准予", "有权", "得", "得以"):
        return True
    opening = said.segments[said.modal.segment].start
    if any(
        not subject.agent and subject.start < opening and is_strong(said.text[subject.start : subject.end]) for subject in said.subjects
    ):
        return bool(said.subjects[0].start >= opening or said.segments[0].kind != "act")
    before = [act for act in said.imperatives if act.start < opening]
    return not before or bool(said.subjects)


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


_AGREES: Final = re.compile(r"\W*(?:原则)?同意(?!后)")


def _is_bare(said: Said) -> bool:
    return bool(said.imperatives)


CASES: Final[tuple[Case, ...]] = (
    Case("blank", None, lambda said: bool(NO_WORDS.match(said.words)), "there is no word in it", ("……",)),
    Case("topic", None, is_topic, "a few words that open a paragraph as a heading does", ("坚持党的领导。",)),
    Case("form", None, lambda said: said.has(FORM), "a line of a form to be filled in", ("负责人: ____ (签章)",)),
    Case("contact", None, lambda said: bool(CONTACT.match(said.words)), "addresses and captions direct nobody", ("联系人:张三",)),
    Case(
        "formula", None, lambda said: bool(FORMULA.match(said.words)), "closing and opening formulas of GB/T 9704 letters", ("特此通知。",)
    ),
    Case(
        "in-force", "constitutive", lambda said: said.has(IN_FORCE), "when the document, or another, holds", ("本办法自印发之日起施行。",)
    ),
    Case(
        "preamble",
        None,
        is_preamble,
        "it states the purpose or basis of the document itself",
        ("为加强管理,特制定本办法。", "现将有关事项通知如下:"),
    ),
    Case(
        "tally",
        None,
        lambda said: said.part.startswith("annex") and bool(TALLY.fullmatch(said.words)),
        "the declared count of a list",
        ("共计55个:", "其中成长类13个;"),
    ),
    Case(
        "definition",
        "constitutive",
        lambda said: said.has(DEFINES) and "指导" not in said.words,
        "是指, 所称 fix what a word means",
        ("本办法所称企业,是指依法登记的营利性组织。",),
    ),
    Case(
        "equation",
        "constitutive",
        lambda said: said.has(EQUATES) and (said.modal is None or said.modal.kind == "may"),
        "what counts as what",
        ("逾期未报的,视为放弃。",),
    ),
    Case(
        "composition",
        "constitutive",
        is_composition,
        "who makes up a body and where it sits",
        ("领导小组由财政、水务等部门组成。", "办公室设在市发展改革委。"),
    ),
    Case(
        "reported",
        None,
        lambda said: bool(REPORTED.match(said.words)),
        "what others said or found",
        ("《关于深化水价改革的决定》提出,要完善机制。",),
    ),
    Case("past", None, is_past, "it begins with a date before that of the notice", ("2004年8月5日,调研组来省考察。",)),
    Case("account", None, is_account, "under a heading that promises an account", ("市里组织专班逐户走访。",)),
    Case("introduction", None, is_introduction, "a short line that opens an enumeration", ("重点是:",)),
    Case("circumstance", None, is_case, "an enumerated circumstance or question", ("未通过年检的;", "内容是否合法;")),
    Case("material", None, is_material, "under a heading of materials, what is to be handed in", ("营业执照复印件;",)),
    Case("noun", None, is_noun, "an enumerated noun with its clause", ("个人提供劳务取得的所得;",)),
    Case(
        "approval",
        "permission",
        lambda said: bool(_AGREES.match(said.words)),
        "a reply (批复) that agrees allows",
        ("同意建设示范区。",),
    ),
    Case("history", None, is_history, "what was done or how things stand directs nobody", ("近年来,全市河道治理取得明显成效。",)),
    Case("esteem", None, is_esteem, "why something matters directs nobody", ("开展节水工作,是保障供水安全的重要举措。",)),
    Case("kind", "constitutive", is_kind, "X 是…的 Y says what X is", ("产业园是以农产品加工为主的平台。",)),
    Case("consequence", "consequence", is_consequence, "what follows from an assessment or a breach", ("对考核不合格的,予以淘汰。",)),
    Case("bonus", "consequence", is_bonus, "money or a reward on a condition", ("对新认定的企业给予20万元奖励。",)),
    Case("prohibition", "prohibition", _is_prohibition, "不得, 严禁, 不能 govern the first act", ("任何单位不得占用河道。",)),
    Case("refusal", "prohibition", _is_refusal, "不予 and 一律不 forbid without a modal", ("逾期不予受理。",)),
    Case("encouragement", "encouragement", _is_encouragement, "鼓励, 支持 are its main predicate", ("鼓励企业参与。",)),
    Case("permission", "permission", _is_permission, "可, 可以 govern the first act", ("申请人可以在线提交材料。",)),
    Case("modal", "obligation", lambda said: said.modal is not None, "a modal commands", ("各地要加强巡查。",)),
    Case("standard", "constitutive", is_standard, "a standard or scope is fixed: 标准为, 包括, 分为", ("补助标准为每户2000元。",)),
    Case(
        "criterion",
        "constitutive",
        is_criterion,
        "what a candidate is or has, under a heading of conditions",
        ("具有独立法人资格的企业。",),
    ),
    Case("label", None, is_label, "a short line without a stop or a verb is a caption", ("水库一览",)),
    Case("unframed", None, is_unframed, "running text outside clauses that commands nothing", ("这里的气候一年四季温和湿润。",)),
    Case("subject", "obligation", lambda said: bool(said.subjects), "one who acts and what is to be done", ("县级政府设立专项资金。",)),
    Case("imperative", "obligation", _is_bare, "a bare imperative commands", ("加快推进项目建设。",)),
    Case("target", "obligation", lambda said: said.has(TARGET), "a result to be reached commands", ("森林覆盖率达到40%以上。",)),
    Case(
        "phrase",
        None,
        lambda said: not has_verb(said) and said.beside is None and not said.has(ABSTRACT),
        "a noun phrase of an enumeration (materials to hand in) commands nothing",
        ("屋前屋后的老树、老井、老墙。",),
    ),
    Case(
        "statement",
        "obligation",
        lambda _: True,
        "in a clause, how something is to be is a command that it be so",
        ("水质保持稳定。",),
    ),
)
"""The cases in order."""


def judge(said: Said) -> Verdict:
    """Return what the first case that fits says of the sentence."""
    for case in CASES:
        if case.fits(said):
            kind = said.beside if case.name == "statement" and said.beside and not has_verb(said) else case.type
            return Verdict(case.name, kind)
    raise AssertionError  # the last case fits everything


_LISTED: Final = re.compile(
    r"(?:下列|以下|如下|之一)[^:。]{0,12}?(?P<what>情形|情况|行为|条件|要求|问题|材料|资料|文件|证明|证件|内容|要素|费用|所得|支出|区域|范围)[^:。]{0,80}[:。]$"
    r"|(?P<case>情形|情况|材料)(?:包括|有|为|如下):$"
)


def introduced(words: str, verdict: Verdict) -> Verdict | None:
    """Return what the items that ``words`` introduces, and that name nobody, are; None: they speak for themselves.

    有下列情形之一的,…: circumstances, no norms; 不得有下列行为: each forbidden; 应具备以下条件: each a criterion.
    """
    found = _LISTED.search(words)
    if found is None:
        return None
    what = found["what"] or found["case"]
    if what == "条件" or (what == "要求" and verdict.type in ("consequence", "permission")):
        return Verdict("condition", "constitutive")
    if verdict.type == "prohibition":
        return Verdict("forbidden", "prohibition")
    return (
        Verdict("listed", None)
        if what in ("问题", "情形", "情况", "行为", "材料", "资料", "文件", "证明", "证件", "内容", "要素")
        else None
    )
