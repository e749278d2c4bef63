"""The curves of a run as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from btp_core.base.files import atomic_path

METRICS = ("point_auroc", "au_pro", "object_auroc", "type_accuracy")
_PLACES = ("step", "epoch")


def draw_curves(history: Sequence[dict[str, float]], path: Path) -> None:
    """Write validation metrics and loss terms against steps as a PNG."""
    from matplotlib.figure import Figure

    steps = [entry["step"] for entry in history]
    names = [name for name in (history[0] if history else ()) if name not in _PLACES]
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    for name in names:
        axes, style = (left, {"marker": "o", "ms": 3}) if name in METRICS else (right, {})
        axes.plot(steps, [entry[name] for entry in history], label=name, **style)
    left.set(title="Validation on held-out shapes", xlabel="step", ylim=(0.0, 1.0))
    right.set(title="Training loss", xlabel="step", yscale="log")
    for axes in (left, right):
        axes.grid(alpha=0.3)
        if names:
            axes.legend(fontsize=8)
    with atomic_path(path) as temporary:
        figure.savefig(temporary, dpi=110)
