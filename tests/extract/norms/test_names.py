"""Names of those who act: where one ends, how a row is taken apart, what is none."""

from __future__ import annotations

import itertools

import pytest
from gongwen.extract.norms.names import ends_as_actor, is_bare_person, is_class, is_strong, name_ends, shares_head, split_names
from hypothesis import given
from hypothesis import strategies as st

ACTORS = [
    pytest.param("市水务局", True, id="body"),
    pytest.param("各镇人民政府", True, id="government of a class of divisions"),
    pytest.param("有关部门和单位", True, id="classes of bodies"),
    pytest.param("联席会议办公室", True, id="office of a joint body"),
    pytest.param("县(市、区)政府", True, id="brackets inside a name"),
    pytest.param("建设局(住建委)", True, id="brackets behind a name"),
    pytest.param("财政局等部门", True, id="and others"),
    pytest.param("各区、县(市)", True, id="divisions of a level"),
    pytest.param("承包人", True, id="person by pattern"),
    pytest.param("用水户代表", True, id="person by list"),
    pytest.param("专职护河员", True, id="person in 员"),
    pytest.param("护河方案", False, id="a plan does not act"),
    pytest.param("河道整治项目", False, id="a project does not act"),
    pytest.param("奖补资金", False, id="money does not act"),
    pytest.param("由市水务局", False, id="a preposition is no part"),
    pytest.param("向主管部门", False, id="whom it is told to"),
    pytest.param("《办法》所称单位", False, id="a title is no part"),
    pytest.param("", False, id="nothing"),
]


@pytest.mark.parametrize(("name", "acts"), ACTORS)
def test_what_ends_as_a_name(name: str, *, acts: bool) -> None:
    assert ends_as_actor(name) is acts


def ends(text: str) -> list[str]:
    return [text[:end] for end in name_ends(text, 0, len(text))]


ENDS = [
    pytest.param("市水务局要公布名单", ["市水务局"], id="before a modal"),
    pytest.param("水务局办公室负责", ["水务局", "水务局办公室"], id="a name that goes on"),
    pytest.param("林业局、水务局按职责", ["林业局", "林业局、水务局"], id="a row"),
    pytest.param("住建局(县建委)会同", ["住建局(县建委)"], id="with its bracket, never inside it"),
    pytest.param("加快管网改造", [], id="none"),
    pytest.param("个人所得税", [], id="个人 of a tax is nobody"),
]


@pytest.mark.parametrize(("text", "expected"), ENDS)
def test_where_a_name_may_end(text: str, expected: list[str]) -> None:
    assert ends(text) == expected


ROWS = [
    pytest.param("财政局、水务局", ["财政局", "水务局"], id="、"),
    pytest.param("水务局和农业农村局", ["水务局", "农业农村局"], id="和"),
    pytest.param("市教育局会同市体育局", ["市教育局", "市体育局"], id="会同"),
    pytest.param("各地各部门", ["各地", "各部门"], id="without a joint"),
    pytest.param("省、市、县三级", ["省、市、县三级"], id="one head: levels"),
    pytest.param("各省、自治区、直辖市人民政府", ["各省、自治区、直辖市人民政府"], id="one head: governments"),
    pytest.param("有关部门和单位", ["有关部门和单位"], id="有关 belongs to both"),
    pytest.param("部门或者单位的主要负责人", ["部门或者单位的主要负责人"], id="one head behind 的"),
    pytest.param("县(市、区)政府", ["县(市、区)政府"], id="、 in brackets joins nothing"),
    pytest.param("由水务局", ["水务局"], id="由 is left out"),
    pytest.param("市联合会", ["市联合会"], id="联合 inside a word"),
]


@pytest.mark.parametrize(("text", "names"), ROWS)
def test_rows_are_split_and_shared_heads_kept(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in split_names(text, 0, len(text))] == names


def test_a_row_inside_a_sentence() -> None:
    text = "请财政局、水务局核实"
    assert [text[start:end] for start, end in split_names(text, 1, 8)] == ["财政局", "水务局"]


@pytest.mark.parametrize(
    ("piece", "rest", "shares"),
    [("各区", "县(市)政府", True), ("省", "市、县三级", True), ("市水务局", "县水务局", False), ("各区", "水务局", False)],
)
def test_words_of_level_before_one_head(piece: str, rest: str, *, shares: bool) -> None:
    assert shares_head(piece, rest) is shares


@pytest.mark.parametrize(
    ("name", "strong", "bare", "listed"),
    [
        pytest.param("市水务局", True, False, False, id="a body"),
        pytest.param("本地企业", False, False, False, id="firms are a class"),
        pytest.param("供水公司", False, False, False, id="so is 公司"),
        pytest.param("人员", False, True, True, id="a bare word for persons"),
        pytest.param("试点镇", False, False, True, id="a class of places"),
    ],
)
def test_how_strong_a_name_is(name: str, *, strong: bool, bare: bool, listed: bool) -> None:
    assert (is_strong(name), is_bare_person(name), is_class(name)) == (strong, bare, listed)


PIECES = [
    "市水务局",
    "各镇",
    "县(市、区)政府",
    "有关单位",
    "等部门",
    "、",
    "和",
    "会同",
    "由",
    "(",
    ")",
    ",",
    "要",
    "人员",
    "方案",
    "\n",
    " ",
    "x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.data())
def test_names_lie_in_the_stretch_and_in_order(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = split_names(text, start, end)
    assert all(start <= low < high <= end for low, high in found)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(found))
    stops = name_ends(text, start, end)
    assert stops == sorted(set(stops))
    assert all(start < stop <= end and ends_as_actor(text[start:stop]) for stop in stops)
