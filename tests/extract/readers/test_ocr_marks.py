"""What is done to recognised characters, without an engine: marks, words, confidences, doubtful figures."""

from __future__ import annotations

import pytest
from gongwen.extract.damage import find_doubtful
from gongwen.extract.page import RawBlock, assemble
from gongwen.extract.readers.ocr.evidence import Seen, add_evidence
from gongwen.extract.readers.ocr.marks import restore_marks
from gongwen.extract.readers.ocr.words import restore_words
from gongwen.extract.readers.pdf.sheets import Run
from gongwen.schemas.notice import Block, Metadata, Quantity, Span
from gongwen.schemas.notice import Run as Stretch
from hypothesis import given
from hypothesis import strategies as st

EM = 16.0


def line(text: str, field: float = 1.0) -> Run:
    """A line as recognised: Han characters one em apart, marks in a field of ``field`` ems."""
    glyphs: list[tuple[str, float, float, float, float]] = []
    x = 0.0
    for character in text:
        wide = EM if character.isalnum() else EM * field
        # The ink of a mark stands in the left of its field.
        centre = x + (EM / 2 if character.isalnum() else min(EM / 4, wide / 2))
        glyphs.append(Seen.at(character, (x, 0.0, x + wide, EM), 0.9, centre))
        x += wide
    return Run(glyphs, 0.0, EM, EM, 0, 0.0, invisible=False)


def text_of(run: Run) -> str:
    return "".join(glyph[0] for glyph in run.glyphs)


@pytest.mark.parametrize(
    ("field", "odd", "wanted"),
    [
        (1.0, "各镇街道,各部门(单位)要抓好落实:", "各镇街道，各部门（单位）要抓好落实："),
        (0.3, "各镇街道，各部门（单位）要抓好落实：", "各镇街道,各部门(单位)要抓好落实:"),
    ],
)
def test_marks_take_the_width_that_they_are_set_in(field: float, odd: str, wanted: str) -> None:
    even = line("加强领导，细化措施，压实责任，按月通报，按季考核，奖优罚劣，公开透明，长期坚持，久久为功，务求实效", field)
    run = line(odd, field)
    restore_marks([even, run])
    assert text_of(run) == wanted


def test_few_marks_stay_as_they_were_read() -> None:
    run = line("加强领导,细化措施，压实责任", 1.0)
    restore_marks([run])
    assert text_of(run) == "加强领导,细化措施，压实责任"


@pytest.mark.parametrize("text", ["完成1,200亩", "引入PPP,BOT等模式", "每天10:30报送"])
def test_marks_inside_figures_and_latin_words_stay(text: str) -> None:
    even = line("加强领导，细化措施，压实责任，按月通报，按季考核，奖优罚劣，公开透明，长期坚持，久久为功，务求实效")
    run = line(text)
    restore_marks([even, run])
    assert text_of(run) == text


@pytest.mark.parametrize(("read", "wanted"), [("某政发〔2019]5号", "某政发〔2019〕5号"), ("某政发[2019]5号", "某政发[2019]5号")])
def test_brackets_of_a_year_are_a_pair(read: str, wanted: str) -> None:
    run = line(read)
    restore_marks([run])
    assert text_of(run) == wanted


@pytest.mark.parametrize(("field", "wanted"), [(2.0, "力争——早日建成投产"), (1.0, "力争—早日建成投产")])
def test_a_dash_of_two_fields_is_one_of_two_characters(field: float, wanted: str) -> None:
    run = line("力争—早日建成投产", field)
    dash = run.glyphs[2]
    run.glyphs[2] = Seen.at("—", (dash[1], 0.0, dash[3], EM), 0.9, dash[1] + field * EM / 2)
    restore_marks([run])
    assert text_of(run) == wanted


@pytest.mark.parametrize(
    ("text", "at", "others", "wanted"),
    [
        ("冬季雾淞景观", 3, [("凇", 0.09)], "冬季雾凇景观"),
        ("吴淞江治理", 1, [("凇", 0.3)], "吴淞江治理"),  # its first reading makes a word
        ("冬季雾淞景观", 3, [], "冬季雾淞景观"),
        ("方案緣起", 2, [("缘", 0.4)], "方案緣起"),  # one character in two scripts
        ("共三十家", 1, [("二", 0.4)], "共三十家"),
    ],
)
def test_a_doubtful_character_is_read_with_its_word(text: str, at: int, others: list[tuple[str, float]], wanted: str) -> None:
    pytest.importorskip("rjieba")
    run = line(text)
    seen = run.glyphs[at]
    assert isinstance(seen, Seen)
    seen.others = others
    restore_words([run])
    assert text_of(run) == wanted


@given(st.lists(st.tuples(st.sampled_from("甲乙,，。1"), st.floats(0, 1), st.sampled_from(["", ",", "，"])), min_size=1, max_size=40))
def test_repairs_can_be_undone_and_confidences_lie_where_they_were_seen(characters: list[tuple[str, float, str]]) -> None:
    glyphs = []
    for character, confidence, observed in characters:
        seen = Seen.at(character, (0.0, 0.0, 1.0, 1.0), confidence)
        seen.observed = observed if character in ",，" else character
        glyphs.append(seen)
    text = "".join(glyph.character for glyph in glyphs)
    blocks = [RawBlock("题"), RawBlock(text)]
    add_evidence(blocks[1], glyphs)
    page = assemble(blocks, [], reader="image", media_type="image/png", characters=0)
    assert all(page.text[one.start : one.end] == one.exact == one.proposed for one in page.repairs)
    read = page.text
    for one in reversed(page.repairs):
        read = read[: one.start] + one.observed + read[one.end :]
    assert read == "题\n" + "".join(glyph.observed for glyph in glyphs)
    least = {at: run.confidence for run in page.blocks[1].runs or () for at in range(run.start, run.end)}
    assert all(least[2 + at] <= glyph.confidence + 1e-4 for at, glyph in enumerate(glyphs))


def figures(confidence: float | None) -> tuple[list[str], list[str]]:
    text = "投资30亿元"
    runs = None if confidence is None else [Stretch(0, 3, 0.99), Stretch(3, 4, confidence), Stretch(4, 6, 0.99)]
    quantity = Quantity(2, 6, "30亿元", "main", 30, None, "亿元", "eq")  # type: ignore[arg-type]
    metadata = Metadata(evidence={"title": Span(0, 2, "投资")})
    repairs, warnings = find_doubtful(text, [Block(0, 6, "paragraph", runs=runs)], metadata, [], [quantity], [], [])
    return [f"{one.kind} {one.exact}" for one in repairs], [f"{one.code} {text[one.start : one.end]}" for one in warnings]


@pytest.mark.parametrize(
    ("confidence", "wanted"),
    [(0.6, (["recognition 0"], ["doubtful-figure 30亿元"])), (0.99, ([], [])), (None, ([], []))],
)
def test_a_doubtful_figure_is_named(confidence: float | None, wanted: tuple[list[str], list[str]]) -> None:
    assert figures(confidence) == wanted
