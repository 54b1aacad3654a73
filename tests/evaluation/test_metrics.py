from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from gongwen.evaluation.findings import COMPONENTS, Item, Locator, from_gold, from_notice, plain
from gongwen.evaluation.gold import load_all
from gongwen.evaluation.metrics import Score, pool, score, span_score
from gongwen.schemas.gold import load_gold, occurrence
from gongwen.schemas.notice import Notice, Span
from hypothesis import given
from hypothesis import strategies as st


def items(*keys: str) -> list[Item]:
    return [Item((key,)) for key in keys]


# (gold, output, precision, recall, F1), computed by hand
TABLE = [
    (["a", "b", "c"], ["a", "b", "c"], 1.0, 1.0, 1.0),
    (["a", "b", "c", "d"], ["a", "x"], 1 / 2, 1 / 4, 1 / 3),
    (["a", "a"], ["a"], 1.0, 1 / 2, 2 / 3),
    (["a"], ["a", "a"], 1 / 2, 1.0, 2 / 3),
    (["a"], [], None, 0.0, 0.0),
    ([], ["a"], 0.0, None, 0.0),
    ([], [], None, None, None),
    (["a"], ["b"], 0.0, 0.0, 0.0),
]


@pytest.mark.parametrize(("gold", "output", "precision", "recall", "f1"), TABLE)
def test_figures(gold: list[str], output: list[str], precision: float | None, recall: float | None, f1: float | None) -> None:
    result = score({"eids": items(*gold)}, {"eids": items(*output)})["eids"]
    assert result is not None
    assert result.precision == (None if precision is None else pytest.approx(precision))
    assert result.recall == (None if recall is None else pytest.approx(recall))
    assert result.f1 == (None if f1 is None else pytest.approx(f1))


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_every_item_is_counted_once(gold: list[str], output: list[str]) -> None:
    result = score({"eids": items(*gold)}, {"eids": items(*output)})["eids"]
    assert result is not None
    assert result.found + len(result.missed) == len(gold)
    assert result.found + len(result.extra) == len(output)
    assert result.found == sum(min(gold.count(key), output.count(key)) for key in "abcd")


# (place and quote of the gold item, place and quote of the found one, same?)
PLACES = [
    (((3, 8), "不少于5个"), ((6, 8), "5个"), True),
    (((3, 8), "不少于5个"), ((8, 10), "5个"), False),
    (((3, 8), "不少于5个"), (None, "5个"), True),
    (((3, 8), "不少于5个"), (None, "6个"), False),
    ((None, ""), ((0, 2), "5个"), True),
]


@pytest.mark.parametrize(("gold", "found", "same"), PLACES)
def test_the_place_decides(gold: tuple[tuple[int, int] | None, str], found: tuple[tuple[int, int] | None, str], same: bool) -> None:
    assert Item(("5",), *gold).matches(Item(("5",), *found)) is same
    assert not Item(("6",), *gold).matches(Item(("5",), *found))


def test_a_part_that_did_not_run_is_not_a_zero() -> None:
    not_run = score({"norms": items("a")}, {"norms": None})
    assert not_run == {"norms": None}
    ran = score({"norms": items("a")}, {"norms": items("a")})
    assert pool([not_run, not_run]) == {"norms": None}
    pooled = pool([not_run, ran])["norms"]
    assert pooled is not None
    assert pooled.found == 1


def test_pooling_counts_items_not_documents() -> None:
    first = {"eids": Score(found=9, extra=["x"])}
    second = {"eids": Score(found=1, missed=["y"] * 9)}
    pooled = pool([first, second])["eids"]
    assert pooled is not None
    assert (pooled.found, len(pooled.missed), len(pooled.extra)) == (10, 9, 1)
    assert pooled.f1 == pytest.approx(2 * 10 / (2 * 10 + 9 + 1))
    assert first["eids"].found == 9  # the figures of the document are not touched
    assert first["eids"].missed == []


# found, missed and extra of the notice in conftest.py, counted by hand against its gold file
TOWN = {
    "metadata": (8, 1, 1),  # published_date is invented
    "clauses": (2, 1, 1),  # a run-in heading is lost; blanks inside a heading do not count
    "eids": (3, 0, 0),
    "citations": (1, 0, 1),  # the notice's own number is taken for a citation
    "quantities": (3, 1, 1),  # gt for ge
    "lists": (1, 0, 0),
    "list_items": (2, 0, 0),
    "roster_rows": (1, 1, 1),  # a cell is cut short
    "roster_declared": (1, 0, 1),
    "roster_groups": (2, 0, 0),
}


def test_a_document_scored_by_hand(gold_dir: Path, notice: Notice) -> None:
    gold, locator = from_gold(load_gold(gold_dir / "town.json"))
    scores = score(gold, from_notice(notice, locator))
    assert {name: (one.found, len(one.missed), len(one.extra)) for name, one in scores.items() if one} == TOWN
    assert {name for name, one in scores.items() if one is None} == {"entities", "orgs", "gpes", "damage"}
    assert list(scores) == [name for name in COMPONENTS if name in scores]


def test_the_same_figure_elsewhere_is_another_quantity(gold_dir: Path, notice: Notice) -> None:
    gold, locator = from_gold(load_gold(gold_dir / "town.json"))
    wrong = notice.quantities[3]
    wrong.start = notice.text.index("15个") + 1
    wrong.end = wrong.start + 2
    assert notice.text[wrong.start : wrong.end] == wrong.exact == "5个"
    result = score(gold, from_notice(notice, locator))["quantities"]
    assert result is not None
    assert (result.found, len(result.missed), len(result.extra)) == (2, 2, 2)


def test_region_by_name_or_by_path(gold_dir: Path, notice: Notice) -> None:
    _, locator = from_gold(load_gold(gold_dir / "town.json"))
    region = next(item for item in from_notice(notice, locator)["metadata"] or () if item.key[0] == "region")
    for name, same in (("青禾市", True), ("绿野省青禾市", True), ("绿野省", False), ("", False)):
        assert Item(("region", name)).matches(region) is same
    notice.metadata.region = None
    nowhere = next(item for item in from_notice(notice, locator)["metadata"] or () if item.key[0] == "region")
    assert Item(("region", "")).matches(nowhere)
    assert not Item(("region", "青禾市")).matches(nowhere)


def test_entities_are_distinct_forms_of_the_annotated_types(gold_dir: Path, notice: Notice) -> None:
    from gongwen.schemas.notice import Entity

    gold, locator = from_gold(load_gold(gold_dir / "town.json"))
    at = [index for index in range(len(notice.text)) if notice.text.startswith("东县", index)]
    notice.entities = [Entity(index, index + 2, "东县", "GPE") for index in at] + [Entity(0, 3, "青禾市", "LOC")]
    scores = score(gold, from_notice(notice, locator))
    counts = {name: (one.found, len(one.missed), len(one.extra)) for name, one in scores.items() if one}
    assert (counts["entities"], counts["orgs"], counts["gpes"]) == ((1, 2, 0), (0, 1, 0), (1, 1, 0))


def test_what_furniture_names_is_not_compared(gold_dir: Path, notice: Notice) -> None:
    from gongwen.schemas.notice import Entity

    gold, locator = from_gold(load_gold(gold_dir / "town.json"))
    notice.text += "\n打印 关闭"
    at = notice.text.index("打印")
    notice.entities = [Entity(at, at + 2, "打印", "ORG"), Entity(0, 3, "青禾市", "ORG")]
    result = score(gold, from_notice(notice, locator))["orgs"]
    assert result is not None
    assert result.extra == ["ORG | 青禾市"]


def test_spans_are_counted_and_a_wrong_one_is_named(notice: Notice) -> None:
    result = span_score(notice)
    assert result.f1 == 1
    before = result.found
    notice.quantities[0].start += 1
    result = span_score(notice)
    assert (result.found, len(result.missed), len(result.extra)) == (before - 1, 1, 1)
    assert result.missed[0].startswith("/quantities/0 ")


@pytest.mark.parametrize(
    ("one", "other"), [("（一）", "(一)"), ("2019 年　2月", "2019年2月"), ("１２％", "12%"), ("关于\n印发", "关于印发"), (None, "")]
)
def test_plain_forgets_blanks_and_widths(one: str | None, other: str) -> None:
    assert plain(one) == plain(other)


def test_numbers_are_compared_by_value(gold_dir: Path, notice: Notice) -> None:
    gold, locator = from_gold(load_gold(gold_dir / "town.json"))
    notice.quantities[2].value = Decimal("2.00")
    result = score(gold, from_notice(notice, locator))["quantities"]
    assert result is not None
    assert result.found == TOWN["quantities"][0]


def test_alignment_skips_furniture_that_repeats_the_notice() -> None:
    gold = "栏目:坊主要守信经营并按时报税\n正文\n坊主要守信经营并按时报税\n完"
    locator = Locator(gold, gold.index("正文"))
    text = "正文\n\n　坊主要守信 经营并按时报税\n完"
    start = text.index("按时")
    place = locator.align(text).place(Span(start, start + 2, "按时"))
    assert place == locator.quote("按时", 1)
    assert place != locator.quote("按时")


def test_alignment_admits_what_it_does_not_know() -> None:
    locator = Locator("甲乙丙丁")
    alignment = locator.align("甲乙丙丁\n戊己")
    assert alignment.place(Span(1, 3, "乙丙")) == (1, 3)
    assert alignment.place(Span(5, 7, "戊己")) is None


@given(st.text(alphabet="甲乙丙 \n　", min_size=1, max_size=60), st.data())
def test_a_text_aligns_with_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    line = text[start:end]
    if "\n" in line or not line.strip():
        return
    place = Locator(text).align(text).place(Span(start, end, line))
    assert place is not None
    assert plain(text)[place[0] : place[1]] == plain(line)


def test_every_label_of_the_shared_gold_finds_itself(shared: Path) -> None:
    for file in load_all(shared / "gold"):
        gold, _ = from_gold(file)
        for name, result in score(gold, gold).items():
            assert result is not None
            assert result.f1 in (1, None), (file.path.name, name, result.missed, result.extra)


def test_quotes_of_the_shared_gold_are_placed_alike_from_the_body_alone(shared: Path) -> None:
    for file in load_all(shared / "gold"):
        start = file.text.index(file.gold.body.start_quote)
        body = file.text[start:]
        locator = Locator(file.text, start)
        alignment = locator.align(body)
        for label in (*file.gold.quantities, *file.gold.citations, *file.gold.norms):
            at = occurrence(file.text, label.quote, label.nth) - start
            if at >= 0:
                span = Span(at, at + len(label.quote), label.quote)
                assert alignment.place(span) == locator.quote(label.quote, label.nth), (file.path.name, label.quote)
