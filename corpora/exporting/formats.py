"""The formats that a corpus can be exported to; a new one is a line in the list below."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ...schemas.errors import OutputError
from ..store.folder import Corpus
from ..store.selecting import Selection, selected_keys, selected_notices
from . import dataset, documents, tabular
from .brat import brat_configuration, write_brat
from .conllu import write_conllu
from .doccano import write_doccano
from .files import Choice, CorpusFormat, Format, NoticeFormat, NoticesFormat, Unit, export_notices
from .label_studio import label_studio_beside, write_label_studio
from .web_annotation import write_web_annotations

__all__ = ["FORMATS", "export"]

_ALL: Final[tuple[Format, ...]] = (
    CorpusFormat("jsonl", ".jsonl", tabular.jsonl, "notice JSON, one a line, with what its citations lead to"),
    CorpusFormat("csv", ".csv", tabular.csv, "tables: a folder, or a file of one --table", frozenset({"tables"})),
    CorpusFormat("parquet", ".parquet", tabular.parquet, "tables with types: a folder, or a file of one --table", frozenset({"tables"})),
    CorpusFormat("xlsx", ".xlsx", tabular.xlsx, "tables as sheets of a workbook", frozenset({"tables"})),
    CorpusFormat("duckdb", ".duckdb", tabular.duckdb, "tables in a DuckDB database", frozenset({"tables"})),
    CorpusFormat("quanteda", ".csv", tabular.quanteda, "doc_id, text, docvars (readtext; -o FILE.parquet too)", frozenset({"unit"})),
    CorpusFormat("huggingface", "", dataset.write, "a dataset folder with its card, for load_dataset", frozenset({"tables"})),
    CorpusFormat("akoma-ntoso", ".xml", documents.write_akoma_ntoso, "Akoma Ntoso 3.0 (OASIS LegalDocML), a file a notice"),
    CorpusFormat("tei", ".xml", documents.write_tei, "TEI P5: header and text, a file a notice"),
    NoticesFormat("doccano", ".jsonl", write_doccano, "lines for doccano's sequence labelling with relations"),
    NoticesFormat("label-studio", ".json", write_label_studio, "tasks of Label Studio; FILE.xml is their interface", label_studio_beside),
    NoticeFormat("web-annotation", ".jsonld", write_web_annotations, "W3C Web Annotation, a collection a notice"),
    NoticesFormat("conllu", ".conllu", write_conllu, "CoNLL-U: sentences and words by jieba, annotations in MISC"),
    NoticeFormat("brat", ".ann", write_brat, "a folder of BRAT: text, annotations, configuration", brat_configuration),
)

FORMATS: Final[Mapping[str, Format]] = {form.name: form for form in _ALL}


def export(
    corpus: Corpus,
    form: str,
    out: Path,
    selection: Selection = Selection(),  # noqa: B008 - it is frozen
    *,
    tables: tuple[str, ...] = (),
    unit: Unit | None = None,
) -> dict[str, int]:
    """Write a corpus, or the notices of ``selection``, to ``out`` in the format called ``form`` (:data:`FORMATS`).

    ``tables`` are those of :data:`.relations.RELATIONS` that are wanted, for formats of tables; ``unit`` is what a row of texts is.
    Returns how many of what were written: ``{"notices": 55}``, ``{"norms": 310, …}``. Each file is written all or nothing. Raises
    :class:`OutputError` where the format is not known, does not take an option, or cannot be written,
    :class:`ReferenceNotFoundError` where no notice is selected.
    """
    known = FORMATS.get(form)
    if known is None:
        raise OutputError(f"{form}: no such format; there are {', '.join(FORMATS)}")
    takes = known.takes if isinstance(known, CorpusFormat) else frozenset()
    for option, given in (("tables", tables), ("unit", unit)):
        if given and option not in takes:
            others = ", ".join(other.name for other in FORMATS.values() if isinstance(other, CorpusFormat) and option in other.takes)
            raise OutputError(f"{form} has no choice of {option}; {others} have")
    with _snapshot(corpus.db):
        keys = selected_keys(corpus.db, selection)
        if isinstance(known, CorpusFormat):
            return known.write(corpus, Choice(keys, tables, unit or "notice"), out)
        return {"notices": export_notices(selected_notices(corpus, keys), known, out)}


@contextmanager
def _snapshot(db: sqlite3.Connection) -> Iterator[None]:
    """Read the corpus as it is now, also where a build writes to it meanwhile."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")
