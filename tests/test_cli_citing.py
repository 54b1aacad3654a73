from __future__ import annotations

import json
from pathlib import Path

import pytest
from gongwen.cli import app
from gongwen.corpora.store import open_corpus
from made_notices import make_notice, store
from typer.testing import CliRunner

RUNNER = CliRunner()
STATE = make_notice("国务院关于小镇的意见", "国发〔2016〕8号", "国务院", "2016年2月2日", ["一、总体要求", "坚持以人为本的发展理念。"])
CITY = make_notice(
    "南通市人民政府关于小镇的通知", "通政发〔2017〕3号", "南通市人民政府", "2017年2月2日", ["一、依据", "根据国发〔2016〕8号文件推进。"]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("cli") / "corpus"
    with open_corpus(path, write=True) as corpus:
        store(corpus, STATE, CITY)
    return str(path)


def run(*arguments: str, status: int = 0) -> str:
    result = RUNNER.invoke(app, arguments)
    assert result.exit_code == status, result.output
    return result.stdout


def test_cite_shows_a_clause_with_its_citations(folder: str) -> None:
    view = run("cite", "坚持以人为本的发展", "--corpus", folder)
    for words in (
        "国发〔2016〕8号 第一部分",
        "坚持以人为本的发展理念。",
        "cited by",
        "2017-02-02  通政发〔2017〕3号 第一部分 (basis) [notice]",
    ):
        assert words in view
    assert "→ 国发〔2016〕8号 (basis)" in run("cite", "通政发〔2017〕3号 一、", "--corpus", folder)
    assert json.loads(run("cite", "国发〔2016〕8号", "--corpus", folder, "--format", "json"))["cited_by_total"] == 1


@pytest.mark.parametrize("form", ["gbt7714", "bibtex", "csl", "akn", "plain"])
def test_cite_writes_a_reference(folder: str, form: str) -> None:
    printed = run("cite", "国发〔2016〕8号 一、", "--corpus", folder, "--format", form, "--date", "2026-11-25")
    assert "国发" in printed
    assert printed.endswith("\n")


def test_graph_shows_and_exports(folder: str, tmp_path: Path) -> None:
    assert "cn-2016-国发-8" in run("graph", "--corpus", folder)
    assert "basis → 国发〔2016〕8号" in run("graph", "通政发〔2017〕3号", "--chains", "--corpus", folder)
    out = tmp_path / "graph.graphml"
    run("graph", "--corpus", folder, "--format", "graphml", "-o", str(out))
    assert out.read_bytes().startswith(b"<?xml")
    assert json.loads(run("graph", "国发〔2016〕8号", "--corpus", folder, "--format", "json"))["edges"][0]["relation"] == "basis"


def test_gaps_lists_what_is_missing(folder: str) -> None:
    assert "missing: 1–7" in run("gaps", "国发", "2016", "--corpus", folder)
    assert json.loads(run("gaps", "国发", "2016", "--corpus", folder, "--format", "json"))["present"] == [8]


def test_wrong_usage_says_so(folder: str) -> None:
    run("graph", "--chains", "--corpus", folder, status=2)
    run("graph", "--corpus", folder, "-o", "x", status=2)
    run("cite", "国发〔2016〕8号", "--corpus", folder, "--format", "akn", "--date", "yesterday", status=2)
