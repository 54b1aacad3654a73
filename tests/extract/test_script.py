"""Scripts: which one a text is in, and the simplified reading with its way back."""

from __future__ import annotations

import subprocess
import sys

import pytest
from gongwen.extract.script import Spelling, script_of, simplify
from gongwen.extract.text import Conversion, Resized, View
from hypothesis import given
from hypothesis import strategies as st

SCRIPTS = [
    ("各县区人民政府要按时报送创建工作进展", "simplified"),
    ("各縣區公所應依規定期限報送辦理情形，並會同衛生局說明", "traditional-tw"),
    ("各區議會須向衞生署提交報告，説明裏面的數字", "traditional-hk"),
    ("各縣區公所應於期限內報送", "traditional-tw"),  # no character tells the two standards apart
    ("市政府办公室印发的通知要求各单位报送总结，標題照錄於後：關於辦理國際會議的說明", "mixed"),
    ("各单位请对照《後漢書》的体例，报送县区开展编纂工作的进度、经费、责任单位、联系电话以及资料来源", "simplified"),
    ("甲乙丙 2019", None),
    ("", None),
    ("后", None),  # an empress, and what is behind, in simplified; the former only in traditional
    ("頁", "traditional-tw"),  # short, and without any of the frequent characters
    ("页", "simplified"),
]


@pytest.mark.parametrize(("text", "expected"), SCRIPTS)
def test_script_of(text: str, expected: str | None) -> None:
    assert script_of(text) == expected


SIMPLIFIED = [
    ("traditional-tw", "臺灣省政府依規定著手辦理，隨著數量調整", "台湾省政府依规定着手办理，随着数量调整"),
    ("traditional-hk", "衞生署説明裏面的數字", "卫生署说明里面的数字"),
    ("mixed", "办理情況", "办理情况"),
    ("traditional-tw", "執行資料備份，建立程式", "执行资料备份，建立程式"),  # characters are converted, words stay
    ("traditional-tw", "國務院辦公廳的覆函", "国务院办公厅的复函"),
    ("traditional-tw", "(一) 2019", "(一) 2019"),
    ("traditional-tw", "", ""),
]


@pytest.mark.parametrize(("script", "text", "expected"), SIMPLIFIED)
def test_simplify(script: str, text: str, expected: str) -> None:
    assert simplify(text, script) == (expected, [])  # type: ignore[arg-type]


def test_the_converter_is_not_loaded_for_a_simplified_text() -> None:
    code = "import sys, gongwen; gongwen.parse('关于印发办法的通知\\n各县：\\n一、照办。'.encode()); sys.exit('opencc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text(alphabet="著作乾坤隨後臺說裏 ，(1\n", max_size=60))
def test_the_conversion_keeps_all_that_is_not_chinese_in_its_place(text: str) -> None:
    result, resized = simplify(text, "traditional-tw")
    assert resized == []
    assert [(at, char) for at, char in enumerate(text) if char < "\u3400"] == [
        (at, char) for at, char in enumerate(result) if char < "\u3400"
    ]


def words(changes: dict[str, str]) -> Conversion:
    """Return a conversion that exchanges words of other lengths, as the tables of OpenCC for words do."""

    def convert(text: str) -> tuple[str, list[Resized]]:
        pieces: list[str] = []
        resized: list[Resized] = []
        at = length = 0
        while at < len(text):
            word = next((word for word in changes if text.startswith(word, at)), text[at])
            result = changes.get(word, word)
            if len(result) != len(word):
                resized.append(Resized(at, at + len(word), length, length + len(result)))
            pieces.append(result)
            at, length = at + len(word), length + len(result)
        return "".join(pieces), resized

    return convert


CHANGES = {"電腦": "计算机", "行動電話": "手机", "說": "说", "囉": ""}


def test_a_view_maps_what_a_conversion_made_longer_and_shorter() -> None:
    view = View("辦電腦和行動電話\n說", None, words(CHANGES))
    assert view.text == "辦计算机和手机\n说"
    assert view.span(1, 4).exact == "電腦"
    assert view.span(2, 3).exact == "電腦"  # a part of a resized word stands for all of it
    assert view.span(5, 7).exact == "行動電話"
    assert view.span(4, 5).exact == "和"
    assert view.span(8, 9).exact == "說"
    assert [view.index(offset) for offset in range(11)] == [0, 1, 1, 4, 5, 5, 5, 5, 7, 8, 9]


SOURCES = st.lists(st.sampled_from(["電腦", "行動電話", "說", "囉", "和", "1", "\n", " "]), max_size=12).map("".join)


@st.composite
def views(draw: st.DrawFn) -> View:
    source = draw(SOURCES)
    edges = sorted(draw(st.sets(st.integers(0, len(source)), max_size=6)))
    return View(source, list(zip(edges[::2], edges[1::2], strict=False)), words(CHANGES))


@given(views(), st.data())
def test_spans_of_a_converted_and_cut_view_lie_in_the_source(view: View, data: st.DataObject) -> None:
    places = [view.index(offset) for offset in range(len(view.source) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(view.text)
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    span = view.span(start, end)
    assert span.exact == view.source[span.start : span.end]
    assert view.index(span.start) <= start
    assert view.bounds(start, len(view.text))[1] >= span.end
    for at in range(start, end):  # what was not resized stands for itself
        first, last = view.bounds(at, at + 1)
        assert span.start <= first < last <= span.end
        if last == first + 1 and view.source[first] not in "囉腦":
            assert words(CHANGES)(view.source[first:last])[0] in (view.text[at], view.source[first])


SPELT = [
    ("手机", 0, ("行動電話", 8)),
    ("和 手机", 0, ("和 行動電話", 8)),
    ("说", 0, ("說", 10)),
    ("计算机\n", 0, ("電腦\n", 3)),
    ("和", 9, ("和", 4)),  # only before the place where it was looked for
    ("电脑", 0, (None, 0)),
    ("", 5, (None, 5)),
]


@pytest.mark.parametrize(("word", "near", "expected"), SPELT)
def test_a_word_is_spelt_as_the_source_has_it(word: str, near: int, expected: tuple[str | None, int]) -> None:
    assert Spelling(View("辦電腦和行動電話\n說", None, words(CHANGES))).find(word, near) == expected
