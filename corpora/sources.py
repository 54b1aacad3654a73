"""What a command line names, as sources to read: files, folders, patterns, standard input; and how their results are called."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from hashlib import sha256
from math import inf
from pathlib import Path, PurePath

from ..schemas.errors import SourceNotFoundError
from .zipped import is_archive, members

__all__ = ["STDIN", "Given", "count_sources", "find_sources", "members_of", "result_names", "standard_input", "walk_sources"]

STDIN = "-"
"""The argument that means standard input."""

_LONGEST_STEM = 200
"""Bytes; file systems allow 255 for a name, and ``.json`` and the name of a temporary file must still fit."""


@dataclass(slots=True, frozen=True)
class Given:
    """One source to read."""

    uri: str
    """Path as given, or below the folder that was given; ``stdin`` for standard input."""
    data: bytes | None = None
    """The bytes, where they do not stand in a file."""
    problem: str | None = None
    """Why there is nothing to read: a folder without readable files, a pattern without matches."""


def find_sources(arguments: Iterable[str]) -> list[Given]:
    """Return the sources that ``arguments`` name, each once, in the order of the arguments and by name within each.

    A folder or a zipped one (``a.zip``, its files called ``a.zip!/notice.html``) stands for all files below it (hidden ones left out)
    that a reader exists for; a pattern (``*``, ``?``, ``[…]``, ``**``) for the files it matches; ``-`` for standard input, which is
    read here. What is not there is returned too: it fails when it is read, and a batch goes on. So do the files of zipped folders
    that hold together more than one archive may: they are kept in memory.
    """
    from ..extract.limits import current

    found: dict[str, Given] = {}
    for given in walk_sources(arguments, unpacked_bytes=current().unpacked_bytes):
        found.setdefault(given.uri, given)
    return list(found.values())


def walk_sources(arguments: Iterable[str], *, unpacked_bytes: float = inf) -> Iterator[Given]:
    """Yield what :func:`find_sources` returns, one after the other; what several arguments name comes several times.

    ``unpacked_bytes`` bounds what all zipped folders together hold, for callers that keep it all.
    """
    left = unpacked_bytes
    archives = set[str]()
    for argument in dict.fromkeys(arguments):  # standard input can be read once only
        for given in _expand(argument):
            if given.data is not None or given.problem is not None or not is_archive(given.uri):
                yield given
            elif given.uri not in archives:
                archives.add(given.uri)
                for member in members_of(given.uri) if left > 0 else [_one_too_many(given.uri)]:
                    left -= len(member.data or b"")
                    yield member if left > 0 else _one_too_many(member.uri)


def count_sources(arguments: Iterable[str]) -> int:
    """Return how many sources ``arguments`` name, a zipped folder and standard input as one; for a progress bar, nothing is opened."""
    return sum(1 if argument == STDIN else sum(1 for _ in _expand(argument)) for argument in dict.fromkeys(arguments))


def result_names(uris: Iterable[str]) -> dict[str, str]:
    """Return a file name for the result of each source: ``STEM.json``, or ``NAME.EXT.json`` for sources that share a stem.

    Sources that share the whole name (in different folders) have as many folders put before it as tell them apart:
    ``2019__notice.html.json``. Names that differ in case only count as the same, because some file systems say so.
    """
    detail = dict.fromkeys(uris, 0)
    while True:
        names = {uri: _name(uri, level) for uri, level in detail.items()}
        times = Counter(name.casefold() for name in names.values())
        alike = [uri for uri, name in names.items() if times[name.casefold()] > 1]
        if not alike:
            return names
        # Of those with one name the least detailed give way: a.html.txt, which would be a.html.json, makes room for a.html.
        least: dict[str, int] = {}
        for uri in alike:
            key = names[uri].casefold()
            least[key] = min(least.get(key, detail[uri]), detail[uri])
        for uri in alike:
            detail[uri] += detail[uri] == least[names[uri].casefold()]


def standard_input() -> bytes:
    """Return what stands on standard input; raises :class:`SourceNotFoundError` where it is closed."""
    if sys.stdin is None:
        raise SourceNotFoundError("stdin: standard input is closed; pipe a notice into it, or name a file")
    return sys.stdin.buffer.read()


def _expand(argument: str) -> Iterator[Given]:
    if argument == STDIN:
        yield Given("stdin", standard_input())
        return
    try:
        yield from _matching(argument)
    except OSError as error:  # a name that is too long
        yield Given(argument, problem=f"{argument:.80}: cannot be looked up ({error.strerror}); check the path")


def _matching(argument: str) -> Iterator[Given]:
    if not argument:
        yield Given(argument, problem="'': an empty name; name a file or a folder")
    elif Path(argument).is_dir():
        files = _files_below(argument)
        yield from files
        if not files:
            yield Given(argument, problem=f"{argument}: no file in this folder or below has a format that can be read; name files")
    elif has_magic(argument) and not Path(argument).exists():
        matches = sorted(path for path in glob(argument, recursive=True) if Path(path).is_file())  # noqa: PTH207 - Path.glob refuses absolute ones
        yield from map(Given, matches)
        if not matches:
            yield Given(argument, problem=f"{argument}: this pattern matches no file; check it, and quote it if the shell may change it")
    else:
        yield Given(str(Path(argument)))


def members_of(path: str) -> Iterator[Given]:
    """Yield the files of a zipped folder that a reader exists for, and what is wrong with others."""
    for member in members(path, _suffixes()):
        yield Given(member.uri, member.data, member.problem)


def _one_too_many(uri: str) -> Given:
    return Given(uri, problem=f"{uri}: the archives before it hold all that is unpacked at a time; read it by itself, or unpack it")


def _suffixes() -> frozenset[str]:
    """Return the suffixes of the formats that a reader exists for."""
    from ..extract.readers import FORMATS

    return frozenset(suffix for item in FORMATS if item.module for suffix in item.suffixes)


def _files_below(folder: str) -> list[Given]:
    """Return the files that can be read, and the folders that cannot."""
    suffixes = _suffixes() | {".zip"}
    files: list[Given] = []

    def refused(error: OSError) -> None:
        name = str(error.filename)
        files.append(Given(name, problem=f"{name}: this folder cannot be read ({error.strerror}); check its permissions"))

    for place, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            Given(str(Path(place, name)))
            for name in sorted(names)
            if not name.startswith(".") and PurePath(name).suffix.lower() in suffixes
        ]
    return files


def _name(uri: str, level: int) -> str:
    """Return the name of a result: at level 0 by the stem, at 1 by the name, then with that many parts of the path."""
    path = PurePath(uri)
    parts = [part for part in path.parts if part not in {path.anchor, ".."}] or ["notice"]
    stem = path.stem if level == 0 else "__".join(parts[-level:])
    name = os.fsencode(stem)
    if level > len(parts) or len(name) > _LONGEST_STEM:
        digest = sha256(os.fsencode(f"{level} {uri}")).hexdigest()[:8]
        stem = name[:_LONGEST_STEM].decode("utf-8", "ignore") + "-" + digest
    return f"{stem or 'notice'}.json"
