"""The metrics of one scan, of many scans pooled, and of objects, each from one sort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array
from btp_core.lab.evaluation.au_pro import ranked_au_pro
from btp_core.lab.evaluation.binary_metrics import auroc, average_precision, f1_max
from btp_core.lab.evaluation.ranking import Ranking


@dataclass(frozen=True)
class Metrics:
    """Named metrics, each in [0, 1] or NaN where not defined."""

    @property
    def values(self) -> tuple[float, ...]:
        """In the order of the fields."""
        return tuple(vars(self).values())

    @classmethod
    def mean(cls, items: Sequence[Self]) -> Self:
        """Field-wise mean, undefined values left out; NaN where nothing is left."""
        return cls(*(mean_or_nan(column) for column in cls.columns(items)))

    @classmethod
    def columns(cls, items: Sequence[Self]) -> list[list[float]]:
        """The values of each field."""
        return [[getattr(item, field.name) for item in items] for field in fields(cls)]


@dataclass(frozen=True)
class PointMetrics(Metrics):
    """Point-level metrics.

    Attributes
    ----------
    auroc, average_precision, f1_max
        P-AUROC, P-AP, and the best F1 over all thresholds.
    au_pro
        Area under the per-region overlap up to a false-positive rate of 0.3.
    """

    auroc: float
    average_precision: float
    au_pro: float
    f1_max: float


@dataclass(frozen=True)
class ObjectMetrics(Metrics):
    """Object-level metrics: O-AUROC, O-AP, best F1."""

    auroc: float
    average_precision: float
    f1_max: float


def point_metrics(
    scores: Float32Array | Float64Array, labels: BoolArray, weights: Float64Array
) -> PointMetrics:
    """All point-level metrics of one scan, or of several in a row.

    Parameters
    ----------
    scores
        ``(N,)``, higher is more defective.
    labels
        ``(N,)`` bool, True is defective.
    weights
        ``(N,)`` from :func:`~btp_core.lab.evaluation.au_pro.region_weights`.

    Raises
    ------
    DataError
        Scores are not finite, or the lengths differ.
    """
    ranking = Ranking(scores)
    return PointMetrics(
        auroc=auroc(ranking, labels),
        average_precision=average_precision(ranking, labels),
        au_pro=ranked_au_pro(ranking, weights),
        f1_max=f1_max(ranking, labels),
    )


def object_metrics(scores: Sequence[float], defective: Sequence[bool]) -> ObjectMetrics:
    """All object-level metrics; one score and one truth per scan."""
    ranking = Ranking(np.asarray(scores, dtype=np.float64))
    labels = np.asarray(defective, dtype=bool)
    return ObjectMetrics(
        auroc=auroc(ranking, labels),
        average_precision=average_precision(ranking, labels),
        f1_max=f1_max(ranking, labels),
    )


def mean_or_nan(values: Sequence[float]) -> float:
    """Mean of the values that are not NaN; NaN when there is none."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")
