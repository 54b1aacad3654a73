"""The formats that a corpus can be exported to; a new one is a line in :data:`FORMATS`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from ...schemas.errors import OutputError
from ...schemas.notice import Notice
from ..files import whole_file, write_file

__all__ = ["FORMATS", "Format", "NoticeFormat", "NoticesFormat", "export_notices"]


@dataclass(frozen=True, slots=True)
class NoticeFormat:
    """A format with a file (or some) for each notice, in a folder."""

    name: str
    suffix: str
    """Of the file; where ``write`` returns several, of the first."""
    write: Callable[[Notice], bytes | Mapping[str, bytes]]
    """Makes the file of a notice, or several by suffix: ``{".txt": …, ".ann": …}``."""
    description: str
    """For ``--help``: a few words."""


@dataclass(frozen=True, slots=True)
class NoticesFormat:
    """A format with one file for all notices, written one after the other."""

    name: str
    suffix: str
    write: Callable[[Iterable[Notice], BinaryIO], None]
    """Takes each notice once and does not hold on to it, so that memory does not grow with the corpus."""
    description: str


Format = NoticeFormat | NoticesFormat


def export_notices(notices: Iterable[Notice], form: NoticeFormat | NoticesFormat, out: Path) -> int:
    """Write ``notices`` to ``out`` and return how many there were; each file is written all or nothing.

    A :class:`NoticesFormat` writes the file ``out``; a :class:`NoticeFormat` files named by the id of their notice into the folder
    ``out``, or the file ``out`` where that has its suffix and there is one notice. Raises :class:`OutputError` where it cannot.
    """
    counted = _Counted(notices)
    if isinstance(form, NoticesFormat):
        with whole_file(out) as file:
            form.write(counted, file)
    elif form.suffix and out.name.endswith(form.suffix):
        _one(counted, form, out)
    else:
        _many(counted, form, out)
    return counted.count


@dataclass(slots=True)
class _Counted:
    notices: Iterable[Notice]
    count: int = 0

    def __iter__(self) -> Iterator[Notice]:
        for notice in self.notices:
            self.count += 1
            yield notice


def _one(notices: Iterable[Notice], form: NoticeFormat, out: Path) -> None:
    chosen = [notice for notice, _ in zip(notices, range(2), strict=False)]
    if len(chosen) != 1:
        found = "several notices" if chosen else "no notice"
        raise OutputError(f"{out}: {found} for one file; {form.name} has a file a notice, so name a folder or choose one notice")
    for suffix, data in _files(form, chosen[0]):
        write_file(out.with_name(out.name.removesuffix(form.suffix) + suffix), data)


def _many(notices: Iterable[Notice], form: NoticeFormat, out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{out}: cannot be made ({error.strerror}); name a folder that can be written to") from error
    names: Counter[str] = Counter()
    for notice in notices:
        names[notice.id] += 1  # two documents of an agency may bear one number
        stem = notice.id if names[notice.id] == 1 else f"{notice.id}_{names[notice.id]}"
        for suffix, data in _files(form, notice):
            write_file(out / f"{stem}{suffix}", data)


def _files(form: NoticeFormat, notice: Notice) -> Iterable[tuple[str, bytes]]:
    made = form.write(notice)
    return made.items() if isinstance(made, Mapping) else [(form.suffix, made)]


def _jsonl(notices: Iterable[Notice], file: BinaryIO) -> None:
    from ...schemas.contract import dumps

    file.writelines(dumps(notice) for notice in notices)


_ALL: Final[tuple[Format, ...]] = (NoticesFormat("jsonl", ".jsonl", _jsonl, "notice JSON, one a line"),)

FORMATS: Final[Mapping[str, Format]] = {form.name: form for form in _ALL}
