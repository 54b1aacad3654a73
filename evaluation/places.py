"""Places against their codes: the jurisdiction of a notice, the rows of its rosters and the items of its allocations.

The gold files name places but give no codes. Those are facts of GB/T 2260, kept in ``places.json`` for the notices that have
rosters or allocations of places.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ..schemas.notice import Notice
from .findings import plain
from .metrics import Score

__all__ = ["score_places"]

_TABLE: Final = Path(__file__).with_name("places.json")


def score_places(text: str, notice: Notice) -> Score | None:
    """Return how many codes of ``notice`` are as the table says for the gold text named ``text`` (without ending); null where it has none.

    A code that differs is both missed and extra, one that is lacking is missed; places that the table does not name do not count.
    """
    wanted = _table().get(text)
    if wanted is None:
        return None
    codes = dict(_codes(notice))
    result = Score()
    for name, accepted in wanted.items():
        code = codes.get(name)
        if code in accepted:
            result.found += 1
            continue
        result.missed.append(f"{name} {accepted[0]} (found {code or 'none'})")
        if code:
            result.extra.append(f"{name} {code}")
    return result


def _codes(notice: Notice) -> Iterator[tuple[str, str | None]]:
    yield "region", notice.metadata.region.code if notice.metadata.region else None
    for roster in notice.rosters:
        for row in roster.entries:
            yield f"row {row.number}", row.region_code
    for group in notice.lists:
        if group.kind == "allocations":
            for item in group.items:
                yield f"item {plain(item.name)}", item.region_code


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    data = json.loads(_TABLE.read_bytes())
    return {text: dict(_wanted(entry)) for entry in data["documents"] for text in entry["texts"]}


def _wanted(entry: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    yield "region", [entry["region"]]
    for kind, key in (("row", "rows"), ("item", "items")):
        for name, codes in entry.get(key, {}).items():
            if codes is not None:
                yield f"{kind} {name}", [codes] if isinstance(codes, str) else codes
