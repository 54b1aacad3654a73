"""Word lists of the entity rules (``data/entity_words.json``), and patterns made of many words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

__all__ = ["BREAK", "Endings", "entity_words", "pattern_of"]

BREAK: Final = ",。;:!?、\n 《》()[]〔〕【】|"
"""Marks that no name of a place or a body crosses, but for brackets that a rule asks for."""


@lru_cache(maxsize=1)
def entity_words() -> dict[str, Any]:
    """Return the word lists of ``data/entity_words.json`` by name."""
    table: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "entity_words.json").read_bytes())
    return table


class Endings:
    """Words to be found by where they end. Needs no compiling, which for five hundred words would cost a tenth of a second."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        sizes: dict[str, set[int]] = {}
        for word in self.words:
            sizes.setdefault(word[-1], set()).add(len(word))
        self._sizes = {char: tuple(sorted(found, reverse=True)) for char, found in sizes.items()}

    def start(self, text: str, end: int, low: int) -> int:
        """Return where the longest word begins that ends at ``end`` of ``text`` and begins at ``low`` or behind; ``end`` if none does."""
        for size in self._sizes.get(text[end - 1], ()) if end > low else ():
            if end - size >= low and text[end - size : end] in self.words:
                return end - size
        return end


def pattern_of(words: Iterable[str], *, backwards: bool = False) -> str:
    """Return a pattern that matches the longest of ``words`` there is; ``backwards``, each with its characters turned round.

    Words that begin alike share their beginning in the pattern: an alternation of four hundred words would be tried word by word.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in reversed(word) if backwards else word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branches(root)


def _branches(node: dict[str, Any]) -> str:
    ends = [re.escape(char) for char, below in node.items() if char and below.keys() == {""}]
    deeper = [re.escape(char) + _branches(below) for char, below in node.items() if char and below.keys() != {""}]
    single = [f"[{''.join(ends)}]"] if len(ends) > 1 else ends
    body = "|".join([*deeper, *single])
    optional = "?" if "" in node else ""
    return f"(?:{body}){optional}"
