"""What real scanners do to good surface: uneven density, slow errors, lost rims and spots."""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float64Array, IntArray

_GRID = 160
_JUMP_MM = 2.0


def smooth_field(points: Float64Array, rng: np.random.Generator, waves: int = 6) -> Float64Array:
    """A random smooth function over points (N, 3) with values in [-1, 1]; shape (N,)."""
    size = float(np.ptp(points, axis=0).max()) + 1e-9
    frequency = rng.normal(size=(waves, 3)) * (2 * np.pi / size) * 0.8
    phase = rng.uniform(0, 2 * np.pi, size=waves)
    return np.asarray(np.cos(points @ frequency.T + phase).sum(axis=1) / waves)


def density_weights(
    points: Float64Array, contrast: float, rng: np.random.Generator
) -> Float64Array:
    """Chance in (0, 1] of each point (N, 3) to stay; ``contrast`` in [0, 1] sets the spread."""
    chance = np.exp(2.5 * contrast * smooth_field(points, rng))
    return np.asarray(chance / chance.max())


def slow_error(points: Float64Array, amplitude: float, rng: np.random.Generator) -> Float64Array:
    """Smooth range error in mm over points (N, 3); shape (N,)."""
    if amplitude <= 0:
        return np.zeros(len(points))
    return amplitude * smooth_field(points, rng)


def range_steps(
    points: Float64Array, cameras: Float64Array, source: IntArray, step: float
) -> Float64Array:
    """Error in mm along the view ray that a range of whole ``step`` mm has; shape (N,).

    Stereo finds disparities of whole or half pixels: its surfaces are terraces. ``source`` (N,)
    tells which of ``cameras`` (C, 3) saw each of ``points`` (N, 3).
    """
    away = np.linalg.norm(points - cameras[source], axis=1)
    return np.asarray(step * np.round(away / step) - away)


def smooth_heights(
    points: Float64Array, normals: Float64Array, neighbours: int, share: float
) -> Float64Array:
    """Shift in mm along the normals (N, 3) that fusing scans gives points (N, 3); shape (N,).

    Each point goes ``share`` of the way to the plane of its ``neighbours``.
    """
    _, index = cKDTree(points).query(points, k=min(neighbours, len(points)))
    near = points[np.asarray(index).reshape(len(points), -1)]
    # Neighbours round an edge do not belong to the same face.
    alike = np.einsum("nkd,nd->nk", normals[np.asarray(index).reshape(len(points), -1)], normals)
    weight = (alike > 0.5).astype(np.float64)
    offset = np.einsum("nkd,nd->nk", near - points[:, None], normals)
    return np.asarray(share * (weight * offset).sum(axis=1) / np.maximum(weight.sum(axis=1), 1.0))


def drop_spots(points: Float64Array, count: int, rng: np.random.Generator) -> BoolArray:
    """False within ``count`` round spots, True elsewhere; shape (N,).

    Their radius is 0.4 to 1.2 mm: a larger gap in a good scan would teach that holes are normal.
    """
    keep: BoolArray = np.ones(len(points), dtype=np.bool_)
    for _ in range(count if len(points) else 0):
        middle = points[int(rng.integers(len(points)))]
        keep &= ((points - middle) ** 2).sum(axis=1) > rng.uniform(0.4, 1.2) ** 2
    return keep


def cut_rims(
    points: Float64Array, cameras: Float64Array, source: IntArray, rng: np.random.Generator
) -> BoolArray:
    """Drop most points beside a jump of depth, as edge filters of scanners do.

    Parameters
    ----------
    points, cameras
        Shapes (N, 3) and (C, 3), mm.
    source
        Shape (N,), the camera that saw each point.

    Returns
    -------
    BoolArray
        Shape (N,), False for dropped points.
    """
    keep: BoolArray = np.ones(len(points), dtype=np.bool_)
    for number, camera in enumerate(cameras):
        mine = np.flatnonzero(source == number)
        if len(mine) < 100:
            continue
        ray = points[mine] - camera
        view = ray.mean(axis=0)
        view /= np.linalg.norm(view)
        depth = ray @ view
        side = np.cross(view, [0.0, 0.0, 1.0] if abs(view[2]) < 0.9 else [1.0, 0.0, 0.0])
        side /= np.linalg.norm(side)
        plane = np.stack([ray @ side, ray @ np.cross(view, side)], axis=1) / depth[:, None]
        low, span = plane.min(axis=0), float(np.ptp(plane, axis=0).max()) + 1e-9
        cell = ((plane - low) / span * (_GRID - 1)).astype(np.int64) + 1
        near = np.full((_GRID + 2, _GRID + 2), np.inf)
        np.minimum.at(near, (cell[:, 0], cell[:, 1]), depth)
        empty = np.isinf(near)
        far = np.where(empty, -np.inf, near)
        deepest = ndimage.maximum_filter(far, size=3)
        nearest = ndimage.minimum_filter(near, size=3)
        # Single empty cells are gaps between points; wide empty space is a silhouette.
        square = np.ones((3, 3), dtype=np.bool_)
        outside = ndimage.binary_dilation(ndimage.binary_opening(empty, square), square)
        rim = (deepest - nearest > _JUMP_MM * 1.5) | outside
        hit = rim[cell[:, 0], cell[:, 1]]
        keep[mine[hit]] = rng.random(int(hit.sum())) < 0.25
    return keep
