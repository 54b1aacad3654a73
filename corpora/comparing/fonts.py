"""A font with Chinese characters among those that are installed: no picture shows boxes in their place."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ...schemas.errors import FontNotFoundError

__all__ = ["chinese_fonts", "printable"]

# Best first: sans serif of the mainland, then of other standards, then serif and brush.
_KNOWN: Final[tuple[str, ...]] = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK JP",
    "Noto Sans CJK TC",
    "Droid Sans Fallback",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "AR PL UMing CN",
    "AR PL UKai CN",
)
_SAMPLE: Final = "国标亿元增镇縣"
_MISSING: Final = "〓"
"""The geta mark, which printers set for a character that they lack."""


@lru_cache(maxsize=1)
def chinese_fonts() -> tuple[str, ...]:
    """Return the names of installed fonts with Chinese characters, best first, at most three.

    Raises :class:`FontNotFoundError` where there is none.
    """
    from matplotlib.font_manager import fontManager

    installed = {entry.name for entry in fontManager.ttflist}
    found: list[str] = [name for name in _KNOWN if name in installed and _has(name, _SAMPLE)]
    if not found:
        found = [name for name in sorted(installed) if _has(name, _SAMPLE)]
    if not found:
        raise FontNotFoundError(
            "no installed font has Chinese characters, and a picture would show boxes; install one: apt install fonts-noto-cjk, "
            "or fonts-wqy-zenhei (then remove the font list in matplotlib's cache, if it was made before)"
        )
    return tuple(found[:3])


def printable(text: str) -> str:
    """Return ``text`` with the geta mark 〓 for each character that none of the fonts has."""
    known = _characters()
    return "".join(char if ord(char) in known or char == "\n" else _MISSING for char in text)


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    from matplotlib.font_manager import fontManager, get_font

    return frozenset(code for name in (*chinese_fonts(), "DejaVu Sans") for code in get_font(fontManager.findfont(name)).get_charmap())


def _has(name: str, characters: str) -> bool:
    from matplotlib.font_manager import fontManager, get_font

    try:
        font = get_font(fontManager.findfont(name, fallback_to_default=False))
    except (OSError, RuntimeError, ValueError):
        return False  # a font that is listed and cannot be read
    return all(font.get_char_index(ord(char)) for char in characters)
