"""Two notices clause by clause, and reused wording."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from gongwen.corpora import align, find_notice, pairs_table, reuse_table
from gongwen.corpora.comparing.reuse import LEAST, Tile, tiles
from gongwen.corpora.comparing.rows import dicts
from gongwen.corpora.store import Corpus
from gongwen.extract import parse
from gongwen.schemas.errors import CorpusNotFoundError, ReferenceNotFoundError
from gongwen.schemas.notice import Notice
from hypothesis import given, settings
from hypothesis import strategies as st

SAMPLES = Path(__file__).parents[2] / "samples"
SHARED = Path(__file__).parents[4] / "shared"
FORMATS = SHARED / "corpus" / "same_notice_many_formats"


def notice(body: str) -> Notice:
    return parse(f"临江市人民政府关于河道管护的通知\n各乡镇人民政府:\n{body}\n临江市人民政府\n2021年3月5日\n".encode())


A = """一、落实巡查责任
各乡镇要明确巡查人员,每周巡查不少于两次,发现堆放垃圾的当日清运。
二、加强水质监测
县生态环境局在主要断面布设监测点,每月公布水质结果,连续两月不达标的约谈乡镇负责人。
三、保障经费
县财政局将管护经费列入年度预算,按河长数量和河道长度核定。"""
B = """一、保障经费
县财政局将管护经费列入年度预算,按河长数量和河道长度核定。
二、落实巡查责任
各乡镇要明确巡查人员,每周巡查不少于三次,发现堆放垃圾的次日清运。
三、加强水质监测
县生态环境局在主要断面布设监测点,每月公布水质结果。
四、动员群众参与
鼓励村民认领门前河段,对表现突出的给予表扬。"""


def relations(a: Notice, b: Notice) -> list[tuple[str, str | None, str | None]]:
    return [
        (pair.relation, pair.a and pair.a.heading, pair.b and pair.b.heading)
        for pair in align(a, b).pairs
        if (pair.a or pair.b).eid != "main"
    ]  # type: ignore[union-attr]


def test_what_corresponds_what_moved_and_what_only_one_has() -> None:
    assert relations(notice(A), notice(B)) == [
        ("changed", "落实巡查责任", "落实巡查责任"),
        ("changed", "加强水质监测", "加强水质监测"),
        ("moved", "保障经费", "保障经费"),
        ("only_b", None, "动员群众参与"),
    ]
    assert relations(notice(B), notice(A))[-1] == ("only_a", "动员群众参与", None)


def test_reused_words_are_found_where_they_stand() -> None:
    a, b = notice(A), notice(B)
    found = {a.text[item.a_start : item.a_end]: b.text[item.b_start : item.b_end] for item in align(a, b).reuse}
    assert "县财政局将管护经费列入年度预算,按河长数量和河道长度核定" in "".join(found)
    assert all(words == other for words, other in found.items() if "\n" not in words and "。" not in words)
    longest = dicts(reuse_table(align(a, b), a))[0]
    assert longest["characters"] == max(int(str(row["characters"])) for row in dicts(reuse_table(align(a, b), a)))


def test_headings_pair_clauses_with_words_of_their_own() -> None:
    a = notice("一、总体要求\n坚持生态优先,把河道管好。\n二、组织保障\n成立工作专班,定期会商。")
    b = notice("一、组织保障\n县水务局牵头,各乡镇配合会商。\n二、考核\n年底开展评比。")
    assert ("changed", "组织保障", "组织保障") in relations(a, b)


def test_layout_labels_and_script_make_no_difference() -> None:
    a = notice("一、加强监测\n每月在主要断面公布水质结果。\n二、保障经费\n经费列入年度预算。")
    b = notice("(一)加強監測\n每月在主要斷面,公布水質結果。\n(二)保障經費\n經費列入年度預算。")
    assert [relation for relation, first, _ in relations(a, b) if first] == ["same", "same"]


@pytest.mark.parametrize(
    "name", ["jilin_roster.html", "jiaxing_bulletin.txt", "shaoxing_repost.txt", "tongzhou_page.txt", "regulation.txt"]
)
def test_a_notice_is_itself(name: str) -> None:
    read = parse(SAMPLES / name)
    alignment = align(read, read)
    assert {pair.relation for pair in alignment.pairs} == {"same"}
    assert all(pair.a == pair.b and pair.similarity == 1 for pair in alignment.pairs)
    assert (alignment.share_a, alignment.share_b) == (1, 1)


LINES = [
    "一、总体要求",
    "二、重点任务",
    "(一)加强领导",
    "(一)加强领导",
    "要落实责任。",
    "要落实责任。",
    "各乡镇每周巡查,发现问题立即整改。",
    "1.",
    "——",
    "。",
    "",
]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=25))
def test_any_text_is_itself(lines: list[str]) -> None:
    read = notice("\n".join(lines))
    alignment = align(read, read)
    assert all(pair.relation == "same" and pair.a == pair.b for pair in alignment.pairs)
    assert alignment.share_a == 1


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=25), st.lists(st.sampled_from(LINES), max_size=25))
def test_every_unit_stands_once_and_offsets_are_exact(first: list[str], second: list[str]) -> None:
    a, b = notice("\n".join(first)), notice("\n".join(second))
    alignment = align(a, b)
    for side, read in (("a", a), ("b", b)):
        units = [unit for pair in alignment.pairs if (unit := getattr(pair, side)) is not None]
        assert len({unit.start for unit in units}) == len(units)
        for unit in units:
            assert "".join(char for char in read.text[unit.start : unit.end] if char.isalnum()).lower() == unit.words
    covered_a = [at for item in alignment.reuse for at in range(item.a_start, item.a_end)]
    assert len(set(covered_a)) == len(covered_a)
    for item in alignment.reuse:
        words = [
            "".join(char for char in text if char.isalnum())
            for text in (a.text[item.a_start : item.a_end], b.text[item.b_start : item.b_end])
        ]
        assert len(words[0]) >= item.characters >= LEAST


@settings(max_examples=300, deadline=None)
@given(st.text("甲乙丙", max_size=60), st.text("甲乙丙", max_size=60), st.integers(2, 6))
def test_tiles_are_common_and_apart(first: str, second: str, least: int) -> None:
    found = tiles(first, second, least)
    for tile in found:
        assert tile.length >= least
        assert first[tile.a : tile.a + tile.length] == second[tile.b : tile.b + tile.length]
    for text, places in ((first, [(tile.a, tile.length) for tile in found]), (second, [(tile.b, tile.length) for tile in found])):
        taken = [at for start, length in places for at in range(start, start + length)]
        assert len(set(taken)) == len(taken) <= len(text)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("abcdef", "xxabcdefyy", [(0, 2, 6)]),
        ("abcdXabcd", "abcd", [(0, 0, 4)]),
        ("abcdefgh", "efghabcd", [(0, 4, 4), (4, 0, 4)]),
        ("abcde", "abxde", []),
        ("", "abc", []),
        ("aaaaaaaa", "aaaa", [(0, 0, 4)]),
    ],
)
def test_tiles(first: str, second: str, expected: list[tuple[int, int, int]]) -> None:
    assert tiles(first, second, 4) == [Tile(*tile) for tile in expected]


def test_long_and_hostile_notices_are_quick() -> None:
    for body in (
        "要落实责任。" * 4000,
        "".join(f"{chr(0x4E00 + at % 5000)}{chr(0x4E00 + at * 7 % 5000)}" for at in range(10_000)),
        "甲" * 20_000,
    ):
        a, b = notice(body), notice(body[5:])
        begun = process_time()
        align(a, b)
        assert process_time() - begun < 3


def test_notices_are_found_in_files_and_in_a_corpus(corpus: Corpus) -> None:
    number = "吉政办明电〔2019〕5号"
    found = find_notice(number, corpus)
    assert found.metadata.document_number == number
    assert find_notice(found.id, corpus).id == found.id
    assert find_notice(str(SAMPLES / "jiaxing_bulletin.txt")).metadata.region.code == "330400"  # type: ignore[union-attr]
    with pytest.raises(CorpusNotFoundError, match="--corpus"):
        find_notice("吉政办明电〔2019〕5号")
    with pytest.raises(ReferenceNotFoundError):
        find_notice("吉政办明电〔2019〕999号", corpus)


def test_tables_hold_the_words_of_both() -> None:
    a, b = (find_notice(str(SAMPLES / name)) for name in ("jiaxing_bulletin.txt", "shaoxing_repost.txt"))
    rows = dicts(pairs_table(align(a, b), a, b))
    for row in rows:
        for side, read in (("a", a), ("b", b)):
            if row[f"eid_{side}"] is not None:
                assert row[f"text_{side}"] == read.text[row[f"start_{side}"] : row[f"end_{side}"]]  # type: ignore[misc]
    assert {row["relation"] for row in rows} >= {"changed", "only_a", "only_b"}


@pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the notices of ../shared")
@pytest.mark.parametrize("ending", ["docx", "ofd", "pdf", "wps"])
def test_one_notice_in_many_formats(ending: str) -> None:
    alignment = align(parse(FORMATS / "master_template.doc"), parse(FORMATS / f"master_template.{ending}"))
    assert {pair.relation for pair in alignment.pairs} == {"same"}
    assert alignment.share_a == alignment.share_b == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the notices of ../shared")
def test_a_long_document_as_pdf_and_as_docx() -> None:
    folder = SHARED / "corpus" / "pdf"
    alignment = align(parse(folder / "yihao2026.pdf"), parse(folder / "yihao2026.docx"))
    assert {pair.relation for pair in alignment.pairs} == {"same"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the notices of ../shared")
def test_two_cities_on_one_subject() -> None:
    a, b = (parse(SHARED / "gold" / f"{name}.txt") for name in ("jiaxing", "shaoxing"))
    alignment = align(a, b)
    paired = {(pair.a.eid, pair.b.eid) for pair in alignment.pairs if pair.a and pair.b}
    assert paired >= {
        ("main__sec_1", "main__sec_1"),
        ("main__sec_2__subsec_2__para_2", "main__sec_2__subsec_2__para_2"),
        ("main__sec_2__subsec_2__para_3", "main__sec_2__subsec_2__para_4"),
        ("main__sec_4__subsec_1", "main__sec_3__para_1"),
    }
    assert max(item.characters for item in alignment.reuse) >= 50
    assert 0.1 < alignment.share_a < 0.2 < alignment.share_b
    other = align(a, parse(SHARED / "gold" / "tongzhou.txt"))
    assert other.share_a < 0.05
