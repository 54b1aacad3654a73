"""Many sources, one after the other or side by side: a source that fails is reported, and the rest goes on."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from stat import S_ISREG
from typing import Final

from ..extract.limits import Limits
from ..extract.readers.registry import format_of
from ..schemas.contract import dumps, loads
from ..schemas.errors import OutputError
from ..schemas.notice import Notice
from .files import write_file
from .reading import Outcome, Writes, model_in, read_source
from .sources import Given
from .worker import Worker

__all__ = ["cores", "default_jobs", "is_light", "parse_many", "parse_protected", "read_many", "write_notices"]

MANY: Final = 64
"""Sources; with fewer the start of the workers takes longer than they save."""
_AHEAD: Final = 1000
"""Outcomes that wait at most for one before them: some 50 MB."""
_BUSY: Final = 4
"""Sources for each worker, where the order does not matter: one it reads, and some that wait to be read or fetched."""
_LIGHT: Final = frozenset(("html", "text", "markdown"))
_LIGHT_BYTES: Final = 4 << 20
_HEAD: Final = 1 << 16


def default_jobs(count: int) -> int:
    """Return how many processes to use for ``count`` sources: one for few, all cores that we may use for many."""
    return 1 if count < MANY else cores()


def cores() -> int:
    """Return how many cores this process may use."""
    # Not cpu_count: a container or a batch system may have given us fewer cores than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parse_many(
    sources: Sequence[Given],
    jobs: int | None = None,
    *,
    indent: bool = False,
    limits: Limits | None = None,
    ner_model: str | Path | None = None,
) -> Iterator[Outcome]:
    """Yield one outcome for each source, in order: its notice as JSON (``indent``: over several lines), or the error.

    ``jobs`` is by :func:`default_jobs` where left out; the rest is as for :func:`read_many`.
    """
    write = partial(dumps, indent=True) if indent else dumps
    return read_many(sources, min(jobs or default_jobs(len(sources)), len(sources)), write=write, limits=limits, ner_model=ner_model)


def read_many(
    sources: Iterable[Given],
    jobs: int,
    *,
    write: Writes = dumps,
    limits: Limits | None = None,
    ner_model: str | Path | None = None,
    ordered: bool = True,
) -> Generator[Outcome]:
    """Yield one outcome for each source, its notice as ``write`` makes bytes of it, in the order of the sources or as they come.

    As they come, few wait for one that takes long, and ``sources`` are asked for as they are needed. ``jobs`` processes work side by
    side; with one, pages and texts (:func:`is_light`) are read here and all else in a process that can be ended. Each source has to keep
    within ``limits`` (the defaults of :class:`Limits` where left out). ``ner_model`` is the folder of a token classifier that votes on
    the entities; raises what :func:`~gongwen.extract.taggers.token_classifier.load_tagger` does where it is none. No error of a source
    is raised, not even the death of a process or the end of its time: it is an outcome.
    """
    limits = limits or Limits()
    model = str(ner_model) if ner_model else None
    if model:
        model_in(model)  # one error for all sources, before any is read
    if jobs > 1:
        page_jobs = max(cores() // jobs, 1)
        yield from _side_by_side(
            sources, [Worker(limits, write=write, page_jobs=page_jobs, ner_model=model) for _ in range(jobs)], ordered=ordered
        )
        return
    several = not isinstance(sources, Sized) or len(sources) > 1
    with closing(Worker(limits, write=write, page_jobs=cores() if several else None, ner_model=model)) as worker:
        for given in sources:
            yield read_source(given, limits, write=write, ner_model=model) if is_light(given) else worker.read(given)


def parse_protected(source: str | Path | bytes, *, uri: str | None = None, limits: Limits | None = None) -> Notice:
    """Read one notice as :func:`gongwen.extract.parse` does, in a process that is ended where it goes beyond ``limits``.

    ``uri`` is what the bytes of a document are called. Raises, beside the errors of ``parse``, :class:`TimeLimitError`,
    :class:`MemoryLimitError` and :class:`CrashError`.
    """
    given = Given(uri or "memory", source) if isinstance(source, bytes) else Given(str(source))
    with closing(Worker(limits or Limits())) as worker:
        outcome = worker.read(given)
    if outcome.data is None:
        raise outcome.error or AssertionError(outcome)
    return loads(outcome.data)


def is_light(given: Given) -> bool:
    """Return whether a source is read without danger or delay: a page or a text of some 4 MB at most, or nothing that can be read."""
    if given.problem:
        return True
    if given.data is not None:
        head, size = given.data[:_HEAD], len(given.data)
    else:
        try:
            status = Path(given.uri).stat()
            if not S_ISREG(status.st_mode):
                return True
            with Path(given.uri).open("rb") as file:
                head, size = file.read(_HEAD), status.st_size
        except (OSError, ValueError):
            return True
    kind = format_of(head, given.uri)
    return kind.module is None or (kind.name in _LIGHT and size <= _LIGHT_BYTES)


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


def _side_by_side(sources: Iterable[Given], workers: Sequence[Worker], *, ordered: bool) -> Iterator[Outcome]:
    """Yield the outcomes, in order or as they come; a thread for each worker hands it the next source as soon as it is idle."""
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def read(given: Given) -> Outcome:
        worker = idle.get()
        try:
            return worker.read(given)
        finally:
            idle.put(worker)

    running: deque[Future[Outcome]] = deque()
    ahead = _AHEAD if ordered else _BUSY * len(workers)
    threads = ThreadPoolExecutor(len(workers))
    try:
        for given in sources:
            running.append(threads.submit(read, given))
            while len(running) >= ahead:
                yield _next(running, ordered=ordered).result()
        while running:
            yield _next(running, ordered=ordered).result()
    finally:
        for future in running:
            future.cancel()
        for worker in workers:
            worker.close()
        threads.shutdown()


def _next(running: deque[Future[Outcome]], *, ordered: bool) -> Future[Outcome]:
    if ordered:
        return running.popleft()
    done = next(iter(wait(running, return_when=FIRST_COMPLETED).done))
    running.remove(done)
    return done
