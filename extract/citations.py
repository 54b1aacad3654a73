"""Citations: mentions of other official documents, by 《title》, by 发文字号, or by both together.

A mention (:mod:`.mentions`) is a citation where it has a number, or a title that ends in an official document type (annotation
guidelines, section citations). Not citations are the notice itself and the instrument it issues, short names that nothing defines
(《办法》), forms and books.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ..schemas.notice import Citation
from .document_types import is_bare_type, is_citable
from .mentions import Mention, NumberAt, read_mentions
from .numbers import DocumentNumber, parse_number
from .relations import RelationReader
from .text import View, key

__all__ = ["find_citations"]

_ISSUED_BEFORE: Final = re.compile(
    r"(?:现将|现把|现予?公布|现发布|现批转|现转发|现印发|兹公布)[^《「。;\n]{0,24}(?:《[^《》。]{2,80}》[、,和及与以 ]{0,3}){0,4}$"
)
# Gazettes of Taiwan name what is issued by what is done to it: 訂定「…辦法」.
_DONE_TO: Final = re.compile(r"(?:訂定|修正|廢止|核定)[^《「」。;\n]{0,24}(?:「[^「」。]{2,80}」[^《「」。;\n]{0,24}){0,4}$")
_REACH: Final = 200
_ISSUED_BEHIND: Final = re.compile(
    r"[^《。;\n]{0,16}(?:已经?|业经|经)[^《。;\n]{2,60}(?:同意|批准|通过|审议|审定)[^《。;\n]{0,30}?[,。]?\s{0,2}(?:现|请)[^《。;\n]{0,12}(?:印发|转发|公布|发布|下发|施行|实施|执行|遵照)"
)
_ISSUES: Final = re.compile(
    r"(?:印发|转发|批转|发布|公布|颁布|颁发|下发|修订|修正|訂定|修正|廢止)(?P<name>.{4,}?)的?(?:通知|公告|通告|决定|函|批复|令)?$"
)


def find_citations(
    view: View, numbers: list[NumberAt], *, own_titles: list[str], own_number: str | None, locate: Callable[[int], str]
) -> list[Citation]:
    """Return the citations in ``view``, in order of place.

    ``numbers`` are all its document numbers, in order. ``own_titles`` are the titles of the notice and of the instrument it
    issues, ``own_number`` is its 发文字号: mentions of these are no citations. ``locate`` gives the eid of the clause or part at
    an offset of the source.
    """
    text = view.text
    if not numbers and "《" not in text and "「" not in text:
        return []
    mentions = read_mentions(view, numbers)
    relations = RelationReader(text, [(mention.start, mention.end) for mention in mentions])
    own = _Own(view, own_titles, own_number)
    short_names: dict[str, Mention | None] = {}
    citations = []
    for mention in mentions:
        relation = relations.relation(mention.start, mention.end)
        is_own = own.includes(mention, cited=relation is not None and relation != "forwards")
        if mention.short_name is not None:
            short_names[key(mention.short_name)] = None if is_own else mention
        if is_own:
            continue
        named = mention
        if mention.title is not None and not mention.numbers:
            name = key(mention.title)
            if name in short_names:
                defined = short_names[name]
                if defined is None:
                    continue
                named = defined
            elif not is_citable(mention.title):
                continue
        span = view.span(mention.start, mention.end)
        values = named.values
        citations.append(
            Citation(
                start=span.start,
                end=span.end,
                exact=span.exact,
                eid=locate(span.start),
                title=named.title,
                document_number=values[0] if values else None,
                provision=mention.provision,
                relation=relation,
                other_numbers=values[1:],
            )
        )
    return citations


class _Own:
    """What the notice calls itself and the instrument it issues."""

    def __init__(self, view: View, titles: list[str], number: str | None) -> None:
        self._text = view.text
        parsed = parse_number(number) if number else None
        self._number = parsed.identity if parsed else None
        self._names: set[str] = set()
        for title in titles:
            self._add(title)

    def includes(self, mention: Mention, *, cited: bool) -> bool:
        """Return whether ``mention`` is of the notice itself; ``cited`` says that the words around it treat it as another document."""
        identities = [number.identity for number in mention.numbers if isinstance(number, DocumentNumber)]
        if identities:
            return self._number in identities
        if mention.title is None or mention.numbers:
            return False
        name = _name(mention.title)
        if name in self._names:
            return True
        if self._is_issued(mention):
            self._add(mention.title)
            return True
        # The end of the own title (省《…方案》 for 某省…方案) is the own one too, unless it is cited: a province's rules for
        # carrying out 《…规定》 are based on national ones of the same name.
        long_enough = len(name) >= 6 or is_bare_type(mention.title)
        return long_enough and not cited and any(own.endswith(name) for own in self._names)

    def _is_issued(self, mention: Mention) -> bool:
        text = self._text
        before = text[max(0, mention.start - _REACH) : mention.start]
        return bool(
            (_ISSUED_BEFORE.search(before) and not before.endswith("的决定"))
            or (text[mention.start] == "「" and _DONE_TO.search(before))
            or _ISSUED_BEHIND.match(text, mention.end, mention.end + _REACH)
        )

    def _add(self, title: str) -> None:
        self._names.add(_name(title))
        issued = _ISSUES.search(title)
        if issued is not None:
            self._names.add(_name(issued["name"]))


def _name(title: str) -> str:
    # 的 comes and goes when a title is taken into another one: …有关问题请示的通知 forwards 《…有关问题的请示》.
    return key(title).replace("的", "")
