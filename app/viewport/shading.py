"""Normals for shading a cloud: good enough to see its shape, quick enough for a first look.

Without shading a cloud in one colour is a flat silhouette. These normals are for the eye
only; the core computes its own.
"""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float32Array

SUPPORT_POINTS = 30_000
NEIGHBOURS = 12
SMALLEST_CLOUD = 16


def shading_normals(points: Float32Array) -> Float32Array | None:
    """Unit normals ``(N, 3)`` of arbitrary sign, or ``None`` for a cloud too small to have any.

    Planes are fitted to the nearest neighbours of a random subset; the other points take
    the normal of the nearest point of that subset. The sign does not matter: the viewport
    turns every normal towards the viewer.
    """
    # Imported here: the window starts without it.
    from scipy.spatial import cKDTree

    count = len(points)
    if count < SMALLEST_CLOUD:
        return None
    rng = np.random.default_rng(0)
    whole = count <= SUPPORT_POINTS
    support = points if whole else points[rng.choice(count, SUPPORT_POINTS, replace=False)]
    tree = cKDTree(support)
    _, neighbours = tree.query(support, k=NEIGHBOURS, workers=-1)
    patches = support[neighbours]
    patches = patches - patches.mean(axis=1, keepdims=True)
    scale = np.abs(patches).max(axis=(1, 2), keepdims=True)
    patches = patches / np.where(scale > 0, scale, 1)
    covariance = np.einsum("nki,nkj->nij", patches, patches).astype(np.float64)
    _, vectors = np.linalg.eigh(covariance)
    normals = vectors[:, :, 0].astype(np.float32)
    if whole:
        return np.ascontiguousarray(normals)
    _, nearest = tree.query(points, k=1, workers=-1)
    return np.ascontiguousarray(normals[nearest])
