from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from gongwen.extract.proposals import Calling, Mode, Price, adopt, consult, propose, vote
from gongwen.schemas.errors import ModelNameError
from notices import notice
from scripted import Scripted

CALLING = Calling(cache=None)
ANSWER = {"norms": [{"quote": "不得向河道倾倒垃圾。", "type": "permission"}]}


def test_the_rules_have_the_word_unless_it_is_given_to_another() -> None:
    given = notice()
    assert consult(given, "rules") == (given, None)
    with pytest.raises(ModelNameError, match="say mode vote or llm"):
        consult(given, "rules", Scripted(script=[ANSWER]))


@pytest.mark.parametrize("mode", ["llm", "vote"])
def test_a_model_has_it_alone_or_with_the_rules(mode: Mode) -> None:
    given = notice()
    made, proposals = consult(given, mode, Scripted(script=[ANSWER]), calling=CALLING)
    assert proposals is not None
    expected = (vote if mode == "vote" else adopt)(given, propose(given, Scripted(script=[ANSWER]), calling=CALLING))
    assert made == expected
    assert len(made.norms or []) == (1 if mode == "llm" else len(given.norms or []))


@pytest.mark.parametrize("mode", ["llm", "vote"])
def test_without_a_name_there_is_nobody_to_ask(mode: Mode) -> None:
    with pytest.raises(ModelNameError, match="provider:model"):
        consult(notice(), mode)


def test_a_line_says_what_came_of_it() -> None:
    calling = replace(CALLING, price=Price(Decimal(1), Decimal(5)))
    found = propose(replace(notice(), norms=None), Scripted(script=[ANSWER]), calling=calling)
    assert found.summary() == (
        "test:scripted: 1 norms accepted; 3 values rejected; 0 passages without an answer; "
        "4 calls, 0 from the cache, 400+80 tokens, cost 0.0008"
    )
    beside = propose(notice(), Scripted(script=[ANSWER]), calling=CALLING).summary()
    assert "of the same mind on 1 sentences and 0 types (rules alone" in beside
    assert "cost" not in beside
