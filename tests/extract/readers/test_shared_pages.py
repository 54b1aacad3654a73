"""The real pages: nothing lost, index facts right, bodies whole. Skipped where the shared corpus is absent."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.extract.page import count_characters
from gongwen.extract.readers import read
from gongwen.extract.text import fold, squeeze

SHARED = Path(__file__).resolve().parents[4] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
SOURCES = sorted(path for pattern in ("*.html", "*.txt") for path in SHARED.rglob(pattern)) if SHARED.is_dir() else []


def _loose(text: str) -> str:
    return text.replace("\u3000", " ")


@needs_shared
def test_every_character_of_every_source_is_accounted_for() -> None:
    for path in SOURCES:
        page = read(path.read_bytes(), name=path.name)
        aside = sum(count_characters(item.text) for item in page.set_aside)
        assert page.characters == count_characters(page.text) + aside, path.name
        assert page.text, path.name


@needs_shared
def test_index_facts_of_state_council_pages() -> None:
    wrong = []
    for line in (SHARED / "corpus/gov_cn/gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        page = read((SHARED / "corpus/gov_cn" / gold["file"]).read_bytes(), name=gold["file"])
        found = {item.label: squeeze(item.value) for item in page.facts if item.where == "index-table"}
        for label, value in gold["gold_from_index_table"].items():
            if found.get(label, "") != squeeze(value or ""):
                wrong.append((gold["file"], label))
        title = re.sub(r"\W", "", gold["gold_from_index_table"]["标题"])
        assert title in re.sub(r"\W", "", page.text[:300]), gold["file"]
    assert wrong == []


@needs_shared
def test_gazette_pages_keep_number_date_and_subject() -> None:
    for line in (SHARED / "corpus/tw_gazette/gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        text = squeeze(fold(read((SHARED / "corpus/tw_gazette" / gold["file"]).read_bytes(), name=gold["file"]).text))
        assert squeeze(fold(gold["GazetteId"])) in text, gold["file"]
        assert gold["Date_Created"].removeprefix("中華民國") in text, gold["file"]
        assert squeeze(fold(gold["ThemeSubject"]))[:15] in text, gold["file"]


@needs_shared
@pytest.mark.parametrize("path", sorted(SHARED.glob("gold/*.json")), ids=lambda path: path.stem)
def test_gold_bodies_start_and_end_where_they_should(path: Path) -> None:
    body = json.loads(path.read_text(encoding="utf-8"))["body"]
    for suffix in (".txt", ".html"):
        source = path.with_suffix(suffix)
        if not source.exists():
            continue
        text = _loose(read(source.read_bytes(), name=source.name).text)
        start, end = text.find(_loose(body["start_quote"])), text.find(_loose(body["end_quote"]))
        assert start >= 0, source.name
        assert text[end:] == _loose(body["end_quote"]), source.name
        # Above the body only the title may stand, and what a paging tool puts before the first character.
        assert len(text[:start].strip().split("\n")) <= 1, source.name


@dataclass(frozen=True, slots=True)
class Article:
    """What a page of full_pages holds, told by words of a few characters: read off the page as a browser shows it."""

    title: tuple[str, str]
    """How the title begins and ends."""
    body: tuple[str, str]
    """How the first line below the title begins, and how the last line ends."""
    lines: int
    characters: int
    """Characters from the title to the last line, blanks not counted."""
    inside: tuple[str, ...]
    """From the middle: captions, subtitles, lines that read like navigation and are none."""
    published: str


ARTICLES = {
    "cjn_1": Article(
        ("外媒眼中的", "欢声笑语"), ("长江网10月4日讯", "海外网等）"), 26, 1189, ("周斌 摄", "刘娟 摄", "报道截图。"), "2020-10-04"
    ),
    "gsc_1": Article(
        ("2019年中国", "成功举行！"), ("5月10-12日", "发展盛况。"), 15, 1622, ("大会开幕式", "大会分会场", "会旗并合影"), "2019-05-18"
    ),
    "gzggw_1": Article(("1-10月德清县", "趋稳趋优"), ("1-10月，全县", "县发改局）"), 2, 268, ("246.79亿元",), "2016-11-22"),
    "njxfhn_1": Article(("[诗婷露雅", "团伙被端"), ("冒充银行经理", "向雪妮"), 27, 2898, ("骗走139万元", "都是骗局"), "2019-09-11"),
    "people_1": Article(("女儿出嫁", "当嫁妆"), ("父亲的教诲", "子的爱。"), 28, 708, ("——（宋）陆游", "点评："), "2019-06-15"),
    "shanxi_1": Article(("山西品牌", "正式启动"), ("成功举办中国", "张巨峰）"), 11, 1044, ("刘通摄", "20多万华商"), "2019-09-18"),
    "stcn_1": Article(("午间公告", "7亿元项目"), ("证券时报e公司讯", "少数股权。"), 2, 237, ("6962万元",), "2019-09-26"),
    "sxmu_1": Article(
        ("中华人民共和国", "监察法"), ("《中华人民共和国", "同时废止。"), 175, 8882, ("第一章　总　则", "第九章　附　则"), "2018-05-17"
    ),
    "xds_1": Article(("【资讯汇总】", "市场走向"), ("收盘播报", "良好的。"), 30, 1588, ("债券动向", "【中国发展网】"), "2019-09-26"),
    "xinhuanet_1": Article(("法国全国", "影响交通"), ("新华社巴黎", "总体架构。"), 6, 569, ("631公里",), "2019-12-10"),
    "zsnews_1": Article(("顺德区大良", "调研工作"), ("2019年2月27日", "驱动力。"), 4, 432, ("零壹金服",), "2019-03-06"),
    "zyyfy_1": Article(("【不忘初心", "技能大赛"), ("本站讯", "编辑/苏芳"), 6, 632, ("荣获一等奖",), "2019-10-31"),
}
FURNITURE = re.compile(
    r"首页|版权所有|ICP备|责任编辑|责编|上一篇|下一篇|相关(?:阅读|新闻|文章)|推荐(?:阅读|新闻)|为你推荐|打印|纠错|分享|浏览次数|扫一扫|点击进入|友情链接"
)


@needs_shared
def test_every_full_page_is_described() -> None:
    assert set(ARTICLES) == {path.stem for path in (SHARED / "corpus/full_pages").glob("*.html")}


@needs_shared
@pytest.mark.parametrize("name", ARTICLES)
def test_full_pages_give_title_and_whole_body_without_navigation(name: str) -> None:
    notice = parse(SHARED / "corpus/full_pages" / f"{name}.html")
    article = ARTICLES[name]
    lines = notice.text.split("\n")
    title = notice.metadata.title or ""
    assert (title.startswith(article.title[0]), title.endswith(article.title[1])) == (True, True)
    assert squeeze(lines[0]) == squeeze(title)
    assert (lines[1].startswith(article.body[0]), lines[-1].endswith(article.body[1])) == (True, True)
    assert (len(lines), count_characters(notice.text)) == (article.lines, article.characters)
    assert all(words in notice.text for words in article.inside)
    assert FURNITURE.findall(notice.text) == []
    assert notice.metadata.published_date == article.published


@needs_shared
@pytest.mark.parametrize("name", ARTICLES)
def test_a_page_that_is_no_notice_says_so(name: str) -> None:
    notice = parse(SHARED / "corpus/full_pages" / f"{name}.html")
    assert "no-notice-elements" in {warning.code for warning in notice.warnings}
    assert notice.metadata.document_number is None


@needs_shared
def test_notices_are_not_taken_for_something_else() -> None:
    for path in sorted(SHARED.glob("corpus/gov_cn/*.html")):
        assert [warning.code for warning in parse(path).warnings if warning.code == "no-notice-elements"] == [], path.name
