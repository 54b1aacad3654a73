"""Hostile texts and pages, one for each family of patterns: time grows with the source and not with its square."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from gongwen.extract import parse
from gongwen.extract.page import count_characters
from gongwen.schemas.contract import verify
from gongwen.schemas.notice import Notice
from processor_time import limited, needs_timer

HEAD = "关于做好防汛工作的通知\n甲政办发〔2018〕5号\n各镇人民政府：\n现就防汛工作通知如下。\n"
PARAGRAPH = "<p>各单位要切实负起责任，抓好落实，确保完成任务。</p>"

CHARACTERS = 40_000
"""Length of a hostile text. Read in linear time it takes 0.1 to 1 s, four times that where coverage is
measured; what costs the square of the length takes many seconds."""
SECONDS = 5.0
"""Of the processor, not of the clock: other work on the machine does not count."""


def assert_sound(notice: Notice) -> None:
    verify(notice)
    assert notice.source.characters == count_characters(notice.text) + sum(count_characters(item.text) for item in notice.set_aside)
    assert notice.text or notice.warnings


# -- hostile texts: one for each family of patterns


def counted(line: str) -> Callable[[int], str]:
    """Return lines that count on: {} is the number."""
    return lambda length: "".join(line.format(number) for number in range(1, length // len(line) + 1))


REPEATED = {
    "digits": "1",
    "figures": "1,",
    "thousands": "1,000,",
    "decimals": "1.",
    "blanks": " ",
    "wide blanks": "\u3000",
    "enumeration marks": "、",
    "opening brackets": "（",
    "brackets": "（）",
    "title marks": "《",
    "titles": "《甲》",
    "issued titles": "《关于印发《",
    "quotes": "“\n",
    "numbers begun": "〔2015",
    "numbers unfinished": "甲政发〔2015〕",
    "numbers": "（甲政发〔2015〕1号）、",
    "numbers of Taiwan": "字第1030109690",
    "orders": "令第",
    "references": "第",
    "provisions": "《甲法》第一条第二款",
    "about": "关于",
    "titles without marks": "关于甲的通知\n",
    "Chinese figures": "一二三四五六七八九十",
    "dates begun": "2015年1",
    "dates spaced": "2 0 1 5 年 ",
    "dates in Chinese": "二〇一五年",
    "dates with marks": "2015-1-",
    "years of the Republic": "中華民國",
    "sections": "一、\n",
    "items inline": "（一）甲；",
    "levels": "一、甲\n（一）乙\n1. 丙\n（1）丁\n①戊\n",
    "dashes": "—甲\n",
    "articles": "第一条 甲\n",
    "contents": "目录\n第一章 总则\n",
    "annexes": "附件\n",
    "attachments": "附件：1.甲\n",
    "signatures": "甲局\n2018年1月2日\n",
    "agencies": "甲局和",
    "addressees": "各镇人民政府、\n",
    "places": "江苏省南通市",
    "industries": "新材料、生物医药产业、",
    "quantities": "1亿元",
    "comparators": "不低于",
    "allocations": "甲区1亿元，",
    "exclusions": "以上不含乙，1元",
    "groups": "甲市（1个）\n",
    "page lines": "来源：",
    "breadcrumbs": "首页>甲>乙>\n",
    "buttons": "大  中  小  ",
    "feet": "版权所有 ICP备\n",
    "tabs": "甲\t乙\t丙\n",
    "short lines": "甲\n",
    "line separators": "甲\u2028",
    "combining marks": "e\u0301",
}
GROWING: dict[str, Callable[[int], str]] = {
    "counted items": counted("{}. 甲\n"),
    "roster": counted("{}. 长春市红旗小镇（成长类、省级）\n"),
    "groups of one": counted("甲市（1个）\n{}. 甲镇\n"),
    "annexes with titles": counted("附件{}\n甲名单\n"),
    "attachments counted": lambda length: "附件：1. 甲\n" + "".join(f"{number}. 甲\n" for number in range(2, length // 8)),
    "sums": lambda length: "下达100亿元，其中甲区1亿元，乙区2亿元。" * (length // 25),
    "figures and a bracket": lambda length: "0" * length + "）",
    "dots in the contents": lambda length: "目录\n" + "." * length + "甲\n甲\n乙\n",
    "blanks in a cell": lambda length: "附件\n甲名单\n序号\t名称\t类别\n" + f"1\tx{' ' * (length // 6)}x\t丁\n" * 6,
    "terms in quotes, and without a close": counted("“甲{0}”“乙{0}"),
    "years said twice": lambda length: "2023、2023年，到2023年建成。" * (length // 18),
    "washed wording": lambda length: "经济开展和公共效劳，根底设施，原那么。" * (length // 20),
    "washed titles": lambda length: "《国务院关于开展效劳业的意见》（国发〔2023〕7号）；" * (length // 28),
    "pronunciation": lambda length: "發(fā)展" * (length // 6),
    "random runs": counted("各县落实Ab{}xY9\n"),
    "doubled": lambda length: "通通知知全全文文\n" * (length // 9),
    "hashes": lambda length: "0a" * 15 + "落实" + "9f" * (length // 2),
    "chunks": lambda length: "\n".join(f"{number}、{'甲' * 300}" for number in range(1, length // 305)),
    "brackets around a date": lambda length: "附件：甲\n" + "（" * (length // 2) + "）" * (length // 2) + "\n乙\n丙\n",
}


@needs_timer
@pytest.mark.parametrize("name", [*REPEATED, *GROWING])
def test_hostile_texts_are_read_in_linear_time(name: str) -> None:
    unit = REPEATED.get(name)
    body = GROWING[name](CHARACTERS) if unit is None else unit * (CHARACTERS // len(unit))
    with limited(SECONDS):
        notice = parse((HEAD + body).encode(), uri="a.txt")
    assert_sound(notice)


# -- hostile pages


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


PAGES: dict[str, Callable[[int], bytes]] = {
    "blocks": lambda count: page("<div>甲" * count + PARAGRAPH),
    "blocks closed in quotes": lambda count: page("<div title='</div>'>" * count + PARAGRAPH),
    "blocks closed in comments": lambda count: page("<div><!--</div>-->" * count + PARAGRAPH),
    "blocks closed in scripts": lambda count: page("<div><script>'</div>'</script>" * count + PARAGRAPH),
    "inline": lambda count: page("<span>甲" * count + PARAGRAPH),
    "formatting": lambda count: page("".join(f"<p><font size={number}>甲" for number in range(count))),
    "formatting misnested": lambda count: page("<b><div></b>甲" * count),
    "tables": lambda count: page("<table><tr><td>甲" * count + PARAGRAPH),
    "lists": lambda count: page("<ul><li>甲" * count + PARAGRAPH),
    "foreign": lambda count: page("<svg><g>" * count + PARAGRAPH),
    "attributes": lambda count: page(f"<div {' '.join(f'a{number}=1' for number in range(8 * count))}>{PARAGRAPH}"),
    "small tables": lambda count: page(
        PARAGRAPH + "<table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr></table>" * (count // 4)
    ),
    "spans": lambda count: page(
        PARAGRAPH + "<table><tr>" + "<td rowspan=1000>甲</td>" * 200 + "</tr>" + "<tr><td>乙</td></tr>" * count + "</table>"
    ),
    "one long row": lambda count: page(
        PARAGRAPH + "<table><tr>" + "<td>甲</td>" * count + "</tr>" + "<tr><td>乙</td><td>丙</td></tr>" * count
    ),
    "index tables": lambda count: page("<table>" + "<tr><td>索引号：<td>甲<td>发文字号：<td>乙" * count + "</table>"),
    "page lines": lambda count: page(f"<div id=zoom>{PARAGRAPH * count}</div>" + "<p>来源：甲 发布时间：2018-01-02 12:00</p>" * count),
    "title in pieces": lambda count: page(
        f"<p>{'关于甲乙丙丁' * count}</p>", "<title>" + "-".join(f"关于甲乙丙{n}" for n in range(count)) + "</title>"
    ),
    "comments": lambda count: page("<!--正文开始-->甲乙丙，丁。<!--正文结束-->" * count),
    "tags begun": lambda count: b"<a " * (20 * count),
    "references begun": lambda count: page("&" * (20 * count)),
}


@needs_timer
@pytest.mark.parametrize("name", PAGES)
def test_hostile_pages_are_read_in_linear_time(name: str) -> None:
    with limited(SECONDS):
        notice = parse(PAGES[name](4_000), uri="a.html")
    assert_sound(notice)
