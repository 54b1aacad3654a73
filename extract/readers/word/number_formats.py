"""Numbers as Word's automatic numbering writes them: ``w:numFmt`` of ECMA-376 (ST_NumberFormat), the formats that notices use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ...numerals import to_chinese

__all__ = ["BULLETS", "format_number", "symbol"]

_POSITIONAL: Final = "〇一二三四五六七八九"
_LEGAL: Final = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_TRADITIONAL: Final = str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟")
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
    (4, "IV"), (1, "I"),
)  # fmt: skip
BULLETS: Final = {
    0x6C: "●", 0x6E: "■", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA3: "□", 0xA8: "◻",
    0xB7: "•", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x52: "☑", 0x54: "☒",
}  # fmt: skip
"""Characters of the fonts Wingdings, Wingdings 2 and Symbol that forms and lists use, by code."""


def format_number(number: int, form: str) -> str | None:
    """Return ``number`` in the number format ``form``; None for a format that is not known here (write it in decimals, and say so)."""
    writer = _WRITERS.get(form)
    return writer(number) if writer is not None else None


def symbol(char: str) -> str:
    """Return the character that a private-use code (U+F000..U+F0FF, as Word stores symbol fonts) looks like, or itself."""
    code = ord(char)
    return BULLETS.get(code - 0xF000, char) if 0xF000 <= code <= 0xF0FF else char


def _series(first: int, count: int) -> Callable[[int], str]:
    """Return a writer by the code points from ``first`` on; decimals where those end, as Word does."""
    return lambda number: chr(first + number - 1) if 1 <= number <= count else str(number)


def _cycle(chars: str) -> Callable[[int], str]:
    return lambda number: chars[(number - 1) % len(chars)] if number > 0 else str(number)


def _letters(first: str) -> Callable[[int], str]:
    """Return a writer a..z, aa, bb, … as Word counts on."""
    return lambda number: chr(ord(first) + (number - 1) % 26) * min((number - 1) // 26 + 1, 30) if number > 0 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _positional(number: int) -> str:
    return "".join(_POSITIONAL[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def _counting(number: int) -> str:
    """Return 一, 十, 十一 … 九十九, and from 一〇〇 on digit by digit."""
    return to_chinese(number) if 0 < number < 100 else _positional(number)


def _thousand(number: int) -> str:
    return to_chinese(number) or _positional(number)


def _japanese(number: int) -> str:
    """Return 百一 where Chinese counts 一百零一."""
    text = _thousand(number).replace("零", "")
    return text[1:] if text.startswith(("一百", "一千")) else text


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) if digit.isdigit() else digit for digit in str(number))


def _circled(number: int) -> str:
    for first, start, end in ((0x2460, 1, 20), (0x3251, 21, 35), (0x32B1, 36, 50)):
        if start <= number <= end:
            return chr(first + number - start)
    return str(number)


_WRITERS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalHalfWidth": str,
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "decimalEnclosedParen": _series(0x2474, 20),
    "decimalEnclosedFullstop": _series(0x2488, 20),
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": lambda number: f"{number}{'th' if 10 < number % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    **dict.fromkeys(("chineseCounting", "taiwaneseCounting"), _counting),
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand"), _thousand),
    "japaneseCounting": _japanese,
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _positional),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _series(0x3280, 10),
    "chineseLegalSimplified": lambda number: _thousand(number).translate(_LEGAL),
    **dict.fromkeys(("ideographLegalTraditional", "japaneseLegal"), lambda number: _thousand(number).translate(_LEGAL_TRADITIONAL)),
    "none": lambda _: "",
}
