"""Segments: where a sentence is cut, and what each stretch does in it."""

from __future__ import annotations

import itertools

import pytest
from gongwen.extract.norms.segments import read_segments
from hypothesis import given
from hypothesis import strategies as st


def read(text: str) -> list[tuple[str, str]]:
    return [(text[segment.start : segment.end], segment.kind) for segment in read_segments(text, 0, len(text))]


KINDS = [
    pytest.param("为改善水质,", "purpose", id="为"),
    pytest.param("为期三年,", "act", id="为期 is no purpose"),
    pytest.param("旨在节约用水,", "purpose", id="旨在"),
    pytest.param("2026年底前,", "time", id="year"),
    pytest.param("到2026年,", "time", id="until a year"),
    pytest.param("3年内,", "time", id="duration"),
    pytest.param("“十五五”期间,", "time", id="plan period"),
    pytest.param("名单公布后3个月内,", "time", id="dated frame"),
    pytest.param("凡建有水井的单位,", "condition", id="凡"),
    pytest.param("未经批准,", "condition", id="未经"),
    pytest.param("经济发展加快,", "act", id="经济 is no 经"),
    pytest.param("若干村庄参与,", "act", id="若干 is no 若"),
    pytest.param("逾期未报的,", "condition", id="headless clause"),
    pytest.param("验收合格后,", "condition", id="后"),
    pytest.param("对未完成任务的,", "condition", id="对 with a clause"),
    pytest.param("对重点水库,", "topic", id="对 with a noun"),
    pytest.param("对岸线实行名录管理,", "act", id="对 goes on to the act"),
    pytest.param("对口帮扶三个村,", "act", id="对口 is no 对"),
    pytest.param("根据汛情变化,", "basis", id="根据"),
    pytest.param("按照属地管理原则,", "basis", id="按照"),
    pytest.param("按时报送台账,", "act", id="按时 is no 按"),
    pytest.param("按照规定开展巡查并公布结果,", "act", id="按照 goes on to the act"),
    pytest.param("通过政府购买服务,", "manner", id="通过"),
    pytest.param("以奖代补的方式,", "manner", id="以…方式"),
    pytest.param("在安全的前提下,", "manner", id="在…下"),
    pytest.param("加强巡查,", "act", id="act"),
]


@pytest.mark.parametrize(("words", "kind"), KINDS)
def test_what_a_segment_does(words: str, kind: str) -> None:
    assert read(words + "落实专人。")[0] == (words[:-1], kind)


CUTS = [
    pytest.param("加强巡查,公布结果。", ["加强巡查", "公布结果"], id="comma"),
    pytest.param("重点抓好:清理河道。", ["重点抓好", "清理河道"], id="colon"),
    pytest.param("清理河道、湖泊。", ["清理河道、湖泊"], id="、 joins"),
    pytest.param("按标准(每户,每年)补助。", ["按标准(每户,每年)补助"], id="a comma in brackets parts nothing"),
    pytest.param("落实“管住,管好”要求,清理河道。", ["落实“管住,管好”要求", "清理河道"], id="nor one in quotes"),
    pytest.param("执行《供水,排水办法》,清理河道。", ["执行《供水,排水办法》", "清理河道"], id="nor one in a title"),
    pytest.param("补助(每户,清理河道。", ["补助(每户", "清理河道"], id="a bracket without its twin holds nothing together"),
    pytest.param("同时,还要清理河道,并公布结果。", ["要清理河道", "公布结果"], id="joining words are left out"),
    pytest.param("并网发电,", ["并网发电"], id="并网 is a word"),
    pytest.param(",,。", [], id="nothing between"),
]


@pytest.mark.parametrize(("text", "segments"), CUTS)
def test_where_a_sentence_is_cut(text: str, segments: list[str]) -> None:
    assert [words for words, _ in read(text)] == segments


PIECES = [
    ",",
    ":",
    "、",
    "(",
    ")",
    "“",
    "”",
    "《",
    "》",
    "{",
    "}",
    "。",
    "对",
    "为",
    "的",
    "后",
    "3年内",
    "要",
    "并",
    " ",
    "\n",
    "河",
    "按照",
    "经",
    '"',
    "[",
    "x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=40), st.data())
def test_segments_are_disjoint_in_order_and_not_empty(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = read_segments(text, start, end)
    assert all(start <= segment.start < segment.end <= end for segment in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
