"""Characters to lines: what stands on one baseline, in reading order, columns one after the other.

A character that is drawn twice at nearly the same place (false bold) is one character; the second is set aside.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low
from typing import Final

from .sheets import Glyph, Run, Sheet

__all__ = ["Line", "gutters", "lines_of", "text_of", "without_doubles"]

_SAME_LINE: Final = 0.5  # of the lower height, that two runs must share
_DOUBLE: Final = 0.4  # of a character's width, by which its double may be moved
_DOUBLE_DASH: Final = 0.1  # the halves of —— and …… are drawn into one another
_WORD_GAP: Final = 0.22  # of the font size, between Latin words that no blank separates
_WIDE_GAP: Final = 0.8  # of the font size, between what stands apart on one line though there may be room anyway
_HAN_GAP: Final = 0.21  # of the font size, between Han characters that a blank separates
_CLOSING: Final = frozenset("，。、；：！？）》”’】〉」』…—")
_GUTTER: Final = (0.35, 0.65)  # of the page's width, where the gutter of two columns may lie
_CROSSING: Final = 0.12  # share of the running lines that may cross it: titles and wide tables
_LEAST_COLUMN: Final = 5  # lines on either side
_NARROWEST: Final = 0.25  # of the page's width, that the lines of a column have


@dataclass(slots=True)
class Line:
    """A line of a page."""

    page: int
    column: int
    """0 for a line of its own width; 1 left, 2 right where a page has two columns."""
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Font size of most of its characters."""
    glyphs: list[Glyph]
    text: str
    """Without blanks at either end."""
    spaced: bool = False
    """Whether the source has a blank behind the last character."""
    aside: str | None = None
    doubles: str = ""
    """Characters drawn a second time at the same place."""
    marks: str = ""
    """Marks of footnotes, taken out."""


def lines_of(sheet: Sheet, runs: list[Run], gutter: float | None = None) -> list[Line]:
    """Return the lines that ``runs`` of a page form, in reading order; two columns stand on either side of a ``gutter``."""
    if gutter is None:
        return _stacked(sheet.number, runs, 0)
    found: list[Line] = []
    # Bands between the lines that cross the gutter: in each, the left column and then the right one.
    crossing = [run for run in runs if run.glyphs[0][1] < gutter < run.glyphs[-1][3]]
    full = _stacked(sheet.number, crossing, 0)
    left = _stacked(sheet.number, [run for run in runs if run.glyphs[-1][3] <= gutter], 1)
    right = _stacked(sheet.number, [run for run in runs if run.glyphs[0][1] >= gutter], 2)
    for line in [*full, None]:
        limit = line.top if line is not None else sheet.height * 2
        for column in (left, right):
            while column and column[0].bottom <= limit + 2:
                found.append(column.pop(0))
        if line is not None:
            found.append(line)
    return [*found, *left, *right]


def gutters(sheets: list[Sheet], texts: list[list[Run]]) -> list[float | None]:
    """Return for each page where the gutter of its two columns lies; None where it has one column.

    A page whose text ends in the left column has no gutter of its own and takes that of the others.
    """
    found = [_gutter(sheet, runs) for sheet, runs in zip(sheets, texts, strict=True)]
    usual = Counter(round(gutter) for gutter in found if gutter is not None).most_common(1)
    if not usual or usual[0][1] * 3 < len(sheets):
        return found
    return [own if own is not None else _free(runs, usual[0][0]) for own, runs in zip(found, texts, strict=True)]


def _free(runs: list[Run], gutter: float) -> float | None:
    """Return ``gutter`` where hardly a line crosses it."""
    crossing = sum(1 for run in runs if run.glyphs[0][1] < gutter < run.glyphs[-1][3])
    return gutter if crossing <= len(runs) * _CROSSING else None


def _gutter(sheet: Sheet, runs: list[Run]) -> float | None:
    """Return where the gutter of a page with two columns lies; None where it has one column."""
    spans = [(run.glyphs[0][1], run.glyphs[-1][3]) for run in runs if len(run.glyphs) >= 6 and run.angle == 0]
    if len(spans) < 2 * _LEAST_COLUMN:
        return None
    low, high = sheet.width * _GUTTER[0], sheet.width * _GUTTER[1]
    edges = sorted({left for left, _ in spans if low <= left <= high})
    for edge in edges:
        at = edge - 2
        left = [span for span in spans if span[1] <= at]
        right = [span for span in spans if span[0] > at]
        if len(spans) - len(left) - len(right) > len(spans) * _CROSSING or min(len(left), len(right)) < _LEAST_COLUMN:
            continue
        if _is_column(left, sheet.width) and _is_column(right, sheet.width):
            return (max(span[1] for span in left) + edge) / 2
    return None


def _is_column(spans: list[tuple[float, float]], width: float) -> bool:
    """Return whether lines fill the width that most of them share, as running text does and the cells of a table do not."""
    wide = sorted(right - left for left, right in spans)
    usual = wide[len(wide) * 9 // 10]
    return usual >= width * _NARROWEST and sum(1 for own in wide if own >= usual * 0.8) * 2 >= len(wide)


def _stacked(page: int, runs: list[Run], column: int) -> list[Line]:
    """Return the lines of one column, from the top down."""
    rows: list[list[Run]] = []
    turned: list[list[Run]] = []
    bounds: list[tuple[float, float]] = []
    for run in sorted(runs, key=lambda run: run.top + run.bottom):
        if run.angle:
            turned.append([run])
            continue
        if rows:
            top, bottom = bounds[-1]
            shared = min(bottom, run.bottom) - max(top, run.top)
            if shared > _SAME_LINE * min(bottom - top, run.bottom - run.top):
                rows[-1].append(run)
                # The height of the line stays that of its largest run, so that a raised mark pulls nothing in.
                if run.bottom - run.top > bottom - top:
                    bounds[-1] = (run.top, run.bottom)
                continue
        rows.append([run])
        bounds.append((run.top, run.bottom))
    lines = [_line(page, column, row) for row in (*rows, *turned)]
    lines = [line for line in lines if line.text or line.doubles]
    return sorted(lines, key=lambda line: line.top + line.bottom) if turned else lines


def _line(page: int, column: int, runs: list[Run]) -> Line:
    if len(runs) == 1:
        glyphs, size = runs[0].glyphs, runs[0].size
    else:
        glyphs = sorted((glyph for run in runs for glyph in run.glyphs), key=lambda glyph: glyph[1])
        size = max(runs, key=lambda run: len(run.glyphs)).size
    doubles = ""
    if runs[0].angle == 0:
        glyphs, doubles = without_doubles(glyphs)
    written = text_of(glyphs, size)
    text = written.strip()
    spaced = written != written.rstrip()
    while glyphs and glyphs[-1][0].isspace():
        glyphs = glyphs[:-1]
    while glyphs and glyphs[0][0].isspace():
        glyphs = glyphs[1:]
    if not glyphs:
        return Line(page, column, 0, 0, 0, 0, size, [], "", doubles=doubles)
    top, bottom = min(run.top for run in runs), max(run.bottom for run in runs)
    return Line(page, column, glyphs[0][1], top, max(glyphs[-1][3], glyphs[-1][1]), bottom, size, glyphs, text, spaced, doubles=doubles)


def without_doubles(glyphs: list[Glyph]) -> tuple[list[Glyph], str]:
    """Return the characters of a line without those drawn a second time at nearly the same place, and these.

    A ligature (ff) stands for two characters at one place and is no double.
    """
    if not any(later[1] < before[3] - (before[3] - before[1]) * (1 - _DOUBLE) for before, later in pairwise(glyphs)):
        return glyphs, ""
    kept: list[Glyph] = []
    doubles: list[str] = []
    for glyph in glyphs:
        if glyph[0] != "f" and not glyph[0].isspace() and any(_is_double(glyph, other) for other in kept[-3:]):
            doubles.append(glyph[0])
        else:
            kept.append(glyph)
    return kept, "".join(doubles)


def _is_double(glyph: Glyph, other: Glyph) -> bool:
    reach = max(other[3] - other[1], 1.0) * (_DOUBLE_DASH if glyph[0] in "—…─―" else _DOUBLE)
    return glyph[0] == other[0] and abs(glyph[1] - other[1]) <= reach and abs(glyph[2] - other[2]) <= reach


def text_of(glyphs: list[Glyph], size: float) -> str:
    """Return the characters of a line with the blanks of the source, and one where words or pieces plainly stand apart."""
    text = "".join([glyph[0] for glyph in glyphs])
    gaps = [later[1] - before[3] for before, later in pairwise(glyphs)]
    least = _HAN_GAP * size
    if not gaps or max(gaps) <= least:
        return text
    usual = median_low(gaps) if len(gaps) > 2 else 0.0
    parts = [text[0]]
    for index, gap in enumerate(gaps):
        before, after = text[index], text[index + 1]
        if gap > least and not before.isspace() and not after.isspace() and gap > usual + _gap_of_words(before, after) * size:
            parts.append(" ")
        parts.append(after)
    return "".join(parts)


def _gap_of_words(before: str, after: str) -> float:
    """Return from how much room on, in font sizes, beyond the usual one two characters stand apart."""
    if _is_latin(before) and _is_latin(after):
        return _WORD_GAP
    if _is_latin(before) or _is_latin(after) or before in _CLOSING:
        return _WIDE_GAP  # a quarter stands between Han and Latin characters anyway, and behind punctuation what justification left
    return _HAN_GAP


def _is_latin(character: str) -> bool:
    return character < "\u2e80" and character.isalnum()
