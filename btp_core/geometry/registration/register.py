"""Registration of a scan to a target: search, refinement, and how good the result is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array
from btp_core.geometry.registration.icp import refine
from btp_core.geometry.registration.poses import RigidPose, different_poses
from btp_core.geometry.registration.search import SAME_ANGLE, Guesses, search
from btp_core.geometry.registration.source import RegistrationSource
from btp_core.geometry.registration.target import RegistrationTarget

SEED = 14
GUESSES = 6
FINE_POINTS = 700
LAST_POINTS = 8_000
FIT_IN_SPACINGS = 0.35
FIT_IN_NOISE = 4.0
GOOD_FIT = 0.85
"""With so much of the scan on the target, and most of the target seen, pairs are not tried."""
GOOD_SEEN = 0.85
HOPELESS_FIT = 0.55
"""Another part: further draws would find nothing better."""
ATTEMPTS = 3
"""Draws of pairs before a poor fit is taken for what it is."""
SEEN_IN_SPACINGS = 2.0
NEARLY_AS_GOOD = 0.03
"""Other poses that fit so nearly as well are refined to the end before one is chosen."""


@dataclass(frozen=True, eq=False)
class Registration:
    """A scan's pose on a target, and how well it fits.

    Attributes
    ----------
    pose
        From the scan's frame to the target's.
    fit
        Share of the scan that lies on the target, within the noise, in [0, 1].
    residual
        Typical distance (1.48 times the median) of those points from the target's surface, in
        units of length.
    seen
        Share of the target that the scan shows, in [0, 1].
    margin
        How much more of the scan fits than under the next different pose; near zero for a
        symmetric part, whose poses are equivalent. NaN where there is no other.
    tolerance
        The distance up to which a point counts as lying on the target.
    noise
        Of the scan, standard deviation along the normal.
    """

    pose: RigidPose
    fit: float
    residual: float
    seen: float
    margin: float
    tolerance: float
    noise: float

    def moved(self, pose: RigidPose) -> Registration:
        """The same with the pose told for another frame of the scan."""
        return replace(self, pose=pose)


def register(
    target: RegistrationTarget,
    source: RegistrationSource,
    *,
    symmetries: Sequence[RigidPose] = (),
    start: RigidPose | None = None,
    attempts: int = ATTEMPTS,
    seed: int = SEED,
    workers: int = 1,
) -> Registration:
    """Find the pose under which most of the scan lies on the target.

    Parameters
    ----------
    target
        The reference surface.
    source
        The scan, thinned to the target's spacings.
    symmetries
        Poses that map the target on itself: all equivalent poses of the scan are tried, and the
        one that speaks least against it is taken.
    start
        A pose known to be right up to its last digits: only these are looked for.
    attempts
        Draws of pairs at most, while the fit is poor.
    seed
        Fixes what is drawn.
    workers
        Threads of neighbour searches; the result does not depend on them.
    """
    if start is not None:
        rough = assess(target, source, start, source.points[source.coarse_index], workers)
        return _last(target, source, rough, workers)
    coarse = source.coarse_index
    points, normals = source.points[coarse], source.normals[coarse]
    middle = points.mean(axis=0)
    guesses = search(target, points, normals, None, seed, GUESSES)
    found = _refined(target, source, guesses, symmetries, workers)
    for attempt in range(attempts):
        if found[0].fit >= (GOOD_FIT if found[0].seen >= GOOD_SEEN or attempt else 1.0):
            break
        if attempt > 1 and found[0].fit < HOPELESS_FIT:
            break
        more = search(
            target, points, normals, source.descriptors, seed + attempt, GUESSES * (1 + attempt)
        )
        found += _refined(target, source, more, symmetries, workers)
        found.sort(key=lambda one: (-one.fit, one.residual))
    kept = different_poses(
        np.stack([one.pose.rotation for one in found]),
        np.stack([one.pose.shift for one in found]),
        middle,
        SAME_ANGLE,
        2.0 * target.coarse_spacing,
        4,
    )
    finalists = [found[i] for i in kept if found[i].fit > found[0].fit - NEARLY_AS_GOOD]
    if found[0].fit < HOPELESS_FIT:
        finalists = finalists[:1]
    last = [_last(target, source, one, workers) for one in finalists]
    best = min(range(len(last)), key=lambda i: (-last[i].fit, last[i].residual))
    others = [last[i].fit for i in range(len(last)) if i != best]
    others += [found[i].fit for i in kept[len(finalists) :]]
    margin = last[best].fit - max(others) if others else float("nan")
    return replace(last[best], margin=float(margin))


def fit_tolerance(target: RegistrationTarget, source: RegistrationSource) -> float:
    """Distance up to which a point lies on the target: its noise, and what spacing hides."""
    return max(FIT_IN_NOISE * source.noise, FIT_IN_SPACINGS * target.spacing)


def assess(
    target: RegistrationTarget,
    source: RegistrationSource,
    pose: RigidPose,
    points: Float64Array,
    workers: int = 1,
) -> Registration:
    """Quality of a pose, judged by some ``(P, 3)`` of the scan's points."""
    tolerance = fit_tolerance(target, source)
    moved = pose.apply(points)
    reach = 2.0 * target.spacing + tolerance
    distance, index = target.tree.query(moved, workers=workers, distance_upper_bound=reach)
    met = np.isfinite(distance)
    index = np.where(met, index, 0)
    offset = moved - target.points[index]
    plane = np.abs(np.einsum("pi,pi->p", offset, target.normals[index]))
    on = met & (plane < tolerance)
    residual = 1.48 * float(np.median(plane[on])) if on.any() else float("nan")
    coarse = pose.apply(source.points[source.coarse_index])
    near = SEEN_IN_SPACINGS * target.coarse_spacing
    gap, _ = cKDTree(coarse).query(target.coarse, workers=workers, distance_upper_bound=near)
    seen = float(np.isfinite(gap).mean())
    return Registration(
        pose, float(on.mean()), residual, seen, float("nan"), tolerance, source.noise
    )


def _refined(
    target: RegistrationTarget,
    source: RegistrationSource,
    guesses: Guesses,
    symmetries: Sequence[RigidPose],
    workers: int,
) -> list[Registration]:
    """Guesses after ICP against the fine level, best first, with those equivalent to the best."""
    rng = np.random.default_rng(SEED)
    points = source.points[rng.permutation(len(source.points))[:FINE_POINTS]]
    h, tolerance = target.coarse_spacing, fit_tolerance(target, source)
    scales = np.geomspace(0.5 * h, max(tolerance, 1e-9), 6)
    scales = np.concatenate([scales, np.full(3, scales[-1])])
    found = []
    for rotation, shift in zip(guesses.rotations, guesses.shifts, strict=True):
        pose = refine(target, points, RigidPose(rotation, shift), scales, workers)
        found.append(assess(target, source, pose, points, workers))
    found.sort(key=lambda one: (-one.fit, one.residual))
    equivalent = [
        refine(target, points, turn.after(found[0].pose), scales[-5:], workers)
        for turn in symmetries
    ]
    found += [assess(target, source, pose, points, workers) for pose in equivalent]
    found.sort(key=lambda one: (-one.fit, one.residual))
    return found


def _last(
    target: RegistrationTarget, source: RegistrationSource, one: Registration, workers: int
) -> Registration:
    rng = np.random.default_rng(SEED + 1)
    points = source.points[rng.permutation(len(source.points))[:LAST_POINTS]]
    scales = one.tolerance * np.array([1.0, 0.8, 0.6, 0.5, 0.5, 0.5, 0.5])
    pose = refine(target, points, one.pose, scales, workers)
    return assess(target, source, pose, points, workers)
