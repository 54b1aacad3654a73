"""A corpus made anew from what it holds: an older schema brought up to date, and an index without what replaced notices left behind.

Every table but ``documents``, ``sources`` and ``builds`` follows from the notice JSON that ``documents`` keeps, so no schema needs a
migration of its own: the tables are made beside the old ones and copied over them in one step.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import Final

from ...schemas.contract import loads
from ...schemas.errors import CorpusFormatError, CorpusNotFoundError, GongwenError
from .folder import DATABASE, MANIFEST, SCHEMA_VERSION, Corpus, create_database, manifest, writing_errors
from .prepared import Prepared, prepare
from .writing import Writer

__all__ = ["Migration", "migrate"]

_KEPT: Final = ("build", "pipeline", "started", "finished", "added", "unchanged", "rejected")
_UNREAD: Final = ""
"""The pipeline version of what has to be read again."""


class Migration:
    """What came of it."""

    def __init__(self, before: int) -> None:
        """``before`` is the schema version that the corpus had."""
        self.before = before
        self.taken = 0
        """Documents taken over."""
        self.left: list[str] = []
        """Digests of documents that this version cannot take over: the next build reads their sources again."""

    def text(self) -> str:
        """Return it as one line for people."""
        said = f"schema version {self.before} -> {SCHEMA_VERSION}: {self.taken} documents taken over"
        return said + (f"; {len(self.left)} must be read again, by gongwen build on their sources" if self.left else "")


def migrate(path: str | Path) -> Migration:
    """Bring the corpus in the folder ``path`` to the schema of this version, or make it anew where it has that.

    Nobody else may write meanwhile; they wait. The corpus is as it was until the last moment, whatever happens. Raises
    :class:`CorpusNotFoundError`, :class:`CorpusFormatError` where it is newer or no corpus, :class:`CorpusWriteError`.
    """
    folder = Path(path)
    file = folder / DATABASE
    if not file.is_file():
        raise CorpusNotFoundError(f"{folder}: no corpus here ({DATABASE} is missing); make one with gongwen build SOURCE --corpus {folder}")
    beside = folder / f".{DATABASE}.new"
    with writing_errors(folder), closing(sqlite3.connect(file, timeout=60, isolation_level=None)) as old:
        old.execute("BEGIN IMMEDIATE")  # no build writes while we read
        version = old.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION or "documents" not in _tables(old):
            raise CorpusFormatError(f"{file}: no corpus, or one of a newer gongwen (schema version {version}); upgrade gongwen")
        _remove(beside)
        try:
            done = _copy(old, beside, Migration(version))
            old.execute("ROLLBACK")
            with closing(sqlite3.connect(beside)) as new:
                new.backup(old)  # overwrites the old database in one transaction
            with closing(sqlite3.connect(file, isolation_level=None)) as db:
                (folder / MANIFEST).write_bytes(manifest(Corpus(folder, db, writable=False)))
        finally:
            _remove(beside)
    return done


def _copy(old: sqlite3.Connection, beside: Path, done: Migration) -> Migration:
    with closing(create_database(beside)) as db:
        old.row_factory = sqlite3.Row
        corpus = Corpus(beside.parent, db, writable=True)
        for row in old.execute("SELECT * FROM documents ORDER BY document"):
            _take(old, corpus, row, done)
        if "builds" in _tables(old):
            for row in old.execute("SELECT * FROM builds ORDER BY build"):
                known = {name: row[name] for name in _KEPT if name in row.keys()}  # noqa: SIM118 - a Row iterates over its values
                db.execute(f"INSERT INTO builds ({', '.join(known)}) VALUES ({', '.join('?' * len(known))})", tuple(known.values()))  # noqa: S608
        for row in old.execute("SELECT value FROM meta WHERE key = 'created'"):
            db.execute("UPDATE meta SET value = ? WHERE key = 'created'", (row["value"],))
        db.execute("PRAGMA journal_mode = DELETE")
    return done


def _take(old: sqlite3.Connection, corpus: Corpus, row: sqlite3.Row, done: Migration) -> None:
    """Store one document again, at all its places."""
    writer = Writer(corpus, row["pipeline"])
    prepared = Prepared(sha256=row["sha256"], size=row["bytes"], error=row["error"], message=row["message"])
    if row["status"] == "notice":
        try:
            prepared = prepare(loads(zlib.decompress(row["json"])))
        except (GongwenError, zlib.error) as error:
            done.left.append(row["sha256"])
            writer = Writer(corpus, _UNREAD)
            prepared.error, prepared.message = type(error).__name__, str(error)
    writer.put(prepared, None)
    for place in old.execute("SELECT * FROM sources WHERE document = ?", (row["document"],)):
        writer.seen(prepared.sha256, place["uri"], place["seen"])
    done.taken += 1


def _tables(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def _remove(file: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
