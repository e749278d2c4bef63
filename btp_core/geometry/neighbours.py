"""Nearest neighbours by k-d tree."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray

POINTS_IN_A_LEAF = 12
WORTH_A_THREAD = 8192
"""Neighbours to be found by a thread; fewer are found before it is awake."""


class PointTree:
    """A k-d tree of points in space, to be searched by the functions of this module.

    What it finds does not depend on how it was built: of points equally far from a query the one
    with the lower index comes first.

    Parameters
    ----------
    points
        ``(N, 3)``, at least one.

    Raises
    ------
    ValueError
        No points, or some that are not finite.
    """

    def __init__(self, points: Float32Array | Float64Array) -> None:
        from btp_core.geometry.kernels.tree import build

        # A copy in any case: the tree sorts its points.
        self._points = np.array(points, dtype=np.float64, order="C")
        if self._points.ndim != 2 or self._points.shape[1] != 3 or not len(self._points):
            raise ValueError(f"A tree needs (N, 3) points, not {self._points.shape}.")
        if not np.isfinite(self._points).all():
            raise ValueError("The points of a tree must be finite.")
        leaves = 1
        while leaves * POINTS_IN_A_LEAF < len(self._points):
            leaves *= 2
        self._order = np.arange(len(self._points))
        self._splits = np.zeros(leaves)
        self._axes = np.zeros(leaves, dtype=np.int8)
        self._bounds = np.zeros((2 * leaves, 2), dtype=np.int64)
        build(self._points, self._order, self._splits, self._axes, self._bounds)

    @property
    def n(self) -> int:
        """Number of points."""
        return len(self._points)

    def search(
        self,
        queries: Float32Array | Float64Array,
        k: int,
        workers: int = 1,
        *,
        dtype: type[np.float32] | type[np.float64] = np.float64,
        reach: float = np.inf,
    ) -> tuple[Any, IntArray]:
        """Distances (of ``dtype``) and indices ``(Q, k)`` of the nearest points, nearest first.

        Where fewer than ``k`` points lie within ``reach``: infinite, and index 0.
        """
        from btp_core.geometry.kernels.compiled import in_rows, plain
        from btp_core.geometry.kernels.tree import nearest_rows

        queries = plain(queries, dtype)
        if queries.ndim != 2 or queries.shape[1] != 3 or not np.isfinite(queries).all():
            raise ValueError("Queries must be (Q, 3) finite points.")
        distances = np.empty((len(queries), k), dtype=dtype)
        indices = np.empty((len(queries), k), dtype=np.int64)
        tree = self._points, self._order, self._splits, self._axes, self._bounds
        arguments = *tree, queries, reach, distances, indices
        least = WORTH_A_THREAD // max(k, 1)
        in_rows(nearest_rows, len(queries), workers, *arguments, least=max(least, 1))
        return distances, indices


def nearest(
    tree: PointTree, queries: Float32Array, k: int, workers: int = -1
) -> tuple[Float32Array, IntArray]:
    """Distances and indices ``(Q, k)`` of the ``k`` nearest points.

    A tree with fewer than ``k`` points repeats its farthest neighbour, so that shapes hold.
    """
    available = min(k, tree.n)
    distance, index = tree.search(queries, available, workers, dtype=np.float32)
    if available < k:
        pad = ((0, 0), (0, k - available))
        distance = np.pad(distance, pad, mode="edge")
        index = np.pad(index, pad, mode="edge")
    return distance, index


def inverse_distance_weights(distance: Float32Array, workers: int = 1) -> Float32Array:
    """Weights ``(Q, k)`` that fall with squared distance and sum to one."""
    from btp_core.geometry.kernels.cloud import weight_rows
    from btp_core.geometry.kernels.compiled import in_rows, plain

    distance = plain(distance, np.float32)
    weights = np.empty_like(distance)
    in_rows(weight_rows, len(distance), workers, distance, weights)
    return weights


def exact_nearest(
    tree: cKDTree, queries: Float32Array | Float64Array, k: int, workers: int = 1
) -> tuple[Float64Array, IntArray]:
    """Distances and indices ``(Q, k)`` in double precision; fewer columns in a smaller tree.

    For any ``k``, where :func:`nearest` is made for tens.
    """
    k = min(k, tree.n)
    distance, index = tree.query(queries, k, workers=workers)
    return (
        np.asarray(distance, dtype=np.float64).reshape(len(queries), k),
        np.asarray(index, dtype=np.int64).reshape(len(queries), k),
    )


def nearest_within(
    tree: PointTree, queries: Float32Array | Float64Array, reach: float, workers: int = 1
) -> tuple[BoolArray, Float64Array, IntArray]:
    """Whether a point lies within ``reach``, the distance to the nearest and its index.

    All ``(Q,)``; where nothing is near, the distance is infinite and the index 0.
    """
    distance, index = tree.search(queries, 1, workers, reach=reach)
    return np.isfinite(distance[:, 0]), distance[:, 0], index[:, 0]
