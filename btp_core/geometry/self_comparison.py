"""How a part differs from its own mirror images and turns, at every point.

What a defect breaks, its mirror image still shows. One map leaves two suspects, the defect and
its image; which of them it is, the shape of the surface decides, so this is an input of the
network and no verdict. A deviation counts in units of what the rest of the part deviates by
under the same map: parts are not built, nor scanned, more symmetric than that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray
from btp_core.geometry.neighbours import PointTree, nearest_within
from btp_core.geometry.self_maps import SelfMap

SELF_FEATURES = (
    "number of maps",
    "share of the best map",
    "spread of the best map",
    "points with a counterpart",
    "least deviation, near",
    "least deviation, wide",
    "least deviation in spacings",
    "greatest deviation",
    "angle to the counterpart",
    "rougher than the counterpart",
    "more curved than the counterpart",
)
REACH = 10.0
"""Farthest counterpart, in spacings of the working points."""
SIDEWAYS = 2.0
FACING = 0.3
FLOOR = 0.03
"""Least spread of a map, in spacings: below it lies the noise of the thinning."""
LARGE = 5.0


def self_comparison(
    points: Float32Array,
    normals: Float32Array,
    tree: PointTree,
    maps: Sequence[SelfMap],
    near: IntArray,
    wide: IntArray,
    shape: Float32Array,
    workers: int = 1,
) -> Float32Array:
    """Features ``(W, len(SELF_FEATURES))`` of the working points; zeros where nothing maps.

    Parameters
    ----------
    points, normals, tree
        ``(W, 3)`` in units of their spacing, and the tree of the points.
    maps
        Of the part on itself, best first.
    near, wide
        ``(W, k)`` indices of neighbours over which deviations are averaged.
    shape
        ``(W, 2)``: roughness (its logarithm) and curvature at each point.
    workers
        Threads of the neighbour searches.
    """
    features = np.zeros((len(points), len(SELF_FEATURES)), dtype=np.float32)
    if not maps:
        return features
    seen = [_under(points, normals, tree, each, workers) for each in maps]
    spreads = [_spread(deviation) for deviation, _, _ in seen]
    by_map = [
        (_mean(d, near) / s, _mean(d, wide) / s, np.clip(np.nan_to_num(d), -LARGE, LARGE))
        for (d, _, _), s in zip(seen, spreads, strict=True)
    ]
    near_deviation = np.stack([each[0] for each in by_map])
    counterpart = ~np.isnan(near_deviation)
    size = np.where(counterpart, np.abs(near_deviation), np.inf)
    best = size.argmin(axis=0)
    rows = np.arange(len(points))
    has: BoolArray = np.any(counterpart, axis=0)
    turned = np.stack([cosine for _, _, cosine in seen])[best, rows]
    partner = np.stack([index for _, index, _ in seen])[best, rows]
    difference = np.clip(shape - shape[partner], -LARGE, LARGE)
    features[:, 0] = len(maps) / 4
    features[:, 1] = maps[0].share
    features[:, 2] = np.log(spreads[0])
    features[:, 3] = counterpart.mean(axis=0)
    columns = [
        np.arcsinh(np.nan_to_num(near_deviation[best, rows])),
        np.arcsinh(np.nan_to_num(np.stack([each[1] for each in by_map])[best, rows])),
        np.stack([each[2] for each in by_map])[best, rows],
        np.arcsinh(np.where(counterpart, size, 0).max(axis=0)),
        1.0 - turned,
        difference[:, 0],
        difference[:, 1],
    ]
    features[:, 4:] = np.where(has[:, None], np.stack(columns, axis=1), 0)
    return features


def _under(
    points: Float32Array, normals: Float32Array, tree: PointTree, each: SelfMap, workers: int
) -> tuple[Float64Array, IntArray, Float64Array]:
    """Signed deviation ``(W,)`` (NaN without counterpart), counterparts, cosines of normals."""
    moved = each.points(points.astype(np.float64))
    facing = each.normals(normals.astype(np.float64))
    hit, distance, index = nearest_within(tree, moved, REACH, workers)
    plane = normals[index]
    offset = moved - points[index]
    height = (offset * plane).sum(axis=1)
    cosine = (facing * plane).sum(axis=1)
    sideways = np.sqrt(np.maximum(np.where(hit, distance, 0) ** 2 - height**2, 0))
    hit = hit & (cosine > FACING) & (sideways < SIDEWAYS)
    return np.where(hit, height, np.nan), index, cosine


def _spread(deviation: Float64Array) -> float:
    known: Float64Array = np.abs(deviation[np.isfinite(deviation)])
    return FLOOR + 1.5 * float(np.median(known)) if len(known) else REACH


def _mean(values: Float64Array, neighbours: IntArray) -> Float64Array:
    """Mean over the neighbours that have a value; NaN where fewer than a third have."""
    around = values[neighbours]
    known = np.isfinite(around)
    count = known.sum(axis=1)
    mean = np.where(known, around, 0).sum(axis=1) / np.maximum(count, 1)
    return np.where(3 * count >= neighbours.shape[1], mean, np.nan)
