from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from gongwen.evaluation.classifier import SURE, leave_one_out, samples
from gongwen.evaluation.units import Unit, units
from gongwen.schemas.gold import load_gold
from gongwen.schemas.norms import Norm
from gongwen.schemas.notice import Notice


@pytest.fixture
def corpus(gold_dir: Path) -> Path:
    """Three documents of the same words: of the six units of each, the second is a consequence, the others are no norms."""
    for name in ("hamlet", "village"):
        gold = json.loads((gold_dir / "town.json").read_text(encoding="utf-8"))
        (gold_dir / f"{name}.json").write_text(json.dumps(gold | {"source": f"{name}.txt"}, ensure_ascii=False), encoding="utf-8")
        (gold_dir / f"{name}.txt").write_text((gold_dir / "town.txt").read_text(encoding="utf-8"), encoding="utf-8")
    return gold_dir


@pytest.fixture
def parse(town: Callable[[Path], Notice]) -> Callable[[Path], Notice]:
    """Rules that take the reward rightly for a norm, but for one of the wrong type."""

    def parser(source: Path) -> Notice:
        notice = town(source)
        start = notice.text.index("登记,每户")
        end = notice.text.index("名额")
        notice.norms = [Norm(start, end, notice.text[start:end], "n", "main__sec_2__subsec_1", "obligation", [], "none")]
        return notice

    return parser


def test_units_say_where_they_stand(gold_dir: Path) -> None:
    text, found = units(gold_dir / "town.txt")
    assert [(unit.eid, unit.heading, unit.position, unit.followers, unit.marked) for unit in found[:3]] == [
        ("main__sec_1", "目标", 0, 0, False),
        ("main__sec_2__subsec_1", "登记", 0, 1, False),
        ("main__sec_2__subsec_1", "登记", 1, 0, False),
    ]
    assert all(text[unit.span.start : unit.span.end] == unit.span.exact for unit in found)


def test_units_know_what_gold_and_rules_say(gold_dir: Path, parse: Callable[[Path], Notice]) -> None:
    found = samples(load_gold(gold_dir / "town.json"), parse)
    assert [(item.gold, item.rules) for item in found] == [("none", "none"), ("consequence", "obligation"), *[("none", "none")] * 4]


def test_each_document_is_left_out_of_its_own_training(corpus: Path, parse: Callable[[Path], Notice]) -> None:
    trained: list[int] = []

    def train(known: Sequence[Unit], types: Sequence[str]) -> Callable[[Sequence[Unit]], list[tuple[str, float]]]:
        trained.append(len(known))
        assert sorted(types) == ["consequence"] * 2 + ["none"] * 10
        # Sure of the reward, and just not sure enough of a wrong guess at the first.
        guesses = [("permission", SURE - 0.01), ("consequence", SURE), *[("none", 1.0)] * 4]
        return lambda asked: guesses[: len(asked)]

    report = leave_one_out(corpus, parse, train)
    assert trained == [12, 12, 12]
    assert report.units == 18
    assert {name: counts.total() for name, counts in report.right.items()} == {"rules": 15, "classifier": 15, "vote": 18}
    assert report.overruled == {"for the better": 3}
    types = {name: scores["norms"] for name, scores in report.scores.items()}
    assert {name: (one.found, len(one.missed), len(one.extra)) for name, one in types.items() if one} == {
        "rules": (0, 3, 3),
        "classifier": (3, 0, 3),
        "vote": (3, 0, 0),
    }
    assert "3 for the better" in report.table()


def test_the_classifier_learns_what_repeats(corpus: Path, parse: Callable[[Path], Notice]) -> None:
    pytest.importorskip("sklearn")
    report = leave_one_out(corpus, parse)
    assert report.right["classifier"].total() == report.units == 18
