"""A clause, looked up: its words, its addresses, and what it cites."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from ..schemas.contract import plain_number
from ..schemas.identifiers import clause_reference, clause_uri, locate
from ..schemas.notice import Citation, Clause, Notice, Quantity

__all__ = ["ClauseReading", "clause_json", "read_clause"]


@dataclass(slots=True)
class ClauseReading:
    """A clause or part of a notice with all that a reader quotes it by."""

    eid: str
    uri: str
    """Akoma Ntoso FRBR URI: ``/akn/…/!main~sec_5__subsec_3``."""
    reference: str
    """As people cite it: ``吉政办明电〔2019〕5号 第五部分第(三)项``."""
    label: str | None
    """Label as written; null for a part."""
    heading: str | None
    start: int
    """First code point in the text of the notice."""
    end: int
    exact: str
    """The words, those of the clauses below it included."""
    citations: list[Citation]
    """The documents cited in these words."""
    quantities: list[Quantity]
    """The figures in these words."""


def read_clause(notice: Notice, reference: str) -> ClauseReading:
    """Return the clause or part of ``notice`` that ``reference`` means: an eid, a URI, or the form people write.

    Raises :class:`~gongwen.schemas.errors.ReferenceFormatError` where it is none of them and
    :class:`~gongwen.schemas.errors.ReferenceNotFoundError` where the notice has no such clause, or several.
    """
    target = locate(notice, reference)
    metadata = notice.metadata
    label, heading = (target.label, target.heading) if isinstance(target, Clause) else (None, target.title)
    return ClauseReading(
        eid=target.eid,
        uri=clause_uri(notice.uri, target.eid),
        reference=clause_reference(target.eid, document_number=metadata.document_number, title=metadata.title),
        label=label,
        heading=heading,
        start=target.start,
        end=target.end,
        exact=notice.text[target.start : target.end],
        citations=[item for item in notice.citations if target.start <= item.start and item.end <= target.end],
        quantities=[item for item in notice.quantities if target.start <= item.start and item.end <= target.end],
    )


def clause_json(reading: ClauseReading) -> bytes:
    """Return the reading as UTF-8 JSON; citations and quantities look as they do in the notice JSON."""
    return orjson.dumps(reading, default=plain_number, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
