from __future__ import annotations

import re

import pytest
from gongwen.extract.entities.words import Endings, entity_words, pattern_of
from hypothesis import given
from hypothesis import strategies as st


@given(st.sets(st.text("甲乙丙.(", min_size=1, max_size=5), min_size=1, max_size=12), st.text("甲乙丙.(", max_size=12))
def test_a_pattern_of_words_matches_the_longest(words: set[str], text: str) -> None:
    match = re.compile(pattern_of(words)).match(text)
    longest = max((word for word in words if text.startswith(word)), key=len, default=None)
    assert (match[0] if match else None) == longest


@given(st.sets(st.text("甲乙丙", min_size=1, max_size=5), min_size=1, max_size=12), st.text("甲乙丙", max_size=12))
def test_backwards_it_matches_the_longest_that_ends_there(words: set[str], text: str) -> None:
    match = re.compile(pattern_of(words, backwards=True)).match(text[::-1])
    longest = max((word for word in words if text.endswith(word)), key=len, default=None)
    assert (match[0][::-1] if match else None) == longest


@given(st.sets(st.text("甲乙丙", min_size=1, max_size=5), min_size=1, max_size=12), st.text("甲乙丙", max_size=12), st.integers(0, 12))
def test_endings_find_the_longest_word_that_ends_at_a_place(words: set[str], text: str, low: int) -> None:
    low = min(low, len(text))
    longest = max((len(word) for word in words if text[low:].endswith(word)), default=0)
    assert Endings(words).start(text, len(text), low) == len(text) - longest


@pytest.mark.parametrize("key", [key for key, value in entity_words().items() if isinstance(value, list)])
def test_no_word_stands_twice_in_a_list(key: str) -> None:
    words = entity_words()[key]
    assert len(words) == len(set(words)), sorted({word for word in words if words.count(word) > 1})
