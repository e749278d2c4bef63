"""Small clouds with known geometry."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array


def sphere(count: int = 4000, radius: float = 1.0, seed: int = 0) -> Float64Array:
    """Points on a sphere about the origin."""
    directions = np.random.default_rng(seed).normal(size=(count, 3))
    return radius * directions / np.linalg.norm(directions, axis=1, keepdims=True)


def box(
    count: int = 6000, size: tuple[float, float, float] = (3.0, 2.0, 1.0), seed: int = 0
) -> Float64Array:
    """Points on the faces of a box about the origin, evenly by area."""
    rng = np.random.default_rng(seed)
    extent = np.asarray(size)
    areas = np.repeat([extent[1] * extent[2], extent[0] * extent[2], extent[0] * extent[1]], 2)
    faces = rng.choice(6, size=count, p=areas / areas.sum())
    points = rng.uniform(-0.5, 0.5, size=(count, 3)) * extent
    axis = faces // 2
    points[np.arange(count), axis] = np.where(faces % 2 == 0, -0.5, 0.5) * extent[axis]
    return points


def dented_plate(
    count: int = 8000, depth: float = 0.15, seed: int = 0
) -> tuple[Float64Array, np.ndarray]:
    """A lopsided plate with a round dent; the points and which of them are dented."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-2, 2, count), rng.uniform(-1.5, 1.5, count)
    z = 0.05 * x**2 + 0.1 * (x > 1.0) * (x - 1.0)
    distance = np.hypot(x + 0.7, y - 0.4)
    z = z - depth * np.exp(-((distance / 0.25) ** 2))
    return np.stack([x, y, z], axis=1), distance < 0.4


def rotation(seed: int) -> Float64Array:
    """A random rotation matrix."""
    q, r = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    if np.linalg.det(q) < 0:
        q[:, 0] *= -1
    return q
