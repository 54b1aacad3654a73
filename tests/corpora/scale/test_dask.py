"""A build by Dask workers stores what a plain build stores, whatever is killed on the way."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gongwen.corpora import build, open_corpus
from gongwen.corpora.scale import WorkerMismatchError, build_on_dask
from gongwen.corpora.scale import building as building_module
from gongwen.corpora.scale.cluster import SchedulerError
from gongwen.corpora.scale.shards import Read, read_shard, shard_name, shard_version, write_shard
from gongwen.corpora.scale.tasks import Source, Task, read_chunk
from gongwen.corpora.store import pipeline_version
from gongwen.extract.limits import Limits
from gongwen.schemas.errors import CorpusWriteError, MissingExtraError

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")

TITLE = "关于做好{}乡镇道路养护的通知"
BODY = (
    "各乡镇人民政府:\n\n一、工作目标\n\n(一)道路完好率达到{}%以上。\n\n二、工作要求\n\n(一)依照《{}》落实责任,不得拖延。\n\n"
    "某县人民政府\n\n2021年3月{}日\n"
)
KEYS = {"notice", "document", "passage", "build", "target", "standing"}
TIMES = {"seen", "started", "finished", "stored"}


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    folder = tmp_path / "notices"
    folder.mkdir()
    for number in range(24):
        cited = TITLE.format(f"第{number - 3}批") if number > 5 else "道路养护条例"
        text = f"{TITLE.format(f'第{number}批')}\n\n{BODY.format(60 + number, cited, 1 + number)}"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (folder / "twin.txt").write_bytes((folder / "03.txt").read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return folder


def tables_of(folder: Path) -> dict[str, Any]:
    """Return what all tables of a corpus say, without keys that depend on the order and without times."""
    with closing(sqlite3.connect(folder / "corpus.db")) as db:
        ids = dict(db.execute("SELECT notice, id FROM notices"))
        contents = dict(db.execute("SELECT document, sha256 FROM documents"))
        found: dict[str, Any] = {}
        for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'").fetchall():
            if table in {"builds", "meta", "shards", "sqlite_sequence"}:
                continue
            cursor = db.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            rows = []
            for row in cursor:
                values = dict(zip(names, row, strict=True))
                for name in ("notice", "target"):
                    if name in values:
                        values[name] = ids.get(values[name])
                if "document" in values:
                    values["document"] = contents[values["document"]]
                values.pop("passage", None)
                rows.append(repr(sorted((name, value) for name, value in values.items() if name not in TIMES)))
            found[table] = sorted(rows)
        db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search', 'row')")
        found["search"] = db.execute("SELECT term, doc FROM temp.words ORDER BY term").fetchall()
    originals = sorted((folder / "originals").rglob("*.*"))
    return found | {"originals": [(path.name, sha256(path.read_bytes()).hexdigest()) for path in originals]}


@pytest.fixture
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50) as made:
        yield made


def test_a_worker_that_is_killed_loses_nothing(notices: Path, tmp_path: Path, cluster: Any) -> None:
    killed: list[int] = []

    def kill(_uri: str, _stored: object, _error: object) -> None:
        if not killed:
            killed.append(cluster.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    plain = build([str(notices)], tmp_path / "plain", jobs=1)
    summary = build_on_dask([str(notices)], tmp_path / "dask", scheduler=cluster.scheduler_address, chunk=2, progress=kill)
    assert killed
    assert summary.sources == plain.sources
    assert summary.failed == plain.failed == 1
    by_plain, by_dask = tables_of(tmp_path / "plain"), tables_of(tmp_path / "dask")
    assert by_plain.keys() == by_dask.keys()
    assert [table for table, rows in by_plain.items() if rows != by_dask[table]] == []
    assert len(by_plain["notices"]) == 24
    assert not (tmp_path / "dask" / "shards").exists()
    # All is there: nothing is read again, and nothing stored twice.
    again = build_on_dask([str(notices)], tmp_path / "dask", scheduler=cluster.scheduler_address, chunk=2)
    assert again.counts["unchanged"] == again.sources
    assert tables_of(tmp_path / "dask") == by_dask


def source_of(path: Path) -> Source:
    data = path.read_bytes()
    return Source(str(path), str(path), sha256(data).hexdigest(), len(data))


def task_of(folder: Path, *paths: Path) -> Task:
    sources = tuple(map(source_of, paths))
    name = shard_name(pipeline_version(), 1, [(source.uri, source.digest) for source in sources])
    return Task(str(folder), name, pipeline_version(), sources, Limits())


def test_shards_that_a_dead_build_left_are_stored_once(notices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "corpus"
    build([str(notices / "00.txt")], corpus, jobs=1)
    task = task_of(corpus, notices / "01.txt", notices / "02.txt")
    assert read_chunk(task) == task.name
    written = (corpus / "shards" / task.name).read_bytes()
    stamp = (corpus / "shards" / task.name).stat().st_mtime_ns
    assert read_chunk(task) == task.name  # repeated, it finds its shard
    assert (corpus / "shards" / task.name).stat().st_mtime_ns == stamp
    monkeypatch.setattr(building_module, "connected", no_cluster)
    sources = [str(notices / name) for name in ("00.txt", "01.txt", "02.txt")]
    summary = build_on_dask(sources, corpus)
    assert summary.counts["unchanged"] == summary.sources == 3
    with open_corpus(corpus) as opened:
        assert opened.counts()["notices"] == 3
        assert opened.db.execute("SELECT shard, documents FROM shards").fetchall() == [(task.name, 2)]
    # Killed between the end of the transaction and the removal of the file: it is not stored again.
    (corpus / "shards").mkdir()
    (corpus / "shards" / task.name).write_bytes(written)
    build_on_dask(sources, corpus)
    with open_corpus(corpus) as opened:
        assert opened.db.execute("SELECT count(*) FROM shards").fetchone() == (1,)
    assert not (corpus / "shards").exists()


@contextmanager
def no_cluster(*_: object) -> Iterator[Any]:
    """A cluster of which nothing is asked."""
    yield SimpleNamespace(loop=object(), nthreads=dict)


def test_an_error_within_a_shard_stores_nothing_of_it(notices: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    build([str(notices / "00.txt")], corpus, jobs=1)
    from gongwen.corpora.store import Writer

    task = task_of(corpus, notices / "01.txt", notices / "02.txt")
    read_chunk(task)
    with open_corpus(corpus, write=True) as opened:
        writer = Writer(opened, pipeline_version())

        def half() -> None:
            with writer.together():
                first = next(read_shard(corpus / "shards" / task.name))
                assert first.prepared
                assert writer.put(first.prepared, first.uri) == "added"
                raise CorpusWriteError("the disk is full")

        with pytest.raises(CorpusWriteError):
            half()
        assert opened.counts()["notices"] == 1


def test_a_document_that_ends_its_process_is_a_reject(notices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    from killing import dies_at_poison

    (notices / "poison.txt").write_text(TITLE.format("毒"), encoding="utf-8")
    task = replace(task_of(tmp_path / "corpus", notices / "01.txt", notices / "poison.txt", notices / "02.txt"), write=dies_at_poison)
    (tmp_path / "corpus").mkdir()
    read_chunk(task)
    found = list(read_shard(tmp_path / "corpus" / "shards" / task.name))
    assert [one.error for one in found] == [None, "CrashError", None]
    assert found[1].prepared
    assert found[1].prepared.error == "CrashError"
    assert "SIGSEGV" in str(found[1].message)


def test_a_source_that_changed_or_went_is_told_and_not_stored(notices: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    task = task_of(tmp_path / "corpus", notices / "01.txt", notices / "02.txt")
    (notices / "01.txt").write_text("另一份通知", encoding="utf-8")
    (notices / "02.txt").unlink()
    read_chunk(task)
    found = list(read_shard(tmp_path / "corpus" / "shards" / task.name))
    assert [(one.prepared, one.error) for one in found] == [(None, "SourceNotFoundError")] * 2
    assert "changed while it was read" in str(found[0].message)
    assert "sees the path" in str(found[1].message)


def test_a_worker_of_another_version_refuses(tmp_path: Path) -> None:
    with pytest.raises(WorkerMismatchError, match="install the same version"):
        read_chunk(replace(task_of(tmp_path), version="0.0"))


def test_shards_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_shard(path, [Read("a.txt", None, "SourceNotFoundError", "没有")], "1+x")
    assert list(read_shard(path)) == [Read("a.txt", None, "SourceNotFoundError", "没有")]
    assert shard_version(path) == "1+x"
    path.write_bytes(b"PAR1")
    assert shard_version(path) is None


def test_the_name_of_a_shard_is_that_of_what_it_holds() -> None:
    names = {
        shard_name(version, run, sources)
        for version in ("1", "2")
        for run in (1, 2)
        for sources in ([("a", "0")], [("a", "1")], [("a", "0"), ("b", "0")], [("a0", ""), ("b", "0")])
    }
    assert len(names) == 16


def test_no_scheduler_is_a_named_error(notices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SchedulerError, match="tcp://host:8786"):
        build_on_dask([str(notices)], tmp_path / "corpus", scheduler="nonsense://nowhere:1")
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"gongwen\[dask\]"):
        build_on_dask([str(notices)], tmp_path / "corpus", workers=1)
