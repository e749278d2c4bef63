"""A grid over a cloud: a click looks at some points of it, and a picture draws what fills it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from btp_core.base.arrays import Float32Array, Float64Array, IntArray

LEAST_POINTS = 20_000
CELLS = 32
"""Cells across the longest side; their numbers fit 16 bits, which are sorted by counting."""


@dataclass(frozen=True, eq=False)
class PickGrid:
    """Points sorted by the cell of a regular grid that they lie in, at random within it.

    Attributes
    ----------
    order
        ``(M,)`` numbers of the points, cell by cell.
    starts
        ``(C + 1,)`` where each occupied cell begins in ``order``, and the end.
    centers
        ``(C, 3)`` middles of the occupied cells.
    half
        Half the length of a cell's edge.
    """

    order: IntArray
    starts: IntArray
    centers: Float64Array
    half: float

    def near(
        self,
        to_clip: Float64Array,
        size: tuple[int, int],
        at: tuple[float, float],
        reach: float,
    ) -> IntArray:
        """Numbers of the points whose cells are seen at a place, and maybe of a few more.

        Parameters
        ----------
        to_clip
            ``(4, 4)`` matrix from the points' coordinates to clip coordinates.
        size, at
            Of the view in pixels; the place from its upper left corner.
        reach
            How far from the place a point may be seen, in pixels.
        """
        corners = self.centers[:, None, :] + self.half * _CORNERS
        clip = corners @ to_clip[:, :3].T + to_clip[:, 3]
        w = clip[..., 3]
        behind = w.min(axis=1) <= 0
        w = np.where(w > 0, w, 1.0)
        across = (clip[..., 0] / w + 1.0) * (0.5 * size[0]) - at[0]
        down = (1.0 - clip[..., 1] / w) * (0.5 * size[1]) - at[1]
        hit = np.ones(len(w), dtype=bool)
        for offset in (across, down):
            hit &= (offset.min(axis=1) <= reach) & (offset.max(axis=1) >= -reach)
        # A cell that reaches behind the eye has no box on the screen: look at all of it.
        cells = np.flatnonzero(hit | behind)
        parts = [self.order[self.starts[cell] : self.starts[cell + 1]] for cell in cells]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


REACH_PIXELS = 9.0
"""How far from the cursor a point may be seen to be picked."""
_CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=float)


def make_pick_grid(points: Float32Array) -> PickGrid | None:
    """The grid of points ``(M, 3)``, or ``None`` for a cloud small enough to do without."""
    if len(points) < LEAST_POINTS:
        return None
    low = points.min(axis=0)
    edge = max(float((points.max(axis=0) - low).max()), 1e-12) / CELLS
    keys = np.zeros(len(points), dtype=np.uint16)
    for axis in range(3):
        place = np.minimum((points[:, axis] - low[axis]) / edge, CELLS - 1).astype(np.uint16)
        keys = keys * np.uint16(CELLS) + place
    # The first few of a cell are a fair sample of it, in whatever order the file was measured.
    shuffled = np.random.default_rng(0).permutation(len(points))
    order = shuffled[np.argsort(keys[shuffled], kind="stable")]
    counts = np.bincount(keys, minlength=CELLS**3)
    cells = np.flatnonzero(counts)
    starts = np.concatenate([[0], np.cumsum(counts[cells])])
    places = np.stack([cells // CELLS**2, cells // CELLS % CELLS, cells % CELLS], axis=1)
    # A hair larger than a cell: float32 rounds points over their cell's edge.
    return PickGrid(order, starts, low + (places + 0.5) * edge, 0.5 * edge * 1.001)
