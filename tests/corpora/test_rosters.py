from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from gongwen.corpora import audit, export_rosters, roster_rows
from gongwen.extract import parse
from gongwen.schemas.errors import MissingExtraError
from gongwen.schemas.notice import Notice

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def jilin() -> Notice:
    return parse(SAMPLES / "jilin_roster.html")


@pytest.fixture
def awkward(jilin: Notice) -> Notice:
    """The roster with cells that a careless export would break on."""
    (roster,) = jilin.rosters
    first, second, *rest = roster.entries
    first = replace(first, name="=1+1", attributes={"name": 'a,"b"\nc', "说明": "x\x01y"})
    return replace(jilin, rosters=[replace(roster, entries=[first, second, *rest])])


def test_rows_hold_what_the_notice_says_and_where(jilin: Notice) -> None:
    rows = roster_rows(jilin)
    (roster,) = jilin.rosters
    assert len(rows) == 55
    assert len({tuple(row) for row in rows}) == 1
    assert list(rows[0])[:4] == ["roster", "number", "name", "group"]
    for row, entry in zip(rows, roster.entries, strict=True):
        assert (row["number"], row["name"], row["group"]) == (entry.number, entry.name, entry.group)
        assert jilin.text[slice(row["start"], row["end"])] == entry.exact
        assert [row[name] for name in entry.attributes] == list(entry.attributes.values())


def test_rows_hold_county_and_town(jilin: Notice) -> None:
    row = roster_rows(jilin)[9]
    assert (row["region_code"], row["town"], row["town_code"]) == ("220183", "朱城子镇", "220183106")


def test_csv_reads_back(awkward: Notice) -> None:
    data = export_rosters(awkward, "csv")
    assert not data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(data.decode(), newline="")))
    assert [row["name"] for row in rows] == [entry.name for entry in awkward.rosters[0].entries]
    assert rows[0]["name*"] == 'a,"b"\nc'  # a column of the notice does not hide one of ours
    assert rows[1]["name*"] == ""


def test_json_is_the_rosters_of_the_notice_with_their_audit(jilin: Notice) -> None:
    (roster,) = json.loads(export_rosters(jilin, "json"))
    assert roster["declared_total"] == len(roster["entries"]) == 55
    assert {check["check"] for check in roster["audit"]} == {"roster-total", "roster-breakdown", "roster-group", "roster-ordinals"}


def test_xlsx_holds_text_as_text(awkward: Notice) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(BytesIO(export_rosters(awkward, "xlsx")))
    assert book.sheetnames == ["roster", "audit"]
    header, first, *rest = book["roster"].iter_rows()
    names = [cell.value for cell in header]
    cell = first[names.index("name")]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert first[names.index("说明")].value == "xy"  # a spreadsheet cannot hold control characters
    assert first[names.index("number")].value == 1
    assert len(rest) == 54
    assert book["audit"].max_row == 1 + len(audit(awkward, awkward.rosters[0]))


def test_xlsx_without_openpyxl_says_what_to_install(jilin: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongwen\[xlsx\]'"):
        export_rosters(jilin, "xlsx")


def test_each_roster_has_its_own_audit(jilin: Notice) -> None:
    (roster,) = jilin.rosters
    half = roster.entries[27].start
    upper, lower = replace(roster, end=half), replace(roster, start=half)
    checks = [replace(check, counted_at=None) for check in jilin.checks]
    assert audit(replace(jilin, checks=checks), roster) == []
    assert audit(jilin, upper) == audit(jilin, roster)
    assert audit(jilin, lower) == []


def test_a_notice_without_rosters_exports_a_header(jilin: Notice) -> None:
    empty = replace(jilin, rosters=[])
    assert roster_rows(empty) == []
    assert export_rosters(empty, "csv").decode().split(",")[:4] == ["roster", "number", "name", "group"]
    assert json.loads(export_rosters(empty, "json")) == []
