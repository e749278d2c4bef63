"""How much each patch says about each point: the mean over the patches that contain it."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix

from btp_core.base.arrays import Float32Array, IntArray
from btp_core.geometry.neighbours import PointTree, nearest

RIM_WEIGHT = 0.05
"""Of a patch at the rim of its tile, where the backbone sees half of its surroundings."""


def blending_weights(rims: Float32Array) -> Float32Array:
    """Weights ``(P,)`` of patches by their distance from the tile's middle, 1 at its rim."""
    return np.asarray(np.maximum(1.0 - rims**2, RIM_WEIGHT), dtype=np.float32)


def patch_shares(
    points: Float32Array, members: IntArray, centres: IntArray, weights: Float32Array
) -> csr_matrix:
    """Shares ``(W, P)`` of patches in points; each row sums to one.

    Parameters
    ----------
    points
        ``(W, 3)``.
    members
        ``(P, M)``: the points of each patch.
    centres
        ``(P,)``: the point each patch is centred at. A point in no patch is told by the nearest.
    weights
        ``(P,)``: how much each patch counts among those that contain a point.
    """
    count, size = members.shape
    rows, columns = members.reshape(-1), np.repeat(np.arange(count), size)
    lost = np.setdiff1d(np.arange(len(points)), rows)
    if len(lost):
        found = nearest(PointTree(points[centres]), points[lost], 1)[1][:, 0]
        rows, columns = np.concatenate([rows, lost]), np.concatenate([columns, found])
    values = weights[columns].astype(np.float64)
    total = np.bincount(rows, weights=values, minlength=len(points))
    shares = (values / total[rows]).astype(np.float32)
    return csr_matrix(coo_matrix((shares, (rows, columns)), shape=(len(points), count)))
