"""The tables of a corpus as CSV, Parquet, XLSX and DuckDB, its notices as JSON Lines, its texts as a table with document variables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson

from ...schemas.errors import MissingExtraError, OutputError
from ..files import replacing, whole_file
from ..store.folder import Corpus
from ..store.selecting import all_keys, cited_ids
from ..tables import Kind, Table, TableFormat, Value, arrow_reader, write_table, write_tables
from .files import Choice
from .relations import relations

__all__ = ["csv", "duckdb", "jsonl", "parquet", "quanteda", "texts", "xlsx"]

_DOCVARS: Final[dict[str, Kind]] = {
    "title": "text",
    "document_number": "text",
    "agency": "text",
    "region": "text",
    "region_code": "text",
    "level": "text",
    "year": "integer",
    "type": "text",
    "date": "date",
    "uri": "text",
}
_CLAUSE_VARS: Final[dict[str, Kind]] = {
    "notice": "text",
    "eid": "text",
    "label": "text",
    "heading": "text",
    "start": "integer",
    "end": "integer",
}
_QUERY: Final = (
    "SELECT id, text, title, document_number, issuing_agency, region_name, region_code, level, year, document_type,"
    " coalesce(written_date, published_date), uri FROM notices WHERE notice = ?"
)
_PASSAGES: Final = (
    'SELECT p.eid, c.label, c.heading, p.start, p."end" FROM passages p LEFT JOIN clauses c ON c.notice = p.notice AND c.eid = p.eid'
    " WHERE p.notice = ? ORDER BY p.start"
)


def jsonl(corpus: Corpus, choice: Choice, out: Path) -> dict[str, int]:
    """Write notice JSON, one a line; ``target`` of a citation is the id of the notice that it leads to."""
    keys = all_keys(corpus.db) if choice.keys is None else choice.keys
    with whole_file(out) as file:
        for key in keys:
            notice = orjson.loads(corpus.notice_json(key))
            for position, target in cited_ids(corpus.db, key):
                notice["citations"][position]["target"] = target
            file.write(orjson.dumps(notice, option=orjson.OPT_APPEND_NEWLINE))
    return {"notices": len(keys)}


def csv(corpus: Corpus, choice: Choice, out: Path) -> dict[str, int]:
    """Write tables as CSV, see :func:`.relations.relation`."""
    return _tables(corpus, choice, out, "csv")


def parquet(corpus: Corpus, choice: Choice, out: Path) -> dict[str, int]:
    """Write tables as Parquet, see :func:`.relations.relation`."""
    return _tables(corpus, choice, out, "parquet")


def xlsx(corpus: Corpus, choice: Choice, out: Path) -> dict[str, int]:
    """Write tables as the sheets of a workbook, see :func:`.relations.relation`."""
    return write_tables(relations(corpus.db, choice.tables, choice.keys), "xlsx", out)


def duckdb(corpus: Corpus, choice: Choice, out: Path) -> dict[str, int]:
    """Write tables into a new DuckDB database, with types: days are DATE, lists VARCHAR[], objects JSON."""
    try:
        from duckdb import connect
    except ImportError as error:
        raise MissingExtraError("a DuckDB database needs duckdb, which is not installed: pip install 'gongwen[duckdb]'") from error

    counts: dict[str, int] = {}
    with replacing(out) as beside, connect(str(beside)) as db:
        for table in relations(corpus.db, choice.tables, choice.keys):
            objects = [f'"{name}"::JSON AS "{name}"' for name, kind in table.columns.items() if kind == "json"]
            columns = f"* REPLACE ({', '.join(objects)})" if objects else "*"
            db.register("rows", arrow_reader(table))
            db.execute(f'CREATE TABLE "{table.name}" AS SELECT {columns} FROM "rows"')  # noqa: S608 - names of ours
            db.unregister("rows")
            counted = db.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()  # noqa: S608
            counts[table.name] = counted[0] if counted else 0
    return counts


def quanteda(corpus: Corpus, choice: Choice, out: Path) -> dict[str, int]:
    """Write the texts as a table that readtext and quanteda take: ``doc_id``, ``text``, and document variables (docvars)."""
    form: TableFormat = "parquet" if out.suffix == ".parquet" else "csv"
    return {f"{choice.unit}s": write_table(texts(corpus, choice), form, out)}


def texts(corpus: Corpus, choice: Choice) -> Table:
    """Return a table of texts: a row a notice, or a row a clause with its own words (those of the clauses below it have rows of their own).

    ``doc_id`` is the id of the notice, followed by ``#`` and the eid for clauses, and by ``_2`` where it is the second of that name.
    ``date`` is that of writing, else of publication.
    """
    keys = all_keys(corpus.db) if choice.keys is None else choice.keys
    if choice.unit == "notice":
        return Table("texts", {"doc_id": "text", "text": "text", **_DOCVARS}, _notice_texts(corpus, keys))
    return Table("texts", {"doc_id": "text", "text": "text", **_CLAUSE_VARS, **_DOCVARS}, _clause_texts(corpus, keys))


def _notice_texts(corpus: Corpus, keys: tuple[int, ...] | list[int]) -> Iterator[list[Value]]:
    for name, row in _named(corpus, keys):
        yield [name, *row[1:]]


def _clause_texts(corpus: Corpus, keys: tuple[int, ...] | list[int]) -> Iterator[list[Value]]:
    for key, (name, (_, text, *variables)) in zip(keys, _named(corpus, keys), strict=True):
        seen: Counter[str] = Counter()
        for eid, label, heading, start, end in corpus.db.execute(_PASSAGES, (key,)):
            seen[eid] += 1
            doc_id = f"{name}#{eid}" + (f"_{seen[eid]}" if seen[eid] > 1 else "")
            yield [doc_id, str(text)[start:end], name, eid, label, heading, start, end, *variables]


def _named(corpus: Corpus, keys: tuple[int, ...] | list[int]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield a name and the row of each notice; two documents of an agency may bear one number, and so one id."""
    seen: Counter[str] = Counter()
    for key in keys:
        row = corpus.db.execute(_QUERY, (key,)).fetchone()
        seen[row[0]] += 1
        yield row[0] + (f"_{seen[row[0]]}" if seen[row[0]] > 1 else ""), row


def _tables(corpus: Corpus, choice: Choice, out: Path, form: TableFormat) -> dict[str, int]:
    chosen = relations(corpus.db, choice.tables, choice.keys)
    if out.suffix != f".{form}":
        return write_tables(chosen, form, out)
    if len(choice.tables) != 1:
        raise OutputError(f"{out}: several tables for one file; name a folder, or choose one table")
    return {table.name: write_table(table, form, out) for table in chosen}
