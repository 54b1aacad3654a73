"""The options of ``gongwen build`` that have a Dask cluster read."""

from __future__ import annotations

import pytest
from gongwen import corpora
from gongwen.cli import app
from gongwen.corpora.building import BuildSummary
from typer.testing import CliRunner


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--scheduler", "tcp://head:8786"], {"scheduler": "tcp://head:8786", "workers": None}),
        (["--workers", "3"], {"scheduler": None, "workers": 3}),
    ],
)
def test_the_build_is_handed_to_dask(options: list[str], expected: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []

    def build(_sources: list[str], _corpus: object, *, scheduler: object, workers: object, **_: object) -> BuildSummary:
        asked.append({"scheduler": scheduler, "workers": workers})
        return BuildSummary()

    monkeypatch.setattr(corpora, "build_on_dask", build, raising=False)
    result = CliRunner().invoke(app, ["build", "notices", "--corpus", "c", *options])
    assert result.exit_code == 0, result.output
    assert asked == [expected]


@pytest.mark.parametrize("options", [["--jobs", "2", "--workers", "2"], ["--scheduler", "tcp://head:8786", "--workers", "2"]])
def test_options_that_contradict_are_refused(options: list[str]) -> None:
    result = CliRunner().invoke(app, ["build", "notices", "--corpus", "c", *options])
    assert result.exit_code == 2
    assert "give --scheduler or --workers" in result.output
