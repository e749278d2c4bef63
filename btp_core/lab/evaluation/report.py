"""What an evaluation found: metrics by scan, on average, pooled, by type and by source."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from btp_core.lab.evaluation.metrics import ObjectMetrics, PointMetrics
from btp_core.lab.output import without_nan

MIN_SCANS_OF_TYPE = 3
"""A type with fewer single-type scans than this is too small to be called the worst."""


@dataclass(frozen=True)
class ScanResult:
    """The metrics of one scan.

    Attributes
    ----------
    name, kinds, source
        As in :class:`~btp_core.lab.evaluation.dataset.LabelledScan`.
    n_points, n_defective, n_regions
        Points, defective points, connected defect regions.
    object_score
        As given by the score function.
    share_over_half
        Share of the *normal* points with a score above 0.5; NaN without normal points.
    metrics
        Point-level metrics; all NaN on a good scan.
    seconds
        Spent in the score function.
    """

    name: str
    kinds: tuple[str, ...]
    source: str | None
    n_points: int
    n_defective: int
    n_regions: int
    object_score: float
    share_over_half: float
    metrics: PointMetrics
    seconds: float

    @property
    def defective(self) -> bool:
        """Whether any point of the scan is defective."""
        return self.n_defective > 0


@dataclass(frozen=True)
class GroupResult:
    """The metrics of a group of scans.

    Attributes
    ----------
    n_scans, n_defective
        How many scans, and how many of them defective.
    points
        Mean per defective scan.
    objects
        For a source: over its scans. For a defect type: its scans against all good ones.
    """

    n_scans: int
    n_defective: int
    points: PointMetrics
    objects: ObjectMetrics


@dataclass(frozen=True)
class Calm:
    """Share of the points of good scans with a score above 0.5.

    Attributes
    ----------
    n_scans
        Good scans.
    mean, worst
        Over the good scans; NaN without any.
    worst_scan
        Its name, or None.
    """

    n_scans: int
    mean: float
    worst: float
    worst_scan: str | None


@dataclass(frozen=True)
class EvaluationReport:
    """All metrics of one evaluation.

    Attributes
    ----------
    scans
        One result a scan, in the order evaluated.
    mean
        Point-level metrics, mean over the defective scans.
    pooled
        Point-level metrics over the points of all scans in one ranking, good scans included.
    objects
        Object-level metrics over all scans.
    by_type
        Scans with a single defect type, by its name.
    by_source
        All scans whose source is known, by its name.
    calm
        False alarms on good scans.
    """

    scans: tuple[ScanResult, ...]
    mean: PointMetrics
    pooled: PointMetrics
    objects: ObjectMetrics
    by_type: dict[str, GroupResult]
    by_source: dict[str, GroupResult]
    calm: Calm

    @property
    def worst_type(self) -> tuple[str, float] | None:
        """Name and mean P-AUROC of the worst type with three or more single-type scans."""
        known = [
            (group.points.auroc, name)
            for name, group in self.by_type.items()
            if group.n_scans >= MIN_SCANS_OF_TYPE and not math.isnan(group.points.auroc)
        ]
        if not known:
            return None
        value, name = min(known)
        return name, value

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; undefined metrics (NaN) become None."""
        content = asdict(self)
        worst = self.worst_type
        content["worst_type"] = None if worst is None else {"name": worst[0], "auroc": worst[1]}
        plain: dict[str, Any] = without_nan(content)
        return plain
