from __future__ import annotations

from pathlib import Path

import pytest
from gongwen.evaluation import bench_norms as module
from gongwen.evaluation.bench_norms import BOTH, JIEBA, STEPS, NormBench, bench_norms, memory
from gongwen.extract import pipeline
from gongwen.extract.regions import divisions
from gongwen.schemas.errors import SourceNotFoundError


def test_ratios_are_taken_within_rounds() -> None:
    result = NormBench(2, 3000, {BOTH: [0.2, 0.9, 0.4], JIEBA: [0.1, 0.3, 0.1]}, ["rjieba.cut"])
    assert result.ratio(BOTH) == pytest.approx(3.0)
    table = result.table()
    assert "2 pages, 3000 characters, 3 interleaved rounds" in table
    assert f"{BOTH:20}    200.00 ms/page" in table
    assert "3.00× jieba" in table
    assert "rjieba.cut           not installed" in table


def test_without_jieba_there_is_no_ratio() -> None:
    result = NormBench(1, 100, {BOTH: [0.2]}, [JIEBA])
    assert result.ratio(BOTH) is None
    assert "×" not in result.table()


def test_the_searches_are_timed_with_what_the_pipeline_gave_them(gold_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: getattr(pipeline, name) for name in STEPS}
    ran: list[str] = []

    def counted(name: str) -> object:
        def run(*arguments: object, **named: object) -> object:
            ran.append(name)
            return before[name](*arguments, **named)

        return run

    for name in STEPS:
        monkeypatch.setattr(pipeline, name, counted(name))
    patched = {name: getattr(pipeline, name) for name in STEPS}
    result = bench_norms(gold_dir, rounds=2)
    assert result.pages == 1
    assert all(len(seconds) == 2 for seconds in result.seconds.values())
    assert {BOTH, *STEPS} <= set(result.seconds)
    # Once by the pipeline, then in the round to warm up and in two more, together and alone.
    assert {name: ran.count(name) for name in STEPS} == dict.fromkeys(STEPS, 1 + 3 * 2)
    assert {name: getattr(pipeline, name) for name in STEPS} == patched


def test_what_is_remembered_of_texts_is_forgotten_tables_are_not() -> None:
    from gongwen.extract import regions

    divisions("越城区")
    regions.region_code("越城区")
    regions.region_code("柯桥区")
    assert regions._region_code.cache_info().currsize > 1  # noqa: SLF001
    module._empty_caches()  # noqa: SLF001
    assert regions._region_code.cache_info().currsize == 0  # noqa: SLF001
    assert regions._table.cache_info().currsize == 1  # noqa: SLF001


def test_a_folder_without_pages_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError):
        bench_norms(tmp_path)


def test_memory_is_of_a_fresh_process(gold_dir: Path) -> None:
    lines = memory(gold_dir).splitlines()
    sizes = [float(line.split()[-2]) for line in lines]
    assert len(sizes) == 4
    assert sizes[3] >= sizes[0] > 5
