"""Bounds on markup: what no page of a notice has, and what would cost the HTML parser time or memory without bound.

The parser follows the HTML standard, and the standard's tree construction costs the square of the depth, of the attributes of one
tag, and of the formatting elements (``<font>``, ``<b>``) left open over many paragraphs. Markup beyond reason is therefore thinned
out before it is parsed: only tags go, never text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ..limits import current

__all__ = ["DEEPEST", "bounded", "deepest"]

DEEPEST: Final = 1500
"""Elements inside one another; real pages stay below 100."""
_MOST_FORMATTING: Final = 30
"""Formatting elements open at once; each new paragraph repeats them all."""
_MOST_SEPARATORS: Final = 300
"""Blanks, ``/`` and ``=`` in one tag: about twice its attributes."""
_LONG_TAG: Final = 2000
_FEW: Final = 2000
"""With fewer tags, and less text than :data:`_SHORT`, no nesting can cost much."""
_SHORT: Final = 100_000

# Tags as the standard cuts them (13.2.5): a quote counts only as the value of an attribute, and "<" may stand in names and values.
_TAG: Final = re.compile(
    r"""
    <(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)
    (?: [\s/]++
      | (?:=|[^\s/>=])[^\s/>=]*+ (?: \s*+=\s*+ (?:"[^"]*+"|'[^']*+'|(?!["'])[^\s>]*+) | (?!\s*+=) )
    )*+
    (?P<end>>?)
    | <!--|<!\[CDATA\[|<[!?]|</(?!>)
    """,
    re.VERBOSE,
)
# Where comments end, and what the standard calls bogus comments (<!x>, <?x>, </ x>).
_ENDS: Final = {"<!--": re.compile("--!?>"), "<![CDATA[": re.compile("]]>")}
_BOGUS_END: Final = re.compile(">")
_START: Final = re.compile(r"<([a-zA-Z][^\s/<>]*)")
_SEPARATOR: Final = re.compile(r"[\s/=]")
# Elements without an end tag, and those that the parser ends by itself and that nest in nothing but what is counted.
_FLAT: Final = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"),
        *("p", "html", "head", "body"),
    )
)
# The parts of a table, with what each may stand in; one of them ends what is open below that.
_SECTIONS: Final = ("table", "tbody", "thead", "tfoot")
_CELLS: Final = {
    **dict.fromkeys(("caption", "colgroup", "tbody", "thead", "tfoot"), ("table",)),
    "tr": _SECTIONS,
    "td": ("tr", *_SECTIONS),
    "th": ("tr", *_SECTIONS),
}
_ITEMS: Final = {"li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt")}
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
# Inside <select> the parser ignores all other end tags.
_IN_CHOICES: Final = frozenset(("select", "option", "optgroup", "template", "table"))
_OPTIONS: Final = frozenset(("option", "optgroup"))
_ANNOTATIONS: Final = frozenset(("rb", "rp", "rt", "rtc"))
# The standard's formatting elements; but for <a>, of which only one can be open.
_FORMATTING: Final = frozenset(("b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"))
# These end without ending what stands inside them.
_LOOSE: Final = _FORMATTING | {"a", "form"}
_FOREIGN: Final = ("svg", "math", "template")
# What an end tag does not reach over (has an element in scope); what <li> does not; what the end of an inline element does not.
_MARKERS: Final = frozenset(("table", "applet", "marquee", "object", "template", "svg", "math", "foreignobject", "desc"))
_BARRIERS: Final = _MARKERS | frozenset(
    (
        *("article", "aside", "blockquote", "button", "center", "dd", "details", "dialog", "dir", "dl", "dt", "fieldset", "figcaption"),
        *("figure", "footer", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "iframe", "li", "listing", "main"),
        *("menu", "nav", "noembed", "noframes", "noscript", "ol", "plaintext", "pre", "script", "search", "section", "select", "style"),
        *("summary", "textarea", "title", "ul", "xmp"),
    )
)
_SPECIAL: Final = _BARRIERS | {"div", "address"}
# These end drawings and formulas that they stand in, but inside those of the second line.
_BREAKOUT: Final = frozenset(
    (
        *("b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "head", "hr", "i", "img", "li"),
        *("listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strong", "strike", "sub", "sup", "table"),
        *("tt", "u", "ul", "var", *_HEADINGS),
    )
)
_INTEGRATION: Final = frozenset(("foreignobject", "desc", "title", "mi", "mo", "mn", "ms", "mtext", "annotation-xml"))
_RAW: Final = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))

_RAW_END: Final = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}


def bounded(markup: str, *, name: str) -> tuple[str, bool]:
    """Return the markup with tags beyond the bounds taken out, and whether elements nested too deep were among them.

    Raises :class:`SourceTooLargeError` for more tags than one document may have.
    """
    tags = markup.count("<")
    current().check_tags(tags, name=name)
    if (tags < _FEW and len(markup) < _SHORT) or _is_harmless(markup):
        return markup, False
    census = _census(markup)
    if census.formatting > _MOST_FORMATTING:
        markup = _replaced(markup, lambda name, _: "" if name in _FORMATTING else None)
        census = _census(markup)  # formatting ends drawings, so that without it others may be deeper
    if census.deepest > DEEPEST:
        markup = _replaced(markup, lambda name, depth: "<br>" if name not in _FLAT and depth >= DEEPEST else None)
    if census.crowded:
        markup = _replaced(markup, lambda _name, _depth: None)
    return markup, census.deepest > DEEPEST


def deepest(markup: str) -> int:
    """Return how many elements of ``markup`` stand inside one another; rather too many than too few."""
    census = _census(markup)
    return census.deepest + census.formatting


def _is_harmless(markup: str) -> bool:
    """Whether the start tags alone say that nothing is beyond the bounds, were none of them ever closed: a look without a census."""
    names = Counter(map(str.lower, _START.findall(markup)))
    # Cells nest in tables only, and items of one list in other elements only: at worst they double the depth.
    alone = _FLAT if names.keys() & set(_FOREIGN) else _FLAT | _CELLS.keys()
    if not ("li" in names and names.keys() & {"dd", "dt"}):
        alone |= _ITEMS.keys()
    nested = sum(count for name, count in names.items() if name not in alone)
    formatting = sum(names[name] for name in _FORMATTING)
    if nested > DEEPEST or formatting > _MOST_FORMATTING:
        return False
    return all(found.end() - found.start() <= _LONG_TAG for found in _TAG.finditer(markup))


class _Open:
    """The elements that are open, as the parser's tree construction has them (HTML standard, 13.2.6), deeper rather than shallower."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.places: dict[str, list[int]] = defaultdict(list)
        """Where in ``names`` each name stands, and each of the three kinds of borders."""
        self.loose: Counter[str] = Counter()

    @property
    def depth(self) -> int:
        """How many elements are inside one another, formatting left aside."""
        return len(self.names) + self.loose["form"] + self.loose["a"]

    @property
    def formatting(self) -> int:
        """How many formatting elements are open."""
        return sum(self.loose[name] for name in _FORMATTING)

    @property
    def foreign(self) -> bool:
        """Whether a drawing or a formula is open."""
        return bool(self.places["svg"] or self.places["math"])

    @property
    def tokenized(self) -> bool:
        """Whether the parser reads what follows <script>, <title> and their like as text: not in drawings and choices."""
        return not any(self.places[name] for name in (*_FOREIGN, "select"))

    def start(self, name: str) -> None:
        """Open an element, and end those that the parser ends there."""
        if name in _BREAKOUT:
            self._break_out()
        if name in _FLAT:
            return
        if name in _LOOSE:
            self.loose[name] = 1 if name == "a" else self.loose[name] + 1
        elif name in _CELLS and not self._foreign():
            if self._last("table") >= 0:  # outside tables the parser ignores the tags of cells
                self._cut(max(map(self._last, _CELLS[name])) + 1)
                self._push(name)
        else:
            if name in _ITEMS:
                before = max(map(self._last, _ITEMS[name]))
                if before >= max(self._last("|barrier"), 0):
                    self._cut(before)
            elif self.names and (
                (name in _OPTIONS and self.names[-1] == "option")
                or (name in _ANNOTATIONS and self.places["ruby"] and self.names[-1] in _ANNOTATIONS)
            ):
                self._cut(len(self.names) - 1)
            self._push(name)

    def end(self, name: str) -> None:
        """End the element that an end tag ends, with all that is open inside it; nothing where the parser ignores the tag."""
        if name in _LOOSE:
            self.loose[name] -= self.loose[name] > 0
        elif name in _CELLS:
            if not self._foreign() and self._last(name) > self._last("table"):
                self._cut(self._last(name))
        elif name in _FLAT:
            if name in ("p", "br"):
                self._break_out()
        elif name in _IN_CHOICES or not self.places["select"]:
            border = "|marker" if name in _SPECIAL else "|special"
            place = max(map(self._last, _HEADINGS if name in _HEADINGS else (name,)))
            if name == "li" and place < max(self._last("ul"), self._last("ol")):
                return
            if place >= 0 and (name == "table" or place >= self._last(border)):
                self._cut(place)

    def _break_out(self) -> None:
        inside = self._last("|integration")
        for name in ("svg", "math"):
            places = self.places[name]
            first = bisect_right(places, inside)
            if first < len(places):
                self._cut(places[first])

    def _last(self, name: str) -> int:
        places = self.places[name]
        return places[-1] if places else -1

    def _foreign(self) -> bool:
        """Whether cells are elements like others here: outside a table, or inside drawings and formulas in one."""
        return max(map(self._last, _FOREIGN)) > self._last("table")

    def _push(self, name: str) -> None:
        for key in _keys(name):
            self.places[key].append(len(self.names))
        self.names.append(name)

    def _cut(self, size: int) -> None:
        while len(self.names) > max(size, 0):
            for key in _keys(self.names.pop()):
                self.places[key].pop()


@lru_cache(maxsize=1024)
def _keys(name: str) -> tuple[str, ...]:
    kinds = (("|marker", _MARKERS), ("|barrier", _BARRIERS), ("|special", _SPECIAL), ("|integration", _INTEGRATION))
    return (name, *(key for key, names in kinds if name in names))


class _Walk:
    """The tags of a page in order, with the elements that are open behind each."""

    def __init__(self) -> None:
        self.elements = _Open()

    def tags(self, markup: str) -> Iterator[tuple[re.Match[str], str]]:
        """Yield each tag with its name in lower case; what stands in comments and scripts is none, nor is what never ends."""
        place = 0
        while (found := _TAG.search(markup, place)) is not None:
            if found["name"] is None:
                place = self._comment_end(markup, found)
                continue
            if not found["end"]:
                return  # the parser drops it, with all that follows
            place = found.end()
            name = found["name"].lower()
            if found["close"]:
                self.elements.end(name)
            elif name in _RAW and self.elements.tokenized:
                end = _RAW_END[name].search(markup, place)
                place = end.start() if end else len(markup)
            else:
                self.elements.start(name)
            yield found, name

    def _comment_end(self, markup: str, found: re.Match[str]) -> int:
        mark = found[0]
        if mark == "<!--" and markup.startswith((">", "->"), found.end()):
            return found.end()
        bogus = mark == "<![CDATA[" and not self.elements.foreign
        end = (_BOGUS_END if bogus else _ENDS.get(mark, _BOGUS_END)).search(markup, found.end())
        return end.end() if end else len(markup)


@dataclass(slots=True)
class _Census:
    """What a page has at most: depth, formatting elements open at once, tags with too many attributes."""

    deepest: int = 0
    formatting: int = 0
    crowded: bool = False


def _census(markup: str) -> _Census:
    census = _Census()
    walk = _Walk()
    for found, name in walk.tags(markup):
        census.deepest = max(census.deepest, walk.elements.depth)
        if name in _FORMATTING:
            census.formatting = max(census.formatting, walk.elements.formatting)
        census.crowded = census.crowded or _is_crowded(found)
    return census


def _replaced(markup: str, stand_in: Callable[[str, int], str | None]) -> str:
    """Return the markup with ``stand_in(name, depth)`` for each tag, where that is not None, and crowded tags without attributes."""
    walk = _Walk()
    pieces: list[str] = []
    done = before = 0
    for found, name in walk.tags(markup):
        depth = walk.elements.depth
        stands = stand_in(name, depth if found["close"] else before)
        if stands is None and _is_crowded(found):
            stands = f"<{found['close']}{name}>"
        if stands is not None:
            pieces += (markup[done : found.start()], stands)
            done = found.end()
        before = depth
    return "".join([*pieces, markup[done:]])


def _is_crowded(found: re.Match[str]) -> bool:
    """Whether a tag has attributes beyond reason; values in Base64 have many ``/`` too, but only pictures have them."""
    return found.end() - found.start() > _LONG_TAG and len(_SEPARATOR.findall(found[0])) > _MOST_SEPARATORS
