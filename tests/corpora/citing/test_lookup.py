from __future__ import annotations

import pytest
from gongwen.corpora import cite, find_quotations
from gongwen.corpora.citing import as_json
from gongwen.corpora.store import Corpus
from gongwen.schemas.errors import ReferenceFormatError, ReferenceNotFoundError
from gongwen.schemas.identifiers import clause_uri

STATE = "cn-2016-国发-8"
STATE_URI = "/akn/cn/doc/opinion/2016-02-02/国发-2016-8"
FIRST = "main__sec_2__subsec_1"

REFERENCES = [
    (f"{STATE} {FIRST}", FIRST),
    (f"{STATE}#{FIRST}", FIRST),
    (f"{STATE} 第二部分第（一）项", FIRST),
    (f"{STATE}/!main~sec_2__subsec_1", FIRST),
    (f"{STATE_URI}/!main~sec_2__subsec_1", FIRST),
    (f"https://example.org{STATE_URI}/!main~sec_2__subsec_1", FIRST),
    ("国发〔2016〕8号 第二部分第(一)项", FIRST),
    ("国发[2016]8号二、（一）", FIRST),
    ("《国务院关于促进小镇健康发展的若干意见》第二部分", "main__sec_2"),
    ("《关于促进小镇健康发展的若干意见》（国发〔2016〕8号）第二部分", "main__sec_2"),
    ("《关于促进小镇健康发展的若干意见》", "main"),
    ("国发〔2016〕8号", "main"),
    (STATE, "main"),
    (STATE_URI, "main"),
    ("培育小镇产业，做强主导", FIRST),
    ("“培育小镇产业,做强主导行业”", FIRST),
    ("培育小镇产业，做强主导行业。\n（二）完善基础设施。", "main__sec_2"),
]


@pytest.mark.parametrize(("reference", "eid"), REFERENCES)
def test_a_clause_is_found_by_every_form_of_reference(chained: Corpus, reference: str, eid: str) -> None:
    found = cite(chained, reference)
    assert (found.notice_id, found.eid) == (STATE, eid)
    assert found.uri == clause_uri(STATE_URI, eid)
    assert chained.notice(1).text[found.start : found.end] == found.exact


REFUSED = [
    ("第二部分", ReferenceFormatError, "does not say which notice"),
    ("小镇", ReferenceFormatError, "6 characters or more"),
    ("", ReferenceFormatError, "1 to 1000 characters"),
    ("国" * 1001, ReferenceFormatError, "1 to 1000 characters"),
    ("国发〔2016〕9号 第二部分", ReferenceNotFoundError, "of this agency code and year it has 8"),
    ("通政办发〔2017〕160号", ReferenceNotFoundError, "it is cited by cn-320612-2018-通政发-77"),
    ("国发〔2016〕8号 第九部分", ReferenceNotFoundError, "it has: main; main__sec_1; main__sec_2"),
    ("cn-2016-国发-9", ReferenceNotFoundError, "no notice of the corpus has this id"),
    ("/akn/cn/doc/opinion/2016-02-02/国发-2016-9/!main", ReferenceNotFoundError, "no notice of the corpus has this URI"),
    ("《江苏省河道管理条例》第三条", ReferenceNotFoundError, "no notice of the corpus has this title"),
    ("《无锡市人民政府关于促进小镇健康发展的若干意见》", ReferenceNotFoundError, "no notice of the corpus has this title"),
    ("这里没有这一句话", ReferenceNotFoundError, "no clause of the corpus has these words"),
    ("小镇健康发展", ReferenceNotFoundError, "stands in 3 clauses"),
]


@pytest.mark.parametrize(("reference", "error", "message"), REFUSED)
def test_what_is_not_found_says_why(chained: Corpus, reference: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        cite(chained, reference)


def test_a_number_that_is_only_cited_does_not_lead_to_what_cites_it(chained: Corpus) -> None:
    with pytest.raises(ReferenceNotFoundError):
        cite(chained, "通政办发〔2017〕160号")


def test_a_clause_has_its_context(chained: Corpus) -> None:
    found = cite(chained, "国发〔2016〕8号 二、（二）")
    assert [(item.eid, item.label, item.heading) for item in found.above] == [
        ("main", None, "国务院关于促进小镇健康发展的若干意见"),
        ("main__sec_2", "二、", "重点任务"),
    ]
    assert found.before is not None
    assert found.after is not None
    assert (found.before.eid, found.after.eid) == ("main__sec_2__subsec_1", "main__sec_2__subsec_3")
    assert found.before.heading == "培育小镇产业，做强主导行业。"
    assert [item.label for item in cite(chained, f"{STATE} main__sec_2").below] == ["（一）", "（二）", "（三）"]
    assert found.reference == "国发〔2016〕8号 第二部分第(二)项"


def test_what_a_clause_cites(chained: Corpus) -> None:
    known, missing = cite(chained, "通政发〔2018〕77号 第一部分").cites
    assert (known.status, known.target, known.relation) == ("resolved", "cn-320600-2017-通政办发-158", "basis")
    assert known.target_uri == "/akn/cn-320600/doc/notice/2017-09-01/通政办发-2017-158"
    assert (missing.status, missing.target, missing.title) == ("unresolved", None, "江苏省河道管理条例")
    assert missing.reason == "no notice of the corpus has this title"
    (cited,) = cite(chained, "苏政发〔2016〕176号 一、").cites
    assert cited.target_uri == clause_uri(STATE_URI, FIRST)


CITED = [
    # A clause is cited, one inside it, one around it; a citation of another clause is none of it, one of the whole notice is.
    (FIRST, [("cn-320000-2016-苏政发-176", "clause"), ("cn-2019-国发-3", "notice")]),
    ("main__sec_2", [("cn-320000-2016-苏政发-176", "below"), ("cn-2019-国发-3", "notice")]),
    ("main__sec_2__subsec_2", [("cn-2019-国发-3", "notice")]),
]


@pytest.mark.parametrize(("eid", "expected"), CITED)
def test_what_cites_a_clause(chained: Corpus, eid: str, expected: list[tuple[str, str]]) -> None:
    found = cite(chained, f"{STATE} {eid}")
    assert [(item.notice_id, item.scope) for item in found.cited_by] == expected
    assert found.cited_by_total == len(expected)


def test_how_a_clause_was_changed(chained: Corpus) -> None:
    (change,) = cite(chained, f"{STATE} {FIRST}").changes
    assert (change.relation, change.reference, change.written_date) == ("repeals", "国发〔2019〕3号 第一部分", "2019-01-04")
    assert cite(chained, "苏政发〔2016〕176号").changes == []


def test_few_of_many_citations_are_listed(chained: Corpus) -> None:
    found = cite(chained, STATE, limit=1)
    assert (len(found.cited_by), found.cited_by_total) == (1, 2)


def test_a_quotation_is_found_wherever_it_stands(chained: Corpus) -> None:
    found = find_quotations(chained, "国发〔2016〕8号")
    assert [item.notice_id for item in found] == ["cn-2016-国发-8", "cn-2019-国发-3", "cn-320000-2016-苏政发-176"]
    for item in found:
        (text,) = chained.db.execute("SELECT text FROM notices WHERE id = ?", (item.notice_id,)).fetchone()
        assert text[item.start : item.end] == item.exact
    assert len(find_quotations(chained, "国发〔2016〕8号", limit=2)) == 2


@pytest.mark.parametrize("words", ['"""""" OR', "* NEAR(小镇 AND", "'; DROP TABLE notices; --", "小镇\x00健康发展(AND)"])
def test_no_words_are_taken_for_a_query(chained: Corpus, words: str) -> None:
    assert find_quotations(chained, words) == []


def test_json_has_all_of_it(chained: Corpus) -> None:
    assert b'"cited_by_total": 2' in as_json(cite(chained, STATE))
