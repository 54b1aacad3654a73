"""Places: names to one division or town, to several, or to none, by jurisdiction and date."""

from __future__ import annotations

import pytest
from gongwen.extract.places import resolve
from gongwen.extract.regions import division_of
from gongwen.extract.towns import counties_of, is_word, towns_at, towns_named, towns_of
from gongwen.schemas.notice import Region
from hypothesis import given
from hypothesis import strategies as st


def region(code: str | None) -> Region | None:
    division = division_of(code) if code else None
    return Region(division.name, division.code, list(division.path)) if division else None


@pytest.mark.parametrize(
    ("name", "within", "on", "code"),
    [
        ("通州", "320612", "2016-03-10", "320612"),
        ("通州区", "320612", "2016-03-10", "320612"),
        ("通州区", "320600", "2016-03-10", "320612"),
        ("通州区", "110000", "2016-03-10", "110112"),
        ("江苏省南通市通州区", None, "2016-03-10", "320612"),
        ("江苏", "320612", "2016-03-10", "320000"),
        ("南通", "320612", "2016-03-10", "320600"),
        ("浙江", "220000", "2019-02-03", "330000"),
        ("吉林", "220000", "2019-02-03", "220000"),
        ("吉林市", "220000", "2019-02-03", "220200"),
        ("延边州", "220000", "2019-02-03", "222400"),
        ("伊通县", "220000", "2019-02-03", "220323"),
        ("长白县", "220000", "2019-02-03", "220623"),
        ("诸暨", "330600", None, "330681"),
        ("浙江绍兴诸暨", None, None, "330681"),
        ("朝阳", "220100", None, "220104"),
        ("河北", "120000", None, "130000"),
        ("河北区", "120000", None, "120105"),
        ("浦东新区", "310000", None, "310115"),
        ("滨海新区", None, None, "120116"),
        ("香港", None, None, "810000"),
        (" 通 州 区 ", "320612", None, "320612"),
    ],
)
def test_a_name_means_the_place_nearest_to_the_notice(name: str, within: str | None, on: str | None, code: str) -> None:
    found = resolve(name, region(within), on)
    assert (found.status, found.kind, found.code) == ("resolved", "division", code)
    assert found.path
    assert found.reason


@pytest.mark.parametrize(
    ("name", "within", "on", "code", "above"),
    [
        ("公主岭市", "220000", "2019-02-03", "220381", "四平市"),
        ("公主岭市", "220000", "2021-02-03", "220184", "长春市"),
        ("通州市", "320000", "2005-06-01", "320683", "南通市"),
        ("通州", "320000", "2005-06-01", "320683", "南通市"),
        ("绍兴县", "330000", "2012-06-01", "330621", "绍兴市"),
        ("柯桥区", "330000", "2014-06-01", "330603", "绍兴市"),
        ("巢湖市", "340000", "2005-06-01", "341400", "安徽省"),
        ("巢湖市", "340000", "2015-06-01", "340181", "合肥市"),
        ("海安县", "320600", "2016-06-01", "320621", "南通市"),
        ("襄樊市", None, "2008-06-01", "420600", "湖北省"),
        ("莱芜市", "370000", "2016-06-01", "371200", "山东省"),
    ],
)
def test_a_name_is_that_of_its_time(name: str, within: str | None, on: str, code: str, above: str) -> None:
    found = resolve(name, region(within), on)
    assert (found.status, found.code, found.path[-2]) == ("resolved", code, above)


@pytest.mark.parametrize(
    ("name", "on", "words"),
    [
        ("绍兴县", "2012-06-01", "in force until 2013, now 浙江省绍兴市柯桥区 (330603)"),
        ("绍兴县", "2017-06-01", "in force until 2013"),
        ("柯桥区", "2012-06-01", "in force from 2013"),
        ("柯桥区", "2016-06-01", "the only one of this name in 绍兴市"),
    ],
)
def test_the_reason_tells_the_history(name: str, on: str, words: str) -> None:
    assert words in resolve(name, region("330600"), on).reason


@pytest.mark.parametrize(
    ("name", "within", "candidates"),
    [
        ("通州区", None, {"110112", "320612"}),
        ("通州", None, {"110112", "320612"}),
        ("吉林", "220500", {"220000", "220200"}),
        ("乌镇", None, {"330483100", "610828103"}),
    ],
)
def test_several_that_fit_are_all_named_and_none_chosen(name: str, within: str | None, candidates: set[str]) -> None:
    found = resolve(name, region(within), "2016-03-10")
    assert (found.status, found.code, set(found.candidates)) == ("ambiguous", None, candidates)


def test_a_name_of_a_hundred_towns_lists_twenty() -> None:
    found = resolve("城关镇")
    assert (found.status, found.kind, len(found.candidates)) == ("ambiguous", "town", 20)


@pytest.mark.parametrize(
    ("name", "within", "code", "town"),
    [
        ("平潮镇", "320612", "320612114", "平潮镇"),
        ("兴东街道办事处", "320612", "320612002", "兴东街道"),
        ("乌镇", "330400", "330483100", "乌镇镇"),
        ("德惠市朱城子镇", "220000", "220183106", "朱城子镇"),
        ("德惠市朱城子", "220000", "220183106", "朱城子镇"),
        ("波泥河镇", "220100", "220113009", "波泥河街道"),
        ("二道白河镇", "220000", "222426102", "二道白河镇"),
        ("公主岭市大岭镇", "220000", "220184105", "大岭镇"),
    ],
)
def test_towns_have_nine_digits(name: str, within: str, code: str, town: str) -> None:
    found = resolve(name, region(within), "2019-02-03")
    assert (found.status, found.kind, found.code, found.path[-1]) == ("resolved", "town", code, town)


@pytest.mark.parametrize(
    ("name", "within", "kind", "code"),
    [
        ("袍江开发区", "330600", "zone", None),
        ("长白山保护开发区", "220000", "zone", None),
        ("中新食品区", "220000", "zone", None),
        ("高新区", "320600", "zone", None),
        ("长春新区", "220000", "zone", "220100"),
        ("磐石市经济开发区", "220000", "zone", "220284"),
        ("苏州工业园区", "320000", "zone", "320500"),
        ("谯城经开区", "341600", "zone", "341602"),
        ("蒙城经济技术开发区", "340000", "zone", "341622"),
        ("东湖高新区", "420100", "zone", None),
        ("高新技术产业开发区", "420100", "zone", None),
        ("范家屯经济开发区", "220000", "zone", "220184"),
        ("长三角地区", "320612", "area", None),
        ("中国", None, "area", None),
        ("各县", "220000", "class", None),
        ("县(市、区)", "220000", "class", None),
        ("我省", None, "class", None),
        ("无此地", None, None, None),
        ("", None, None, None),
    ],
)
def test_what_is_no_division_says_why(name: str, within: str | None, kind: str | None, code: str | None) -> None:
    found = resolve(name, region(within), "2019-02-03")
    assert (found.status, found.kind, found.code) == ("unresolved", kind, code)
    assert found.reason


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [("我市", "330400", "330400"), ("全省", "330400", "330000"), ("区", "320612", "320612"), ("全市", "320612", "320600")],
)
def test_words_for_the_notices_own_division(name: str, within: str, code: str) -> None:
    assert resolve(name, region(within)).code == code


@given(
    st.text(alphabet="江苏省南通市州区镇乡街道开发新吉林公主岭县各全我()·A1", max_size=12),
    st.sampled_from(["320612", "220000", "110000", None]),
    st.sampled_from(["1998-01-01", "2016-01-01", None]),
)
def test_every_answer_is_whole(name: str, within: str | None, on: str | None) -> None:
    found = resolve(name, region(within), on)
    assert found.reason
    assert (found.status == "resolved") == (found.code is not None and found.kind in {"division", "town"})
    assert (found.status == "ambiguous") == (len(found.candidates) > 1)
    assert bool(found.path) == (found.code is not None)


def test_towns_of_a_county_stand_in_the_order_of_their_codes() -> None:
    towns = towns_of("220183")
    assert [town.code for town in towns] == sorted(town.code for town in towns)
    assert towns[0].code.startswith("220183")
    assert towns_of("999999") == ()


def test_a_stem_leaves_out_the_people_and_the_suffix() -> None:
    assert {town.stem for town in towns_named("叶赫满族镇", "2203")} == {"叶赫"}
    assert [town.code for town in towns_named("叶赫", "2203")] == ["220303102"]


def test_statistical_units_are_no_divisions() -> None:
    assert [town.is_division for town in towns_named("范家屯经济开发区")] == [False]
    assert [town.is_division for town in towns_named("范家屯镇")] == [True]


@pytest.mark.parametrize(
    ("text", "start", "counties", "codes", "end"),
    [
        ("德惠市朱城子小食品小镇", 3, ("220183",), ["220183106"], 6),
        ("朱城子镇的", 0, ("220183",), ["220183106"], 4),
        ("德惠市朱城子", 2, ("220183",), [], 2),
        ("大岭物流", 0, ("220182", "220184"), ["220182107", "220184105"], 2),
    ],
)
def test_the_towns_that_stand_at_a_place(text: str, start: int, counties: tuple[str, ...], codes: list[str], end: int) -> None:
    found, stop = towns_at(text, start, counties)
    assert ([town.code for town in found], stop) == (codes, end)


def test_the_counties_below_a_prefecture() -> None:
    assert "220183" in counties_of("2201")
    assert "220381" not in counties_of("22")
    assert all(towns_of(county) for county in counties_of("22"))


@pytest.mark.parametrize(("stem", "word"), [("建设", True), ("红旗", True), ("朱城子", False), ("清河", False)])
def test_some_stems_are_ordinary_words(stem: str, word: bool) -> None:
    assert is_word(stem) is word
