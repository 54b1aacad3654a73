from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from gongwen.corpora import damage_json, damage_report, open_notice, repaired_text
from gongwen.schemas.errors import ContractError

CHUNKED = str(Path(__file__).parents[1] / "samples" / "chunked.txt")


def test_the_report_counts_what_it_lists() -> None:
    report = damage_report(open_notice(CHUNKED))
    assert report.damage.severity == "light"
    assert report.damage.counts == {"chunk-mark": 5, "truncated": 1}
    assert len(report.repairs) == 6
    written = json.loads(damage_json(report))
    assert written["damage"]["counts"]["chunk-mark"] == 5
    assert written["repairs"][0].keys() >= {"start", "end", "exact", "kind", "observed", "proposed", "confidence", "reversible"}


def test_the_repaired_text_with_its_map() -> None:
    notice = open_notice(CHUNKED)
    repaired = repaired_text(notice)
    assert "国家发展改革委关于加快" in repaired.text
    assert "国家发展改革委关于加快" not in notice.text
    assert len(repaired.map) == 5
    moved = 0
    for stretch in repaired.map:
        assert stretch.source_start - stretch.start == moved
        moved += (stretch.source_end - stretch.source_start) - (stretch.end - stretch.start)
    assert len(notice.text) - len(repaired.text) == moved


def test_a_notice_that_was_not_looked_at_says_so() -> None:
    notice = replace(open_notice(CHUNKED), repairs=None)
    with pytest.raises(ContractError, match="parse the source again"):
        damage_report(notice)
