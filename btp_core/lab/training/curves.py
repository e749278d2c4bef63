"""The curves of a run as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from btp_core.base.files import atomic_path
from btp_core.lab.training.train import TERMS

FIGURES = ("point_auroc", "au_pro", "object_auroc", "type_accuracy")


def draw_curves(history: Sequence[dict[str, float]], path: Path) -> None:
    """Write validation figures and loss terms against steps as a PNG."""
    from matplotlib.figure import Figure

    steps = [entry["step"] for entry in history]
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    for name in FIGURES:
        left.plot(steps, [entry[name] for entry in history], marker="o", ms=3, label=name)
    left.set(title="Validation on held-out shapes", xlabel="step", ylim=(0.0, 1.0))
    for name in TERMS:
        right.plot(steps, [entry[name] for entry in history], label=name)
    right.set(title="Training loss", xlabel="step", yscale="log")
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8)
    with atomic_path(path) as temporary:
        figure.savefig(temporary, dpi=110)
