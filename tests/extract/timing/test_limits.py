"""Time limits: each rule with the words it takes, their kind and their value."""

from __future__ import annotations

import re
import time

import pytest
from gongwen.extract.timing import find_time_limits
from hypothesis import given
from hypothesis import strategies as st

# (sentence, year of the notice, [(exact, kind, value)])
POINTS = [
    ("各县于2021年9月底前上报名单。", 2021, [("2021年9月底前", "until", "2021-09-30")]),
    ("到2025年,建成示范区三个。", 2021, [("到2025年", "until", "2025-12-31")]),
    ("到2025年底,建成示范区三个。", 2021, [("到2025年底", "until", "2025-12-31")]),
    ("至2024年2月,全部并网。", 2023, [("至2024年2月", "until", "2024-02-29")]),
    ("力争到二〇三〇年实现翻番。", None, [("到二〇三〇年", "until", "2030-12-31")]),
    ("在2023年前完成改造。", 2021, [("在2023年前", "until", "2022-12-31")]),
    ("8月20日前把总结报市局。", 2022, [("8月20日前", "until", "2022-08-20")]),
    ("8月20日17:00前报市局。", 2022, [("8月20日17:00前", "until", "2022-08-20")]),
    ("3月15日(星期五)下班前报市局。", 2024, [("3月15日(星期五)下班前", "until", "2024-03-15")]),
    ("6月底前完成清查。", None, [("6月底前", "until", "XXXX-06-30")]),
    ("11月上旬前报送方案。", 2020, [("11月上旬前", "until", "2020-11-10")]),
    ("第三季度末前完成招标。", 2020, [("第三季度末前", "until", "2020-09-30")]),
    ("每年3月31日前公开决算。", 2020, [("每年3月31日前", "until", "XXXX-03-31")]),
    ("每年6月、12月底前各报一份材料。", 2020, [("每年6月、12月底前", "until", None)]),
    ("每月5日前报上月进展。", 2020, [("每月5日前", "until", "XXXX-XX-05")]),
    ("每季度末月25日前报送报表。", 2020, [("每季度末月25日前", "until", "XXXX-XX-25")]),
    ("于次年1月31日前完成清算。", 2020, [("次年1月31日前", "until", "XXXX-01-31")]),
    ("2022、2023年的每年5月底组织验收。", None, [("2022、2023年的每年5月底", "until", "XXXX-05-31")]),
    ("今年年底前全部拆除。", 2020, [("今年年底前", "until", "2020-12-31")]),
    ("明年6月底前全部拆除。", 2020, [("明年6月底前", "until", "2021-06-30")]),
    ("证书有效期至2027年6月30日。", 2022, [("至2027年6月30日", "until", "2027-06-30")]),
    ("自受理之日起至2027年6月30日止免收费用。", 2022, [("自受理之日起至2027年6月30日止", "until", "2027-06-30")]),
    ("扣缴单位在扣款的次月15日内申报。", 2022, [("在扣款的次月15日内", "until", "XXXX-XX-15")]),
    ("完成时限:2022年6月。", 2021, [("2022年6月", "during", "2022-06-01/2022-06-30")]),
    ("请于10日前报送回执。", 2021, [("10日前", "until", "XXXX-XX-10")]),
    ("2017 年12 月7日前报送。", 2017, [("2017 年12 月7日前", "until", "2017-12-07")]),
    ("每月3日、18日前报送进展。", 2021, [("每月3日、18日前", "until", None)]),
    ("报名截止时间:2022年6月15日。", 2021, [("2022年6月15日", "until", "2022-06-15")]),
    ("结果于次年第一季度公布。", 2021, [("次年第一季度", "during", "XXXX-01-01/XXXX-03-31")]),
    ("2021-2023年每年安排资金。", 2021, [("2021-2023年", "during", "2021-01-01/2023-12-31")]),
    ("2022年底", 2021, [("2022年底", "until", "2022-12-31")]),
    ("2022年6月。", 2021, [("2022年6月", "during", "2022-06-01/2022-06-30")]),
    ("不晚于2022年6月30日拨付。", 2021, [("不晚于2022年6月30日", "until", "2022-06-30")]),
    ("2023年春节前完成清欠。", 2022, [("2023年春节前", "until", None)]),
    ("每周五下班前报送进展。", 2022, [("每周五下班前", "until", None)]),
    ("每日上午9时前报送前一日数据。", 2022, [("每日上午9时前", "until", None)]),
    ("受理期限至100年12月31日。", None, [("至100年12月31日", "until", "2011-12-31")]),
]
PERIODS = [
    ("2019年3月1日至6月30日,集中整治。", 2019, [("2019年3月1日至6月30日", "during", "2019-03-01/2019-06-30")]),
    ("10月1日至7日放假七天。", 2019, [("10月1日至7日", "during", "2019-10-01/2019-10-07")]),
    ("2021—2023年,每县新建两个站点。", 2021, [("2021—2023年", "during", "2021-01-01/2023-12-31")]),
    ("力争今年年内投产。", 2022, [("今年年内", "during", "2022-01-01/2022-12-31")]),
    ("1997年7―9月,清理登记。", 1997, [("1997年7―9月", "during", "1997-07-01/1997-09-30")]),
    ("每年12月1日起至次年3月31日止禁止野外用火。", 2019, [("每年12月1日起至次年3月31日止", "during", "XXXX-12-01/XXXX-03-31")]),
    ("2022年,力争新增10家。", 2022, [("2022年", "during", "2022-01-01/2022-12-31")]),
    ("2022年全面完成改造。", 2022, [("2022年", "during", "2022-01-01/2022-12-31")]),
    ("2022年上半年启动招标。", 2022, [("2022年上半年", "during", "2022-01-01/2022-06-30")]),
    ("请于9月8日报送名单。", 2022, [("9月8日", "during", "2022-09-08")]),
    ("力争全年投资30亿元。", 2022, [("全年", "during", "2022-01-01/2022-12-31")]),
    ("在取得证书的当年扣除。", 2022, [("在取得证书的当年", "during", None)]),
    ("第一年完成投资的三成。", 2022, [("第一年", "during", None)]),
    ("“十四五”期间,新增床位两万张。", 2022, [("“十四五”期间", "during", "2021-01-01/2025-12-31")]),
    ("八五期间继续执行。", None, [("八五期间", "during", "1991-01-01/1995-12-31")]),
    ("到“十五五”末,覆盖所有乡镇。", 2022, [("到“十五五”末", "until", "2030-12-31")]),
]
DURATIONS = [
    ("原则上3年内完成投资。", [("3年内", "within", "P3Y")]),
    ("48小时内办结。", [("48小时内", "within", "PT48H")]),
    ("一年半内竣工。", [("一年半内", "within", "P18M")]),
    ("半年内竣工。", [("半年内", "within", "P6M")]),
    ("一个半月内竣工。", [("一个半月内", "within", "P1M15D")]),
    ("两个季度内竣工。", [("两个季度内", "within", "P6M")]),
    ("两周内答复。", [("两周内", "within", "P2W")]),
    ("5个工作日内答复。", [("5个工作日内", "within", "P5D")]),
    ("在一个纳税年度内不得变更。", [("在一个纳税年度内", "within", "P1Y")]),
    ("今后五年内再建二十所。", [("今后五年内", "within", "P5Y")]),
    ("通过3年努力,建成体系。", [("通过3年努力", "within", "P3Y")]),
    ("力争通过3-5年的努力,建成体系。", [("3-5年", "within", "P5Y")]),
    ("经过两年左右的建设,初具规模。", [("两年左右", "within", "P2Y")]),
    ("用三年时间完成轮训。", [("用三年时间", "within", "P3Y")]),
    ("分3年落实到位。", [("3年", "within", "P3Y")]),
    ("按照两年完成改造的要求推进。", [("两年", "within", "P2Y")]),
    ("贷款期限最长不超过36个月。", [("最长不超过36个月", "within", "P36M")]),
    ("公示时间不少于7个工作日。", [("不少于7个工作日", "during", "P7D")]),
    ("审批时限压缩至3个工作日。", [("3个工作日", "within", "P3D")]),
    ("材料应当留存五年。", [("五年", "during", "P5Y")]),
    ("证书有效期为2年。", [("2年", "during", "P2Y")]),
    ("1年至3年内逐步化解。", [("1年至3年内", "within", "P3Y")]),
    ("应提前不少于5个工作日公告。", [("提前不少于5个工作日", "before", "P5D")]),
    ("应提前3日告知。", [("提前3日", "before", "P3D")]),
    ("公示满3个月后方可拨付。", [("满3个月后", "after", "P3M")]),
    ("在规定时间内补正。", [("在规定时间内", "within", None)]),
    ("在招标文件确定的期限内补正。", [("在招标文件确定的期限内", "within", None)]),
    ("财政年度内不得调剂。", [("财政年度内", "within", None)]),
    ("一般事项当日办结。", [("当日", "until", None)]),
    ("每年3-5月集中检查。", [("每年3-5月", "during", "XXXX-03-01/XXXX-05-31")]),
    ("春节前完成清欠。", [("春节前", "until", None)]),
    ("确保主汛期到来之前完工。", [("主汛期到来之前", "until", None)]),
    ("到本世纪中叶,建成强市。", [("到本世纪中叶", "until", None)]),
    ("每季度末报送一次。", [("每季度末", "until", None)]),
]
# (sentence, exact, since)
SINCE = [
    ("应当自收到申请之日起20个工作日内答复。", "自收到申请之日起20个工作日内", "自收到申请之日起"),
    ("各县要在本通知印发之日起15日内制定细则。", "在本通知印发之日起15日内", "本通知印发之日起"),
    ("每批名单公布后2个月内,各市报送规划。", "每批名单公布后2个月内", "每批名单公布后"),
    ("申请人收到通知书后10日内补正。", "收到通知书后10日内", "收到通知书后"),
    ("应当在受理后5日内办结。", "在受理后5日内", "受理后"),
    ("应在合同签订后的10个工作日内备案。", "在合同签订后的10个工作日内", "合同签订后"),
    ("自合同签订之日起,3年内不得转让。", "自合同签订之日起,3年内", "自合同签订之日起"),
    ("年度终了后4个月内报送决算。", "年度终了后4个月内", "年度终了后"),
    ("有效期届满前30日内申请换证。", "有效期届满前30日内", "有效期届满前"),
    ("应当于会议召开3日前送达。", "会议召开3日前", "会议召开"),
]
NO_LIMIT = [
    "本办法自2019年1月1日起施行。",
    "从2020年开始实施。",
    "对3年内未开工的,收回用地。",
    "对于第一年完成目标的培育对象,优先支持。",
    "签订1年以上劳动合同。",
    "近三年内无违法记录。",
    "实施三年行动计划。",
    "发展规划(2021-2025年)由市发改委编制。",
    "落实《2018年重点工作要点》和《三年攻坚方案(2018—2020年)》。",
    "年满3岁的儿童可以入园。",
    "参加失业保险3年以上的职工可以申领。",
    "一年内累计旷工3次以上的,予以辞退。",
    "做好2017年度考核工作。",
    "按6个月的标准确定。",
    "三年级学生参加测试。",
    "养老金提高至每月375元。",
    "服务5年以上的人员可以申报。",
    "从第二年起按八成拨付。",
    "短期内不作调整。",
    "去年12月底前已完成登记。",
    "上年1月1日至12月31日出版的作品可以参评。",
    "次年降为培育名单。",
    "2018年,全市新增企业三千家。",
]


def limits(text: str, year: int | None = None) -> list[tuple[str, str, str | None]]:
    return [(text[item.start : item.end], item.kind, item.value) for item in find_time_limits(text, 0, len(text), year=year)]


@pytest.mark.parametrize(("text", "year", "expected"), POINTS + PERIODS)
def test_points_and_periods(text: str, year: int | None, expected: list[tuple[str, str, str | None]]) -> None:
    assert limits(text, year) == expected


@pytest.mark.parametrize(("text", "expected"), DURATIONS)
def test_durations_and_words(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert limits(text) == expected


@pytest.mark.parametrize(("text", "exact", "since"), SINCE)
def test_since(text: str, exact: str, since: str) -> None:
    (found,) = find_time_limits(text, 0, len(text))
    assert text[found.start : found.end] == exact
    assert found.since is not None
    assert text[slice(*found.since)] == since


@pytest.mark.parametrize("text", NO_LIMIT)
def test_no_limit(text: str) -> None:
    assert limits(text, 2019) == []


def test_working_days_are_told_apart() -> None:
    text = "3个工作日内受理,10日内办结。"
    assert [item.working_days for item in find_time_limits(text, 0, len(text))] == [True, False]


def test_a_month_that_is_over_is_left_without_a_year() -> None:
    text = "2月10日前报送名单。"
    (found,) = find_time_limits(text, 0, len(text), year=2018, month=11)
    assert found.value == "XXXX-02-10"


def test_only_the_stretch_is_read() -> None:
    text = "3年内建成。5年内达标。"
    (found,) = find_time_limits(text, 6, len(text))
    assert (text[found.start : found.end], found.value) == ("5年内", "P5Y")


_PIECES = st.lists(
    st.sampled_from(
        [
            *"0123456789年月日内前后底末至到-、,。;《》()“”的在自起每第一二三十五半个时期间周季度次定按逐 ",
            "2019",
            "工作日",
            "之日起",
            "不超过",
            "提前",
            "期间",
            "通过",
            "努力",
            "当年",
            "公布",
        ]
    ),
    max_size=30,
).map("".join)
_DAY = r"[0-9X]{4}-[0-9X]{2}-[0-9X]{2}"
_ISO = re.compile(rf"{_DAY}(?:/{_DAY})?|P(?:[0-9]+[YW]|(?:[0-9]+M)?(?:[0-9]+D)?|T[0-9]+[HM])")


@given(_PIECES, st.sampled_from([None, 2019]))
def test_whatever_is_found_lies_inside_and_is_iso_8601(text: str, year: int | None) -> None:
    start, end = len(text) // 5, len(text)
    reached = start
    for item in find_time_limits(text, start, end, year=year):
        assert reached <= item.start < item.end <= end
        assert item.value is None or (_ISO.fullmatch(item.value) and item.value != "P")
        assert item.since is None or start <= item.since[0] < item.since[1] <= end
        reached = item.end


@pytest.mark.parametrize(
    "piece", ["1", "2019年", "3月", "一", "在", "每年", "之日起", "内", "2019年1月1日至", "1、", "五", "前", "《", "累计3次"]
)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    began = time.perf_counter()
    find_time_limits(text, 0, len(text))
    assert time.perf_counter() - began < 3
