"""A small picture of a scan with its heatmap, for lists and tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from btp_core.base.arrays import Float32Array, UInt8Array
from btp_core.rendering.camera import overview, view_axes
from btp_core.rendering.colormap import heatmap_rgb
from btp_core.rendering.splat import draw
from btp_core.rendering.surface import drawable_surface
from btp_core.scans.scan import Scan

DRAWN_POINTS = 40_000
DIRECTION = np.array([1.0, -1.0, 0.75])


def thumbnail(
    scan: Scan,
    point_scores: Float32Array,
    threshold: float,
    size: tuple[int, int] = (112, 84),
) -> UInt8Array:
    """Draw a scan from the standard direction, ``(height, width, 4)`` with opacity; quick.

    Parameters
    ----------
    scan
        At least one point must be finite.
    point_scores
        ``(N,)``; scores below ``threshold`` are grey.
    size
        Width and height in pixels.
    """
    if not scan.is_mesh and scan.n_points > DRAWN_POINTS:
        # The order of a file means nothing: every n-th point could be one line of the scanner.
        some = np.random.default_rng(0).integers(0, scan.n_points, DRAWN_POINTS)
        if np.isfinite(scan.points[some]).all(axis=1).any():
            scan = replace(scan, points=scan.points[some], colors=None, normals=None)
            point_scores = point_scores[some]
    surface = drawable_surface(scan, point_scores)
    view = overview(view_axes(DIRECTION), surface.positions[surface.framed])
    pixels, _ = draw(
        surface.positions,
        heatmap_rgb(surface.scores, threshold),
        view,
        size,
        spacing=surface.spacing,
        background=None,
    )
    return pixels
