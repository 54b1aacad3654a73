from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from gongwen.evaluation import Gates, Report, evaluate
from gongwen.evaluation.__main__ import main
from gongwen.evaluation.gates import DEFAULT
from gongwen.schemas.errors import SourceDecodeError
from gongwen.schemas.notice import Check, Notice

Parser = Callable[[Path], Notice]


def test_each_form_of_the_source_is_a_document(gold_dir: Path, town: Parser) -> None:
    report = evaluate(gold_dir, parse=town)
    assert [document.name for document in report.documents] == ["town.txt", "town.html"]
    pooled = report.pooled["clauses"]
    assert pooled is not None
    assert (pooled.found, len(pooled.missed), len(pooled.extra)) == (4, 2, 2)
    assert report.pooled["norms"] is None


def test_the_table_shows_both_and_lists_misses_on_demand(gold_dir: Path, town: Parser) -> None:
    table = evaluate(gold_dir, parse=town).table()
    assert "town.html" in table
    assert "not run" in table
    assert "baseline" in table
    assert "0.667" in table  # clauses: 2 of 3
    assert "missed  " not in table
    long = evaluate(gold_dir, True, parse=town).table()
    assert "town.txt: clauses: missed  main__sec_2__subsec_1 | 登记" in long
    assert "town.txt: metadata: extra   published_date | 2020-03-06" in long


def test_json_holds_the_same_figures(gold_dir: Path, town: Parser) -> None:
    data = json.loads(json.dumps(evaluate(gold_dir, True, parse=town).to_dict()))
    assert data["pooled"]["metadata"]["f1"] == pytest.approx(8 / 9)
    assert data["pooled"]["norms"] is None
    assert data["documents"][0]["scores"]["quantities"]["missed"] == ["3 | – | 亿元 | ge ← 不低于3亿元"]
    assert data["documents"][0]["baseline"]["clauses"]["f1"] == 1
    assert "missed" not in evaluate(gold_dir, parse=town).to_dict()["pooled"]["metadata"]


def test_a_source_that_cannot_be_parsed_is_all_missed(gold_dir: Path, town: Parser) -> None:
    def parse(source: Path) -> Notice:
        if source.suffix == ".html":
            raise SourceDecodeError("no text in it")
        return town(source)

    report = evaluate(gold_dir, parse=parse)
    text, page = report.documents
    assert text.error is None
    assert page.error == "SourceDecodeError: no text in it"
    assert page.scores["clauses"] is not None
    assert page.scores["clauses"].recall == 0
    assert "not parsed" in report.table()
    assert any("no text in it" in message for message in report.failures(Gates(report.corpus, {})))


def test_failed_checks_of_a_notice_are_shown(gold_dir: Path, notice: Notice) -> None:
    notice.checks = [
        Check("roster-total", "pass", 2, 2, "annex_1", "2 rows"),
        Check("date-order", "fail", None, None, None, "written after it was published"),
    ]
    report = evaluate(gold_dir, parse=lambda _: notice)
    assert report.documents[0].checks == {"pass": 1, "fail": 1}
    assert "check failed: date-order: written after it was published" in report.table()


def test_the_gate_compares_pooled_figures(gold_dir: Path, town: Parser) -> None:
    report: Report = evaluate(gold_dir, parse=town)
    assert report.failures(Gates(report.corpus, {"metadata": 0.88, "spans": 1.0})) == []
    assert len(report.failures(Gates("other", {"metadata": 0.97}))) == 2


def test_a_folder_without_gold_ends_with_a_named_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path)]) == 2
    assert "GoldError" in capsys.readouterr().err


def test_pin_and_gate_from_the_command_line(gold_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gates = tmp_path / "gates.json"
    assert main(["pin", str(gold_dir), "--gates", str(gates)]) == 0
    assert main(["gate", str(gold_dir), "--gates", str(gates)]) == 0
    data = json.loads(gates.read_bytes())
    gates.write_text(json.dumps(data | {"floors": data["floors"] | {"spans": 1.1}}), encoding="utf-8")
    capsys.readouterr()
    assert main(["gate", str(gold_dir), "--gates", str(gates)]) == 1
    assert "spans: F1 1.0000 is below its floor 1.1000" in capsys.readouterr().err
    assert main(["pin", str(gold_dir), "--gates", str(gates)]) == 2
    assert main(["pin", str(gold_dir), "--gates", str(gates), "--allow-lower"]) == 0
    assert main(["report", str(gold_dir), "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out.partition("\n")[2])) >= {"pooled", "baseline", "documents"}


def test_the_shared_gold_passes_its_gate(shared: Path) -> None:
    assert evaluate(shared / "gold").failures(Gates.load()) == []


def test_the_samples_pass_their_gate() -> None:
    samples = Path(__file__).parents[1] / "samples"
    assert evaluate(samples).failures(Gates.load(DEFAULT.with_name("gates_samples.json"))) == []
