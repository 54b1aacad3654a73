"""Automatic numbering of Word (自动编号): labels that no text holds, counted as Word counts them, and ``numbering.xml`` read for them.

Terms as in ECMA-376 Part 1, 17.9: an abstract numbering has levels; a numbering (``w:num``) is an instance of it that may override
them; paragraphs refer to an instance by ``w:numPr``, directly or through their style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from ..markup import Element, attribute, child, children, value
from .number_formats import format_number, symbol

__all__ = ["Instance", "Level", "Numbering", "Style", "read_instances", "read_styles", "reference"]

_LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_LONGEST_CHAIN: Final = 20  # styles based on styles; a ring ends here
# The label stands before the text without a blank where its own punctuation parts them, as people type 一、 and (一); 第一条 does not.
_PARTS: Final = frozenset("、，。．.:：)）]】〕』」")
_CIRCLED: Final = re.compile("[①-⒛㉑-㊿㈠-㊉]$")
_MOST: Final = 1_000_000


@dataclass(slots=True)
class Style:
    """What of a paragraph style matters here."""

    name: str
    based_on: str
    number: str | None
    """Its numbering instance; "0" for none, null where it says nothing."""
    level: int | None


@dataclass(slots=True)
class Level:
    """A level of a numbering."""

    start: int = 1
    form: str = "decimal"
    """Number format, as ST_NumberFormat calls it."""
    text: str = ""
    """The label, %1 to %9 standing for the numbers of the levels."""
    restart: int | None = None
    """1-based level whose number restarts this one; 0 for never, null for any level above."""
    decimal: bool = False
    """Legal numbering: all levels in decimals (isLgl)."""
    suffix: str = "tab"
    style: str = ""


@dataclass(slots=True)
class Instance:
    """A numbering that paragraphs refer to; instances of one abstract numbering count on together."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]
    """Level to the number that this instance starts anew with."""
    seen: set[int] = field(default_factory=set)


def read_styles(root: Element | None) -> tuple[dict[str, Style], str]:
    """Return the paragraph styles by id, and the id of the default one (empty where there is none)."""
    styles: dict[str, Style] = {}
    default = ""
    for element in children(root, "style"):
        if attribute(element, "type") != "paragraph":
            continue
        identifier = attribute(element, "styleId")
        numbered = child(element, "pPr", "numPr")
        styles[identifier] = Style(
            value(element, "name").lower(), value(element, "basedOn"), value(numbered, "numId") or None, _integer(value(numbered, "ilvl"))
        )
        if attribute(element, "default") in {"1", "true", "on"}:
            default = identifier
    return styles, default


class Numbering:
    """The counters of a document; ask for each paragraph once, in order."""

    def __init__(self, instances: dict[str, Instance], styles: dict[str, Style], default_style: str) -> None:
        self._styles = styles
        self._default = default_style
        self._instances = instances
        self._counts: dict[str, list[int | None]] = {}
        self.unknown: set[str] = set()
        """Number formats that were met and are not known; their numbers are in decimals."""

    def label(self, style: str, number: str, level: int | None) -> str:
        """Return the label of a paragraph, with the blank after it; empty for none.

        ``number`` is the instance that the paragraph itself names ("0" for none, empty where it says nothing), ``level`` its level
        from 0; what it does not say, its style or a style that this is based on does.
        """
        number, level = self._reference(style or self._default, number, level)
        instance = self._instances.get(number)
        if instance is None or level not in instance.levels:
            return ""
        counts = self._count(instance, level)
        text = self._written(instance, level, counts)
        return text + _gap(text, instance.levels[level].suffix) if text else ""

    def _reference(self, style: str, number: str, level: int | None) -> tuple[str, int]:
        linked = style
        for _ in range(_LONGEST_CHAIN):
            found = self._styles.get(style)
            if found is None or (number and level is not None):
                break
            if not number and found.number is not None:
                number, linked = found.number, style
            level = found.level if level is None else level
            style = found.based_on
        if level is None:
            levels = self._instances[number].levels if number in self._instances else {}
            level = next((index for index, item in levels.items() if item.style and item.style == linked), 0)
        return number, level

    def _count(self, instance: Instance, level: int) -> list[int | None]:
        counts = self._counts.setdefault(instance.abstract, [None] * _LEVELS)
        for index, start in instance.starts.items():
            if index not in instance.seen and index <= level:
                counts[index] = start - 1 if index == level else None
                instance.seen.add(index)
        definition = instance.levels[level]
        before = counts[level]
        counts[level] = definition.start if before is None else min(before + 1, _MOST)
        for index in range(level + 1, _LEVELS):
            restart = instance.levels[index].restart if index in instance.levels else None
            if restart is None or 0 < level + 1 <= restart:
                counts[index] = instance.starts[index] - 1 if index in instance.starts else None
                instance.seen.add(index)
        return counts

    def _written(self, instance: Instance, level: int, counts: list[int | None]) -> str:
        definition = instance.levels[level]
        if definition.form == "bullet":
            return "".join(map(symbol, definition.text)).strip()

        def number(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            shown = instance.levels.get(index, Level())
            count = counts[index]
            count = instance.starts.get(index, shown.start) if count is None else count
            form = "decimal" if definition.decimal and shown.form != "none" else shown.form
            written = format_number(count, form)
            if written is None:
                self.unknown.add(form)
            return str(count) if written is None else written

        return _PLACE.sub(number, definition.text).strip()


def _gap(text: str, suffix: str) -> str:
    return "" if suffix == "nothing" or text[-1] in _PARTS or _CIRCLED.search(text) else " "


def _integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None


def reference(properties: Element | None) -> tuple[str, str, int | None]:
    """Return what the properties of a paragraph (``w:pPr``) say of style, numbering instance and level."""
    direct = child(properties, "numPr")
    return value(properties, "pStyle"), value(direct, "numId"), _integer(value(direct, "ilvl"))


def read_instances(root: Element | None) -> dict[str, Instance]:
    """Return the numbering instances of ``numbering.xml`` by id."""
    abstracts = {attribute(item, "abstractNumId"): item for item in children(root, "abstractNum")}
    # A numbering style: one abstract numbering names it (styleLink), others stand for that one (numStyleLink).
    named = {value(item, "styleLink"): item for item in abstracts.values() if child(item, "styleLink") is not None}
    found: dict[str, Instance] = {}
    for item in children(root, "num"):
        abstract = abstracts.get(value(item, "abstractNumId"))
        if abstract is None:
            continue
        abstract = named.get(value(abstract, "numStyleLink"), abstract)
        levels = _levels(abstract)
        starts: dict[int, int] = {}
        for override in children(item, "lvlOverride"):
            index = _integer(attribute(override, "ilvl"))
            if index is None or not 0 <= index < _LEVELS:
                continue
            levels |= _levels(override)
            start = _integer(value(override, "startOverride"))
            if start is not None:
                starts[index] = start
        found[attribute(item, "numId")] = Instance(attribute(abstract, "abstractNumId"), levels, starts)
    return found


def _levels(element: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for item in children(element, "lvl"):
        index = _integer(attribute(item, "ilvl"))
        if index is None or not 0 <= index < _LEVELS:
            continue
        legal = child(item, "isLgl")
        start = _integer(value(item, "start"))
        levels[index] = Level(
            1 if start is None else start,
            _form(item),
            value(item, "lvlText"),
            _integer(value(item, "lvlRestart")),
            legal is not None and attribute(legal, "val", "1") not in {"0", "false", "off"},
            value(item, "suff") or "tab",
            value(item, "pStyle"),
        )
    return levels


def _form(level: Element) -> str:
    """Return the number format; Word writes new ones inside ``mc:AlternateContent``, with an old one to fall back to."""
    form = value(level, "numFmt")
    if form:
        return form
    alternate = child(level, "AlternateContent")
    return value(alternate, "Fallback", "numFmt") or value(alternate, "Choice", "numFmt") or "decimal"
