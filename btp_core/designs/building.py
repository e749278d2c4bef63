"""Making a reference surface: good scans brought together, smoothed, their differences kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float32Array, Float64Array, UInt8Array
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.designs.deviation import SCALES, Deviation, measure_deviation
from btp_core.designs.fitted import FITTED
from btp_core.designs.quantize import NORMAL_STEP, length_step, rounded
from btp_core.designs.reference import Reference
from btp_core.designs.tolerance import good_differences, spread_of, spread_terms
from btp_core.designs.weights import ReferenceKind
from btp_core.geometry.neighbours import exact_nearest
from btp_core.geometry.registration.poses import RigidPose
from btp_core.geometry.registration.register import Registration, register
from btp_core.geometry.registration.source import prepare_source
from btp_core.geometry.registration.target import RegistrationTarget
from btp_core.geometry.sides import choose_sides, plane_fits
from btp_core.geometry.thinning import thin_to
from btp_core.geometry.visibility import face_outward, nearest_neighbours

REFERENCE_POINTS = 40_000
SHARE_OF_ONE = 0.8
"""Of a single scan's points, at most so many: each place needs others to be smoothed with."""
PER_SCAN = 150_000
"""Points of a good scan that the reference is made from; more do not make it better."""
SMOOTHING_NEIGHBOURS = 20
SIDE_IN_SPACINGS = 0.2
SIDE_IN_NOISE = 2.5
STILL_THE_SAME = 0.8
"""Cosine up to which a plane that is fitted anew is of the same side."""


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
    deviation
        From the surface that it is part of.
    """

    points: Float64Array
    registration: Registration
    fit: float
    deviation: Deviation


def build_reference(
    scans: Sequence[Float64Array],
    kind: ReferenceKind,
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
    kind
        What the scans are: which of the fitted weights hold.
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
    first = _surface(clouds[0], workers, SHARE_OF_ONE)
    spacing = first.spacing
    poses, fits = [RigidPose.identity()], [1.0]
    for number, cloud in enumerate(clouds[1:], start=1):
        step(number)
        source = prepare_source(cloud, spacing, first.coarse_spacing, workers)
        laid = register(first, source, workers=workers)
        poses.append(laid.pose)
        fits.append(laid.fit)
    merged = np.concatenate([p.apply(c) for p, c in zip(poses, clouds, strict=True)])
    target = _rounded(first if len(scans) == 1 else _surface(merged, workers))
    reference = _bare(target, len(scans), kind)
    parts = []
    for number, (scan, cloud) in enumerate(zip(scans, clouds, strict=True)):
        step(len(scans) + 1 + number)
        source = prepare_source(cloud, target.spacing, target.coarse_spacing, workers)
        found = register(target, source, start=poses[number], workers=workers)
        deviation = measure_deviation(reference, source, found.pose, cloud, workers)
        parts.append(GoodPart(scan, found, fits[number], deviation))
    bias, terms, support = good_terms(reference, parts)
    spread = spread_of(terms, FITTED[kind].spread)
    progress("aligning the good parts", 1.0)
    known = replace(
        reference,
        bias=_as_kept(bias, target.size),
        spread=_as_kept(spread, target.size),
        support=support,
    )
    return known, parts


def good_terms(
    reference: Reference, parts: Sequence[GoodPart]
) -> tuple[Float64Array, Float64Array, UInt8Array]:
    """Bias ``(R, S)``, terms of the spread ``(R, S, T)`` and support ``(R,)`` of good parts."""
    deviations = [part.deviation for part in parts]
    bias, mean_square, support = good_differences(reference, deviations)
    noise = float(np.sqrt(np.mean([part.registration.noise**2 for part in parts])))
    return bias, spread_terms(reference, mean_square, noise), support


def _some(count: int) -> np.ndarray:
    if count <= PER_SCAN:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).permutation(count)[:PER_SCAN])


def _surface(points: Float64Array, workers: int, share: float = 1.0) -> RegistrationTarget:
    """A cloud thinned evenly, moved onto smooth pieces through its neighbours, facing outward."""
    size = float(np.ptp(points, axis=0).max())
    wanted = min(REFERENCE_POINTS, int(share * len(points)))
    index = thin_to(((points - points.mean(axis=0)) / size).astype(np.float32), wanted)
    chosen = points[index]
    tree = cKDTree(chosen)
    distance, _ = exact_nearest(tree, chosen, 5, workers)
    spacing = max(float(np.median(distance[:, -1])) / 1.3, 1e-9 * size)
    near = nearest_neighbours(cKDTree(points), chosen, SMOOTHING_NEIGHBOURS, workers)
    offset = points[near] - chosen[:, None]
    weight = np.exp(-np.einsum("nki,nki->nk", offset, offset) / (2.0 * spacing**2))
    _, normals, variances = plane_fits(offset, weight)
    noise = float(np.sqrt(np.quantile(variances[:, 0], 0.25)))
    thickness = max(SIDE_IN_SPACINGS * spacing, SIDE_IN_NOISE * noise)
    neighbours = nearest_neighbours(tree, chosen, 12, workers)
    normals = choose_sides(offset, weight, normals, variances, neighbours, thickness)
    # Smoothing with the other side of a thin wall would move both into its middle.
    height = np.einsum("nki,ni->nk", offset, normals)
    mean, fitted, _ = plane_fits(offset, weight * np.exp(-0.5 * (height / thickness) ** 2))
    facing = np.einsum("ni,ni->n", fitted, normals)
    normals = np.where(np.abs(facing)[:, None] > STILL_THE_SAME, fitted, normals)
    smooth = chosen + np.einsum("ni,ni->n", mean, normals)[:, None] * normals
    normals, _ = face_outward(smooth, normals, spacing, neighbours)
    return RegistrationTarget(smooth, normals, spacing)


def _as_kept(lengths: Float64Array, size: float) -> Float32Array:
    return rounded(lengths, length_step(size)).astype(np.float32)


def _rounded(target: RegistrationTarget) -> RegistrationTarget:
    """The surface as a file keeps it, so that a saved design gives the same bits."""
    return RegistrationTarget(
        rounded(target.points, length_step(target.size)),
        rounded(target.normals, NORMAL_STEP),
        target.spacing,
    )


def _bare(target: RegistrationTarget, sources: int, kind: ReferenceKind) -> Reference:
    """A reference that knows no differences yet."""
    none = np.zeros((len(target.points), len(SCALES)), dtype=np.float32)
    support = np.zeros(len(target.points), dtype=np.uint8)
    reference = Reference(
        target.points, target.normals, target.spacing, none, none, support, sources, kind
    )
    reference.__dict__["target"] = target
    return reference
