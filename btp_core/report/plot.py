"""The distribution of object scores, with the threshold: a curve of the whole run."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np

from btp_core.report.content import ReportContent
from btp_core.report.texts import threshold_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BINS = 40
PASSED = "#6f8196"
FAILED = "#b3261e"
INK = "#1c2430"
MUTED = "#5f6b7a"
GRID = "#d5d9e0"
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # letters stay letters, in the page's own font
    "svg.hashsalt": "btp-inspect",  # the same picture has the same text
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": MUTED,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "axes.labelcolor": MUTED,
}


def distribution_svg(content: ReportContent) -> str:
    """The plot as an ``svg`` element for a page, whose styles colour it by ``id``."""
    buffer = io.StringIO()
    with mpl.rc_context(_SETTINGS):
        figure = _figure(content)
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(buffer, format="svg", transparent=True, metadata=nothing)
    text = buffer.getvalue()
    return text[text.index("<svg") :]


def distribution_png(content: ReportContent) -> bytes:
    """The same on white for paper, fine enough to print."""
    buffer = io.BytesIO()
    with mpl.rc_context(_SETTINGS):
        _figure(content).savefig(buffer, format="png", dpi=300)
    return buffer.getvalue()


def _figure(content: ReportContent) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    threshold = content.header.threshold
    figure = Figure(figsize=(8.2, 2.5), layout="constrained")
    axes = figure.add_subplot()
    # A bin never spans the threshold: its colour says on which side its scans are.
    below = max(1, round(BINS * threshold)) if threshold > 0 else 0
    above = max(1, BINS - below) if threshold < 1 else 0
    edges = np.unique(
        np.concatenate([np.linspace(0, threshold, below + 1), np.linspace(threshold, 1, above + 1)])
    )
    counts, _ = np.histogram(content.scores, edges)
    for index, (count, left, right) in enumerate(zip(counts, edges, edges[1:], strict=False)):
        if not count:
            continue
        failed = left >= threshold
        bar = axes.bar(
            *(left, count, 0.86 * (right - left)),
            align="edge",
            color=FAILED if failed else PASSED,
            hatch="////" if failed else None,
            edgecolor="white" if failed else "none",
            linewidth=0,
        )
        bar[0].set_gid(f"bar-{'failed' if failed else 'passed'}-{index}")
    line = axes.axvline(threshold, color=INK, linewidth=1.2, linestyle=(0, (4, 2)))
    line.set_gid("threshold-line")
    top = 1.12 * max(1, int(counts.max(initial=0)))
    side = "left" if threshold <= 0.75 else "right"
    label = axes.annotate(
        f"threshold {threshold_text(threshold)}",
        (threshold, top),
        xytext=(5 if side == "left" else -5, -1),
        textcoords="offset points",
        ha=side,
        va="top",
    )
    label.set_gid("threshold-label")
    axes.set(xlim=(0, 1), ylim=(0, top), xlabel="object score", ylabel="scans")
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True, min_n_ticks=1))
    axes.set_xticks(np.linspace(0, 1, 11))
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    for index, grid in enumerate(axes.get_ygridlines()):
        grid.set_gid(f"grid-line-{index}")
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(length=0)
    axes.tick_params(axis="x", pad=6)
    return figure
