"""gongwen export: from a corpus to files, through the command line."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from gongwen.corpora import FORMATS, build

SAMPLES = Path(__file__).parent / "samples"
COMMAND = [sys.executable, "-c", "from gongwen.cli import main; main()", "export"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "corpus"
    build([str(SAMPLES / "jilin_roster.html"), str(SAMPLES / "shaoxing_repost.txt")], path, jobs=1)
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, check=False, encoding="utf-8", env=environment, timeout=60)


def test_a_table_of_some_notices(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "towns.csv"
    done = run("csv", "--corpus", corpus, "-o", out, "--region", "吉林省", "--year", "2018-2019", "--table", "roster_entries")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"55 roster_entries written to {out}\n")
    with out.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 55


def test_lines(corpus: Path, tmp_path: Path) -> None:
    assert run("jsonl", "--corpus", corpus, "-o", tmp_path / "all.jsonl").stderr.startswith("2 notices written to ")
    assert len([json.loads(line) for line in (tmp_path / "all.jsonl").read_bytes().splitlines()]) == 2


def test_clauses_as_texts(corpus: Path, tmp_path: Path) -> None:
    done = run("quanteda", "--corpus", corpus, "-o", tmp_path / "texts.csv", "--unit", "clause", "--notice", "吉政办明电〔2019〕5号")
    assert done.returncode == 0
    assert " clauses written to " in done.stderr


WRONG = [
    (("word",), 1, "word: no such format; there are jsonl"),
    (("csv", "--table", "norm"), 1, "norm: no such table"),
    (("csv", "--region", "上海市"), 1, "no notice of the corpus fits"),
    (("csv", "--year", "last"), 2, "give a year"),
    (("jsonl", "--unit", "clause"), 1, "jsonl has no choice of unit"),
]


@pytest.mark.parametrize(("arguments", "status", "message"), WRONG)
def test_wrong_wishes_are_named(corpus: Path, tmp_path: Path, arguments: tuple[str, ...], status: int, message: str) -> None:
    done = run(*arguments, "--corpus", corpus, "-o", tmp_path / "out")
    assert done.returncode == status
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_no_corpus_is_named(tmp_path: Path) -> None:
    done = run("csv", "--corpus", tmp_path, "-o", tmp_path / "out")
    assert (done.returncode, "no corpus here" in done.stderr) == (1, True)


def test_help_and_the_page_name_every_format() -> None:
    words = re.findall(r"[a-z]+(?:-\s*[a-z]+)*", run("--help").stdout)  # a line may end at a hyphen
    assert [name for name in FORMATS if name not in {re.sub(r"\s", "", word) for word in words}] == []
    page = (SAMPLES.parents[1] / "docs" / "exporting.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)) == sorted(FORMATS)
