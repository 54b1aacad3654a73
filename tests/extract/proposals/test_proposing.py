"""From a model's answers to norms, with a model that lies, repeats itself, and says nothing of use."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from gongwen.extract.proposals import Calling, Proposals, propose
from gongwen.schemas.contract import dumps, verify
from gongwen.schemas.errors import ReferenceNotFoundError
from gongwen.schemas.notice import Notice
from notices import TEXT, notice
from scripted import Scripted, ToolModel

CALLING = Calling(cache=None, attempts=1)
PATROL = "各乡镇人民政府应当每季度组织一次巡查,并于2022年底前完成整治。"


def asked(*norms: Any, within: str = "main__sec_1", text: str = TEXT) -> Proposals:
    found = propose(notice(text), Scripted(script=[{"norms": list(norms)}]), within=within, calling=CALLING)
    verify_spans(notice(text), found)
    return found


def verify_spans(given: Notice, found: Proposals) -> None:
    dumps(replace(given, norms=found.norms, rosters=[*given.rosters, *found.rosters]))
    found.to_json().decode("utf-8")


def norm(quote: str = PATROL, **fields: Any) -> dict[str, Any]:
    return {"quote": quote, "type": "obligation", **fields}


def rejected(found: Proposals) -> list[tuple[str, str, str]]:
    return [(item.field, item.value, item.reason) for item in found.rejected]


def test_what_stands_in_the_text_becomes_a_norm() -> None:
    found = asked(
        norm(
            actors=["各乡镇人民政府"],
            actor_source="explicit",
            deontic="应当",
            aim="组织",
            object="一次巡查",
            deadline="2022年底前",
            frequency="每季度",
            responsible=[{"name": "县水利局", "role": "responsible"}],
        )
    )
    assert found.rejected == []
    assert found.unanswered == []
    [made] = found.norms
    assert (made.exact, made.eid, made.id, made.type) == (PATROL, "main__sec_1", "main__sec_1__n_1", "obligation")
    assert (made.actors, made.actor_source, made.inherited_from) == (["各乡镇人民政府"], "explicit", None)
    assert (made.deontic, made.aim, made.object) == ("应当", "组织", "一次巡查")
    assert (made.deadline, made.frequency) == ("2022年底前", "每季度")
    assert [(span.exact, span.source) for span in made.actor_spans] == [("各乡镇人民政府", "explicit")]
    assert [(body.name, body.role) for body in made.responsible] == [("县水利局", "responsible")]
    assert (made.deontic_at and made.deontic_at.exact, made.aim_at and made.aim_at.exact) == ("应当", "组织")
    assert made.rule == "model:test:scripted"
    assert made.strength == 5
    assert [(limit.exact, limit.kind, limit.value) for limit in made.time_limits] == [("2022年底前", "until", "2022-12-31")]
    assert [(item.exact, item.value) for item in made.frequencies] == [("每季度", "P3M")]


@pytest.mark.parametrize(
    ("proposal", "reason"),
    [
        (norm("各乡镇人民政府应当每月组织一次巡查。"), "not-in-clause"),  # a word changed
        (norm("鼓励村民委员会开展志愿活动。"), "not-in-clause"),  # of another clause
        (norm("\ud800\udfff"), "not-in-clause"),
        (norm(""), "not-in-clause"),
        (norm("落实责任"), "heading"),
        (norm("(县水利局、县财政局负责)"), "heading"),
        (norm("完成整治。不得向河道倾倒垃圾。"), "several-sentences"),
        (norm(TEXT), "not-in-clause"),
        ({"quote": PATROL, "type": "duty"}, "not-in-schema"),
        ({"quote": PATROL, "type": "Obligation"}, "not-in-schema"),
        ({"quote": PATROL}, "not-in-schema"),
        ({"type": "obligation"}, "not-in-schema"),
        ({"quote": 7, "type": "obligation"}, "not-in-schema"),
        ({"quote": [PATROL], "type": "obligation"}, "not-in-schema"),
        ("不得向河道倾倒垃圾。", "not-in-schema"),
        (None, "not-in-schema"),
    ],
)
def test_what_does_not_hold_is_rejected_with_its_reason(proposal: Any, reason: str) -> None:
    found = asked(proposal)
    assert found.norms == []
    assert [item.reason for item in found.rejected] == [reason]
    assert found.rejected[0].eid == "main__sec_1"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"deontic": "必须"}, ("deontic", "必须", "not-in-sentence")),
        ({"deontic": "组织"}, ("deontic", "组织", "not-a-value")),
        ({"deadline": "2023年底前"}, ("deadline", "2023年底前", "not-in-sentence")),
        ({"deadline": "完成整治"}, ("deadline", "完成整治", "not-a-value")),
        ({"frequency": "一次巡查"}, ("frequency", "一次巡查", "not-a-value")),
        ({"object": "垃圾"}, ("object", "垃圾", "not-in-sentence")),  # of the sentence behind
        ({"conditions": ["发生洪水时"]}, ("conditions", "发生洪水时", "not-in-sentence")),
        ({"actors": ["县公安局"], "actor_source": "explicit"}, ("actors", "县公安局", "not-in-clause")),
        ({"actors": ["县水利局"], "actor_source": "explicit"}, ("actors", "县水利局", "wrong-source")),
        ({"actors": ["县财政局"], "actor_source": "inherited"}, ("actors", "县财政局", "wrong-source")),
        ({"actors": ["各乡镇人民政府"]}, ("actors", "各乡镇人民政府", "wrong-source")),
        ({"actors": ["各乡镇人民政府"], "actor_source": "boss"}, ("actor_source", "boss", "not-in-schema")),
        ({"actors": ["各乡镇人民政府"], "actor_source": "mark"}, ("actors", "各乡镇人民政府", "wrong-source")),
        ({"responsible": [{"name": "县公安局", "role": "lead"}]}, ("responsible", "县公安局", "not-in-clause")),
        ({"responsible": [{"name": "河道", "role": "lead"}]}, ("responsible", "河道", "not-in-clause")),  # in the next sentence
        ({"responsible": [{"name": "县水利局", "role": "chief"}]}, ("responsible", None, "not-in-schema")),
        ({"deontic": ["应当"]}, ("deontic", "['应当']", "not-in-schema")),
        ({"penalty": "罚款"}, ("penalty", "罚款", "not-in-schema")),
        ({"aim": "\udc00组织"}, ("aim", "\\udc00组织", "not-in-sentence")),
    ],
)
def test_a_field_that_does_not_hold_is_rejected_alone(fields: dict[str, Any], expected: tuple[str, str | None, str]) -> None:
    found = asked(norm(**fields))
    [made] = found.norms
    assert made.exact == PATROL
    assert (made.actors, made.actor_source, made.deontic, made.deadline, made.aim, made.responsible) == ([], "none", None, None, None, [])
    field, value, reason = rejected(found)[0]
    assert (field, value if expected[1] else None, reason) == expected


def test_absent_values_may_be_said_in_any_way() -> None:
    found = asked(norm(actors=None, actor_source=None, conditions=None, responsible=[], deadline="", frequency=" ", deontic=None))
    assert (len(found.norms), found.rejected) == (1, [])


@pytest.mark.parametrize(
    ("source", "name", "exact", "origin"),
    [
        ("mark", "县财政局", "不得向河道倾倒垃圾。", "县财政局"),
        ("inherited", "各乡镇人民政府", "不得向河道倾倒垃圾。", "各乡镇人民政府"),
    ],
)
def test_an_actor_stands_where_its_source_says(source: str, name: str, exact: str, origin: str) -> None:
    [made] = asked(norm("不得向河道倾倒垃圾。", actors=[name], actor_source=source)).norms
    assert (made.exact, made.actors, made.actor_source) == (exact, [name], source)
    assert made.inherited_from is not None
    assert made.inherited_from.exact == origin


def test_duplicates_are_listed_and_left_out() -> None:
    found = asked(norm(), norm(type="permission"), norm(actors=["各乡镇人民政府"] * 2, actor_source="explicit"))
    assert [made.type for made in found.norms] == ["obligation"]
    assert [item.reason for item in found.rejected] == ["duplicate", "duplicate"]
    twice = asked(norm(actors=["各乡镇人民政府"] * 2, actor_source="explicit"))
    assert twice.norms[0].actors == ["各乡镇人民政府"]
    assert rejected(twice) == [("actors", "各乡镇人民政府", "duplicate")]


def test_a_sentence_that_stands_twice_may_be_quoted_twice() -> None:
    text = TEXT.replace("台账应当公开。", "台账应当公开。县水利局应当建立台账。")
    found = asked(*[norm("县水利局应当建立台账。")] * 3, within="main__sec_3", text=text)
    assert len({made.start for made in found.norms}) == 2
    assert [item.reason for item in found.rejected] == ["duplicate"]


def test_words_of_several_sentences_point_at_none() -> None:
    found = asked(norm("应当"), within="main__sec_3")
    assert (found.norms, [item.reason for item in found.rejected]) == ([], ["ambiguous"])


@pytest.mark.parametrize(
    "quote", ["每季度组织一次巡查", "一、落实责任。" + PATROL, PATROL.replace(",", "，"), "各乡镇人民政府 应当每季度组织一次巡查"]
)
def test_a_quote_points_at_the_one_sentence_it_meets(quote: str) -> None:
    assert [made.exact for made in asked(norm(quote)).norms] == [PATROL]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "empty"),
        ("这一条没有规范。", "no-json"),
        ('{"norms": [{"quote": "不得向', "truncated"),
        ({"norms": "无"}, "wrong-shape"),
        ({"items": []}, "no-json"),
    ],
)
@pytest.mark.parametrize("kind", [Scripted, ToolModel])
def test_no_answer_is_listed_and_not_mended(kind: type[Scripted], answer: Any, reason: str) -> None:
    found = propose(notice(), kind(script=[answer]), within="main__sec_1", calling=CALLING)
    assert found.norms == []
    [silence] = found.unanswered
    assert (silence.eid, silence.reason) == ("main__sec_1", reason)
    assert notice().text[silence.start : silence.end].startswith("一、落实责任")


def test_a_model_with_tools_is_handed_the_schema() -> None:
    model = ToolModel(script=[{"norms": [norm()]}])
    found = propose(notice(), model, within="main__sec_1", calling=CALLING)
    assert [made.exact for made in found.norms] == [PATROL]
    assert not any("JSON" in str(message.content) for message in model.sent[0])
    in_words = ToolModel(script=[json.dumps({"norms": [norm()]})])
    assert propose(notice(), in_words, within="main__sec_1", calling=replace(CALLING, tools=False)).norms == found.norms
    assert any("JSON Schema" in str(message.content) for message in in_words.sent[0])


def test_traditional_characters_stay_as_they_are() -> None:
    text = "清河縣人民政府關於河道清理的通知\n\n各鄉鎮人民政府:\n\n一、落實責任。各鄉鎮人民政府應當每季度組織一次巡查。不得傾倒垃圾。\n"
    found = asked(norm("各鄉鎮人民政府應當每季度組織一次巡查。", deontic="應當", frequency="每季度"), norm("不得倾倒垃圾。"), text=text)
    [made] = found.norms
    assert (made.exact, made.deontic, made.frequency) == ("各鄉鎮人民政府應當每季度組織一次巡查。", "應當", "每季度")
    assert made.strength == 5
    assert [item.reason for item in found.rejected] == ["not-in-clause"]


def test_a_clause_that_does_not_exist_is_named() -> None:
    with pytest.raises(ReferenceNotFoundError, match=r"notice\.txt: no clause or part 'main__sec_9'"):
        propose(notice(), Scripted(script=[]), within="main__sec_9", calling=CALLING)


def test_a_notice_is_not_changed() -> None:
    given = notice()
    before = dumps(given)
    propose(given, Scripted(script=[{"norms": [norm()]}]), calling=CALLING)
    assert dumps(given) == before


def test_quantities_of_the_sentence_are_linked() -> None:
    text = TEXT.replace("台账应当公开。", "补助不超过20万元。")
    [made] = asked(norm("补助不超过20万元。"), within="main__sec_3", text=text).norms
    assert [notice(text).quantities[at].exact for at in made.quantities] == ["不超过20万元"]
    verify(replace(notice(text), norms=[made]))
