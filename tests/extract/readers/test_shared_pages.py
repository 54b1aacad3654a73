"""The real pages: nothing lost, index facts right, bodies whole. Skipped where the shared corpus is absent."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from gongwen.extract.page import count_characters
from gongwen.extract.readers import read
from gongwen.extract.text import fold, squeeze

SHARED = Path(__file__).resolve().parents[4] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
SOURCES = sorted(path for pattern in ("*.html", "*.txt") for path in SHARED.rglob(pattern)) if SHARED.is_dir() else []


def _loose(text: str) -> str:
    return text.replace("\u3000", " ")


@needs_shared
def test_every_character_of_every_source_is_accounted_for() -> None:
    for path in SOURCES:
        page = read(path.read_bytes(), name=path.name)
        aside = sum(count_characters(item.text) for item in page.set_aside)
        assert page.characters == count_characters(page.text) + aside, path.name
        assert page.text, path.name


@needs_shared
def test_index_facts_of_state_council_pages() -> None:
    wrong = []
    for line in (SHARED / "corpus/gov_cn/gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        page = read((SHARED / "corpus/gov_cn" / gold["file"]).read_bytes(), name=gold["file"])
        found = {item.label: squeeze(item.value) for item in page.facts if item.where == "index-table"}
        for label, value in gold["gold_from_index_table"].items():
            if found.get(label, "") != squeeze(value or ""):
                wrong.append((gold["file"], label))
        title = re.sub(r"\W", "", gold["gold_from_index_table"]["标题"])
        assert title in re.sub(r"\W", "", page.text[:300]), gold["file"]
    assert wrong == []


@needs_shared
def test_gazette_pages_keep_number_date_and_subject() -> None:
    for line in (SHARED / "corpus/tw_gazette/gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        text = squeeze(fold(read((SHARED / "corpus/tw_gazette" / gold["file"]).read_bytes(), name=gold["file"]).text))
        assert squeeze(fold(gold["GazetteId"])) in text, gold["file"]
        assert gold["Date_Created"].removeprefix("中華民國") in text, gold["file"]
        assert squeeze(fold(gold["ThemeSubject"]))[:15] in text, gold["file"]


@needs_shared
@pytest.mark.parametrize("path", sorted(SHARED.glob("gold/*.json")), ids=lambda path: path.stem)
def test_gold_bodies_start_and_end_where_they_should(path: Path) -> None:
    body = json.loads(path.read_text(encoding="utf-8"))["body"]
    for suffix in (".txt", ".html"):
        source = path.with_suffix(suffix)
        if not source.exists():
            continue
        text = _loose(read(source.read_bytes(), name=source.name).text)
        start, end = text.find(_loose(body["start_quote"])), text.find(_loose(body["end_quote"]))
        assert start >= 0, source.name
        assert text[end:] == _loose(body["end_quote"]), source.name
        # Above the body only the title may stand, and what a paging tool puts before the first character.
        assert len(text[:start].strip().split("\n")) <= 1, source.name
