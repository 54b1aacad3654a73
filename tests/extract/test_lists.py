from __future__ import annotations

import json
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from gongwen.extract.lists import find_lists
from gongwen.extract.text import View
from gongwen.schemas.notice import NamedList
from hypothesis import given
from hypothesis import strategies as st

GOLD = Path(__file__).parents[3] / "shared" / "gold"
_BODY = re.compile(r"[^、,。的]{1,14}(?:局|委|办|厅|部|署|院|银行|政府|部门|委员会|派出所|公司|总社)|省委|法院")
_CODES = {"越城区": "330602", "诸暨市": "330681"}


def read(text: str, masked: list[tuple[int, int]] | None = None) -> list[NamedList]:
    return find_lists(
        View(text),
        masked=masked or [],
        locate=lambda offset: f"at_{offset}",
        region_code=_CODES.get,
        is_agency=lambda name: _BODY.fullmatch(name) is not None,
    )


def names(text: str, kind: str) -> list[list[str]]:
    return [[item.name for item in found.items] for found in read(text) if found.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("专班由财政局、教育局、民政局组成。", ["财政局", "教育局", "民政局"]),
        ("县科技局会同水利局、林业局、国土资源局等部门核查。", ["水利局", "林业局", "国土资源局"]),
        ("向户籍地的税务局、公安派出所或者居民委员会查询", ["税务局", "公安派出所", "居民委员会"]),
        ("省发展和改革委员会、省财政厅、省民政厅和省统计局共同办理", ["省发展和改革委员会", "省财政厅", "省民政厅", "省统计局"]),
        ("教育部、科技部、财政部、税务总局4个部门参加", ["教育部", "科技部", "财政部", "税务总局"]),
        ("(三)住建部门、水务部门、法院有关信息", ["住建部门", "水务部门", "法院"]),
        ("1. 县政府办、经济和信息化局、\u3000统计局负责同志为成员", ["县政府办", "经济和信息化局", "统计局"]),
        ("领导小组成员单位(市财政局、市商务局、市审计局)每月会商", ["市财政局", "市商务局", "市审计局"]),
    ],
)
def test_agencies(text: str, expected: list[str]) -> None:
    assert names(text, "agencies") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "加大补贴力度。(财政部、税务总局、商务部负责)",
        "优化办税流程。(财政局、税务局、审计局,各镇人民政府按职责分工负责)",
        "责任单位:财政局、教育局、民政局",
        "(牵头单位:市财政局、市教育局、市民政局)",
        "由财政局、教育局办理",
        "由市(州)政府、河口管委会、县(市、区)政府报送",  # two of the three are classes of bodies
        "建设法治政府、廉洁政府、服务型政府",
        "教育、医疗、养老三类",
        "见《财政局、教育局、民政局联合通知》",
    ],
)
def test_no_agencies(text: str) -> None:
    assert names(text, "agencies") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重点发展装备制造、生物医药、电子信息、现代物流等产业。", ["装备制造", "生物医药", "电子信息", "现代物流"]),
        ("聚焦新材料、数字经济、节能环保、文化旅游及其他产业。", ["新材料", "数字经济", "节能环保", "文化旅游", "其他产业"]),
        ("主导产业为船舶海工及配套装备、机器人、新能源、高端家纺等具有优势的行业", ["船舶海工及配套装备", "机器人", "新能源", "高端家纺"]),
        ("培育一批特色鲜明、富有活力的休闲旅游、商贸物流、现代制造、传统文化等特色小镇", ["休闲旅游", "商贸物流", "现代制造", "传统文化"]),
        ("镇内产业以种养、观光、科普等功能的智慧农业、创意农业、品牌农业、设施农业为主", ["智慧农业", "创意农业", "品牌农业", "设施农业"]),
        ("历史产业如丝绸、刺绣、茶叶、漆器等。", ["丝绸", "刺绣", "茶叶", "漆器"]),
        ("布局人工智能、集成电路、新能源和新材料等产业", ["人工智能", "集成电路", "新能源", "新材料"]),
        ("可选家纺、刺绣、茶叶、漆器等行业", ["家纺", "刺绣", "茶叶", "漆器"]),
        ("发展养老服务、医养结合、体育休闲、健康管理等项目", ["养老服务", "医养结合", "体育休闲", "健康管理"]),
        ("围绕农产品加工、中医药、冰雪旅游、商贸物流等方向引进企业", ["农产品加工", "中医药", "冰雪旅游", "商贸物流"]),
        ("做优种植业、做大畜牧业、做强渔业、发展特色林业。", ["种植业", "畜牧业", "渔业", "特色林业"]),
        ("做好科技金融、绿色金融、普惠金融、养老金融、数字金融五篇文章", ["科技金融", "绿色金融", "普惠金融", "养老金融", "数字金融"]),
    ],
)
def test_industries(text: str, expected: list[str]) -> None:
    assert names(text, "industries") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "发展装备制造、生物医药、电子信息等产业",  # three
        "加快道路、供水、供电、供气、污水处理等设施建设",
        "在规划、用地、资金、人才等方面给予支持",
        "践行创新、协调、绿色、开放、共享的理念",
        "兼具旅游度假、文明传承、生态保护、农业科普等功能",
        "打造文化旅游古镇、商贸强镇、生态名镇、工业旅游特色镇等",
        "推进电子信息产业园、农产品加工厂、汽车试验场、物流中心等项目",
        "发展教育、医疗、文化、体育等社会事业",
        "提交身份证、营业执照、完税证明、审计报告等材料",
        "农业、林业、水利\\农业、畜牧业、渔业",
    ],
)
def test_no_industries(text: str) -> None:
    assert names(text, "industries") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "任务分解如下:越城区26亿元,诸暨市75亿元,袍江开发区6亿元。",
            [("越城区", "26", "亿元", "330602"), ("诸暨市", "75", "亿元", "330681"), ("袍江开发区", "6", "亿元", None)],
        ),
        (
            "其中:城东街道1,200亩、城西街道850亩和河口镇90亩",
            [("城东街道", "1200", "亩", None), ("城西街道", "850", "亩", None), ("河口镇", "90", "亩", None)],
        ),
        ("甲县:12家;乙县:8家", [("甲县", "12", "家", None), ("乙县", "8", "家", None)]),
        ("按照省级园区2年完成投资40亿元、市级园区完成15亿元的要求", [("省级园区", "40", "亿元", None), ("市级园区", "15", "亿元", None)]),
        (
            "设立一等奖10万元、二等奖5万元、三等奖2万元",
            [("一等奖", "10", "万元", None), ("二等奖", "5", "万元", None), ("三等奖", "2", "万元", None)],
        ),
    ],
)
def test_allocations(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    (found,) = [item for item in read(text) if item.kind == "allocations"]
    assert [(item.name, str(item.value), item.unit, item.region_code) for item in found.items] == expected


@pytest.mark.parametrize(
    "text",
    [
        "全年固定资产投资300亿元,财政收入50亿元",
        "成长类13个,培育类27个,规划类15个",
        "工业增加值增长9.4%、8.2%",
        "新建绿色建筑20万平方米、装配式建筑7万平方米",
        "越城区26亿元。诸暨市75亿元",
        "越城区26亿元,诸暨市300亩",
        "越城区26亿元",
    ],
)
def test_no_allocations(text: str) -> None:
    assert [item for item in read(text) if item.kind == "allocations"] == []


def test_spans_cover_the_enumeration_and_its_members() -> None:
    text = "名单:发展新材料、\n新能源、机器人等。由财政局 、教育局、民政 局核定。"
    (found,) = read(text)
    assert (found.exact, found.eid) == ("财政局 、教育局、民政 局", f"at_{found.start}")
    assert [(item.exact, item.name) for item in found.items] == [("财政局", "财政局"), ("教育局", "教育局"), ("民政 局", "民政局")]
    assert all(text[item.start : item.end] == item.exact for item in found.items)


def test_members_read_over_what_a_view_cuts_out() -> None:
    text = "培育现代制造、商贸物流、休闲旅游、传统\n4、文化等特色产业"
    cut = text.index("\n")
    view = View(text, [(cut, cut + 3)])
    (found,) = find_lists(view, masked=[], locate=lambda _: "main", region_code=_CODES.get, is_agency=lambda _: False)
    assert found.items[-1].name == "传统文化"
    assert found.items[-1].exact == "传统\n4、文化"


def test_masked_stretches_hold_no_lists() -> None:
    text = "财政局、教育局、民政局:\n由财政局、教育局、民政局办理"
    assert [item.start for item in read(text, [(0, text.index("\n"))])] == [text.index("由") + 1]


@given(st.text(alphabet="财政局教育部和及等的、,。:;()区县市12亿元亩新材料能源产业发展为如一 \n《》“”", max_size=60))
def test_lists_are_exact_and_hold_members_in_order(text: str) -> None:
    for found in read(text):
        assert text[found.start : found.end] == found.exact
        at = found.start
        for item in found.items:
            assert text[item.start : item.end] == item.exact
            assert at <= item.start < item.end <= found.end
            at = item.end


@pytest.mark.parametrize("unit", ["、", "局、", "财政局、", "(", "新材料、", "(财政局、", "A区1亿元,", "、等的", "产业、和", "的", "局"])
def test_hostile_text_stays_linear(unit: str) -> None:
    text = "甲局、乙局、" + (unit * (200_000 // len(unit) + 1))[:200_000]
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 5


@pytest.mark.skipif(not GOLD.is_dir(), reason="needs the gold files of ../shared")
@pytest.mark.parametrize("name", ["gov_029", "shaoxing", "jiaxing", "tongzhou"])
def test_gold_lists_are_found(name: str) -> None:
    gold = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    found = read((GOLD / f"{name}.txt").read_text(encoding="utf-8"))
    for wanted in gold["lists"]:
        items = [("".join(item["name"].split()), item["value"] and Decimal(item["value"])) for item in wanted["items"]]
        assert items in [[(item.name, item.value) for item in each.items] for each in found if each.kind == wanted["kind"]]
