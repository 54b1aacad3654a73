"""Damage beside the words: found, proposed to be left out, and read over."""

from __future__ import annotations

import random

import pytest
from gongwen.extract import parse
from gongwen.extract.damage.structure import find_structural, read_view
from gongwen.extract.text import View

SENTENCES = ["各县要制定方案", "每年检查一次", "资金由县财政安排", "镇政府负责落实", "名单另行公布", "结果向社会公开"]
DIGEST = "9e107d9d372bb6826bd81d3542a419d6"


def noisy(seed: int, lines: int = 6) -> str:
    """Lines of a notice, each with a random run behind it."""
    chance = random.Random(seed)
    runs = ["".join(chance.choice("aZ3bY7cX9dW2") for _ in range(12)) for _ in range(lines)]
    return "\n".join(f"{sentence}。{run}" for sentence, run in zip(SENTENCES * 3, runs, strict=False))


@pytest.mark.parametrize(
    ("text", "kind", "observed", "proposed", "read"),
    [
        ("發(fā)展產(chǎn)業(yè)的辦法", "pinyin", ["(fā)", "(chǎn)", "(yè)"], ["", "", ""], "發展產業的辦法"),
        ("關（guān）於縣（xiàn）城建設規（guī）劃", "pinyin", ["（guān）", "（xiàn）", "（guī）"], ["", "", ""], "關於縣城建設規劃"),
        ("通通知知全全文文\n各县要落实。", "doubled", ["通通知知全全文文"], ["通知全文"], "通知全文\n各县要落实。"),
        (f"各县要落实。\n{DIGEST}\n附件一", "hash", [DIGEST], [""], "各县要落实。\n\n附件一"),
        (f"文件{DIGEST}下载", "hash", [DIGEST], [""], "文件下载"),
    ],
)
def test_structural_damage(text: str, kind: str, observed: list[str], proposed: list[str], read: str) -> None:
    found = [item.repair for item in find_structural(View(text))]
    assert [item.kind for item in found] == [kind] * len(observed)
    assert [item.observed for item in found] == observed
    assert [item.proposed for item in found] == proposed
    assert all(item.reversible and text[item.start : item.end] == item.exact for item in found)
    assert read_view(text).text == View(read).text


@pytest.mark.parametrize(
    "text",
    [
        "重庆(chóng qìng)市",
        "瀍河区(chán)、涡阳县(guō)",
        "方方面面的意见\n家家户户参与",
        "（一）发展（试行）办法（暂行）",
        "排放标准GB18352\n型号DF4D\n编号HJ2025\n下一行",
        "见https://example.org/f/" + DIGEST,
        "设备A1B2C3\n各县要落实。\n" + "另一行没有标记。\n" * 40,
        "电话01082030609008111234567890123456",
    ],
)
def test_what_notices_have_anyway_is_no_damage(text: str) -> None:
    assert find_structural(View(text)) == []
    assert read_view(text).raw is text


@pytest.mark.parametrize("seed", range(5))
def test_random_runs_at_line_ends_are_read_over(seed: int) -> None:
    text = noisy(seed)
    found = [item.repair for item in find_structural(View(text))]
    assert {item.kind for item in found} == {"noise"}
    assert len(found) >= 5
    assert "每年检查一次。\n资金由县财政安排。" in read_view(text).text
    assert not read_view(text).is_joined


def test_clauses_of_a_converted_text_are_those_of_the_text_before() -> None:
    clean = "某縣產業辦法\n一、總體要求\n各鎮要發展產業，建設園區。\n二、工作安排\n每年檢查一次，結果公開。\n三、保障\n資金由縣財政安排。\n"
    converted = clean.replace("產", "產(chǎn)").replace("發", "發(fā)").replace("縣", "縣(xiàn)").replace("總", "總(zǒng)")
    before, after = (parse(text.encode(), uri="a.txt") for text in (clean, converted))
    assert [(item.eid, item.heading) for item in after.clauses] == [(item.eid, item.heading) for item in before.clauses]
    assert after.metadata.damage is not None
    assert after.metadata.damage.severity == "light"
    assert after.text == converted.strip()
