"""The tables of a corpus in other forms: what comes out is what is stored, joined by ids and URIs."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gongwen.corpora.exporting import FORMATS, RELATIONS, Choice, CorpusFormat, Selection, export, relation, selected_notices, tabular
from gongwen.corpora.norms import norm_rows
from gongwen.corpora.store import Corpus, open_corpus
from gongwen.corpora.store.selecting import all_keys
from gongwen.corpora.tables import Table, to_dataframe
from gongwen.schemas.contract import loads
from gongwen.schemas.errors import MissingExtraError, OutputError
from gongwen.schemas.identifiers import clause_uri

OBJECTS = ("attributes", "standing", "quantities")
JILIN = "cn-220000-2019-吉政办明电-5"


def rows(corpus: Corpus, name: str) -> list[dict[str, Any]]:
    table = relation(corpus.db, name)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_says_what_is_stored(corpus: Corpus) -> None:
    for name in RELATIONS:
        (count,) = corpus.db.execute(f"SELECT count(*) FROM {name}").fetchone()
        found = rows(corpus, name)
        assert len(found) == count, name
        assert not {"notice_id", "document"} & set(found[0] if found else ()), name
        assert all(isinstance(row.get("notice", ""), str) for row in found), name


def test_rows_are_those_of_the_notices(corpus: Corpus) -> None:
    notices = {notice.id: notice for notice in selected_notices(corpus, None)}
    for clause in rows(corpus, "clauses"):
        notice = notices[clause["notice"]]
        assert clause["uri"] == clause_uri(notice.uri, clause["eid"])
        assert clause["text"] == notice.text[clause["start"] : clause["end"]]
    norms = rows(corpus, "norms")
    expected = [row for notice in notices.values() for row in norm_rows(notice, notice.norms or [])]
    same = ("notice", "id", "uri", "type", "strength", "deontic", "object", "deadline_value", "start", "end")
    assert sorted(([row[name] for name in same] for row in norms), key=str) == sorted(
        ([row[name] for name in same] for row in expected), key=str
    )
    assert [";".join(row["actors"]) for row in norms if row["notice"] == JILIN] == [
        row["actors"] for row in expected if row["notice"] == JILIN
    ]
    known = {(row["notice"], row["id"]) for row in norms}
    assert all((actor["notice"], actor["norm"]) in known for actor in rows(corpus, "norm_actors"))


def test_citations_lead_to_ids_and_addresses(corpus: Corpus) -> None:
    first, second, third = [row for row in rows(corpus, "citations") if row["status"] != "unresolved"]
    (jilin,) = [row["uri"] for row in rows(corpus, "notices") if row["id"] == JILIN]
    assert (first["target"], first["target_uri"]) == (JILIN, jilin)
    assert (second["target"], second["target_uri"]) == (JILIN, clause_uri(jilin, "main__sec_5__subsec_3"))
    assert (third["target"], third["target_uri"], third["candidates"]) == (None, None, ["a", "b"])


def test_lines_are_notices_with_their_targets(corpus: Corpus, tmp_path: Path) -> None:
    assert export(corpus, "jsonl", tmp_path / "all.jsonl") == {"notices": 5}
    assert [loads(line) for line in (tmp_path / "all.jsonl").read_bytes().splitlines()] == list(selected_notices(corpus, None))


def test_csv_is_a_folder_or_a_file(corpus: Corpus, tmp_path: Path) -> None:
    counts = export(corpus, "csv", tmp_path / "all")
    assert list(counts) == list(RELATIONS)
    assert {path.stem: len(read_csv(path)) for path in (tmp_path / "all").iterdir()} == counts
    assert export(corpus, "csv", tmp_path / "towns.csv", Selection(region="22"), tables=("roster_entries",)) == {"roster_entries": 55}
    towns = read_csv(tmp_path / "towns.csv")
    assert {row["notice"] for row in towns} == {JILIN}
    assert [row["town_code"] for row in towns if row["town"] == "朱城子镇"] == ["220183106"]
    with pytest.raises(OutputError, match="several tables for one file"):
        export(corpus, "csv", tmp_path / "all.csv")


def test_parquet_reads_back_what_the_tables_hold(corpus: Corpus, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export(corpus, "parquet", tmp_path / "all")
    for name in RELATIONS:
        found = parquet.read_table(tmp_path / "all" / f"{name}.parquet").to_pylist()
        expected = rows(corpus, name)
        for row in expected:
            row.update({key: date.fromisoformat(row[key]) for key in ("written_date", "published_date") if row.get(key)})
            row.update({key: json.dumps(row[key]) for key in OBJECTS if row.get(key) is not None})
        for row in found:
            row.update(
                {key: json.dumps(json.loads(row[key])) for key in ("attributes", "standing", "quantities") if row.get(key) is not None}
            )
        assert found == expected, name


def test_a_workbook_has_a_sheet_a_table(corpus: Corpus, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    counts = export(corpus, "xlsx", tmp_path / "all.xlsx", tables=("notices", "roster_entries"))
    book = openpyxl.load_workbook(tmp_path / "all.xlsx", read_only=True)
    assert {sheet.title: len(list(sheet.iter_rows())) - 1 for sheet in book.worksheets} == counts
    book.close()


def test_duckdb_has_types_and_the_same_rows(corpus: Corpus, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    counts = export(corpus, "duckdb", tmp_path / "all.duckdb")
    with duckdb.connect(str(tmp_path / "all.duckdb"), read_only=True) as db:
        names = [row[0] for row in db.execute("SHOW TABLES").fetchall()]
        assert sorted(names) == sorted(RELATIONS)
        assert {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names} == counts
        types = dict(db.execute("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'notices'").fetchall())
        assert (types["written_date"], types["agencies"], types["year"], types["text"]) == ("DATE", "VARCHAR[]", "BIGINT", "VARCHAR")
        types = dict(db.execute("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'roster_entries'").fetchall())
        assert (types["attributes"], types["damaged"]) == ("JSON", "BOOLEAN")
        query = "SELECT attributes->>'类型', count(*) FROM roster_entries GROUP BY 1 ORDER BY 2 DESC"
        kinds = dict(db.execute(query).fetchall())
        assert sum(kinds.values()) == 55
        assert kinds["非建制镇"] == sum(row["kind"] == "非建制镇" for row in rows(corpus, "roster_entries"))
        wrong = 'SELECT count(*) FROM norms JOIN notices ON norms.notice = notices.id WHERE substr(text, start + 1, "end" - start) <> exact'
        assert db.execute(wrong).fetchone() == (0,)
    assert [path.name for path in tmp_path.iterdir()] == ["all.duckdb"]


def test_texts_for_quanteda(corpus: Corpus, tmp_path: Path) -> None:
    assert export(corpus, "quanteda", tmp_path / "texts.csv") == {"notices": 5}
    texts = read_csv(tmp_path / "texts.csv")
    assert list(texts[0])[:2] == ["doc_id", "text"]
    for row, notice in zip(texts, selected_notices(corpus, None), strict=True):
        facts = notice.metadata
        assert (row["doc_id"], row["text"], row["title"], row["uri"]) == (notice.id, notice.text, facts.title or "", notice.uri)
        assert row["agency"] == (facts.issuing_agencies[0] if facts.issuing_agencies else "")
        assert row["date"] == (facts.written_date or facts.published_date or "")
    parquet = pytest.importorskip("pyarrow.parquet")
    export(corpus, "quanteda", tmp_path / "texts.parquet")
    found = parquet.read_table(tmp_path / "texts.parquet")
    assert found["text"].to_pylist() == [row["text"] for row in texts]
    assert str(found.schema.field("date").type) == "date32[day]"


def test_texts_of_clauses_hold_every_character_once(corpus: Corpus, tmp_path: Path) -> None:
    counts = export(corpus, "quanteda", tmp_path / "texts.csv", unit="clause")
    texts = read_csv(tmp_path / "texts.csv")
    assert counts == {"clauses": len(texts)}
    assert len({row["doc_id"] for row in texts}) == len(texts)
    for notice in selected_notices(corpus, None):
        own = [row for row in texts if row["notice"] == notice.id]
        assert "".join(row["text"] for row in own) == notice.text
        assert {row["eid"] for row in own} <= {item.eid for item in (*notice.clauses, *notice.parts)}


def test_two_notices_of_one_id_keep_apart(twins: Corpus, tmp_path: Path) -> None:
    for unit in ("notice", "clause"):
        export(twins, "quanteda", tmp_path / "texts.csv", unit=unit)  # type: ignore[arg-type]
        names = [row["doc_id"] for row in read_csv(tmp_path / "texts.csv")]
        assert len(set(names)) == len(names)
        assert {name.split("#")[0] for name in names} > {"cn-same", "cn-same_2"}


def test_a_relation_is_a_data_frame_too(corpus: Corpus) -> None:
    pytest.importorskip("pandas")
    frame = to_dataframe(relation(corpus.db, "quantities"))
    assert len(frame) == corpus.db.execute("SELECT count(*) FROM quantities").fetchone()[0]
    assert frame["value"].sum() == pytest.approx(corpus.db.execute("SELECT sum(value) FROM quantities").fetchone()[0])


def test_every_format_writes_something(corpus: Corpus, tmp_path: Path) -> None:
    for name in FORMATS:
        assert export(corpus, name, tmp_path / name), name
        written = [path for path in (tmp_path / name, *(tmp_path / name).rglob("*")) if path.is_file()]
        assert written, name
        assert all(path.stat().st_size for path in written), name


WRONG = [
    ({"form": "word"}, "word: no such format; there are jsonl, csv"),
    ({"form": "jsonl", "tables": ("norms",)}, "jsonl has no choice of tables; csv, parquet"),
    ({"form": "csv", "unit": "clause"}, "csv has no choice of unit; quanteda have"),
    ({"form": "csv", "tables": ("norm",)}, "norm: no such table; there are notices"),
]


@pytest.mark.parametrize(("asked", "message"), WRONG)
def test_what_cannot_be_exported_is_named(corpus: Corpus, asked: dict[str, Any], message: str, tmp_path: Path) -> None:
    form = asked.pop("form")
    with pytest.raises(OutputError, match=message):
        export(corpus, form, tmp_path / "out", **asked)
    assert list(tmp_path.iterdir()) == []


def test_duckdb_that_is_not_installed_is_named(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongwen\[duckdb\]'"):
        export(corpus, "duckdb", tmp_path / "x.duckdb")


def test_an_export_sees_one_state_of_the_corpus(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(folder, tmp_path / "corpus")
    parts = tabular.relations

    def meanwhile(*arguments: Any) -> Iterator[Table]:
        for table in parts(*arguments):
            yield table
            if table.name == "notices":
                writer.db.execute("DELETE FROM norms")

    monkeypatch.setattr(tabular, "relations", meanwhile)
    with open_corpus(tmp_path / "corpus", write=True) as writer, open_corpus(tmp_path / "corpus") as reader:
        (before,) = reader.db.execute("SELECT count(*) FROM norms").fetchone()
        assert export(reader, "csv", tmp_path / "out", tables=("notices", "norms"))["norms"] == before > 0
        assert export(reader, "csv", tmp_path / "out", tables=("norms",))["norms"] == 0


@pytest.mark.parametrize("form", ["jsonl", "csv", "quanteda"])
def test_memory_does_not_grow_with_the_corpus(folder: Path, tmp_path: Path, form: str) -> None:
    shutil.copytree(folder, tmp_path / "corpus")
    with closing(sqlite3.connect(tmp_path / "corpus" / "corpus.db")) as db, db:
        for name in ("notices", "clauses", "norms", "citations"):
            columns = [f'"{row[1]}"' for row in db.execute(f"PRAGMA table_info({name})")][1:]
            listed = ", ".join(columns)
            db.execute(
                f"INSERT INTO {name}(notice, {listed}) WITH RECURSIVE copies(copy) AS"
                " (SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy < 49)"
                f" SELECT t.notice * 1000 + copy, {', '.join(f't.{column}' for column in columns)} FROM {name} t, copies"
            )

    def peak(opened: Corpus, most: int) -> int:
        keys = tuple(all_keys(opened.db)[:most])
        form_of = FORMATS[form]
        assert isinstance(form_of, CorpusFormat)
        tracemalloc.start()
        try:
            form_of.write(opened, Choice(keys, ("notices", "clauses", "norms", "citations")), tmp_path / "out")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    with open_corpus(tmp_path / "corpus") as opened:
        peak(opened, 5)
        few, many = peak(opened, 50), peak(opened, 250)
    assert many < few + 100_000  # some hundred bytes a notice for the names that were given
