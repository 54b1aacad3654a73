"""A build whose reading is done by Dask: tasks of some fifty sources, each one shard; what the shards hold is stored here.

Reading takes nearly all the time and is done anywhere; storing is done by one process in one transaction a shard, in which the table
``shards`` notes the shard: it is stored whole and once, or not at all. A worker that is lost loses a shard that was not finished, which
Dask has done again; a build that is lost leaves shards, which the next one stores before it reads anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Final

from ...extract.limits import Limits
from ...schemas.errors import CorpusWriteError, GongwenError
from ..building import AGAIN, BuildSummary, Progress, Run
from ..reading import model_in
from ..sources import Given, walk_sources
from ..store import Corpus, Stored, open_corpus, pipeline_version, rejected
from ..worker import CrashError, named_error
from .cluster import SchedulerError, connected
from .shards import FOLDER, Read, read_shard, shard_name, shard_version, write_shard
from .tasks import CHUNK, Source, Task, read_chunk

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["build_on_dask"]

_AHEAD: Final = 4
"""Tasks handed out for each worker: enough that none waits for us, and few enough that memory stays what it is."""
_LOST: Final = ("lost", "pending")
_STALE: Final = 3600.0
"""Seconds after which a file that is no shard was left by a process that is gone."""
_REMEDY: Final = "the worker died each time that it read this; run the same command again, or look into the file"


def build_on_dask(
    sources: Iterable[str],
    corpus: str | Path,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
    ner_model: str | Path | None = None,
    progress: Progress | None = None,
    chunk: int = CHUNK,
) -> BuildSummary:
    """Do what :func:`~gongwen.corpora.building.build` does, with the same result, by the workers of a Dask cluster.

    ``scheduler`` is the address of one that runs (``tcp://host:8786``); without it ``workers`` processes are started on this machine.
    Sources and ``corpus`` have to lie where all workers see them under the same path. ``chunk`` sources are one task.

    Raises what ``build`` does, :class:`MissingExtraError` without the extra ``dask``, :class:`SchedulerError`, and
    :class:`WorkerMismatchError` where a worker has another version.
    """
    summary = BuildSummary()
    if ner_model:
        model_in(str(ner_model))
    with connected(scheduler, workers) as client, open_corpus(corpus, write=True) as opened:
        limits = limits or Limits()
        run = Run(opened, limits, summary, progress or (lambda _uri, _stored, _error: None))
        run.begin()
        merge = _Merge(opened, run)
        merge.left_behind()
        folder = str(opened.path.resolve())
        model = str(Path(ner_model).resolve()) if ner_model else None
        for task in _done(client, _tasks(run, sources, Task(folder, "", pipeline_version(), (), limits, model), chunk)):
            merge.shard(task.name, task.sources)
        run.finish()
        merge.tidy()
    return summary


class _Merge:
    """Stores shards in a corpus."""

    def __init__(self, corpus: Corpus, run: Run) -> None:
        self._run, self._writer = run, run.writer
        self._folder = corpus.path / FOLDER
        self._folder.mkdir(exist_ok=True)

    def left_behind(self) -> None:
        """Store what a build that was cut off has left; what is no shard of this version goes, once nobody can be writing it."""
        for path in sorted(self._folder.iterdir()):
            if path.suffix == ".parquet" and shard_version(path) == pipeline_version():
                self.shard(path.name)
            else:
                with suppress(OSError):
                    if time() - path.stat().st_mtime > _STALE:
                        path.unlink()

    def shard(self, name: str, sources: tuple[Source, ...] = ()) -> None:
        """Store a shard in one transaction and delete it, then tell of each of its ``sources``; stored before, it is not stored again."""
        path = self._folder / name
        stored: dict[str, tuple[Stored | None, GongwenError | None]] = {}
        with self._writer.together():
            if not self._writer.is_stored(name):
                for read in self._read(path):
                    became = self._writer.put(read.prepared, read.uri, again=AGAIN) if read.prepared else None
                    stored[read.uri] = became, named_error(read.error, read.message or "") if read.error else None
                self._writer.note_shard(name, len(stored))
        path.unlink(missing_ok=True)
        for source in sources:
            self._run.done(source.uri, *stored.get(source.uri, ("unchanged", None)))

    def _read(self, path: Path) -> Iterator[Read]:
        if not path.exists():
            raise CorpusWriteError(
                f"{path}: a worker has written this shard, and it is not here; the folder must lie on a file system that all workers see"
            )
        return read_shard(path)

    def tidy(self) -> None:
        """Take the folder away where it is empty: another build may be at work in it."""
        with suppress(OSError):
            self._folder.rmdir()


def _tasks(run: Run, sources: Iterable[str], like: Task, chunk: int) -> Iterator[Task]:
    """Yield the tasks for what has to be read, ``like`` one without sources; one chunk of sources is in memory at a time."""
    pending = run.pending(walk_sources(sources))
    while given := list(islice(pending, chunk)):
        yield _with(like, run.number, tuple(_source(run, one) for one in given))


def _with(like: Task, build: int, sources: tuple[Source, ...]) -> Task:
    name = shard_name(like.version, build, ((source.uri, source.digest) for source in sources))
    return replace(like, name=name, sources=sources)


def _source(run: Run, given: Given) -> Source:
    digest, size = run.content_of(given.uri)
    path = str(Path(given.uri).resolve()) if given.data is None else None
    return Source(given.uri, path, digest, size, given.data)


def _done(client: Client, tasks: Iterator[Task]) -> Iterator[Task]:
    """Yield tasks as their shards are written, while as many are handed out as keep all workers busy.

    A task that ended its worker again and again is done source by source; a source that does so is a reject.
    """
    from distributed import as_completed

    running: dict[str, Task] = {}
    completed = as_completed(loop=client.loop)

    def hand_out(some: Iterable[Task]) -> None:
        for task in some:
            future = client.submit(read_chunk, task, key=f"gongwen-{task.name}", pure=False)
            running[future.key] = task
            completed.add(future)

    hand_out(islice(tasks, _AHEAD * max(len(client.nthreads()), 1)))
    for future in completed if running else ():
        if future.status in _LOST:  # its worker was lost since, and Dask has it done again
            completed.add(future)
            continue
        task = running.pop(future.key)
        alone = _one_by_one(future, task)
        future.release()
        if alone is None:
            yield task
        elif alone:
            hand_out(alone)
        else:
            _reject(task)
            yield task
        hand_out(islice(tasks, max(_AHEAD * len(client.nthreads()) - len(running), 0)))


def _one_by_one(future: Future, task: Task) -> list[Task] | None:
    """Return None for a task that is done; of one that ended its workers a task for each source, none where there is one only.

    Raises the error of a task that found the cluster or the disk unfit, and :class:`SchedulerError` where the cluster has given up.
    """
    from distributed import KilledWorker

    if future.status == "finished":
        return None
    error = future.exception() if future.status == "error" else None
    if isinstance(error, GongwenError):
        raise error
    if not isinstance(error, KilledWorker):
        raise SchedulerError(f"the cluster gave up a task ({future.status}: {error}); run the same command again: what was read is kept")
    return [_with(task, -1, (source,)) for source in task.sources] if len(task.sources) > 1 else []


def _reject(task: Task) -> None:
    """Write the shard of a source that no worker survives."""
    read = []
    for source in task.sources:
        error = CrashError(f"{source.uri}: {_REMEDY}")
        read.append(Read(source.uri, rejected(source.digest, source.size, error), type(error).__name__, str(error)))
    write_shard(Path(task.corpus) / FOLDER / task.name, read, task.version)
