"""Characters of which the recogniser is not sure, read with the word that they stand in.

A recogniser sees one character at a time, and gives odds for several where it is not sure: of the second character of 雾凇 it
says 淞 (0.90), 凇 (0.09). Where its first reading makes no word with its neighbours and another of its own readings does, that other
is taken; no reading is taken that it does not itself think possible, none of a figure, and none in the place of one that makes a word.
Each is a repair in the notice, of kind ``character``, and its low confidence stays on the block.

The words are jieba's, without its guessing of new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from ..pdf.sheets import Run
from .evidence import Seen

__all__ = ["restore_words"]

_REACH: Final = 4
"""Characters on either side that a word may take in."""
_FIGURES: Final = frozenset("〇零一二三四五六七八九十百千万亿两")


def restore_words(runs: Sequence[Run]) -> None:
    """Restore doubtful characters of the lines ``runs`` in place."""
    for run in runs:
        for index, glyph in enumerate(run.glyphs):
            if isinstance(glyph, Seen) and glyph.others and _is_word_character(glyph.character):
                other = _other(run, index, glyph)
                if other is not None:
                    run.glyphs[index] = other


def _other(run: Run, index: int, glyph: Seen) -> Seen | None:
    start = max(index - _REACH, 0)
    text = "".join(one[0] for one in run.glyphs[start : index + _REACH + 1])
    at = index - start
    if _makes_word(text, at):
        return None
    for character, confidence in glyph.others:
        if (
            _is_word_character(character)
            and not _is_same(glyph.character, character)
            and _makes_word(text[:at] + character + text[at + 1 :], at)
        ):
            other = glyph.restored(character)
            other.confidence = confidence
            return other
    return None


def _makes_word(text: str, at: int) -> bool:
    """Return whether the character at ``at`` is part of a word of several."""
    import rjieba

    end = 0
    for word in rjieba.cut(text, False):
        end += len(word)
        if at < end:
            return len(word) > 1
    return False


def _is_same(one: str, other: str) -> bool:
    """Return whether two characters are one in two scripts (緣, 缘): the script of a page is not for a list of words to choose."""
    convert = _simplify()
    return convert(one) == convert(other)


@lru_cache(maxsize=1)
def _simplify() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def _is_word_character(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" and character not in _FIGURES
