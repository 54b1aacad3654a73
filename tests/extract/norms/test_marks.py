"""Marks of responsibility: who leads, supports, answers; what is no mark."""

from __future__ import annotations

import pytest
from gongwen.extract.norms.marks import Mark, is_first_lead, mark_at, mark_line
from hypothesis import given
from hypothesis import strategies as st


def bodies(text: str, mark: Mark | None) -> list[tuple[str, str]] | None:
    return mark and [(text[body.start : body.end], body.role) for body in mark.bodies]


MARKS = [
    pytest.param("疏浚河道。(市水务局负责)", [("市水务局", "responsible")], id="负责"),
    pytest.param(
        "疏浚河道。(市水务局、市财政局按职责分工负责)", [("市水务局", "responsible"), ("市财政局", "responsible")], id="按职责分工"
    ),
    pytest.param("疏浚河道。(由市水务局负责)", [("市水务局", "responsible")], id="由 is left out"),
    pytest.param("疏浚河道。(市水务局牵头)", [("市水务局", "lead")], id="牵头"),
    pytest.param(
        "疏浚河道。(市水务局牵头,市财政局、各镇配合)",
        [("市水务局", "lead"), ("市财政局", "support"), ("各镇", "support")],
        id="牵头 and 配合",
    ),
    pytest.param(
        "疏浚河道。(牵头单位:市水务局;配合单位:市财政局)", [("市水务局", "lead"), ("市财政局", "support")], id="labels in brackets"
    ),
    pytest.param("责任单位:市水务局、各镇(街道)", [("市水务局", "responsible"), ("各镇(街道)", "responsible")], id="a label"),
    pytest.param("疏浚河道。(省、市、县三级负责)", [("省、市、县三级", "responsible")], id="one head"),
    pytest.param("疏浚河道(含支流)。", None, id="a bracket without names"),
    pytest.param("由市水务局负责疏浚。", None, id="a sentence"),
    pytest.param("(一)加强巡查。", None, id="a label of a clause"),
    pytest.param("完成时限:2026年底", None, id="a time names nobody"),
]


@pytest.mark.parametrize(("text", "expected"), MARKS)
def test_who_answers(text: str, expected: list[tuple[str, str]] | None) -> None:
    assert bodies(text, mark_at(text, 0, len(text))) == expected


def test_a_mark_begins_at_its_bracket_and_takes_the_stop_behind_it() -> None:
    text = "疏浚河道(市水务局负责)。"
    mark = mark_at(text, 0, len(text))
    assert mark is not None
    assert text[mark.start : mark.end] == "(市水务局负责)。"
    assert not mark.own_line


def test_a_line_that_is_a_mark() -> None:
    text = "【牵头单位:市水务局】"
    mark = mark_line(text, 0, len(text))
    assert mark is not None
    assert mark.own_line
    assert bodies(text, mark) == [("市水务局", "lead")]
    assert mark_line("疏浚河道。(市水务局负责)", 0, 14) is None, "a sentence stands before it"


def test_the_time_limit_of_a_mark() -> None:
    text = "责任单位:市水务局;完成时限:2026年底"
    mark = mark_line(text, 0, len(text))
    assert mark is not None
    assert [text[start:end] for start, end in mark.times] == ["2026年底"]
    assert bodies(text, mark) == [("市水务局", "responsible")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("排在第一位的部门为牵头部门,下同", True),
        ("列首位者为牵头单位", True),
        ("名次列第一位的乡镇予以表扬", False),
    ],
)
def test_the_first_of_a_mark_leads_where_it_is_said(text: str, *, says: bool) -> None:
    assert is_first_lead(text) is says


def test_what_says_who_leads_is_no_body() -> None:
    text = "疏浚河道。(市水务局、市财政局负责,列第一位者为牵头单位,下同)"
    mark = mark_at(text, 0, len(text))
    assert mark is not None
    assert mark.first_leads
    assert [name for name, _ in bodies(text, mark) or []] == ["市水务局", "市财政局"]


PIECES = [
    "市水务局",
    "各镇",
    "(",
    ")",
    "负责",
    "牵头",
    "配合",
    "责任单位",
    ":",
    "、",
    ",",
    ";",
    "。",
    "由",
    "完成时限",
    "第一位",
    "\n",
    " ",
    "[",
    "】",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=16).map("".join), st.data())
def test_bodies_lie_in_their_mark(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for mark in (mark_at(text, start, end), mark_line(text, start, end)):
        if mark is not None:
            assert start <= mark.start < mark.end <= end
            assert mark.bodies
            assert all(mark.start <= body.start < body.end <= mark.end for body in mark.bodies)
            assert all(mark.start <= low <= high <= mark.end for low, high in mark.times)


@pytest.mark.parametrize(
    ("text", "bodies", "timed"),
    [
        pytest.param("完成时限:2021年12月底", [], True, id="a time alone"),
        pytest.param("〔市水务局牵头,市财政局按职责分工负责〕", ["市水务局", "市财政局"], False, id="brackets of document numbers"),
        pytest.param("【责任单位:市水务局、市财政局】", ["市水务局", "市财政局"], False, id="lenticular brackets"),
    ],
)
def test_marks_in_other_brackets_and_of_times(text: str, bodies: list[str], timed: bool) -> None:
    mark = mark_line(text, 0, len(text))
    assert mark is not None
    assert ([text[body.start : body.end] for body in mark.bodies], bool(mark.times)) == (bodies, timed)


def test_a_line_that_goes_on_with_sentences_is_no_mark() -> None:
    text = "完成时限:2021年12月底。各区要按时上报。"
    assert mark_line(text, 0, len(text)) is None
