"""Verbs and adverbs: what a bare imperative begins with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from gongwen.extract.norms.verbs import is_nominal, is_verb, skip_adverbs, verb_at
from hypothesis import given
from hypothesis import strategies as st

# the clause, the adverbs before its verb, the verb; None where it begins with none
CLAUSES = [
    ("报送月度进展", "", "报送"),
    ("加快推进岸线整治", "加快", "推进"),
    ("积极开展志愿巡河", "积极", "开展"),
    ("切实加强汛期值守", "切实", "加强"),
    ("着力构建新的格局", "着力", "构建"),
    ("进一步健全台账", "进一步", "健全"),
    ("依法依规查处偷排", "依法依规", "查处"),
    ("扎实地推进", "扎实地", "推进"),
    ("加快建立健全预警机制", "加快", "建立健全"),
    ("贯彻落实上述规定", "", "贯彻落实"),
    ("加快建设步伐", "", "加快"),  # its own object, no second act
    ("加快新产业成长", "", "加快"),
    ("并报县政府", "并", "报"),
    ("报刊亭每季清点", "", None),  # 报 belongs to 报刊
    ("工作专班要到岗", "", None),  # a verb of the dictionary, a noun of the genre
    ("各镇要到岗", "", None),
    ("均衡布点", "", None),  # 均 is no adverb here
]


@pytest.mark.parametrize(("clause", "adverbs", "verb"), CLAUSES)
def test_a_clause_opens_with_adverbs_and_a_verb(clause: str, adverbs: str, verb: str | None) -> None:
    start = skip_adverbs(clause, 0, len(clause))
    end = verb_at(clause, start, len(clause))
    assert clause[:start] == adverbs
    assert (clause[start:end] if end else None) == verb


def test_a_verb_ends_by_the_end_that_is_given() -> None:
    assert verb_at("建立健全台账", 0, 4) == 4
    assert verb_at("建立健全台账", 0, 3) == 2
    assert verb_at("排查隐患", 0, 1) == 0


@pytest.mark.parametrize(
    ("word", "verb", "nominal"),
    [("报送", True, False), ("建设", True, True), ("工作", False, False), ("落实", True, False), ("的", False, False)],
)
def test_words(word: str, *, verb: bool, nominal: bool) -> None:
    assert is_verb(word) is verb
    assert is_nominal(word) is nominal


@given(st.text(alphabet="加快推进积极地建立健全并均报刊、。x", max_size=12), st.integers(0, 12))
def test_offsets_stay_inside(text: str, start: int) -> None:
    start = min(start, len(text))
    at = skip_adverbs(text, start, len(text))
    assert start <= at <= len(text)
    behind = verb_at(text, at, len(text))
    assert behind == 0 or at < behind <= len(text)


def test_the_table_is_what_the_script_makes() -> None:
    pytest.importorskip("jieba", reason="the table is made from jieba's dictionary")
    script = Path(__file__).parents[3] / "scripts" / "build_verbs.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
