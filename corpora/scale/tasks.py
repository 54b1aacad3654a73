"""What a Dask worker does: it reads some fifty sources, each in a process that can be ended, and writes one shard."""

from __future__ import annotations

import os
from atexit import register
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final

from ...extract.limits import Limits
from ...schemas.errors import GongwenError, SourceNotFoundError
from ..files import write_file
from ..reading import Writes
from ..sources import Given
from ..store import Prepared, original_path, pipeline_version, prepare_bytes, rejected
from ..worker import Worker
from .shards import FOLDER, Read, write_shard

__all__ = ["CHUNK", "Source", "Task", "WorkerMismatchError", "read_chunk"]

CHUNK: Final = 50
"""Sources of a task: Dask spends 2 ms on a task, some tenths of a millisecond on each source of it."""


class WorkerMismatchError(GongwenError):
    """A worker has another version of gongwen than the process that builds."""


@dataclass(slots=True, frozen=True)
class Source:
    """A source as a worker is told of it."""

    uri: str
    """What it is called in the corpus."""
    path: str | None
    """Where it lies, absolute; None where its bytes are given."""
    digest: str
    """SHA-256 of the content that is to be read."""
    size: int
    data: bytes | None = None


@dataclass(slots=True, frozen=True)
class Task:
    """What one worker is to do in one go."""

    corpus: str
    """Folder of the corpus, absolute."""
    name: str
    """Of the shard."""
    version: str
    """Of the pipeline that the process that builds has; a worker with another one refuses."""
    sources: tuple[Source, ...]
    limits: Limits
    ner_model: str | None = None
    write: Writes = prepare_bytes


def read_chunk(task: Task) -> str:
    """Read the sources of ``task``, keep their originals, write the shard, and return its name; done already, nothing is done again.

    Raises :class:`WorkerMismatchError` where this process has another version, and :class:`OutputError` where the folder cannot be written.
    """
    if pipeline_version() != task.version:
        raise WorkerMismatchError(
            f"the worker {os.uname().nodename} reads with gongwen {pipeline_version()}, the build with {task.version}; "
            "install the same version for all workers"
        )
    path = Path(task.corpus) / FOLDER / task.name
    if not path.exists():
        with _reader(task) as worker:
            read = [_read(worker, source, task) for source in task.sources]
        path.parent.mkdir(exist_ok=True)
        write_shard(path, read, task.version)
    return task.name


def _read(worker: Worker, source: Source, task: Task) -> Read:
    data = source.data
    try:
        if data is None and source.size <= task.limits.source_bytes:
            data = Path(source.path or "").read_bytes()
    except OSError as error:
        return _nothing(source, f"{source.uri}: cannot be read by the worker ({error.strerror}); check that it sees the path")
    if data is not None and sha256(data).hexdigest() != source.digest:
        return _nothing(source, f"{source.uri}: changed while it was read; build again when it is complete")
    # What is too large is refused by its size, and not read here.
    outcome = worker.read(Given(source.uri, data) if data is not None else Given(source.path or source.uri))
    if data is not None:
        original = original_path(Path(task.corpus), source.digest, source.uri)
        if not original.exists():
            original.parent.mkdir(parents=True, exist_ok=True)
            write_file(original, data)
    if outcome.error is not None:
        name, message = type(outcome.error).__name__, str(outcome.error)
        return Read(source.uri, rejected(source.digest, source.size, outcome.error), name, message)
    return Read(source.uri, Prepared.from_bytes(outcome.data or b""))


def _nothing(source: Source, message: str) -> Read:
    return Read(source.uri, None, SourceNotFoundError.__name__, message)


_idle: Final[dict[tuple[Limits, str | None, Writes], list[Worker]]] = {}
_lock: Final = Lock()


@contextmanager
def _reader(task: Task) -> Iterator[Worker]:
    """Give a process that reads, one that an earlier task left where there is one; it ends with the process of the worker."""
    kind = (task.limits, task.ner_model, task.write)
    with _lock:
        if not _idle:
            register(_end)
        idle = _idle.setdefault(kind, [])
        worker = idle.pop() if idle else Worker(task.limits, write=task.write, page_jobs=1, ner_model=task.ner_model)
    try:
        yield worker
    finally:
        with _lock:
            idle.append(worker)


def _end() -> None:
    with _lock:
        for idle in _idle.values():
            for worker in idle:
                worker.close()
            idle.clear()
