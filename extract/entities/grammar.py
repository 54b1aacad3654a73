"""The patterns of the grammar of bodies (:mod:`.organisations`): heads, levels, functions, and what a name may not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .words import Endings, entity_words, pattern_of

__all__ = [
    "ALSO_FUNCTION",
    "BARE_HOUSES",
    "CLASS_BEFORE",
    "DOUBLE",
    "HARD",
    "HOUSE_OPENING",
    "JOINT_OPENING",
    "JOINT_WORK",
    "LEGAL",
    "LEVELS",
    "NATIONAL",
    "NATIONAL_BEFORE",
    "NEVER_ALONE",
    "NO_LEVEL",
    "OFFICE",
    "PARTY",
    "STOP",
    "ZONE_SEAT",
    "Grammar",
    "grammar",
]

OFFICE: Final = re.compile(r"(?:(?:综合)?办公室|办公厅|秘书处|办(?![理法事学公医好案结展赛证税班园成了过的一]|会(?!同)))?")
DOUBLE: Final = re.compile(r"\((?!以下|简称|含|或|试行)[\u4e00-\u9fff]{1,14}(?:局|委|办|厅|办公室|中心|委员会|分局)\)")
# What stands before a name, so that it is none: classes of bodies, and bodies of whoever is meant.
CLASS_BEFORE: Final = re.compile(r"(?:各级?|有关|相关|其他|其它|所属|下属|任何|多个|所有|同级|上级|下级|本级|多|跨|非)(?:党委[、和]?)?$")
ALSO_FUNCTION: Final = frozenset(("委", "委员会", "中心", "联席会议"))
BARE_HOUSES: Final = frozenset(
    ("人民法院", "法院", "人民检察院", "检察院", "中级人民法院", "高级人民法院", "居民委员会", "村民委员会", "居委会", "村委会")
)

# ------------------------------------------------------------------ levels, read backwards
_LEVEL_WORDS: Final = (
    "自治区", "直辖市", "设区市", "设区的市", "计划单列市", "副省级城市", "地级市", "县级市", "市辖区", "建制镇", "街道",
    "省级", "市级", "区级", "县级", "州级", "乡级", "镇级", "地市级", "省市", "市县", "县区", "市区", "区县",
    "县市区", "市县区", "省市县", "市州", "县乡", "乡镇",
    "省", "市", "区", "县", "州", "旗", "盟", "镇", "乡",
    "开发区", "高新区", "经开区", "新区", "园区", "工业园区", "度假区", "自贸区", "保税区", "兵团",
)  # fmt: skip
_NATIONAL_WORDS: Final = ("中央", "国家", "全国", "中国", "中华人民共和国")
_ONE_LEVEL: Final = rf"(?:[省市区县州旗镇乡]?\)[省市区县州旗盟镇乡街道园、和]{{1,9}}\()?{pattern_of(_LEVEL_WORDS, backwards=True)}"
LEVELS: Final = re.compile(
    r"(?:方地)?上以(?:级[县市省]|\(含?级[县市省]\))"
    rf"|{_ONE_LEVEL}(?:[、和及与]{_ONE_LEVEL}){{0,4}}|{pattern_of(_NATIONAL_WORDS, backwards=True)}"
)
# With one of these before it, the character is no level: 城市管理局, 社区教育, 上市公司.
NO_LEVEL: Final = {
    "市": "城都上超门集夜股楼",
    "区": "社地园景小校片辖城郊山库灾牧军战特湾新发术教老片街厂矿片",
    "县": "郡",
    "省": "节",
    "镇": "城小村集古名",
    "州": "神九",
    "国": "中各多",
    "乡": "城老返下",
}
PARTY: Final = re.compile(
    r"(?:(?<![\u4e00-\u9fff])团|中共|中国共产党|共青团|中华人民共和国|国家税务总局|国家统计局|中国人民银行|国网|中国气象局)$"
)
NATIONAL_BEFORE: Final = re.compile(r"(?:国家|中国|全国|中华全国|中央|中华人民共和国|国务院)$")

# ------------------------------------------------------------------ words that end what a joint body's or a house's name may hold
STOP: Final = re.compile(
    r"(?<!自)由|[向报请送](?!告)|上报|会同|(?<![存所实内])在(?!线)|对(?!外|口)|为(?!民)|按照?|根据|以及|以下|及(?!时)|成立|组建|设立|建立(?:健全)?|健全|完善|调整|充实|加强|加快"
    r"|推进(?!.{0,12}(?:小组|指挥部|会议))|发挥|依托|通过|的|了|将|要(?!素|点)|请|各|是|等(?!级)|并|经(?![济营贸信])|给(?!水)|与(?=[省市区县])|和(?=[省市区县国中])|"
    r"鼓励|支持(?!.{0,8}(?:小组|中心))|引导|组织(?!部|工作|人事)|参加|负责|领导(?!小组|干部)|协调(?!小组|推进|领导|机制|工作)|配合|督促|指导(?!委员会|小组|中心|组)|其|本|该|我|或者?|即|如|使|让|被|把|从|到|于|不|可|应(?!急|用|对)|须"
    r"|建成|开工|明确|确定|认定|批准|同意|授权|委托|选择|利用|包括|含|以(?!人)|借助|参照|联合(?!会|国)|协助|抄送|隶属|接受|聘请|邀请|依法|设在|下设|有关|相关|具备|拥有|符合|属于|大中型|中小|撤销|召开|提请|提交|讨论|定期|提出|需|纳入|列入|做好|开展|实施|强化|优化|提升|落实|打造|争取|吸引|引进|选派|每|两[级家个所]|一[家个所批]|多家|家(?=公司|银行|医院)|所(?=大学|中学|小学|学校)|商(?=有关|财|国|省|市)"
)
HARD: Final = re.compile(r"[,。;:!?、\n 《》()\[\]〔〕【】|/]")
JOINT_WORK: Final = re.compile(
    r"(?:工作|建设|部际|管理|改革|创建|防控|创新|治理|整治|开发|发展|普查|攻坚|保护|安全|服务|战略|推进|专项|防治|振兴|促进|监管|行动|试点|救助|应急)$"
)
"""What the business of a joint body ends in, where no place or level opens its name."""
ZONE_SEAT: Final = re.compile(r"(?!经济|工业|产业|高新|示范|管理)[\u4e00-\u9fff]{3,14}[区园城港湾]")
"""What a 管委会 without a place is of: a zone of some name."""
NEVER_ALONE: Final = frozenset(("委员会", "理事会", "联盟", "工作组", "管委会", "专班"))
HOUSE_OPENING: Final = re.compile(
    r"[省市区县州旗](?![域际城])|自治区|(?<![中达多])国家(?!级|重点)|全国(?![性各])|国立|中国|中央|中华|首都|[东华西中][北南东西中](?!部)"
)
LEGAL: Final = re.compile(r".{0,6}有限|\(集团\)|集团公司|总公司")
NATIONAL: Final = re.compile(r"国务院|(?<![中达多])国家(?![级重])|全国(?![性各])|中央")
JOINT_OPENING: Final = re.compile(r"国务院|国家|全国|中央|中共|首都|自治区|[省市区县州旗](?![级直场民容政域])")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words and patterns of the grammar."""

    head: re.Pattern[str]
    """Any head noun."""
    cases: dict[str, str]
    """By head noun, the case that reads what stands before it."""
    last: frozenset[str]
    """Characters that stand before a head of the case function."""
    tokens: Endings
    """Words that a function is put together from."""
    functions: frozenset[str]
    """Those of them that name one; the others (管理, 服务) are none alone."""
    own: dict[str, Endings]
    """Functions of the heads that have their own: 部 (of a ministry), 办, 委."""
    not_university: re.Pattern[str]
    """Words that make of a university a class."""
    not_house: re.Pattern[str]
    """The same for other houses."""


def _heads(cases: dict[str, str], edges: dict[str, list[str]]) -> re.Pattern[str]:
    """Return a pattern for the longest head; every alternative opens with a letter, so that the scan skips to where one may begin."""
    alternatives = []
    for word in sorted(cases, key=len, reverse=True):
        before, behind = edges.get(word, ["", ""])
        alternatives.append(re.escape(word) + (f"(?![{behind}])" if behind else "") + (f"(?<!{before}{word})" if before else ""))
    return re.compile("|".join(alternatives))


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """Return the grammar, compiled once."""
    words = entity_words()
    kinds = ("functions", "generic", "ministries", "party_departments", "offices_alone", "committees_alone")
    cases = {word: case for case in ("function", "power", "house", "joint") for word in words["heads"][case]}
    return Grammar(
        _heads(cases, words["head_edges"]),
        cases,
        frozenset(word[-1] for kind in kinds for word in words[kind]),
        Endings([*words["functions"], *words["generic"]]),
        frozenset(words["functions"]),
        {
            "部": Endings([*words["ministries"], *words["party_departments"]]),
            "办": Endings([*words["functions"], *words["offices_alone"]]),
            "委": Endings([*words["functions"], *words["committees_alone"]]),
        },
        re.compile("|".join(words["not_universities"])),
        re.compile("|".join(words["not_houses"]) + "|综合(?=医院)|专业(?!委员会)|保险(?!监)|投资(?=公司)"),
    )
