"""Kinds of official document (文种), read off the end of a title.

The fifteen kinds of 党政机关公文处理工作条例 (2012) art. 8, the names of laws and rules, and those of plans, lists and standards
stand in ``data/document_types.json``, each with the subtype it has in an Akoma Ntoso URI.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from .text import fold, squeeze

__all__ = ["document_subtype", "document_type", "is_bare_type", "is_citable"]

# What stands behind the type inside a title: (试行), (2016-2018年), 2019年版, 第706号.
_TAIL: Final = re.compile(
    r"(?:[(〔\[【][^()〔〕\[\]【】]{0,40}[)〕\]】]"
    r"|(?:(?:19|20)[0-9]{2}[-—–~至]{1,2})?(?:19|20)[0-9]{2}年?(?:修订)?[版本]?"
    r"|第?[0-9一二三四五六七八九十百]{1,6}号"
    r"|[》〉」』”\"])$"
)
_LAWS: Final = frozenset(("法", "条例", "宪法", "條例"))
# Nobody's title is longer; a paragraph that lost its marks may be.
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class _Table:
    subtypes: dict[str, str]
    longest: int
    not_cited: tuple[str, ...]
    works: frozenset[str]
    bare: re.Pattern[str]


def document_type(title: str) -> str | None:
    """Return the 文种 that ``title`` ends in (关于印发…方案的通知: 通知; …实施细则(试行): 细则), or None.

    Brackets, years, editions and numbers behind the type are passed over.
    """
    return _type(_core(title))


def document_subtype(kind: str | None) -> str:
    """Return the subtype of a 文种 in an Akoma Ntoso URI (通知: notice); ``statement`` where the kind is not known."""
    return _table().subtypes.get(kind or "", "statement")


def is_citable(title: str) -> bool:
    """Return whether ``title`` (without its 《》) is the name of one official document, not of a form, a book or any document of a kind."""
    core = _core(title)
    return _type(core) is not None and not core.endswith(_table().not_cited) and not is_bare_type(title)


def is_bare_type(title: str) -> bool:
    """Return whether ``title`` names only a kind of document (《决定》, 《工作方案》): the short name of one that is named elsewhere."""
    core = _core(title)
    table = _table()
    if core in table.works or any(char.isdigit() for char in squeeze(title)[len(core) :]):
        return False
    return table.bare.fullmatch(core) is not None


def _core(title: str) -> str:
    value = squeeze(fold(title[-_LONGEST:])).strip("《》〈〉「」“”\"'")
    for _ in range(4):
        shorter = _TAIL.sub("", value)
        if not shorter or shorter == value:
            break
        value = shorter
    return value


def _type(core: str) -> str | None:
    table = _table()
    for size in range(min(table.longest, len(core)), 0, -1):
        if core[-size:] in table.subtypes:
            return core[-size:]
    return None


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = json.loads((Path(__file__).parent / "data" / "document_types.json").read_bytes())
    subtypes = {entry["type"]: entry["subtype"] for entry in data["types"]}
    modifiers = "|".join(sorted(data["modifiers"], key=len, reverse=True))
    kinds = "|".join(sorted(subtypes, key=len, reverse=True))
    # Laws go by such short names in earnest (《监督法》); only with nothing before the type are they a bare type.
    plain = "|".join(sorted((kind for kind in subtypes if kind not in _LAWS), key=len, reverse=True))
    bare = re.compile(rf"(?:{modifiers}){{0,4}}(?:{plain})|{kinds}")
    return _Table(subtypes, max(map(len, subtypes)), tuple(data["not_cited"]), frozenset(data["works"]), bare)
