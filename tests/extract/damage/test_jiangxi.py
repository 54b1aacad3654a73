"""The washed notice of the gold files; skipped where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from gongwen.evaluation.report import evaluate
from gongwen.extract import parse
from gongwen.extract.damage import repaired_view

SHARED = Path(__file__).resolve().parents[4] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")


def test_the_ledger_of_a_washed_notice() -> None:
    notice = parse(SHARED / "gold" / "jiangxi.txt")
    assert notice.text == (SHARED / "gold" / "jiangxi.txt").read_text("utf-8").strip()
    assert notice.metadata.damage is not None
    assert notice.metadata.damage.severity == "heavy"
    assert notice.metadata.damage.counts.keys() == {"wording", "year", "quote", "chunk-mark", "truncated"}
    repaired = repaired_view(notice.text, notice.repairs or []).raw
    assert "\n" not in repaired
    assert all(word not in repaired for word in ("效劳", "那么", "根底"))
    assert all(word in repaired for word in ("工作方案", "基本原则", "用地计划", "组织开展", "国家发展改革委"))


def test_values_that_rest_on_damage_are_marked_and_stay_as_read() -> None:
    notice = parse(SHARED / "gold" / "jiangxi.txt")
    assert all(citation.damaged and "2023" in (citation.document_number or "") for citation in notice.citations)
    assert any("国家开展改革委" in (citation.title or "") for citation in notice.citations)
    assert [clause.heading for clause in notice.clauses if clause.damaged] == ["根本原那么", "完善设施效劳"]


def test_what_must_hold_on_the_gold_files() -> None:
    documents = {document.name: document for document in evaluate(SHARED / "gold").documents}
    scores = documents["jiangxi.txt"].scores
    for component, least in (("damage", 0.9), ("clauses", 0.97), ("citations", 0.97)):
        result = scores[component]
        assert result is not None
        assert result.f1 is not None
        assert result.f1 >= least, component
