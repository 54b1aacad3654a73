"""Marks that nest, meet and cross, as elements."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random
from xml.etree import ElementTree as ET

import pytest
from gongwen.corpora.exporting.marks import Mark, MarkedText, plain
from gongwen.corpora.exporting.xml_writer import XmlWriter
from hypothesis import given
from hypothesis import strategies as st
from processor_time import limited, needs_timer

TEXT = "依据甲号文件拨付三十万元。"


def written(spans: list[tuple[int, int, str]], cuts: list[int], text: str = TEXT) -> str:
    """Return the text with marks (start, end, tag; ranked as listed), written in stretches that end at ``cuts``."""
    marks = [Mark(start, end, rank, tag, {}, tag) for rank, (start, end, tag) in enumerate(spans)]
    marked = MarkedText(text, marks, identifier="id", continues="of", taken=set())
    writer = XmlWriter()
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        marked.write(writer, start, end, "e")
        writer.text("|" if end < len(text) else "")
    return writer.data().decode().partition("?>")[2].rstrip("\n")


@pytest.mark.parametrize(
    ("spans", "cuts", "expected"),
    [
        ([], [], "依据甲号文件拨付三十万元。"),
        ([(0, 6, "a"), (2, 4, "b")], [], '<a id="e__a_1">依据<b id="e__b_1">甲号</b>文件</a>拨付三十万元。'),
        (
            [(2, 4, "b"), (0, 6, "a"), (2, 6, "c")],
            [],
            '<a id="e__a_1">依据<c id="e__c_1"><b id="e__b_1">甲号</b>文件</c></a>拨付三十万元。',
        ),
        ([(0, 2, "a"), (2, 4, "b")], [], '<a id="e__a_1">依据</a><b id="e__b_1">甲号</b>文件拨付三十万元。'),
        ([(0, 2, "a"), (0, 2, "b")], [], '<a id="e__a_1"><b id="e__b_1">依据</b></a>甲号文件拨付三十万元。'),
        ([(0, 4, "a"), (2, 6, "b")], [], '<a id="e__a_1">依据<b id="e__b_1">甲号</b></a><b of="#e__b_1">文件</b>拨付三十万元。'),
        ([(0, 6, "a")], [2], '<a id="e__a_1">依据</a>|<a of="#e__a_1">甲号文件</a>拨付三十万元。'),
        ([(3, 3, "a"), (2, 4, "b"), (4, 6, "b")], [], '依据<b id="e__b_1">甲号</b><b id="e__b_2">文件</b>拨付三十万元。'),
    ],
)
def test_marks(spans: list[tuple[int, int, str]], cuts: list[int], expected: str) -> None:
    assert written(spans, cuts) == expected


SPANS = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.sampled_from("abcd")), max_size=12)


@given(SPANS, st.sets(st.integers(1, 12)))
def test_any_marks_give_a_tree_and_the_pieces_of_each_are_its_words(spans: list[tuple[int, int, str]], cuts: set[int]) -> None:
    xml = written(spans, sorted(cuts))
    root = ET.fromstring(f"<r>{xml}</r>")
    assert "".join(root.itertext()).replace("|", "") == TEXT
    pieces: dict[str, str] = {}
    for element in root.iter():
        name = element.get("id") or element.get("of", "").removeprefix("#")
        if name:
            assert element.get("id") is None or name not in pieces, "the first piece has the identifier"
            pieces[name] = pieces.get(name, "") + "".join(element.itertext())
    wanted = sorted((tag, TEXT[start:end]) for start, end, tag in spans if start < end)
    assert sorted((re.sub(r"e__(.)_\d+", r"\1", name), words) for name, words in pieces.items()) == wanted


def test_identifiers_that_are_taken_are_left() -> None:
    mark = Mark(0, 2, 0, "a", {"x": "y"}, "a", "e__n_1")
    other = Mark(2, 4, 0, "a", {}, "n", "e__n_1")
    marked = MarkedText(TEXT, [mark, other], identifier="id", continues="of", taken={"e__n_2"})
    marked.write(XmlWriter(), 0, len(TEXT), "e")
    assert (mark.identifier, other.identifier) == ("e__n_1", "e__n_3")


@needs_timer
def test_thousands_of_marks_one_in_another_cost_no_recursion_and_little_time() -> None:
    text = "字" * 9000
    with limited(2):
        xml = written([(index, 9000 - index, "a") for index in range(4000)], [4500], text)
    assert xml.count("<a ") == 8000


@needs_timer
def test_marks_that_cross_by_thousands_stay_a_bounded_tree() -> None:
    random, size = Random(7), 6000
    spans = [(*sorted(random.sample(range(size), 2)), "a") for _ in range(3000)]
    with limited(4):
        xml = written(spans, [], "字" * size)
    assert "".join(ET.fromstring(f"<r>{xml}</r>").itertext()) == "字" * size
    assert xml.count("<a ") <= 51 * 3000
    assert len(set(re.findall(r' id="(e__a_\d+)"', xml))) == 3000


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.50", "0.5"), ("3E+9", "3000000000"), ("1E+900", "1E+900"), ("NaN", "NaN"), ("0", "0"), ("-12.30", "-12.3"), ("100", "100")],
)
def test_plain_numbers(value: str, expected: str) -> None:
    assert plain(Decimal(value)) == expected
