"""Conforming local refinement: short edges near a defect, untouched triangles far away.

Splitting edges at their midpoints never moves the surface, so a refined mesh cannot be
told from the original one by its scan.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float64Array, IntArray, UInt8Array
from btp_core.geometry.refine import split_edges

_MAX_FACES = 600_000
_GROWTH = 0.5


def refine_near(
    vertices: Float64Array,
    faces: IntArray,
    types: UInt8Array,
    points: Float64Array,
    reach: float,
    fine: float,
) -> tuple[Float64Array, IntArray, UInt8Array]:
    """Split edges until they are shorter than ``fine`` near ``points``, growing away from them.

    Parameters
    ----------
    vertices, faces, types
        Shapes (V, 3) in mm, (F, 3) and (V,).
    points
        Shape (K, 3): edges within ``reach`` mm of any of these become ``fine`` mm or shorter.

    Returns
    -------
    tuple
        New vertices (old ones first), faces and types. A midpoint takes the type of its
        ends where they agree, otherwise 0.

    Raises
    ------
    ScanGeometryError
        The mesh would become unreasonably large.
    """
    tree = cKDTree(points)
    centre = points.mean(axis=0)
    radius = float(np.linalg.norm(points - centre, axis=1).max())

    def too_long(vertices: Float64Array, edges: IntArray) -> BoolArray:
        return _too_long(vertices, edges, tree, centre, radius, reach, fine)

    refined = split_edges(vertices, faces, too_long, _MAX_FACES)
    types = refined.carry(types, lambda a, b: np.where(a == b, a, 0).astype(np.uint8))
    return refined.vertices, refined.faces, types


def _too_long(
    vertices: Float64Array,
    edges: IntArray,
    tree: cKDTree,
    centre: Float64Array,
    radius: float,
    reach: float,
    fine: float,
) -> BoolArray:
    """Whether each edge (E, 2) is longer than the size field allows; shape (E,)."""
    ends = vertices[edges]
    length = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    middle = ends.mean(axis=1)
    # The ball around all points gives a cheap lower bound of the distance; few edges pass it.
    bound = np.linalg.norm(middle - centre, axis=1) - radius - 0.5 * length
    long = length > fine + _GROWTH * np.maximum(bound - reach, 0.0)
    near = np.flatnonzero(long)
    exact = tree.query(middle[near])[0] - 0.5 * length[near]
    long[near] = length[near] > fine + _GROWTH * np.maximum(exact - reach, 0.0)
    return np.asarray(long, dtype=np.bool_)
