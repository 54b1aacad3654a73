"""The inside of a norm sentence: aim, object, conditions, constraints, or-else."""

from __future__ import annotations

import pytest
from gongwen.extract.norms.segments import read_segments
from gongwen.extract.norms.statement import Statement, read_statement
from hypothesis import given
from hypothesis import strategies as st


def read(sentence: str, subject: str = "", modal: str = "", kind: str = "obligation", masked: str = "") -> Statement:
    def find(words: str, at: int = 0) -> tuple[int, int] | None:
        start = sentence.find(words, at) if words else -1
        return (start, start + len(words)) if start >= 0 else None

    who = find(subject)
    mask = find(masked)
    segments = read_segments(sentence, 0, len(sentence))
    return read_statement(
        sentence, 0, segments, subject=who, modal=find(modal, who[1] if who else 0), kind=kind, masked=[mask] if mask else []
    )


def words(sentence: str, bounds: tuple[int, int] | None) -> str | None:
    return sentence[slice(*bounds)] if bounds else None


# sentence, subject, modal, aim, object
ACTS = [
    ("切实加强水源地巡护。", "", "", "加强", "水源地巡护"),
    ("各乡镇要建立健全河湖台账,落实专人。", "各乡镇", "要", "建立健全", "河湖台账"),
    ("县水务局每季度向市水务局报送巡查情况。", "县水务局", "", "报送", "巡查情况"),
    ("各乡镇要将巡查经费纳入年度预算。", "各乡镇", "要", "纳入", "年度预算"),
    ("将养护标准由每公里2万元提高至3万元。", "", "", "提高至", "3万元"),
    ("对岸线利用情况进行全面核查。", "", "", "进行全面核查", "岸线利用情况"),
    ("对护河员开展岗前培训。", "", "", "开展岗前培训", "护河员"),
    ("各乡镇可按照不低于市级标准建设生态护岸。", "各乡镇", "可", "建设", "生态护岸"),
    ("沿河绿带宽度一般控制在20米以内。", "", "", "控制在", "20米以内"),
    ("所需资金由县财政列支。", "", "", "列支", None),
    ("修改完善流域规划,公布名录。", "", "", "修改完善", "流域规划"),
    ("不搞层层加码。", "", "不搞", "搞", "层层加码"),
    ("镇政府作为责任主体,负责落实管护经费。", "镇政府", "", "落实", "管护经费"),
    ("县水务局将委托第三方评估成效。", "县水务局", "", "委托", "第三方评估成效"),
    ("整治非法码头并恢复岸线原貌。", "", "", "整治", "非法码头"),
    ("力争到2027年,建成示范河湖20条。", "", "力争", "建成", "示范河湖20条"),
    ("坚持节水优先,发展高效农业,确保用水总量不超红线。", "", "确保", "发展", "高效农业"),
    ("鼓励社会资本投资水生态修复。", "社会资本", "鼓励", "投资", "水生态修复"),
    ("加快闸坝改造步伐。", "", "", "加快", "闸坝改造步伐"),
    ("利用卫星影像,监测水面变化。", "", "", "监测", "水面变化"),
    ("水务部门负责本行政区域内的取水管理工作。", "水务部门", "负责", "负责", "本行政区域内的取水管理工作"),
    ("水务部门负责组织取水核查。", "水务部门", "负责", "组织", "取水核查"),
    ("对用水协会组织进行监督检查。", "", "", "进行监督检查", "用水协会组织"),
    ("镇政府应当为管护员购买保险。", "镇政府", "应当", "购买", "保险"),
    ("护河标志应当为蓝色。", "", "应当", "为", "蓝色"),
    ("省、市人民政府主管部门应当向社会公布名录。", "省、市人民政府主管部门", "应当", "公布", "名录"),
    ("县级河长制办公室与测绘申请单位签订协议。", "县级河长制办公室", "", "签订", "协议"),
    ("不得对正在申请复核的河段进行评定。", "", "不得", "进行评定", "河段"),
    ("到2027年,水上运输产业产值达到5亿元。", "", "", "达到", "5亿元"),
    ("综合评估治理成效。", "", "", "评估", "治理成效"),
    ("河长由乡镇主要负责人担任。", "", "", "担任", None),
]


@pytest.mark.parametrize(("sentence", "subject", "modal", "aim", "thing"), ACTS)
def test_aim_and_object(sentence: str, subject: str, modal: str, aim: str, thing: str | None) -> None:
    found = read(sentence, subject, modal)
    assert (words(sentence, found.aim), words(sentence, found.object)) == (aim, thing)


CONSTITUTIONS = [
    ("本办法所称河湖,是指天然河道和水库。", "是指", "天然河道和水库"),
    ("委员会由水务、财政等部门组成。", "组成", None),
    ("奖补标准为每公里5000元。", "为", "每公里5000元"),
    ("本细则自公布之日起施行。", "施行", None),
    ("水面面积以遥感结果为准。", "为准", None),
]


@pytest.mark.parametrize(("sentence", "aim", "thing"), CONSTITUTIONS)
def test_what_constitutes(sentence: str, aim: str, thing: str | None) -> None:
    found = read(sentence, kind="constitutive")
    assert (words(sentence, found.aim), words(sentence, found.object)) == (aim, thing)


# sentence, subject, conditions, constraints
FRAMES = [
    ("凡建有取水设施的单位,应安装计量装置。", "", ["凡建有取水设施的单位"], []),
    ("取水户拒不安装计量装置的,责令改正。", "", ["取水户拒不安装计量装置的"], []),
    ("按照分级管理原则,划定保护范围。", "", [], ["按照分级管理原则"]),
    ("根据评估结果及时调整名录。", "", [], []),
    ("经县政府同意后公布名录。", "", ["经县政府同意后"], []),
    ("验收合格的认定为示范河湖。", "", ["验收合格的"], []),
    ("对列入名录的水库,逐一制定方案。", "", ["对列入名录的水库"], []),
    ("结合汛情变化,加密巡查频次。", "", [], ["结合汛情变化"]),
    ("入选名单后,县财政拨付首笔资金。", "县财政", ["入选名单后"], []),
    ("掌握取水信息,但未按要求报送的,主要负责人承担相应责任。", "主要负责人", ["掌握取水信息,但未按要求报送的"], []),
    ("推广节水器具,如感应龙头、节水便器等。", "", [], []),  # 如 opens examples
]


@pytest.mark.parametrize(("sentence", "subject", "conditions", "constraints"), FRAMES)
def test_conditions_and_constraints(sentence: str, subject: str, conditions: list[str], constraints: list[str]) -> None:
    found = read(sentence, subject)
    assert [words(sentence, bounds) for bounds in found.conditions] == conditions
    if sentence.startswith("根据"):
        assert words(sentence, found.aim) == "调整"
    else:
        assert [words(sentence, bounds) for bounds in found.constraints] == constraints


# sentence, subject, what follows the failing
OUTCOMES = [
    ("对年度考核不合格的河段,予以摘牌。", "", "予以摘牌"),
    ("对考核不合格,不符合要求、未完成任务的示范点予以淘汰。", "", "予以淘汰"),
    ("对排名靠后的乡镇给予黄牌警告,两次警告的及时予以调整。", "", "给予黄牌警告,两次警告的及时予以调整"),
    (
        "对未完成进度的河段,次年降格为普通河段,对连续两年未完成的,退出名单,形成良性竞争。",
        "",
        "次年降格为普通河段,对连续两年未完成的,退出名单",
    ),
    ("对弄虚作假的单位,经领导小组核实,取消资格,并在全市通报批评。", "", "取消资格,并在全市通报批评"),
    ("实行动态管理,对推进慢、成效差的河段予以摘牌。", "", "予以摘牌"),
    ("未如实报送数据的,报送单位和有关人员承担相应责任。", "", "承担相应责任"),
    ("未如实报送数据的,单位负责人承担相应责任。", "单位负责人", "承担相应责任"),
    ("考核不合格的,对当年奖补资金不予拨付。", "", "对当年奖补资金不予拨付"),
    ("每年进行一次考核,对于考核不达标的,实施退出机制;", "", "实施退出机制"),
    ("对考核优秀的河长,给予通报表扬。", "", None),  # no failing
    ("信息不符的,可以要求申请人补正。", "", None),  # nothing to the worse
    ("严肃查处违法占用岸线行为。", "", None),  # no condition
]


@pytest.mark.parametrize(("sentence", "subject", "consequence"), OUTCOMES)
def test_what_follows_a_failing(sentence: str, subject: str, consequence: str | None) -> None:
    assert words(sentence, read(sentence, subject, kind="consequence").consequence) == consequence


def test_a_time_limit_holds_no_act() -> None:
    sentence = "各县要在方案印发之日起30日内,制定实施细则。"
    found = read(sentence, "各县", "要", masked="在方案印发之日起30日内")
    assert (words(sentence, found.aim), words(sentence, found.object)) == ("制定", "实施细则")


KINDS = ["obligation", "constitutive", "consequence"]
PIECES = [
    "对",
    "将",
    "由",
    "按照",
    "经同意",
    "标准",
    "考核",
    "不合格",
    "的",
    "河段",
    "报送",
    "予以",
    "淘汰",
    ",",
    "、",
    "。",
    "(",
    ")",
    "“",
    "2025年",
    "要",
    "为",
    "并",
    " ",
    "\n",
    "x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from(KINDS), st.data())
def test_all_offsets_lie_in_the_sentence(text: str, kind: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low = data.draw(st.integers(start, end))
    found = read_statement(text, start, read_segments(text, start, end), subject=(start, low) if low > start else None, kind=kind)
    spans = [bounds for bounds in (found.aim, found.object, found.consequence, *found.conditions, *found.constraints) if bounds]
    assert all(start <= first < last <= end for first, last in spans)
