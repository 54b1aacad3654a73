"""A small corpus of our samples, in which one citation was resolved."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from gongwen.corpora.building import build
from gongwen.corpora.store import Corpus, open_corpus

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = ("jilin_roster.html", "jiaxing_bulletin.txt", "shaoxing_repost.txt", "tongzhou_page.txt", "regulation.txt")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exporting") / "corpus"
    build([str(SAMPLES / name) for name in NAMES], path, jobs=1)
    with closing(sqlite3.connect(path / "corpus.db")) as db, db:
        # What citations lead to is decided elsewhere; here it has to come out as it is stored.
        db.execute("UPDATE citations SET status = 'unresolved', target = NULL, target_eid = NULL, candidates = NULL")
        (jilin,) = db.execute("SELECT notice FROM notices WHERE region_code = '220000'").fetchone()
        (jiaxing,) = db.execute("SELECT notice FROM notices WHERE region_code = '330400'").fetchone()
        db.execute("UPDATE citations SET status = 'resolved', target = ? WHERE notice = ? AND position = 0", (jilin, jiaxing))
        found = (
            "UPDATE citations SET status = 'resolved', target = ?, target_eid = 'main__sec_5__subsec_3' WHERE notice = ? AND position = 1"
        )
        db.execute(found, (jilin, jiaxing))
        db.execute("UPDATE citations SET status = 'ambiguous', candidates = '[\"a\",\"b\"]' WHERE notice = ? AND position = 2", (jiaxing,))
    return path


@pytest.fixture
def corpus(folder: Path) -> Iterator[Corpus]:
    with open_corpus(folder) as opened:
        yield opened


@pytest.fixture
def twins(folder: Path, tmp_path: Path) -> Iterator[Corpus]:
    """The corpus with two notices of one id, as two documents of one number have."""
    shutil.copytree(folder, tmp_path / "twins")
    with closing(sqlite3.connect(tmp_path / "twins" / "corpus.db")) as db, db:
        db.execute("UPDATE notices SET id = 'cn-same'  WHERE notice IN (SELECT notice FROM notices ORDER BY notice LIMIT 2)")
    with open_corpus(tmp_path / "twins") as opened:
        yield opened
