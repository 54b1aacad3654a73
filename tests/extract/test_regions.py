"""Divisions: names to codes, chains at the start of a text, the jurisdiction of an issuer."""

from __future__ import annotations

import pytest
from gongwen.extract.jurisdiction import jurisdiction
from gongwen.extract.regions import division_of, divisions, leading, lifetime, region_code, successor
from gongwen.schemas.notice import Region
from hypothesis import given
from hypothesis import strategies as st

SHAOXING = Region("绍兴市", "330600", ["浙江省", "绍兴市"])
JILIN = Region("吉林省", "220000", ["吉林省"])


@pytest.mark.parametrize(
    ("name", "within", "codes"),
    [
        ("通州区", None, ["110112", "320612"]),
        ("通州区", "320000", ["320612"]),
        ("通州区", "3206", ["320612"]),
        ("延边州", None, ["222400"]),
        ("伊通县", None, ["220323"]),
        ("内蒙古", None, ["150000"]),
        ("广西壮族自治区", None, ["450000"]),
        ("吉林", None, ["220000", "220200"]),
        ("襄樊市", None, ["420600"]),
        ("台湾省", None, ["710000"]),
        ("德惠", None, []),
        ("袍江开发区", None, []),
        ("市辖区", None, []),
    ],
)
def test_a_name_gives_all_divisions_that_bear_it(name: str, within: str | None, codes: list[str]) -> None:
    assert [division.code for division in divisions(name, within)] == codes


def test_names_without_suffix_can_be_refused() -> None:
    assert divisions("绍兴", bare=False) == []
    assert divisions("绍兴市", bare=False)[0].path == ("浙江省", "绍兴市")


@pytest.mark.parametrize(
    ("code", "path", "level"),
    [
        ("110112", ("北京市", "通州区"), 3),
        ("429004", ("湖北省", "仙桃市"), 3),
        ("500241", ("重庆市", "秀山土家族苗族自治县"), 3),
        ("442000", ("广东省", "中山市"), 2),
        ("620200", ("甘肃省", "嘉峪关市"), 2),
        ("310103", ("上海市", "卢湾区"), 3),
    ],
)
def test_pseudo_levels_are_in_no_path(code: str, path: tuple[str, ...], level: int) -> None:
    division = division_of(code)
    assert division is not None
    assert (division.path, division.level) == (path, level)


def test_statistical_areas_are_no_divisions() -> None:
    assert division_of("320571") is None
    assert division_of("620201") is None


@pytest.mark.parametrize(
    ("text", "codes", "end"),
    [
        ("南通市通州区人民政府办公室", ["320612"], 6),
        ("江苏省南通市通州区", ["320612"], 9),
        ("江苏南通市通州区", ["320612"], 8),
        ("通州区政府办公室", ["110112", "320612"], 3),
        ("长春市红旗小镇", ["220100"], 3),
        ("大安市安广镇", ["220882"], 3),
        ("吉林省吉林市", ["220200"], 6),
        ("吉林市场", [], 0),
        ("海淀区域经济", [], 0),
        ("城区改造", [], 0),
        ("中山装", [], 0),
        ("浙江绍兴", [], 0),
        ("", [], 0),
    ],
)
def test_chain_at_the_start(text: str, codes: list[str], end: int) -> None:
    found, stop = leading(text)
    assert ([division.code for division in found], stop) == (codes, end)


def test_a_short_name_ends_a_chain_only_when_asked() -> None:
    assert leading("绍兴特色小镇")[1] == 0
    assert leading("绍兴特色小镇", bare=True)[1] == 2


@given(st.text(alphabet="江苏省南通市州区吉林北京政府县安", max_size=20))
def test_the_chain_is_a_beginning_of_the_text(text: str) -> None:
    found, end = leading(text)
    assert 0 <= end <= len(text)
    assert bool(found) == bool(end)


@pytest.mark.parametrize(
    ("agencies", "context", "code"),
    [
        (["通州区政府办公室"], "南通的特色小镇", "320612"),
        (["通州区政府办公室"], "北京城市副中心在通州区", "110112"),
        (["通州区政府办公室"], "培育特色小镇", None),
        (["江苏省财政厅"], "", "320000"),
        (["国家税务总局上海市税务局"], "", "310000"),
        (["国务院"], "我省江西江西", None),
        (["财政部", "税务总局"], "我省江西江西", None),
        (["市场监管总局"], "全市绍兴市绍兴市", None),
        (["省政府办公厅"], "江西省要建特色小镇,江西各市", "360000"),
        (["区政府"], "柯桥区的柯桥区,越城区", "330603"),
        (["浙江大学"], "", None),
    ],
)
def test_jurisdiction_of_an_issuer(agencies: list[str], context: str, code: str | None) -> None:
    region = jurisdiction(agencies, context)
    assert (region.code if region else None) == code


@pytest.mark.parametrize(
    ("context", "name"),
    [
        ("我省要有江西特色,江西的小镇", "江西省"),
        ("江西江西,各省都来", None),
        ("我省学浙江,也学江苏", None),
        ("我市是绍兴市,绍兴市下有诸暨市", "绍兴市"),
        ("全市工作会上,省政府来人;嘉兴市发文,嘉兴市的事", "嘉兴市"),
        ("居全省第一,全省领先,全市发力;三亚更美,三亚更强,海南海南", "三亚市"),
        ("现在,我代表州人民政府向大会报告;建设凉山,四川四川四川,凉山", "凉山彝族自治州"),
        ("全省动员;从湖北实际出发", "湖北省"),
        ("全省动员;学习浙江经验", None),
        ("全省动员;浙江、湖北都来", None),
    ],
)
def test_self_reference_without_an_agency(context: str, name: str | None) -> None:
    region = jurisdiction([], context)
    assert (region.name if region else None) == name
    assert region is None or region.inferred


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("越城区", SHAOXING, "330602"),
        ("柯桥", SHAOXING, "330603"),
        ("柯桥", None, None),
        ("袍江开发区", SHAOXING, None),
        ("鼓楼区", None, None),
        ("长春市红旗绿色智能小镇", JILIN, "220100"),
        ("公主岭市", JILIN, "220184"),
        ("南通市", SHAOXING, "320600"),
        ("绍兴", None, "330600"),
        ("吉林市", JILIN, "220200"),
        ("长春新区", JILIN, None),
    ],
)
def test_code_of_a_row(name: str, within: Region | None, code: str | None) -> None:
    assert region_code(name, within) == code


@pytest.mark.parametrize("character", ["市", "省", "我市", "吉", "(", "通州区"])
def test_hostile_context_is_read_in_bounded_time(character: str) -> None:
    assert jurisdiction([], character * 500_000) is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("崇左市突发环境事件应急预案", "崇左市"),
        ("关于印发南浔区招商引资办法的通知", "南浔区"),
        ("《凉山州城市供水规定》", "凉山彝族自治州"),
        ("工作方案", None),
        ("鼓楼区文明养犬规定", None),
    ],
)
def test_place_of_the_title_without_an_agency(title: str, name: str | None) -> None:
    region = jurisdiction([], title, title)
    assert (region.name if region else None) == name
    assert region is None or region.inferred


@pytest.mark.parametrize(
    ("name", "within", "year", "codes"),
    [
        ("公主岭市", "220000", 2019, ["220381"]),
        ("公主岭市", "220000", 2020, ["220184"]),
        ("公主岭市", "220100", 2019, []),
        ("公主岭市", "220100", None, ["220184"]),
        ("通州市", None, 2008, ["320683"]),
        ("通州市", None, 2016, ["320683"]),
        ("巢湖市", None, 2005, ["341400"]),
        ("巢湖市", None, 2012, ["340181"]),
        ("延边州", None, 2012, ["222400"]),
    ],
)
def test_a_name_means_what_was_in_force_in_the_year(name: str, within: str | None, year: int | None, codes: list[str]) -> None:
    assert [division.code for division in divisions(name, within, year=year)] == codes


def test_those_above_have_the_names_of_the_year() -> None:
    then, now = division_of("420602", 2005), division_of("420602")
    assert then is not None
    assert now is not None
    assert (then.path[1], now.path[1]) == ("襄樊市", "襄阳市")


@pytest.mark.parametrize(
    ("code", "name", "years", "now"),
    [
        ("330621", "绍兴县", (None, 2013), "330603"),
        ("320683", "通州市", (None, 2009), "320612"),
        ("420621", "襄阳县", (None, 2001), "420607"),
        ("420600", "襄樊市", (None, 2010), "420600"),
        ("330603", "柯桥区", (2013, None), None),
        ("330600", "绍兴市", (None, None), None),
    ],
)
def test_former_divisions_know_when_and_what_followed(code: str, name: str, years: tuple[int | None, int | None], now: str | None) -> None:
    assert (lifetime(code, name), successor(code, name)) == (years, now)


def test_the_code_of_a_name_is_that_of_the_date() -> None:
    assert region_code("公主岭市", JILIN, "2019-02-03") == "220381"
    assert jurisdiction(["公主岭市人民政府"], "", on="2019-02-03").path == ["吉林省", "四平市", "公主岭市"]  # type: ignore[union-attr]
