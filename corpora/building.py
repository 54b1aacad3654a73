"""A corpus, built: sources read side by side, each stored in one transaction; what is known already is left alone.

A run that was cut off, by whatever means, goes on where it stopped: run it again. Runs side by side share the work of storing and lose
nothing. What cannot be read is kept with the reason.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final

from ..extract.limits import Limits
from ..schemas.errors import GongwenError, SourceNotFoundError
from .batch import cores, read_many
from .files import write_file
from .reading import Outcome
from .sources import Given, walk_sources
from .store import Corpus, Prepared, Stored, Writer, manifest, now, open_corpus, pipeline_version, prepare_bytes, rejected
from .store.folder import MANIFEST, writing_errors

__all__ = ["AGAIN", "BuildSummary", "Progress", "RosterImport", "Run", "build", "import_roster"]

AGAIN: Final = frozenset(
    ("TimeLimitError", "MemoryLimitError", "CrashError", "MissingExtraError", "MissingToolError", "UnexpectedError", "SourceNotFoundError")
)
"""Errors that may be the machine's or the limits' and not the document's: such rejects are read again by the next run."""

_OUTCOMES: Final = ("added", "replaced", "witness", "unchanged", "rejected", "missing")

Progress = Callable[[str, Stored | None, GongwenError | None], None]
"""Told of each source when it is done: its uri, what became of it, and the error where there is one."""


@dataclass(slots=True)
class BuildSummary:
    """What came of a run."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_OUTCOMES, 0))
    """Sources by what became of them; ``missing`` are those that there was nothing to read of."""

    @property
    def sources(self) -> int:
        """How many sources were dealt with."""
        return sum(self.counts.values())

    @property
    def failed(self) -> int:
        """How many sources are no notice of the corpus."""
        return self.counts["rejected"] + self.counts["missing"]

    def text(self) -> str:
        """Return it as one line for people."""
        said = {"added": "added", "replaced": "better witnesses", "witness": "further witnesses", "unchanged": "unchanged"}
        said |= {"rejected": "rejected", "missing": "not found"}
        parts = [f"{count} {said[name]}" for name, count in self.counts.items() if count]
        return f"{self.sources} sources: {', '.join(parts) or 'nothing to do'}"


def build(
    sources: Iterable[str],
    corpus: str | Path,
    *,
    jobs: int | None = None,
    limits: Limits | None = None,
    ner_model: str | Path | None = None,
    progress: Progress | None = None,
) -> BuildSummary:
    """Read ``sources`` (as :func:`.sources.find_sources` takes them) into the corpus in the folder ``corpus``, which is made if need be.

    ``jobs`` processes read side by side, all cores where left out; ``limits`` hold for each document; ``progress`` is told of each source.
    A source whose content this version of the pipeline has read is left alone. Raises :class:`CorpusFormatError` and
    :class:`CorpusWriteError`; errors of sources are told and stored, never raised.
    """
    limits = limits or Limits()
    summary = BuildSummary()
    with open_corpus(corpus, write=True) as opened:
        run = Run(opened, limits, summary, progress or (lambda _uri, _stored, _error: None))
        run.begin()
        pending = run.pending(walk_sources(sources))
        read = read_many(pending, jobs or cores(), write=prepare_bytes, limits=limits, ner_model=ner_model, ordered=False)
        with closing(read):
            for outcome in read:
                run.store(outcome)
        run.finish()
    return summary


@dataclass(slots=True)
class RosterImport:
    """Rosters that were imported, audited against the totals that their notices declare."""

    built: BuildSummary
    notices: list[int]
    """Keys of the notices that have rosters."""
    entries: int
    failed: list[str]
    """What each audit that failed says, with the notice before it."""
    without: list[str]
    """Sources that are notices without a roster."""


def import_roster(
    sources: Iterable[str], corpus: str | Path, *, limits: Limits | None = None, progress: Progress | None = None
) -> RosterImport:
    """Build ``sources`` into the corpus and return what their rosters came to, see :func:`.store.keeping.roster_table` for the rows.

    A roster that does not agree with its notice is stored too: its rows say ``audit`` ``fail``. Raises what :func:`build` does.
    """
    found: list[str] = []

    def tell(uri: str, stored: Stored | None, error: GongwenError | None) -> None:
        if error is None:
            found.append(uri)
        if progress:
            progress(uri, stored, error)

    built = build(sources, corpus, limits=limits, progress=tell)
    notices, without, failed, entries = list[int](), list[str](), list[str](), 0
    with open_corpus(corpus) as opened:
        for uri in found:
            (notice,) = opened.db.execute(
                "SELECT notice FROM documents JOIN sources USING (document) WHERE sources.uri = ?", (uri,)
            ).fetchone()
            (count,) = opened.db.execute("SELECT count(*) FROM roster_entries WHERE notice = ?", (notice,)).fetchone()
            if not count:
                without.append(uri)
            elif notice not in notices:
                notices.append(notice)
                entries += count
                failed += [
                    f"{name}: {message}"
                    for name, message in opened.db.execute(
                        "SELECT n.id, c.message FROM checks c JOIN notices n USING (notice)"
                        " WHERE notice = ? AND c.\"check\" LIKE 'roster-%' AND c.status = 'fail' ORDER BY c.position",
                        (notice,),
                    )
                ]
    return RosterImport(built, notices, entries, failed, without)


@dataclass(slots=True)
class _Pending:
    """A source that is being read: its content as it was when its digest was taken."""

    given: Given
    digest: str
    size: int


class Run:
    """One run of a build."""

    def __init__(self, corpus: Corpus, limits: Limits, summary: BuildSummary, progress: Progress) -> None:
        self._corpus = corpus
        self._limits = limits
        self._summary = summary
        self._progress = progress
        self._version = pipeline_version()
        self.writer = Writer(corpus, self._version)
        self._waiting: dict[str, _Pending] = {}
        self.number = 0

    def begin(self) -> None:
        """Record that the run has begun."""
        with writing_errors(self._corpus.path):
            cursor = self._corpus.db.execute("INSERT INTO builds (pipeline, started) VALUES (?, ?)", (self._version, now()))
            self.number = cursor.lastrowid or 0

    def pending(self, sources: Iterable[Given]) -> Iterator[Given]:
        """Yield the sources that have to be read; the others are dealt with here."""
        for given in sources:
            if given.uri in self._waiting:
                continue
            try:
                digest, size = _digest(given)
            except (OSError, ValueError) as error:
                self.done(given.uri, None, _unreadable(given, error))
                continue
            if self.writer.known(digest, AGAIN):
                self.writer.seen(digest, given.uri)
                self.done(given.uri, "unchanged", None)
                continue
            self._waiting[given.uri] = _Pending(given, digest, size)
            yield given

    def content_of(self, uri: str) -> tuple[str, int]:
        """Return digest and size of a source that :meth:`pending` has yielded."""
        pending = self._waiting[uri]
        return pending.digest, pending.size

    def store(self, outcome: Outcome) -> None:
        """Store what was read of a source, or why it could not be read."""
        pending = self._waiting.pop(outcome.uri)
        error = outcome.error
        prepared = rejected(pending.digest, pending.size, error) if error else Prepared.from_bytes(outcome.data or b"")
        try:
            self._keep_original(pending, prepared.sha256)
        except _ChangedError:
            error = SourceNotFoundError(f"{outcome.uri}: changed while it was read; build again when it is complete")
            self.done(outcome.uri, None, error)
            return
        stored = self.writer.put(prepared, outcome.uri, again=AGAIN)
        self.done(outcome.uri, stored, error)

    def finish(self) -> None:
        """Record the end of the run, tidy the index, and write the manifest."""
        counts = self._summary.counts
        with writing_errors(self._corpus.path):
            self._corpus.db.execute(
                "UPDATE builds SET finished = ?, added = ?, unchanged = ?, rejected = ? WHERE build = ?",
                (now(), counts["added"] + counts["replaced"] + counts["witness"], counts["unchanged"], counts["rejected"], self.number),
            )
            write_file(self._corpus.path / MANIFEST, manifest(self._corpus))

    def _keep_original(self, pending: _Pending, digest: str) -> None:
        if pending.size > self._limits.source_bytes:
            return
        given = pending.given
        data = given.data if given.data is not None else _bytes_of(given.uri)
        if sha256(data).hexdigest() != digest:
            raise _ChangedError
        self.writer.keep_original(digest, given.uri, data)

    def done(self, uri: str, stored: Stored | None, error: GongwenError | None) -> None:
        """Count what became of a source (None: there was nothing to read), and tell of it."""
        self._waiting.pop(uri, None)
        self._summary.counts[stored or "missing"] += 1
        self._progress(uri, stored, error)


class _ChangedError(Exception):
    """A file has another content than it had when it was read."""


def _digest(given: Given) -> tuple[str, int]:
    """Return the SHA-256 and the size of a source; raises :class:`OSError` or :class:`ValueError` where there is nothing to read."""
    if given.problem:
        raise ValueError(given.problem)
    if given.data is not None:
        return sha256(given.data).hexdigest(), len(given.data)
    path = Path(given.uri)
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, "no such file")
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest(), file.tell()


def _bytes_of(uri: str) -> bytes:
    try:
        return Path(uri).read_bytes()
    except OSError as error:
        raise _ChangedError from error


def _unreadable(given: Given, error: OSError | ValueError) -> GongwenError:
    if isinstance(error, OSError):
        return SourceNotFoundError(f"{given.uri}: cannot be read ({error.strerror}); check the path and its permissions")
    return SourceNotFoundError(given.problem or f"{given.uri}: {error}; check the name")
