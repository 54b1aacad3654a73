"""Who acts in a sentence, in the order of how outright it says it."""

from __future__ import annotations

import pytest
from gongwen.extract.norms.segments import read_segments
from gongwen.extract.norms.subjects import explicit_subjects, named_subject
from hypothesis import given
from hypothesis import strategies as st


def actors(text: str, *, encouraging: bool = False) -> list[str]:
    return [text[item.start : item.end] for item in explicit_subjects(text, read_segments(text, 0, len(text)), encouraging=encouraging)]


SUBJECTS = [
    pytest.param("各镇要公布河长名单。", ["各镇"], id="before a modal"),
    pytest.param("市水务局、市财政局应当核定水价。", ["市水务局", "市财政局"], id="a row before a modal"),
    pytest.param("各用水单位应于月底前报送台账。", ["各用水单位"], id="a time between modal and verb"),
    pytest.param("县级政府设立管护资金。", ["县级政府"], id="before its verb"),
    pytest.param("市水务局会同市财政局制定细则。", ["市水务局"], id="before a preposition"),
    pytest.param("2027年底前,各县要完成普查。", ["各县"], id="behind a time"),
    pytest.param("所需资金由县财政承担。", ["县财政"], id="agent behind 由"),
    pytest.param("由市水务局会同市财政局制定细则。", ["市水务局", "市财政局"], id="agents joined by 会同"),
    pytest.param("水价由每吨2元提高至3元。", [], id="由…至 has no agent"),
    pytest.param("建立由水务局牵头的会商机制。", [], id="nor has 由 that describes"),
    pytest.param("方案经县政府批准后公布。", ["县政府"], id="who approves"),
    pytest.param("高耗水类企业,两年内要完成改造。", ["高耗水类企业"], id="a name that is a segment"),
    pytest.param("凡取用地下水的单位,须安装水表。", ["取用地下水的单位"], id="whoever does"),
    pytest.param("督促有关单位完成整改。", [], id="whom the act is done to"),
    pytest.param("加强部门协作。", [], id="a bare imperative"),
    pytest.param("整治方案要写明期限。", [], id="a plan does not act"),
    pytest.param("任务细化,人员落实。", [], id="bare persons behind a comma"),
    pytest.param("请各镇做好准备。", ["各镇"], id="who is asked"),
    pytest.param("请结合实际执行。", [], id="asking nobody by name"),
    pytest.param("所属的市政府要督办。", ["市政府"], id="where it belongs is left out"),
    pytest.param("符合条件的农户可以申请。", ["符合条件的农户"], id="which one stays"),
]


@pytest.mark.parametrize(("text", "names"), SUBJECTS)
def test_who_acts(text: str, names: list[str]) -> None:
    assert actors(text) == names


ENCOURAGED = [
    pytest.param("鼓励企业投资管网。", ["企业"], id="鼓励"),
    pytest.param("支持农户和合作社改用滴灌。", ["农户", "合作社"], id="a row"),
    pytest.param("允许各县调整水价。", ["各县"], id="允许"),
    pytest.param("鼓励发展节水农业。", [], id="nobody named"),
]


@pytest.mark.parametrize(("text", "names"), ENCOURAGED)
def test_who_is_encouraged(text: str, names: list[str]) -> None:
    assert actors(text, encouraging=True) == names


def test_the_one_encouraged_counts_only_there() -> None:
    assert actors("鼓励企业投资管网。") == []


MODAL = [
    pytest.param("各镇要公布名单。", True, False, id="a modal governs"),
    pytest.param("各镇负责公布名单。", True, False, id="so does 负责"),
    pytest.param("县水务局公布名单。", False, False, id="a verb alone"),
    pytest.param("名单由县水务局公布。", False, True, id="an agent"),
]


@pytest.mark.parametrize(("text", "modal", "agent"), MODAL)
def test_what_governs_the_name(text: str, *, modal: bool, agent: bool) -> None:
    (subject,) = explicit_subjects(text, read_segments(text, 0, len(text)))
    assert (subject.modal, subject.agent) == (modal, agent)


def test_a_name_is_given_once() -> None:
    assert actors("各镇要公布名单,各镇要更新台账。") == ["各镇"]


def test_the_name_at_the_head_of_a_stretch() -> None:
    text = "好的,各村要公示。"
    found = named_subject(text, 3, len(text))
    assert found is not None
    assert (found.start, found.end, found.modal) == (3, 5, True)
    assert named_subject(text, 5, len(text)) is None


PIECES = [
    "市水务局",
    "各镇",
    "企业",
    "人员",
    "由",
    "经",
    "要",
    "负责",
    "鼓励",
    "批准",
    "会同",
    "、",
    "和",
    ",",
    "。",
    "(",
    ")",
    "“",
    "凡",
    "的",
    "河道",
    "公布",
    "3年内",
    "\n",
    " ",
    "x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.booleans())
def test_subjects_are_names_of_the_text(text: str, encouraging: bool) -> None:
    segments = read_segments(text, 0, len(text))
    found = explicit_subjects(text, segments, encouraging=encouraging)
    assert all(0 <= item.start < item.end <= len(text) for item in found)
    assert all(any(segment.start <= item.start and item.end <= segment.end for segment in segments) for item in found)
    words = [text[item.start : item.end] for item in found]
    assert len(words) == len(set(words))
    assert all(not word.startswith((",", "、", "由")) for word in words)
