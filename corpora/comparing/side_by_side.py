"""Two notices, from files or a corpus, and their alignment as tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...schemas.errors import CorpusNotFoundError, ReferenceNotFoundError
from ...schemas.identifiers import clause_uri
from ..opening import open_notice
from ..sources import STDIN
from ..store.selecting import Selection, selected_keys
from ..tables import Kind, Table

if TYPE_CHECKING:
    from ...schemas.notice import Notice
    from ..store.folder import Corpus
    from .alignment import Alignment, Unit

__all__ = ["PAIR_COLUMNS", "REUSE_COLUMNS", "find_notice", "pairs_table", "reuse_table"]

_UNIT: Final[dict[str, Kind]] = {"eid": "text", "heading": "text", "start": "integer", "end": "integer", "text": "text", "uri": "text"}
PAIR_COLUMNS: Final[dict[str, Kind]] = {
    "relation": "text",
    "similarity": "real",
    **{f"{name}_{side}": kind for side in "ab" for name, kind in _UNIT.items()},
}
"""``relation``: same, changed, moved, only_a, only_b; the columns of ``_a`` are of the first notice, those of ``_b`` of the second."""
REUSE_COLUMNS: Final[dict[str, Kind]] = {
    "characters": "integer",
    "text": "text",
    "eid_a": "text",
    "start_a": "integer",
    "end_a": "integer",
    "eid_b": "text",
    "start_b": "integer",
    "end_b": "integer",
}
"""``characters`` are letters and digits; ``text`` is that of the first notice."""


def find_notice(reference: str, corpus: Corpus | None = None) -> Notice:
    """Return the notice of a file (source or notice JSON, ``-`` for standard input), or of ``corpus`` by id, URI or document number.

    Raises what :func:`~gongwen.corpora.open_notice` does for a file, :class:`CorpusNotFoundError` where there is neither a file nor a
    corpus to look in, and :class:`ReferenceNotFoundError` where the corpus has no such notice, or several.
    """
    if reference == STDIN or Path(reference).exists():
        return open_notice(reference)
    if corpus is None:
        raise CorpusNotFoundError(f"{reference}: no such file; for a notice of a corpus give also the corpus, with --corpus DIR")
    keys = selected_keys(corpus.db, Selection(notices=(reference,))) or ()
    if len(keys) > 1:
        raise ReferenceNotFoundError(f"{reference}: {len(keys)} notices of the corpus are called so; give the id of one of them")
    return corpus.notice(keys[0])


def pairs_table(alignment: Alignment, a: Notice, b: Notice) -> Table:
    """Return the units of two notices as rows, those that correspond in one row; ``text`` is as written."""
    rows = [(pair.relation, pair.similarity, *_cells(pair.a, a), *_cells(pair.b, b)) for pair in alignment.pairs]
    return Table("alignment", PAIR_COLUMNS, rows)


def reuse_table(alignment: Alignment, a: Notice) -> Table:
    """Return the reused stretches as rows, the longest first."""
    rows = [
        (item.characters, a.text[item.a_start : item.a_end], item.a_eid, item.a_start, item.a_end, item.b_eid, item.b_start, item.b_end)
        for item in sorted(alignment.reuse, key=lambda item: (-item.characters, item.a_start))
    ]
    return Table("reuse", REUSE_COLUMNS, rows)


def _cells(unit: Unit | None, notice: Notice) -> tuple[str | int | None, ...]:
    if unit is None:
        return (None,) * 6
    return unit.eid, unit.heading, unit.start, unit.end, notice.text[unit.start : unit.end], clause_uri(notice.uri, unit.eid)
