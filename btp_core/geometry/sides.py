"""Normals beside edges and in thin walls, where one plane through all neighbours is of no side.

The neighbours of a point in a thin wall lie on both of its sides, and those of a point at an edge
on both faces. The plane wanted is the one through the point that most of them lie on, not the
best fit to all: candidates are asked for, those of the neighbours among them.
"""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array, IntArray

FLAT = 0.06
"""Smallest over middle variance of a patch, above which one plane does not explain it."""
ROUNDS = 2
CLOSE_NEIGHBOURS = 7
BETTER = 1.1
"""Another plane is taken when it explains so much more."""


def plane_fits(
    offsets: Float64Array, weights: Float64Array
) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Planes through weighted neighbours: means, normals ``(N, 3)`` and variances ``(N, 3)``.

    Parameters
    ----------
    offsets
        ``(N, k, 3)`` neighbours, from the point.
    weights
        ``(N, k)``.

    Returns
    -------
    means, normals, variances
        The variances ascending; the signs of the normals arbitrary.
    """
    total = np.maximum(weights.sum(axis=1), 1e-300)
    means = np.einsum("nk,nki->ni", weights, offsets) / total[:, None]
    centred = offsets - means[:, None]
    covariance = np.einsum("nk,nki,nkj->nij", weights, centred, centred) / total[:, None, None]
    scale = np.maximum(np.trace(covariance, axis1=1, axis2=2), 1e-300)
    values, vectors = np.linalg.eigh(covariance / scale[:, None, None])
    variances = np.maximum(values, 0.0) * scale[:, None]
    return means, np.ascontiguousarray(vectors[:, :, 0]), variances


def choose_sides(
    offsets: Float64Array,
    weights: Float64Array,
    normals: Float64Array,
    variances: Float64Array,
    linked: IntArray,
    thickness: float,
) -> Float64Array:
    """Normals ``(N, 3)`` of the side that each point lies on.

    Parameters
    ----------
    offsets, weights
        As for :func:`plane_fits`, nearest neighbours first.
    normals, variances
        Of these fits.
    linked
        ``(N, m)`` indices of nearby points, whose normals are candidates too.
    thickness
        Distance from a plane up to which a neighbour lies on it.
    """
    doubtful = np.flatnonzero(variances[:, 0] > FLAT * variances[:, 1])
    if len(doubtful) == 0:
        return normals
    normals = normals.copy()
    offsets, weights = offsets[doubtful], weights[doubtful]
    close = slice(0, min(CLOSE_NEIGHBOURS, offsets.shape[1]))
    _, near_fit, _ = plane_fits(offsets[:, close], weights[:, close])
    for _ in range(ROUNDS):
        own = normals[doubtful][:, None]
        candidates = np.concatenate([own, near_fit[:, None], normals[linked[doubtful]]], axis=1)
        heights = np.einsum("nki,nci->nck", offsets, candidates)
        on = np.exp(-0.5 * (heights / thickness) ** 2)
        shares = np.einsum("nck,nk->nc", on, weights)
        best = shares.argmax(axis=1)
        rows = np.arange(len(doubtful))
        best = np.where(shares[rows, best] > BETTER * shares[:, 0], best, 0)
        normals[doubtful] = candidates[rows, best]
    return normals
