"""From deviation and missing material to evidence against a part, point by point.

Every scale's deviation is measured against what good parts differ there, the scan's own noise
and what its alignment leaves open; see :mod:`btp_core.designs.fusion` for what becomes of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float64Array
from btp_core.designs.deviation import Deviation
from btp_core.designs.fitted import FITTED
from btp_core.designs.missing import Coverage
from btp_core.designs.reference import Reference
from btp_core.geometry.neighbours import exact_nearest

FLOOR_IN_SIZES = 4e-5
"""No tolerance is below this share of the part's diagonal: no scanner is better."""
NEAR_IN_SPACINGS = 2.0
NO_RIM = 0.2
"""Nearness to an open rim below which a place is well inside what the good parts showed."""
RIM_IN_SPACINGS = 1.8
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
    unexpected
        ``(W,)`` in [0, 1]: how near to well-known reference a silent point lies; 0 for others. A
        wall of a hole, where there should be none, begins at the surface.
    missing
        ``(W,)`` reach of the missing material beside a point, in reference spacings; 0 for none.
    """

    ratios: Float64Array
    silent: BoolArray
    unexpected: Float64Array
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
    offset = deviation.scales - bias
    ratios = offset / np.sqrt(tolerance**2 + own_spread(offset[~silent]) ** 2)
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
    return Evidence(ratios, silent, _unexpected(reference, deviation, silent), missing)


def own_spread(offset: Float64Array) -> Float64Array:
    """``(S,)`` spread of a scan's deviations ``(K, S)`` as a whole, whatever a defect adds.

    What alignment leaves open, and a scanner's slow errors, are in all of the scan.
    """
    known = ~np.isnan(offset).any(axis=1)
    if not known.any():
        return np.zeros(offset.shape[1])
    return np.asarray(1.4826 * np.median(np.abs(offset[known]), axis=0))


def _unexpected(reference: Reference, deviation: Deviation, silent: BoolArray) -> Float64Array:
    nearness = np.zeros(len(silent))
    trusted = reference.support >= reference.sources
    trusted &= reference.rim_nearness < NO_RIM
    inner = np.flatnonzero(trusted[reference.neighbours].all(axis=1))
    places = np.flatnonzero(silent)
    if len(inner) and len(places):
        distance, _ = exact_nearest(cKDTree(reference.points[inner]), deviation.places[places], 1)
        nearness[places] = np.exp(-distance[:, 0] / (NEAR_IN_SPACINGS * reference.spacing))
    return nearness


def tolerances(reference: Reference, noise: float) -> Float64Array:
    """``(R, S)`` standard deviations that a good part's deviation has at each place."""
    scan = noise * np.asarray(FITTED[reference.kind].noise)
    spread = reference.spread.astype(np.float64)
    return np.asarray(np.sqrt(spread**2 + scan**2 + floor_of(reference) ** 2))


def floor_of(reference: Reference) -> float:
    """The least tolerance on a part of this size."""
    return FLOOR_IN_SIZES * reference.size
