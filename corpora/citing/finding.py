"""What a reference means in a corpus: a notice and a clause of it, found by address, by number, by title, or by quoted words.

Nothing is guessed: a reference that fits several notices or clauses is refused with all of them, and one that fits none says what is near.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from ...schemas.errors import ReferenceFormatError, ReferenceNotFoundError
from ...schemas.identifiers import clause_uri, find_eids, parse_reference
from ..store.folder import Corpus
from ..store.folding import fold_places, fold_words
from ..store.names import TITLE, number_key, read_title
from ..store.terms import pairs

__all__ = ["Place", "Quotation", "find_notice", "find_place", "find_quotations"]

_ID: Final = re.compile(r"(?P<id>cn-[^\s#!/]+)(?:[\s#!/]+(?P<address>.+))?")
_WORK: Final = re.compile(r"/akn/[^\s!~]+")
# Words before a title: a sentence that cites, and no reference.
_SENTENCE: Final = re.compile(r"[^《]*[\u3400-\u9fff][^《]*《")
_SENTENCES: Final = re.compile(r"[\n。;；]")
_SHORTEST_QUOTE: Final = 6
_LONGEST: Final = 1000
_LISTED: Final = 12
_MOST_NOTICES: Final = 50
_MOST_PASSAGES: Final = 20_000
"""Passages that are compared with a quotation; beyond this it is too common to lead to a place."""


class Place(NamedTuple):
    """A clause or part of a notice, by the keys of the store."""

    notice: int
    eid: str


@dataclass(slots=True)
class Quotation:
    """A place where quoted words stand."""

    notice_id: str
    eid: str
    uri: str
    start: int
    """First code point in the text of the notice."""
    end: int
    exact: str
    """The words as they stand there; widths and blanks may differ from those asked for."""


def find_place(corpus: Corpus, reference: str) -> Place:
    """Return the clause or part that ``reference`` means; a notice without an address in it gives its main part.

    It is an id with or without an eid, a clause URI, a number or a 《title》 with an address in words, or words that the corpus quotes (6
    characters at least). Raises :class:`ReferenceFormatError` where it is none of them or names no notice, and
    :class:`ReferenceNotFoundError` where nothing fits, or several do.
    """
    text = reference.strip()
    if not text or len(text) > _LONGEST:
        raise ReferenceFormatError(f"a reference has 1 to {_LONGEST} characters, not {len(text)}; give an address or words of the clause")
    try:
        return _by_address(corpus.db, text)
    except ReferenceFormatError as error:
        if len(fold_words(_unquoted(text))) < _SHORTEST_QUOTE:
            raise ReferenceFormatError(f"{error}, or {_SHORTEST_QUOTE} characters or more of its words") from None
    except ReferenceNotFoundError:
        if not _SENTENCE.match(text):
            raise
    return _by_words(corpus, text)


def find_notice(corpus: Corpus, reference: str) -> int:
    """Return the key of the notice that ``reference`` names: its id, URI, document number or 《title》.

    Raises :class:`ReferenceNotFoundError` where there is none, or where several fit.
    """
    text = reference.strip()
    if match := _ID.fullmatch(text):
        return _by_id(corpus.db, match["id"])
    if match := _WORK.search(text):
        return _by_uri(corpus.db, match[0].rstrip("/"))
    return _by_name(corpus.db, text.strip("《》") if not text.endswith("号") else text)


def find_quotations(corpus: Corpus, words: str, *, limit: int = 100) -> list[Quotation]:
    """Return the places where the corpus has ``words``, in order of id and place, ``limit`` at most.

    Widths, scripts, blanks and kinds of quotation marks do not matter. Raises :class:`ReferenceFormatError` below 6 characters, and
    :class:`ReferenceNotFoundError` where the words are too common to lead to a place.
    """
    folded = fold_words(words)
    if len(folded) < _SHORTEST_QUOTE:
        raise ReferenceFormatError(f"{words[:80]!r} is too short to be found as a quotation; give {_SHORTEST_QUOTE} characters or more")
    found = [row for row in _passages(corpus.db, folded, words) if row[4]][: limit * 4]
    quotations = [item for notice, eid, start, end, _ in found for item in _stand(corpus.db, notice, eid, start, end, folded)]
    return sorted(quotations or _across(corpus.db, words, folded), key=lambda item: (item.notice_id, item.start))[:limit]


def _passages(db: sqlite3.Connection, folded: str, words: str) -> list[tuple[int, str, int, int, int]]:
    """Return the passages that may hold ``folded``: (notice, eid, start, end, where the words are in it, or 0)."""
    terms = " AND ".join('"' + pair.replace('"', '""') + '"' for pair in pairs(folded))
    # The join is spelt with CROSS so that the index leads: what it finds is then held against the words themselves.
    rows = db.execute(
        'SELECT p.notice, p.eid, p.start, p."end", instr(p.folded, ?1) FROM (SELECT rowid FROM search WHERE search MATCH ?2 LIMIT ?3) s'
        " CROSS JOIN passages p ON p.passage = s.rowid",
        (folded, terms, _MOST_PASSAGES),
    ).fetchall()
    if len(rows) == _MOST_PASSAGES:
        raise ReferenceNotFoundError(f"{words[:80]!r} stands in too many places; quote more of the clause, or use gongwen search")
    return rows


def _across(db: sqlite3.Connection, words: str, folded: str) -> Iterator[Quotation]:
    """Yield the places of words that go over the bounds of clauses: found by their longest sentence, in the text of its notice."""
    longest = max((fold_words(piece) for piece in _SENTENCES.split(words)), key=len)
    if len(longest) < _SHORTEST_QUOTE or longest == folded:
        return
    notices = dict.fromkeys(row[0] for row in _passages(db, longest, words) if row[4])
    for notice in list(notices)[:_MOST_NOTICES]:
        (end,) = db.execute("SELECT characters FROM notices WHERE notice = ?", (notice,)).fetchone()
        for item in _stand(db, notice, "main", 0, end, folded):
            item.eid = _around(db, notice, item.start, item.end)
            item.uri = clause_uri(item.uri.partition("/!")[0], item.eid)
            yield item


def _around(db: sqlite3.Connection, notice: int, start: int, end: int) -> str:
    """Return the smallest clause or part around a stretch."""
    query = (
        'SELECT eid, "end" - start AS size FROM clauses WHERE notice = ?1 AND start <= ?2 AND "end" >= ?3 UNION ALL'
        ' SELECT eid, "end" - start FROM parts WHERE notice = ?1 AND start <= ?2 AND "end" >= ?3 ORDER BY 2, 1 DESC LIMIT 1'
    )
    row = db.execute(query, (notice, start, end)).fetchone()
    return row[0] if row else "main"


def _stand(db: sqlite3.Connection, notice: int, eid: str, start: int, end: int, folded: str) -> Iterator[Quotation]:
    """Yield the places of ``folded`` in a passage."""
    query = "SELECT id, uri, substr(text, ? + 1, ?) FROM notices WHERE notice = ?"
    identity, uri, text = db.execute(query, (start, end - start, notice)).fetchone()
    characters, places = fold_places(text)
    at = characters.find(folded)
    while at >= 0:
        first, last = places[at], places[at + len(folded) - 1] + 1
        yield Quotation(identity, eid, clause_uri(uri, eid), start + first, start + last, text[first:last])
        at = characters.find(folded, at + len(folded))


def _unquoted(text: str) -> str:
    return text.strip('“”"「」')


def _by_words(corpus: Corpus, text: str) -> Place:
    found = find_quotations(corpus, _unquoted(text))
    places = list(dict.fromkeys((item.notice_id, item.eid, item.uri) for item in found))
    if not places:
        raise ReferenceNotFoundError(
            f"{text[:80]!r} is no address, and no clause of the corpus has these words; quote them as they stand, or use gongwen search"
        )
    if len(places) > 1:
        listed = _listing([uri for _, _, uri in places])
        raise ReferenceNotFoundError(f"{text[:80]!r} stands in {len(places)} clauses, name one of them or quote more: {listed}")
    return Place(_by_id(corpus.db, places[0][0]), places[0][1])


def _by_address(db: sqlite3.Connection, text: str) -> Place:
    if match := _ID.fullmatch(text):
        return _in_notice(db, _by_id(db, match["id"]), match["address"])
    reference = parse_reference(text)
    if reference.work is None:
        raise ReferenceFormatError(
            f"{text[:80]!r} does not say which notice; put its id, number or 《title》 before it: 吉政办明电〔2019〕5号 第五部分"
        )
    notice = _by_uri(db, reference.work) if reference.work.startswith("/akn/") else _by_name(db, reference.work)
    return _in_notice(db, notice, text)


def _in_notice(db: sqlite3.Connection, notice: int, address: str | None) -> Place:
    eids = [
        eid
        for (eid,) in db.execute("SELECT eid FROM parts WHERE notice = ?1 UNION ALL SELECT eid FROM clauses WHERE notice = ?1", (notice,))
    ]
    if not address:
        return Place(notice, "main" if "main" in eids or not eids else eids[0])
    found = find_eids(eids, address.replace("~", "__") if "/akn/" not in address else address)
    if len(found) == 1:
        return Place(notice, found[0])
    (identity,) = db.execute("SELECT id FROM notices WHERE notice = ?", (notice,)).fetchone()
    if found:
        raise ReferenceNotFoundError(f"{address[:80]!r} fits {len(found)} clauses of {identity}, say which: {_listing(found)}")
    near = [eid for eid in eids if eid.rsplit("__", 1)[-1] in address] or [eid for eid in eids if eid.count("__") <= 1]
    raise ReferenceNotFoundError(f"{identity} has no clause {address[:80]!r}; it has: {_listing(near)}")


def _by_id(db: sqlite3.Connection, identity: str) -> int:
    found = _keys(db, "SELECT notice FROM notices WHERE id = ?", identity) or _keys(db, _ADDRESSES, identity)
    return _only(db, found, identity, "id")


def _by_uri(db: sqlite3.Connection, uri: str) -> int:
    found = _keys(db, "SELECT notice FROM notices WHERE uri = ?", uri) or _keys(db, _ADDRESSES, uri)
    return _only(db, found, uri, "URI")


_ADDRESSES: Final = "SELECT DISTINCT notice FROM addresses WHERE address = ?"


def _by_name(db: sqlite3.Connection, name: str) -> int:
    """Return the notice with a number in the standard form, or with a title."""
    key = number_key(name)
    if key.startswith("n:"):
        found = _keys(db, "SELECT notice FROM names WHERE key = ?", key)
        return _only(db, found, name, "number", "" if found else _neighbours(db, key))
    title = read_title(name)
    low = f"{TITLE}{title.core}@"
    rows = db.execute("SELECT key, notice FROM names WHERE key >= ? AND key < ?", (low, f"{low}~")).fetchall() if title.core else []
    of_place = [notice for found, notice in rows if found.removeprefix(low) in title.places]
    return _only(
        db, list(dict.fromkeys(of_place or [notice for _, notice in rows] if not title.places else of_place)), f"《{name}》", "title"
    )


def _only(db: sqlite3.Connection, found: list[int], name: str, kind: str, hint: str = "") -> int:
    if len(found) == 1:
        return found[0]
    if not found:
        raise ReferenceNotFoundError(f"{name[:120]}: no notice of the corpus has this {kind}{hint}; the table notices lists them")
    query = f"SELECT id FROM notices WHERE notice IN ({','.join('?' * len(found[:_LISTED]))}) ORDER BY id"  # noqa: S608 - marks only
    listed = _listing([identity for (identity,) in db.execute(query, found[:_LISTED])], len(found))
    raise ReferenceNotFoundError(f"{name[:120]}: {len(found)} notices of the corpus have this {kind}, say which by its id: {listed}")


def _neighbours(db: sqlite3.Connection, key: str) -> str:
    """Return which numbers of the same agency and year there are, and who cites the one that is not there."""
    stem = key.rpartition(":")[0] + ":"
    query = "SELECT key FROM names WHERE key >= ? AND key < ? LIMIT 500"
    found = [name.removeprefix(stem) for (name,) in db.execute(query, (stem, f"{stem}~"))]
    known = _listing(sorted(found, key=lambda number: (len(number), number)))
    query = "SELECT DISTINCT n.id FROM citation_keys k JOIN notices n USING (notice) WHERE k.key = ? ORDER BY n.id LIMIT 100"
    citing = [identity for (identity,) in db.execute(query, (key,))]
    hint = f"; of this agency code and year it has {known}" if found else ", nor any of this agency code and year"
    return hint + (f"; it is cited by {_listing(citing)}" if citing else "")


def _keys(db: sqlite3.Connection, query: str, value: str) -> list[int]:
    return [notice for (notice,) in db.execute(query, (value,))]


def _listing(names: list[str], total: int | None = None) -> str:
    count = total or len(names)
    more = [f"and {count - _LISTED} more"] if count > _LISTED else []
    return "; ".join([*names[:_LISTED], *more])
