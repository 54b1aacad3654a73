"""Sentences: the units of which each may be a norm."""

from __future__ import annotations

from itertools import pairwise

import pytest
from gongwen.extract import parse
from gongwen.extract.norms.sentences import split
from hypothesis import given
from hypothesis import strategies as st


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text, 0, len(text))]


SENTENCES = [
    pytest.param("疏浚河道。加固堤坝。", ["疏浚河道。", "加固堤坝。"], id="full stop"),
    pytest.param("疏浚河道;加固堤坝!能否完成?", ["疏浚河道;", "加固堤坝!", "能否完成?"], id="; ! ? split"),
    pytest.param("疏浚河道,加固堤坝:两岸同时", ["疏浚河道,加固堤坝:两岸同时"], id="comma and colon do not"),
    pytest.param("疏浚\n河道。加固堤坝", ["疏浚\n河道。", "加固堤坝"], id="a line that a page broke goes on"),
    pytest.param("疏浚河道(先清障;后开挖。)并验收。", ["疏浚河道(先清障;后开挖。)并验收。"], id="stops in brackets end nothing"),
    pytest.param("疏浚河道(先清障。加固堤坝。", ["疏浚河道(先清障。", "加固堤坝。"], id="a bracket without its twin"),
    pytest.param("落实“河畅。”要求。", ["落实“河畅。”", "要求。"], id="a closing quote goes with its stop"),
    pytest.param("  疏浚河道。  ", ["疏浚河道。"], id="blanks at the ends"),
    pytest.param(
        "疏浚河道。(市水务局负责)加固堤坝。", ["疏浚河道。", "(市水务局负责)", "加固堤坝。"], id="a mark behind a stop stands alone"
    ),
    pytest.param("", [], id="nothing"),
    pytest.param(" \n ", [], id="blanks"),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


PIECES = ["疏浚河道", "。", ";", "!", "?", "(", ")", "“", "”", '"', "\n", " ", ",", "市水务局负责", "《", "》", "x"]


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.text(max_size=60), st.data())
def test_sentences_tile_the_stretch(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = list(split(text, start, end))
    assert all(start <= low < high <= end for low, high in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    between = [text[low:high] for (_, low), (high, _) in pairwise([(start, start), *found, (end, end)])]
    assert all(not words.strip() for words in between), "only blanks are left out"


HEAD = "关于做好河道管护工作的通知\n甲政办发〔2026〕5号\n各镇人民政府:\n"


def norms(body: str) -> list[tuple[str, str]]:
    return [(norm.eid, norm.exact) for norm in parse((HEAD + body).encode(), uri="a.txt").norms or []]


def test_labels_and_headings_are_no_part_of_a_sentence() -> None:
    assert norms("一、清理河道\n(一)加强巡查。每周巡查两次。\n1.公布名单。\n") == [
        ("main__sec_1__subsec_1", "每周巡查两次。"),
        ("main__sec_1__subsec_1__para_1", "公布名单。"),
    ]


def test_a_mark_is_no_part_of_a_sentence() -> None:
    assert norms("一、清理河道\n每周巡查两次(县水务局负责)。\n责任单位:县水务局\n") == [("main__sec_1", "每周巡查两次")]
