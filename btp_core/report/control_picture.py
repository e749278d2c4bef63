"""Pictures of how the parts of a design did over time, for pages and windows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.record.trends import Day, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 100
MOST_MARKS = 1500
"""With more values there is a line only, and marks where a limit is passed."""
DAY_TICKS = 8
LEAST_DAYS = 12
"""Room for so many, or the bars of a few would be as wide as the picture."""
LABEL_ROOM = 0.14

WORDS: Mapping[str, str] = {
    "order": "inspections in order of time",
    "range": "moving range",
    "share": "share failed",
    "upper": "upper limit",
    "lower": "lower limit",
    "centre": "mean",
    "threshold": "threshold",
    "nothing": "Nothing to show yet.",
    "few": "Limits are shown from ten inspections on.",
}
"""What a chart says besides its title, in English."""


@dataclass(frozen=True)
class ChartLook:
    """Colours as ``#rrggbb``: those of a page on paper unless told."""

    background: str = "#ffffff"
    ink: str = "#1c2430"
    muted: str = "#5f6b7a"
    grid: str = "#d5d9e0"
    line: str = "#6f8196"
    bad: str = "#b3261e"


@dataclass(frozen=True, eq=False)
class ChartPicture:
    """A chart, and where its values are.

    Attributes
    ----------
    png
        The picture.
    places
        ``(N, 2)`` pixels from the left and from the top, of each value.
    numbers
        ``(N,)`` of the inspections there.
    """

    png: bytes
    places: Float64Array
    numbers: IntArray


def chart_picture(
    series: Series,
    days: Sequence[Day],
    title: str,
    *,
    size: tuple[int, int] = (900, 560),
    look: ChartLook | None = None,
    words: Mapping[str, str] = WORDS,
    threshold: float | None = None,
) -> ChartPicture:
    """Single values with their control limits, their moving range, and the share failed per day.

    Parameters
    ----------
    series, days
        Of :func:`~btp_core.record.trends.trends`.
    title
        What is measured, with its units.
    size
        Width and height in pixels.
    look, words
        Colours, and texts by the keys of :data:`WORDS`; ``"point"`` is the decimal one.
    threshold
        A value that is drawn as a line of its own.
    """
    look = look or ChartLook()
    buffer = io.BytesIO()
    with mpl.rc_context(_settings(look)):
        figure, values = _figure(series, days, title, size, look, words, threshold)
        figure.savefig(buffer, format="png", dpi=DPI)
        count = len(series.chart.values)
        at = np.stack([np.arange(1, count + 1), series.chart.values], axis=1)
        places = values.transData.transform(at) if count else np.zeros((0, 2))
    places[:, 1] = size[1] - places[:, 1]
    return ChartPicture(buffer.getvalue(), places, series.numbers)


def _settings(look: ChartLook) -> dict[Any, Any]:
    return {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "axes.edgecolor": look.grid,
        "axes.facecolor": look.background,
        "figure.facecolor": look.background,
        "text.color": look.ink,
        "xtick.color": look.muted,
        "ytick.color": look.muted,
        "axes.labelcolor": look.muted,
        "axes.titlecolor": look.ink,
    }


def _figure(
    series: Series,
    days: Sequence[Day],
    title: str,
    size: tuple[int, int],
    look: ChartLook,
    words: Mapping[str, str],
    threshold: float | None,
) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI, layout="constrained")
    values, ranges, share = figure.subplots(3, 1, height_ratios=(3.2, 1.2, 1.4))
    ranges.sharex(values)
    for axes in (values, ranges, share):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color=look.grid, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(length=0)
        axes.margins(x=0.01)
    point = words.get("point", ".")
    for axes in (values, ranges):
        axes.yaxis.set_major_formatter(lambda value, _place: _number(value, point))
    values.set_title(title, loc="left", fontsize=10, fontweight="bold")
    _draw_values(values, series, look, words, threshold)
    _draw_ranges(ranges, series, look, words)
    _draw_share(share, days, look, words)
    # Places of the values are asked for, which only a drawn figure knows.
    figure.draw_without_rendering()
    return figure, values


def _draw_values(
    axes: Axes,
    series: Series,
    look: ChartLook,
    words: Mapping[str, str],
    threshold: float | None,
) -> None:
    chart = series.chart
    order = np.arange(1, len(chart.values) + 1)
    if not len(order):
        axes.text(0.5, 0.5, words["nothing"], transform=axes.transAxes, ha="center", va="center")
        axes.set(xticks=[], yticks=[])
        return
    marker = "o" if len(order) <= MOST_MARKS else ""
    axes.plot(order, chart.values, color=look.line, linewidth=0.9, marker=marker, markersize=3)
    for marked, shape in ((chart.shifted, "s"), (chart.outside, "D")):
        axes.plot(
            order[marked],
            chart.values[marked],
            linestyle="",
            marker=shape,
            markersize=5,
            markerfacecolor=look.bad if shape == "D" else "none",
            markeredgecolor=look.bad,
        )
    if chart.known:
        limits = (("upper", chart.upper), ("centre", chart.centre), ("lower", chart.lower))
        for word, value in limits:
            style = "-" if word == "centre" else (0, (5, 3))
            axes.axhline(value, color=look.muted, linewidth=0.9, linestyle=style)
        # In one line above: at the lines they would lie on each other where these are close.
        text = "  \N{MIDDLE DOT}  ".join(
            f"{words[word]} {_number(value, words.get('point', '.'))}" for word, value in limits
        )
        axes.set_title(text, loc="right", fontsize=8, color=look.muted)
    else:
        _note(axes, words["few"], look)
    if threshold is not None:
        axes.axhline(threshold, color=look.bad, linewidth=1.0, linestyle=(0, (1, 2)))
        number = _number(threshold, words.get("point", "."))
        _label(axes, threshold, f"{words['threshold']} {number}", look.bad)
    axes.set_ylim(bottom=min(0.0, float(chart.values.min())))
    # Room on the right for what the lines are.
    axes.set_xlim(0, (1 + LABEL_ROOM) * len(order) + 1)
    axes.tick_params(labelbottom=False)


def _number(value: float, point: str) -> str:
    return f"{value:.3g}".replace(".", point)


def _draw_ranges(axes: Axes, series: Series, look: ChartLook, words: Mapping[str, str]) -> None:
    chart = series.chart
    order = np.arange(1, len(chart.values) + 1)
    axes.plot(order, chart.ranges, color=look.line, linewidth=0.8)
    if chart.known:
        above = np.nan_to_num(chart.ranges) > chart.range_upper
        axes.plot(
            *(order[above], chart.ranges[above]),
            linestyle="",
            marker="D",
            markersize=5,
            color=look.bad,
        )
        axes.axhline(chart.range_upper, color=look.muted, linewidth=0.9, linestyle=(0, (5, 3)))
        number = _number(chart.range_upper, words.get("point", "."))
        _label(axes, chart.range_upper, f"{words['upper']} {number}", look.muted)
    axes.set_ylim(bottom=0)
    axes.set(xlabel=words["order"], ylabel=words["range"])
    axes.yaxis.set_major_locator(_few_ticks(3))
    axes.xaxis.set_major_locator(_few_ticks(10, integer=True))


def _draw_share(axes: Axes, days: Sequence[Day], look: ChartLook, words: Mapping[str, str]) -> None:
    from matplotlib.ticker import PercentFormatter

    shares = [day.share_failed for day in days]
    axes.bar(range(len(days)), shares, width=0.7, color=look.bad)
    step = max(1, -(-len(days) // DAY_TICKS))
    shown = list(range(0, len(days), step))
    axes.set_xticks(shown, [f"{days[place].day:%d.%m.}" for place in shown])
    axes.set_xlim(-0.7, max(len(days), LEAST_DAYS) - 0.3)
    axes.set_ylim(0, max([1e-9, *shares]) * 1.15 if any(shares) else 1.0)
    axes.set_ylabel(words["share"])
    axes.yaxis.set_major_locator(_few_ticks(3))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))


def _label(axes: Axes, value: float, text: str, color: str) -> None:
    axes.annotate(
        text,
        (1.0, value),
        xycoords=("axes fraction", "data"),
        xytext=(-2, 2),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=8,
        color=color,
    )


def _note(axes: Axes, text: str, look: ChartLook) -> None:
    axes.text(0.01, 0.96, text, transform=axes.transAxes, va="top", fontsize=8, color=look.muted)


def _few_ticks(count: int, *, integer: bool = False) -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=count, integer=integer, min_n_ticks=1)
