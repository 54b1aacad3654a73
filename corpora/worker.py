"""A process that reads sources and can be ended: what holds the limits on time and memory, and survives what a native library does.

The parent sends one source at a time and watches: the clock, and the resident memory of the process and its children as Linux
reports it. Beyond a limit the process group is killed, the source has its named error, and the next one gets a fresh process. Only
bytes come back (the notice, or the name and the message of an error), so a process that was taken over gains nothing by them.

Where a system lacks ``/proc`` (macOS, Windows) memory is not watched, where it lacks :mod:`resource` (Windows) not bounded either;
time is everywhere.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import IO, Final

from ..extract.limits import PAGE_JOBS, Limits, within
from ..schemas.contract import dumps
from ..schemas.errors import GongwenError, MemoryLimitError, TimeLimitError
from .reading import Outcome, UnexpectedError, Writes, read_source
from .sources import Given

__all__ = ["CrashError", "Worker", "named_error", "serve"]

_LOOK: Final = 0.05
"""Seconds between two looks at the memory of the process; in that time it can take some 100 MB more."""
_START: Final = 60.0
"""Seconds for a process to start, on a machine that is busy."""
_KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)
"""Windows has one way to end a process, which it calls by the name of the other."""
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_ALLOCATION: Final = {"MALLOC_MMAP_THRESHOLD_": str(8 << 20), "MALLOC_TRIM_THRESHOLD_": str(32 << 20)}
"""For glibc: give large blocks back when they are freed. Two pages recognised side by side fill 770 MB then, not 980, in the same time."""
_HEAD: Final = struct.Struct("!cQ")
_BEGUN, _NOTICE, _ERROR, _PAGE, _OCR, _ENDED = b"b", b"n", b"e", b"p", b"o", b""
_TOLD: Final = {"page": _PAGE, "ocr": _OCR}
_Message = tuple[bytes, bytes]


class CrashError(GongwenError):
    """The process that read a source died: killed, out of memory, or a fault in a native library."""


class _ClosedError(Exception):
    """The worker was closed from another thread: nobody waits for the outcome."""


class Worker:
    """Reads one source after the other in a process of its own, which starts with the first and is replaced where it had to be ended."""

    def __init__(self, limits: Limits, *, write: Writes = dumps, page_jobs: int | None = None, ner_model: str | None = None) -> None:
        """``limits`` hold for each source, ``write`` makes bytes of its notice.

        ``ner_model`` is the folder of a token classifier, which the process loads for itself.

        ``page_jobs`` is how many pages OCR may recognise at a time, without a bar of its own; where left out, as many as there are cores.
        """
        self._limits = limits
        self._environment = _ALLOCATION | ({PAGE_JOBS: str(page_jobs)} if page_jobs else {}) | os.environ
        self._write = write
        self._ner_model = ner_model
        self._process: subprocess.Popen[bytes] | None = None
        self._messages: SimpleQueue[_Message] = SimpleQueue()
        self._closed = False
        self._lock = Lock()

    def read(self, given: Given) -> Outcome:
        """Read a source and return what became of it.

        Its error is :class:`TimeLimitError` or :class:`MemoryLimitError` beyond a limit, :class:`CrashError` where the process died.
        """
        used = self._process is not None
        outcome = self._attempt(given)
        if used and isinstance(outcome.error, MemoryLimitError | CrashError):
            # What earlier sources left behind in the process is not held against this one.
            outcome = self._attempt(given)
        return outcome

    def close(self) -> None:
        """End the process, whatever it does; from any thread."""
        self._closed = True
        self._end()

    def _attempt(self, given: Given) -> Outcome:
        try:
            process = self._process or self._start()
        except OSError as error:
            return Outcome(given.uri, error=CrashError(f"{given.uri}: no process can be started to read it ({error.strerror}); try again"))
        with suppress(OSError):  # it has died: its messages end, which says so
            _send(_pipe(process.stdin), _NOTICE, pickle.dumps((given, self._limits, self._write, self._ner_model)))
        outcome = self._watch(given.uri, process)
        if isinstance(outcome.error, MemoryLimitError | TimeLimitError):
            self._end()
        return outcome

    def _watch(self, uri: str, process: subprocess.Popen[bytes]) -> Outcome:
        """Wait for the outcome of the source that the process reads, as long as it stays within the limits."""
        limits = self._limits
        deadline, memory, pages = monotonic() + _START, limits.memory_mb, 0
        while True:
            kind, content = self._next(deadline)
            if kind == _NOTICE:
                return Outcome(uri, content)
            if kind == _ERROR:
                return Outcome(uri, error=_error(content))
            if kind == _ENDED and content:
                return Outcome(uri, error=CrashError(f"{uri}: the process that read it died ({_death(self._end())}); {_CRASH_REMEDY}"))
            if kind == _BEGUN:
                deadline = monotonic() + limits.seconds
            elif kind == _PAGE and pages < limits.pages:
                deadline, pages = deadline + limits.page_seconds, pages + 1
            elif kind == _OCR:
                memory = max(memory, limits.ocr_memory_mb)
            if monotonic() > deadline:
                return Outcome(uri, error=_too_long(uri, limits, pages))
            if _resident_mb(process.pid) > memory:
                return Outcome(uri, error=_too_much(uri, memory))

    def _next(self, deadline: float) -> _Message:
        """Return the next message of the process, an empty one after some time without any."""
        try:
            return self._messages.get(timeout=max(min(_LOOK, deadline - monotonic()), 0.001))
        except Empty:
            return _ENDED, b""

    def _start(self) -> subprocess.Popen[bytes]:
        # -P and our own path: a module of the folder that we happen to stand in must not come before the library's.
        code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
        with self._lock:
            if self._closed:
                raise _ClosedError
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-P", "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                env=self._environment,
            )
            self._messages = SimpleQueue()
            Thread(target=_listen, args=(_pipe(self._process.stdout), self._messages), daemon=True).start()
            return self._process

    def _end(self) -> int | None:
        """Kill the process and what it started; return its exit status, the negative of a signal's number."""
        with self._lock:
            process, self._process = self._process, None
            if process is None:
                return None
            # A reader may have started programs, in its group or (LibreOffice) in one of their own. All are named before the process
            # is waited for: its number cannot have passed to another until then.
            for member in _family(process.pid):
                with suppress(OSError):
                    os.kill(member, _KILL)
            with suppress(OSError, AttributeError):
                os.killpg(process.pid, _KILL)
            with suppress(OSError):
                _pipe(process.stdin).close()
            return process.wait()


_CRASH_REMEDY: Final = "a native library failed on this file, or the system ran out of memory; open it in its own program and save it anew"


def _too_long(uri: str, limits: Limits, pages: int) -> TimeLimitError:
    seconds = limits.seconds + pages * limits.page_seconds
    return TimeLimitError(f"{uri}: not read within {seconds:g} s, the limit for it; allow more with --timeout, or split it")


def _too_much(uri: str, memory: float) -> MemoryLimitError:
    return MemoryLimitError(
        f"{uri}: needs more than {memory:g} MB of memory, the limit for one document; allow more with --memory, or split it"
    )


def _error(content: bytes) -> GongwenError:
    name, _, message = content.decode("utf-8", "replace").partition(" ")
    return named_error(name, message)


def named_error(name: str, message: str) -> GongwenError:
    """Return the error that a process named: one of ours, never a class of its choice."""
    return _errors(GongwenError).get(name, UnexpectedError)(message)


def _errors(kind: type[GongwenError]) -> dict[str, type[GongwenError]]:
    found = {kind.__name__: kind}
    for below in kind.__subclasses__():
        found |= _errors(below)
    return found


def _death(status: int | None) -> str:
    """Return what ended a process: the name of the signal, or the exit status."""
    try:
        return signal.Signals(-status).name if status is not None and status < 0 else f"exit status {status}"
    except ValueError:
        return f"signal {-(status or 0)}"


def _family(pid: int) -> list[int]:
    """Return a process and all that it started, directly or not; itself alone where the system does not tell."""
    found = [pid]
    for member in found:
        with suppress(OSError):
            for thread in Path(f"/proc/{member}/task").iterdir():
                found += map(int, (thread / "children").read_bytes().split())
    return found


def _resident_mb(pid: int) -> float:
    """Return the resident memory of a process and of all that it started, in MB; 0 where the system does not tell."""
    pages = 0
    for member in _family(pid):
        with suppress(OSError, IndexError):
            pages += int(Path(f"/proc/{member}/statm").read_bytes().split()[1])
    return pages * _PAGE_BYTES / (1 << 20)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise AssertionError("a process of ours has pipes")
    return stream


def _send(stream: IO[bytes], kind: bytes, content: bytes = b"") -> None:
    stream.write(_HEAD.pack(kind, len(content)) + content)
    stream.flush()


def _receive(stream: IO[bytes]) -> _Message | None:
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, size = _HEAD.unpack(head)
    content = stream.read(size)
    return (kind, content) if len(content) == size else None


def _listen(stream: IO[bytes], messages: SimpleQueue[_Message]) -> None:
    """Pass on what a process sends, and say when it has ended."""
    with suppress(OSError), stream:
        while message := _receive(stream):
            messages.put(message)
    messages.put((_ENDED, b"!"))


def serve() -> None:
    """Read the sources that the parent sends, until it sends no more; the main function of the process."""
    requests: SimpleQueue[bytes] = SimpleQueue()
    source, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what a native library prints is no answer of ours
    Thread(target=_take, args=(source, requests), daemon=True).start()
    _offer_to_be_killed()
    import gongwen.extract.pipeline  # noqa: F401 - before the clock starts

    with within(Limits(), lambda what: _send(answers, _TOLD[what])):
        while True:
            request = requests.get()
            _send(answers, _BEGUN)
            _send(answers, *_answer(request))


def _take(source: IO[bytes], requests: SimpleQueue[bytes]) -> None:
    while message := _receive(source):
        requests.put(message[1])
    os._exit(0)  # the parent is gone or wants no more; whatever is being read is wanted by nobody


def _answer(request: bytes) -> _Message:
    try:
        given, limits, write, ner_model = pickle.loads(request)  # noqa: S301 - from our parent
        _bound_memory(limits)
        outcome = read_source(given, limits, write=write, ner_model=ner_model)
    except MemoryError:
        return _ERROR, b"MemoryLimitError no memory is left to read a source"
    if outcome.error is None:
        return _NOTICE, outcome.data or b""
    return _ERROR, f"{type(outcome.error).__name__} {outcome.error}".encode("utf-8", "backslashreplace")


def _bound_memory(limits: Limits) -> None:
    """Let allocations far beyond the limit fail at once: between two looks of the parent a process could take all there is.

    Only what a process writes to counts (RLIMIT_DATA), because libraries reserve far more addresses than they use; twice the limit,
    because they also take more than they fill.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = 2 * int(max(limits.memory_mb, limits.ocr_memory_mb)) << 20
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _offer_to_be_killed() -> None:
    """Where the system itself runs out of memory, we go before anything else of the user."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
