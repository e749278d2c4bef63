"""From scores to a verdict: connected regions above the threshold, their size, depth and type."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.base.decision import DEFAULT_THRESHOLD
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken
from btp_core.inspection.design_regions import largest_deviation, missing_regions
from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.inspection.reason import verdict_reason
from btp_core.inspection.results import Region, ScoreField, Verdict

LINK_IN_SPACINGS = 2.0
"""Working points closer than this belong to one region."""
MIN_WORKING_POINTS = 3
"""Smaller groups are noise, not regions."""
RING_IN_SPACINGS = 6.0
"""Width of the surroundings that the depth is measured against."""
MAX_REGIONS = 200
MIN_RING_POINTS = 12

ROUNDING = 1e-12  # of a coordinate: lengths below are none


def judge(
    field: ScoreField,
    threshold: float | None = None,
    cancel: CancelToken | None = None,
    limits: Limits = NO_LIMITS,
) -> Verdict:
    """Find the regions at or above ``threshold`` and decide.

    A part fails when its object score reaches the threshold, unless every place is within the
    limits. "Not checked" is said when no
    point could be inspected, the scan has no object score, or it does not lie on its design.

    Parameters
    ----------
    field
        Scores of one scan.
    threshold
        In [0, 1]; unless given, that of the design, or one half without a design.
    cancel
        Checked between regions.
    limits
        How large a place may be on a part that passes.

    Raises
    ------
    ValueError
        The threshold is outside [0, 1].
    CancelledError
        If cancelled.
    """
    if threshold is None:
        threshold = DEFAULT_THRESHOLD if field.design is None else field.design.threshold
    if not 0.0 <= threshold <= 1.0:
        raise ValueError(f"threshold must lie in [0, 1], not {threshold}")
    field = field.shown
    encoded = field.encoded
    if field.refusal is not None:
        return Verdict("not checked", threshold, field.object_score, (), field.refusal.message)
    if not encoded.valid.any() or not np.isfinite(field.object_score):
        nothing = Message("No point was inspected.")
        return Verdict("not checked", threshold, field.object_score, (), nothing)
    regions = (*_regions(field, threshold, cancel or CancelToken()), *missing_regions(field))
    reached = field.object_score >= threshold
    # Without a place the part as a whole speaks against itself.
    failed = reached and (not regions or any(map(limits.exceeded_by, regions)))
    units = "" if field.design is None else field.design.units
    reason = verdict_reason(
        field.object_score, threshold, regions, units, within_limits=reached and not failed
    )
    return Verdict("fail" if failed else "pass", threshold, field.object_score, regions, reason)


def _regions(field: ScoreField, threshold: float, cancel: CancelToken) -> tuple[Region, ...]:
    encoded = field.encoded
    working = encoded.working_index
    hot = np.flatnonzero(field.point_scores[working] >= threshold)
    if len(hot) < MIN_WORKING_POINTS:
        return ()
    points = encoded.scan.points[working]
    points = points - points.mean(axis=0)
    pairs = cKDTree(points[hot]).query_pairs(
        LINK_IN_SPACINGS * encoded.spacing, output_type="ndarray"
    )
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(hot),) * 2)
    count, member = connected_components(graph, directed=False)
    sizes = np.bincount(member, minlength=count)
    label_of_working = np.full(len(working), -1, dtype=np.int64)
    label_of_working[hot] = np.where(sizes[member] >= MIN_WORKING_POINTS, member, -1)

    # A point of the file belongs to the region of its nearest working point.
    valid_index = np.flatnonzero(encoded.valid)
    label = label_of_working[encoded.lift_index[:, 0]]
    inside = (label >= 0) & (field.point_scores[valid_index] >= threshold)
    found = []
    order = np.argsort(label[inside], kind="stable")
    members = valid_index[inside][order]
    labels, starts = np.unique(label[inside][order], return_index=True)
    largest = np.argsort(-sizes[labels], kind="stable")[:MAX_REGIONS]
    groups = np.split(members, starts[1:])
    for position in largest:
        cancel.raise_if_cancelled()
        own = np.flatnonzero(label_of_working == labels[position])
        found.append(_region(field, groups[position], own, points))
    found.sort(key=lambda region: -region.max_score * np.sqrt(region.area))
    return tuple(found)


def _region(field: ScoreField, group: IntArray, own: IntArray, points: Float64Array) -> Region:
    encoded = field.encoded
    coordinates = encoded.scan.points[group]
    centre = coordinates.mean(axis=0)
    scores = field.point_scores[group]
    likely = None
    if field.type_scores is not None:
        weights = scores.astype(np.float64)
        means = (field.type_scores[group].astype(np.float64) * weights[:, None]).sum(axis=0)
        likely = field.type_names[int(means.argmax())]
    return Region(
        point_indices=group,
        centroid=(float(centre[0]), float(centre[1]), float(centre[2])),
        extent=_extent(coordinates),
        # Each working point stands for one cell of the evenly thinned surface.
        area=float(len(own) * encoded.spacing**2),
        depth=_depth(points, own, encoded.spacing),
        max_score=float(scores.max()),
        mean_score=float(scores.mean()),
        likely_type=likely,
        deviation=None if field.alignment is None else largest_deviation(field.alignment, group),
    )


def _extent(points: Float64Array) -> tuple[float, float, float]:
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    spans = np.sort(np.ptp(centred @ axes, axis=0))[::-1]
    # Three points lie in a plane: what is left of the third side is rounding, not a length.
    spans[spans < ROUNDING * np.abs(points).max()] = 0.0
    return float(spans[0]), float(spans[1]), float(spans[2])


def _depth(points: Float64Array, own: IntArray, spacing: float) -> float:
    """Largest distance of a region from a quadric fitted to the ring around it."""
    ring = _ring(points, own, RING_IN_SPACINGS * spacing)
    if len(ring) < MIN_RING_POINTS:
        return float("nan")
    centre = points[ring].mean(axis=0)
    around = points[ring] - centre
    _, axes = np.linalg.eigh(around.T @ around)
    scale = float(np.abs(around).max()) or 1.0
    u = around @ axes / scale
    inner = (points[own] - centre) @ axes / scale

    def basis(p: Float64Array) -> Float64Array:
        y, x = p[:, 1], p[:, 2]
        return np.stack([x * x, x * y, y * y, x, y, np.ones_like(x)], axis=1)

    fit, *_ = np.linalg.lstsq(basis(u), u[:, 0], rcond=None)
    return float(np.abs(inner[:, 0] - basis(inner) @ fit).max() * scale)


def _ring(points: Float64Array, own: IntArray, width: float) -> IntArray:
    """``(R,)`` points at most ``width`` away from a point of ``own``, which are not of it.

    Each point near the region is asked for its nearest point of the region. Asking the region's
    points for all their neighbours names the same ones a hundred times over: a gigabyte for a
    region of a few hundred thousand points.
    """
    low, high = points[own].min(axis=0) - width, points[own].max(axis=0) + width
    around = ((points >= low) & (points <= high)).all(axis=1)
    around[own] = False
    candidates = np.flatnonzero(around)
    distance, _ = cKDTree(points[own]).query(
        points[candidates], distance_upper_bound=np.nextafter(width, np.inf)
    )
    return np.asarray(candidates[np.isfinite(distance)])
