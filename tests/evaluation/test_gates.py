from __future__ import annotations

import json
from pathlib import Path

import pytest
from gongwen.evaluation.gates import DEFAULT, GateError, Gates, pin
from gongwen.evaluation.metrics import Score, Scores


def scores(**figures: tuple[int, int]) -> Scores:
    """Scores with so many found and so many missed."""
    return {name: Score(found=found, missed=["x"] * missed) for name, (found, missed) in figures.items()}


def test_pinned_figures_pass_their_own_gate(tmp_path: Path) -> None:
    path = tmp_path / "gates.json"
    figures = scores(clauses=(2, 1), citations=(5, 0)) | {"norms": None, "lists": Score()}
    pin("abc", figures, path)
    gates = Gates.load(path)
    assert gates == Gates("abc", {"citations": 1.0, "clauses": 0.8})
    assert gates.failures("abc", figures) == []
    thirds = scores(clauses=(1, 1))  # F1 = 2/3: floors are rounded down, or the figure would fail its own gate
    assert pin("abc", thirds, tmp_path / "thirds.json").failures("abc", thirds) == []


def test_a_figure_below_its_floor_says_what_to_do() -> None:
    (message,) = Gates("abc", {"clauses": 0.9}).failures("abc", scores(clauses=(2, 1)))
    assert "clauses: F1 0.8000 is below its floor 0.9000" in message
    assert "--misses" in message


@pytest.mark.parametrize("figures", [{}, {"norms": None}, {"norms": Score()}])
def test_a_component_that_no_longer_runs_fails(figures: Scores) -> None:
    (message,) = Gates("abc", {"norms": 0.5}).failures("abc", figures)
    assert message.startswith("norms: not run")


def test_a_changed_corpus_is_noticed() -> None:
    (message,) = Gates("abc", {}).failures("abd", {})
    assert "gold corpus has changed" in message
    assert "pin" in message


def test_floors_rise_freely_and_fall_only_on_purpose(tmp_path: Path) -> None:
    path = tmp_path / "gates.json"
    pin("abc", scores(clauses=(2, 1)), path)
    pin("abc", scores(clauses=(3, 0)), path)
    before = path.read_bytes()
    with pytest.raises(GateError, match=r"clauses 1\.0000 → 0\.8.*--allow-lower"):
        pin("abc", scores(clauses=(2, 1)), path)
    with pytest.raises(GateError, match=r"clauses 1\.0000 → none"):
        pin("abc", {"clauses": None}, path)
    assert path.read_bytes() == before
    assert pin("abc", scores(clauses=(2, 1)), path, allow_lower=True).floors == {"clauses": 0.8}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"corpus": "a", "floors": {"clauses": "high"}}', '{"corpus": "a", "floors": []}'])
def test_a_malformed_gate_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "gates.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GateError, match=r"gates\.json: malformed"):
        Gates.load(path)


def test_a_missing_gate_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GateError, match="make them with"):
        Gates.load(tmp_path / "gates.json")


@pytest.mark.parametrize("name", ["gates.json", "gates_samples.json"])
def test_the_gates_of_the_package_are_there(name: str) -> None:
    gates = Gates.load(DEFAULT.with_name(name))
    assert len(gates.corpus) == 64
    assert json.loads(DEFAULT.with_name(name).read_bytes())["floors"] == gates.floors
    assert all(0 <= least <= 1 for least in gates.floors.values())
