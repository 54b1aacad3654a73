from __future__ import annotations

from pathlib import Path

import pytest
from gongwen.evaluation.bench import _THIRTY, OURS, BenchReport, Contestant, bench, contestants
from gongwen.schemas.errors import SourceNotFoundError


def test_rounds_are_interleaved_and_the_first_is_not_counted(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_bytes(b"<p>b</p>")
    (tmp_path / "a.htm").write_bytes(b"<p>a</p>")
    (tmp_path / "c.txt").write_bytes(b"c")
    calls: list[str] = []
    field = [Contestant(name, lambda page, name=name: calls.append(name + page[0].stem)) for name in "XY"]  # type: ignore[misc]
    report = bench(tmp_path, 2, [*field, Contestant("Z", None)])
    assert calls == ["Xa", "Xb", "Ya", "Yb"] * 3
    assert {name: len(rounds) for name, rounds in report.seconds.items()} == {"X": 2, "Y": 2}
    assert report.missing == ["Z"]
    assert (report.pages, report.size) == (2, 16)


def test_figures_by_hand() -> None:
    report = BenchReport(10, 10_240, {OURS: [1.0, 2.0, 4.0], "peer": [2.0, 8.0, 4.0]}, ["gone"])
    assert report.pages_per_second(OURS) == 5
    assert report.ratio(OURS, "peer") == 2  # of 2, 4 and 1
    assert "does 2× as many" in report.table()
    assert "1.0 KB on average, 3 interleaved rounds" in report.table()
    assert "gone                         not installed" in report.table()


def test_a_folder_without_pages_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="no HTML page"):
        bench(tmp_path, 1, [])


def test_thirty_patterns_and_a_field_of_peers() -> None:
    assert len(_THIRTY) == 30
    field = contestants()
    assert field[0].name == OURS
    assert field[0].run is not None
    assert len(field) == 5
    page = (Path("page.html"), "<html><body><h1>关于修桥的通知</h1><p>各村:</p><p>修桥2座。</p></body></html>".encode())
    for one in field:
        if one.run is not None:
            one.run(page)
