"""The dataset folder, read by the library that it is for."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from gongwen.corpora.exporting import export, relation
from gongwen.corpora.store import Corpus


@pytest.fixture
def datasets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("the network was asked")

    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "HF_DATASETS_DISABLE_PROGRESS_BARS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    module = pytest.importorskip("datasets")
    module.disable_progress_bars()
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return module


def test_every_table_loads(datasets: Any, corpus: Corpus, tmp_path: Path) -> None:
    out = tmp_path / "notices"
    counts = export(corpus, "huggingface", out)
    filled = [name for name, count in counts.items() if count]
    assert datasets.get_dataset_config_names(str(out)) == filled
    for name in filled:
        loaded = datasets.load_dataset(str(out), name, split="train", cache_dir=str(tmp_path / "cache"))
        table = relation(corpus.db, name)
        assert loaded.column_names == list(table.columns)
        assert loaded.num_rows == counts[name]
    (default,) = datasets.load_dataset(str(out), cache_dir=str(tmp_path / "cache")).values()
    notices = relation(corpus.db, "notices")
    index = list(notices.columns).index("agencies")
    assert default["agencies"][:] == [row[index] for row in notices.rows]


def test_the_card_says_what_there_is(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, "huggingface", tmp_path / "some", tables=("norms", "rejects"))
    card = (tmp_path / "some" / "README.md").read_text(encoding="utf-8")
    _, metadata, body = card.split("---\n", 2)
    for line in ("- zh", "license: other", "- n<1K", "- config_name: norms", "    path: data/norms.parquet", "    dtype: string"):
        assert line in metadata
    assert "rejects" not in metadata
    assert "`rejects`, 0 rows and therefore no file" in body
    assert [path.name for path in (tmp_path / "some" / "data").iterdir()] == ["norms.parquet"]
