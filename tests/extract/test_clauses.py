"""Clauses: what the sequence of labels takes and what it leaves."""

from __future__ import annotations

import pytest
from gongwen.extract.clauses import find_clauses, locator
from gongwen.extract.damage import MIN_CHUNK, read_view
from gongwen.extract.layout import lay_out
from gongwen.extract.masks import element_lines
from gongwen.extract.numerals import to_chinese
from gongwen.extract.parts import divide
from hypothesis import given
from hypothesis import strategies as st


def clauses_of(text: str) -> list[tuple[str, str | None]]:
    view = read_view(text)
    layout = lay_out(view, [])
    found = find_clauses(view, divide(view, layout), element_lines(layout), flowing=view.is_cut)
    for clause in found:
        assert text[clause.start : clause.end].startswith(clause.label[:1])
    return [(clause.eid, clause.heading) for clause in found]


def eids_of(text: str) -> list[str]:
    return [eid for eid, _ in clauses_of(text)]


TREES = [
    pytest.param(
        "一、目标\n(一)近期。三年建成。\n(二)远期。五年见效。\n二、保障",
        ["main__sec_1", "main__sec_1__subsec_1", "main__sec_1__subsec_2", "main__sec_2"],
        id="outline",
    ),
    pytest.param(
        "一、任务\n1. 招商。各区分头落实。\n2. 用地。优先供给。\n二、考核",
        ["main__sec_1", "main__sec_1__para_1", "main__sec_1__para_2", "main__sec_2"],
        id="a level is skipped",
    ),
    pytest.param(
        "一、就业\n(一)稳岗。返还保费。\n二、创业\n(二)贷款。贴息支持。\n(三)载体。给予奖补。",
        ["main__sec_1", "main__sec_1__subsec_1", "main__sec_2", "main__sec_2__subsec_2", "main__sec_2__subsec_3"],
        id="numbering runs on over the parents",
    ),
    pytest.param(
        "(一)产业。分类如下。\n--纺织。做精家纺。\n——海工。做强装备。\n(二)布局。控制规模。\n--镇区。连片开发。",
        ["main__subsec_1", "main__subsec_1__item_1", "main__subsec_1__item_2", "main__subsec_2", "main__subsec_2__item_1"],
        id="dashes count from 1 within their parent",
    ),
    pytest.param(
        "第一章 总则\n第一条 为了规范补贴,制定本办法。\n第二条 补贴对象:\n(一)新办企业;\n(二)扩产企业。\n"
        "第二章 附则\n第三条 本办法自印发之日起施行。",
        [
            "main__chp_1",
            "main__chp_1__art_1",
            "main__chp_1__art_2",
            "main__chp_1__art_2__point_1",
            "main__chp_1__art_2__point_2",
            "main__chp_2",
            "main__chp_2__art_3",
        ],
        id="chapters, articles that run on, items",
    ),
    pytest.param(
        "1. 材料。分两类。\n(1)主体材料。\n(2)附属材料。\n2. 时限。当年有效。",
        ["main__para_1", "main__para_1__subpara_1", "main__para_1__subpara_2", "main__para_2"],
        id="brackets under arabic",
    ),
    pytest.param(
        "1. 甲方\n一、乙项内容。\n二、丙项内容。\n2. 丁方\n一、戊项内容。\n二、己项内容。",
        ["main__para_1", "main__para_1__sec_1", "main__para_1__sec_2", "main__para_2", "main__para_2__sec_1", "main__para_2__sec_2"],
        id="nesting against the usual order, told by the run that goes on",
    ),
    pytest.param(
        "(一)申报范围。(1)已设立两年以上的园区。(2)尚未认定的新建园区。\n(二)申报时间。另行通知。",
        ["main__subsec_1", "main__subsec_1__subpara_1", "main__subsec_1__subpara_2", "main__subsec_2"],
        id="provisions inside a paragraph",
    ),
    pytest.param("一、甲事\n三、丙事\n四、丁事", ["main__sec_1", "main__sec_3", "main__sec_4"], id="a number was forgotten"),
    pytest.param(
        "㈠甲。说明。\n㈡乙。说明。\n⑴丙。\n⑵丁。",
        ["main__subsec_1", "main__subsec_2", "main__subsec_2__subpara_1", "main__subsec_2__subpara_2"],
        id="signs",
    ),
]


@pytest.mark.parametrize(("text", "expected"), TREES)
def test_trees(text: str, expected: list[str]) -> None:
    assert eids_of(text) == expected


NONE = [
    pytest.param("打造\n2.0 版园区,投资1.5亿元。\n3A级景区不少于两处。", id="figures at the start of a line"),
    pytest.param("推动一、二、三产融合,完善(一)类和(二)类目录。", id="enumeration and reference inside a sentence"),
    pytest.param("第八条规定的条件\n第三条第二款所称企业", id="references at the start of a line"),
    pytest.param("将原办法修改为:\n“第五条 申请人应当提交材料。\n第六条 受理期限为十日。”", id="quoted provisions"),
    pytest.param("依据《规程(一)》《规程(二)》办理。", id="numbers inside titles"),
    pytest.param("— 1 —\n— 2 —", id="page numbers between dashes"),
]


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_label(text: str) -> None:
    assert eids_of(text) == []


HEADINGS = [
    ("一、创建程序\n(一)自愿申报。由镇提出。", ["创建程序", "自愿申报"]),
    ("(一)完善规划,推动创建。各地抓紧编制。\n(二)另行通知。", ["完善规划,推动创建", None]),
    ("(一)建设目标。\n1. 省级。建成三个。\n2. 市级。建成五个。", ["建设目标", "省级", "市级"]),
    ("第一章 总 则\n第一条 【目的】为了便民,制定本规定。\n第二条 适用于全市。", ["总 则", "目的", None]),
    ("1. 逾期未交的,按照规定予以处理。由财政局执行。\n2. 检查。每季开展。", [None, "检查"]),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS)
def test_headings(text: str, expected: list[str | None]) -> None:
    assert [heading for _, heading in clauses_of(text)] == expected


def chunked(sentences: int) -> str:
    """A text of one paragraph, cut into numbered chunks in mid-sentence."""
    body = (
        "一、总体要求 (一)指导思想。" + "坚持因地制宜分类推进的路子走稳走实" * 12 + "。(二)目标任务。" + "力争用几年时间建成一批样板" * 15
    )
    body += "。 二、组织申报 (一)范围。" + "面向全省各县市区征集项目" * 10 + "。(二)时间。" + "每年春季集中受理一次" * 10 + "。"
    size = len(body) // sentences + 1
    return "\n".join(f"{number}、{body[at : at + size]}" for number, at in enumerate(range(0, len(body), size), 1))


def test_chunk_marks_are_read_over_and_stay_in_the_text() -> None:
    text = chunked(3)
    assert len(text) > 3 * MIN_CHUNK
    assert clauses_of(text) == [
        ("main__sec_1", "总体要求"),
        ("main__sec_1__subsec_1", "指导思想"),
        ("main__sec_1__subsec_2", "目标任务"),
        ("main__sec_2", "组织申报"),
        ("main__sec_2__subsec_1", "范围"),
        ("main__sec_2__subsec_2", "时间"),
    ]
    assert read_view(text).source == text


def test_numbered_provisions_are_no_chunk_marks() -> None:
    text = "\n".join(f"{number}、{'各部门应当依照职责落实任务' * 15}。" for number in range(1, 5))
    assert read_view(text).raw == text
    assert eids_of(text) == [f"main__para_{number}" for number in range(1, 5)]


def test_a_closing_paragraph_speaks_for_the_whole() -> None:
    text = "一、分工\n(一)财政。安排资金。\n(二)民政。核对名册。\n各地要及时报送进展。"
    view = read_view(text)
    divisions = divide(view, lay_out(view, []))
    clauses = find_clauses(view, divisions, set(), flowing=False)
    locate = locator(clauses, divisions)
    assert locate(text.index("核对")) == "main__sec_1__subsec_2"
    assert locate(text.index("各地")) == "main"


def test_a_paragraph_of_an_article_stays_with_it() -> None:
    text = "第一条 扣除标准:\n(一)大城市;\n(二)小城市。\n夫妻只能由一方扣除。\n第二条 本办法自明年起施行。"
    view = read_view(text)
    divisions = divide(view, lay_out(view, []))
    clauses = find_clauses(view, divisions, set(), flowing=False)
    locate = locator(clauses, divisions)
    assert locate(text.index("小城市")) == "main__art_1__point_2"
    assert locate(text.index("夫妻")) == "main__art_1"


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12))
def test_any_outline_is_read_back(sizes: list[int]) -> None:
    lines = []
    expected = []
    for section, size in enumerate(sizes, 1):
        lines.append(f"{to_chinese(section)}、第{'甲' * section}类事项")
        expected.append(f"main__sec_{section}")
        for item in range(1, size + 1):
            lines.append(f"（{to_chinese(item)}）事项。按期办结。")
            expected.append(f"main__sec_{section}__subsec_{item}")
    assert eids_of("\n".join(lines)) == expected


@given(st.text(alphabet="一二三、()（）1234.。;第条章\n--甲乙", max_size=300))
def test_every_clause_lies_in_its_parent(text: str) -> None:
    view = read_view(text)
    layout = lay_out(view, [])
    divisions = divide(view, layout)
    clauses = find_clauses(view, divisions, element_lines(layout), flowing=False)
    bounds = {clause.eid: clause for clause in clauses} | {division.part.eid: division.part for division in divisions}
    assert len({clause.eid for clause in clauses}) == len(clauses)
    for clause in clauses:
        parent = bounds[clause.parent]
        assert parent.start <= clause.start < clause.end <= parent.end
    assert [clause.start for clause in clauses] == sorted(clause.start for clause in clauses)


SEQUENCES = [
    pytest.param(
        "一、甲项\n1.1 机构。齐全。\n1.2 制度。健全。\n二、乙项\n2.1 设备。完好。",
        ["main__sec_1", "main__sec_1__subsec_1", "main__sec_1__subsec_2", "main__sec_2", "main__sec_2__subsec_1"],
        id="decimals under 一、",
    ),
    pytest.param(
        "1. 总则\n1.1 目的\n便民。\n1.2 范围\n全市。\n2. 附则\n2.1 解释\n另定。",
        ["main__sec_1", "main__sec_1__subsec_1", "main__sec_1__subsec_2", "main__sec_2", "main__sec_2__subsec_1"],
        id="decimals with a stop at the first level",
    ),
    pytest.param(
        "应急预案\n1 总则\n1.1 目的\n便民。\n2 附则\n施行。",
        ["main__sec_1", "main__sec_1__subsec_1", "main__sec_2"],
        id="a last chapter without sections",
    ),
    pytest.param(
        "(一)人才:1.购房补贴十万元;2.子女优先入学。\n(二)用地。",
        ["main__subsec_1", "main__subsec_1__para_1", "main__subsec_1__para_2", "main__subsec_2"],
        id="Arabic numbers inside a paragraph",
    ),
    pytest.param(
        "法人还有:\n(1)专职人员;(2)固定的住所;(3)账户。",
        ["main__subpara_1", "main__subpara_2", "main__subpara_3"],
        id="a run that starts the line",
    ),
    pytest.param("注:1、坐标独立。\n2、单位为米。", ["main__para_1", "main__para_2"], id="notes below a table"),
    pytest.param("⒈组织发动。\n⒉集中整治。", ["main__para_1", "main__para_2"], id="numbers with their stop in one character"),
    pytest.param(
        "第一部分 现状\n一、基础\n第二部分 任务\n一、布局",
        ["main__book_1", "main__book_1__sec_1", "main__book_2", "main__book_2__sec_1"],
        id="第一部分",
    ),
    pytest.param(
        "第一条规模以上企业报送。\n第二条规定另行公布。\n第二条其他企业免报。",
        ["main__art_1", "main__art_2"],
        id="no blank behind the label",
    ),
    pytest.param(
        "1.总量\n一千公顷。\n2.结构\n2.1 住宅。\n2.2 工业。\n3.保障\n3.1 督查。",
        ["main__sec_1", "main__sec_2", "main__sec_2__subsec_1", "main__sec_2__subsec_2", "main__sec_3", "main__sec_3__subsec_1"],
        id="a first chapter without sections",
    ),
    pytest.param("具体措施:\n1.2021年6月底前下达资金。\n2.优化减税机制。", ["main__para_1", "main__para_2"], id="a year behind the label"),
    pytest.param(
        "一、原则\n1、突出重点。2、精准使用。3、公开透明。\n二、附则\n另定。",
        ["main__sec_1", "main__sec_1__para_1", "main__sec_1__para_2", "main__sec_1__para_3", "main__sec_2"],
        id="several numbers on a line",
    ),
    pytest.param(
        "第一章 总则 第一条 为便民,制定本规定。 第二条 适用于全市。 第二章 附则 第三条 本规定自明年起施行。",
        ["main__chp_1", "main__chp_1__art_1", "main__chp_1__art_2", "main__chp_2", "main__chp_2__art_3"],
        id="articles without line breaks",
    ),
    pytest.param(
        "一、要求。民主公开。二、任务。(一)账户。只设一个。(二)票据。统一使用。三、保障。从严。",
        ["main__sec_1", "main__sec_2", "main__sec_2__subsec_1", "main__sec_2__subsec_2", "main__sec_3"],
        id="sections without line breaks",
    ),
    pytest.param(
        "一、总体要求(一)思路。稳步推进。(二)目标。建成样板。二、组织申报(一)范围。面向全省。(二)时间。每年春季。三、保障。从严。",
        [
            "main__sec_1",
            *(f"main__sec_1__subsec_{n}" for n in (1, 2)),
            "main__sec_2",
            *(f"main__sec_2__subsec_{n}" for n in (1, 2)),
            "main__sec_3",
        ],
        id="sections without line breaks or blanks",
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEQUENCES)
def test_sequences(text: str, expected: list[str]) -> None:
    assert eids_of(text) == expected


FAMILIES = [
    ("一、部长召集会议。议题另定。\n二、甲处拟稿,乙处会签,丙处印发,丁处归档。\n三、每月一次。", [None, None, None]),
    ("第一条 支持落户。奖十万元。\n第二条 支持研发。奖五万元。\n第三条 自明年起施行。", ["支持落户", "支持研发", None]),
    ("(一)原则。\n从严把关。\n(二)步骤。\n分期实施。", ["原则", "步骤"]),
    ("一、减税。逐户落实。\n二、降低能耗。\n责任单位:县发改局", ["减税", None]),
]


@pytest.mark.parametrize(("text", "expected"), FAMILIES)
def test_headings_of_neighbours(text: str, expected: list[str | None]) -> None:
    assert [heading for _, heading in clauses_of(text)] == expected


ENDS = [
    ("一、降本。\n二、增效。\n责任单位:县发改局\n完成时限:年底", "县发改局", "main__sec_2"),
    ("第一条 条件:\n(一)甲:\n1.子;\n2.丑。\n(二)乙;\n(三)丙。\n不得转让。", "不得", "main__art_1"),
    ("一、职责\n研究政策。\n二、要求\n互通信息。\n部际联席会议成员名单\n召集人 张三", "召集人", "main"),
    ("一、甲类\n上报。\n二、乙类\n备案。\n某某省民政厅\n2020年3月1日\n(本文有删减)", "民政厅", "main"),
    ("第一条 甲厅:\n(一)制定;\n(二)检查。\n乙厅:\n(一)申报;\n(二)评审。", "乙厅", "main__art_1"),
    ("一、培育\n奖二十万元。\n二、建仓\n奖百万元。\n本措施自八月起施行。", "本措施", "main"),
    ("一、培育\n奖二十万元。\n二、附则\n本措施由商务局解释。\n本措施自八月起施行。", "自八月", "main__sec_2"),
    ("一、范围\n全市。\n二、程序\n推荐。\n附件:推荐表\n甲州市民政局\n2021年3月1日\n相关附件:推荐表.doc", "附件", "main"),
]


@pytest.mark.parametrize(("text", "words", "eid"), ENDS)
def test_where_the_last_clause_ends(text: str, words: str, eid: str) -> None:
    view = read_view(text)
    divisions = divide(view, lay_out(view, []))
    clauses = find_clauses(view, divisions, set(), flowing=False)
    assert locator(clauses, divisions)(text.index(words)) == eid


def test_headings_of_a_text_broken_by_the_page() -> None:
    line = "各乡镇人民政府和县直有关部门按照职责分工抓好落实工作并定期"
    text = "\n".join(
        [
            "一、总体安排",
            line,
            line,
            line + "公布。",
            "(一)优化布局。" + line[:22],
            line,
            line,
            line + "检查。",
            "(二)完善机制与提升基层服务能",
            "力。" + line,
            line + "。",
        ]
    )
    assert [heading for _, heading in clauses_of(text)][:2] == ["总体安排", "优化布局"]
