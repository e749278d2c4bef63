"""Thinning a cloud to an even density: voxels for many points, farthest points for few."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float32Array, IntArray

MAX_TRIALS = 6
COUNT_TOLERANCE = 0.06


def voxel_keys(points: Float32Array, size: float) -> IntArray:
    """One integer per point, equal for points in the same voxel of edge ``size``."""
    keys = np.zeros(len(points), dtype=np.int64)
    # Column by column: along the short axis of so many rows NumPy's reductions are slow.
    for column in points.T:
        cells = np.floor((column - column.min()) / size).astype(np.int64)
        keys *= int(cells.max()) + 1
        keys += cells
    return keys


def thin_to(points: Float32Array, target: int) -> IntArray:
    """Choose about ``target`` points, one a voxel, by a search over the voxel size.

    Parameters
    ----------
    points
        ``(N, 3)`` float32.
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
    size = extent / np.sqrt(target)
    low_size, high_size = 0.0, np.inf
    for _ in range(MAX_TRIALS):
        count = _distinct(voxel_keys(points, size))
        if abs(count - target) <= COUNT_TOLERANCE * target:
            break
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


def _distinct(keys: IntArray) -> int:
    """How many different keys there are; sorting is faster than a hash of so many."""
    keys.sort()
    return int(np.count_nonzero(np.diff(keys))) + 1


def one_per_voxel(points: Float32Array, size: float) -> IntArray:
    """Sorted indices of the point nearest to the mean of each occupied voxel."""
    _, inverse = np.unique(voxel_keys(points, size), return_inverse=True)
    counts = np.bincount(inverse)
    offsets = np.zeros(len(points))
    for axis in range(3):
        mean = np.bincount(inverse, weights=points[:, axis]) / counts
        offsets += (points[:, axis] - mean[inverse]) ** 2
    # The two points of a shared voxel are equally far from their mean: their coordinates decide,
    # so that neither rounding nor the order in the file does.
    offsets = np.round(offsets / size**2, 6)
    least = np.full(len(counts), np.inf)
    np.minimum.at(least, inverse, offsets)
    nearest = np.flatnonzero(offsets == least[inverse])
    x, y, z = points[nearest].T
    order = nearest[np.lexsort((z, y, x, inverse[nearest]))]
    first = np.flatnonzero(np.diff(inverse[order], prepend=-1))
    return np.sort(order[first])


def spatial_order(points: Float32Array) -> IntArray:
    """Permutation that sorts points along a Morton curve of 1024 cells a side."""
    low = points.min(axis=0)
    extent = max(float(np.ptp(points, axis=0).max()), 1e-12)
    cells = np.minimum((points - low) / extent * 1024, 1023).astype(np.int64)
    code = np.zeros(len(points), dtype=np.int64)
    for bit in range(10):
        for axis in range(3):
            code |= ((cells[:, axis] >> bit) & 1) << (3 * bit + axis)
    # Points of one cell are told apart by their coordinates, not by their place in the file.
    return np.lexsort((points[:, 2], points[:, 1], points[:, 0], code))


def farthest_points(points: Float32Array, count: int) -> IntArray:
    """Indices of ``count`` points by farthest-point sampling.

    Starting at the point farthest from the mean makes the choice independent of order and
    pose. Costs ``count * N``.
    """
    count = min(count, len(points))
    chosen = np.empty(count, dtype=np.int64)
    distance = ((points - points.mean(axis=0)) ** 2).sum(axis=1)
    chosen[0] = int(distance.argmax())
    nearest = np.full(len(points), np.inf, dtype=np.float32)
    columns = np.ascontiguousarray(points.T)
    for index in range(1, count):
        last = chosen[index - 1]
        difference = columns - columns[:, last, None]
        np.minimum(nearest, np.einsum("ij,ij->j", difference, difference), out=nearest)
        chosen[index] = int(nearest.argmax())
    return chosen
