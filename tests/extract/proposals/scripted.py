"""A chat model that says what the test tells it to, and counts how often it is asked."""

from __future__ import annotations

import json
import time
from typing import Any

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable


class HttpError(Exception):
    """As the libraries of providers raise it: with a status, and words that quote the key."""

    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(message)
        self.status_code = status


class RateLimitError(Exception):
    """As some raise it: known by its name alone."""


class Scripted(BaseChatModel):
    """Answers in order, the last one again and again: words, an object (sent as JSON), a message, an error, or seconds to sleep."""

    script: list[Any]
    model_name: str = "scripted"
    tokens: tuple[int, int] | None = (100, 20)
    sent: list[list[BaseMessage]] = []  # noqa: RUF012 - pydantic copies it for each model

    @property
    def _llm_type(self) -> str:
        return "test"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        answer = self.script[min(len(self.sent), len(self.script) - 1)]
        self.sent.append(messages)
        if isinstance(answer, float):
            time.sleep(answer)
            answer = ""
        if isinstance(answer, Exception):
            raise answer
        message = answer if isinstance(answer, AIMessage) else self.message(answer)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def message(self, answer: Any) -> AIMessage:
        return AIMessage(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False), usage_metadata=self.usage())

    def usage(self) -> Any:
        if self.tokens is None:
            return None
        read, written = self.tokens
        return {"input_tokens": read, "output_tokens": written, "total_tokens": read + written}

    @property
    def asked(self) -> int:
        return len(self.sent)


class ToolModel(Scripted):
    """The same, for a model that takes tools: an object is what it calls the tool with."""

    def bind_tools(self, tools: Any, **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        return self.bind(tools=tools, **kwargs)

    def message(self, answer: Any) -> AIMessage:
        if isinstance(answer, str):
            return super().message(answer)
        call = {"name": "ClauseNorms", "args": answer, "id": "1", "type": "tool_call"}
        return AIMessage("", tool_calls=[call], usage_metadata=self.usage())
