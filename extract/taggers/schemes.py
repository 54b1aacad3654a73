"""Labels of token classifiers (BIO, BIOES, BILOU, BMES, IO) and the spans that a run of them stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, get_args

from ...schemas.errors import ModelLabelsError
from ...schemas.norms import EntityType
from . import Tagged

__all__ = ["OUTSIDE", "Label", "Scored", "read_labels", "spans"]

OUTSIDE: Final = "O"
"""What a label is mapped to that is to be ignored; models call it so."""
_TYPES: Final = frozenset(get_args(EntityType))
# Names that corpora for Chinese use for the same types: MSRA and People's Daily (NR, NS, NT), OntoNotes, CLUENER, Weibo.
_ALIASES: Final = {
    "PERSON": "PER",
    "PERS": "PER",
    "NAME": "PER",
    "NR": "PER",
    "ORGANIZATION": "ORG",
    "ORGANISATION": "ORG",
    "GOVERNMENT": "ORG",
    "COMPANY": "ORG",
    "NT": "ORG",
    "LOCATION": "LOC",
    "ADDRESS": "LOC",
    "NS": "LOC",
    "FAC": "LOC",
    "TIME": "DATE",
    "LAW": "DOC",
}
_PLACED: Final = re.compile(r"(?:([BIESMLU])[-_](.+)|(.+)[-_]([BIESMLU]))")
_BEGINS: Final = frozenset("BSU")
_ENDS: Final = frozenset("ESLU")


class Label(NamedTuple):
    """What a label says of a token: the entity type that it is part of, and whether one begins or ends with it."""

    type: str | None
    """One of :data:`EntityType`; None outside."""
    begins: bool = False
    ends: bool = False


class Scored(NamedTuple):
    """A token of the text with the label that a model gave it."""

    start: int
    end: int
    label: Label
    score: float


def read_labels(names: Iterable[str], mapping: Mapping[str, str | None], *, name: str) -> list[Label]:
    """Return what each of a model's labels says.

    ``mapping`` gives the entity type for a label's type (``{"LOC": "GPE"}``), ``O`` or null for one that is to be ignored; it comes
    before the names that are known here. ``name`` is what messages call the model. Raises :class:`ModelLabelsError` where types are
    left that are none of ours.
    """
    given = {key.upper(): OUTSIDE if value is None else value.upper() for key, value in mapping.items()}
    found: list[Label] = []
    unknown: dict[str, None] = {}
    for label in names:
        place, kind = _parted(label)
        kind = given.get(kind, _ALIASES.get(kind, kind))
        if kind == OUTSIDE:
            found.append(Label(None))
        elif kind in _TYPES:
            found.append(Label(kind, place in _BEGINS, place in _ENDS))
        else:
            unknown[kind] = None
    if unknown:
        raise ModelLabelsError(
            f"{name}: its labels {', '.join(unknown)} are none of {', '.join(sorted(_TYPES))}; write label_map.json beside its config.json,"
            f' for example {{"{next(iter(unknown))}": "ORG"}}, with "O" for what is to be ignored'
        )
    return found


def _parted(label: str) -> tuple[str, str]:
    """Return place and type of a label: B-ORG, ORG-B or, where models know no places, ORG."""
    parted = _PLACED.fullmatch(label.strip().upper())
    if parted is None:
        return "", label.strip().upper()
    before, kind, kind_before, after = parted.groups()
    return (before, kind) if before else (after, kind_before)


def spans(text: str, tokens: Iterable[Scored]) -> list[Tagged]:
    """Return the entities that the labels of ``tokens`` (in order of place) stand for, without blanks at their ends.

    Models break their own scheme: an entity also begins with an inner label of another type, and ends where the next begins. Several
    tokens of one character (bytes) count as the first of them. The score is that of the least sure token.
    """
    found: list[Tagged] = []
    run: list[Scored] = []
    done = 0
    for token in tokens:
        if token.end <= done:  # the rest of a character that was taken already, or nothing at all
            continue
        done = token.end
        kind, begins, ends = token.label
        if run and (begins or kind != run[0].label.type):
            found += _closed(text, run)
            run = []
        if kind is not None:
            run.append(token)
            if ends:
                found += _closed(text, run)
                run = []
    return found + _closed(text, run)


def _closed(text: str, run: list[Scored]) -> list[Tagged]:
    if not run:
        return []
    start, end = run[0].start, run[-1].end
    kept = text[start:end].strip()
    if not kept:
        return []
    start += text[start:end].index(kept)
    return [Tagged(start, start + len(kept), str(run[0].label.type), min(token.score for token in run))]
