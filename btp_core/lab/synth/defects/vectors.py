"""Small vector and chance helpers of the defect makers."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array


def unit(vectors: Float64Array) -> Float64Array:
    """Scale vectors, shape (..., 3), to length 1; null vectors stay null."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12), dtype=np.float64)


def tangent_frame(
    normal: Float64Array, rng: np.random.Generator
) -> tuple[Float64Array, Float64Array]:
    """Return two unit vectors that span the plane across ``normal``, turned at random."""
    draft = rng.normal(size=3)
    first = unit(draft - (draft @ normal) * normal)
    return first, np.cross(normal, first)


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw a positive number whose logarithm is uniform between the bounds."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
