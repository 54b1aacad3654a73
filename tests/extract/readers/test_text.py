"""Plain text: what is notice and what is not, kept verbatim."""

from __future__ import annotations

import pytest
from gongwen.extract.page import Page, count_characters
from gongwen.extract.readers import read
from gongwen.extract.readers.text import page_of as as_it_stands
from gongwen.schemas.errors import SourceDecodeError, UnsupportedFormatError
from hypothesis import given
from hypothesis import strategies as st

BODY = "各镇人民政府，县政府各部门：\n\n　　现将有关事项通知如下，请认真抓好落实。\n　　一、各单位要按月报送进度。"


def page_of(text: str) -> Page:
    return read(text.encode(), name="notice.txt")


def asides(page: Page) -> dict[str, str]:
    return {item.reason: item.text for item in page.set_aside}


def facts(page: Page) -> dict[str, str]:
    return {item.label: item.value for item in page.facts}


def test_kept_text_is_verbatim() -> None:
    text = "关于开展夜巡的通知\n\n\n" + BODY + "\n\n　　　　　　　　某县人民政府\n\t2019年3月1日"
    page = page_of("\n\n  " + text + "\n\n\n")
    assert page.text == text
    assert [page.text[block.start : block.end] for block in page.blocks][-1] == "2019年3月1日"


@pytest.mark.parametrize(
    "table",
    [
        "索 引 号：\t000/2020-1\t主题分类：\t水利\n发文字号：\t某政发〔2020〕1号\t发布日期：\t2020年2月1日",
        "索引号: 000/2020-1\n信息分类: 水利\n文 号：某政发〔2020〕1号\n公开日期：2020年2月1日",
        "索引号：000/2020-1    分类：水利\n文号：某政发〔2020〕1号   发布日期：2020年2月1日",
        "索引号\t000/2020-1\n所属主题\t水利\n发文字号\t某政发〔2020〕1号\n发布时间\t2020年2月1日",
        "索引号: | 000/2020-1 | 主题分类: | 水利 |\n发文字号: | 某政发〔2020〕1号 | 发布日期: | 2020年2月1日 |\n政策咨询电话: | ||",
        "• 索引号:\n\n  000/2020-1\n• 主题分类:\n\n  水利\n• 发文字号:\n  某政发〔2020〕1号\n• 发布日期:\n  2020年2月1日\n• 内容概述:",
    ],
)
def test_index_table(table: str) -> None:
    page = page_of(table + "\n\n关于加固堤防的通知\n" + BODY)
    assert facts(page) == {"索引号": "000/2020-1", "主题分类": "水利", "发文字号": "某政发〔2020〕1号", "发布日期": "2020年2月1日"}
    assert {fact.where for fact in page.facts} == {"index-table"}
    assert page.text == "关于加固堤防的通知\n" + BODY
    assert count_characters(asides(page)["index-table"]) == count_characters(table)


def test_empty_value_is_not_filled_from_the_next_line() -> None:
    page = page_of("索引号：\t1-2\t主题词：\t\n关于加固堤防的通知\n" + BODY)
    assert facts(page) == {"索引号": "1-2"}
    assert page.text.startswith("关于加固堤防的通知")


def test_labels_of_a_body_are_no_index_table() -> None:
    text = (
        "关于召开例会的通知\n"
        + BODY
        + "\n时间：周五上午\n地点：二楼会议室\n联系人：李某\n联系电话：0571-1234567\n某县人民政府办公室\n2019年3月1日"
    )
    page = page_of(text)
    assert page.text == text
    assert page.facts == []


@pytest.mark.parametrize(
    ("head", "reason", "label", "value"),
    [
        ("首页\n> 政务公开 > 文件 > 2020年", "navigation", None, None),
        ("当前位置：首页 >> 通知公告", "navigation", None, None),
        ("发布日期:2022-12-01 16:27 信息来源:县政府办 浏览次数:12", "page-info", "发布日期", "2022-12-01 16:27"),
        ("来源：某市政府发布时间：2017-12-22 10:20:24字体：[大 中 小][打印此页]", "page-info", "来源", "某市政府"),
        ("2018-03-01 14:14:20 工作动态", "page-info", "发布日期", "2018-03-01 14:14:20"),
        ("【字体：大 中 小】", "page-info", None, None),
    ],
)
def test_page_head(head: str, reason: str, label: str | None, value: str | None) -> None:
    page = page_of("某县人民政府关于加固堤防的通知\n" + head + "\n" + BODY)
    assert page.text == "某县人民政府关于加固堤防的通知\n" + BODY
    assert reason in asides(page)
    if label is not None:
        assert facts(page)[label] == value


@pytest.mark.parametrize(
    "foot",
    [
        "扫一扫在手机打开当前页",
        "【打印本页】 【关闭窗口】",
        "作者：\n信息来源：\n【打印本页】",
        "Produced By 某某发布系统",
        "上一篇：关于防汛的通知\n下一篇：关于防火的通知",
        "相关链接：\n关于防汛的通知\n关于防火的通知",
        "责任编辑：王某",
        "Copyright © 2020 某公司 某ICP备12345678号\n客服\n在线咨询\n咨询热线: 400-000-0000\n顶部",
        "主办单位：某县人民政府 承办：某县大数据局\n网站标识码：1234567890",
        "发布日期：2019-03-06 责任编辑：赵某",
        "返回顶部",
    ],
)
@pytest.mark.parametrize(
    "end", ["某县人民政府\n2019年3月1日", "某县人民政府\n2019年3月1日\n（此件公开发布）", "附件：1.任务表\n2.名单", "抄送：县委各部门。"]
)
def test_page_foot(foot: str, end: str) -> None:
    text = "关于加固堤防的通知\n" + BODY + "\n" + end
    page = page_of(text + "\n\n" + foot)
    assert page.text == text
    assert count_characters("".join(item.text for item in page.set_aside)) == count_characters(foot)


def test_annex_after_the_editor_is_kept() -> None:
    page = page_of("关于加固堤防的通知\n" + BODY + "\n责任编辑：王某\n附件1\n堤段名单\n1. 东堤")
    assert page.text.endswith("附件1\n堤段名单\n1. 东堤")


def test_duplicate_summary() -> None:
    summary = "各镇人民政府，县政府各部门：现将有关事项通知如下，请认真抓好落实。20301122"
    page = page_of("某县人民政府关于加固堤防的通知\n" + summary + "\n" + BODY)
    assert asides(page) == {"duplicate": summary}
    assert page.text == "某县人民政府关于加固堤防的通知\n" + BODY


def test_headline_of_the_site_above_the_notice() -> None:
    page = page_of("某县出台堤防加固十条\n2018-03-01 14:14:20 水利要闻\n某县\n关于印发《堤防加固工作要点》的通知\n" + BODY + "\n水利要闻")
    assert page.text == "关于印发《堤防加固工作要点》的通知\n" + BODY
    assert facts(page)["headline"] == "某县出台堤防加固十条"
    assert asides(page)["headline"] == "某县出台堤防加固十条"


def test_title_of_the_notice_above_an_instrument_is_no_headline() -> None:
    text = "某县人民政府印发堤防加固办法的通知\n来源：某县\n" + BODY + "\n关于加固堤防的办法\n第一条　为加固堤防，制定本办法。"
    assert page_of(text).text.startswith("某县人民政府印发堤防加固办法的通知\n各镇")


def test_tabbed_lines_become_a_table() -> None:
    page = page_of("任务表如下。\n序号\t名称\t数量\n1\t东堤\t3\n2\t西堤\t4\n以上。")
    (placed,) = page.grids
    assert placed.grid.rows == [["序号", "名称", "数量"], ["1", "东堤", "3"], ["2", "西堤", "4"]]
    assert page.text[placed.start : placed.end] == "序号\t名称\t数量\n1\t东堤\t3\n2\t西堤\t4"


@pytest.mark.parametrize(("data", "code"), [(b"", "empty-text"), ("好".encode() * 40 + b"\xff", "decode-errors")])
def test_warnings(data: bytes, code: str) -> None:
    assert code in {warning.code for warning in read(data, name="a.txt").warnings}


LINES = st.sampled_from(
    [
        *(
            "首页",
            "> 公开 > 文件",
            "来源：某报",
            "索引号：1",
            "文号：某〔2020〕1号",
            "责任编辑：王",
            "相关链接：",
            "附件：表",
            "",
            "　",
            "\t",
            "甲\t乙\t丙",
        ),
        *(
            "发布日期：2020-01-01",
            "一、总则",
            "各单位要切实负起责任，抓好落实，确保完成任务。",
            "某县人民政府",
            "2020年1月1日",
            "Copyright © 2020",
            "打印 关闭",
        ),
    ]
)


@given(st.lists(LINES | st.text(max_size=30), max_size=30).map("\n".join))
def test_every_character_is_placed_or_set_aside(text: str) -> None:
    try:
        page = page_of(text)
    except (SourceDecodeError, UnsupportedFormatError):
        return
    assert page.characters == count_characters(page.text) + sum(count_characters(item.text) for item in page.set_aside)
    assert page.text == page.text.strip()
    for block in page.blocks:
        assert page.text[block.start : block.end].strip()


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("转发国务院办公厅关于加强渔业安全工作的通知", True),
        ("转发", False),
        ("分享到：微信 微博", False),
        ("转发至朋友圈", False),
        ("分享 微信 QQ空间", False),
    ],
)
def test_a_title_that_forwards_is_no_button(line: str, kept: bool) -> None:
    assert (line in page_of(f"{line}\n{BODY}").text) is kept


# -- a text as it stands


@given(st.text(st.sampled_from("甲乙。\t\n 　\r索引号：主题分类打印")))
def test_a_text_is_a_page_as_it_stands(text: str) -> None:
    page = as_it_stands(text)
    assert (page.text, page.set_aside, page.facts) == (text, [], [])
    assert [text[block.start : block.end] for block in page.blocks] == [line.strip() for line in text.split("\n") if line.strip()]
    assert sum(block.end - block.start for block in page.blocks) <= len(text)


def test_its_tables_stand_where_their_rows_do() -> None:
    text = "\n 名单\n甲\t乙\t丙\n1\t2\t3\n4\t5\t6\n"
    (grid,) = as_it_stands(text).grids
    assert [text[start:end] for start, end in grid.rows_at] == ["甲\t乙\t丙", "1\t2\t3", "4\t5\t6"]
    assert grid.grid.rows[1] == ["1", "2", "3"]
