"""Modals: which characters are one, which of them governs, and how strongly a norm binds."""

from __future__ import annotations

import pytest
from gongwen.extract.norms.modals import BARE, encouraging, first_modal, strength_of
from gongwen.extract.norms.segments import read_segments
from hypothesis import given
from hypothesis import strategies as st


def modal(text: str, *, taiwan: bool = False) -> tuple[str, str] | None:
    found = first_modal(text, read_segments(text, 0, len(text)), taiwan=taiwan)
    return found and (text[found.start : found.end], found.kind)


MODALS = [
    pytest.param("各村必须公示。", ("必须", "must"), id="必须"),
    pytest.param("用户须登记。", ("须", "must"), id="须"),
    pytest.param("发布用水须知。", None, id="须知 is a noun"),
    pytest.param("不得占用河道。", ("不得", "must_not"), id="不得"),
    pytest.param("不得不改建。", None, id="不得不 forbids nothing"),
    pytest.param("严禁围湖造田。", ("严禁", "must_not"), id="严禁"),
    pytest.param("一律禁止取水。", ("一律禁止", "must_not"), id="with its adverb"),
    pytest.param("不能低于三成。", ("不能", "should_not"), id="不能"),
    pytest.param("不搞层层加码。", ("不搞", "should_not"), id="不搞"),
    pytest.param("防范不可抗力。", None, id="不可抗力 is a noun"),
    pytest.param("各村应当公示。", ("应当", "should"), id="应当"),
    pytest.param("保障供应充足。", None, id="供应 is a word"),
    pytest.param("各村要公示。", ("要", "should"), id="要"),
    pytest.param("明确主要任务。", None, id="主要 is a word"),
    pytest.param("落实要求。", None, id="要求 is a word"),
    pytest.param("确保水质稳定。", ("确保", "ask"), id="确保"),
    pytest.param("请认真执行。", ("请", "ask"), id="请"),
    pytest.param("提交申请材料。", None, id="申请 is a word"),
    pytest.param("力争年内完工。", ("力争", "aim"), id="力争"),
    pytest.param("争取到资金支持。", None, id="争取到 got something"),
    pytest.param("申请人可以查阅。", ("可以", "may"), id="可以"),
    pytest.param("申请人可在线查阅。", ("可", "may"), id="可"),
    pytest.param("推进可持续利用。", None, id="可持续 is a word"),
    pytest.param("形成可复制经验。", None, id="可复制 describes"),
    pytest.param("对应退未退的,责令退还。", None, id="one in a condition governs nothing"),
    pytest.param("公布标准(应按户核定)。", None, id="nor one in brackets"),
    pytest.param("落实“要命令不要借口”。", None, id="nor one in quotes"),
    pytest.param("应由部门召开的会议,不得转交镇村。", ("不得", "must_not"), id="nor one that describes a noun"),
]


@pytest.mark.parametrize(("text", "expected"), MODALS)
def test_the_first_modal_that_governs(text: str, expected: tuple[str, str] | None) -> None:
    assert modal(text) == expected


def test_taiwan_says_de_for_may() -> None:
    assert modal("申请人得补正。", taiwan=True) == ("得", "may")
    assert modal("申请人得补正。") is None
    assert modal("取得证明。", taiwan=True) is None


def test_a_modal_names_its_segment() -> None:
    text = "根据汛情,各村要值守。"
    found = first_modal(text, read_segments(text, 0, len(text)))
    assert found is not None
    assert found.segment == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("鼓励企业参与。", "鼓励", id="鼓励"),
        pytest.param("大力支持农户改厕。", "支持", id="behind an adverb"),
        pytest.param("鼓励和支持社会捐赠。", "鼓励和支持", id="both"),
        pytest.param("支持政策尽快兑现。", None, id="支持政策 is a noun"),
        pytest.param("加大支持力度。", None, id="not at the head"),
    ],
)
def test_what_encourages(text: str, word: str | None) -> None:
    found = encouraging(text, read_segments(text, 0, len(text))[0])
    assert (text[slice(*found)] if found else None) == word


STRENGTHS = [
    pytest.param("各村必须公示。", "obligation", 6, id="必须"),
    pytest.param("不得占用河道。", "prohibition", 6, id="不得"),
    pytest.param("各村要公示。", "obligation", 5, id="要"),
    pytest.param("加快改造。", "obligation", BARE, id="bare"),
    pytest.param("原则上要在年内完工。", "obligation", 3, id="原则上 lowers"),
    pytest.param("力争年内完工。", "obligation", 2, id="力争"),
    pytest.param("申请人可以查阅。", "permission", 1, id="可以"),
    pytest.param("鼓励企业参与。", "encouragement", 1, id="鼓励"),
    pytest.param("领导小组应由六人组成。", "constitutive", None, id="what constitutes binds nobody"),
]


@pytest.mark.parametrize(("text", "kind", "strength"), STRENGTHS)
def test_how_strongly_it_binds(text: str, kind: str, strength: int | None) -> None:
    found = first_modal(text, read_segments(text, 0, len(text)))
    assert strength_of(text, 0, len(text), found, kind) == strength


def test_the_scale_is_in_order() -> None:
    order = ["用户须登记。", "用户要登记。", "登记用户。", "原则上登记用户。", "力争登记用户。"]
    strengths = [strength_of(text, 0, len(text), first_modal(text, read_segments(text, 0, len(text))), "obligation") or 0 for text in order]
    assert strengths == sorted(set(strengths), reverse=True)


@given(st.text(alphabet="要应可得不须请力争确保的者,()“”《》。除对为3年内河", max_size=24), st.booleans())
def test_a_modal_stands_in_its_segment(text: str, taiwan: bool) -> None:
    segments = read_segments(text, 0, len(text))
    found = first_modal(text, segments, taiwan=taiwan)
    if found is not None:
        segment = segments[found.segment]
        assert segment.start <= found.start < found.end <= segment.end
        assert strength_of(text, 0, len(text), found, "obligation") in range(1, 7)
