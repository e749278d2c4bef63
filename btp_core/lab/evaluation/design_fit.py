"""The weights of the fusion, fitted on auxiliary designs; the way to get them again.

Logistic regression with weights that are not below zero: more evidence never speaks for a part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from btp_core.base.arrays import BoolArray, Float64Array, IntArray
from btp_core.designs.evidence import Evidence
from btp_core.designs.fusion import (
    LOGIT_LIMIT,
    SMOOTHING,
    ZeroShot,
    geometry_features,
    object_features,
    word_features,
)

Weights = tuple[tuple[float, ...], float]

NEGATIVE_WEIGHT = 20.0
"""Sound points of a scan weigh so many times what its defective ones do: there are far more."""
RIDGE = 1e-3
GOOD_BELOW = 0.95
"""Share of good auxiliary scans whose object score stays below one half."""


@dataclass(frozen=True, eq=False)
class FitSample:
    """One scan against its design.

    Attributes
    ----------
    evidence, zero
        What the comparison and the words say; ``zero`` None to fit the geometry alone.
    neighbours
        ``(W, k)`` nearest working points, each itself first.
    defective
        ``(W,)`` truth of the working points.
    """

    evidence: Evidence
    zero: ZeroShot | None
    neighbours: IntArray
    defective: BoolArray

    def features(self) -> Float64Array:
        """``(W, F)`` as the fusion sees them."""
        features = geometry_features(self.evidence)
        if self.zero is None:
            return features
        words = word_features(self.zero, self.evidence.silent)
        return np.concatenate([features, words], axis=1)


def fit_points(samples: Sequence[FitSample]) -> Weights:
    """Weights of the point features, each scan counting the same."""
    features, labels, weights = [], [], []
    for sample in samples:
        values = sample.features()
        bad = sample.defective
        features.append(values)
        labels.append(bad)
        share = np.where(bad, 1.0 / max(int(bad.sum()), 1), 0.0)
        weights.append(np.where(bad, share, NEGATIVE_WEIGHT / max(int((~bad).sum()), 1)))
    return logistic(np.concatenate(features), np.concatenate(labels), np.concatenate(weights))


def point_log_odds(sample: FitSample, fitted: Weights) -> Float64Array:
    """``(W,)`` as :func:`btp_core.designs.fusion.fuse` makes them, without masks and bands."""
    points = np.einsum("wf,f->w", sample.features(), np.asarray(fitted[0])) + fitted[1]
    points = (1.0 - SMOOTHING) * points + SMOOTHING * points[sample.neighbours].mean(axis=1)
    return np.asarray(np.clip(points, -LOGIT_LIMIT, LOGIT_LIMIT))


def fit_object(samples: Sequence[FitSample], fitted: Weights) -> Weights:
    """Weights of the object features; good scans and defective ones count the same."""
    features = np.stack(
        [object_features(point_log_odds(one, fitted), one.evidence.missing) for one in samples]
    )
    defective = np.asarray([bool(one.defective.any()) for one in samples])
    share = np.where(defective, 1.0 / defective.sum(), 1.0 / (~defective).sum())
    weights, shift = logistic(features, defective, share)
    logits = features @ np.asarray(weights) + shift
    # A false alarm is dear: few good parts may reach one half.
    shift -= max(float(np.quantile(logits[~defective], GOOD_BELOW)), 0.0)
    return weights, shift


def logistic(features: Float64Array, labels: BoolArray, weights: Float64Array) -> Weights:
    """Weighted logistic regression with weights that are not below zero."""
    signs = np.where(labels, 1.0, -1.0)
    total = weights.sum()

    def loss(parameters: Float64Array) -> tuple[float, Float64Array]:
        margin = signs * (features @ parameters[:-1] + parameters[-1])
        value = (weights * np.logaddexp(0.0, -margin)).sum() / total
        slope = -weights * signs / (1.0 + np.exp(np.clip(margin, -50.0, 50.0))) / total
        gradient = np.concatenate([features.T @ slope, [slope.sum()]])
        gradient[:-1] += 2.0 * RIDGE * parameters[:-1]
        return float(value + RIDGE * (parameters[:-1] ** 2).sum()), gradient

    start = np.zeros(features.shape[1] + 1)
    bounds = [(0.0, None)] * features.shape[1] + [(None, None)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return tuple(float(value) for value in found.x[:-1]), float(found.x[-1])
