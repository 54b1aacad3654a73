"""Files written all or nothing: a reader sees a file as it was before or whole, never half."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

from ..schemas.errors import OutputError

__all__ = ["replacing", "whole_file", "write_file"]

_COUNT: Final = count()
_OWN: Final = token_hex(4)
"""Two machines that write to one folder may have processes of one number."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside ``path`` to write to; what stands there at the end takes the place of ``path``, and is gone after any error.

    Raises :class:`OutputError` for an :class:`OSError` within: libraries write to the path, and all say so when a disk is full.
    """
    beside = path.with_name(f".gongwen-{os.getpid()}-{next(_COUNT)}-{_OWN}.tmp")
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{path}: cannot be written ({reason}); check the folder, its permissions and the disk") from error
    finally:
        with suppress(OSError):
            beside.unlink()


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open ``path`` to write bytes, as :func:`replacing` does: it is there once all of them are, or stays as it was."""
    with replacing(path) as beside, beside.open("wb") as file:
        yield file


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, all or nothing.

    Raises :class:`OutputError` where that fails.
    """
    with replacing(path) as beside:
        beside.write_bytes(data)
