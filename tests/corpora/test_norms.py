"""Norms of a notice, selected and exported."""

from __future__ import annotations

import csv
import io
import json

import pytest
from gongwen.corpora import NORM_COLUMNS, export_norms, norm_rows, select_norms
from gongwen.extract import parse
from gongwen.schemas.norms import Actor, Frequency, Norm, Responsible, TimeLimit
from gongwen.schemas.notice import Notice

TEXT = "关于河道管护的通知\n各乡镇:\n一、县水务局每季度组织巡查,30日内通报结果。\n二、鼓励社会力量参与管护。\n"


def span(words: str) -> tuple[int, int, str]:
    start = TEXT.index(words)
    return start, start + len(words), words


@pytest.fixture
def notice() -> Notice:
    found = parse(TEXT.encode())
    bureau = Actor(*span("县水务局"), name="县水务局", source="explicit", eid="main__sec_1", body="通山县水务局")
    public = Actor(*span("社会力量"), name="社会力量", source="explicit", eid="main__sec_2")
    found.norms = [
        Norm(
            *span("县水务局每季度组织巡查,30日内通报结果。"),
            id="main__sec_1__n_1",
            eid="main__sec_1",
            type="obligation",
            actors=["县水务局"],
            actor_source="explicit",
            strength=4,
            aim="组织",
            object="巡查",
            deadline="30日内",
            frequency="每季度",
            actor_spans=[bureau],
            time_limits=[TimeLimit(*span("30日内"), kind="within", value="P30D")],
            frequencies=[Frequency(*span("每季度"), value="P3M")],
        ),
        Norm(
            *span("鼓励社会力量参与管护。"),
            id="main__sec_2__n_1",
            eid="main__sec_2",
            type="encouragement",
            actors=["社会力量"],
            actor_source="explicit",
            deontic="鼓励",
            strength=1,
            actor_spans=[public],
            responsible=[Responsible(*span("各乡镇"), name="各乡镇", role="lead")],
        ),
    ]
    return found


SELECTIONS = [
    ({}, ["main__sec_1__n_1", "main__sec_2__n_1"]),
    ({"actor": "县水务局"}, ["main__sec_1__n_1"]),  # as written
    ({"actor": "水务"}, ["main__sec_1__n_1"]),  # a part of it
    ({"actor": "通山县水务局"}, ["main__sec_1__n_1"]),  # the body it resolves to
    ({"actor": "各乡镇"}, ["main__sec_2__n_1"]),  # who answers for it
    ({"actor": "县教育局"}, []),
    ({"types": ["encouragement", "permission"]}, ["main__sec_2__n_1"]),
    ({"types": ["encouragement"], "actor": "水务"}, []),
]


@pytest.mark.parametrize(("wanted", "ids"), SELECTIONS)
def test_norms_are_selected(notice: Notice, wanted: dict[str, object], ids: list[str]) -> None:
    assert [norm.id for norm in select_norms(notice, **wanted)] == ids  # type: ignore[arg-type]


def test_a_notice_that_was_not_searched_has_none(notice: Notice) -> None:
    notice.norms = None
    assert select_norms(notice) == []
    assert export_norms(notice, "json") == b"[]\n"


def test_the_csv_has_a_row_for_each_with_normalised_times_and_the_address(notice: Notice) -> None:
    first, second = csv.DictReader(io.StringIO(export_norms(notice, "csv").decode(), newline=""))
    assert tuple(first) == NORM_COLUMNS
    assert (first["deadline"], first["deadline_value"], first["frequency_value"]) == ("30日内", "P30D", "P3M")
    assert first["uri"].endswith("/!main~sec_1")
    assert first["actor_bodies"] == "通山县水务局"
    assert second["lead"] == "各乡镇"
    assert second["deadline_value"] == ""
    assert TEXT[int(second["start"]) : int(second["end"])] == second["text"] == "鼓励社会力量参与管护。"


def test_rows_and_export_speak_of_the_same(notice: Notice) -> None:
    (row,) = norm_rows(notice, select_norms(notice, actor="社会"))
    assert (row["id"], row["type"], row["strength"]) == ("main__sec_2__n_1", "encouragement", 1)
    assert len(export_norms(notice, "csv", select_norms(notice, actor="社会")).splitlines()) == 2


def test_the_json_is_that_of_the_contract(notice: Notice) -> None:
    first, _ = json.loads(export_norms(notice, "json"))
    assert (first["id"], first["actors"], first["time_limits"][0]["value"]) == ("main__sec_1__n_1", ["县水务局"], "P30D")


def test_ig_script_is_a_statement_a_line(notice: Notice) -> None:
    first, second = export_norms(notice, "ig").decode().splitlines()
    assert first.startswith("A(县水务局) Cex[frequency=P3M](每季度)组织巡查,")
    assert second.endswith("[id=main__sec_2__n_1] [type=encouragement]")
