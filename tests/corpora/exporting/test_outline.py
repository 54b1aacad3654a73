"""The tree of a notice, and its text in pieces."""

from __future__ import annotations

import pytest
from gongwen.corpora.exporting.outline import Cell, Stretches, cells, outline, walk
from gongwen.extract import parse
from gongwen.schemas.notice import Clause, Notice, Part, Table, TableCell

TEXT = """关于修缮校舍的通知
各中心校:
一、总体要求
(一)先急后缓。危房先修。
(二)量力而行。
二、经费
由县财政局拨付。
长山县教育局
2020年3月1日
"""


@pytest.fixture
def notice() -> Notice:
    return parse(TEXT.encode())


def test_clauses_hang_where_they_lie(notice: Notice) -> None:
    (part,) = outline(notice)
    assert (part.eid, part.start, part.end) == ("main", 0, len(notice.text))
    assert [(unit.eid, [child.eid for child in unit.children]) for unit in part.children] == [
        ("main__sec_1", ["main__sec_1__subsec_1", "main__sec_1__subsec_2"]),
        ("main__sec_2", []),
    ]
    subsection = part.children[0].children[0]
    assert notice.text[subsection.start : subsection.label_end] == "(一)"
    assert subsection.heading
    assert notice.text[slice(*subsection.heading)] == "先急后缓。"
    assert (part.title, subsection.title) == ("关于修缮校舍的通知", "先急后缓")


def test_a_walk_passes_every_character_once(notice: Notice) -> None:
    (part,) = outline(notice)
    steps = list(walk(part))
    assert "".join(notice.text[step.start : step.end] for step in steps) == notice.text[part.start : part.end]
    assert [step.unit.eid for step in steps if step.kind == "open"] == [clause.eid for clause in notice.clauses]
    assert sum(step.kind == "close" for step in steps) == len(notice.clauses)
    assert next(step.where for step in steps if step.kind == "text" and step.unit is part) == "before"


def clause(eid: str, start: int, end: int) -> Clause:
    return Clause(eid, "main", "sec", 1, "", None, start, end)


@pytest.mark.parametrize(
    ("clauses", "kept"),
    [
        ([clause("main__sec_1", 2, 9), clause("main__sec_2", 5, 12)], ["main__sec_1"]),
        ([clause("main__sec_1", 2, 9), clause("main__sec_1", 9, 12)], ["main__sec_1"]),
        ([clause("not an eid", 0, 9)], []),
        ([clause("main__sec_1", 3, 3)], []),
        ([clause("main__sec_1", 4, 12)], ["main__sec_1"]),
        ([clause("main__sec_1", 4, 25)], []),
        ([clause("main__sec_1", 0, 9)], []),
    ],
)
def test_what_does_not_nest_is_left_out(notice: Notice, clauses: list[Clause], kept: list[str]) -> None:
    notice.clauses = clauses
    notice.parts = [Part("main", "main", None, 2, 20), Part("annex_1", "annex", None, 20, 30), Part("annex_1", "annex", None, 30, 40)]
    parts = outline(notice)
    assert [(part.eid, part.start, part.end) for part in parts] == [("main", 2, 20), ("annex_1", 20, len(notice.text))]
    assert [unit.eid for part in parts for unit in part.children] == kept


def test_a_notice_without_parts_is_one(notice: Notice) -> None:
    notice.parts = []
    (part,) = outline(notice)
    assert (part.eid, part.start, part.end, len(part.children)) == ("main", 0, len(notice.text), 2)


def test_pieces_lie_in_one_block_each_and_have_no_blanks_around(notice: Notice) -> None:
    stretches = Stretches(notice)
    pieces = list(stretches.pieces(0, len(notice.text)))
    assert [notice.text[piece.start : piece.end] for piece in pieces] == TEXT.split()
    assert [piece.kind for piece in pieces][:2] == ["title", "addressees"]
    assert [piece.kind for piece in pieces][-2:] == ["signature", "date"]


def test_the_frame_of_a_part(notice: Notice) -> None:
    notice.clauses = notice.clauses[:1]
    stretches, (part,) = Stretches(notice), outline(notice)
    frame = stretches.frame(part, {"title", "addressees"}, {"signature", "date"})
    words = [[notice.text[piece.start : piece.end] for piece in pieces] for pieces in frame]
    assert words == [["关于修缮校舍的通知", "各中心校:"], [], ["二、经费", "由县财政局拨付。"], ["长山县教育局", "2020年3月1日"]]
    part.children = []
    whole = stretches.frame(part, {"title"}, {"date"})
    assert [len(pieces) for pieces in whole] == [1, 7, 0, 1]


GRID = "名称\t数量\t合计\n甲\t1\t3\n乙\t2"


def grid(header: list[str], rows: list[list[str]], *merged: TableCell) -> Table:
    return Table("main", header, rows, None, 0, len(GRID), list(merged))


HEADER = ["名称", "数量", "合计"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (grid(HEADER, [["甲", "1", "3"], ["乙", "2", "3"]], TableCell(1, 2, 2, 1)), [HEADER, ["甲", "1", "3"], ["乙", "2"]]),
        (grid([], [HEADER, ["甲", "1", "3"], ["乙", "2", ""]]), [HEADER, ["甲", "1", "3"], ["乙", "2", ""]]),
        (grid(HEADER, [["甲", "1", "4"], ["乙", "2", ""]]), None),
        (grid(HEADER, [["甲", "1", "3"]]), None),
        (grid(["名称"], [], TableCell(0, 0, 10**9, 10**9)), None),
        (grid(["名称", "数量"], [["名称", "数量"]], TableCell(0, 0, 2, 1), TableCell(0, 1, 2, 1)), None),
        (grid([], []), None),
    ],
)
def test_cells_are_found_in_the_text(table: Table, expected: list[list[str]] | None) -> None:
    rows = cells(GRID, table)
    assert (rows and [[GRID[cell.start : cell.end] for cell in row] for row in rows]) == expected


def test_cells_say_what_they_span_and_whether_they_head() -> None:
    rows = cells(GRID, grid(HEADER, [["甲", "1", "3"], ["乙", "2", "3"]], TableCell(1, 2, 2, 1)))
    assert rows
    assert rows[0][0] == Cell(0, 2, 1, 1, header=True)
    assert rows[1][2] == Cell(13, 14, 2, 1, header=False)
