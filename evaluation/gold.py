"""The gold files: notices annotated by hand, loaded, checked and fingerprinted.

A gold file ``X.json`` annotates the text ``X.txt`` beside it; every ``quote`` is found again in that text, the ``nth``
occurrence of it (0-based). A quote that is not there is an error in the gold file and stops the evaluation: a figure that
rests on a label nobody can find would be worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ..schemas.errors import GongwenError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["Gold", "GoldError", "GoldFile", "GoldRoster", "Quoted", "corpus_hash", "load", "load_all", "occurrence"]

# Other forms in which the source of a gold text may lie beside it; each is evaluated as a document of its own.
_RAW_FORMS = (".html", ".htm")


class GoldError(GongwenError):
    """A gold file is missing, malformed, or quotes what its text does not say."""


class _Label:
    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


@dataclass(slots=True, frozen=True)
class GoldMetadata(_Label):
    """The nine metadata fields; null where the document does not say."""

    title: str | None
    document_number: str | None
    issuing_agencies: list[str] | None
    addressees: list[str] | None
    written_date: str | None
    published_date: str | None
    index_number: str | None
    instrument_title: str | None
    region: str | None


@dataclass(slots=True, frozen=True)
class GoldBody(_Label):
    """Where the notice itself begins and ends in the text."""

    start_quote: str
    end_quote: str


@dataclass(slots=True, frozen=True)
class GoldClause(_Label):
    """A numbered or dashed unit."""

    eid: str
    label: str
    heading: str | None


@dataclass(slots=True, frozen=True, kw_only=True)
class Quoted(_Label):
    """What all labels share that stand at one place of the text."""

    quote: str
    nth: int = 0


@dataclass(slots=True, frozen=True, kw_only=True)
class GoldCitation(Quoted):
    """A mention of another official document."""

    title: str | None
    document_number: str | None
    provision: str | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class GoldQuantity(Quoted):
    """A figure that measures something."""

    value: Decimal
    value_to: Decimal | None
    unit: str
    comparator: str


@dataclass(slots=True, frozen=True, kw_only=True)
class GoldNorm(Quoted):
    """A sentence that directs, forbids, allows, encourages, constitutes or attaches a consequence."""

    eid: str
    type: str
    actors: list[str]
    actor_source: str
    deontic: str | None
    deadline: str | None
    frequency: str | None
    consequence: str | None


@dataclass(slots=True, frozen=True)
class GoldItem(_Label):
    """A member of an enumeration."""

    name: str
    value: Decimal | None = None
    unit: str | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class GoldList(Quoted):
    """An enumeration inside the text."""

    kind: str
    items: list[GoldItem]


@dataclass(slots=True, frozen=True)
class GoldDeclared(_Label):
    """A breakdown that the notice declares for a roster."""

    by: str
    name: str
    count: int


@dataclass(slots=True, frozen=True)
class GoldGroup(_Label):
    """A group of a roster and the number it declares."""

    name: str
    declared: int | None


@dataclass(slots=True, frozen=True)
class GoldEntry(_Label):
    """A row of a roster; ``attributes`` in column order."""

    number: int | None
    name: str
    group: str | None
    attributes: list[str]


@dataclass(slots=True, frozen=True)
class GoldRoster(_Label):
    """A numbered or tabular list of named things of one kind."""

    title: str | None
    declared_total: int | None
    declared: list[GoldDeclared]
    groups: list[GoldGroup]
    entries: list[GoldEntry]


@dataclass(slots=True, frozen=True, kw_only=True)
class GoldDamage(Quoted):
    """Corrupted wording and what was meant."""

    observed: str
    intended: str | None


@dataclass(slots=True, frozen=True)
class Gold(_Label):
    """One gold file as it is written; a component that it leaves out was not annotated and is not scored for it."""

    source: str
    metadata: GoldMetadata
    body: GoldBody
    clauses: list[GoldClause] | None = None
    citations: list[GoldCitation] | None = None
    norms: list[GoldNorm] | None = None
    quantities: list[GoldQuantity] | None = None
    lists: list[GoldList] | None = None
    rosters: list[GoldRoster] | None = None
    entities: dict[str, list[str]] | None = None
    damage: list[GoldDamage] | None = None


@dataclass(slots=True, frozen=True)
class GoldFile:
    """A gold file with its text and every form in which its source is there."""

    path: Path
    gold: Gold
    text: str
    sources: list[Path]
    """The text first, then the same source as HTML where that lies beside it."""


def load(path: Path) -> GoldFile:
    """Return the gold file at ``path``; raises :class:`GoldError` where it is unreadable, malformed or misquotes its text."""
    from pydantic import ValidationError

    try:
        gold = _adapter().validate_json(path.read_bytes())
        source = path.with_name(gold.source)
        text = source.read_text(encoding="utf-8")
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(map(str, first["loc"])) or "the top level"
        raise GoldError(f"{path}: {first['msg']} at {place}; write the gold file as the annotation guidelines say") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: its text {gold.source} is not UTF-8 ({error.reason} at byte {error.start}); convert it") from error
    except OSError as error:
        raise GoldError(f"{path}: cannot read {error.filename} ({error.strerror}); a gold file and its text lie side by side") from error
    _check_quotes(path, gold, text)
    return GoldFile(path, gold, text, [source, *(form for end in _RAW_FORMS if (form := source.with_suffix(end)).exists())])


def load_all(folder: Path) -> list[GoldFile]:
    """Return all gold files of ``folder``, by name; raises :class:`GoldError` where there is none or one is wrong."""
    return [load(path) for path in _gold_paths(folder)]


def corpus_hash(folder: Path) -> str:
    """Return the SHA-256 over names and bytes of the gold files in ``folder`` and of their sources, hexadecimal."""
    digest = sha256()
    files = {path for item in load_all(folder) for path in (item.path, *item.sources)}
    for path in sorted(files):
        content = path.read_bytes()
        # The length stands between name and bytes, so that no two corpora run together into the same stream.
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def occurrence(text: str, quote: str, nth: int = 0) -> int:
    """Return the offset of the ``nth`` occurrence (0-based) of ``quote`` in ``text``, -1 where there are not so many."""
    at = text.find(quote)
    while nth > 0 and at >= 0:
        at = text.find(quote, at + 1)
        nth -= 1
    return at


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Gold]:
    from pydantic import TypeAdapter

    return TypeAdapter(Gold)


def _gold_paths(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder; name the folder that holds the gold files (X.json beside X.txt)")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(f"{folder}: holds no gold file; a gold file is X.json beside its text X.txt")
    return paths


def _check_quotes(path: Path, gold: Gold, text: str) -> None:
    for kind in ("citations", "norms", "quantities", "lists", "damage"):
        for index, label in enumerate(getattr(gold, kind) or ()):
            if not label.quote or occurrence(text, label.quote, label.nth) < 0:
                raise GoldError(
                    f"{path}: {kind}[{index}] quotes {label.quote[:40]!r} (nth={label.nth}), which {gold.source} does not say; "
                    "copy the quote from the text character for character, line breaks included"
                )
    for name, quote in (("start_quote", gold.body.start_quote), ("end_quote", gold.body.end_quote)):
        if quote not in text:
            raise GoldError(f"{path}: body.{name} {quote[:40]!r} is not in {gold.source}; copy it from the text character for character")
