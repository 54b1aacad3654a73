from __future__ import annotations

from pathlib import Path

import pytest
from gongwen.evaluation.__main__ import main
from gongwen.evaluation.content import compare_content
from gongwen.schemas.errors import SourceNotFoundError

SAMPLES = Path(__file__).parents[1] / "samples"


def test_our_rule_needs_no_marks() -> None:
    ours, *peers = compare_content(SAMPLES)
    assert ours.name == "gongwen"
    assert ours.wanted > 1000
    assert ours.precision > 0.99
    assert ours.recall > 0.99
    assert ours.lost == []
    assert all(peer.wanted == ours.wanted for peer in peers)


def test_pages_without_marks_are_no_reference(tmp_path: Path) -> None:
    (tmp_path / "plain.html").write_text("<p>关于修桥的通知</p><p>各村要修好桥。</p>", encoding="utf-8")
    assert compare_content(tmp_path)[0].wanted == 0


def test_a_folder_without_pages_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match=r"no [.]html pages"):
        compare_content(tmp_path)


def test_the_command_prints_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", str(SAMPLES)]) == 0
    assert capsys.readouterr().out.startswith("gongwen      precision ")
