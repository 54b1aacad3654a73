"""Which model is asked: any chat model of LangChain, as an object or by a name (``provider:model``).

Keys and addresses are the business of the model's own library, which reads them from its environment; nothing of an error that it
raises is passed on but its kind, because messages of such libraries quote keys.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...schemas.errors import MissingExtraError, ModelNameError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["chat_model", "model_name"]

_HOW = "name one as provider:model (openai:NAME, anthropic:NAME, ollama:NAME …), or hand over a chat model of LangChain"


def chat_model(model: str | BaseChatModel | None) -> BaseChatModel:
    """Return the chat model that ``model`` is or names.

    Raises :class:`MissingExtraError` where LangChain, or its package for the provider, is not installed, and
    :class:`ModelNameError` where no model is named or the name leads to none.
    """
    try:
        from langchain_core.language_models import BaseChatModel
    except ImportError as error:
        raise MissingExtraError("asking a language model needs LangChain; run: pip install 'gongwen[llm]'") from error
    if isinstance(model, BaseChatModel):
        return model
    if model is None or (isinstance(model, str) and not model.strip()):
        raise ModelNameError(f"no language model is named; {_HOW}")
    if not isinstance(model, str):
        raise ModelNameError(f"{type(model).__name__} is no chat model; {_HOW}")
    return _by_name(model.strip())


def _by_name(name: str) -> BaseChatModel:
    try:
        init_chat_model = import_module("langchain.chat_models").init_chat_model  # no dependency of ours: whoever names models has it
    except ImportError as error:
        raise MissingExtraError(
            f"finding the model {name!r} by its name needs the package langchain; run: pip install langchain, or hand over the chat model"
        ) from error
    provider = name.partition(":")[0] if ":" in name else None
    try:
        return _checked(init_chat_model(name), name)
    except ImportError:
        package = f"langchain-{provider.replace('_', '-')}" if provider else "the LangChain package of its provider"
        raise MissingExtraError(f"the model {name!r} needs a package that is not installed; run: pip install {package}") from None
    except ModelNameError:
        raise
    except Exception as error:  # noqa: BLE001 - each provider has errors of its own; a key missing from the environment is one of them
        raise ModelNameError(
            f"the model {name!r} cannot be made ({type(error).__name__}); {_HOW}, and see that the provider's key is set in the environment"
        ) from None


def _checked(made: Any, name: str) -> BaseChatModel:
    from langchain_core.language_models import BaseChatModel

    if not isinstance(made, BaseChatModel):
        raise ModelNameError(f"the name {name!r} leads to a {type(made).__name__}, which is no chat model; {_HOW}")
    return made


def model_name(model: str | BaseChatModel) -> str:
    """Return what a model is called in results and in the cache: the name given, else its kind and the name that it bears."""
    if isinstance(model, str):
        return model.strip()
    for attribute in ("model_name", "model", "model_id"):
        name = getattr(model, attribute, None)
        if isinstance(name, str) and name:
            return f"{model._llm_type}:{name}"  # noqa: SLF001 - abstract, so every model has it; there is no public way
    return model._llm_type  # noqa: SLF001
