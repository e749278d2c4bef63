"""Kernels of :mod:`btp_core.geometry.thinning`: voxels in a hash table, and Morton codes."""

from __future__ import annotations

from math import floor

import numpy as np
from numba import boolean, float32, float64, int64, void

from btp_core.base.arrays import Float32Array, IntArray
from btp_core.geometry.kernels.compiled import compiled, helper, line, rows

_MULTIPLIER = -7046029254386353131
"""The golden ratio's 64 bits (Knuth): spreads keys that differ in few bits."""
_FREE = -1
_FULL = 0.5
_CURVE_BITS = 10
NUMBER_BITS = 32
NUMBER = (1 << NUMBER_BITS) - 1
"""What of a code is the number of the point."""
_MANY = 64
_LANES = 16


@helper
def _slot(table: IntArray, key: int, shift: int) -> int:
    """Where ``key`` stands in a table of a power of two of places, or where it may be put."""
    mask = len(table) - 1
    place = ((key * _MULTIPLIER) >> shift) & mask
    while table[place] != _FREE and table[place] != key:
        place = (place + 1) & mask
    return place


@helper
def _shift(places: int) -> int:
    """Of the product's bits the uppermost are the most mixed."""
    bits = 0
    while (1 << bits) < places:
        bits += 1
    return 64 - bits


@compiled(void(rows(float32), line(float32), line(float32), float32, int64[::1]))
def fill_keys(
    points: Float32Array, low: Float32Array, high: Float32Array, size: float, keys: IntArray
) -> None:
    """One number per voxel of edge ``size``, of points between two corners."""
    rows_of = floor((high[1] - low[1]) / size) + 1
    columns = floor((high[2] - low[2]) / size) + 1
    for i in range(len(points)):
        x = floor((points[i, 0] - low[0]) / size)
        y = floor((points[i, 1] - low[1]) / size)
        z = floor((points[i, 2] - low[2]) / size)
        keys[i] = (x * rows_of + y) * columns + z


@compiled(int64(line(int64), int64, int64[::1]))
def number_voxels(keys: IntArray, expected: int, numbers: IntArray) -> int:
    """Number the different ``keys`` as they come; returns how many there are.

    ``numbers`` gets each key's number; ``expected`` is a guess of how many there are.
    """
    places = 1024
    while places < expected / _FULL:
        places *= 2
    table = np.full(places, _FREE)
    number_at = np.empty(places, np.int64)
    shift = _shift(places)
    found = 0
    for i in range(len(keys)):
        place = _slot(table, keys[i], shift)
        if table[place] == _FREE:
            table[place] = keys[i]
            number_at[place] = found
            found += 1
            if found > _FULL * places:
                before, numbers_before = table, number_at
                places *= 2
                table, number_at = np.full(places, _FREE), np.empty(places, np.int64)
                shift = _shift(places)
                for old in range(len(before)):
                    if before[old] != _FREE:
                        place = _slot(table, before[old], shift)
                        table[place] = before[old]
                        number_at[place] = numbers_before[old]
                place = _slot(table, keys[i], shift)
        numbers[i] = number_at[place]
    return found


@helper
def _is_before(points: Float32Array, i: int, j: int) -> bool:
    """Whether a point comes before another by its coordinates, in equality by its index."""
    for axis in range(3):
        if points[i, axis] != points[j, axis]:
            before: bool = points[i, axis] < points[j, axis]
            return before
    return i < j


@compiled(void(rows(float32), line(int64), float64, int64[::1]))
def choose_in_voxels(
    points: Float32Array, numbers: IntArray, size: float, chosen: IntArray
) -> None:
    """The point nearest to the mean of each voxel, by its number."""
    count = len(chosen)
    members = np.zeros(count)
    mean = np.zeros((count, 3))
    for i in range(len(points)):
        voxel = numbers[i]
        members[voxel] += 1
        for axis in range(3):
            mean[voxel, axis] += points[i, axis]
    for voxel in range(count):
        for axis in range(3):
            mean[voxel, axis] /= members[voxel]
    least = np.full(count, np.inf)
    for i in range(len(points)):
        voxel = numbers[i]
        offset = 0.0
        for axis in range(3):
            offset += (points[i, axis] - mean[voxel, axis]) ** 2
        # The two points of a shared voxel are equally far from their mean: their coordinates
        # decide, so that neither rounding nor the order in the file does.
        offset = np.rint(offset / size**2 * 1e6)
        if offset < least[voxel] or (
            offset == least[voxel] and _is_before(points, i, chosen[voxel])
        ):
            least[voxel] = offset
            chosen[voxel] = i


@compiled(void(rows(float32), line(float32), float32, float32, int64[::1]))
def fill_codes(
    points: Float32Array, low: Float32Array, extent: float, cells: float, codes: IntArray
) -> None:
    """Morton codes of points in a cube of ``cells`` to a side, over the points' numbers."""
    last = int(cells) - 1
    for i in range(len(points)):
        code = 0
        for axis in range(3):
            cell = min(int((points[i, axis] - low[axis]) / extent * cells), last)
            for bit in range(_CURVE_BITS):
                code |= ((cell >> bit) & 1) << (3 * bit + axis)
        codes[i] = code << NUMBER_BITS | i


@compiled(boolean(rows(float32), int64[::1]))
def order_within_cells(points: Float32Array, codes: IntArray) -> bool:
    """Sort by coordinates what of the sorted ``codes`` is in one cell.

    False where so many are that this would take long; the codes are then no use.
    """
    first = 0
    for i in range(1, len(codes)):
        cell = codes[i] >> NUMBER_BITS
        if codes[first] >> NUMBER_BITS != cell:
            first = i
            continue
        if i - first > _MANY:
            return False
        each = codes[i]
        j = i
        while j > first and _is_before(points, each & NUMBER, codes[j - 1] & NUMBER):
            codes[j] = codes[j - 1]
            j -= 1
        codes[j] = each
    return True


@helper
def _place_of_largest(values: Float32Array) -> int:
    """Index of the first largest value; without branches, which on a smooth row are costly."""
    best = np.zeros(_LANES, np.float32)
    whole = len(values) // _LANES * _LANES
    for block in range(0, whole, _LANES):
        for lane in range(_LANES):
            value = values[block + lane]
            best[lane] = value if value > best[lane] else best[lane]
    largest = best[0]
    for value in best:
        largest = max(largest, value)
    for i in range(whole, len(values)):
        largest = max(largest, values[i])
    place = 0
    while values[place] < largest:
        place += 1
    return place


@compiled(void(float32[::1], float32[::1], float32[::1], line(float32), int64[::1]))
def farthest(
    x: Float32Array,
    y: Float32Array,
    z: Float32Array,
    first_distance: Float32Array,
    chosen: IntArray,
) -> None:
    """Farthest-point sampling, begun at the point of the largest ``first_distance``."""
    count = len(x)
    gap = np.full(count, np.float32(np.inf))
    last = 0
    for i in range(1, count):
        if first_distance[i] > first_distance[last]:
            last = i
    chosen[0] = last
    for index in range(1, len(chosen)):
        to_x, to_y, to_z = x[last], y[last], z[last]
        for i in range(count):
            dx, dy, dz = x[i] - to_x, y[i] - to_y, z[i] - to_z
            distance = dx * dx + dy * dy + dz * dz
            gap[i] = distance if distance < gap[i] else gap[i]
        last = _place_of_largest(gap)
        chosen[index] = last
