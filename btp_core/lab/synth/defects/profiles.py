"""Profiles of dents, bulges, ridges: height over the relative distance from the middle."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator

from btp_core.base.arrays import Float64Array


def falling(r: Float64Array, rng: np.random.Generator) -> Float64Array:
    """Height in [0, 1] over the relative radius ``r`` of any shape; 0 from 1 on.

    Named profiles and free ones: a network that has seen a single cosine finds cosines.
    """
    r = np.clip(r, 0.0, 1.0)
    choice = rng.integers(7)
    if choice == 0:  # Gaussian, its tail brought to zero
        sharp = rng.uniform(2.5, 5.0)
        return np.asarray((np.exp(-sharp * r * r) - np.exp(-sharp)) / (1.0 - np.exp(-sharp)))
    if choice == 1:
        return np.asarray(0.5 + 0.5 * np.cos(np.pi * r))
    if choice == 2:  # flat top with a smooth flank
        t = np.clip((1.0 - r) / rng.uniform(0.25, 0.7), 0.0, 1.0)
        return np.asarray(t * t * (3.0 - 2.0 * t))
    if choice == 3:  # the cap of a ball, as a blunt impact leaves it
        return np.asarray((1.0 - r * r) ** rng.uniform(1.0, 2.0))
    if choice == 4:  # pointed
        return np.asarray((1.0 - r) ** rng.uniform(1.2, 2.0))
    return _free(r, rng)


def lobed(angle: Float64Array, rng: np.random.Generator) -> Float64Array:
    """A relative radius around 1 over the angle in radians: an uneven outline or a round one."""
    if rng.random() < 0.4:
        return np.ones_like(angle)
    radius = np.ones_like(angle)
    for k in range(2, 6):
        radius += rng.normal(0.0, 0.2 / k) * np.cos(k * angle + rng.uniform(0, 2 * np.pi))
    return np.clip(radius, 0.5, 1.4)


def _free(r: Float64Array, rng: np.random.Generator) -> Float64Array:
    """A smooth, falling curve through random heights, at times with a sunken middle."""
    knots = np.concatenate([[0.0], np.sort(rng.uniform(0.1, 0.9, size=3)), [1.0]])
    knots = np.maximum.accumulate(knots + 1e-3 * np.arange(5))
    knots /= knots[-1]
    heights = np.concatenate([[1.0], np.sort(rng.random(3))[::-1], [0.0]])
    if rng.random() < 0.25:
        heights[0] = rng.uniform(0.2, 1.0) * heights[1]
    curve = PchipInterpolator(knots, heights / heights.max())
    return np.asarray(curve(r), dtype=np.float64)
