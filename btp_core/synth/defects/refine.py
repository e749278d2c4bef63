"""Conforming local refinement: short edges near a defect, untouched triangles far away.

Splitting edges at their midpoints never moves the surface, so a refined mesh cannot be
told from the original one by its scan.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from btp_core.arrays import BoolArray, Float64Array, IntArray, UInt8Array
from btp_core.errors import ScanGeometryError

_MAX_ROUNDS = 24
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
    done: list[IntArray] = []
    active = faces
    for _ in range(_MAX_ROUNDS):
        edges = np.sort(active[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
        keys = edges[:, 0] * np.int64(len(vertices)) + edges[:, 1]
        unique_keys, inverse = np.unique(keys, return_inverse=True)
        unique = np.stack(np.divmod(unique_keys, np.int64(len(vertices))), axis=1)
        split = _too_long(vertices, unique, tree, centre, radius, reach, fine)
        marks = split[inverse].reshape(-1, 3)
        done.append(active[~marks.any(axis=1)])
        if not split.any():
            break
        number = np.full(len(unique), -1, dtype=np.int64)
        number[split] = len(vertices) + np.arange(int(split.sum()))
        ends = unique[split]
        vertices = np.concatenate([vertices, vertices[ends].mean(axis=1)])
        both = np.where(types[ends[:, 0]] == types[ends[:, 1]], types[ends[:, 0]], 0)
        types = np.concatenate([types, both.astype(np.uint8)])
        middle = number[inverse].reshape(-1, 3)
        chosen = marks.any(axis=1)
        active = _split_faces(active[chosen], middle[chosen], marks[chosen])
        if sum(map(len, done)) + len(active) > _MAX_FACES:
            raise ScanGeometryError("The mesh cannot be refined in a reasonable size.")
    else:
        done.append(active)
    return vertices, np.concatenate(done), types


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


def _split_faces(faces: IntArray, middle: IntArray, marks: BoolArray) -> IntArray:
    """Replace faces (F, 3) by two, three or four each; ``middle`` (F, 3) names the midpoints."""
    count = marks.sum(axis=1)
    # Turn each face so that a single mark lies on its first edge and a single gap on its last.
    turn = np.where(count == 1, marks.argmax(axis=1), (np.argmin(marks, axis=1) + 1) % 3)
    order = (turn[:, None] + np.arange(3)) % 3
    v = np.take_along_axis(faces, order, axis=1)
    m = np.take_along_axis(middle, order, axis=1)
    one, two, three = count == 1, count == 2, count == 3
    pieces = [
        np.stack([v[one, 0], m[one, 0], v[one, 2]], axis=1),
        np.stack([m[one, 0], v[one, 1], v[one, 2]], axis=1),
        np.stack([m[two, 0], v[two, 1], m[two, 1]], axis=1),
        np.stack([v[two, 0], m[two, 0], m[two, 1]], axis=1),
        np.stack([v[two, 0], m[two, 1], v[two, 2]], axis=1),
        np.stack([v[three, 0], m[three, 0], m[three, 2]], axis=1),
        np.stack([m[three, 0], v[three, 1], m[three, 1]], axis=1),
        np.stack([m[three, 2], m[three, 1], v[three, 2]], axis=1),
        np.stack([m[three, 0], m[three, 1], m[three, 2]], axis=1),
    ]
    return np.concatenate(pieces)
