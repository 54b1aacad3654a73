"""What the search index holds of a passage."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import gongwen.corpora.store
import pytest
from gongwen.corpora.store import terms
from gongwen.corpora.store.folding import fold_words
from gongwen.corpora.store.passages import passages_of
from gongwen.corpora.store.terms import pairs, region_steps, search_terms, search_year, token
from gongwen.extract import parse
from gongwen.schemas.norms import Actor, Norm, Responsible
from gongwen.schemas.notice import Metadata, Region
from hypothesis import given
from hypothesis import strategies as st

SCHEMA = (Path(gongwen.corpora.store.__file__).parent / "schema.sql").read_text(encoding="utf-8")
TEXT = "关于河道管护的通知\n各乡镇:\n一、组织巡查\n县水务局每季度组织巡查。\n二、通报结果。\n"


def marked(found: str, mark: str) -> list[str]:
    return [word[1:] for word in found.split(" ") if word.startswith(mark)]


@pytest.mark.parametrize(
    ("code", "steps"),
    [("320612", ["32", "3206", "320612"]), ("320600", ["32", "3206"]), ("320000", ["32"]), ("110105", ["11", "1101", "110105"])],
)
def test_steps_of_a_region(code: str, steps: list[str]) -> None:
    assert region_steps(code) == steps


@pytest.mark.parametrize(
    ("facts", "year"),
    [
        (Metadata(written_date="2018-12-30", document_number="国发〔2019〕1号", published_date="2020-01-02"), 2018),
        (Metadata(document_number="国发〔2019〕1号", published_date="2020-01-02"), 2019),
        (Metadata(document_number="令第5号", published_date="2020-01-02"), 2020),
        (Metadata(), None),
    ],
)
def test_the_year_a_notice_counts_to(facts: Metadata, year: int | None) -> None:
    assert search_year(facts) == year


def test_pairs() -> None:
    assert list(pairs("产业集聚产业")) == ["产业", "业集", "集聚", "聚产"]
    assert list(pairs("a b")) == ["a\u3000", "\u3000b"]
    assert list(pairs("产")) == []


def test_terms_of_a_notice() -> None:
    notice = parse(TEXT.encode())
    notice.metadata = Metadata(
        document_type="通知",
        written_date="2019-03-02",
        issuing_agencies=["通山縣人民政府"],
        region=Region("通山县", "421224", ["湖北省", "咸宁市", "通山县"]),
    )
    words = "县水务局每季度组织巡查。"
    at = TEXT.index(words)
    bureau = Actor(at, at + 4, "县水务局", name="县水务局", source="explicit", eid="main__sec_1", body="通山县水务局")
    helper = Responsible(at, at + 4, "县水务局", name="乡镇", role="support")
    notice.norms = [
        Norm(at, at + len(words), words, id="n", eid="main__sec_1", type="obligation", actors=["县水务局"], actor_source="explicit",
             actor_spans=[bureau], responsible=[helper])
    ]  # fmt: skip
    first, clause, last = search_terms(notice, passages_of(notice))
    assert {"巡查", "查县", "。\u3000"} <= set(clause.split(" "))
    assert not {"巡查", "组织"} & set(last.split(" "))
    assert marked(first, terms.TITLE)[:2] == ["关于", "于河"]
    assert marked(clause, terms.HEADING) == ["组织", "织巡", "巡查"]
    assert marked(clause, terms.NORM) == ["obligation"]
    assert marked(clause, terms.ACTOR) == ["县水", "水务", "务局", "通山", "山县", "乡镇"]
    assert marked(last, terms.ACTOR) == marked(last, terms.NORM) == []
    for found in (first, clause, last):
        assert marked(found, terms.AGENCY)[:3] == ["通山", "山县", "县人"]
        assert marked(found, terms.REGION) == ["42", "4212", "421224"]
        assert (marked(found, terms.YEAR), marked(found, terms.TYPE)) == (["2019"], ["通知"])


def test_the_schema_keeps_every_pair_apart() -> None:
    characters = [*map(chr, range(33, 127)), "\u3000", "\ue000", "\ufffd", "\U00020bb7", "é", "ı", "中", "\u2028"]
    words = list(dict.fromkeys(fold_words(char) + "中" for char in characters if fold_words(char)))
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    db.executemany("INSERT INTO search (rowid, terms) VALUES (?, ?)", enumerate(words))
    for number, word in enumerate(words):
        quoted = '"' + word.replace('"', '""') + '"'
        assert db.execute("SELECT rowid FROM search WHERE search MATCH ?", (quoted,)).fetchall() == [(number,)], word
    db.close()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_tokens_are_parted_by_plain_blanks_alone(text: str) -> None:
    folded = fold_words(text)
    assert not any(char.isspace() and char != "\u3000" for char in token(folded))
    assert all(len(pair) == 2 for pair in pairs(folded))
