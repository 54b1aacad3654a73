"""Agreement with the rules, and what a vote takes over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from gongwen.extract.proposals import Calling, Proposals, adopt, propose, vote
from gongwen.extract.proposals.agreement import agreement_of, sameness
from gongwen.schemas.contract import dumps, loads
from gongwen.schemas.norms import Actor, Norm, NormType
from gongwen.schemas.notice import Notice, Span
from notices import notice
from scripted import Scripted

PATROL = "各乡镇人民政府应当每季度组织一次巡查,并于2022年底前完成整治。"
DUMPING = "不得向河道倾倒垃圾。"
SLOGANS = "广泛张贴标语。"
VOLUNTEERS = "鼓励村民委员会开展志愿活动。"
FAILING = "考核不合格的,取消评优资格。"


def rule_norm(given: Notice, quote: str, kind: NormType, **fields: Any) -> Norm:
    start = given.text.index(quote)
    span = Span.of(given.text, start, start + len(quote))
    eid = next(clause.eid for clause in given.clauses if clause.start <= start < clause.end)
    return Norm(span.start, span.end, span.exact, "", eid, kind, [], "none", rule="case", **fields)


def with_norms(*norms: tuple[str, NormType], **fields: Any) -> Notice:
    given = notice()
    made = [rule_norm(given, quote, kind, **fields) for quote, kind in norms]
    for position, item in enumerate(made, 1):
        item.id = f"{item.eid}__n_{position}"
    return replace(given, norms=made)


def proposed(given: Notice, *norms: dict[str, Any]) -> Proposals:
    """What a model says that is asked about the first two clauses."""
    first = [item for item in norms if item["quote"] in (PATROL, DUMPING)]
    second = [item for item in norms if item not in first]
    script = [{"norms": []}, {"norms": first}, {"norms": second}, {"norms": []}]
    return propose(given, Scripted(script=script), calling=Calling(cache=None))


def summary(voted: Notice) -> list[tuple[str, str]]:
    loads(dumps(voted))
    return [(item.exact, item.type) for item in voted.norms or []]


def warnings(voted: Notice) -> list[tuple[str, str]]:
    return [(item.code, voted.text[item.start : item.end]) for item in voted.warnings if item.code.startswith("model-")]


def test_agreement_is_recorded_for_each_sentence() -> None:
    given = with_norms((PATROL, "obligation"), (DUMPING, "prohibition"), (SLOGANS, "obligation"))
    found = proposed(
        given,
        {"quote": PATROL, "type": "obligation", "actors": ["各乡镇人民政府"], "actor_source": "explicit", "frequency": "每季度"},
        {"quote": DUMPING, "type": "permission"},
        {"quote": VOLUNTEERS, "type": "encouragement"},
    )
    agreement = found.agreement
    assert agreement is not None
    assert agreement.rules_ran
    assert (agreement.both, agreement.rules_only, agreement.model_only) == (2, 1, 1)
    outcomes = [(given.text[item.start : item.end], item.outcome) for item in agreement.sentences]
    assert outcomes == [(PATROL, "both"), (DUMPING, "both"), (VOLUNTEERS, "model-only"), (SLOGANS, "rules-only")]
    patrol, dumping = agreement.sentences[0].fields, agreement.sentences[1].fields
    assert (patrol["type"], patrol["actors"], patrol["frequency"], patrol["deadline"]) == ("same", "rules-null", "rules-null", "same")
    assert (dumping["type"], dumping["actors"]) == ("different", "same")
    assert (agreement.same["type"], agreement.same["actors"], agreement.same["deadline"]) == (1, 1, 2)


def test_without_rules_there_is_nothing_to_agree_with() -> None:
    given = replace(notice(), norms=None)
    agreement = proposed(given, {"quote": PATROL, "type": "obligation"}).agreement
    assert agreement is not None
    assert (agreement.rules_ran, agreement.both, agreement.model_only) == (False, 0, 1)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("每季度", "每 季度", "same"),
        ("(一)", "（一）", "same"),
        (None, None, "same"),
        ("none", None, "same"),
        (["县水利局", "县财政局"], ["县财政局", "县水利局"], "same"),
        ([], ["县水利局"], "rules-null"),
        ("每季度", None, "model-null"),
        ("每季度", "每年", "different"),
        (["县水利局"], ["县水利局", "县财政局"], "different"),
    ],
)
def test_values_are_compared(ours: Any, theirs: Any, expected: str) -> None:
    assert sameness(ours, theirs) == expected


def test_sentences_that_are_cut_a_little_otherwise_are_the_same() -> None:
    given = notice()
    start = given.text.index(PATROL)
    whole = Norm(start, start + len(PATROL), PATROL, "a", "main__sec_1", "obligation", [], "none")
    cut = replace(whole, start=start + 2, exact=PATROL[2:])
    assert agreement_of([whole], [cut]).both == 1
    corner = replace(whole, start=whole.end - 1, end=whole.end + 20)
    assert agreement_of([whole], [corner]).both == 0


# --- the vote --------------------------------------------------------------------------------------------------------


def test_a_norm_of_the_rules_stays_as_it_is() -> None:
    given = with_norms((DUMPING, "prohibition"), (SLOGANS, "obligation"))
    voted = vote(given, proposed(given, {"quote": DUMPING, "type": "permission"}))
    assert summary(voted) == [(DUMPING, "prohibition"), (SLOGANS, "obligation")]
    assert warnings(voted) == [("model-differs", DUMPING)]


def test_what_the_rules_left_open_is_filled() -> None:
    given = with_norms((PATROL, "obligation"), deontic="应当")
    answer = {"quote": PATROL, "type": "obligation", "deontic": "应当", "frequency": "每季度", "object": "一次巡查"}
    voted = vote(given, proposed(given, {**answer, "actors": ["各乡镇人民政府"], "actor_source": "explicit"}))
    [norm] = voted.norms or []
    assert (norm.frequency, norm.object, norm.object_at and norm.object_at.exact) == ("每季度", "一次巡查", "一次巡查")
    assert (norm.actors, norm.actor_source, norm.actor_spans[0].exact) == (["各乡镇人民政府"], "explicit", "各乡镇人民政府")
    assert norm.rule == "case+model:test:scripted"
    assert warnings(voted) == [("model-filled", PATROL)]
    assert summary(voted) == [(PATROL, "obligation")]


@pytest.mark.parametrize(
    ("kind", "name", "taken"),
    [("obligation", "各乡镇人民政府", True), ("constitutive", "各乡镇人民政府", False), ("obligation", "一次巡查", False)],
)
def test_only_who_can_act_becomes_an_actor(kind: NormType, name: str, *, taken: bool) -> None:
    given = with_norms((PATROL, kind))
    [norm] = vote(given, proposed(given, {"quote": PATROL, "type": kind, "actors": [name], "actor_source": "explicit"})).norms or []
    assert norm.actors == ([name] if taken else [])
    assert norm.actor_source == ("explicit" if taken else "none")


def test_what_the_rules_read_is_not_changed() -> None:
    given = with_norms((PATROL, "obligation"), deadline="2022年底前", frequency="每季度", aim="组织")
    norm = (given.norms or [])[0]
    norm.actors, norm.actor_source = ["县水利局"], "mark"
    start = given.text.index("县水利局、县财政局负责")
    norm.actor_spans = [Actor(start, start + 4, "县水利局", "县水利局", "mark", "main__sec_1")]
    answer = {
        "quote": PATROL,
        "type": "obligation",
        "deadline": "年底前",
        "aim": "完成",
        "actors": ["各乡镇人民政府"],
        "actor_source": "explicit",
    }
    voted = vote(given, proposed(given, answer))
    [kept] = voted.norms or []
    assert (kept.deadline, kept.frequency, kept.aim, kept.actors) == ("2022年底前", "每季度", "组织", ["县水利局"])
    assert kept.rule == "case"
    [warning] = [item for item in voted.warnings if item.code == "model-differs"]
    assert "aim 组织, not 完成" in warning.message
    assert "actors 县水利局, not 各乡镇人民政府" in warning.message


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ({"quote": PATROL, "type": "obligation", "deontic": "应当"}, True),
        ({"quote": DUMPING, "type": "prohibition", "deontic": "不得"}, True),
        ({"quote": VOLUNTEERS, "type": "encouragement", "deontic": "鼓励"}, True),
        ({"quote": DUMPING, "type": "obligation", "deontic": "不得"}, False),  # the modal of another type
        ({"quote": SLOGANS, "type": "obligation"}, False),  # a bare imperative
        ({"quote": SLOGANS, "type": "obligation", "deontic": "广泛"}, False),  # no modal
        ({"quote": PATROL, "type": "obligation", "deontic": "必须"}, False),  # does not stand there
        ({"quote": FAILING, "type": "consequence"}, False),
    ],
)
@pytest.mark.parametrize("ran", [True, False])
def test_a_sentence_that_only_the_model_sees_must_say_so_itself(answer: dict[str, Any], *, taken: bool, ran: bool) -> None:
    given = replace(notice(), norms=[] if ran else None)
    voted = vote(given, proposed(given, answer))
    assert summary(voted) == ([(answer["quote"], answer["type"])] if taken else [])
    assert warnings(voted) == [("model-added" if taken else "model-only", answer["quote"])]


def test_norms_are_numbered_anew_and_links_follow() -> None:
    given = with_norms((SLOGANS, "obligation"), (FAILING, "consequence"))
    (given.norms or [])[1].breach_of = [(given.norms or [])[0].id]
    voted = vote(given, proposed(given, {"quote": VOLUNTEERS, "type": "encouragement", "deontic": "鼓励"}))
    norms = voted.norms or []
    assert [(norm.id, norm.exact) for norm in norms] == [
        ("main__sec_2__n_1", VOLUNTEERS),
        ("main__sec_2__n_2", SLOGANS),
        ("main__sec_2__n_3", FAILING),
    ]
    assert norms[2].breach_of == ["main__sec_2__n_2"]


def test_neither_the_notice_nor_the_proposals_are_changed() -> None:
    given = with_norms((PATROL, "obligation"))
    found = proposed(given, {"quote": PATROL, "type": "obligation", "deontic": "应当"}, {"quote": VOLUNTEERS, "type": "encouragement"})
    before = (dumps(given), found.to_json())
    for made in (vote(given, found), adopt(given, found)):
        loads(dumps(made))
    assert (dumps(given), found.to_json()) == before


def test_the_model_alone_replaces_what_the_rules_found() -> None:
    given = with_norms((PATROL, "obligation"))
    adopted = adopt(given, proposed(given, {"quote": SLOGANS, "type": "obligation"}))
    assert [(norm.id, norm.exact) for norm in adopted.norms or []] == [("main__sec_2__n_1", SLOGANS)]


def test_a_stretch_without_an_answer_is_a_warning() -> None:
    given = notice()
    found = propose(given, Scripted(script=[{"norms": []}, "nichts", {"norms": []}]), calling=Calling(cache=None))
    for made in (vote(given, found), adopt(given, found)):
        [(code, text)] = warnings(made)
        assert (code, text[:7]) == ("model-silent", "一、落实责任。")
        loads(dumps(made))
