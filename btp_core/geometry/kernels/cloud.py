"""Kernels over all points of a scan: moments, changes of frame, weights of neighbours.

Sums are taken over blocks of points that do not depend on the number of threads.
"""

from __future__ import annotations

import numpy as np
from numba import float32, float64, int64, void

from btp_core.base.arrays import Float32Array, Float64Array
from btp_core.geometry.kernels.compiled import compiled, line, rows

BLOCK = 4096
MOMENTS = 17
"""Largest squared length; six products of two coordinates (xx, xy, ...); ten of three."""


@compiled(void(rows(float64), float64[:, ::1], int64, int64))
def sum_blocks(points: Float64Array, sums: Float64Array, start: int, stop: int) -> None:
    """Sums and largest absolute coordinate ``(blocks, 4)`` of the blocks ``start`` to ``stop``."""
    for block in range(start, stop):
        x = y = z = largest = 0.0
        for i in range(block * BLOCK, min((block + 1) * BLOCK, len(points))):
            x += points[i, 0]
            y += points[i, 1]
            z += points[i, 2]
            for axis in range(3):
                largest = max(largest, abs(points[i, axis]))
        sums[block, 0], sums[block, 1], sums[block, 2], sums[block, 3] = x, y, z, largest


@compiled(void(rows(float64), line(float64), float64, float64[:, ::1], int64, int64))
def moment_blocks(
    points: Float64Array,
    center: Float64Array,
    scale: float,
    moments: Float64Array,
    start: int,
    stop: int,
) -> None:
    """Moments ``(blocks, MOMENTS)`` of ``scale * (points - center)``, by block."""
    for block in range(start, stop):
        largest = xx = xy = xz = yy = yz = zz = 0.0
        xxx = xxy = xxz = xyy = xyz = xzz = yyy = yyz = yzz = zzz = 0.0
        for i in range(block * BLOCK, min((block + 1) * BLOCK, len(points))):
            x = (points[i, 0] - center[0]) * scale
            y = (points[i, 1] - center[1]) * scale
            z = (points[i, 2] - center[2]) * scale
            x2, y2, z2 = x * x, y * y, z * z
            largest = max(largest, x2 + y2 + z2)
            xx += x2
            xy += x * y
            xz += x * z
            yy += y2
            yz += y * z
            zz += z2
            xxx += x2 * x
            xxy += x2 * y
            xxz += x2 * z
            xyy += y2 * x
            xyz += x * y * z
            xzz += z2 * x
            yyy += y2 * y
            yyz += y2 * z
            yzz += z2 * y
            zzz += z2 * z
        out = moments[block]
        out[0] = largest
        out[1], out[2], out[3], out[4], out[5], out[6] = xx, xy, xz, yy, yz, zz
        out[7], out[8], out[9], out[10], out[11] = xxx, xxy, xxz, xyy, xyz
        out[12], out[13], out[14], out[15], out[16] = xzz, yyy, yyz, yzz, zzz


@compiled(
    void(
        rows(float64), line(float64), rows(float64), float64, float64, float32[:, ::1], int64, int64
    )
)
def canonical_rows(
    points: Float64Array,
    center: Float64Array,
    axes: Float64Array,
    scale: float,
    grid: float,
    out: Float32Array,
    start: int,
    stop: int,
) -> None:
    """Coordinates of the points ``start`` to ``stop`` along ``axes``, rounded to the grid."""
    for i in range(start, stop):
        x, y, z = points[i, 0] - center[0], points[i, 1] - center[1], points[i, 2] - center[2]
        for axis in range(3):
            along = x * axes[0, axis] + y * axes[1, axis] + z * axes[2, axis]
            out[i, axis] = np.rint(along / scale * grid) / grid


@compiled(void(rows(float64), line(float64), float64, float32[:, ::1], int64, int64))
def scaled_rows(
    points: Float64Array,
    center: Float64Array,
    scale: float,
    out: Float32Array,
    start: int,
    stop: int,
) -> None:
    """``(points - center) / scale`` of the points ``start`` to ``stop``."""
    for i in range(start, stop):
        for axis in range(3):
            out[i, axis] = (points[i, axis] - center[axis]) / scale


@compiled(void(rows(float32), float32[:, ::1], int64, int64))
def weight_rows(distances: Float32Array, weights: Float32Array, start: int, stop: int) -> None:
    """Weights that fall with squared distance, of the rows ``start`` to ``stop``."""
    k = distances.shape[1]
    for i in range(start, stop):
        farthest = distances[i, k - 1]
        total = float32(0.0)
        for j in range(k):
            squared = distances[i, j] * distances[i, j]
            weight = float32(1.0) / (
                squared + float32(1e-6) * (farthest * farthest) + float32(1e-12)
            )
            weights[i, j] = weight
            total += weight
        for j in range(k):
            weights[i, j] /= total
