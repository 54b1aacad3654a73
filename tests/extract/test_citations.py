"""Citations: which mentions are, what they name, and what the notice does with them."""

from __future__ import annotations

import itertools

import pytest
from gongwen.extract.citations import find_citations
from gongwen.extract.damage import read_view
from gongwen.extract.numbers import find_numbers
from gongwen.schemas.notice import Citation
from hypothesis import given
from hypothesis import strategies as st


def cite(text: str, *, titles: tuple[str, ...] = (), number: str | None = None) -> list[Citation]:
    view = read_view(text)
    found = find_citations(view, list(find_numbers(view.text)), own_titles=list(titles), own_number=number, locate=lambda _: "main")
    for citation in found:
        assert text[citation.start : citation.end] == citation.exact
    return found


# (text, [(exact, title, number, other numbers)])
NAMED = [
    pytest.param(
        "按照《关于加强河湖管理的通知》办理。",
        [("《关于加强河湖管理的通知》", "关于加强河湖管理的通知", None, [])],
        id="title alone",
    ),
    pytest.param(
        "按照《关于加强河湖\n管理的通知》办理。",
        [("《关于加强河湖\n管理的通知》", "关于加强河湖管理的通知", None, [])],
        id="title broken over lines",
    ),
    pytest.param(
        "按照《关于印发〈河湖管理办法〉的通知》办理。",
        [("《关于印发〈河湖管理办法〉的通知》", "关于印发〈河湖管理办法〉的通知", None, [])],
        id="title inside a title",
    ),
    pytest.param(
        "按照《关于印发《河湖管理办法》的通知》（甲政发〔2019〕3号）办理。",
        [("《关于印发《河湖管理办法》的通知》（甲政发〔2019〕3号）", "关于印发《河湖管理办法》的通知", "甲政发〔2019〕3号", [])],
        id="title inside a title, same marks",
    ),
    pytest.param(
        "按照《关于印发《河湖管理办法的通知》（甲政发〔2019〕3号）办理。",
        [("《关于印发《河湖管理办法的通知》（甲政发〔2019〕3号）", "关于印发《河湖管理办法的通知", "甲政发〔2019〕3号", [])],
        id="title inside a title, its closing mark lost",
    ),
    *(
        pytest.param(
            f"按照《河湖管理意见》{behind}办理。",
            [(f"《河湖管理意见》{behind}", "河湖管理意见", "甲政发〔2019〕3号", [])],
            id=f"number {behind}",
        )
        for behind in (
            "（甲政发〔2019〕3号）",
            "(甲政发[2019]3号)",
            "[甲政发(2019)3号]",
            "〔甲政发（2019）3号〕",
            "【甲政发〔2019〕3号】",
            "\n(甲政发〔2019〕3 号)",
            " （甲政发〔2019〕3号文件）",
            "甲政发〔2019〕3号",
        )
    ),
    pytest.param(
        "按照《河湖管理意见(甲政发[2015]27)号)办理。",
        [("甲政发[2015]27)号", None, "甲政发〔2015〕27号", [])],
        id="the closing mark is lost",
    ),
    pytest.param(
        "按照《河湖管理意见》(甲政发[2015]27)号)办理。",
        [("《河湖管理意见》(甲政发[2015]27)号)", "河湖管理意见", "甲政发〔2015〕27号", [])],
        id="malformed number",
    ),
    pytest.param(
        "按照甲政发〔2019〕3号《河湖管理意见》办理。",
        [("甲政发〔2019〕3号《河湖管理意见》", "河湖管理意见", "甲政发〔2019〕3号", [])],
        id="number before",
    ),
    pytest.param(
        "按照甲政发〔2019〕3号文件《河湖管理意见》办理。",
        [("甲政发〔2019〕3号文件《河湖管理意见》", "河湖管理意见", "甲政发〔2019〕3号", [])],
        id="number before, 文件 between",
    ),
    pytest.param(
        "按照（甲政发〔2019〕3号）《河湖管理意见》办理。",
        [("（甲政发〔2019〕3号）《河湖管理意见》", "河湖管理意见", "甲政发〔2019〕3号", [])],
        id="number before in brackets",
    ),
    pytest.param(
        "按照《河湖管理意见（甲政发〔2019〕3号）》办理。",
        [("《河湖管理意见（甲政发〔2019〕3号）》", "河湖管理意见", "甲政发〔2019〕3号", [])],
        id="number inside the marks",
    ),
    pytest.param(
        "按照《河湖管理办法（试行）》（甲政发〔2019〕3号）办理。",
        [("《河湖管理办法（试行）》（甲政发〔2019〕3号）", "河湖管理办法（试行）", "甲政发〔2019〕3号", [])],
        id="(试行) inside",
    ),
    pytest.param(
        "按照《河湖管理办法》（试行）（甲政发〔2019〕3号）办理。",
        [("《河湖管理办法》（试行）（甲政发〔2019〕3号）", "河湖管理办法", "甲政发〔2019〕3号", [])],
        id="(试行) between title and number",
    ),
    pytest.param(
        "按照《河湖管理意见》（甲政发〔2019〕3号、甲政办发〔2020〕4号）办理。",
        [("《河湖管理意见》（甲政发〔2019〕3号、甲政办发〔2020〕4号）", "河湖管理意见", "甲政发〔2019〕3号", ["甲政办发〔2020〕4号"])],
        id="several numbers for one title",
    ),
    pytest.param(
        "按照《河湖意见》（甲政发〔2019〕3号）和《水库意见》（甲政发〔2020〕4号）办理。",
        [
            ("《河湖意见》（甲政发〔2019〕3号）", "河湖意见", "甲政发〔2019〕3号", []),
            ("《水库意见》（甲政发〔2020〕4号）", "水库意见", "甲政发〔2020〕4号", []),
        ],
        id="two titles, a number each",
    ),
    pytest.param(
        "按照《河湖意见》、《水库意见》（甲政发〔2020〕4号）办理。",
        [("《河湖意见》", "河湖意见", None, []), ("《水库意见》（甲政发〔2020〕4号）", "水库意见", "甲政发〔2020〕4号", [])],
        id="the number is of the nearer title",
    ),
    pytest.param("按照甲政发〔2019〕3号文件执行。", [("甲政发〔2019〕3号", None, "甲政发〔2019〕3号", [])], id="number alone"),
    pytest.param(
        "按照国务院令第706号和财政部公告2019年第44号执行。",
        [("国务院令第706号", None, "国务院令第706号", []), ("财政部公告2019年第44号", None, "财政部公告2019年第44号", [])],
        id="orders and announcements",
    ),
    pytest.param(
        "根据住房城乡建设部关于保持小镇特色的通知（建村〔2017〕144号）要求，",
        [("住房城乡建设部关于保持小镇特色的通知（建村〔2017〕144号）", "住房城乡建设部关于保持小镇特色的通知", "建村〔2017〕144号", [])],
        id="title without marks before a bracketed number",
    ),
    pytest.param(
        "建筑应符合《建筑设计防火规范》（GB 50016-2014）。",
        [("《建筑设计防火规范》（GB 50016-2014）", "建筑设计防火规范", "GB 50016-2014", [])],
        id="standard",
    ),
    pytest.param(
        "执行《城镇污水排放标准》(DB33/T 2091—2018)。",
        [("《城镇污水排放标准》(DB33/T 2091—2018)", "城镇污水排放标准", "DB33/T 2091-2018", [])],
        id="local standard",
    ),
    *(
        pytest.param(f"执行{exact}的要求。", [(exact, "建筑设计防火规范", "GB 50016-2014", [])], id=exact)
        for exact in (
            "《建筑设计防火规范》GB50016-2014",
            "《建筑设计防火规范》 GB 50016—2014",
            "《建筑设计防火规范》（ＧＢ５００１６－２０１４）",
            "GB 50016-2014《建筑设计防火规范》",
            "《建筑设计防火规范》(GB50016 - 2014)",
        )
    ),
    *(
        pytest.param(f"执行《排放标准》（{name}）的要求。", [(f"《排放标准》（{name}）", "排放标准", name, [])], id=name)
        for name in ("GB/T 50378-2019", "DB33/T 2091-2018", "DB3302/T 1015-2018", "T/CECS 1001-2022", "JTG D20-2017", "CJJ 37-90")
    ),
    pytest.param(
        "执行《排放标准》（GB 18918-2002", [("《排放标准》（GB 18918-2002", "排放标准", "GB 18918-2002", [])], id="bracket breaks off"
    ),
    pytest.param(
        "执行《排放标准》（GB 18918-2002。另行通知。",
        [("《排放标准》（GB 18918-2002", "排放标准", "GB 18918-2002", [])],
        id="no closing mark",
    ),
    pytest.param(
        "按照《关于印发《河湖办法的通知》（甲政发〔2019〕3号）办理。另按《水库办法》办理。",
        [
            ("《关于印发《河湖办法的通知》（甲政发〔2019〕3号）", "关于印发《河湖办法的通知", "甲政发〔2019〕3号", []),
            ("《水库办法》", "水库办法", None, []),
        ],
        id="a lost closing mark before other titles",
    ),
    pytest.param(
        "按照《河湖管理意见》（甲政发〔2019〕3号，\n以下简称《意见》）办理。",
        [("《河湖管理意见》（甲政发〔2019〕3号，\n以下简称《意见》）", "河湖管理意见", "甲政发〔2019〕3号", [])],
        id="line break inside the bracket",
    ),
    pytest.param(
        "1.《河湖意见》（甲政发〔2019〕3号\n2.《水库意见》（甲政发〔2019〕4号）",
        [
            ("《河湖意见》（甲政发〔2019〕3号", "河湖意见", "甲政发〔2019〕3号", []),
            ("《水库意见》（甲政发〔2019〕4号）", "水库意见", "甲政发〔2019〕4号", []),
        ],
        id="a bracket that the line breaks off",
    ),
    pytest.param(
        "依據「圖書館管理辦法」及臺教高(五)字第1030109690B號函辦理。",
        [
            ("「圖書館管理辦法」", "圖書館管理辦法", None, []),
            ("臺教高(五)字第1030109690B號", None, "臺教高(五)字第1030109690B號", []),
        ],
        id="corner marks and a number of Taiwan",
    ),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_titles_and_numbers(text: str, expected: list[tuple[str, str | None, str | None, list[str]]]) -> None:
    assert [(item.exact, item.title, item.document_number, item.other_numbers) for item in cite(text)] == expected


PROVISIONS = [
    ("依照《统计法》第八条第二款的规定，", "《统计法》第八条第二款", "第八条第二款"),
    ("依照《统计法》第二十三条、第二十四条处罚。", "《统计法》第二十三条、第二十四条", "第二十三条、第二十四条"),
    ("依照《统计法》第8条第(三)项处罚。", "《统计法》第8条第(三)项", "第8条第(三)项"),
    ("依照《刑法》第一百三十三条之一处罚。", "《刑法》第一百三十三条之一", "第一百三十三条之一"),
    ("依照《统计条例》（国务院令第681号）第三条，", "《统计条例》（国务院令第681号）第三条", "第三条"),
    ("依照《统计条例》中第三章的规定，", "《统计条例》中第三章", "第三章"),
    ("落实国发〔2015〕1号文件第三条，", "国发〔2015〕1号文件第三条", "第三条"),
    ("依照《统计法》第三十条第（一）、（二）项处罚。", "《统计法》第三十条第（一）、（二）项", "第三十条第(一)、(二)项"),
    ("依照《统计法》第三、五条处罚。", "《统计法》第三、五条", "第三、五条"),
    ("依照《统计法》第三条至第五条处罚。", "《统计法》第三条至第五条", "第三条至第五条"),
    ("依照《统计法》第 八 条处罚。", "《统计法》第 八 条", "第八条"),
    ("《统计法》第一次修改后，", "《统计法》", None),
    ("依照《统计法》办理。第八条另行规定。", "《统计法》", None),
]


@pytest.mark.parametrize(("text", "exact", "provision"), PROVISIONS)
def test_articles(text: str, exact: str, provision: str | None) -> None:
    assert [(item.exact, item.provision) for item in cite(text)] == [(exact, provision)]


def test_a_short_name_stands_for_what_defined_it() -> None:
    text = "根据《河湖长效管护决定》（甲政发〔2019〕3号，以下简称《决定》），各地要落实《决定》第三条。"
    first, second = cite(text)
    assert (first.exact, first.title) == ("《河湖长效管护决定》（甲政发〔2019〕3号，以下简称《决定》）", "河湖长效管护决定")
    assert (second.exact, second.title, second.document_number) == ("《决定》第三条", "河湖长效管护决定", "甲政发〔2019〕3号")
    assert (second.provision, second.relation) == ("第三条", "implements")


SHORT_NAMES = [
    "《河湖长效管护决定》（以下简称《决定》）",
    "《河湖长效管护决定》（下称《决定》）",
    "《河湖长效管护决定》(以下简称“《决定》”)",
    "《河湖长效管护决定》，以下简称《决定》，",
    "《河湖长效管护决定》（甲政发〔2019〕3号）（以下简称《决定》）",
    "《河湖长效管护决定》(简称《决定》)",
    "甲市关于河湖长效管护决定（甲政发〔2019〕3号，以下简称《决定》）",
]


@pytest.mark.parametrize("definition", SHORT_NAMES)
def test_ways_to_define_a_short_name(definition: str) -> None:
    assert [item.title for item in cite(f"根据{definition}，制定本方案。各地抓好《决定》落实。")] == [cite(definition)[0].title] * 2


def test_a_short_name_of_a_number() -> None:
    found = cite("按照甲政发〔2019〕3号文件（以下简称《河湖决定》）办理。抓好《河湖决定》落实。")
    assert [(item.exact, item.document_number) for item in found] == [
        ("甲政发〔2019〕3号", "甲政发〔2019〕3号"),
        ("《河湖决定》", "甲政发〔2019〕3号"),
    ]


def test_a_short_name_of_the_own_instrument_is_no_citation() -> None:
    text = "现将《河湖管护办法》（以下简称《办法》）印发给你们。各地按《办法》执行。"
    assert cite(text, titles=("关于印发《河湖管护办法》的通知", "河湖管护办法")) == []


NONE = [
    pytest.param("发扬“两山”精神，建设《美丽》家园。", (), None, id="slogan"),
    pytest.param("填写《项目申报表》报县局。", (), None, id="form"),
    pytest.param("组织学习《水浒传》。", (), None, id="book"),
    pytest.param("刊登在《光明日报》上。", (), None, id="newspaper"),
    pytest.param("《办法》另行制定。", (), None, id="a kind of document that nothing defines"),
    pytest.param("现将《河湖管护办法》印发给你们。", ("河湖管护办法",), None, id="the instrument it issues"),
    pytest.param("现将《河湖管护办法》印发给你们。", ("关于印发《河湖管护办法》的通知",), None, id="the instrument, from the title"),
    pytest.param("《河湖管护办法》已经省政府同意，现印发给你们。", (), None, id="the instrument, from the words"),
    pytest.param("现将《河湖意见》和《水库办法》印发给你们。", (), None, id="two instruments"),
    pytest.param("修正「圖書館管理辦法」、「檔案管理辦法」及「檔案申請須知」,並自即日生效。", (), None, id="instruments of a gazette"),
    pytest.param("现将《河湖\n管护办法》印发给你们。", ("河湖管护办法",), None, id="the instrument, broken over lines"),
    pytest.param("《关于加强河湖管理的通知》\n正文。", ("关于加强河湖管理的通知",), None, id="the notice"),
    pytest.param("甲政发〔2019〕3号\n正文。", ("关于加强河湖管理的通知",), "甲政发〔2019〕3号", id="its own number"),
    pytest.param("甲政发[2019] 3号\n正文。", ("关于加强河湖管理的通知",), "甲政发〔2019〕3号", id="its own number in another form"),
    pytest.param("《未完的通知。另一句，没有尾标。", (), None, id="mark without its other half"),
    pytest.param("没有书名号的一句话。", (), None, id="nothing"),
]


@pytest.mark.parametrize(("text", "titles", "number"), NONE)
def test_what_is_no_citation(text: str, titles: tuple[str, ...], number: str | None) -> None:
    assert cite(text, titles=titles, number=number) == []


RELATIONS = [
    ("根据《统计法》，制定本办法。", ["basis"]),
    ("根据《统计法》和《水法》，制定本办法。", ["basis", "basis"]),
    ("根据《统计法》《水法》等法律法规，制定本办法。", ["basis", "basis"]),
    ("按照国发〔2015〕1号文件要求，抓好工作。", ["basis"]),
    ("依照《统计法》第八条的规定处罚。", ["basis"]),
    ("《统计法》规定的期限为三年。", ["basis"]),
    ("为贯彻落实《国务院关于河湖的意见》（国发〔2015〕1号）精神，", ["implements"]),
    ("认真执行《统计条例》。", ["implements"]),
    ("将《统计条例》第三条修改为：", ["amends"]),
    ("对《统计条例》作如下修改：", ["amends"]),
    ("修订《统计管理办法》。", ["amends"]),
    ("《河湖管理办法》（甲政发〔2009〕3号）同时废止。", ["repeals"]),
    ("原《河湖管理办法》自本办法施行之日起停止执行。", ["repeals"]),
    ("废止《河湖管理办法》。", ["repeals"]),
    ("现将《国务院关于河湖的通知》（国发〔2015〕1号）转发给你们，", ["forwards"]),
    ("根据《统计法》，制定《河湖管理条例》。", ["basis", None]),
    ("《统计法》与《水法》两部法律。", [None, None]),
    ("现将《河湖管理意见》和《国务院关于水库的通知》（国发〔2015〕1号）转发给你们，", ["forwards"]),
    ("修正《统计管理办法》第三条。", ["amends"]),
    ("按时完成《河湖规划》编制。", [None]),
    ("依法依规编制《河湖规划》。", [None]),
    ("依托《河湖规划》推进工作。", [None]),
    ("按省政府《河湖规划》推进工作。", ["basis"]),
    (
        "下列文件予以废止：\n\n1. 甲市人民政府关于印发甲市城乡河湖长效管护若干意见的通知（甲政发〔2009〕3号）\n\n2. 《河湖管理办法》",
        ["repeals", "repeals"],
    ),
    ("下列文件予以废止：\n《河湖管理办法》\n各地要及时清理。要按照《水库管理办法》办理。", ["repeals", "basis"]),
    ("下列文件予以废止：\n《河湖管理办法》\n甲政发〔2009〕3号", ["repeals", "repeals"]),
]


@pytest.mark.parametrize(("text", "expected"), RELATIONS)
def test_relations(text: str, expected: list[str | None]) -> None:
    assert [item.relation for item in cite(text)] == expected


PIECES = st.sampled_from(
    (
        "《",
        "》",
        "〈",
        "〉",
        "「",
        "」",
        "（",
        ")",
        "[",
        "国发〔2015〕1号",
        "第八条第二款",
        "以下简称",
        "通知",
        "关于",
        "根据",
        "甲",
        "，",
        "。",
        "\n",
        "GB 50016-2014",
        "《意见》",
        "现将",
        "废止：\n",
    )
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_gives_spans_in_order_that_do_not_overlap(text: str) -> None:
    found = cite(text)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    assert all(item.title or item.document_number for item in found)
