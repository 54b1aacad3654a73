"""The searched form of words: what a search takes for the same.

Widths, scripts (國 and 国), capitals, kinds of brackets and of quotation marks, line breaks and blanks beside Chinese characters do
not tell words apart. Each character is folded by itself, wherever it stands, so that the searched form of a phrase is a part of the
searched form of every text that holds the phrase. The way back is :func:`fold_places`.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from string import ascii_uppercase
from typing import Final

from ...extract.text import fold

__all__ = ["fold_characters", "fold_places", "fold_words", "squeeze_words"]

_BRACKETS: Final = {**dict.fromkeys("〔[【〖｟", "("), **dict.fromkeys("〕]】〗｠", ")")}
_QUOTES: Final = {**dict.fromkeys("“”„‟「」『』〝〞〟", '"'), **dict.fromkeys("‘’‚‛", "'")}
_GONE: Final = "\u200b"
"""What an invisible character is folded to; it goes with the blanks."""
_INVISIBLE: Final = "".join(
    chr(code)
    for first, last in ((0, 8), (14, 27), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064))
    for code in range(first, last + 1)
)
_WIDE: Final = "".join(map(chr, range(0xFF01, 0xFF5F))) + "﹙﹚﹒︰∶﹝﹞﹪"
# Between two of these a blank parts words; elsewhere it is layout.
_LETTER: Final = "[0-9a-z\u00c0-\u1fff]"
_BLANKS: Final = re.compile(rf"[\s{_GONE}]+")
_BETWEEN: Final = re.compile(rf"(?<={_LETTER})[\s{_GONE}]++(?={_LETTER})")
_KEPT: Final = "\0"  # stands for a blank that stays, while the others go; the pattern of what is invisible has taken its own


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Return what is folded, character by character, and to what."""
    characters = json.loads((Path(__file__).parent / "characters.json").read_bytes())
    table = dict(zip(characters["traditional"], characters["simplified"], strict=True)) | _BRACKETS | _QUOTES
    table |= {char: char.lower() for char in ascii_uppercase}
    # The form that a width is folded to may be folded itself: Ａ is a, and ［ is (.
    table |= {wide: table.get(fold(wide), fold(wide)) for wide in _WIDE}
    table |= dict.fromkeys(f"{_INVISIBLE}\ufeff", _GONE)
    return table | {chr(code): "\ufffd" for code in range(0xD800, 0xE000)}  # halves of a pair, which no UTF-8 can hold


def fold_characters(text: str) -> str:
    """Return ``text`` folded character by character; the length does not change, blanks stay."""
    table = _table()
    # A text has few of the thousands: finding and replacing those takes a twentieth of the time of ``str.translate``.
    for char in table.keys() & set(text):
        text = text.replace(char, table[char])
    return text


def squeeze_words(characters: str) -> str:
    """Return what :func:`fold_characters` gave without the blanks that are layout, and with one blank where blanks part words."""
    if _BETWEEN.search(characters) is None:
        return "".join(characters.split()).replace(_GONE, "")
    kept = _BETWEEN.sub(lambda run: _KEPT if _parts(run) else "", characters)
    return "".join(kept.split()).replace(_GONE, "").replace(_KEPT, " ")


def fold_words(text: str) -> str:
    """Return the searched form of ``text``."""
    return squeeze_words(fold_characters(text))


def fold_places(text: str) -> tuple[str, list[int]]:
    """Return the searched form of ``text``, and for each of its characters the place in ``text`` of the one that it stands for."""
    characters = fold_characters(text)
    parting = {run.start() for run in _BETWEEN.finditer(characters) if _parts(run)}
    places: list[int] = []
    done = 0
    for run in _BLANKS.finditer(characters):
        places.extend(range(done, run.start()))
        if run.start() in parting:
            places.append(run.start())
        done = run.end()
    places.extend(range(done, len(characters)))
    return squeeze_words(characters), places


def _parts(run: re.Match[str]) -> bool:
    """Return whether a run between two letters is more than invisible characters (a soft hyphen parts no words)."""
    return run[0].strip(_GONE) != ""
