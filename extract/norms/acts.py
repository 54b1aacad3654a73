"""Acts: where in a segment of a sentence the commanded verb stands, what it is done to, and what stands between subject and verb.

Chinese puts before the verb what English puts behind it: when (每年), how (按照…标准), to what (对…, 将…), by whom (由…). The reader
passes over those, keeps them for what they are, and takes the verb that governs them: the first that is surely a verb (no noun as
well, or behind an adverb) and belongs to no clause before a noun (取得证书的人员).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from .or_else import is_failing
from .segments import Segment
from .verbs import is_nominal, skip_adverbs, verb_at

__all__ = ["ActReader", "Bounds", "ends_as_noun", "headless_clause", "is_approval"]

Bounds = tuple[int, int]
"""Start and end, offsets in the text."""

_PREPOSITION: Final = re.compile(
    r"将|把|对于?(?![外标口接症照待应])|向(?!导)|由(?!于)|在(?![职岗编校])|以(?![上下内外前后及便])|按照?(?![时期劳揭])|根据|依据|依照|依|遵照|参照|比照|与|同(?=.{2,12}(?:签订|协商))"
    r"|为(?!期|主)|从(?!事|业|严|快|重)|通过|于|经(?!济|营|费|常|验|办|过)|用(?=.{1,20}的(?:办法|方式))|会同|结合|围绕|依托|立足|利用|借助"
)
_CONSTRAINING: Final = re.compile(r"按照?|根据|依据|依照|遵照|参照|比照|通过|结合|围绕|依托|立足|利用|借助|以")
_TIME: Final = re.compile(
    r"(?:(?:到|自|从|于|在|至)?(?:20|19)[0-9]{2}(?:[、\-—至][0-9]{4})*年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:底|末|初)?(?:以?前|之前|起|至今)?"
    r"|(?:每|本|当|次|今|明|全)(?:年度?|半年|季度|月|周|日|批次?)(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:底|末|初)?(?:前|内)?"
    r"|在?[0-9一二三四五六七八九十两]{1,4} ?(?:年|个月|个?工作日|日|天|小时)(?:之内|以内|内)"
    r"|(?:按)?(?:年度?|季度?|月度?|半年)(?=[^,]{0,4}(?:报送|通报|公布|组织|开展|考核|上报)))[,的]?"
)
_APPROVAL: Final = re.compile(
    r"经[^,。;]{0,30}?(?:同意|批准|审定|审核|核准|认定|审查|审批|验收(?:合格|通过)?|评审(?:通过)?|核实|论证|协商一致|备案)(?:通过|合格)?之?后?"
)
_HEADLESS: Final = re.compile(
    r"的(?=应|可|要|须|由|予以|给予|不得|不予|及时|优先|一律|依法|按|视为|视同|还|均|将|认定|列为|评为|授予|纳入|列入|确定为|取消|退出|返还)"
)
_OBJECT_STOP: Final = re.compile(r"[。;,!?\n]")
_LEADING: Final = re.compile(r"[ \"”、,;:并且也还又同时]*")
# Delexical verbs (形式动词): the act is the verb that follows them.
_DELEXICAL: Final = re.compile(r"予以|不予|给予|加以|进行|作出|做出|实行|开展|组织开展")
_PREFIXED: Final = re.compile(
    r"不|未|一律|力求|能够|得到|负责|牵头|要|应当?|须|必须|可以?(?![持靠行])|不得|原则上|一般(?=控制|不)|统一|分别|共同|另行"
)
_TRANSFER: Final = re.compile(r"纳入|列入|列为|作为|报|转|移|交|用于|下放|归|并入|分解|落实到|延伸|提高|扩|放宽|降|调整|发|送|告")
_BASIS_HEAD: Final = re.compile(
    r"(?:按照?|根据|依据|依照|依|遵照|参照|比照|结合|围绕|采取|采用|通过|以|在)(?![时期劳揭上下内外前后职岗编校])"
)
_BASIS_NOUN: Final = re.compile(
    r"(?:标准|要求|原则|规定|方式|程序|步骤|政策|办法|比例|精神|部署|分工|职责|权限|目标|方案|计划|思路|时限|期限|顺序|实际|需要|情况|结果|安排|意见|模式|方法|条件|法律|法规|条例|制度|形式|机制|路径|名义|方面|过程中|基础上|领域|范围内|时|环节)"
    r"(?:的(?:标准|要求|原则|方式|规定|比例))?"
)
_RESULT: Final = re.compile(r"为(?!了|期)|成(?!果|本|效|员|立)|到(?!位|期)|至(?!少|今)|好(?!转)|入(?!口|围)|出(?!台|口)|在(?=.)")
_NOUN_HEAD: Final = re.compile(r"[^,的]{1,8}?(?:一般|原则上|均|应当?|全部|主要)(?=控制|不|由|达|留|用于|按|为|在)")
_AGENT_NOUN: Final = re.compile(r"人(?![员才民口数工大次])")
# The verbs that a preposition goes with, where several stand behind it: 对…进行, 与…签订.
_FAVOURED: Final = {
    "对": _DELEXICAL,
    "对于": _DELEXICAL,
    "与": re.compile(r"签订|签署|订立|建立|开展|合作|达成|联合|保持|协商|衔接|对接|共享"),
}
_MEASURED: Final = re.compile(r"(?:达到?|超过|高于|低于|提高到?|增长|下降到?|降至|保持|控制在)(?=[^,。的]{0,8}[0-9两百千万])")
# What makes a noun of the verb before it: 主管部门, 试验区, 补助金, 管理权.
_COMPOUND: Final = re.compile(r"部门|单位|机构|人员|主体|系统|义务|[区局厅院金费权率法者员证站队税款](?![域长级])")
_COMPLETED: Final = re.compile(r"..(?:为|至|到|入|给|成|在)$")
_TOWARDS: Final = re.compile(r"向|在[^,]{2,16}(?:期间|时|内|中|上)$")
_HAVING: Final = re.compile(r"[有是](?![关效序力机条些的利权限偿志益害色])")
_SHARING: Final = re.compile(r"(?:完善|提升|推进|落实|公布|上报|报送|健全|推广|执行|印发|审定|督促|检查|监督|发布|壮大|优化|评估)")
_JOINED_VERB: Final = re.compile(r"(?:、|和|并|与|或者?|以及)")
_CONSTITUTING: Final = re.compile(
    r"(?:主要)?(?:是指|系指|特指|指的是)|(?<![宗主意])指(?![标导定数南令挥示引派])|不包括|包括|包含|不含|分为|组成|构成|视同|视为|废止|施行|为准|设在|设立|下设|建立|成立|担任|兼任|属于"
)
_BEING: Final = re.compile(r"(?<![认作成行因])为(?![了主首期])|可?是(?!否)")
_BRACKETED: Final = {"(": ")", "“": "”", "《": "》", "‘": "’"}


@dataclass(slots=True)
class ActReader:
    """What was found so far in one sentence."""

    text: str
    masked: Sequence[Bounds]
    aim: Bounds | None = None
    object: Bounds | None = None
    carried: Bounds | None = None
    """What stood behind 对, 将 or 把 before the act: its object, where the act has none behind it."""
    conditions: list[Bounds] = field(default_factory=list)
    constraints: list[Bounds] = field(default_factory=list)

    def read_topic(self, start: int, end: int) -> None:
        """Keep what 对… names for the act behind it; with a clause before its noun (对不达标的小镇) it is a condition, too."""
        self.carried = _without_preposition(self.text, start, end)
        clause = self.text.rfind("的", *self.carried) + 1
        if clause and _has_verb(self.text, self.carried[0], clause - 1):
            self.conditions.append((start, end))
            self.carried = (clause, end) if clause < end else None

    def read_condition(self, start: int, end: int) -> None:
        """Keep a condition; what 如 opens and 等 closes are examples of what stands before."""
        if not (self.text[start] == "如" and self.text[start + 1 : start + 2] != "果" and "、" in self.text[start:end]):
            approval = _APPROVAL.match(self.text, start, end)
            clause_end = approval.end() if approval and approval.end() < end else headless_clause(self.text, start, end)
            self.conditions.append((start, clause_end or end))
            if clause_end and self.aim is None:
                self.read_act(clause_end, end)

    def is_masked(self, start: int, end: int) -> bool:
        """Whether a stretch is nothing but a time limit or a citation."""
        return bool(self.masked) and any(start <= low <= start + 1 and high >= end for low, high in self.masked)

    def acts(self, piece: Segment) -> bool:
        """Whether a frame goes on to an act without a comma: 根据结果及时调整方案."""
        for at in range(piece.start + 3, piece.end - 3):
            low = skip_adverbs(self.text, at, piece.end)
            if low - at > 1 and self.text[at - 1] not in "的和、与" and verb_at(self.text, low, piece.end):
                return not self._in_clause(low, piece.end)
        return self._basis(piece.start, piece.end, keep=False) > piece.start

    def read_constitution(self, pieces: list[Segment], first: int) -> None:
        """Take what constitutes (是指, 由…组成, 自…起施行) for the act, 为 and 是 only where there is no other."""
        for pattern in (_CONSTITUTING, _BEING):
            for piece in pieces:
                match = pattern.search(self.text, max(piece.start, first), piece.end) if piece.kind != "condition" else None
                if match and (pattern is _CONSTITUTING or piece.kind != "purpose" or match.start() == piece.start):
                    self.aim = match.span()
                    self.object = self._object_behind(match.end(), piece.end)
                    return

    def read_act(self, start: int, end: int) -> None:
        """Look for the act of a segment; what is found is kept, and that there is none leaves only what it is done to."""
        low = self._frames(start, end)
        verb = self._verb(low, end)
        if verb is None:
            return
        self._keep(*verb, end)

    def read_anywhere(self, pieces: list[Segment], first: int) -> None:
        """Take the act from a segment that was held for a frame, where no other has one (探索通过…方式), or a copula (号牌为…)."""
        for piece in sorted(pieces, key=lambda piece: (piece.kind == "time", -piece.start)):
            low = max(piece.start, first)
            if piece.kind == "condition" or low >= piece.end:
                continue
            at = skip_adverbs(self.text, low, piece.end)
            own = verb_at(self.text, at, piece.end)
            found = (at, own) if own and not _PREPOSITION.match(self.text, at, piece.end) else next(self._candidates(low, piece.end), None)
            if found is None and piece.kind == "act" and (copula := _BEING.search(self.text, low, piece.end)):
                found = copula.span()
            if found:
                self.constraints = [bounds for bounds in self.constraints if bounds[1] != piece.end]
                self._keep(*found, piece.end)
                return

    def _keep(self, low: int, high: int, end: int) -> None:
        self.aim = (low, high)
        self.object = self._object_behind(high, end)
        word = self.text[low:high]
        if self.object and _DELEXICAL.fullmatch(word) and self.carried and self._is_act(*self.object):
            self.aim, self.object = (low, self.object[1]), None
        if self.carried and word in ("报", "送", "交", "报送", "报请", "提交", "上报") and self.text[self.carried[0] - 1] in "将把":
            self.object = None  # behind it stands to whom
        if self.object and self.carried:  # the noun behind 对 is no object then, and its clause a condition with it
            self.conditions = [(start, self.carried[1]) if stop == self.carried[0] else (start, stop) for start, stop in self.conditions]
        if self.object is None and self.carried and low >= self.carried[1]:
            self.object = self.carried
            self.conditions = [(start, self.carried[0]) if self.carried[1] == stop else (start, stop) for start, stop in self.conditions]

    def _is_act(self, start: int, end: int) -> bool:
        """Whether the object of a delexical verb is itself an act and nothing more: 予以淘汰, 进行年度评估考核."""
        if self.text[start - 2 : start] in ("予以", "给予", "不予"):
            return verb_at(self.text, start, end) == end
        return end - start <= 10 and "的" not in self.text[start:end] and verb_at(self.text, end - 2, end) == end

    def _frames(self, start: int, end: int) -> int:
        """Pass over what stands between subject and act: adverbs, times, 经…同意, …的, 按照…; return where the act may begin."""
        at = start
        for _ in range(8):
            before = at
            leading = _LEADING.match(self.text, at, end)
            at = skip_adverbs(self.text, leading.end() if leading else at, end)
            if self.masked:
                at = next((high for low, high in self.masked if low <= at < high < end - 1), at)
            for pattern in (_TIME, _PREFIXED):
                match = pattern.match(self.text, at, end)
                if match and match.end() < end and not (pattern is _PREFIXED and not self._is_prefix(*match.span(), end)):
                    at = match.end()
            match = _APPROVAL.match(self.text, at, end)
            if match and match.end() < end:
                self.conditions.append(match.span())
                at = match.end()
            elif clause_end := headless_clause(self.text, at, end):
                self.conditions.append((at, clause_end))
                at = clause_end
            at = self._basis(at, end)
            if at == before:
                break
        return at

    def _is_prefix(self, start: int, stop: int, end: int) -> bool:
        """Whether a modal word is one here (要加强), not the head of a verb (要求); 负责 and 牵头 are, where another verb follows."""
        if self.text[start:stop] in ("负责", "牵头"):
            at = skip_adverbs(self.text, stop, end)
            return verb_at(self.text, at, end) > 0 or _PREPOSITION.match(self.text, at, end) is not None
        return verb_at(self.text, start, end) <= stop

    def _basis(self, start: int, end: int, *, keep: bool = True) -> int:
        """Return the end of 按照…标准, 根据…情况 before an act without a comma (kept as a constraint), else ``start``."""
        head = _BASIS_HEAD.match(self.text, start, end)
        for noun in _BASIS_NOUN.finditer(self.text, head.end(), min(end, start + 60)) if head else ():
            low = skip_adverbs(self.text, noun.end(), end)
            if verb_at(self.text, low, end) or (low < end and _PREPOSITION.match(self.text, low, end)):
                if keep:
                    self.constraints.append((start, noun.end()))
                return noun.end()
        return start

    def _verb(self, at: int, end: int) -> Bounds | None:
        """Return where the verb of the act stands that begins at ``at`` with itself, a preposition or a noun."""
        preposition = _PREPOSITION.match(self.text, at, end)
        own = verb_at(self.text, at, end) or (at + 1 if _HAVING.match(self.text, at, end) else 0)
        if own and (
            self.text[own : own + 1] in ("的", "者")
            or (self.text[own : own + 1] == "、" and is_nominal(self.text[at:own]))
            or _NOUN_HEAD.match(self.text, own, end)
        ):
            return next(self._candidates(at, end), None)
        if own and not (preposition and preposition.end() >= own):
            return at, self._whole(own, end)
        if preposition is None:
            measured = _MEASURED.search(self.text, at, end)
            return measured.span() if measured else next(self._candidates(at, end), None)
        if preposition[0] == "将" and (future := self._future(preposition.end(), end)):
            return future
        found = self._governing(preposition, end)
        constraining = _CONSTRAINING.fullmatch(preposition[0]) is not None
        if (
            found
            and constraining
            and (self.text.find("的", found[1], end) > 0 or (found[1] == end and is_nominal(self.text[slice(*found)])))
        ):
            found = None  # 根据申报创建小镇的类别, 根据职责分工: a verb that describes, or a noun
        named = (preposition.end(), found[0] if found else end)
        before = self._without_adverbs(*named) if found else named
        word = preposition[0]
        if word in ("将", "把", "对", "对于"):
            self._take_object(at, before, found=found is not None)
        elif constraining:
            self.constraints.append((at, before[1]))
        if found and (nested := _PREPOSITION.match(self.text, found[0], end)) and nested.end() >= found[1]:
            return self._verb(found[0], end)
        return found

    def _governing(self, preposition: re.Match[str], end: int) -> Bounds | None:
        """Return the verb behind a preposition and its noun; 将 and 把 want one that says what becomes of the thing (纳入, 放宽至)."""
        disposing = preposition[0] in ("将", "把")
        found = list(self._candidates(preposition.end() + 1, end, sure_only=disposing))
        if preposition[0] == "向" and found and self.text.find("的", found[0][1], end) > 0 and verb_at(self.text, end - 2, end) == end:
            return end - 2, end  # 向管理专利工作的部门备案
        if preposition[0] in _FAVOURED:
            found.sort(key=lambda verb: _FAVOURED[preposition[0]].match(self.text, *verb) is None)
        if disposing:
            found.sort(key=lambda verb: _TRANSFER.match(self.text, *verb) is None and _COMPLETED.search(self.text, *verb) is None)
        return found[0] if found else None

    def _future(self, at: int, end: int) -> Bounds | None:
        """Return the verb behind a 将 that says what will be done (将委托评估), not to what (将情况报送)."""
        low = skip_adverbs(self.text, at, end)
        high = verb_at(self.text, low, end)
        if not high or is_nominal(self.text[low:high]) or self._in_clause(high, end) or _TRANSFER.search(self.text, high, end):
            return None
        return low, self._whole(high, end)

    def _take_object(self, at: int, named: Bounds, *, found: bool) -> None:
        """Keep the noun behind 对, 将, 把 as the object; with a clause before it (对未完成的小镇) that clause is a condition."""
        start, end = named
        clause = self.text.rfind("的", start, end) + 1 if self.text[at] == "对" else 0
        if clause and found and _has_verb(self.text, start, clause - 1):
            self.conditions.append((at, clause))
            start = clause
        towards = _TOWARDS.search(self.text, max(start + 2, self.text.rfind("的", start, end)), end)
        end = towards.start() if towards else end
        self.carried = (start, end) if end > start else None

    def _without_adverbs(self, start: int, end: int) -> Bounds:
        """Return the stretch before a verb at ``end`` without the adverbs and modals at its own end."""
        for low in range(max(start + 1, end - 8), end):
            if (
                self.text[low:end] in ("应", "要", "可", "须", "应当", "可以", "必须", "不", "不得", "都", "均")
                or skip_adverbs(self.text, low, end + 2) >= end
            ):
                return start, low
        return start, end

    def _candidates(self, start: int, end: int, *, sure_only: bool = False) -> Iterator[Bounds]:
        """Yield the verbs that may govern a segment that begins with a noun, the likely ones first."""
        weak: list[Bounds] = []
        for low, high, sure in self._verbs(start + 1, end):
            if self.text[high : high + 1] in ("的", "者") and high < end:
                continue
            if not sure:
                weak.append((low, high))
            elif not self._in_clause(high, end):
                yield low, self._whole(high, end)
        if sure_only:
            return
        for low, high in weak:
            if high < end and self.text[low - 1] != "的" and not verb_at(self.text, high, end):
                yield low, self._whole(high, end)
        yield from weak[-1:]

    def _verbs(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Yield the verbs of a stretch outside brackets and quotes, and whether each is surely one: no noun too, or behind an adverb."""
        at = start
        while at < end:
            close = _BRACKETED.get(self.text[at])
            if close:
                at = max(self.text.find(close, at, end), at) + 1
                continue
            low = skip_adverbs(self.text, at, end)
            high = verb_at(self.text, low, end)
            if high - low == 1 and low == at:
                high = 0  # inside a stretch one character is more often a part of another word
            if high and high <= end:
                word = self.text[low:high]
                if (
                    (is_nominal(word) and _COMPOUND.match(self.text, high, end))
                    or _AGENT_NOUN.match(self.text, high)
                    or (low == at and _DELEXICAL.match(self.text, high, end))
                ):
                    at = high
                    continue
                preposition = _PREPOSITION.match(self.text, low, high)
                sure = (low > at or not is_nominal(word)) and (high < end or low > at or len(word) > 1)
                sure = sure and not (preposition and preposition.end() == high)
                yield low, high, (sure and self.text[low - 1] != "的") or (sure and word in ("予以", "给予", "不予"))
                at = high
            else:
                at += 1

    def _in_clause(self, start: int, end: int) -> bool:
        """Whether a verb that ends at ``start`` belongs to a clause before a noun: a 的 comes, and behind its noun another verb."""
        of = self.text.find("的", start, end)
        return of >= 0 and any(sure and high < end for _, high, sure in self._verbs(of + 2, end))

    def _whole(self, high: int, end: int) -> int:
        """Return the end of a verb with its complement (认定为, 纳入到) and the verbs joined to it that share its object (修改完善)."""
        for _ in range(3):
            match = _RESULT.match(self.text, high, end)
            if match and not verb_at(self.text, high, end):
                return match.end()
            joint = _JOINED_VERB.match(self.text, high, end)
            behind = joint.end() if joint else high
            other = verb_at(self.text, behind, end)
            if not other or other >= end or other - behind < 2 or is_nominal(self.text[behind:other]):
                break
            if not joint and not _SHARING.fullmatch(self.text, behind, other):
                break
            high = other
        return high

    def _object_behind(self, start: int, end: int) -> Bounds | None:
        """Return the verb phrase behind its verb: up to the comma, or to a joint behind which another act begins."""
        match = _OBJECT_STOP.search(self.text, start, end)
        stop = match.start() if match and not self._is_inside(start, match.start()) else end
        for joint in re.finditer(r"[、并]", self.text[start:stop]):
            behind = start + joint.end()
            act = verb_at(self.text, skip_adverbs(self.text, behind, stop), stop)
            if joint[0] == "并" and act and act < stop and joint.start():
                stop = start + joint.start()
                break
        while start < stop and self.text[start] in " 了:\n":
            start += 1
        while stop > start and self.text[stop - 1] in " 。;!?,:\n":
            stop -= 1
        return (start, stop) if stop > start else None

    def _is_inside(self, start: int, at: int) -> bool:
        return any(self.text.count(opening, start, at) > self.text.count(close, start, at) for opening, close in _BRACKETED.items())


_GOVERNING: Final = re.compile(r"应|可|要|须|由|予以|给予|不得|不予|视[为同]")


def headless_clause(text: str, start: int, end: int) -> int:
    """Return the end of a clause that stands for those it describes, before its predicate (验收合格的认定为…), else 0."""
    match = _HEADLESS.search(text, start, end)
    if match is None or match.start() - start < 3 or "," in text[start : match.start()]:
        return 0
    behind = match.end()
    modal = _GOVERNING.match(text, behind, end)
    low = skip_adverbs(text, behind, end)
    high = verb_at(text, low, end)
    return behind if modal or (high and high < end and (low > behind or not is_nominal(text[low:high]) or _RESULT.match(text, high))) else 0


def is_approval(text: str, piece: Segment) -> bool:
    """Whether a segment says nothing but who must have agreed: 依法经主管部门同意."""
    if text.find("经", piece.start, piece.end) < 0:
        return False
    return _APPROVAL.fullmatch(text, skip_adverbs(text, piece.start, piece.end), piece.end) is not None


def _has_verb(text: str, start: int, end: int) -> bool:
    return (
        is_failing(text, start, end)
        or any(verb_at(text, at, end) for at in range(start, end))
        or re.search(r"[不未没无有达]", text[start:end]) is not None
    )


def _without_preposition(text: str, start: int, end: int) -> Bounds:
    match = _PREPOSITION.match(text, start, end)
    low = match.end() if match else start
    return (low, end) if end > low else (start, end)


def ends_as_noun(text: str, segment: Segment) -> bool:
    """Whether a segment is a clause before a noun and nothing more: (对经过创建,)评估达标的小镇."""
    of = text.rfind("的", segment.start, segment.end)
    return of > segment.start and not any(
        verb_at(text, skip_adverbs(text, at, segment.end), segment.end) for at in range(of + 1, segment.end)
    )
