"""Once with a real model, run on this machine; a small one, so what is held is the leash and not its wisdom."""

from __future__ import annotations

from pathlib import Path

from gongwen.extract.proposals import Calling, propose, vote
from gongwen.schemas.contract import dumps, loads
from local_chat_model import local_model
from notices import notice


def test_a_real_model_proposes_norms(tmp_path: Path) -> None:
    model = local_model(tmp_path)
    given = notice()
    calling = Calling(cache=tmp_path / "cache", timeout=600.0)
    found = propose(given, model, within="main__sec_1", calling=calling)
    assert found.model == "llama.cpp:qwen2.5-coder-1.5b"
    assert found.unanswered == []
    assert found.account.output_tokens > 0
    assert any("应当每季度组织一次巡查" in norm.exact and norm.type == "obligation" for norm in found.norms)
    loads(dumps(vote(given, found)))
    again = propose(given, model, within="main__sec_1", calling=calling)
    assert (again.account.calls, again.account.cached, again.norms) == (0, 1, found.norms)
