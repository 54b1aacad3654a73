from __future__ import annotations

import pytest
from gongwen.extract.entities.antecedents import short_forms
from gongwen.extract.entities.geography import find_names
from gongwen.extract.entities.organisations import find_bodies


def shorts(text: str) -> list[str]:
    found = find_bodies(text, find_names(text, None), [])
    taken = [range(body.start, body.end) for body in found]
    return [text[body.start : body.end] for body in short_forms(text, found) if not any(body.start in span for span in taken)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("成立县粮食安全领导小组。领导小组下设办公室,办公室设在县财政局。", ["领导小组", "办公室", "办公室"]),
        ("领导小组抓好落实。", []),  # no full name stands before it
        ("县粮食安全领导小组统筹,发挥各级领导小组作用", []),
        ("县粮食安全领导小组(以下简称“专班”)组长", ["专班"]),
        ("县粮食和物资储备局(以下简称县粮储)负责。县粮储每年检查。", ["县粮储", "县粮储"]),
        ("经联席会议核实,报联席会议办公室", ["联席会议", "联席会议办公室"]),  # what has an office is a standing body
        ("召开联席会议研究", []),
        ("各单位办公室要配合", []),
        ("县粮食安全联席会议研究。由联席会议公布", ["联席会议"]),
    ],
)
def test_short_forms(text: str, expected: list[str]) -> None:
    assert shorts(text) == expected
