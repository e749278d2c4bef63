"""Which points of a large cloud a picture needs: what fills the view decides, not a number."""

from __future__ import annotations

import numpy as np

from app.viewport.pick_grid import PickGrid
from btp_core.base.arrays import Float32Array, IntArray
from btp_core.rendering.projection import Projection

FOLDS = 1.5
"""Area of surface in a cell of the grid, in areas of its side: sheets and slopes."""


def sample_view(
    grid: PickGrid,
    projection: Projection,
    size: tuple[int, int],
    pitch: float,
    most: int,
) -> tuple[IntArray, Float32Array]:
    """Points that make a closed surface.

    Parameters
    ----------
    grid
        Over all points.
    projection, size
        Of the picture.
    pitch
        Pixels between neighbouring points: more would not be seen.
    most
        About so many at most, farther apart if need be.

    Returns
    -------
    tuple
        ``(K,)`` numbers of points, and ``(K,)`` how many times as far from each other they are as
        all points there.
    """
    seen, scales = projection.project(grid.centers.astype(np.float32))
    half = np.float32(np.sqrt(3.0) * grid.half)
    reach = half * scales
    in_view = (
        (seen[0] > -reach)
        & (seen[0] < size[0] + reach)
        & (seen[1] > -reach)
        & (seen[1] < size[1] + reach)
        & (scales > 0)
    )
    if np.isfinite(projection.distance):
        # Around the eye a cell's middle may be behind it, and nothing can be said of its size.
        eye = projection.target + projection.axes[2] * np.float32(projection.distance)
        in_view |= np.linalg.norm(grid.centers - eye, axis=1) < 2.0 * half
    cells = np.flatnonzero(in_view)
    starts = grid.starts[cells]
    counts = grid.starts[cells + 1] - starts
    sides = np.maximum(2.0 * grid.half * scales[cells].astype(np.float64), 1.0)
    wanted = np.ceil(FOLDS * (sides / pitch) ** 2)
    for _ in range(3):
        taken = np.minimum(counts, wanted).astype(np.int64)
        if taken.sum() <= most:
            break
        wanted = np.ceil(wanted * (most / taken.sum()))
    ends = np.cumsum(taken)
    if not len(ends) or not ends[-1]:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    places = np.arange(ends[-1]) + np.repeat(starts - (ends - taken), taken)
    thinned = np.sqrt(counts / np.maximum(taken, 1)).astype(np.float32)
    return grid.order[places], np.repeat(thinned, taken)
