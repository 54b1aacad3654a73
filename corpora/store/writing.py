"""Documents into the tables: one transaction each, so that whatever ends a build leaves whole documents only."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import Final, Literal

from ...schemas.contract import loads
from ...schemas.errors import ContractError
from ..files import write_file
from .folder import ORIGINALS, Corpus, now, writing_errors
from .links import link, unlink
from .prepared import Prepared, prepare
from .rows import NOTICE_COLUMNS, TABLES
from .works import Identity, most_words_shared, same_work

__all__ = ["Stored", "Writer", "original_path"]

Stored = Literal["added", "replaced", "witness", "unchanged", "rejected"]
"""What became of a document: a new notice, the new best witness of one, another witness; or it was there, or is a reject."""

_OWN_TABLES: Final = (*TABLES, "passages", "names", "citation_keys")
_IDENTITY: Final = "number_key, title_key, written_date, region_code, agency"


class Writer:
    """Stores documents in one corpus, of which several processes may be writers at a time."""

    def __init__(self, corpus: Corpus, pipeline: str) -> None:
        """``corpus`` is open to be written; ``pipeline`` is the version that reads, see :func:`.prepared.pipeline_version`."""
        self._corpus = corpus
        self._db = corpus.db
        self._pipeline = pipeline
        self._together = False
        self._inserts = {table: _insert(table, f"notice, {columns}") for table, (columns, _) in TABLES.items()}

    def known(self, digest: str, again: Iterable[str] = ()) -> bool:
        """Return whether the content with the SHA-256 ``digest`` was read by this version.

        A reject with one of the errors ``again`` counts as not read: what failed may have been the machine.
        """
        row = self._db.execute("SELECT pipeline, error FROM documents WHERE sha256 = ?", (digest,)).fetchone()
        return row is not None and row[0] == self._pipeline and row[1] not in again

    def seen(self, digest: str, uri: str, when: str | None = None) -> None:
        """Record that a known content also lies at ``uri``, found there now or at the time ``when`` (ISO 8601)."""
        found = "SELECT 1 FROM sources JOIN documents USING (document) WHERE sources.uri = ? AND sha256 = ?"
        if self._db.execute(found, (uri, digest)).fetchone() is None:
            with self._transaction():
                self._place(uri, self._document(digest), when)

    def put(self, prepared: Prepared, uri: str | None, *, again: Iterable[str] = ()) -> Stored:
        """Store a document that was found at ``uri`` (null: at no place that is known) and return what became of it.

        Where another process has stored the same content meanwhile, only the place is new. Raises :class:`CorpusWriteError`; then nothing
        of the document is stored.
        """
        with self._transaction():
            if self.known(prepared.sha256, again):
                self._place(uri, self._document(prepared.sha256))
                return "unchanged"
            document = self._put_document(prepared)
            self._place(uri, document)
            return self._put_notice(prepared, document) if prepared.error is None else "rejected"

    def keep_original(self, digest: str, uri: str, data: bytes) -> None:
        """Keep the bytes of a source under their digest; raises :class:`CorpusWriteError`."""
        path = original_path(self._corpus.path, digest, uri)
        with writing_errors(self._corpus.path):
            if not path.exists():
                path.parent.mkdir(exist_ok=True)
                write_file(path, data)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Store all that is put in this context in one transaction: all of it, or after an error nothing."""
        with self._transaction():
            self._together = True
            try:
                yield
            finally:
                self._together = False

    def is_stored(self, shard: str) -> bool:
        """Return whether a shard was stored, see :mod:`gongwen.corpora.scale.shards`."""
        return self._db.execute("SELECT 1 FROM shards WHERE shard = ?", (shard,)).fetchone() is not None

    def note_shard(self, shard: str, documents: int) -> None:
        """Note in the transaction of its documents that a shard is stored."""
        self._db.execute("INSERT INTO shards VALUES (?, ?, ?)", (shard, documents, now()))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._together:
            yield
            return
        with writing_errors(self._corpus.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def _document(self, digest: str) -> int:
        document: int = self._db.execute("SELECT document FROM documents WHERE sha256 = ?", (digest,)).fetchone()[0]
        return document

    def _place(self, uri: str | None, document: int, when: str | None = None) -> None:
        """Record where a document lies; a reject that lay there before and lies nowhere else now has been mended, and goes."""
        if uri is None:
            return
        before = self._db.execute("SELECT document FROM sources WHERE uri = ?", (uri,)).fetchone()
        self._db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", (uri, document, when or now()))
        if before and before[0] != document:
            self._db.execute(
                "DELETE FROM documents WHERE document = ?1 AND status = 'rejected'"
                " AND NOT EXISTS (SELECT 1 FROM sources WHERE document = ?1)",
                before,
            )

    def _put_document(self, prepared: Prepared) -> int:
        known = self._db.execute("SELECT document, notice FROM documents WHERE sha256 = ?", (prepared.sha256,)).fetchone()
        if known and known[1] is not None:
            self._withdraw(*known)
        values = {
            "sha256": prepared.sha256,
            "bytes": prepared.size,
            "pipeline": self._pipeline,
            "status": "rejected" if prepared.error else "notice",
            "error": prepared.error,
            "message": prepared.message,
            "reader": prepared.reader,
            "media_type": prepared.media_type,
            "notice": None,
            "id": prepared.id,
            "uri": prepared.uri,
            "standing": json.dumps(prepared.standing),
            **(_fields(prepared.identity) if prepared.identity else {}),
            "json": prepared.json or None,
        }
        if known:
            self._db.execute("DELETE FROM documents WHERE document = ?", known[:1])
            values["document"] = known[0]
        columns = ", ".join(values)
        return _inserted(self._db.execute(_insert("documents", columns), tuple(values.values())))

    def _put_notice(self, prepared: Prepared, document: int) -> Stored:
        notice = self._work_of(prepared)
        if notice is None:
            notice = _inserted(self._db.execute(_insert("notices", f"document, {NOTICE_COLUMNS}"), (document, *prepared.notice)))
            self._fill(notice, prepared)
            became: Stored = "added"
        else:
            best = self._best(notice)
            better = best is None or _order(prepared.standing, prepared.sha256) > best
            if better:
                self._empty(notice)
                self._change(notice, document, prepared)
            became = "replaced" if better else "witness"
        self._db.execute("UPDATE documents SET notice = ? WHERE document = ?", (notice, document))
        return became

    def _work_of(self, prepared: Prepared) -> int | None:
        """Return the notice that a document is another witness of: of several the first that was stored; None where it is a new one."""
        own = prepared.identity
        if own is None:
            return None
        candidates = self._db.execute(
            f"SELECT notice, document, {_IDENTITY} FROM documents WHERE notice IS NOT NULL AND number_key = ?1"  # noqa: S608 - columns of ours
            f" UNION SELECT notice, document, {_IDENTITY} FROM documents WHERE notice IS NOT NULL AND title_key = ?2"
            " AND (written_date IS NULL OR ?3 IS NULL OR written_date = ?3) ORDER BY notice, document",
            (own.number_key, own.title_key, own.written_date),
        ).fetchall()
        for notice, document, *facts in candidates:
            same = same_work(own, Identity(*facts))
            if same or (same is None and most_words_shared(str(prepared.notice[-1]), self._text(document))):
                return int(notice)
        return None

    def _text(self, document: int) -> str:
        (packed,) = self._db.execute("SELECT json FROM documents WHERE document = ?", (document,)).fetchone()
        text: str = json.loads(zlib.decompress(packed))["text"]
        return text

    def _best(self, notice: int) -> tuple[list[int], str] | None:
        row = self._db.execute("SELECT standing, sha256 FROM documents JOIN notices USING (document) WHERE notices.notice = ?", (notice,))
        found = row.fetchone()
        return _order(json.loads(found[0]), found[1]) if found else None

    def _fill(self, notice: int, prepared: Prepared) -> None:
        """Insert all rows of a notice but that of ``notices``, and link its citations and those to it."""
        db = self._db
        for table, found in prepared.rows.items():
            db.executemany(self._inserts[table], [(notice, *row) for row in found])
        first = (db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone() or (0,))[0] + 1
        passages = [(first + index, notice, *row) for index, row in enumerate(prepared.passages)]
        db.executemany('INSERT INTO passages (passage, notice, eid, start, "end", folded) VALUES (?, ?, ?, ?, ?, ?)', passages)
        db.executemany("INSERT INTO search (rowid, terms) VALUES (?, ?)", list(enumerate(prepared.terms, first)))
        db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", [(name, notice) for name in prepared.names])
        db.executemany("INSERT OR IGNORE INTO citation_keys VALUES (?, ?, ?)", [(name, notice, at) for name, at in prepared.citation_keys])
        link(db, notice)

    def _empty(self, notice: int) -> None:
        """Delete all rows of a notice but that of ``notices``. Its entries in the search index match no passage from here on."""
        unlink(self._db, notice)
        for table in _OWN_TABLES:
            self._db.execute(f"DELETE FROM {table} WHERE notice = ?", (notice,))  # noqa: S608 - tables of ours

    def _change(self, notice: int, document: int, prepared: Prepared) -> None:
        names = ["document", *NOTICE_COLUMNS.split(", ")]
        assignments = ", ".join(f"{name} = ?" for name in names)
        self._db.execute(f"UPDATE notices SET {assignments} WHERE notice = ?", (document, *prepared.notice, notice))  # noqa: S608 - columns of ours
        self._fill(notice, prepared)

    def _withdraw(self, document: int, notice: int) -> None:
        """Take a document out of its work, whose next best witness then speaks for it."""
        self._db.execute("UPDATE documents SET notice = NULL WHERE document = ?", (document,))
        (chosen,) = self._db.execute("SELECT document FROM notices WHERE notice = ?", (notice,)).fetchone()
        if chosen != document:
            return
        self._empty(notice)
        others = self._db.execute("SELECT document, standing, sha256, json FROM documents WHERE notice = ?", (notice,)).fetchall()
        for other, _, _, packed in sorted(others, key=lambda row: _order(json.loads(row[1]), row[2]), reverse=True):
            with suppress(ContractError):  # an older version wrote it, and this one reads its source again
                self._change(notice, other, prepare(loads(zlib.decompress(packed))))
                return
        self._db.execute("DELETE FROM notices WHERE notice = ?", (notice,))
        self._db.execute("UPDATE documents SET notice = NULL WHERE notice = ?", (notice,))


def original_path(folder: Path, digest: str, uri: str) -> Path:
    """Return where the original with the SHA-256 ``digest`` is kept, with the suffix of ``uri`` so that programs know what it is."""
    suffix = PurePath(uri).suffix.lower()
    return folder / ORIGINALS / digest[:2] / f"{digest}{suffix if suffix[1:].isalnum() and suffix.isascii() else ''}"


def _order(standing: list[int], digest: str) -> tuple[list[int], str]:
    # Of equals the smaller digest, which as a complement compares as greater.
    return standing, digest.translate(_COMPLEMENT)


_COMPLEMENT: Final = str.maketrans("0123456789abcdef", "fedcba9876543210")


def _insert(table: str, columns: str) -> str:
    marks = ", ".join("?" * len(columns.split(", ")))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - tables and columns of ours


def _inserted(cursor: sqlite3.Cursor) -> int:
    if cursor.lastrowid is None:
        raise AssertionError("a row was inserted")
    return cursor.lastrowid


def _fields(found: Identity) -> dict[str, str | None]:
    return {name: getattr(found, name) for name in found.__slots__}
