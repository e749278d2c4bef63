"""Open rims: found where a surface ends, and not where it turns."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array
from btp_core.designs.rims import open_rims
from btp_core.geometry.visibility import even_directions

NEAREST = 17


def rims(points: Float64Array, normals: Float64Array) -> np.ndarray:
    _, near = cKDTree(points).query(points, NEAREST)
    return open_rims(points, normals, near)


def grid(count: int, seed: int = 0) -> Float64Array:
    """A square of side ``count``, one point a cell, shaken."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(count), np.arange(count))
    flat = np.stack([x.ravel(), y.ravel()], axis=1) + rng.uniform(-0.25, 0.25, (count**2, 2))
    return np.concatenate([flat, np.zeros((count**2, 1))], axis=1)


def test_the_rim_of_a_gap_is_open_and_nothing_else_inside() -> None:
    points = grid(60)
    away = np.hypot(points[:, 0] - 30.0, points[:, 1] - 30.0)
    points, away = points[away > 12.0], away[away > 12.0]
    found = rims(points, np.tile([0.0, 0.0, 1.0], (len(points), 1)))
    inside = (points[:, :2] > 3.0).all(axis=1) & (points[:, :2] < 56.0).all(axis=1)
    distance, _ = cKDTree(points[found]).query(points[inside & (away < 12.8)])
    assert np.quantile(distance, 0.95) < 2.0
    assert not found[inside & (away > 15.0)].any()


def test_sharp_edges_are_no_rims() -> None:
    square = grid(20) - [9.5, 9.5, 0.0]
    points, normals = [], []
    for axis in range(3):
        for side in (-1.0, 1.0):
            face = np.roll(square + np.array([0.0, 0.0, side * 10.0]), axis, axis=1)
            points.append(face)
            normals.append(np.tile(np.roll([0.0, 0.0, side], axis), (len(face), 1)))
    assert rims(np.concatenate(points), np.concatenate(normals)).mean() < 0.005


def test_a_closed_surface_has_none() -> None:
    points = even_directions(20_000)
    spacing = np.sqrt(4.0 * np.pi / len(points))
    points += np.random.default_rng(1).uniform(-0.3, 0.3, points.shape) * spacing
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    assert rims(points, points).mean() < 0.002
