"""The query language, as tables of what is written and what it asks for."""

from __future__ import annotations

import re

import pytest
from gongwen.corpora.searching.query import Filter, Query, parse_query
from gongwen.schemas.errors import QueryFormatError
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("特色产业", Query([("特色产业",)])),
        ("特色  产业\u3000集聚", Query([("特色",), ("产业",), ("集聚",)])),
        ("小镇 AND 投资", Query([("小镇",), ("投资",)])),
        ('"open data" 平台', Query([("open data",), ("平台",)])),
        ("“国发 〔2018〕39 号”", Query([("国发(2018)39号",)])),  # blanks beside Chinese characters are layout
        ("國務院", Query([("国务院",)])),
        ("小镇 OR 小鎮 OR 园区", Query([("小镇", "小镇", "园区")])),
        ("推进 河道 OR 水库", Query([("推进",), ("河道", "水库")])),
        ('"OR"', Query([("or",)])),
        ("NEAR(a b) * ^ col: x".replace("col: ", ""), Query([("near(a",), ("b)",), ("*",), ("^",), ("x",)])),  # words, no operators
        ("小镇 -产业 -“示范 区”", Query([("小镇",)], without=["产业", "示范区"])),
        ("-5% 小镇", Query([("小镇",)], without=["5%"])),
        ("上升 - 下降", Query([("上升",), ("-",), ("下降",)])),
        ("http://www.gov.cn", Query([("http://www.gov.cn",)])),
        ("各市:", Query([("各市:",)])),  # a word with a colon, no field
        ("type:通知", Query(filters=[Filter("type", ("通知",))])),
        ("文种：通知|意见", Query(filters=[Filter("type", ("通知", "意见"))])),
        ('agency:"浙江省 人民政府"', Query(filters=[Filter("agency", ("浙江省人民政府",))])),
        ("TYPE:令", Query(filters=[Filter("type", ("令",))])),
        ("year:2018", Query(filters=[Filter("year", ("2018",))])),
        ("year:2016..2018", Query(filters=[Filter("year", ("2016", "2017", "2018"))])),
        ("year:2016-2017", Query(filters=[Filter("year", ("2016", "2017"))])),
        ("year:2018 OR year:2020", Query(filters=[Filter("year", ("2018", "2020"))])),
        ("region:南通市", Query(filters=[Filter("region", ("3206",))])),
        ("region:320000", Query(filters=[Filter("region", ("32",))])),
        ("region:32", Query(filters=[Filter("region", ("32",))])),
        (
            "region:320612 -norm:prohibition",
            Query(filters=[Filter("region", ("320612",))], without_filters=[Filter("norm", ("prohibition",))]),
        ),
        (
            "norm:obligation|permission actor:财政局",
            Query(filters=[Filter("norm", ("obligation", "permission")), Filter("actor", ("财政局",))]),
        ),
    ],
)
def test_what_is_asked_for(text: str, query: Query) -> None:
    assert parse_query(text) == query


def test_a_name_of_several_divisions_means_all_of_them() -> None:
    (region,) = parse_query("region:通州区").filters
    assert set(region.values) == {"110112", "320612"}


def test_an_open_range_of_years_has_an_end() -> None:
    (years,) = parse_query("year:2019..").filters
    assert years.values[0] == "2019"
    assert "2030" in years.values
    (years,) = parse_query("year:..1950").filters
    assert years.values[-1] == "1950"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "asks for nothing; write words"),
        (" \u200b ", "asks for nothing"),
        ("-小镇", "say also what to look for"),
        ("-type:通知", "say also what to look for"),
        ('"特色产业', "close it"),
        ("OR 小镇", 'write "OR"'),
        ("小镇 OR", 'write "OR"'),
        ("小镇 OR -园区", 'write "OR"'),
        ("小镇 OR OR 园区", 'write "OR"'),
        ("小镇 OR year:2018", "make two searches"),
        ("year:2018 OR type:通知", "make two searches"),
        ("name:通知", "there is no field name; fields are agency, region"),
        ("type:", "type:通知"),
        ("type:|", "type:通知"),
        ("year:二零一八", "year:2016..2019"),
        ("year:20182019", "year:2016..2019"),
        ("year:..", "year:2016..2019"),
        ("year:2019..2016", "year:2016..2019"),
        ("norm:duty", "types are obligation"),
        ("region:桃花源县", "region:320600"),
        ("agency:省", "two or more characters"),
        ("actor:局", "two or more characters"),
        ("词" * 1001, "longer than 1,000"),
        ("词 " * 33, "more than 32"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text: str, says: str) -> None:
    with pytest.raises(QueryFormatError, match=re.escape(says)):
        parse_query(text)


@given(st.text(st.sampled_from('ab国 "“”-:：|ORANDyeartype()*^+.〔\n\u200b') | st.characters(), max_size=30))
def test_any_text_is_a_query_or_an_error_of_ours(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryFormatError:
        return
    assert query.phrases or query.filters
    assert all(phrase and phrase == phrase.strip() for group in query.phrases for phrase in group)
