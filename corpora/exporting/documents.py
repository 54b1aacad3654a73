"""A corpus as documents in XML, a file a notice, whose citations lead to the URIs of what they were resolved to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ...schemas.identifiers import clause_uri
from ...schemas.notice import Notice
from ..store.folder import Corpus
from ..store.selecting import all_keys
from .akoma_ntoso import akoma_ntoso
from .files import Choice, NoticeFormat, export_notices
from .tei import tei

__all__ = ["cited_uris", "write_akoma_ntoso", "write_tei"]


def write_akoma_ntoso(corpus: Corpus, choice: Choice, out: Path) -> dict[str, int]:
    """Write each notice as an Akoma Ntoso document, see :func:`.akoma_ntoso.akoma_ntoso`."""
    return _write(corpus, choice, out, "akoma-ntoso", akoma_ntoso)


def write_tei(corpus: Corpus, choice: Choice, out: Path) -> dict[str, int]:
    """Write each notice as a TEI document, see :func:`.tei.tei`."""
    return _write(corpus, choice, out, "tei", tei)


def cited_uris(db: sqlite3.Connection, key: int) -> dict[int, str]:
    """Return, of the citations of a notice that were resolved, by position the URI of the notice or clause that is cited."""
    query = "SELECT c.position, n.uri, c.target_eid FROM citations c JOIN notices n ON n.notice = c.target WHERE c.notice = ?"
    return {position: clause_uri(uri, eid) if eid else uri for position, uri, eid in db.execute(query, (key,))}


def _write(corpus: Corpus, choice: Choice, out: Path, name: str, make: Callable[[Notice, Mapping[int, str]], bytes]) -> dict[str, int]:
    targets: dict[int, str] = {}

    def notices() -> Iterator[Notice]:
        for key in all_keys(corpus.db) if choice.keys is None else choice.keys:
            notice = corpus.notice(key)
            targets.clear()
            targets.update(cited_uris(corpus.db, key))
            yield notice

    # Each notice is written before the next is asked for, so that the targets are its own.
    form = NoticeFormat(name, ".xml", lambda notice: make(notice, targets), "")
    return {"notices": export_notices(notices(), form, out)}
