"""What a search takes for the same."""

from __future__ import annotations

import time

import pytest
from gongwen.corpora.store.folding import fold_characters, fold_places, fold_words
from hypothesis import given
from hypothesis import strategies as st

CHARACTERS = "国國发發於于著着乾Ａa［（〔【]“」‘ \u3000\n\t\u200b\u00ad\x00é中\U00020bb7。，,1２-"
texts = st.text(st.sampled_from(CHARACTERS) | st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("國務院辦公廳關於印發", "国务院办公厅关于印发"),  # characters that one script writes
        ("圍繞著產業,執行著", "围绕着产业,执行着"),  # 著 stands for 着 in Taiwan
        ("衞生", "卫生"),  # Hong Kong's form
        ("乾安县", "干安县"),  # one form, wherever it stands
        ("什么", "什么"),
        ("ＧＢ／Ｔ　９７０４", "gb/t 9704"),  # widths and capitals
        ("国发〔2018〕 39 号", "国发(2018)39号"),  # kinds of brackets, blanks beside Chinese characters and punctuation
        ("国发［2018］39号", "国发(2018)39号"),
        ("“十三五”时期", '"十三五"时期'),
        ("「十三五」時期", '"十三五"时期'),
        ("加强\n产业 集聚", "加强产业集聚"),  # a line that a page broke
        ("open\n data", "open data"),  # between letters a blank parts words
        ("co\u00adoperate, and", "cooperate,and"),
        ("a\u200b \u200bb", "a b"),
        ("中\x00\ufeff文", "中文"),
        (" \n", ""),
        ("\ud800文", "\ufffd文"),
    ],
)
def test_what_is_the_same(text: str, folded: str) -> None:
    assert fold_words(text) == folded


@given(texts)
def test_folding_is_done_once_and_character_by_character(text: str) -> None:
    characters = fold_characters(text)
    assert len(characters) == len(text)
    assert characters == "".join(fold_characters(char) for char in text)
    assert fold_words(characters) == fold_words(text) == fold_words(fold_words(text))


@given(texts, st.integers(0, 40), st.integers(0, 40))
def test_a_part_of_a_text_is_a_part_of_its_searched_form(text: str, start: int, end: int) -> None:
    assert fold_words(text[start:end]) in fold_words(text)


@given(texts)
def test_each_character_has_its_place(text: str) -> None:
    folded, places = fold_places(text)
    assert folded == fold_words(text)
    assert places == sorted(set(places))
    assert [fold_words(text[place]) or " " for place in places] == list(folded)


def test_long_blanks_take_linear_time() -> None:
    start = time.process_time()
    for text in ("a" + " " * 200_000 + "。", "a" + "\u200b" * 200_000 + "\n中", "a " * 100_000):
        fold_places(text)
    assert time.process_time() - start < 2
