"""Rows of rosters and items of allocations, linked to their counties and towns."""

from __future__ import annotations

from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.extract.linked_places import link_places
from gongwen.extract.regions import division_of
from gongwen.schemas.notice import ListItem, NamedList, Region, Roster, RosterEntry


def row(name: str, group: str | None, within: str | None, on: str | None, **attributes: str) -> RosterEntry:
    entry = RosterEntry(0, len(name), name, 1, name, group, attributes)
    division = division_of(within) if within else None
    region = Region(division.name, division.code, list(division.path)) if division else None
    link_places([Roster("annex_1", "名单", None, [entry], 0, len(name))], [], region, on)
    return entry


@pytest.mark.parametrize(
    ("name", "group", "code", "town", "town_code"),
    [
        # Behind its county, a town needs no suffix.
        ("德惠市朱城子粮食小镇", None, "220183", "朱城子镇", "220183106"),
        ("集安市清河参茸小镇", "通化市", "220582", "清河镇", "220582104"),
        ("公主岭市大岭物流小镇", "公主岭市", "220381", "大岭镇", "220184105"),
        # An ordinary word needs it.
        ("德惠市建设示范小镇", None, "220183", None, None),
        ("德惠市建设街道产业园", None, "220183", "建设街道", "220183002"),
        ("梅河口市进化药材小镇", "梅河口市", "220581", None, None),
        # Behind the prefecture, three characters or the suffix, and one town only.
        ("长春市红旗汽车小镇", "长春市", "220100", None, None),
        ("吉林市搜登站温泉小镇", "吉林市", "220204", "搜登站镇", "220204101"),
        ("吉林市左家药材小镇", "吉林市", "220200", None, None),
        ("吉林市左家镇药材基地", "吉林市", "220202", "左家镇", "220202102"),
        ("四平市十家堡物流小镇", None, "220322", "十家堡镇", "220322108"),
        ("长春市波泥河花卉小镇", None, "220113", "波泥河街道", "220113009"),
        # Under a heading.
        ("花卉小镇", "延边州", "222400", None, None),
        ("朱城子粮食小镇", "德惠市", "220183", "朱城子镇", "220183106"),
        ("花卉小镇", "德惠市", "220183", None, None),
        # In the jurisdiction, without any place before it.
        ("二道白河休闲小镇", "长白山保护开发区", "222426", "二道白河镇", "222426102"),
        ("德惠市", None, "220183", None, None),
        ("朱城子镇", None, "220183", "朱城子镇", "220183106"),
        ("德惠粮食小镇", None, "220183", None, None),
        # Firms and schools bear names of towns as brands.
        ("德惠市朱城子食品有限公司", None, "220183", None, None),
        ("德惠市朱城子镇中心小学", None, "220183", "朱城子镇", "220183106"),
        ("张三", None, None, None, None),
    ],
)
def test_rows_of_a_province(name: str, group: str | None, code: str | None, town: str | None, town_code: str | None) -> None:
    entry = row(name, group, "220000", "2019-02-03")
    assert (entry.region_code, entry.town, entry.town_code) == (code, town, town_code)


def test_a_row_that_calls_itself_a_town_needs_two_characters() -> None:
    entry = row("吉林市左家药材小镇", "吉林市", "220000", "2019-02-03", 类型="建制镇")
    assert (entry.region_code, entry.town) == ("220202", "左家镇")
    assert row("长春市红旗汽车小镇", "长春市", "220000", "2019-02-03", 类型="建制镇").town is None


def test_a_county_that_was_anothers_is_no_link() -> None:
    assert row("长春市范家屯工业小镇", None, "220000", "2019-02-03").region_code == "220100"
    assert row("长春市范家屯工业小镇", None, "220000", "2021-02-03").region_code == "220184"


@pytest.mark.parametrize(
    ("name", "group", "attributes", "code"),
    [
        ("杭州余杭创业小镇", None, {}, "330110"),
        ("诸暨袜业小镇", "绍兴市", {}, "330681"),
        ("酷玩小镇", "绍兴市", {"县(市、区)": "柯桥区"}, "330603"),
        ("某某机械厂", None, {"所在地": "绍兴市诸暨市"}, "330681"),
        ("绍兴大学", None, {}, None),
        ("富阳智造小镇", None, {}, "330111"),
        ("龙泉青瓷小镇", None, {}, "331181"),
        ("江北动力小镇", None, {}, None),
    ],
)
def test_rows_without_suffixes(name: str, group: str | None, attributes: dict[str, str], code: str | None) -> None:
    assert row(name, group, "330000", "2017-05-01", **attributes).region_code == code


@pytest.mark.parametrize(("on", "code"), [("2015-06-01", "330185"), ("2018-06-01", "330112")])
def test_a_county_without_suffix_is_that_of_the_year(on: str, code: str) -> None:
    assert row("临安山核桃小镇", None, "330000", on).region_code == code


def test_a_city_without_counties_has_its_towns() -> None:
    entry = row("广东省东莞市道滘美食小镇", None, None, "2017-08-22")
    assert (entry.region_code, entry.town, entry.region_reason) == ("441900", "道滘镇", None)


def test_a_national_roster_needs_the_names_written_out() -> None:
    assert row("浙江省嘉兴市桐乡市濮院镇", None, None, "2017-08-22").town_code == "330483101"
    assert row("通州区某镇", "北京市", None, "2017-08-22").region_code == "110112"
    assert row("通州区某镇", None, None, "2017-08-22").region_code is None


@pytest.mark.parametrize(
    ("name", "group", "reason"),
    [
        ("长春市红旗汽车小镇", "长春市", "its words tell no county of 长春市"),
        ("花卉小镇", "延边州", "from the heading or column that names 延边朝鲜族自治州; its words tell no county of 延边朝鲜族自治州"),
        ("雪山小镇", "长白山保护开发区", "named zone, no division of GB/T 2260"),
        ("吉林市搜登站温泉小镇", "吉林市", "搜登站镇 is the only one of this name in 吉林市"),
        ("德惠市朱城子粮食小镇", None, None),
    ],
)
def test_a_code_that_is_not_plain_has_its_reason(name: str, group: str | None, reason: str | None) -> None:
    assert row(name, group, "220000", "2019-02-03").region_reason == reason


def test_allocations_to_zones_have_a_reason() -> None:
    items = [ListItem(0, 1, "甲", "袍江开发区"), ListItem(0, 1, "甲", "越城区", region_code="330602"), ListItem(0, 1, "甲", "其他费用")]
    link_places([], [NamedList(0, 1, "甲", "allocations", "main", items)], Region("绍兴市", "330600", ["浙江省", "绍兴市"]), "2017-05-01")
    assert [(item.region_code, item.region_reason) for item in items[:2]] == [
        (None, "named zone, no division of GB/T 2260"),
        ("330602", None),
    ]


def test_a_roster_of_55_rows() -> None:
    (roster,) = parse(Path(__file__).parents[1] / "samples" / "jilin_roster.html").rosters
    codes = {entry.number: entry.region_code for entry in roster.entries}
    assert [number for number, code in codes.items() if code is None] == [53]
    # These name the prefecture alone, or a zone of it.
    assert [number for number, code in codes.items() if code and code.endswith("00")] == [1, 2, 3, 4, 5, 6, 13, 17, 19, 20, 28, 29, 45]
    assert all(entry.region_reason for entry in roster.entries if not entry.region_code or entry.region_code.endswith("00"))
    assert all(entry.town_code and len(entry.town_code) == 9 for entry in roster.entries if entry.town)
    assert sum(1 for entry in roster.entries if entry.town) == 31
