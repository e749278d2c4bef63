"""A bracket with no symmetry, scanned as often as wanted: defects of known size, known poses."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.scans.scan import Scan
from tests.core.shapes_for_tests import rotation

BOXES = (
    ((0.0, 0.0, 0.0), (60.0, 40.0, 6.0)),
    ((0.0, 0.0, 6.0), (6.0, 30.0, 34.0)),
    ((40.0, 8.0, 6.0), (58.0, 20.0, 14.0)),
)
"""Lower and upper corners of the boxes that make it, mm."""
NOISE = 0.02


def surface(count: int = 14_000, seed: int = 0) -> Float64Array:
    """Points on the outside of the bracket, evenly by area, without noise."""
    rng = np.random.default_rng(seed)
    low, high = (np.asarray(corner) for corner in zip(*BOXES, strict=True))
    sides = high - low
    areas = np.stack(
        [sides[:, 1] * sides[:, 2], sides[:, 0] * sides[:, 2], sides[:, 0] * sides[:, 1]], axis=1
    )
    weights = np.repeat(areas, 2, axis=1).reshape(-1)
    face = rng.choice(len(weights), size=2 * count, p=weights / weights.sum())
    box, axis, upper = face // 6, (face % 6) // 2, face % 2
    points = low[box] + rng.random((2 * count, 3)) * sides[box]
    points[np.arange(len(points)), axis] = np.where(upper, high[box, axis], low[box, axis])
    keep = np.ones(len(points), dtype=bool)
    for lower, top in zip(low, high, strict=True):
        keep &= ~((points > lower + 1e-9) & (points < top - 1e-9)).all(axis=1)
    # Faces that two boxes share are inside.
    keep &= ~(
        (np.abs(points[:, 2] - 6.0) < 1e-9)
        & (
            ((points[:, :2] > [0.0, 0.0]) & (points[:, :2] < [6.0, 30.0])).all(axis=1)
            | ((points[:, :2] > [40.0, 8.0]) & (points[:, :2] < [58.0, 20.0])).all(axis=1)
        )
    )
    return points[keep][:count]


def on_top(points: Float64Array, x: float, y: float, radius: float) -> np.ndarray:
    """Which points lie on the upper face of the base, within a circle."""
    near = np.hypot(points[:, 0] - x, points[:, 1] - y) < radius
    return near & (np.abs(points[:, 2] - 6.0) < 1e-6)


def displaced(points: Float64Array, depth: float, x: float = 25.0, y: float = 28.0) -> Float64Array:
    """With a dent (below zero) or a bulge of 5 mm radius on the upper face of the base."""
    points = points.copy()
    place = on_top(points, x, y, 5.0)
    away = np.hypot(points[place, 0] - x, points[place, 1] - y)
    points[place, 2] += depth * 0.5 * (1.0 + np.cos(np.pi * away / 5.0))
    return points


def pose(seed: int) -> tuple[Float64Array, Float64Array]:
    """A random rotation and shift."""
    shift = np.random.default_rng(seed).uniform(-80.0, 80.0, 3)
    return rotation(seed), shift


def scanned(points: Float64Array, seed: int, turn: bool = True) -> Scan:
    """A scan with noise, in a pose of its own."""
    rng = np.random.default_rng(1000 + seed)
    points = points + rng.normal(0.0, NOISE, points.shape)
    if turn:
        rotate, shift = pose(seed)
        points = points @ rotate.T + shift
    return Scan(points=points)


def good(seed: int) -> Scan:
    """A good part's scan."""
    return scanned(surface(seed=seed), seed)
