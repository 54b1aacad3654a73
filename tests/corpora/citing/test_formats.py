from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from gongwen.corpora import CitedClause, cite, format_reference
from gongwen.corpora.store import Corpus
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 11, 25)
URL = "https://www.example.gov.cn/a_b/t2018%20x.html?id=5&p={1}"


@pytest.fixture(scope="module")
def clause(chained: Corpus) -> CitedClause:
    return cite(chained, "国发〔2016〕8号 二、（一）")


@pytest.fixture(scope="module")
def online(clause: CitedClause) -> CitedClause:
    return replace(clause, source=URL, published_date="2016-02-06")


def test_gbt7714_of_a_file(clause: CitedClause) -> None:
    assert format_reference(clause, "gbt7714", cited_on=TODAY) == (
        "国务院. 关于促进小镇健康发展的若干意见: 国发〔2016〕8号[A]. 第二部分第(一)项(2016-02-02)."
    )


GBT = [
    ({}, f"国务院. 关于促进小镇健康发展的若干意见: 国发〔2016〕8号[A/OL]. 第二部分第(一)项(2016-02-06)[2026-11-25]. {URL}"),
    ({"eid": "main"}, f"国务院. 关于促进小镇健康发展的若干意见: 国发〔2016〕8号[A/OL]. (2016-02-06)[2026-11-25]. {URL}"),
    (
        {"eid": "main", "document_number": None, "issuing_agencies": []},
        f"国务院关于促进小镇健康发展的若干意见[A/OL]. (2016-02-06)[2026-11-25]. {URL}",
    ),
    (
        {"eid": "main", "issuing_agencies": ["甲部", "乙部", "丙委", "丁局"], "title": "甲部 乙部关于小镇的通知"},
        f"甲部, 乙部, 丙委, 等. 关于小镇的通知: 国发〔2016〕8号[A/OL]. (2016-02-06)[2026-11-25]. {URL}",
    ),
    (
        {"eid": "main", "published_date": None, "written_date": None},
        f"国务院. 关于促进小镇健康发展的若干意见: 国发〔2016〕8号[A/OL]. [2026-11-25]. {URL}",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), GBT)
def test_gbt7714_of_a_page(online: CitedClause, changes: dict[str, object], expected: str) -> None:
    assert format_reference(replace(online, **changes), "gbt7714", cited_on=TODAY) == expected  # type: ignore[arg-type]


def test_bibtex(online: CitedClause) -> None:
    entry = format_reference(online, "bibtex", cited_on=TODAY)
    head, *fields, last = entry.splitlines()
    assert re.fullmatch(r"@misc\{cn-2016-opinion-[0-9a-f]{8},", head)
    assert last == "}"
    values = dict(field.strip().rstrip(",").split(" = ", 1) for field in fields)
    assert values["author"] == "{{国务院}}"
    assert values["title"] == "{{关于促进小镇健康发展的若干意见}}"
    assert values["number"] == "{国发〔2016〕8号}"
    assert values["pages"] == "{第二部分第(一)项}"
    assert (values["date"], values["year"], values["month"]) == ("{2016-02-02}", "{2016}", "feb")
    assert (values["mark"], values["media"], values["urldate"]) == ("{A}", "{OL}", "{2026-11-25}")
    assert values["url"] == "{https://www.example.gov.cn/a_b/t2018%20x.html?id=5&p=%7B1%7D}"


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=20), max_size=3))
def test_bibtex_of_any_title_is_balanced_and_holds_no_bare_command(clause: CitedClause, title: str, agencies: list[str]) -> None:
    entry = format_reference(replace(clause, title=title, issuing_agencies=agencies), "bibtex")
    depth = 0
    plain = re.sub(r"\\(?:textbackslash|textasciitilde|textasciicircum)\{\}|\\[{}$&#_%]", "", entry)
    for char in plain:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0
    assert not set("\\$&#_%~^") & set(plain)


CSL_FIELDS = {
    "id", "type", "title", "author", "authority", "jurisdiction", "number", "genre", "section", "issued", "accessed", "URL", "language",
}  # fmt: skip


def test_csl_json(online: CitedClause) -> None:
    item = json.loads(format_reference(online, "csl", cited_on=TODAY))
    assert set(item) == CSL_FIELDS
    assert item["type"] == "regulation"
    assert item["author"] == [{"literal": "国务院"}]
    assert (item["issued"], item["accessed"]) == ({"date-parts": [[2016, 2, 2]]}, {"date-parts": [[2026, 11, 25]]})
    law = replace(online, title="中华人民共和国城乡建设法", instrument_title=None)
    assert json.loads(format_reference(law, "csl"))["type"] == "legislation"
    assert "accessed" not in json.loads(format_reference(online, "csl"))


def test_addresses(clause: CitedClause) -> None:
    assert format_reference(clause, "akn") == clause.uri
    assert format_reference(clause, "plain") == "国发〔2016〕8号 第二部分第(一)项"
