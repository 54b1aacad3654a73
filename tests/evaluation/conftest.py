"""A gold corpus small enough to score by hand, and the notice that a parser might make of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from gongwen.schemas.notice import (
    SCHEMA_ID,
    Citation,
    Clause,
    DeclaredCount,
    ListItem,
    Metadata,
    NamedList,
    Notice,
    Quantity,
    Region,
    Roster,
    RosterEntry,
    RosterGroup,
    Source,
    Span,
)

TEXT = """网站首页 > 政务公开
青禾市人民政府关于扶持手工作坊的通知
青政发〔2020〕7号
各县人民政府,市政府各部门:
  一、目标
  年底前建成作坊20个以上,投资不低于3亿元。
  二、办法
  （一）登记。照《青禾市作坊登记规定》（青政发〔2019〕3号）登记,每户补助2万元。
  名额为东县5个、西县15个。
青禾市人民政府
2020年3月5日
附件:作坊名单(共2家)
东县(1家)
1.柳编坊(竹木类)
西县(1家)
2.豆腐坊(食品类)
打印 关闭
"""

GOLD: dict[str, Any] = {
    "source": "town.txt",
    "metadata": {
        "title": "青禾市人民政府关于扶持手工作坊的通知",
        "document_number": "青政发〔2020〕7号",
        "issuing_agencies": ["青禾市人民政府"],
        "addressees": ["各县人民政府", "市政府各部门"],
        "written_date": "2020-03-05",
        "published_date": None,
        "index_number": None,
        "instrument_title": None,
        "region": "青禾市",
    },
    "body": {"start_quote": "青禾市人民政府关于扶持", "end_quote": "2.豆腐坊(食品类)"},
    "clauses": [
        {"eid": "main__sec_1", "label": "一、", "heading": "目标"},
        {"eid": "main__sec_2", "label": "二、", "heading": "办法"},
        {"eid": "main__sec_2__subsec_1", "label": "（一）", "heading": "登记"},
    ],
    "citations": [
        {"quote": "《青禾市作坊登记规定》（青政发〔2019〕3号）", "title": "青禾市作坊登记规定", "document_number": "青政发〔2019〕3号"}
    ],
    "norms": [
        {
            "eid": "main__sec_2__subsec_1",
            "quote": "每户补助2万元。",
            "type": "consequence",
            "actors": [],
            "actor_source": "none",
            "deontic": None,
            "deadline": None,
            "frequency": None,
            "consequence": None,
        }
    ],
    "quantities": [
        {"quote": "作坊20个以上", "value": 20, "value_to": None, "unit": "个", "comparator": "ge"},
        {"quote": "不低于3亿元", "value": 3, "value_to": None, "unit": "亿元", "comparator": "ge"},
        {"quote": "补助2万元", "value": 2, "value_to": None, "unit": "万元", "comparator": "eq"},
        {"quote": "东县5个", "value": 5, "value_to": None, "unit": "个", "comparator": "eq"},
    ],
    "lists": [
        {
            "kind": "allocations",
            "quote": "东县5个、西县15个",
            "items": [{"name": "东县", "value": 5, "unit": "个"}, {"name": "西县", "value": 15, "unit": "个"}],
        }
    ],
    "rosters": [
        {
            "title": "作坊名单",
            "declared_total": 2,
            "declared": [],
            "groups": [{"name": "东县", "declared": 1}, {"name": "西县", "declared": 1}],
            "entries": [
                {"number": 1, "name": "柳编坊", "group": "东县", "attributes": ["竹木类"]},
                {"number": 2, "name": "豆腐坊", "group": "西县", "attributes": ["食品类"]},
            ],
        }
    ],
    "entities": {"ORG": ["青禾市人民政府"], "GPE": ["东县", "西县"]},
    "damage": [],
}


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(__file__).parents[3] / "shared"
    if not folder.is_dir():
        pytest.skip("the shared reference texts are not beside the repository")
    return folder


@pytest.fixture
def gold_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "town.txt").write_text(TEXT, encoding="utf-8")
    (folder / "town.json").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    (folder / "town.html").write_text("<p>" + TEXT.replace("\n", "</p>\n<p>") + "</p>", encoding="utf-8")
    return folder


@pytest.fixture
def town() -> Callable[[Path], Notice]:
    """A parser that reads the tiny gold text with known faults: one field, one heading, one quantity, one row wrong."""
    return lambda _source: town_notice()


def town_notice() -> Notice:
    text = TEXT[TEXT.index("青禾市") : TEXT.index("\n打印")].replace("(", "（").replace("  ", "　")

    def span(words: str) -> tuple[int, int, str]:
        start = text.index(words)
        return start, start + len(words), words

    def quantity(words: str, value: int, unit: str, comparator: str) -> Quantity:
        return Quantity(*span(words), "main", Decimal(value), None, unit, comparator)  # type: ignore[arg-type]

    def row(words: str, number: int, name: str, group: str, cell: str) -> RosterEntry:
        return RosterEntry(*span(words), number, name, group, {"类别": cell})

    clauses = [
        Clause("main__sec_1", "main", "sec", 1, "一、", "目标", *span("一、目标")[:2]),
        Clause("main__sec_2", "main", "sec", 2, "二、", "办 法", *span("二、办法")[:2]),
        Clause("main__sec_2__subsec_1", "main__sec_2", "subsec", 1, "（一）", None, *span("（一）登记")[:2]),
    ]
    items = [ListItem(*span("东县5个"), "东县", Decimal(5), "个"), ListItem(*span("西县15个"), "西县", Decimal(15), "个")]
    roster = Roster(
        "annex_1",
        "作坊名单",
        2,
        [row("柳编坊（竹木类)", 1, "柳编坊", "东县", "竹木类"), row("豆腐坊（食品类)", 2, "豆腐坊", "西县", "食 品")],
        *span("作坊名单（共2家)")[:2],
        declared=[DeclaredCount(*span("共2家"), "共", 2)],
        groups=[RosterGroup(*span("东县（1家)"), "东县", 1, 1), RosterGroup(*span("西县（1家)"), "西县", 1, 1)],
    )
    return Notice(
        schema=SCHEMA_ID,
        id="town",
        uri="",
        source=Source("town.txt", "text/plain", "", 0, "text"),
        text=text,
        blocks=[],
        metadata=Metadata(
            title="青禾市人民政府关于\n扶持手工作坊的通知",
            document_number="青政发〔2020〕7号",
            issuing_agencies=["青禾市人民政府"],
            addressees=["市政府各部门", "各县人民政府"],
            written_date="2020-03-05",
            published_date="2020-03-06",
            region=Region("青禾市", "999900", ["绿野省", "青禾市"]),
        ),
        parts=[],
        clauses=clauses,
        entities=None,
        citations=[
            Citation(*span("《青禾市作坊登记规定》（青政发〔2019〕3号）"), "main", "青禾市作坊登记规定", "青政发〔2019〕3号"),
            Citation(*span("青政发〔2020〕7号"), "main", None, "青政发〔2020〕7号"),
        ],
        quantities=[
            quantity("20个以上", 20, "个", "ge"),
            quantity("不低于3亿元", 3, "亿元", "gt"),
            quantity("2万元", 2, "万元", "eq"),
            quantity("5个", 5, "个", "eq"),
        ],
        norms=None,
        lists=[NamedList(*span("东县5个、西县15个"), "allocations", "main", items)],
        tables=[],
        rosters=[roster],
        repairs=None,
        checks=[],
        warnings=[],
        set_aside=[],
    )


@pytest.fixture
def notice() -> Notice:
    result = town_notice()
    assert Span.of(result.text, 0, 3).exact == "青禾市"
    return result
