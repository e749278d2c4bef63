"""Rows of coordinates that are exactly equal, found by sorting one hash a row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import Float64Array, IntArray

UInt64Array = NDArray[np.uint64]

MOST_COUNTED_AT_ONCE = 300_000
CHOSEN = 100_000
_BLOCK_ROWS = 16_384
_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))


def count_repeated(points: Float64Array) -> int:
    """Count the rows of ``points (N, 3)``, all finite, that equal an earlier one.

    Sorting a hash a row is ten times as fast as sorting rows, and exact enough for a warning. In
    a large cloud some are looked at first, so chosen that equal rows are among them together: if
    none of them is repeated, none or very few of all are, and 0 is returned.
    """
    if len(points) > MOST_COUNTED_AT_ONCE:
        chosen = _some(points)
        if len(chosen) > CHOSEN // 4 and not _repeated(chosen):
            return 0
    return _repeated(points)


def _some(points: Float64Array) -> Float64Array:
    """About ``CHOSEN`` of the rows."""
    end = np.uint64(2**64 * min(CHOSEN / len(points), 0.5))
    bits = np.ascontiguousarray(points).view(np.uint64)
    chosen = np.empty(len(points), dtype=np.bool_)
    for start in range(0, len(points), _BLOCK_ROWS):
        rows = slice(start, start + _BLOCK_ROWS)
        # Products wrap on purpose; their uppermost bits depend on all bits of both.
        mixed = bits[rows, 0] * _FACTORS[0] + bits[rows, 1] * _FACTORS[1]
        chosen[rows] = mixed < end
    return points[chosen]


def _repeated(points: Float64Array) -> int:
    hashed = hash_rows(row_bits(points))
    hashed.sort()
    return int(np.count_nonzero(hashed[1:] == hashed[:-1]))


def merge_equal(corners: Float64Array) -> tuple[Float64Array, IntArray]:
    """Merge rows that are exactly equal.

    Parameters
    ----------
    corners
        ``(N, 3)``.

    Returns
    -------
    points
        ``(M, 3)`` distinct rows in the order of their first appearance.
    index
        ``(N,)`` which of ``points`` each corner is.
    """
    bits = row_bits(corners)
    hashes = hash_rows(bits)
    order = np.argsort(hashes, kind="stable")
    first, index = _groups(hashes[order][:, None], order)
    if not np.array_equal(bits[first[index]], bits):
        # Two different corners share a hash: sort by all three coordinates, which is slower.
        order = np.lexsort(bits.T)
        first, index = _groups(bits[order], order)
    return corners[first], index


def _groups(keys: UInt64Array, order: IntArray) -> tuple[IntArray, IntArray]:
    """Number groups of equal ``keys (N, K)``, sorted by the stable ``order (N,)``, as they appear.

    Returns the ``(M,)`` first member of each group, ascending, and each row's ``(N,)`` group.
    """
    is_new = np.ones(len(keys), dtype=bool)
    is_new[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    first = order[is_new]
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    index = np.empty(len(keys), dtype=np.int64)
    index[order] = rank[np.cumsum(is_new) - 1]
    return np.sort(first), index


def row_bits(rows: Float64Array) -> UInt64Array:
    """Return ``rows (N, 3)`` as ``(N, 3)`` bit patterns that are equal exactly for equal rows."""
    # Adding 0.0 makes -0.0 and 0.0 the same bits.
    return np.ascontiguousarray(rows + 0.0).view(np.uint64)


def hash_rows(bits: UInt64Array) -> UInt64Array:
    """Return a ``(N,)`` 64-bit hash of each row of ``bits (N, 3)``.

    Two different rows share a hash with a chance of 2^-64: among 20 million rows, some pair does
    with a chance of 1e-5.
    """
    return _mix(_mix(_mix(bits[:, 0]) ^ bits[:, 1]) ^ bits[:, 2])


def _mix(values: UInt64Array) -> UInt64Array:
    # The finalizer of splitmix64 (Steele, Lea, Flood 2014); the arithmetic wraps on purpose.
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
