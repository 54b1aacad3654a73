"""gongwen export-gold and import-gold: to an annotation tool and back, through the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from gongwen.corpora import build, export, open_corpus
from gongwen.schemas.gold import load_gold

SAMPLES = Path(__file__).parent / "samples"
COMMAND = [sys.executable, "-c", "from gongwen.cli import main; main()"]
GOLD = SAMPLES / "shaoxing_repost.json"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, check=False, encoding="utf-8", env=environment, timeout=60)


def corrected(tool: str, exported: Path) -> Path:
    """What an annotator does: the first 300亿元 is not a lower bound, and the file is exported as the tool does it."""
    if tool == "doccano":
        line = json.loads(exported.read_bytes())
        at = next(item for item in line["entities"] if item["label"] == "quantity_ge")
        at["label"] = "quantity_gt"
        exported.write_text(json.dumps({"id": 1, **line, "Comments": []}, ensure_ascii=False), encoding="utf-8")
    elif tool == "label-studio":
        (task,) = json.loads(exported.read_bytes())
        results = task.pop("predictions")[0]["result"]
        next(item for item in results if item.get("value", {}).get("labels") == ["quantity_ge"])["value"]["labels"] = ["quantity_gt"]
        task["annotations"] = [{"id": 5, "result": results, "was_cancelled": False, "ground_truth": False}]
        exported.write_text(json.dumps([{"id": 9, **task}], ensure_ascii=False), encoding="utf-8")
    else:
        exported = exported / "shaoxing_repost.ann"
        exported.write_text(exported.read_text(encoding="utf-8").replace("quantity_ge ", "quantity_gt ", 1), encoding="utf-8")
    return exported


@pytest.mark.parametrize(("tool", "name"), [("doccano", "all.jsonl"), ("label-studio", "all.json"), ("brat", "folder")])
def test_to_a_tool_and_back(tool: str, name: str, tmp_path: Path) -> None:
    done = run("export-gold", tool, GOLD, "-o", tmp_path / name)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"1 gold file written to {tmp_path / name}\n")
    out = tmp_path / "gold"
    done = run("import-gold", tool, corrected(tool, tmp_path / name), "-o", out, "--base", SAMPLES, "--component", "quantities")
    assert (done.returncode, done.stderr) == (0, f"1 of 1 annotated texts taken over as gold in {out}\n")
    before, after = load_gold(GOLD).gold, load_gold(out / "shaoxing_repost.json").gold
    assert before.quantities
    assert after.quantities
    changed = [(one.comparator, other.comparator) for one, other in zip(before.quantities, after.quantities, strict=True) if one != other]
    assert changed == [("ge", "gt")]
    assert (after.norms, after.clauses, after.metadata) == (before.norms, before.clauses, before.metadata)
    assert (out / "shaoxing_repost.txt").read_bytes() == (SAMPLES / "shaoxing_repost.txt").read_bytes()


def test_what_cannot_be_taken_over_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    run("export-gold", "doccano", GOLD, SAMPLES / "chunked.json", "-o", tmp_path / "all.jsonl")
    first, second = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = json.loads(first)
    wrong["entities"][0]["end_offset"] = wrong["entities"][0]["start_offset"]
    lines = [json.dumps(wrong), second, second, "{"]
    (tmp_path / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("import-gold", "doccano", tmp_path / "all.jsonl", tmp_path / "absent.jsonl", "-o", tmp_path / "gold")
    assert done.returncode == 1
    empty, twice, broken, absent, summary = done.stderr.splitlines()
    assert "error: shaoxing_repost: " in empty
    assert "is empty or outside the text" in empty
    assert "chunked is annotated twice" in twice
    assert "all.jsonl:4: not JSON" in broken
    assert "absent.jsonl: cannot be read" in absent
    assert summary.startswith("1 of 5 annotated texts taken over")
    assert [path.name for path in sorted((tmp_path / "gold").iterdir())] == ["chunked.json", "chunked.txt"]


def test_a_base_that_is_not_there_and_a_text_that_differs(tmp_path: Path) -> None:
    run("export-gold", "doccano", GOLD, "-o", tmp_path / "all.jsonl")
    done = run("import-gold", "doccano", tmp_path / "all.jsonl", "-o", tmp_path / "gold", "--base", tmp_path)
    assert "shaoxing_repost.json: cannot read" in done.stderr
    (tmp_path / "gold" / "shaoxing_repost.txt").write_text("另一个文本", encoding="utf-8")
    done = run("import-gold", "doccano", tmp_path / "all.jsonl", "-o", tmp_path / "gold")
    assert "holds another text" in done.stderr
    assert (tmp_path / "gold" / "shaoxing_repost.txt").read_text(encoding="utf-8") == "另一个文本"


def test_a_corpus_in_the_formats_of_the_tools(tmp_path: Path) -> None:
    build([str(SAMPLES / "jilin_roster.html"), str(SAMPLES / "shaoxing_repost.txt")], tmp_path / "corpus", jobs=1)
    with open_corpus(tmp_path / "corpus") as corpus:
        export(corpus, "doccano", tmp_path / "all.jsonl")
        export(corpus, "label-studio", tmp_path / "tasks.json")
        export(corpus, "brat", tmp_path / "brat")
    assert len((tmp_path / "all.jsonl").read_bytes().splitlines()) == 2
    assert len(json.loads((tmp_path / "tasks.json").read_bytes())) == 2
    assert (tmp_path / "tasks.xml").read_bytes().startswith(b"<View>")
    assert {"annotation.conf", "visual.conf"} < {path.name for path in (tmp_path / "brat").iterdir()}
    done = run("import-gold", "brat", *sorted((tmp_path / "brat").glob("*.ann")), "-o", tmp_path / "gold")
    assert done.stderr == f"2 of 2 annotated texts taken over as gold in {tmp_path / 'gold'}\n"
    done = run("eval", tmp_path / "gold", "--json")
    pooled = json.loads(done.stdout)["pooled"]
    for name in ("citations", "quantities", "lists", "norms", "norm_actors", "norm_deadlines", "orgs", "gpes"):
        assert pooled[name]["f1"] == 1, name
