"""Concordances."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gongwen.corpora import Corpus, open_corpus
from gongwen.corpora.searching.kwic import KWIC_COLUMNS, kwic, kwic_table
from gongwen.corpora.store.folding import fold_words
from gongwen.corpora.store.prepared import prepare
from gongwen.corpora.store.writing import Writer
from gongwen.corpora.tables import table_bytes
from gongwen.extract import parse
from hypothesis import given, settings
from hypothesis import strategies as st

FIRST = "江苏省人民政府关于河道管护的通知\n苏政发〔2018〕12号\n各市人民政府:\n一、加强河道\n管护\n完善乙河道丙。\n江苏省人民政府\n2018年3月5日\n"  # noqa: E501
SECOND = "福建省人民政府關於甲河道的通知\n閩政〔2020〕7號\n各市人民政府:\n一、建立河道乙類台帳。\n福建省人民政府\n2020年6月1日\n"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with open_corpus(tmp_path_factory.mktemp("corpus"), write=True) as opened:
        for number, text in enumerate((FIRST, SECOND)):
            Writer(opened, "test").put(prepare(parse(text.encode())), f"{number}.txt")
        yield opened


def lines(corpus: Corpus, sort: str) -> list[str]:
    return [f"{row.left}|{row.keyword}|{row.right}" for row in kwic(corpus, "河道", width=2, sort=sort).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("position", ["关于|河道|管护", "加强|河道|\n管", "善乙|河道|丙。", "於甲|河道|的通", "建立|河道|乙類"]),
        # From the key word outwards: 乙, 于, 强, 甲, 立 by code point.
        ("left", ["善乙|河道|丙。", "关于|河道|管护", "加强|河道|\n管", "於甲|河道|的通", "建立|河道|乙類"]),
        ("right", ["善乙|河道|丙。", "建立|河道|乙類", "於甲|河道|的通", "加强|河道|\n管", "关于|河道|管护"]),
    ],
)
def test_lines_are_sorted(corpus: Corpus, sort: str, expected: list[str]) -> None:
    found = lines(corpus, sort)
    assert sorted(found) == sorted(expected)
    assert found == expected


def test_a_row_says_where_it_stands(corpus: Corpus) -> None:
    row = kwic(corpus, "河道管护", width=3).rows[1]
    assert (row.left, row.keyword, row.right) == ("、加强", "河道\n管护", "\n完善")
    assert (row.notice, row.year, row.agency) == ("cn-320000-2018-苏政发-12", 2018, "江苏省人民政府")
    assert row.uri.endswith("/!main~sec_1")
    assert FIRST[row.start : row.end] == row.keyword


def test_at_most_so_many(corpus: Corpus) -> None:
    assert kwic(corpus, "河道").complete
    assert not kwic(corpus, "河道", limit=4).complete
    assert len(kwic(corpus, "河道", limit=4).rows) == 4
    assert kwic(corpus, "河道", limit=5).complete
    assert kwic(corpus, "河道", limit=None).complete
    assert kwic(corpus, "没有的词").rows == []


def test_the_table(corpus: Corpus) -> None:
    rows = table_bytes(kwic_table(kwic(corpus, "河道管护", width=3)), "csv").decode().splitlines()
    assert rows[0].split(",") == list(KWIC_COLUMNS)
    assert rows[2].startswith("、加强,河道 管护, 完善,cn-320000-2018-苏政发-12,")
    assert len(rows) == 3


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_the_context_is_what_stands_there(corpus: Corpus, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from((FIRST, SECOND)))
    start = data.draw(st.integers(0, len(text) - 1))
    phrase = text[start : start + data.draw(st.integers(1, 4))]
    width = data.draw(st.integers(0, 200))
    if not fold_words(phrase):
        return
    texts = dict(corpus.db.execute("SELECT id, text FROM notices"))
    rows = kwic(corpus, f'"{phrase}"', width=width).rows
    for row in rows:
        words = texts[row.notice]
        assert fold_words(row.keyword) == fold_words(phrase)
        assert words[row.start : row.end] == row.keyword
        assert words[max(row.start - width, 0) : row.start] == row.left
        assert words[row.end : row.end + width] == row.right
    passages = corpus.db.execute("SELECT folded FROM passages").fetchall()
    assert len(rows) == sum(folded.count(fold_words(phrase)) for (folded,) in passages)
