from __future__ import annotations

import json
from pathlib import Path

import pytest
from gongwen.evaluation.gov_cn import headers, numbers
from gongwen.schemas.errors import GoldError, SourceDecodeError
from gongwen.schemas.notice import Notice

STATED = {
    "索引号": "A/1",
    "主题分类": "工业\\手工",
    "发文机关": "青禾市人民政府",
    "成文日期": "2020年3月5日",
    "标题": "青禾市人民政府关于扶持手工作坊的通知",
    "发文字号": "青政发〔2020〕7号",
    "发布日期": "2020年03月06日",
}


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_header_fields_are_counted_one_by_one(tmp_path: Path, notice: Notice) -> None:
    write(
        tmp_path / "gold.jsonl",
        {"file": "a.html", "gold_from_index_table": STATED},
        {"file": "b.html", "gold_from_index_table": {"标题": "另一份通知"}},
    )
    notice.metadata.category = ["工业", "手工"]
    report = headers(tmp_path, lambda _: notice)
    assert (report.pages, report.right.total(), report.total.total()) == (2, 6, 8)
    assert report.share == 0.75
    assert report.wrong == ["a.html: 索引号 is 'A/1', found None", f"b.html: 标题 is '另一份通知', found {notice.metadata.title!r}"]
    assert "6 of 8 header fields right (75.00%)" in report.table()


def test_a_page_that_cannot_be_parsed_is_all_wrong(tmp_path: Path) -> None:
    def parse(_source: Path) -> Notice:
        raise SourceDecodeError("no text in it")

    write(tmp_path / "gold.jsonl", {"file": "a.html", "gold_from_index_table": STATED})
    report = headers(tmp_path, parse)
    assert report.share == 0
    assert "no text in it" in report.table()


@pytest.mark.parametrize("line", ["{", '"a"', '{"file": "a.html"}', '{"file": "a.html", "gold_from_index_table": {"页码": "1"}}'])
def test_a_malformed_list_is_named(tmp_path: Path, notice: Notice, line: str) -> None:
    (tmp_path / "gold.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl"):
        headers(tmp_path, lambda _: notice)


def test_document_numbers_are_kept_or_listed_by_kind(tmp_path: Path) -> None:
    values = ["青政发〔2020〕7号", "青政发［2020］ 7 号", "", "作坊登记", "2020-03-05", "青政发"]
    report = numbers(write(tmp_path / "titles.jsonl", *({"document_number": value} for value in values)))
    assert (report.total, report.kept, report.changed) == (6, 2, [])
    assert report.unparsed == {"empty": [""], "no digit": ["作坊登记", "青政发"], "a date": ["2020-03-05"]}
    assert "2 of 6" in report.table()


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        numbers(tmp_path / "absent.jsonl")


def test_the_shared_pages(shared: Path) -> None:
    report = headers(shared / "corpus" / "gov_cn")
    assert report.pages == 39
    assert report.share >= 0.99, report.table()


def test_the_shared_document_numbers(shared: Path) -> None:
    report = numbers(shared / "corpus" / "document_numbers" / "titles.jsonl")
    assert report.total == 8000
    assert report.changed == []
