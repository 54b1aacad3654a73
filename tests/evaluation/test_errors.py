from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from gongwen.evaluation.__main__ import main
from gongwen.evaluation.errors import OUTCOMES, Outcome, Row, error_page, outcome, rows
from gongwen.evaluation.norms import NormItem
from gongwen.schemas.notice import Entity, Norm, Notice

GOLD = NormItem((0, 9), "各县每年抽查作坊。", "obligation", "main__sec_1", ("各县",), "explicit", "要", 5, "3年内", "每年", "")
CASES: list[tuple[dict[str, object], Outcome]] = [
    ({}, "right"),
    ({"strength": 4, "rule": "other"}, "right"),
    ({"deadline": "在3年内"}, "right"),  # as the scores compare them
    ({"type": "permission", "actors": ()}, "wrong-type"),
    ({"actors": ("各市",), "deadline": ""}, "wrong-actors"),
    ({"deadline": ""}, "wrong-details"),
    ({"frequency": "每月"}, "wrong-details"),
    ({"consequence": "退出"}, "wrong-details"),
    ({"eid": "main"}, "wrong-details"),
    ({"deontic": ""}, "wrong-details"),
]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_outcomes(changes: dict[str, object], expected: Outcome) -> None:
    assert outcome(Row(GOLD, replace(GOLD, **changes))) == expected  # type: ignore[arg-type]


def test_rows_stand_in_the_order_of_the_text() -> None:
    late, lost = replace(GOLD, place=(40, 49)), replace(GOLD, place=None, quote="别处。")
    extra = replace(GOLD, place=(20, 30))
    result = rows([late, GOLD], [lost, extra, GOLD])
    assert [outcome(row) for row in result] == ["right", "extra", "missed", "extra"]
    assert result[-1].found is lost


class Page(HTMLParser):
    """What a browser would make of the page: classes by outcome, the text, the addresses that it would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[dict[str, str | None]] = []
        self.loads: list[str] = []
        self.words = ""
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        if (values.get("class") or "").startswith("row "):
            self.rows.append(values)
        self.loads += [value for name, value in attrs if value and name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def page(gold_dir: Path, town: Callable[[Path], Notice]) -> Page:
    def parse(source: Path) -> Notice:
        notice = town(source)

        def norm(words: str, kind: str, rule: str) -> Norm:
            start = notice.text.index(words)
            return Norm(start, start + len(words), words, rule, "main__sec_2__subsec_1", kind, [], "none", rule=rule)  # type: ignore[arg-type]

        notice.norms = [norm("登记,每户补助2万元。", "consequence", "<script>reward"), norm("名额为", "obligation", "bare")]
        notice.entities = [Entity(0, 3, "青禾市", "GPE")]
        return notice

    gold = json.loads((gold_dir / "town.json").read_text(encoding="utf-8"))
    gold["norms"].append(
        {**gold["norms"][0], "quote": "年底前建成作坊20个以上,投资不低于3亿元。", "type": "obligation", "eid": "main__sec_1"}
    )
    (gold_dir / "town.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return Page(error_page(gold_dir, parse))


def test_the_page_shows_both_sides(page: Page) -> None:
    assert [row["data-outcome"] for row in page.rows] == ["missed", "right", "extra"]
    assert [row["data-rule"] for row in page.rows] == ["", "<script>reward", "bare"]
    for words in ("town.txt", "每户补助2万元。", "照《青禾市作坊登记规定》", "青禾市人民政府", "1 document,"):
        assert words in page.words
    assert all(name.replace("-", " ") in page.words for name in OUTCOMES)
    assert "打印 关闭" not in page.words  # furniture is not of the notice


def test_the_page_stands_alone_and_runs_nothing_of_a_text(page: Page) -> None:
    assert page.loads == []
    assert page.words.count("<script>reward") >= 2  # shown as words
    assert "mark" in page.tags  # 登记, belongs to the sentence only in the output


def test_the_command_writes_a_file(gold_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "page.html"
    assert main(["errors", str(gold_dir), "-o", str(target)]) == 0
    assert str(target) in capsys.readouterr().out
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
