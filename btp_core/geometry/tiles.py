"""Dense scans in pieces: each small enough to be looked at with all of its points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.geometry.neighbours import exact_nearest


@dataclass(frozen=True, eq=False)
class Tile:
    """A piece of a cloud with some of its surroundings.

    Attributes
    ----------
    own
        ``(K,)`` indices of the points that belong to this tile alone.
    around
        ``(M,)`` indices of all points to look at: ``own`` and those within the margin.
    """

    own: IntArray
    around: IntArray


def split_into_tiles(points: Float64Array, capacity: int, margin: float) -> list[Tile]:
    """Boxes of at most ``capacity`` points each, halved across their longest side.

    Parameters
    ----------
    points
        ``(N, 3)``, all finite.
    capacity
        Points a tile may own.
    margin
        Width of the surroundings that each tile sees besides, in the points' units.
    """
    tiles: list[Tile] = []
    for own in split_into_boxes(points, capacity):
        box = points[own]
        low, high = box.min(axis=0), box.max(axis=0)
        near = ((points >= low - margin) & (points <= high + margin)).all(axis=1)
        tiles.append(Tile(own, np.flatnonzero(near)))
    return tiles


def split_into_boxes(points: Float64Array | Float32Array, capacity: int) -> list[IntArray]:
    """Indices of the points in each box: every point in one, at most ``capacity`` in each.

    More only where points are equal.
    """
    boxes: list[IntArray] = []
    waiting = [np.arange(len(points))]
    while waiting:
        own = waiting.pop()
        box = points[own]
        extent = box.max(axis=0) - box.min(axis=0)
        if len(own) <= capacity or not (extent > 0).any():
            boxes.append(own)
            continue
        order = np.argpartition(box[:, int(np.argmax(extent))], len(own) // 2)
        waiting += [own[order[: len(own) // 2]], own[order[len(own) // 2 :]]]
    return boxes


def cover_by_neighbourhoods(
    points: Float32Array, size: int, capacity: int, workers: int = -1
) -> IntArray:
    """Overlapping pieces of one size that together hold every point.

    Parameters
    ----------
    points
        ``(N, 3)``, no two equal.
    size
        Points in a piece: those nearest to its middle; all if there are fewer.
    capacity
        Points for each of which a piece is first laid; the smaller beside ``size``, the more
        the pieces overlap.
    workers
        Threads of the neighbour searches, -1 for all.

    Returns
    -------
    IntArray
        ``(T, size)`` indices, a piece's middle first.
    """
    if len(points) <= size:
        return np.arange(len(points))[None]
    tree = cKDTree(points)
    pieces: list[IntArray] = []
    covered = np.zeros(len(points), dtype=np.bool_)
    # What a first round of pieces leaves out at corners and on second walls gets its own.
    while not covered.all():
        waiting = np.flatnonzero(~covered)
        middles = [
            waiting[box[_most_central(points[waiting[box]])]]
            for box in split_into_boxes(points[waiting], capacity)
        ]
        pieces.append(exact_nearest(tree, points[middles], size, workers)[1])
        covered[pieces[-1]] = True
        covered[middles] = True  # among equal points a middle may miss itself
    return np.concatenate(pieces)


def _most_central(points: Float32Array) -> int:
    return int(((points - points.mean(axis=0)) ** 2).sum(axis=1).argmin())
