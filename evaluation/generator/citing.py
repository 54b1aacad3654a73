"""What a generated notice cites: notices of the plan by number, title or both, and documents that are not in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from .plan import Header, Plan

__all__ = ["Cited", "citations_of", "cite"]

_LAWS: Final = (
    "预算法", "行政许可法", "政府采购法", "安全生产法", "食品安全法", "环境保护法", "土地管理法", "城乡规划法", "道路交通安全法", "教育法",
    "突发事件应对法", "行政处罚法", "农产品质量安全法", "水污染防治法", "消防法", "劳动合同法", "文物保护法", "防洪法", "科学技术进步法",
)  # fmt: skip
_HOW_MANY: Final = (0, 1, 1, 2, 2, 3)


@dataclass(slots=True, frozen=True)
class Cited:
    """A reference to another document."""

    title: str
    number: str | None
    target: int | None
    """Index of the notice, where it is one of the plan."""
    ambiguous: bool
    """Whether more than one notice of the plan answers to it."""


def citations_of(plan: Plan, header: Header, rng: Random) -> list[tuple[str, Cited]]:
    """Return what the notice says it rests on: (as written, what it is)."""
    found: dict[str, Cited] = {}
    for _ in range(_HOW_MANY[int(rng.random() * len(_HOW_MANY))]):
        text, cited = cite(plan, header, rng)
        found.setdefault(text, cited)
    return list(found.items())


def cite(plan: Plan, header: Header, rng: Random) -> tuple[str, Cited]:
    """Return one reference as it is written, and what it is."""
    if rng.random() < 0.18:
        title = f"中华人民共和国{_LAWS[int(rng.random() * len(_LAWS))]}"
        return f"《{title}》", Cited(title, None, None, ambiguous=False)
    if rng.random() < 0.06 and (target := plan.repeated(header, rng)):
        return _by_title(plan, target)
    target = plan.earlier(header, rng)
    if target is None or rng.random() < 0.12:
        return _absent(header, rng)
    return _FORMS[int(rng.random() * len(_FORMS))](plan, target)


def _absent(header: Header, rng: Random) -> tuple[str, Cited]:
    """Return a notice of the agency of a year that the plan does not hold."""
    year, number = header.written.year - 6 - int(rng.random() * 3), 1 + int(rng.random() * 60)
    title = f"{header.agency.name}关于加强{header.topic}管理的意见"
    number_text = f"{header.agency.code}〔{year}〕{number}号"
    return f"《{title}》（{number_text}）", Cited(title, number_text, None, ambiguous=False)


def _full(_: Plan, target: Header) -> tuple[str, Cited]:
    return f"《{target.title}》（{target.document_number}）", Cited(target.title, target.document_number, target.index, ambiguous=False)


def _without_agency(_: Plan, target: Header) -> tuple[str, Cited]:
    title = target.title.removeprefix(target.agency.name)
    return f"《{title}》（{target.document_number}）", Cited(title, target.document_number, target.index, ambiguous=False)


def _by_title(plan: Plan, target: Header) -> tuple[str, Cited]:
    if target.shared_title and not target.repeats:
        return _full(plan, target)  # the title alone is ambiguous only for who knows those of later years
    return f"《{target.title}》", Cited(target.title, None, target.index, ambiguous=target.repeats)


def _by_instrument(plan: Plan, target: Header) -> tuple[str, Cited]:
    if target.instrument_title is None:
        return _full(plan, target)
    return f"《{target.instrument_title}》", Cited(target.instrument_title, None, target.index, ambiguous=False)


def _by_number(plan: Plan, target: Header) -> tuple[str, Cited]:
    if plan.shares_code(target.agency):
        return _full(plan, target)
    return f"{target.document_number}文件", Cited("", target.document_number, target.index, ambiguous=False)


_FORMS: Final[tuple[Callable[[Plan, Header], tuple[str, Cited]], ...]] = (
    _full,
    _full,
    _full,
    _without_agency,
    _by_title,
    _by_instrument,
    _by_number,
)
