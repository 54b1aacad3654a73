from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from corpora_for_tests import dump, notice_text, write_notices
from gongwen.corpora import build, corpus_info, open_corpus, rejects
from gongwen.corpora.store import original_path
from gongwen.schemas.errors import CorpusFormatError, CorpusNotFoundError, CorpusWriteError, GongwenError

SAMPLES = Path(__file__).parents[2] / "samples"


def counts(folder: Path) -> dict[str, int]:
    with open_corpus(folder) as corpus:
        return corpus.counts()


def test_a_folder_becomes_a_corpus(tmp_path: Path) -> None:
    summary = build([str(write_notices(tmp_path / "in", 7))], tmp_path / "out", jobs=1)
    assert summary.counts["added"] == 7
    assert not summary.failed
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["corpus.db", "manifest.json", "originals"]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert (manifest["notices"], manifest["documents"], manifest["rejects"]) == (7, 7, 0)
    with open_corpus(tmp_path / "out") as corpus:
        assert [notice.metadata.document_number for notice in corpus.notices()][:1] == ["吉政办发〔2019〕1号"]
        assert corpus.db.execute("SELECT count(*) FROM clauses WHERE level = 'subsec'").fetchone() == (14,)
        text = corpus.db.execute("SELECT text FROM clause_texts WHERE eid = 'main__sec_2__subsec_2' LIMIT 1").fetchone()[0]
        assert text.startswith("(二)强化考核")


def test_originals_are_kept_by_their_content(tmp_path: Path) -> None:
    source = write_notices(tmp_path / "in", 1) / "000.txt"
    build([str(source)], tmp_path / "out", jobs=1)
    data = source.read_bytes()
    assert original_path(tmp_path / "out", sha256(data).hexdigest(), "000.txt").read_bytes() == data


def test_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 5)
    build([str(folder)], tmp_path / "out", jobs=1)
    before = dump(tmp_path / "out")
    again = build([str(folder)], tmp_path / "out", jobs=1)
    assert again.counts["unchanged"] == again.sources == 5
    assert dump(tmp_path / "out") == before


def test_what_is_new_or_changed_is_read_and_nothing_else(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 4)
    build([str(folder)], tmp_path / "out", jobs=1)
    (folder / "000.txt").write_text(notice_text(0).replace("3亿元", "8亿元"), encoding="utf-8")
    (folder / "new.txt").write_text(notice_text(9), encoding="utf-8")
    summary = build([str(folder)], tmp_path / "out", jobs=1)
    assert summary.counts["unchanged"] == 3
    assert summary.counts["added"] == 1
    assert summary.counts["witness"] + summary.counts["replaced"] == 1


def test_another_version_of_the_pipeline_reads_all_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_notices(tmp_path / "in", 4)
    build([str(folder)], tmp_path / "out", jobs=1)
    before = dump(tmp_path / "out")
    monkeypatch.setattr("gongwen.corpora.building.pipeline_version", lambda: "another")
    summary = build([str(folder)], tmp_path / "out", jobs=1)
    assert summary.counts["added"] == 4
    assert dump(tmp_path / "out") == before
    with open_corpus(tmp_path / "out") as corpus:
        info = corpus_info(corpus)
    assert info.pipeline == ["another"]
    assert info.stale > 0


def test_processes_side_by_side_give_the_same_corpus(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 12)
    build([str(folder)], tmp_path / "one", jobs=1)
    build([str(folder)], tmp_path / "two", jobs=2)
    assert dump(tmp_path / "one") == dump(tmp_path / "two")


def test_rejects_are_kept_with_their_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 2)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "empty.html").write_bytes(b"")
    told: list[tuple[str, str]] = []

    def tell(uri: str, _: object, error: GongwenError | None) -> None:
        if error:
            told.append((Path(uri).name, type(error).__name__))

    summary = build([str(folder), str(tmp_path / "missing.html")], tmp_path / "out", jobs=1, progress=tell)
    assert summary.counts == {"added": 2, "replaced": 0, "witness": 0, "unchanged": 0, "rejected": 2, "missing": 1}
    assert {name for name, _ in told} == {"broken.docx", "empty.html", "missing.html"}
    with open_corpus(tmp_path / "out") as corpus:
        listed = rejects(corpus)
    assert [Path(item.uri).name for item in listed] == ["broken.docx", "empty.html"]
    assert all(item.message and item.error for item in listed)
    again = build([str(folder)], tmp_path / "out", jobs=1)
    assert again.counts["unchanged"] == 4, "a reject is not read again"


def test_a_reject_that_is_mended_goes(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 1)
    (folder / "late.txt").write_bytes(b"")
    build([str(folder)], tmp_path / "out", jobs=1)
    assert counts(tmp_path / "out")["rejects"] == 1
    (folder / "late.txt").write_text(notice_text(3), encoding="utf-8")
    build([str(folder)], tmp_path / "out", jobs=1)
    assert counts(tmp_path / "out") == {"notices": 2, "documents": 2, "rejects": 0, "sources": 2}


def test_the_same_bytes_at_two_places_are_one_document(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 1)
    shutil.copy(folder / "000.txt", folder / "copy.txt")
    summary = build([str(folder)], tmp_path / "out", jobs=1)
    assert summary.counts["unchanged"] == 1
    assert counts(tmp_path / "out") == {"notices": 1, "documents": 1, "rejects": 0, "sources": 2}


def test_page_and_text_of_one_notice_are_witnesses_of_one_work(tmp_path: Path) -> None:
    sources = [str(SAMPLES / name) for name in ("jilin_roster.html", "jilin_roster.txt", "regulation.html", "regulation.txt")]
    build(sources, tmp_path / "out", jobs=1)
    with open_corpus(tmp_path / "out") as corpus:
        chosen = corpus.db.execute("SELECT uri, chosen FROM witnesses ORDER BY uri").fetchall()
    assert [(Path(uri).name, bool(best)) for uri, best in chosen] == [
        ("jilin_roster.html", True),
        ("jilin_roster.txt", False),
        ("regulation.html", True),
        ("regulation.txt", False),
    ]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_the_order_of_the_sources_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    names = ("jilin_roster.html", "jilin_roster.txt", "jiaxing_bulletin.html", "jiaxing_bulletin.txt")
    build([str(SAMPLES / name) for name in names], tmp_path / "usual", jobs=1)
    for index in order:
        build([str(SAMPLES / names[index])], tmp_path / "other", jobs=1)
    assert dump(tmp_path / "usual") == dump(tmp_path / "other")


KILLED = "import sys; from gongwen.corpora import build; s = build([sys.argv[1]], sys.argv[2], jobs=int(sys.argv[3])); sys.exit(s.failed)"


def run_build(source: Path, out: Path, jobs: int = 1) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", KILLED, str(source), str(out), str(jobs)], start_new_session=True)


def stored(folder: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{folder / 'corpus.db'}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:  # not there yet
        return 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_kill_9_at_any_moment_loses_and_doubles_nothing(tmp_path: Path, jobs: int) -> None:
    folder = write_notices(tmp_path / "in", 25)
    build([str(folder)], tmp_path / "whole", jobs=1)
    chance = random.Random(jobs)
    killed = 0
    while killed < 40:
        process = run_build(folder, tmp_path / "out", jobs)
        enough = stored(tmp_path / "out") + chance.randrange(7)
        while process.poll() is None and stored(tmp_path / "out") < enough:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.03))
        if process.poll() is not None:
            break
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        killed += 1
        if (tmp_path / "out" / "corpus.db").exists():
            with closing(sqlite3.connect(tmp_path / "out" / "corpus.db")) as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert killed, "it was never killed: the test says nothing"
    assert process.returncode == 0
    assert dump(tmp_path / "out") == dump(tmp_path / "whole")
    assert build([str(folder)], tmp_path / "out", jobs=1).counts["unchanged"] == 25


def test_two_builders_at_once_share_a_corpus(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "in", 20)
    build([str(folder)], tmp_path / "whole", jobs=1)
    builders = [run_build(folder, tmp_path / "out") for _ in range(2)]
    assert [process.wait(120) for process in builders] == [0, 0]
    assert dump(tmp_path / "out") == dump(tmp_path / "whole")


def test_a_reader_goes_on_while_a_builder_writes(tmp_path: Path) -> None:
    build([str(write_notices(tmp_path / "in", 2))], tmp_path / "out", jobs=1)
    process = run_build(write_notices(tmp_path / "more", 20), tmp_path / "out")
    seen = set()
    while process.poll() is None:
        seen.add(counts(tmp_path / "out")["notices"])
        time.sleep(0.02)
    assert process.returncode == 0
    assert min(seen) == 2
    assert counts(tmp_path / "out")["notices"] == 20


def mounted(folder: Path, options: str) -> bool:
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False)
    return done.returncode == 0


def test_a_full_disk_ends_in_a_message_and_what_was_stored_is_safe(tmp_path: Path) -> None:
    small = tmp_path / "small"
    if not mounted(small, "size=900k"):
        pytest.skip("no small file system can be mounted here: that needs root")
    try:
        folder = write_notices(tmp_path / "in", 25)
        with pytest.raises(CorpusWriteError, match=r"disk is full|No space left.*safe"):
            build([str(folder)], small / "out", jobs=1)
        before = counts(small / "out")["notices"]
        assert 0 < before < 25
        with closing(sqlite3.connect(small / "out" / "corpus.db")) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        subprocess.run(["mount", "-o", "remount,size=50m", str(small)], check=True)
        assert not build([str(folder)], small / "out", jobs=1).failed
        build([str(folder)], tmp_path / "whole", jobs=1)
        assert dump(small / "out") == dump(tmp_path / "whole")
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_read_only_corpus_is_read_and_not_written(tmp_path: Path) -> None:
    place = tmp_path / "place"
    if not mounted(place, "size=50m"):
        pytest.skip("no file system can be mounted here: that needs root")
    try:
        folder = write_notices(tmp_path / "in", 3)
        build([str(folder)], place / "out", jobs=1)
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        assert counts(place / "out")["notices"] == 3
        with pytest.raises(CorpusWriteError, match="permissions"):
            build([str(folder)], place / "out", jobs=1)
        assert counts(place / "out")["notices"] == 3
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_what_is_no_corpus_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(CorpusNotFoundError, match="gongwen build"):
        open_corpus(tmp_path)
    (tmp_path / "corpus.db").write_bytes(b"this is no database at all, but long enough to be looked at")
    with pytest.raises(CorpusFormatError, match="no SQLite database"):
        open_corpus(tmp_path)
    with pytest.raises(CorpusFormatError, match="no SQLite database"):
        open_corpus(tmp_path, write=True)
    other = tmp_path / "other"
    other.mkdir()
    with closing(sqlite3.connect(other / "corpus.db")) as db:
        db.execute("CREATE TABLE mine(value)")
    with pytest.raises(CorpusFormatError, match="no corpus of gongwen"):
        build([str(tmp_path)], other)
    with closing(sqlite3.connect(other / "corpus.db")) as db:
        assert db.execute("SELECT name FROM sqlite_schema").fetchall() == [("mine",)], "nothing of ours was put into it"
