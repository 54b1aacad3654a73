from __future__ import annotations

import pytest
from gongwen.extract.proposals.leash import Leash, printable
from gongwen.extract.text import View, fold, squeeze
from hypothesis import given
from hypothesis import strategies as st

TEXT = "各乡镇(街道)应当于2022年底前 完成整治;\n县水利局 负责。"


@pytest.mark.parametrize(
    ("words", "exact"),
    [
        ("应当", "应当"),
        (" 应当\n", "应当"),
        ("各乡镇(街道)", "各乡镇(街道)"),
        ("各乡镇（街道）", "各乡镇(街道)"),  # widths
        ("２０２２年底前", "2022年底前"),
        ("2022 年底前完成整治", "2022年底前 完成整治"),  # blanks
        ("完成整治;县水利局负责。", "完成整治;\n县水利局 负责。"),
        ("完成 整治； 县水利局", "完成整治;\n县水利局"),
        ("应该", None),  # another word of the same meaning
        ("县水务局", None),
        ("2022年年底前", None),
        ("各鄉鎮", None),  # another script
        ("完成整治,县水利局", None),  # another mark
        ("", None),
        ("  \n", None),
        ("\ud800", None),  # half of a character
        ("应当\x00", None),
    ],
)
def test_words_are_found_verbatim_or_but_for_blanks_and_widths(words: str, exact: str | None) -> None:
    leash = Leash(View(TEXT))
    place = leash.first(words, 0, len(TEXT))
    assert (place and leash.span(place).exact) == exact


def test_verbatim_goes_before_blanks_and_widths() -> None:
    leash = Leash(View("县 水利局;县水利局;县　水利局"))
    assert list(leash.places("县水利局", 0, 16)) == [(6, 10)]
    assert list(leash.places("县  水利局", 0, 16)) == [(0, 5), (6, 10), (11, 16)]


def test_a_search_stays_within_its_bounds() -> None:
    leash = Leash(View("甲 乙;甲 乙;甲 乙"))
    assert list(leash.places("甲乙", 1, 10)) == [(4, 7)]


def test_chunk_marks_lie_inside_a_span_and_not_in_its_words() -> None:
    source = "县水利局负责制定\n2、\n标准并公开。"
    leash = Leash(View(source, [(8, 12)]))
    place = leash.first("制定标准", 0, 12)
    assert place is not None
    assert leash.span(place).exact == "制定\n2、\n标准"
    assert leash.words(place) == "制定标准"


CHARACTERS = st.text(alphabet="县局应当2年,;()、 \n\u3000２，（A", min_size=1, max_size=40)


@given(CHARACTERS, st.data())
def test_what_is_found_says_the_same_and_what_stands_there_is_found(text: str, data: st.DataObject) -> None:
    leash = Leash(View(text))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = data.draw(st.sampled_from([text[start:end], fold(text[start:end]), " ".join(text[start:end])]))
    places = list(leash.places(words, 0, len(text)))
    assert bool(places) == bool(words.strip())
    for low, high in places:
        assert squeeze(fold(text[low:high])) == squeeze(fold(words))
        assert text[low:high] == leash.span((low, high)).exact


@given(CHARACTERS, st.text(alphabet="县局应当2年", min_size=1, max_size=6))
def test_nothing_else_is_ever_found(text: str, words: str) -> None:
    places = list(Leash(View(text)).places(words, 0, len(text)))
    assert bool(places) == (squeeze(fold(words)) in squeeze(fold(text)))


@pytest.mark.parametrize(
    ("value", "text"),
    [("应当", "应当"), ("\ud83d", "\\ud83d"), (None, "None"), (["a", 1], "['a', 1]"), ("长" * 500, "长" * 300 + "…")],
)
def test_values_can_be_written(value: object, text: str) -> None:
    assert printable(value) == text
    printable(value).encode("utf-8")
