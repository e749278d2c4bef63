"""Fewer triangles, to be drawn while the view moves."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float32Array, IntArray

# Software rendering on two cores draws as many at 20 frames a second.
COARSE_FACES = 60_000
CLUSTER_CELLS = 96


def cluster_faces(points: Float32Array, faces: IntArray) -> tuple[IntArray | None, IntArray | None]:
    """A coarser mesh by vertex clustering, after Rossignac and Borrel (1993).

    Vertices that share a cell of a regular grid become one; faces that collapse go.

    Returns
    -------
    tuple
        ``(K,)`` indices of the vertices that stand for their cells, and ``(G, 3)`` faces over
        them; ``(None, None)`` for a mesh that is small already.
    """
    if len(faces) <= 2 * COARSE_FACES:
        return None, None
    low = points.min(axis=0)
    cell = float((points.max(axis=0) - low).max()) / CLUSTER_CELLS or 1.0
    grid = ((points - low) / cell).astype(np.int64)
    width = CLUSTER_CELLS + 2
    keys = (grid[:, 0] * width + grid[:, 1]) * width + grid[:, 2]
    _, representative, cluster = np.unique(keys, return_index=True, return_inverse=True)
    reduced = cluster[faces]
    proper = (
        (reduced[:, 0] != reduced[:, 1])
        & (reduced[:, 1] != reduced[:, 2])
        & (reduced[:, 2] != reduced[:, 0])
    )
    reduced = np.unique(np.sort(reduced[proper], axis=1), axis=0)
    return representative.astype(np.int64), np.asarray(reduced, dtype=np.int64)
