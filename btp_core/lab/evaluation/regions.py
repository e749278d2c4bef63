"""Connected regions of defective points."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray

REACH = 2.5
"""Points nearer than this many point spacings belong together."""

_SAMPLE = 2000


def point_spacing(points: Float32Array | Float64Array) -> float:
    """Median distance of a point to its nearest other point, in the points' units.

    Measured at up to 2,000 evenly picked points (the median moves by about a percent); points
    that coincide with another say nothing of the spacing and are left out.

    Parameters
    ----------
    points
        ``(N, 3)``, finite.

    Returns
    -------
    float
        0.0 when there are fewer than two different points.
    """
    spacing = _median_nearest(points)
    if spacing == 0.0 and len(points) > 1:
        spacing = _median_nearest(np.unique(points.astype(np.float64), axis=0))
    return spacing


def _median_nearest(points: Float32Array | Float64Array) -> float:
    if len(points) < 2:
        return 0.0
    sample = points[:: max(1, len(points) // _SAMPLE)]
    distances = np.asarray(cKDTree(points).query(sample, k=2)[0])
    nearest = distances[distances[:, 1] > 0.0, 1]
    return float(np.median(nearest)) if len(nearest) else 0.0


def defect_regions(points: Float32Array | Float64Array, labels: BoolArray) -> IntArray:
    """Number the connected regions of the defective points.

    Two defective points are neighbours when they lie within :data:`REACH` point spacings
    (:func:`point_spacing`) of each other; regions are the connected components.

    Parameters
    ----------
    points
        ``(N, 3)``, finite.
    labels
        ``(N,)`` bool, True is defective.

    Returns
    -------
    IntArray
        ``(N,)``: 0 .. R-1 on defective points, -1 on normal ones.
    """
    regions = np.full(len(points), -1, dtype=np.int64)
    defective = np.flatnonzero(labels)
    if len(defective) == 0:
        return regions
    radius = REACH * point_spacing(points)
    pairs = cKDTree(points[defective]).query_pairs(radius, output_type="ndarray")
    graph = coo_array(
        (np.ones(len(pairs), dtype=bool), (pairs[:, 0], pairs[:, 1])),
        shape=(len(defective), len(defective)),
    )
    regions[defective] = connected_components(graph, directed=False)[1]
    return regions
