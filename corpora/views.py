"""What the views for people at a terminal share: words of a document are never read as markup, nor obeyed as control characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

__all__ = ["new_table", "plain", "rows_view"]

# A page may hold control characters, and a terminal would obey them; they are shown as pictures (U+2400).
_CONTROLS: Final = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | dict.fromkeys(range(127, 160), 65533)


def plain(words: str, style: str = "") -> Text:
    """Return words of a document as they are, control characters as pictures."""
    return Text(words.translate(_CONTROLS), style=style)


def new_table() -> Table:
    """Return an empty table in the one style of ours."""
    return Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), header_style="bold")


def rows_view(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Table:
    """Return rows as a table: numbers to the right, null as nothing, long words folded."""
    found = [list(row) for row in rows]
    table = new_table()
    for index, column in enumerate(columns):
        numeric = bool(found) and all(isinstance(row[index], int | float | None) for row in found)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in found:
        table.add_row(*(plain("" if cell is None else str(cell)) for cell in row))
    return table
