"""Calls: each within its time, repeated with growing pauses where that may help, paced, counted, answered from the cache where it can."""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...schemas.errors import BudgetExceededError, ModelCallError
from .cache import Cache, default_cache
from .models import chat_model, model_name
from .prompts import messages, prompt_version
from .replies import Reply, UnreadableReplyError, read_answer, reply_of
from .result import Account, Price, Silence
from .shapes import SHAPES, Task

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.rate_limiters import BaseRateLimiter

__all__ = ["Asker", "Calling"]

_REFUSED: Final = frozenset({401, 402, 403, 404})
"""HTTP statuses that say no to all that is to come: no key, no money, no right, no such model."""
_NOT_AGAIN: Final = frozenset({400, 413, 422})
"""HTTP statuses that say no to this request however often it is sent."""
_RATE: Final = frozenset({429, 529})
_MOST_FAILED: Final = 3
"""Passages in a row without any answer, after which the model counts as out of reach."""
_MILLION: Final = 1_000_000


@dataclass(slots=True, frozen=True)
class Calling:
    """How a model is called."""

    timeout: float = 120.0
    """Seconds for one call."""
    attempts: int = 3
    """Calls for one passage, where the first fail."""
    backoff: float = 2.0
    """Seconds before the second call; each further pause is twice as long."""
    rate_limiter: BaseRateLimiter | None = None
    """Paces the calls, for example ``langchain_core.rate_limiters.InMemoryRateLimiter``."""
    price: Price | None = None
    budget: Decimal | None = None
    """The most that may be spent, in the currency of ``price``, which it needs."""
    cache: Path | None = field(default_factory=default_cache)
    """Folder in which answers are kept; null keeps none."""
    tools: bool = True
    """Whether to hand the model the schema as a tool. A model that takes no tools, and any model if this is false, is asked for JSON by
    words."""


class _CallFailedError(Exception):
    """A call that gave nothing; handled here."""

    def __init__(self, reason: Silence, message: str, *, again: bool) -> None:
        super().__init__(message)
        self.reason: Silence = reason
        self.again = again


class Asker:
    """Asks one model, and keeps the account."""

    def __init__(self, model: str | BaseChatModel | None, calling: Calling) -> None:
        if calling.budget is not None and calling.price is None:
            raise BudgetExceededError("a budget can be held only where a price is given; say what a million tokens cost")
        self._model = chat_model(model)
        self.name = model_name(model if isinstance(model, str) else self._model)
        self._calling = calling
        self._cache = Cache(calling.cache)
        self._failed = 0
        self._tools: dict[Task, bool] = {}
        self.account = Account(cost=Decimal(0) if calling.price else None)

    def ask(self, task: Task, text: str) -> dict[str, Any]:
        """Return the answer of the model on ``text``.

        Raises :class:`UnreadableReplyError` where there is none, :class:`ModelCallError` where the model refuses or is out of reach,
        and :class:`BudgetExceededError` before a call that the budget no longer allows.
        """
        in_words = not (self._calling.tools and self._takes_tools(task))
        key = Cache.key(task, text, prompt_version(task), self.name, "words" if in_words else "tool")
        kept = self._cache.get(key)
        if kept is not None:
            try:
                answer = read_answer(task, kept)
            except UnreadableReplyError:
                pass
            else:
                self.account.cached += 1
                return answer
        reply = self._called(task, messages(task, text, in_words=in_words), in_words=in_words)
        answer = read_answer(task, reply)
        self._cache.put(key, reply)
        return answer

    def _takes_tools(self, task: Task) -> bool:
        if task not in self._tools:
            try:
                self._model.with_structured_output(SHAPES[task].whole, include_raw=True)
            except (NotImplementedError, TypeError, ValueError):
                self._tools[task] = False
            else:
                self._tools[task] = True
        return self._tools[task]

    def _called(self, task: Task, sent: list[BaseMessage], *, in_words: bool) -> Reply:
        calling = self._calling
        for attempt in range(max(1, calling.attempts)):
            if attempt:
                time.sleep(calling.backoff * 2 ** (attempt - 1))
            self._check_budget()
            if calling.rate_limiter is not None:
                calling.rate_limiter.acquire(blocking=True)
            self.account.calls += 1
            self.account.retries += attempt > 0
            try:
                reply = _within(calling.timeout, lambda: self._invoke(task, sent, in_words=in_words))
            except _CallFailedError as error:
                failure = error
                if not error.again:
                    break
            else:
                self._failed = 0
                self._enter(reply)
                return reply
        self._failed += 1
        if self._failed >= _MOST_FAILED:
            raise ModelCallError(
                f"{self.name}: {self._failed} passages in a row without an answer, the last because it {failure}; see that the model "
                "can be reached, and run again: answers that came are in the cache"
            )
        raise UnreadableReplyError(failure.reason, str(failure))

    def _invoke(self, task: Task, sent: list[BaseMessage], *, in_words: bool) -> Reply:
        if in_words:
            return reply_of(self._model.invoke(sent))
        answer: Any = self._model.with_structured_output(SHAPES[task].whole, include_raw=True).invoke(sent)
        return reply_of(answer["raw"])

    def _check_budget(self) -> None:
        budget, account = self._calling.budget, self.account
        if budget is None:
            return
        if account.unmetered:
            raise BudgetExceededError(
                f"{self.name} does not say how many tokens it used, so that no budget can be held; leave the budget out"
            )
        if account.cost is not None and account.cost >= budget:
            raise BudgetExceededError(
                f"{self.name}: {account.cost} of {budget} are spent after {account.calls} calls; allow more and run again: "
                "answers that came are in the cache"
            )

    def _enter(self, reply: Reply) -> None:
        account, price = self.account, self._calling.price
        if reply.tokens is None:
            account.unmetered += 1
            return
        read, written = reply.tokens
        account.input_tokens += read
        account.output_tokens += written
        if price is not None:
            account.cost = (price.input * account.input_tokens + price.output * account.output_tokens) / _MILLION


def _within(seconds: float, call: Callable[[], Reply]) -> Reply:
    """Return what ``call`` returns; raises :class:`_CallFailedError` where it raises, or takes longer.

    A call that does not come back cannot be ended, whoever wrote the model; it is left to itself in a thread that does not keep the
    process alive.
    """
    done: queue.SimpleQueue[Reply | Exception] = queue.SimpleQueue()
    context = contextvars.copy_context()

    def run() -> None:
        try:
            done.put(context.run(call))
        except Exception as error:  # noqa: BLE001 - whatever a model raises is told to the one who waits
            done.put(error)

    threading.Thread(target=run, daemon=True, name="gongwen-model-call").start()
    try:
        outcome = done.get(timeout=seconds)
    except queue.Empty:
        raise _CallFailedError("timeout", f"gave no answer within {seconds:g} seconds", again=True) from None
    if isinstance(outcome, Exception):
        raise _failure(outcome) from None
    return outcome


def _failure(error: Exception) -> _CallFailedError | ModelCallError:
    """Return what an error of a model's library means. Of the error itself only its kind is told: its message may quote a key."""
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    kind = type(error).__name__ + (f", HTTP {status}" if isinstance(status, int) else "")
    if status in _REFUSED:
        return ModelCallError(
            f"the model refuses to be called ({kind}); see that its name is right and its key is set in the environment and valid"
        )
    if status in _RATE or "ratelimit" in kind.lower().replace("_", ""):
        return _CallFailedError("rate-limited", f"was called too often ({kind})", again=True)
    if "timeout" in kind.lower() or isinstance(error, TimeoutError):
        return _CallFailedError("timeout", f"gave no answer in time ({kind})", again=True)
    return _CallFailedError("failed", f"failed ({kind})", again=status not in _NOT_AGAIN)
