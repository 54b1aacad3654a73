"""What is left of a text when some stretches of it are passed over."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["open_stretches"]


def open_stretches(length: int, masked: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches of a text of ``length`` characters that lie outside ``masked`` (in any order, may overlap)."""
    stretches: list[tuple[int, int]] = []
    position = 0
    for start, end in sorted(masked):
        if start > position:
            stretches.append((position, start))
        position = max(position, end)
    if position < length:
        stretches.append((position, length))
    return stretches
