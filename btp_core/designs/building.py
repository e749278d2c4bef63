"""Making a reference surface: good scans brought together, smoothed, their differences kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, UInt8Array
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.designs.deviation import SCALES, Deviation, measure_deviation
from btp_core.designs.reference import Reference
from btp_core.geometry.neighbours import exact_nearest
from btp_core.geometry.registration.poses import RigidPose
from btp_core.geometry.registration.register import Registration, register
from btp_core.geometry.registration.source import prepare_source
from btp_core.geometry.registration.target import RegistrationTarget
from btp_core.geometry.thinning import thin_to
from btp_core.geometry.visibility import face_outward, nearest_neighbours

REFERENCE_POINTS = 40_000
PER_SCAN = 150_000
"""Points of a good scan that the reference is made from; more do not make it better."""
SMOOTHING_NEIGHBOURS = 20
POOL_NEIGHBOURS = 24
"""Places whose differences are pooled: three scans alone say little about a spread."""
NEAR_IN_SPACINGS = 1.6
PRIOR_PARTS = 0.5
"""The shape's own spread counts as much as so many good parts."""
ROUGH_SHARE = 0.25
ROUGHEST_IN_SPACINGS = 1.5
FLAT_IN_SPACINGS = 0.03
SCALE_SHARE = (1.0, 0.6, 0.4, 0.3)
"""How much of it is left in the mean of each scale."""


@dataclass(frozen=True, eq=False)
class GoodPart:
    """A good scan on the reference.

    Attributes
    ----------
    points
        ``(N, 3)`` in its own frame.
    registration
        Its pose on the reference.
    fit
        Share of it that lies on the first scan alone, in [0, 1]: on a reference that it is part
        of, it would always lie.
    """

    points: Float64Array
    registration: Registration
    fit: float


def build_reference(
    scans: Sequence[Float64Array],
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
    workers: int = 1,
) -> tuple[Reference, list[GoodPart]]:
    """Bring good scans together in the frame of the first one.

    Parameters
    ----------
    scans
        One ``(N, 3)`` or more, finite, in the same units. The samples of a CAD surface are a scan
        like any other.
    progress, cancel
        Reported to and checked between the scans.
    workers
        Threads of neighbour searches; the result does not depend on them.

    Returns
    -------
    reference, parts
        The surface, and each scan with its pose on it (whether it fits is the caller's to judge).
    """
    cancel = cancel or CancelToken()
    steps = 2 * len(scans) + 2

    def step(done: int) -> None:
        cancel.raise_if_cancelled()
        progress("aligning the good parts", done / steps)

    step(0)
    clouds = [scan[_some(len(scan))] for scan in scans]
    first = _surface(clouds[0], workers)
    spacing = first.spacing
    poses, fits = [RigidPose.identity()], [1.0]
    for number, cloud in enumerate(clouds[1:], start=1):
        step(number)
        source = prepare_source(cloud, spacing, first.coarse_spacing, workers)
        laid = register(first, source, workers=workers)
        poses.append(laid.pose)
        fits.append(laid.fit)
    merged = np.concatenate([p.apply(c) for p, c in zip(poses, clouds, strict=True)])
    target = first if len(scans) == 1 else _surface(merged, workers)
    reference = _bare(target, len(scans))
    parts, deviations = [], []
    for number, (scan, cloud) in enumerate(zip(scans, clouds, strict=True)):
        step(len(scans) + 1 + number)
        source = prepare_source(cloud, target.spacing, target.coarse_spacing, workers)
        found = register(target, source, start=poses[number], workers=workers)
        parts.append(GoodPart(scan, found, fits[number]))
        deviations.append(measure_deviation(reference, source, found.pose, cloud, workers))
    bias, spread, support = good_differences(reference, deviations)
    progress("aligning the good parts", 1.0)
    return replace(reference, bias=bias, spread=spread, support=support), parts


def good_differences(
    reference: Reference,
    deviations: Sequence[Deviation],
) -> tuple[Float32Array, Float32Array, UInt8Array]:
    """Bias and spread ``(R, S)`` of good parts' deviations at each place, and support ``(R,)``.

    A place's spread is pooled over its surroundings, and never less than what the surface's
    shape there leaves open.
    """
    total = np.zeros((len(reference.points), len(SCALES)))
    square = np.zeros_like(total)
    support = np.zeros(len(reference.points), dtype=np.int64)
    for deviation in deviations:
        seen, values = at_reference(reference, deviation)
        support += seen
        total += np.where(seen[:, None], values, 0.0)
        square += np.where(seen[:, None], values**2, 0.0)
    near = nearest_neighbours(reference.tree, reference.points, POOL_NEIGHBOURS)
    facing = np.einsum("rki,ri->rk", reference.normals[near], reference.normals)
    # Only the same side and no place beyond an edge: edges differ more than faces do.
    weight = np.maximum(facing, 0.0) ** 4 * support[near]
    sum_ = np.maximum(weight.sum(axis=1), 1e-12)[:, None]
    count = np.maximum(support, 1)[:, None]
    bias = np.einsum("rk,rks->rs", weight, (total / count)[near]) / sum_
    mean_square = np.einsum("rk,rks->rs", weight, (square / count)[near]) / sum_
    # So few parts know their own mean too well.
    few = 1.0 + 1.0 / max(len(deviations), 1)
    strength = (sum_ / weight.shape[1]) * few
    prior = shape_spread(reference)
    # A place that few saw is judged by its shape, a place that many saw by what they showed.
    mean_square = (strength * mean_square * few + PRIOR_PARTS * prior**2) / (strength + PRIOR_PARTS)
    unseen = 1.0 + (len(deviations) - support)[:, None] / max(len(deviations), 1)
    spread = np.sqrt(mean_square) * unseen
    return (
        np.asarray(bias, dtype=np.float32),
        np.asarray(spread, dtype=np.float32),
        np.minimum(support, 255).astype(np.uint8),
    )


def shape_spread(reference: Reference) -> Float64Array:
    """How far points may deviate ``(R, S)`` by the surface's shape alone, in units of length.

    Beside edges and in fine detail, thinning and small errors of alignment show as deviation.
    """
    near = reference.neighbours
    offset = reference.points[near] - reference.points[:, None]
    height = np.abs(np.einsum("rki,ri->rk", offset, reference.normals)).max(axis=1)
    rough = np.minimum(height, ROUGHEST_IN_SPACINGS * reference.spacing)
    base = FLAT_IN_SPACINGS * reference.spacing
    return np.asarray(
        np.sqrt((ROUGH_SHARE * rough) ** 2 + base**2)[:, None] * np.asarray(SCALE_SHARE)
    )


def at_reference(reference: Reference, deviation: Deviation) -> tuple[BoolArray, Float64Array]:
    """Which places a scan saw, ``(R,)``, and its deviations there, ``(R, S)``."""
    known = np.flatnonzero(deviation.reference_index >= 0)
    if len(known) == 0:
        empty = np.zeros((len(reference.points), len(SCALES)))
        return np.zeros(len(reference.points), dtype=np.bool_), empty
    tree = cKDTree(deviation.feet[known])
    distance, index = tree.query(reference.points, 3)
    nearest = known[index]
    facing = np.einsum("rki,ri->rk", deviation.normals[nearest], reference.normals)
    good = (facing > 0.3) & (distance < NEAR_IN_SPACINGS * reference.spacing)
    first = good.argmax(axis=1)
    chosen = nearest[np.arange(len(first)), first]
    return np.asarray(good.any(axis=1), dtype=np.bool_), deviation.scales[chosen]


def _some(count: int) -> np.ndarray:
    if count <= PER_SCAN:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).permutation(count)[:PER_SCAN])


def _surface(points: Float64Array, workers: int) -> RegistrationTarget:
    """A cloud thinned evenly, moved onto smooth pieces through its neighbours, facing outward."""
    size = float(np.ptp(points, axis=0).max())
    index = thin_to(((points - points.mean(axis=0)) / size).astype(np.float32), REFERENCE_POINTS)
    chosen = points[index]
    tree = cKDTree(chosen)
    distance, _ = exact_nearest(tree, chosen, 5, workers)
    spacing = max(float(np.median(distance[:, -1])) / 1.3, 1e-9 * size)
    near = nearest_neighbours(cKDTree(points), chosen, SMOOTHING_NEIGHBOURS, workers)
    offset = points[near] - chosen[:, None]
    weight = np.exp(-np.einsum("nki,nki->nk", offset, offset) / (2.0 * spacing**2))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = np.einsum("nk,nki->ni", weight, offset)
    centred = offset - mean[:, None]
    covariance = np.einsum("nk,nki,nkj->nij", weight, centred, centred)
    scale = np.maximum(np.trace(covariance, axis1=1, axis2=2), 1e-300)
    _, vectors = np.linalg.eigh(covariance / scale[:, None, None])
    normals = np.ascontiguousarray(vectors[:, :, 0])
    smooth = chosen + np.einsum("ni,ni->n", mean, normals)[:, None] * normals
    neighbours = nearest_neighbours(tree, chosen, 12, workers)
    normals, _ = face_outward(smooth, normals, spacing, neighbours)
    return RegistrationTarget(smooth, normals, spacing)


def _bare(target: RegistrationTarget, sources: int) -> Reference:
    """A reference that knows no differences yet."""
    none = np.zeros((len(target.points), len(SCALES)), dtype=np.float32)
    support = np.zeros(len(target.points), dtype=np.uint8)
    reference = Reference(
        target.points, target.normals, target.spacing, none, none, support, sources
    )
    reference.__dict__["target"] = target
    return reference
