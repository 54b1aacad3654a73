"""Whatever the bytes: a named error or a notice that is sound, within bounds of time and memory that grow with the source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.extract.page import count_characters
from gongwen.schemas.contract import dumps, loads, verify
from gongwen.schemas.errors import GongwenError, SourceTooLargeError
from gongwen.schemas.notice import Notice
from hypothesis import given, settings
from hypothesis import strategies as st

SAMPLES = Path(__file__).parents[1] / "samples"
SOURCES = [path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.suffix in {".html", ".txt"}]
NAMES = st.sampled_from(["a.html", "a.txt", "a"])
HEAD = "关于做好防汛工作的通知\n甲政办发〔2018〕5号\n各镇人民政府：\n现就防汛工作通知如下。\n"
SENTENCE = "各单位要切实负起责任，抓好落实，确保完成任务。"
PARAGRAPH = f"<p>{SENTENCE}</p>"


def sound(notice: Notice) -> Notice:
    """Fail unless the spans say what stands there, no character is lost, and an empty text says why."""
    verify(notice)
    assert notice.source.characters == count_characters(notice.text) + sum(count_characters(item.text) for item in notice.set_aside)
    assert next(check.status for check in notice.checks if check.check == "characters") == "pass"
    assert notice.text.strip() or notice.warnings
    assert bool(notice.parts) == bool(notice.text.strip())
    for before, after in zip(notice.parts, notice.parts[1:], strict=False):
        assert before.end <= after.start
    return notice


def read(data: bytes, name: str) -> Notice | None:
    """Return the sound notice in ``data``, None where it is refused by a named error that says of which source it speaks."""
    try:
        return sound(parse(data, uri=name))
    except GongwenError as error:
        if not str(error).startswith(f"{name}: "):
            raise
        return None


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


# -- any input


@given(st.binary(max_size=400), NAMES)
def test_any_bytes(data: bytes, name: str) -> None:
    read(data, name)


WORDS = """
\n|\n|。|；|，|、|：|（|）|《|》|〔|〕|【|“|”|「|」| |\u3000|\t|.
|一、|（一）|1.|（1）|①|-|第一条|第一章|附件|附件：1.|目录|抄送：|（此件公开发布）
|关于|印发|转发|的通知|公告|令|第1号|甲政发〔2018〕5号|字第1070001234號|2018年3月5日|二〇一八年三月
|甲市人民政府|乙局|办公室|各区|根据|由|会同|牵头|负责|等|和|其中|共|分别
|1|2.5|1,200|亿元|%|个|家|万|不低于|以上|不含|投资|产业|新材料|名单|序号\t名称
|首页 > 公开|来源：某网|索引号：\t甲|发文字号：\t乙发〔2018〕1号|责任编辑：丙|版权所有|【打印本页】|上一篇：
"""
GENRE = st.sampled_from(WORDS.split("|"))


@given(st.lists(GENRE | st.text(max_size=6), max_size=60).map("".join), NAMES)
def test_any_text_of_the_genre(text: str, name: str) -> None:
    read(text.encode("utf-8", "replace"), name)


TAGS = f"""
<div>|</div>|<p>|</p>|<br>|<span>|</span>|<b>|</b>|<font size=1>|<a href=x>|</a>|<h1>|</h1>
|<table>|</table>|<tr>|<td>|<td rowspan=3>|<th colspan=2>|<caption>|<ul><li>|<dl><dt>|<dd>
|<!--|-->|<!--正文开始-->|<!--正文结束-->|<script>|</script>|<style>|<textarea>|<title>|</title>
|<div id=zoom>|<div class=TRS_Editor>|<div style='display:none'>|<nav>|<footer>|<select><option>|<iframe>
|<svg>|<math>|<template>|<frameset>|<![CDATA[|<?xml|&nbsp;|&lt;|&#x4e00;|&#0;|<|>|"|\0|<meta charset=gbk>
|<meta name=ArticleTitle content='关于甲的通知'>|{SENTENCE}
"""
SOUP = st.sampled_from(TAGS.split("|"))


@given(st.lists(SOUP | GENRE, max_size=60).map("".join))
def test_any_soup_of_tags(markup: str) -> None:
    read(markup.encode("utf-8", "replace"), "a.html")


@given(
    st.sampled_from(SOURCES),
    st.lists(st.tuples(st.sampled_from(["cut", "repeat", "overwrite", "tail", "swap"]), st.floats(0, 1), st.integers(1, 400)), max_size=6),
    st.binary(max_size=8),
    NAMES,
)
@settings(max_examples=150)
def test_damaged_notices(data: bytes, changes: list[tuple[str, float, int]], other: bytes, name: str) -> None:
    for kind, where, size in changes:
        at = int(where * len(data))
        if kind == "cut":
            data = data[:at] + data[at + size :]
        elif kind == "repeat":
            data = data[:at] + data[at : at + size] * 3 + data[at + size :]
        elif kind == "overwrite":
            data = data[:at] + other + data[at + len(other) :]
        elif kind == "tail":
            data = data[:at]
        else:
            data = data[at:] + data[:at]
    notice = read(data, name)
    if notice is not None:
        assert loads(dumps(notice)) == notice


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\n", "\ufeff".encode(), "\u3000\u3000".encode(), b"<html></html>", b"<!--", b"<script>x</script>"]
)
@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_nothing_to_read_is_no_silence(data: bytes, name: str) -> None:
    notice = parse(data, uri=name)
    assert {"empty-text", "no-notice-elements"} <= {warning.code for warning in sound(notice).warnings}


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("县里开了会，大家讨论了今年的收成，都说比去年好得多。", True),
        ("甲镇、乙镇、丙镇", True),
        (HEAD, False),
        ("关于做好防汛工作的通知\n做好防汛工作。\n某县人民政府\n2019年3月1日", False),
    ],
)
def test_a_text_without_any_element_of_a_notice_says_so(text: str, warned: bool) -> None:
    assert ("no-notice-elements" in {warning.code for warning in parse(text.encode(), uri="a.txt").warnings}) is warned


# -- shape


@pytest.mark.parametrize("levels", [5_000, 100_000])
@pytest.mark.parametrize("tag", ["div", "span", "font", "blockquote"])
def test_deep_nesting_keeps_the_text(tag: str, levels: int) -> None:
    notice = sound(parse(page(f"<{tag}>" * levels + SENTENCE + f"</{tag}>" * levels), uri="a.html"))
    assert notice.text == SENTENCE
    assert ("nesting-cut" in {warning.code for warning in notice.warnings}) is (tag != "font")  # formatting goes without a loss


def test_attributes_beyond_reason_go_and_the_text_stays() -> None:
    crowded = " ".join(f"data-{number}=1" for number in range(20_000))
    notice = sound(parse(page(f"<div {crowded}>{PARAGRAPH}</div>"), uri="a.html"))
    assert notice.text == SENTENCE


def test_ten_thousand_rows_are_a_roster() -> None:
    rows = "".join(f"<tr><td>{number}</td><td>第{number}中心</td><td>甲类</td></tr>" for number in range(1, 10_001))
    notice = parse(
        page(f"<p>共10000个中心，名单如下，请认真核对，予以公布。</p><table><tr><th>序号<th>名称<th>类别{rows}</table>"), uri="a.html"
    )
    (roster,) = sound(notice).rosters
    assert (len(roster.entries), roster.entries[-1].name, roster.declared_total) == (10_000, "第10000中心", 10_000)
    assert {check.check: check.status for check in notice.checks}["roster-total"] == "pass"


def test_ten_thousand_columns_are_kept() -> None:
    row = "<tr>" + "".join(f"<td>{number}</td>" for number in range(10_000)) + "</tr>"
    notice = sound(parse(page(f"{PARAGRAPH}<table>{row * 3}</table>"), uri="a.html"))
    (table,) = notice.tables
    assert [len(cells) for cells in table.rows] == [10_000] * 3
    assert table.rows[-1][-1] == "9999"


def test_a_row_far_longer_than_all_others_is_cut_in_the_table_and_whole_in_the_text() -> None:
    row = "<tr>" + "".join(f"<td>{number}</td>" for number in range(3_000)) + "</tr>"
    notice = sound(parse(page(f"{PARAGRAPH}<table>{row}{'<tr><td>甲</td><td>乙</td></tr>' * 5_000}</table>"), uri="a.html"))
    assert "table-cut" in {warning.code for warning in notice.warnings}
    assert "2999" in notice.text
    assert len(notice.tables[0].rows) == 5_001


# -- size


BIG = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
from gongwen.extract import parse
from gongwen.extract.page import count_characters
paragraph = "<p>" + "各单位要切实负起责任抓好落实" * 500 + "。</p>"
head = "<html><body><div id=zoom><p>关于做好防汛工作的通知</p><p>甲政办发〔2018〕5号</p><p>各镇人民政府：</p>"
data = (head + paragraph * 2_400 + "<p>甲县人民政府</p><p>2018年3月5日</p></div></body></html>").encode()
notice = parse(data, uri="big.html")
placed = count_characters(notice.text) + sum(count_characters(item.text) for item in notice.set_aside)
print(len(data) >> 20, notice.metadata.document_number, notice.metadata.written_date, notice.source.characters == placed)
"""


def _under(limit: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", BIG, str(limit)], capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_a_page_of_50_megabytes_is_read_in_bounded_memory() -> None:
    done = _under(1 << 30)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "48 甲政办发〔2018〕5号 2018-03-05 True\n"


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_memory_that_does_not_suffice_is_a_named_error() -> None:
    done = _under(240 << 20)
    assert done.returncode == 1
    assert "MemoryLimitError: big.html: " in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (b"a\n" * 1_000_001, "a.txt", "lines"),
        (b"<p>" * 2_000_001, "a.html", "tags"),
        (b"a" * ((64 << 20) + 1), "a.txt", "bytes"),
    ],
)
def test_what_is_too_large_is_named(data: bytes, name: str, what: str) -> None:
    with pytest.raises(SourceTooLargeError, match=rf"^{name}: \d+ {what}, more than the \d+ allowed for one document; .*split it"):
        parse(data, uri=name)
