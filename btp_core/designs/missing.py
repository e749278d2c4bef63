"""Missing material: reference that the scan should show and does not, enclosed by what it shows.

A place is *expected* when every good part saw it, and when it can be seen from a direction that
the scanner looked from. Where it looked from is read off the scan: a direction from which nearly
all that is visible was in fact scanned. So what lies in the shadow of something, or on the far
side, is "not scanned" and never a defect.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float64Array, IntArray
from btp_core.designs.deviation import Deviation
from btp_core.designs.reference import Reference
from btp_core.geometry.neighbours import exact_nearest

SEEN_IN_SPACINGS = 2.2
LOCAL_NEIGHBOURS = 8
SEEN_BY_DIRECTION = 0.97
"""Share of what a direction shows that must have been scanned, for it to count."""
GROWN_IN_SPACINGS = 0.8
GROWTH_STEPS = 3
"""A patch is found by its middle, far from what was scanned, and grown back to its rim."""
ENCLOSED = 0.7
"""Share of a patch's rim that must be surface the scan shows."""
LARGEST_SHARE = 0.03
DIRECTIONS_AT_LEAST = 2
"""So many directions that count must show a place: cameras stand near, depth buffers far away."""
SMALLEST_POINTS = 5


@dataclass(frozen=True, eq=False)
class MissingPatch:
    """A patch of reference where the scan lacks material.

    Attributes
    ----------
    reference_index
        ``(K,)`` the reference's points in it.
    centroid
        In the design's frame.
    area
        Units of length squared.
    reach
        Largest distance of its points from scanned surface, in units of length.
    """

    reference_index: IntArray
    centroid: Float64Array
    area: float
    reach: float


@dataclass(frozen=True, eq=False)
class Coverage:
    """What of the reference a scan shows, what it lacks, and what was not scanned.

    Attributes
    ----------
    gap
        ``(R,)`` distance from each place to the nearest scanned surface, in units of length.
    seen, expected
        ``(R,)`` bool.
    not_scanned
        Share of the surface that the good parts show and the scanner did not look at.
    patches
        Missing material, largest first.
    """

    gap: Float64Array
    seen: BoolArray
    expected: BoolArray
    not_scanned: float
    patches: tuple[MissingPatch, ...]


def find_coverage(
    reference: Reference, deviation: Deviation, scan_spacing: float, workers: int = 1
) -> Coverage:
    """Compare what a scan shows with what it should show.

    Parameters
    ----------
    reference
        The surface.
    deviation
        Of the aligned scan.
    scan_spacing
        Distance between neighbouring working points of the scan.
    """
    known = deviation.reference_index >= 0
    count = len(reference.points)
    if not known.any():
        nothing: BoolArray = np.zeros(count, dtype=np.bool_)
        return Coverage(np.full(count, np.inf), nothing, nothing, 1.0, ())
    tree = cKDTree(deviation.feet[known])
    distance, nearest = tree.query(reference.points, workers=workers)
    gap = np.asarray(distance, dtype=np.float64)
    # Where a scan is sparse, wider gaps are no holes.
    around, _ = exact_nearest(tree, deviation.feet[known], LOCAL_NEIGHBOURS, workers)
    local = around[:, -1][nearest]
    seen = gap < np.maximum(SEEN_IN_SPACINGS * max(reference.spacing, scan_spacing), local)
    trusted = reference.support >= reference.sources
    visible = reference.visible
    shown = (visible & (seen & trusted)).sum(axis=1)
    stood = shown >= SEEN_BY_DIRECTION * np.maximum((visible & trusted).sum(axis=1), 1)
    expected = trusted & (visible[stood].sum(axis=0) >= DIRECTIONS_AT_LEAST)
    supported = reference.support > 0
    not_scanned = float((supported & ~seen & ~expected).sum() / max(int(supported.sum()), 1))
    patches = _patches(reference, gap, seen, expected)
    return Coverage(gap, seen, expected, not_scanned, patches)


def _patches(
    reference: Reference, gap: Float64Array, seen: BoolArray, expected: BoolArray
) -> tuple[MissingPatch, ...]:
    lacking = np.flatnonzero(expected & ~seen)
    if len(lacking) < SMALLEST_POINTS:
        return ()
    near = reference.neighbours
    position = np.full(len(seen), -1)
    position[lacking] = np.arange(len(lacking))
    own = np.repeat(np.arange(len(lacking)), near.shape[1])
    other = position[near[lacking]].reshape(-1)
    linked = other >= 0
    graph = coo_matrix(
        (np.ones(int(linked.sum())), (own[linked], other[linked])), shape=(len(lacking),) * 2
    )
    pieces, member = connected_components(graph, directed=False)
    found = []
    for piece in range(pieces):
        inside = lacking[member == piece]
        if not SMALLEST_POINTS <= len(inside) <= LARGEST_SHARE * len(seen):
            continue
        rim = np.setdiff1d(np.unique(near[inside]), inside)
        if len(rim) == 0 or float(seen[rim].mean()) < ENCLOSED:
            continue
        inside = _grown(near, gap > GROWN_IN_SPACINGS * reference.spacing, inside)
        found.append(
            MissingPatch(
                inside,
                np.asarray(reference.points[inside].mean(axis=0)),
                float(len(inside) * reference.spacing**2),
                float(gap[inside].max()),
            )
        )
    found.sort(key=lambda patch: -patch.area)
    return tuple(found)


def _grown(near: IntArray, lacking: BoolArray, inside: IntArray) -> IntArray:
    """A patch with those of its surroundings that lie beside what was scanned, not on it."""
    for _ in range(GROWTH_STEPS):
        around = np.unique(near[inside])
        inside = np.union1d(inside, around[lacking[around]])
    return inside
