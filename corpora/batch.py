"""Many sources, one after the other or side by side: a source that fails is reported, and the rest goes on."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..schemas.errors import GongwenError, OutputError, SourceNotFoundError
from .sources import Given

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["CrashError", "Outcome", "UnexpectedError", "default_jobs", "parse_many", "write_file", "write_notices"]

MANY = 64
"""Sources; with fewer the start of the workers takes longer than they save."""
_LARGEST_CHUNK = 50
_AHEAD = 2
"""Chunks in flight for each worker: none waits for work, and results do not pile up in memory."""


class UnexpectedError(GongwenError):
    """A source met a fault of ours; the message names the exception, the cause is attached within one process."""


class CrashError(GongwenError):
    """The process that read a source died: killed, out of memory, or a fault in a native library."""


@dataclass(slots=True, frozen=True)
class Outcome:
    """What became of one source: the notice as JSON, or the error."""

    uri: str
    data: bytes | None = None
    """The notice as UTF-8 JSON, ending in a line break."""
    error: GongwenError | None = None
    path: Path | None = None
    """Where :func:`write_notices` wrote it."""


def default_jobs(count: int) -> int:
    """Return how many processes to use for ``count`` sources: one for few, all cores that we may use for many."""
    if count < MANY:
        return 1
    # Not cpu_count: a container or a batch system may have given us fewer cores than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parse_many(sources: Sequence[Given], jobs: int | None = None, *, indent: bool = False) -> Iterator[Outcome]:
    """Yield one outcome for each source, in order.

    ``jobs`` processes work side by side (:func:`default_jobs` where left out); only bytes come back from them. ``indent``
    writes the JSON over several lines. No error of a source is raised, not even the death of a process: it is an outcome.
    """
    jobs = jobs or default_jobs(len(sources))
    if jobs == 1 or len(sources) < 2:
        for given in sources:
            yield _parse_one(given, indent=indent)
        return
    size = max(1, min(_LARGEST_CHUNK, len(sources) // (jobs * _AHEAD * 2)))
    waiting = deque(sources[start : start + size] for start in range(0, len(sources), size))
    while waiting:
        yield from _run_pool(waiting, jobs, indent=indent)


def write_notices(outcomes: Iterable[Outcome], folder: Path, names: Mapping[str, str]) -> Iterator[Outcome]:
    """Write each notice to ``folder`` under its name in ``names`` (by uri) and pass the outcomes on.

    A notice that cannot be written gives an outcome with :class:`OutputError`; that is raised where the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror}); name a folder that can be written to") from error
    for outcome in outcomes:
        if outcome.data is None:
            yield outcome
            continue
        path = folder / names[outcome.uri]
        try:
            write_file(path, outcome.data)
        except OutputError as error:
            yield replace(outcome, data=None, error=error)
        else:
            yield replace(outcome, path=path)


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, all or nothing: a reader sees the file as it was before or whole, never half.

    Raises :class:`OutputError` where that fails.
    """
    beside = path.with_name(f".gongwen-{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); check the folder, its permissions and the disk") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _parse_one(given: Given, *, indent: bool) -> Outcome:
    from ..extract import parse
    from ..schemas.contract import dumps

    if given.problem:
        return Outcome(given.uri, error=SourceNotFoundError(given.problem))
    # File names in another encoding than ours (GBK, from old archives) hold surrogates, which JSON cannot.
    uri = os.fsencode(given.uri).decode("utf-8", "replace")
    try:
        notice = parse(Path(given.uri) if given.data is None else given.data, uri=uri)
        return Outcome(given.uri, dumps(notice, indent=indent))
    except GongwenError as error:
        return Outcome(given.uri, error=error)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one source must not end a batch of thousands
        problem = UnexpectedError(f"{uri}: {type(error).__name__}: {error}; this is a fault in gongwen, please report it with the file")
        problem.__cause__ = error
        return Outcome(given.uri, error=problem)


def _parse_chunk(chunk: Sequence[Given], indent: bool) -> list[Outcome]:
    return [_parse_one(given, indent=indent) for given in chunk]


def _run_pool(waiting: deque[Sequence[Given]], jobs: int, *, indent: bool) -> Iterator[Outcome]:
    """Work off ``waiting`` in a pool until it is empty or a worker dies; what was in flight then is done again, one by one."""
    from concurrent.futures.process import BrokenProcessPool

    running: deque[tuple[Sequence[Given], Future[list[Outcome]]]] = deque()
    pool = _pool(min(jobs, len(waiting)))
    try:
        while waiting or running:
            while waiting and len(running) < jobs * _AHEAD:
                running.append((waiting[0], pool.submit(_parse_chunk, waiting[0], indent)))
                waiting.popleft()
            yield from running[0][1].result()
            running.popleft()
    except BrokenProcessPool:
        pool.shutdown()
        for chunk, _ in running:
            for given in chunk:
                yield _parse_alone(given, indent=indent)
    finally:
        pool.shutdown(cancel_futures=True)


def _parse_alone(given: Given, *, indent: bool) -> Outcome:
    """Parse one source in a process of its own, so that its death shows whose fault it was."""
    from concurrent.futures.process import BrokenProcessPool

    with _pool(1) as pool:
        try:
            return pool.submit(_parse_chunk, [given], indent).result()[0]
        except BrokenProcessPool:
            return Outcome(
                given.uri,
                error=CrashError(f"{given.uri}: the process that read it died (killed, or out of memory); read it alone to see more"),
            )


def _pool(jobs: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Not fork: a progress bar runs a thread here, and a fork may copy a lock that it holds.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that the workers belong to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
