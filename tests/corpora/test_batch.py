from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gongwen.extract
import pytest
from gongwen.corpora import CrashError, Given, Outcome, UnexpectedError, parse_many, write_file, write_notices
from gongwen.corpora.batch import MANY, default_jobs
from gongwen.schemas.contract import loads
from gongwen.schemas.errors import OutputError, SourceDamagedError, SourceNotFoundError

SAMPLES = Path(__file__).parents[1] / "samples"
FILES = sorted(str(path) for path in SAMPLES.iterdir() if path.suffix in {".txt", ".html"})


class Bomb:
    """Bytes that end the process which reads them, as a fault in a native library would."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


@pytest.mark.parametrize("jobs", [1, 2])
def test_outcomes_come_in_order_and_a_bad_source_does_not_end_the_batch(tmp_path: Path, jobs: int) -> None:
    pdf = tmp_path / "scan.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    sources = [Given("gone.txt"), *map(Given, FILES), Given(str(pdf)), Given("empty", problem="empty: nothing in it")]
    outcomes = list(parse_many(sources, jobs))
    assert [outcome.uri for outcome in outcomes] == [given.uri for given in sources]
    assert [type(outcome.error) for outcome in outcomes if outcome.error] == [
        SourceNotFoundError,
        SourceDamagedError,
        SourceNotFoundError,
    ]
    notices = [loads(outcome.data) for outcome in outcomes if outcome.data]
    assert [notice.source.uri for notice in notices] == FILES


def test_processes_change_nothing_about_the_result() -> None:
    sources = [*map(Given, FILES), Given("stdin", "关于做好某事的通知".encode())]
    assert list(parse_many(sources, 1)) == list(parse_many(sources, 2))


def test_a_crash_is_reported_for_its_source_and_the_rest_is_parsed() -> None:
    bomb = Given("bomb.txt", data=Bomb())  # type: ignore[arg-type]
    sources = [Given(FILES[0]), bomb, *map(Given, FILES[1:])]
    outcomes = list(parse_many(sources, 2))
    assert [outcome.uri for outcome in outcomes] == [given.uri for given in sources]
    assert [type(outcome.error) for outcome in outcomes if outcome.error] == [CrashError]
    assert "bomb.txt" in str(outcomes[1].error)


def test_a_fault_of_ours_is_an_outcome_with_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: Path, **options: object) -> None:
        raise KeyError(f"{source}{options}")

    monkeypatch.setattr(gongwen.extract, "parse", broken)
    first, second = parse_many([Given("a.txt"), Given("b.txt")], 1)
    assert isinstance(first.error, UnexpectedError)
    assert isinstance(first.error.__cause__, KeyError)
    assert "a.txt: KeyError" in str(first.error)
    assert second.error


def test_a_file_name_in_another_encoding_is_read(tmp_path: Path) -> None:
    name = os.fsdecode("通知".encode("gbk") + b".txt")
    try:
        (tmp_path / name).write_text("关于做好某事的通知", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    (outcome,) = parse_many([Given(str(tmp_path / name))])
    assert outcome.error is None
    assert loads(outcome.data or b"").source.uri.endswith(".txt")


def test_few_sources_need_one_process() -> None:
    assert default_jobs(MANY - 1) == 1
    assert 1 <= default_jobs(MANY) <= (os.cpu_count() or 1)


def test_notices_are_written_and_failures_passed_on(tmp_path: Path) -> None:
    (tmp_path / "taken.json").mkdir()
    failed = Outcome("c", error=SourceNotFoundError("c: gone"))
    outcomes = [Outcome("a", b"{}\n"), Outcome("b", b"{}\n"), failed]
    done = list(write_notices(outcomes, tmp_path, {"a": "a.json", "b": "taken.json", "c": "c.json"}))
    assert done[0].path == tmp_path / "a.json"
    assert (tmp_path / "a.json").read_bytes() == b"{}\n"
    assert isinstance(done[1].error, OutputError)
    assert done[2] is failed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "taken.json"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be made"):
        list(write_notices([], tmp_path / "file" / "out", {}))


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def half(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    return iter(())


@pytest.mark.usefixtures("full_disk")
def test_half_a_result_is_never_seen(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(OutputError, match="No space left"):
        write_file(path, b"after, at length")
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]
