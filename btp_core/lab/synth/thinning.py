"""Thinning points to an even spacing."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array, IntArray


def thin_evenly(points: Float64Array, count: int, rng: np.random.Generator) -> IntArray:
    """Keep one random point per cell of a grid whose size gives about ``count`` points.

    Parameters
    ----------
    points
        Shape (N, 3), any order.
    count
        Points wanted; all are kept when there are no more than that.

    Returns
    -------
    IntArray
        Indices of the kept points, within 3 % of ``count`` of them as a rule.
    """
    if len(points) <= count:
        return np.arange(len(points))
    order = rng.permutation(len(points))
    mixed = points[order]
    if rng.random() < 0.7:
        # A scanner's grid knows nothing of the axes along which a part was designed.
        mixed = mixed @ np.linalg.qr(rng.normal(size=(3, 3)))[0]
    mixed = mixed - mixed.min(axis=0)
    size = float(mixed.max())
    # Occupied cells of a surface fall with the square of the cell's size.
    cell = size / np.sqrt(count)
    kept = _one_per_cell(mixed, cell)
    for _ in range(5):
        if abs(len(kept) / count - 1.0) < 0.03:
            break
        cell *= np.sqrt(len(kept) / count)
        kept = _one_per_cell(mixed, cell)
    return order[kept]


def _one_per_cell(points: Float64Array, cell: float) -> IntArray:
    places = (points / cell).astype(np.int64)
    side = int(places.max()) + 1
    keys = (places[:, 0] * side + places[:, 1]) * side + places[:, 2]
    return np.asarray(np.unique(keys, return_index=True)[1], dtype=np.int64)
