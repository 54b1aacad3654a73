from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from gongwen.evaluation import baseline
from gongwen.evaluation.metrics import span_score


def test_the_afternoon_script_finds_what_is_plain(gold_dir: Path) -> None:
    notice = baseline.parse(gold_dir / "town.txt")
    meta = notice.metadata
    assert meta.title == "青禾市人民政府关于扶持手工作坊的通知"
    assert meta.document_number == "青政发〔2020〕7号"
    assert meta.issuing_agencies == ["青禾市人民政府"]
    assert meta.addressees == ["各县人民政府", "市政府各部门"]
    assert meta.written_date == "2020-03-05"
    assert [(clause.eid, clause.heading) for clause in notice.clauses] == [
        ("main__sec_1", "目标"),
        ("main__sec_2", "办法"),
        ("main__sec_2__subsec_1", "登记"),
    ]
    assert [(item.title, item.document_number) for item in notice.citations] == [("青禾市作坊登记规定", "青政发〔2019〕3号")]
    assert [(item.value, item.unit, item.comparator) for item in notice.quantities[:3]] == [
        (Decimal(20), "个", "ge"),
        (Decimal(3), "亿元", "ge"),
        (Decimal(2), "万元", "eq"),
    ]
    assert [(row.number, row.name) for roster in notice.rosters for row in roster.entries] == [(1, "柳编坊"), (2, "豆腐坊")]
    assert span_score(notice).f1 == 1


def test_numerals_of_headings(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text("十、甲\n十一、乙\n二十、丙\n三十二、丁\n", encoding="utf-8")
    assert [clause.number for clause in baseline.parse(path).clauses] == [10, 11, 20, 32]


def test_tags_are_taken_out(gold_dir: Path) -> None:
    page, text = baseline.parse(gold_dir / "town.html"), baseline.parse(gold_dir / "town.txt")
    assert "<" not in page.text
    assert page.metadata == text.metadata
    assert len(page.clauses) == len(text.clauses)
