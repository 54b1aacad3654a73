"""Views: widths folded, breaks cut out, and the way back to the characters of the source."""

from __future__ import annotations

import pytest
from gongwen.extract.text import View, fold, key, squeeze, tidy
from gongwen.schemas.errors import SpanError
from hypothesis import given
from hypothesis import strategies as st

FOLDED = [
    ("（一）２０１９％：", "(一)2019%:"),
    ("﹝2019﹞5号﹪", "〔2019〕5号%"),
    ("甲\u3000乙\u00a0丙\t丁", "甲 乙 丙 丁"),
    ("一、二。《三》", "一、二。《三》"),  # marks without a half-width twin stay
    ("第一行\n第二行", "第一行\n第二行"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


TIDIED = [
    ("关于加强\n管理的　通知", "关于加强管理的通知"),
    ("GB 50016 规范", "GB 50016规范"),
    ("of  the\nstate", "of the state"),
    (" 首尾 ", "首尾"),
]


@pytest.mark.parametrize(("text", "expected"), TIDIED)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected


def test_values_for_comparing() -> None:
    assert squeeze("甲 乙\n丙\u3000丁") == "甲乙丙丁"
    assert key("《甲乙（试行）》的通知，2019_1") == "甲乙试行的通知20191"


def test_lines_are_those_that_are_not_blank() -> None:
    view = View("　　甲\n\n \n乙　丙\n")
    assert [(line.start, line.end, line.text) for line in view.lines] == [(2, 3, "甲"), (7, 10, "乙 丙")]


def test_a_cut_is_bridged_by_a_span_and_left_out_at_its_ends() -> None:
    source = "企业投\n2、\n资额"
    view = View(source, [(3, 7)])
    assert view.text == "企业投资额"
    assert view.span(2, 4).exact == "投\n2、\n资"
    assert view.span(0, 3).exact == "企业投"
    assert view.span(3, 5).exact == "资额"
    assert [view.origin(index) for index in range(6)] == [0, 1, 2, 7, 8, 9]
    assert [view.index(offset) for offset in range(10)] == [0, 1, 2, 3, 3, 3, 3, 3, 4, 5]


def test_an_empty_span_is_refused() -> None:
    with pytest.raises(SpanError):
        View("甲乙").span(1, 1)


SOURCES = st.text(alphabet="甲乙丙（１\u3000\n ，a", max_size=40)


@st.composite
def cut_views(draw: st.DrawFn) -> View:
    source = draw(SOURCES)
    edges = sorted(draw(st.sets(st.integers(0, len(source)), max_size=8)))
    return View(source, list(zip(edges[::2], edges[1::2], strict=False)))


@given(SOURCES)
def test_a_view_without_cuts_has_the_offsets_of_its_source(source: str) -> None:
    view = View(source)
    assert len(view.text) == len(source)
    assert all(view.origin(index) == view.index(index) == index for index in range(len(source) + 1))


@given(cut_views())
def test_every_character_of_a_view_is_that_of_its_origin(view: View) -> None:
    assert len(view.text) == len(view.raw)
    for index, char in enumerate(view.raw):
        assert view.source[view.origin(index)] == char
        assert view.index(view.origin(index)) == index
    assert view.text == fold(view.raw)


@given(cut_views(), st.data())
def test_a_span_holds_the_characters_of_its_stretch_in_order(view: View, data: st.DataObject) -> None:
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    first, last = view.bounds(start, end)
    span = view.span(start, end)
    assert (span.start, span.end, span.exact) == (first, last, view.source[first:last])
    kept = {view.origin(index) for index in range(len(view.text))}
    assert "".join(view.source[at] for at in range(first, last) if at in kept) == view.raw[start:end]
    assert (view.index(first), view.index(last - 1)) == (start, end - 1)


@given(cut_views())
def test_lines_are_stretches_of_the_view(view: View) -> None:
    for line in view.lines:
        assert view.text[line.start : line.end] == line.text == line.text.strip()
        assert "\n" not in line.text
    assert "".join(line.text for line in view.lines).replace(" ", "") == squeeze(view.text)


@given(cut_views())
def test_offsets_never_run_backwards(view: View) -> None:
    places = [view.index(offset) for offset in range(len(view.source) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(view.text)
