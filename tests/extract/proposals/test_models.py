from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from gongwen.extract.proposals import Calling, propose
from gongwen.extract.proposals.models import chat_model, model_name
from gongwen.schemas.errors import MissingExtraError, ModelNameError
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from notices import notice
from scripted import Scripted


def langchain(monkeypatch: pytest.MonkeyPatch, made: Any) -> list[str]:
    """Put a package ``langchain`` in place whose ``init_chat_model`` gives, or raises, ``made``."""
    names: list[str] = []

    def init_chat_model(name: str) -> Any:
        names.append(name)
        if isinstance(made, Exception):
            raise made
        return made

    module = ModuleType("langchain.chat_models")
    module.init_chat_model = init_chat_model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "langchain", ModuleType("langchain"))
    monkeypatch.setitem(sys.modules, "langchain.chat_models", module)
    return names


def test_a_chat_model_is_taken_as_it_is() -> None:
    model = FakeListChatModel(responses=["{}"])
    assert chat_model(model) is model


def test_a_name_is_handed_to_langchain(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Scripted(script=[{"norms": [{"quote": "不得向河道倾倒垃圾。", "type": "prohibition"}]}])
    names = langchain(monkeypatch, model)
    found = propose(notice(), " maker:small ", within="main__sec_1", calling=Calling(cache=None))
    assert names == ["maker:small"]
    assert (found.model, found.norms[0].rule) == ("maker:small", "model:maker:small")


@pytest.mark.parametrize("name", [None, "", "  "])
def test_no_name_is_no_model(name: str | None) -> None:
    with pytest.raises(ModelNameError, match="no language model is named; name one as provider:model"):
        chat_model(name)


def test_other_objects_are_no_models() -> None:
    with pytest.raises(ModelNameError, match="dict is no chat model"):
        chat_model({"model": "x"})  # type: ignore[arg-type]


def test_names_need_langchain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain", None)
    monkeypatch.setitem(sys.modules, "langchain.chat_models", None)
    with pytest.raises(MissingExtraError, match="pip install langchain, or hand over"):
        chat_model("openai:x")


def test_all_of_it_needs_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "langchain_core"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongwen\[llm\]'"):
        chat_model("openai:x")


@pytest.mark.parametrize(
    ("raised", "error", "match"),
    [
        (ImportError("no module"), MissingExtraError, "pip install langchain-some-maker"),
        (ValueError("Unsupported provider"), ModelNameError, r"cannot be made \(ValueError\)"),
        (RuntimeError("key sk-secret is wrong"), ModelNameError, "the provider's key is set in the environment"),
        (object(), ModelNameError, "leads to a object, which is no chat model"),
    ],
)
def test_a_name_that_leads_to_no_model_says_what_to_do(
    raised: Any, error: type[Exception], match: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    langchain(monkeypatch, raised)
    with pytest.raises(error, match=match) as caught:
        chat_model("some_maker:small")
    assert "sk-secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_model_is_called_by_its_kind_and_name() -> None:
    assert model_name("maker:small") == "maker:small"
    assert model_name(Scripted(script=[], model_name="tiny")) == "test:tiny"
    assert model_name(FakeListChatModel(responses=["{}"])) == "fake-list-chat-model"


def test_nothing_of_langchain_is_imported_until_a_model_is_asked() -> None:
    import subprocess

    code = "import sys, gongwen.extract.proposals; print(any('langchain' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"False"
