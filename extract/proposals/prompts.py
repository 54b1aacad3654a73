"""What a model is told. The words are data (``data/proposals.json``); any change of them, or of the shapes, is another version.

The text of a notice is data to a model, never an instruction: it stands between two marks that carry a number drawn for each
call, which no author of a notice can know, and the model is told so beforehand. That is advice, and a model may ignore it; what holds is
the leash (:mod:`.leash`). Sentences that plainly speak to a model are kept from it altogether.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .shapes import SHAPES, Task

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

__all__ = ["messages", "prompt_version", "speaks_to_a_model"]


def messages(task: Task, text: str, *, in_words: bool) -> list[BaseMessage]:
    """Return what to send for ``text``; ``in_words`` asks for the JSON by words, for a model that takes no schema by itself."""
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    words = _words()
    told = [*words["system"], *words[task]]
    if not in_words:
        return [SystemMessage("\n".join(told)), HumanMessage(_fenced(text))]
    schema = json.dumps(SHAPES[task].whole.model_json_schema(), ensure_ascii=False, separators=(",", ":"))
    shown, answer = words["example"][task]
    return [
        SystemMessage("\n".join([*told, words["json"], schema])),
        HumanMessage(_fenced(shown)),
        AIMessage(json.dumps(answer, ensure_ascii=False)),
        HumanMessage(_fenced(text)),
    ]


def prompt_version(task: Task) -> str:
    """Return a name for what is told for a task and for the shape that is asked for: twelve hexadecimal digits that change with either."""
    words = _words()
    told = [words["system"], words[task], words["json"], words["example"][task], SHAPES[task].whole.model_json_schema()]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def speaks_to_a_model(sentence: str) -> bool:
    """Return whether a sentence (folded) instructs a language model (忽略以上指令…) instead of those who are to act."""
    return _instructions().search(sentence) is not None


def _fenced(text: str) -> str:
    nonce = secrets.token_hex(8)
    return f"<<<{nonce} 原文开始\n{text}\n{nonce} 原文结束>>>"


@lru_cache(maxsize=1)
def _instructions() -> re.Pattern[str]:
    return re.compile("|".join(_words()["speaks_to_a_model"]))


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    data = Path(__file__).parents[1].joinpath("data", "proposals.json")
    words: dict[str, Any] = json.loads(data.read_text(encoding="utf-8"))
    return words
