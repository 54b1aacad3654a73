"""The benchmark of a corpus measures what it says: costs by step, bytes by table, answers that are found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gongwen.corpora import Corpus, open_corpus
from gongwen.evaluation.bench_corpus import Latency, answers, build_cost, corpus_for, sizes


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with open_corpus(corpus_for(1400, tmp_path_factory.mktemp("made"))) as opened:
        yield opened


def test_costs_add_up() -> None:
    cost = build_cost(6, rounds=2, characters=1200)
    assert cost.notices >= 6
    assert all(value > 0 for value in cost.steps.values())
    assert cost.steps["read"] == max(cost.steps.values())
    assert f"{100 * cost.ratio:7.1f} % of parse" in cost.table()


def test_sizes_are_those_of_the_file(corpus: Corpus) -> None:
    found = sizes(corpus)
    notices = corpus.counts()["notices"]
    (unused,), (page,) = (corpus.db.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_size"))
    assert found["corpus.db"] * notices + unused * page == pytest.approx((corpus.path / "corpus.db").stat().st_size)
    assert next(iter(found)) in {"documents", "norms", "search_data", "passages"}


def test_answers_are_found(corpus: Corpus) -> None:
    found = {latency.name: latency for latency in answers(corpus, asked=6)}
    assert {"clause by URI, in SQL", "clause by URI, cite() with its links", "notice by its number, cite()"} <= found.keys()
    assert found["clause by URI, in SQL"].found == len(found["clause by URI, in SQL"].times)
    assert found["clause by URI, cite() with its links"].found == len(found["clause by URI, cite() with its links"].times)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 3.0), (0.95, 5.0), (1, 5.0)])
def test_percentiles(share: float, expected: float) -> None:
    assert Latency("", [5.0, 1.0, 3.0, 2.0]).at(share) == expected
