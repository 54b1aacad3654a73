from __future__ import annotations

import pytest
from gongwen.extract.entities.persons import find_persons


@pytest.mark.parametrize(
    ("text", "signatories", "expected"),
    [
        ("学习贯彻习近平总书记重要讲话", [], ["习近平"]),
        ("有关领导同志和负责同志", [], []),
        ("组 长:张三丰  市长\n成 员:李 四  市财政局局长\n王五六  市水利局副局长\n", [], ["张三丰", "李 四", "王五六"]),
        ("张家村  一号桥\n", [], []),  # no office behind it
        ("市长 王五六\n2020年5月1日", ["市长 王五六"], ["王五六"]),
        ("正文王五六\n市长王五六", ["市长王五六"], ["王五六"]),
    ],
)
def test_persons(text: str, signatories: list[str], expected: list[str]) -> None:
    found = sorted(set(find_persons(text, signatories, 0, len(text))))
    assert [text[start:end] for start, end in found] == expected


def test_a_signature_is_its_last_place() -> None:
    text = "王五六同意\n市长 王五六"
    assert max(start for start, _ in find_persons(text, ["王五六"], 0, len(text))) == text.rindex("王五六")
