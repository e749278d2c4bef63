"""How far good parts deviate at each place of a reference, in units of length.

What they were seen to differ by is one part of it, and all that one good part or a CAD mesh
cannot say the rest: beside edges and in fine detail thinning and small errors of alignment show
as deviation, an open rim is where the next scan shows more, and the good scans' noise is in the
surface made of them. How much each counts is fitted on auxiliary designs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float64Array, UInt8Array
from btp_core.designs.deviation import SCALES, Deviation
from btp_core.designs.reference import Reference
from btp_core.geometry.visibility import nearest_neighbours

SPREAD_TERMS = ("measured", "rough", "turning", "rim", "spacing", "noise")
POOL_NEIGHBOURS = 24
"""Places whose differences are pooled: three scans alone say little about a spread."""
NEAR_IN_SPACINGS = 1.6
ROUGHEST_IN_SPACINGS = 1.5


def good_differences(
    reference: Reference, deviations: Sequence[Deviation]
) -> tuple[Float64Array, Float64Array, UInt8Array]:
    """Bias and mean square ``(R, S)`` of good parts' deviations, and support ``(R,)``.

    A place's values are pooled over its surroundings.
    """
    total = np.zeros((len(reference.points), len(SCALES)))
    square = np.zeros_like(total)
    support = np.zeros(len(reference.points), dtype=np.int64)
    for deviation in deviations:
        seen, values = at_reference(reference, deviation)
        support += seen
        total += np.where(seen[:, None], values, 0.0)
        square += np.where(seen[:, None], values**2, 0.0)
    near = nearest_neighbours(reference.tree, reference.points, POOL_NEIGHBOURS)
    facing = np.einsum("rki,ri->rk", reference.normals[near], reference.normals)
    # Only the same side and no place beyond an edge: edges differ more than faces do.
    weight = np.maximum(facing, 0.0) ** 4 * support[near]
    sum_ = np.maximum(weight.sum(axis=1), 1e-12)[:, None]
    count = np.maximum(support, 1)[:, None]
    bias = np.einsum("rk,rks->rs", weight, (total / count)[near]) / sum_
    mean_square = np.einsum("rk,rks->rs", weight, (square / count)[near]) / sum_
    return bias, mean_square, np.minimum(support, 255).astype(np.uint8)


def spread_terms(reference: Reference, mean_square: Float64Array, noise: float) -> Float64Array:
    """``(R, S, T)`` variances that a spread is made of, see :data:`SPREAD_TERMS`.

    Parameters
    ----------
    reference
        The surface.
    mean_square
        ``(R, S)`` of the good parts' own deviations.
    noise
        Of the good scans, standard deviation along the normal; 0 for a CAD mesh.
    """
    near = reference.neighbours
    offset = reference.points[near] - reference.points[:, None]
    height = np.abs(np.einsum("rki,ri->rk", offset, reference.normals)).max(axis=1)
    rough = np.minimum(height, ROUGHEST_IN_SPACINGS * reference.spacing)
    around = nearest_neighbours(reference.tree, reference.points, POOL_NEIGHBOURS)
    facing = np.einsum("rki,ri->rk", reference.normals[around], reference.normals)
    turning = reference.spacing * (1.0 - (facing * np.abs(facing)).mean(axis=1))
    rim = reference.spacing * reference.rim_nearness
    same = np.ones(len(reference.points))
    shape = [rough, turning, rim, reference.spacing * same, noise * same]
    squares = np.stack([value**2 for value in shape], axis=1)[:, None]
    wide = np.broadcast_to(squares, (*mean_square.shape, len(shape)))
    return np.concatenate([mean_square[:, :, None], wide], axis=2)


def spread_of(terms: Float64Array, weights: Sequence[Sequence[float]]) -> Float64Array:
    """``(R, S)`` standard deviations from terms ``(R, S, T)`` and weights ``(S, T)``."""
    return np.asarray(np.sqrt(np.einsum("rst,st->rs", terms, np.asarray(weights))))


def at_reference(reference: Reference, deviation: Deviation) -> tuple[BoolArray, Float64Array]:
    """Which places a scan saw, ``(R,)``, and its deviations there, ``(R, S)``."""
    known = np.flatnonzero(deviation.reference_index >= 0)
    if len(known) == 0:
        empty = np.zeros((len(reference.points), len(SCALES)))
        return np.zeros(len(reference.points), dtype=np.bool_), empty
    tree = cKDTree(deviation.feet[known])
    distance, index = tree.query(reference.points, 3)
    nearest = known[index]
    facing = np.einsum("rki,ri->rk", deviation.normals[nearest], reference.normals)
    good = (facing > 0.3) & (distance < NEAR_IN_SPACINGS * reference.spacing)
    first = good.argmax(axis=1)
    chosen = nearest[np.arange(len(first)), first]
    return np.asarray(good.any(axis=1), dtype=np.bool_), deviation.scales[chosen]
