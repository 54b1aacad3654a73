"""The target ledger of a notice: what is a target, what it measures, for whom and by when."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from gongwen.corpora.indicator_keys import indicator_key
from gongwen.corpora.ledger import Target, targets
from gongwen.extract import parse
from hypothesis import given, settings
from hypothesis import strategies as st

GOLD = Path(__file__).parents[3] / "shared" / "gold"
GOV_CN = Path(__file__).parents[3] / "shared" / "corpus" / "gov_cn"


def ledger(body: str, *, title: str = "临江市人民政府关于做好小镇培育工作的通知", date: str = "2021年3月5日") -> list[Target]:
    """Return the targets of a notice of 临江市 with this body."""
    notice = parse(f"{title}\n各乡镇人民政府:\n{body}\n临江市人民政府\n{date}\n".encode())
    found = targets(notice)
    assert all(notice.text[target.start : target.end] == target.exact for target in found)
    return found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("力争完成固定资产投资40亿元。", [("固定资产投资", "level", "eq", 40)]),
        ("各乡镇要确保绿化面积不少于30公顷。", [("绿化面积", "level", "ge", 30)]),
        ("到2025年,新建标准化果园25个。", [("标准化果园", "level", "eq", 25)]),
        ("创建12个左右市级示范小镇。", [("市级示范小镇", "level", "approx", 12)]),
        ("打造20项具有较大影响的民俗节庆活动。", [("民俗节庆活动", "level", "eq", 20)]),
        ("确保完成年度90亿元投资任务。", [("投资", "level", "eq", 90)]),
        ("新建污水管网80公里。", [("污水管网", "level", "eq", 80)]),
        ("确保固定资产投资增长18%以上。", [("固定资产投资", "increase", "ge", 18)]),
        ("财政总收入保持两位数增长。", [("财政总收入", "increase", "ge", 10)]),
        ("单位能耗要下降3%。", [("单位能耗", "decrease", "eq", 3)]),
        ("税收收入增幅要高于全市平均水平2个百分点。", [("税收收入增幅", "margin", "eq", 2)]),
        ("主导产业投资占比不能低于总投资的60%。", [("主导产业投资占比", "level", "ge", 60)]),
        ("小镇要按照4A级以上景区标准建设。", [("景区标准", "level", "ge", 4)]),
        ("实现生活污水百分之百达标处理。", [("生活污水达标处理", "level", "eq", 100)]),
        (
            "规划面积要控制在3平方公里左右,核心区面积要控制在1平方公里左右。",
            [("规划面积", "level", "approx", 3), ("核心区面积", "level", "approx", 1)],
        ),
        (
            "主要预期目标为:地区生产总值增长7%左右,城镇居民人均可支配收入增长6%。",
            [("地区生产总值", "increase", "approx", 7), ("城镇居民人均可支配收入", "increase", "eq", 6)],
        ),
        ("力争培育龙头企业5家、引进科研院所2个。", [("龙头企业", "level", "eq", 5), ("科研院所", "level", "eq", 2)]),
        ("年度投资任务30亿元,各单位要分解落实。", [("投资", "level", "eq", 30)]),
        ("规划面积以3平方公里左右为宜,各地要合理布局。", [("规划面积", "level", "approx", 3)]),
        ("要新建改建各类公园不少于9个。", [("各类公园", "level", "ge", 9)]),
        ("确保城镇新增就业6000人。", [("城镇新增就业", "level", "eq", 6000)]),
    ],
)
def test_measures(body: str, expected: list[tuple[str, str, str, float]]) -> None:
    assert [(item.indicator, item.measure, item.comparator, item.value) for item in ledger(body)] == expected


@pytest.mark.parametrize(
    "body",
    [
        "各单位要在30日内报送方案。",  # a time limit
        "对通过验收的小镇每亩补助600元。",  # a tariff
        "对逾期不改的,处5000元以下罚款。",
        "支持注册资本500万元以上的企业参与建设。",  # an attribute
        "重点引进10亿元以上的项目。",
        "推动4个试点镇全面完成改造任务。",  # things that there are
        "允许小镇留用30%的土地收益。",  # what is permitted
        "2020年,全市已建成小镇8个。",  # what was
        "加快推进北岗风电场50万千瓦风电等项目建设。",  # an example
        "抓紧建设5000吨级码头。",  # the name of a class
        "工业、服务业增加值分别增长5%、8%。",  # which is whose only a reader can tell
    ],
)
def test_no_targets(body: str) -> None:
    assert ledger(body) == []


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("二、申报条件", 0), ("二、工作目标", 1), ("二、2020年工作回顾", 0), ("二、建设标准", 1)],
)
def test_headings_decide(heading: str, expected: int) -> None:
    body = f"一、总体要求\n坚持因地制宜。\n{heading}\n小镇规划面积达到3平方公里以上,完成投资20亿元。\n三、有关要求\n各单位要抓好落实。"
    assert len([item for item in ledger(body) if item.indicator == "投资"]) == expected


@pytest.mark.parametrize(
    ("body", "period", "text", "source"),
    [
        ("到2025年,培育示范小镇10个。", "2025-12-31", "到2025年", "sentence"),
        ("通过3年努力,培育示范小镇10个。", "P3Y", "通过3年努力", "sentence"),
        ("力争全年新建果园10个。", "2021-01-01/2021-12-31", "全年", "sentence"),
        ("每年培育示范小镇10个。", "R/P1Y", "每年", "sentence"),
        ("到2023年,水质明显改善;新建果园10个。", "2023-12-31", "到2023年", "before"),
        ("一、2022年主要任务\n培育示范小镇10个。\n二、保障措施\n加强领导。", "2022-01-01/2022-12-31", "2022年", "heading"),
        ("通过3年努力,培育示范小镇10个,首批小镇今年的固定资产投资不少于6亿元。", "2021-01-01/2021-12-31", "今年", "sentence"),
        ("培育示范小镇10个。", None, None, None),
    ],
)
def test_periods(body: str, period: str | None, text: str | None, source: str | None) -> None:
    target = ledger(body)[-1]
    assert (target.period, target.period_text, target.period_source) == (period, text, source)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2022年临江市小镇培育工作要点", "2022-01-01/2022-12-31"),
        ("临江市小镇培育行动计划(2021-2025年)", "2021-01-01/2025-12-31"),
        ("临江市小镇培育三年行动计划", "P3Y"),
        ("临江市“十四五”小镇发展规划", "2021-01-01/2025-12-31"),
    ],
)
def test_the_title_says_the_period(title: str, period: str) -> None:
    target = ledger("培育示范小镇10个。", title=title)[0]
    assert (target.period, target.period_source) == (period, "title")


@pytest.mark.parametrize(
    ("body", "scope", "source"),
    [
        ("电子信息类小镇,原则上3年内要完成项目投资30亿元。", "电子信息类小镇", "sentence"),
        ("现代农业、健康养老等特色产业,原则上3年内要完成项目投资20亿元。", "现代农业、健康养老等特色产业", "sentence"),
        ("第一批市级小镇完成固定资产投资60亿元以上。", "第一批市级小镇", "sentence"),
        ("试点镇GDP增速达到8%以上。", "试点镇", "sentence"),
        ("(一)市级特色小镇。完成固定资产投资60亿元以上。", "市级特色小镇", "heading"),
        ("(一)市级特色小镇。3年内培育30个。", None, None),
        ("全市要完成固定资产投资60亿元以上。", None, None),
        ("各乡镇要完成固定资产投资60亿元以上。", None, None),
    ],
)
def test_scopes(body: str, scope: str | None, source: str | None) -> None:
    target = ledger(body)[0]
    assert (target.scope, target.scope_source) == (scope, source)


def test_allocations_are_of_the_places_that_they_name() -> None:
    found = ledger(
        "各区、县(市)投资任务分解如下:越城区21亿元,柯桥区70亿元,诸暨市65亿元。", title="绍兴市人民政府关于做好2021年小镇建设的通知"
    )
    assert [(item.indicator, item.region_name, item.region_code, item.value) for item in found] == [
        ("投资", "越城区", "330602", 21),
        ("投资", "柯桥区", "330603", 70),
        ("投资", "诸暨市", "330681", 65),
    ]


def test_kinds_in_one_enumeration_share_the_indicator() -> None:
    found = ledger("按照省级小镇3年完成固定资产投资50亿元、市级小镇完成30亿元的要求,加强招商引资。")
    assert [(item.indicator, item.scope, item.value, item.period) for item in found] == [
        ("固定资产投资", "省级小镇", 50, "P3Y"),
        ("固定资产投资", "市级小镇", 30, "P3Y"),
    ]


def test_an_enumeration_divides_the_sum_before_it() -> None:
    found = ledger("年度投资任务91亿元,分解到各地:柯桥区70亿元,越城区21亿元。", title="绍兴市人民政府关于做好2021年小镇建设的通知")
    assert [(item.indicator, item.region_name, item.value) for item in found] == [
        ("投资", "临江市", 91),
        ("投资", "柯桥区", 70),
        ("投资", "越城区", 21),
    ]


def test_what_a_share_goes_to_is_no_repetition() -> None:
    found = ledger("第一年的投资不少于总额的20%,其中投向特色产业的要有70%。")
    assert [(item.indicator, item.value) for item in found] == [("第一年的投资", 20)]


def test_exclusions_strength_and_key_go_along() -> None:
    (target,) = ledger("3年内要完成项目投资额25亿元(不含住宅项目)。")
    assert (target.indicator, target.indicator_key, target.excludes, target.strength) == ("项目投资额", "项目投资", ["住宅项目"], 5)
    assert target.normalized is not None
    assert (target.normalized.value, target.normalized.unit) == (2_500_000_000, "CNY")


@pytest.mark.parametrize(
    ("written", "key", "scope"),
    [
        ("固定资产投资额", "固定资产投资", None),
        ("全市固定资产投资增速", "固定资产投资", None),
        ("省级特色小镇固定资产投资", "固定资产投资", "省级特色小镇"),
        ("工业固定资产投资", "工业固定资产投资", None),
        ("试点镇GDP", "地区生产总值", "试点镇"),
        ("规上工业增加值", "规模以上工业增加值", None),
        ("规上服务业营业收入", "规模以上服务业营业收入", None),
        ("“专精特新”企业数量", "专精特新企业", None),
        ("景区服务功能标准", "景区标准", None),
        ("增速", "增速", None),
    ],
)
def test_like_indicators_share_a_key(written: str, key: str, scope: str | None) -> None:
    assert indicator_key(written) == (key, scope)


def test_a_notice_without_a_search_for_norms_has_no_ledger() -> None:
    notice = parse("关于小镇的通知\n各乡镇:\n培育示范小镇10个。\n".encode())
    assert targets(notice)
    notice.norms = None
    assert targets(notice) == []


def test_traditional_characters_are_given_back() -> None:
    notice = parse("關於推動觀光的通知\n各鄉鎮:\n到2025年,新建觀光果園12個。\n力爭完成固定資產投資40億元。\n".encode())
    assert [(item.indicator, item.unit) for item in targets(notice)] == [("觀光果園", "個"), ("固定資產投資", "億元")]


WORDS = [
    "力争",
    "完成",
    "固定资产投资",
    "50亿元",
    "、",
    ",",
    "。",
    "(",
    ")",
    "省级小镇",
    "到2025年",
    "增长",
    "18%以上",
    "3个",
    "创建",
    "的",
    "不低于",
    "\n一、目标\n",
    "分别",
    "第",
    "每",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_any_text_gives_exact_spans(pieces: list[str]) -> None:
    notice = parse(("关于小镇的通知\n各乡镇:\n" + "".join(pieces)).encode())
    for target in targets(notice):
        assert notice.text[target.start : target.end] == target.exact
        assert target.indicator
        assert "\n" not in target.indicator


def test_time_grows_with_the_text() -> None:
    sentence = "力争创建省级小镇3个、完成固定资产投资50亿元,财政收入增长8%以上。"
    short, long = (parse(f"关于小镇的通知\n各乡镇:\n{sentence * count}".encode()) for count in (40, 320))
    targets(short)
    times = []
    for notice in (short, long):
        begun = process_time()
        assert targets(notice)
        times.append(process_time() - begun)
    assert times[1] < 40 * max(times[0], 0.002)


@pytest.mark.skipif(not GOLD.is_dir(), reason="needs the gold files of ../shared")
@pytest.mark.parametrize(
    ("name", "facts"),
    [
        (
            "tongzhou.txt",
            [
                ("项目投资", 30, "亿元", "P3Y", "高端制造业类特色小镇", "320612"),
                ("规划面积", 3, "平方公里", None, None, "320612"),
                ("景区服务功能标准", 5, "A级", None, "旅游风情类特色小镇", "320612"),
            ],
        ),
        (
            "jiaxing.txt",
            [
                ("固定资产投资", 50, "亿元", "P3Y", "省级特色小镇", "330400"),
                ("固定资产投资", 30, "亿元", "P3Y", "市级特色小镇", "330400"),
                ("市级特色小镇", 30, "个", "P3Y", None, "330400"),
                ("固定资产投资增速", 16, "%", "2016-01-01/2016-12-31", "试点镇", "330400"),
            ],
        ),
        (
            "shaoxing.txt",
            [
                ("固定资产投资", 300, "亿元", "2018-01-01/2018-12-31", None, "330600"),
                ("投资", 80, "亿元", "2018-01-01/2018-12-31", None, "330603"),
                ("非政府投资占比", 80, "%", "2018-01-01/2018-12-31", "省级特色小镇", "330600"),
            ],
        ),
        ("jilin.txt", [("主导产业投资占比", 50, "%", None, None, "220000")]),
        ("jiangxi.txt", [("建设对象", 60, "个", None, None, "360000")]),
    ],
)
def test_the_reference_notices(name: str, facts: list[tuple[object, ...]]) -> None:
    found = [(item.indicator, item.value, item.unit, item.period, item.scope, item.region_code) for item in targets(parse(GOLD / name))]
    assert [fact for fact in facts if fact not in found] == []


@pytest.mark.skipif(not GOV_CN.is_dir(), reason="needs the pages of ../shared")
@pytest.mark.parametrize(
    ("name", "count"),
    [("gov_003", 0), ("gov_012", 0), ("gov_022", 0), ("gov_027", 3), ("gov_028", 0), ("gov_029", 0), ("gov_036", 0), ("gov_038", 0)],
)
def test_rules_facts_and_tariffs_are_no_targets(name: str, count: int) -> None:
    assert len(targets(parse(GOV_CN / f"{name}.html"))) == count
