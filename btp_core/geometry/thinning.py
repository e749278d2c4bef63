"""Thinning a cloud to an even density: voxels for many points, farthest points for few."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float32Array, IntArray

MAX_TRIALS = 6
COUNT_TOLERANCE = 0.06
CURVE_CELLS = 1024


def thin_to(points: Float32Array, target: int) -> IntArray:
    """Choose about ``target`` points, one a voxel, by a search over the voxel size.

    Parameters
    ----------
    points
        ``(N, 3)`` float32, all finite.
    target
        Wanted number; within 6 % where the cloud allows it.

    Returns
    -------
    IntArray
        Sorted indices of the point nearest to each voxel's mean; all points when
        ``N <= target``. Does not depend on the order of the points (ties aside).
    """
    if len(points) <= target:
        return np.arange(len(points))
    # Surfaces: the count falls with the square of the voxel size.
    extent = max(float(np.ptp(column)) for column in points.T)
    if extent == 0.0:
        return np.zeros(1, dtype=np.int64)
    size = extent / np.sqrt(target)
    low_size, high_size = 0.0, np.inf
    for _ in range(MAX_TRIALS):
        voxels, count = _voxels(points, size, target)
        if abs(count - target) <= COUNT_TOLERANCE * target:
            return _one_each(points, size, voxels, count)
        if count > target:
            low_size = size
        else:
            high_size = size
        guess = size * float(np.sqrt(count / target))
        inside = low_size < guess < high_size
        size = guess if inside else 0.5 * (low_size + min(high_size, 2 * size))
        # A size in few digits does not follow the last bits of the coordinates.
        size = float(f"{size:.3g}")
    return one_per_voxel(points, size)


def one_per_voxel(points: Float32Array, size: float) -> IntArray:
    """Sorted indices of the point nearest to the mean of each occupied voxel."""
    return _one_each(points, size, *_voxels(points, size, len(points) // 8))


def _one_each(points: Float32Array, size: float, voxels: IntArray, count: int) -> IntArray:
    """:func:`one_per_voxel` for the voxels of edge ``size`` that the points lie in."""
    from btp_core.geometry.kernels.compiled import plain
    from btp_core.geometry.kernels.voxels import choose_in_voxels

    chosen = np.empty(count, dtype=np.int64)
    choose_in_voxels(plain(points, np.float32), voxels, size, chosen)
    return np.sort(chosen)


def _voxels(points: Float32Array, size: float, expected: int) -> tuple[IntArray, int]:
    """The number ``(N,)`` of each point's voxel of edge ``size``, and how many are occupied."""
    from btp_core.geometry.kernels.compiled import plain
    from btp_core.geometry.kernels.voxels import fill_keys, number_voxels

    keys, numbers = (np.empty(len(points), dtype=np.int64) for _ in range(2))
    # Column by column: along the short axis of so many rows NumPy's reductions are slow.
    low = np.array([column.min() for column in points.T], dtype=np.float32)
    high = np.array([column.max() for column in points.T], dtype=np.float32)
    fill_keys(plain(points, np.float32), low, high, size, keys)
    return numbers, number_voxels(keys, expected, numbers)


def spatial_order(points: Float32Array) -> IntArray:
    """Permutation that sorts points along a Morton curve of 1024 cells a side."""
    from btp_core.geometry.kernels.compiled import plain
    from btp_core.geometry.kernels.voxels import NUMBER, NUMBER_BITS, fill_codes, order_within_cells

    points = plain(points, np.float32)
    low = points.min(axis=0)
    extent = max(float(np.ptp(points, axis=0).max()), 1e-12)
    codes = np.empty(len(points), dtype=np.int64)
    fill_codes(points, low, extent, CURVE_CELLS, codes)
    codes.sort()
    # Points of one cell are told apart by their coordinates, not by their place in the file.
    if order_within_cells(points, codes):
        return codes & NUMBER
    fill_codes(points, low, extent, CURVE_CELLS, codes)
    codes >>= NUMBER_BITS
    return np.lexsort((points[:, 2], points[:, 1], points[:, 0], codes))


def farthest_points(points: Float32Array, count: int) -> IntArray:
    """Indices of ``count`` points by farthest-point sampling.

    Starting at the point farthest from the mean makes the choice independent of order and
    pose. Costs ``count * N``.
    """
    from btp_core.geometry.kernels.compiled import plain
    from btp_core.geometry.kernels.voxels import farthest

    chosen = np.empty(min(count, len(points)), dtype=np.int64)
    x, y, z = (plain(column, np.float32) for column in points.T)
    farthest(x, y, z, ((points - points.mean(axis=0)) ** 2).sum(axis=1), chosen)
    return chosen
