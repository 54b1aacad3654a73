from __future__ import annotations

import pytest
from gongwen.extract import parse
from gongwen.extract.entities.voting import admitted
from gongwen.extract.taggers import Tagged

TEXT = "关于做好防汛工作的通知\n各镇人民政府:\n由瑞丰水务集团联合县水利局落实,报县政府。\n"


def tagged(text: str, word: str, kind: str) -> Tagged:
    return Tagged(text.index(word), text.index(word) + len(word), kind)


class Scripted:
    """A tagger that says what it is told to."""

    name = "scripted"

    def __init__(self, *spans: tuple[str, str]) -> None:
        self.spans = spans

    def tag(self, text: str) -> list[Tagged]:
        return sorted((tagged(text, word, kind) for word, kind in self.spans), key=lambda item: item.start)


def found(*spans: tuple[str, str]) -> dict[str, str]:
    notice = parse(TEXT.encode(), uri="a.txt", tagger=Scripted(*spans))
    return {item.exact: item.source for item in notice.entities or [] if item.type in {"ORG", "GPE", "PER"}}


def test_the_default_has_the_rules_alone() -> None:
    notice = parse(TEXT.encode(), uri="a.txt")
    assert {item.exact: item.source for item in notice.entities or []} == {"县水利局": "rules", "县政府": "rules"}


def test_what_both_found_says_so() -> None:
    assert found(("县水利局", "ORG"))["县水利局"] == "rules+scripted"


def test_a_model_never_breaks_a_span_of_the_rules_up() -> None:
    assert found(("水利局", "ORG"), ("县", "GPE")) == {"县水利局": "rules", "县政府": "rules"}


def test_a_body_that_the_grammar_missed_is_taken_in() -> None:
    assert found(("瑞丰水务集团", "ORG"))["瑞丰水务集团"] == "scripted"


@pytest.mark.parametrize(
    ("text", "proposed", "expected"),
    [
        ("报省人防办备案", ("人防办", "ORG"), ["省人防办"]),  # the level before it is joined
        ("报瑞丰银行办公室备案", ("瑞丰银行", "ORG"), ["瑞丰银行办公室"]),  # and the office behind
        ("各级人民政府", ("人民政府", "ORG"), []),  # the grammar left it out on purpose
        ("各银行", ("银行", "ORG"), []),
        ("瑞丰,银行", ("瑞丰,银行", "ORG"), []),  # over a mark
        ("在白石镇", ("白石镇", "GPE"), ["白石镇"]),
        ("在温泉", ("温泉", "GPE"), []),  # a county too, but nothing says so
        ("王五六负责", ("王五六", "PER"), ["王五六"]),
        ("蓝天负责", ("蓝天", "PER"), []),
    ],
)
def test_the_grammar_disposes(text: str, proposed: tuple[str, str], expected: list[str]) -> None:
    spans = admitted(text, [tagged(text, *proposed)], [], {"白石镇", "温泉"}.__contains__)
    assert [text[start:end] for start, end, _ in spans] == expected
