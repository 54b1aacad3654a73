"""Changed years: said twice, all alike, or not those of what is cited."""

from __future__ import annotations

import pytest
from gongwen.extract import parse
from gongwen.extract.damage.years import title_key

HEAD = "关于产业工作的通知\n各县人民政府：\n"
TAIL = "\n一、总则\n各县要落实。\n二、附则\n本通知自印发之日起施行。\n某某县人民政府\n2018年5月3日"


def years(body: str, tail: str = TAIL) -> list[tuple[str, str | None]]:
    notice = parse((HEAD + body + tail).encode(), uri="a.txt")
    assert all(notice.text[item.start : item.end] == item.exact for item in notice.repairs or [])
    return [(item.observed, item.proposed) for item in notice.repairs or [] if item.kind == "year"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("2023、2023年每年申报一次。", [("2023、2023年", None)]),
        ("2016年至2016年每年申报一次。", [("2016年至2016年", None)]),
        ("2016、2017年每年申报一次。", []),
        ("按照《国务院关于印发大气污染防治行动计划的通知》（国发〔2023〕37号）办理。", [("2023", "2013")]),
        ("按照《国务院关于印发大气污染防治行动计划的通知》（国发〔2013〕37号）办理。", []),
        ("按照《某市园区办法》（某政发〔2023〕37号）办理。", [("2023", None)]),
        ("按照《某市园区办法》（某政发〔2017〕37号）办理。", []),
    ],
)
def test_years(body: str, expected: list[tuple[str, str | None]]) -> None:
    assert years(body) == expected


def test_one_year_everywhere() -> None:
    body = "2023、2023年每年申报一次。到2023年建成一批，2023年6月公布，2023年底验收。"
    assert years(body, "\n一、总则\n各县要落实。") == [("2023、2023年", None), ("2023", None), ("2023", None), ("2023", None)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("国务院关于印发水污染防治行动计划的通知", "水污染防治行动计划"),
        ("某部 某委关于加快小(城)镇建设的指导意见", "加快小城镇建设的指导意见"),
        ("某某条例", "某某条例"),
    ],
)
def test_title_key(title: str, expected: str) -> None:
    assert title_key(title) == expected
