from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from gongwen import cli

SAMPLES = Path(__file__).parent / "samples"

Run = Callable[..., str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line in this process and return what it prints."""
    monkeypatch.setenv("COLUMNS", "120")

    def call(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["gongwen", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert not ended.value.code
        return capsysbinary.readouterr().out.decode()

    return call


def test_damage_as_table_as_json_and_repaired(run: Run) -> None:
    chunked = str(SAMPLES / "chunked.txt")
    table = run("damage", chunked)
    assert "damage: light (5 chunk-mark, 1 truncated)" in table
    assert "(nothing)" in table
    report = json.loads(run("damage", chunked, "--format", "json"))
    assert report["damage"] == {"severity": "light", "counts": {"chunk-mark": 5, "truncated": 1}}
    repaired = run("damage", chunked, "--repaired")
    assert "国家发展改革委" in repaired
    mapped = json.loads(run("damage", chunked, "--repaired", "--format", "json"))
    assert mapped["text"] == repaired.removesuffix("\n")
    assert len(mapped["map"]) == 5


def test_damage_of_a_sound_notice(run: Run) -> None:
    assert run("damage", str(SAMPLES / "jilin_roster.html")).strip() == "damage: none"
