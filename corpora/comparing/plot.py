"""Comparisons as pictures (PNG, SVG, PDF): drawn by matplotlib without a screen, labelled in Chinese, with the source below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...schemas.errors import MissingExtraError, OutputError
from ..files import replacing
from .fonts import chinese_fonts, printable
from .rows import Row, dicts
from .targets import amount, period_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..tables import Table, Value

__all__ = ["drawing", "plot_keyness", "plot_norms", "plot_targets", "plot_terms", "save_figure"]

_FORMS: Final = ("png", "svg", "pdf")
_PANELS: Final = 6
_BARS: Final = 30
_COLORS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999", "#f0e442")
"""Okabe & Ito (2008), told apart also by the colour-blind."""
_MARKERS: Final = {"ge": ">", "gt": ">", "le": "<", "lt": "<", "approx": "o", "eq": "o", "range": "|"}
_LEGEND: Final = "▶ 不低于  ◀ 不超过  ○ 约  ● 等于  ━ 区间"
_MEASURES: Final = {"level": "", "increase": " (增长)", "decrease": " (下降)", "margin": " (高于参照)"}
_SCALES: Final[dict[str, tuple[tuple[float, str], ...]]] = {
    "CNY": ((1e12, "万亿元"), (1e8, "亿元"), (1e4, "万元"), (1, "元")),
    "m2": ((1e6, "平方公里"), (1e4, "公顷"), (1, "平方米")),
    "m": ((1e3, "公里"), (1, "米")),
    "1": ((0.01, "%"),),
}
_WIDE: Final = 50
"""Ratio of the largest to the smallest value from which an axis is logarithmic."""
_TYPES: Final = {
    "obligation": "义务 obligation",
    "prohibition": "禁止 prohibition",
    "permission": "许可 permission",
    "encouragement": "鼓励 encouragement",
    "consequence": "后果 consequence",
    "constitutive": "构成 constitutive",
}
_LABEL: Final = 30


def plot_targets(ledger: Table, source: str = "") -> Figure:
    """Return the ledger as a picture: a panel for each indicator, a mark for each target, by jurisdiction.

    The mark shows the comparator (▶ at least, ◀ at most, ○ about, ● exactly, a bar for a range), the label says the value as written.
    Shown are the six indicators with the most targets, of each the thirty greatest values; what is left out is said. Amounts are drawn
    in the base unit, so that 万元 and 亿元 share an axis; an axis is logarithmic where its values differ by more than fifty times.
    """
    panels: defaultdict[tuple[Value, Value, Value], list[Row]] = defaultdict(list)
    for row in dicts(ledger):
        panels[row["indicator_key"], row["measure"], row["normalized_unit"] or row["unit"]].append(row)
    chosen = sorted(panels.items(), key=lambda item: -len(item[1]))
    shown = chosen[:_PANELS]
    heights = [min(len(rows), _BARS) for _, rows in shown]
    note = _LEGEND + (f"    另有 {len(chosen) - len(shown)} 项指标未画出" if len(chosen) > len(shown) else "")
    with _figure(heights, source, note) as (figure, axes):
        for (key, rows), axis in zip(shown, axes, strict=True):
            _targets_panel(axis, key, rows)
    return figure


def plot_norms(counts: Table, source: str = "") -> Figure:
    """Return the norms by actor as a picture: a bar for each body, in parts by type; the thirty bodies with the most norms."""
    bodies: defaultdict[Value, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in dicts(counts):
        bodies[row["actor"]][str(row["type"])] += int(str(row["norms"]))
    chosen = list(bodies.items())[:_BARS]
    note = f"另有 {len(bodies) - len(chosen)} 个主体未画出" if len(bodies) > len(chosen) else ""
    with _figure([len(chosen)], source, note) as (figure, (axis,)):
        left = [0] * len(chosen)
        for color, (kind, label) in zip(_COLORS, _TYPES.items(), strict=False):
            values = [of_type[kind] for _, of_type in chosen]
            if any(values):
                axis.barh(range(len(chosen)), values, left=left, color=color, label=label, height=0.7)
                left = [low + value for low, value in zip(left, values, strict=True)]
        for place, total in enumerate(left):
            axis.annotate(str(total), (total, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)
        _name(axis, [_short(str(name)) for name, _ in chosen])
        axis.set_title("各主体的规范数量 Norms by actor", loc="left", fontsize=11)
        axis.set_xlim(0, 1.08 * max(left, default=1))
        axis.legend(loc="lower right", fontsize=8, frameon=False)
    return figure


def plot_terms(frequencies: Table, source: str = "") -> Figure:
    """Return term frequencies as a picture: per ten thousand characters, a panel a term, or one panel where there is one group."""
    rows = dicts(frequencies)
    groups = list(dict.fromkeys(row["group"] for row in rows))
    if len(groups) == 1:
        panels = {"词频 (每万字) per 10,000 characters": [(str(row["term"]), float(str(row["per_10000"]))) for row in rows]}
    else:
        panels = {}
        for row in rows:
            panels.setdefault(f"{row['term']} (每万字)", []).append((str(row["group"] or "(未注明)"), float(str(row["per_10000"]))))
        if not all(str(group).isdigit() for group in groups if group):
            panels = {name: sorted(found, key=lambda pair: -pair[1]) for name, found in panels.items()}
    shown = list(panels.items())[:_PANELS]
    note = f"另有 {len(panels) - len(shown)} 个词未画出" if len(panels) > len(shown) else ""
    with _figure([min(len(found), _BARS) for _, found in shown], source, note) as (figure, axes):
        for axis, (title, found) in zip(axes, shown, strict=True):
            _bars(axis, title, found[:_BARS], _COLORS[0])
    return figure


def plot_keyness(differences: Table, source: str = "") -> Figure:
    """Return keyness as a picture: log-likelihood to the right for words that the part has more, to the left for those it has less."""
    rows = [(str(row["term"]), float(str(row["log_likelihood"]))) for row in dicts(differences)][:_BARS]
    rows.sort(key=lambda pair: -pair[1])
    with _figure([len(rows)], source, "") as (figure, (axis,)):
        _bars(axis, "关键词 Keyness (G²)", rows, _COLORS[0])
        for bar, (_, value) in zip(axis.patches, rows, strict=True):
            bar.set_color(_COLORS[0] if value >= 0 else _COLORS[5])
        axis.axvline(0, color="#333333", linewidth=0.8)
    return figure


def save_figure(figure: Figure, path: Path) -> None:
    """Write a picture, all or nothing; the suffix of ``path`` says whether as PNG, SVG or PDF.

    Raises :class:`OutputError` where it says neither, or the picture cannot be written.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in _FORMS:
        raise OutputError(f"{path}: the suffix says what is drawn, and this one says nothing; give one of .{', .'.join(_FORMS)}")
    with replacing(path) as beside, _style():
        figure.savefig(beside, format=form, dpi=150, metadata={"Date": None} if form == "svg" else None)


@contextmanager
def _style() -> Iterator[None]:
    try:
        from matplotlib import rc_context
    except ImportError as error:
        raise MissingExtraError("pictures need matplotlib, which is not installed: pip install 'gongwen[plot]'") from error
    chosen: dict[Any, Any] = {
        "font.family": [*chinese_fonts(), "DejaVu Sans"],
        "axes.unicode_minus": False,
        "svg.fonttype": "path",
        "svg.hashsalt": "gongwen",  # the same picture is the same file
    }
    with rc_context(chosen):
        yield


@contextmanager
def drawing(size: tuple[float, float], source: str, note: str = "") -> Iterator[tuple[Figure, Axes]]:
    """Give a picture of ``size`` inches with one panel, and put source and note below."""
    with _style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=size, layout="constrained")
        yield figure, figure.subplots()
        _sign(figure, source, note)


@contextmanager
def _figure(heights: Sequence[int], source: str, note: str) -> Iterator[tuple[Figure, list[Axes]]]:
    """Give a picture with a panel for each of ``heights`` (how many bars it has), and put source and note below."""
    with _style():
        from matplotlib.figure import Figure

        rows = [max(height, 1) + 2.4 for height in heights] or [3.4]
        figure = Figure(figsize=(9.5, 0.29 * sum(rows) + 0.7), layout="constrained")
        axes = figure.subplots(len(rows), 1, gridspec_kw={"height_ratios": rows}, squeeze=False)[:, 0]
        for axis in axes:
            axis.spines[["top", "right"]].set_visible(False)
            axis.grid(axis="x", color="#dddddd", linewidth=0.6)
            axis.set_axisbelow(True)
            axis.tick_params(labelsize=9)
        if not heights:
            axes[0].text(0.5, 0.5, "没有数据 no rows", ha="center", va="center", transform=axes[0].transAxes)
        yield figure, list(axes) if heights else []
        _sign(figure, source, note)


def _sign(figure: Figure, source: str, note: str) -> None:
    below = "    ".join(filter(None, (source and f"来源: {source}", note)))
    figure.supxlabel(printable(below), fontsize=7.5, color="#555555", x=0.01, ha="left")
    figure.canvas.draw()  # here, where the fonts are those chosen
    figure.set_layout_engine("none")  # each layout moves a little: one picture is one file


def _targets_panel(axis: Axes, key: tuple[Value, Value, Value], rows: list[Row]) -> None:
    name, measure, unit = key
    factor, shown_unit = _scale(str(unit), [float(str(row["normalized"])) for row in rows if row["normalized"] is not None])
    points = sorted(((_value(row, "value", factor), row) for row in rows), key=lambda point: -point[0])
    left_out = len(points) - _BARS
    points = points[:_BARS]
    values = [value for value, _ in points]
    for place, (value, row) in enumerate(points):
        comparator = str(row["comparator"])
        high = _value(row, "value_to", factor) if row["value_to"] is not None else value
        if high > value:
            axis.plot([value, high], [place, place], color=_COLORS[0], linewidth=3, solid_capstyle="butt")
        face = "none" if comparator == "approx" else _COLORS[0]
        axis.plot([high], [place], marker=_MARKERS[comparator], markersize=7, color=_COLORS[0], markerfacecolor=face, linestyle="none")
        axis.annotate(printable(amount(row)), (high, place), xytext=(8, 0), textcoords="offset points", va="center", fontsize=8)
    if min(values) > 0 and max(values) / min(values) > _WIDE:
        axis.set_xscale("log")
        axis.margins(x=0.15)
    else:
        axis.set_xlim(min(0.0, *values) * 1.15, max(0.0, *values) * 1.18 or 1)
    _name(axis, [_target_label(row) for _, row in points])
    more = f",另有 {left_out} 条未画出" if left_out > 0 else ""
    axis.set_title(printable(f"{name}{_MEASURES[str(measure)]} [{shown_unit}]{more}"), loc="left", fontsize=11)


def _target_label(row: Row) -> str:
    period = period_name(row) or str(row["year"] or "")
    return _short(str(row["region_name"] or "全国") + (f" · {row['scope']}" if row["scope"] else ""), _LABEL - 8) + (
        f" ({period})" if period else ""
    )


def _scale(unit: str, values: list[float]) -> tuple[float, str]:
    """Return by what values in a base unit are divided to be shown, and the unit they then have."""
    greatest = max(map(abs, values), default=0.0)
    return next(
        ((factor, name) for factor, name in _SCALES.get(unit, ()) if greatest >= factor),
        (1.0, unit if unit not in _SCALES else _SCALES[unit][-1][1]),
    )


def _value(row: Row, name: str, factor: float) -> float:
    normal = row["normalized" if name == "value" else "normalized_to"]
    return float(str(row[name])) if normal is None else float(str(normal)) / factor


def _bars(axis: Axes, title: str, found: list[tuple[str, float]], color: str) -> None:
    axis.barh(range(len(found)), [value for _, value in found], color=color, height=0.7)
    for place, (_, value) in enumerate(found):
        side = 4 if value >= 0 else -4
        axis.annotate(
            f"{value:.1f}",
            (value, place),
            xytext=(side, 0),
            textcoords="offset points",
            va="center",
            ha="left" if side > 0 else "right",
            fontsize=8,
        )
    axis.margins(x=0.1)
    _name(axis, [_short(name) for name, _ in found])
    axis.set_title(printable(title), loc="left", fontsize=11)


def _name(axis: Axes, names: list[str]) -> None:
    axis.set_yticks(range(len(names)), [printable(name) for name in names])
    axis.set_ylim(len(names) - 0.4, -0.6)


def _short(name: str, longest: int = _LABEL) -> str:
    return name if len(name) <= longest else name[: longest - 1] + "…"
