"""Script of a text (字形: 简体, 台湾正体, 香港繁体), and its simplified reading.

The rules are written in simplified characters. A traditional text is read through its conversion by OpenCC, with a map of the
places where that changes the length (see :class:`~.text.View`); the text itself stays. Measured on 117,692 characters of 46
notices that were converted to each traditional standard and back: ``tw2s`` and ``hk2s`` return all but 32 characters of the
standard they are for, ``t2s`` leaves 50 and 48 wrong, and ``tw2sp``, which also exchanges words, 385 (执行 becomes 运行, 建立
创建): so characters are converted and words are not.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from ..schemas.notice import Script
from .text import Resized, View, fold, squeeze

__all__ = ["Spelling", "script_of", "simplify"]

# One of these stands in any text of some length in its script: only a text without, or with both, is counted character by character.
_TRADITIONAL: Final = "國會為發關業務實機構與無來這們個對時縣區"
_SIMPLIFIED: Final = "国会为发关业务实机构与无来这们个对时县区"
_CLEAR: Final = 0.9
"""Share of the characters that tell from which a text is of one script: a name or a quotation in the other is found in many."""
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
# OpenCC takes 複函 for 覆函 on the way there and keeps 覆函 on the way back; for the rules it is one kind of document.
_REPLY: Final = ("覆函", "复函")
_CONFIGURATIONS: Final = {"traditional-tw": "tw2s", "traditional-hk": "hk2s", "mixed": "tw2s"}


def script_of(text: str) -> Script | None:
    """Return the script of ``text``; None where no character of it belongs to one script only.

    Counted are characters that exist in one script (國, 国; not 后, which is also a queen): nine in ten of one script decide, else
    the text is ``mixed``. Traditional text is Hong Kong's where characters of that standard (説, 衞, 裏) outnumber Taiwan's.
    """
    if not any(mark in text for mark in _TRADITIONAL) and any(mark in text for mark in _SIMPLIFIED):
        return "simplified"
    marks = _marks()
    counts: Counter[str] = Counter()
    for char, count in Counter(text).items():
        for name in ("traditional", "simplified", "taiwan", "hong_kong"):
            if char in marks[name]:
                counts[name] += count
    both = counts["traditional"] + counts["simplified"]
    if not both:
        return None
    if counts["simplified"] >= _CLEAR * both:
        return "simplified"
    if counts["traditional"] < _CLEAR * both:
        return "mixed"
    return "traditional-hk" if counts["hong_kong"] > counts["taiwan"] else "traditional-tw"


def simplify(text: str, script: Script) -> tuple[str, list[Resized]]:
    """Return ``text`` in simplified characters, and the stretches whose length the conversion changed.

    Words are converted by their context (慰藉, 憑藉); a run of Chinese characters is converted by itself, so that what was one
    run stays one and the map is exact at the ends of each.
    """
    runs = list(_HAN.finditer(text))
    if not runs:
        return text, []
    results = _converter(_CONFIGURATIONS[script])("\n".join(run[0] for run in runs)).replace(*_REPLY).split("\n")
    pieces: list[str] = []
    resized: list[Resized] = []
    done = length = 0
    for run, result in zip(runs, results, strict=True):
        pieces += (text[done : run.start()], result)
        length += run.start() - done
        if len(result) != len(run[0]):
            resized.append(_resized(run[0], result, run.start(), length))
        length += len(result)
        done = run.end()
    return "".join((*pieces, text[done:])), resized


def _resized(run: str, result: str, start: int, to_start: int) -> Resized:
    """Return the stretch in which a run and its conversion differ in length, without what they share at either end."""
    shorter = min(len(run), len(result))
    head = next((at for at in range(shorter) if run[at] != result[at]), shorter)
    tail = next((at for at in range(shorter - head) if run[-1 - at] != result[-1 - at]), shorter - head)
    return Resized(start + head, start + len(run) - tail, to_start + head, to_start + len(result) - tail)


class Spelling:
    """A converted view, in which simplified words are looked up, without regard to blanks and widths, to be spelt as the source does."""

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def _tight(self) -> tuple[str, list[int]]:
        positions = [at for at, char in enumerate(self.view.text) if not char.isspace()]
        return "".join(self.view.text[at] for at in positions), positions

    def find(self, word: str, near: int) -> tuple[str | None, int]:
        """Return ``word`` in the characters of the source, and the source offset where it ends there.

        The first occurrence at or behind the source offset ``near`` counts, else the first of all; without any, (None, near).
        Blanks and widths stay those of ``word``.
        """
        text, positions = self._tight
        wanted = squeeze(fold(word)).replace("號", "号")
        at = text.find(wanted, bisect_left(positions, self.view.index(near))) if wanted else -1
        at = text.find(wanted) if at < 0 else at
        if at < 0 or not wanted:
            return None, near
        places = positions[at : at + len(wanted)]
        rest = iter(places)
        spelt = "".join(char if char.isspace() else self._source(next(rest), char) for char in word)
        return spelt, self.view.bounds(places[-1], places[-1] + 1)[1]

    def _source(self, at: int, char: str) -> str:
        """Return what the source has for the character at ``at`` of the view; ``char`` where the conversion left that as it was."""
        view = self.view
        start, end = view.bounds(at, at + 1)
        if end > start + 1 and at and view.bounds(at - 1, at) == (start, end):
            return ""  # the stretch stands for several characters, the first of which has given it
        exact = view.source[start:end]
        return char if exact == view.raw[at] else exact

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each character of the view with the one of the source that it stands for, where it stands for one."""
        view = self.view
        for at, char in enumerate(view.raw):
            start, end = view.bounds(at, at + 1)
            if end == start + 1:
                yield char, view.source[start]


@lru_cache(maxsize=2)
def _converter(configuration: str) -> Callable[[str], str]:
    """Return OpenCC's conversion; it is loaded here, where a text is not simplified."""
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(configuration).convert
    return convert


@lru_cache(maxsize=1)
def _marks() -> dict[str, frozenset[str]]:
    table: dict[str, str] = json.loads((Path(__file__).parent / "data" / "script_marks.json").read_bytes())
    return {name: frozenset(characters) for name, characters in table.items()}
