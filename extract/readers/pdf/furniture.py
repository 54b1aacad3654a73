"""What stands on the pages around the notice: running heads, page numbers, watermarks, footnotes.

GB/T 9704-2012, 7.5: page numbers stand below the text between two dashes (— 1 —), odd ones right, even ones left. Running heads
and feet repeat at the same height from page to page; watermarks are turned, pale and large, or repeat in the middle of the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from statistics import median_high
from typing import Final

from .lines import Line, text_of
from .sheets import Glyph, Run, Sheet

__all__ = ["body_size", "mark_furniture", "split_watermark"]

_HEAD: Final = 0.16
"""Of the page's height, the band at the top in which running heads stand; at the bottom, the same."""
_PALE: Final = 0.6  # lightness from which on print is a watermark's rather than the text's
_LARGE: Final = 1.4  # times the size of the running text
_FOOTNOTE: Final = 0.88  # of the size of the running text; 小五 or 六号 under 三号 or 五号
_RAISED: Final = 0.75  # of the height of the characters around it, that a raised mark has at most
_DASH: Final = r"[-－—–―‐‑−─·•~～]"
_NUMBER: Final = re.compile(
    rf"(?:{_DASH}\s*){{1,3}}\d{{1,4}}\s*(?:{_DASH}\s*){{1,3}}|第\s*\d{{1,4}}\s*页(?:\s*[,，/]?\s*(?:共|总)\s*\d{{1,4}}\s*页)?|\d{{1,4}}\s*/\s*\d{{1,4}}|page\s*\d{{1,4}}(?:\s*of\s*\d{{1,4}})?",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"\d{1,4}|[ivxlc]{1,6}", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_NOTE_MARK: Final = re.compile(
    r"(?:\[\d{1,3}\]|［\d{1,3}］|〔\d{1,2}〕|[①-⑳]|[*＊※†‡]{1,3}|\d{1,3}(?=\s|[^\d\s.、．,，:：年月日]))|(?:注|脚注)\s*\d{0,2}\s*[:：]"
)


def body_size(sizes: Iterable[tuple[float, int]]) -> float:
    """Return the font size in which most characters are set, to half a point, from (size, characters) of lines or runs."""
    counted: Counter[float] = Counter()
    for size, characters in sizes:
        counted[round(size * 2) / 2] += characters
    return counted.most_common(1)[0][0] if counted else 12.0


def split_watermark(sheet: Sheet, body: float) -> tuple[list[Run], list[Run]]:
    """Return the runs of a page that are text, and those that are a watermark by how they look."""
    text: list[Run] = []
    marks: list[Run] = []
    for run in sheet.runs:
        # Rows of single characters that go up a diagonal are no lines; text on its side (90, 270) may be a table's.
        turned = min(run.angle % 90, 90 - run.angle % 90) > 3
        pale = _PALE <= run.lightness < 0.995 and run.size >= body * _LARGE
        (marks if turned or pale else text).append(run)
    return text, marks


@dataclass(frozen=True, slots=True)
class _Place:
    text: str
    top: int
    left: int


def mark_furniture(pages: list[list[Line]], sheets: list[Sheet], body: float) -> None:
    """Set ``aside`` on the lines of the pages that are furniture."""
    for lines, sheet in zip(pages, sheets, strict=True):
        _page_numbers(lines, sheet)
    _bare_numbers(pages, sheets)
    _running(pages, sheets)
    _stamps(pages, sheets)
    for lines, sheet in zip(pages, sheets, strict=True):
        _footnotes(lines, sheet, body)


def _outer(lines: list[Line], sheet: Sheet, count: int = 3) -> list[Line]:
    """Return the outermost lines at head and foot that are not set aside."""
    live = sorted((line for line in lines if line.aside is None), key=lambda line: line.top)
    head = [line for line in live[:count] if line.bottom < sheet.height * _HEAD]
    foot = [line for line in live[-count:] if line.top > sheet.height * (1 - _HEAD)]
    return head + foot


def _page_numbers(lines: list[Line], sheet: Sheet) -> None:
    for line in _outer(lines, sheet):
        if _NUMBER.fullmatch(line.text):
            line.aside = "page-number"


def _bare_numbers(pages: list[list[Line]], sheets: list[Sheet]) -> None:
    """Set aside numbers without dashes that count up with the pages; on a single page, one in the middle of the foot."""
    found: list[tuple[int, Line]] = []
    for index, (lines, sheet) in enumerate(zip(pages, sheets, strict=True)):
        found += [(index, line) for line in _outer(lines, sheet, 1) if _BARE.fullmatch(line.text)]
    shifts = Counter(int(line.text) - index for index, line in found if line.text.isdecimal())
    for index, line in found:
        sheet = sheets[index]
        if line.text.isdecimal():
            counts = shifts[int(line.text) - index] >= 2
            lone = len(pages) == 1 and line.top > sheet.height * 0.88 and line.text == "1"
        else:
            counts, lone = line.top > sheet.height * 0.88, False
        if counts or lone:
            line.aside = "page-number"


def _running(pages: list[list[Line]], sheets: list[Sheet]) -> None:
    """Set aside what repeats at head or foot of most pages, or of most odd or even ones, figures not compared."""
    for _ in range(3):  # heads of up to three lines, from the outside in
        places: Counter[_Place] = Counter()
        found: list[tuple[_Place, Line, bool]] = []
        for lines, sheet in zip(pages, sheets, strict=True):
            for line in _outer(lines, sheet, 1):
                if not _LETTER.search(line.text):
                    continue  # figures that do not count the pages are the notice's
                place = _Place(_DIGITS.sub("#", line.text), round(line.top / 6), 0)
                places[place] += 1
                found.append((place, line, line.bottom < sheet.height / 2))
        least = max(2, min(len(pages) * 0.4, 12))
        marked = False
        for place, line, head in found:
            near = sum(places[_Place(place.text, place.top + shift, 0)] for shift in (-1, 0, 1))
            if near >= least:
                line.aside = "running-head" if head else "running-foot"
                marked = True
        if not marked:
            return


def _stamps(pages: list[list[Line]], sheets: list[Sheet]) -> None:
    """Set aside as watermark what stands at the same place on most pages though it is neither head nor foot."""
    if len(pages) < 3:
        return
    places: Counter[_Place] = Counter()
    found: list[tuple[_Place, Line]] = []
    for lines in pages:
        for line in lines:
            if line.aside is None:
                place = _Place(line.text, round(line.top / 4), round(line.left / 4))
                places[place] += 1
                found.append((place, line))
    least = max(3, len(sheets) * 0.6)
    for place, line in found:
        if places[place] >= least:
            line.aside = "watermark"


def _footnotes(lines: list[Line], sheet: Sheet, body: float) -> None:
    """Set aside the notes at the foot of a page: smaller print below all running text, each behind its mark."""
    live = sorted((line for line in lines if line.aside is None), key=lambda line: line.top)
    start = len(live)
    while start and live[start - 1].size <= body * _FOOTNOTE and live[start - 1].top > sheet.height / 2:
        start -= 1
    notes = live[start:]
    while notes and not _NOTE_MARK.match(notes[0].text):
        notes = notes[1:]
    if not notes or len(notes) == len(live):
        return
    marks = {found[0] for line in notes if (found := _NOTE_MARK.match(line.text))}
    for line in notes:
        line.aside = "footnote"
    for line in live[: len(live) - len(notes)]:
        _take_marks(line, marks)


def _take_marks(line: Line, marks: set[str]) -> None:
    """Take the raised small marks of notes out of a line: left in, 200万元¹ would read as another figure.

    The mark of a unit (m²) stands behind a letter and stays, whatever notes there are.
    """
    if not any(mark in line.text for mark in marks):
        return
    usual = median_high([glyph[4] - glyph[2] for glyph in line.glyphs])
    floor = median_high([glyph[4] for glyph in line.glyphs])
    kept: list[Glyph] = []
    closed: list[Glyph] = []  # moved together, so that no blank is read where a mark stood
    shift = 0.0
    for is_raised, group in groupby(line.glyphs, lambda glyph: glyph[4] - glyph[2] < usual * _RAISED and glyph[4] < floor - usual * 0.25):
        glyphs = list(group)
        mark = "".join(glyph[0] for glyph in glyphs)
        if is_raised and mark in marks and not (kept and kept[-1][0].isascii() and kept[-1][0].isalpha()):
            line.marks += mark
            shift += glyphs[-1][3] - glyphs[0][1]
        else:
            kept += glyphs
            closed += [(character, left - shift, top, right - shift, bottom) for character, left, top, right, bottom in glyphs]
    if line.marks:
        line.glyphs, line.text = kept, text_of(closed, line.size).strip()
