from __future__ import annotations

import json
from pathlib import Path

import pytest
from gongwen.evaluation.gazette import gazette
from gongwen.schemas.errors import GoldError
from gongwen.schemas.notice import Notice

ROW = {
    "file": "a.html",
    "Date_Created": "中華民國103年8月11日",
    "GazetteId": "臺教高(五)字第1030109690B號",
    "Title": "教育部令：修正要點，自103年8月1日生效",
    "ThemeSubject": "修正要點，並自中華民國一百零三年八月一日生效。",
}


def test_fields_are_what_the_document_says(tmp_path: Path, notice: Notice) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps(ROW, ensure_ascii=False), encoding="utf-8")
    metadata = notice.metadata
    metadata.title, metadata.issuing_agencies = "教育部令：修正要點，並自中華民國一百零三年八月一日生效", ["教育部"]
    metadata.document_number, metadata.written_date = "臺教高（五）字第1030109690B號", "2014-08-12"
    report = gazette(tmp_path, lambda _: notice)
    assert dict(report.right) == {"number": 1, "title": 1, "agency": 1}
    assert report.wrong == ["a.html: date is '2014-08-11', found '2014-08-12'"]
    assert report.share == 0.75


def test_a_row_without_a_field_is_named(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"file": "a.html"}', encoding="utf-8")
    with pytest.raises(GoldError, match="Date_Created"):
        gazette(tmp_path)


def test_the_shared_gazette(shared: Path) -> None:
    report = gazette(shared / "corpus" / "tw_gazette")
    assert report.pages == 58
    assert report.share >= 0.97, report.table()
    assert min(report.right.values()) >= 56, report.table()
