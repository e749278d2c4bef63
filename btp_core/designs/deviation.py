"""Signed deviation of a scan from a reference surface, for every point and as wider means.

A point's deviation is its height over the planes of the nearest reference points that face the
same way. Facing matters: the inner wall of a thin part is no dent of the outer one. Where the
reference lies more sideways than away, it was never seen or ends there, and says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float64Array, IntArray
from btp_core.designs.reference import Reference
from btp_core.geometry.neighbours import exact_nearest
from btp_core.geometry.registration.poses import RigidPose
from btp_core.geometry.registration.source import RegistrationSource

CANDIDATES = 8
WIDE_CANDIDATES = 40
PLANES = 3
FACING_COSINE = 0.35
SIDEWAYS_IN_SPACINGS = 1.6
SIDEWAYS_SHARE = 0.25
RIM_SHARE = 0.5
"""So much less far does the reference speak beside an open rim."""
LAYERS_IN_SPACINGS = 1.0
LAYER_REACH_IN_SPACINGS = 0.6
LAYER_STEPS = 4
LAYER_SHARE = 0.4
"""Share of its neighbours on a second surface that puts a far point there, too."""
STEEPEST_JOINT = 0.8
JOINT_IN_SPACINGS = 2.5
AT_RIM = 0.2
LEAST_JOINT = 1.0
"""Points of a patch that touch sound surface, over the root of all its points: a disk has 3.5."""
SIGN_STEPS = 20
LIES_IN_SPACINGS = 0.25
SCALES = (0, 1, 4, 9)
"""Smoothing steps of the scales: the point itself, and means over about 10, 60 and 120 points."""


@dataclass(frozen=True, eq=False)
class Deviation:
    """How far a scan lies from the reference, at its thinned (working) points and at all points.

    Attributes
    ----------
    points
        ``(N,)`` float64, signed, outward positive, in units of length, for all given points; NaN
        where the reference says nothing.
    scales
        ``(W, S)`` float64: means over growing neighbourhoods of the working points, see
        :data:`SCALES`; NaN as above.
    reference_index
        ``(W,)`` nearest facing reference point of each working point; -1 where there is none.
    feet
        ``(W, 3)``: the working points moved onto the reference; NaN where it says nothing.
    places
        ``(W, 3)``: the working points in the reference's frame.
    normals
        ``(W, 3)`` of the scan, turned as the reference's are.
    nearest_working
        ``(N,)`` nearest working point of every given point.
    """

    points: Float64Array
    scales: Float64Array
    reference_index: IntArray
    feet: Float64Array
    places: Float64Array
    normals: Float64Array
    nearest_working: IntArray


def measure_deviation(
    reference: Reference,
    source: RegistrationSource,
    pose: RigidPose,
    points: Float64Array,
    workers: int = 1,
) -> Deviation:
    """Compare an aligned scan with a reference.

    Parameters
    ----------
    reference
        The surface.
    source
        The scan, thinned: its working points.
    pose
        From the scan's frame to the reference's.
    points
        ``(N, 3)``: all points of the scan, finite.
    workers
        Threads of neighbour searches; the result does not depend on them.
    """
    working = pose.apply(source.points)
    normals = facing_normals(reference, source, working, pose.turn(source.normals), workers)
    planes, none = _facing_planes(reference, working, normals, workers)
    _, nearest = source.tree.query(points, workers=workers)
    nearest = np.asarray(nearest, dtype=np.int64)
    height = _heights(reference, pose.apply(points), planes[nearest])
    height[none[nearest]] = np.nan
    own = _heights(reference, working, planes)
    own[none] = np.nan
    # Every point has its say in the working points' means, so that a dense scan has less noise.
    known = ~np.isnan(height)
    total = np.bincount(nearest[known], height[known], minlength=len(working))
    count = np.bincount(nearest[known], minlength=len(working))
    mean = np.where(count > 0, total / np.maximum(count, 1), own)
    mean[none] = np.nan
    first = planes[:, 0]
    feet = working - own[:, None] * reference.normals[first]
    second = _second_layer(reference, feet, own, normals, source.neighbours, source.noise)
    second |= _detached(reference, source, working, normals, own, none, first)
    none |= second
    height[second[nearest]] = np.nan
    mean[second] = np.nan
    feet[second] = np.nan
    return Deviation(
        points=height,
        scales=smooth(mean, source.neighbours, normals),
        reference_index=np.where(none, -1, first),
        feet=feet,
        places=working,
        normals=normals,
        nearest_working=nearest,
    )


def facing_normals(
    reference: Reference,
    source: RegistrationSource,
    points: Float64Array,
    normals: Float64Array,
    workers: int = 1,
) -> Float64Array:
    """The scan's normals with the signs of the reference's.

    Points on the reference take its side; a dent's or a bulge's points take that of the surface
    around them, since the reference nearest to the bottom of a deep dent may be the inner wall.
    """
    distance, index = reference.tree.query(points, workers=workers)
    cosine = np.einsum("ni,ni->n", normals, reference.normals[index])
    offset = points - reference.points[index]
    plane = np.abs(np.einsum("ni,ni->n", offset, reference.normals[index]))
    on = (plane < 0.5 * reference.spacing + 3.0 * source.noise) & (np.abs(cosine) > 0.7)
    on &= distance < 1.5 * reference.spacing + 3.0 * source.noise
    sign = np.where(on, np.sign(cosine), 0.0)
    near = source.neighbours
    link = np.einsum("nki,ni->nk", normals[near], normals)
    for _ in range(SIGN_STEPS):
        open_ = np.flatnonzero(sign == 0.0)
        if len(open_) == 0:
            break
        vote = (link[open_] * sign[near[open_]]).sum(axis=1)
        sign[open_] = np.where(np.abs(vote) > 0.3, np.sign(vote), 0.0)
    sign = np.where(sign == 0.0, np.where(cosine < 0.0, -1.0, 1.0), sign)
    # On the surface its own normal is the better one: a scan's is of no side in a thin wall.
    lies = plane < LIES_IN_SPACINGS * reference.spacing + 2.0 * source.noise
    lies &= distance < reference.spacing + 2.0 * source.noise
    return np.where(lies[:, None], reference.normals[index], normals * sign[:, None])


def smooth(values: Float64Array, neighbours: IntArray, normals: Float64Array) -> Float64Array:
    """Means ``(W, S)`` over growing neighbourhoods of the same side; NaN stays NaN and spreads not.

    Repeated means over the nearest neighbours: as wide as single means over many, and far
    cheaper.
    """
    known = ~np.isnan(values)
    facing = np.einsum("nki,ni->nk", normals[neighbours], normals)
    weight = np.maximum(facing, 0.0) ** 2 * known[neighbours]
    total = np.maximum(weight.sum(axis=1), 1e-12)
    current = np.where(known, values, 0.0)
    columns = []
    done = 0
    for steps in SCALES:
        for _ in range(steps - done):
            current = (weight * current[neighbours]).sum(axis=1) / total
        done = steps
        columns.append(np.where(known, current, np.nan))
    return np.stack(columns, axis=1)


def _facing_planes(
    reference: Reference, points: Float64Array, normals: Float64Array, workers: int
) -> tuple[IntArray, BoolArray]:
    """Nearest facing reference points ``(W, PLANES)``, and where the reference says nothing."""
    planes = np.zeros((len(points), PLANES), dtype=np.int64)
    none: BoolArray = np.ones(len(points), dtype=np.bool_)
    waiting = np.arange(len(points))
    for k in (CANDIDATES, WIDE_CANDIDATES):
        distance, index = reference.tree.query(points[waiting], k, workers=workers)
        facing = np.einsum("nki,ni->nk", reference.normals[index], normals[waiting])
        rank = np.where(facing > FACING_COSINE, distance, np.inf)
        order = np.argsort(rank, axis=1, kind="stable")[:, :PLANES]
        ranked = np.take_along_axis(rank, order, axis=1)
        chosen = np.take_along_axis(np.asarray(index, dtype=np.int64), order, axis=1)
        # Fewer that face this way: the nearest stands in for the others.
        chosen = np.where(np.isfinite(ranked), chosen, chosen[:, :1])
        found = np.isfinite(ranked[:, 0])
        planes[waiting[found]] = chosen[found]
        none[waiting[found]] = False
        waiting = waiting[~found]
        if len(waiting) == 0:
            break
    offset = points - reference.points[planes[:, 0]]
    height = np.abs(np.einsum("ni,ni->n", offset, reference.normals[planes[:, 0]]))
    sideways = np.sqrt(np.maximum((offset**2).sum(axis=1) - height**2, 0.0))
    rim = reference.rim_nearness[planes[:, 0]]
    sparse = reference.local_spacing[planes[:, 0]] - reference.spacing
    # Where points are sparse the surface goes on between them; beyond an open rim it does not.
    reach = SIDEWAYS_IN_SPACINGS * (reference.spacing + (1.0 - rim) * sparse)
    reach *= 1.0 - RIM_SHARE * rim
    none |= sideways > reach + SIDEWAYS_SHARE * height
    return planes, none


def _second_layer(
    reference: Reference,
    feet: Float64Array,
    heights: Float64Array,
    normals: Float64Array,
    neighbours: IntArray,
    noise: float,
) -> BoolArray:
    """Points far off over a place whose own surface the scan shows as well, ``(W,)``.

    A dent or a bulge replaces the surface that it deviates from. Where the scan shows the
    reference's surface and another one besides, the other is of a place no good part showed.
    """
    second: BoolArray = np.zeros(len(feet), dtype=np.bool_)
    size = np.abs(heights)
    far = np.flatnonzero(size > LAYERS_IN_SPACINGS * reference.spacing + 6.0 * noise)
    on = np.flatnonzero(size < 0.5 * reference.spacing + 3.0 * noise)
    if len(far) == 0 or len(on) == 0:
        return second
    # The farther off, the surer that these are two surfaces and not the walls of one groove.
    extra = 0.3 * (size[far] / reference.spacing - LAYERS_IN_SPACINGS)
    reach = LAYER_REACH_IN_SPACINGS + np.clip(extra, 0.0, 0.9)
    distance, index = exact_nearest(cKDTree(feet[on]), feet[far], 1)
    met = distance[:, 0] < reach * reference.spacing
    facing = np.einsum("ni,ni->n", normals[far[met]], normals[on[index[met, 0]]])
    second[far[met]] = facing > FACING_COSINE
    for _ in range(LAYER_STEPS):
        among = second[neighbours[far]].mean(axis=1)
        second[far[among > LAYER_SHARE]] = True
    return second


def _detached(
    reference: Reference,
    source: RegistrationSource,
    points: Float64Array,
    normals: Float64Array,
    heights: Float64Array,
    none: BoolArray,
    places: IntArray,
) -> BoolArray:
    """Points far off that hang together with no surface on the reference, ``(W,)``.

    A dent, a burr or a broken edge goes over into the sound surface round it. What does not, or
    only where the reference has an open rim, is of an inner face that no good part showed.
    """
    size = np.where(none, np.inf, np.abs(heights))
    far = size > LAYERS_IN_SPACINGS * reference.spacing + 6.0 * source.noise
    rows = np.flatnonzero(far)
    detached: BoolArray = np.zeros(len(points), dtype=np.bool_)
    if len(rows) == 0:
        return detached
    near = source.neighbours[rows, 1:]
    offset = points[near] - points[rows][:, None]
    length = np.maximum(np.sqrt((offset**2).sum(axis=2)), 1e-300)
    along = np.abs(np.einsum("nki,ni->nk", offset, normals[rows])) / length
    facing = np.einsum("nki,ni->nk", normals[near], normals[rows])
    # Not through a thin wall: there the way to the next point is along the normal.
    joined = (facing > -FACING_COSINE) & ((along < STEEPEST_JOINT) | (facing < STEEPEST_JOINT))
    joined &= length < JOINT_IN_SPACINGS * source.spacing
    own = np.repeat(np.arange(len(rows)), near.shape[1]).reshape(near.shape)
    position = np.full(len(points), -1)
    position[rows] = np.arange(len(rows))
    inside = joined & far[near]
    graph = coo_matrix(
        (np.ones(int(inside.sum())), (own[inside], position[near[inside]])), shape=(len(rows),) * 2
    )
    count, member = connected_components(graph, directed=False)
    sound = ~far & (reference.rim_nearness[places] < AT_RIM)
    touching = (joined & sound[near]).any(axis=1)
    touches = np.bincount(member, touching, minlength=count)
    total = np.bincount(member, minlength=count)
    loose = touches < LEAST_JOINT * np.sqrt(total)
    detached[rows[loose[member]]] = True
    return detached


def _heights(reference: Reference, points: Float64Array, planes: IntArray) -> Float64Array:
    """Mean height ``(N,)`` over the planes of some reference points, nearer ones counting more."""
    total, weights = np.zeros(len(points)), np.zeros(len(points))
    for column in range(planes.shape[1]):
        index = planes[:, column]
        offset = points - reference.points[index]
        height = np.einsum("ni,ni->n", offset, reference.normals[index])
        sideways = np.maximum(np.einsum("ni,ni->n", offset, offset) - height**2, 0.0)
        weight = np.exp(-sideways / reference.spacing**2) + 1e-9
        total += weight * height
        weights += weight
    return total / weights
