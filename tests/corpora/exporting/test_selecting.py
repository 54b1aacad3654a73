"""Which notices are exported."""

from __future__ import annotations

import pytest
from gongwen.corpora.exporting import Selection, selected_keys, selected_notices
from gongwen.corpora.store import Corpus
from gongwen.schemas.errors import ReferenceNotFoundError

JILIN = "吉政办明电〔2019〕5号"


def regions(corpus: Corpus, selection: Selection) -> list[str]:
    keys = selected_keys(corpus.db, selection)
    assert keys is not None
    codes = (corpus.db.execute("SELECT region_code FROM notices WHERE notice = ?", (key,)).fetchone()[0] for key in keys)
    return sorted(code or "" for code in codes)


SELECTIONS = [
    (Selection(region="吉林省"), ["220000"]),
    (Selection(region="吉林"), ["220000"]),
    (Selection(region="220000"), ["220000"]),
    (Selection(region="33"), ["330400", "330600"]),
    (Selection(region="浙江省"), ["330400", "330600"]),
    (Selection(region="330600"), ["330600"]),
    (Selection(region="通州区"), ["320612"]),  # of the two of that name, the corpus has one
    (Selection(notices=(JILIN,)), ["220000"]),
    (Selection(notices=("cn-220000-2019-吉政办明电-5",)), ["220000"]),
    (Selection(years=(2019, 2019), region="22"), ["220000"]),
    (Selection(region="浙江省", years=(2010, 2016)), ["330400"]),
]


@pytest.mark.parametrize(("selection", "expected"), SELECTIONS)
def test_notices_are_selected(corpus: Corpus, selection: Selection, expected: list[str]) -> None:
    assert regions(corpus, selection) == expected


def test_by_uri_by_another_address_and_by_type(corpus: Corpus) -> None:
    key, uri, kind = corpus.db.execute("SELECT notice, uri, document_type FROM notices WHERE document_type IS NOT NULL").fetchone()
    assert selected_keys(corpus.db, Selection(notices=(uri, uri))) == (key,)
    of_kind = corpus.db.execute("SELECT notice FROM notices WHERE document_type = ? ORDER BY notice", (kind,)).fetchall()
    assert selected_keys(corpus.db, Selection(document_type=kind)) == tuple(row[0] for row in of_kind)


def test_nothing_given_is_all(corpus: Corpus) -> None:
    assert selected_keys(corpus.db, Selection()) is None
    assert len(list(selected_notices(corpus, None))) == corpus.counts()["notices"] == 5


WRONG = [
    (Selection(notices=("cn-0",)), "cn-0: no notice of the corpus has this id"),
    (Selection(region="无此省"), "无此省: no division"),
    (Selection(region="上海市"), "no notice of the corpus fits"),
    (Selection(notices=(JILIN,), years=(1990, 1999)), "no notice of the corpus fits"),
]


@pytest.mark.parametrize(("selection", "message"), WRONG)
def test_what_is_not_there_is_named(corpus: Corpus, selection: Selection, message: str) -> None:
    with pytest.raises(ReferenceNotFoundError, match=message):
        selected_keys(corpus.db, selection)


def test_citations_have_the_id_that_they_lead_to(corpus: Corpus) -> None:
    (jiaxing,) = selected_notices(corpus, selected_keys(corpus.db, Selection(region="330400")))
    assert [citation.target for citation in jiaxing.citations][:3] == ["cn-220000-2019-吉政办明电-5"] * 2 + [None]
