"""Dense scans in pieces: each small enough to be looked at with all of its points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from btp_core.arrays import Float64Array, IntArray


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
    waiting = [np.arange(len(points))]
    while waiting:
        own = waiting.pop()
        box = points[own]
        low, high = box.min(axis=0), box.max(axis=0)
        if len(own) > capacity and (high > low).any():
            axis = int(np.argmax(high - low))
            order = np.argpartition(box[:, axis], len(own) // 2)
            waiting += [own[order[: len(own) // 2]], own[order[len(own) // 2 :]]]
            continue
        near = ((points >= low - margin) & (points <= high + margin)).all(axis=1)
        tiles.append(Tile(own, np.flatnonzero(near)))
    return tiles
