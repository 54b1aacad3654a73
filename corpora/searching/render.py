"""Search hits and concordances, for people at a terminal."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..views import plain
from .kwic import Kwic
from .searching import SearchHit, SearchResult

__all__ = ["kwic_view", "search_view"]

_MARK: Final = "bold reverse"
_NONE: Final = "no hits: nothing in the corpus has these words in these fields"


def search_view(result: SearchResult) -> RenderableType:
    """Return the hits, each with its reference, title, URI and snippet."""
    many = f"{result.total:,}" if result.total_is_exact else f"at least {result.total:,}"
    if not result.hits:
        return plain(f"no more hits: there are {many}" if result.total else _NONE)
    return Group(plain(f"{len(result.hits)} of {many} hits"), *(part for hit in result.hits for part in _hit(hit)))


def kwic_view(found: Kwic) -> RenderableType:
    """Return the lines of a concordance, the key words under each other."""
    if not found.rows:
        return plain(_NONE)
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in found.rows:
        table.add_row(plain(_line(row.left)), plain(_line(row.keyword), _MARK), plain(_line(row.right)), plain(row.notice, "dim"))
    return table if found.complete else Group(table, plain(f"the first {len(found.rows):,} occurrences; --limit shows more"))


def _hit(hit: SearchHit) -> list[Text]:
    before = "…" if hit.snippet_start > hit.start else ""
    after = "…" if hit.snippet_start + len(hit.snippet) < hit.end else ""
    snippet = plain(before)
    marks = [0, *(place for marked in hit.highlights for place in marked), len(hit.snippet)]
    for number, (start, end) in enumerate(pairwise(marks)):
        snippet.append(plain(_line(hit.snippet[start:end]), _MARK if number % 2 else ""))
    snippet.append(after)
    snippet.rstrip()
    # A notice without a number is referred to by its title, which then stands there already.
    title = [plain(hit.title)] if hit.title and hit.title not in hit.reference else []
    return [plain(""), plain(hit.reference, "bold"), *title, plain(hit.uri, "dim"), snippet]


def _line(words: str) -> str:
    return words.replace("\n", " ")
