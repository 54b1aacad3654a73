"""A source: bytes from a path, from memory, with a name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..schemas.errors import SourceNotFoundError
from .limits import current

__all__ = ["Loaded", "load"]


@dataclass(slots=True, frozen=True)
class Loaded:
    """The bytes of a source and what it is called."""

    data: bytes
    uri: str


def load(source: str | Path | bytes, uri: str | None) -> Loaded:
    """Return the bytes of ``source`` (a path, or the bytes themselves) and the name that stands in the result.

    Raises :class:`SourceNotFoundError` where there is no such file or it may not be read, :class:`SourceTooLargeError` where
    it is larger than one document may be.
    """
    if isinstance(source, bytes):
        return Loaded(source, uri or "memory")
    path = Path(source)
    try:
        if not path.is_file():
            raise SourceNotFoundError(f"{path}: {_what_else(path)}")
        current().check_bytes(path.stat().st_size, name=str(path))
        return Loaded(path.read_bytes(), uri or str(path))
    except OSError as error:
        raise SourceNotFoundError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    except ValueError as error:  # a NUL in the path
        raise SourceNotFoundError(f"{path!s:.80}: not a path ({error})") from error


def _what_else(path: Path) -> str:
    if path.is_dir():
        return "a folder; give its files, or use `gongwen parse` on it"
    return "no regular file; copy what it holds to one, or pipe it into `gongwen parse -`" if path.exists() else "not there; check the path"
