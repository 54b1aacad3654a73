"""Layout and elements: which line is which, and what it says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from gongwen.extract.chunks import read_view
from gongwen.extract.elements import read_elements, split_addressees
from gongwen.extract.layout import lay_out
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
]


@pytest.mark.parametrize(("text", "expected"), ADDRESSEES)
def test_addressees(text: str, expected: list[str]) -> None:
    assert split_addressees(text) == expected
