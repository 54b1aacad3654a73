from __future__ import annotations

import pytest
from gongwen.extract import parse
from gongwen.extract.norms.acting import who_acts
from gongwen.extract.norms.cases import judge
from gongwen.extract.norms.said import Said


def acting(text: str) -> list[str]:
    said = Said(text, 0, len(text))
    return [text[subject.start : subject.end] for subject in who_acts(said, judge(said))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("鼓励社会组织承接养老服务。", ["社会组织"], id="who is encouraged"),
        pytest.param("支持高新区建设中试平台。", ["高新区"], id="a zone acts where it is encouraged"),
        pytest.param("领导小组由市财政局、市民政局组成。", [], id="members are made up, they do not act"),
        pytest.param(
            "由市民政局牵头,市财政局、市卫生健康委作为成员单位参加。", ["市民政局", "市财政局", "市卫生健康委"], id="members who take part"
        ),
        pytest.param("办公室设在市民政局,承担日常工作。", ["办公室"], id="the office that is set up and given tasks"),
        pytest.param("年检不合格的养老机构予以取消。", [], id="whom it befalls"),
        pytest.param("对年检不合格的养老机构,由区民政局取消补贴资格。", ["区民政局"], id="who sanctions"),
        pytest.param("请各县(市、区)民政局于6月底前上报名单。", ["各县(市、区)民政局"], id="who is asked"),
        pytest.param("凡在本区登记的养老机构,须参加年检。", ["在本区登记的养老机构"], id="whoever"),
        pytest.param("经区政府批准,区民政局可以调整名单。", ["区政府", "区民政局"], id="who approves and who does"),
    ],
)
def test_who_acts(text: str, expected: list[str]) -> None:
    assert acting(text) == expected


def test_a_norm_that_rests_on_damaged_words_says_so() -> None:
    text = "甲市人民政府关于促进养老的意见\n各区人民政府:\n一、总体要求\n各区要加快开展养老公共效劳,完善根底设施。\n"
    text += "二、保障措施\n各区要落实经费。\n"
    norms = parse(text.encode(), uri="a.txt").norms
    assert norms is not None
    assert [norm.damaged for norm in norms] == [True, False]
