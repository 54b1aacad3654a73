"""The components: each puts one list of the notice into ``doc.spans``, the entities also into ``doc.ents``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from .reading import notice_of

__all__ = ["COMPONENTS", "citations", "clauses", "entities", "norms", "quantities"]

COMPONENTS: Final = ("gongwen_entities", "gongwen_clauses", "gongwen_citations", "gongwen_quantities", "gongwen_norms")


@Language.component("gongwen_entities", assigns=["doc.ents", "doc.spans"])
def entities(doc: Doc) -> Doc:
    """Set ``doc.spans["entities"]``, and in ``doc.ents`` those that overlap neither another that is longer nor what stands there."""
    found = _annotate(doc, "entities", lambda item: str(item.type))
    taken = [(ent.start, ent.end) for ent in doc.ents]
    free = [span for span in found if all(span.end <= start or end <= span.start for start, end in taken)]
    doc.ents = (*doc.ents, *filter_spans(free))
    return doc


@Language.component("gongwen_clauses", assigns=["doc.spans"])
def clauses(doc: Doc) -> Doc:
    """Set ``doc.spans["clauses"]``, labelled with their levels."""
    _annotate(doc, "clauses", lambda item: str(item.level))
    return doc


@Language.component("gongwen_citations", assigns=["doc.spans"])
def citations(doc: Doc) -> Doc:
    """Set ``doc.spans["citations"]``, labelled with their relation where it is known, else ``citation``."""
    _annotate(doc, "citations", lambda item: item.relation or "citation")
    return doc


@Language.component("gongwen_quantities", assigns=["doc.spans"])
def quantities(doc: Doc) -> Doc:
    """Set ``doc.spans["quantities"]``, labelled with their comparators."""
    _annotate(doc, "quantities", lambda item: str(item.comparator))
    return doc


@Language.component("gongwen_norms", assigns=["doc.spans"])
def norms(doc: Doc) -> Doc:
    """Set ``doc.spans["norms"]``, labelled with their types."""
    _annotate(doc, "norms", lambda item: str(item.type))
    return doc


def _annotate(doc: Doc, key: str, label: Callable[[Any], str]) -> list[Span]:
    """Put a list of the notice into ``doc.spans[key]``; a list that was not made (null) gives none.

    Each span covers all tokens that its object touches.
    """
    spans = [
        doc.char_span(item.start, item.end, label=label(item), span_id=f"{key}/{number}", alignment_mode="expand")
        for number, item in enumerate(getattr(notice_of(doc), key) or ())
    ]
    found = [span for span in spans if span is not None]
    doc.spans[key] = found
    return found
