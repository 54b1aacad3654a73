"""Norms against the gold: sentences are paired first, then what is said of each pair is compared.

A found norm belongs to a gold norm where the two sentences overlap by at least half of the shorter; pairs are taken one to one,
the largest overlap first. That is why a heading in front, a quotation mark or a chunk mark more or less loses no norm, while a
sentence that was not split where the gold splits loses one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from ..schemas.gold import Gold
from ..schemas.notice import Notice
from .findings import Locator, Place, plain
from .metrics import Score, Scores

__all__ = ["BLANK", "NormItem", "Pairs", "gold_strength", "norms_of_gold", "norms_of_notice", "pair", "same_words", "score_norms"]

BARE: Final = 4
"""Strength of an imperative without a modal."""
_HEDGE: Final = "原则上"
_BY_TYPE: Final = {"prohibition": 6, "permission": 1, "encouragement": 1}
_BY_MODAL: Final = (
    (6, ("必须", "须", "务必", "不得", "严禁", "禁止", "不准")),
    (5, ("应", "应当", "应该", "要", "需", "需要", "有责任和义务", "有义务")),
    (2, ("力争", "争取", "力求")),
    (1, ("鼓励", "支持", "提倡", "倡导", "可", "可以", "允许")),
)
# Cut off before these, a stretch of a time says another time: 半年度 is not 年度, 13年 not 3年.
_BINDS: Final = frozenset("0123456789.半两双")


@dataclass(slots=True, frozen=True)
class NormItem:
    """A norm in comparable form; values are folded and without blanks, empty where there is none."""

    place: Place | None
    """Offsets in the gold text without blanks; null where they are not known."""
    quote: str
    type: str
    eid: str
    actors: tuple[str, ...]
    actor_source: str
    deontic: str
    strength: int | None
    deadline: str
    frequency: str
    consequence: str
    rule: str = ""
    """What decided it; empty in the gold."""

    def __str__(self) -> str:
        return f"{self.type} ← {self.quote[:40]}"


BLANK: Final = NormItem(None, "", "obligation", "main", (), "none", "", BARE, "", "", "")
"""A norm of which nothing is known, to be filled in."""


@dataclass(slots=True, frozen=True)
class Pairs:
    """Gold norms and found norms, one to one, and what is left of both."""

    matched: list[tuple[NormItem, NormItem]]
    missed: list[NormItem]
    extra: list[NormItem]


def norms_of_gold(gold: Gold, locator: Locator) -> list[NormItem] | None:
    """Return the norms that ``gold`` annotates, null where it does not annotate them."""
    if gold.norms is None:
        return None
    return [
        NormItem(
            place=locator.quote(item.quote, item.nth),
            quote=plain(item.quote),
            type=item.type,
            eid=item.eid,
            actors=_names(item.actors),
            actor_source=item.actor_source,
            deontic=plain(item.deontic),
            strength=gold_strength(item.type, item.deontic, item.quote),
            deadline=plain(item.deadline),
            frequency=plain(item.frequency),
            consequence=plain(item.consequence),
        )
        for item in gold.norms
    ]


def norms_of_notice(notice: Notice, locator: Locator) -> list[NormItem] | None:
    """Return the norms of ``notice``, placed in the gold text of ``locator``; null where the search for them did not run."""
    if notice.norms is None:
        return None
    alignment = locator.align(notice.text)
    return [
        NormItem(
            place=alignment.place(item),
            quote=plain(item.exact),
            type=item.type,
            eid=item.eid,
            actors=_names(item.actors),
            actor_source=item.actor_source,
            deontic=plain(item.deontic),
            strength=item.strength,
            deadline=plain(item.deadline),
            frequency=plain(item.frequency),
            consequence=plain(item.consequence),
            rule=item.rule,
        )
        for item in notice.norms
    ]


def gold_strength(kind: str, deontic: str | None, quote: str) -> int | None:
    """Return how strongly a gold norm binds, on the scale of :attr:`gongwen.schemas.norms.Norm.strength`; null for constitutive norms.

    The gold annotates type and modal, no strength. Where the type itself is a step of the scale it decides (a prohibition binds
    like 不得, whatever its words; permission and encouragement leave the choice), because the modal recorded is the first of the
    sentence and may belong to another predicate. Otherwise the modal decides; none, 请 and 确保 are bare imperatives. 原则上 is no
    modal, so it is never the one recorded, and takes what is above it down to its own step.
    """
    if kind == "constitutive":
        return None
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    modal = plain(deontic)
    strength = next((step for step, words in _BY_MODAL if modal in words), BARE)
    return min(strength, 3) if _HEDGE in quote else strength


def pair(gold: list[NormItem], found: list[NormItem]) -> Pairs:
    """Return which found norm is which gold norm, as the module says."""
    overlaps = sorted(_overlaps(gold, found), key=lambda item: (-item[0], item[1], item[2]))
    of_gold: dict[int, int] = {}
    taken: set[int] = set()
    for _, left, right in overlaps:
        if left not in of_gold and right not in taken:
            of_gold[left] = right
            taken.add(right)
    return Pairs(
        [(gold[left], found[right]) for left, right in sorted(of_gold.items())],
        [item for index, item in enumerate(gold) if index not in of_gold],
        [item for index, item in enumerate(found) if index not in taken],
    )


def score_norms(gold: list[NormItem] | None, found: list[NormItem] | None) -> Scores:
    """Return the scores of the norm components; empty where the gold has no norms annotated, null each where the search did not run.

    ``norm_units``, ``norms`` (with the right type), ``norm_clauses`` (with the right eid), ``norm_deadlines``, ``norm_frequencies``
    and ``norm_consequences`` count all norms of both sides. ``norm_actors`` (each name an item), ``norm_actor_sources`` and
    ``norm_deontics`` count the norms that were paired, so that a lost sentence is lost once. Deadlines, frequencies and
    consequences are the same where one holds the other (see :func:`same_words`); all other values must be equal.
    ``norm_strength_order`` counts pairs of gold norms of different strength: right where ours has the same one as the stronger.
    """
    if gold is None:
        return {}
    if found is None:
        return dict.fromkeys(_NAMES)
    pairs = pair(gold, found)
    return {name: scorer(pairs) for name, scorer in _SCORERS.items()}


def same_words(gold: str, found: str) -> bool:
    """Tell whether one stretch holds the other, so that 到2020年 and 2020年 are the same, but 半年度 and 年度, 13年 and 3年 are not."""
    short, long = sorted((gold, found), key=len)
    at = long.find(short)
    return bool(short) and at >= 0 and (at == 0 or long[at - 1] not in _BINDS)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(plain, names)))


def _overlaps(gold: list[NormItem], found: list[NormItem]) -> Iterator[tuple[int, int, int]]:
    """Yield (characters shared, index in gold, index in found) where they are at least half of the shorter sentence."""
    for left, item in enumerate(gold):
        for right, other in enumerate(found):
            shared = _shared(item, other)
            if shared and 2 * shared >= min(len(item.quote), len(other.quote)):
                yield shared, left, right


def _shared(item: NormItem, other: NormItem) -> int:
    if item.place and other.place:
        return max(min(item.place[1], other.place[1]) - max(item.place[0], other.place[0]), 0)
    short, long = sorted((item.quote, other.quote), key=len)
    return len(short) if short in long else 0


def _units(pairs: Pairs) -> Score:
    return Score(len(pairs.matched), [str(item) for item in pairs.missed], [str(item) for item in pairs.extra])


def _equal(value: Callable[[NormItem], str]) -> Callable[[Pairs], Score]:
    """Return the scorer of a value that every norm has, over all norms."""

    def scorer(pairs: Pairs) -> Score:
        result = Score(0, [_show(value(item), item) for item in pairs.missed], [_show(value(item), item) for item in pairs.extra])
        _compare(result, pairs, value, str.__eq__)
        return result

    return scorer


def _paired(value: Callable[[NormItem], str]) -> Callable[[Pairs], Score]:
    """Return the scorer of a value that a norm may have, over the paired norms."""

    def scorer(pairs: Pairs) -> Score:
        result = Score()
        _compare(result, pairs, value, str.__eq__)
        return result

    return scorer


def _stretches(value: Callable[[NormItem], str]) -> Callable[[Pairs], Score]:
    """Return the scorer of a stretch that a norm may have, over all norms."""

    def scorer(pairs: Pairs) -> Score:
        result = Score(
            0,
            [_show(value(item), item) for item in pairs.missed if value(item)],
            [_show(value(item), item) for item in pairs.extra if value(item)],
        )
        _compare(result, pairs, value, same_words)
        return result

    return scorer


def _compare(result: Score, pairs: Pairs, value: Callable[[NormItem], str], same: Callable[[str, str], bool]) -> None:
    for item, other in pairs.matched:
        wanted, got = value(item), value(other)
        if wanted and got and same(wanted, got):
            result.found += 1
            continue
        if wanted:
            result.missed.append(f"{_show(wanted, item)} (found {got or 'none'})")
        if got:
            result.extra.append(f"{_show(got, other)}{_by(other)}")


def _actors(pairs: Pairs) -> Score:
    result = Score()
    for item, other in pairs.matched:
        result.found += len(set(item.actors) & set(other.actors))
        result.missed += [f"{_show(name, item)} ({item.actor_source})" for name in item.actors if name not in other.actors]
        result.extra += [f"{_show(name, other)} ({other.actor_source}){_by(other)}" for name in other.actors if name not in item.actors]
    return result


def _order(pairs: Pairs) -> Score:
    result = Score()
    for one, other in combinations(pairs.matched, 2):
        (strong, ours), (weak, theirs) = sorted((one, other), key=lambda item: -(item[0].strength or 0))
        if strong.strength is None or weak.strength is None or strong.strength == weak.strength:
            continue
        if ours.strength is not None and theirs.strength is not None and ours.strength > theirs.strength:
            result.found += 1
            continue
        wrong = f"{strong.deontic or strong.type} {strong.strength} over {weak.deontic or weak.type} {weak.strength}: "
        wrong += f"{ours.strength} and {theirs.strength}"
        result.missed.append(wrong)
        result.extra.append(wrong)
    return result


def _show(value: str, item: NormItem) -> str:
    return f"{value} ← {item.quote[:40]}"


def _by(item: NormItem) -> str:
    return f" by {item.rule}" if item.rule else ""


_SCORERS: Final[dict[str, Callable[[Pairs], Score]]] = {
    "norm_units": _units,
    "norms": _equal(lambda item: item.type),
    "norm_clauses": _equal(lambda item: item.eid),
    "norm_actors": _actors,
    "norm_actor_sources": _paired(lambda item: item.actor_source),
    "norm_deontics": _paired(lambda item: item.deontic),
    "norm_deadlines": _stretches(lambda item: item.deadline),
    "norm_frequencies": _stretches(lambda item: item.frequency),
    "norm_consequences": _stretches(lambda item: item.consequence),
    "norm_strength_order": _order,
}
_NAMES: Final = tuple(_SCORERS)
