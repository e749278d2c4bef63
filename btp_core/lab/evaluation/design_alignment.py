"""Alignment on its own: known poses found, scans of other parts refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from btp_core.base.errors import AlignmentError
from btp_core.designs.alignment import Alignment
from btp_core.designs.design import Design
from btp_core.geometry.canonical import random_rotation
from btp_core.geometry.registration.poses import RigidPose
from btp_core.scans.scan import Scan

SAME_SHARE = 0.005
"""Two poses are one when no place of the part moves by more than this share of its size."""
WORSE = 1.25
"""A different pose is wrong unless the scan fits nearly as well under it: a symmetric part."""


@dataclass(frozen=True)
class PoseTrial:
    """One scan turned at random, aligned, and compared with its alignment as it was.

    Attributes
    ----------
    outcome
        ``"found"``, ``"equivalent"`` (another pose of a symmetric part), ``"wrong"``, or
        ``"refused"``.
    moved
        Largest distance between the places of the part under the two poses, over its size; NaN
        where refused.
    seconds
        Of the alignment.
    """

    outcome: str
    moved: float
    seconds: float


def try_pose(design: Design, scan: Scan, seed: int) -> PoseTrial:
    """Turn and shift a scan by a known pose, align it, and see whether the pose is found."""
    rng = np.random.default_rng(seed)
    known = RigidPose(random_rotation(rng), rng.uniform(-2.0, 2.0, 3) * design.reference.size)
    finite = np.where(np.isfinite(scan.points), scan.points, 0.0)
    turned = np.where(np.isfinite(scan.points), known.apply(finite), np.nan)
    try:
        before = design.align(scan)
        after = design.align(Scan(points=turned))
    except AlignmentError:
        return PoseTrial("refused", float("nan"), float("nan"))
    both = after.registration.pose.after(known)
    inside = before.to_scan(design.reference.target.coarse)
    gap = both.apply(inside) - before.to_design(inside)
    moved = float(np.sqrt((gap**2).sum(axis=1)).max() / design.reference.size)
    if moved < SAME_SHARE:
        return PoseTrial("found", moved, after.seconds)
    alike = _typical(after) <= WORSE * _typical(before)
    return PoseTrial("equivalent" if alike else "wrong", moved, after.seconds)


def refused_pairs(parts: Sequence[str], draws: int, seed: int) -> list[tuple[str, str]]:
    """Pairs of different parts: whose design, and whose scan; sorted, so that each is made once."""
    rng = np.random.default_rng(seed)
    pairs = [rng.choice(len(parts), 2, replace=False) for _ in range(draws)]
    return sorted((parts[int(one)], parts[int(other)]) for one, other in pairs)


def _typical(alignment: Alignment) -> float:
    return float(
        np.nanmean(np.minimum(np.abs(alignment.deviation), alignment.registration.tolerance))
    )
