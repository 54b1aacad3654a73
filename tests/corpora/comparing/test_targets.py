"""The target ledger across notices, and its pivot."""

from __future__ import annotations

import pytest
from gongwen.corpora import Selection, target_ledger, target_pivot
from gongwen.corpora.comparing.rows import dicts
from gongwen.corpora.comparing.targets import TARGET_COLUMNS, amount, period_name
from gongwen.corpora.store import Corpus
from gongwen.corpora.tables import Table, to_dataframe
from gongwen.schemas.errors import ReferenceNotFoundError


def facts(ledger: Table) -> list[tuple[object, ...]]:
    return [(row["region_name"], row["indicator"], amount(row), period_name(row), row["scope"]) for row in dicts(ledger)]


def test_like_indicators_stand_together_across_notices(corpus: Corpus) -> None:
    assert facts(target_ledger(corpus, indicator="固定资产投资额")) == [
        ("嘉兴市", "固定资产投资", "≥+18%", "2016年", "省级试点镇"),
        ("嘉兴市", "固定资产投资增速", "≥+16%", "2016年", "市级试点镇"),
        ("嘉兴市", "首批小镇今年的固定资产投资", "≥200亿元", "2016年", "首批小镇"),
        ("绍兴市", "固定资产投资", "≥300亿元", "2018年", None),
    ]


def test_without_a_like_indicator_the_wording_is_searched(corpus: Corpus) -> None:
    assert {row["indicator_key"] for row in dicts(target_ledger(corpus, indicator="产业投资"))} == {"特色产业投资"}
    assert target_ledger(corpus, indicator="核电").rows == []


def test_a_region_is_that_of_the_target(corpus: Corpus) -> None:
    assert [(row["region_name"], row["value"]) for row in dicts(target_ledger(corpus, Selection(region="越城区")))] == [("越城区", 26)]
    found = {row["region_name"] for row in dicts(target_ledger(corpus, Selection(region="绍兴市"), indicator="投资"))}
    assert found == {"绍兴市", "越城区", "柯桥区", "上虞区", "新昌县", "诸暨市", "嵊州市", "袍江开发区"}


def test_what_nobody_has_is_said(corpus: Corpus) -> None:
    with pytest.raises(ReferenceNotFoundError, match="no division"):
        target_ledger(corpus, Selection(region="亚特兰蒂斯"))
    with pytest.raises(ReferenceNotFoundError):
        target_ledger(corpus, Selection(years=(1950, 1951)))


def test_rows_lead_back_to_the_text(corpus: Corpus) -> None:
    rows = dicts(target_ledger(corpus))
    texts = dict(corpus.db.execute("SELECT id, text FROM notices"))
    assert rows
    for row in rows:
        assert set(row) == set(TARGET_COLUMNS)
        assert texts[row["notice"]][row["start"] : row["end"]] == row["exact"]  # type: ignore[misc]
        assert str(row["uri"]).endswith(str(row["eid"]).replace("__", "~", 1))


def test_a_data_frame_has_dates_and_numbers(corpus: Corpus) -> None:
    frame = to_dataframe(target_ledger(corpus, Selection(years=(2018, 2018))))
    assert str(frame["period_end"].max().date()) == "2018-12-31"
    assert frame["normalized"].sum() > 3e10
    assert frame.loc[frame["normalized_unit"] == "CNY", "value"].min() == 6


def test_the_pivot_has_a_column_a_jurisdiction(corpus: Corpus) -> None:
    pivot = target_pivot(target_ledger(corpus, Selection(region="浙江省"), indicator="投资"))
    (year,) = [row for row in dicts(pivot) if row["period"] == "2018年"]
    assert (year["绍兴市"], year["柯桥区"], year["袍江开发区"]) == ("300亿元", "80亿元", "6亿元")
    (lasting,) = [row for row in dicts(pivot) if row.get("嘉兴市")]
    assert lasting["嘉兴市"] == "50亿元(省级特色小镇); 30亿元(市级特色小镇)"


def test_divisions_of_one_name_are_told_apart() -> None:
    row = dict.fromkeys(TARGET_COLUMNS) | {"indicator_key": "投资", "measure": "level", "comparator": "ge", "value": 3.0, "unit": "亿元"}
    rows = [row | {"region_name": "通州区", "region_code": code} for code in ("110112", "320612")] + [
        row | {"value": 9.0, "value_to": 12.0}
    ]
    pivot = target_pivot(Table("targets", TARGET_COLUMNS, rows))
    assert dicts(pivot) == [
        {
            "indicator": "投资",
            "measure": "level",
            "period": "",
            "通州区(110112)": "≥3亿元",
            "通州区(320612)": "≥3亿元",
            "全国及其他": "≥9–12亿元",
        }
    ]
