"""Score labelled scans with any score function and sum up how well it did."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array
from btp_core.base.errors import DataError
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.lab.evaluation.au_pro import region_weights
from btp_core.lab.evaluation.dataset import LabelledScan, ScanEntry
from btp_core.lab.evaluation.metrics import (
    ObjectMetrics,
    PointMetrics,
    mean_or_nan,
    object_metrics,
    point_metrics,
)
from btp_core.lab.evaluation.report import Calm, EvaluationReport, GroupResult, ScanResult

ScoreFunction = Callable[[LabelledScan], tuple[Float32Array, float]]
"""Gives point scores ``(N,)`` in the order of the points, and the object's score.

It must use the scan's points only; the rest is truth.
"""

ScanObserver = Callable[[LabelledScan, Float32Array, ScanResult], None]
"""Called after each scan with its point scores, e.g. to keep pictures of the worst."""

CALM_THRESHOLD = 0.5


def evaluate(
    entries: Sequence[ScanEntry],
    score: ScoreFunction,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
    observe: ScanObserver | None = None,
) -> EvaluationReport:
    """Evaluate a score function on labelled scans.

    Parameters
    ----------
    entries
        From :func:`~btp_core.lab.evaluation.dataset.read_labelled_folder`, or loaded scans
        (then their defect regions are found only once, however often they are evaluated).
    score
        The score function.
    progress, cancel
        Reports and cancellation, between scans.
    observe
        Called after each scan.

    Returns
    -------
    EvaluationReport

    Raises
    ------
    DataError
        There are no scans, one cannot be read, or scores are missing or not finite.
    CancelledError
        Once ``cancel`` is set.
    """
    if not entries:
        raise DataError("There are no scans to evaluate.")
    results: list[ScanResult] = []
    pool = _Pool()
    for index, entry in enumerate(entries):
        if cancel is not None:
            cancel.raise_if_cancelled()
        progress(f"Evaluating {entry.name}", index / len(entries))
        scan = entry.load()
        started = time.perf_counter()
        point_scores, object_score = score(scan)
        seconds = time.perf_counter() - started
        result = _scan_result(scan, point_scores, object_score, seconds, pool)
        results.append(result)
        if observe is not None:
            observe(scan, point_scores, result)
    progress("Pooling all scans", 1.0)
    return summarise(results, pool.metrics())


@dataclass
class _Pool:
    """Scores and truth of all scans so far; nine bytes a point beside the scores."""

    scores: list[Float32Array] = field(default_factory=list)
    labels: list[BoolArray] = field(default_factory=list)
    weights: list[Float64Array] = field(default_factory=list)

    def metrics(self) -> PointMetrics:
        return point_metrics(
            np.concatenate(self.scores), np.concatenate(self.labels), np.concatenate(self.weights)
        )


def _scan_result(
    scan: LabelledScan,
    point_scores: Float32Array,
    object_score: float,
    seconds: float,
    pool: _Pool,
) -> ScanResult:
    if point_scores.shape != scan.labels.shape:
        raise DataError(
            f"{scan.name} has {len(scan.labels)} points but scores of shape {point_scores.shape}.",
            next_step="The score function must return one score a point, in the points' order.",
        )
    if not math.isfinite(object_score):
        raise DataError(f"The object score of {scan.name} is not a finite number.")
    weights = region_weights(scan.regions)
    try:
        metrics = point_metrics(point_scores, scan.labels, weights)
    except DataError as error:
        raise DataError(f"{scan.name}: {error.cause}", next_step=error.next_step) from error
    pool.scores.append(np.asarray(point_scores, dtype=np.float32))
    pool.labels.append(scan.labels)
    pool.weights.append(weights)
    normal = point_scores[~scan.labels]
    return ScanResult(
        name=scan.name,
        kinds=scan.kinds,
        source=scan.source,
        n_points=len(scan.labels),
        n_defective=int(np.count_nonzero(scan.labels)),
        n_regions=int(scan.regions.max(initial=-1)) + 1,
        object_score=float(object_score),
        share_over_half=float(np.mean(normal > CALM_THRESHOLD)) if len(normal) else float("nan"),
        metrics=metrics,
        seconds=seconds,
    )


def summarise(results: Sequence[ScanResult], pooled: PointMetrics) -> EvaluationReport:
    """Means, groups and object-level metrics from the results of the scans."""
    good = [result for result in results if not result.defective]
    single = [result for result in results if result.defective and len(result.kinds) == 1]
    types = sorted({result.kinds[0] for result in single})
    sources = sorted({r.source for r in results if r.source is not None})
    return EvaluationReport(
        scans=tuple(results),
        mean=_mean_points(results),
        pooled=pooled,
        objects=_objects(results),
        by_type={name: _group([r for r in single if r.kinds == (name,)], good) for name in types},
        by_source={name: _group([r for r in results if r.source == name], []) for name in sources},
        calm=_calm(good),
    )


def _group(members: Sequence[ScanResult], against: Sequence[ScanResult]) -> GroupResult:
    return GroupResult(
        n_scans=len(members),
        n_defective=sum(result.defective for result in members),
        points=_mean_points(members),
        objects=_objects([*members, *against]),
    )


def _mean_points(results: Sequence[ScanResult]) -> PointMetrics:
    return PointMetrics.mean([result.metrics for result in results if result.defective])


def _objects(results: Sequence[ScanResult]) -> ObjectMetrics:
    return object_metrics([r.object_score for r in results], [r.defective for r in results])


def _calm(good: Sequence[ScanResult]) -> Calm:
    worst = max(good, key=lambda result: result.share_over_half, default=None)
    return Calm(
        n_scans=len(good),
        mean=mean_or_nan([result.share_over_half for result in good]),
        worst=worst.share_over_half if worst else float("nan"),
        worst_scan=worst.name if worst else None,
    )
