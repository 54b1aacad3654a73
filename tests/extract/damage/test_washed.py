"""Washed wording: found in texts that we washed ourselves, silent on the texts as they were."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gongwen.extract import parse
from gongwen.extract.damage.contexts import features, read_pairs, reference
from gongwen.extract.damage.washed import find_washed
from gongwen.extract.text import fold

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples").glob("*.txt"))
SHARED = Path(__file__).resolve().parents[4] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")

PLAN = fold(
    """县域产业工作方案
一、总体思路。坚持绿色发展理念，推动城乡协调发展和产业发展，提升公共服务水平，发展现代服务业。
二、基本原则。坚持市场主导的原则，政府提供服务；完善基础设施，落实项目资金，简化投资项目审批。
三、主要任务。开展技能培训，组织开展质量检查，制定工作方案和实施方案；下达年度用地计划，实施能力提升计划。
四、保障措施。健全激励机制，鼓励企业建立研发机构，做好防洪工程和饮水工程建设，为全县发展作出新贡献。
五、其他。广播电视、公共服务设施和信息基础设施由县级统筹，经济发展情况每季度通报，服务业发展情况每年通报。
"""
)
WASHING = {
    "发展": "开展",
    "服务": "效劳",
    "则": "那么",
    "项目": "工程",
    "计划": "方案",
    "基础": "根底",
    "基本": "根本",
    "贡献": "奉献",
    "激励": "鼓励",
    "广播": "播送",
}


def wash(text: str, pairs: dict[str, str]) -> tuple[str, set[tuple[int, str, str]]]:
    """Return ``text`` with every first word of ``pairs`` replaced by the second, and what was replaced where."""
    pieces: list[str] = []
    truth: set[tuple[int, str, str]] = set()
    done = length = 0
    for match in re.finditer("|".join(sorted(pairs, key=len, reverse=True)), text):
        pieces += (text[done : match.start()], pairs[match[0]])
        length += match.start() - done
        truth.add((length, pairs[match[0]], match[0]))
        length += len(pairs[match[0]])
        done = match.end()
    return "".join([*pieces, text[done:]]), truth


def found(text: str) -> set[tuple[int, str, str]]:
    return {(item.start, item.observed, item.intended) for item in find_washed(text)}


def test_a_washed_plan_is_read_through() -> None:
    washed, truth = wash(PLAN, WASHING)
    assert len(truth) == 24
    assert found(washed) == truth, found(washed) ^ truth


def test_the_plan_as_it_was_is_silent() -> None:
    assert find_washed(PLAN) == []


@pytest.mark.parametrize(
    ("context", "intended", "observed", "washed"),
    [
        ("下达用地方案指标", "计划", "方案", True),
        ("制定实施方案如下", "计划", "方案", False),
        ("基本公共效劳体系", "服务", "效劳", True),
        ("经济开展水平", "发展", "开展", True),
        ("组织开展检查", "发展", "开展", False),
        ("工程资金管理", "项目", "工程", True),
        ("水利工程质量", "项目", "工程", False),
        ("健全鼓励机制", "激励", "鼓励", True),
        ("鼓励企业参与", "激励", "鼓励", False),
        ("完善根底设施", "基础", "根底", True),
        ("这是根本任务", "基本", "根本", False),
    ],
)
def test_the_place_tells_the_word_from_its_stand_in(context: str, intended: str, observed: str, washed: bool) -> None:
    at = context.index(observed)
    lean = reference().lean(intended, observed, features(context, at, at + len(observed)))
    assert (lean > 0) == washed, lean


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_silent_as_they_are_and_found_when_washed(sample: Path) -> None:
    clean = fold(sample.read_text("utf-8"))
    assert find_washed(clean) == []
    washed, truth = wash(clean, {pair.intended: pair.observed for pair in read_pairs() if pair.prior > 0.1})
    if len(truth) >= 10:
        right = found(washed) & truth
        assert len(right) >= 0.75 * len(truth), sorted(truth - right)
        assert len(right) >= 0.75 * len(found(washed)), sorted(found(washed) - truth)


def test_one_stand_in_that_an_author_likes_is_no_washing() -> None:
    assert find_washed("发扬奉献精神，表彰无私奉献的干部，爱岗奉献。" * 10 + "加快经济发展，提供公共服务。") == []


def test_long_washed_texts_are_read_in_linear_time() -> None:
    washed, truth = wash(PLAN, WASHING)
    assert len(find_washed(washed * 200)) == 200 * len(truth)


@needs_shared
def test_no_clean_source_has_washed_wording() -> None:
    sources = [
        *sorted((SHARED / "corpus/gov_cn").glob("*.html")),
        *sorted((SHARED / "corpus/full_pages").glob("*.html")),
        *sorted((SHARED / "corpus/tw_gazette").glob("*.html")),
        *(path for path in sorted((SHARED / "gold").glob("*.txt")) if path.stem != "jiangxi"),
    ]
    assert len(sources) > 100
    for source in sources:
        repairs = parse(source).repairs or []
        assert [item.observed for item in repairs if item.kind == "wording"] == [], source.name
