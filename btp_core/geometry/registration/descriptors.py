"""Local descriptors that need no signs of normals, for first guesses of a pose.

The idea is that of FPFH (Rusu et al., ICRA 2009): histograms of the angles between a point's
normal, its neighbours' normals and the lines between them. A one-sided scan does not tell which
way its normals point, so the angles are taken without their signs, and the heights of the
neighbours over the tangent plane with the sign that puts more of them below.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float32Array, Float64Array, IntArray

NEIGHBOURS = 48
ANGLE_BINS = 8
HEIGHT_BINS = 11


def describe(
    support: Float64Array,
    support_normals: Float64Array,
    tree: cKDTree,
    points: Float64Array,
    normals: Float64Array,
    spacing: float,
) -> Float32Array:
    """Descriptors ``(Q, D)`` of unit length at ``points``, over two sizes of neighbourhood.

    Parameters
    ----------
    support, support_normals, tree
        ``(S, 3)`` fine points with unit normals (signs arbitrary), and their search tree.
    points, normals
        ``(Q, 3)``: where to describe, itself a thinned cloud.
    spacing
        Of ``points``; the smaller neighbourhood has a radius of 2.5 of these.
    """
    radius = 2.5 * spacing
    near = _sampled_ball(tree, points, radius)
    small = _histograms(points, normals, support, support_normals, near, radius)
    coarse_tree = cKDTree(points)
    k = min(NEIGHBOURS, len(points))
    distance, index = coarse_tree.query(points, k)
    wide = np.where(distance <= 2.0 * radius, index, -1)
    large = _histograms(points, normals, points, normals, wide, 2.0 * radius)
    both = np.concatenate([small, large], axis=1)
    # Roots of histograms: their plain distance is Hellinger's, which small bins matter to.
    both = np.sqrt(both)
    length = np.linalg.norm(both, axis=1, keepdims=True)
    return np.asarray(both / np.maximum(length, 1e-9), dtype=np.float32)


def _sampled_ball(tree: cKDTree, points: Float64Array, radius: float) -> IntArray:
    """Neighbours ``(Q, k)`` within ``radius``, -1 for none."""
    k = min(3 * NEIGHBOURS, tree.n)
    distance, index = tree.query(points, k, distance_upper_bound=radius)
    return np.where(np.isfinite(distance), index, -1)[:, ::3].astype(np.int64)


def _histograms(
    points: Float64Array,
    normals: Float64Array,
    support: Float64Array,
    support_normals: Float64Array,
    near: IntArray,
    radius: float,
) -> Float64Array:
    known = near >= 0
    offset = (support[near] - points[:, None]) / radius
    distance = np.sqrt((offset**2).sum(axis=2))
    known &= distance > 1e-6
    height = np.einsum("qki,qi->qk", offset, normals)
    facing = np.einsum("qki,qi->qk", support_normals[near], normals)
    along = np.einsum("qki,qki->qk", support_normals[near], offset) / np.maximum(distance, 1e-6)
    flip = np.where((height * known).sum(axis=1) > 0, -1.0, 1.0)
    values = [
        (np.abs(facing), ANGLE_BINS),
        (np.abs(along), ANGLE_BINS),
        (0.5 + 0.5 * height * flip[:, None], HEIGHT_BINS),
    ]
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    parts = []
    for value, bins in values:
        at = np.clip((value * bins).astype(np.int64), 0, bins - 1)
        flat = (np.arange(len(points))[:, None] * bins + at)[known]
        parts.append(np.bincount(flat, minlength=len(points) * bins).reshape(-1, bins) / count)
    return np.concatenate(parts, axis=1)
