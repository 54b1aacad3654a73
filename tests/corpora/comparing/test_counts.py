"""Norms by actor, term frequencies, keyness."""

from __future__ import annotations

from collections import Counter

import pytest
from gongwen.corpora import Selection, keyness, norms_by_actor, term_frequencies
from gongwen.corpora.comparing.rows import dicts
from gongwen.corpora.store import Corpus
from gongwen.schemas.errors import ReferenceNotFoundError
from scipy.stats import chi2_contingency


def test_norms_are_counted_by_body_role_type_and_strength(corpus: Corpus) -> None:
    rows = dicts(norms_by_actor(corpus))
    counted = Counter({(row["actor"], row["role"], row["type"], row["strength"]): row["norms"] for row in rows})
    stored = Counter(
        corpus.db.execute(
            "SELECT coalesce(a.body, a.name), a.role, n.type, n.strength FROM norm_actors a, norms n"
            " WHERE n.notice = a.notice AND n.position = a.norm"
        ).fetchall()
    )
    assert counted == stored
    assert {row["actor"] for row in rows} >= {"吉林省人民政府", "各地"}  # 省政府 of a notice of 吉林省


def test_the_bodies_with_the_most_norms_come_first(corpus: Corpus) -> None:
    rows = dicts(norms_by_actor(corpus, top=2))
    totals = Counter[object]()
    for row in rows:
        totals[row["actor"]] += int(str(row["norms"]))
    assert len(totals) == 2
    assert list(totals) == [name for name, _ in totals.most_common()]
    assert {row["actor"] for row in dicts(norms_by_actor(corpus, actor="领导小组"))} >= {"吉林省新型城镇化工作领导小组办公室"}


def test_of_some_notices_only(corpus: Corpus) -> None:
    assert sum(int(str(row["norms"])) for row in dicts(norms_by_actor(corpus, Selection(region="220000")))) < sum(
        int(str(row["norms"])) for row in dicts(norms_by_actor(corpus))
    )
    with pytest.raises(ReferenceNotFoundError):
        norms_by_actor(corpus, Selection(years=(1950, 1950)))


@pytest.mark.parametrize("term", ["小镇", "特色", "投资任务", "3A级", "没有这个词", "镇"])
def test_counts_are_those_of_the_substring(corpus: Corpus, term: str) -> None:
    texts = [text for (text,) in corpus.db.execute("SELECT text FROM notices")]
    (row,) = dicts(term_frequencies(corpus, [term]))
    assert row["count"] == sum(text.count(term) for text in texts)
    assert row["notices"] == sum(term in text for text in texts)
    assert row["characters"] == sum(map(len, texts))
    assert row["per_10000"] == pytest.approx(10_000 * int(str(row["count"])) / int(str(row["characters"])), abs=1e-4)


def test_groups_add_up(corpus: Corpus) -> None:
    (whole,) = dicts(term_frequencies(corpus, ["小镇"]))
    for by in ("agency", "region", "year", "type", "notice"):
        rows = dicts(term_frequencies(corpus, ["小镇"], by=by))  # type: ignore[arg-type]
        assert len(rows) > 1
        assert sum(int(str(row["count"])) for row in rows) == whole["count"]
        assert sum(int(str(row["characters"])) for row in rows) == whole["characters"]
    years = dicts(term_frequencies(corpus, ["小镇"], Selection(years=(2016, 2017)), by="year"))
    assert [row["group"] for row in years] == ["2016", "2017"]


def test_the_most_frequent_words(corpus: Corpus) -> None:
    rows = dicts(term_frequencies(corpus, top=5))
    assert len(rows) == 5
    assert "小镇" in {row["term"] for row in rows}
    counts = [int(str(row["count"])) for row in rows]
    assert counts == sorted(counts, reverse=True)


def test_keyness_is_the_log_likelihood_ratio(corpus: Corpus) -> None:
    (row,) = dicts(keyness(corpus, Selection(region="330000"), ["小镇"]))
    ours = [text for (text,) in corpus.db.execute("SELECT text FROM notices WHERE region_code GLOB '33*'")]
    rest = [text for (text,) in corpus.db.execute("SELECT text FROM notices WHERE region_code IS NULL OR region_code NOT GLOB '33*'")]
    counts = [sum(text.count("小镇") for text in texts) for texts in (ours, rest)]
    sizes = [sum(map(len, texts)) for texts in (ours, rest)]
    assert [row["count"], row["count_rest"]] == counts
    # Rayson and Garside leave out the cells of all other words, which add next to nothing where words are rare.
    table = [counts, [size - count for size, count in zip(sizes, counts, strict=True)]]
    whole = chi2_contingency(table, lambda_="log-likelihood", correction=False).statistic
    assert row["log_likelihood"] == pytest.approx(whole, rel=0.05)
    assert float(str(row["log_ratio"])) > 0


def test_keyness_finds_what_a_part_is_about(corpus: Corpus) -> None:
    rows = dicts(keyness(corpus, Selection(notices=("国务院令第375号",)), top=8))
    assert "工伤保险" in {row["term"] for row in rows}
    against = dicts(keyness(corpus, Selection(region="220000"), ["小镇"], against=Selection(region="330000")))
    assert against[0]["count_rest"] != dicts(keyness(corpus, Selection(region="220000"), ["小镇"]))[0]["count_rest"]
