from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path

import pytest
from gongwen.extract.quantities import find_quantities
from gongwen.extract.text import View
from gongwen.extract.units import unit_of
from gongwen.schemas.notice import Quantity
from hypothesis import given
from hypothesis import strategies as st

GOLD = Path(__file__).parents[3] / "shared" / "gold"


def read(text: str, masked: list[tuple[int, int]] | None = None) -> list[Quantity]:
    return find_quantities(View(text), masked=masked or [], locate=lambda offset: f"at_{offset}")


def short(text: str) -> list[tuple[str, str, str]]:
    """The quantities as (value or range, unit, comparator)."""
    return [(f"{q.value}" if q.value_to is None else f"{q.value}..{q.value_to}", q.unit, q.comparator) for q in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("补贴50万元", [("50", "万元", "eq")]),
        ("占地1,200亩", [("1200", "亩", "eq")]),
        ("投入1.5亿元", [("1.5", "亿元", "eq")]),
        ("共计 42 个项目", [("42", "个", "eq")]),
        ("标牌长480毫米×宽140毫米", [("480", "毫米", "eq"), ("140", "毫米", "eq")]),
        ("租金每月35元/平方米", [("35", "元/平方米", "eq")]),
        ("税率提高至35%", [("35", "%", "eq")]),
        ("占比下降２．５个百分点", [("2.5", "个百分点", "eq")]),
        ("创建5A级景区", [("5", "A级", "eq")]),
        ("评为4星级酒店", [("4", "星级", "eq")]),
        ("超标的处以百分之三十罚款", [("30", "%", "eq")]),
        ("办结率做到百分之百", [("100", "%", "eq")]),
    ],
)
def test_plain_figures(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert short(text) == expected


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("研发费用不少于营业收入5%", "ge"),
        ("自有资金不能低于项目总投资的40%", "ge"),
        ("每户至少2人", "ge"),
        ("覆盖率达到90%", "ge"),
        ("年满18周岁", "ge"),
        ("满5年的", "ge"),
        ("产值8亿元及以上", "ge"),
        ("注册资本300万元(含)以上", "ge"),
        ("财政收入保持两位数增长", "ge"),
        ("得分≥60分", "ge"),
        ("期限最长不超过36个月", "le"),
        ("最高给予20万元资助", "le"),
        ("最高可达100万元", "le"),
        ("不得超过每人800元", "le"),
        ("在5000元额度内报销", "le"),
        ("处2万元以下罚款", "le"),
        ("收到通知后10日内", "le"),
        ("5个工作日以内办结", "le"),
        ("按3万元封顶", "le"),
        ("户籍人口超过50万", "gt"),
        ("突破1000亿元", "gt"),
        ("带动就业300余人", "gt"),
        ("处理污水1700多万吨", "gt"),
        ("不满14周岁", "lt"),
        ("持股低于10%", "lt"),
        ("约占三成即30%", "eq"),
        ("约占30%", "approx"),
        ("近40%的村", "approx"),
        ("建成20个左右", "approx"),
        ("面积达到3平方公里左右", "approx"),
        ("近3年无事故", "eq"),
        ("增速高于全县平均水平2个百分点", "eq"),
        ("增幅高于全县平均水平15%以上", "ge"),
        ("达到评定标准的给予50%补贴", "eq"),
        ("达到一定规模的农户600家", "eq"),
        ("共有8项以下列方式办理", "le"),
    ],
)
def test_comparators(text: str, comparator: str) -> None:
    assert [q.comparator for q in read(text)] == [comparator]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("留成比例为20%-50%", [("20..50", "%", "range")]),
        ("组织6—9个月的实习", [("6..9", "个月", "range")]),
        ("每县推荐1至2个", [("1..2", "个", "range")]),
        ("奖励3万至5万元", [("3..5", "万元", "range")]),
        ("奖励3万元至5万元不等", [("3..5", "万元", "range")]),
        ("提高百分之十至百分之二十", [("10..20", "%", "range")]),
        ("处1倍以上5倍以下罚款", [("1..5", "倍", "range")]),
        ("处2万元以上10万元以下罚款,逾期每天加1万元", [("2..10", "万元", "range"), ("1", "万元", "eq")]),
        ("3人以上,5亿元以下", [("3", "人", "ge"), ("5", "亿元", "le")]),
        ("暂停资格6个月至2年", [("6", "个月", "ge"), ("2", "年", "le")]),
        ("满5年不满10年的", [("5", "年", "ge"), ("10", "年", "lt")]),
        ("用工20人以上(含20人)", [("20", "人", "ge")]),
    ],
)
def test_ranges(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert short(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2018年11月16日印发",
        "自2016-2020年实施",
        "每年4月底前、8月11日至18日和20日上报",
        "18年9月起",
        "十三五期间",
        "第3批、第1次、第2至5项",
        "公布第1、2类目录",
        "3D打印、2.0版、5G网络",
        "PM2.5治理",
        "“最多跑1次”改革",
        "《城乡供水3年行动计划》",
        "“1+3”体系和1+3个专项",
        "热线12345",
        "4.3.2 应急响应",
        "晚8时40分",
        "附件3天津市名单",
        "2019元旦放假",
        "分三批、两类建设,期限三年",
        "引进50亿级项目",
        "1次性告知",
    ],
)
def test_what_measures_nothing(text: str) -> None:
    assert short(text) == []


def test_masked_stretches_are_passed_over_and_do_not_join_what_is_around_them() -> None:
    text = "1.3个村和国发〔2018〕5号2家"
    masked = [(0, 2), (text.index("国"), text.index("2家"))]
    assert [(q.exact, q.start) for q in read(text, masked)] == [("3个", 2), ("2家", text.index("2家"))]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("申请最高不超过15万元的贷款", "最高不超过15万元"),
        ("实到资本不能低于总投资的50%。", "不能低于总投资的50%"),
        ("产值200亿元以上,", "200亿元以上"),
        ("收件人 3 年内有效", "3 年内"),
        ("子女年满3岁至入学", "年满3岁"),
        ("实际缴纳费用的50%返还", "50%"),
    ],
)
def test_exact_covers_the_figure_and_the_words_that_compare(text: str, exact: str) -> None:
    (quantity,) = read(text)
    assert quantity.exact == exact == text[quantity.start : quantity.end]
    assert quantity.eid == f"at_{quantity.start}"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.2亿元", "120000000", "CNY"),
        ("3万美元", "30000", "USD"),
        ("12%", "0.12", "1"),
        ("1.5个百分点", "1.5", "pp"),
        ("3平方公里", "3000000", "m2"),
        ("15亩", "10000", "m2"),
        ("20公里", "20000", "m"),
        ("5万吨", "50000000", "kg"),
        ("2年", "2", "P1Y"),
        ("6个月", "6", "P1M"),
        ("2个季度", "6", "P1M"),
        ("7天", "7", "P1D"),
        ("48小时", "48", "PT1H"),
        ("30元/平方米", "30", "CNY/m2"),
        ("999999999999999999999999万亿元", "999999999999999999999999000000000000", "CNY"),
    ],
)
def test_normalized(text: str, value: str, unit: str) -> None:
    (quantity,) = read(text)
    assert quantity.normalized is not None
    assert (quantity.normalized.value, quantity.normalized.unit) == (Decimal(value), unit)
    assert "E" not in str(quantity.normalized.value)


@pytest.mark.parametrize("text", ["55个", "3A级", "120万人", "10个工作日", "超过100万"])
def test_measure_words_and_grades_have_no_base_unit(text: str) -> None:
    assert [q.normalized for q in read(text)] == [None]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("力争全年工业投资达到90亿元以上", "工业投资"),
        ("其中建筑面积一般控制在2平方公里左右", "建筑面积"),
        ("民间投资(不含地产项目)占比不能低于总投资的50%", "民间投资占比"),
        ("税收收入增幅高于全县平均增幅10%以上", "税收收入增幅"),
        ("每年安排专项资金800万元", "专项资金"),
        ("扣除标准为每月1200元", "扣除标准"),
        ("1.工业总产值增长8%", "工业总产值"),
        ("引进企业12家", None),
        ("力争3年内见效", None),
        ("返还所缴费用的50%", None),
    ],
)
def test_indicator(text: str, indicator: str | None) -> None:
    assert read(text)[0].indicator == indicator


def test_exclusions_in_brackets_and_in_a_sentence_behind() -> None:
    bracketed, other = read("工业投资(不含商品房项目)占比不低于60%,绿地率达到30%。")
    assert (bracketed.excludes, other.excludes) == (["商品房项目"], [])
    text = "投资不少于8亿元,3年内建成,从业人员200人。以上投资均不含土地费用。\n次年投资2亿元。"
    assert [q.excludes for q in read(text)] == [["土地费用"], [], ["土地费用"], []]


def test_units_as_written_lose_blanks_and_words_of_excess() -> None:
    assert (unit_of("多万 吨").written, unit_of("多万 吨").exceeded) == ("万吨", True)
    assert unit_of("元/月").normalized(Decimal(5), None) is None


@given(st.text(alphabet="投资不低于约第3,.0１５％%年月日个万亿元以上下内至-—~(含)、。\n《》“”百分之两位数 AB/+", max_size=60))
def test_spans_say_what_stands_there(text: str) -> None:
    end = 0
    for quantity in read(text):
        assert text[quantity.start : quantity.end] == quantity.exact
        assert quantity.start >= end
        end = quantity.end


@pytest.mark.parametrize(
    "unit", ["1", "1,111", "1.1", "9元", "(", "《", "“", "百分之", "不低于", "万", "最高每", "1-", "投资(不含", "以上"]
)
def test_hostile_text_stays_linear(unit: str) -> None:
    text = (unit * (200_000 // len(unit) + 1))[:200_000]
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 5


@pytest.mark.skipif(not GOLD.is_dir(), reason="needs the gold files of ../shared")
@pytest.mark.parametrize("name", ["gov_022", "gov_029", "jiaxing", "shaoxing", "tongzhou"])
def test_gold_quantities_are_found(name: str) -> None:
    gold = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    text = (GOLD / f"{name}.txt").read_text(encoding="utf-8")
    found = {(q.value, q.value_to, q.unit, q.comparator) for q in read(text)}
    wanted = {(Decimal(q["value"]), q["value_to"] and Decimal(q["value_to"]), q["unit"], q["comparator"]) for q in gold["quantities"]}
    assert wanted <= found
