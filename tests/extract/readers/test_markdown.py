"""Markdown: the text without its marks, tables as grids, front matter as facts; no character is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.extract.page import Page, count_characters
from gongwen.extract.readers.registry import read
from hypothesis import given, settings
from hypothesis import strategies as st

SAMPLES = Path(__file__).parents[2] / "samples"


def page_of(text: str) -> Page:
    page = read(text.encode(), name="a.md")
    assert page.reader == "markdown"
    assert count_characters(page.text) + sum(count_characters(item.text) for item in page.set_aside) == page.characters
    return page


def lines(text: str) -> list[str]:
    return [kept for line in text.split("\n") if (kept := line.strip())]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_notice_marked_up_is_the_notice(sample: Path) -> None:
    plain = parse(sample)
    marked = []
    for line in lines(plain.text):
        head = "# " if line in (plain.metadata.title or "") else ""
        middle = "" if line.isascii() or "\t" in line else "**"
        marked.append(f"{head}{middle}{line}{middle}" if len(line) < 40 else line)
    notice = parse("\n\n".join(marked).encode(), uri="a.md")
    assert lines(notice.text) == lines(plain.text)
    for name in ("title", "document_number", "written_date", "addressees", "issuing_agencies", "instrument_title"):
        # What the text file states around the notice (an index table) is not marked up.
        if getattr(plain.metadata.evidence, name, None) is not None:
            assert getattr(notice.metadata, name) == getattr(plain.metadata, name)
    assert [(item.eid, item.label, item.heading) for item in notice.clauses] == [
        (item.eid, item.label, item.heading) for item in plain.clauses
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# 关于防汛的通知 #", "关于防汛的通知"),
        ("标题\n====\n文一", "标题\n文一"),
        ("## 一、总则\n\n- 甲项\n* 乙项\n+ 丙项\n- [x] 丁项", "一、总则\n甲项\n乙项\n丙项\n丁项"),
        ("1. 甲\n2\\. 乙", "1. 甲\n2. 乙"),
        ("> 引文\n> > 再引", "引文\n再引"),
        ("**加强**_组织_~~撤销~~`代码`***并重***", "加强组织撤销代码并重"),
        ("file_name_x 与 2*3", "file_name_x 与 2*3"),
        ('见[办法](https://example.com/a_(b) "全文")和[附件][1]\n\n[1]: https://example.com', "见办法和附件"),
        ("![公章](seal.png)落款", "落款"),
        ("<https://example.com/x>", "https://example.com/x"),
        ("甲<br>乙<u>丙</u><!-- 丁 -->", "甲\n乙丙"),
        ("&emsp;&emsp;首行缩进", "首行缩进"),
        ("甲  \n乙\\\n丙", "甲\n乙\n丙"),
        ("---\n文一", "文一"),
        ("```\n# 原样 **字**\n```", "# 原样 **字**"),
        ("据此[^1]执行\n\n[^1]: 注一", "据此执行\n注一"),
    ],
)  # fmt: skip
def test_marks_are_set_aside(source: str, text: str) -> None:
    assert lines(page_of(source).text) == lines(text)


def test_tables_are_grids() -> None:
    page = page_of("分工表\n\n| 序号 | **单位** |\n|:--|---:|\n| 1 | 水利局 |\n| 2 | |\n\n完")
    assert page.text == "分工表\n序号\t单位\n1\t水利局\n2\n完"
    (placed,) = page.grids
    assert placed.grid.rows == [["序号", "单位"], ["1", "水利局"], ["2", ""]]
    assert placed.grid.header_rows == 1


def test_front_matter_is_facts() -> None:
    head = '---\ntitle: "关于春耕的通知"\ndate: 2021-03-04\n索引号: K001\n发文字号: 某政发〔2021〕3号\n---\n'
    page = page_of(head + "# 关于春耕的通知\n\n各村：")
    assert page.text == "关于春耕的通知\n各村："
    assert page.set_aside[0].reason == "front-matter"
    facts = {fact.label: fact.value for fact in page.facts}
    assert facts["ArticleTitle"] == "关于春耕的通知"
    assert facts["PubDate"] == "2021-03-04"
    assert facts["发文字号"] == "某政发〔2021〕3号"
    assert parse((head + "# 关于春耕的通知\n\n各村：").encode(), uri="a.md").metadata.document_number == "某政发〔2021〕3号"


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from("甲乙ab1。 \t\n#*_`~|-=[]()<>!\\&:^x"), max_size=60))
def test_no_character_is_lost(source: str) -> None:
    page_of(source)
