from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import gongwen
import pytest
from corpora_for_tests import dump, notice_text, write_notices
from gongwen.corpora import build, import_roster, migrate, open_corpus, roster_table
from gongwen.corpora.store import Prepared, Writer, pipeline_version, prepare, rejected
from gongwen.corpora.store.folder import SCHEMA_VERSION, create_database
from gongwen.corpora.store.rows import NOTICE_COLUMNS, TABLES
from gongwen.corpora.tables import table_bytes
from gongwen.schemas.contract import dumps
from gongwen.schemas.errors import ContractError, CorpusFormatError, CorpusNotFoundError, SourceDamagedError
from hypothesis import given
from hypothesis import strategies as st

SAMPLES = Path(__file__).parents[2] / "samples"
JILIN = str(SAMPLES / "jilin_roster.html")


def test_the_rows_have_the_columns_of_the_tables(tmp_path: Path) -> None:
    with closing(create_database(tmp_path / "corpus.db")) as db:
        for table, (columns, _) in TABLES.items():
            named = [name.strip().strip('"') for name in columns.split(",")]
            known = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            filled_by_links = {"status", "target", "target_eid", "candidates", "reason"} if table == "citations" else set()
            assert {"notice", *named} == set(known) - filled_by_links, table
        known = [row[1] for row in db.execute("PRAGMA table_info(notices)")]
        assert {"notice", "document", *NOTICE_COLUMNS.split(", ")} == set(known)


def test_every_row_is_as_long_as_its_table_is_wide() -> None:
    notice = gongwen.parse(JILIN)
    for table, found in prepare(notice).rows.items():
        width = len(TABLES[table][0].split(","))
        assert {len(row) for row in found} <= {width}, table


def test_a_prepared_document_survives_the_way() -> None:
    prepared = prepare(gongwen.parse(JILIN))
    again = Prepared.from_bytes(prepared.to_bytes())
    assert again.to_bytes() == prepared.to_bytes()
    assert (again.identity, again.json) == (prepared.identity, prepared.json)
    reject = rejected("0" * 64, 7, SourceDamagedError("broken"))
    assert Prepared.from_bytes(reject.to_bytes()) == reject


@given(st.binary(max_size=200))
def test_what_is_no_prepared_document_is_refused(data: bytes) -> None:
    with pytest.raises(ContractError):
        Prepared.from_bytes(data)


def test_the_notice_that_went_in_comes_out(tmp_path: Path) -> None:
    build([JILIN], tmp_path, jobs=1)
    with open_corpus(tmp_path) as corpus:
        (notice,) = corpus.notices()
        assert dumps(notice) == dumps(gongwen.parse(JILIN))
        with pytest.raises(CorpusNotFoundError):
            corpus.notice(99)


def test_nothing_of_a_document_is_stored_where_one_row_fails(tmp_path: Path) -> None:
    prepared = prepare(gongwen.parse(JILIN))
    prepared.rows["checks"].append(("too", "few"))
    with open_corpus(tmp_path, write=True) as corpus:
        before = dump(corpus)
        with pytest.raises(gongwen.GongwenError, match="safe"):
            Writer(corpus, "test").put(prepared, "a")
        assert dump(corpus) == before


def test_the_55_towns_land_in_the_roster_table_with_codes(tmp_path: Path) -> None:
    done = import_roster([JILIN], tmp_path)
    assert (done.entries, done.failed, done.without) == (55, [], [])
    with open_corpus(tmp_path) as corpus:
        towns = corpus.db.execute("SELECT name, region_code, batch, class, kind, audit, eid FROM roster_entries ORDER BY number").fetchall()
        csv = table_bytes(roster_table(corpus), "csv").decode()
    assert towns[0] == ("长春市红旗绿色智能小镇", "220100", 1, "培育类", "非建制镇", "pass", "annex_1")
    assert towns[-1] == ("公主岭市大岭汽车物流小镇", "220381", 1, "成长类", "建制镇", "pass", "annex_1")
    assert [name for name, code, *_ in towns if not code] == ["长白山冰雪运动小镇"]
    assert csv.count("\r\n") == 56
    assert ',"{""类别"":""培育类"",""类型"":""非建制镇""}",' in csv


def test_a_roster_that_contradicts_its_notice_says_so_in_each_row(tmp_path: Path) -> None:
    text = (SAMPLES / "jilin_roster.txt").read_text(encoding="utf-8")
    short, removed = re.subn(r"54[.、 ]{1,2}梅河口市进化中药材小镇[(（][^)）]*[)）]", "", text)
    assert removed == 1
    (tmp_path / "short.txt").write_text(short, encoding="utf-8")
    done = import_roster([str(tmp_path / "short.txt")], tmp_path / "corpus")
    assert done.entries < 55
    assert any(f"55 declared, {done.entries} rows" in message for message in done.failed)
    with open_corpus(tmp_path / "corpus") as corpus:
        assert corpus.db.execute("SELECT DISTINCT audit FROM roster_entries").fetchall() == [("fail",)]


def older(folder: Path, version: int) -> None:
    """Make the corpus one of an older schema: tables that follow from the notices lack a column, or are not there."""
    with closing(sqlite3.connect(folder / "corpus.db", isolation_level=None)) as db:
        db.execute("DROP VIEW clause_texts")
        db.execute("DROP TABLE clauses")
        db.execute("DROP TABLE targets")
        db.execute("ALTER TABLE documents DROP COLUMN agency")
        db.execute(f"PRAGMA user_version = {version}")


def test_an_older_corpus_is_refused_with_the_remedy_and_migrated(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 6)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    build([str(folder)], tmp_path / "out", jobs=1)
    before = dump(tmp_path / "out")
    older(tmp_path / "out", SCHEMA_VERSION - 1)
    for write in (False, True):
        with pytest.raises(CorpusFormatError, match="gongwen corpus migrate"):
            open_corpus(tmp_path / "out", write=write)
    done = migrate(tmp_path / "out")
    assert (done.taken, done.left) == (7, [])
    assert dump(tmp_path / "out") == before
    assert not list((tmp_path / "out").glob(".corpus.db*"))
    assert build([str(folder)], tmp_path / "out", jobs=1).counts["unchanged"] == 7


def test_a_document_that_cannot_be_taken_over_is_read_again(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 3)
    build([str(folder)], tmp_path / "out", jobs=1)
    before = dump(tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / "corpus.db", isolation_level=None)) as db:
        db.execute("UPDATE documents SET json = zeroblob(9) WHERE document = 1")
    assert len(migrate(tmp_path / "out").left) == 1
    assert build([str(folder)], tmp_path / "out", jobs=1).counts["added"] == 1
    assert dump(tmp_path / "out") == before


def test_a_newer_corpus_is_refused(tmp_path: Path) -> None:
    build([JILIN], tmp_path, jobs=1)
    with closing(sqlite3.connect(tmp_path / "corpus.db", isolation_level=None)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    for call in (open_corpus, migrate):
        with pytest.raises(CorpusFormatError, match="upgrade gongwen"):
            call(tmp_path)


def test_the_version_of_the_pipeline_is_that_of_its_files() -> None:
    assert pipeline_version() == pipeline_version()
    assert "+" in pipeline_version()


def test_one_work_keeps_its_key_when_a_better_witness_comes(tmp_path: Path) -> None:
    text = notice_text(0)
    (tmp_path / "cut.txt").write_text(text[: text.index("二、")], encoding="utf-8")
    (tmp_path / "whole.txt").write_text(text, encoding="utf-8")
    build([str(tmp_path / "cut.txt")], tmp_path / "out", jobs=1)
    with open_corpus(tmp_path / "out") as corpus:
        key = corpus.db.execute("SELECT notice FROM notices").fetchone()
    assert build([str(tmp_path / "whole.txt")], tmp_path / "out", jobs=1).counts["replaced"] == 1
    with open_corpus(tmp_path / "out") as corpus:
        assert corpus.db.execute("SELECT notice FROM notices").fetchall() == [key]
        assert corpus.db.execute("SELECT count(*) FROM clauses WHERE eid = 'main__sec_2'").fetchone() == (1,)
        assert corpus.db.execute("SELECT count(*) FROM addresses WHERE notice = ?", key).fetchone() == (4,)
