"""The process that reads: what ends it, what is said then, and that the others are read."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gongwen.corpora import CrashError, Given, is_light, open_notice, parse_many, parse_protected
from gongwen.corpora import opening as opening_module
from gongwen.corpora.worker import Worker
from gongwen.extract import parse
from gongwen.extract.limits import Limits
from gongwen.schemas.errors import GongwenError, MemoryLimitError, SourceNotFoundError, SourceTooLargeError, TimeLimitError

SAMPLES = Path(__file__).parents[1] / "samples"
FILES = sorted(str(path) for path in SAMPLES.iterdir() if path.suffix in {".txt", ".html"})
TIGHT = Limits(seconds=1.5, page_seconds=0, memory_mb=150, ocr_memory_mb=150)
NOTICE = "关于做好乡镇道路养护的通知".encode()

linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell the memory of a process")


class Does(bytes):
    """Bytes that make the process which unpacks them do something, as a fault in a reader or a library would."""

    code: str

    def __reduce__(self) -> tuple[Any, ...]:
        return eval, (self.code,)


def hostile(name: str, code: str) -> Given:
    made = Does(5 << 20)  # more than what is read without a process
    made.code = code
    return Given(name, made)


SLEEPER = hostile("sleeper.txt", "__import__('time').sleep(3600)")
SPINNER = hostile("spinner.txt", "[0 for _ in iter(int, 1)]and 1 if 0 else sum(0 for _ in iter(int, 1))")
EATER = hostile("eater.txt", "[b'x' * (8 << 20) for _ in range(100)] and __import__('time').sleep(3600)")
PARENT = hostile("parent.txt", "__import__('subprocess').run(['sleep', '3600'])")
SWELLING_PARENT = hostile(
    "swelling.txt",
    "__import__('subprocess').run([__import__('sys').executable, '-c', 'import time; x = b\"x\" * (400 << 20); time.sleep(3600)'])",
)
KILLED = hostile("killed.txt", f"__import__('os').kill(__import__('os').getpid(), {int(signal.SIGSEGV)})")
LEAVER = hostile("leaver.txt", "__import__('os')._exit(3)")
FULL = hostile("full.txt", "b'x' * (8 << 30)")


@pytest.fixture
def worker() -> Iterator[Worker]:
    with closing(Worker(replace(TIGHT, seconds=30))) as made:
        yield made


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        (SLEEPER, TimeLimitError, r"^sleeper.txt: not read within 1.5 s, .*--timeout"),
        (SPINNER, TimeLimitError, r"^spinner.txt: not read within 1.5 s"),
        (PARENT, TimeLimitError, r"^parent.txt: not read within 1.5 s"),
        pytest.param(EATER, MemoryLimitError, r"^eater.txt: needs more than 150 MB of memory, .*--memory", marks=linux),
        pytest.param(SWELLING_PARENT, MemoryLimitError, r"^swelling.txt: needs more than 150 MB", marks=linux),
        (KILLED, CrashError, r"^killed.txt: the process that read it died \(SIGSEGV\)"),
        (LEAVER, CrashError, r"^leaver.txt: the process that read it died \(exit status 3\)"),
    ],
    ids=lambda value: value.uri if isinstance(value, Given) else None,
)
def test_beyond_a_limit_the_source_has_a_named_error_and_the_next_is_read(given: Given, error: type[GongwenError], message: str) -> None:
    # Time is short only where it is what runs out: a machine may be busy.
    limits = TIGHT if error is TimeLimitError else replace(TIGHT, seconds=60)
    with closing(Worker(limits)) as worker:
        began = time.monotonic()
        _ends_named(worker, given, error, message)
        assert time.monotonic() - began < 90


def _ends_named(worker: Worker, given: Given, error: type[GongwenError], message: str) -> None:
    outcome = worker.read(given)
    assert type(outcome.error) is error
    assert (outcome.uri, outcome.data) == (given.uri, None)
    with pytest.raises(error, match=message):
        raise outcome.error
    assert worker.read(Given("x.txt", NOTICE)).error is None


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc here")
def test_what_a_process_started_ends_with_it() -> None:
    mark = f"3600.{os.getpid()}"
    code = f"__import__('subprocess').run(['sleep', '{mark}'], start_new_session=True)"  # as LibreOffice is started
    with closing(Worker(TIGHT)) as worker:
        outcome = worker.read(hostile("parent.txt", code))
    assert isinstance(outcome.error, TimeLimitError)
    time.sleep(0.1)
    running = [path for path in Path("/proc").glob("[0-9]*/cmdline") if mark.encode() in _bytes(path)]
    assert running == []


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_others_of_a_batch_are_read_in_their_order(jobs: int) -> None:
    light = [Given(name) for name in FILES]
    sources = [light[0], SLEEPER, light[1], KILLED, *light[2:5], LEAVER, light[5], Given("gone.txt")]
    outcomes = list(parse_many(sources, jobs, limits=TIGHT))
    assert [outcome.uri for outcome in outcomes] == [given.uri for given in sources]
    failed = {outcome.uri: type(outcome.error) for outcome in outcomes if outcome.error}
    assert failed == {
        "sleeper.txt": TimeLimitError,
        "killed.txt": CrashError,
        "leaver.txt": CrashError,
        "gone.txt": SourceNotFoundError,
    }
    assert [outcome.data for outcome in outcomes if outcome.data] == [outcome.data for outcome in parse_many(light[:6], 1)]


@linux
def test_what_earlier_sources_left_in_memory_is_not_held_against_one(worker: Worker) -> None:
    assert worker.read(Given("x.txt", NOTICE)).error is None
    # It stays: as the caches of a library do.
    left = hostile("left.txt", "globals().__setitem__('kept', b'x' * (70 << 20)) or b'text of a notice'")
    assert worker.read(left).error is None
    more = hostile("more.txt", "__import__('time').sleep(0.3 * len(b'x' * (70 << 20)) / (70 << 20)) or b'text of a notice'")
    assert worker.read(more).error is None


@pytest.mark.skipif(os.name == "nt", reason="no module resource here")
def test_an_allocation_far_beyond_the_limit_fails_at_once(worker: Worker) -> None:
    assert worker.read(Given("x.txt", NOTICE)).error is None
    outcome = worker.read(FULL)
    assert isinstance(outcome.error, MemoryLimitError)


def test_each_page_begun_gives_more_time() -> None:
    """A slow reader that says so, page by page, is let go on; one that stops is not."""
    code = "from gongwen.extract.limits import current"
    pages = f"exec({code!r}, globals()) or [(__import__('time').sleep(0.3), current().begin_page()) for _ in range(12)] and {NOTICE!r}"
    slow = hostile("slow.txt", f"{pages}")
    with closing(Worker(Limits(seconds=2, page_seconds=10))) as patient:
        assert patient.read(slow).error is None
    with closing(Worker(Limits(seconds=2, page_seconds=0))) as strict:
        error = strict.read(slow).error
    assert isinstance(error, TimeLimitError)
    with closing(Worker(Limits(seconds=2, page_seconds=0.4, pages=2))) as bounded:
        assert isinstance(bounded.read(slow).error, TimeLimitError)


@linux
def test_recognising_text_may_take_more_memory() -> None:
    code = "from gongwen.extract.limits import current; current().begin_ocr()"
    eats = hostile("scan.txt", f"exec({code!r}, globals()) or [__import__('time').sleep(0.5) for _ in [b'x' * (80 << 20)]] and {NOTICE!r}")
    with closing(Worker(Limits(memory_mb=80, ocr_memory_mb=300))) as roomy:
        assert roomy.read(eats).error is None
    with closing(Worker(Limits(memory_mb=80, ocr_memory_mb=80))) as narrow:
        assert isinstance(narrow.read(eats).error, MemoryLimitError)


def test_what_a_library_prints_is_no_answer(worker: Worker) -> None:
    talks = hostile("talks.txt", f"[print('x' * 100, flush=True), __import__('os').write(1, b'y' * 100)] and {NOTICE!r}")
    outcome = worker.read(talks)
    assert (outcome.error, outcome.data) == (None, worker.read(Given("talks.txt", NOTICE)).data)


def test_a_parent_that_goes_away_takes_the_process_with_it() -> None:
    made = Worker(Limits())
    made.read(Given("x.txt", NOTICE))
    process = made._process  # noqa: SLF001 - there is no other way to see it
    assert process
    assert process.stdin
    process.stdin.close()
    assert process.wait(30) == 0
    made.close()


def test_a_batch_that_is_left_ends_its_processes() -> None:
    outcomes = parse_many([Given(FILES[0]), SLEEPER, SLEEPER], 2)
    assert next(outcomes).data
    began = time.monotonic()
    outcomes.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 20


def test_protected_means_the_same_notice(tmp_path: Path) -> None:
    assert parse_protected(FILES[0]) == parse(FILES[0])
    assert parse_protected(NOTICE, uri="x.txt") == parse(NOTICE, uri="x.txt")
    with pytest.raises(SourceNotFoundError, match=r"gone\.pdf"):
        parse_protected(tmp_path / "gone.pdf")
    with pytest.raises(SourceTooLargeError, match="39 bytes, more than the 20"):
        parse_protected(NOTICE, uri="x.txt", limits=Limits(source_bytes=20))


@pytest.mark.parametrize(
    ("given", "light"),
    [
        (Given("x.html", b"<html><p>x"), True),
        (Given("x.txt", b"x"), True),
        (Given("x.txt", b"x" * (5 << 20)), False),
        (Given("gone.pdf"), True),
        (Given("x\0.pdf"), True),
        (Given("x.pdf", problem="nothing there"), True),
    ],
)
def test_only_small_pages_and_texts_are_read_here(given: Given, light: bool) -> None:
    assert is_light(given) is light


def test_a_command_on_one_file_is_protected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []

    def protected(source: bytes, *, uri: str) -> object:
        asked.append(uri)
        return parse(source, uri=uri)

    monkeypatch.setattr(opening_module, "parse_protected", protected)
    large = tmp_path / "large.txt"
    large.write_bytes(b"1\n" * (3 << 20))
    with pytest.raises(SourceTooLargeError):
        open_notice(str(large))
    assert open_notice(FILES[0])
    assert asked == [str(large)]
