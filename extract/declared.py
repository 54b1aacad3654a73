"""Declared counts: what a notice says a roster holds (共计55个,其中:成长类13个,…;建制镇24个,非建制镇31个)."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from .numerals import to_int

__all__ = ["declared_counts", "declared_elsewhere", "group_heading", "measures", "roster_words"]

_FIGURE = r"(\d{1,6}|[一二三四五六七八九十百千零两]{1,7})"
_NO_NAME = re.compile(r"[\d。;:,!?]")
_GROUP_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十百]{1,4}\s*[、.]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[批类组]\s*[:、]?)\s*"
)


@lru_cache(maxsize=1)
def roster_words() -> dict[str, Any]:
    """Return the words of rosters (data/roster_words.json): titles, measures, column names."""
    words: dict[str, Any] = json.loads(Path(__file__).with_name("data").joinpath("roster_words.json").read_text(encoding="utf-8"))
    return words


@lru_cache(maxsize=1)
def measures() -> str:
    """Return the measure words of rosters as a regex class (个, 家, 名 …)."""
    return "[" + "".join(roster_words()["measures"]) + "]"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    unit = measures()
    total = re.compile(rf"(?:共计?|合计|总计|共有|总数为?|总共)\s?[^\d,。;:]{{0,12}}?{_FIGURE}\s?{unit}")
    titled = re.compile(rf"(?:\(|\s)(?:共|共计|计)?\s?{_FIGURE}\s?{unit}\s?\)$")
    part = re.compile(rf"([^\d,、。;:()]{{1,20}}?)\s?(?:有|为|共|:)?\s?{_FIGURE}\s?{unit}(?![\u4e00-\u9fff])")
    heading = re.compile(rf"^([^\d()]{{2,20}}(?:\([^()\d]{{1,10}}\))?)\s?(?:\(|:|共|,|\s)\s?(?:共|共计|计)?\s?{_FIGURE}\s?{unit}\s?\)?:?$")
    return total, titled, part, heading


def declared_counts(text: str) -> tuple[int, tuple[int, int], list[tuple[str, int, int, int]]] | None:
    """Return (total, its offsets, parts) that a line declares, or None.

    ``text`` is a line of a view. Each part is (name, count, start, end): what follows 其中, one for each named class.
    """
    total_at, titled_at, part_at, _ = _patterns()
    match = total_at.search(text) or titled_at.search(text)
    count = to_int(match[1]) if match else None
    if match is None or count is None:
        return None
    parts: list[tuple[str, int, int, int]] = []
    inner = re.search(r"其中|包括|分别为|分别是", text[match.end() :])
    if inner:
        at = match.end() + inner.end()
        for found in part_at.finditer(text, at):
            number = to_int(found[2])
            name = found[1].strip(" ,:和及与")
            if number is not None and name:
                parts.append((name, number, found.start() + len(found[1]) - len(found[1].lstrip()), found.end()))
    return count, match.span(), parts


def declared_elsewhere(text: str, annex: int) -> tuple[int, tuple[int, int]] | None:
    """Return (total, its offsets) that the text declares where it refers to annex ``annex`` (认定…等276个镇(名单见附件1)), or None."""
    for match in _referring().finditer(text):
        count = to_int(match["count"])
        if count is not None and (not match["annex"] or to_int(match["annex"]) == annex):
            return count, match.span("figure")
    return None


@lru_cache(maxsize=1)
def _referring() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<figure>(?P<count>[0-9]{{1,6}})\s?{measures()}[^\d,。;()\n]{{0,12}})"
        r"\((?:具体|详细|公示)?(?:名单|名录|目录|清单)(?:及[^()]{1,10})?(?:详见|见|附后|另附)(?:附[件表]\s?(?P<annex>[0-9一二三四五六七八九十]{0,2}))?"
    )


def group_heading(text: str) -> tuple[str, int | None] | None:
    """Return (name, declared count) where a line heads a group of a roster: 长春市(12个), 一、示范企业(10家), 四平市. (count None)."""
    label = _GROUP_LABEL.match(text)
    plain = text[label.end() :] if label else text
    match = _patterns()[3].match(plain)
    if match is not None:
        return match[1].strip(), to_int(match[2])
    if not 2 <= len(plain) <= 20 or _NO_NAME.search(plain):
        return None
    return plain, None
