from __future__ import annotations

import json
from pathlib import Path

import pytest
from gongwen.evaluation.findings import Item, from_gold
from gongwen.evaluation.gold import corpus_hash, load_all
from gongwen.evaluation.metrics import score
from gongwen.schemas.errors import GoldError, GongwenError
from gongwen.schemas.gold import load_gold, occurrence


def change(gold_dir: Path, **fields: object) -> Path:
    path = gold_dir / "town.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | fields, ensure_ascii=False), encoding="utf-8")
    return path


def test_sources_in_every_form(gold_dir: Path) -> None:
    (file,) = load_all(gold_dir)
    assert [path.name for path in file.sources] == ["town.txt", "town.html"]
    assert file.gold.quantities[1].value == 3
    assert file.gold.metadata.published_date is None


@pytest.mark.parametrize(
    ("text", "quote", "nth", "at"), [("甲乙甲乙", "甲", 0, 0), ("甲乙甲乙", "甲", 1, 2), ("甲乙甲乙", "甲", 2, -1), ("甲", "丙", 0, -1)]
)
def test_occurrence(text: str, quote: str, nth: int, at: int) -> None:
    assert occurrence(text, quote, nth) == at


QUANTITY = {"value": 1, "value_to": None, "unit": "个", "comparator": "eq"}
WRONG = [
    ({"quantities": [{"quote": "作坊99个", **QUANTITY}]}, "quantities[0] quotes '作坊99个'"),
    ({"quantities": [{"quote": "", **QUANTITY}]}, "quantities[0] quotes ''"),
    ({"quantities": [{"quote": "东县5个", "nth": 7, **QUANTITY}]}, "nth=7"),
    ({"body": {"start_quote": "没有", "end_quote": "豆腐坊"}}, "body.start_quote '没有'"),
    ({"clauses": [{"eid": "main__sec_1"}]}, "at clauses/0"),
    ({"clauzes": []}, "clauzes"),
    ({"source": "absent.txt"}, "absent.txt"),
]


@pytest.mark.parametrize(("fields", "message"), WRONG)
def test_a_wrong_gold_file_is_named(gold_dir: Path, fields: dict[str, object], message: str) -> None:
    path = change(gold_dir, **fields)
    with pytest.raises(GoldError) as caught:
        load_gold(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert isinstance(caught.value, GongwenError)


def test_a_text_in_another_encoding_is_named(gold_dir: Path) -> None:
    (gold_dir / "town.txt").write_bytes("关于修桥的通知".encode("gb18030"))
    with pytest.raises(GoldError, match="not UTF-8"):
        load_gold(gold_dir / "town.json")


def test_what_is_not_annotated_is_not_scored(gold_dir: Path) -> None:
    gold = json.loads((gold_dir / "town.json").read_bytes())
    del gold["norms"], gold["rosters"]
    (gold_dir / "town.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    found, locator = from_gold(load_gold(gold_dir / "town.json"))
    result = score(found, from_gold(load_gold(gold_dir / "town.json"))[0] | {"norms": [Item(("obligation",), locator.quote("登记"))]})
    assert "norms" not in result
    assert "roster_rows" not in result
    assert result["damage"] is not None  # annotated, and there is none


@pytest.mark.parametrize("folder", ["absent", "."])
def test_a_folder_without_gold_is_named(tmp_path: Path, folder: str) -> None:
    with pytest.raises(GoldError, match="gold file"):
        load_all(tmp_path / folder)


def test_the_hash_follows_every_byte_and_name(gold_dir: Path) -> None:
    hashes = [corpus_hash(gold_dir)]
    assert corpus_hash(gold_dir) == hashes[0]
    (gold_dir / "note.md").write_text("not part of the corpus", encoding="utf-8")
    assert corpus_hash(gold_dir) == hashes[0]
    change(gold_dir, damage=[{"quote": "登记", "observed": "登记", "intended": None}])
    hashes.append(corpus_hash(gold_dir))
    with (gold_dir / "town.html").open("a", encoding="utf-8") as file:
        file.write(" ")
    hashes.append(corpus_hash(gold_dir))
    (gold_dir / "town.json").rename(gold_dir / "village.json")
    hashes.append(corpus_hash(gold_dir))
    assert len(set(hashes)) == len(hashes)


def test_the_shared_gold_quotes_its_texts(shared: Path) -> None:
    files = load_all(shared / "gold")
    assert sum(len(file.sources) for file in files) == 9
    assert sum(len(file.gold.clauses) for file in files) > 150
