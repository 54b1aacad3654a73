"""Frequencies: each rule with the words it takes, the duration of a period and the times in it."""

from __future__ import annotations

import re
import time

import pytest
from gongwen.extract.timing import find_frequencies
from hypothesis import given
from hypothesis import strategies as st

FREQUENCIES = [
    ("每年对名单作一次复核。", [("每年", "P1Y", 1)]),
    ("办公室每季度召开两次例会。", [("每季度", "P3M", 2)]),
    ("每半年通报进展。", [("每半年", "P6M", 1)]),
    ("每两年开展一轮评价。", [("每两年", "P2Y", 1)]),
    ("每2—3年修订一次。", [("每2—3年", "P3Y", 1)]),
    ("每3个月报送进展。", [("每3个月", "P3M", 1)]),
    ("每月2次到村走访。", [("每月2次", "P1M", 2)]),
    ("每周调度进展。", [("每周", "P1W", 1)]),
    ("每日报送数据。", [("每日", "P1D", 1)]),
    ("每半月报送数据。", [("每半月", "P15D", 1)]),
    ("每学期体检。", [("每学期", None, 1)]),
    ("按月拨付资金。", [("按月", "P1M", 1)]),
    ("建立按季度报送机制。", [("按季度", "P3M", 1)]),
    ("逐年提高标准。", [("逐年", "P1Y", 1)]),
    ("定期开展巡查。", [("定期", None, 1)]),
    ("不定期开展抽查。", [("不定期", None, 1)]),
    ("定期或不定期开展抽查。", [("定期或不定期", None, 1)]),
    ("实行季度通报和年度考核。", [("季度", "P3M", 1), ("年度", "P1Y", 1)]),
    ("采取半年度通报的办法。", [("半年度", "P6M", 1)]),
    ("完善月度统计制度。", [("月度", "P1M", 1)]),
    ("做好年度先进企业评选工作。", [("年度", "P1Y", 1)]),
    ("据此评出年度优秀乡镇。", [("年度", "P1Y", 1)]),
    ("开展年度目标任务考核。", [("年度", "P1Y", 1)]),
    ("实行周调度、月通报、季考评。", [("周", "P1W", 1), ("月", "P1M", 1), ("季", "P3M", 1)]),
    ("健全“日抽查、周曝光、月小结”机制。", [("日", "P1D", 1), ("周", "P1W", 1)]),
    ("一年两次组织体检。", [("一年两次", "P1Y", 2)]),
    ("一般两个月安排一次。", [("两个月安排一次", "P2M", 1)]),
    ("坚持一季一通报。", [("一季一通报", "P3M", 1)]),
]
NONE = [
    "完成年度投资任务。",
    "下达年度新增用地计划。",
    "以年度统计数据为依据。",
    "按照年度工作计划组织检查。",
    "做好2017年度考核工作。",
    "返还上年度缴费的一半。",
    "在一个纳税年度内不得变更。",
    "分年度确定目标。",
    "订立固定期限合同。",
    "在法定期限内答复。",
    "开展定期存款业务。",
    "按年龄分组。",
    "每天然气管线旁设标志。",
    "实现最多跑一次。",
    "三年内两次不合格的,取消资格。",
    "3月召开一次会议。",
    "第三季度考核前完成。",
    "每小时100公里的线路。",
]


@pytest.mark.parametrize(("text", "expected"), FREQUENCIES)
def test_frequencies(text: str, expected: list[tuple[str, str | None, int]]) -> None:
    assert [(text[item.start : item.end], item.value, item.times) for item in find_frequencies(text, 0, len(text))] == expected


@pytest.mark.parametrize("text", NONE)
def test_no_frequency(text: str) -> None:
    assert find_frequencies(text, 0, len(text)) == []


_PIECES = st.lists(
    st.sampled_from(
        [*"0123456789年月日周季度半一二三个次定期按逐每、,的", "年度", "考核", "统计", "目标", "评选", "不定期", "一次", "学期"]
    ),
    max_size=30,
).map("".join)
_ISO = re.compile(r"P(?:[0-9]+[YMWD]|[0-9]+M[0-9]+D|T[0-9]+[HM])")


@given(_PIECES)
def test_whatever_is_found_lies_inside_and_is_iso_8601(text: str) -> None:
    start, end = len(text) // 5, len(text)
    reached = start
    for item in find_frequencies(text, start, end):
        assert reached <= item.start < item.end <= end
        assert item.value is None or _ISO.fullmatch(item.value)
        assert item.times >= 1
        reached = item.end


@pytest.mark.parametrize("piece", ["每", "每年", "年度", "一", "定期", "3年", "年度考", "按月", "次", "年度优秀"])
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    began = time.perf_counter()
    find_frequencies(text, 0, len(text))
    assert time.perf_counter() - began < 3
