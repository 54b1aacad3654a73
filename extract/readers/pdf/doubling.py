"""Text in which every character stands twice (中中华华): false bold that an earlier conversion wrote into the text itself."""

from __future__ import annotations

import re
from typing import Final

from ....schemas.notice import NoticeWarning, Repair
from ...page import Page

__all__ = ["doubled_text"]

_DOUBLED: Final = re.compile(r"(?:(\S)\1){4,100}")
_VARIED: Final = 3
"""Different characters at least: …… and 〇〇〇〇 are no text drawn twice."""


def doubled_text(page: Page) -> list[Repair]:
    """Return a proposal for each stretch of doubled characters, and warn of them; the text itself stays as it is."""
    found: list[Repair] = []
    for match in _DOUBLED.finditer(page.text):
        proposed = match[0][::2]
        if len(set(proposed)) < _VARIED:
            continue
        found.append(Repair(match.start(), match.end(), match[0], "doubled", match[0], proposed, 0.98, "doubled-glyphs"))
    if found:
        first = found[0]
        message = f"{len(found)} stretches with every character written twice ({first.exact[:8]}…), as false bold leaves them; see repairs"
        page.warnings.append(NoticeWarning("doubled-glyphs", message, first.start, first.end))
    return found
