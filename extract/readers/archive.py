"""Zip archives, read with bounds: the one way in which readers of DOCX, OFD and zipped folders get at members.

Nothing is written to disk. Sizes are counted while a member is unpacked, because what an archive declares may be false; what no
program writes and only a trap needs (names that lead out of the folder, members that lie over one another, two contents under one
name) refuses the whole archive.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
import zlib
from typing import Final

from ...schemas.errors import ArchiveError, SourceTooLargeError
from ..limits import current

__all__ = ["Archive", "resolve"]

_FREE: Final = 4 << 20
"""Bytes a member may have whatever its ratio."""
_ENTRY: Final = b"PK\x01\x02"
"""How each entry of the directory begins."""
_LOCAL_HEADER: Final = 30
"""Bytes before each member, its name not counted."""
_METHODS: Final = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""All that OPC, OFD and the programs for zipped folders use; the module unpacks others in one go, however large."""
_OUTSIDE: Final = re.compile(r"(?:^|/)\.\.(?:/|$)|^[A-Za-z]:/|\0")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Archive:
    """An open zip archive; names use ``/`` and are found in whatever case and with whatever separator they were stored."""

    def __init__(self, data: bytes, *, name: str) -> None:
        """Open the archive in ``data``; ``name`` is for messages.

        Raises :class:`ArchiveError` where it is none, damaged or a trap, :class:`SourceTooLargeError` for more members than allowed.
        """
        self.name = name
        limits = current()
        # Before the directory is read, which costs 500 bytes of memory a member.
        limits.check_members(data.count(_ENTRY), name=name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise ArchiveError(f"{name}: not a whole zip archive ({error}); it may be cut off or damaged: fetch it again") from error
        infos = self._zip.infolist()
        self._refuse_traps(infos)
        # A link is no document, and what it leads to is none of the archive's.
        self.members = [info for info in infos if not (info.is_dir() or stat.S_ISLNK(info.external_attr >> 16))]
        self._by_name = {_plain(info.filename).casefold(): info for info in self.members}
        self._total = 0

    @property
    def names(self) -> list[str]:
        """Names of all files in the archive, in its order."""
        return [_plain(info.filename) for info in self.members]

    @property
    def readable_names(self) -> list[str]:
        """Names of all files with their characters as their maker saw them, in the order of ``members``.

        Without the flag for UTF-8 a name is in the code page of whoever packed it: on Chinese systems GBK, else often UTF-8 after all.
        """
        return [_plain(_decoded(info)) for info in self.members]

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
        if info.compress_type not in _METHODS:
            raise ArchiveError(
                f"{self.name}: {info.filename} is packed in a way (method {info.compress_type}) that is not read; pack it anew"
            )
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

    def _refuse_traps(self, infos: list[zipfile.ZipInfo]) -> None:
        for info in infos:
            if _OUTSIDE.search(info.filename.replace("\\", "/")):
                raise ArchiveError(f"{self.name}: has a member {info.filename!r}, which leads out of its folder; the file is hostile")
        contents: dict[str, tuple[int, int]] = {}
        for info in infos:
            content = (info.CRC, info.file_size)
            if contents.setdefault(info.filename, content) != content:
                raise ArchiveError(f"{self.name}: has two members {info.filename}; which of them is meant cannot be told: pack it anew")
        end = 0
        for info in sorted(infos, key=lambda info: info.header_offset):
            if info.header_offset < end:
                raise ArchiveError(f"{self.name}: {info.filename} lies over another member; the file is damaged or hostile")
            end = info.header_offset + _LOCAL_HEADER + info.compress_size
        if infos and end > self._zip.start_dir:
            raise ArchiveError(f"{self.name}: its members are longer than the archive; it is damaged or hostile: fetch it again")


def resolve(base: str, target: str) -> str:
    """Return the name of the member that ``target`` means in the file ``base``: below its folder, or from the root with ``/``.

    Raises :class:`ArchiveError` for a path that leads out of the archive.
    """
    target = target.strip().replace("\\", "/")
    path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(base), target))
    if path == ".." or path.startswith("../"):
        raise ArchiveError(f"{base}: names {target}, which lies outside the archive; the file is faulty or hostile")
    return path


def _decoded(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _plain(name: str) -> str:
    name = name.replace("\\", "/")
    return name.removeprefix("./").lstrip("/")
