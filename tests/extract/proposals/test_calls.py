"""How a model is called: repeated, paced, timed, counted, kept; and what is told of it when it fails."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import traceback
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from gongwen.extract.proposals import Calling, Price, propose
from gongwen.extract.proposals.cache import default_cache
from gongwen.schemas.errors import BudgetExceededError, GongwenError, ModelCallError, OutputError
from langchain_core.rate_limiters import InMemoryRateLimiter
from notices import notice
from scripted import HttpError, RateLimitError, Scripted

ANSWER = {"norms": [{"quote": "不得向河道倾倒垃圾。", "type": "prohibition"}]}
NONE: dict[str, Any] = {"norms": []}
CALLING = Calling(cache=None, backoff=0.0)
ONE = {"within": "main__sec_1"}
SECRET = "sk-very-secret-0123456789"


@pytest.mark.parametrize(
    "failure", [HttpError(429), HttpError(503), RateLimitError("slow down"), ConnectionError("reset"), ValueError("odd"), 0.5]
)
def test_what_may_pass_is_tried_again(failure: Any) -> None:
    model = Scripted(script=[failure, failure, ANSWER])
    found = propose(notice(), model, calling=replace(CALLING, timeout=0.1), **ONE)
    assert [made.type for made in found.norms] == ["prohibition"]
    assert (found.account.calls, found.account.retries, model.asked) == (3, 2, 3)


@pytest.mark.parametrize(
    ("failure", "reason", "calls"),
    [
        (HttpError(429), "rate-limited", 3),
        (RateLimitError(), "rate-limited", 3),
        (TimeoutError(), "timeout", 3),
        (0.5, "timeout", 3),
        (HttpError(500), "failed", 3),
        (HttpError(400), "failed", 1),  # this request, never
        (RuntimeError(), "failed", 3),
    ],
)
def test_a_passage_without_an_answer_is_listed(failure: Any, reason: str, calls: int) -> None:
    found = propose(notice(), Scripted(script=[failure]), calling=replace(CALLING, timeout=0.1), **ONE)
    assert [(item.eid, item.reason) for item in found.unanswered] == [("main__sec_1", reason)]
    assert found.account.calls == calls


def test_one_silence_does_not_end_the_run_and_three_in_a_row_do() -> None:
    once = Scripted(script=[NONE, RuntimeError(), ANSWER, NONE])
    found = propose(notice(), once, calling=replace(CALLING, attempts=1))
    assert [item.eid for item in found.unanswered] == ["main__sec_1"]
    with pytest.raises(ModelCallError, match=r"test:scripted: 3 passages in a row .* run again"):
        propose(notice(), Scripted(script=[NONE, RuntimeError()]), calling=replace(CALLING, attempts=1))


@pytest.mark.parametrize("status", [401, 402, 403, 404])
def test_a_model_that_refuses_is_not_asked_again(status: int) -> None:
    model = Scripted(script=[HttpError(status)])
    with pytest.raises(ModelCallError, match=rf"refuses .*HTTP {status}.* key"):
        propose(notice(), model, calling=CALLING)
    assert model.asked == 1


def test_pauses_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    propose(notice(), Scripted(script=[RuntimeError()]), calling=Calling(cache=None, attempts=4, backoff=2.0), **ONE)
    assert pauses == [2.0, 4.0, 8.0]


def test_calls_are_paced() -> None:
    limiter = InMemoryRateLimiter(requests_per_second=20, check_every_n_seconds=0.01, max_bucket_size=1)
    began = time.monotonic()
    propose(notice(), Scripted(script=[NONE]), calling=replace(CALLING, rate_limiter=limiter))
    assert time.monotonic() - began >= 4 / 20 - 0.01


def test_a_call_that_hangs_ends_in_its_time() -> None:
    began = time.monotonic()
    found = propose(notice(), Scripted(script=[30.0]), calling=replace(CALLING, timeout=0.1, attempts=2), **ONE)
    assert time.monotonic() - began < 10
    assert found.unanswered[0].message == "gave no answer within 0.1 seconds"


@pytest.mark.parametrize("failure", [HttpError(401, SECRET), HttpError(500, SECRET), RuntimeError(f"Incorrect API key: {SECRET}")])
def test_what_libraries_say_of_keys_is_told_to_nobody(failure: Exception, tmp_path: Path) -> None:
    calling = Calling(cache=tmp_path, backoff=0.0, attempts=1)
    try:
        told = propose(notice(), Scripted(script=[failure]), calling=calling, **ONE).to_json().decode()
    except GongwenError as error:
        told = "".join(traceback.format_exception(error))
    assert type(failure).__name__ in told
    assert SECRET not in told
    assert not any(SECRET.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


# --- the account -----------------------------------------------------------------------------------------------------


def test_tokens_and_cost_are_counted() -> None:
    price = Price(input=Decimal("0.50"), output=Decimal(2))
    found = propose(notice(), Scripted(script=["kein JSON", ANSWER], tokens=(1000, 200)), calling=replace(CALLING, price=price))
    account = found.account
    assert (account.calls, account.input_tokens, account.output_tokens, account.unmetered) == (4, 4000, 800, 0)
    assert account.cost == Decimal("0.0036")
    assert json.loads(found.to_json())["account"]["cost"] == 0.0036


def test_answers_without_a_count_are_counted_apart() -> None:
    account = propose(notice(), Scripted(script=[NONE], tokens=None), calling=CALLING).account
    assert (account.calls, account.input_tokens, account.unmetered, account.cost) == (4, 0, 4, None)


def test_a_budget_ends_a_run_before_the_next_call(tmp_path: Path) -> None:
    price = Price(input=Decimal(1), output=Decimal(1))
    calling = Calling(cache=tmp_path, price=price, budget=Decimal(2))
    model = Scripted(script=[NONE], tokens=(900_000, 100_000))
    with pytest.raises(BudgetExceededError, match=r"2 of 2 are spent after 2 calls.* allow more and run again"):
        propose(notice(), model, calling=calling)
    more = propose(notice(), model, calling=replace(calling, budget=Decimal(100)))
    assert (more.account.calls, more.account.cached, model.asked) == (2, 2, 4)


def test_a_budget_needs_a_price_and_a_count() -> None:
    with pytest.raises(BudgetExceededError, match="a price"):
        propose(notice(), Scripted(script=[NONE]), calling=replace(CALLING, budget=Decimal(1)))
    calling = replace(CALLING, budget=Decimal(1), price=Price(Decimal(1), Decimal(1)))
    with pytest.raises(BudgetExceededError, match="how many tokens"):
        propose(notice(), Scripted(script=[NONE], tokens=None), calling=calling)


# --- the cache -------------------------------------------------------------------------------------------------------


def test_what_was_asked_once_is_not_asked_again(tmp_path: Path) -> None:
    model = Scripted(script=[NONE, ANSWER, NONE])
    calling = Calling(cache=tmp_path)
    first = propose(notice(), model, calling=calling)
    second = propose(notice(), model, calling=calling)
    assert (model.asked, second.account.calls, second.account.cached) == (4, 0, 4)
    assert (second.norms, second.rejected) == (first.norms, first.rejected)
    assert len(first.norms) == 1


@pytest.mark.parametrize("other", ["text", "model", "task", "tools"])
def test_another_text_model_or_question_is_asked_anew(other: str, tmp_path: Path) -> None:
    calling = Calling(cache=tmp_path)
    propose(notice(), Scripted(script=[NONE]), calling=calling, **ONE)
    text = notice().text.replace("巡查", "检查") if other == "text" else notice().text
    model = Scripted(script=[{"norms": [], "fields": []}], model_name="other" if other == "model" else "scripted")
    if other == "tools":
        model = WithTools(script=[json.dumps(NONE)])
    tasks: Any = ["fields"] if other == "task" else ["norms"]
    found = propose(notice(text), model, tasks=tasks, calling=calling, within="main" if other == "task" else "main__sec_1")
    assert found.account.cached == 0
    assert found.account.calls > 0


class WithTools(Scripted):
    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self.bind(tools=tools, **kwargs)


def test_no_answer_is_not_kept(tmp_path: Path) -> None:
    model = Scripted(script=["nichts", ANSWER])
    calling = Calling(cache=tmp_path)
    assert len(propose(notice(), model, calling=calling, **ONE).unanswered) == 1
    assert len(propose(notice(), model, calling=calling, **ONE).norms) == 1


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"content": 1}', b"\xff\xfe", b'{"content": "x", "cut_off": false, "tokens": null}']
)
def test_a_damaged_file_is_written_anew(damage: bytes, tmp_path: Path) -> None:
    model = Scripted(script=[ANSWER])
    calling = Calling(cache=tmp_path)
    propose(notice(), model, calling=calling, **ONE)
    [kept] = tmp_path.rglob("*.json")
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert len(propose(notice(), model, calling=calling, **ONE).norms) == 1
    assert model.asked == 2
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="answers cannot be kept there"):
        propose(notice(), Scripted(script=[NONE]), calling=Calling(cache=tmp_path / "file"), **ONE)


def test_answers_with_half_characters_are_kept(tmp_path: Path) -> None:
    model = Scripted(script=['{"norms": [{"quote": "\\ud83d", "type": "obligation"}]}'])
    for _ in range(2):
        found = propose(notice(), model, calling=Calling(cache=tmp_path), **ONE)
        assert [item.value for item in found.rejected] == ["\\ud83d"]
    assert model.asked == 1


def test_the_cache_lies_with_those_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == tmp_path / "gongwen" / "proposals"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_cache() == tmp_path / ".cache" / "gongwen" / "proposals"


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from notices import notice
from scripted import Scripted
from gongwen.extract.proposals import Calling, propose

class Dying(Scripted):
    def _generate(self, *args, **kwargs):
        with open(sys.argv[3], "a") as log:
            log.write("call\\n")
        if self.asked == 2 and sys.argv[4] == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        return super()._generate(*args, **kwargs)

found = propose(notice(), Dying(script=[{"norms": []}]), calling=Calling(cache=Path(sys.argv[2])))
print(found.account.calls, found.account.cached)
"""


def test_a_run_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-c", KILLED, str(Path(__file__).parent), str(tmp_path / "cache"), str(log)]
    killed = subprocess.run([*command, "die"], capture_output=True, check=False)
    assert killed.returncode < 0
    assert log.read_text().count("call") == 3
    whole = subprocess.run([*command, "live"], capture_output=True, check=True)
    assert whole.stdout.split() == [b"2", b"2"]
    assert log.read_text().count("call") == 5
