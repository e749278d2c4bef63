"""Moving a connected piece of surface near a curve or a point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.lab.synth.defects.workpiece import DefectFailedError, Workpiece
from btp_core.lab.synth.nearest import nearest

_LABEL_FLOOR_MM = 0.02


@dataclass(frozen=True, eq=False)
class Region:
    """Vertices near a curve, on the curve's own side of the part.

    Attributes
    ----------
    vertices
        Shape (R,), indices.
    distance
        Shape (R,), mm to the nearest curve point.
    nearest
        Shape (R,), index of that curve point.
    normals
        Shape (R, 3), vertex normals.
    agreement
        Shape (R,), in [0, 1]: how far the vertex takes part, by its normal.
    """

    vertices: IntArray
    distance: Float64Array
    nearest: IntArray
    normals: Float64Array
    agreement: Float64Array


def region_near(
    work: Workpiece, curve: Float64Array, curve_normals: Float64Array, reach: float, fine: float
) -> Region:
    """Refine around ``curve`` (K, 3) and collect the connected vertices within ``reach`` mm.

    Opposite sides of thin walls are left out: their normals disagree, and they do not
    hang together with the curve's side within reach.

    Raises
    ------
    DefectFailedError
        No vertex is left.
    """
    work.refine(curve, reach, fine)
    low, high = curve.min(axis=0) - reach, curve.max(axis=0) + reach
    inside = ((work.vertices > low) & (work.vertices < high)).all(axis=1)
    near = np.flatnonzero(inside)
    distance, index = nearest(curve, work.vertices[near], reach)
    found = np.isfinite(distance)
    near, distance, index = near[found], distance[found], index[found]
    if len(near) == 0:
        raise DefectFailedError
    normals = work.vertex_normals(near)
    cosine = np.einsum("ij,ij->i", normals, curve_normals[index])
    t = np.clip((cosine + 0.35) / 0.3, 0.0, 1.0)
    agreement = t * t * (3.0 - 2.0 * t)
    keep = (agreement > 0) & _joined(work, near, distance, agreement > 0, 2.0 * fine)
    if not keep.any():
        raise DefectFailedError
    return Region(near[keep], distance[keep], index[keep], normals[keep], agreement[keep])


def _joined(
    work: Workpiece,
    near: IntArray,
    distance: Float64Array,
    usable: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    touch: float,
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Whether each near vertex hangs together with the curve through usable vertices."""
    slot = np.full(len(work.vertices), -1, dtype=np.int64)
    slot[near[usable]] = np.arange(int(usable.sum()))
    corners = slot[work.faces]
    corners = corners[(corners >= 0).sum(axis=1) >= 2]
    pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    pairs = pairs[(pairs >= 0).all(axis=1)]
    size = int(usable.sum())
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    count, component = connected_components(graph, directed=False)
    touching = np.zeros(count, dtype=np.bool_)
    touching[component[distance[usable] < touch]] = True
    joined = np.zeros(len(near), dtype=np.bool_)
    joined[usable] = touching[component]
    return joined


def move(
    work: Workpiece,
    region: Region,
    height: Float64Array,
    direction: Float64Array,
    kind: int,
    scale: float,
) -> int:
    """Shift the region's vertices and label those whose surface really left its place.

    Parameters
    ----------
    height
        Shape (R,), mm along ``direction``.
    direction
        Unit vectors, shape (3,) or (R, 3).
    kind
        Type id written to the vertices.
    scale
        Depth of the defect in mm; moves below 4 % of it are not labelled.

    Returns
    -------
    int
        How many vertices were labelled.
    """
    shift = (height * region.agreement)[:, None] * np.broadcast_to(
        direction, (len(region.vertices), 3)
    )
    work.vertices[region.vertices] += shift
    # Sliding within its own plane changes nothing that a scanner could see.
    lift = np.abs(np.einsum("ij,ij->i", shift, region.normals))
    marked = lift > max(0.04 * abs(scale), _LABEL_FLOOR_MM)
    work.types[region.vertices[marked]] = kind
    return int(marked.sum())
