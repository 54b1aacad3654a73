"""Which indicators are alike: 固定资产投资额, 全社会固定资产投资 and 试点镇固定资产投资增速 are all told of 固定资产投资.

The rule, in order; the wording of the notice is kept beside the key:

1. blanks, quotation marks and brackets, and the name of the jurisdiction before it (全市, 我省), are left out;
2. a word for change at the end is left out (增速, 增幅): that the figure is a change is said by the measure of the target;
3. short forms become long ones (规上, GDP, 投资额);
4. a wording of a known indicator becomes its name (``data/indicator_keys.json``);
5. so does one that stands behind a place or kind of place (试点镇GDP); what stands before it is its scope. A branch or kind before it
   (工业固定资产投资, 民间投资) makes it another indicator, and it stays;
6. of things that are counted, 数, 数量, 总数 at the end is left out.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..extract.text import squeeze

__all__ = ["Key", "indicator_key"]

_MARKS: Final = re.compile(r"[“”\"‘’《》〈〉()（）]")
_TIMES: Final = re.compile(r"(?:的|今年|当年|全年|本年|年度|每年|累计|完成)+$")
_LEAST: Final = 2


class Key(NamedTuple):
    """What an indicator is grouped by, and the place or kind of place that stood before it."""

    key: str
    scope: str | None


@lru_cache(maxsize=4096)
def indicator_key(indicator: str) -> Key:
    """Return the key of an indicator as written: one wording for all that are alike by the rule above."""
    data = _data()
    names: dict[str, str] = data["wordings"]
    phrase = _MARKS.sub("", squeeze(indicator))
    phrase = _without(phrase, data["places"], at_end=False)
    phrase = names.get(phrase, phrase)
    phrase = _without(phrase, data["rates"], at_end=True)
    for short, long in data["parts"].items():
        phrase = phrase.replace(short, long)
    if phrase in names:
        return Key(names[phrase], None)
    for at in range(1, len(phrase) - 1):
        name = names.get(phrase[at:])
        before = _TIMES.sub("", phrase[:at]) if name is not None else ""
        if name is not None and before.endswith(data["holders"]):
            return Key(name, before)
    return Key(_without(phrase, data["numbers"], at_end=True), None)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "indicator_keys.json").read_text(encoding="utf-8"))
    data["wordings"] = {wording: name for name, wordings in data["names"].items() for wording in (name, *wordings)}
    data["holders"] = tuple(data["holders"])
    return data


def _without(phrase: str, endings: list[str], *, at_end: bool) -> str:
    for ending in endings:
        rest = phrase.removesuffix(ending) if at_end else phrase.removeprefix(ending)
        if rest != phrase and len(rest) >= _LEAST:
            return rest
    return phrase
