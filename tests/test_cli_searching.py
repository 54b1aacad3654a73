"""Search and concordances at the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import Result
from corpora_for_tests import write_notices
from gongwen import cli
from typer.testing import CliRunner


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = write_notices(tmp_path_factory.mktemp("in"), 6)
    target = tmp_path_factory.mktemp("out")
    assert run("build", given, "--corpus", target, "--jobs", "1").exit_code == 0
    return target


def test_hits_are_shown_with_their_addresses(folder: Path) -> None:
    shown = run("search", "特色产业 year:2019 region:吉林省", "--corpus", folder).stdout
    assert shown.startswith("3 of 3 hits\n")  # the title, and two clauses
    assert "吉政办发〔2019〕1号 第二部分第(一)项\n" in shown
    assert "/!main~sec_2__subsec_1\n" in shown
    assert "(一)落实责任。各市要建立特色产业台账,每季度报送一次进展。\n" in shown


def test_pages_and_json(folder: Path) -> None:
    everything = json.loads(run("search", "特色产业", "--corpus", folder, "--format", "json").stdout)
    assert (everything["total"], everything["total_is_exact"]) == (len(everything["hits"]), True)
    page = json.loads(run("search", "特色产业", "--corpus", folder, "--format", "json", "--limit", "2", "--offset", "1").stdout)
    assert page["hits"] == everything["hits"][1:3]
    hit = page["hits"][0]
    assert [hit["snippet"][start:end] for start, end in hit["highlights"]] == ["特色产业"] * len(hit["highlights"])


def test_nothing_is_found(folder: Path) -> None:
    assert run("search", "没有的词", "--corpus", folder).stdout.startswith("no hits: ")
    assert run("kwic", "没有的词", "--corpus", folder).stdout.startswith("no hits: ")
    assert run("search", "特色产业", "--corpus", folder, "--offset", "5000").stdout.startswith("no more hits: there are ")


def test_a_concordance_is_shown_and_written(folder: Path, tmp_path: Path) -> None:
    shown = run("kwic", "台账", "--corpus", folder, "--sort", "left", "--width", "6", "--limit", "5").stdout.splitlines()
    assert len(shown) == 6
    assert shown[-1] == "the first 5 occurrences; --limit shows more"
    assert all(" 台账 ,每季度报送" in line for line in shown[:-1])
    done = run("kwic", "台账", "--corpus", folder, "-o", tmp_path / "lines.csv")
    assert done.stderr == f"6 occurrences written to {tmp_path / 'lines.csv'}\n"
    with (tmp_path / "lines.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["keyword"] for row in rows} == {"台账"}
    assert all(int(row["end"]) - int(row["start"]) == 2 for row in rows)
    assert "; there are more" in run("kwic", "台账", "--corpus", folder, "-o", tmp_path / "few.jsonl", "--limit", "2").stderr


@pytest.mark.parametrize(("command", "query"), [("search", "field:x"), ("kwic", "type:通知"), ("search", "")])
def test_a_query_that_cannot_be_read_says_so(folder: Path, command: str, query: str, capsys: pytest.CaptureFixture[str]) -> None:
    from gongwen.schemas.errors import QueryFormatError

    done = run(command, query, "--corpus", folder)
    assert done.exit_code == 1
    assert isinstance(done.exception, QueryFormatError) or "[QueryFormatError]" in done.stderr
    assert capsys.readouterr().out == ""
