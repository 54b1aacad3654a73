"""Passages that a query asks for: what the index finds, held against the words themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import Final, Literal, NamedTuple

import orjson

from ..store.folding import fold_words
from ..store.terms import ACTOR, AGENCY, ANY, HEADING, NORM, REGION, TITLE, TYPE, YEAR, pairs, phrase_tokens, token
from .query import Filter, Query

__all__ = ["Candidate", "Head", "Order", "candidates", "headed"]

Head = Literal["title", "heading"]
Order = Literal["ASC", "DESC"]
"""Of the passages by when they were stored."""

_MARKS: Final = {"region": REGION, "year": YEAR, "type": TYPE, "norm": NORM, "agency": AGENCY, "actor": ACTOR}
_BY_NAME: Final = frozenset({"agency", "actor"})
_HEADED: Final[dict[Head, tuple[str, str]]] = {
    "title": (TITLE, "SELECT title FROM parts WHERE notice = ? AND eid = ?"),
    "heading": (HEADING, "SELECT heading FROM clauses WHERE notice = ? AND eid = ?"),
}
_MOST_YEARS: Final = 24
_FIRST_LOOK: Final = 4000
"""Passages that are looked through for a single character before the index is asked, which is slow for those that stand everywhere."""


class Candidate(NamedTuple):
    """A passage that holds what a query asks for."""

    passage: int
    notice: int
    eid: str
    start: int
    end: int
    folded: str


def candidates(db: sqlite3.Connection, query: Query, most: int | None = None, order: Order = "DESC") -> Iterator[Candidate]:
    """Yield the passages that answer ``query``, by when they were stored, at most ``most`` of them."""
    if most is not None and any(len(phrase) == 1 for group in query.phrases for phrase in group):
        # A character that stands everywhere is found at once in any passages, and one that is rare in the index.
        looked = list(islice(_select(db, query, _expression(query, singles=False), order, _FIRST_LOOK), most))
        if len(looked) == most:
            yield from looked
            return
    yield from islice(_select(db, query, _expression(query), order), most)


def headed(db: sqlite3.Connection, query: Query, most: int, where: Head) -> list[Candidate]:
    """Return the newest ``most`` passages that answer ``query`` and begin with a title, or heading, that holds one of its phrases.

    Phrases of a single character do not count.
    """
    phrases = [phrase for group in query.phrases for phrase in group if len(phrase) > 1]
    mark, named = _HEADED[where]
    marked = _any([_all([mark + pair for pair in pairs(phrase)]) for phrase in phrases])
    found: list[Candidate] = []
    if not marked:
        return found
    for candidate in _select(db, query, f"({marked}) AND {_expression(query, singles=False)}", "DESC"):
        (words,) = db.execute(named, (candidate.notice, candidate.eid)).fetchone() or ("",)
        folded = fold_words(words or "")
        if any(phrase in folded for phrase in phrases):
            found.append(candidate)
            if len(found) == most:
                break
    return found


def _select(db: sqlite3.Connection, query: Query, expression: str, order: Order, window: int | None = None) -> Iterator[Candidate]:
    """Yield what the index finds for ``expression`` and the words bear out; with ``window``, only among the first so many it finds."""
    conditions, values = _conditions(query)
    if window is not None:
        last = f"SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid {order} LIMIT 1 OFFSET ?"  # noqa: S608 - a word of ours
        if row := db.execute(last, (expression, window - 1)).fetchone():
            conditions.append(f"search.rowid {'>=' if order == 'DESC' else '<='} ?")
            values.append(row[0])
    statement = (
        'SELECT p.passage, p.notice, p.eid, p.start, p."end", p.folded FROM search CROSS JOIN passages AS p ON p.passage = search.rowid'  # noqa: S608 - words of ours
        f" WHERE search MATCH ?{''.join(f' AND {condition}' for condition in conditions)} ORDER BY search.rowid {order}"
    )
    agencies, actors = ([item for item in query.filters if item.field == name] for name in ("agency", "actor"))
    no_agencies, no_actors = ([item for item in query.without_filters if item.field == name] for name in ("agency", "actor"))
    types = {value for item in query.filters if item.field == "norm" for value in item.values}
    for row in db.execute(statement, (expression, *values)):
        found = Candidate(*row)
        if (
            (not agencies or _all_named(_agencies(db, found), agencies))
            and (not actors or _all_named(_actors(db, found, types), actors))
            and not (no_agencies and _any_named(_agencies(db, found), no_agencies))
            and not (no_actors and _any_named(_actors(db, found, set()), no_actors))
        ):
            yield found


def _conditions(query: Query) -> tuple[list[str], list[str | int]]:
    """Return what the words of a passage ``p`` must meet, as SQL, and its values."""
    conditions = [f"({' OR '.join(['instr(p.folded, ?)'] * len(group))})" for group in query.phrases]
    values: list[str | int] = [phrase for group in query.phrases for phrase in group]
    conditions += ["NOT instr(p.folded, ?)"] * len(query.without)
    values += query.without
    for item in query.filters:
        if _is_wide(item):
            conditions.append(f"(SELECT year FROM notices WHERE notice = p.notice) IN ({', '.join('?' * len(item.values))})")  # noqa: S608
            values += [int(value) for value in item.values]
    return conditions, values


def _is_wide(item: Filter) -> bool:
    """Return whether a filter is for so many years that the table is asked, not the index: it keeps out little."""
    return item.field == "year" and len(item.values) > _MOST_YEARS


def _expression(query: Query, *, singles: bool = True) -> str:
    """Return what the index is asked for; without ``singles`` no phrase of a single character is."""
    parts = [_any([_phrase(phrase) for phrase in group]) for group in query.phrases if singles or min(map(len, group)) > 1]
    parts += [_filter(item) for item in query.filters if not _is_wide(item)]
    kept_out = _any([_filter(item) for item in query.without_filters if item.field not in _BY_NAME])
    wanted = " AND ".join(parts) or _quoted(ANY)
    return f"(({wanted}) NOT {kept_out})" if kept_out else f"({wanted})"


def _phrase(folded: str) -> str:
    return _all(phrase_tokens(folded)) if len(folded) > 1 else f"{_quoted(folded)} *"


def _filter(item: Filter) -> str:
    mark = _MARKS[item.field]
    if item.field in _BY_NAME:
        return _any([_all([mark + pair for pair in pairs(value)]) for value in item.values])
    return _any([_quoted(mark + token(value)) for value in item.values])


def _all(tokens: list[str]) -> str:
    return f"({' AND '.join(map(_quoted, tokens))})"


def _any(expressions: list[str]) -> str:
    return f"({' OR '.join(expressions)})" if expressions else ""


def _quoted(word: str) -> str:
    """Return a token as FTS5 takes it, whatever its characters: nothing in quotation marks is an operator."""
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


def _agencies(db: sqlite3.Connection, found: Candidate) -> list[str]:
    (names,) = db.execute("SELECT agencies FROM notices WHERE notice = ?", (found.notice,)).fetchone()
    return [fold_words(name) for name in orjson.loads(names)]


def _actors(db: sqlite3.Connection, found: Candidate, types: set[str]) -> list[str]:
    """Return the names of who acts, or answers, by the norms that begin in a passage, of some types or of all."""
    rows = db.execute(
        "SELECT n.type, n.actors, a.name, a.body FROM norms AS n LEFT JOIN norm_actors AS a ON a.notice = n.notice AND a.norm = n.position"
        " WHERE n.notice = ? AND n.start >= ? AND n.start < ?",
        (found.notice, found.start, found.end),
    )
    names = {name for kind, listed, *own in rows if not types or kind in types for name in (*orjson.loads(listed), *own) if name}
    return [fold_words(name) for name in names]


def _all_named(names: list[str], filters: list[Filter]) -> bool:
    return all(_any_named(names, [item]) for item in filters)


def _any_named(names: list[str], filters: list[Filter]) -> bool:
    return any(value in name for item in filters for value in item.values for name in names)
