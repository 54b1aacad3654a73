"""The inside of a norm sentence in the terms of the Institutional Grammar 2.0 (Frantz & Siddiki 2022, Institutional Grammar, ch. 4).

Aim (the commanded act), Object (what it is done to), Activation Conditions (when the norm holds) and Execution Constraints (how the act
is to be done). The grammar tells the last two apart by what they qualify: a condition says in which cases there is a duty at all
(对…的, 凡…, …的, 经…同意, 入选…后), a constraint shapes an act that is due anyway. 按照…, 根据…, 结合…, 通过… before an act are
therefore constraints: without the standard the act is still commanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from .or_else import find_consequence
from .segments import Segment, read_segments
from .verbs import is_nominal, skip_adverbs, verb_at

__all__ = ["Statement", "read_statement"]

Bounds = tuple[int, int]
"""Start and end, offsets in the text."""


class Statement(NamedTuple):
    """The components of one norm sentence; all offsets are of the text that was read."""

    aim: Bounds | None
    """The commanded act: its verb as written, adverbs left out."""
    object: Bounds | None
    """What the act is done to, up to the end of its verb phrase."""
    conditions: list[Bounds]
    """Activation conditions."""
    constraints: list[Bounds]
    """Execution constraints beside time limits and frequencies."""
    consequence: Bounds | None
    """The words of an or-else."""


def read_statement(
    text: str,
    start: int,
    end: int,
    *,
    subject: Bounds | None = None,
    modal: Bounds | None = None,
    kind: str = "obligation",
    masked: Sequence[Bounds] = (),
) -> Statement:
    """Return the components of the norm sentence ``text[start:end]`` (folded text of a view).

    ``subject`` and ``modal`` are where its actor and its modal stand in it, ``kind`` is the type of the norm, ``masked`` are sorted
    stretches that hold no act (time limits, citations).
    """
    reader = _Reader(text, masked)
    if modal and text[modal[1] - 1] == "搞":
        modal = (modal[0], modal[1] - 1)  # 不搞: the act is in the modal
    pieces = _joined(text, read_segments(text, start, end))
    first = _first(text, pieces, start, subject, modal)
    for at, piece in enumerate(pieces):
        if piece.kind == "topic":
            reader.read_topic(piece.start, piece.end)
        elif piece.kind == "condition":
            reader.read_condition(piece.start, piece.end)
        elif _is_approval(text, piece):
            reader.conditions.append((piece.start, piece.end))
        elif piece.kind in ("basis", "manner", "act") and (headless := _headless(text, piece.start, piece.end)) and reader.aim:
            reader.conditions.append((piece.start, headless))
        elif (piece.kind in ("basis", "manner") and not reader.acts(piece)) or (piece.kind == "act" and _serves(text, max(piece.start, first), piece.end, pieces[at + 1 :])):
            reader.constraints.append((max(piece.start, first) if first < piece.end else piece.start, piece.end))
        elif piece.kind in ("basis", "manner", "act") and piece.end > first and reader.aim is None:
            reader.read_act(max(piece.start, first), piece.end, constitutive=kind == "constitutive")
    if reader.aim is None:
        reader.read_anywhere(pieces, first)
    conditions = sorted(bounds for bounds in reader.conditions if reader.aim is None or not bounds[0] <= reader.aim[0] < bounds[1])
    found = find_consequence(text, pieces, conditions, subject)
    return Statement(reader.aim, reader.object, conditions, sorted(reader.constraints), found)


def _first(text: str, pieces: list[Segment], start: int, subject: Bounds | None, modal: Bounds | None) -> int:
    """Return from where the act is looked for: behind the subject and the modal, but 确保, 力争 behind an act only say what it is for."""
    low = subject[1] if subject and subject[0] >= start else start
    if modal is None or modal[1] < low:
        return low
    acted = any(piece.kind == "act" and low < piece.end <= modal[0] for piece in pieces)
    return low if acted and text[slice(*modal)] in ("确保", "力争", "争取", "保证", "努力") else modal[1]


# Verbs that at the head of a segment say by which means the next one is done (连动, IG: execution constraint).
_SERVING: Final = re.compile(r"(?:充分|积极|有效|切实|主动|紧紧|全面|严格)*(?:利用|借助|运用|依托|围绕|结合|立足|依靠|采取|遵循|坚持以|作为|以.{2,30}为)")
_PREPOSITION: Final = re.compile(
    r"将|把|对于?(?![外标口接症照待应])|向(?!导)|由(?!于)|在(?![职岗编校])|以(?![上下内外前后及便])|按照?(?![时期劳揭])|根据|依据|依照|依|遵照|参照|比照|与|同(?=.{2,12}(?:签订|协商))"
    r"|为(?!期|主)|从(?!事|业|严|快|重)|通过|于|经(?!济|营|费|常|验|办|过)|用(?=.{1,20}的(?:办法|方式))|会同|结合|围绕|依托|立足|利用|借助"
)
_CONSTRAINING: Final = re.compile(r"按照?|根据|依据|依照|遵照|参照|比照|通过|结合|围绕|依托|立足|利用|借助|以")
_TIME: Final = re.compile(
    r"(?:(?:到|自|从|于|在|至)?(?:20|19)[0-9]{2}(?:[、\-—至][0-9]{4})*年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:底|末|初)?(?:以?前|之前|起|至今)?"
    r"|(?:每|本|当|次|今|明|全)(?:年度?|半年|季度|月|周|日|批次?)(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:底|末|初)?(?:前|内)?|(?:在)?[0-9一二三四五六七八九十两]{1,4} ?(?:年|个月|个?工作日|日|天|小时)(?:之内|以内|内)"
    r"|(?:按)?(?:年度?|季度?|月度?|半年)(?=[^,]{0,4}(?:报送|通报|公布|组织|开展|考核|上报)))[,的]?"
)
_APPROVAL: Final = re.compile(r"经[^,。;]{0,30}?(?:同意|批准|审定|审核|核准|认定|审查|审批|验收(?:合格|通过)?|评审(?:通过)?|核实|论证|协商一致|备案)(?:通过|合格)?之?后?")
_HEADLESS: Final = re.compile(r"的(?=应|可|要|须|由|予以|给予|不得|不予|及时|优先|一律|依法|按|视为|视同|还|均|将)")
_OBJECT_STOP: Final = re.compile(r"[。;,!?\n]")
_NOT_NAMED: Final = "的了着过"
_LEADING: Final = re.compile(r"[ \"”、,;:并且也还又同时]*")
# Delexical verbs (形式动词): the act is the verb that follows them.
_DELEXICAL: Final = re.compile(r"予以|不予|给予|加以|进行|作出|做出|实行|开展|组织开展")
_PREFIXED: Final = re.compile(r"不|未|一律|力求|能够|得到|负责|牵头|要|应当?|须|必须|可以?(?![持靠行])|不得|原则上|一般(?=控制|不)|统一|分别|共同|另行")
_TRANSFER: Final = re.compile(r"纳入|列入|列为|作为|报|转|移|交|用于|下放|归|并入|分解|落实到|延伸|提高|扩|放宽|降|调整|发|送|告")
_BASIS_HEAD: Final = re.compile(r"(?:按照?|根据|依据|依照|依|遵照|参照|比照|结合|围绕|采取|采用|通过|以|在)(?![时期劳揭上下内外前后职岗编校])")
_BASIS_NOUN: Final = re.compile(
    r"(?:标准|要求|原则|规定|方式|程序|步骤|政策|办法|比例|精神|部署|分工|职责|权限|目标|方案|计划|思路|时限|期限|顺序|实际|需要|情况|结果|安排|意见|模式|方法|条件|法律|法规|条例|制度|形式|机制|路径|名义|方面|过程中|基础上|领域|范围内|时|环节)"
    r"(?:的(?:标准|要求|原则|方式|规定|比例))?"
)
_RESULT: Final = re.compile(r"为(?!了|期)|成(?!果|本|效|员|立)|到(?!位|期)|至(?!少|今)|好(?!转)|入(?!口|围)|出(?!台|口)|在(?=.)")
_NOUN_HEAD: Final = re.compile(r"[^,的]{1,8}?(?:一般|原则上|均|应当?|全部|主要)(?=控制|不|由|达|留|用于|按|为|在)")
_HAVING: Final = re.compile(r"[有是](?![关效序力机条些的利权限偿志益害色])")
_SHARING: Final = re.compile(r"(?:完善|提升|推进|落实|实施|公布|上报|报送|健全|推广|执行|印发|审定|督促|检查|监督|发布|壮大|优化|评估)")
_JOINED_VERB: Final = re.compile(r"(?:、|和|并|与|或者?|以及)")
_CONSTITUTING: Final = re.compile(
    r"(?:主要)?(?:是指|系指|特指|指的是)|(?<![宗主意])指(?![标导定数南令挥示引])|不包括|包括|包含|不含|分为|组成|构成|视同|视为|废止|施行|为准|设在|设立|下设|建立|成立|担任|兼任|属于|(?<![认作成行因])为(?![了主首期])|可?是(?!否)"
)
_BRACKETED: Final = {"(": ")", "“": "”", "《": "》", "‘": "’"}


@dataclass(slots=True)
class _Reader:
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
            headless = _headless(self.text, start, end)
            self.conditions.append((start, headless or end))
            if headless and self.aim is None:
                self.read_act(headless, end)

    def acts(self, piece: Segment) -> bool:
        """Whether a frame goes on to an act without a comma: 根据结果及时调整方案."""
        for at in range(piece.start + 3, piece.end - 3):
            low = skip_adverbs(self.text, at, piece.end)
            if low - at > 1 and self.text[at - 1] not in "的和、与" and verb_at(self.text, low, piece.end):
                return not self._in_clause(low, piece.end)
        return self._basis(piece.start, piece.end, keep=False) > piece.start

    def read_act(self, start: int, end: int, *, constitutive: bool = False) -> None:
        """Look for the act of a segment; what is found is kept, and that there is none leaves only what it is done to."""
        if constitutive and (match := _CONSTITUTING.search(self.text, start, end)):
            self.aim = match.span()
            self.object = self._object_behind(match.end(), end)
            return
        low = self._frames(start, end)
        verb = self._verb(low, end)
        if verb is None:
            return
        self._keep(*verb, end)

    def read_anywhere(self, pieces: list[Segment], first: int) -> None:
        """Take the act from a segment that was held for a frame, where no other has one: 以企业投入为主."""
        for piece in reversed(pieces):
            if piece.kind not in ("condition", "time") and piece.end > first:
                found = next(self._candidates(max(piece.start, first), piece.end), None)
                if found:
                    self.constraints = [bounds for bounds in self.constraints if bounds != (piece.start, piece.end)]
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
        if self.object is None and self.carried and low >= self.carried[1]:
            self.object = self.carried
            self.conditions = [(start, self.carried[0]) if self.carried[1] == stop else (start, stop) for start, stop in self.conditions]

    def _is_act(self, start: int, end: int) -> bool:
        """Whether the object of a delexical verb is itself an act and nothing more: 予以淘汰, 进行年度评估考核."""
        return end - start <= 10 and "的" not in self.text[start:end] and verb_at(self.text, end - 2, end) == end  # noqa: PLR2004 - a phrase

    def _frames(self, start: int, end: int) -> int:
        """Pass over what stands between subject and act: adverbs, times, 经…同意, …的, 按照…; return where the act may begin."""
        at = start
        for _ in range(8):
            before = at
            at = skip_adverbs(self.text, _LEADING.match(self.text, at, end).end(), end)  # type: ignore[union-attr] - it matches nothing too
            at = next((high for low, high in self.masked if low <= at < high <= end), at)
            for pattern in (_TIME, _PREFIXED):
                match = pattern.match(self.text, at, end)
                if match and match.end() < end and not (pattern is _PREFIXED and verb_at(self.text, at, end) > match.end()):
                    at = match.end()
            match = _APPROVAL.match(self.text, at, end)
            if match and match.end() < end:
                self.conditions.append(match.span())
                at = match.end()
            elif headless := _headless(self.text, at, end):
                self.conditions.append((at, headless))
                at = headless
            at = self._basis(at, end)
            if at == before:
                break
        return at

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
        if own and (self.text[own : own + 1] in ("的", "者") or (self.text[own : own + 1] == "、" and is_nominal(self.text[at:own])) or _NOUN_HEAD.match(self.text, own, end)):
            return next(self._candidates(at, end), None)
        if own and not (preposition and preposition.end() >= own):
            return at, self._whole(own, end)
        if preposition is None:
            return next(self._candidates(at, end), None)
        if preposition[0] == "将" and (future := self._future(preposition.end(), end)):
            return future
        found = next(self._candidates(preposition.end() + 1, end, sure_only=preposition[0] in ("将", "把")), None)
        constraining = _CONSTRAINING.fullmatch(preposition[0]) is not None
        if found and constraining and (self.text.find("的", found[1], end) > 0 or (found[1] == end and is_nominal(self.text[slice(*found)]))):
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
        towards = self.text.rfind("向", start + 2, end)
        end = towards if towards > self.text.rfind("的", start, end) else end
        self.carried = (start, end) if end > start else None

    def _without_adverbs(self, start: int, end: int) -> Bounds:
        """Return the stretch before a verb at ``end`` without the adverbs and modals at its own end."""
        for low in range(max(start + 1, end - 8), end):
            if self.text[low:end] in ("应", "要", "可", "须", "应当", "可以", "必须", "不", "不得", "都", "均") or skip_adverbs(self.text, low, end) >= end:
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
                sure = (low > at or not is_nominal(word)) and (high < end or low > at or len(word) > 1)
                yield low, high, sure and self.text[low - 1] != "的" or (sure and word in ("予以", "给予", "不予"))
                at = high
            else:
                at += 1

    def _in_clause(self, start: int, end: int) -> bool:
        """Whether a verb that ends at ``start`` belongs to a clause before a noun: a 的 comes, and behind its noun another verb."""
        of = self.text.find("的", start, end)
        return of >= 0 and any(sure for _, _, sure in self._verbs(of + 2, end))

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


def _headless(text: str, start: int, end: int) -> int:
    """Return the end of a clause that stands for those it describes, before its predicate (验收合格的认定为…), else 0."""
    match = _HEADLESS.search(text, start, end)
    if match is None or match.start() - start < 3 or "," in text[start : match.start()]:  # noqa: PLR2004 - a clause
        return 0
    behind = match.end()
    modal = re.compile(r"应|可|要|须|由|予以|给予|不得|不予|视[为同]").match(text, behind, end)
    low = skip_adverbs(text, behind, end)
    high = verb_at(text, low, end)
    return behind if modal or (high and low > behind and high < end) else 0


def _is_approval(text: str, piece: Segment) -> bool:
    """Whether a segment says nothing but who must have agreed: 依法经主管部门同意."""
    return _APPROVAL.fullmatch(text, skip_adverbs(text, piece.start, piece.end), piece.end) is not None


def _has_verb(text: str, start: int, end: int) -> bool:
    return any(verb_at(text, at, end) for at in range(start, end)) or re.search(r"[不未没无有达]", text[start:end]) is not None


def _without_preposition(text: str, start: int, end: int) -> Bounds:
    match = _PREPOSITION.match(text, start, end)
    low = match.end() if match else start
    return (low, end) if end > low else (start, end)


def _serves(text: str, start: int, end: int, rest: list[Segment]) -> bool:
    """Whether an act only serves the next one: 利用新技术,推动…."""
    return start < end and _SERVING.match(text, start, end) is not None and any(other.kind == "act" for other in rest)


_OPEN: Final = re.compile(r"[不未没无]|存在|出现|发生|违反|连续")
_CONTINUES: Final = re.compile(r"[,;\s]*(?:但|而|且|并|又|或)")


def _joined(text: str, segments: list[Segment]) -> list[Segment]:
    """Put together what a comma parted inside one condition: 对考核不合格,不符合要求的小镇予以…; 掌握信息,但未提供的."""
    pieces: list[Segment] = []
    for segment in segments:
        last = pieces[-1] if pieces else None
        if last and last.kind == "topic" and "的" not in text[last.start : last.end] and _OPEN.match(text, segment.start, segment.end):
            pieces[-1] = Segment(last.start, segment.end, "condition" if segment.kind == "condition" else "act")
        elif last and last.kind == "topic" and segment.kind == "act" and "的" not in text[last.start : last.end] and _ends_as_noun(text, segment):
            pieces[-1] = Segment(last.start, segment.end, "topic")
        elif last and segment.kind == "condition" and last.kind == "act" and len(pieces) == 1 and _CONTINUES.match(text[last.end : segment.start]):
            pieces[-1] = Segment(last.start, segment.end, "condition")
        else:
            pieces.append(segment)
    return pieces


def _ends_as_noun(text: str, segment: Segment) -> bool:
    """Whether a segment is a clause before a noun and nothing more: (对经过创建,)评估达标的小镇."""
    of = text.rfind("的", segment.start, segment.end)
    return of > segment.start and not any(verb_at(text, skip_adverbs(text, at, segment.end), segment.end) for at in range(of + 1, segment.end))
