"""A corpus as a dataset folder of Hugging Face: a Parquet file a table under ``data/``, and the dataset card with its metadata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ...schemas.errors import OutputError
from ..files import write_file
from ..store.folder import Corpus
from ..tables import Kind, write_table
from .files import Choice
from .relations import relations

__all__ = ["write"]

_SIZES: Final = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"))
_FEATURES: Final[dict[Kind, str]] = {
    "text": "dtype: string",
    "integer": "dtype: int64",
    "real": "dtype: float64",
    "boolean": "dtype: bool",
    "date": "dtype: date32",
    "list": "list: string",
    "json": "dtype: string",
}
_TABLES: Final = {
    "notices": "one row a notice: metadata and full text",
    "parts": "cover, main instrument and annexes",
    "clauses": "every numbered clause with its permanent URI and its words, those of the clauses below it included",
    "citations": "mentions of other documents, with the notice that each leads to where it could be told",
    "quantities": "figures with comparator, unit and indicator, normalised",
    "norms": "who must do what by when (Institutional Grammar 2.0)",
    "norm_actors": "who acts or answers by a norm",
    "entities": "named entities, places with GB/T 2260 codes",
    "list_items": "members of enumerations",
    "targets": "the target ledger: what is to be reached, by whom, by when",
    "roster_entries": "entries of rosters (名单), with codes",
    "checks": "statements of a notice held against each other",
    "witnesses": "the documents that each notice was read from",
    "rejects": "documents that could not be read, and why",
}
_CARD: Final = """\
# Chinese policy notices (公文): {count}

Made by gongwen from the sources listed in the table `witnesses`. The text of each notice is what its source says, nothing corrected;
`start` and `end` count code points in it, end exclusive, so that `text[start:end] == exact`. Rows of all tables are joined by the id of
the notice (`id` in `notices`, `notice` elsewhere), clauses by their `uri`.

```python
from datasets import load_dataset

notices = load_dataset("PATH OR NAME OF THIS DATASET", "notices", split="train")
```

## Tables

{tables}

Columns that hold an object (`attributes`, `standing`, `quantities`) are JSON text. All rows are in the split `train`: nothing is set apart.

## Licence

`other` stands in the metadata above until whoever publishes this dataset says which licence applies. Official notices themselves are
outside copyright in China (著作权法, article 5); the sites that they were read from, and the selection made here, may have terms of
their own.

## How it was made, and its limits

All annotations were made by gongwen ({pipeline}), none by hand. They say where they rest on damaged words (`damaged`), and are
null where a notice does not state something. `checks` holds what a notice declares against what was counted.
"""


def write(corpus: Corpus, choice: Choice, out: Path) -> dict[str, int]:
    """Write the folder ``out``: ``data/TABLE.parquet`` for each table that has rows, a configuration each, and ``README.md``, last."""
    try:
        (out / "data").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{out}: cannot be made ({error.strerror}); name a folder that can be written to") from error
    kinds: dict[str, Mapping[str, Kind]] = {}
    counts: dict[str, int] = {}
    for table in relations(corpus.db, choice.tables, choice.keys):
        path = out / "data" / f"{table.name}.parquet"
        counts[table.name] = write_table(table, "parquet", path)
        if counts[table.name]:
            kinds[table.name] = table.columns
        else:
            path.unlink()  # load_dataset fails on a table without rows
    write_file(out / "README.md", _card(corpus, kinds, counts, notices=_count(corpus, choice)).encode())
    return counts


def _count(corpus: Corpus, choice: Choice) -> int:
    return corpus.counts()["notices"] if choice.keys is None else len(choice.keys)


def _card(corpus: Corpus, kinds: Mapping[str, Mapping[str, Kind]], counts: Mapping[str, int], *, notices: int) -> str:
    pipelines = [row[0] for row in corpus.db.execute("SELECT DISTINCT pipeline FROM documents WHERE status = 'notice' ORDER BY 1")]
    tables = "\n".join(
        f"- `{name}`, {count:,} rows{'' if count else ' and therefore no file'}: {_TABLES[name]}" for name, count in counts.items()
    )
    body = _CARD.format(count=f"{notices:,}", tables=tables, pipeline=", ".join(pipelines))
    return "\n".join(["---", *_metadata(kinds, notices), "---", "", body])


def _metadata(kinds: Mapping[str, Mapping[str, Kind]], notices: int) -> Iterator[str]:
    """Yield the lines of the YAML that the hub and ``load_dataset`` read; the first table is the one that is loaded by default."""
    yield from ("pretty_name: Chinese policy notices", "language:", "- zh", "license: other  # say which one applies: see Licence below")
    yield from ("size_categories:", f"- {next((size for most, size in _SIZES if notices < most), 'n>10M')}", "configs:")
    for index, name in enumerate(kinds):
        yield from (f"- config_name: {name}", "  data_files:", "  - split: train", f"    path: data/{name}.parquet")
        if not index:
            yield "  default: true"
    yield "dataset_info:"
    for name, columns in kinds.items():
        yield from (f"- config_name: {name}", "  features:")
        for column, kind in columns.items():
            yield from (f"  - name: {column}", f"    {_FEATURES[kind]}")
