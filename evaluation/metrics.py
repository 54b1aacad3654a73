"""Precision, recall and F1, per component, per document and pooled over documents (micro average)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..schemas.notice import Notice
from .findings import COMPONENTS, Findings, Item, located

__all__ = ["Score", "pool", "score", "span_score"]


@dataclass(slots=True)
class Score:
    """What was found of what is there, one to one."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    """Gold items that were not found."""
    extra: list[str] = field(default_factory=list)
    """Items found that are not in the gold."""

    @property
    def precision(self) -> float | None:
        """Share of what was found that is in the gold; null where nothing was found."""
        total = self.found + len(self.extra)
        return self.found / total if total else None

    @property
    def recall(self) -> float | None:
        """Share of the gold that was found; null where the gold has nothing."""
        total = self.found + len(self.missed)
        return self.found / total if total else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; null where neither the gold nor the output has anything."""
        total = 2 * self.found + len(self.extra) + len(self.missed)
        return 2 * self.found / total if total else None

    def to_dict(self, *, misses: bool = False) -> dict[str, float | int | list[str] | None]:
        """Return the figures as plain values, with the items missed and extra on demand."""
        figures: dict[str, float | int | list[str] | None] = {
            "gold": self.found + len(self.missed),
            "output": self.found + len(self.extra),
            "found": self.found,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }
        return figures | {"missed": self.missed, "extra": self.extra} if misses else figures


Scores = dict[str, Score | None]
"""By component; null where that part of the pipeline did not run, which is not the same as finding nothing."""


def score(gold: Findings, output: Findings) -> Scores:
    """Return the scores of ``output`` against ``gold`` for the components of ``gold``, in the order of the report."""
    scores: Scores = {}
    for component in COMPONENTS:
        wanted, found = gold.get(component), output.get(component)
        if wanted is not None:
            scores[component] = None if found is None else _match(wanted, found)
    return scores


def span_score(notice: Notice) -> Score:
    """Return how many located objects of ``notice`` say exactly what stands at their offsets."""
    result = Score()
    for path, start, end, exact in located(notice):
        if 0 <= start < end <= len(notice.text) and notice.text[start:end] == exact:
            result.found += 1
        else:
            wrong = f"{path} {start}..{end} {exact[:40]!r}"
            result.missed.append(wrong)
            result.extra.append(wrong)
    return result


def pool(documents: Iterable[Scores]) -> Scores:
    """Return the scores over all documents: items counted together (micro average); a component that never ran stays null."""
    pooled: Scores = {}
    for component, result in _all(documents):
        if result is None:
            pooled.setdefault(component, None)
            continue
        total = pooled.get(component) or Score()
        total.found += result.found
        total.missed += result.missed
        total.extra += result.extra
        pooled[component] = total
    return {component: pooled[component] for component in COMPONENTS if component in pooled}


def _all(documents: Iterable[Scores]) -> Iterator[tuple[str, Score | None]]:
    for scores in documents:
        yield from scores.items()


def _match(gold: list[Item], output: list[Item]) -> Score:
    """Match one to one in document order: each gold item takes the first found item that fits and is still free."""
    free = list(output)
    result = Score()
    for item in gold:
        index = next((index for index, other in enumerate(free) if item.matches(other)), None)
        if index is None:
            result.missed.append(str(item))
        else:
            del free[index]
            result.found += 1
    result.extra = [str(item) for item in free]
    return result
