"""Nearest neighbours by k-d tree."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray


def nearest(
    tree: cKDTree, queries: Float32Array, k: int, workers: int = -1
) -> tuple[Float32Array, IntArray]:
    """Distances and indices ``(Q, k)`` of the ``k`` nearest points.

    A tree with fewer than ``k`` points repeats its farthest neighbour, so that shapes hold.
    """
    available = min(k, tree.n)
    found = tree.query(queries, available, workers=workers)
    distance = np.asarray(found[0], dtype=np.float32).reshape(len(queries), available)
    index = np.asarray(found[1], dtype=np.int64).reshape(len(queries), available)
    if available < k:
        pad = ((0, 0), (0, k - available))
        distance = np.pad(distance, pad, mode="edge")
        index = np.pad(index, pad, mode="edge")
    return distance, index


def inverse_distance_weights(distance: Float32Array) -> Float32Array:
    """Weights ``(Q, k)`` that fall with squared distance and sum to one."""
    weights = 1.0 / (distance**2 + 1e-6 * (distance[:, -1:] ** 2) + 1e-12)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)


def exact_nearest(
    tree: cKDTree, queries: Float64Array, k: int, workers: int = 1
) -> tuple[Float64Array, IntArray]:
    """Distances and indices ``(Q, k)`` in double precision; fewer columns in a smaller tree."""
    k = min(k, tree.n)
    distance, index = tree.query(queries, k, workers=workers)
    return (
        np.asarray(distance, dtype=np.float64).reshape(len(queries), k),
        np.asarray(index, dtype=np.int64).reshape(len(queries), k),
    )


def nearest_within(
    tree: cKDTree, queries: Float32Array | Float64Array, reach: float, workers: int = 1
) -> tuple[BoolArray, Float64Array, IntArray]:
    """Whether a point lies within ``reach``, the distance to the nearest and its index.

    All ``(Q,)``; where nothing is near, the distance is infinite and the index 0.
    """
    found, at = tree.query(queries, distance_upper_bound=reach, workers=workers)
    distance = np.asarray(found, dtype=np.float64)
    hit = np.isfinite(distance)
    return hit, distance, np.where(hit, np.asarray(at, dtype=np.int64), 0)
