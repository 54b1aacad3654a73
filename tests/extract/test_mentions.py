"""Mentions: where documents are named, before anything is decided about them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from gongwen.extract.mentions import Mention, read_mentions
from gongwen.extract.numbers import find_numbers
from gongwen.extract.text import View
from hypothesis import given
from hypothesis import strategies as st


def mentions_of(text: str, cuts: list[tuple[int, int]] | None = None) -> tuple[View, list[Mention]]:
    view = View(text, cuts)
    return view, read_mentions(view, list(find_numbers(view.text)))


TITLES = [
    pytest.param("见《甲》和《乙》。", ["甲", "乙"], id="in order"),
    pytest.param("见《关于〈甲〉和《乙》的通知》。", ["关于〈甲〉和《乙》的通知"], id="the outermost only"),
    pytest.param("见《甲\n　乙》。", ["甲乙"], id="line break and indentation are none of the title"),
    pytest.param("见《甲。乙》。", [], id="a sentence ends inside"),
    pytest.param("见《甲\n\n乙》。", [], id="a blank line inside"),
    pytest.param("见《甲，见《乙》。", ["乙"], id="an opening mark too much"),
    pytest.param("见甲》，见《乙》。", ["乙"], id="a closing mark too much"),
    pytest.param("见《甲」。", [], id="marks of two kinds"),
    pytest.param(f"见《{'甲' * 300}》。", [], id="too long"),
    pytest.param("见《转发《甲的意见》。另见《乙》。", ["转发《甲的意见", "乙"], id="closing mark lost behind a verb of issuing"),
    pytest.param("见《》。", [""], id="empty"),
]


@pytest.mark.parametrize(("text", "expected"), TITLES)
def test_titles(text: str, expected: list[str]) -> None:
    assert [mention.title for mention in mentions_of(text)[1]] == expected


BARE = [
    ("根据甲省财政厅关于规范补贴的通知（甲财教〔2019〕3号）", "甲省财政厅关于规范补贴的通知"),
    ("根据甲省财政厅、甲省民政厅关于规范补贴的通知（甲财教〔2019〕3号）", "甲省财政厅、甲省民政厅关于规范补贴的通知"),
    ("贯彻落实《水法》和甲省财政厅关于规范补贴的通知（甲财教〔2019〕3号）", "甲省财政厅关于规范补贴的通知"),
    ("会议指出，关于规范补贴的通知（甲财教〔2019〕3号）", "关于规范补贴的通知"),
    ("1.甲市人民政府关于规范补贴的通知 (甲政发〔2019〕3号)", "甲市人民政府关于规范补贴的通知"),
    ("关于补贴的问题，请见附表（甲财教〔2019〕3号）", None),
    ("甲项目（甲财教〔2019〕3号）", None),
    ("关于补贴问题（甲财教〔2019〕3号）", None),
]


@pytest.mark.parametrize(("text", "expected"), BARE)
def test_titles_without_marks(text: str, expected: str | None) -> None:
    last = mentions_of(text)[1][-1]
    assert (last.title, last.values) == (expected, [last.values[0]])


def test_a_number_belongs_to_one_document_only() -> None:
    _, found = mentions_of("甲政发〔2019〕1号《甲》（甲政发〔2019〕2号）、甲政发〔2019〕3号、《乙》甲政发〔2019〕4号《丙》")
    assert [(mention.title, mention.values) for mention in found] == [
        ("甲", ["甲政发〔2019〕1号", "甲政发〔2019〕2号"]),
        (None, ["甲政发〔2019〕3号"]),
        ("乙", ["甲政发〔2019〕4号"]),
        ("丙", []),
    ]


def test_what_a_page_break_cut_in_two_is_one_mention() -> None:
    text = "见《甲市通\n2、\n知》（甲政发〔20\n3、\n19〕1号）。"
    first, second = text.index("\n2"), text.index("\n3")
    view, found = mentions_of(text, [(first, first + 4), (second, second + 4)])
    assert [(mention.title, mention.values) for mention in found] == [("甲市通知", ["甲政发〔2019〕1号"])]
    assert view.span(found[0].start, found[0].end).exact == text[1:-1]


PIECES = st.sampled_from(
    (
        *"《》〈〉「」（）()[]【甲，。、 \n",
        "国发〔2015〕1号",
        "国发[2015]27)号",
        "第八条第二款",
        "第三、",
        "以下简称",
        "关于",
        "通知",
        "文件",
        "GB 50016-2014",
    )
)


@given(st.lists(PIECES, max_size=50).map("".join))
def test_mentions_are_stretches_in_order_and_no_number_is_lost(text: str) -> None:
    view, found = mentions_of(text)
    numbers = list(find_numbers(view.text))
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    covered = [
        (start, end)
        for start, end, _ in numbers
        if any(mention.start <= start and end <= max(mention.end, mention.defined) for mention in found)
    ]
    assert covered == [(start, end) for start, end, _ in numbers]
