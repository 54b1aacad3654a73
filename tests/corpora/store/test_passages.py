"""The text of a notice, cut where clauses begin."""

from __future__ import annotations

from gongwen.corpora.store.folding import fold_words
from gongwen.corpora.store.passages import passages_of
from gongwen.extract import parse
from gongwen.schemas.notice import Clause, Notice, Part
from hypothesis import given
from hypothesis import strategies as st


def made(text: str, parts: list[tuple[int, int]], clauses: list[tuple[int, int]]) -> Notice:
    """A notice with only what passages are made of."""
    found = parse("关于试点的通知\n".encode())
    found.text = text
    found.parts = [Part(f"annex_{number}", "annex", None, start, end) for number, (start, end) in enumerate(parts, 1)]
    found.clauses = [
        Clause(f"main__sec_{number}", "main", "sec", number, "", None, start, end) for number, (start, end) in enumerate(clauses, 1)
    ]
    return found


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """Parts in order, and clauses that may nest and may leave gaps."""
    text = draw(st.text(st.sampled_from("中文a \n国。"), max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    parts = list(zip(cuts[::2], cuts[1::2], strict=False))
    clauses: list[tuple[int, int]] = []
    for start, end in parts:
        inner = (start, end)
        for _ in range(draw(st.integers(0, 3))):
            inner = (draw(st.integers(*inner)), inner[1])
            inner = (inner[0], draw(st.integers(*inner)))
            clauses.append(inner)
    return made(text, [part for part in parts if part[0] < part[1]], sorted({clause for clause in clauses if clause[0] < clause[1]}))


@given(notices())
def test_passages_tile_the_text(notice: Notice) -> None:
    passages = passages_of(notice)
    assert "".join(notice.text[passage.start : passage.end] for passage in passages) == notice.text
    assert [passage.start for passage in passages[1:]] == [passage.end for passage in passages[:-1]]
    for passage in passages:
        assert passage.folded == fold_words(notice.text[passage.start : passage.end])
        assert passage.folded or len(passages) == 1


@given(notices())
def test_a_passage_belongs_to_the_innermost_unit_around_its_words(notice: Notice) -> None:
    units = [*notice.parts, *notice.clauses]
    for passage in passages_of(notice):
        at = next((at for at in range(passage.start, passage.end) if not notice.text[at].isspace()), None)
        around = [unit for unit in units if at is not None and unit.start <= at < unit.end]
        if around:
            shortest = min(unit.end - unit.start for unit in around)
            assert passage.eid in {unit.eid for unit in around if unit.end - unit.start == shortest}


def test_words_of_a_clause_and_of_those_below_it_are_apart() -> None:
    text = "关于河道管护的通知\n各乡镇:\n一、组织巡查\n每季度一次。\n(一)水库。由水务站负责。\n二、通报结果。\n水务局\n2020年3月2日\n"
    passages = passages_of(parse(text.encode()))
    assert [(passage.eid, passage.folded) for passage in passages] == [
        ("main", "关于河道管护的通知各乡镇:"),
        ("main__sec_1", "一、组织巡查每季度一次。"),
        ("main__sec_1__subsec_1", "(一)水库。由水务站负责。"),
        ("main__sec_2", "二、通报结果。"),
        ("main", "水务局2020年3月2日"),
    ]


def test_a_text_without_words() -> None:
    assert passages_of(made("", [], [])) == []
    assert [(passage.start, passage.end, passage.eid) for passage in passages_of(made(" \n", [], []))] == [(0, 2, "main")]
