"""Answers of a model to JSON: by the tool it called, else from its words (fenced, or with prose around); never mended.

An answer that was cut off, that holds no JSON of the shape asked for, or two different ones, is no answer, and says which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .result import Silence
from .shapes import SHAPES, Task

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

__all__ = ["Reply", "UnreadableReplyError", "read_answer", "reply_of"]

_LONGEST: Final = 200_000
"""Characters; no answer on a passage needs as many."""
_MOST_TRIES: Final = 100
"""Opening brackets at which JSON may begin that are tried."""
_FENCE: Final = re.compile(r"```[ \t]{0,4}(?:json|JSON)?[ \t]{0,4}\n(.*?)(?:\n[ \t]{0,4}```|\Z)", re.DOTALL)
_OPENING: Final = re.compile(r"[{\[]")
_THOUGHT: Final = "</think>"  # reasoning models think aloud before it
_CUT_OFF: Final = frozenset({"length", "max_tokens", "MAX_TOKENS", "max_output_tokens", "model_length"})


class UnreadableReplyError(Exception):
    """An answer that cannot be read; handled inside this package and reported as :class:`~.result.Unanswered`."""

    def __init__(self, reason: Silence, message: str) -> None:
        super().__init__(message)
        self.reason: Silence = reason


@dataclass(slots=True, frozen=True)
class Reply:
    """What came back from one call."""

    content: str
    """The JSON that a tool was called with, else the words of the message."""
    cut_off: bool
    """Whether the model says that it stopped at its limit."""
    tokens: tuple[int, int] | None
    """Tokens read and written; null where the model does not say."""


def reply_of(message: BaseMessage) -> Reply:
    """Return what a message holds."""
    metadata = message.response_metadata
    stop = str(metadata.get("finish_reason") or metadata.get("stop_reason") or metadata.get("done_reason") or "")
    usage = getattr(message, "usage_metadata", None)
    tokens = (int(usage["input_tokens"]), int(usage["output_tokens"])) if usage else None
    calls = getattr(message, "tool_calls", None)
    broken = getattr(message, "invalid_tool_calls", None)
    if calls:
        content = "\n".join(json.dumps(call["args"]) for call in calls)
    elif broken:
        content = str(broken[0]["args"] or "")
    else:
        content = str(message.text)
    return Reply(content, stop in _CUT_OFF, tokens)


def read_answer(task: Task, reply: Reply) -> dict[str, Any]:
    """Return the answer in a reply as an object that has the list asked for; raises :class:`UnreadableReplyError`."""
    content = reply.content.rpartition(_THOUGHT)[2].strip()
    if not content:
        raise UnreadableReplyError("empty", "the model returned nothing")
    if len(content) > _LONGEST:
        raise UnreadableReplyError("too-long", f"the model returned {len(content)} characters, more than any answer needs")
    items = SHAPES[task].items
    found = _distinct([match[1] for match in _FENCE.finditer(content)], items) or _distinct([content], items)
    if len(found) > 1:
        raise UnreadableReplyError("several-answers", f"the model returned {len(found)} different answers")
    if not found:
        if reply.cut_off or _breaks_off(content):
            raise UnreadableReplyError("truncated", f"the answer breaks off behind {content[-20:]!r}")
        raise UnreadableReplyError("no-json", f"the answer holds no JSON object with {items!r}: {content[:40]!r}")
    if not isinstance(found[0][items], list):
        raise UnreadableReplyError("wrong-shape", f"{items!r} is no list")
    return found[0]


def _distinct(texts: list[str], items: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for value in (value for text in texts for value in _objects(text, items)):
        if value not in found:
            found.append(value)
    return found


def _objects(text: str, items: str) -> Iterator[dict[str, Any]]:
    """Yield the outermost JSON objects in ``text`` that have the field ``items``; a text that is a list of objects is that field."""
    decoder = json.JSONDecoder()
    text = text.strip()
    at = 0
    for _ in range(_MOST_TRIES):
        opening = _OPENING.search(text, at)
        if opening is None:
            return
        try:
            value, at = decoder.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            at = opening.end()
            continue
        if isinstance(value, dict) and items in value:
            yield value
        elif isinstance(value, list) and opening.start() == 0 and all(isinstance(item, dict) for item in value):
            yield {items: value}


def _breaks_off(text: str) -> bool:
    """Whether JSON begins in ``text`` and ends before it is complete."""
    opening = re.search(r"[{\[]\s{0,20}(?:[\"{\[]|$)", text)
    if opening is None:
        return False
    depth, quoted, escaped = 0, False, False
    for char in text[opening.start() :]:
        if quoted:
            quoted, escaped = escaped or char != '"', not escaped and char == "\\"
        elif char == '"':
            quoted = True
        else:
            depth += (char in "{[") - (char in "}]")
            if depth == 0:
                return False
    return True
