from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from gongwen.evaluation.findings import from_gold
from gongwen.evaluation.norms import NormItem, gold_strength, norms_of_gold, norms_of_notice, pair, same_words, score_norms
from gongwen.schemas.gold import GoldNorm, load_gold
from gongwen.schemas.notice import Norm, Notice
from hypothesis import given
from hypothesis import strategies as st

BLANK = NormItem(None, "", "obligation", "main", (), "none", "", 4, "", "", "")


def norm(start: int, end: int, **values: object) -> NormItem:
    return replace(BLANK, place=(start, end), quote="甲" * (end - start), **values)  # type: ignore[arg-type]


def counts(gold: list[NormItem], found: list[NormItem]) -> dict[str, tuple[int, int, int]]:
    return {name: (one.found, len(one.missed), len(one.extra)) for name, one in score_norms(gold, found).items() if one}


# (spans of the gold, spans found, pairs as indices)
PAIRS = [
    ([(0, 10)], [(0, 10)], [(0, 0)]),
    ([(4, 20)], [(0, 20)], [(0, 0)]),  # a heading in front
    ([(0, 10)], [(5, 30)], [(0, 0)]),  # half of the shorter
    ([(0, 10)], [(6, 30)], []),  # less than half of it
    ([(0, 10), (10, 20)], [(0, 20)], [(0, 0)]),  # not split: one of the two is lost
    ([(0, 20)], [(0, 8), (8, 20)], [(0, 1)]),  # split: the larger part is it
    ([(0, 10), (10, 20)], [(9, 20), (0, 10)], [(0, 1), (1, 0)]),  # the order of output does not matter
    ([(0, 10)], [], []),
]


@pytest.mark.parametrize(("gold", "found", "pairs"), PAIRS)
def test_sentences_are_paired_by_overlap(gold: list[tuple[int, int]], found: list[tuple[int, int]], pairs: list[tuple[int, int]]) -> None:
    wanted, got = [norm(*place) for place in gold], [norm(*place) for place in found]
    result = pair(wanted, got)
    assert [(wanted.index(one), got.index(other)) for one, other in result.matched] == pairs
    assert len(result.missed) == len(gold) - len(pairs)
    assert len(result.extra) == len(found) - len(pairs)


def test_where_the_place_is_not_known_the_words_decide() -> None:
    gold = [replace(BLANK, place=(0, 6), quote="各县要抓紧。")]
    assert len(pair(gold, [replace(BLANK, quote="三、登记。各县要抓紧。")]).matched) == 1
    assert pair(gold, [replace(BLANK, quote="各县可缓办。")]).matched == []


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=8)


@given(SPANS, SPANS)
def test_every_norm_is_counted_once(gold: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    wanted = [norm(start, start + size) for start, size in gold]
    got = [norm(start, start + size) for start, size in found]
    for name in ("norm_units", "norms", "norm_clauses"):
        hit, missed, extra = counts(wanted, got)[name]
        assert (hit + missed, hit + extra) == (len(gold), len(found))


@given(SPANS)
def test_the_gold_itself_is_all_right(spans: list[tuple[int, int]]) -> None:
    norms = [norm(start, start + size, actors=("县",), deadline="3年内", deontic="要", strength=5) for start, size in spans]
    assert all(not missed and not extra for _, missed, extra in counts(norms, norms).values())


# (values of the gold norm, values of the found one, component, (found, missed, extra)); both stand at the same place
VALUES = [
    ({"type": "permission"}, {"type": "permission"}, "norms", (1, 0, 0)),
    ({"type": "permission"}, {"type": "obligation"}, "norms", (0, 1, 1)),
    ({"eid": "main__sec_1"}, {"eid": "main__sec_2"}, "norm_clauses", (0, 1, 1)),
    ({"actors": ("甲县", "乙县")}, {"actors": ("乙县", "丙县", "丁县")}, "norm_actors", (1, 1, 2)),
    ({"actors": ()}, {"actors": ()}, "norm_actors", (0, 0, 0)),
    ({"actor_source": "mark"}, {"actor_source": "explicit"}, "norm_actor_sources", (0, 1, 1)),
    ({"deontic": "应当"}, {"deontic": "应"}, "norm_deontics", (0, 1, 1)),
    ({"deontic": ""}, {"deontic": "要"}, "norm_deontics", (0, 0, 1)),
    ({"deadline": "到2020年"}, {"deadline": "2020年"}, "norm_deadlines", (1, 0, 0)),
    ({"deadline": "13年"}, {"deadline": "3年"}, "norm_deadlines", (0, 1, 1)),
    ({"frequency": "半年度"}, {"frequency": "年度"}, "norm_frequencies", (0, 1, 1)),
    ({"frequency": "每年"}, {"frequency": ""}, "norm_frequencies", (0, 1, 0)),
    ({"consequence": "退出名单"}, {"consequence": "及时退出名单"}, "norm_consequences", (1, 0, 0)),
]


@pytest.mark.parametrize(("gold", "found", "component", "expected"), VALUES)
def test_values_of_paired_norms(gold: dict[str, object], found: dict[str, object], component: str, expected: tuple[int, int, int]) -> None:
    assert counts([norm(0, 9, **gold)], [norm(0, 9, **found)])[component] == expected


def test_a_lost_sentence_is_lost_with_its_deadline_but_not_with_its_actors() -> None:
    lost = counts([norm(0, 9, actors=("甲县",), deadline="3年内", frequency="每年")], [])
    assert (lost["norm_units"], lost["norms"], lost["norm_deadlines"], lost["norm_frequencies"]) == ((0, 1, 0),) * 4
    assert (lost["norm_actors"], lost["norm_actor_sources"], lost["norm_deontics"]) == ((0, 0, 0),) * 3


# (strengths of the gold, strengths found, (right, wrong)) of the same sentences in order
ORDERS = [
    ([6, 5, 1], [6, 5, 1], (3, 0)),
    ([6, 5, 1], [6, 6, 1], (2, 1)),  # ours tells two apart no more
    ([6, 1], [1, 6], (0, 1)),
    ([6, 1], [None, 1], (0, 1)),
    ([5, 5, None], [5, 1, 4], (0, 0)),  # the gold puts none above another
]


@pytest.mark.parametrize(("gold", "found", "expected"), ORDERS)
def test_strength_is_compared_by_order(gold: list[int | None], found: list[int | None], expected: tuple[int, int]) -> None:
    wanted = [norm(10 * at, 10 * at + 9, strength=value) for at, value in enumerate(gold)]
    got = [norm(10 * at, 10 * at + 9, strength=value) for at, value in enumerate(found)]
    assert counts(wanted, got)["norm_strength_order"] == (expected[0], expected[1], expected[1])


STRENGTHS = [
    ("obligation", "必须", "每户必须登记。", 6),
    ("prohibition", None, "不搞摊派。", 6),
    ("obligation", "应当", "每户应当登记。", 5),
    ("obligation", None, "加快登记。", 4),
    ("obligation", "请", "请认真登记。", 4),
    ("obligation", "要", "每户原则上要登记。", 3),
    ("obligation", "力争", "力争全部登记。", 2),
    ("encouragement", "要", "要鼓励各户登记。", 1),
    ("permission", "可以", "各户可以缓办。", 1),
    ("consequence", "可", "按期登记的可优先受补。", 1),
    ("constitutive", None, "作坊是指手工场所。", None),
]


@pytest.mark.parametrize(("kind", "deontic", "quote", "strength"), STRENGTHS)
def test_strength_of_the_gold(kind: str, deontic: str | None, quote: str, strength: int | None) -> None:
    assert gold_strength(kind, deontic, quote) == strength


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("年底前", "每年年底前", True),
        ("年", "", False),
        ("", "", False),
        ("每季度", "季度", True),
        ("每年", "每月", False),
        ("年度", "半年度", False),
    ],
)
def test_same_words(one: str, other: str, same: bool) -> None:
    assert same_words(one, other) is same
    assert same_words(other, one) is same


def test_a_search_that_did_not_run_is_not_a_zero() -> None:
    assert set(score_norms([BLANK], None).values()) == {None}
    assert score_norms(None, [BLANK]) == {}


def test_norms_of_a_notice_are_placed_in_the_gold_text(gold_dir: Path, notice: Notice) -> None:
    file = load_gold(gold_dir / "town.json")
    _, locator = from_gold(file)
    gold = norms_of_gold(file.gold, locator)
    assert gold is not None
    assert isinstance((file.gold.norms or [])[0], GoldNorm)
    words = "每户补助2万元。"
    start = notice.text.index(words)
    notice.norms = [
        Norm(start, start + len(words), words, "n_1", "main__sec_2__subsec_1", "consequence", ["青禾市 政府"], "inherited", rule="reward")
    ]
    found = norms_of_notice(notice, locator)
    assert found is not None
    assert found[0].place == gold[0].place
    assert found[0].actors == ("青禾市政府",)
    scores = score_norms(gold, found)
    actors = scores["norm_actors"]
    assert actors is not None
    assert actors.extra == ["青禾市政府 ← 每户补助2万元。 (inherited) by reward"]
    notice.norms = None
    assert norms_of_notice(notice, locator) is None
