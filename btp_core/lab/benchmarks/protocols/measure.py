"""The metrics of a category: exact ones, or with the faults of the published evaluation.

The exact ones are for use. The other ones exist to be compared with published tables; what is
wrong with them is said in docs/benchmarks.md:

- a scan is measured at 2,048 farthest points only, and an object is good when no defective point is
  among them;
- AU-PRO takes all defective points of a scan as one region, its thresholds are evenly spaced in
  score, and ``score >= t`` alone credits ties, so that a constant map scores 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.geometry.thinning import farthest_points, thin_to
from btp_core.lab.benchmarks.protocols.category_metrics import CategoryMetrics
from btp_core.lab.benchmarks.protocols.choices import MetricsKind, ObjectScore
from btp_core.lab.evaluation.au_pro import FPR_LIMIT
from btp_core.lab.evaluation.binary_metrics import auroc, average_precision
from btp_core.lab.evaluation.dataset import LabelledScan, ScanEntry
from btp_core.lab.evaluation.evaluate import ScoreFunction, evaluate
from btp_core.lab.evaluation.metrics import mean_or_nan

PUBLISHED_POINTS = 2_048
THINNED_FIRST = 32_768
"""Farthest points of a huge cloud take a minute; among so many the choice is much the same."""
LINEAR_THRESHOLDS = 100
TOP_SHARE = 0.2
"""Of the points, whose mean is the object's score by the rule ``top20``."""


def measure_category(
    entries: Sequence[ScanEntry],
    score: ScoreFunction,
    metrics: MetricsKind = MetricsKind.EXACT,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> CategoryMetrics:
    """The metrics of one category.

    Raises
    ------
    InspectError
        A scan cannot be read or inspected, or a score is not finite.
    CancelledError
        Once ``cancel`` is set.
    """
    seen = _AsPublished()
    report = evaluate(
        entries,
        score,
        progress,
        cancel,
        observe=(
            None
            if metrics is MetricsKind.EXACT
            else lambda scan, scores, result: seen.add(
                scan.points, scan.labels, scores, result.object_score
            )
        ),
    )
    if metrics is MetricsKind.AS_PUBLISHED:
        return seen.metrics()
    return CategoryMetrics(
        o_auroc=report.objects.auroc,
        o_ap=report.objects.average_precision,
        p_auroc=report.pooled.auroc,
        p_ap=report.pooled.average_precision,
        au_pro=report.pooled.au_pro,
    )


class _AsPublished:
    """Scores and truth at the sampled points of each scan."""

    def __init__(self) -> None:
        self._scores: list[Float32Array] = []
        self._labels: list[BoolArray] = []
        self._objects: list[float] = []

    def add(
        self, points: Float32Array, labels: BoolArray, scores: Float32Array, whole: float
    ) -> None:
        thinned = thin_to(points, THINNED_FIRST)
        chosen = thinned[farthest_points(points[thinned], PUBLISHED_POINTS)]
        self._scores.append(scores[chosen])
        self._labels.append(labels[chosen])
        self._objects.append(whole)

    def metrics(self) -> CategoryMetrics:
        objects = np.asarray(self._objects, dtype=np.float64)
        defective = np.asarray([labels.any() for labels in self._labels], dtype=bool)
        scores, labels = np.concatenate(self._scores), np.concatenate(self._labels)
        pairs = zip(self._scores, self._labels, strict=True)
        return CategoryMetrics(
            o_auroc=auroc(objects, defective),
            o_ap=average_precision(objects, defective),
            p_auroc=auroc(scores, labels),
            p_ap=average_precision(scores, labels),
            au_pro=mean_or_nan([linear_au_pro(*pair) for pair in pairs]),
        )


def linear_au_pro(scores: Float32Array, labels: BoolArray) -> float:
    """AU-PRO of one scan with the published faults, for comparison only.

    Parameters
    ----------
    scores, labels
        ``(N,)``, higher is more defective.

    Returns
    -------
    float
        In [0, 1]; NaN unless both classes are present.
    """
    if labels.all() or not labels.any():
        return float("nan")
    thresholds = np.linspace(float(scores.max()), float(scores.min()), LINEAR_THRESHOLDS)
    false, found = (_share_from(scores[side], thresholds) for side in (~labels, labels))
    rates = np.linspace(0.0, FPR_LIMIT, LINEAR_THRESHOLDS)
    return float(np.interp(rates, false, found).mean())


def _share_from(scores: Float32Array, thresholds: Float64Array) -> Float64Array:
    """Share of the scores at or above each threshold."""
    rising = np.sort(scores.astype(np.float64))
    return 1.0 - np.searchsorted(rising, thresholds, side="left") / len(rising)


def object_score(point_scores: Float32Array, rule: ObjectScore) -> float:
    """The object's score by a rule that looks at ``(N,)`` point scores only."""
    if rule is ObjectScore.MAX:
        return float(point_scores.max())
    count = max(1, round(TOP_SHARE * len(point_scores)))
    return float(np.partition(point_scores, -count)[-count:].mean(dtype=np.float64))


def with_object_score(score: ScoreFunction, rule: ObjectScore) -> ScoreFunction:
    """The same score function with the object's score by ``rule``."""
    if rule is ObjectScore.MODEL:
        return score

    def ruled(scan: LabelledScan) -> tuple[Float32Array, float]:
        points, _ = score(scan)
        return points, object_score(points, rule)

    return ruled
