"""The benchmark of the search index, small: what it makes is what it says, and all plans find the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from gongwen.corpora import Corpus, open_corpus, search
from gongwen.evaluation import bench_search
from gongwen.evaluation.bench_search import PlanCost, SearchTimes, fill

SAMPLES = Path(__file__).parents[1] / "samples"
NOTICES = 6


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Corpus, list[PlanCost]]]:
    with open_corpus(tmp_path_factory.mktemp("corpus"), write=True) as corpus:
        yield corpus, fill(corpus, bench_search.stock_of(SAMPLES, Random(1)), NOTICES)


def test_each_plan_has_its_cost(filled: tuple[Corpus, list[PlanCost]]) -> None:
    _, costs = filled
    assert [cost.plan for cost in costs] == ["pairs", "pairs with positions", "trigrams and pairs"]
    assert costs[0].size < costs[1].size < costs[2].size
    assert all(cost.seconds > 0 for cost in costs)


def test_all_plans_find_the_same(filled: tuple[Corpus, list[PlanCost]]) -> None:
    corpus, _ = filled
    words = [folded[3:7] for (folded,) in corpus.db.execute("SELECT folded FROM passages WHERE length(folded) > 20 LIMIT 20")]
    for word in words:
        found = [bench_search.finder(corpus.db, plan)(word) for plan in bench_search.PLANS]
        assert found[0] == found[1] == found[2] != []


def test_the_notices_can_be_searched_by_all_fields(filled: tuple[Corpus, list[PlanCost]]) -> None:
    corpus, _ = filled
    region, year = corpus.db.execute("SELECT region_code, year FROM notices LIMIT 1").fetchone()
    hits = search(corpus, f"region:{region} year:{year} agency:人民政府办公厅 norm:obligation|encouragement|prohibition").hits
    assert hits
    assert all(hit.reference for hit in hits)


def test_a_line_has_the_middle_and_the_worst() -> None:
    assert str(SearchTimes("of words", [3.0, 1.0, 2.0])).split() == ["of", "words", "2.00", "3.00", "3.00"]
    assert str(PlanCost("pairs", 0.5, 1000, 4000)).split()[:4] == ["pairs", "500.00", "ms", "1,000"]


def test_the_report(tmp_path: Path) -> None:
    lines = list(bench_search.bench_search(SAMPLES, tmp_path, 200))
    assert [line.split()[0] for line in lines[:3]] == ["pairs", "pairs", "trigrams"]
    assert any(line.startswith("search(), frequent phrase in a rare region") for line in lines)
