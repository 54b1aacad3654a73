"""Whole notices: every sentence proposed, and the result is a notice by the contract."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from gongwen import parse
from gongwen.extract.proposals import Calling, adopt, propose, vote
from gongwen.schemas.contract import dumps, loads
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from scripted import Scripted

SAMPLES = Path(__file__).parents[2] / "samples"
NOTICES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".txt", ".html"})
SHOWN = re.compile(r"<<<\w+ 原文开始\n(.*)\n\w+ 原文结束>>>", re.DOTALL)


class Eager(Scripted):
    """Takes every line that it is shown for an obligation."""

    script: list[Any] = []  # noqa: RUF012 - as in Scripted

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        shown = SHOWN.fullmatch(str(messages[-1].content))
        assert shown is not None
        norms = [{"quote": line, "type": "obligation", "actors": [line[:4]], "actor_source": "explicit"} for line in shown[1].splitlines()]
        return ChatResult(generations=[ChatGeneration(message=AIMessage(json.dumps({"norms": norms})))])


@pytest.mark.parametrize("name", NOTICES)
def test_whatever_a_model_proposes_the_notice_holds(name: str) -> None:
    given = parse(SAMPLES / name)
    found = propose(given, Eager(), calling=Calling(cache=None))
    assert found.agreement is not None
    # What the rules take for a norm, the model was shown as one sentence.
    assert found.agreement.both >= 0.95 * (found.agreement.both + found.agreement.rules_only)
    assert {item.reason for item in found.rejected} <= {"heading", "wrong-source", "duplicate"}
    for made in (vote(given, found), adopt(given, found)):
        again = loads(dumps(made))
        ids = [norm.id for norm in again.norms or []]
        assert len(set(ids)) == len(ids)
    assert [(norm.exact, norm.type) for norm in vote(given, found).norms or []] == [(norm.exact, norm.type) for norm in given.norms or []]


def test_words_across_a_chunk_mark_are_found() -> None:
    given = parse(SAMPLES / "chunked.txt")
    quote = "规划要写清产业往哪里走、设施怎样补齐、生态怎样保护,不写空话。"
    model = Scripted(script=[{"norms": [{"quote": quote, "type": "obligation", "object": "设施怎样补齐"}]}])
    [norm] = propose(given, model, within="main__sec_2__subsec_1", calling=Calling(cache=None)).norms
    assert norm.exact == "规划要写清产业往哪里走、设施怎样补\n3、齐、生态怎样保护,不写空话。"
    assert (norm.object, norm.object_at and norm.object_at.exact) == ("设施怎样补齐", "设施怎样补\n3、齐")
