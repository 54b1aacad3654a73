"""The query language: what a query asks for, read once and held as phrases and filters.

Words that stand apart must all be in a passage, each as it is written; a phrase in quotation marks keeps its blanks; ``-word`` keeps out,
``OR`` joins two neighbours. Fields: ``agency:``, ``region:``, ``year:``, ``type:``, ``norm:``, ``actor:``, or their Chinese names; several
values of one are joined by ``|``. Nothing of the text is ever read as a query of SQLite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, get_args

from ...extract.regions import divisions
from ...schemas.errors import QueryFormatError
from ...schemas.norms import NormType
from ..store.folding import fold_words

__all__ = ["Field", "Filter", "Query", "parse_query"]

Field = Literal["agency", "region", "year", "type", "norm", "actor"]
_NAMES: Final[dict[str, Field]] = {
    **{name: name for name in get_args(Field)},
    "发文机关": "agency",
    "机关": "agency",
    "地区": "region",
    "区划": "region",
    "年份": "year",
    "文种": "type",
    "规范": "norm",
    "主体": "actor",
}
_QUOTES: Final = '"“”„‟＂「」'
_ITEM: Final = re.compile(
    rf"(?P<minus>[-－](?=\S))?(?:(?P<field>[A-Za-z_]+|{'|'.join(_NAMES)})[:：](?!//))?"
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}])?|(?P<word>[^\s{_QUOTES}]+))?"
)
_YEARS: Final = re.compile(r"(?P<first>[0-9]{4})?(?P<to>\.\.|-)?(?P<last>[0-9]{4})?")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2099
_LONGEST: Final = 1000
"""Characters of a query; more is a text that was pasted by mistake."""
_MOST_ITEMS: Final = 32
_HELP: Final = 'write words parted by blanks, "a phrase", -word, this OR that, and fields: agency: region: year: type: norm: actor:'


@dataclass(frozen=True, slots=True)
class Filter:
    """A field and its values, one of which must be."""

    field: Field
    values: tuple[str, ...]
    """Searched forms of names and types; codes without idle zeros (3206); years; types of norms."""


@dataclass(slots=True)
class Query:
    """What a query asks for: all of ``phrases`` and ``filters``, none of ``without`` and ``without_filters``."""

    phrases: list[tuple[str, ...]] = field(default_factory=list)
    """Searched forms; of those in one tuple any."""
    filters: list[Filter] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    without_filters: list[Filter] = field(default_factory=list)


class _Item(NamedTuple):
    minus: bool
    what: str | Filter | None
    """A phrase, a filter, or None for OR."""
    written: str


def parse_query(text: str) -> Query:
    """Return what ``text`` asks for.

    Widths, scripts and kinds of quotation marks do not matter. Raises :class:`QueryFormatError`, which says what to write instead, where
    it cannot be read or asks for nothing.
    """
    if len(text) > _LONGEST:
        raise QueryFormatError(f"a query of {len(text):,} characters is longer than {_LONGEST:,}; search for a part of it")
    items = list(_items(text))
    if len(items) > _MOST_ITEMS:
        raise QueryFormatError(f"a query of {len(items)} terms has more than {_MOST_ITEMS}; search for some of them")
    query = Query()
    for place, item in enumerate(items):
        if item.what is None:
            _check_or(items, place)
        elif item.minus:
            _add_to(query.without, query.without_filters, item.what)
        elif place and items[place - 1].what is None:
            _join(query, items[place - 2], item)
        elif isinstance(item.what, Filter):
            query.filters.append(item.what)
        else:
            query.phrases.append((item.what,))
    if not query.phrases and not query.filters:
        denied = query.without or query.without_filters
        problem = "says only what to keep out; say also what to look for" if denied else f"asks for nothing; {_HELP}"
        raise QueryFormatError(f"the query {text!r} {problem}")
    return query


def _items(text: str) -> Iterator[_Item]:
    position = 0
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        if position == len(text):
            return
        match = _ITEM.match(text, position)
        if match is None or match.end() == position:
            raise AssertionError("whatever is no blank begins an item")
        position = match.end()
        item = _item(match)
        if item is not None:
            yield item


def _item(match: re.Match[str]) -> _Item | None:
    """Return an item; None where it holds no word (a mark of punctuation alone is one, a zero-width blank is not)."""
    written, name, quoted = match[0], match["field"], match["quoted"]
    if quoted is not None and match["closed"] is None:
        raise QueryFormatError(f"{written[:80]!r}: the quotation mark is not closed; close it, or leave it out")
    value = quoted if quoted is not None else match["word"] or ""
    minus = match["minus"] is not None
    if name is None:
        if value in {"OR", "AND"} and quoted is None and not minus:
            return _Item(minus=False, what=None, written=written) if value == "OR" else None
        folded = fold_words(value)
        return _Item(minus, folded, written) if folded else None
    if name.lower() not in _NAMES:
        fields = ", ".join(get_args(Field))
        raise QueryFormatError(f'{written[:80]!r}: there is no field {name}; fields are {fields}; to search for the words put them in "…"')
    return _Item(minus, _filter(_NAMES[name.lower()], value, written), written)


def _check_or(items: list[_Item], place: int) -> None:
    around = [items[at] if 0 <= at < len(items) else None for at in (place - 1, place + 1)]
    if any(item is None or item.what is None or item.minus for item in around):
        raise QueryFormatError('OR stands between two words, phrases or fields that are looked for; to search for the word write "OR"')


def _add_to(phrases: list[str], filters: list[Filter], what: str | Filter) -> None:
    if isinstance(what, Filter):
        filters.append(what)
    else:
        phrases.append(what)


def _join(query: Query, before: _Item, item: _Item) -> None:
    """Add an alternative to what stands before OR."""
    if isinstance(item.what, str) and isinstance(before.what, str):
        query.phrases[-1] += (item.what,)
    elif isinstance(item.what, Filter) and isinstance(before.what, Filter) and item.what.field == before.what.field:
        query.filters[-1] = Filter(item.what.field, (*query.filters[-1].values, *item.what.values))
    else:
        both = f"{before.written} OR {item.written}"[:160]
        raise QueryFormatError(f"{both!r}: OR joins words with words, or values of one field; make two searches of it")


def _filter(name: Field, value: str, written: str) -> Filter:
    values = [part for part in re.split(r"[|｜]", value) if part.strip()]
    if not values:
        raise QueryFormatError(f"{written[:80]!r}: the field {name} has no value; {_EXAMPLES[name]}")
    readers = {"region": _regions, "year": _years, "norm": _norm_types, "agency": _name, "actor": _name}
    read = readers.get(name)
    found = [item for part in values for item in (read(part) if read else (fold_words(part),))]
    if not all(found):
        raise QueryFormatError(f"{written[:80]!r}: this is no value of the field {name}; {_EXAMPLES[name]}")
    return Filter(name, tuple(dict.fromkeys(found)))


_EXAMPLES: Final[dict[Field, str]] = {
    "agency": "give two or more characters of the agency's name: agency:浙江省人民政府",
    "region": "give a division by name or code of GB/T 2260: region:南通市, region:320600",
    "year": "give a year, or the first and the last: year:2018, year:2016..2019, year:2016..",
    "type": "give a document type (文种): type:通知",
    "norm": f"give a type of norm: norm:obligation; types are {', '.join(get_args(NormType))}",
    "actor": "give two or more characters of the name of who acts: actor:财政局",
}


def _name(value: str) -> list[str]:
    folded = fold_words(value)
    return [folded if len(folded) > 1 else ""]


def _regions(value: str) -> list[str]:
    """Return the codes, without idle zeros, of the divisions that a name or code means; several where the name is that of several."""
    value = fold_words(value)
    codes = [value.ljust(6, "0")] if re.fullmatch(r"[0-9]{2}|[0-9]{4}|[0-9]{6}", value) else [item.code for item in divisions(value)]
    return [re.sub(r"(?:00)+$", "", code) for code in codes] or [""]


def _years(value: str) -> list[str]:
    match = _YEARS.fullmatch(fold_words(value))
    if match is None or not (match["first"] or match["last"]) or (match["last"] and not match["to"]):
        return [""]
    first = int(match["first"] or _FIRST_YEAR)
    last = int(match["last"] or (_LAST_YEAR if match["to"] else first))
    return [str(year) for year in range(max(first, _FIRST_YEAR), min(last, _LAST_YEAR) + 1)] or [""]


def _norm_types(value: str) -> list[str]:
    return [value if value in get_args(NormType) else ""]
