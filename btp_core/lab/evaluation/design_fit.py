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
from btp_core.designs.fitted import Weights
from btp_core.designs.fusion import (
    ZeroShot,
    geometry_features,
    object_features,
    point_log_odds,
    word_features,
)

NEGATIVE_WEIGHT = 20.0
"""Sound points of a scan weigh so many times what its defective ones do: there are far more."""
RIDGE = 1e-5
GOOD_BELOW = 0.95
"""Share of good auxiliary scans whose object score stays below one half."""


@dataclass(frozen=True, eq=False)
class FitSample:
    """One scan against its design.

    Attributes
    ----------
    evidence, zero
        What the comparison and the words say; ``zero`` None where no words were asked.
    neighbours
        ``(W, k)`` nearest working points, each itself first.
    defective
        ``(W,)`` truth of the working points.
    """

    evidence: Evidence
    zero: ZeroShot | None
    neighbours: IntArray
    defective: BoolArray


@dataclass(frozen=True)
class FittedWeights:
    """What :mod:`btp_core.designs.fitted` holds."""

    geometry: Weights
    with_words: Weights
    whole: Weights


def fit_weights(samples: Sequence[FitSample]) -> FittedWeights:
    """All weights; words are fitted on those samples that have them.

    Every sample with words counts twice, with the good parts' embeddings and without, since a
    design of a CAD model has none.
    """
    worded = [one for one in samples if one.zero is not None]
    geometry = _fit_points([(_features(one, None), one.defective) for one in samples])
    rows = [(_features(one, one.zero), one.defective) for one in worded]
    rows += [(_features(one, _without_good(one.zero)), one.defective) for one in worded]
    with_words = _fit_points(rows)
    return FittedWeights(geometry, with_words, _fit_object(samples, geometry, with_words))


def _features(sample: FitSample, zero: ZeroShot | None) -> Float64Array:
    features = geometry_features(sample.evidence)
    if zero is None:
        return features
    return np.concatenate([features, word_features(zero, sample.evidence.silent)], axis=1)


def _without_good(zero: ZeroShot | None) -> ZeroShot | None:
    if zero is None:
        return None
    nothing = np.full_like(zero.logit, np.nan)
    return ZeroShot(zero.logit, nothing, nothing)


def _fit_points(rows: Sequence[tuple[Float64Array, BoolArray]]) -> Weights:
    """Weights of the point features, each scan counting the same."""
    weights = []
    for _, bad in rows:
        share = np.where(bad, 1.0 / max(int(bad.sum()), 1), 0.0)
        weights.append(np.where(bad, share, NEGATIVE_WEIGHT / max(int((~bad).sum()), 1)))
    features = np.concatenate([values for values, _ in rows])
    return logistic(features, np.concatenate([bad for _, bad in rows]), np.concatenate(weights))


def _fit_object(samples: Sequence[FitSample], geometry: Weights, with_words: Weights) -> Weights:
    """Weights of the object features; good scans and defective ones count the same."""
    rows = []
    for one in samples:
        points = point_log_odds(_features(one, None), geometry, one.neighbours)
        if one.zero is not None:
            words = point_log_odds(_features(one, one.zero), with_words, one.neighbours)
            points = 0.5 * (points + words)
        rows.append(object_features(points, one.evidence.missing))
    features = np.stack(rows)
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
