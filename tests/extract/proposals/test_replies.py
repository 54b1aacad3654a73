from __future__ import annotations

import json

import pytest
from gongwen.extract.proposals.replies import Reply, UnreadableReplyError, read_answer, reply_of
from langchain_core.messages import AIMessage

ANSWER = {"norms": [{"quote": "不得倾倒垃圾。", "type": "prohibition"}]}
JSON = json.dumps(ANSWER, ensure_ascii=False)


def reply(content: str, *, cut_off: bool = False) -> Reply:
    return Reply(content, cut_off, None)


@pytest.mark.parametrize(
    "content",
    [
        JSON,
        f"\n {json.dumps(ANSWER, indent=2)}\n",
        f"```json\n{JSON}\n```",
        f"```\n{JSON}\n```",
        f"好的,结果如下:\n```json\n{JSON}\n```\n希望有帮助。",
        f"Here you are: {JSON} That is all [1].",
        f'<think>先看{{句子}}……\n也许是 {{"norms": []}}?</think>\n{JSON}',
        f"{JSON}\n{JSON}",  # twice the same
        json.dumps(ANSWER["norms"]),  # the list without its object
        f"```python\nprint(1)\n```\n{JSON}",
        f"```json\n{JSON}",  # the fence was not closed, the object was
    ],
)
def test_json_is_found_in_what_stands_around_it(content: str) -> None:
    assert read_answer("norms", reply(content)) == ANSWER


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("<think>嗯</think>", "empty"),
        ("这一段没有规范性语句。", "no-json"),
        ("[1] 见附件 {略}", "no-json"),
        ("{}", "no-json"),
        ('{"result": {"norms": []}}', "no-json"),
        ("null", "no-json"),
        ('{"norms": "无"}', "wrong-shape"),
        ('{"norms": null}', "wrong-shape"),
        (JSON[:-1], "truncated"),
        (JSON[:-2], "truncated"),
        (JSON[:30], "truncated"),
        (f"```json\n{JSON[:-10]}\n```", "truncated"),
        ('{"norms": [{"quote": "甲。", "actors": [{"name": "乙"}]}, {"quo', "truncated"),
        ('{"norms": [{"quote": "他说\\"', "truncated"),
        (f'{JSON} 或者 {{"norms": []}}', "several-answers"),
        ('{"norms": [' + "[" * 5000, "truncated"),
        ("[" * 100_000, "truncated"),
        ("{" * 1000 + "}" * 1000, "no-json"),
        ("甲" * 200_001, "too-long"),
    ],
)
def test_what_is_no_answer_says_why(content: str, reason: str) -> None:
    with pytest.raises(UnreadableReplyError) as caught:
        read_answer("norms", reply(content))
    assert caught.value.reason == reason


def test_words_that_stopped_at_the_limit_are_cut_off_even_without_json() -> None:
    with pytest.raises(UnreadableReplyError) as caught:
        read_answer("norms", reply("首先,这一条", cut_off=True))
    assert caught.value.reason == "truncated"
    assert read_answer("norms", reply(JSON, cut_off=True)) == ANSWER


def call(args: object) -> dict[str, object]:
    return {"name": "ClauseNorms", "args": args, "id": "1", "type": "tool_call"}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (AIMessage("说明", tool_calls=[call(ANSWER)]), Reply(json.dumps(ANSWER), cut_off=False, tokens=None)),
        (AIMessage("", tool_calls=[call({}), call(ANSWER)]), Reply("{}\n" + json.dumps(ANSWER), cut_off=False, tokens=None)),
        (
            AIMessage("", invalid_tool_calls=[{"name": "x", "args": '{"norms": [', "id": "1", "error": None, "type": "invalid_tool_call"}]),
            Reply('{"norms": [', cut_off=False, tokens=None),
        ),
        (AIMessage([{"type": "text", "text": "甲"}, {"type": "text", "text": "乙"}]), Reply("甲乙", cut_off=False, tokens=None)),
        (
            AIMessage(
                "甲",
                response_metadata={"finish_reason": "length"},
                usage_metadata={"input_tokens": 3, "output_tokens": 2, "total_tokens": 5},
            ),
            Reply("甲", cut_off=True, tokens=(3, 2)),
        ),
        (AIMessage("甲", response_metadata={"stop_reason": "max_tokens"}), Reply("甲", cut_off=True, tokens=None)),
        (AIMessage("甲", response_metadata={"stop_reason": "end_turn"}), Reply("甲", cut_off=False, tokens=None)),
    ],
)
def test_messages_are_read(message: AIMessage, expected: Reply) -> None:
    assert reply_of(message) == expected
