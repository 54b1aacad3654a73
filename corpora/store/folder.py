"""The folder of a corpus, opened: ``corpus.db``, ``originals/`` and ``manifest.json``.

At rest the database is one file in SQLite's rollback mode, so that it opens on read-only media and in any tool. While a build writes
it is in WAL mode: readers go on, and whatever is killed loses nothing that was committed.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import orjson

from ...schemas.contract import loads
from ...schemas.errors import CorpusFormatError, CorpusNotFoundError, CorpusWriteError, GongwenError, OutputError
from ...schemas.notice import Notice

__all__ = ["DATABASE", "MANIFEST", "ORIGINALS", "SCHEMA_VERSION", "Corpus", "create_database", "now", "open_corpus", "writing_errors"]

SCHEMA_VERSION: Final = 1
"""``PRAGMA user_version`` of the tables in schema.sql; a corpus of another version is brought to it by :func:`.migration.migrate`."""
_APPLICATION_ID: Final = 0x676F6E67
"""``gong``: what ``file`` and ``PRAGMA application_id`` know a corpus by."""
DATABASE: Final = "corpus.db"
ORIGINALS: Final = "originals"
MANIFEST: Final = "manifest.json"
_WAIT: Final = 60.0
"""Seconds for which one builder waits for another's transaction; each takes milliseconds."""


@dataclass(slots=True)
class Corpus:
    """An open corpus. Use it in a ``with`` statement, or :meth:`close` it; one thread at a time may use it."""

    path: Path
    """The folder."""
    db: sqlite3.Connection
    """The database; rows are tuples. Read-only unless it was opened to be written."""
    writable: bool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; the last writer leaves it as one file."""
        if self.writable:
            with suppress(sqlite3.Error):  # others are still at it: the last one does it
                self.db.execute("PRAGMA busy_timeout = 0")
                self.db.execute("PRAGMA journal_mode = DELETE")
        self.db.close()

    def notice(self, key: int) -> Notice:
        """Return the notice with the key ``notices.notice``, whole, as its best witness has it, validated.

        Raises :class:`CorpusNotFoundError` where there is none.
        """
        return loads(self.notice_json(key))

    def notice_json(self, key: int) -> bytes:
        """Return the notice JSON of a notice; raises :class:`CorpusNotFoundError` where there is none of that key."""
        row = self.db.execute("SELECT json FROM documents JOIN notices USING (document) WHERE notices.notice = ?", (key,)).fetchone()
        if row is None:
            raise CorpusNotFoundError(f"{self.path}: no notice has the key {key}; the table notices lists them")
        return zlib.decompress(row[0])

    def notices(self) -> Iterator[Notice]:
        """Yield all notices in order of their ids, one in memory at a time."""
        for (key,) in self.db.execute("SELECT notice FROM notices ORDER BY id, notice").fetchall():
            yield self.notice(key)

    def counts(self) -> dict[str, int]:
        """Return how many notices, documents, rejects and sources the corpus has."""
        found = self.db.execute(
            "SELECT (SELECT count(*) FROM notices), (SELECT count(*) FROM documents),"
            " (SELECT count(*) FROM documents WHERE status = 'rejected'), (SELECT count(*) FROM sources)"
        ).fetchone()
        return dict(zip(("notices", "documents", "rejects", "sources"), found, strict=True))


def open_corpus(path: str | Path, *, write: bool = False) -> Corpus:
    """Open the corpus in the folder ``path``; with ``write`` it is made where there is none.

    Raises :class:`CorpusNotFoundError` where there is no corpus, :class:`CorpusFormatError` where it is of another version or no
    corpus of ours, and :class:`CorpusWriteError` where it may not be written.
    """
    folder = Path(path)
    if write:
        return _open_to_write(folder)
    file = folder / DATABASE
    if not file.is_file():
        raise CorpusNotFoundError(f"{folder}: no corpus here ({DATABASE} is missing); make one with gongwen build SOURCE --corpus {folder}")
    db = _connect_to_read(file)
    _check(db, folder)
    return Corpus(folder, db, writable=False)


def create_database(file: Path) -> sqlite3.Connection:
    """Make an empty database with the tables of ``schema.sql`` in ``file``, or open the one that another process made meanwhile."""
    db = sqlite3.connect(file, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA page_size = 8192")
    with suppress(sqlite3.OperationalError):  # somebody is reading in the old mode: we write in that one too
        db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA cache_size = -65536")
    db.execute("BEGIN IMMEDIATE")
    try:
        if not _version(db):
            for statement in _statements():
                db.execute(statement)
            db.execute("INSERT INTO meta VALUES ('created', ?)", (now(),))
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        db.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        db.close()
        raise
    return db


def now() -> str:
    """Return the time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def writing_errors(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say of a failed write into a :class:`CorpusWriteError` that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        raise CorpusWriteError(f"{folder}: {_what_failed(name, str(error))}; what was stored before is safe") from error
    except CorpusWriteError:
        raise
    except OutputError as error:
        raise CorpusWriteError(f"{error}; build again then: what was stored before is safe") from error
    except OSError as error:
        raise CorpusWriteError(
            f"{folder}: cannot be written ({error.strerror}); check the disk and its permissions and build again: "
            "what was stored before is safe"
        ) from error


def _what_failed(name: str, message: str) -> str:
    if name == "SQLITE_FULL" or "disk is full" in message:
        return "the disk is full; make room and run the same command again"
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return "this corpus cannot be written; check the permissions of the folder, or copy it to where you may write"
    if name.startswith("SQLITE_BUSY"):
        return f"another process has been writing for over {_WAIT:g} s; wait for it to end and run the same command again"
    return f"the database cannot be written ({message}); run the same command again"


def _open_to_write(folder: Path) -> Corpus:
    file = folder / DATABASE
    with writing_errors(folder):
        if file.exists():
            with closing(_connect_to_read(file)) as db:
                _check(db, folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ORIGINALS).mkdir(exist_ok=True)
        if not os.access(folder, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
            raise PermissionError(13, "Permission denied")
        db = create_database(file)
    try:
        _check(db, folder)
    except GongwenError:
        db.close()
        raise
    return Corpus(folder, db, writable=True)


def _connect_to_read(file: Path) -> sqlite3.Connection:
    # Where neither file nor folder can be written SQLite cannot take its locks; nobody else writes there either.
    fixed = "" if os.access(file.parent, os.W_OK) or file.with_name(f"{DATABASE}-wal").exists() else "&immutable=1"
    try:
        uri = f"{file.resolve().as_uri()}?mode=ro{fixed}"
        db = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise CorpusNotFoundError(f"{file}: cannot be opened ({error}); check its permissions") from error
    return db


def _check(db: sqlite3.Connection, folder: Path) -> None:
    try:
        db.execute("PRAGMA cache_size = -65536")
        db.execute("PRAGMA mmap_size = 1073741824")
        version, application = _version(db), db.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.Error as error:
        db.close()
        raise CorpusFormatError(
            f"{folder / DATABASE}: no SQLite database, or a damaged one ({error}); take a copy of it, or build anew"
        ) from error
    if application != _APPLICATION_ID and not (version == 0 and application == 0 and _is_empty(db)):
        problem = "is a database, but no corpus of gongwen; name another folder"
    elif version > SCHEMA_VERSION:
        problem = f"was made by a newer gongwen (schema version {version}, this one has {SCHEMA_VERSION}); upgrade gongwen"
    elif 0 < version < SCHEMA_VERSION or (version == 0 and application):
        problem = f"has schema version {version}, this gongwen {SCHEMA_VERSION}; bring it up to date with gongwen corpus migrate {folder}"
    else:
        return
    db.close()
    raise CorpusFormatError(f"{folder / DATABASE}: {problem}")


def _version(db: sqlite3.Connection) -> int:
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version


def _is_empty(db: sqlite3.Connection) -> bool:
    """Return whether no table was made yet: another process may be about to."""
    return db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is None


@lru_cache(maxsize=1)
def _statements() -> tuple[str, ...]:
    found, lines = [], list[str]()
    for line in (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8").splitlines():
        lines.append(line)
        statement = "\n".join(lines)
        if sqlite3.complete_statement(statement):
            found.append(statement)
            lines.clear()
    return tuple(found)


def manifest(corpus: Corpus) -> bytes:
    """Return the manifest: what this folder is, for people and programs that find it."""
    (created,) = corpus.db.execute("SELECT value FROM meta WHERE key = 'created'").fetchone()
    built = corpus.db.execute("SELECT pipeline, finished FROM builds WHERE finished IS NOT NULL ORDER BY build DESC LIMIT 1").fetchone()
    described = {
        "format": "gongwen corpus",
        "schema_version": SCHEMA_VERSION,
        "created": created,
        "built": built[1] if built else None,
        "pipeline": built[0] if built else None,
        **corpus.counts(),
        "files": {DATABASE: "SQLite; the tables are described in it", f"{ORIGINALS}/": "each source as it was read, by its SHA-256"},
    }
    return orjson.dumps(described, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
