"""What is searched for a question."""

from __future__ import annotations

import sys

import pytest
from gongwen.corpora.langchain.questions import search_terms
from gongwen.schemas.errors import MissingExtraError
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("通州区对高端制造项目的投资强度有什么要求？", ["通州区", "高端", "制造", "项目", "投资", "强度"]),
        ("请问哪些部门负责牵头落实?", ["部门", "负责", "牵头", "落实"]),
        ("2018年下达了多少亿元投资任务", ["2018年", "下达", "亿元", "投资", "任务"]),
        ("《城市绿地养护办法》是怎么说的", ["城市绿地养护办法"]),
        ("什么是“一镇一业”", ["一镇一业"]),
        ("根据国办发〔2018〕108号，谁来监督", ["国办发〔2018〕108号", "监督"]),
        ("投资不低于50亿元的项目", ["投资", "不低于", "50亿元", "项目"]),
        ("不合格的非建制镇怎么办", ["不合格", "非建制镇"]),  # what is denied is not what is asked for
        ("５０％以上的是哪些", ["50%", "以上"]),
        ("考核、考核、再考核", ["考核"]),
        ("什么规定", ["什么", "规定"]),  # nothing but words that ask: better than no search
        ("镇", ["镇"]),
        ("特色小镇 SPV", ["特色", "小镇", "SPV"]),
        ("", []),
        ("？！", []),
        ("\ud800考核", ["考核"]),
    ],
)
def test_questions_become_terms(question: str, expected: list[str]) -> None:
    assert search_terms(question) == expected


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_question_has_terms_of_its_own(question: str) -> None:
    terms = search_terms(question)
    assert len(terms) == len(set(terms)) <= 24
    assert all(term.strip() for term in terms)


def test_a_missing_jieba_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(MissingExtraError, match=r"gongwen\[llm\]"):
        search_terms("谁牵头")
