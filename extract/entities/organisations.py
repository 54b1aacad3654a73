"""Where bodies are named (机关名称): a grammar that is anchored on head nouns and reads to the left.

One pass finds every head noun (局, 委, 领导小组, 部门 …); what stands before it decides. The cases, in order of the heads:

1. ``function``: 局, 委, 办, 厅, 部, 部门, 机关 … behind what a department is in charge of (财政局, 税务机关), with the place or level
   before that (省、市财政局, 长春市财政局, 国务院税务主管部门). Without a function there is no body (各部门, 内部, 全局).
2. ``power``: 人民政府, 委 of the party, 人大 … behind a place or a level, classes among them (设区市政府, 县级以上人民政府).
3. ``joint``: 领导小组, 联席会议, 指挥部 … behind any words from a place, a level or a word that no name holds; alone where the
   full name stands before it in the notice (:mod:`.antecedents`).
4. ``house``: 公司, 大学, 中心, 协会 … behind any words from a place, a level, 国家 or 中国, and companies by their legal form.
5. ``known``: bodies with a name of their own (国务院, 人民银行), found with the places.

An office of the body (办公室, 办公厅) and a second name in brackets (服务业发展局(旅游局)) belong to the name. Nothing behind 各 is a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from .geography import Named
from .words import entity_words, pattern_of

__all__ = ["Body", "find_bodies"]

_REACH: Final = 40
"""Characters; no name is longer before its head."""

# ------------------------------------------------------------------ heads
_BUREAU: Final = (
    r"(?:(?:行政)?主管部门|等(?:有关|相关)?部门|部门|管理局|分局|总局|总署|局(?![面势限])|委员会|委(?![员托派任以屈婉])"
    r"|办公厅|办公室|办(?![理法事学公医好案结会展赛证税班园成])|厅(?![堂])|部(?![分署件队位落下])|署(?![名])"
    r"|机关|机构|总队|支队|大队|管理处|管理所|管理站|服务中心|管理中心|信息中心|监测中心|指导中心|发展中心|中心)"
)
_POWER: Final = (
    r"(?:人民政府|政府|人民代表大会常务委员会|人民代表大会|人大常委会|人大|政协|纪委监委|纪委|监委|党委(?!书记)|党工委|工委|行政公署|行署"
    r"|总工会|工会|妇联|残联|工商联|科协|文联|侨联|团委|红十字会|供销合作社|供销社|军区|军分区|警备区|武警总队|武装部|人武部"
    r"|街道办事处|委(?![员托派任以屈婉]|办[局社]))"
)
_JOINT: Final = (
    r"(?:领导小组|协调小组|工作小组|专项小组|推进小组|联席会议|联席会|指挥部|工作专班|专班|工作组|委员会|组委会|管委会|理事会|联盟)"
)
_HOUSE: Final = (
    r"(?:有限责任公司|有限公司|集团公司|总公司|分公司|公司|集团(?![化军])|(?<!商业)银行|分行|大学(?![生城毕学])|学院|党校|中学(?!生)|小学(?!生)"
    r"|医院|研究院|研究所|科学院|设计院|规划院|交易所|出版社|报社|日报|电视台|电台|博物馆|图书馆|档案馆"
    r"|协会|学会|研究会|联合会|商会|基金会|促进会"
    r"|(?:中级|高级)?人民法院|法院|人民检察院|检察院|派出所|居民委员会|村民委员会|居委会|村委会|海关(?!总署)|兵团|办事处|中心)"
)
_OFFICE: Final = r"(?:(?:综合)?办公室|办公厅|秘书处|办(?![理法事学公医好案结会展赛证税班园成]))?"
_DOUBLE: Final = re.compile(r"\((?!以下|简称|含|或|试行)[\u4e00-\u9fff]{1,14}(?:局|委|办|厅|办公室|中心|委员会|分局)\)")
# What stands before a name, so that it is none: classes of bodies, and bodies of whoever is meant.
_CLASS_BEFORE: Final = re.compile(r"(?:各级?|有关|相关|其他|其它|所属|下属|任何|多个|所有|同级|上级|下级|本级|多|跨|非)(?:党委[、和]?)?$")
_ALSO_FUNCTION: Final = frozenset(("委", "委员会", "中心", "联席会议"))
_BARE_HOUSES: Final = frozenset(
    ("人民法院", "法院", "人民检察院", "检察院", "中级人民法院", "高级人民法院", "居民委员会", "村民委员会", "居委会", "村委会")
)

# ------------------------------------------------------------------ levels, read backwards
_LEVEL_WORDS: Final = (
    "自治区", "直辖市", "设区市", "设区的市", "计划单列市", "副省级城市", "地级市", "县级市", "市辖区", "建制镇", "街道",
    "省级", "市级", "区级", "县级", "州级", "乡级", "镇级", "地市级", "省市", "市县", "县区", "市区", "区县", "县乡", "乡镇",
    "省", "市", "区", "县", "州", "旗", "盟", "镇", "乡",
    "开发区", "高新区", "经开区", "新区", "园区", "工业园区", "度假区", "自贸区", "保税区", "兵团", "中央", "国家", "全国", "中国",
    "中华人民共和国",
)  # fmt: skip
_ONE_LEVEL: Final = rf"(?:\)[省市区县州旗盟镇乡街道园、和]{{1,9}}\()?{pattern_of(_LEVEL_WORDS, backwards=True)}"
_LEVELS: Final = re.compile(
    rf"(?:方地)?(?:{_ONE_LEVEL}(?:[、和及与]{_ONE_LEVEL}){{0,4}}(?:上以)?|上以级[县市省](?:方地)?|上以\(含?级[县市省]\))"
)
_ABOVE: Final = re.compile(r"(?:地方)?(?:各级)?(?<=以上)|(?<=以上)地方")
# With one of these before it, the character is no level: 城市管理局, 社区教育, 上市公司.
_NO_LEVEL: Final = {
    "市": "城都上超门集夜股楼",
    "区": "社地园景小校片辖城郊山库灾牧军战特湾新发术教老片街厂矿片",
    "县": "郡",
    "省": "节",
    "镇": "城小村集古名",
    "州": "神九",
    "国家": "多各",
    "乡": "城老返下",
}
_PARTY: Final = re.compile(r"(?:中共|中国共产党|共青团|中华人民共和国|国家税务总局|国家统计局|中国人民银行|国网|中国气象局)$")
_NATIONAL_BEFORE: Final = re.compile(r"(?:国家|中国|全国|中华全国|中央|中华人民共和国|国务院)$")

# ------------------------------------------------------------------ words that end what a joint body's or a house's name may hold
_STOP: Final = re.compile(
    r"由|[向报请送](?!告)|上报|会同|(?<![存所实内])在(?!线)|对(?!外|口)|为(?!民)|按照?|根据|以及|以下|及(?!时)|成立|组建|设立|建立(?:健全)?|健全|完善|调整|充实|加强|加快"
    r"|推进(?!.{0,12}(?:小组|指挥部|会议))|发挥|依托|通过|的|了|将|要(?!素|点)|请|各|是|等(?!级)|并|经(?![济营贸信])|给(?!水)|与(?=[省市区县])|和(?=[省市区县国中])|"
    r"鼓励|支持(?!.{0,8}(?:小组|中心))|引导|组织(?!部|工作|人事)|参加|负责|领导(?!小组|干部)|协调(?!小组|推进|领导|机制|工作)|配合|督促|指导(?!委员会|小组|中心|组)|其|本|该|我|或者?|即|如|使|让|被|把|从|到|于|不|可|应(?!急|用|对)|须"
    r"|明确|确定|认定|批准|同意|授权|委托|选择|利用|包括|含|以(?!人)|借助|参照|联合(?!会|国)|协助|抄送|隶属|接受|聘请|邀请|依法|设在|下设|有关|相关|具备|拥有|符合|属于|大中型|中小|撤销|召开|提请|提交|讨论|定期|提出|需|纳入|列入|做好|开展|实施|强化|优化|提升|落实|打造|争取|吸引|引进|选派|每|两|一[家个所批]|多家|家(?=公司|银行|医院)|所(?=大学|中学|小学|学校)|商(?=有关|财|国|省|市)"
)
_HARD: Final = re.compile(r"[,。;:!?、\n 《》()\[\]〔〕【】|/]")
_JOINT_WORK: Final = re.compile(
    r"(?:工作|建设|部际|管理|改革|创建|防控|创新|治理|整治|开发|发展|普查|攻坚|保护|安全|服务|战略|推进|专项|防治|振兴|促进|监管|行动|试点|救助|应急)$"
)
"""What the business of a joint body ends in, where no place or level opens its name."""
_NEVER_ALONE: Final = frozenset(("委员会", "理事会", "联盟", "工作组", "管委会", "专班"))
_HOUSE_CLASS: Final = re.compile(
    r"级|重点|大型|示范|专业(?!委员会)|民营|国有|公办|民办|普通|独立|综合(?=医院)|优质|试点|区域性|商业|政策性|上市|担保|保险(?!监)|投资(?=公司)|融资|第三方|社会|企业|各类"
)
_HOUSE_OPENING: Final = re.compile(r"[省市区县州旗]|自治区|国家(?!级|重点)|全国(?!性|各)|中国|中央|中华")
_LEGAL: Final = re.compile(r"有限责任公司|有限公司|集团公司|总公司")
_JOINT_OPENING: Final = re.compile(r"国务院|国家|全国|中央|中共|自治区|[省市区县州旗](?![级直场民容政域])")


class Body(NamedTuple):
    """A body named at ``start``..``end`` of the text."""

    start: int
    end: int
    case: str
    """function | power | joint | house | known: which case of the grammar found it; ``short``: a short form of one that did."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    head: re.Pattern[str]
    joined: re.Pattern[str]
    """Functions read backwards, members of a coordination among them (部门教育、财政)."""
    function: re.Pattern[str]
    ministry: re.Pattern[str]
    generic: re.Pattern[str]


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    words = entity_words()
    functions = pattern_of(words["functions"], backwards=True)
    only_generic = pattern_of(set(words["generic"]) - set(words["functions"]), backwards=True)
    token = pattern_of([*words["functions"], *words["generic"]], backwards=True)
    last = "".join(sorted({word[-1] for word in (*words["functions"], *words["generic"], *words["ministries"], "国", "方")}))
    # A level alone makes no department: 市局, 省厅 are read by their own case below.
    head = re.compile(
        rf"(?P<joint>{_JOINT})|(?P<house>{_HOUSE})|(?P<power>{_POWER})|(?P<function>(?<=[{last}])(?:{_BUREAU}))|(?P<law>(?<=[县市区省州]级)公安)"
    )
    return _Grammar(
        head,
        re.compile(rf"{token}+(?:[、和与及]{only_generic}*{functions}{token}*)*"),
        re.compile(rf"{token}(?:[和与及]?{token})*"),
        re.compile(
            pattern_of(
                [*words["ministries"], "宣传", "组织", "统战", "统一战线工作", "社会工作", "国防动员", "农村工作", "农工"], backwards=True
            )
        ),
        re.compile(only_generic + "+"),
    )


def find_bodies(text: str, names: list[Named], masked: list[tuple[int, int]]) -> list[Body]:
    """Return the bodies in folded ``text`` in order of place, none overlapping another.

    ``names`` are the places and known bodies (:func:`~.geography.find_names`), ``masked`` the sorted stretches that hold no names.
    """
    return _Reader(text, names, masked).read()


class _Reader:
    def __init__(self, text: str, names: list[Named], masked: list[tuple[int, int]]) -> None:
        self.text = text
        self.size = len(text)
        self.backwards = text[::-1]
        self.grammar = _grammar()
        self.places = [name for name in names if name.kind not in {"body", "area", "country"}]
        self.ends = {name.end: name.start for name in self.places}
        self.starts = [name.start for name in self.places]
        self.known = [name for name in names if name.kind == "body"]
        self.masks = masked
        self.mask_starts = [start for start, _ in masked]
        self.found: list[Body] = []

    def read(self) -> list[Body]:
        """Return the bodies."""
        known = iter([*self.known, Named(self.size, self.size, "body")])
        ahead = next(known)
        position = 0
        search = self.grammar.head.search
        while True:
            match = search(self.text, position)
            at = match.start() if match else self.size
            while ahead.start < self.size and ahead.start <= at:
                self._add(*self._known(ahead))
                position = max(position, ahead.end)
                ahead = next(known)
            if match is None:
                return self.found
            if match.start() < self._floor():
                position = max(match.start() + 1, min(self._floor(), match.end()))
                continue
            position = match.end() if self._head(match) else match.start() + 1

    def _floor(self) -> int:
        return self.found[-1].end if self.found else 0

    def _add(self, start: int, end: int, case: str) -> None:
        """Take a body in: with a second name in brackets, and as one with the body before that it belongs to."""
        double = _DOUBLE.match(self.text, end)
        end = double.end() if double else end
        if self.found and self.found[-1].end == start and self._belongs(self.found[-1], start, end, case):
            last = self.found.pop()
            start, case = last.start, last.case
        self.found.append(Body(start, end, case))

    def _belongs(self, last: Body, start: int, end: int, case: str) -> bool:
        """Tell whether a body that follows without a mark is one of the body before: 县级以上人民政府财政部门, 国家税务总局吉林省税务局."""
        before = self.text[last.start : last.end]
        if _PARTY.search(before):
            return start in self.starts
        if case == "function" and before.endswith("委") and last.case == "power":
            return self.text[end - 1] in "部局委室办"
        if case == "function" and start not in self.starts and (last.case == "power" or before == "国务院"):
            return self.text.startswith(("部门", "机构", "机关", "办公室"), end - 2) or before == "国务院"
        return before == "国务院" and case == "joint"

    def _masked(self, at: int) -> bool:
        index = bisect_left(self.mask_starts, at + 1) - 1
        return index >= 0 and at < self.masks[index][1]

    # ---------------------------------------------------------------- cases
    def _known(self, name: Named) -> tuple[int, int, str]:
        start, end = name.start, name.end
        before = _NATIONAL_BEFORE.search(self.text, max(self._floor(), start - 7), start)
        if before is not None and self.text[before.start() : end] != "国务院国务院":
            start = before.start()
        office = re.compile(_OFFICE).match(self.text, end)
        return start, office.end() if office else end, "known"

    def _head(self, match: re.Match[str]) -> bool:
        """Read to the left of a head; return whether there is a body."""
        if self._masked(match.start()):
            return False
        kind = match.lastgroup or ""
        reader = {"function": self._function, "power": self._power, "joint": self._joint, "house": self._house}.get(kind)
        start = reader(match.start(), match[0]) if reader else None
        if start is None and match[0] in _ALSO_FUNCTION:
            kind = "function"
            start = self._function(match.start(), match[0])
        if start is None or self._is_class(start):
            return False
        self._add(start, self._office(match.end(), kind, match[0]), kind)
        return True

    def _office(self, end: int, kind: str, head: str) -> int:
        if kind == "function" and head in {"部门", "机关", "机构", "办公室", "办"}:
            return end
        match = re.compile(_OFFICE).match(self.text, end)
        return match.end() if match else end

    def _is_class(self, start: int) -> bool:
        return _CLASS_BEFORE.search(self.text, max(0, start - 6), start) is not None

    def _back(self, pattern: re.Pattern[str], end: int, low: int) -> int | None:
        """Return where the longest match of a backwards pattern that ends at ``end`` begins; None where there is none."""
        match = pattern.match(self.backwards, self.size - end, self.size - low)
        return self.size - match.end() if match and match.end() > match.start() else None

    def _function(self, head: int, word: str) -> int | None:
        grammar = self.grammar
        low = max(self._floor(), head - _REACH)
        shared = "部门" in word or word in {"机关", "机构"}
        pattern = grammar.ministry if word == "部" else grammar.joined if shared else grammar.function
        start = self._back(pattern, head, low)
        if start is None:
            return None
        if self._back(grammar.generic, head, start) == start:
            return None
        if word in {"机构", "中心"} and not self._is_office_of(start, head):
            return None
        placed = self._placed(start, low)
        if placed is None:
            return start if self._may_begin(start) else None
        return placed

    def _is_office_of(self, start: int, head: int) -> bool:
        return self.text.endswith(("管理", "经办", "登记", "交易", "控制", "疾控", "审批", "监测", "评审"), start, head)

    def _may_begin(self, start: int) -> bool:
        """Tell whether a function without a place may begin here: not behind a piece of a longer word (城市管理局)."""
        before = self.text[start - 1 : start]
        return before not in {"市", "区", "县", "性"} or self.text[start - 2 : start] in {"全市", "全区", "我市", "我区"}

    def _power(self, head: int, word: str) -> int | None:
        low = max(self._floor(), head - _REACH)
        start = self._placed(head, low)
        if start is None:
            return None
        if word == "委" and head in self.ends and self.text[head - 1] not in "省市区县州旗盟":
            return None
        return start

    def _placed(self, end: int, low: int) -> int | None:
        """Return where the place or the level that ends at ``end`` begins, with what stands before a local body's place."""
        start = self.ends.get(end)
        if start is None or start < low:
            start = self._level(end, low)
        if start is None:
            return None
        party = _PARTY.search(self.text, max(low, start - 9), start)
        return party.start() if party else start

    def _level(self, end: int, low: int) -> int | None:
        start = self._back(_LEVELS, end, low)
        if start is None:
            return None
        word = self.text[start:end]
        before = self.text[start - 1] if start else ""
        if before and before in _NO_LEVEL.get(word[:1], ""):
            return None
        if word[:1] in "省市区县州" and start in self.ends:  # 长春市、吉林市财政局 holds two names, 江苏省、市 a place
            return max(self.ends[start], low)
        return start

    def _joint(self, head: int, word: str) -> int | None:
        low, base = self._window(head)
        start = self._opening(base, head, _JOINT_OPENING)
        if start is None:
            content = self.text[base:head]
            if not 5 <= len(content) <= 24 or not _JOINT_WORK.search(content) or word in _NEVER_ALONE:
                return None
            start = base
        return None if start == head else self._party(start, low)

    def _party(self, start: int, low: int) -> int:
        party = _PARTY.search(self.text, max(low, start - 9), start)
        return party.start() if party else start

    def _house(self, head: int, word: str) -> int | None:
        low, base = self._window(head)
        start = self._opening(base, head, _HOUSE_OPENING)
        content = self.text[start if start is not None else base : head]
        if start is None and word in _BARE_HOUSES and self._may_begin(head):
            return head
        if start is None and word == "派出所" and content.endswith("公安"):
            return head - 2
        if start is None and not (_LEGAL.match(word) and len(content) >= 3):
            return None
        if not content or _HOUSE_CLASS.search(content) or (start is not None and len(content) < 2 and word not in _BARE_HOUSES):
            return None
        return self._party(start if start is not None else base, low)

    def _window(self, head: int) -> tuple[int, int]:
        """Return the left edge of what the head may belong to, and the place behind the last word that no name holds."""
        low = max(self._floor(), head - _REACH)
        index = bisect_left(self.mask_starts, head) - 1
        if index >= 0:
            low = max(low, min(self.masks[index][1], head))
        for mark in _HARD.finditer(self.text, low, head):
            low = mark.end()
        base = low
        for stop in _STOP.finditer(self.text, low, head):
            base = stop.end()
        return low, base

    def _opening(self, base: int, head: int, pattern: re.Pattern[str]) -> int | None:
        """Return where a name begins with a place or a level, in ``base``..``head``."""
        at = bisect_left(self.starts, base)
        if at < len(self.starts) and self.starts[at] < head:
            return self.starts[at]
        while base < head and self.text[base] in "和与及":
            base += 1
        level = self._level_before(base, head)
        if level is not None:
            return level
        match = pattern.match(self.text, base, head)
        return base if match else None

    def _level_before(self, base: int, head: int) -> int | None:
        """Return where the coordination of levels begins that ends right before ``base`` 's level: 省、市联席会议."""
        if base >= 2 and self.text[base - 1] == "、" and self.text[base] in "省市区县州" and self.text[base - 2] in "省市区县州":
            start = base - 2
            while start >= 2 and self.text[start - 1] == "、" and self.text[start - 2] in "省市区县州":
                start -= 2
            if start not in self.ends and start >= self._floor() and head > base and (start + 1) not in self.ends:
                return start
        return None
