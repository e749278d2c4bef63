"""Open rims: where the scanned surface ends, how straight it ends, and what lies beyond.

An open hole in a shell has no surface of its own; its rim is all there is to see. A drilled
pattern, the outline of a plate and the shadow of a one-sided scan have rims, too, so this is
evidence for the network and no verdict.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.geometry.neighbours import PointTree, nearest_within

RIM_FEATURES = (
    "gap around the point",
    "surface folds over into the gap",
    "distance to surface ahead",
    "distance to surface ahead and below",
    "nearness of a rim",
    "size of the rim",
    "bend of the rim",
    "roundness of the rim",
)
LEAST_GAP = 0.25
"""Of a full turn; smaller gaps are chance."""
RIM_GAP = 0.38
FOLD = 0.5
AHEAD, BELOW, SIGHT = 3.0, 5.0, 8.0
"""In spacings, as all lengths here."""
LINK = 2.5
BEND_REACH = 6.0
FADE = 5.0
FAR = 20.0
LEAST_RIM = 4
"""Points; fewer are ragged sampling."""


def rim_features(
    points: Float32Array,
    normals: Float32Array,
    tree: PointTree,
    neighbours: IntArray,
    workers: int = 1,
) -> Float32Array:
    """Features ``(W, len(RIM_FEATURES))`` of the working points.

    Parameters
    ----------
    points, normals, tree
        ``(W, 3)`` in units of their spacing, and the tree of the points.
    neighbours
        ``(W, k)`` indices of the nearest other points.
    workers
        Threads of the neighbour searches.
    """
    gap, towards = _gaps(points, normals, neighbours)
    fold = (normals[neighbours] * towards[:, None]).sum(axis=2).max(axis=1)
    open_ = gap > LEAST_GAP
    features = np.zeros((len(points), len(RIM_FEATURES)), dtype=np.float32)
    features[:, 0] = np.where(open_, gap, 0)
    features[:, 1] = np.where(open_, fold, 0)
    if open_.any():
        ahead = points[open_] + AHEAD * towards[open_]
        for column, places in ((2, ahead), (3, ahead - BELOW * normals[open_])):
            _, distance, _ = nearest_within(tree, places, SIGHT, workers)
            features[open_, column] = np.minimum(distance, SIGHT)
    rim = np.flatnonzero((gap > RIM_GAP) & (fold < FOLD))
    if len(rim) < LEAST_RIM:
        return features
    rim, about = _loops(points, rim)
    if not len(rim):
        return features
    hit, distance, nearest = nearest_within(PointTree(points[rim]), points, FAR, workers)
    near = np.exp(-distance[hit] / FADE)
    features[hit, 4] = near
    features[hit, 5:] = about[nearest[hit]] * near[:, None]
    return features


def _gaps(
    points: Float32Array, normals: Float32Array, neighbours: IntArray
) -> tuple[Float64Array, Float64Array]:
    """Widest empty angle ``(W,)`` about each point, of a full turn, and its middle ``(W, 3)``."""
    offset = (points[neighbours] - points[:, None]).astype(np.float64)
    helper = np.where(np.abs(normals[:, :1]) < 0.6, [[1.0, 0.0, 0.0]], [[0.0, 1.0, 0.0]])
    first = np.cross(normals, helper)
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(normals, first)
    angle = np.arctan2(
        (offset * second[:, None]).sum(axis=2), (offset * first[:, None]).sum(axis=2)
    )
    angle.sort(axis=1)
    between = np.diff(angle, axis=1, append=angle[:, :1] + 2 * np.pi)
    widest = between.argmax(axis=1)
    rows = np.arange(len(points))
    gap = between[rows, widest]
    middle = angle[rows, widest] + gap / 2
    towards = np.cos(middle)[:, None] * first + np.sin(middle)[:, None] * second
    return gap / (2 * np.pi), towards


def _loops(points: Float32Array, rim: IntArray) -> tuple[IntArray, Float64Array]:
    """The rim's points in loops, and size (logarithm), bend and roundness of the rim at each."""
    tree = cKDTree(points[rim])
    pairs = tree.query_pairs(LINK, output_type="ndarray")
    links = coo_array(
        (np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(len(rim),) * 2
    )
    _, loop = connected_components(links, directed=False)
    count = np.bincount(loop)
    low = np.full((len(count), 3), np.inf)
    high = np.full((len(count), 3), -np.inf)
    np.minimum.at(low, loop, points[rim])
    np.maximum.at(high, loop, points[rim])
    extent = np.linalg.norm(high - low, axis=1)
    keep = np.flatnonzero(count[loop] >= LEAST_RIM)
    roundness = np.minimum(count / np.maximum(np.pi * extent, 1.0), 2.0)
    about = np.stack([np.log1p(extent[loop]), _bend(points[rim], tree), roundness[loop]], axis=1)
    return rim[keep], about[keep]


def _bend(points: Float32Array, tree: cKDTree) -> Float64Array:
    """How far the rim about each of its points is from a line: 0 straight, .5 all directions."""
    pairs = tree.query_pairs(BEND_REACH, output_type="ndarray")
    both = np.concatenate([pairs, pairs[:, ::-1], np.arange(len(points))[:, None].repeat(2, 1)])
    around = points[both[:, 1]].astype(np.float64)
    count = np.bincount(both[:, 0], minlength=len(points))
    mean = np.zeros((len(points), 3))
    np.add.at(mean, both[:, 0], around)
    mean /= count[:, None]
    offset = around - mean[both[:, 0]]
    scatter = np.zeros((len(points), 3, 3))
    np.add.at(scatter, both[:, 0], offset[:, :, None] * offset[:, None, :])
    values = np.linalg.eigvalsh(scatter)
    bend: Float64Array = values[:, 1] / np.maximum(values.sum(axis=1), 1e-9)
    return bend
