"""Bounds on markup: what no page of a notice has, and what would cost the HTML parser time or memory without bound.

The parser follows the HTML standard, and the standard's tree construction costs the square of the depth, of the attributes of one
tag, and of the formatting elements (``<font>``, ``<b>``) left open over many paragraphs. Markup beyond reason is therefore thinned
out before it is parsed: only tags go, never text.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from ..limits import current

__all__ = ["DEEPEST", "bounded"]

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

# A tag ends before the next "<", whatever quotes say: no start tag can hide, and depth is at worst overstated.
_TAG: Final = re.compile(r"""<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:[^<>"']++|"[^"<]*"|'[^'<]*')*+(?P<end>>?)|<!--|-->""")
_START: Final = re.compile("<([a-zA-Z][a-zA-Z0-9]*)")
# A tag that may be long; the text of a script behind a short one looks the same.
_LONG: Final = re.compile(f"<[a-zA-Z][^<]{{{_LONG_TAG - 1}}}")
_SEPARATOR: Final = re.compile(r"[\s/=]")
# Elements without an end tag, and those whose end tag may be left out: neither adds depth that matters.
_FLAT: Final = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"),
        *("p", "li", "dt", "dd", "option", "tr", "td", "th", "tbody", "thead", "tfoot", "html", "head", "body"),
    )
)
# The standard's formatting elements but for <a> and <nobr>, of which only one can be open.
_FORMATTING: Final = frozenset(("b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"))
_RAW: Final = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"))


def bounded(markup: str, *, name: str) -> tuple[str, bool]:
    """Return the markup with tags beyond the bounds taken out, and whether elements nested too deep were among them.

    Raises :class:`SourceTooLargeError` for more tags than one document may have.
    """
    tags = markup.count("<")
    current().check_tags(tags, name=name)
    if (tags < _FEW and len(markup) < _SHORT) or _is_harmless(markup):
        return markup, False
    census = _Census()
    for found in _TAG.finditer(markup):
        census.take(found)
    deep = census.deepest > DEEPEST
    if not deep and not census.costly:
        return markup, False
    thinner = _Thinner(formatting=census.formatting <= _MOST_FORMATTING)
    return _TAG.sub(thinner.keep, markup), deep


def _is_harmless(markup: str) -> bool:
    """Whether the start tags alone say that nothing is beyond the bounds, were none of them ever closed: a look without a census."""
    names = Counter(map(str.lower, _START.findall(markup)))
    nested = sum(count for name, count in names.items() if name not in _FLAT)
    formatting = sum(names[name] for name in _FORMATTING)
    if nested > DEEPEST or formatting > _MOST_FORMATTING:
        return False
    tags = (_TAG.match(markup, found.start()) for found in _LONG.finditer(markup))
    return all(tag is None or len(tag[0]) <= _LONG_TAG for tag in tags)


class _Depth:
    """The depth at a tag.

    An end tag counts only where it surely is one, not in quotes, comments or scripts: depth is overstated rather than understated.
    """

    def __init__(self) -> None:
        self.depth = 0
        self.raw = ""
        self.outside = 0
        self.comment = False
        self.unfinished = False
        self.sure = False
        """Whether the tag taken last is an end tag that counts."""

    def take(self, found: re.Match[str]) -> str:
        """Go on by one tag; return its lower-case name, empty for the marks of comments."""
        self.sure = False
        if found["name"] is None:
            self.comment = found[0] == "<!--"
            return ""
        name = found["name"].lower()
        if not found["close"]:
            self._open(name, finished=bool(found["end"]))
        elif self.raw == name:
            self.raw, self.depth = "", self.outside
        elif not (self.raw or self.comment or self.unfinished):
            self.sure = True
            if name not in _FLAT:
                self.depth = max(self.depth - 1, 0)
        return name

    def _open(self, name: str, *, finished: bool) -> None:
        self.unfinished = not finished
        if name not in _FLAT:
            if name in _RAW and not self.raw:
                self.raw, self.outside = name, self.depth
            self.depth += 1


class _Census(_Depth):
    """What a page has at most: depth, formatting elements open at once, tags with too many attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.deepest = 0
        self.open: Counter[str] = Counter()
        self.formatting = 0
        self.crowded = False

    @property
    def costly(self) -> bool:
        """Whether formatting or attributes are beyond the bounds."""
        return self.crowded or self.formatting > _MOST_FORMATTING

    def take(self, found: re.Match[str]) -> str:
        """Go on by one tag."""
        name = super().take(found)
        self.deepest = max(self.deepest, self.depth)
        if name in _FORMATTING:
            if not found["close"]:
                self.open[name] += 1
                self.formatting = max(self.formatting, self.open.total())
            elif self.sure and self.open[name]:
                self.open[name] -= 1
        if len(found[0]) > _LONG_TAG:
            self.crowded = self.crowded or _is_crowded(found)
        return name


class _Thinner(_Depth):
    """Takes out the tags that are beyond the bounds."""

    def __init__(self, *, formatting: bool) -> None:
        super().__init__()
        self.formatting = formatting

    def keep(self, found: re.Match[str]) -> str:
        """Return what stands for a tag: itself, itself without attributes, or nothing but a line break."""
        before = self.depth
        name = self.take(found)
        if name in _FORMATTING and not self.formatting:
            return ""
        if name and name not in _FLAT and (before >= DEEPEST if not found["close"] else self.depth >= DEEPEST):
            return "<br>"
        if len(found[0]) > _LONG_TAG and _is_crowded(found):
            return f"<{found['close']}{name}>"
        return found[0]


def _is_crowded(found: re.Match[str]) -> bool:
    return len(_SEPARATOR.findall(found[0])) > _MOST_SEPARATORS
