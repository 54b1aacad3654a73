"""Two notices side by side as a picture: a block for each clause, a ribbon between those that correspond."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .fonts import printable
from .plot import drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .alignment import Alignment, Pair, Relation, Unit

__all__ = ["plot_alignment"]

_COLORS: Final[dict[Relation, str]] = {
    "same": "#009e73",
    "changed": "#0072b2",
    "moved": "#d55e00",
    "only_a": "#bbbbbb",
    "only_b": "#bbbbbb",
}
_NAMES: Final[dict[Relation, str]] = {"same": "相同 same", "changed": "改写 changed", "moved": "移位 moved", "only_a": "仅一方 only one"}
_GAP: Final = 0.15
_LEAST: Final = 0.8
_LARGEST: Final = 3.2
"""Height of a block, in lines: least, and most, of one of a thousand characters and more."""
_LABEL: Final = 24


def plot_alignment(alignment: Alignment, name_a: str, name_b: str, source: str = "") -> Figure:
    """Return two notices as two columns of blocks, as high as their clauses are long, with ribbons between clauses that correspond."""
    left = _stack([pair.a for pair in alignment.pairs if pair.a])
    right = _stack(
        [pair.b for pair in sorted((pair for pair in alignment.pairs if pair.b), key=lambda pair: pair.b.start if pair.b else 0) if pair.b]
    )
    height = max([end for _, end in (*left.values(), *right.values())], default=1.0)
    with drawing((9.5, min(0.2 * height + 1.4, 60)), source) as (figure, axis):
        axis.set(xlim=(-1.3, 2.3), ylim=(height, -0.8))
        axis.axis("off")
        for pair in alignment.pairs:
            _draw(axis, pair, left, right)
        for at, name, share, side in ((0, name_a, alignment.share_a, "right"), (1, name_b, alignment.share_b, "left")):
            label = printable(f"{name[:_LABEL]} (沿用 {share:.0%})")
            axis.text(at, -0.5, label, ha=side, va="bottom", fontsize=9, fontweight="bold")
        for relation, name in _NAMES.items():
            axis.fill([], [], color=_COLORS[relation], label=name)
        axis.legend(loc="upper center", bbox_to_anchor=(0.5, 0), ncols=len(_NAMES), fontsize=8, frameon=False)
    return figure


def _stack(units: list[Unit]) -> dict[int, tuple[float, float]]:
    """Return where the block of each unit (by its offset) begins and ends, in lines."""
    at = 0.0
    places: dict[int, tuple[float, float]] = {}
    for unit in units:
        size = _LEAST + (_LARGEST - _LEAST) * min(len(unit.words), 1000) / 1000
        places[unit.start] = at, at + size
        at += size + _GAP
    return places


def _draw(axis: Axes, pair: Pair, left: dict[int, tuple[float, float]], right: dict[int, tuple[float, float]]) -> None:
    color = _COLORS[pair.relation]
    for unit, places, at, side in ((pair.a, left, 0.0, "right"), (pair.b, right, 1.0, "left")):
        if unit is None:
            continue
        low, high = places[unit.start]
        axis.fill_between([at - 0.03, at + 0.03], low, high, color=color, linewidth=0)
        edge = at - 0.05 if side == "right" else at + 0.05
        axis.text(edge, (low + high) / 2, printable(_label(unit)), ha=side, va="center", fontsize=7)
    if pair.a and pair.b:
        (a_low, a_high), (b_low, b_high) = left[pair.a.start], right[pair.b.start]
        axis.fill_between([0.03, 0.97], [a_low, b_low], [a_high, b_high], color=color, alpha=0.12 + 0.4 * pair.similarity, linewidth=0)


def _label(unit: Unit) -> str:
    words = unit.heading or unit.words
    return f"{unit.eid.rpartition('__')[2]} {words[:_LABEL]}" + ("…" if len(words) > _LABEL else "")
