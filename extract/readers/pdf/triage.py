"""Page by page: does the text layer tell what the page shows, or must its image be recognised? With the reason, for the record."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ..encoding import REPLACEMENT
from .sheets import Sheet

__all__ = ["Verdict", "judge"]

Verdict = tuple[bool, str]
"""Whether the text layer is used, and why."""

_COVER: Final = 0.5  # share of a page that an image covers, from which on it may be a scan
_FEW: Final = 30
"""Characters; a scan with no more text than that shows more than its text layer says."""
_LOST: Final = 0.05  # share of characters without a meaning, from which on the layer is garbled
_LOST_ONES: Final = re.compile(f"[{REPLACEMENT}\ue000-\uf8ff\U000f0000-\U0010ffff]")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_ODD: Final = re.compile(r"[^\w\s，。、；：！？（）《》〔〕“”…—,.;:()%/-]")
_LEAST_HAN: Final = 40
_COMMON: Final = 0.6
"""Share of the Han characters that must be of the common ones: running text has more than 95 %, characters at random some 20 %."""


def judge(sheet: Sheet, text: str) -> Verdict:
    """Return the verdict on a page whose text layer says ``text``, furniture left out."""
    size = len(text)
    if not sheet.characters:
        return (False, "no text layer, and an image on the page") if sheet.images > 0.01 else (True, "empty page")
    if sheet.images >= _COVER and size < _FEW:
        rest = "nothing but furniture or a watermark" if not size else f"only {size} characters"
        return False, f"an image covers {sheet.images:.0%} of the page and the text layer holds {rest}"
    flaw = _flaw(text)
    if flaw:
        return False, f"the text layer is garbled: {flaw}"
    if sheet.images >= _COVER and sheet.runs and all(run.invisible for run in sheet.runs):
        return True, "text layer of an earlier recognition under the image of the page"
    return True, f"text layer of {size} characters"


def _flaw(text: str) -> str | None:
    """Return what is wrong with a text layer whose font does not say what its glyphs mean; None for a sound one."""
    if not text:
        return None
    lost = len(_LOST_ONES.findall(text))
    if lost > len(text) * _LOST:
        return f"{lost} of {len(text)} characters have no meaning (U+FFFD or private use)"
    han = _HAN.findall(text)
    common = sum(map(_common().__contains__, han))
    if len(han) >= _LEAST_HAN and common < len(han) * _COMMON:
        return f"only {common} of {len(han)} Han characters are common ones"
    sound = len(text) - len(_ODD.findall(text))
    if len(text) >= _LEAST_HAN and sound < len(text) * _COMMON:
        return f"only {sound} of {len(text)} characters are letters, figures or usual punctuation"
    return None


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Return the Han characters of the first level of GB 2312-80 (3,755) and of Big5 (5,401), ordered there by use."""
    simplified = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = bytes(byte for row in range(0xA4, 0xC7) for cell in cells for byte in (row, cell))
    return frozenset(simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore"))
