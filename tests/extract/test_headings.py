"""Headings: titles and provisions, marks of responsibility, texts broken by the page."""

from __future__ import annotations

import pytest
from gongwen.extract.headings import heading_span, is_mark, wrap_width
from gongwen.extract.text import View

TITLES = [
    ("sec", "总体目标", True, "总体目标"),
    ("sec", "总体目标", False, None),
    ("subsec", "主要任务。", True, "主要任务"),
    ("subsec", "主要任务。", False, None),
    ("subsec", " 压减审批环节。三日内办结。", False, "压减审批环节"),
    ("subsec", "在园区设立受理窗口。(省财政厅、省商务厅负责)", False, None),
    ("subsec", "实施统一领导、分级负责。乡镇落实。", False, "实施统一领导、分级负责"),
    ("subsec", "关于80万吨钢铁项目问题。另行研究。", False, "关于80万吨钢铁项目问题"),
    ("para", "面积达到20万元以上。每年核查。", False, None),
    ("para", "各地要报送名单。逾期不候。", False, None),
    ("para", "优化要素供给,响应企业需求。设专窗。", False, "优化要素供给,响应企业需求"),
    ("para", "工作的核心是规范权力。各科室照办。", False, None),
    ("para", "由市长签发。不再会签。", False, None),
    ("para", "申报条件:", True, "申报条件"),
    ("para", "会议议定以下事项:", True, None),
    ("para", "申请人还应具备:", True, None),
    ("sec", "为什么要修订?", True, "为什么要修订?"),
    ("art", "(目的)为了便民,制定本规定。", False, "目的"),
    ("art", "(目的)", True, "目的"),
    ("art", "主要职责:", True, None),
    ("subsec", "核定载畜量(5月底前完成)", True, "核定载畜量(5月底前完成)"),
    ("art", "支持企业落户。给予奖励。", False, "支持企业落户"),
    ("art", "本规定自公布之日起施行。旧规定废止。", False, None),
    ("point", "账实相符。每月盘点。", False, None),
    ("chp", "  附 则", False, "附 则"),
]


@pytest.mark.parametrize(("level", "rest", "beneath", "expected"), TITLES)
def test_heading(level: str, rest: str, beneath: bool, expected: str | None) -> None:
    span = heading_span(level, rest, beneath=beneath)
    assert (rest[span[0] : span[1]] if span else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("责任单位:县发改局", True),
        ("完成时限: 年底前", True),
        ("(省林业局牵头,省财政厅配合)", True),
        ("(含技工院校)", False),
        ("县发改局负责汇总。", False),
    ],
)
def test_marks(text: str, expected: bool) -> None:
    assert is_mark(text) is expected


def test_page_width() -> None:
    paragraph = "按照职责做好保护和利用工作并且定期向社会公布进展情况"
    assert wrap_width(View("\n".join([paragraph] * 12)).lines) == len(paragraph)
    assert wrap_width(View("\n".join([paragraph + "。"] * 12)).lines) is None
    assert wrap_width(View("\n".join([paragraph] * 3)).lines) is None
