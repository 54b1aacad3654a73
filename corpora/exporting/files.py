"""What a format is, and the files that one writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from ...schemas.errors import OutputError
from ...schemas.notice import Notice
from ..files import whole_file, write_file
from ..store.folder import Corpus

__all__ = ["Choice", "CorpusFormat", "Format", "NoticeFormat", "NoticesFormat", "Unit", "export_notices"]


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
    beside: Callable[[], Mapping[str, bytes]] | None = None
    """Makes what the folder needs to be read, by file name."""


@dataclass(frozen=True, slots=True)
class NoticesFormat:
    """A format with one file for all notices, written one after the other."""

    name: str
    suffix: str
    write: Callable[[Iterable[Notice], BinaryIO], None]
    """Takes each notice once and does not hold on to it, so that memory does not grow with the corpus."""
    description: str
    beside: Callable[[], Mapping[str, bytes]] | None = None
    """Makes what the file needs to be read, by suffix."""


Unit = Literal["notice", "clause"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a corpus is exported."""

    keys: tuple[int, ...] | None = None
    """``notices.notice`` of the notices, in order; None for all."""
    tables: tuple[str, ...] = ()
    """Tables, for formats that have some; none named are the usual ones."""
    unit: Unit = "notice"
    """What a row of texts is."""


@dataclass(frozen=True, slots=True)
class CorpusFormat:
    """A format that is made from the tables of a corpus."""

    name: str
    suffix: str
    """Of the file; empty where the output is a folder."""
    write: Callable[[Corpus, Choice, Path], dict[str, int]]
    """Writes to a path and returns how many of what: ``{"norms": 310}``."""
    description: str
    takes: frozenset[Literal["tables", "unit"]] = frozenset()
    """What it can be told beside which notices."""


Format = NoticeFormat | NoticesFormat | CorpusFormat


def export_notices(notices: Iterable[Notice], form: NoticeFormat | NoticesFormat, out: Path) -> int:
    """Write ``notices`` to ``out`` and return how many there were; each file is written all or nothing.

    A :class:`NoticesFormat` writes the file ``out``; a :class:`NoticeFormat` files named by the id of their notice into the folder
    ``out``, or the file ``out`` where that has its suffix and there is one notice. Raises :class:`OutputError` where it cannot.
    """
    counted = _Counted(notices)
    if isinstance(form, NoticesFormat):
        with whole_file(out) as file:
            form.write(counted, file)
        for suffix, data in form.beside().items() if form.beside else ():
            write_file(out.with_suffix(suffix), data)
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
    _write_beside(form, out.parent)


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
    _write_beside(form, out)


def _write_beside(form: NoticeFormat, folder: Path) -> None:
    for name, data in form.beside().items() if form.beside else ():
        write_file(folder / name, data)


def _files(form: NoticeFormat, notice: Notice) -> Iterable[tuple[str, bytes]]:
    made = form.write(notice)
    return made.items() if isinstance(made, Mapping) else [(form.suffix, made)]
