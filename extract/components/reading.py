"""The notice behind a Doc: read once, kept as JSON, so that it lives as long as the Doc and goes wherever it goes.

spaCy loads this module with every pipeline, ours in it or not, because entry points make our components known: what reads a notice is
imported by the first that is read.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any, Final

from spacy.tokens import Doc, Span

from ...schemas.errors import SpanError
from ...schemas.notice import Citation, Clause, Entity, Norm, Notice, Quantity

__all__ = ["notice_of", "object_of", "register_extensions", "set_notice"]

_KEPT: Final[Any] = ("._.", "gongwen", None, None)
"""Key in ``doc.user_data``: that of an extension's value, so that spaCy's own copying and merging know what it is."""
_KINDS: Final = {"entity": Entity, "clause": Clause, "citation": Citation, "quantity": Quantity, "norm": Norm}


def notice_of(doc: Doc) -> Notice:
    """Return the notice that the text of ``doc`` is; it is read where that has not been done."""
    kept = doc.user_data.get(_KEPT)
    if isinstance(kept, bytes):
        notice = _loaded(kept)
        if notice.text == doc.text:  # not so where a Doc was made of others, or retokenized
            return notice
    from ..pipeline import understand_text

    set_notice(doc, understand_text(doc.text))
    return notice_of(doc)


def set_notice(doc: Doc, notice: Notice) -> None:
    """Keep ``notice`` as that of ``doc``; raises :class:`SpanError` where its text is another."""
    if notice.text != doc.text:
        raise SpanError(
            f"the notice has {len(notice.text)} characters and the Doc {len(doc.text)}, or others: make the Doc of notice.text, "
            "with a tokenizer that keeps every character"
        )
    from ...schemas.contract import dumps

    doc.user_data[_KEPT] = dumps(notice)


@lru_cache(maxsize=8)
def _loaded(data: bytes) -> Notice:
    from ...schemas.contract import loads

    return loads(data)


def object_of(span: Span) -> Any:
    """Return the object of the notice behind a span that a component of ours made, None behind any other."""
    key, _, number = span.id_.partition("/")
    found = getattr(notice_of(span.doc), key, None) if number.isdecimal() else None
    return found[int(number)] if isinstance(found, list) and int(number) < len(found) else None


def _of_kind(kind: type, span: Span) -> Any:
    found = object_of(span)
    return found if isinstance(found, kind) else None


def _place(span: Span) -> str | None:
    found = object_of(span)
    return found.region_code if isinstance(found, Entity) else None


def register_extensions() -> None:
    """Make the extensions known that :mod:`gongwen.extract.components` describes."""
    Doc.set_extension("gongwen", getter=notice_of, setter=set_notice, force=True)
    for name in ("norms", "entities"):
        Doc.set_extension(name, getter=partial(_all, name), force=True)
    Span.set_extension("gongwen", getter=object_of, force=True)
    Span.set_extension("place", getter=_place, force=True)
    for name, kind in _KINDS.items():
        Span.set_extension(name, getter=partial(_of_kind, kind), force=True)


def _all(name: str, doc: Doc) -> Any:
    return getattr(notice_of(doc), name)
