"""The commands that build a corpus and look after it."""

from __future__ import annotations

import csv
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from corpora_for_tests import write_notices
from gongwen import cli
from typer.testing import CliRunner

SAMPLES = Path(__file__).parent / "samples"
JILIN = str(SAMPLES / "jilin_roster.html")
COMMAND = [sys.executable, "-c", "from gongwen.cli import main; main()"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def test_a_corpus_is_built_and_built_again(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 3)
    first = run("build", folder, "--corpus", tmp_path / "out", "--jobs", "1")
    assert first.exit_code == 0
    assert first.stderr.startswith("3 sources: 3 added; corpus in ")
    assert first.stdout == ""
    assert "3 sources: 3 unchanged" in run("build", folder, "--corpus", tmp_path / "out", "--jobs", "1").stderr
    shown = run("corpus", "info", tmp_path / "out").stdout
    assert "notices" in shown
    assert "3 province" in shown


def test_a_reject_is_named_listed_and_ends_in_status_1(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 1)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    done = run("build", folder, "--corpus", tmp_path / "out", "--jobs", "1")
    assert done.exit_code == 1
    assert "error: " in done.stderr
    assert "2 sources: 1 added, 1 rejected" in done.stderr
    assert "broken.docx" in run("corpus", "rejects", tmp_path / "out").stdout.replace("\n", "").replace(" ", "")
    assert run("build", folder / "000.txt", "--corpus", tmp_path / "none", "--jobs", "1").exit_code == 0
    assert "no rejects" in run("corpus", "rejects", tmp_path / "none").stdout


def test_the_limits_of_a_document_hold_in_a_build(tmp_path: Path) -> None:
    from gongwen.corpora import open_corpus, rejects

    assert run("build", SAMPLES / "jilin_scan.jpg", "--corpus", tmp_path, "--timeout", "0.1").exit_code == 1
    with open_corpus(tmp_path) as corpus:
        assert [item.error for item in rejects(corpus)] == ["TimeLimitError"]


def test_a_roster_is_imported(tmp_path: Path) -> None:
    done = run("import-roster", JILIN, "--corpus", tmp_path / "out", "-o", tmp_path / "towns.csv")
    assert done.exit_code == 0, done.stderr
    assert "55 entries of 1 notices" in done.stderr
    assert "every total agrees" in done.stderr
    with (tmp_path / "towns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 55
    assert (rows[0]["name"], rows[0]["region_code"], rows[0]["batch"], rows[0]["class"]) == (
        "长春市红旗绿色智能小镇",
        "220100",
        "1",
        "培育类",
    )


def test_a_notice_without_a_roster_is_said_to_have_none(tmp_path: Path) -> None:
    done = run("import-roster", write_notices(tmp_path / "in", 1), "--corpus", tmp_path / "out")
    assert done.exit_code == 1
    assert "no roster in this notice" in done.stderr


def test_an_unknown_suffix_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    done = run("import-roster", JILIN, "--corpus", tmp_path / "out", "-o", tmp_path / "towns.ods")
    assert done.exit_code == 1
    assert ".csv" in str(done.exception)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", [("corpus", "info"), ("corpus", "rejects"), ("corpus", "migrate")])
def test_without_a_corpus_the_remedy_is_named(tmp_path: Path, command: tuple[str, str]) -> None:
    done = subprocess.run([*COMMAND, *command, str(tmp_path)], capture_output=True, check=False, text=True)
    assert done.returncode == 1
    assert "gongwen build" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_corpus_is_migrated(tmp_path: Path) -> None:
    run("build", write_notices(tmp_path / "in", 2), "--corpus", tmp_path / "out", "--jobs", "1")
    done = run("corpus", "migrate", tmp_path / "out")
    assert done.exit_code == 0
    assert "2 documents taken over" in done.stderr


def test_a_terminal_sees_how_far_it_is(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 25)
    master, terminal = pty.openpty()
    command = [*COMMAND, "build", str(folder), "--corpus", str(tmp_path / "out"), "--jobs", "1"]
    process = subprocess.Popen(command, stderr=terminal, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"})
    os.close(terminal)
    seen = b""
    try:
        while chunk := os.read(master, 65536):
            seen += chunk
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(master)
    assert process.wait(60) == 0
    assert b"/25" in seen
    assert b"/s" in seen
    assert b"25 sources: 25 added" in seen
