"""A notice in traditional characters says the same as the simplified one that it was converted from."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import opencc
import pytest
from gongwen import parse
from gongwen.extract.text import fold, squeeze
from gongwen.schemas.notice import Notice

SAMPLES = Path(__file__).parents[1] / "samples"
SHARED = Path(__file__).parents[3] / "shared" / "corpus" / "gov_cn"
STANDARDS = {"s2t": "t2s", "s2tw": "tw2s", "s2hk": "hk2s"}
COMPARED = ("metadata", "parts", "clauses", "citations", "quantities", "lists", "rosters", "tables", "set_aside", "blocks", "repairs")


def converted(source: Path, standard: str) -> tuple[Notice, Notice]:
    """Return the notice of ``source`` and that of its conversion; sources that are not simplified are left out."""
    plain = parse(source)
    if plain.source.script != "simplified":
        pytest.skip(f"{source.name} is {plain.source.script}")
    page = opencc.OpenCC(standard).convert(source.read_bytes().decode(plain.source.encoding or "utf-8"))
    return plain, parse(page.encode(), uri=source.name, media_type=f"{plain.source.media_type}; charset=utf-8")


def back(value: Any, converter: opencc.OpenCC) -> Any:
    """Return ``value`` with all strings in it converted; what OpenCC itself does not undo is made equal."""
    if isinstance(value, str):
        return converter.convert(value).replace("座标", "坐标").replace("覆函", "复函")
    if isinstance(value, dict):
        return {back(name, converter): back(item, converter) for name, item in value.items()}
    return [back(item, converter) for item in value] if isinstance(value, list | tuple) else value


def compare(source: Path, standard: str) -> None:
    plain, notice = converted(source, standard)
    converter = opencc.OpenCC(STANDARDS[standard])
    for name in COMPARED:
        one, other = getattr(plain, name), getattr(notice, name)
        rows = [[asdict(item) for item in value] if isinstance(value, list) else asdict(value) for value in (one, other)]
        assert back(rows[1], converter) == back(rows[0], converter), name
    assert [(check.check, check.status) for check in notice.checks] == [(check.check, check.status) for check in plain.checks]


SOURCES = sorted(path for pattern in ("*.html", "*.txt") for path in SAMPLES.glob(pattern))


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_a_converted_sample_reads_like_the_sample(source: Path, standard: str) -> None:
    compare(source, standard)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
@pytest.mark.parametrize("standard", STANDARDS)
def test_converted_pages_of_the_state_council_read_like_the_pages(standard: str) -> None:
    for source in sorted(SHARED.glob("*.html")):
        compare(source, standard)


@pytest.mark.parametrize("standard", STANDARDS)
def test_words_keep_the_characters_of_the_page(standard: str) -> None:
    _, notice = converted(SAMPLES / "jilin_roster.html", standard)
    metadata, (roster,) = notice.metadata, notice.rosters
    text = squeeze(fold(notice.text))
    assert notice.source.script == ("traditional-hk" if standard == "s2hk" else "traditional-tw")
    words = [metadata.title, metadata.instrument_title, *metadata.issuing_agencies, *metadata.addressees, roster.title]
    words += [clause.heading for clause in notice.clauses] + [entry.name for entry in roster.entries]
    words += [entry.group for entry in roster.entries] + [item.name for named in notice.lists for item in named.items]
    found = [squeeze(fold(word)) for word in words if word]
    assert len(found) > 80
    assert [word for word in found if word not in text] == []
    assert metadata.document_number == "吉政辦明電〔2019〕5號"
    assert metadata.category[-1] == "通知"
    assert "國民經濟管理" in metadata.category[0]
    assert {entry.region_code for entry in roster.entries} >= {"220100", "222400"}


def test_an_id_does_not_depend_on_the_script() -> None:
    plain, notice = converted(SAMPLES / "jilin_roster.html", "s2tw")
    assert (notice.id, notice.uri) == (plain.id, plain.uri)


TEXT = """首頁 > 公告
臺中市政府衛生局關於報送台帳的通知
各區公所：
一、各單位應於3月1日前報送，說明台帳與臺帳之差異。
臺中市政府衛生局
2020年2月3日
"""


def test_each_word_is_read_where_it_stands() -> None:
    notice = parse(TEXT.encode())
    assert notice.metadata.title == "臺中市政府衛生局關於報送台帳的通知"
    assert notice.metadata.issuing_agencies == ["臺中市政府衛生局"]
    assert notice.metadata.addressees == ["各區公所"]
    assert [(clause.label, clause.eid) for clause in notice.clauses] == [("一、", "main__sec_1")]
    assert notice.set_aside[0].text == "首頁 > 公告"


def test_a_proposed_repair_is_worded_in_the_characters_of_the_page() -> None:
    _, notice = converted(SAMPLES / "shaoxing_repost.txt", "s2tw")
    proposed = [repair.proposed for repair in notice.repairs or [] if repair.proposed]
    assert [word for word in proposed if "号" in word] == []
    assert any("號" in word for word in proposed)
