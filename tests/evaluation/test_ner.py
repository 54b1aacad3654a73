from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

import gongwen
import pytest
from gongwen.evaluation.ner_data import MarkedText, gold_documents, others, silver_documents
from gongwen.schemas.errors import GoldError, MissingExtraError, OutputError
from gongwen.schemas.notice import Entity

# -- what is learnt from


def test_every_form_of_the_gold_is_marked_wherever_it_stands(gold_dir: Path) -> None:
    (document,) = gold_documents(gold_dir)
    marked = document.marked
    assert [(marked.text[start:end], kind) for start, end, kind in marked.marks] == [
        ("青禾市人民政府", "ORG"),
        ("东县", "GPE"),
        ("西县", "GPE"),
        ("青禾市人民政府", "ORG"),
        ("东县", "GPE"),
        ("西县", "GPE"),
    ]
    assert "网站首页" not in marked.text
    assert "打印" not in marked.text


def test_a_division_inside_the_name_of_a_body_is_part_of_that(gold_dir: Path) -> None:
    gold = json.loads((gold_dir / "town.json").read_bytes())
    gold["entities"]["GPE"].append("青禾市")
    (gold_dir / "town.json").write_text(json.dumps(gold), encoding="utf-8")
    (document,) = gold_documents(gold_dir)
    marked = document.marked
    divisions = [start for start, end, _ in marked.marks if marked.text[start:end] == "青禾市"]
    assert divisions == [marked.text.index("《青禾市") + 1]


def test_gold_without_entities_is_nothing_to_learn_from(gold_dir: Path) -> None:
    gold = json.loads((gold_dir / "town.json").read_bytes())
    del gold["entities"]
    (gold_dir / "town.json").write_text(json.dumps(gold), encoding="utf-8")
    with pytest.raises(GoldError, match="no gold file here annotates entities; add them"):
        gold_documents(gold_dir)


NOTICE = """某市人民政府关于做好秋收工作的通知
各县人民政府：
　　请甲县按时完成，市农业农村局负责督查。
某市人民政府
2020年9月1日
"""


def test_silver_is_what_the_rules_mark_parsed_or_read_from_json(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "nothing.json").write_text("{}", encoding="utf-8")
    (tmp_path / "noise.html").write_bytes(bytes(range(256)) * 20)
    notice = gongwen.parse(NOTICE.encode(), uri="two.txt", media_type="text/plain")
    at = notice.text.index("市农业农村局")
    notice.entities = [
        Entity(at, at + 6, "市农业农村局", "ORG"),
        Entity(at, at + 1, "市", "GPE"),  # inside the other
        Entity(0, 2, "某市", "PER"),  # of no type that is learnt
    ]
    (tmp_path / "two.json").write_bytes(gongwen.dumps(notice))
    parsed, read = silver_documents([tmp_path / "one.txt", tmp_path])[-2:]
    assert (parsed.name, read.name) == ("one.txt", "two.json")
    assert read.marks == [(at, at + 6, "ORG")]
    assert "市农业农村局" in {parsed.text[start:end] for start, end, _ in parsed.marks}


def test_a_folder_without_notices_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no notice with entities is here; name folders of pages"):
        silver_documents([tmp_path])


def test_a_silver_document_that_is_a_gold_one_is_left_out() -> None:
    gold = MarkedText("gold", "第一行\n第二行\n第三行", [])
    same = MarkedText("page", "首页\n第一行\n 第二行\n第三行\n打印", [])
    other = MarkedText("other", "第一行\n别的\n另外的", [])
    assert others([same, other], [gold]) == [other]


# -- the model


@pytest.fixture(scope="module")
def towns() -> list[MarkedText]:
    """Texts in which a body is 由…局 and a division 在…县, whatever the name."""
    generator = Random(3)
    documents = []
    for number in range(12):
        text, marks = "", []
        for _ in range(20):
            town, office = ("".join(generator.choices("甲乙丙丁戊己庚辛", k=2)) for _ in range(2))
            for before, name, kind in (("事项由", f"{office}局", "ORG"), ("在", f"{town}县", "GPE")):
                text += before
                marks.append((len(text), len(text) + len(name), kind))
                text += name
            text += "办理。\n"
        documents.append(MarkedText(f"{number}", text, marks))
    return documents


def test_it_learns_and_gives_the_same_from_onnx(towns: list[MarkedText], tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the extra torch is not installed")
    pytest.importorskip("onnxscript", reason="onnxscript of the extra torch is not installed")
    from gongwen.evaluation.ner_model import CharTagger, Schedule, as_tagger, char_tokenizer, fit, label_names, one_thread, save_model
    from gongwen.extract.taggers.token_classifier import load_tagger
    from torch import manual_seed

    tokenizer, labels = char_tokenizer([town.text for town in towns[:-1]]), label_names(("ORG", "GPE"))
    made = []
    for _ in range(2):
        manual_seed(5)
        model = CharTagger(tokenizer.get_vocab_size(), len(labels))
        with one_thread():
            fit(model, towns[:-1], tokenizer, labels, Schedule(3, 3e-3), seed=5)
        made.append(model)
    found = as_tagger(made[0], tokenizer, labels, "here").tag(towns[-1].text)
    assert [(one.start, one.end, one.type) for one in found] == towns[-1].marks
    assert found == as_tagger(made[1], tokenizer, labels, "here").tag(towns[-1].text)  # the same seed

    save_model(tmp_path, made[0], tokenizer, labels)
    tagger = load_tagger(tmp_path)
    for text in (towns[-1].text, "由" + "甲" * 1200 + "局在乙县", "１２\U0001f600ﬁ由甲局", ""):
        here = as_tagger(made[0], tokenizer, labels, "here").tag(text)
        there = tagger.tag(text)
        assert [(one.start, one.end, one.type) for one in there] == [(one.start, one.end, one.type) for one in here]
        assert [one.score for one in there] == pytest.approx([one.score for one in here], abs=1e-4)


def test_figures_are_of_documents_left_out(gold_dir: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the extra torch is not installed")
    pytest.importorskip("onnxscript", reason="onnxscript of the extra torch is not installed")
    from gongwen.evaluation.ner import train_ner
    from gongwen.extract.taggers.token_classifier import load_tagger

    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(NOTICE.replace("甲县", f"{name}县"), encoding="utf-8")
    told: list[str] = []
    done = train_ner(tmp_path / "model", gold_dir, [tmp_path / "a.txt", tmp_path / "b.txt"], epochs=1, tell=told.append)
    written = json.loads((tmp_path / "model" / "metrics.json").read_bytes())
    assert written == done.figures
    assert written["scores"]["model"]["ORG"]["gold"] == written["scores"]["rules"]["ORG"]["gold"] == 1
    assert {who: by_type["GPE"]["gold"] for who, by_type in written["scores"].items()} == {"model": 2, "rules": 2, "vote": 2}
    assert "1 gold and 2 silver documents" in told[0]
    assert load_tagger(tmp_path / "model").name == "model"
    assert f"written to {tmp_path / 'model'}" in done.table()

    alone = train_ner(tmp_path / "silver", None, [tmp_path / "a.txt", tmp_path / "b.txt"], epochs=1)
    assert set(alone.figures["scores"]) == {"model"}
    assert "a fifth of the silver documents" in alone.figures["left_out"]


def test_a_folder_that_cannot_be_written_is_named_before_training(gold_dir: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the extra torch is not installed")
    from gongwen.evaluation.ner import train_ner

    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"file/model: cannot be written \(Not a directory\); name a folder"):
        train_ner(tmp_path / "file" / "model", gold_dir)


def test_without_torch_the_extra_is_named(gold_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongwen.evaluation.ner import train_ner

    monkeypatch.delitem(sys.modules, "gongwen.evaluation.ner_model", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongwen\[torch\]'"):
        train_ner(tmp_path, gold_dir)
