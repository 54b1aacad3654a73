"""One source in, one notice out; :mod:`.pipeline` is the way from the one to the other, readable top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pipeline import parse

__all__ = ["parse"]


def __getattr__(name: str) -> object:
    """Import the pipeline when it is first asked for (PEP 562): whoever loads spaCy loads our components, and need not load the rest."""
    if name != "parse":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .pipeline import parse

    return parse
