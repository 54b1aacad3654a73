"""The repaired view: what was not touched is the same, and every character leads back to where it came from."""

from __future__ import annotations

from itertools import pairwise

from gongwen.extract.damage import edits, repaired_view
from gongwen.schemas.notice import Repair
from hypothesis import given
from hypothesis import strategies as st


def repair(text: str, start: int, end: int, proposed: str | None) -> Repair:
    return Repair(start, end, text[start:end], "wording", text[start:end], proposed, 0.9, "a rule of the test")


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, list[Repair]]:
    text = draw(st.text("各县要落实产业（政策）,123\n ", min_size=1, max_size=60))
    places = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 4)), max_size=6))
    proposals = draw(st.lists(st.none() | st.text("发展服务", max_size=4), min_size=len(places), max_size=len(places)))
    return text, [repair(text, start, min(start + size, len(text)), word) for (start, size), word in zip(places, proposals, strict=True)]


@given(damaged())
def test_every_character_leads_back(case: tuple[str, list[Repair]]) -> None:
    text, repairs = case
    view = repaired_view(text, repairs)
    made = edits(repairs)
    assert view.source == text
    places = [view.bounds(at, at + 1) for at in range(len(view.raw))]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    changed = {at for edit in made for at in range(edit.start, edit.end)}
    for at, (start, end) in enumerate(places):
        if at not in changed:
            assert text[start:end] == view.raw[at]
            assert view.index(start) == at
    for edit in made:
        assert view.raw[edit.start : edit.end] == edit.repair.proposed
        assert all(edit.source_start <= view.origin(at) < edit.source_end for at in range(edit.start, edit.end))
        assert edit.start == edit.end or view.bounds(edit.start, edit.end) == (edit.source_start, edit.source_end)


@given(damaged())
def test_the_text_around_the_edits_is_the_text(case: tuple[str, list[Repair]]) -> None:
    text, repairs = case
    raw, done, source_done, kept = repaired_view(text, repairs).raw, 0, 0, []
    for edit in edits(repairs):
        assert raw[done : edit.start] == text[source_done : edit.source_start]
        kept.append(edit)
        done, source_done = edit.end, edit.source_end
    assert raw[done:] == text[source_done:]
    assert all(left.source_end <= right.source_start for left, right in pairwise(kept))


def test_a_mark_inside_a_washed_word_goes_with_it() -> None:
    text = "国家开\n2、展改革委"
    mark = Repair(3, 6, "\n2、", "chunk-mark", "\n2、", "", 0.95, "number of a page chunk", reversible=True)
    view = repaired_view(text, [mark, repair(text, 2, 7, "发展")])
    assert view.raw == "国家发展改革委"
    assert view.bounds(2, 4) == (2, 7)
    assert view.bounds(4, 5) == (7, 8)
