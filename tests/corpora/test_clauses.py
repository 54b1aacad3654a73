from __future__ import annotations

import json
from pathlib import Path

import pytest
from gongwen.corpora import clause_json, read_clause
from gongwen.extract import parse
from gongwen.schemas.errors import ReferenceFormatError, ReferenceNotFoundError
from gongwen.schemas.notice import Notice

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def jilin() -> Notice:
    return parse(SAMPLES / "jilin_roster.html")


def test_every_address_of_a_clause_leads_back_to_it(jilin: Notice) -> None:
    for clause in [*jilin.parts, *jilin.clauses]:
        reading = read_clause(jilin, clause.eid)
        assert reading.exact == jilin.text[clause.start : clause.end]
        assert read_clause(jilin, reading.uri) == reading
        assert read_clause(jilin, reading.reference) == reading


def test_a_clause_is_quoted_as_people_do(jilin: Notice) -> None:
    reading = read_clause(jilin, "五、(三)")
    assert reading.eid == "main__sec_5__subsec_3"
    assert reading.reference == "吉政办明电〔2019〕5号 第五部分第(三)项"
    assert (reading.label, reading.heading) == ("(三)", "加强考核考评")
    assert reading.uri.endswith("/!main~sec_5__subsec_3")


def test_a_clause_knows_what_stands_in_its_words_and_only_that(jilin: Notice) -> None:
    readings = [read_clause(jilin, part.eid) for part in jilin.parts]
    assert sum(len(reading.quantities) for reading in readings) == len(jilin.quantities)
    assert sum(len(reading.citations) for reading in readings) == len(jilin.citations) > 0
    for reading in readings:
        for item in (*reading.quantities, *reading.citations):
            assert item.exact in reading.exact


def test_json_has_plain_numbers(jilin: Notice) -> None:
    part = next(item.eid for item in jilin.quantities)
    data = json.loads(clause_json(read_clause(jilin, part)))
    assert isinstance(data["quantities"][0]["value"], int | float)
    assert data["exact"] == jilin.text[data["start"] : data["end"]]


def test_what_is_not_there_is_said(jilin: Notice) -> None:
    with pytest.raises(ReferenceNotFoundError, match="near it are"):
        read_clause(jilin, "第九部分")
    with pytest.raises(ReferenceFormatError):
        read_clause(jilin, "somewhere")
