"""One number a row of coordinates, so that equal rows can be found by sorting numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import Float64Array

UInt64Array = NDArray[np.uint64]


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
