"""Elements: each value of the metadata, the place it was read from, and what disagrees."""

from __future__ import annotations

import pytest
from gongwen.extract.damage import read_view
from gongwen.extract.elements import Elements, read_elements
from gongwen.extract.layout import lay_out
from gongwen.extract.page import Fact
from gongwen.schemas.notice import OutsideEvidence, Span

TITLE = "甲省人民政府办公厅关于加强河湖管理的通知"
BODY = "各市人民政府：\n　　河湖管理事关全局，现通知如下。\n　　一、压实责任，按月巡查。"


def elements_of(text: str, *facts: Fact) -> Elements:
    view = read_view(text)
    elements = read_elements(view, lay_out(view, list(facts)), list(facts))
    for evidence in elements.metadata.evidence.values():
        if isinstance(evidence, Span):
            assert text[evidence.start : evidence.end] == evidence.exact
    return elements


def evidence_of(elements: Elements, name: str) -> str | None:
    found = elements.metadata.evidence.get(name)
    return found.exact if isinstance(found, Span) else None if found is None else f"{found.where}={found.quote}"


def codes(elements: Elements) -> list[str]:
    return [warning.code for warning in elements.warnings]


TITLES = [
    pytest.param(f"{TITLE}\n{BODY}", (), TITLE, TITLE, id="one line"),
    pytest.param(
        f"甲省人民政府办公厅\n关于加强河湖\n管理的通知\n{BODY}",
        (),
        TITLE,
        "甲省人民政府办公厅\n关于加强河湖\n管理的通知",
        id="broken over lines",
    ),
    pytest.param(f"{TITLE}（甲政办发〔2019〕3号）\n{BODY}", (), TITLE, TITLE, id="a number closes it"),
    pytest.param(
        f"甲省人民政府办公厅关于加强\n河湖管理的通知 甲政办发[2019]3号\n{BODY}",
        (),
        TITLE,
        "甲省人民政府办公厅关于加强\n河湖管理的通知",
        id="a number closes its last line",
    ),
    pytest.param(BODY, (Fact("标题", TITLE, "index-table"),), TITLE, f"index-table:标题={TITLE}", id="only the index table has it"),
    pytest.param(BODY, (Fact("ArticleTitle", TITLE, "meta"),), TITLE, f"meta:ArticleTitle={TITLE}", id="only a meta tag has it"),
    pytest.param(
        BODY, (Fact("Title", f"{TITLE}_甲省政府网", "meta"),), TITLE, f"meta:Title={TITLE}_甲省政府网", id="only the page's title has it"
    ),
]


@pytest.mark.parametrize(("text", "facts", "title", "evidence"), TITLES)
def test_title(text: str, facts: tuple[Fact, ...], title: str, evidence: str) -> None:
    elements = elements_of(text, *facts)
    assert elements.metadata.title == title
    assert evidence_of(elements, "title") == evidence
    assert elements.metadata.document_type == "通知"
    assert "no-title" not in codes(elements)


def test_a_number_of_taiwan_closes_the_title() -> None:
    metadata = elements_of("教育部令 臺教高(五)字第1030109690B號\n修正「圖書館管理辦法」。").metadata
    assert (metadata.title, metadata.document_type, metadata.document_number) == ("教育部令", "令", "臺教高(五)字第1030109690B號")


def test_a_text_without_a_title_is_reported() -> None:
    elements = elements_of(BODY)
    assert elements.metadata.title is None
    assert codes(elements) == ["no-title"]


STATED = Fact("发文字号", "甲政办发〔2019〕3号", "index-table")
NUMBERS = [
    pytest.param(f"{TITLE}\n甲政办发[2019] 3 号\n{BODY}", (), "甲政办发〔2019〕3号", "甲政办发[2019] 3 号", [], id="number line"),
    pytest.param(
        f"甲政办发〔2019〕3号\n{TITLE}\n{BODY}", (), "甲政办发〔2019〕3号", "甲政办发〔2019〕3号", [], id="number line above the title"
    ),
    pytest.param(
        f"{TITLE}（甲政办发〔2019〕3号）\n{BODY}", (), "甲政办发〔2019〕3号", "甲政办发〔2019〕3号", [], id="at the end of the title"
    ),
    pytest.param(
        f"{TITLE}\n{BODY}",
        (STATED,),
        "甲政办发〔2019〕3号",
        "index-table:发文字号=甲政办发〔2019〕3号",
        [],
        id="only the index table has it",
    ),
    pytest.param(f"{TITLE}\n甲政办发〔2019〕3号\n{BODY}", (STATED,), "甲政办发〔2019〕3号", "甲政办发〔2019〕3号", [], id="both agree"),
    pytest.param(
        f"{TITLE}\n甲政办发〔2019〕8号\n{BODY}",
        (STATED,),
        "甲政办发〔2019〕8号",
        "甲政办发〔2019〕8号",
        ["number-conflict"],
        id="both disagree",
    ),
    pytest.param(
        f"{TITLE}\n{BODY}\n按照甲政办发〔2019〕3号文件办理。", (), None, None, [], id="a number in the body is another document's"
    ),
]


@pytest.mark.parametrize(("text", "facts", "number", "evidence", "warned"), NUMBERS)
def test_document_number(text: str, facts: tuple[Fact, ...], number: str | None, evidence: str | None, warned: list[str]) -> None:
    elements = elements_of(text, *facts)
    assert elements.metadata.document_number == number
    assert (elements.number.canonical if elements.number else None) == number
    assert evidence_of(elements, "document_number") == evidence
    assert codes(elements) == warned


SIGNED = f"{TITLE}\n{BODY}\n甲省人民政府办公厅\n2019年3月5日"
DATES = [
    pytest.param(SIGNED, (), "2019-03-05", "2019年3月5日", None, [], id="signature"),
    pytest.param(
        f"{TITLE}\n{BODY}\n甲省人民政府办公厅　二〇一九年三月五日",
        (),
        "2019-03-05",
        "二〇一九年三月五日",
        None,
        [],
        id="date beside the agency",
    ),
    pytest.param(
        f"{TITLE}\n{BODY}",
        (Fact("成文日期", "2019年03月05日", "index-table"),),
        "2019-03-05",
        "index-table:成文日期=2019年03月05日",
        None,
        [],
        id="only the index table has it",
    ),
    pytest.param(
        f"{TITLE}\n{BODY}",
        (Fact("成文日期", "20190305", "index-table"),),
        "2019-03-05",
        "index-table:成文日期=20190305",
        None,
        [],
        id="packed",
    ),
    pytest.param(
        SIGNED, (Fact("成文日期", "2019-03-07", "index-table"),), "2019-03-05", "2019年3月5日", None, ["date-conflict"], id="both disagree"
    ),
    pytest.param(SIGNED, (Fact("成文日期", "2019-03-05", "index-table"),), "2019-03-05", "2019年3月5日", None, [], id="both agree"),
    pytest.param(
        SIGNED, (Fact("发布日期", "2019-03-08 09:30", "page-info"),), "2019-03-05", "2019年3月5日", "2019-03-08", [], id="published"
    ),
    pytest.param(
        SIGNED, (Fact("发布日期", "２０１９年３月８日", "index-table"),), "2019-03-05", "2019年3月5日", "2019-03-08", [], id="full width"
    ),
    pytest.param(
        SIGNED,
        (Fact("发布日期", "昨天", "page-info"), Fact("PubDate", "2019-03-08T09:30:00", "meta")),
        "2019-03-05",
        "2019年3月5日",
        "2019-03-08",
        [],
        id="what is no date is passed over",
    ),
    pytest.param(
        "甲省河湖管理条例\n（2019年3月5日甲省第十三届人民代表大会常务委员会第八次会议通过）\n第一条 为了管好河湖，制定本条例。",
        (),
        "2019-03-05",
        "2019年3月5日",
        None,
        [],
        id="in the line below the title",
    ),
    pytest.param(f"{TITLE}\n{BODY}\n从2019年3月5日起执行。", (), None, None, None, [], id="a date in the body is none of the notice's"),
]


@pytest.mark.parametrize(("text", "facts", "written", "evidence", "published", "warned"), DATES)
def test_dates(
    text: str, facts: tuple[Fact, ...], written: str | None, evidence: str | None, published: str | None, warned: list[str]
) -> None:
    elements = elements_of(text, *facts)
    assert (elements.metadata.written_date, elements.metadata.published_date) == (written, published)
    assert evidence_of(elements, "written_date") == evidence
    assert codes(elements) == warned


INDEXED = Fact("发文机关", "甲省水利厅、甲省财政厅", "index-table")
AGENCIES = [
    pytest.param(SIGNED, (), ["甲省人民政府办公厅"], "甲省人民政府办公厅", [], id="signature"),
    pytest.param(
        f"关于河湖的通知\n{BODY}\n甲省水利厅\n甲省财政厅\n2019年3月5日",
        (),
        ["甲省水利厅", "甲省财政厅"],
        "甲省水利厅\n甲省财政厅",
        [],
        id="joint signature",
    ),
    pytest.param(
        f"关于河湖的通知\n{BODY}",
        (INDEXED,),
        ["甲省水利厅", "甲省财政厅"],
        "index-table:发文机关=甲省水利厅、甲省财政厅",
        [],
        id="index table",
    ),
    pytest.param(f"{TITLE}\n{BODY}", (), ["甲省人民政府办公厅"], "甲省人民政府办公厅", [], id="title"),
    pytest.param(
        f"浙江省水利厅　浙江省\n财政厅关于河湖的通知\n{BODY}",
        (),
        ["浙江省水利厅", "浙江省财政厅"],
        "浙江省水利厅　浙江省\n财政厅",
        [],
        id="title over lines",
    ),
    pytest.param(
        SIGNED, (INDEXED,), ["甲省人民政府办公厅"], "甲省人民政府办公厅", ["agency-conflict"], id="signature and index table disagree"
    ),
    pytest.param(
        f"{TITLE}\n{BODY}\n乙省水利厅\n2019年3月5日",
        (),
        ["乙省水利厅"],
        "乙省水利厅",
        ["agency-conflict"],
        id="signature and title disagree",
    ),
    pytest.param(
        f"关于河湖的通知\n国办发〔2019〕3号\n{BODY}",
        (),
        ["国务院办公厅"],
        "document-number=国办发",
        [],
        id="agency code, where nothing else says it",
    ),
    pytest.param(f"关于河湖的通知\n{BODY}", (), [], None, [], id="nothing says it"),
]


@pytest.mark.parametrize(("text", "facts", "agencies", "evidence", "warned"), AGENCIES)
def test_issuing_agencies(text: str, facts: tuple[Fact, ...], agencies: list[str], evidence: str | None, warned: list[str]) -> None:
    elements = elements_of(text, *facts)
    assert elements.metadata.issuing_agencies == agencies
    assert evidence_of(elements, "issuing_agencies") == evidence
    assert codes(elements) == warned


def test_every_conflict_is_reported_by_itself() -> None:
    text = f"{TITLE}\n甲政办发〔2019〕8号\n{BODY}\n甲省人民政府办公厅\n2019年3月5日"
    facts = (STATED, INDEXED, Fact("成文日期", "2019-03-07", "index-table"))
    elements = elements_of(text, *facts)
    assert codes(elements) == ["number-conflict", "date-conflict", "agency-conflict"]
    assert all(said in warning.message for said, warning in zip(("8号", "2019-03-07", "甲省财政厅"), elements.warnings, strict=True))


def test_addressees_stand_where_they_were_read() -> None:
    elements = elements_of(f"{TITLE}\n各市、县人民政府，\n省政府各部门：\n　　现通知如下。")
    assert elements.metadata.addressees == ["各市、县人民政府", "省政府各部门"]
    assert evidence_of(elements, "addressees") == "各市、县人民政府，\n省政府各部门："


def test_what_only_the_page_states() -> None:
    facts = (
        Fact("索引号", "X-1", "index-table"),
        Fact("主题分类", "水利、水务\\河湖；防汛", "index-table"),
        Fact("主题词", "河湖 管理，通知", "index-table"),
        Fact("有效性", "有效", "index-table"),
        Fact("SiteName", "甲省政府网", "meta"),
        Fact("来源", "省水利厅", "page-info"),
    )
    metadata = elements_of(f"{TITLE}\n{BODY}", *facts).metadata
    assert metadata.index_number == "X-1"
    assert metadata.category == ["水利、水务", "河湖", "防汛"]
    assert metadata.keywords == ["河湖", "管理", "通知"]
    assert (metadata.validity, metadata.source_name) == ("有效", "省水利厅")
    assert metadata.evidence["source_name"] == OutsideEvidence("page-info:来源", "省水利厅")


def test_nothing_is_guessed_from_nothing() -> None:
    metadata = elements_of("天气晴朗。").metadata
    empty = (
        metadata.document_number,
        metadata.written_date,
        metadata.published_date,
        metadata.region,
        metadata.note,
        metadata.instrument_title,
    )
    assert empty == (None,) * 6
    assert (metadata.issuing_agencies, metadata.addressees, metadata.signatories, metadata.attachments) == ([], [], [], [])
    assert metadata.evidence == {}


def test_a_site_is_no_issuer_and_a_stated_date_may_lack_its_last_character() -> None:
    facts = (Fact("发文机关", "县政府网站", "index-table"), Fact("发布日期", "2018年03月27", "index-table"))
    metadata = elements_of(f"{TITLE}\n{BODY}", *facts).metadata
    assert metadata.issuing_agencies == ["甲省人民政府办公厅"]
    assert metadata.published_date == "2018-03-27"
