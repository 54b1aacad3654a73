"""Code points and UTF-16 code units: Python counts the former, JavaScript the latter, in which 𠮷 and 😀 are two."""

from __future__ import annotations

from bisect import bisect_left

__all__ = ["Utf16"]


class Utf16:
    """The two ways to count one text; made in one pass, each look-up takes the logarithm of the number of astral characters."""

    def __init__(self, text: str) -> None:
        """``text`` is that whose offsets are to be converted."""
        # Nearly all texts have none, and max() tells so in a tenth of the time of the loop.
        self._astral = [index for index, char in enumerate(text) if char > "\uffff"] if text and max(text) > "\uffff" else []
        # Units at which these characters begin.
        self._units = [index + count for count, index in enumerate(self._astral)]

    def to_units(self, offset: int) -> int:
        """Return the UTF-16 offset of the code point offset ``offset``, which may lie beyond the text."""
        return offset + bisect_left(self._astral, offset)

    def to_points(self, offset: int) -> int | None:
        """Return the code point offset of the UTF-16 offset ``offset``; null where that is inside a character."""
        before = bisect_left(self._units, offset)
        if before and self._units[before - 1] == offset - 1:
            return None
        return offset - before
