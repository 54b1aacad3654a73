"""The options of ``norms`` that ask a language model."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import Result
from gongwen import cli
from gongwen.schemas.errors import MissingExtraError, ModelNameError
from scripted import Scripted
from typer.testing import CliRunner

JILIN = str(Path(__file__).parent / "samples" / "jilin_roster.html")
QUOTE = "日常协调由领导小组办公室负责。"


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


def langchain(monkeypatch: pytest.MonkeyPatch, model: Any) -> None:
    module = ModuleType("langchain.chat_models")
    module.init_chat_model = lambda _: model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "langchain", ModuleType("langchain"))
    monkeypatch.setitem(sys.modules, "langchain.chat_models", module)


def answer() -> dict[str, Any]:
    return {"norms": [{"quote": QUOTE, "type": "permission"}, {"quote": "放假三天。", "type": "permission"}]}


def test_a_vote_keeps_what_the_rules_say_and_reports_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    langchain(monkeypatch, Scripted(script=[answer()]))
    report = tmp_path / "report.json"
    voted = run("norms", JILIN, "--format", "json", "--mode", "vote", "--model", "maker:small", "--report", str(report))
    assert voted.exit_code == 0
    rules = json.loads(run("norms", JILIN, "--format", "json").stdout)
    assert [(norm["exact"], norm["type"]) for norm in json.loads(voted.stdout)] == [(norm["exact"], norm["type"]) for norm in rules]
    assert voted.stderr.startswith("maker:small: 1 norms accepted; ")
    written = json.loads(report.read_text(encoding="utf-8"))
    assert [norm["exact"] for norm in written["norms"]] == [QUOTE]
    assert {"not-in-clause"} == {item["reason"] for item in written["rejected"]}
    assert written["agreement"]["both"] == 1


def test_the_model_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    langchain(monkeypatch, Scripted(script=[answer()]))
    done = run("norms", JILIN, "--format", "json", "--mode", "llm", "--model", "maker:small")
    assert [(norm["exact"], norm["type"]) for norm in json.loads(done.stdout)] == [(QUOTE, "permission")]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["--mode", "vote"], ModelNameError, "provider:model"),
        (["--model", "maker:small"], ModelNameError, "say mode vote or llm"),
        (["--mode", "llm", "--model", "maker:small"], MissingExtraError, "pip install langchain"),
    ],
)
def test_who_is_to_be_asked_must_be_said(
    arguments: list[str], error: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "langchain.chat_models", None)
    done = run("norms", JILIN, *arguments)
    assert isinstance(done.exception, error)
    assert message in str(done.exception)


def test_a_report_needs_a_model(tmp_path: Path) -> None:
    done = run("norms", JILIN, "--report", str(tmp_path / "report.json"))
    assert done.exit_code == 2
    assert "--mode llm or vote" in done.stderr
