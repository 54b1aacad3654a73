"""Rosters and elements of a notice, as a model proposes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from gongwen.extract.proposals import Calling, Proposals, adopt, propose, vote
from gongwen.schemas.contract import dumps, loads
from gongwen.schemas.notice import Metadata, Notice
from notices import TEXT, notice
from scripted import Scripted

CALLING = Calling(cache=None)
NAMES = ["柳河", "青河", "双河", "白河", "沙河", "石河"]
ROWS = [f"{number}. {name}上游段(重点)" for number, name in enumerate(NAMES, 1)]
ROSTER = TEXT + "\n附件\n\n重点河段名单\n\n东部片区\n" + "\n".join(ROWS[:3]) + "\n西部片区\n" + "\n".join(ROWS[3:]) + "\n"


def rows(**changed: Any) -> list[dict[str, Any]]:
    made = [
        {
            "quote": row,
            "number": str(at + 1),
            "name": f"{NAMES[at]}上游段",
            "group": "东部片区" if at < 3 else "西部片区",
            "cells": ["重点"],
        }
        for at, row in enumerate(ROWS)
    ]
    made[0].update(changed)
    return made


def asked(answer: dict[str, Any], given: Notice | None = None) -> Proposals:
    return propose(given or notice(ROSTER), Scripted(script=[answer]), tasks=["rosters"], within="annex_1", calling=CALLING)


def test_rows_become_a_roster() -> None:
    found = asked({"title": "重点河段名单", "columns": [], "rows": rows()})
    assert found.rejected == []
    [roster] = found.rosters
    assert (roster.eid, roster.title, roster.numbered, roster.declared_total) == ("annex_1", "重点河段名单", True, None)
    assert [(entry.number, entry.name, entry.group) for entry in roster.entries] == [
        (at + 1, f"{name}上游段", "东部片区" if at < 3 else "西部片区") for at, name in enumerate(NAMES)
    ]
    assert roster.entries[0].exact == ROWS[0]
    assert roster.entries[0].attributes == {"属性1": "重点"}
    loads(dumps(adopt(notice(ROSTER), found)))


@pytest.mark.parametrize(
    ("changed", "expected", "left"),
    [
        ({"quote": "1. 黄河上游段(重点)"}, ("quote", "not-in-clause"), 5),
        ({"name": "黄河上游段"}, ("name", "not-in-clause"), 5),
        ({"name": "青河上游段"}, ("name", "not-in-clause"), 5),  # of the next row
        ({"group": "南部片区"}, ("group", "not-in-clause"), 6),
        ({"group": "西部片区"}, ("group", "not-in-clause"), 6),  # stands behind it
        ({"number": "9"}, ("number", "not-in-clause"), 6),
        ({"number": "柳"}, ("number", "not-a-value"), 6),
        ({"cells": ["一般"]}, ("cells", "not-in-clause"), 6),
        ({"cells": "重点"}, ("cells", "not-in-schema"), 6),
        ({"quote": ROWS[1], "name": "青河上游段", "number": "2"}, ("quote", "duplicate"), 5),
    ],
)
def test_a_row_or_cell_that_does_not_stand_there_is_rejected(changed: dict[str, Any], expected: tuple[str, str], left: int) -> None:
    found = asked({"title": None, "columns": [], "rows": rows(**changed)})
    assert [(item.field, item.reason) for item in found.rejected] == [expected]
    assert [len(roster.entries) for roster in found.rosters] == [left]


def test_too_few_rows_are_no_roster() -> None:
    found = asked({"title": "重点河段名单", "columns": [], "rows": rows()[:4]})
    assert (found.rosters, [item.reason for item in found.rejected]) == ([], ["too-few-rows"])


def test_titles_and_columns_must_stand_there() -> None:
    found = asked({"title": "优秀河段名单", "columns": ["等级"], "rows": rows()})
    assert [(item.field, item.reason) for item in found.rejected] == [("title", "not-in-clause"), ("columns", "not-in-clause")]
    assert (found.rosters[0].title, found.rosters[0].entries[0].attributes) == (None, {"属性1": "重点"})


def test_a_vote_adds_a_roster_only_where_the_rules_have_none() -> None:
    given = notice(ROSTER)
    assert len(given.rosters) == 1
    answer = {"title": "重点河段名单", "columns": [], "rows": rows()}
    agreeing = vote(given, asked(answer))
    assert agreeing.rosters == given.rosters
    assert not any(item.code.startswith("model-") for item in agreeing.warnings)
    fewer = vote(given, asked({**answer, "rows": rows()[:5]}))
    assert fewer.rosters == given.rosters
    assert [item.code for item in fewer.warnings if item.code.startswith("model-")] == ["model-differs"]
    blind = replace(given, rosters=[])
    added = vote(blind, asked(answer))
    assert [len(roster.entries) for roster in added.rosters] == [6]
    assert [item.code for item in added.warnings if item.code.startswith("model-")] == ["model-added"]
    assert blind.rosters == []


# --- elements --------------------------------------------------------------------------------------------------------


def elements(*items: tuple[str, str], given: Notice | None = None) -> Proposals:
    fields = [{"field": field, "quote": quote} for field, quote in items]
    script = [{"fields": fields}, {"fields": []}]
    return propose(given or notice(), Scripted(script=script), tasks=["fields"], calling=CALLING)


def test_elements_are_words_of_the_text_in_the_form_of_the_contract() -> None:
    found = elements(
        ("title", "清河县人民政府关于推进河道清理工作的通知"),
        ("document_number", "清政发〔2021〕7号"),
        ("addressees", "各乡镇人民政府"),
        ("addressees", "县直有关部门"),
    )
    assert found.rejected == []
    assert [(item.field, item.value) for item in found.fields] == [
        ("title", "清河县人民政府关于推进河道清理工作的通知"),
        ("document_number", "清政发〔2021〕7号"),
        ("addressees", "各乡镇人民政府"),
        ("addressees", "县直有关部门"),
    ]
    assert all(item.at.exact == notice().text[item.at.start : item.at.end] for item in found.fields)


@pytest.mark.parametrize(
    ("field", "quote", "expected"),
    [
        ("document_number", "清政发〔2021〕8号", "not-in-clause"),
        ("document_number", "各乡镇人民政府", "not-a-value"),
        ("written_date", "清政发〔2021〕7号", "not-a-value"),
        ("issuing_agencies", "清河市人民政府", "not-in-clause"),
        ("publisher", "清河县人民政府", "not-in-schema"),
    ],
)
def test_elements_that_do_not_hold_are_rejected(field: str, quote: str, expected: str) -> None:
    found = elements((field, quote))
    assert (found.fields, [item.reason for item in found.rejected]) == ([], [expected])


def test_one_title_is_enough() -> None:
    found = elements(("title", "清河县人民政府关于推进河道清理工作的通知"), ("title", "清政发〔2021〕7号"))
    assert [(item.field, item.reason) for item in found.rejected] == [("title", "duplicate")]


def test_dates_are_normalised() -> None:
    script = [{"fields": []}, {"fields": [{"field": "written_date", "quote": "2021年3月5日"}]}]
    [value] = propose(notice(), Scripted(script=script), tasks=["fields"], calling=CALLING).fields
    assert (value.value, value.at.exact) == ("2021-03-05", "2021年3月5日")


def test_a_vote_fills_elements_that_the_rules_did_not_find() -> None:
    blind = replace(notice(), metadata=Metadata(title="另一个标题"))
    title = "清河县人民政府关于推进河道清理工作的通知"
    found = elements(("title", title), ("addressees", "各乡镇人民政府"), ("addressees", "县直有关部门"), given=blind)
    voted = vote(blind, found)
    assert (voted.metadata.title, voted.metadata.addressees) == ("另一个标题", ["各乡镇人民政府", "县直有关部门"])
    assert [item.code for item in voted.warnings if item.code.startswith("model-")] == ["model-differs", "model-filled"]
    assert adopt(blind, found).metadata.title == title
    assert blind.metadata.evidence == {}
    loads(dumps(voted))


def test_tasks_are_asked_one_after_the_other() -> None:
    model = Scripted(script=[{"norms": []}] * 4 + [{"fields": []}])
    found = propose(notice(), model, tasks=["norms", "fields", "norms"], calling=CALLING)
    assert (found.tasks, model.asked, len(found.prompt.split("+"))) == (["norms", "fields"], 6, 2)
