"""The target ledger (指标台账) of one notice: what is to be reached, by whom, by when, each figure with its words and its address.

A figure is a target where the notice commands a result that it measures. It has to pass all of these:

1. It stands in a norm that obliges, forbids or encourages (one that constitutes counts where it speaks of goals: 主要预期目标为), or in an
   enumeration of allocations (分解). What is permitted or follows from something is no target.
2. It measures neither time (时限 are periods of targets, or norms of their own) nor a grade, unless something is to be built by it
   (按3A级以上景区标准建设).
3. It names what it measures (:mod:`.ledger_phrases`): an indicator, or things that are counted (创建30个市级特色小镇).
4. A word makes it a result: a verb of reaching, a comparator, growth, a time limit in its sentence, or a heading of goals or standards.
5. It is no tariff (每亩补助600元, 罚款), no threshold (注册资本500万元的企业, 申报条件), no part of a condition or of a bracket, and not
   of the past: in no review of what was done (2023年工作回顾), with no 已 or 了, its period not over before the year of the notice.

Its jurisdiction is the item's own in an enumeration, a division named in its part of the sentence, else that of the notice. Its period
and its scope come from its sentence, else from what encloses it, and say from where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from ..extract.units import TIME_DIMENSIONS, Unit, unit_of
from ..schemas.model import Span
from ..schemas.notice import Comparator, Entity, ListItem, NamedList, Norm, Normalized, Notice, Quantity
from .indicator_keys import indicator_key
from .ledger_notice import Period, Read, Said
from .ledger_phrases import Measure, Phrase, is_elliptic, is_negated, is_reached, read_phrase, scope_before
from .ledger_words import words

__all__ = ["Target", "targets"]

Origin = Literal["sentence", "list", "before", "heading", "title"]

_TYPES: Final = frozenset(["obligation", "prohibition", "encouragement"])
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_YEARS: Final = re.compile(r"^[一二两三四五六七八九十]{1,2}年内?(?=投)")
_DIVIDED: Final = ("分解", "分配", "下达", "安排", "其中", "具体", "各地")
_ALLOCATED: Final = re.compile(r"([^,。;:、]{2,24}?)(?:任务|目标|指标|计划|额度)?(?:分解|安排|分配|下达)?(?:如下|为|分别为|情况)?:?$")


@dataclass(slots=True)
class Target(Span):
    """An entry of the ledger; ``start``..``end`` is the figure with its comparator."""

    eid: str
    """The clause or part that holds it."""
    indicator: str
    """What is measured or counted, in the words of the sentence."""
    indicator_key: str
    """The wording that like indicators share, see :mod:`.indicator_keys`."""
    measure: Measure
    """level, increase, decrease (增长18%), or margin (高于全市平均2个百分点)."""
    comparator: Comparator
    value: Decimal
    unit: str
    """Unit as written."""
    value_to: Decimal | None = None
    normalized: Normalized | None = None
    region_code: str | None = None
    """GB/T 2260 code; null for national bodies and where the notice does not say."""
    region_name: str | None = None
    period: str | None = None
    """ISO 8601: a duration (P3Y), a date (reached by), an interval, or a recurrence (R/P1Y: every year)."""
    period_text: str | None = None
    """As written."""
    period_source: Origin | None = None
    """Where the period was read: in the sentence, the one before, a heading, or the title."""
    scope: str | None = None
    """For what or whom it holds, as written; null where for all that the notice is about."""
    scope_source: Origin | None = None
    excludes: list[str] = field(default_factory=list)
    """What is not counted (不含…)."""
    strength: int | None = None
    """Of the norm, 6 (不得) to 1 (鼓励); null where no norm says it."""
    damaged: bool = False


def targets(notice: Notice) -> list[Target]:
    """Return the targets of ``notice`` in order of place; none where the search for norms did not run (``notice.norms`` is null)."""
    if not notice.norms or not notice.quantities:
        return []
    return list(_Ledger(notice).entries())


class _Ledger:
    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self.read = Read(notice)
        self.norms: dict[int, Norm] = {index: norm for norm in notice.norms or [] for index in norm.quantities}
        self.items = [(item, named) for named in notice.lists if named.kind == "allocations" for item in named.items]
        self.places = [entity for entity in notice.entities or [] if entity.type == "GPE" and entity.status == "resolved"]
        self.last: tuple[Target, Said] | None = None

    def entries(self) -> Iterator[Target]:
        said: Said | None = None
        for index, quantity in enumerate(self.notice.quantities):
            norm = self.norms.get(index)
            item, named = self._item(quantity)
            if (norm is None or not _commands(norm)) and named is None:
                continue
            if said is None or not said.holds(norm, quantity):
                said = self.read.said(norm, quantity)
            target = self._target(quantity, said, item, named)
            if target is not None:
                self.last = target, said
                yield target

    def _item(self, quantity: Quantity) -> tuple[ListItem | None, NamedList | None]:
        """Return the item of an enumeration of allocations that the figure is of."""
        return next(((item, named) for item, named in self.items if item.start <= quantity.start < item.end), (None, None))

    def _target(self, quantity: Quantity, said: Said, item: ListItem | None, named: NamedList | None) -> Target | None:
        """Return the entry for one figure; None where it is no target."""
        unit = unit_of(quantity.unit)
        if unit.dimension in TIME_DIMENSIONS:
            return None
        head, tail = said.around(quantity)
        phrase = self._allocated(quantity, said, item, named) if item and named else read_phrase(quantity, unit, head, tail)
        phrase = phrase or self._headed(quantity, unit, head) or self._elliptic(quantity, unit.dimension, said, tail)
        if phrase is None or is_negated(quantity, unit, phrase, head, tail, said.before(quantity.start)):
            return None
        if self.read.is_past(quantity.start) or self.read.is_threshold(quantity.eid, unit.dimension) or said.is_condition(quantity):
            return None
        period = self.read.period(said, quantity)
        if self._is_over(period):
            return None
        if (
            item is None
            and not is_reached(quantity, phrase, head, tail)
            and (unit.dimension == "count" or not self._is_due(said, quantity))
        ):
            return None
        norm, key = said.norm, indicator_key(phrase.indicator)
        target = Target(
            quantity.start,
            quantity.end,
            quantity.exact,
            eid=quantity.eid,
            indicator=self.read.spelt(phrase.indicator, said.start),
            indicator_key=key.key,
            measure=phrase.measure,
            comparator=quantity.comparator,
            value=quantity.value,
            unit=quantity.unit,
            value_to=quantity.value_to,
            normalized=quantity.normalized,
            excludes=quantity.excludes,
            strength=norm.strength if norm else None,
            damaged=quantity.damaged,
        )
        if period:
            target.period, target.period_text, target.period_source = period
        self._place(target, said, item)
        if key.scope and not phrase.scope and item is None:
            target.scope, target.scope_source = self.read.spelt(key.scope, said.start), "sentence"
        else:
            self._scope(target, phrase.scope, said, item)
        return target

    def _is_due(self, said: Said, quantity: Quantity) -> bool:
        return bool(said.limits) or self.read.has_goal_heading(quantity.eid)

    def _allocated(self, quantity: Quantity, said: Said, item: ListItem, named: NamedList) -> Phrase | None:
        """Return what an enumeration of allocations allocates: said at the figure, before the enumeration, or with the sum before it."""
        last = self.last
        if quantity.indicator:
            own = quantity.indicator.removeprefix(item.name)
            return Phrase(_YEARS.sub("", own) or own or quantity.indicator, "level")
        if last is not None and named.start <= last[0].start < named.end:
            return Phrase(last[0].indicator, last[0].measure)
        first = named.items[0]
        found = _ALLOCATED.search(said.before(first.start if first.start > said.start else quantity.start))
        noun = found[1] if found else ""
        for actor in said.norm.actors if said.norm else ():
            name = _BRACKETS.sub("", actor).rpartition("、")[2]
            noun = noun[noun.rfind(name) + len(name) :] if name in noun else noun
        if len(noun) > 1 and not noun.startswith(_DIVIDED):
            return Phrase(noun, "level")
        return Phrase(last[0].indicator, last[0].measure) if last is not None and last[1].same_sentence(said) else None

    def _headed(self, quantity: Quantity, unit: Unit, head: str) -> Phrase | None:
        """Return what the heading names, where the sentence counts it without a noun (市级小镇。三年内培育30个)."""
        if unit.dimension != "count" or not words().reaching.search(head) or words().closing.sub("", words().opening.sub("", head)):
            return None
        heading = self.read.heading_scope(quantity.eid)
        return Phrase(heading, "level") if heading else None

    def _elliptic(self, quantity: Quantity, dimension: str, said: Said, tail: str) -> Phrase | None:
        """Return the indicator of the figure before in the same sentence, where this one has the same kind of unit and names none."""
        if self.last is None or quantity.indicator:
            return None
        target, sentence = self.last
        if sentence is not said or unit_of(target.unit).dimension != dimension or dimension == "count":
            return None
        return Phrase(target.indicator, target.measure) if is_elliptic(said.between(target.end, quantity.start), tail) else None

    def _is_over(self, period: Period | None) -> bool:
        """Tell whether a period ended before the year of the notice."""
        year = self.read.year
        last = (period.value or "")[-10:][:4] if period else ""
        return year is not None and last.isdigit() and int(last) < year

    def _place(self, target: Target, said: Said, item: ListItem | None) -> None:
        """Fill in the jurisdiction."""
        region = self.notice.metadata.region
        if region is not None:
            target.region_code, target.region_name = region.code, region.name
        if item is not None and _is_place(item):
            target.region_code, target.region_name = item.region_code, item.name
            return
        low = said.segment_start(target.start)
        for place in reversed(self.places):
            if low <= place.start and place.end <= target.start and self._is_within(place):
                target.region_code, target.region_name = place.region_code, place.exact
                return

    def _is_within(self, place: Entity) -> bool:
        """Tell whether a division lies in that of the notice."""
        region = self.notice.metadata.region
        code = (region.code if region else "").rstrip("0")
        code += "0" * (len(code) % 2)
        return place.region_code is not None and place.region_code.startswith(code) and (region is None or place.region_code != region.code)

    def _scope(self, target: Target, found: str | None, said: Said, item: ListItem | None) -> None:
        """Fill in for what or whom it holds: ``found`` beside its indicator, else before it, else above it."""
        if item is not None and not _is_place(item):
            target.scope, target.scope_source = item.name, "list"
            return
        found = found or scope_before(said.before(target.start))
        found = found or said.subject(target.start) or self._kept_scope(said)
        source: Origin = "sentence"
        if found is None:
            found, source = self.read.heading_scope(target.eid), "heading"
        if found and found != target.region_name and not _overlaps(found, target.indicator):
            target.scope, target.scope_source = self.read.spelt(found, said.start), source

    def _kept_scope(self, said: Said) -> str | None:
        """Return the scope of the target before, where its sentence goes on."""
        if self.last is None or self.last[0].scope_source != "sentence" or not self.last[1].same_sentence(said):
            return None
        return self.last[0].scope


def _commands(norm: Norm) -> bool:
    return norm.type in _TYPES or (norm.type == "constitutive" and any(word in norm.exact for word in words().goals))


def _overlaps(scope: str, indicator: str) -> bool:
    """Tell whether a scope says again what the indicator begins with."""
    return scope in indicator or any(indicator.startswith(scope[at:]) for at in range(1, len(scope) - 1))


def _is_place(item: ListItem) -> bool:
    return item.region_code is not None or item.region_reason is not None
