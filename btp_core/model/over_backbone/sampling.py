"""Which points of a scan the backbone sees: 2,048 of all, or all in overlapping tiles."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, IntArray
from btp_core.geometry.thinning import farthest_points, thin_to

CLOUD_POINTS = 2048
"""Points in a cloud that the published backbones are trained on."""
TILE_OWN = 1024
"""Points of a tile's middle that it is laid for; the rest overlaps with its neighbours."""
_CANDIDATES = 2
"""Times as many points as wanted, evenly thinned, from which farthest ones are chosen."""


def even_sample(points: Float32Array, count: int = CLOUD_POINTS) -> IntArray:
    """Indices of exactly ``count`` evenly spread points; all of them if there are fewer.

    Farthest-point sampling of a voxel grid's points: over all points of a scan it would take
    many seconds and choose hardly different ones.
    """
    if len(points) <= count:
        return np.arange(len(points))
    candidates = thin_to(points, _CANDIDATES * count)
    if len(candidates) < count:
        candidates = np.arange(len(points))
    return candidates[farthest_points(points[candidates], count)]


def content_rng(points: np.ndarray[Any, Any], seed: int) -> np.random.Generator:
    """Chance that follows from a scan's points and a seed: the same in whatever order."""
    content = hashlib.sha256(points.tobytes()).digest()[:8]
    return np.random.default_rng([seed, int.from_bytes(content)])


def random_middles(labels: BoolArray, count: int, rng: np.random.Generator) -> IntArray:
    """``(count,)`` indices of tiles' middles; half of them defective where there are any."""
    flawed = np.flatnonzero(labels)
    wanted = count // 2 if len(flawed) else 0
    return np.concatenate(
        [
            rng.choice(flawed, wanted) if wanted else np.empty(0, dtype=np.int64),
            rng.choice(len(labels), count - wanted),
        ]
    )
