"""From deviation and missing material to evidence against a part, point by point.

Every scale's deviation is measured against what good parts differ there, the scan's own noise
and what its alignment leaves open; see :mod:`btp_core.designs.fusion` for what becomes of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array
from btp_core.designs.deviation import Deviation
from btp_core.designs.missing import Coverage
from btp_core.designs.reference import Reference

NOISE_SHARE = (1.0, 0.35, 0.17, 0.11)
"""How much of a single point's noise is left in each scale's mean."""
FLOOR_IN_SIZES = 4e-5
"""No tolerance is below this share of the part's diagonal: no scanner is better."""
RIM_IN_SPACINGS = 2.5
"""Scan points so near to missing material stand for it."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """What speaks against the working points of a scan, before any words.

    Attributes
    ----------
    ratios
        ``(W, S)`` deviation over tolerance at each scale, signed; 0 where the reference is silent.
    silent
        ``(W,)`` bool: where the reference says nothing.
    missing
        ``(W,)`` reach of the missing material beside a point, in reference spacings; 0 for none.
    """

    ratios: Float64Array
    silent: np.ndarray
    missing: Float64Array


def weigh_evidence(
    reference: Reference, deviation: Deviation, coverage: Coverage, noise: float
) -> Evidence:
    """Measure deviations in tolerances.

    Parameters
    ----------
    reference, deviation, coverage
        Of one aligned scan.
    noise
        Of the scan, standard deviation along the normal.
    """
    index = deviation.reference_index
    silent = index < 0
    tolerance = tolerances(reference, noise)[np.maximum(index, 0)]
    bias = reference.bias[np.maximum(index, 0)]
    ratios = (deviation.scales - bias) / tolerance
    ratios = np.where(silent[:, None] | np.isnan(ratios), 0.0, ratios)
    missing = np.zeros(len(index))
    if coverage.patches and not silent.all():
        for patch in coverage.patches:
            tree = cKDTree(reference.points[patch.reference_index])
            distance, _ = tree.query(
                np.where(silent[:, None], np.inf, deviation.feet)[~silent],
                distance_upper_bound=RIM_IN_SPACINGS * reference.spacing,
            )
            near = np.flatnonzero(~silent)[np.isfinite(distance)]
            missing[near] = np.maximum(missing[near], patch.reach / reference.spacing)
    return Evidence(ratios, silent, missing)


def tolerances(reference: Reference, noise: float) -> Float64Array:
    """``(R, S)`` standard deviations that a good part's deviation has at each place."""
    scan = noise * np.asarray(NOISE_SHARE)
    floor = FLOOR_IN_SIZES * reference.size
    return np.asarray(np.sqrt(reference.spread.astype(np.float64) ** 2 + scan**2 + floor**2))
