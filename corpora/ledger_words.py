"""The words of the target ledger (``data/ledger_words.json``) as patterns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

__all__ = ["Words", "words"]


@dataclass(slots=True, frozen=True)
class Words:
    """The lists as the ledger asks for them; the longest words come first in each."""

    reaching: re.Pattern[str]
    """A verb whose object is a result."""
    opening: re.Pattern[str]
    """Verbs of reaching, modals and adverbs that a phrase begins with."""
    closing: re.Pattern[str]
    """Firm verbs, verbs of change, modals and adverbs at its end."""
    firm: re.Pattern[str]
    """Verbs of reaching that are no part of a noun."""
    paying: re.Pattern[str]
    each: re.Pattern[str]
    thresholds: re.Pattern[str]
    requiring: re.Pattern[str]
    """What makes a whole sentence one of conditions (应有50个以上的成员)."""
    past: re.Pattern[str]
    filled_end: re.Pattern[str]
    """Modals and adverbs at the end of a phrase."""
    filled_start: re.Pattern[str]
    nouns: tuple[str, ...]
    """What behind a figure makes it a target (30亿元投资任务)."""
    tasks: tuple[str, ...]
    """What before a figure makes it a target (投资任务300亿元)."""
    holders: tuple[str, ...]
    general: tuple[str, ...]
    openers: tuple[str, ...]
    reviews: re.Pattern[str]
    plans: re.Pattern[str]
    threshold_headings: re.Pattern[str]
    goal_headings: re.Pattern[str]
    goals: tuple[str, ...]
    """What makes a sentence that constitutes one of goals."""


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the words, read once."""
    data = json.loads((Path(__file__).parent / "data" / "ledger_words.json").read_text(encoding="utf-8"))
    lists = {name: tuple(sorted(value, key=len, reverse=True)) for name, value in data.items() if isinstance(value, list)}
    filler = _any(lists["fillers"])
    return Words(
        reaching=re.compile(_any(lists["reaching"])),
        opening=re.compile(rf"^(?:{filler}|{_any(lists['reaching'])})+"),
        closing=re.compile(rf"(?:{filler}|{_any((*lists['firm'], *lists['changing']))})+$"),
        firm=re.compile(_any(lists["firm"])),
        paying=re.compile(_any(lists["paying"])),
        each=re.compile(_any(lists["each"])),
        thresholds=re.compile(_any(lists["thresholds"])),
        requiring=re.compile(_any(lists["requiring"])),
        past=re.compile(_any(lists["past"])),
        filled_end=re.compile(rf"(?:{filler})+$"),
        filled_start=re.compile(rf"^(?:{filler})+"),
        nouns=lists["nouns"],
        tasks=lists["tasks"],
        holders=lists["holders"],
        general=lists["general"],
        openers=lists["openers"],
        reviews=re.compile(_any(lists["reviews"])),
        plans=re.compile(_any(lists["plans"])),
        threshold_headings=re.compile(_any(lists["threshold_headings"])),
        goal_headings=re.compile(_any(lists["goal_headings"])),
        goals=lists["goals"],
    )


def _any(chosen: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in chosen)
