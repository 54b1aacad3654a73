from __future__ import annotations

import pytest
from gongwen.extract.proposals.grammar import is_actor, is_modal
from gongwen.schemas.norms import NormType


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("应当", "obligation", True),
        ("應當", "obligation", True),
        ("均应", "obligation", True),
        ("应当", "prohibition", False),
        ("不得", "prohibition", True),
        ("切不可", "prohibition", True),
        ("不可", "permission", False),
        ("可", "permission", True),
        ("均可", "permission", True),
        ("鼓励", "encouragement", True),
        ("鼓励", None, True),
        ("组织", None, False),
        ("加强", None, False),
        ("各乡镇人民政府应当", None, False),
        ("", None, False),
        ("取消", "consequence", False),
    ],
)
def test_modals_are_told_from_other_words(words: str, kind: NormType | None, *, expected: bool) -> None:
    assert is_modal(words, kind) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("县水利局", True),
        ("縣水利局", True),
        ("各乡镇人民政府", True),
        ("各 部门", True),
        ("用人单位", True),
        ("重点项目", False),
        ("实施方案", False),
        ("", False),
    ],
)
def test_who_can_act_is_told_from_what_cannot(name: str, *, expected: bool) -> None:
    assert is_actor(name) is expected
