"""Documents to train a tagger on: gold files, and silver ones, which our own rules have marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..extract import parse
from ..schemas.contract import loads
from ..schemas.errors import GoldError, GongwenError
from ..schemas.gold import GoldFile
from ..schemas.notice import Notice
from .findings import Findings, Locator, from_gold, from_notice
from .gold import load_all

__all__ = ["TYPES", "GoldDocument", "Mark", "MarkedText", "gold_documents", "others", "silver_documents"]

TYPES: Final = ("ORG", "GPE")
"""What the gold files annotate."""
_SILVER: Final = (".html", ".htm", ".txt", ".md")
_SAME: Final = 0.5
"""Share of lines from which on two texts are the same document, also where one has another head or foot."""

Mark = tuple[int, int, str]
"""Start, end and type of an entity."""


@dataclass(slots=True, frozen=True)
class MarkedText:
    """A notice and the entities in it, none overlapping another."""

    name: str
    text: str
    marks: list[Mark]


@dataclass(slots=True, frozen=True)
class GoldDocument:
    """A gold file as something to learn from, and as something to be measured against."""

    marked: MarkedText
    """The body, every form that the gold lists marked wherever it stands."""
    findings: Findings
    locator: Locator
    raw: bytes
    """The whole text, as it is parsed."""
    notice: Notice
    """What the pipeline makes of it; taggers are given the text of this."""
    rules: Findings
    """What the rules found in it."""


def gold_documents(folder: Path) -> list[GoldDocument]:
    """Return the gold files of ``folder`` that annotate entities; raises :class:`GoldError` where there is none."""
    found = [_gold_document(file) for file in load_all(folder) if file.gold.entities is not None]
    if not found:
        raise GoldError(f"{folder}: no gold file here annotates entities; add them, or train on notices alone with --silver")
    return found


def _gold_document(file: GoldFile) -> GoldDocument:
    findings, locator = from_gold(file)
    start, end = file.gold.bounds(file.text)
    body = file.text[start:end]
    forms = [(form, kind) for kind in TYPES for form in (file.gold.entities or {}).get(kind, ())]
    raw = file.text.encode()
    notice = parse(raw, media_type="text/plain")
    return GoldDocument(MarkedText(file.path.stem, body, _marks(body, forms)), findings, locator, raw, notice, from_notice(notice, locator))


def _marks(text: str, forms: Iterable[tuple[str, str]]) -> list[Mark]:
    """Return every place of the forms in ``text``, the longest first: a division inside the name of a body is part of that."""
    taken = bytearray(len(text))
    marks: list[Mark] = []
    for form, kind in sorted(forms, key=lambda pair: -len(pair[0])):
        start = text.find(form)
        while form and start >= 0:
            end = start + len(form)
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * len(form)
                marks.append((start, end, kind))
            start = text.find(form, end)
    return sorted(marks)


def silver_documents(paths: Sequence[Path]) -> list[MarkedText]:
    """Return the notices in files and folders, with the entities that our rules mark.

    The JSON that ``gongwen parse`` wrote is taken as it is, pages and texts are parsed. A file that is no notice is passed over; raises
    :class:`GoldError` where none is left.
    """
    found = [_silver(path, notice) for path, notice in _notices(paths) if notice.entities is not None]
    if not any(document.marks for document in found):
        named = ", ".join(map(str, paths))
        raise GoldError(f"{named}: no notice with entities is here; name folders of pages, texts, or JSON that gongwen parse wrote")
    return found


def _notices(paths: Sequence[Path]) -> Iterator[tuple[Path, Notice]]:
    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    for file in files:
        try:
            if file.suffix == ".json":
                yield file, loads(file.read_bytes())
            elif file.suffix.lower() in _SILVER:
                yield file, parse(file)
        except GongwenError:
            continue


def _silver(path: Path, notice: Notice) -> MarkedText:
    marks: list[Mark] = []
    longest = sorted((item for item in notice.entities or () if item.type in TYPES), key=lambda item: item.start - item.end)
    for item in longest:
        if all(item.end <= start or end <= item.start for start, end, _ in marks):
            marks.append((item.start, item.end, item.type))
    return MarkedText(path.name, notice.text, sorted(marks))


def others(silver: Iterable[MarkedText], gold: Iterable[MarkedText]) -> list[MarkedText]:
    """Return the ``silver`` documents that are none of the ``gold`` ones: what is left out of training is to be left out of it whole."""
    seen = [_lines(document.text) for document in gold]
    return [document for document in silver if all(len(_lines(document.text) & lines) < _SAME * len(lines) for lines in seen)]


def _lines(text: str) -> set[str]:
    return {"".join(line.split()) for line in text.splitlines()} - {""}
