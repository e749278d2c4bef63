"""A page of pictures of a data set, to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from btp_core.base.files import atomic_path
from btp_core.lab.synth.defects import DEFECT_KINDS

_MAX_PICTURES = 40
_COLUMNS = 8
_GOOD_PICTURES = 8


def write_contact_sheet(folder: Path, records: list[dict[str, Any]], path: Path) -> None:
    """Draw up to 8 good and 32 defective scans of ``records``, coloured by defect type.

    Files are below ``folder``.
    """
    from matplotlib import colormaps
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    chosen = _spread([r for r in records if not r["kinds"]], _GOOD_PICTURES)
    chosen += _spread([r for r in records if r["kinds"]], _MAX_PICTURES - len(chosen))
    rows = max((len(chosen) + _COLUMNS - 1) // _COLUMNS, 1)
    figure = Figure(figsize=(2.4 * _COLUMNS, 2.6 * rows), layout="tight")
    FigureCanvasAgg(figure)
    palette = colormaps["Set1"](np.arange(9))[:, :3]
    for number, record in enumerate(chosen):
        with np.load(folder / record["file"], allow_pickle=False) as data:
            points, types = data["points"], data["types"]
        axes = figure.add_subplot(rows, _COLUMNS, number + 1)
        u, v, shade, order = _project(points, types)
        colours = np.repeat(shade[:, None], 3, axis=1)
        marked = types > 0
        colours[marked] = palette[types[marked] - 1] * (0.4 + 0.6 * shade[marked, None])
        axes.scatter(u[order], v[order], c=colours[order], s=0.35, linewidths=0)
        axes.set_aspect("equal")
        axes.set_axis_off()
        title = ", ".join(record["kinds"]) or "good"
        axes.set_title(f"{record['family']}\n{title}", fontsize=6)
    handles = (
        [
            figure.axes[0].scatter([], [], color=palette[i], label=kind, s=12)
            for i, kind in enumerate(DEFECT_KINDS)
        ]
        if figure.axes
        else []
    )
    figure.legend(handles=handles, loc="lower center", ncols=len(DEFECT_KINDS), fontsize=7)
    with atomic_path(path) as temporary:
        figure.savefig(temporary, dpi=110)


def _spread(records: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """At most ``count`` of ``records``, from the first to the last."""
    places = np.linspace(0, len(records) - 1, min(count, len(records))).round().astype(int)
    return [records[place] for place in places]


def _project(
    points: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
    types: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
) -> tuple[Any, Any, Any, Any]:
    """Project points (N, 3) so that defects face the viewer; shade by depth and slope."""
    from scipy.spatial import cKDTree

    centred = points.astype(np.float64) - points.mean(axis=0)
    _, near = cKDTree(centred).query(centred, k=10)
    around = centred[near] - centred[near].mean(axis=1, keepdims=True)
    covariance = np.einsum("nki,nkj->nij", around, around)
    normals = np.linalg.eigh(covariance)[1][:, :, 0]
    view = centred[types > 0].mean(axis=0) if (types > 0).any() else np.array([1.0, 0.6, 0.8])
    view = view / max(float(np.linalg.norm(view)), 1e-9)
    side = np.cross(view, [0.0, 0.0, 1.0] if abs(view[2]) < 0.9 else [1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    up = np.cross(view, side)
    depth = centred @ view
    light = np.abs(normals @ (view + 0.5 * side + 0.3 * up)) / 1.16
    fade = (depth - depth.min()) / max(float(np.ptp(depth)), 1e-9)
    return centred @ side, centred @ up, np.clip(light, 0, 1) * (0.45 + 0.5 * fade), depth.argsort()
