"""The steps of the PDF reader one by one, on characters placed by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.extract.page import count_characters
from gongwen.extract.readers.pdf import blocks_of_sheets
from gongwen.extract.readers.pdf.furniture import mark_furniture, split_watermark
from gongwen.extract.readers.pdf.lines import Line, text_of, without_doubles
from gongwen.extract.readers.pdf.sheets import Edge, Glyph, Run, Sheet
from gongwen.extract.readers.pdf.tables import RuledTable, TableCell, continue_table, find_tables
from gongwen.extract.readers.pdf.triage import judge
from hypothesis import given
from hypothesis import strategies as st

SHARED = Path(__file__).resolve().parents[4] / "shared" / "corpus"
SIZE = 16.0


def glyphs(text: str, left: float = 80.0, top: float = 100.0, *, size: float = SIZE, gaps: dict[int, float] | None = None) -> list[Glyph]:
    """Characters side by side, half as wide where they are Latin; ``gaps`` gives the room, in sizes, before some of them."""
    placed = []
    for at, character in enumerate(text):
        left += (gaps or {}).get(at, 0.0) * size
        right = left + (size / 2 if character.isascii() else size)
        placed.append((character, left, top, right, top + size))
        left = right
    return placed


def run(text: str, left: float = 80.0, top: float = 100.0, *, size: float = SIZE, angle: int = 0, lightness: float = 0.0) -> Run:
    return Run(glyphs(text, left, top, size=size), top, top + size, size, angle, lightness, invisible=False)


@pytest.mark.parametrize(
    ("text", "gaps", "expected"),
    [
        ("各县区", {}, "各县区"),
        ("第一条各县区", {3: 0.25}, "第一条 各县区"),  # a narrow blank
        ("2026年", {4: 0.25}, "2026年"),  # the room that layout leaves between figures and Han characters
        ("国防部2026", {3: 6.0}, "国防部 2026"),
        ("通知如下，请", {5: 0.4}, "通知如下，请"),  # stretched behind punctuation
        ("关于修桥的通知", dict.fromkeys(range(1, 7), 0.5), "关于修桥的通知"),  # spaced out as a whole
        ("GB9704", {2: 0.3}, "GB 9704"),
        ("公文 格式", {}, "公文 格式"),  # a blank of the source
    ],
)
def test_blanks(text: str, gaps: dict[int, float], expected: str) -> None:
    assert text_of(glyphs(text, gaps=gaps), SIZE) == expected


def shifted(placed: list[Glyph], by: float) -> list[Glyph]:
    return [(character, left + by, top, right + by, bottom) for character, left, top, right, bottom in placed]


@pytest.mark.parametrize("by", [0.0, 0.4, 3.0])
def test_characters_drawn_twice(by: float) -> None:
    once = glyphs("修桥补路2026")
    both = sorted([*once, *shifted(once, by)], key=lambda glyph: glyph[1])
    kept, doubles = without_doubles(both)
    assert "".join(glyph[0] for glyph in kept) == "修桥补路2026"
    assert sorted(doubles) == sorted("修桥补路2026")


@pytest.mark.parametrize("text", ["人人有责", "11月22日", "——摘自", "天天向上……"])
def test_characters_that_stand_twice_stay(text: str) -> None:
    assert without_doubles(glyphs(text)) == (glyphs(text), "")


def test_a_ligature_is_two_characters() -> None:
    both = [("f", 80.0, 100.0, 90.0, 116.0), ("f", 80.0, 100.0, 90.0, 116.0)]
    assert without_doubles(both) == (both, "")


WORDS = st.text(alphabet="各县区要落实责任，。；（）2026abc一二三 ", min_size=1, max_size=20)


@given(
    st.lists(
        st.tuples(WORDS, st.floats(0, 500), st.floats(0, 780), st.sampled_from([9.0, 16.0, 22.0]), st.sampled_from([0, 45, 90])),
        max_size=25,
    )
)
def test_no_character_is_lost_wherever_it_stands(pieces: list[tuple[str, float, float, float, int]]) -> None:
    sheets = [Sheet(1, 595.0, 842.0), Sheet(2, 595.0, 842.0)]
    for at, (text, left, top, size, angle) in enumerate(pieces):
        sheets[at % 2].runs.append(run(text, left, top, size=size, angle=angle))
    blocks = blocks_of_sheets(sheets)
    assert sum(count_characters(block.text) for block in blocks) == sum(count_characters(text) for text, *_ in pieces)
    assert all(block.text == block.text.strip() for block in blocks)
    for block in blocks:
        assert block.page in (1, 2)


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("— 1 —", True),
        ("－2－", True),
        ("–– 12 ––", True),
        ("第3页 共10页", True),
        ("第 3 页", True),
        ("3/10", True),
        ("— 修桥 —", False),
        ("第3条", False),
        ("2026年3月1日", False),
    ],
)
def test_page_numbers(text: str, *, is_number: bool) -> None:
    placed = glyphs(text, top=790.0)
    line = Line(1, 0, 80, 790, placed[-1][3], 806, SIZE, placed, text)
    mark_furniture([[line]], [Sheet(1, 595.0, 842.0)], SIZE)
    assert line.aside == ("page-number" if is_number else None)


def test_bare_numbers_are_page_numbers_where_they_count_the_pages() -> None:
    def pages(numbers: list[str]) -> list[list[Line]]:
        return [[Line(at, 0, 290, 790, 300, 806, SIZE, glyphs(text), text)] for at, text in enumerate(numbers, 1)]

    sheets = [Sheet(number, 595.0, 842.0) for number in (1, 2, 3)]
    counting, figures = pages(["7", "8", "9"]), pages(["120", "35", "900"])
    mark_furniture(counting, sheets, SIZE)
    mark_furniture(figures, sheets, SIZE)
    assert [line.aside for (line,) in counting] == ["page-number"] * 3
    assert [line.aside for (line,) in figures] == [None] * 3


@pytest.mark.parametrize(
    ("piece", "is_mark"),
    [
        (run("内部资料", angle=45), True),
        (run("内部资料", angle=315), True),
        (run("内部资料", size=48, lightness=0.8), True),
        (run("内部资料", lightness=0.8), False),  # pale, but no larger than the text
        (run("关于修桥的通知", size=48, lightness=0.3), False),  # the red head of an agency
        (run("备注", angle=90), False),  # on its side in a table
    ],
)
def test_watermarks_by_their_look(piece: Run, *, is_mark: bool) -> None:
    _, marks = split_watermark(Sheet(1, 595.0, 842.0, [piece]), SIZE)
    assert bool(marks) == is_mark


@pytest.mark.parametrize(
    ("text", "images", "layer", "words"),
    [
        ("各单位要按期报送名单，逾期不再受理。" * 4, 0.0, True, "text layer"),
        ("各单位要按期报送名单，逾期不再受理。" * 4, 1.0, True, "text layer"),  # a picture behind the text
        ("扫描全能王", 0.95, False, "image covers 95% of the page"),
        ("扫描全能王", 0.1, True, "text layer of 5"),
        ("\ue001\ue002各单位" * 10, 0.0, False, "no meaning"),
        ("膻茛蕖奁镞舄笊麇鼯蒴" * 6, 0.0, False, "common"),
        ("!#$^&*~`|<>=@" * 6, 0.0, False, "usual punctuation"),
        ("各單位應於期限內報送名冊，逾期不予受理，特此通知。" * 3, 0.0, True, "text layer"),
    ],
)
def test_triage(text: str, images: float, *, layer: bool, words: str) -> None:
    sheet = Sheet(1, 595.0, 842.0, [run(text)], images=images, characters=len(text))
    usable, reason = judge(sheet, text)
    assert usable == layer
    assert words in reason


def ruled(page: int, rows: list[list[str]], spans: dict[tuple[int, int], int] | None = None) -> RuledTable:
    """A table; ``spans`` gives the rows that the cell at (row, column) covers, None standing for the places below it."""
    cells = [
        TableCell(at, column, (spans or {}).get((at, column), 1), 1, text)
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
        if text is not None
    ]
    boxes = [(page, (80.0, 100.0 + 20 * at, 500.0, 120.0 + 20 * at)) for at in range(len(rows))]
    return RuledTable(
        page, (80.0, 100.0, 500.0, 100.0 + 20 * len(rows)), [80.0 + 60 * at for at in range(len(rows[0]) + 1)], cells, len(rows), boxes
    )


def texts(table: RuledTable) -> list[list[str]]:
    return [[cell.text for cell in sorted(table.cells, key=lambda cell: cell.column) if cell.row == row] for row in range(table.rows)]


HEAD = ["序号", "名称"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([HEAD, ["1", "石桥"]], [["2", "木桥"]], [HEAD, ["1", "石桥"], ["2", "木桥"]]),
        ([HEAD, ["1", "石桥"]], [HEAD, ["2", "木桥"]], [HEAD, ["1", "石桥"], ["2", "木桥"]]),
        ([HEAD, ["1", "石桥和"]], [["", "木桥"], ["2", "铁桥"]], [HEAD, ["1", "石桥和木桥"], ["2", "铁桥"]]),
        ([HEAD, ["1", "石桥和"]], [HEAD, ["", "木桥"], ["2", "铁桥"]], [HEAD, ["1", "石桥和木桥"], ["2", "铁桥"]]),
    ],
)
def test_tables_go_on(first: list[list[str]], second: list[list[str]], expected: list[list[str]]) -> None:
    table = ruled(1, first)
    assert continue_table(table, ruled(2, second))
    assert texts(table) == expected
    assert len(table.row_boxes) == len(expected)


def test_a_cell_over_rows_goes_on_over_the_page() -> None:
    table = ruled(1, [["东片", "石桥"], [None, "木桥"]], {(0, 0): 2})  # type: ignore[list-item]
    assert continue_table(table, ruled(2, [["", "铁桥"], [None, "拱桥"], ["西片", "廊桥"]], {(0, 0): 2}))  # type: ignore[list-item]
    (east,) = [cell for cell in table.cells if cell.text == "东片"]
    assert (east.row, east.rowspan) == (0, 4)
    assert table.rows == 5


def test_a_table_with_other_columns_is_another_table() -> None:
    assert not continue_table(ruled(1, [HEAD]), ruled(2, [["序号", "名称", "备注"]]))


def test_rules_that_go_one_way_are_no_table() -> None:
    edges: list[Edge] = [("h", 80.0, y, 500.0, y) for y in (100.0, 400.0, 700.0)]
    sheet = Sheet(1, 595.0, 842.0, [run("各单位")], edges)
    assert find_tables(sheet, sheet.runs) == ([], sheet.runs)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
def test_the_same_document_as_pdf_and_as_docx() -> None:
    printed, typed = (parse(SHARED / "pdf" / f"yihao2026.{suffix}") for suffix in ("pdf", "docx"))
    assert printed.text == typed.text
    assert printed.clauses == typed.clauses
    assert printed.metadata == typed.metadata


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
@pytest.mark.parametrize("name", ["test", "master_template"])
def test_the_same_notice_in_many_formats(name: str) -> None:
    folder = SHARED / "same_notice_many_formats"
    printed, typed = (parse(folder / f"{name}.{suffix}") for suffix in ("pdf", "docx"))
    lines = [re.sub(r"\s", "", line) for line in typed.text.split("\n")]
    assert [re.sub(r"\s", "", line) for line in printed.text.split("\n")][-len(lines) :] == lines
    for field in ("document_number", "issuing_agencies", "addressees", "written_date"):
        assert getattr(printed.metadata, field) == getattr(typed.metadata, field), field
