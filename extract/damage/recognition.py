"""Confusions of recognition (OCR): characters of like shape in compounds that do not exist, letters among figures."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from ...schemas.notice import Repair
from ..text import View
from .findings import repair

__all__ = ["find_confusions"]

_LETTER: Final = re.compile(r"[OoIl](?=[0-9OoIl]{0,3}[年月日%号])")
_FIGURES: Final = re.compile(r"[0-9OoIl]{2,6}$")
_AS_DIGIT: Final = str.maketrans("OoIl", "0011")


def find_confusions(view: View) -> list[Repair]:
    """Return impossible compounds (己经, 末来, 收人) and figures with letters in them (2O19年), with what they stand for."""
    table = _table()
    found = [
        repair(view, match.span(), "recognition", table[match[0]], 0.85, "a compound that does not exist", reversible=True)
        for match in _compounds().finditer(view.text)
    ]
    done = 0
    for match in _LETTER.finditer(view.text):
        if match.start() < done:
            continue
        figures = _FIGURES.search(view.text, max(0, match.start() - 5), _end_of_figures(view.text, match.start()))
        if figures is None or not any(char.isdigit() for char in figures[0]) or _joins_word(view.text, figures.start()):
            continue
        done = figures.end()
        proposed = figures[0].translate(_AS_DIGIT)
        found.append(repair(view, figures.span(), "recognition", proposed, 0.85, "letters among figures", reversible=True))
    return found


def _end_of_figures(text: str, at: int) -> int:
    while at < len(text) and text[at] in "0123456789OoIl":
        at += 1
    return at


def _joins_word(text: str, start: int) -> bool:
    return start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    data = json.loads((Path(__file__).parents[1] / "data" / "recognition_confusions.json").read_bytes())
    table: dict[str, str] = data["compounds"]
    return table


@lru_cache(maxsize=1)
def _compounds() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_table(), key=len, reverse=True))))
