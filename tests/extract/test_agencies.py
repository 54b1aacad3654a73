"""Names of bodies and agency codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gongwen.extract.agencies import agency_of, is_agency, leading_agencies, same_agency, split_agencies
from gongwen.extract.jurisdiction import jurisdiction
from gongwen.extract.numbers import parse_number
from gongwen.schemas.notice import Region
from hypothesis import given
from hypothesis import strategies as st

TITLES = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "document_numbers" / "titles.jsonl"

JIANGSU = Region("江苏省", "320000", ["江苏省"])
NANTONG = Region("南通市", "320600", ["江苏省", "南通市"])
TONGZHOU = Region("通州区", "320612", ["江苏省", "南通市", "通州区"])
NANJING = Region("南京市", "320100", ["江苏省", "南京市"])
NINGXIA = Region("宁夏回族自治区", "640000", ["宁夏回族自治区"])
SHANGHAI = Region("上海市", "310000", ["上海市"])
CHONGMING = Region("崇明区", "310151", ["上海市", "崇明区"])
JIAXING = Region("嘉兴市", "330400", ["浙江省", "嘉兴市"])


@pytest.mark.parametrize(
    ("code", "region", "year", "name"),
    [
        ("国办发", None, 2018, "国务院办公厅"),
        ("国发明电", None, None, "国务院"),
        ("财预", None, 2016, "财政部"),
        ("财办库", None, 2019, "财政部办公厅"),
        ("环发", None, 2010, "环境保护部"),
        ("环发", None, 2020, "生态环境部"),
        ("环发", None, 2018, None),
        ("农牧发", None, 2021, "农业农村部"),
        ("苏政办发", None, 2015, "江苏省人民政府办公厅"),
        ("苏政办发", NANTONG, 2015, "江苏省人民政府办公厅"),
        ("吉政办明电", None, 2019, "吉林省人民政府办公厅"),
        ("粤府", None, 2000, "广东省人民政府"),
        ("沪府办规", SHANGHAI, 2020, "上海市人民政府办公厅"),
        ("沪崇府办发", CHONGMING, 2020, "崇明区人民政府办公室"),
        ("通政办发", NANTONG, 2017, "南通市人民政府办公室"),
        ("通政办发", TONGZHOU, 2017, None),
        ("通政办发", None, 2017, None),
        ("嘉政办发", JIAXING, 2016, "嘉兴市人民政府办公室"),
        ("宁政发", None, 2016, None),
        ("宁政发", NANJING, 2016, "南京市人民政府"),
        ("宁政办发", NANJING, 2016, "南京市人民政府办公厅"),
        ("宁政发", NINGXIA, 2016, "宁夏回族自治区人民政府"),
        ("沪发改价管", SHANGHAI, 2016, "上海市发展和改革委员会"),
        ("沪审改办发", SHANGHAI, 2016, None),
        ("财政部令", None, 2016, "财政部"),
        ("省政府令", JIANGSU, 2016, "江苏省人民政府"),
        ("省政府令", NANTONG, 2016, None),
        ("某某发", None, 2016, None),
        ("", None, None, None),
    ],
)
def test_body_of_an_agency_code(code: str, region: Region | None, year: int | None, name: str | None) -> None:
    assert agency_of(code, region, year) == name


@pytest.mark.parametrize(
    "name",
    [
        "国务院",
        "国务院办公厅",
        "中共中央",
        "中央军委",
        "中共嘉兴市委办公室",
        "南通市通州区人民政府办公室",
        "区发展改革委",
        "省发改委",
        "市委宣传部",
        "区政府办",
        "科技局",
        "农工办",
        "金融办",
        "规划分局",
        "宣传部",
        "经济和信息化委",
        "农委",
        "文广新局",
        "民政部门",
        "法院",
        "公安派出所",
        "税务机关",
        "区服务业发展局(旅游局)",
        "联席会议",
        "领导小组",
        "特色小镇培育建设领导小组办公室",
        "长白山管委会",
        "安委会",
        "国家税务总局上海市税务局",
        "国务院国资委",
        "国家发展和改革委员会",
        "和县人民政府",
        "那曲市政府",
        "县(市、区)政府",
        "将乐县财政局",
        "对外贸易经济合作部",
        "最高人民法院",
        "组织部",
        "建设局",
        "经信委",
        "高等法院",
    ],
)
def test_names_of_bodies(name: str) -> None:
    assert is_agency(name)


@pytest.mark.parametrize(
    "text",
    [
        "加强组织领导",
        "办公室",
        "产业布局",
        "发展格局",
        "决策部署",
        "成立领导小组",
        "由市政府",
        "对江苏省人民政府",
        "各部门",
        "财政局和税务局",
        "财政部税务总局",
        "有关部门",
        "西部",
        "干部",
        "举办",
        "主办单位",
        "马上办",
        "总理 李克强",
        "2019年2月3日",
        "省政府办公厅抓好落实工作",
        "特色小镇",
        "(一)民政部门",
        "",
    ],
)
def test_what_is_no_name_of_one_body(text: str) -> None:
    assert not is_agency(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("国务院\u3000中央军委", ["国务院", "中央军委"]),
        ("国 务 院 办 公 厅", ["国务院办公厅"]),
        ("教 育 部 财 政 部", ["教育部", "财政部"]),
        ("财政部、税务总局", ["财政部", "税务总局"]),
        ("中共嘉兴市委办公室嘉兴市人民政府办公室", ["中共嘉兴市委办公室", "嘉兴市人民政府办公室"]),
        ("住房城乡建设部国家发展改革委财政部", ["住房城乡建设部", "国家发展改革委", "财政部"]),
        ("中共中央国务院", ["中共中央", "国务院"]),
        ("市委市政府", ["市委", "市政府"]),
        ("国家税务总局上海市税务局", ["国家税务总局上海市税务局"]),
        ("河南省人民政府 中华人民共和国教育部", ["河南省人民政府", "中华人民共和国教育部"]),
        ("通州区政府办公室(盖章)", ["通州区政府办公室"]),
        ("省长 某某某", []),
        ("财政部、特色小镇", []),
        ("", []),
    ],
)
def test_rows_of_names_are_taken_apart(text: str, names: list[str]) -> None:
    assert split_agencies(text) == names


@pytest.mark.parametrize(
    ("title", "names", "end"),
    [
        ("国务院办公厅转发国家教委关于学校用地意见的通知", ["国务院办公厅"], 6),
        ("通州区政府办公室印发关于小镇方案的通知", ["通州区政府办公室"], 8),
        ("国务院、中央军委关于征兵的命令", ["国务院", "中央军委"], 8),
        ("中华人民共和国国务院令", ["国务院"], 10),
        ("教育部等六部门关于做好招生的通知", ["教育部"], 3),
        ("关于印发实施方案的通知", [], 0),
        ("特色小镇关于收费的说明", [], 0),
        ("", [], 0),
    ],
)
def test_issuers_at_the_head_of_a_title(title: str, names: list[str], end: int) -> None:
    assert leading_agencies(title) == (names, end)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("通州区政府办公室", "南通市通州区人民政府办公室", True),
        ("区发改委", "通州区发展和改革委员会", True),
        ("市教委", "上海市教育委员会", True),
        ("中共嘉兴市委办公室", "嘉兴市委办公室", True),
        ("发展改革委", "国家发展和改革委员会", True),
        ("国家统计局", "市统计局", False),
        ("省财政厅", "财政部", False),
        ("国务院", "国务院办公厅", False),
        ("江苏省人民政府", "浙江省人民政府", False),
        ("南通市财政局", "区财政局", False),
    ],
)
def test_two_names_of_one_body(one: str, other: str, same: bool) -> None:
    assert same_agency(one, other) is same
    assert same_agency(other, one) is same


@given(st.text(alphabet="国务院财政部和、 ()委办厅局江苏省市加强关于的", max_size=40))
def test_names_are_made_of_the_text(text: str) -> None:
    names = split_agencies(text)
    assert all(map(is_agency, names))
    joined = "".join(text.replace("、", " ").split())
    assert not names or "".join(names) == joined


@pytest.mark.parametrize("piece", ["局", "国务院", "和", "(", "财政局和", "《", "南通市人民政府"])
def test_hostile_text_is_refused_in_bounded_time(piece: str) -> None:
    assert split_agencies(piece * 300_000) == []
    assert leading_agencies(piece * 300_000) == ([], 0)
    split_agencies((piece + " ") * 60)
    split_agencies(piece * 90)


@pytest.mark.skipif(not TITLES.is_file(), reason="the list of real numbers is not part of the repository")
def test_codes_of_real_numbers_agree_with_their_titles() -> None:
    right = wrong = 0
    for line in TITLES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        number = parse_number(row["document_number"] or "")
        issuers, _ = leading_agencies(row["title"])
        if number is None or not issuers:
            continue
        name = agency_of(number.code, jurisdiction(issuers, row["title"]), number.year)
        right += name is not None and any(same_agency(name, issuer) for issuer in issuers)
        # In the list of Shanghai, rows of local bodies often carry the number of the central notice that they pass on.
        wrong += name is not None and not any(same_agency(name, issuer) for issuer in issuers) and issuers[0][:2] not in {"上海", "市场"}
    assert right >= 6550
    assert wrong <= 150
