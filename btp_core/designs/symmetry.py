"""Poses that map a surface on itself: all of them are tried when a scan is aligned."""

from __future__ import annotations

import numpy as np

from btp_core.geometry.registration.icp import refine
from btp_core.geometry.registration.poses import RigidPose, different_poses
from btp_core.geometry.registration.register import assess
from btp_core.geometry.registration.search import search
from btp_core.geometry.registration.source import RegistrationSource
from btp_core.geometry.registration.target import RegistrationTarget, fit_normals

MIN_FIT = 0.85
"""Share of the surface that a symmetric pose maps on itself; the rest may be lettering."""
POINTS = 1_000
GUESSES = 10
MOST = 8


def find_symmetries(target: RegistrationTarget, workers: int = 1) -> tuple[RigidPose, ...]:
    """Poses, the identity left out, that map most of the target on itself; best first."""
    points = target.coarse
    normals = fit_normals(target.points, target.tree, points, 8)
    guesses = search(target, points, normals, None, 0, GUESSES)
    source = RegistrationSource(
        target.points,
        target.normals,
        np.arange(len(target.points)),
        target.spacing,
        target.coarse_spacing,
        0.0,
        np.zeros((len(target.points), 1), dtype=np.int64),
    )
    source.__dict__["coarse_index"] = target.coarse_index
    some = target.points[np.random.default_rng(0).permutation(len(target.points))[:POINTS]]
    scales = np.geomspace(0.5 * target.coarse_spacing, 0.35 * target.spacing, 8)
    found = []
    for rotation, shift in zip(guesses.rotations, guesses.shifts, strict=True):
        pose = refine(target, some, RigidPose(rotation, shift), scales, workers)
        one = assess(target, source, pose, some, workers)
        if one.fit >= MIN_FIT:
            found.append((one.fit, pose))
    found.sort(key=lambda entry: -entry[0])
    poses = [RigidPose.identity(), *(pose for _, pose in found)]
    kept = different_poses(
        np.stack([pose.rotation for pose in poses]),
        np.stack([pose.shift for pose in poses]),
        target.middle,
        float(np.radians(8.0)),
        2.0 * target.coarse_spacing,
        MOST + 1,
    )
    return tuple(poses[i] for i in kept if i > 0)
