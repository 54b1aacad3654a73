"""What annotation tools are given, and give back: spans with labels, links between them, and values that no span can carry.

doccano knows labels and relations only, so everything that a reader decides is in the label: the type of a norm, the comparator of
a quantity, the kind of a list. What stands inside a norm belongs to it (its actor, modal, time limit …); only an actor that stands
elsewhere, or that several norms share, needs a link. Values that are derived from the words (the number and unit of a quantity, the
title of a citation, the eid of a norm) travel as fields, in whatever place a tool has for them.

Offsets here are code points; each tool's module converts to what the tool counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, Literal, get_args

from ...schemas.errors import AnnotationError

__all__ = [
    "ACTOR",
    "COMPONENTS",
    "LABELS",
    "PARTS",
    "RELATION",
    "AnnotatedText",
    "Annotation",
    "Component",
    "Link",
    "component_of",
    "components_in",
    "fields_from",
    "file_name",
    "written_fields",
]

Component = Literal["citations", "norms", "quantities", "lists", "entities"]
COMPONENTS: Final[tuple[Component, ...]] = get_args(Component)
"""Components of a gold file that are annotated in a tool."""

ACTOR: Final = "actor"
RELATION: Final = "actor"
"""The one kind of link: from a norm to an actor of it."""
PARTS: Final = (ACTOR, "deontic", "aim", "object", "condition", "constraint", "deadline", "frequency", "or_else")
"""Labels inside a norm; aim, object, condition and constraint (Institutional Grammar 2.0) are no part of a gold file."""

_LABELS: Final[Mapping[Component, Mapping[str, str]]] = {
    "entities": {"ORG": "机构", "GPE": "行政区划", "LOC": "地点", "PER": "人", "DATE": "日期", "MONEY": "金额", "DOC": "文件"},
    "citations": {"citation": "引用文件"},
    "quantities": {
        "quantity_eq": "数量 =",
        "quantity_ge": "数量 ≥",
        "quantity_gt": "数量 >",
        "quantity_le": "数量 ≤",
        "quantity_lt": "数量 <",
        "quantity_approx": "数量 ≈",
        "quantity_range": "数量 范围",
    },
    "lists": {
        "list_agencies": "机构名单",
        "list_allocations": "任务分解",
        "list_industries": "产业列举",
        "list_other": "其他列举",
        "list_item": "列举项",
    },
    "norms": {
        "norm_obligation": "义务",
        "norm_prohibition": "禁止",
        "norm_permission": "许可",
        "norm_encouragement": "鼓励",
        "norm_consequence": "后果",
        "norm_constitutive": "构成",
        "actor": "主体",
        "deontic": "情态词",
        "aim": "行为",
        "object": "对象",
        "condition": "条件",
        "constraint": "方式限制",
        "deadline": "期限",
        "frequency": "频率",
        "or_else": "否则后果",
    },
}
LABELS: Final[Mapping[str, str]] = {label: name for group in _LABELS.values() for label, name in group.items()}
"""All labels, ASCII as BRAT needs them, with their Chinese names."""
_COMPONENT: Final = {label: component for component, group in _LABELS.items() for label in group}

_FIELD: Final = re.compile(r"\s*([a-z_]+)\s*=(.*)", re.DOTALL)
_UNSAFE: Final = re.compile(r"[^\w.\-]+")


@dataclass(slots=True)
class Annotation:
    """A span with its label."""

    id: str
    """Of the tool that made it; unique in its text."""
    label: str
    start: int
    end: int
    fields: dict[str, str] = field(default_factory=dict)
    """Values that the words do not say outright: ``value``, ``unit``, ``title``, ``eid`` …"""


@dataclass(slots=True)
class Link:
    """A link from a norm to an actor that does not stand in it, or that several norms share."""

    source: str
    """id of the norm."""
    target: str
    """id of the actor."""


@dataclass(slots=True)
class AnnotatedText:
    """A text with its annotations."""

    name: str
    """File name without its ending."""
    uri: str
    text: str
    annotations: list[Annotation]
    links: list[Link]
    components: tuple[Component, ...]
    """What was looked for: a component without an annotation was annotated, and there is none."""

    @property
    def sha256(self) -> str:
        """Digest of the text, by which a text that was changed in a tool is known."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def exact(self, item: Annotation) -> str:
        """Return the characters under ``item``."""
        return self.text[item.start : item.end]

    def place(self, item: Annotation) -> str:
        """Return how messages name ``item``: label, offsets, and the words."""
        return f"{item.label} at {item.start}..{item.end} ({self.exact(item)[:20]!r})"


def component_of(label: str) -> Component:
    """Return the component that ``label``, one of :data:`LABELS`, belongs to."""
    return _COMPONENT[label]


def components_in(annotations: Iterable[Annotation], place: str) -> tuple[Component, ...]:
    """Return the components that have an annotation; raises :class:`AnnotationError` for one whose label is none of :data:`LABELS`."""
    found = set()
    for item in annotations:
        if item.label not in _COMPONENT:
            raise AnnotationError(
                f"{place}: {item.label!r} at {item.start}..{item.end} is no label of ours; annotate with {', '.join(LABELS)}"
            )
        found.add(_COMPONENT[item.label])
    return tuple(component for component in COMPONENTS if component in found)


def written_fields(fields: Mapping[str, str]) -> list[str]:
    """Return fields as people read and write them: ``unit=亿元``."""
    return [f"{name}={value}" for name, value in fields.items()]


def fields_from(lines: Iterable[str], place: str) -> dict[str, str]:
    """Return the fields that :func:`written_fields` or people wrote; raises :class:`AnnotationError` for a line that is none."""
    return dict(_fields(lines, place))


def _fields(lines: Iterable[str], place: str) -> Iterator[tuple[str, str]]:
    for line in lines:
        match = _FIELD.fullmatch(line)
        if match is None:
            raise AnnotationError(f"{place}: the note {line[:40]!r} is no field; write name=value, as in unit=亿元")
        yield match[1], match[2].strip()


def file_name(name: str) -> str:
    """Return ``name`` as a file name: letters, digits, ``.``, ``-`` and ``_`` are kept, runs of others become one ``_``."""
    return _UNSAFE.sub("_", name).strip("._") or "text"
