from __future__ import annotations

from itertools import pairwise

import pytest
from gongwen.extract.taggers import Tagged
from gongwen.extract.taggers.schemes import Label, Scored, read_labels, spans
from gongwen.schemas.errors import ModelLabelsError
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("name", "mapping", "label"),
    [
        ("O", {}, Label(None)),
        ("B-ORG", {}, Label("ORG", begins=True)),
        ("I-ORG", {}, Label("ORG")),
        ("E-GPE", {}, Label("GPE", ends=True)),
        ("S-GPE", {}, Label("GPE", begins=True, ends=True)),
        ("M-PER", {}, Label("PER")),
        ("U-DATE", {}, Label("DATE", begins=True, ends=True)),
        ("b_org", {}, Label("ORG", begins=True)),
        ("ORG-B", {}, Label("ORG", begins=True)),
        ("LOC", {}, Label("LOC")),
        ("B-NT", {}, Label("ORG", begins=True)),
        ("B-LOC", {"LOC": "GPE"}, Label("GPE", begins=True)),
        ("B-loc", {"loc": "gpe"}, Label("GPE", begins=True)),
        ("I-MISC", {"MISC": None}, Label(None)),
        ("I-MISC", {"MISC": "O"}, Label(None)),
        ("LABEL_1", {"LABEL_1": "MONEY"}, Label("MONEY")),
    ],
)
def test_a_label_says_type_and_place(name: str, mapping: dict[str, str | None], label: Label) -> None:
    assert read_labels([name], mapping, name="model") == [label]


def test_labels_that_are_none_of_ours_are_named_with_a_remedy() -> None:
    with pytest.raises(ModelLabelsError, match=r"^model: its labels MISC, LABEL_0 are none of DATE, DOC, .*label_map.json.*\"MISC\""):
        read_labels(["O", "B-MISC", "I-MISC", "B-ORG", "LABEL_0"], {}, name="model")


def tokens(text: str, *labels: str) -> list[Scored]:
    read = read_labels(labels, {}, name="")
    return [Scored(at, at + 1, label, 0.9) for at, (_, label) in enumerate(zip(text, read, strict=True))]


@pytest.mark.parametrize(
    ("text", "labels", "found"),
    [
        ("在某市", "O B-GPE I-GPE", [("某市", "GPE")]),
        ("某市某县", "B-GPE I-GPE B-GPE I-GPE", [("某市", "GPE"), ("某县", "GPE")]),
        ("某市某县", "B-GPE E-GPE B-GPE E-GPE", [("某市", "GPE"), ("某县", "GPE")]),
        ("某市某县", "I-GPE E-GPE I-GPE E-GPE", [("某市", "GPE"), ("某县", "GPE")]),  # BIOES without its beginnings
        ("甲县乙", "GPE GPE PER", [("甲县", "GPE"), ("乙", "PER")]),
        ("甲县乙", "I-GPE I-GPE I-PER", [("甲县", "GPE"), ("乙", "PER")]),
        ("甲乙丙", "S-GPE S-GPE O", [("甲", "GPE"), ("乙", "GPE")]),
        (" 甲 县 ", "B-GPE I-GPE I-GPE I-GPE I-GPE", [("甲 县", "GPE")]),
        ("  ", "B-GPE I-GPE", []),
        ("无名", "O O", []),
    ],
)
def test_a_run_of_labels_is_an_entity(text: str, labels: str, found: list[tuple[str, str]]) -> None:
    assert [(text[one.start : one.end], one.type) for one in spans(text, tokens(text, *labels.split()))] == found


def test_several_tokens_of_one_character_count_once() -> None:
    organisation, place = read_labels(["B-ORG", "B-LOC"], {}, name="")
    whole = [Scored(0, 1, organisation, 0.5), Scored(0, 1, place, 0.9), Scored(1, 1, place, 0.9), Scored(1, 2, place, 0.8)]
    assert spans("龘市", whole) == [Tagged(0, 1, "ORG", 0.5), Tagged(1, 2, "LOC", 0.8)]


def test_the_score_is_that_of_the_least_sure_token() -> None:
    begin, inner = read_labels(["B-ORG", "I-ORG"], {}, name="")
    assert spans("某局", [Scored(0, 1, begin, 0.9), Scored(1, 2, inner, 0.6)]) == [Tagged(0, 2, "ORG", 0.6)]


@given(st.text(min_size=1), st.lists(st.sampled_from(["O", "B-ORG", "I-ORG", "E-ORG", "S-PER", "I-PER"]), min_size=1))
def test_entities_lie_in_the_text_in_order_apart(text: str, names: list[str]) -> None:
    labels = [names[at % len(names)] for at in range(len(text))]
    found = spans(text, tokens(text, *labels))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(text[one.start : one.end].strip() == text[one.start : one.end] for one in found)
