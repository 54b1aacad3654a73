"""One source read, whatever becomes of it: the notice as JSON, or a named error."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..extract.limits import Limits
from ..schemas.errors import GongwenError, SourceNotFoundError
from ..schemas.notice import Notice
from .sources import Given

if TYPE_CHECKING:
    from ..extract.taggers import Tagger

__all__ = ["Outcome", "UnexpectedError", "Writes", "model_in", "read_source"]


Writes = Callable[[Notice], bytes]
"""What makes bytes of a notice, such as ``contract.dumps``; a process finds it by its name, so it stands in a module."""


class UnexpectedError(GongwenError):
    """A source met a fault of ours; the message names the exception, the cause is attached within one process."""


@dataclass(slots=True, frozen=True)
class Outcome:
    """What became of one source: the notice as bytes, or the error."""

    uri: str
    data: bytes | None = None
    """The notice, where nothing else was asked for as UTF-8 JSON that ends in a line break."""
    error: GongwenError | None = None
    path: Path | None = None
    """Where :func:`~gongwen.corpora.batch.write_notices` wrote it."""


@lru_cache(maxsize=1)
def model_in(folder: str) -> Tagger:
    """Return the tagger that the token classifier in ``folder`` is, loaded once in a process; raises what ``load_tagger`` does."""
    from ..extract.taggers.token_classifier import load_tagger

    return load_tagger(folder)


def read_source(given: Given, limits: Limits, *, write: Writes, ner_model: str | None = None) -> Outcome:
    """Read a source in this process and return what became of it, its notice as ``write`` makes bytes of it; nothing is raised.

    ``ner_model`` is the folder of a token classifier that votes on the entities.
    """
    from ..extract import parse

    if given.problem:
        return Outcome(given.uri, error=SourceNotFoundError(given.problem))
    # File names in another encoding than ours (GBK, from old archives) hold surrogates, which JSON cannot.
    uri = os.fsencode(given.uri).decode("utf-8", "replace")
    try:
        tagger = model_in(ner_model) if ner_model else None
        notice = parse(Path(given.uri) if given.data is None else given.data, uri=uri, limits=limits, tagger=tagger)
        return Outcome(given.uri, write(notice))
    except GongwenError as error:
        return Outcome(given.uri, error=error)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one source must not end a batch of thousands
        problem = UnexpectedError(f"{uri}: {type(error).__name__}: {error}; this is a fault in gongwen, please report it with the file")
        problem.__cause__ = error
        return Outcome(given.uri, error=problem)
