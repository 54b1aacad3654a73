"""Modals (情态词): the words that say of themselves what kind of norm a sentence is."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from ...schemas.norms import NormType
from ..script import simplify
from ..text import squeeze

__all__ = ["is_modal"]

_LONGEST_LEAD = 2
"""Characters before a modal that make one word with it: 均可, 还应当."""


def is_modal(words: str, kind: NormType | None = None) -> bool:
    """Return whether ``words`` are a modal, in any script: one of norms of ``kind``, or of any."""
    plain = simplify(squeeze(words), "mixed")[0]
    modals = _modals()
    fitting = [(name, modal) for name, listed in modals.items() for modal in listed if _ends(plain, modal)]
    if not fitting:
        return False
    longest = max(len(modal) for _, modal in fitting)  # 不可 ends in 可 and is no permission
    return any(len(modal) == longest and kind in (None, name) for name, modal in fitting)


def _ends(words: str, modal: str) -> bool:
    return words.endswith(modal) and len(words) - len(modal) <= _LONGEST_LEAD


@lru_cache(maxsize=1)
def _modals() -> dict[str, list[str]]:
    data = Path(__file__).parents[1].joinpath("data", "proposals.json")
    modals: dict[str, list[str]] = json.loads(data.read_text(encoding="utf-8"))["modals"]
    return modals
