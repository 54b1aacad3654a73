"""Subjects (主语): who acts in a sentence, read from its segments.

The cases stand in order of how outright they say it: a name before a modal (各地要…), a name before its verb (县级政府设立…), the
agent behind 由 or 经 (由区政府审定, 经主管部门批准), the one who is encouraged (鼓励企业…), and, where the act has no subject of its
own, the name that opens the condition (参保职工取得证书的,可申请…) or that owns what is spoken of (各地项目安排要…).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ..agencies import is_agency
from .modals import GOVERNING
from .names import ends_as_actor, is_bare_person, is_class, is_strong, name_ends, norm_words, split_names
from .segments import Segment
from .verbs import is_nominal, skip_adverbs, verb_at

__all__ = ["Subject", "explicit_subjects", "named_subject", "skip_times"]

_LONGEST: Final = 70
_LONGEST_PLAIN: Final = 10
"""Characters of a name of persons or places that is sure to hold no verb."""

# What may stand between a name and its verb.
_PREPOSITION: Final = re.compile(
    r"(?:有关(?!部门|单位|方面)|关于|根据|按照?|依据|依照|围绕|结合|通过|以(?![上下内外前后及])|在(?!校|职|岗|编|册|建)|对(?!外|口|接|象)|向|将|把|为(?!期)|从(?!事|业)|与|会同|协同|联合|会商|牵头|作为|是|履行|可以|自主|依法|自行|应|要|须|可|不得|均|都|共同|具体|负责(?!人|同志)|主要(?!领导|负责)|全面|必须|分别|统一|统筹|直接|另行|联合|协商|单独|挂帅|任(?=[组召主])|担任|兼任|商(?=有关|[省市区县])|每[年月季半周]|定期|于|20[0-9]{2}|[0-9]{1,2}月)"
)
_AGENT: Final = re.compile(r"由(?<![自理缘事来任]由)(?<!选择由)(?!此|于|来|衷|上|下|其(?!中))(?P<name>[^,。;:]{2,60})")
_APPROVED: Final = re.compile(
    r"经(?<![已业]经)(?!济|营|费|常|验|办|开|过|[^,。;]{0,10}?后再)(?P<name>[^,。;:]{2,60}?)(?P<verb>同意|批准|审核|审定|核实|核准|认定|审批|审查|批复|授权|约定|备案|确认|评审|论证|评估|研究|审议|讨论|决定|委托|推荐|验收)(?!的|合格的)"
)
_ENCOURAGED: Final = re.compile(r"(?:鼓励和支持|支持和鼓励|鼓励支持|支持鼓励|鼓励|支持|允许|准许)(?P<name>[^,。;:]{2,70})")
_APPROVES: Final = re.compile(r"(?:同意|批准|审定|审核|核准|审批|备案)(?:后|的)?$")
_ASKED: Final = re.compile(r"(?:现|特)?(?:请|商请|建议|责成|要求|委托|授权|严禁|禁止)(?P<name>[^,。;:]{2,70})")
_BARE: Final = frozenset(("部门", "单位", "机构", "组织", "人员"))
_UNKNOWN: Final = re.compile(r"[^,。;:的]{4,16}(?:[办委局厅组室处]|中心)")
_LEADERS: Final = re.compile(r"领导(?:小组|干部|同志|机构|班子|人员|$)")
_ZONE: Final = re.compile(r"(?:试验|示范|高新|开发|保税|先导|集聚|功能)区|新区|城市|地区")
_MADE_UP: Final = re.compile(r"的(?:组成|构成|成员|设置|职责)")
_EVERY: Final = re.compile(r"各|有关|相关|所有|全体")
_OWN: Final = re.compile(r"[本全我][省市区县州镇乡]")
_BELONGS: Final = re.compile(r"(?:所属|所在|所辖|[所在属]地|户籍地|居住地)的$")
_DESCRIBES: Final = re.compile(r"[^,]{0,6}(?:建立|形成|构建|健全|完善|打造|推动)")
_RELATIVE: Final = re.compile(
    r"[^,的将把对]{2,24}(?:支付|颁发|制定|发布|提供|出具|核发|认定|批准|签发|举办|组织|承担|确定|印发|实施|管理)的[^,]{1,12}$"
)
_CHANGES: Final = re.compile(r"(?:扩展|提高|放宽|降低|增加|调整|变更|扩大|上升|缩短|延长|参加.{2,20})[^,]{0,12}[至到为]")
_JOINED: Final = re.compile(r"会同|协同|联合|商(?=[省市区县])")
_OPENERS: Final = tuple(norm_words()["openers"])
_TIME_HEAD: Final = re.compile(
    r"(?:(?:到|自|从|至|在)?(?:20|19)[0-9]{2}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:底|前|起)?(?:以?前|之前)?[,]?|每(?:年|季度|月|半年|周)(?:[0-9]{1,2}月)?[底末]?(?:[0-9]{1,2}日)?(?:前)?,?|入选[^,]{2,20}后,)*"
)


class Subject(NamedTuple):
    """A name of one who acts; offsets in the view."""

    start: int
    end: int
    modal: bool = False
    """Whether a modal or 负责 governs it, so that it stays the subject of the sentences behind it."""
    agent: bool = False
    """Whether it is the agent behind 由, 经 or 鼓励, not the subject."""
    approves: bool = False
    """Whether it is the one behind 经, who approves what another one does."""


def explicit_subjects(text: str, segments: list[Segment], *, encouraging: bool = False, owned: bool = True) -> list[Subject]:
    """Return those who act in a sentence, in order, each once; [] where the sentence names none.

    ``encouraging`` says that the sentence encourages or allows: then the one who is encouraged is the actor.
    ``owned`` also takes, where the act has no subject, the name that opens its condition or owns what it is about.
    """
    found: list[Subject] = []
    for at, segment in enumerate(segments):
        subject = named_subject(text, segment.start, segment.end) if segment.kind == "act" else None
        if subject is None and at + 1 < len(segments):
            subject = _whole_name(text, segment)
        if subject and _APPROVES.match(text, subject.end, segment.end):
            subject = subject._replace(agent=True, modal=False)
        if subject and not subject.modal and text[subject.start : subject.end] in _BARE:
            subject = None
        if subject and not (at and not subject.modal and is_bare_person(text[subject.start : subject.end])):  # 人员落实
            found.append(subject)
        agents = [*_agents(text, segment), *_approvers(text, segment)] if segment.kind != "topic" else []
        if segment.kind == "act" and not subject:
            agents += _told(text, segment, _ENCOURAGED if encouraging else _ASKED)
        found += [agent for agent in agents if not any(agent.start < other.end and other.start < agent.end for other in found)]
    governed = next((at for at, subject in enumerate(found) if subject.modal), 0)
    found = [subject for at, subject in enumerate(found) if at >= governed or subject.agent]
    found = [subject for subject in found if not (subject.agent and len(found) > 1 and text[subject.start : subject.end] in _BARE)]
    if owned and all(subject.approves for subject in found):
        found = [*_owner(text, segments), *found]
    names: dict[str, Subject] = {}
    for subject in found:
        for first, high in split_names(text, subject.start, subject.end):
            low = _unmodified(text, first, high)
            names.setdefault(text[low:high], subject._replace(start=low, end=high))
    return list(names.values())


def _whole_name(text: str, segment: Segment) -> Subject | None:
    """Return the name that a segment is, parted by a comma from what it is to do: 高端制造类小镇,3年内要…; 凡…的单位和个人,须…."""
    if segment.kind not in ("act", "condition") or text[segment.end : segment.end + 1] != ",":
        return None
    start = segment.start + text.startswith("凡", segment.start)
    described = start > segment.start and "的" in text[start : segment.end]
    name = text[start : segment.end]
    if not 4 <= len(name) <= _LONGEST or not ends_as_actor(name):
        return None
    if "其" in text[segment.end : segment.end + 16]:
        return None  # 正在建设的小镇,重点帮助其…
    is_name = described or (segment.kind == "act" and _is_name(text, start, segment.end))
    return Subject(start, segment.end, modal=True) if is_name else None


def _unmodified(text: str, start: int, end: int) -> int:
    """Return where a body's name begins without the clause that says where it belongs (所属的市政府); others stay (符合条件的企业)."""
    at = text.rfind("的", start, end) + 1
    return at if at > start and _BELONGS.search(text, start, at) and is_strong(text[at:end]) else start


def skip_times(text: str, start: int, end: int) -> int:
    """Return the offset behind the times that open ``text[start:end]``: 2020年底前, 每季度."""
    match = _TIME_HEAD.match(text, start, end)
    return match.end() if match else start


def named_subject(text: str, start: int, end: int) -> Subject | None:
    """Return the name at the head of ``text[start:end]`` that a modal or a verb governs; None where there is none."""
    start = skip_times(text, start, end)
    limit = min(end, start + _LONGEST)
    modal = _first_modal(text, start, limit)
    if modal is not None:
        stop = _strip_between(text, start, modal)
        if stop > start and _is_name(text, start, stop, governed=True):
            return Subject(start, stop, modal=True)
        if _UNKNOWN.fullmatch(text, start, modal) and name_ends(text, start, modal):
            return Subject(start, modal, modal=True)  # a body of which we know the parent only: 市政府督考办
        subject = _before_verb(text, start, modal)
        if subject and not _may_own(text[subject.start : subject.end]):
            return None  # 小镇规划要: the plan is to be so
        return subject and Subject(subject.start, subject.end, modal=True)
    return _before_verb(text, start, limit)


def _may_own(name: str) -> bool:
    """Whether one of the name is meant even where a noun of his stands before the modal: 各地项目安排要, 县政府应当."""
    return is_strong(name) or _EVERY.match(name) is not None


def _first_modal(text: str, start: int, end: int) -> int | None:
    """Return where the first modal outside brackets stands."""
    for match in GOVERNING.finditer(text, start, end):
        if text.count("(", start, match.start()) == text.count(")", start, match.start()):
            return match.start()
    return None


def _strip_between(text: str, start: int, stop: int) -> int:
    """Return where a name before a modal at ``stop`` ends: adverbs and a basis between the two are left out."""
    for low in name_ends(text, start, stop)[::-1]:
        between = text[low:stop]
        if not between.strip(" ,") or skip_adverbs(text, low, stop) >= stop or _PREPOSITION.match(text, low, stop):
            return low
    return start


def _is_name(text: str, start: int, stop: int, *, governed: bool = False) -> bool:
    """Whether the stretch is one name or a row of them, and no clause with a verb of its own: 督促有关单位 is none.

    A name may begin with a verb where it is that of a body (领导小组) or 的 follows (引进的企业); where a modal governs it
    (``governed``) also as a compound (建设主体要, 参保职工可).
    """
    name = text[start:stop]
    if name.startswith("领导") and not _LEADERS.match(name):
        return False
    if name.startswith(_OPENERS):
        return len(name) <= _LONGEST_PLAIN - 2 and is_agency(name) and not is_agency(name[1:])  # 经信局, but not 经联席会议
    behind = skip_adverbs(text, start, stop)
    if behind != start and text[behind] != "的":
        return False
    if len(name) > _LONGEST_PLAIN and not is_strong(name) and _has_inner_verb(name):
        return False
    act = verb_at(text, start, stop)
    if not act or is_class(name) or is_agency(name):
        return not (act and is_agency(text[act:stop]))  # 部署国务院的重要工作
    return _may_begin_so(text, start, act, stop, governed=governed)


def _may_begin_so(text: str, start: int, act: int, stop: int, *, governed: bool) -> bool:
    """Whether a name may begin with the verb ``text[start:act]``."""
    rest = text[act:stop]
    commands = (act - start == 1 and ends_as_actor(rest)) or rest[:1] in "好了着过出成一各有其"  # 办小镇
    if governed and not commands and is_strong(rest) and not _EVERY.match(rest) and (act - start > 2 or is_nominal(text[start:act])):
        return True  # 登记管理机关要, 劳动保障行政部门应当
    if commands or act - start > 2 or (not governed and (rest in _BARE or rest == "政府")):  # 提高政府
        return False
    if governed and ("的" in rest or stop - start <= _LONGEST_PLAIN + 2):
        return True
    return act - start == 2 and len(rest) <= 3 and ends_as_actor(rest) and is_nominal(text[start:act])


def _has_inner_verb(name: str) -> bool:
    """Whether a long name of persons or places has a verb outside a clause with 的, so that it is a sentence: 国家帮助该市解决…群众."""
    tail = name[name.rfind("的") + 1 :]
    if "、" in tail or len(tail) <= _LONGEST_PLAIN:
        return False
    return any((end := verb_at(tail, at, len(tail))) and not is_nominal(tail[at:end]) and end - at > 1 for at in range(len(tail)))


def _before_verb(text: str, start: int, end: int, *, agent: bool = False) -> Subject | None:
    """Return the name at ``start`` behind which its predicate begins."""
    best = None
    for stop in name_ends(text, start, end):
        directed = _PREPOSITION.match(text, stop, end) is not None
        if _OWN.fullmatch(text, start, stop) and not agent:
            continue  # 全市建成…: the place, not who acts
        if not _is_name(text, start, stop, governed=agent or _GOVERNS.match(text, stop, end) is not None):
            continue
        if not directed and not verb_at(text, skip_adverbs(text, stop, end), end):
            if best is not None and stop - best.end <= 4 and is_strong(text[start:stop]) and not _has_predicate(text, best.end, stop):
                best = Subject(start, stop)  # 联席会议办公室 where 联席会议 was taken, its verb unknown
            continue
        goes_on = best is not None and (
            is_strong(text[start:stop]) or text[best.end] in "、和及与或" or _OFFICE.fullmatch(text, best.end, stop)
        )
        if best is not None and (not goes_on or _has_predicate(text, best.end, stop)):
            break
        best = Subject(start, stop)
    return best


_GOVERNS: Final = re.compile(r"[要应须可将向对]|负责(?!人|同志)|根据|按照?|在|作为|不得|直接")
_OFFICE: Final = re.compile(r"(?:主要|分管|有关|相关)?(?:领导|负责人|负责同志)")
_PREDICATE: Final = re.compile(r"会同|商有|有关(?!部门|单位)|负责|要|应|须|对|向|将|会同|根据|按照|在|以|做好|积极|组织|牵头|应当|可以|,")


def _has_predicate(text: str, start: int, end: int) -> bool:
    return _PREDICATE.search(text, start, end) is not None


def _agents(text: str, segment: Segment) -> list[Subject]:
    """Return the X of 由 X 做 Y; not in 建立由 X 牵头的机制, where it describes, nor in 由 X 提高至 Y."""
    found = []
    for match in _AGENT.finditer(text, segment.start, segment.end):
        start, end = match.span("name")
        if _DESCRIBES.match(text, segment.start, match.start()) and "的" in text[start : segment.end]:
            continue
        if segment.end - start <= _LONGEST and _RELATIVE.search(text, start, segment.end):
            continue
        subject = _before_verb(text, start, end, agent=True)
        ends = name_ends(text, start, end)
        stop = subject.end if subject else next((stop for stop in ends if stop == end or is_strong(text[start:stop])), 0)
        if not stop or _CHANGES.match(text, stop, segment.end):
            continue
        joined = _JOINED.match(text, stop, end)
        other = _before_verb(text, joined.end(), end, agent=True) if joined else None
        found.append(Subject(start, other.end if other else stop, agent=True))
    return found


def _approvers(text: str, segment: Segment) -> list[Subject]:
    """Return the X of 经 X 同意 and, behind it, of Y 批准."""
    found = []
    for match in _APPROVED.finditer(text, segment.start, segment.end):
        start, end = match.span("name")
        stop = end if ends_as_actor(text[start:end]) else _strip_between(text, start, end)
        if stop > start and ends_as_actor(text[start:stop]):
            found.append(Subject(start, stop, agent=True, approves=True))
    return found


def _told(text: str, segment: Segment, pattern: re.Pattern[str]) -> list[Subject]:
    """Return the X of 鼓励 X 做 Y, of 请 X 做 Y; 鼓励发展…, 请结合… have none."""
    match = pattern.search(text, segment.start, segment.end) if pattern is _ENCOURAGED else pattern.match(text, segment.start, segment.end)
    if match is None:
        return []
    start, end = match.span("name")
    subject = _before_verb(text, start, end, agent=True) or (_zone(text, start, end) if pattern is _ENCOURAGED else None)
    asked = pattern is _ASKED
    if subject and not asked and "与" in text[subject.start : subject.end]:
        subject = subject._replace(end=text.index("与", subject.start))  # 支持企业与高校合办…: the one who does it with the other
    return [Subject(subject.start, subject.end, modal=asked, agent=not asked)] if subject else []


def _zone(text: str, start: int, end: int) -> Subject | None:
    """Return the zone or city that is encouraged to act; such a name acts nowhere else without a modal."""
    for match in _ZONE.finditer(text, start, end):
        if verb_at(text, skip_adverbs(text, match.end(), end), end) or _PREPOSITION.match(text, match.end(), end):
            return Subject(start, match.end())
    return None


def _owner(text: str, segments: list[Segment]) -> list[Subject]:
    """Return the name that opens the condition (参保职工取得证书的) or owns what the act is about (各地项目安排要…)."""
    conditions = [segment for segment in segments if segment.kind == "condition" and not text.startswith("对", segment.start)]
    acts = [segment for segment in segments if segment.kind == "act"][:1]
    for segment in [*conditions, *acts]:
        stop = _owner_end(text, segment)
        governed = segment.kind == "act" and _first_modal(text, segment.start, segment.end) is not None
        if stop and not _MADE_UP.match(text, stop) and (not governed or _may_own(text[segment.start : stop])):
            return [Subject(segment.start, stop)]
    return []


def _owner_end(text: str, segment: Segment) -> int:
    """Return where the name that opens a segment ends; 0 where none does."""
    best = 0
    for stop in name_ends(text, segment.start, min(segment.end, segment.start + 30)):
        if best and stop - best > 2:
            break
        named = stop - segment.start > 1 and stop < segment.end and not _OWN.fullmatch(text, segment.start, stop)
        if named and _is_name(text, segment.start, stop, governed=segment.kind == "condition"):
            best = stop
    return best
