"""Normals in thin walls and at edges are those of one side."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array
from btp_core.geometry.sides import choose_sides, plane_fits

NEIGHBOURS = 20
THICKNESS = 0.2


def fitted(points: Float64Array) -> tuple[Float64Array, Float64Array]:
    """Normals before and after."""
    _, near = cKDTree(points).query(points, NEIGHBOURS)
    offsets = points[near] - points[:, None]
    weights = np.exp(-0.5 * (offsets**2).sum(axis=2))
    _, normals, variances = plane_fits(offsets, weights)
    return normals, choose_sides(offsets, weights, normals, variances, near[:, :12], THICKNESS)


def test_a_thin_wall_keeps_its_direction() -> None:
    rng = np.random.default_rng(0)
    points = rng.uniform(0.0, 40.0, (3200, 3))
    points[:, 2] = rng.integers(0, 2, len(points)) * 1.4 + rng.normal(0.0, 0.02, len(points))
    before, after = fitted(points)
    inner = ((points[:, :2] > 3.0) & (points[:, :2] < 37.0)).all(axis=1)
    wrong = np.abs(before[inner, 2]) < 0.9
    assert wrong.mean() > 0.2
    assert (np.abs(after[inner, 2]) < 0.9).mean() < 0.25 * wrong.mean()


def test_an_even_surface_is_left_as_it_is() -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(size=(6000, 3))
    points *= 30.0 / np.linalg.norm(points, axis=1, keepdims=True)
    before, after = fitted(points)
    assert (np.abs(np.einsum("ni,ni->n", before, after)) > 0.999).mean() > 0.99
