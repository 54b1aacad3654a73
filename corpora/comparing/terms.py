"""How often words stand in notices (词频), by agency, region or year, and which words one part of a corpus has more than the rest.

A count is that of a substring: it overlaps no other of the same word, and line breaks in it make it another string. Words that are not
given are cut by jieba's dictionary (rjieba). Keyness is the log-likelihood ratio G² (Dunning 1993; Rayson & Garside 2000): 3.84 is met
by chance once in twenty words, 6.63 once in a hundred, 10.83 once in a thousand.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log, log2
from typing import TYPE_CHECKING, Final, Literal

from ...schemas.errors import MissingExtraError
from ..store.selecting import Selection, selected_keys
from ..tables import Kind, Table

if TYPE_CHECKING:
    from ..store.folder import Corpus

__all__ = ["KEYNESS_COLUMNS", "TERM_COLUMNS", "By", "keyness", "term_frequencies"]

By = Literal["agency", "region", "year", "type", "notice"]

TERM_COLUMNS: Final[dict[str, Kind]] = {
    "term": "text",
    "group": "text",
    "count": "integer",
    "notices": "integer",
    "notices_of_group": "integer",
    "characters": "integer",
    "per_10000": "real",
}
"""``notices`` hold the term; ``characters`` are all of the group; ``per_10000`` is the count per ten thousand of them."""
KEYNESS_COLUMNS: Final[dict[str, Kind]] = {
    "term": "text",
    "count": "integer",
    "per_10000": "real",
    "count_rest": "integer",
    "per_10000_rest": "real",
    "log_likelihood": "real",
    "log_ratio": "real",
}
"""``log_likelihood`` has the sign of the difference; ``log_ratio`` is the binary logarithm of the ratio of the two rates (Hardie 2014)."""

_GROUPS: Final[dict[By | None, str]] = {
    "agency": "coalesce(issuing_agency, '')",
    "region": "coalesce(region_name, '')",
    "year": "coalesce(year, '')",
    "type": "coalesce(document_type, '')",
    "notice": "id",
    None: "''",
}
_WORD: Final = re.compile(r"[\u3400-\u9fff]{2,}")
_PER: Final = 10_000
_LEAST: Final = 5
"""Occurrences in both parts together that a word needs for its keyness to be told (the expected count of a χ² test)."""


def term_frequencies(
    corpus: Corpus, terms: Sequence[str] = (), selection: Selection | None = None, *, by: By | None = None, top: int = 50
) -> Table:
    """Return how often each of ``terms`` stands in the selected notices, group by group, exactly as a search for the string finds it.

    Without ``terms`` they are the ``top`` most frequent words of two characters or more. ``by`` says what a group is; all notices are
    one where it is left out. Raises :class:`~gongwen.schemas.errors.MissingExtraError` where words are to be cut and rjieba is not
    installed.
    """
    keys = selected_keys(corpus.db, selection or Selection())
    counted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    sizes: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    chosen = list(dict.fromkeys(term for term in terms if term)) or _most_frequent(corpus, keys, top)
    for group, text in _texts(corpus, keys, by):
        size = sizes[group]
        size[0] += 1
        size[1] += len(text)
        for term in chosen:
            count = text.count(term)
            if count:
                found = counted[term, group]
                found[0] += count
                found[1] += 1
    rows = []
    if by is None:
        chosen.sort(key=lambda term: -counted.get((term, ""), [0])[0])
    for term in chosen:
        for group, (notices, characters) in sorted(sizes.items()):
            count, holding = counted.get((term, group), (0, 0))
            rows.append((term, group or None, count, holding, notices, characters, round(_PER * count / max(characters, 1), 4)))
    return Table("terms", TERM_COLUMNS, rows)


def keyness(corpus: Corpus, part: Selection, terms: Sequence[str] = (), *, against: Selection | None = None, top: int = 50) -> Table:
    """Return by which of ``terms`` (all words where left out) the notices of ``part`` differ most from those ``against`` them.

    These are all others where left out. Rates are per characters; the strongest difference comes first, ``top`` of them. Raises as
    :func:`term_frequencies`.
    """
    keys = selected_keys(corpus.db, part)
    inside = set(keys) if keys is not None else None
    others = selected_keys(corpus.db, against) if against else None
    ours, theirs = Counter[str](), Counter[str]()
    sizes = [0, 0]
    for key, text in corpus.db.execute("SELECT notice, text FROM notices"):
        is_ours = inside is None or key in inside
        if not is_ours and others is not None and key not in others:
            continue
        sizes[not is_ours] += len(text)
        found = Counter({term: text.count(term) for term in terms}) if terms else Counter(_words(text))
        (ours if is_ours else theirs).update(found)
    rows = [
        row
        for term in dict.fromkeys([*terms] or [*ours, *theirs])
        if terms or ours[term] + theirs[term] >= _LEAST
        for row in [_compared(term, ours[term], theirs[term], *sizes)]
    ]
    return Table("keyness", KEYNESS_COLUMNS, sorted(rows, key=lambda row: -abs(row[5]))[:top])


def _compared(term: str, count: int, rest: int, size: int, size_rest: int) -> tuple[str, int, float, int, float, float, float]:
    """Return a row of the keyness table."""
    size, size_rest = max(size, 1), max(size_rest, 1)
    expected = size * (count + rest) / (size + size_rest)
    expected_rest = size_rest * (count + rest) / (size + size_rest)
    ratio = 2 * ((count * log(count / expected) if count else 0) + (rest * log(rest / expected_rest) if rest else 0))
    # Half an occurrence stands for none, so that a ratio can be told.
    odds = log2(max(count, 0.5) / size) - log2(max(rest, 0.5) / size_rest)
    signed = max(ratio, 0.0) * (1 if odds >= 0 else -1)
    return term, count, round(_PER * count / size, 4), rest, round(_PER * rest / size_rest, 4), round(signed, 3), round(odds, 3)


def _texts(corpus: Corpus, keys: Iterable[int] | None, by: By | None) -> Iterator[tuple[str, str]]:
    """Yield (group, text) of each notice, one in memory at a time."""
    query = f"SELECT {_GROUPS[by]}, text FROM notices"  # noqa: S608 - one of our own columns
    if keys is None:
        yield from ((str(group), text) for group, text in corpus.db.execute(query))
        return
    for key in keys:
        group, text = corpus.db.execute(f"{query} WHERE notice = ?", (key,)).fetchone()
        yield str(group), text


def _most_frequent(corpus: Corpus, keys: Iterable[int] | None, top: int) -> list[str]:
    counts: Counter[str] = Counter()
    for _, text in _texts(corpus, keys, None):
        counts.update(_words(text))
    return [word for word, _ in counts.most_common(top)]


def _words(text: str) -> Iterator[str]:
    try:
        import rjieba
    except ImportError as error:
        raise MissingExtraError(
            "words are cut by rjieba, which is not installed: pip install 'gongwen[terms]', or give the terms"
        ) from error
    return (word for word in rjieba.cut(text) if _WORD.fullmatch(word))
