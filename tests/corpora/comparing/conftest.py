"""A small corpus of our samples: five notices of four jurisdictions and the nation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gongwen.corpora.building import build
from gongwen.corpora.store import Corpus, open_corpus

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = ("jilin_roster.html", "jiaxing_bulletin.txt", "shaoxing_repost.txt", "tongzhou_page.txt", "regulation.txt")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("comparing") / "corpus"
    build([str(SAMPLES / name) for name in NAMES], path, jobs=1)
    return path


@pytest.fixture
def corpus(folder: Path) -> Iterator[Corpus]:
    with open_corpus(folder) as opened:
        yield opened
