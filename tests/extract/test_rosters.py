"""Rosters and the counts declared beside them."""

from __future__ import annotations

import pytest
from gongwen.extract.checks import run_checks
from gongwen.extract.damage import read_view
from gongwen.extract.declared import declared_counts, group_heading
from gongwen.extract.layout import lay_out
from gongwen.extract.page import Grid, RawBlock, assemble
from gongwen.extract.parts import divide
from gongwen.extract.rosters import find_rosters
from gongwen.schemas.notice import Check, Metadata, Roster

HEAD = "某省关于公布示范园区的通知\n各市人民政府:\n现将名单公布如下。\n某省发展和改革委员会\n2020年3月1日\n附件\n第一批示范园区名单\n"
ROWS = (
    "全省共计 6 个,其中:成长类 4 个,培育类 2 个;国家级 1 个,省级 5 个。\n"
    "甲市(4个)\n"
    "1. 东山园区(成长类,国家级)\n"
    "2. 西湖园区(成长类, 省级)\n\n"
    "3、南岭园区（培育类，省级）\n"
    "4. 北坡园区(成长类,省级)\n"
    "乙市(2 个)\n"
    "5. 前川园区(成长类,省级)\n"
    "6. 后溪园区(培育类,省级)"
)


def rosters_of(text: str) -> list[Roster]:
    view = read_view(text)
    layout = lay_out(view, [])
    found, _ = find_rosters(view, divide(view, layout), [])
    return found


def checks_of(text: str) -> list[Check]:
    page = assemble([RawBlock(line) for line in text.split("\n")], [], reader="test", media_type="text/plain", characters=0)
    view = read_view(page.text)
    found, _ = find_rosters(view, divide(view, lay_out(view, [])), [])
    return [check for check in run_checks(view, page, Metadata(), None, found, [], []) if check.check.startswith("roster")]


def test_rows_groups_and_declared_counts() -> None:
    (roster,) = rosters_of(HEAD + ROWS)
    assert (roster.eid, roster.title, roster.declared_total) == ("annex_1", "第一批示范园区名单", 6)
    assert [(entry.number, entry.name, entry.group) for entry in roster.entries] == [
        (1, "东山园区", "甲市"),
        (2, "西湖园区", "甲市"),
        (3, "南岭园区", "甲市"),
        (4, "北坡园区", "甲市"),
        (5, "前川园区", "乙市"),
        (6, "后溪园区", "乙市"),
    ]
    assert roster.entries[1].attributes == {"类别": "成长类", "级别": "省级"}
    assert [(part.name, part.count) for part in roster.declared] == [("成长类", 4), ("培育类", 2), ("国家级", 1), ("省级", 5)]
    assert [(group.name, group.declared, group.counted) for group in roster.groups] == [("甲市", 4, 4), ("乙市", 2, 2)]


def test_all_checks_of_a_sound_roster_pass() -> None:
    checks = checks_of(HEAD + ROWS)
    assert [check.check for check in checks].count("roster-breakdown") == 4
    assert {check.status for check in checks} == {"pass"}


WRONG = [
    ("共计 6 个", "共计 7 个", "roster-total", 7, 6),
    ("成长类 4 个", "成长类 3 个", "roster-breakdown", 3, 4),
    ("乙市(2 个)", "乙市(3 个)", "roster-group", 3, 2),
]


@pytest.mark.parametrize(("old", "new", "name", "declared", "counted"), WRONG)
def test_a_wrong_count_fails_with_both_places(old: str, new: str, name: str, declared: int, counted: int) -> None:
    failed = [check for check in checks_of((HEAD + ROWS).replace(old, new)) if check.status == "fail"]
    assert [(check.check, check.declared, check.counted) for check in failed] == [(name, declared, counted)]
    assert failed[0].declared_at is not None
    assert failed[0].counted_at is not None


def test_numbering_may_start_afresh_in_each_group() -> None:
    text = HEAD + "\n".join(f"{group}市\n" + "\n".join(f"{number}. {group}{number}号园区" for number in range(1, 4)) for group in "甲乙")
    (roster,) = rosters_of(text)
    assert [entry.number for entry in roster.entries] == [1, 2, 3, 1, 2, 3]
    (ordinals,) = [check for check in checks_of(text) if check.check == "roster-ordinals"]
    assert ordinals.status == "pass"


NOT_ROSTERS = [
    pytest.param("\n".join(f"{number}. 申请材料第{number}份" for number in range(1, 9)), id="materials in the body are clauses"),
    pytest.param("名单\n1. 甲园区\n2. 乙园区\n3. 丙园区", id="three rows"),
    pytest.param("名单\n" + "\n".join(f"{number}. 各部门要落实第{number}项任务。" for number in range(1, 9)), id="sentences"),
]


@pytest.mark.parametrize("text", NOT_ROSTERS)
def test_what_is_no_roster(text: str) -> None:
    assert rosters_of(text) == []


def test_a_table_with_ordinals_and_names_is_a_roster() -> None:
    rows = [
        ["序号", "地区", "企业名称", "规模"],
        *[[str(n), "甲市" if n < 4 else "乙市", f"第{n}机械厂", "大型"] for n in range(1, 7)],
        ["合计", "", "6家", ""],
    ]
    blocks = [RawBlock("重点企业名单")] + [
        RawBlock("\t".join(row), kind="table-row", grid=Grid(rows, 1) if at == 0 else None) for at, row in enumerate(rows)
    ]
    page = assemble(blocks, [], reader="test", media_type="text/html", characters=0)
    view = read_view(page.text)
    (roster,), masked = find_rosters(view, divide(view, lay_out(view, [])), page.grids)
    assert [(entry.number, entry.name, entry.group) for entry in roster.entries][2:4] == [
        (3, "第3机械厂", "甲市"),
        (4, "第4机械厂", "乙市"),
    ]
    assert roster.entries[0].attributes == {"规模": "大型"}
    assert roster.title == "重点企业名单"
    assert len(masked) == len(rows)


DECLARED = [
    ("本批共计 55 个,其中:成长类 13 个,建制镇 24 个。", (55, [("成长类", 13), ("建制镇", 24)])),
    ("共认定企业120家。", (120, [])),
    ("示范村名单(共30个)", (30, [])),
    ("合计二十五项,其中重点项目十项、一般项目十五项。", (25, [("重点项目", 10), ("一般项目", 15)])),
    ("投资50亿元。", None),
]


@pytest.mark.parametrize(("text", "expected"), DECLARED)
def test_declared_counts(text: str, expected: tuple[int, list[tuple[str, int]]] | None) -> None:
    found = declared_counts(text)
    assert (None if found is None else (found[0], [(name, count) for name, count, _, _ in found[2]])) == expected


GROUPS = [
    ("长春市(12 个)", ("长春市", 12)),
    ("一、示范企业(10家)", ("示范企业", 10)),
    ("延边州:7个", ("延边州", 7)),
    ("四平市", ("四平市", None)),
    ("本市共有三类情形。", None),
]


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_group_headings(text: str, expected: tuple[str, int | None] | None) -> None:
    assert group_heading(text) == expected


def brief(roster: Roster) -> list[tuple[int, str, str | None]]:
    return [(entry.number, entry.name, entry.group) for entry in roster.entries]


TITLE = HEAD.rsplit("\n", 2)[0] + "\n第二批示范镇名单\n"
EXPECTED = [(1, "东山镇", "甲市"), (2, "西湖镇", "甲市"), (3, "南岭镇", "甲市"), (4, "北坡镇", "乙州"), (5, "前川镇", "乙州")]
UNNUMBERED = [
    pytest.param("甲市（3个）\n东山镇\n西湖镇\n南岭镇\n乙州（2个）\n北坡镇\n前川镇", id="a name a line"),
    pytest.param("一、甲市（3个）\n东山镇、西湖镇、南岭镇\n二、乙州（2个）\n北坡镇、前川镇。", id="names on one line"),
    pytest.param("甲市(3个):东山镇、西湖镇、南岭镇\n乙州(2个):北坡镇、前川镇", id="behind the heading"),
    pytest.param("甲市：东山镇、西湖镇、南岭镇；\n乙州：北坡镇、前川镇。", id="no counts"),
    pytest.param("甲市(3个)\n东山镇  西湖镇\n南岭镇\n乙州(2个)\n北坡镇\t前川镇", id="wide blanks"),
]


@pytest.mark.parametrize("rows", UNNUMBERED)
def test_names_under_their_groups(rows: str) -> None:
    (roster,) = rosters_of(TITLE + rows)
    assert brief(roster) == EXPECTED
    assert not roster.numbered
    assert [entry.exact for entry in roster.entries] == [name for _, name, _ in EXPECTED]
    assert {check.check: check.status for check in checks_of(TITLE + rows)}["roster-ordinals"] == "not-applicable"


def test_group_counts_of_unnumbered_names_are_checked() -> None:
    rows = "甲市(3个)\n东山镇\n西湖镇\n南岭镇\n乙州(2个)\n北坡镇\n前川镇\n丙盟(2个)\n高原镇"
    failed = [check for check in checks_of(TITLE + rows) if check.status == "fail"]
    assert [(check.declared, check.counted) for check in failed] == [(2, 1)]


def test_a_line_above_names_the_cells_of_numbered_rows() -> None:
    rows = "序号\t地区\t企业名称\t类别\n" + "\n".join(f"{n}\t{'甲市' if n < 4 else '乙州'}\t第{n}机械厂\t大型" for n in range(1, 7))
    (roster,) = rosters_of(TITLE + rows)
    assert brief(roster)[3] == (4, "第4机械厂", "乙州")
    assert roster.entries[0].attributes == {"类别": "大型"}


def test_rows_that_end_in_a_semicolon() -> None:
    rows = ";\n".join(f"{n}.第{n}示范园" for n in range(1, 7))
    (roster,) = rosters_of(TITLE + rows)
    assert [entry.name for entry in roster.entries] == [f"第{n}示范园" for n in range(1, 7)]


def of_table(rows: list[list[str]], header_rows: int, title: str = "示范镇名单") -> list[Roster]:
    blocks = [RawBlock(title)] + [
        RawBlock("\t".join(row), kind="table-row", grid=Grid(rows, header_rows) if at == 0 else None) for at, row in enumerate(rows)
    ]
    page = assemble(blocks, [], reader="test", media_type="text/html", characters=0)
    view = read_view(page.text)
    return find_rosters(view, divide(view, lay_out(view, [])), page.grids)[0]


HALVES = [["序号", "名称", "序号", "名称"], *[[str(n), f"第{n}镇", str(n + 3), f"第{n + 3}镇"] for n in (1, 2, 3)]]
TABLES = [
    pytest.param(HALVES, 1, [(n, f"第{n}镇", None) for n in range(1, 7)], id="two halves side by side"),
    pytest.param([[str(n), f"第{n}镇"] for n in range(1, 7)], 0, [(n, f"第{n}镇", None) for n in range(1, 7)], id="no header"),
    pytest.param(
        [["所属市", "镇名"], *[["甲市", f"第{n}镇"] for n in range(1, 6)]],
        1,
        [(n, f"第{n}镇", "甲市") for n in range(1, 6)],
        id="no numbers, under a title",
    ),
]


@pytest.mark.parametrize(("rows", "header_rows", "expected"), TABLES)
def test_tables(rows: list[list[str]], header_rows: int, expected: list[tuple[int, str, str | None]]) -> None:
    (roster,) = of_table(rows, header_rows)
    assert brief(roster) == expected


def test_a_table_of_figures_is_no_roster() -> None:
    rows = [["指标", "2019年", "2020年"], *[[f"指标{n}", str(n), str(n + 1)] for n in range(1, 8)]]
    assert of_table(rows, 1, "主要经济指标") == []


def test_the_total_may_be_declared_where_the_text_refers_to_the_annex() -> None:
    head = HEAD.replace("现将名单公布如下。", "认定东山镇等5个镇(名单见附件)为示范镇。").rsplit("\n", 2)[0] + "\n示范镇名单\n"
    checks = checks_of(head + "甲市(3个)\n东山镇\n西湖镇\n南岭镇\n乙州(2个)\n北坡镇\n前川镇")
    (total,) = [check for check in checks if check.check == "roster-total"]
    assert (total.status, total.declared, total.counted) == ("pass", 5, 5)
    assert total.declared_at is not None
    assert total.declared_at.exact == "5个镇"
