"""The generator: what it makes is the same everywhere, differs from notice to notice, and is what its gold says."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from gongwen.evaluation import evaluate
from gongwen.evaluation.__main__ import main
from gongwen.evaluation.generator import Job, Plan, PlanError, generate, make
from gongwen.evaluation.generator.citing import Cited, cite
from gongwen.extract.agencies import agency_of
from gongwen.extract.text import fold
from gongwen.schemas.notice import Region


def test_part_made_alone_is_the_same_as_in_the_whole(tmp_path: Path) -> None:
    list(generate(Job(tmp_path / "whole", 0, 1030, 7, 900, gold=False), jobs=2))
    list(generate(Job(tmp_path / "part", 1010, 1030, 7, 900, gold=False)))
    part = {path.name: path.read_bytes() for path in (tmp_path / "part" / "0001").iterdir() if path.suffix != ".jsonl"}
    assert len(part) >= 20
    assert all((tmp_path / "whole" / "0001" / name).read_bytes() == data for name, data in part.items())


def test_other_seeds_make_others() -> None:
    assert make(Plan(1), 5, 900).text != make(Plan(2), 5, 900).text


def test_pipeline_reads_what_the_gold_says(tmp_path: Path) -> None:
    list(generate(Job(tmp_path, 40, 70, 3, 2500, gold=True)))
    report = evaluate(tmp_path / "0000")
    figures = {name: score.f1 for name, score in report.pooled.items() if score and score.f1 is not None}
    assert not [document.error for document in report.documents if document.error]
    assert not [message for document in report.documents for message in document.failed_checks]
    assert min(figures[name] for name in ("metadata", "eids", "clauses", "citations", "quantities", "roster_rows")) > 0.97, figures


@pytest.mark.parametrize("characters", [1500, 4000, 9000])
def test_length(characters: int) -> None:
    plan = Plan(1)
    lengths = [len(make(plan, index, characters).text) for index in range(300, 330)]
    assert 0.75 * characters < sum(lengths) / len(lengths) < 1.35 * characters


def test_numbers_run_with_gaps_by_agency_and_year() -> None:
    plan = Plan(1)
    series: dict[tuple[str, int], list[int]] = {}
    for index in range(3000):
        header = plan.header(index)
        series.setdefault((header.agency.name, header.written.year), []).append(header.sequence)
        assert header.document_number == f"{header.agency.code}〔{header.written.year}〕{header.sequence}号"
        assert header.written < header.published
    assert all(numbers == sorted(set(numbers)) for numbers in series.values())
    gaps = sum(numbers[-1] - len(numbers) for numbers in series.values())
    assert 0.05 < gaps / 3000 < 0.3


def test_titles_are_told_apart() -> None:
    plan = Plan(1)
    titles = Counter((header.title, header.shared_title) for header in map(plan.header, range(8000)))
    assert not [title for (title, shared), times in titles.items() if times > 1 and not shared]
    assert [title for (title, shared), times in titles.items() if times > 1 and shared]


def test_codes_are_those_of_the_agencies() -> None:
    plan = Plan(1)
    for index in range(0, 6000, 40):
        header = plan.header(index)
        region = header.agency.region
        place = Region(region.name, region.code, list(region.path)) if region else None
        name = agency_of(header.agency.code, place, header.written.year)
        assert name
        assert header.agency.name.endswith(name)


def test_citations_have_the_targets_that_are_told() -> None:
    plan, rng = Plan(1), Random(1)
    kinds: Counter[str] = Counter()
    titles: dict[str, list[int]] = {}
    for index in range(8000):
        titles.setdefault(plan.header(index).title, []).append(index)
    for index in range(2000, 8000, 5):
        header = plan.header(index)
        text, cited = cite(plan, header, rng)
        if cited.target is None:
            assert cited.title not in titles
            kinds["absent"] += 1
            continue
        target = plan.header(cited.target)
        assert target.index < index
        assert target.written < header.written
        assert target.document_number in text or target.title in text or (target.instrument_title or "-") in text
        if cited.ambiguous:
            assert cited.number is None
            assert len([one for one in titles[cited.title] if plan.header(one).written < header.written]) > 1
        elif cited.title == target.title and cited.number is None:
            assert [one for one in titles[cited.title] if plan.header(one).written < header.written] == [target.index]
        kinds["ambiguous" if cited.ambiguous else "by title" if cited.number is None else "by number"] += 1
    assert min(kinds[kind] for kind in ("absent", "ambiguous", "by title", "by number")) > 3, kinds


def test_marks_stand_where_they_say() -> None:
    plan = Plan(4)
    for index in range(500, 520):
        made = make(plan, index, 3000)
        for start, end, label in made.marks:
            exact = made.text[start:end]
            assert exact.strip() == exact != ""
            said = (label.number or label.title) if isinstance(label, Cited) else str(label[0])
            assert fold(said) in fold(exact)
        assert all(line.end <= len(made.text) and "\n" not in made.text[line.start : line.end] for line in made.lines)


def test_words_are_as_varied_as_in_real_notices() -> None:
    """Seven reference notices have, in their first 20,000 Chinese characters, 11.9 bits of entropy over pairs of neighbours."""
    plan = Plan(1)
    text = re.sub(r"[^\u4e00-\u9fff]", "", "".join(make(plan, index, 2500).text for index in range(100, 2100, 150)))[:20000]
    pairs = Counter(text[at : at + 2] for at in range(len(text) - 1))
    total = sum(pairs.values())
    assert -sum(count / total * math.log2(count / total) for count in pairs.values()) > 11.4
    assert pairs.most_common(1)[0][1] / total < 0.01


def test_too_many_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plan, "_rounds", [(0, (2021, 2022))])
    with pytest.raises(PlanError, match="ask for fewer"):
        list(generate(Job(tmp_path, 0, 10_000_000, 1, 900, gold=False)))
    assert not list(tmp_path.iterdir())


def test_command_writes_pages_texts_and_a_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(tmp_path), "--count", "60", "--characters", "900", "--seed", "9"]) == 0
    assert "60 notices" in capsys.readouterr().err
    records = [json.loads(line) for line in (tmp_path / "0000" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    names = [name for record in records for name in record["files"]]
    assert sorted(names) == sorted(path.name for path in (tmp_path / "0000").iterdir() if path.suffix in (".html", ".txt"))
    assert len(records) == 60
    assert {Path(name).suffix for name in names} == {".html", ".txt"}
    assert any("_repost" in name or "_mirror" in name for name in names)
