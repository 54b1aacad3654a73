"""Tables as files: what is written is read back equal by the library that others read it with."""

from __future__ import annotations

import csv
import json
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from gongwen.corpora import tables
from gongwen.corpora.tables import Table, TableFormat, table_bytes, to_dataframe, write_table, write_tables
from gongwen.schemas.errors import MissingExtraError, OutputError
from hypothesis import given
from hypothesis import strategies as st

COLUMNS: dict[str, tables.Kind] = {
    "name": "text",
    "count": "integer",
    "value": "real",
    "damaged": "boolean",
    "day": "date",
    "agencies": "list",
    "more": "json",
}
NAMES = list(COLUMNS)
ROWS: list[list[Any]] = [
    ["=1+1", 55, Decimal("0.1"), True, "2019-03-07", ["吉林省人民政府", "a;b"], {"批次": 1}],
    ['小镇,"甲"\r\n乙', -3, 3.5, False, "1999-12-31", [], {"values": [1, 2.5, None]}],
    [None, None, None, None, None, None, None],
    ["𠮷\t ", 2**53, Decimal(30), True, "2020-02-29", [""], {}],
]
FORMS: tuple[TableFormat, ...] = ("csv", "json", "jsonl", "parquet", "xlsx")


def table(rows: Any = ROWS) -> Table:
    return Table("things", COLUMNS, rows)


def plain(row: list[Any]) -> list[Any]:
    return [float(value) if isinstance(value, Decimal) else value for value in row]


def test_csv_reads_back() -> None:
    data = table_bytes(table(), "csv")
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.splitlines(keepends=True)[0] == b"name,count,value,damaged,day,agencies,more\r\n"
    first, second, third, fourth = csv.DictReader(StringIO(data.decode(), newline=""))
    assert first == {
        "name": "=1+1",
        "count": "55",
        "value": "0.1",
        "damaged": "true",
        "day": "2019-03-07",
        "agencies": '["吉林省人民政府","a;b"]',
        "more": '{"批次":1}',
    }
    assert (second["name"], second["damaged"], json.loads(second["more"])) == ('小镇,"甲"\r\n乙', "false", {"values": [1, 2.5, None]})
    assert set(third.values()) == {""}
    assert (fourth["name"], fourth["value"]) == ("𠮷\t ", "30")


def test_json_and_lines_read_back() -> None:
    expected = [dict(zip(NAMES, plain(row), strict=True)) for row in ROWS]
    assert json.loads(table_bytes(table(), "json")) == expected
    lines = table_bytes(table(), "jsonl").decode().split("\n")
    assert [json.loads(line) for line in lines[:-1]] == expected
    assert lines[-1] == ""


def test_parquet_reads_back_with_types() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    found = parquet.read_table(BytesIO(table_bytes(table(), "parquet")))
    assert [str(field.type) for field in found.schema] == [
        "string",
        "int64",
        "double",
        "bool",
        "date32[day]",
        "list<element: string>",
        "string",
    ]
    for row, values in zip(ROWS, zip(*(column.to_pylist() for column in found.columns), strict=True), strict=True):
        *same, day, agencies, more = values
        assert same == plain(row)[:4]
        assert day == (row[4] and date.fromisoformat(row[4]))
        assert agencies == row[5]
        assert (more and json.loads(more)) == row[6]


def test_xlsx_reads_back() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(BytesIO(table_bytes(table(), "xlsx")))["things"]
    assert sheet.freeze_panes == "A2"
    header, first, second, third, fourth = sheet.iter_rows()
    assert [cell.value for cell in header] == NAMES
    assert (first[0].value, first[0].data_type) == ("=1+1", "s")
    assert [cell.value for cell in first[1:5]] == [55, 0.1, True, datetime(2019, 3, 7)]  # noqa: DTZ001 - a sheet knows no zones
    assert json.loads(second[6].value) == {"values": [1, 2.5, None]}
    assert {cell.value for cell in third} == {None}
    assert (fourth[0].value, fourth[1].value) == ("𠮷\t ", str(2**53))


def test_a_data_frame_has_types_and_keeps_what_is_missing() -> None:
    pytest.importorskip("pandas")
    frame = to_dataframe(table())
    assert list(frame.columns) == NAMES
    assert [str(kind) for kind in frame.dtypes] == ["object", "Int64", "float64", "boolean", "datetime64[s]", "object", "object"]
    assert frame["count"].sum() == 55 - 3 + 2**53
    assert frame["agencies"].tolist() == [row[5] for row in ROWS]
    assert frame.isna().sum().tolist() == [1] * 7
    assert frame["day"].dt.year.tolist()[:2] == [2019, 1999]
    empty = to_dataframe(table([]))
    assert (len(empty), str(empty["count"].dtype)) == (0, "Int64")


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8", exclude_characters="\r")), st.integers(-(2**40), 2**40)), max_size=8))
def test_any_text_survives(rows: list[tuple[str, int]]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    made = Table("any", {"text": "text", "number": "integer"}, rows)
    read = list(csv.reader(StringIO(table_bytes(made, "csv").decode(), newline="")))[1:]
    assert [(text, int(number)) for text, number in read] == rows
    found = parquet.read_table(BytesIO(table_bytes(made, "parquet")))
    assert list(zip(found["text"].to_pylist(), found["number"].to_pylist(), strict=True)) == rows


def test_mappings_are_rows_too() -> None:
    made = Table("some", {"a": "text", "b": "integer"}, [{"b": 1, "a": "x"}, {"a": "y"}])
    assert table_bytes(made, "csv") == b"a,b\r\nx,1\r\ny,\r\n"
    with pytest.raises(TypeError, match="table some has no column c"):
        table_bytes(Table("some", {"a": "text"}, [{"c": 1}]), "csv")
    with pytest.raises(TypeError, match="1 columns, a row has 2"):
        table_bytes(Table("some", {"a": "text"}, [("x", "y")]), "csv")


@pytest.mark.parametrize("form", FORMS)
def test_a_table_without_rows_has_its_columns(form: TableFormat, tmp_path: Path) -> None:
    path = tmp_path / "none"
    assert write_table(table([]), form, path) == 0
    assert (path.stat().st_size > 0) == (form != "jsonl")


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_whole_or_as_it_was(form: TableFormat, tmp_path: Path) -> None:
    def rows() -> Iterator[list[Any]]:
        yield ROWS[0]
        raise ZeroDivisionError

    path = tmp_path / "things"
    path.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError):
        write_table(table(rows()), form, path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
    assert write_table(table(), form, path) == len(ROWS)
    assert path.read_bytes() != b"before"
    with pytest.raises(OutputError, match="cannot be written"):
        write_table(table(), form, tmp_path / "nowhere" / "things")


def test_several_tables_are_sheets_or_files(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    both = [table(), Table("others", {"a": "text"}, [["x"]])]
    assert write_tables(both, "xlsx", tmp_path / "both.xlsx") == {"things": 4, "others": 1}
    assert openpyxl.load_workbook(tmp_path / "both.xlsx").sheetnames == ["things", "others"]
    assert write_tables(both, "csv", tmp_path / "both") == {"things": 4, "others": 1}
    assert sorted(path.name for path in (tmp_path / "both").iterdir()) == ["others.csv", "things.csv"]


def test_a_cell_that_is_too_long_for_a_sheet_says_so() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    texts = ["字" * 32_767, "字" * 32_768, "𠮷" * 20_000]
    made = Table("long", {"text": "text"}, [[text] for text in texts])
    sheet = openpyxl.load_workbook(BytesIO(table_bytes(made, "xlsx")))["long"]
    (whole,), (cut,), (pairs,) = sheet.iter_rows(min_row=2, values_only=True)
    assert whole == texts[0]
    assert cut.endswith("…[cut: 32734 of 32768 characters]")
    assert cut.startswith("字" * 32_730)
    assert len(pairs.encode("utf-16-le")) // 2 <= 32_767
    words, note = pairs.split("…")
    assert words == "𠮷" * int(note.split()[1])


def test_a_sheet_that_is_full_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    monkeypatch.setattr(tables, "XLSX_ROWS", 4)
    with pytest.raises(OutputError, match=r"table things has more than the 4 rows of a sheet.*csv or parquet"):
        write_table(table(), "xlsx", tmp_path / "things.xlsx")
    assert write_table(table(ROWS[:3]), "xlsx", tmp_path / "things.xlsx") == 3


@pytest.mark.parametrize(("form", "library", "extra"), [("xlsx", "openpyxl", "xlsx"), ("parquet", "pyarrow", "tables")])
def test_what_is_not_installed_is_named(form: TableFormat, library: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"needs {library}.*pip install 'gongwen\[{extra}\]'"):
        table_bytes(table(), form)


def test_a_data_frame_without_pandas_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongwen\[tables\]'"):
        to_dataframe(table())


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_memory_does_not_grow_with_the_table(form: TableFormat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_BATCH_CHARACTERS", 1 << 18)

    def peak(count: int) -> int:
        rows = ((f"{number} " + "条款" * 500, number) for number in range(count))
        tracemalloc.start()
        try:
            write_table(Table("long", {"text": "text", "number": "integer"}, rows), form, tmp_path / "long")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # what is loaded once
    assert peak(4_000) < 1.2 * peak(1_000)


def test_parquet_has_row_groups_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(tables, "_BATCH_ROWS", 3)
    rows = [[str(number), *ROWS[0][1:]] for number in range(10)]
    file = parquet.ParquetFile(BytesIO(table_bytes(table(rows), "parquet")))
    assert [file.metadata.row_group(index).num_rows for index in range(file.num_row_groups)] == [3, 3, 3, 1]
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.read()["name"].to_pylist() == [str(number) for number in range(10)]
