"""Kernels of :mod:`btp_core.geometry.statistics`; equations and units stand there."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
from numba import float32, int64, void

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.geometry.kernels.compiled import compiled, helper, rows

TERMS = 6
"""Of the quadric."""
RIDGE = 1e-3
RIDGE_OF_HEIGHT = 1e-6
OPPOSITE_COSINE = -0.3
SMOOTH = 1e-3
_SMALL = 1e-6
_NO_RADIUS = 1e-9


@helper
def _solve(gram: Float64Array, right: Float64Array) -> None:
    """Replace ``right`` by the solution of the symmetric positive system, by Cholesky."""
    for i in range(TERMS):
        for j in range(i + 1):
            total = gram[i, j]
            for m in range(j):
                total -= gram[i, m] * gram[j, m]
            gram[i, j] = sqrt(total) if i == j else total / gram[j, j]
    for i in range(TERMS):
        total = right[i]
        for m in range(i):
            total -= gram[i, m] * right[m]
        right[i] = total / gram[i, i]
    for back in range(TERMS):
        i = TERMS - 1 - back
        total = right[i]
        for m in range(i + 1, TERMS):
            total -= gram[m, i] * right[m]
        right[i] = total / gram[i, i]


@compiled(
    void(
        *(rows(float32),) * 4,
        rows(int64),
        float32[:, ::1],
        int64,
        int64,
    )
)
def neighbourhood_rows(  # noqa: PLR0915 - one pass, in registers
    points: Float32Array,
    normals: Float32Array,
    support: Float32Array,
    support_normals: Float32Array,
    neighbours: IntArray,
    out: Float32Array,
    start: int,
    stop: int,
) -> None:
    """Statistics of the neighbourhoods ``start`` to ``stop``."""
    k = neighbours.shape[1]
    x, y, z = np.empty(k), np.empty(k), np.empty(k)
    weight, same, facing, bend = np.empty(k), np.empty(k), np.empty(k), np.empty(k)
    gram, fit = np.empty((TERMS, TERMS)), np.empty(TERMS)
    for q in range(start, stop):
        px, py, pz = float(points[q, 0]), float(points[q, 1]), float(points[q, 2])
        nx, ny, nz = float(normals[q, 0]), float(normals[q, 1]), float(normals[q, 2])
        largest = 0.0
        for j in range(k):
            i = neighbours[q, j]
            x[j] = support[i, 0] - px
            y[j] = support[i, 1] - py
            z[j] = support[i, 2] - pz
            largest = max(largest, x[j] * x[j] + y[j] * y[j] + z[j] * z[j])
        radius = max(sqrt(largest), _NO_RADIUS)
        # Two tangents, without branches: Duff et al., "Building an Orthonormal Basis,
        # Revisited", 2017. Their angle about the normal is arbitrary.
        sign = 1.0 if nz >= 0 else -1.0
        a = -1.0 / (sign + nz)
        b = nx * ny * a
        ux, uy, uz = 1.0 + sign * nx * nx * a, sign * b, -sign * nx
        vx, vy, vz = b, sign + ny * ny * a, -ny
        total, agreeing = 0.0, 0.0
        for j in range(k):
            i = neighbours[q, j]
            ox, oy, oz = x[j] / radius, y[j] / radius, z[j] / radius
            mx = float(support_normals[i, 0])
            my = float(support_normals[i, 1])
            mz = float(support_normals[i, 2])
            x[j] = ox * ux + oy * uy + oz * uz
            y[j] = ox * vx + oy * vy + oz * vz
            z[j] = ox * nx + oy * ny + oz * nz
            facing[j] = mx * nx + my * ny + mz * nz
            bend[j] = (mx - nx) * ox + (my - ny) * oy + (mz - nz) * oz
            same[j] = 1.0 if facing[j] > OPPOSITE_COSINE else 0.0
            weight[j] = same[j] * (1.0 - 0.9 * (x[j] * x[j] + y[j] * y[j] + z[j] * z[j]))
            total += weight[j]
            agreeing += same[j]
        total = max(total, _SMALL)

        # Moments of the weighted neighbours: all that the fit needs.
        s0 = sx = sy = sxx = sxy = syy = 0.0
        sxxx = sxxy = sxyy = syyy = 0.0
        sxxxx = sxxxy = sxxyy = sxyyy = syyyy = 0.0
        tz = tx = ty = txx = txy = tyy = 0.0
        spread_normals = convexity = 0.0
        for j in range(k):
            w = weight[j] / total
            weight[j] = w
            xj, yj, zj = x[j], y[j], z[j]
            wx, wy, wz = w * xj, w * yj, w * zj
            wxx, wxy, wyy = wx * xj, wx * yj, wy * yj
            xx, xy, yy = xj * xj, xj * yj, yj * yj
            s0 += w
            sx += wx
            sy += wy
            sxx += wxx
            sxy += wxy
            syy += wyy
            sxxx += wxx * xj
            sxxy += wxx * yj
            sxyy += wyy * xj
            syyy += wyy * yj
            sxxxx += wxx * xx
            sxxxy += wxx * xy
            sxxyy += wxx * yy
            sxyyy += wxy * yy
            syyyy += wyy * yy
            tz += wz
            tx += wz * xj
            ty += wz * yj
            txx += wz * xx
            txy += wz * xy
            tyy += wz * yy
            spread_normals += w * (1.0 - facing[j])
            convexity += w * bend[j]
        # Lower triangle, for the terms x^2, xy, y^2, x, y, 1. The ridge keeps few or collinear
        # neighbours solvable; it is small beside the terms' sizes.
        gram[0, 0] = sxxxx + RIDGE
        gram[1, 0], gram[1, 1] = sxxxy, sxxyy + RIDGE
        gram[2, 0], gram[2, 1], gram[2, 2] = sxxyy, sxyyy, syyyy + RIDGE
        gram[3, 0], gram[3, 1], gram[3, 2], gram[3, 3] = sxxx, sxxy, sxyy, sxx + RIDGE
        gram[4, 0], gram[4, 1], gram[4, 2] = sxxy, sxyy, syyy
        gram[4, 3], gram[4, 4] = sxy, syy + RIDGE
        gram[5, 0], gram[5, 1], gram[5, 2] = sxx, sxy, syy
        gram[5, 3], gram[5, 4], gram[5, 5] = sx, sy, s0 + RIDGE_OF_HEIGHT
        fit[0], fit[1], fit[2], fit[3], fit[4], fit[5] = txx, txy, tyy, tx, ty, tz
        _solve(gram, fit)

        variance = flatness = cubes = 0.0
        lowest_residual = highest_residual = lowest = highest = 0.0
        for j in range(k):
            xj, yj, zj, w = x[j], y[j], z[j], weight[j]
            surface = (fit[0] * xj + fit[1] * yj + fit[3]) * xj
            surface += (fit[2] * yj + fit[4]) * yj + fit[5]
            residual = zj - surface
            variance += w * residual * residual
            cubes += w * residual * residual * residual
            flatness += w * (zj - tz) * (zj - tz)
            residual *= same[j]
            height = zj * same[j]
            if j == 0:
                lowest_residual = highest_residual = residual
                lowest = highest = height
            lowest_residual = min(lowest_residual, residual)
            highest_residual = max(highest_residual, residual)
            lowest = min(lowest, height)
            highest = max(highest, height)
        rough = sqrt(variance + SMOOTH * SMOOTH)
        mean = fit[0] + fit[2]
        spread = sqrt((fit[0] - fit[2]) ** 2 + fit[1] * fit[1])
        cxx, cyy, cxy = sxx - sx * sx, syy - sy * sy, sxy - sx * sy
        out[q, 0] = mean + spread
        out[q, 1] = mean - spread
        out[q, 2] = fit[5]
        out[q, 3] = sqrt(fit[3] * fit[3] + fit[4] * fit[4])
        out[q, 4] = rough
        out[q, 5] = sqrt(flatness + SMOOTH * SMOOTH)
        out[q, 6] = cubes / (rough * rough * rough)
        out[q, 7] = lowest_residual
        out[q, 8] = highest_residual
        out[q, 9] = lowest
        out[q, 10] = highest
        out[q, 11] = sqrt(sx * sx + sy * sy)
        out[q, 12] = 1.0 - agreeing / k
        out[q, 13] = spread_normals
        out[q, 14] = convexity
        out[q, 15] = sqrt((cxx - cyy) ** 2 + 4.0 * cxy * cxy) / (cxx + cyy + _SMALL)
        out[q, 16] = log(radius)


@compiled(
    void(
        *(rows(float32),) * 4,
        rows(int64),
        float32[:, :, ::1],
        int64,
        int64,
    )
)
def pair_rows(
    points: Float32Array,
    normals: Float32Array,
    support: Float32Array,
    support_normals: Float32Array,
    neighbours: IntArray,
    out: Float32Array,
    start: int,
    stop: int,
) -> None:
    """Pair features of the neighbourhoods ``start`` to ``stop``."""
    k = neighbours.shape[1]
    for q in range(start, stop):
        px, py, pz = float(points[q, 0]), float(points[q, 1]), float(points[q, 2])
        nx, ny, nz = float(normals[q, 0]), float(normals[q, 1]), float(normals[q, 2])
        largest = 0.0
        for j in range(k):
            i = neighbours[q, j]
            ox, oy, oz = support[i, 0] - px, support[i, 1] - py, support[i, 2] - pz
            largest = max(largest, ox * ox + oy * oy + oz * oz)
        radius = max(sqrt(largest), _NO_RADIUS)
        for j in range(k):
            i = neighbours[q, j]
            ox = (support[i, 0] - px) / radius
            oy = (support[i, 1] - py) / radius
            oz = (support[i, 2] - pz) / radius
            mx = float(support_normals[i, 0])
            my = float(support_normals[i, 1])
            mz = float(support_normals[i, 2])
            squared = ox * ox + oy * oy + oz * oz
            height = ox * nx + oy * ny + oz * nz
            out[q, j, 0] = sqrt(max(squared - height * height, 0.0))
            out[q, j, 1] = height
            out[q, j, 2] = sqrt(squared)
            out[q, j, 3] = mx * nx + my * ny + mz * nz
            out[q, j, 4] = mx * ox + my * oy + mz * oz
