"""The gold files: notices annotated by hand, in the shape of the annotation guidelines; loaded, checked and written.

A gold file ``X.json`` annotates the text ``X.txt`` beside it; every ``quote`` is found again in that text, the ``nth``
occurrence of it (0-based). A quote that is not there is an error in the gold file: a figure that rests on a label nobody can
find would be worth nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from .errors import GoldError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = [
    "Gold",
    "GoldBody",
    "GoldCitation",
    "GoldFile",
    "GoldItem",
    "GoldList",
    "GoldMetadata",
    "GoldNorm",
    "GoldQuantity",
    "GoldRoster",
    "Quoted",
    "dumps_gold",
    "load_gold",
    "occurrence",
]

# Other forms in which the source of a gold text may lie beside it; each is evaluated as a document of its own.
_RAW_FORMS: Final = (".html", ".htm")


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
    metadata: GoldMetadata | None = None
    body: GoldBody | None = None
    """Where left out, the notice is the whole text."""
    clauses: list[GoldClause] | None = None
    citations: list[GoldCitation] | None = None
    norms: list[GoldNorm] | None = None
    quantities: list[GoldQuantity] | None = None
    lists: list[GoldList] | None = None
    rosters: list[GoldRoster] | None = None
    entities: dict[str, list[str]] | None = None
    damage: list[GoldDamage] | None = None

    def bounds(self, text: str) -> tuple[int, int]:
        """Return where the notice itself begins and ends in ``text``, the text of this gold file."""
        if self.body is None:
            return 0, len(text)
        return text.find(self.body.start_quote), text.rfind(self.body.end_quote) + len(self.body.end_quote)


@dataclass(slots=True, frozen=True)
class GoldFile:
    """A gold file with its text and every form in which its source is there."""

    path: Path
    gold: Gold
    text: str
    sources: list[Path]
    """The text first, then the same source as HTML where that lies beside it."""


def load_gold(path: Path) -> GoldFile:
    """Return the gold file at ``path``; raises :class:`GoldError` where it is unreadable, malformed or misquotes its text."""
    from pydantic import ValidationError

    try:
        gold = _adapter().validate_json(path.read_bytes())
        source = path.with_name(gold.source)
        text = source.read_bytes().decode("utf-8")  # line breaks as they are: quotes are copied with them
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


def dumps_gold(gold: Gold) -> bytes:
    """Return ``gold`` as the UTF-8 JSON of a gold file: one label a line, what was not annotated left out."""
    import orjson

    from .contract import plain_number

    def line(value: object) -> str:
        return orjson.dumps(value, default=plain_number).decode()

    parts = []
    for name, value in asdict(gold).items():
        if value is None:
            continue
        if isinstance(value, list) and value:
            body = "[\n" + ",\n".join(f"    {line(_bare(item))}" for item in value) + "\n  ]"
        else:
            body = line(value)
        parts.append(f"  {line(name)}: {body}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _bare(label: dict[str, Any]) -> dict[str, Any]:
    """Return a label without the fields that the guidelines leave out where they say nothing."""
    kept = {key: value for key, value in label.items() if (key, value) not in (("nth", 0), ("provision", None))}
    if isinstance(items := kept.get("items"), list):
        kept["items"] = [{key: value for key, value in item.items() if value is not None} for item in items]
    return kept


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


def _check_quotes(path: Path, gold: Gold, text: str) -> None:
    for kind in ("citations", "norms", "quantities", "lists", "damage"):
        for index, label in enumerate(getattr(gold, kind) or ()):
            if not label.quote or occurrence(text, label.quote, label.nth) < 0:
                raise GoldError(
                    f"{path}: {kind}[{index}] quotes {label.quote[:40]!r} (nth={label.nth}), which {gold.source} does not say; "
                    "copy the quote from the text character for character, line breaks included"
                )
    for name, quote in asdict(gold.body).items() if gold.body else ():
        if quote not in text:
            raise GoldError(f"{path}: body.{name} {quote[:40]!r} is not in {gold.source}; copy it from the text character for character")
