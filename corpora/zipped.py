"""Zipped folders: their files as sources, one for each that a reader exists for; nothing is unpacked to disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from ..extract.readers.archive import Archive
from ..extract.sources import load
from ..schemas.errors import GongwenError

__all__ = ["INSIDE", "Member", "is_archive", "members"]

INSIDE: Final = "!/"
"""Parts the name of an archive from that of a member, as in the URLs of Java archives: ``a.zip!/folder/notice.html``."""
_NOT_OURS: Final = frozenset(("__MACOSX", "Thumbs.db"))


@dataclass(slots=True, frozen=True)
class Member:
    """A file in an archive, or what is wrong with it or the whole archive."""

    uri: str
    data: bytes | None = None
    problem: str | None = None


def members(path: str, suffixes: frozenset[str]) -> Iterator[Member]:
    """Yield the files in the archive ``path`` that end in one of ``suffixes``, hidden ones left out, by name.

    Sizes are bounded as for the members of a document; what goes beyond, is damaged or encrypted is a problem of its own. Archives
    inside are problems too: what they hold would be read without anybody having asked for it.
    """
    try:
        archive = Archive(load(path, None).data, name=path)
    except GongwenError as error:
        yield Member(path, problem=str(error))
        return
    found = 0
    for name, info in sorted(zip(archive.readable_names, archive.members, strict=True), key=lambda pair: pair[0]):
        parts = PurePosixPath(name).parts
        if any(part.startswith(".") or part in _NOT_OURS for part in parts):
            continue
        uri = f"{path}{INSIDE}{name}"
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in {".zip", ".rar", ".7z"}:
            found += 1
            yield Member(uri, problem=f"{uri}: an archive in an archive is not opened; unpack it and read the files inside")
        elif suffix in suffixes:
            found += 1
            try:
                yield Member(uri, archive.read(info))
            except GongwenError as error:
                yield Member(uri, problem=f"{uri}: {error}")
    if not found:
        yield Member(path, problem=f"{path}: no file in this archive has a format that can be read; unpack it and name files")


def is_archive(path: str) -> bool:
    """Return whether a path names a zipped folder."""
    return path.lower().endswith(".zip") and Path(path).is_file()
