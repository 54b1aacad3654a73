"""Zip archives, read with bounds: the one way in which readers of DOCX, OFD and zipped folders get at members.

Nothing is written to disk. Sizes are counted while a member is unpacked, because what an archive declares may be false.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Final

from ...schemas.errors import ArchiveError, SourceTooLargeError
from ..limits import current

__all__ = ["Archive", "resolve"]

_FREE: Final = 4 << 20
"""Bytes a member may have whatever its ratio."""
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Archive:
    """An open zip archive; names use ``/`` and are found in whatever case and with whatever separator they were stored."""

    def __init__(self, data: bytes, *, name: str) -> None:
        """Open the archive in ``data``; ``name`` is for messages. Raises :class:`ArchiveError` where it is none or damaged."""
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise ArchiveError(f"{name}: not a whole zip archive ({error}); it may be cut off or damaged: fetch it again") from error
        infos = self._zip.infolist()
        limits = current()
        if len(infos) > limits.members:
            raise SourceTooLargeError(f"{name}: {len(infos)} members, more than the {limits.members} allowed; split it")
        self.members = [info for info in infos if not info.is_dir()]
        self._by_name = {_plain(info.filename).casefold(): info for info in self.members}
        self._total = 0

    @property
    def names(self) -> list[str]:
        """Names of all files in the archive, in its order."""
        return [_plain(info.filename) for info in self.members]

    def __contains__(self, member: str) -> bool:
        return _plain(member).casefold() in self._by_name

    def read(self, member: str | zipfile.ZipInfo) -> bytes:
        """Return the bytes of a member.

        Raises :class:`ArchiveError` where there is none of this name, or it is encrypted or damaged, and
        :class:`SourceTooLargeError` beyond the bounds on its size, on its ratio and on all that was unpacked.
        """
        info = self._by_name.get(_plain(member).casefold()) if isinstance(member, str) else member
        if info is None:
            raise ArchiveError(f"{self.name}: has no member {member}; it may be damaged or made by a faulty program: save it again")
        if info.flag_bits & 0x1:
            raise ArchiveError(f"{self.name}: {info.filename} is encrypted; save it without a password")
        limits = current()
        limit = min(limits.member_bytes, max(_FREE, info.compress_size * limits.ratio), limits.unpacked_bytes - self._total)
        try:
            with self._zip.open(info) as file:
                data = file.read(limit + 1)
        except (*_BROKEN, RuntimeError) as error:
            raise ArchiveError(f"{self.name}: {info.filename} cannot be unpacked ({error}); fetch the file again") from error
        if len(data) > limit:
            raise SourceTooLargeError(f"{self.name}: {info.filename} unpacks to more than {limit} bytes; check that it is a document")
        self._total += len(data)
        return data


def resolve(base: str, target: str) -> str:
    """Return the name of the member that ``target`` means in the file ``base``: below its folder, or from the root with ``/``.

    Raises :class:`ArchiveError` for a path that leads out of the archive.
    """
    target = target.strip().replace("\\", "/")
    path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(base), target))
    if path == ".." or path.startswith("../"):
        raise ArchiveError(f"{base}: names {target}, which lies outside the archive; the file is faulty or hostile")
    return path


def _plain(name: str) -> str:
    name = name.replace("\\", "/")
    return name.removeprefix("./").lstrip("/")
