"""What a sentence is: the numbered cases, each by its examples, and the tables of what is told apart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from gongwen.extract.norms.cases import CASES, introduced, judge
from gongwen.extract.norms.said import Said, Verdict
from hypothesis import given
from hypothesis import strategies as st

CONTEXT: dict[str, dict[str, Any]] = {
    "topic": {"opens": True},
    "tally": {"part": "annex_1"},
    "past": {"written": "2010-01-01"},
    "account": {"heading": "|典型做法"},
    "circumstance": {"level": "point"},
    "material": {"heading": "|申报材料|"},
    "noun": {"level": "point"},
    "criterion": {"heading": "|申报条件|"},
    "unframed": {"in_clause": False},
}
"""What stands around the examples of a case."""


def said(words: str, **around: Any) -> Said:
    return Said(words, 0, len(words), **around)


@pytest.mark.parametrize(
    ("name", "kind", "example"),
    [pytest.param(case.name, case.type, words, id=f"{case.name}: {words}") for case in CASES for words in case.examples],
)
def test_the_examples_of_a_case_are_what_it_says(name: str, kind: str | None, example: str) -> None:
    assert judge(said(example, **CONTEXT.get(name, {}))) == Verdict(name, kind)


def test_every_case_has_a_reason_an_example_and_a_name_of_its_own() -> None:
    assert all(case.reason and case.examples for case in CASES)
    assert len({case.name for case in CASES}) == len(CASES)
    assert all("…" not in words.replace("……", "") for case in CASES for words in case.examples), "an example is a whole sentence"


def test_the_table_in_the_documentation_is_the_present_one() -> None:
    script = Path(__file__).parents[3] / "scripts" / "build_norm_cases.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_stands_around_matters() -> None:
    for name, around in CONTEXT.items():
        case = next(case for case in CASES if case.name == name)
        for words in case.examples:
            assert judge(said(words, **around)) != judge(said(words)), words


NOT_COMMANDED = [
    pytest.param("根据上级部署,制定本方案。", "preamble", {}, id="purpose of the document"),
    pytest.param("现将任务分工公布如下:", "preamble", {}, id="announces what follows"),
    pytest.param("联系电话:12345678", "contact", {}, id="telephone"),
    pytest.param("填表日期:    年  月  日", "form", {}, id="blanks to fill in"),
    pytest.param("妥否,请批示。", "formula", {}, id="closing formula"),
    pytest.param("目前,全县已建成水库12座。", "history", {}, id="how things stand"),
    pytest.param("个别地方存在重建轻管的问题。", "history", {}, id="what is wrong"),
    pytest.param("节水有利于保护地下水。", "esteem", {}, id="why it matters"),
    pytest.param("水源保护事关群众健康。", "esteem", {}, id="what it concerns"),
    pytest.param("调查发现,部分水井没有登记。", "reported", {}, id="what was found"),
    pytest.param("2019年5月6日,水务局开展了检查。", "past", {"written": "2020-01-01"}, id="before the notice"),
    pytest.param("水务局走访了用水户。", "account", {"tells": True}, id="a circular tells"),
    pytest.param("超标排放的;", "circumstance", {"level": "item"}, id="a circumstance"),
    pytest.param("是否按期完工;", "circumstance", {"level": "point"}, id="a question"),
    pytest.param("取水申请表(一式两份);", "material", {"heading": "|申请材料"}, id="a paper"),
    pytest.param("水库管理处主任", "label", {}, id="an office"),
    pytest.param("检查情况。", "noun", {"level": "para"}, id="a noun made of a verb and a thing"),
    pytest.param("申请报告;", "noun", {"level": "point"}, id="a paper"),
]


@pytest.mark.parametrize(("words", "case", "around"), NOT_COMMANDED)
def test_what_is_no_norm(words: str, case: str, around: dict[str, Any]) -> None:
    assert judge(said(words, **around)) == Verdict(case, None)


NORMS = [
    pytest.param("为保护水源,各村要划定禁养区。", "obligation", {}, id="a purpose before a command"),
    pytest.param("请各镇按照以下要求执行。", "obligation", {}, id="请 is no preamble"),
    pytest.param("近年来水位下降,要加密监测。", "obligation", {}, id="history before a command"),
    pytest.param("2030年1月1日起,停用老旧水表。", "obligation", {"written": "2020-01-01"}, id="a date ahead"),
    pytest.param("各镇要提交取水证明。", "obligation", {"heading": "|申请材料"}, id="a command under materials"),
    pytest.param("本办法所称水库,是指总库容十万立方米以上的水库。", "constitutive", {}, id="definition"),
    pytest.param("本办法由市水务局指导实施。", "obligation", {}, id="指导 is no 指"),
    pytest.param("办公室设在市水务局,副局长任主任。", "constitutive", {}, id="seat"),
    pytest.param("组长由分管副县长担任。", "constitutive", {}, id="who heads it"),
    pytest.param("原办法同时废止。", "constitutive", {}, id="no longer in force"),
    pytest.param("《节水条例》已经通过,现予公布,2004年1月1日起施行。", "constitutive", {}, id="in force from a day"),
    pytest.param("未按期签收的,视为送达。", "constitutive", {}, id="counts as"),
    pytest.param("水价分为三档。", "constitutive", {}, id="division"),
    pytest.param("具备独立水源的村庄。", "constitutive", {"heading": "|申报条件"}, id="criterion with a verb of having"),
    pytest.param("建立健全水价机制。", "obligation", {"heading": "|申报条件"}, id="an imperative is no criterion"),
    pytest.param("验收不合格的,责令返工。", "consequence", {}, id="sanction"),
    pytest.param("对节水突出的单位,给予表彰。", "consequence", {}, id="reward"),
    pytest.param("对新建水窖的农户,每户补助500元。", "consequence", {}, id="money on a condition"),
    pytest.param("每年组织验收,验收不合格的,责令返工。", "obligation", {}, id="a test is ordered, the sanction is its or-else"),
    pytest.param("水质不能低于三类。", "prohibition", {}, id="不能低于"),
    pytest.param("概不退还保证金。", "obligation", {}, id="概不 alone is no refusal"),
    pytest.param("逾期一律不受理。", "prohibition", {}, id="一律不"),
    pytest.param("修复水渠,鼓励村民投工投劳。", "encouragement", {}, id="one imperative and one 鼓励"),
    pytest.param("修复水渠,清理淤泥,加固堤坝,支持村民投工投劳。", "obligation", {}, id="several imperatives and a 支持"),
    pytest.param("农户可自愿申请。", "permission", {}, id="可"),
    pytest.param("同意设立水源保护区。", "permission", {}, id="a reply agrees"),
    pytest.param("县水务局负责巡查,必要时可以委托第三方。", "obligation", {}, id="a duty of a body before 可以"),
    pytest.param("各村要公示水费。", "obligation", {}, id="modal"),
    pytest.param("县级政府承担管护责任。", "obligation", {}, id="subject"),
    pytest.param("疏浚河道,加固堤坝。", "obligation", {}, id="bare imperative"),
    pytest.param("自来水普及率达到95%以上。", "obligation", {}, id="target"),
    pytest.param("报送水费收缴情况。", "obligation", {"level": "para"}, id="an item that is to be told"),
]


@pytest.mark.parametrize(("words", "kind", "around"), NORMS)
def test_what_kind_of_norm_it_is(words: str, kind: str, around: dict[str, Any]) -> None:
    assert judge(said(words, **around)).type == kind


def test_an_item_without_a_verb_is_what_the_one_beside_it_is() -> None:
    words = "屋前屋后的老树、老井、老墙。"
    assert judge(said(words, beside="prohibition")) == Verdict("statement", "prohibition")
    assert judge(said(words)) == Verdict("phrase", None)


INTRODUCED = [
    pytest.param("有下列情形之一的,注销许可:", "consequence", Verdict("listed", None), id="circumstances"),
    pytest.param("水库内不得有下列行为:", "prohibition", Verdict("forbidden", "prohibition"), id="what is forbidden"),
    pytest.param("申请人应具备以下条件:", "obligation", Verdict("condition", "constitutive"), id="conditions"),
    pytest.param("申请时提交下列材料:", "obligation", Verdict("listed", None), id="materials"),
    pytest.param("重点做好以下工作:", "obligation", None, id="tasks speak for themselves"),
    pytest.param("注销许可。", "consequence", None, id="nothing is introduced"),
]


@pytest.mark.parametrize(("words", "kind", "expected"), INTRODUCED)
def test_what_an_introduction_makes_of_its_items(words: str, kind: Any, expected: Verdict | None) -> None:
    assert introduced(words, Verdict("any", kind)) == expected


PIECES = [
    "各镇",
    "要",
    "不得",
    "可以",
    "鼓励",
    "对",
    "未完成",
    "的",
    "予以",
    "淘汰",
    "是指",
    "由",
    "组成",
    "近年来",
    "为",
    "制定本方案",
    "河道",
    "清理",
    "12个",
    ",",
    ";",
    "。",
    ":",
    "(",
    ")",
    "“",
    "《",
    "》",
    "\n",
    " ",
    "x",
    "_",
]
LEVELS = ["", "point", "item", "art", "sec"]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=16).map("".join) | st.text(min_size=1, max_size=40),
    st.sampled_from(LEVELS),
    st.booleans(),
    st.sampled_from(["", "|申报条件", "|申报材料|"]),
)
def test_every_sentence_is_judged_by_a_known_case(words: str, level: str, in_clause: bool, heading: str) -> None:
    verdict = judge(said(words, level=level, in_clause=in_clause, heading=heading, written="2020-01-01"))
    case = next(case for case in CASES if case.name == verdict.case)
    assert verdict.type == case.type
