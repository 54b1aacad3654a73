"""Page-chunk marks: the traces of document-sharing sites, found so that the rules can read over them.

Such sites cut a text into chunks of a few hundred characters and number them; copied out, the number stands at the start of
a line in the middle of a sentence (…国家发展⏎2、改革委…) and looks like a clause label. The marks stay in the sacred text;
the view that the rules read has them, and the line breaks before them, cut out.
"""

from __future__ import annotations

import re
from statistics import median

from ..text import View
from .findings import Structural, repair

__all__ = ["MIN_CHUNK", "find_chunk_marks"]

MIN_CHUNK = 150
"""Characters; a chunk is a screenful of running text. Numbered paragraphs of notices are far shorter or end in a full stop."""

_MARK = re.compile(r"(\d{1,4})[、.]\s*")
_UNFINISHED = re.compile(r"[^。;:!?.)”》』\]〕]$")


def find_chunk_marks(view: View) -> list[Structural]:
    """Return the chunk marks of ``view``, each with the line break before it; empty where the numbers are ordinary labels.

    They are chunk marks only if nearly every line is one numbered chunk, the numbers run on from the first, the chunks are
    long, and at least half of them break off in mid-sentence: a list of provisions fails at least two of these.
    """
    lines = view.lines
    marks = [_MARK.match(line.text) for line in lines]
    numbered = [(line, mark) for line, mark in zip(lines, marks, strict=True) if mark]
    if len(numbered) < 2 or len(numbered) < 0.8 * len(lines):
        return []
    numbers = [int(mark[1]) for _, mark in numbered]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return []
    if median(len(line.text) for line, _ in numbered) < MIN_CHUNK:
        return []
    broken = sum(1 for line, _ in numbered[:-1] if _UNFINISHED.search(line.text))
    if 2 * broken < len(numbered) - 1:
        return []
    starts = {line.start: mark for line, mark in numbered}
    found = []
    end_before = 0
    for line in lines:
        mark = starts.get(line.start)
        if mark is not None:
            place = (end_before, line.start + mark.end())
            found.append(Structural(repair(view, place, "chunk-mark", "", 0.95, "number of a page chunk", reversible=True), [place]))
        end_before = line.end
    return found
