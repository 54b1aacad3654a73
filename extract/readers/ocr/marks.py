"""Marks restored: widths of punctuation that the recogniser mixes up, brackets that do not fit, dashes of which it saw half.

The text is what stands on the paper, and a recogniser is a witness of it, not the paper. PP-OCR tells ``，`` from ``,`` by how they
look, which at a scan's resolution they do not; but the paper shows it by the room that they take: a full-width mark stands in a field
of one character. So each mark between two characters is measured, the document is taken to be set in the width that nearly all of them
have, and marks read otherwise are set in that. A single ``—`` in a field of two characters is a dash (``——``, GB/T 15834-2011, 4.13).

Nothing else is touched: no character, no figure, no mark beside a Latin letter or inside a number. Each change is a repair in the
notice (``observed`` what was read, ``exact`` and ``proposed`` what stands in the text), so that whoever wants the bare reading puts
``observed`` back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from ..pdf.sheets import Run
from .evidence import Seen

__all__ = ["restore_marks"]

_PAIRS: Final = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "!": "！", "?": "？"}
_FULL: Final = {full: half for half, full in _PAIRS.items()}
_YEAR_BRACKETS: Final = {"〔": "〕", "[": "]", "【": "】", "(": ")", "（": "）"}
_WIDE: Final = 1.85
"""Distance of the neighbours over a mark, in characters, from which on it has a field of its own: 2 for full, 1.3 to 1.8 for half width."""
_AGREED: Final = 0.8
"""Share of the measured marks that must be of one width."""
_SETTLED: Final = 0.85
"""The same for marks that measure otherwise to follow, too: a blank behind a narrow comma looks like a wide one."""
_FEWEST: Final = 8
_DASH: Final = 2.6
"""Distance of the neighbours over a dash of two characters, 3; over one of one character, 2."""


def restore_marks(runs: Sequence[Run]) -> None:
    """Restore the marks of a document in place; ``runs`` are its lines, of :class:`Seen` characters."""
    measured = [wide for run in runs for _, wide in _marks(run) if wide is not None]
    full = sum(measured)
    if len(measured) >= _FEWEST and max(full, len(measured) - full) >= _AGREED * len(measured):
        wanted = _PAIRS if 2 * full > len(measured) else _FULL
        settled = max(full, len(measured) - full) >= _SETTLED * len(measured)
        for run in runs:
            for index, wide in list(_marks(run)):
                seen = run.glyphs[index]
                if isinstance(seen, Seen) and seen.character in wanted and (settled or wide is not (wanted is _FULL)):
                    run.glyphs[index] = seen.restored(wanted[seen.character])
    for run in runs:
        _restore_brackets(run)
        _restore_dashes(run)


def _marks(run: Run) -> Iterator[tuple[int, bool | None]]:
    """Yield the index of each mark that stands in Chinese text, and whether it has a field of its own; None where that is not seen."""
    glyphs = run.glyphs
    pitch = _pitch(run)
    for index, glyph in enumerate(glyphs):
        if glyph[0] not in _PAIRS and glyph[0] not in _FULL:
            continue
        before = glyphs[index - 1] if index else None
        behind = glyphs[index + 1] if index + 1 < len(glyphs) else None
        if any(side is not None and _is_latin(side[0]) for side in (before, behind)) or _in_number(before, behind):
            continue
        if before is None or behind is None or pitch is None or not (_is_han(before[0]) and _is_han(behind[0])):
            yield index, None
        else:
            yield index, _middle(behind) - _middle(before) > _WIDE * pitch


def _restore_brackets(run: Run) -> None:
    """Give the two brackets of a year one form, that of which the recogniser is surer: ``〔2019]`` is ``〔2019〕``."""
    opened: tuple[int, Seen] | None = None
    for index, glyph in enumerate(run.glyphs):
        if not isinstance(glyph, Seen):
            continue
        if glyph.character in _YEAR_BRACKETS:
            opened = (index, glyph)
        elif opened is not None and glyph.character in _YEAR_BRACKETS.values():
            at, other = opened
            if index - at == 5 and _YEAR_BRACKETS[other.character] != glyph.character:
                if other.confidence >= glyph.confidence:
                    run.glyphs[index] = glyph.restored(_YEAR_BRACKETS[other.character])
                else:
                    run.glyphs[at] = other.restored(next(key for key, value in _YEAR_BRACKETS.items() if value == glyph.character))
            opened = None


def _restore_dashes(run: Run) -> None:
    pitch = _pitch(run)
    if pitch is None:
        return
    for index in range(len(run.glyphs) - 2, 0, -1):
        before, dash, behind = run.glyphs[index - 1 : index + 2]
        if dash[0] not in "—-－–" or not (_is_han(before[0]) and _is_han(behind[0])) or not isinstance(dash, Seen):
            continue
        if _middle(behind) - _middle(before) > _DASH * pitch:
            middle = _middle(dash)
            left, right = dash.restored("—"), Seen.at("—", (middle, *dash[2:]), dash.confidence)
            right.observed = ""
            run.glyphs[index : index + 1] = [left, right]


def _pitch(run: Run) -> float | None:
    """Return the distance from one Han character of a line to the next, None where no two stand beside each other."""
    steps = [
        _middle(after) - _middle(before)
        for before, after in zip(run.glyphs, run.glyphs[1:], strict=False)
        if _is_han(before[0]) and _is_han(after[0])
    ]
    return median(steps) if len(steps) >= 2 else None


def _middle(glyph: tuple[str, float, float, float, float]) -> float:
    return glyph.centre if isinstance(glyph, Seen) else (glyph[1] + glyph[3]) / 2


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character == "〇"


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _in_number(before: tuple[str, float, float, float, float] | None, behind: tuple[str, float, float, float, float] | None) -> bool:
    return before is not None and behind is not None and before[0].isdecimal() and behind[0].isdecimal()
