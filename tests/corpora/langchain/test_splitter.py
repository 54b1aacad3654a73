"""LangChain has standard tests for retrievers, none for loaders or splitters: these hold the contracts of its base classes."""

from __future__ import annotations

import asyncio
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from gongwen.corpora.langchain import ClauseSplitter, notice_document
from gongwen.corpora.langchain.outline import Outline, Unit, cut
from gongwen.extract import parse
from gongwen.schemas.identifiers import locate, parse_reference
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import BaseDocumentTransformer, Document
from langchain_core.load import dumps, loads

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = sorted(path.name for path in [*SAMPLES.glob("*.html"), *SAMPLES.glob("*.txt")])
TEXT = """\
关于加强档案工作的通知
各乡镇人民政府：
一、健全制度
(一)明确专人。各乡镇要指定专人管理档案，按季清点；缺损的及时补齐。
(二)定期检查。
二、落实责任
档案局牵头。
某县人民政府
2020年3月1日"""


def visible(text: str) -> str:
    return "".join(text.split())


def check_clauses(text: str, clauses: list[Document]) -> None:
    """Every word is in one Document, in order, and each is what stands at its place."""
    position = 0
    for clause in clauses:
        start, end = clause.metadata["start_index"], clause.metadata["end_index"]
        assert text[start:end] == clause.page_content != ""
        assert text[position:start].strip() == ""
        position = end
    assert text[position:].strip() == ""
    assert visible("".join(clause.page_content for clause in clauses)) == visible(text)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("max_chars", [None, 1000, 30, 1])
def test_the_clauses_of_a_notice_hold_all_of_it(name: str, max_chars: int | None) -> None:
    notice = parse(SAMPLES / name)
    clauses = ClauseSplitter(max_chars=max_chars).split_documents([notice_document(notice)])
    check_clauses(notice.text, clauses)
    assert {clause.eid for clause in notice.clauses} <= {clause.metadata["eid"] for clause in clauses}
    for clause in clauses:
        assert len(clause.page_content) <= (max_chars or len(notice.text))
        own = clause.metadata
        unit = locate(notice, own["uri"])
        assert unit.eid == own["eid"]
        if any(part.start <= own["start_index"] for part in notice.parts):  # marks of a copyist may stand before the first part
            assert unit.start <= own["start_index"] < own["end_index"] <= unit.end
        assert parse_reference(own["reference"]).eid == own["eid"]
        assert all(isinstance(value, (str, int)) for value in own.values())
        assert json.loads(json.dumps(own)) == own
    if max_chars is None:
        assert len({clause.id for clause in clauses}) == len(clauses)


@given(st.text(alphabet="一二三(1)、.。;,要应当\n\t 章第条款附件：《》〔2019〕号", max_size=300))
def test_any_text_is_cut_without_loss(text: str) -> None:
    check_clauses(text, ClauseSplitter(max_chars=20).create_documents([text]))


@given(st.text(alphabet="字。;”，\n 　a", max_size=120), st.integers(1, 40))
def test_pieces_are_short_and_whole(text: str, longest: int) -> None:
    pieces = list(cut(text, 0, len(text), longest))
    assert all(0 < end - start <= longest for start, end in pieces)
    assert all(a <= b for (_, a), (b, _) in pairwise(pieces))
    assert visible("".join(text[start:end] for start, end in pieces)) == visible(text)


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("甲乙。丙丁。", 9, ["甲乙。丙丁。"]),
        ("甲乙。丙丁。戊", 6, ["甲乙。丙丁。", "戊"]),
        ("甲乙;丙丁戊己", 5, ["甲乙;", "丙丁戊己"]),
        ("甲乙,丙丁戊", 5, ["甲乙,", "丙丁戊"]),
        ("“甲。”乙丙丁", 4, ["“甲。”", "乙丙丁"]),
        ("“甲乙。”丙丁", 4, ["“甲乙。", "”丙丁"]),  # a sentence longer than a piece: nothing better is to be had
        ("甲。“乙丙。”丁", 6, ["甲。", "“乙丙。”丁"]),
        ("甲乙丙丁戊", 2, ["甲乙", "丙丁", "戊"]),
        ("甲乙\n丙丁\n", 3, ["甲乙", "丙丁"]),
        ("  ", 3, []),
    ],
)
def test_long_words_are_cut_where_sentences_end(text: str, longest: int, expected: list[str]) -> None:
    assert [text[start:end] for start, end in cut(text, 0, len(text), longest)] == expected


UNITS = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted)


@given(st.lists(UNITS, max_size=8), st.integers(0, 30))
def test_stretches_tile_the_text_whatever_the_units(bounds: list[list[int]], length: int) -> None:
    units = [Unit(f"main__sec_{n}", "main", "sec", None, None, min(a, length), min(b, length)) for n, (a, b) in enumerate(bounds, 1)]
    places = [(stretch.start, stretch.end) for stretch in Outline(units, length).stretches()]
    assert [place for start, end in places for place in range(start, end)] == list(range(length))


def test_a_clause_says_where_it_stands() -> None:
    clauses = ClauseSplitter().create_documents([TEXT], [{"source": "档案.txt"}])
    found = {clause.metadata["eid"]: clause for clause in reversed(clauses)}
    clause = found["main__sec_1__subsec_1"]
    assert clause.page_content == "(一)明确专人。各乡镇要指定专人管理档案，按季清点；缺损的及时补齐。"
    wanted = {
        "source": "档案.txt",
        "parent": "main__sec_1",
        "level": "subsec",
        "label": "(一)",
        "heading": "明确专人",
        "heading_path": "关于加强档案工作的通知 > 一、健全制度 > (一)明确专人",
        "reference": "《关于加强档案工作的通知》第一部分第(一)项",
        "document_type": "通知",
        "written_date": "2020-03-01",
        "start_index": TEXT.index("(一)"),
    }
    assert {key: clause.metadata.get(key) for key in wanted} == wanted
    assert clause.metadata["uri"] == clause.metadata["notice_uri"] + "/!main~sec_1__subsec_1"
    assert "document_number" not in clause.metadata
    assert found["main"].metadata["level"] == "part"
    assert found["main"].page_content.startswith("关于加强档案工作的通知")


def test_the_headings_above_can_stand_before_the_words() -> None:
    for clause in ClauseSplitter(context=True, max_chars=20).create_documents([TEXT]):
        words = TEXT[clause.metadata["start_index"] : clause.metadata["end_index"]]
        above = clause.page_content.removesuffix(words)
        assert clause.page_content.endswith(words)
        path = clause.metadata["heading_path"].split(" > ")
        assert above == " > ".join(path if clause.metadata["level"] == "part" else path[:-1]) + "\n"


def test_pieces_of_one_clause_share_its_address() -> None:
    pieces = [p for p in ClauseSplitter(max_chars=20).create_documents([TEXT]) if p.metadata["eid"] == "main__sec_1__subsec_1"]
    assert [piece.page_content for piece in pieces] == ["(一)明确专人。", "各乡镇要指定专人管理档案，按季清点；", "缺损的及时补齐。"]
    assert len({piece.metadata["uri"] for piece in pieces}) == 1
    assert len({piece.id for piece in pieces}) == 3


def test_a_document_of_the_loader_is_not_read_again_and_a_plain_one_gives_the_same() -> None:
    notice = parse(SAMPLES / "jilin_roster.html")
    document = notice_document(notice)
    read = ClauseSplitter().split_documents([document])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gongwen.corpora.langchain.splitter.understand_text", None)
        assert ClauseSplitter().split_documents([document]) == read
    plain = Document(page_content=document.page_content, metadata=document.metadata)
    assert ClauseSplitter().split_documents([plain]) == read


def test_the_metadata_of_other_loaders_are_kept() -> None:
    foreign = {"source": "s3://bucket/a.pdf", "uri": "https://example.org/a", "title": "a.pdf", "rank": 3}
    for clause in ClauseSplitter().create_documents([TEXT], [foreign]):
        assert (clause.metadata["source"], clause.metadata["title"], clause.metadata["rank"]) == ("s3://bucket/a.pdf", "a.pdf", 3)
        assert clause.metadata["uri"].startswith(clause.metadata["notice_uri"] + "/!")
        assert clause.metadata["notice_uri"].startswith("/akn/cn")


def test_clauses_split_again_are_the_same_or_shorter() -> None:
    once = ClauseSplitter(max_chars=60).create_documents([TEXT])
    assert ClauseSplitter(max_chars=60).split_documents(once) == once
    check_clauses(TEXT, ClauseSplitter(max_chars=12).split_documents(once))
    with_context = ClauseSplitter(context=True).create_documents([TEXT])
    assert ClauseSplitter(max_chars=5).split_documents(with_context) == with_context


def test_it_takes_the_place_of_the_splitters_of_langchain() -> None:
    splitter = ClauseSplitter()
    documents = splitter.create_documents([TEXT, "无文号的一段话。"])
    assert isinstance(splitter, BaseDocumentTransformer)
    assert splitter.transform_documents([Document(page_content=TEXT), Document(page_content="无文号的一段话。")]) == documents
    assert asyncio.run(splitter.atransform_documents([Document(page_content=TEXT)])) == splitter.create_documents([TEXT])
    assert splitter.split_text(TEXT) == [document.page_content for document in splitter.create_documents([TEXT])]
    assert splitter.split_documents(iter([])) == []
    with pytest.raises(ValueError, match="positive"):
        ClauseSplitter(max_chars=0)


@pytest.mark.filterwarnings("ignore:The function `loads` is in beta")
def test_documents_survive_being_written_down() -> None:
    document = notice_document(parse(SAMPLES / "jilin_roster.html"))
    back: Any = loads(dumps(document), allowed_objects=[Document])
    assert type(back) is Document
    assert (back.page_content, back.metadata) == (document.page_content, document.metadata)
