"""Damage of copying and converting: pronunciation in brackets, random runs against copying, doubled glyphs.

All of it stands beside the words, so that what was there can be read again by leaving it out.
"""

from __future__ import annotations

import re
from typing import Final

from ..text import Line, View
from .findings import Structural, repair

__all__ = ["find_doubled", "find_noise", "find_pinyin"]

_VOWELS: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_PINYIN: Final = re.compile(rf"\([a-zɡü]{{0,4}}[{_VOWELS}][a-zɡü]{{0,4}}\)")
FEWEST_PINYIN: Final = 3
"""A name or a rare character may have its pronunciation beside it; a converted text has it beside many."""

_RUN: Final = re.compile(r"(?<=[^\x00-\x7f])[A-Za-z0-9]{6,32}$")
_CLASS: Final = re.compile(r"[a-z]+|[A-Z]+|[0-9]+")
FEWEST_RUNS: Final = 3
LEAST_SHARE: Final = 0.1
"""Share of the lines that end in a random run: a site that adds them adds them everywhere, a list of models is one place."""

_DOUBLED: Final = re.compile(r"(?:(\S)\1){3,}")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


def find_pinyin(view: View) -> list[Structural]:
    """Return the pronunciations in brackets (發(fā)) behind Chinese characters, where a text has several.

    ``view`` has no cuts. The rule is that of converters from WPS and Word, which annotate what they convert.
    """
    if "(" not in view.text:
        return []
    found = [match.span() for match in _PINYIN.finditer(view.text) if match.start() and _HAN.match(view.text[match.start() - 1])]
    if len(found) < FEWEST_PINYIN:
        return []
    return [_left_out(view, place, "pinyin", "pronunciation in brackets behind a character") for place in found]


def find_noise(view: View) -> list[Structural]:
    """Return the random runs of letters and digits at ends of lines (anti-copy marks), where many lines have one."""
    lines = view.lines
    ends = [line for line in lines if line.text[-1] in _ALNUM and "\t" not in line.text]
    if len(ends) < FEWEST_RUNS or len(ends) < LEAST_SHARE * len(lines):
        return []
    runs = [run for run in map(_random_run, ends) if run is not None]
    different = {view.text[start:end] for start, end in runs}
    if len(different) < FEWEST_RUNS or len(runs) < LEAST_SHARE * len(lines):
        return []
    return [_left_out(view, place, "noise", "random run at the end of a line") for place in runs]


_ALNUM: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def _random_run(line: Line) -> tuple[int, int] | None:
    """Return the place of a run that changes between small letters, capitals and digits at least twice: no word, no model number."""
    match = _RUN.search(line.text)
    if match is None or len(_CLASS.findall(match[0])) < 3:
        return None
    return line.start + match.start(), line.start + match.end()


def find_doubled(view: View) -> list[Structural]:
    """Return the runs in which every glyph stands twice (通通知知): bold type that was printed by setting it twice.

    They are looked for where some line begins so, because headings are what is set in bold.
    """
    if not any(len(text := line.text) > 5 and text[0] == text[1] and text[2] == text[3] and text[0] != text[2] for line in view.lines):
        return []
    found = []
    for match in _DOUBLED.finditer(view.text):
        once = match[0][::2]
        if len(set(_HAN.findall(once))) < 3:
            continue
        start = match.start()
        damage = repair(view, match.span(), "doubled", view.raw[start : match.end() : 2], 0.95, "every glyph twice", reversible=True)
        found.append(Structural(damage, [(at, at + 1) for at in range(start + 1, match.end(), 2)]))
    return found


def _left_out(view: View, place: tuple[int, int], kind: str, rule: str) -> Structural:
    return Structural(repair(view, place, kind, "", 0.95, rule, reversible=True), [place])
