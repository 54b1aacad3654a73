"""Quotation marks, brackets of numbers, ends, copies, confusions of recognition."""

from __future__ import annotations

import pytest
from gongwen.extract import parse
from gongwen.extract.damage.copies import find_copies
from gongwen.extract.damage.marks import find_quotes
from gongwen.extract.damage.recognition import find_confusions
from gongwen.extract.text import View

LONG = "各县要把产业园区、公共设施和生态环境放在一起规划，分年度安排资金，明确责任单位和完成时限，每半年向市政府报告一次，结果向社会公开。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进“放管服改革。", [("“放管服", "“放管服”")]),
        ("实施“双创”工程，再推“双创行动。", [("“双创", "“双创”")]),
        ("发展互联网+”业态。", [("互联网+”", "“互联网+”")]),
        ("坚持“绿水青山的理念。", [("“", None)]),
        ("坚持“以县为主的机制，落实“三农”政策。", [("“", None)]),
        ("落实“三农”政策。", []),
        ("“第一段引文。\n“第二段引文。”", []),
        ("引文跨行“上一行\n下一行”结束。", []),
    ],
)
def test_quotes(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = find_quotes(View(text))
    assert [(item.observed, item.proposed) for item in found] == expected
    assert all(item.reversible == (item.proposed is not None) for item in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据《某市方案》(某政发[2015]27)号)，", [("[2015]27)号", "〔2015〕27号")]),
        ("根据《某市方案》（某政发〔2015〕27号），", []),
    ],
)
def test_numbers_with_brackets_that_do_not_pair(text: str, expected: list[tuple[str, str]]) -> None:
    notice = parse(f"关于产业的通知\n各县人民政府：\n{text}现就有关事项通知如下。\n一、总则\n各县要落实。".encode(), uri="a.txt")
    assert [(item.observed, item.proposed) for item in notice.repairs or [] if item.kind == "number"] == expected
    assert [item.damaged for item in notice.citations] == [bool(expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2O19年底", [("2O19", "2019")]),
        ("增长l5%", [("l5", "15")]),
        ("水士保持和若千意见", [("水士", "水土"), ("若千", "若干")]),
        ("自己经营，通知已发，周末来访，事项日常管理，博士地位，2019年未完成", []),
        ("CO2年排放量和PM10日均值，A4O号机", []),
    ],
)
def test_confusions(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(item.observed[:4], (item.proposed or "")[:4]) for item in find_confusions(View(text))]
    assert [
        (observed[: len(want[0])], proposed[: len(want[1])]) for (observed, proposed), want in zip(found, expected, strict=True)
    ] == expected


def test_a_paragraph_that_stands_twice() -> None:
    text = f"{LONG}\n各县要落实。\n{LONG}\n各县要落实。"
    found = find_copies(View(text))
    assert [(item.start, item.proposed) for item in found] == [(text.rindex(LONG), "")]
    assert find_copies(View(f"{LONG}\n{LONG[:-1]}；")) == []


def test_an_end_that_is_missing() -> None:
    notice = parse(f"产业工作方案\n一、总则\n{LONG}\n{LONG}对考核优秀的单位和园区，每年给予".encode(), uri="a.txt")
    ends = [item for item in notice.repairs or [] if item.kind == "truncated"]
    assert [item.exact for item in ends] == ["对考核优秀的单位和园区，每年给予"]
    assert ends[0].end == len(notice.text)
