"""How far apart the points of a cloud are, place by place: it says how large they are drawn."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float32Array, IntArray

SUPPORT_POINTS = 30_000
NEIGHBOURS = 10
SPREAD = 4.0
"""Spacings of single points beyond so many times the usual one are those of strays."""


def local_spacing(points: Float32Array) -> Float32Array:
    """Side of the square that each of ``(N, 3)`` points has to itself on the surface, ``(N,)``.

    Measured at a random subset; the other points have that of the nearest point of the subset.
    """
    # Imported here: the window starts without it.
    from scipy.spatial import cKDTree

    count = len(points)
    if count < 2:
        return np.ones(count, np.float32)
    rng = np.random.default_rng(0)
    whole = count <= SUPPORT_POINTS
    support = points if whole else points[rng.choice(count, SUPPORT_POINTS, replace=False)]
    tree = cKDTree(support)
    neighbours = min(NEIGHBOURS, len(support) - 1)
    farthest = np.asarray(tree.query(support, k=neighbours + 1, workers=-1)[0])[:, -1]
    # So many points in the disc around each; a subset is farther apart than all points are.
    side = np.sqrt(np.pi / neighbours) * farthest * np.sqrt(len(support) / count)
    usual = float(np.median(side))
    if usual <= 0.0:  # most points coincide
        usual = float(side.max()) or 1.0
    limited: Float32Array = np.clip(side, usual / SPREAD, usual * SPREAD).astype(np.float32)
    if whole:
        return limited
    nearest: IntArray = np.asarray(tree.query(points, k=1, workers=-1)[1], dtype=np.int64)
    return limited[nearest]
