"""Bodies: short forms and full names to the one by which a body is known in its jurisdiction."""

from __future__ import annotations

import pytest
from gongwen.extract.bodies import resolve_body
from gongwen.extract.regions import division_of
from gongwen.schemas.notice import Region
from hypothesis import given
from hypothesis import strategies as st


def region(code: str | None) -> Region | None:
    division = division_of(code) if code else None
    return Region(division.name, division.code, list(division.path)) if division else None


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("区政府", "南通市通州区人民政府"),
        ("区政府办", "南通市通州区人民政府办公室"),
        ("南通市通州区人民政府办公室", "南通市通州区人民政府办公室"),
        ("区委", "中共南通市通州区委"),
        ("区发展改革委", "南通市通州区发展和改革委员会"),
        ("发改委", "南通市通州区发展和改革委员会"),
        ("财政局", "南通市通州区财政局"),
        ("宣传部", "中共南通市通州区委宣传部"),
        ("文广新局", "南通市通州区文化广电新闻出版局"),
        ("卫生计生委", "南通市通州区卫生和计划生育委员会"),
        ("农工办", "中共南通市通州区委农村工作办公室"),
        ("农委", "南通市通州区农业委员会"),
        ("区服务业发展局(旅游局)", "南通市通州区服务业发展局(旅游局)"),
        ("国土分局", "南通市国土资源局通州分局"),
        ("团区委", "共青团南通市通州区委员会"),
        ("平潮镇政府", "南通市通州区平潮镇人民政府"),
    ],
)
def test_bodies_of_a_district(name: str, full: str) -> None:
    found = resolve_body(name, region("320612"), "2016-03-10")
    assert (found.status, found.name) == ("resolved", full)
    assert (found.region_code or "").startswith("3206")
    assert found.reason


@pytest.mark.parametrize(
    ("name", "within", "on", "full", "code"),
    [
        ("市委", "330400", "2016-05-01", "中共嘉兴市委", "330400"),
        ("市政府", "330400", "2016-05-01", "嘉兴市人民政府", "330400"),
        ("市政府", "320612", "2016-05-01", "南通市人民政府", "320600"),
        ("省委农工部", "360000", "2017-12-07", "中共江西省委农村工作部", "360000"),
        ("省财政厅", "360000", "2017-12-07", "江西省财政厅", "360000"),
        ("省住房城乡建设厅", "360000", "2017-12-07", "江西省住房和城乡建设厅", "360000"),
        ("省地税局", "360000", "2017-12-07", "江西省地方税务局", "360000"),
        ("市政府办", "330100", "2017-12-07", "杭州市人民政府办公厅", "330100"),
        ("市农委", "310000", "2017-01-01", "上海市农业委员会", "310000"),
        ("市农委", "310000", "2020-01-01", "上海市农业农村委员会", "310000"),
        ("市编办", "330400", "2017-01-01", "嘉兴市机构编制委员会办公室", "330400"),
        ("市编办", "330400", "2020-01-01", "中共嘉兴市委机构编制委员会办公室", "330400"),
        ("浦东新区科委", "310000", "2018-01-01", "上海市浦东新区科学技术委员会", "310115"),
        ("诸暨市财政局", "330600", "2018-01-01", "诸暨市财政局", "330681"),
        ("区人力社保局", "330603", "2018-01-01", "绍兴市柯桥区人力资源和社会保障局", "330603"),
        ("市法院", "330400", "2018-01-01", "嘉兴市中级人民法院", "330400"),
        ("市场监管局", "330400", "2019-01-01", "嘉兴市市场监督管理局", "330400"),
        ("市政园林局", "330400", "2019-01-01", "嘉兴市市政园林局", "330400"),
        ("市纪委", "330400", "2019-01-01", "中共嘉兴市纪律检查委员会", "330400"),
        ("自治区政府", "450000", "2019-01-01", "广西壮族自治区人民政府", "450000"),
        ("公主岭市人民政府", "220000", "2019-01-01", "公主岭市人民政府", "220381"),
        ("长春新区管委会", "220000", "2019-01-01", "长春新区管理委员会", "220100"),
        ("国家税务总局上海市税务局", "310000", "2019-01-01", "国家税务总局上海市税务局", "310000"),
        ("人力资源社会保障部", "310000", "2019-01-01", "人力资源社会保障部", None),
        ("财政部", None, "2019-01-01", "财政部", None),
        ("税务总局", "310000", "2019-01-01", "国家税务总局", None),
        ("统计局", None, "2019-01-01", "国家统计局", None),
        ("统计局", "330400", "2019-01-01", "嘉兴市统计局", "330400"),
        ("工信部", "330400", "2019-01-01", "工业和信息化部", None),
        ("粮食部", None, "1998-01-01", "粮食部", None),
        ("共青团", "330400", "2019-01-01", "共青团嘉兴市委员会", "330400"),
        ("市第五中学", "330400", "2019-01-01", "嘉兴市第五中学", "330400"),
        ("嘉兴市第五中学", "330400", "2019-01-01", "嘉兴市第五中学", "330400"),
        ("中山大学", "440000", "2019-01-01", "中山大学", None),
        ("工会", "330400", "2019-01-01", "嘉兴市总工会", "330400"),
        ("新疆生产建设兵团", None, "2019-01-01", "新疆生产建设兵团", None),
        ("中华人民共和国财政部", None, "2019-01-01", "财政部", None),
    ],
)
def test_bodies_of_all_levels(name: str, within: str | None, on: str, full: str, code: str | None) -> None:
    found = resolve_body(name, region(within), on)
    assert (found.status, found.name, found.region_code) == ("resolved", full, code)


@pytest.mark.parametrize(
    ("name", "within", "word"),
    [
        ("各地", "320612", "class"),
        ("有关部门", "320612", "class"),
        ("县(市、区)政府", "220000", "class"),
        ("设区市政府", "360000", "class"),
        ("公安部门", None, "class"),
        ("省、市联席会议办公室", "320612", "several bodies"),
        ("市委市政府", "330400", "several bodies"),
        ("镇政府", "320612", "whose"),
        ("县政府", "330600", "does not name"),
        ("财政局", None, "of which place"),
        ("财政局", "360000", "levels below"),
        ("领导小组办公室", "360000", "names no body"),
        ("本局", "360000", "issuer"),
        ("长白山管委会", "220000", "named zone"),
        ("某某有限公司", "220000", "no body of government"),
        ("武警部队", "220000", "no body of government that we know"),
        ("创新联盟", "220000", "no body of government that we know"),
        ("", None, "no name"),
    ],
)
def test_what_is_no_single_body_says_why(name: str, within: str | None, word: str) -> None:
    found = resolve_body(name, region(within), "2018-01-01")
    assert (found.status, found.name, found.region_code) == ("unresolved", None, None)
    assert word in found.reason


def test_several_bodies_that_fit_are_all_named() -> None:
    found = resolve_body("通州区发改委", None, "2018-01-01")
    assert (found.status, found.candidates) == ("ambiguous", ("北京市通州区发展和改革委员会", "南通市通州区发展和改革委员会"))
    assert resolve_body("市政府办", region("360100")).candidates == ("南昌市人民政府办公厅", "南昌市人民政府办公室")


JOINT = ("区古镇保护工作联席会议", "通州区古镇保护工作联席会议", "区古镇保护工作联席会议办公室", "区古镇联席会议办公室", "区发展改革委")


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("联席会议", "南通市通州区古镇保护工作联席会议"),
        ("区联席会议", "南通市通州区古镇保护工作联席会议"),
        ("联席会议办公室", "南通市通州区古镇保护工作联席会议办公室"),
        ("联席办", "南通市通州区古镇保护工作联席会议办公室"),
        ("区古镇联席会议办公室", "南通市通州区古镇保护工作联席会议办公室"),
        ("办公室", "南通市通州区古镇保护工作联席会议办公室"),
    ],
)
def test_a_short_form_is_that_of_the_longest_name_in_the_notice(name: str, full: str) -> None:
    found = resolve_body(name, region("320612"), "2016-03-10", defined=JOINT)
    assert (found.status, found.name, found.region_code) == ("resolved", full, "320612")
    assert "short for" in found.reason


def test_a_short_form_of_two_bodies_is_ambiguous() -> None:
    defined = ("区古镇保护工作领导小组", "区旅游工作领导小组")
    found = resolve_body("领导小组", region("320612"), defined=defined)
    assert (found.status, found.candidates) == ("ambiguous", ("南通市通州区古镇保护工作领导小组", "南通市通州区旅游工作领导小组"))
    assert resolve_body("省领导小组", region("320612"), defined=defined).name == "江苏省领导小组"


def test_the_issuer_speaks_of_itself() -> None:
    assert resolve_body("本局", region("330400"), issuer="嘉兴市财政局").name == "嘉兴市财政局"
    assert resolve_body("我办", region("330400"), issuer="嘉兴市人民政府办公室").name == "嘉兴市人民政府办公室"
    assert resolve_body("我委", region("330400"), issuer="嘉兴市财政局").status == "unresolved"


@given(
    st.text(alphabet="南通市州区省县政府委办公室发改财局厅部领导小组联席会议各有关本管镇()、国家", max_size=12),
    st.sampled_from(["320612", "330400", "360000", "450000", None]),
)
def test_every_answer_is_whole(name: str, within: str | None) -> None:
    found = resolve_body(name, region(within), "2016-03-10", defined=("区古镇领导小组", name), issuer=name or None)
    assert found.reason
    assert (found.status == "resolved") == (found.name is not None)
    assert (found.status == "ambiguous") == (len(found.candidates) > 1)


@given(st.sampled_from(["区政府办", "发改委", "区委", "科技局", "区人大", "农工办", "国土分局"]))
def test_a_full_name_means_itself(name: str) -> None:
    full = resolve_body(name, region("320612"), "2016-03-10").name
    assert full is not None
    assert resolve_body(full, region("320612"), "2016-03-10").name == full
