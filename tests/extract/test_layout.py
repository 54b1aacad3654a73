"""Layout and elements: which line is which, and what it says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from gongwen.extract.damage import read_view
from gongwen.extract.elements import read_elements, split_addressees
from gongwen.extract.layout import lay_out
from gongwen.extract.layout.model import LONGEST_TITLE_LINE
from gongwen.extract.page import Fact
from gongwen.extract.parts import divide
from gongwen.schemas.notice import Metadata, OutsideEvidence, Span


def metadata_of(text: str, *facts: Fact) -> Metadata:
    view = read_view(text)
    metadata = read_elements(view, lay_out(view, list(facts)), list(facts)).metadata
    for evidence in metadata.evidence.values():
        if isinstance(evidence, Span):
            assert text[evidence.start : evidence.end] == evidence.exact
    return metadata


def parts_of(text: str) -> list[tuple[str, str | None]]:
    view = read_view(text)
    return [(division.part.eid, division.part.title) for division in divide(view, lay_out(view, []))]


PLAIN = """浙江省人民政府办公厅关于加强
河湖管理工作的意见
浙政办发〔2018〕12 号

各市、县（市、区）人民政府，省政府直属各单位：
　　河湖面貌明显改善，管护仍有短板。现提出如下意见。
　　一、压实责任
　　各级河长按月巡查。
浙江省人民政府办公厅
2018年 3月 9日
（此件公开发布）"""

ISSUING = """某省财政厅 某省民政厅关于印发《养老服务补助资金管理办法》的通知
各市财政局、民政局：
　　现将《养老服务补助资金管理办法》印发给你们，请遵照执行。
　　附件：1.资金分配表
　　　　　2.绩效目标表
某省财政厅　　某省民政厅
二〇二一年六月一日
养老服务补助资金管理办法
第一条 为了管好资金，制定本办法。
第二条 本办法自印发之日起施行。
附件1
资金分配表
单位：万元
附件2
绩效目标表
另行填报。"""

ORDER = """中华人民共和国国务院令
第 706 号
《专利代理条例》已经国务院常务会议通过，现予公布，自2019年3月1日起施行。
总　理　　李克强
2018年11月6日
专利代理条例
第一条 为了规范代理行为，制定本条例。"""


def test_a_notice_that_is_its_own_instrument() -> None:
    metadata = metadata_of(PLAIN)
    assert metadata.title == "浙江省人民政府办公厅关于加强河湖管理工作的意见"
    assert metadata.document_number == "浙政办发〔2018〕12号"
    assert metadata.addressees == ["各市、县（市、区）人民政府", "省政府直属各单位"]
    assert metadata.issuing_agencies == ["浙江省人民政府办公厅"]
    assert metadata.written_date == "2018-03-09"
    assert metadata.note == "此件公开发布"
    assert (metadata.document_type, metadata.instrument_title) == ("意见", None)
    assert metadata.region is not None
    assert (metadata.region.code, metadata.region.path) == ("330000", ["浙江省"])
    assert parts_of(PLAIN) == [("main", metadata.title)]


def test_a_joint_notice_that_issues_an_instrument_with_annexes() -> None:
    metadata = metadata_of(ISSUING)
    assert metadata.issuing_agencies == ["某省财政厅", "某省民政厅"]
    assert metadata.instrument_title == "养老服务补助资金管理办法"
    assert metadata.attachments == ["资金分配表", "绩效目标表"]
    assert metadata.written_date == "2021-06-01"
    assert parts_of(ISSUING) == [
        ("cover", "某省财政厅 某省民政厅关于印发《养老服务补助资金管理办法》的通知".replace(" ", "")),
        ("main", "养老服务补助资金管理办法"),
        ("annex_1", "资金分配表"),
        ("annex_2", "绩效目标表"),
    ]


def test_an_order_goes_by_the_title_of_what_it_promulgates() -> None:
    metadata = metadata_of(ORDER)
    assert (metadata.title, metadata.instrument_title, metadata.document_type) == ("专利代理条例", "专利代理条例", "令")
    assert metadata.issuing_agencies == ["中华人民共和国国务院"]
    assert [name.replace(" ", "") for name in metadata.signatories] == ["总理李克强"]
    assert metadata.written_date == "2018-11-06"
    assert [eid for eid, _ in parts_of(ORDER)] == ["cover", "main"]


def test_the_instrument_may_be_attached_under_the_heading_annex() -> None:
    text = ISSUING.replace("二〇二一年六月一日\n", "二〇二一年六月一日\n附件\n")
    assert [eid for eid, _ in parts_of(text)] == ["cover", "main", "annex_1", "annex_2"]


def test_parts_tile_the_text() -> None:
    for text in (PLAIN, ISSUING, ORDER):
        view = read_view(text)
        parts = [division.part for division in divide(view, lay_out(view, []))]
        assert parts[0].start == 0
        assert parts[-1].end == len(text)
        for before, after in pairwise(parts):
            assert text[before.end : after.start].strip() == ""


def test_what_only_the_page_states_has_its_place_outside_the_text() -> None:
    facts = [
        Fact("索引号", "ABC/2018-1", "index-table"),
        Fact("发布日期", "2018年03月12日", "index-table"),
        Fact("主题分类", "水利\\河湖", "index-table"),
        Fact("SiteName", "某门户", "meta"),
    ]
    metadata = metadata_of(PLAIN, *facts)
    assert metadata.index_number == "ABC/2018-1"
    assert metadata.published_date == "2018-03-12"
    assert metadata.category == ["水利", "河湖"]
    assert metadata.source_name == "某门户"
    assert metadata.evidence["index_number"] == OutsideEvidence("index-table:索引号", "ABC/2018-1")


def test_the_page_title_helps_to_find_the_lines_of_the_title() -> None:
    text = "河湖日报\n关于河湖的几点\n考虑与安排\n各市：\n请办理。"
    assert metadata_of(text).title != "关于河湖的几点考虑与安排"
    assert metadata_of(text, Fact("ArticleTitle", "关于河湖的几点考虑与安排", "meta")).title == "关于河湖的几点考虑与安排"


def test_a_conflict_between_signature_and_index_table_is_reported() -> None:
    view = read_view(PLAIN)
    facts = [Fact("发文机关", "浙江省水利厅", "index-table")]
    elements = read_elements(view, lay_out(view, facts), facts)
    assert elements.metadata.issuing_agencies == ["浙江省人民政府办公厅"]
    assert [warning.code for warning in elements.warnings] == ["agency-conflict"]


NUMBER_LINES = [
    ("关于做好甲事的通知\n（苏政办发〔2019〕7号）\n各市人民政府：", "苏政办发〔2019〕7号"),
    ("粤府〔2000〕6号\n关于做好甲事的通知\n各市人民政府：", "粤府〔2000〕6号"),
    ("关于做好甲事的通知\n文号：京政发[2015]27号\n各区人民政府：", "京政发〔2015〕27号"),
    ("关于做好甲事的通知\n各区人民政府：\n根据京政发〔2015〕27号文件办理。", None),
]


@pytest.mark.parametrize(("text", "expected"), NUMBER_LINES)
def test_number_lines(text: str, expected: str | None) -> None:
    assert metadata_of(text + "\n内容如下。").document_number == expected


ADDRESSEES = [
    ("各区、县(市)人民政府、市级有关部门、市直开发区,各特色小镇:", ["各区、县(市)人民政府", "市级有关部门", "市直开发区", "各特色小镇"]),
    ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", ["各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"]),
    ("各镇(区、园、街道) 人民政府(管委会、办事处),区各委办局社:", ["各镇(区、园、街道)人民政府(管委会、办事处)", "区各委办局社"]),
    ("湖北省人民政府：", ["湖北省人民政府"]),
    ("各市（州）、县（市、区）财政局、民政局：", ["各市（州）、县（市、区）财政局", "民政局"]),
    ("各街道办事处，区政府各委、办、局，各区属机构：", ["各街道办事处", "区政府各委、办、局", "各区属机构"]),
    ("各县（市、区）委、人民政府，市直各单位：", ["各县（市、区）委、人民政府", "市直各单位"]),
    ("广东银保监局、深圳银保监局；广东证监局：", ["广东银保监局", "深圳银保监局", "广东证监局"]),
    ("各街道国土所、局属各单位：", ["各街道国土所", "局属各单位"]),
]


@pytest.mark.parametrize(("text", "expected"), ADDRESSEES)
def test_addressees(text: str, expected: list[str]) -> None:
    assert split_addressees(text) == expected


ADDRESSEE_LINES = [
    ("各旗县市区人民政府，各委办局：", ["各旗县市区人民政府", "各委办局"]),
    (
        "各县（市）人民政府，丁城经济开发区、各省级经济开发区管\n委会，州政府各部门：",
        ["各县（市）人民政府", "丁城经济开发区", "各省级经济开发区管委会", "州政府各部门"],
    ),
    ("各镇人民政府，县直各单位", ["各镇人民政府", "县直各单位"]),
    ("（2021年3月10日）\n各科室：", ["各科室"]),
]


@pytest.mark.parametrize(("lines", "expected"), ADDRESSEE_LINES)
def test_addressees_below_the_title(lines: str, expected: list[str]) -> None:
    assert metadata_of(f"关于做好甲事的通知\n{lines}\n现将有关事项通知如下。").addressees == expected


def test_an_announcement_has_a_title_above_its_number() -> None:
    metadata = metadata_of(
        "国家税务总局 财政部\n关于某项税收优惠的公告\n2022年第5号\n现公告如下。\n一、减半征收。\n国家税务总局 财政部\n2022年3月18日"
    )
    assert (metadata.title, metadata.document_number) == ("国家税务总局财政部关于某项税收优惠的公告", "2022年第5号")
    assert metadata.document_type == "公告"
    assert metadata.issuing_agencies == ["国家税务总局", "财政部"]


def test_the_head_of_an_announcement_over_two_lines() -> None:
    text = "中华人民共和国水利部\n公　　告\n第 2 号\n现公布名录（见附件）。\n附件：名录\n水利部\n2019年12月9日"
    metadata = metadata_of(text)
    assert (metadata.title, metadata.document_number) == ("中华人民共和国水利部公告", "水利部公告第2号")
    assert (metadata.document_type, metadata.instrument_title) == ("公告", None)
    assert parts_of(text) == [("main", metadata.title)]


def test_the_name_of_the_site_is_no_title() -> None:
    text = "有关市县财政局：\n现下达你地资金，请按规定使用。\n一、列入本年科目。\n湖北省财政厅\n2020年5月29日"
    metadata = metadata_of(
        text, Fact("ArticleTitle", "关于下达林业资金的通知", "meta"), Fact("Title", "关于下达林业资金的通知_湖北省财政厅", "meta")
    )
    assert (metadata.title, metadata.addressees) == ("关于下达林业资金的通知", ["有关市县财政局"])


def test_the_fuller_name_of_the_issuer_is_kept() -> None:
    text = "内蒙古自治区阿拉善盟行政公署\n关于商请调水的函\n张掖市人民政府：\n请按计划泄水。\n阿拉善盟行政公署\n2020年8月25日"
    assert metadata_of(text).issuing_agencies == ["内蒙古自治区阿拉善盟行政公署"]


def test_a_draft_for_comment_is_a_part_of_its_own() -> None:
    text = "某省司法厅关于《某省信用条例（草案）》征求意见的公告\n请于年底前反馈。\n2020年11月20日\n"
    text += "某省信用条例（草案）\n第一条 适用于本省。"
    assert [eid for eid, _ in parts_of(text)] == ["cover", "main"]
    assert metadata_of(text).instrument_title == "某省信用条例（草案）"
    assert metadata_of(text[: text.index("某省信用条例（草案）\n")]).instrument_title is None


NOTES = [
    ("（此件公开发布）", "此件公开发布"),
    ("（本文有删减）", "本文有删减"),
    ("（联系人：张三，电话：1234）", "联系人：张三，电话：1234"),
]


@pytest.mark.parametrize(("line", "note"), NOTES)
def test_notes(line: str, note: str) -> None:
    assert metadata_of(f"甲县人民政府关于乙事的通知\n各镇：\n请照办。\n甲县人民政府\n2020年1月2日\n{line}").note == note


TITLES = [
    ("关于2022年度成长型企业\n拟认定名单的公示\n现予公示。", "关于2022年度成长型企业拟认定名单的公示", "公示"),
    ("甲县中学2023年教师招聘简章\n一、名额\n十人。", "甲县中学2023年教师招聘简章", "简章"),
]


@pytest.mark.parametrize(("text", "title", "kind"), TITLES)
def test_titles(text: str, title: str, kind: str) -> None:
    metadata = metadata_of(text)
    assert (metadata.title, metadata.document_type) == (title, kind)


def test_a_news_page_governs_no_place() -> None:
    assert metadata_of("我市首条地铁开通\n绍兴市民昨天乘上地铁，全市欢腾。绍兴市长到场。").region is None


BEFORE = "关于开展评选的通知\n各县工商联：\n现通知如下。\n"
SIGNED = "甲州市工商业联合会\n2021年3月1日"
ATTACHED = [
    pytest.param(f"附件：1.推荐表 2.汇总表\n{SIGNED}", ["推荐表", "汇总表"], [], id="in one line"),
    pytest.param(f"附件：\n1.推荐表\n2.汇总表\n{SIGNED}", ["推荐表", "汇总表"], [], id="below the label"),
    pytest.param(f"{SIGNED}\n附件：\n1.推荐表.docx\n2.汇总表.xlsx", ["推荐表.docx", "汇总表.xlsx"], [], id="files below the signature"),
    pytest.param(
        f"附件：1.评选领导小组\n人员名单\n2.推荐表\n{SIGNED}\n附件1\n评选领导小组人员名单\n组长：张三",
        ["评选领导小组人员名单", "推荐表"],
        ["评选领导小组人员名单"],
        id="a title over two lines",
    ),
    pytest.param(
        f"附件：1-1.企业推荐表\n1-2.个人推荐表\n{SIGNED}\n附件1-1\n企业推荐表\n名称\n附件1-2\n个人推荐表\n姓名",
        ["企业推荐表", "个人推荐表"],
        ["企业推荐表", "个人推荐表"],
        id="numbers in two levels",
    ),
    pytest.param(
        f"{SIGNED}\n附件1：推荐表\n企业名称：\n负责人：\n附件2：汇总表\n序号\t名称\n1\t甲",
        [],
        ["推荐表", "汇总表"],
        id="heads with their title",
    ),
]


@pytest.mark.parametrize(("text", "attachments", "annexes"), ATTACHED)
def test_attachments_and_annexes(text: str, attachments: list[str], annexes: list[str]) -> None:
    assert metadata_of(BEFORE + text).attachments == attachments
    assert [title for eid, title in parts_of(BEFORE + text) if eid.startswith("annex")] == annexes


def test_a_cover_says_what_it_issues_though_its_title_does_not() -> None:
    text = (
        "关于2021年补助项目实施方案的通知\n各县财政局：\n现将《2021年补助项目实施方案》（附件1）印发给你们。\n乙省财政厅\n2021年6月18日\n"
    )
    text += "附件1\n2021年补助项目实施方案\n一、内容\n按亩补助。"
    assert metadata_of(text).instrument_title == "2021年补助项目实施方案"
    assert [eid for eid, _ in parts_of(text)] == ["cover", "main"]


def test_an_announcement_without_a_number_promulgates_an_instrument() -> None:
    text = "延边朝鲜族自治州人民代表大会常务委员会公告\n《延边朝鲜族自治州林业条例》已经批准，现予公布。\n"
    text += "延边朝鲜族自治州人民代表大会常务委员会\n2022年4月20日\n延边朝鲜族自治州林业条例\n第一条 适用于本州。"
    assert metadata_of(text).instrument_title == "延边朝鲜族自治州林业条例"
    assert [eid for eid, _ in parts_of(text)] == ["cover", "main"]


CODES = [
    ("市政府关于加强养老服务的意见", "沪府发〔2017〕3号", "310000"),
    ("市环保局关于清理整顿的通知", "沪环保防〔2017〕330号", "310000"),
    ("省民政厅关于换届选举的通知", "粤民函〔2017〕3号", "440000"),
    ("市税务局关于延长期限的通知", "财税〔2018〕38号", None),
    ("县教育局关于招生的通知", "粤教函〔2018〕3号", None),
]


@pytest.mark.parametrize(("title", "number", "code"), CODES)
def test_the_province_in_the_agency_code(title: str, number: str, code: str | None) -> None:
    region = metadata_of(f"{title}\n{number}\n各有关单位：\n请照办。").region
    assert (region.code if region else None) == code


def test_a_title_may_be_long_where_it_is_whole() -> None:
    title = (
        "甲省人民政府办公厅关于转发"
        + "、".join(f"《区域内跨省突发事件{name}应急处置联动预案》" for name in ("气象", "地质", "防汛"))
        + "的通知"
    )
    text = f"{title}\n各市：\n请照办。"
    assert (len(title) > LONGEST_TITLE_LINE, metadata_of(text).title) == (True, title)


def test_what_a_notice_rests_on_is_not_what_it_issues() -> None:
    basis = "《某部关于做好评选的通知》和《某厅关于推荐单位的通知》"
    text = f"各市财政局：\n按照{basis}要求，认定甲镇等6个镇为示范镇，现予公布。\n某厅\n2017年8月22日"
    assert metadata_of(text).instrument_title is None


def test_a_headline_of_number_and_quoted_title() -> None:
    title = "某市人民政府办公厅关于印发〈河道巡查工作要点〉的通知"
    body = "本年要做好巡查。\n一、加强日常巡查\n(一)落实人员\n二、加强应急处置\n(一)备足物资"
    text = f"某政办发〔2016〕26号《{title}》\n《{title}》\n"
    text += "某政办发〔2016〕26号\n各区人民政府：\n现将要点印发给你们。\n某市人民政府办公厅\n2016年5月28日\n"
    metadata = metadata_of(text + body)
    assert (metadata.title, metadata.document_number, metadata.instrument_title) == (title, "某政办发〔2016〕26号", "河道巡查工作要点")
    view = read_view(text + body)
    parts = [division.part for division in divide(view, lay_out(view, []))]
    assert [part.kind for part in parts] == ["cover", "main"]  # the instrument follows the signature without a title of its own
    assert (text + body)[parts[1].start :] == body


def test_an_agency_on_a_line_of_its_own_in_the_head_issues() -> None:
    text = "河道管理规定\n甲省人民政府\n河道管理规定\n政府令〔2010〕第15号\n"
    text += "《河道管理规定》已经通过，现予公布。\n省长\n二○一○年十二月二十五日\n"
    metadata = metadata_of(text + "河道管理规定\n第一条 为管好河道，制定本规定。")
    assert (metadata.issuing_agencies, metadata.document_number) == (["甲省人民政府"], "政府令〔2010〕15号")


def test_a_tag_of_the_site_is_no_part_of_the_title() -> None:
    metadata = metadata_of("【规范性文件】某市人民政府办公厅关于做好防汛工作的通知\n各县人民政府：\n请做好防汛工作。")
    assert metadata.title == "某市人民政府办公厅关于做好防汛工作的通知"
