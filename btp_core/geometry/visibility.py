"""What of a surface can be seen from where, by depth buffers over its points."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float64Array, IntArray
from btp_core.geometry.neighbours import exact_nearest

DIRECTIONS = 96
CELL_IN_SPACINGS = 1.6
STEEPEST_COSINE = 0.3
"""Surface seen more steeply counts as unseen: scanners give no points there either."""
SMOOTHING_STEPS = 4


def even_directions(count: int = DIRECTIONS) -> Float64Array:
    """``(count, 3)`` unit vectors on a Fibonacci sphere."""
    z = 1.0 - (2.0 * np.arange(count) + 1.0) / count
    turn = np.pi * (3.0 - np.sqrt(5.0)) * np.arange(count)
    r = np.sqrt(1.0 - z * z)
    return np.stack([r * np.cos(turn), r * np.sin(turn), z], axis=1)


def visible_points(
    points: Float64Array, normals: Float64Array, spacing: float, directions: Float64Array
) -> BoolArray:
    """Which points are seen from far away, ``(D, N)``; signs of the normals do not matter.

    Parameters
    ----------
    points, normals
        ``(N, 3)``: a surface about evenly covered, and its unit normals.
    spacing
        Distance between neighbouring points.
    directions
        ``(D, 3)`` unit vectors from the part towards the viewer.
    """
    visible: BoolArray = np.zeros((len(directions), len(points)), dtype=np.bool_)
    cell = CELL_IN_SPACINGS * spacing
    for number, direction in enumerate(directions):
        side = np.cross(direction, np.eye(3)[int(np.abs(direction).argmin())])
        side /= np.linalg.norm(side)
        up = np.cross(direction, side)
        depth, u, v = ((points * axis).sum(axis=1) for axis in (direction, side, up))
        column = np.floor((u - u.min()) / cell).astype(np.int64)
        row = np.floor((v - v.min()) / cell).astype(np.int64)
        flat = row * (int(column.max()) + 1) + column
        front = np.full(int(flat.max()) + 1, -np.inf)
        np.maximum.at(front, flat, depth)
        cosine = np.abs((normals * direction).sum(axis=1))
        steep = np.sqrt(1.0 - np.minimum(cosine, 1.0) ** 2) / np.maximum(cosine, STEEPEST_COSINE)
        # Within one cell a sloped surface has many depths of its own.
        reach = 0.4 * spacing + 0.75 * cell * steep
        visible[number] = (depth > front[flat] - reach) & (cosine > STEEPEST_COSINE)
    return visible


def face_outward(
    points: Float64Array, normals: Float64Array, spacing: float, neighbours: IntArray
) -> tuple[Float64Array, BoolArray]:
    """Turn normals to the side that the surface is seen from.

    Neither the order of a mesh's corners nor the path of a scanner is asked: what can be seen
    from outside faces outside.

    Parameters
    ----------
    points, normals
        ``(N, 3)``: an evenly covered surface from all sides; signs arbitrary.
    spacing
        Distance between neighbouring points.
    neighbours
        ``(N, k)`` indices of nearest neighbours, the point itself first.

    Returns
    -------
    normals, seen
        ``(N, 3)`` outward, and ``(N,)`` which points are seen from anywhere at all.
    """
    directions = even_directions()
    visible = visible_points(points, normals, spacing, directions)
    free = np.zeros_like(points)
    for direction, seen in zip(directions, visible, strict=True):
        cosine = np.abs((normals * direction).sum(axis=1))
        free += np.where(seen, cosine**2, 0.0)[:, None] * direction
    vote = (free * normals).sum(axis=1)
    vote /= np.maximum(np.abs(vote).max(), 1e-12)
    offset = points[neighbours] - points[:, None]
    height = np.abs(np.einsum("nki,ni->nk", offset, normals)) / spacing
    facing = np.einsum("nki,ni->nk", normals[neighbours], normals)
    # The other side of a wall is near, but across.
    link = facing * np.abs(facing) * np.exp(-(height**2))
    for _ in range(SMOOTHING_STEPS):
        vote = (link * vote[neighbours]).sum(axis=1) / np.maximum(np.abs(link).sum(axis=1), 1e-12)
    signs = np.where(vote < 0.0, -1.0, 1.0)
    return normals * signs[:, None], np.asarray(visible.any(axis=0), dtype=np.bool_)


def nearest_neighbours(tree: cKDTree, points: Float64Array, k: int, workers: int = 1) -> IntArray:
    """``(N, k)`` indices of the nearest points of a tree."""
    return exact_nearest(tree, points, k, workers)[1]
