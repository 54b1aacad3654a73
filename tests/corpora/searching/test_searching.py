"""Search, held against what a look through all passages finds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from gongwen.corpora import Corpus, open_corpus
from gongwen.corpora.searching import searching
from gongwen.corpora.searching.kwic import kwic
from gongwen.corpora.searching.searching import SearchResult, search
from gongwen.corpora.store.folding import fold_words
from gongwen.corpora.store.prepared import prepare
from gongwen.corpora.store.writing import Writer
from gongwen.extract import parse
from gongwen.schemas.errors import QueryFormatError
from gongwen.schemas.identifiers import locate
from hypothesis import given, settings
from hypothesis import strategies as st

FIRST = (
    "江苏省人民政府办公厅关于加强河道管护的通知\n苏政办发〔2018〕12号\n各市、县人民政府,省各委办厅局:\n现将河道管护有关事项通知如下:\n"
    "一、完善产业\n集聚区管护\n(一)明确责任。水务部门应当每季度组织巡查,巡查结果报省水利厅。不得向河道倾倒垃圾。\n"
    "(二)鼓励社会参与。鼓励企业认领河段,推广open  data平台。\n二、强化考核\n省财政厅会同省水利厅将河道管护“纳入”考核。\n"
    "江苏省人民政府办公厅\n2018年3月5日\n"
)
SECOND = (
    "福建省人民政府關於印發《養老服務條例實施細則》的通知\n閩政〔2020〕7號\n各市、縣人民政府:\n一、總體要求\n圍繞著養老服務產業集聚,發展社區養老。\n"
    "二、保障措施\n各級財政部門應當安排資金,河道 管護不在此列。\n福建省人民政府\n2020年6月1日\n"
)
THIRD = (
    "南通市人民政府关于养老服务的意见\n通政发〔2019〕3号\n各县(市、区)人民政府:\n一、总体要求\n到2022年,养老床位增加\U00020bb7个。河道河道河道。\n"
    "二、附则\n本意见自印发之日起施行。\n南通市人民政府\n2019年9月2日\n"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with open_corpus(tmp_path_factory.mktemp("corpus"), write=True) as opened:
        writer = Writer(opened, "test")
        for number, text in enumerate((FIRST, SECOND, THIRD)):
            writer.put(prepare(parse(text.encode())), f"{number}.txt")
        yield opened


def found(result: SearchResult) -> list[tuple[str, str]]:
    return [(hit.notice, hit.eid) for hit in result.hits]


def numbers(result: SearchResult) -> set[str]:
    return {hit.notice.rsplit("-", 1)[1] for hit in result.hits}


def brute(corpus: Corpus, phrase: str) -> set[tuple[int, int]]:
    rows = corpus.db.execute(
        'SELECT p.notice, p.start, substr(n.text, p.start + 1, p."end" - p.start) FROM passages p JOIN notices n USING (notice)'
    )
    return {(notice, start) for notice, start, words in rows if fold_words(phrase) in fold_words(words)}


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("产业集聚", {"12", "7"}),  # over a line that a page broke, and in traditional characters
        ("業集", {"12", "7"}),  # over the border of words
        ("围绕着", {"7"}),
        ("河道", {"12", "7", "3"}),
        ("河道管护", {"12", "7"}),
        ("open data", {"12"}),
        ('"OPEN DATA"', {"12"}),
        ("opendata", set()),
        ("护", {"12", "7"}),
        ("\U00020bb7", {"3"}),
        ("位增加\U00020bb7个", {"3"}),
        ("〔2018〕12 号", {"12"}),
        ("苏政办发[2018]12号", {"12"}),
        ("巡查 水利厅", {"12"}),
        ("河道 -管护", {"12", "3"}),
        ("认领 OR 床位", {"12", "3"}),
        ('管护"纳入"考核', {"12"}),
        ('"*" OR "NEAR(a b)" OR "terms:河道"', set()),
        ("养老 year:2019", {"3"}),
        ("养老 year:2000..", {"7", "3"}),
        ("养老 year:..2019", {"3"}),
        ("养老 type:意见", {"3"}),
        ("养老 -type:意见", {"7"}),
        ("河道 region:江苏省", {"12", "3"}),
        ("河道 region:320600", {"3"}),
        ("河道 region:福建", {"7"}),
        ("河道 agency:省人民政府", {"12", "7"}),
        ("河道 -agency:人民政府办公厅", {"7", "3"}),
        ("agency:府人 河道", set()),
        ("norm:prohibition", {"12"}),
        ("norm:encouragement 企业", {"12"}),
        ("norm:prohibition 企业", set()),
        ("actor:水务部门", {"12"}),
        ("actor:水務部門 norm:obligation", {"12"}),
        ("actor:水务部门 norm:encouragement", set()),
        ("norm:obligation -actor:水务部门 河道", {"12", "7", "3"}),
    ],
)
def test_what_is_found(corpus: Corpus, query: str, hits: set[str]) -> None:
    result = search(corpus, query)
    assert numbers(result) == hits
    assert result.total_is_exact
    assert result.total == len(result.hits)


def test_a_hit_says_where_it_stands(corpus: Corpus) -> None:
    (hit,) = search(corpus, "產業集聚 year:2018").hits
    assert hit.reference == "苏政办发〔2018〕12号 第一部分"
    assert hit.uri.endswith("/!main~sec_1")
    assert hit.title == "江苏省人民政府办公厅关于加强河道管护的通知"
    assert [FIRST[start:end] for start, end in hit.matches] == ["产业\n集聚"]
    assert FIRST[hit.start : hit.end] == hit.snippet == "一、完善产业\n集聚区管护\n"
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["产业\n集聚"]


def test_titles_come_first_then_headings_then_what_has_more_of_it_then_what_is_newer(corpus: Corpus) -> None:
    result = search(corpus, "养老服务")
    assert [(hit.notice.rsplit("-", 1)[1], hit.eid) for hit in result.hits] == [("3", "main"), ("7", "main"), ("7", "main__sec_1")]
    assert [hit.score > 20 for hit in result.hits] == [True, True, False]
    assert [hit.eid for hit in search(corpus, "考核").hits] == ["main__sec_2"]
    assert 10 < search(corpus, "考核").hits[0].score < 20
    rivers = search(corpus, "河道").hits
    assert [hit.eid for hit in rivers[:2]] == ["main", "main__sec_1"]  # the title, then three times in a short passage
    assert [hit.score for hit in rivers] == sorted((hit.score for hit in rivers), reverse=True)


def test_what_is_no_longer_in_force_comes_later(tmp_path: Path) -> None:
    with open_corpus(tmp_path, write=True) as opened:
        writer = Writer(opened, "test")
        for number, validity in enumerate(("有效", "失效", None)):
            notice = parse(THIRD.replace("3号", f"{number + 1}号").replace("养老服务", f"养老{number}服务").encode())
            notice.metadata.validity = validity
            writer.put(prepare(notice), f"{number}.txt")
        assert [hit.notice.rsplit("-", 1)[1] for hit in search(opened, "床位").hits] == ["1", "3", "2"]


def test_pages_of_a_result_fit_together(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = found(search(corpus, "养老 OR 河道 OR 政府", limit=100))
    assert found(search(corpus, "养老 OR 河道 OR 政府", limit=3)) + found(search(corpus, "养老 OR 河道 OR 政府", 100, 3)) == everything
    monkeypatch.setattr(searching, "_CAP", 2)
    capped = search(corpus, "养老 OR 河道 OR 政府", limit=2)
    assert not capped.total_is_exact
    assert len(capped.hits) == 2
    assert 2 < capped.total <= len(everything)
    pages = [found(search(corpus, "养老 OR 河道 OR 政府", 2, offset)) for offset in range(0, len(everything) + 2, 2)]
    together = [hit for page in pages for hit in page]
    assert len(together) == len(everything)
    assert set(together) == set(everything)
    assert search(corpus, "河道", limit=0).hits == []


def test_a_query_that_is_none(corpus: Corpus) -> None:
    with pytest.raises(QueryFormatError):
        search(corpus, "field:x")
    with pytest.raises(QueryFormatError, match="middle"):
        kwic(corpus, "type:通知")


def test_addresses_lead_to_the_words(corpus: Corpus) -> None:
    for hit in search(corpus, "养老 OR 河道 OR 巡查", limit=100).hits:
        (key,) = corpus.db.execute("SELECT notice FROM notices WHERE id = ?", (hit.notice,)).fetchone()
        notice = corpus.notice(key)
        target = locate(notice, hit.uri)
        assert (target.eid, target.start <= hit.matches[0][0] < target.end) == (hit.eid, True)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_phrase_hits_exactly_where_a_substring_search_would(corpus: Corpus, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from((FIRST, SECOND, THIRD)))
    start = data.draw(st.integers(0, len(text) - 1))
    phrase = text[start : start + data.draw(st.integers(1, 8))]
    if data.draw(st.booleans()):
        phrase = data.draw(st.permutations(phrase).map("".join))
    phrase = phrase.translate({ord(mark): None for mark in '"“”「」'})
    if not fold_words(phrase):
        return
    result = search(corpus, f'"{phrase}"', limit=100)
    keys = dict(corpus.db.execute("SELECT id, notice FROM notices"))
    assert {(keys[hit.notice], hit.start) for hit in result.hits} == brute(corpus, phrase)
    for hit in result.hits:
        (words,) = corpus.db.execute("SELECT text FROM notices WHERE id = ?", (hit.notice,)).fetchone()
        assert hit.matches
        assert {fold_words(words[start:end]) for start, end in hit.matches} == {fold_words(phrase)}
        assert words[hit.snippet_start : hit.snippet_start + len(hit.snippet)] == hit.snippet
        assert all(fold_words(hit.snippet[start:end]) for start, end in hit.highlights)


def test_reading_goes_on_while_it_is_only_read(corpus: Corpus) -> None:
    with open_corpus(corpus.path) as reader:
        assert numbers(search(reader, "认领")) == {"12"}
        with pytest.raises(sqlite3.OperationalError):
            reader.db.execute("DELETE FROM passages")


def test_hits_are_plain_values(corpus: Corpus) -> None:
    written = orjson.loads(orjson.dumps(search(corpus, "认领")))
    assert written["hits"][0]["matches"] == [[start, end] for start, end in search(corpus, "认领").hits[0].matches]
