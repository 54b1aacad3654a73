"""The commands ``compare``: shown, written and drawn."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from gongwen import cli
from gongwen.corpora.building import build
from gongwen.schemas.errors import CorpusNotFoundError
from openpyxl import load_workbook
from typer.testing import CliRunner

SAMPLES = Path(__file__).parent / "samples"
NAMES = ("jilin_roster.html", "jiaxing_bulletin.txt", "shaoxing_repost.txt", "tongzhou_page.txt")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("compare") / "corpus"
    build([str(SAMPLES / name) for name in NAMES], path, jobs=1)
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["compare", *arguments])


def test_targets_are_shown_written_and_drawn(corpus: str, tmp_path: Path) -> None:
    shown = run("targets", "--corpus", corpus, "--indicator", "固定资产投资", "--year", "2018").stdout
    assert "≥300亿元" in shown
    assert "嘉兴市" not in shown
    table, picture = tmp_path / "targets.xlsx", tmp_path / "targets.svg"
    done = run("targets", "--corpus", corpus, "--region", "绍兴市", "-o", str(table), "--plot", str(picture))
    assert done.exit_code == 0
    assert done.stdout == ""
    sheet = load_workbook(table).active
    assert sheet is not None
    assert "柯桥区" in {row[4] for row in sheet.iter_rows(values_only=True)}
    assert picture.read_bytes().startswith(b"<?xml")
    pivot = tmp_path / "pivot.csv"
    assert run("targets", "--corpus", corpus, "--region", "绍兴市", "--pivot", "-o", str(pivot)).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(pivot.read_text(encoding="utf-8"), newline="")))
    assert [row["柯桥区"] for row in rows if row["柯桥区"]] == ["80亿元"]


def test_norms_are_counted(corpus: str, tmp_path: Path) -> None:
    assert "吉林省人民政府" in run("norms", "--corpus", corpus, "--actor", "省政府").stdout
    path = tmp_path / "norms.json"
    assert run("norms", "--corpus", corpus, "--region", "吉林省", "--top", "1", "-o", str(path)).exit_code == 0
    assert len({row["actor"] for row in json.loads(path.read_text(encoding="utf-8"))}) == 1


def test_terms_are_counted_and_held_against_the_rest(corpus: str, tmp_path: Path) -> None:
    assert "小镇" in run("terms", "小镇", "--corpus", corpus, "--by", "region").stdout
    path = tmp_path / "keyness.parquet"
    assert run("terms", "--corpus", corpus, "--keyness", "--region", "吉林省", "-o", str(path)).exit_code == 0
    assert path.read_bytes()[:4] == b"PAR1"
    assert run("terms", "--corpus", corpus, "--keyness").exit_code == 2
    assert run("terms", "--corpus", corpus, "--keyness", "--by", "year", "--region", "吉林省").exit_code == 2


def test_two_notices_are_held_side_by_side(corpus: str, tmp_path: Path) -> None:
    files = [str(SAMPLES / name) for name in ("jiaxing_bulletin.txt", "shaoxing_repost.txt")]
    shown = run("align", *files).stdout
    assert "reused stretches" in shown
    assert "main__sec_2" in shown
    path = tmp_path / "reuse.jsonl"
    assert run("align", "吉政办明电〔2019〕5号", files[0], "--corpus", corpus, "--reuse", "--least", "4", "-o", str(path)).exit_code == 0
    assert all(json.loads(line)["characters"] >= 4 for line in path.read_text(encoding="utf-8").splitlines())
    assert isinstance(run("align", "吉政办明电〔2019〕5号", files[0]).exception, CorpusNotFoundError)


def test_nothing_found_says_so(corpus: str) -> None:
    done = run("targets", "--corpus", corpus, "--indicator", "核电装机")
    assert done.exit_code == 1
    assert "nothing found" in done.stderr
