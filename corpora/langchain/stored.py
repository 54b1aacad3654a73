"""Clauses of a corpus as Documents: what was found by words or by vectors, with the words and addresses that the corpus has now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import orjson
from langchain_core.documents import Document

from ..store.folder import Corpus
from ..store.folding import fold_words
from .documents import NOTICE_KEYS, Metadata, clause_document, row_metadata
from .outline import Outline, Unit, cut, page_starts
from .ranking import Found

__all__ = ["StoredNotice", "documents_of", "locate_document", "stored_notice"]

_PAGELESS: Final = frozenset(("html", "text", "markdown"))


@dataclass(slots=True)
class StoredNotice:
    """What is needed of a notice to give its clauses as Documents."""

    text: str
    outline: Outline
    metadata: Metadata


def stored_notice(corpus: Corpus, notice: int) -> StoredNotice:
    """Return the notice with the key ``notice``."""
    columns = ", ".join(f"n.{column}" for column in NOTICE_KEYS)
    *values, agencies, text, sha256, reader, source = corpus.db.execute(
        f"SELECT {columns}, n.agencies, n.text, d.sha256, d.reader,"  # noqa: S608 - names of columns
        " (SELECT min(uri) FROM sources s WHERE s.document = n.document)"
        " FROM notices n LEFT JOIN documents d USING (document) WHERE n.notice = ?",
        (notice,),
    ).fetchone()
    row = dict(zip(NOTICE_KEYS, values, strict=True)) | {"agencies": agencies}
    units = corpus.db.execute(
        """SELECT eid, NULL, 'part', NULL, title, start, "end" FROM parts WHERE notice = :notice
        UNION ALL SELECT eid, parent, level, label, heading, start, "end" FROM clauses WHERE notice = :notice""",
        {"notice": notice},
    )
    pages = [] if reader in _PAGELESS else page_starts(_blocks(corpus, notice))
    return StoredNotice(text, Outline([Unit(*unit) for unit in units], len(text), pages), row_metadata(row, source, sha256))


def _blocks(corpus: Corpus, notice: int) -> Iterator[tuple[int, int | None]]:
    blocks: list[dict[str, Any]] = orjson.loads(corpus.notice_json(notice))["blocks"]
    return ((block["start"], block["page"]) for block in blocks)


def documents_of(corpus: Corpus, found: Iterable[Found], terms: Iterable[str], *, longest: int | None, context: bool) -> Iterator[Document]:
    """Yield what was found as Documents of at most ``longest`` characters, in order; no words are given twice.

    Of a clause that has no words but its heading the words below go with it, as many as fit; of one that is too long, the piece that holds
    the most of the ``terms``.
    """
    given: dict[int, list[tuple[int, int]]] = {}
    load = lru_cache(maxsize=16)(lambda notice: stored_notice(corpus, notice))
    wanted = [fold_words(term) for term in terms]
    for item in found:
        notice = load(item.notice)
        unit, start, end = _whole(notice, item, longest)
        places = list(cut(notice.text, start, end, longest or max(len(notice.text), 1)))
        if not places:
            continue
        start, end = max(places, key=lambda place: _hits(notice.text[slice(*place)], wanted)) if len(places) > 1 else places[0]
        if all(end <= other_start or other_end <= start for other_start, other_end in given.setdefault(item.notice, [])):
            given[item.notice].append((start, end))
            document = clause_document(notice.text, notice.outline, unit, (start, end), notice.metadata, context=context)
            document.metadata["score"] = item.score
            yield document


def _hits(words: str, terms: Iterable[str]) -> int:
    folded = fold_words(words)
    return sum(term in folded for term in terms)


def _whole(notice: StoredNotice, item: Found, longest: int | None) -> tuple[Unit, int, int]:
    """Return the unit of what was found, and its place; with the words below it where it is a heading only."""
    unit = notice.outline.unit(item.eid) or Unit(item.eid, None, "part", None, None, item.start, item.end)
    words = "".join(notice.text[item.start : item.end].split())
    if unit.label is None or not "".join(f"{unit.label}{unit.heading or ''}".split()).startswith(words.rstrip("。:：")):
        return unit, item.start, item.end
    last = item.start + (longest or len(notice.text))
    ends = [below.end for below in notice.outline.units if item.start < below.end <= min(last, unit.end) and item.start <= below.start]
    return unit, item.start, max(ends, default=item.end)


def locate_document(corpus: Corpus, document: Document) -> tuple[int, str, int, int] | None:
    """Return where the words of a Document of :class:`ClauseSplitter` stand in the corpus now, as (notice, eid, start, end).

    Null where the corpus has them no more: a vector store may be older than its corpus.
    """
    own = document.metadata
    if not {"notice_uri", "eid", "start_index", "end_index"} <= own.keys():
        return None
    length = own["end_index"] - own["start_index"]
    words = document.page_content[-length:] if length else ""
    row = corpus.db.execute(
        "SELECT n.notice, n.text FROM notices n WHERE n.uri = :uri OR n.notice IN (SELECT notice FROM addresses WHERE address = :uri)",
        {"uri": own["notice_uri"]},
    ).fetchone()
    if row is None or not words:
        return None
    notice, text = row
    place = corpus.db.execute(
        """SELECT start, "end" FROM clauses WHERE notice = :notice AND eid = :eid
        UNION ALL SELECT start, "end" FROM parts WHERE notice = :notice AND eid = :eid""",
        {"notice": notice, "eid": own["eid"]},
    ).fetchone()
    if place is None:
        return None
    start = own["start_index"]
    if text[start : start + length] != words or not place[0] <= start < place[1]:
        start = text.find(words, *place)
    return None if start < 0 else (notice, own["eid"], start, start + length)
