"""Readers look for labels and furniture in simplified characters; a traditional page is turned into them for that time only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from ..page import Fact, Grid, RawBlock
from ..script import Spelling, script_of, simplify
from ..text import View

__all__ = ["Original", "simplify_pieces"]


class _Piece(Protocol):
    text: str


class Original:
    """What a page said before it was simplified."""

    def __init__(self, spelling: Spelling, stated: dict[str, str]) -> None:
        self._spelling = spelling
        self._stated = stated

    def restore(self, blocks: list[RawBlock], facts: list[Fact]) -> None:
        """Give ``blocks``, in the order of the page, and ``facts`` its own characters."""
        at = 0
        for block in blocks:
            if block.grid is not None:
                self._restore_cells(block.grid, at)
            spelt, at = self._spelling.find(block.text, at)
            block.text = spelt or block.text
        for fact in facts:
            fact.value = self._stated.get(fact.value) or self._spelling.find(fact.value, 0)[0] or fact.value

    def _restore_cells(self, grid: Grid, at: int) -> None:
        for row in grid.rows:
            row[:] = [self._spelling.find(cell, at)[0] or cell for cell in row]


def simplify_pieces(pieces: Sequence[_Piece], facts: list[Fact]) -> Original | None:
    """Turn the text of ``pieces`` (lines or blocks, in order) and the ``facts`` read so far into simplified characters.

    Returns the way back; None, with nothing changed, where the text is simplified already.
    """
    text = "\n".join(piece.text for piece in pieces)
    script = script_of(text)
    if script in (None, "simplified"):
        return None
    convert = partial(simplify, script=script)
    for piece in pieces:
        piece.text = convert(piece.text)[0]
    stated = {}
    for fact in facts:
        value = convert(fact.value)[0]
        stated[value] = fact.value
        fact.value = value
    return Original(Spelling(View(text, None, convert)), stated)
