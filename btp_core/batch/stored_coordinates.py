"""Coordinates of embeddings in a run file: every bit of them, in half the bytes.

What the axes say is far from independent. The first few are kept as they are; the others as what
is left of a linear prediction from those, in whole numbers, so that it is undone exactly.
docs/run-file.md has the formula.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.base.foreign_hdf5 import ForeignGroup
from btp_core.batch.stored_array import read_array, write_array

PLAIN_AXES = 32
"""Kept as they are. Twice as many, or chosen ones, save nothing worth mentioning."""
MIX_UNIT = 2**12
ONE = 2**14
"""The constant among what is predicted from, in steps: as large as a coordinate can be."""
FEWEST_POINTS = 1024
"""With fewer the prediction would cost more than it saves."""
CHUNK_AXES = 8
_FIT_EVERY = 4
_RIDGE = 1e-3
_MOST_MIXED = 2**20
"""Of a mixture: far above any that helps, and sums stay exact in float64."""
_RANGE = 2**16
_BLOCK = 16_384
_LIMIT = 2**15

Int16Array = NDArray[np.int16]


def write_coordinates(group: Any, values: Int16Array) -> None:
    """Store coordinates in an ``h5py.Group``.

    Parameters
    ----------
    group
        Gets the arrays ``coordinates``, ``offset`` and ``mix``.
    values
        ``(P, C)``: points and axes.
    """
    left = values.T.astype(np.int32)
    axes, points = left.shape
    plain = min(PLAIN_AXES, axes) if points >= FEWEST_POINTS else axes
    mix = _fitted(left, plain)
    _predict(left, mix, -1)
    # Where what is left needs more than 16 bits, nothing is predicted.
    wide = np.array([np.ptp(row) >= _RANGE for row in left[plain:]], dtype=bool)
    mix[wide] = 0
    left[plain:][wide] = values.T[plain:][wide]
    offset = left.min(axis=1) if points else np.zeros(axes, np.int32)
    kept = np.empty(left.shape, np.uint16)
    np.subtract(left, offset[:, None], out=kept, casting="unsafe")
    # Their high bytes are mostly zeros: runs of one byte are all that is worth looking for.
    write_array(group, "coordinates", kept, rows=CHUNK_AXES, strategy=zlib.Z_RLE)
    write_array(group, "offset", offset.astype(np.int32))
    write_array(group, "mix", mix)


def read_coordinates(group: ForeignGroup) -> Int16Array:
    """The inverse of :func:`write_coordinates`, ``(P, C)``.

    Raises
    ------
    KeyError, ValueError, OSError
        An array is missing or damaged, or they do not fit together.
    """
    kept = read_array(group.array("coordinates"))
    offset, mix = (read_array(group.array(name)) for name in ("offset", "mix"))
    sound = (
        [array.dtype.str for array in (kept, offset, mix)] == ["<u2", "<i4", "<i4"]
        and kept.ndim == mix.ndim == 2
        and offset.shape == kept.shape[:1]
        and len(mix) <= len(kept)
        and mix.shape[1] == len(kept) - len(mix) + 1
        and bool((np.abs(mix.astype(np.int64)) <= _MOST_MIXED).all())
        and bool((np.abs(offset.astype(np.int64)) <= _RANGE).all())
    )
    if not sound:
        raise ValueError("the coordinates of embeddings do not fit together")
    values = kept.astype(np.int32) + offset[:, None]
    _predict(values, mix, 1)
    if values.size and (values.min() < -_LIMIT or values.max() >= _LIMIT):
        raise ValueError("a coordinate of an embedding is too large")
    return np.ascontiguousarray(values.astype(np.int16).T)


def _with_one(values: NDArray[np.int32]) -> NDArray[np.float64]:
    return np.concatenate([values, np.full((1, values.shape[1]), ONE)]).astype(np.float64)


def _predict(by_axis: NDArray[np.int32], mix: NDArray[np.int32], sign: int) -> None:
    """Add what is predicted of the last axes from the first ones to them, or take it off.

    All sums are of whole numbers below 2^53, so they are exact in any order.
    """
    plain = len(by_axis) - len(mix)
    weights = mix / MIX_UNIT  # a power of two: nothing is rounded
    for start in range(0, by_axis.shape[1] if len(mix) else 0, _BLOCK):
        some = by_axis[:, start : start + _BLOCK]
        mixed = weights @ _with_one(some[:plain])
        mixed += 0.5
        np.floor(mixed, out=mixed)
        mixed *= sign
        np.add(some[plain:], mixed, out=some[plain:], casting="unsafe")


def _fitted(by_axis: NDArray[np.int32], plain: int) -> NDArray[np.int32]:
    """``(C - K, K + 1)``: least squares over some of the points."""
    if plain == len(by_axis):
        return np.zeros((0, plain + 1), np.int32)
    some = by_axis[:, ::_FIT_EVERY]
    known = _with_one(some[:plain])
    products = known @ known.T
    products[np.diag_indices_from(products)] += _RIDGE * ONE
    weights = np.linalg.solve(products, known @ some[plain:].T.astype(np.float64))
    mix = np.round(weights.T * MIX_UNIT)
    mix[~(np.abs(mix) <= _MOST_MIXED).all(axis=1)] = 0.0
    return mix.astype(np.int32)
