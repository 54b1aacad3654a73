"""The command ``norms``, on a source and on JSON that was written without a search for norms."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from click.testing import Result
from gongwen import cli
from typer.testing import CliRunner

JILIN = str(Path(__file__).parent / "samples" / "jilin_roster.html")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


def test_norms_are_shown_selected_and_exported(tmp_path: Path) -> None:
    shown = run("norms", JILIN, "--actor", "领导小组办公室").stdout
    assert "日常协调由领导小组办公室负责。" in "".join(shown.split())  # a narrow terminal breaks the line
    assert "不得低于" not in shown
    rows = list(csv.DictReader(io.StringIO(run("norms", JILIN, "--format", "csv", "--type", "permission").stdout, newline="")))
    assert {row["type"] for row in rows} == {"permission"}
    assert json.loads(run("norms", JILIN, "--format", "json", "--type", "permission").stdout)[0]["deontic"] == "可以"
    path = tmp_path / "norms.ig"
    assert run("norms", JILIN, "--format", "ig", "-o", str(path)).exit_code == 0
    assert "[type=permission]" in path.read_text(encoding="utf-8")


def test_no_norm_that_fits_is_no_silence(tmp_path: Path) -> None:
    done = run("norms", JILIN, "--actor", "海关总署")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no norm in this notice that fits, of " in done.stderr
    run("parse", JILIN, "-o", str(tmp_path))
    path = tmp_path / "jilin_roster.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "norms": None}), encoding="utf-8")
    done = run("norms", str(path))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "run gongwen parse on its source again" in done.stderr
