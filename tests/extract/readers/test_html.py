"""HTML: lines, content region, index table, title, tables, and that no character is lost."""

from __future__ import annotations

import time

import pytest
from gongwen.extract.page import Page, count_characters
from gongwen.extract.readers import read
from hypothesis import given
from hypothesis import strategies as st

BODY = (
    "<p>各镇人民政府，县政府各部门：</p><p>为保障汛期安全，现就堤防加固工作通知如下，请结合实际认真贯彻落实。</p>"
    "<p>一、各镇要在五月底前完成排查，建立问题清单，逐项整改销号，不留死角。</p><p>某县人民政府</p><p>2019年3月1日</p>"
)
BODY_TEXT = (
    "各镇人民政府，县政府各部门：\n为保障汛期安全，现就堤防加固工作通知如下，请结合实际认真贯彻落实。\n"
    "一、各镇要在五月底前完成排查，建立问题清单，逐项整改销号，不留死角。\n某县人民政府\n2019年3月1日"
)
NAVIGATION = "<div class='nav'>" + "".join(f"<a href='/{n}'>栏目{n}</a>" for n in range(20)) + "</div>"
FOOTER = "<div>主办单位：某县人民政府办公室 网站标识码：1234567890</div><div>某ICP备12345678号</div>"


def page_of(body: str, head: str = "") -> Page:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), name="page.html")


def facts(page: Page, where: str) -> dict[str, str]:
    return {item.label: item.value for item in page.facts if item.where == where}


def assert_accounted(page: Page) -> None:
    assert page.characters == count_characters(page.text) + sum(count_characters(item.text) for item in page.set_aside)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n乙"),
        ("甲<br>乙<br/><br>丙", "甲\n乙\n丙"),
        ("<p><b>第一条</b><span>　各单位</span><i>要</i>落实</p>", "第一条　各单位要落实"),
        ("<p>发展\n      改革</p>", "发展改革"),  # a break of the markup between Han characters is no blank
        ("<p>GDP\n   growth</p>", "GDP growth"),
        ("<p>&nbsp;&nbsp;甲&nbsp;乙　</p>", "甲\xa0乙"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
        ("<p>甲<script>var a='丁'</script><style>p{}</style>乙<!-- 丙 --></p>", "甲乙"),
        ("<p>一<noscript>二</noscript><template>三</template></p>", "一"),
        ("<p>甲 &lt;乙&gt;</p>", "甲 <乙>"),
        ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", "甲\n乙"),
    ],
)
def test_lines(markup: str, text: str) -> None:
    page = page_of(markup)
    assert page.text == text
    assert_accounted(page)


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>藏</div>",
        "<div style='color:red;Display : None'>藏</div>",
        "<p hidden>藏</p>",
        "<select><option>藏</option></select>",
        "<button>藏</button>",
        "<nav>藏</nav>",
        "<footer>藏</footer>",
    ],
)
def test_hidden_and_controls_are_set_aside(hidden: str) -> None:
    page = page_of(f"<div id=zoom>{BODY}{hidden}</div>")
    assert page.text == BODY_TEXT
    assert [item.text for item in page.set_aside] == ["藏"]


@pytest.mark.parametrize(
    "opening",
    [
        "<td class='b12c' id='UCAP-CONTENT'>",
        "<div class='TRS_Editor'>",
        "<div class='view TRS_UEDITOR trs_paper_default'>",
        "<div id='zoom'>",
        "<span id=Zoom>",
        "<div id='vsb_content'>",
        "<div class='v_news_content'>",
        "<!--ZJEG_RSS.content.begin-->",
        "<div class='article-content'>",
        "<div>",  # no mark: by where the text stands
    ],
)
def test_content_region(opening: str) -> None:
    tag = opening[1:].split(maxsplit=1)[0].rstrip(">")
    closing = "<!--ZJEG_RSS.content.end-->" if tag.startswith("!--") else f"</{tag}>"
    content = f"{opening}{BODY}{closing}"
    if tag == "td":
        content = f"<table><tr>{content}</tr></table>"
    related = "<div>相关阅读</div><ul>" + "".join(f"<li><a href=x>某县召开会议部署工作{n}</a></li>" for n in range(9)) + "</ul>"
    page = page_of(f"{NAVIGATION}<div class=main><div class=left>{content}</div>{related}</div>{FOOTER}")
    assert page.text == BODY_TEXT
    assert {item.reason for item in page.set_aside} <= {"navigation", "related", "footer"}
    assert page.warnings == []
    assert_accounted(page)


def test_several_editors_are_one_content() -> None:
    page = page_of(f"{NAVIGATION}<div class=TRS_Editor>{BODY}</div><div>分隔</div><div class=TRS_Editor><p>附件 堤段名单</p></div>")
    assert page.text == BODY_TEXT + "\n附件 堤段名单"


def test_leftover_mark_does_not_lose_the_body() -> None:
    page = page_of(f"{NAVIGATION}<div id=zoom><p>加载中</p></div><div>{BODY}</div>{FOOTER}")
    assert BODY_TEXT in page.text


@pytest.mark.parametrize(
    "title",
    [
        "<h1>某县人民政府关于加固堤防的通知</h1>",
        "<div class='con-title'>某县人民政府关于加固堤防的通知</div>",
        "<div class='x'>某县人民政府关于加固堤防的通知</div>",  # known by ArticleTitle
    ],
)
def test_title_outside_the_content_is_kept(title: str) -> None:
    head = "<title>某县人民政府关于加固堤防的通知_某县政府网</title><meta name='ArticleTitle' content='某县人民政府关于加固堤防的通知'>"
    page = page_of(
        f"{NAVIGATION}{title}<p>来源：县府办 发布时间：2019-03-05 10:00</p><div class=wh>某政发〔2019〕3号</div><div id=zoom>{BODY}</div>",
        head,
    )
    assert page.text == "某县人民政府关于加固堤防的通知\n某政发〔2019〕3号\n" + BODY_TEXT
    assert page.blocks[0].kind == "heading"
    assert facts(page, "page-info") == {"来源": "县府办", "发布日期": "2019-03-05 10:00"}
    assert facts(page, "meta")["ArticleTitle"] == "某县人民政府关于加固堤防的通知"


@pytest.mark.parametrize(
    "own", ["<p>某县人民政府</p><p>关于加固堤防的通知</p>", "<p>关于加固堤防的通知</p>", "<p>某县人民政府<br>关于加固<br>堤防的通知</p>"]
)
def test_title_that_the_content_repeats_stands_once(own: str) -> None:
    page = page_of(f"{NAVIGATION}<h1>某县人民政府关于加固堤防的通知</h1><div id=zoom>{own}{BODY}</div>")
    assert page.text.count("堤防的通知") == 1
    assert page.text.endswith(BODY_TEXT)
    assert "duplicate" in {item.reason for item in page.set_aside}
    assert facts(page, "page-info")["headline"] == "某县人民政府关于加固堤防的通知"


@pytest.mark.parametrize(
    "table",
    [
        (
            "<table><tr><td><b>索 引 号：</b></td><td>A-1</td><td>主题分类：</td><td>水利</td></tr>"
            "<tr><td>发文字号：</td><td>某政发〔2019〕3号</td><td>主题词：</td><td></td></tr></table>"
        ),
        "<table><tr><th>索引号</th><td>A-1</td></tr><tr><th>信息分类</th><td>水利</td></tr><tr><th>文号</th><td>某政发〔2019〕3号</td></tr></table>",
        "<ul><li>索引号：A-1</li><li>主题分类：水利</li><li><strong>文　　号：</strong><span>某政发〔2019〕3号</span></li></ul>",
        "<dl><dt>索引号：</dt><dd>A-1</dd><dt>主题分类：</dt><dd>水利</dd><dt>发文字号：</dt><dd>某政发〔2019〕3号</dd></dl>",
        (
            "<div class=r><div>索引号：</div><div>A-1</div></div><div class=r><div>分类：</div><div>水利</div></div>"
            "<div class=r><div>文号：</div><div>某政发〔2019〕3号</div></div>"
        ),
        "<p>索引号：<span>A-1</span>&nbsp;&nbsp;分类：<span>水利</span></p><p>文号：某政发〔2019〕3号</p>",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_index_table(table: str, inside: bool) -> None:
    content = f"<div id=zoom>{table}{BODY}</div>" if inside else f"{table}<div id=zoom>{BODY}</div>"
    page = page_of(f"{NAVIGATION}{content}{FOOTER}")
    assert facts(page, "index-table") == {"索引号": "A-1", "主题分类": "水利", "发文字号": "某政发〔2019〕3号"}
    assert page.text == BODY_TEXT
    assert page.grids == []
    assert_accounted(page)


ROSTER = (
    "<table border=1><tr><th>序号</th><th>名称</th><th>类别</th></tr><tr><td>1</td><td>东堤</td><td rowspan=2>土<br>堤</td></tr>"
    "<tr><td>2</td><td>西堤</td></tr><tr><td></td><td></td><td></td></tr><tr><td>合计</td><td colspan=2>两段</td></tr></table>"
)


def test_data_table_with_spans() -> None:
    page = page_of(f"<div id=zoom>{BODY}{ROSTER}<p>以上为堤段名单。</p></div>")
    (placed,) = page.grids
    assert placed.grid.rows == [["序号", "名称", "类别"], ["1", "东堤", "土 堤"], ["2", "西堤", "土 堤"], ["合计", "两段", "两段"]]
    assert placed.grid.header_rows == 1
    assert placed.grid.merged == [(1, 2, 2, 1), (3, 1, 1, 2)]
    assert page.text[placed.start : placed.end] == "序号\t名称\t类别\n1\t东堤\t土 堤\n2\t西堤\n合计\t两段"
    assert [block.kind for block in page.blocks].count("table-row") == 4
    assert_accounted(page)


@pytest.mark.parametrize(
    ("table", "header_rows"),
    [
        ("<table><tr><td>县</td><td>数量</td></tr><tr><td>甲县</td><td>3</td></tr></table>", 1),
        ("<table><tr><td>甲县</td><td>3</td></tr><tr><td>乙县</td><td>4</td></tr></table>", 0),
        ("<table><tr><th>县</th><th>数</th></tr><tr><th>名</th><th>量</th></tr><tr><td>甲县</td><td>3</td></tr></table>", 2),
    ],
)
def test_header_rows(table: str, header_rows: int) -> None:
    page = page_of(f"<div id=zoom>{BODY}{table}</div>")
    assert page.grids[0].grid.header_rows == header_rows


@pytest.mark.parametrize(
    "layout",
    [
        "<table><tr><td>{}</td></tr></table>",
        "<table><tr><td><table><tr><td>{}</td></tr></table></td><td></td></tr></table>",
        "<table><tr><td></td><td>{}</td></tr></table>",
    ],
)
def test_layout_tables_are_text(layout: str) -> None:
    page = page_of(layout.format(BODY))
    assert page.grids == []
    assert page.text == BODY_TEXT


def test_a_head_in_two_cells_over_a_text_in_one_is_layout() -> None:
    head = "<tr><td>某某部令</td><td>中華民國101年2月20日<br>某字第1010002708號</td></tr>"
    page = page_of(f"<table>{head}<tr><td colspan=2><p>廢止「青年活動補助作業要點」，並自即日生效，不另通知。</p></td></tr></table>")
    assert page.grids == []
    assert page.text.split("\n")[:3] == ["某某部令", "中華民國101年2月20日", "某字第1010002708號"]


def test_false_spans_cost_nothing() -> None:
    rows = "<tr><td rowspan=99999 colspan=99999>甲</td><td>乙</td></tr>" + "<tr><td>丙</td><td>丁</td></tr>" * 300
    page = page_of(f"<div id=zoom>{BODY}<table>{rows}</table></div>")
    assert len(page.grids[0].grid.rows) == 301
    assert max(map(len, page.grids[0].grid.rows)) < 300
    assert_accounted(page)


def test_meta_tags() -> None:
    head = (
        "<title> 加固堤防 - 某县 </title><meta name='SiteName' content='某县人民政府'><meta name='pubdate' content='2019-03-05'>"
        "<meta name='PubDate' content=''><meta property='og:title' content='加固堤防'><meta name='viewport' content='x'>"
    )
    assert facts(page_of(BODY, head), "meta") == {
        "Title": "加固堤防 - 某县",
        "SiteName": "某县人民政府",
        "PubDate": "2019-03-05",
        "ArticleTitle": "加固堤防",
    }


def test_stray_comment_end_is_set_aside() -> None:
    page = read(f"<div id=zoom>{BODY}</div>-->".encode(), name="a.html")
    assert page.text == BODY_TEXT
    assert [item.text for item in page.set_aside] == ["-->"]


@pytest.mark.parametrize("body", [NAVIGATION, "<p>无</p>", ""])
def test_a_page_without_a_notice_gives_a_warning(body: str) -> None:
    page = page_of(body)
    assert page.warnings
    assert_accounted(page)


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("<div>" * 20_000 + "各单位要抓好落实。" + "</div>" * 20_000, "各单位要抓好落实。"),
        ("<span>" * 20_000 + "</b>" * 20_000 + "各单位要抓好落实。", "各单位要抓好落实。"),
        ("<table><tr><td>" * 5_000 + "各单位要抓好落实。", "各单位要抓好落实。"),
        ("<" * 300_000, "<" * 300_000),
        ("<p>" + "《" * 300_000, "《" * 300_000),
        ("<p>" + "来源：" * 100_000, None),
        ("<p>来源：甲</p>" * 10_000, None),
        ("<li>索引号：</li>" * 10_000, None),
        ("<table>" + "<tr><td>1</td><td>堤</td></tr>" * 10_000 + "</table>", None),
    ],
    ids=["div", "span", "table", "lt", "quote", "label", "labels", "index", "rows"],
)
def test_hostile_pages_are_read_in_bounded_time(markup: str, kept: str | None) -> None:
    started = time.process_time()
    page = read(markup.encode(), name="a.html")
    assert time.process_time() - started < 5
    assert kept is None or page.text == kept
    assert_accounted(page)


PIECES = st.sampled_from(
    [
        *(
            "<div>",
            "</div>",
            "<p>",
            "</p>",
            "<table>",
            "</table>",
            "<tr>",
            "<td>",
            "<td rowspan=3>",
            "<td colspan=2>",
            "<th>",
            "<br>",
            "<span id=zoom>",
        ),
        *(
            "</span>",
            "<b>",
            "</b>",
            "<a>",
            "</a>",
            "<h1>",
            "<!--",
            "-->",
            "<!--ZJEG_RSS.content.begin-->",
            "<div class=TRS_Editor>",
            "<select>",
            "<nav>",
        ),
        *(
            "<div style='display:none'>",
            "索引号：",
            "文号：某〔2020〕1号",
            "来源：某报",
            "首页",
            "责任编辑：王",
            "&nbsp;",
            "　",
            "<ul><li>",
            "<title>",
            "<script>",
        ),
        "各单位要切实负起责任，抓好落实，确保完成任务。",
    ]
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=40).map("".join))
def test_every_character_is_placed_or_set_aside(markup: str) -> None:
    page = read(b"\xef\xbb\xbf" + markup.encode("utf-8", "replace"), name="a.html")
    assert_accounted(page)
    for placed in page.grids:
        assert len({len(row) for row in placed.grid.rows}) == 1
        assert len(page.text[placed.start : placed.end].split("\n")) == len(placed.grid.rows)
