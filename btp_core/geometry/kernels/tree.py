"""Kernels of :class:`btp_core.geometry.neighbours.PointTree`: a k-d tree, built and searched.

Nodes are numbered from 1, the children of ``i`` are ``2 i`` and ``2 i + 1``; nodes from
``leaves`` on are leaves. Points are halved at their median, so that no cloud makes it deep.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numba import float32, float64, int8, int64, void

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.geometry.kernels.compiled import compiled, helper, line, rows

_DEPTH = 64
"""More than any tree has: one side of each node on the way down waits."""
_NONE = np.iinfo(np.int64).max
"""Stands for the index of a point that was not found; comes after every other."""


@helper
def _halve(points: Float64Array, order: IntArray, low: int, high: int, axis: int) -> int:
    """Put the lesser half of ``low`` to ``high`` first (quickselect); returns the middle."""
    middle = (low + high) // 2
    left, right = low, high - 1
    while left < right:
        pivot = points[(left + right) // 2, axis]
        i, j = left, right
        while i <= j:
            while points[i, axis] < pivot:
                i += 1
            while points[j, axis] > pivot:
                j -= 1
            if i <= j:
                for each in range(3):
                    held = points[i, each]
                    points[i, each] = points[j, each]
                    points[j, each] = held
                order[i], order[j] = order[j], order[i]
                i += 1
                j -= 1
        if middle <= j:
            right = j
        elif middle >= i:
            left = i
        else:
            break
    return middle


@compiled(void(float64[:, ::1], int64[::1], float64[::1], int8[::1], int64[:, ::1]))
def build(
    points: Float64Array,
    order: IntArray,
    splits: Float64Array,
    axes: np.ndarray,
    bounds: IntArray,
) -> None:
    """Sort ``(N, 3)`` finite points, and ``order`` with them, into the leaves of a tree.

    Fills where and across which axis the inner nodes are split, ``(leaves,)`` each, and the range
    of points of each node, ``(2 leaves, 2)``.
    """
    leaves = len(splits)
    bounds[1, 0], bounds[1, 1] = 0, len(points)
    for node in range(1, leaves):
        low, high = bounds[node]
        axis, widest = 0, -1.0
        for each in range(3):
            least = most = points[low, each]
            for i in range(low + 1, high):
                least = min(least, points[i, each])
                most = max(most, points[i, each])
            if most - least > widest:
                axis, widest = each, most - least
        middle = _halve(points, order, low, high, axis)
        splits[node], axes[node] = points[middle, axis], axis
        bounds[2 * node, 0], bounds[2 * node, 1] = low, middle
        bounds[2 * node + 1, 0], bounds[2 * node + 1, 1] = middle, high


@compiled(
    *(
        void(
            *(rows(float64), line(int64), line(float64), line(int8), rows(int64)),
            *(rows(given), float64, given[:, ::1], int64[:, ::1], int64, int64),
        )
        for given in (float32, float64)
    )
)
def nearest_rows(  # noqa: PLR0915 - one pass, in registers
    points: Float64Array,
    order: IntArray,
    splits: Float64Array,
    axes: np.ndarray,
    bounds: IntArray,
    queries: Float32Array | Float64Array,
    reach: float,
    distances: Float32Array | Float64Array,
    indices: IntArray,
    start: int,
    stop: int,
) -> None:
    """The nearest points of the queries ``start`` to ``stop``, nearest first, as many as columns.

    Of points equally far that with the lower index comes first. Where fewer than wanted lie
    within ``reach``, the distance is infinite and the index 0.
    """
    k, leaves = distances.shape[1], len(splits)
    waiting, gaps = np.empty(_DEPTH, np.int64), np.empty((_DEPTH, 4))
    squared, found = np.empty(k), np.empty(k, np.int64)
    for q in range(start, stop):
        x, y, z = float(queries[q, 0]), float(queries[q, 1]), float(queries[q, 2])
        squared[:] = reach * reach
        found[:] = _NONE
        worst = reach * reach
        waiting[0] = 1
        gaps[0] = 0.0
        top = 1
        while top > 0:
            top -= 1
            gap = gaps[top, 3]
            if gap > worst:
                continue
            node = waiting[top]
            gap_x, gap_y, gap_z = gaps[top, 0], gaps[top, 1], gaps[top, 2]
            while node < leaves:
                axis = axes[node]
                across = x if axis == 0 else (y if axis == 1 else z)
                across -= splits[node]
                near = 2 * node + (1 if across >= 0 else 0)
                beyond = across * across
                known = gap_x if axis == 0 else (gap_y if axis == 1 else gap_z)
                further = gap - known + beyond
                if further <= worst:
                    waiting[top] = near ^ 1
                    gaps[top, 0] = gap_x
                    gaps[top, 1] = gap_y
                    gaps[top, 2] = gap_z
                    gaps[top, axis] = beyond
                    gaps[top, 3] = further
                    top += 1
                node = near
            for i in range(bounds[node, 0], bounds[node, 1]):
                dx, dy, dz = x - points[i, 0], y - points[i, 1], z - points[i, 2]
                distance = dx * dx + dy * dy + dz * dz
                if distance > worst:
                    continue
                index = order[i]
                if distance == worst and index > found[k - 1]:
                    continue
                j = k - 1
                while j > 0 and (
                    squared[j - 1] > distance
                    or (squared[j - 1] == distance and found[j - 1] > index)
                ):
                    squared[j] = squared[j - 1]
                    found[j] = found[j - 1]
                    j -= 1
                squared[j], found[j] = distance, index
                worst = squared[k - 1]
        for j in range(k):
            hit = found[j] != _NONE
            distances[q, j] = sqrt(squared[j]) if hit else np.inf
            indices[q, j] = found[j] if hit else 0
