"""Surface normals of a cloud: directions by plane fits, signs by propagation.

Signs matter (a dent is a bulge seen from the other side) and a file rarely has them.
They are spread along a minimum spanning tree as in Hoppe et al., "Surface Reconstruction
from Unorganized Points", SIGGRAPH 1992, with an edge cost that avoids jumping through
thin walls; each connected piece is then turned so that its outermost points face outward.
"""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float32Array, IntArray

OUTERMOST_DIRECTIONS = 64


def plane_normals(support: Float32Array, neighbours: IntArray, workers: int = 1) -> Float32Array:
    """Unit normals ``(Q, 3)`` of planes through ``support[neighbours]``, signs arbitrary."""
    from btp_core.geometry.kernels.compiled import in_rows, plain
    from btp_core.geometry.kernels.normals import plane_rows

    normals = np.empty((len(neighbours), 3), dtype=np.float32)
    arguments = plain(support, np.float32), plain(neighbours, np.int64), normals
    in_rows(plane_rows, len(neighbours), workers, *arguments)
    return normals


def orient(points: Float32Array, normals: Float32Array, neighbours: IntArray) -> Float32Array:
    """Turn normals to agree with each other and to face outward.

    Parameters
    ----------
    points, normals
        ``(N, 3)`` float32.
    neighbours
        ``(N, k)`` indices of nearest neighbours, the point itself first.

    Returns
    -------
    Float32Array
        ``(N, 3)`` unit normals. On a piece with no clear outside (a flat sheet) the common
        sign is arbitrary.
    """
    from btp_core.geometry.kernels.compiled import plain
    from btp_core.geometry.kernels.normals import face_outward, list_edges, spread_signs

    points, normals = plain(points, np.float32), plain(normals, np.float32)
    neighbours = plain(neighbours, np.int64)
    count, k = neighbours.shape
    keys = np.empty(count * (k - 1), dtype=np.uint64)
    sources, targets = (np.empty(len(keys), dtype=np.int64) for _ in range(2))
    found = list_edges(points, normals, neighbours, keys, sources, targets)
    # No two keys are equal: each ends with the number of its pair.
    keys = np.sort(keys[:found])
    pieces, flips = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.bool_)
    number = spread_signs(normals, keys, sources, targets, pieces, flips)
    oriented = np.where(flips[:, None], -normals, normals)
    face_outward(points, oriented, pieces, number, _directions())
    return oriented


def _directions() -> Float32Array:
    """Unit vectors ``(OUTERMOST_DIRECTIONS, 3)``, evenly spread."""
    index = np.arange(OUTERMOST_DIRECTIONS) + 0.5
    polar = np.arccos(1 - 2 * index / OUTERMOST_DIRECTIONS)
    azimuth = np.pi * (1 + 5**0.5) * index
    return np.stack(
        [np.cos(azimuth) * np.sin(polar), np.sin(azimuth) * np.sin(polar), np.cos(polar)], axis=1
    ).astype(np.float32)
