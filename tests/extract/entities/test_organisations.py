from __future__ import annotations

import time

import pytest
from gongwen.extract.entities.geography import find_names
from gongwen.extract.entities.organisations import find_bodies


def bodies(text: str) -> list[str]:
    return [text[body.start : body.end] for body in find_bodies(text, find_names(text, None), [])]


def case(text: str) -> str:
    return find_bodies(text, find_names(text, None), [])[0].case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("报财政局备案。", ["财政局"]),  # a function alone is a name where the notice speaks of its own departments
        ("请市农业农村局、区水务局会商。", ["市农业农村局", "区水务局"]),  # a level before it
        ("由衢州市交通运输局发布", ["衢州市交通运输局"]),  # a place before it
        ("浙江省衢州市柯城区人力资源和社会保障局", ["浙江省衢州市柯城区人力资源和社会保障局"]),  # a chain of places
        ("经济和信息化委、卫生计生委和农委", ["经济和信息化委", "卫生计生委", "农委"]),  # short forms; 和 is joint or part
        ("报送省市场监督管理局。", ["省市场监督管理局"]),  # the longest function is read, not the end of one
        ("区白蚁防治管理处负责", ["区白蚁防治管理处"]),  # a function that no list has, behind a level
        ("市规划分局、国土分局", ["市规划分局", "国土分局"]),
        ("文化广电局(体育局)牵头", ["文化广电局(体育局)"]),  # two names of one body
        ("设区市建设局(建委)核对", ["设区市建设局(建委)"]),
        ("县财政局(以下简称县局)", ["县财政局"]),  # a definition is no second name
        ("财政部、教育部办公厅", ["财政部", "教育部办公厅"]),
        ("县卫健体旅游局", ["县卫健体旅游局"]),  # several functions, the first of them in no list
        ("团市委、市妇联", ["团市委", "市妇联"]),
        ("金融办、农工办、区政府办", ["金融办", "农工办", "区政府办"]),
    ],
)
def test_departments(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("税务机关和医疗保障部门", ["税务机关", "医疗保障部门"]),  # classes with a function count by the guidelines
        ("国务院税务主管部门规定", ["国务院税务主管部门"]),
        ("县级以上人民政府批准", ["县级以上人民政府"]),
        ("县级以上地方人民政府民政部门", ["县级以上地方人民政府民政部门"]),  # of that government: one name
        ("市(州)政府、县(市、区)政府", ["市(州)政府", "县(市、区)政府"]),
        ("设区市政府、建制镇政府", ["设区市政府", "建制镇政府"]),
        ("人力资源社会保障等部门", ["人力资源社会保障等部门"]),
        ("财政、教育、民政部门", ["财政、教育、民政部门"]),  # a shared head
        ("省、市联席会议办公室", ["省、市联席会议办公室"]),
        ("省、自治区、直辖市人民政府", ["省、自治区、直辖市人民政府"]),
        ("区(市)县政府", ["区(市)县政府"]),
    ],
)
def test_classes_of_bodies_and_shared_heads(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "各省、自治区、直辖市人民政府",  # whatever stands behind 各
        "各级人民政府民政部门",
        "地方各级人民政府",
        "各区(市)县政府(管委会)",
        "各县市区委、人民政府",
        "有关部门、相关部门、其他部门和单位",
        "政府引导、部门联动、企业主体",
        "全部、内部、部分、部署、干部、东部地区",
        "办理、办法、举办、主办、督办",
        "布局、格局、大局、局面、局限性",
        "委托、委员、原委",
        "管理部门和服务机构",  # generic words are no function
        "商业银行、上市公司、普通高等学校",
        "第三方评估机构、公共就业服务机构",
        "发展中国家科学院院士",
        "中心城区和中心镇",
        "世界大学生运动会",
        "城市和社区",
    ],
)
def test_no_body(text: str) -> None:
    assert bodies(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("贯彻党中央、国务院和省委、省政府要求", ["党中央", "国务院", "省委", "省政府"]),
        ("省委宣传部、市委农办", ["省委宣传部", "市委农办"]),  # a department of the party is one name
        ("中共衢州市委办公室衢州市人民政府办公室印发", ["中共衢州市委办公室", "衢州市人民政府办公室"]),  # no mark between two names
        ("国家税务总局浙江省税务局", ["国家税务总局浙江省税务局"]),  # the local branch of a national body
        ("习近平总书记等中央、国务院领导同志", ["中央", "国务院"]),
        ("中央财政和中央企业", []),  # 中央 alone names no body
        ("市人大、市政协", ["市人大", "市政协"]),
        ("工会、共青团、妇联等群团组织", ["工会", "共青团", "妇联"]),
        ("常山县白石镇党委", ["常山县白石镇党委"]),
        ("白石镇党委、信安街道办事处", ["白石镇党委", "信安街道办事处"]),
        ("最高人民法院、国务院港澳办公室、全国人大常委会", ["最高人民法院", "国务院港澳办公室", "全国人大常委会"]),
        ("公安派出所、居民委员会或者村民委员会", ["公安派出所", "居民委员会", "村民委员会"]),
    ],
)
def test_powers_and_known_bodies(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("成立省数字乡村建设工作领导小组,", ["省数字乡村建设工作领导小组"]),
        ("由省数字乡村建设工作领导小组办公室组织", ["省数字乡村建设工作领导小组办公室"]),
        ("建立老旧小区改造工作联席会议制度", ["老旧小区改造工作联席会议"]),  # without a place: from the verb on
        ("国务院第二次土壤普查领导小组", ["国务院第二次土壤普查领导小组"]),
        ("完成国家防汛抗旱总指挥部交办的事项", ["国家防汛抗旱总指挥部"]),
        ("发挥各级领导小组的作用", []),
        ("市、区两级工作专班", []),
        ("衢州智造新城管委会", ["衢州智造新城管委会"]),
        ("苏通科技产业园区管委会,", ["苏通科技产业园区管委会"]),  # a zone that no table has
        ("各园区管委会、产业园区管委会", []),
        ("市“两山”转化工作领导小组", ["市“两山”转化工作领导小组"]),  # quotes belong to the name
        ("中国人民银行衢州市中心支行", ["中国人民银行衢州市中心支行"]),
        ("衢州市绿色发展有限公司、甲乙化工(集团)有限责任公司", ["衢州市绿色发展有限公司", "甲乙化工(集团)有限责任公司"]),
        ("浙江大学、东北师范大学、衢州学院", ["浙江大学", "东北师范大学", "衢州学院"]),
        ("市图书馆、市人民医院", ["市图书馆", "市人民医院"]),
        ("中国建筑业协会", ["中国建筑业协会"]),
    ],
)
def test_joint_bodies_and_houses(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


def test_no_name_is_read_in_what_is_masked() -> None:
    text = "财政局发文,财政局备案"
    found = find_bodies(text, [], [(0, 5)])
    assert [(body.start, body.end) for body in found] == [(6, 9)]


def test_the_case_is_told() -> None:
    names = {"财政局": "function", "省政府": "power", "省防汛指挥部": "joint", "浙江大学": "house", "国务院": "known"}
    assert {name: case(name) for name in names} == names


UNITS = [
    "管理",
    "局",
    "财政、",
    "省、市、",
    "财政局",
    "财政局、",
    "各级人民政府",
    "建设工作",
    "领导小组",
    "国务院",
    "(局)",
    "有限公司",
    "市(",
    "委",
    "会同县",
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    start = time.process_time()
    find_bodies(text, find_names(text, None), [])
    assert time.process_time() - start < 2.5
