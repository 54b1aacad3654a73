"""Tables as files: CSV, JSON, JSON Lines, XLSX, Parquet, or a data frame.

A table is written row by row: memory does not grow with it. Text stays text in every form, also where a spreadsheet would compute it.
A list or an object is a list in Parquet and JSON, and JSON text where a cell holds one value only (CSV, XLSX).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

from ..schemas.contract import plain_number
from ..schemas.errors import MissingExtraError, OutputError
from .files import whole_file

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = [
    "Kind",
    "Table",
    "TableFormat",
    "Value",
    "arrow_reader",
    "form_of",
    "table_bytes",
    "to_dataframe",
    "write_table",
    "write_tables",
]

Kind = Literal["text", "integer", "real", "boolean", "date", "list", "json"]
"""What a column holds: ``date`` is a day in ISO 8601, ``list`` a list of texts, ``json`` anything that JSON can say."""
Value = str | int | float | Decimal | bool | Sequence[Any] | Mapping[str, Any] | None
TableFormat = Literal["csv", "json", "jsonl", "parquet", "xlsx"]

XLSX_ROWS: Final = 1_048_576
XLSX_CHARACTERS: Final = 32_767
"""Limits of a sheet and of a cell (Excel specifications and limits)."""
_CUT: Final = "…[cut: {} of {} characters]"
_BATCH_ROWS: Final = 20_000
_BATCH_CHARACTERS: Final = 8 << 20
"""A row group of Parquet ends where one of the two is reached: some 50 MB while it is made."""


@dataclass(slots=True)
class Table:
    """Rows under named columns.

    ``rows`` are sequences in the order of the columns, or mappings, where a name that is left out is null; they are read once. A null
    is an empty cell.
    """

    name: str
    columns: Mapping[str, Kind]
    rows: Iterable[Sequence[Value] | Mapping[str, Value]]


def write_table(table: Table, form: TableFormat, path: Path) -> int:
    """Write ``table`` to ``path``, all or nothing, and return how many rows it has.

    ``csv``: RFC 4180, UTF-8 without a mark, a header. ``jsonl``: an object a line. ``json``: a list of objects. ``parquet``: zstd, row
    groups of some thousand rows. ``xlsx``: one sheet with a frozen header; control characters, which a sheet cannot hold, are left
    out, and a text of more than 32,767 characters is cut and says so at its end. Raises :class:`OutputError` where it cannot be
    written, also for more rows than a sheet has; :class:`MissingExtraError` where openpyxl or pyarrow is not installed.
    """
    with whole_file(path) as file:
        return _WRITERS[form](table, file)


def form_of(path: Path) -> TableFormat:
    """Return the form that the suffix of ``path`` names; raises :class:`OutputError` where it names none."""
    form = path.suffix.lower().removeprefix(".")
    if form not in _WRITERS:
        raise OutputError(f"{path}: the suffix says what is written, and this one says nothing; give one of .{', .'.join(_WRITERS)}")
    return form


def write_tables(tables: Iterable[Table], form: TableFormat, path: Path) -> dict[str, int]:
    """Write tables to ``path`` and return how many rows each has: sheets of one file for ``xlsx``, files of a folder for the others."""
    if form == "xlsx":
        with whole_file(path) as file:
            return _workbook(tables, file)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be made ({error.strerror}); several tables need a folder that can be written to") from error
    return {table.name: write_table(table, form, path / f"{table.name}.{form}") for table in tables}


def table_bytes(table: Table, form: TableFormat, *further: Table) -> bytes:
    """Return ``table`` as :func:`write_table` writes it; ``further`` tables are further sheets of an xlsx, and of no other form."""
    file = BytesIO()
    if form == "xlsx":
        _workbook([table, *further], file)
    else:
        _WRITERS[form](table, file)
    return file.getvalue()


def to_dataframe(table: Table) -> pd.DataFrame:
    """Return ``table`` as a pandas data frame.

    Integers are ``Int64``, booleans ``boolean``, numbers ``float64``, days ``datetime64``; texts, lists and objects stay what they are
    in Python. Raises :class:`MissingExtraError` where pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtraError("a data frame needs pandas, which is not installed: pip install 'gongwen[tables]'") from error

    dtypes = {"integer": "Int64", "boolean": "boolean", "real": "float64", "date": "datetime64[s]"}
    rows = list(_rows(table))
    cells = zip(*rows, strict=True) if rows else ([] for _ in table.columns)
    columns = {
        name: pd.Series([_float(value) for value in column] if kind == "real" else list(column), dtype=dtypes.get(kind, "object"))
        for (name, kind), column in zip(table.columns.items(), cells, strict=True)
    }
    return pd.DataFrame(columns, columns=list(table.columns))


def arrow_reader(table: Table) -> pa.RecordBatchReader:
    """Return ``table`` as a stream of Arrow record batches, which DuckDB and others read without a copy.

    Raises :class:`MissingExtraError` where pyarrow is not installed.
    """
    arrow = _arrow()
    types = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "real": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "list": arrow.list_(arrow.string()),
        "json": arrow.string(),
    }
    schema = arrow.schema([(name, types[kind]) for name, kind in table.columns.items()])

    def batches() -> Iterator[pa.RecordBatch]:
        for rows in _batches(_rows(table)):
            columns = zip(schema, table.columns.values(), zip(*rows, strict=True), strict=True)
            arrays = [arrow.array([_ARROW[kind](value) for value in column], field.type) for field, kind, column in columns]
            yield arrow.record_batch(arrays, schema=schema)

    return arrow.RecordBatchReader.from_batches(schema, batches())


def _arrow() -> Any:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtraError("Parquet needs pyarrow, which is not installed: pip install 'gongwen[tables]'") from error
    return pa


def _rows(table: Table) -> Iterator[Sequence[Value]]:
    names = tuple(table.columns)
    known = table.columns.keys()
    for row in table.rows:
        if isinstance(row, Mapping):
            if not row.keys() <= known:
                raise TypeError(
                    f"table {table.name} has no column {', '.join(map(str, row.keys() - known))}; this is a bug in what makes it"
                )
            yield [row.get(name) for name in names]
        else:
            if len(row) != len(names):
                raise TypeError(f"table {table.name} has {len(names)} columns, a row has {len(row)} cells; this is a bug in what makes it")
            yield row


def _batches(rows: Iterable[Sequence[Value]]) -> Iterator[list[Sequence[Value]]]:
    batch: list[Sequence[Value]] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += sum(len(value) for value in row if isinstance(value, str))
        if len(batch) >= _BATCH_ROWS or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _same(value: Value) -> Value:
    return value


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _json_text(value: Value) -> str | None:
    import orjson

    return None if value is None else orjson.dumps(value, default=plain_number).decode()


_ARROW: Final[dict[Kind, Callable[[Value], object]]] = {
    "text": _same,
    "integer": _same,
    "real": _float,
    "boolean": _same,
    "date": _day,
    "list": _same,
    "json": _json_text,
}


@dataclass(slots=True)
class _Utf8:
    """What csv writes text to, where bytes are wanted."""

    file: BinaryIO

    def write(self, text: str) -> int:
        return self.file.write(text.encode())


def _csv(table: Table, file: BinaryIO) -> int:
    writer = csv.writer(_Utf8(file))
    writer.writerow(table.columns)
    nested = [kind in ("list", "json") for kind in table.columns.values()]
    written = 0
    for row in _rows(table):
        writer.writerow([_json_text(value) if json else _plain(value) for json, value in zip(nested, row, strict=True)])
        written += 1
    return written


def _plain(value: Value) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else value


def _jsonl(table: Table, file: BinaryIO) -> int:
    written = 0
    for line in _objects(table):
        file.write(line + b"\n")
        written += 1
    return written


def _json(table: Table, file: BinaryIO) -> int:
    written = 0
    for line in _objects(table):
        file.write((b",\n" if written else b"[\n") + line)
        written += 1
    file.write(b"\n]\n" if written else b"[]\n")
    return written


def _objects(table: Table) -> Iterator[bytes]:
    import orjson

    names = tuple(table.columns)
    for row in _rows(table):
        yield orjson.dumps(dict(zip(names, row, strict=True)), default=plain_number)


def _parquet(table: Table, file: BinaryIO) -> int:
    reader = arrow_reader(table)
    from pyarrow.parquet import ParquetWriter

    written = 0
    with ParquetWriter(file, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            written += batch.num_rows
    return written


def _xlsx(table: Table, file: BinaryIO) -> int:
    return _workbook([table], file)[table.name]


def _workbook(tables: Iterable[Table], file: BinaryIO) -> dict[str, int]:
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    except ImportError as error:
        raise MissingExtraError("writing xlsx needs openpyxl, which is not installed: pip install 'gongwen[xlsx]'") from error

    book = Workbook(write_only=True)

    def text_cell(sheet: Any, value: str) -> Any:
        cell = WriteOnlyCell(sheet, _cut(ILLEGAL_CHARACTERS_RE.sub("", value)))
        cell.data_type = "s"  # text is text, also where it begins with = and a spreadsheet would compute it
        return cell

    def add(table: Table) -> int:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        kinds = tuple(table.columns.values())
        sheet.append([text_cell(sheet, name) for name in table.columns])
        written = 0
        for row in _rows(table):
            written += 1
            if written >= XLSX_ROWS:
                raise OutputError(
                    f"table {table.name} has more than the {XLSX_ROWS:,} rows of a sheet; choose fewer, or write csv or parquet"
                )
            cells = (_xlsx_value(value, kind) for value, kind in zip(row, kinds, strict=True))
            sheet.append([text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in cells])
        return written

    try:
        counts = {table.name: add(table) for table in tables}
        book.save(file)
    except BaseException:
        for sheet in book.worksheets:  # openpyxl has a file open for each until it is closed
            with suppress(Exception):
                sheet.close()
        raise
    return counts


def _xlsx_value(value: Value, kind: Kind) -> Any:
    if kind in ("list", "json"):
        return _json_text(value)
    if kind == "date" and isinstance(value, str):
        day = date.fromisoformat(value)
        return day if day.year > 1900 else value  # a sheet counts days from 1900, whose February it has wrong
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**15:
        return str(value)  # a sheet has 15 digits
    return value


def _cut(text: str) -> str:
    # Excel counts UTF-16 units.
    units = len(text.encode("utf-16-le")) // 2
    if units <= XLSX_CHARACTERS:
        return text
    note = _CUT.format(XLSX_CHARACTERS, len(text))
    kept = text.encode("utf-16-le")[: 2 * (XLSX_CHARACTERS - len(note))].decode("utf-16-le", "ignore")
    return kept + _CUT.format(len(kept), len(text))


_WRITERS: Final[dict[TableFormat, Callable[[Table, BinaryIO], int]]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
