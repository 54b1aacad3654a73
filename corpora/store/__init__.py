"""A corpus on disk: one folder with ``corpus.db`` (SQLite), the originals by their digest, and a manifest.

``schema.sql`` has the tables, :mod:`.rows` makes their rows of a notice, :mod:`.works` tells works and witnesses, :mod:`.writing` stores a
document in one transaction, :mod:`.links` resolves citations, :mod:`.terms` makes what the search index holds.
"""

from __future__ import annotations

from .folder import Corpus, manifest, now, open_corpus
from .prepared import Prepared, pipeline_version, prepare, prepare_bytes, rejected
from .writing import Stored, Writer, original_path

__all__ = [
    "Corpus",
    "Prepared",
    "Stored",
    "Writer",
    "manifest",
    "now",
    "open_corpus",
    "original_path",
    "pipeline_version",
    "prepare",
    "prepare_bytes",
    "rejected",
]
