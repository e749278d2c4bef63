"""What a design adds to the regions of a verdict: depths in units, and missing material."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.designs.alignment import Alignment, MissingRegion
from btp_core.inspection.results import Region, ScoreField

MEAN_OVER_TEN = 1
"""The scale of the deviation that the deepest place is found at."""
TIP_POINTS = 3
RIM_IN_SPACINGS = 2.5


def largest_deviation(alignment: Alignment, points: IntArray) -> float:
    """Signed deviation of the deepest or highest place of some points of the scan."""
    position = np.full(len(alignment.valid), -1, dtype=np.int64)
    position[alignment.valid] = alignment.nearest_working
    working = np.unique(position[points])
    working = working[working >= 0]
    means = alignment.measured.scales[working, MEAN_OVER_TEN]
    known = ~np.isnan(means)
    if not known.any():
        return float("nan")
    place = working[known][np.abs(means[known]).argmax()]
    sign = np.sign(alignment.measured.scales[place, MEAN_OVER_TEN])
    # A mean over ten points cuts the tip off; a single point would add its noise.
    near = sign * alignment.measured.scales[alignment.neighbours[place], 0]
    return float(sign * np.sort(near[~np.isnan(near)])[-TIP_POINTS:].mean())


def missing_regions(field: ScoreField) -> tuple[Region, ...]:
    """The missing material of an aligned scan, as regions of their own kind."""
    alignment = field.alignment
    if alignment is None:
        return ()
    kept = [alignment.missing[i] for i in field.missing]
    return tuple(_region(field, alignment, one) for one in kept)


def _region(field: ScoreField, alignment: Alignment, missing: MissingRegion) -> Region:
    around = _around(alignment, missing)
    points = alignment.working_index[around]
    scores = field.point_scores[points]
    return Region(
        point_indices=points,
        centroid=missing.centroid,
        extent=_extent(missing.outline.astype(np.float64)),
        area=missing.area,
        depth=float("nan"),
        max_score=float(np.nanmax(scores)) if len(scores) else float("nan"),
        mean_score=float(np.nanmean(scores)) if len(scores) else float("nan"),
        likely_type=None,
        deviation=float("nan"),
        missing=True,
    )


def _around(alignment: Alignment, missing: MissingRegion) -> IntArray:
    """Working points of the rim of missing material."""
    places = alignment.measured.places
    outline = alignment.to_design(missing.outline.astype(np.float64))
    reach = RIM_IN_SPACINGS * alignment.scan_spacing
    distance, _ = cKDTree(outline).query(places, distance_upper_bound=reach)
    return np.flatnonzero(np.isfinite(distance))


def _extent(points: Float64Array) -> tuple[float, float, float]:
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    spans = np.sort(np.ptp(centred @ axes, axis=0))[::-1]
    return float(spans[0]), float(spans[1]), float(spans[2])
