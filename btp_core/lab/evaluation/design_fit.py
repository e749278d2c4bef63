"""The weights of tolerance and fusion, fitted on auxiliary designs; the way to get them again.

First how far good parts deviate, by likelihood; then logistic regression with weights that are
not below zero: more evidence never speaks for a part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize

from btp_core.base.arrays import BoolArray, Float64Array
from btp_core.designs.fusion import (
    WORD_FEATURES,
    ZeroShot,
    fuse,
    geometry_features,
    object_features,
    point_log_odds,
    word_features,
)
from btp_core.designs.weights import FittedWeights, ReferenceKind, Weights
from btp_core.lab.evaluation.binary_metrics import auroc
from btp_core.lab.evaluation.design_samples import FitSample

NEGATIVE_WEIGHT = 20.0
"""Sound points of a scan weigh so many times what its defective ones do: there are far more."""
RIDGE = 1e-5
GOOD_BELOW = 0.95
"""Share of good auxiliary scans whose object score stays below one half."""
POINTS_PER_SCAN = 3_000
DEGREES_OF_FREEDOM = 4.0
LOG_WEIGHTS = (-14.0, 3.0)
"""Bounds of the logarithms of the tolerance's weights."""


@dataclass(frozen=True)
class HeldOut:
    """How weights do on designs that they were not fitted on.

    Attributes
    ----------
    auroc
        Of the object scores, all designs pooled.
    good_failed, defective_failed
        Share of either with an object score of one half or more.
    """

    auroc: float
    good_failed: float
    defective_failed: float


def fit_weights(samples: Sequence[FitSample]) -> FittedWeights:
    """All weights for one kind of reference; words are fitted on those samples that have them.

    Every sample with words counts twice, with the good parts' embeddings and without, since a
    design of a CAD model has none.
    """
    spread, noise = fit_tolerance([one for one in samples if not one.defective.any()])
    samples = [with_tolerance(one, spread, noise) for one in samples]
    worded = [one for one in samples if one.zero is not None]
    geometry = _fit_points([(_features(one, None), one.defective) for one in samples])
    with_words = geometry[0] + (0.0,) * len(WORD_FEATURES), geometry[1]
    if worded:
        rows = [(_features(one, one.zero), one.defective) for one in worded]
        rows += [(_features(one, _without_good(one.zero)), one.defective) for one in worded]
        with_words = _fit_points(rows)
    whole = _fit_object(samples, geometry, with_words)
    return FittedWeights(spread, noise, geometry, with_words, whole)


def hold_out(samples: Sequence[FitSample], folds: int = 3) -> HeldOut:
    """Fit on some designs and score the others, in turns."""
    scores = np.zeros(len(samples))
    designs = sorted({one.design for one in samples})
    part = np.asarray([designs.index(one.design) % folds for one in samples])
    for fold in range(folds):
        fitted = fit_weights([one for one, own in zip(samples, part, strict=True) if own != fold])
        for number in np.flatnonzero(part == fold):
            scores[number] = object_log_odds(samples[int(number)], fitted)
    defective = np.asarray([bool(one.defective.any()) for one in samples])
    return HeldOut(
        auroc(scores, defective),
        float((scores[~defective] >= 0.0).mean()),
        float((scores[defective] >= 0.0).mean()),
    )


def object_log_odds(sample: FitSample, fitted: FittedWeights) -> float:
    """What a verdict with these weights says of a scan."""
    sample = with_tolerance(sample, fitted.spread, fitted.noise)
    count = len(sample.defective)
    fused = fuse(
        sample.evidence,
        sample.zero,
        sample.neighbours,
        np.zeros(count, dtype=np.bool_),
        np.full(count, np.nan),
        sample.offset.astype(np.float64),
        fitted,
    )
    return fused.whole


def fit_tolerance(
    good: Sequence[FitSample],
) -> tuple[tuple[tuple[float, ...], ...], tuple[float, ...]]:
    """Weights of the terms of the tolerance, and shares of the scan's noise, one row a scale.

    The likelihood of good scans' deviations under Student's t, whose tails bear with the few
    places that no term explains.
    """
    rows, noise = [], []
    for scale in range(good[0].offset.shape[1]):
        offsets, terms, rest = [], [], []
        rng = np.random.default_rng(0)
        for one in good:
            known = np.flatnonzero(~np.isnan(one.offset[:, scale]))
            known = rng.permutation(known)[:POINTS_PER_SCAN]
            offsets.append(one.offset[known, scale] / one.size)
            terms.append(one.terms[known, scale].astype(np.float64) / one.size**2)
            rest.append(np.full(len(known), one.rest[scale] / one.size**2))
        weights = _likeliest(np.concatenate(offsets), np.concatenate(terms), np.concatenate(rest))
        rows.append(tuple(float(weight) for weight in weights[:-1]))
        noise.append(float(np.sqrt(weights[-1])))
    return tuple(rows), tuple(noise)


def with_tolerance(
    sample: FitSample, spread: Sequence[Sequence[float]], noise: Sequence[float]
) -> FitSample:
    """The sample with its evidence weighed by these weights of the tolerance."""
    weights = np.concatenate([np.asarray(spread), np.square(noise)[:, None]], axis=1)
    variance = np.einsum("wst,st->ws", sample.terms.astype(np.float64), weights) + sample.rest
    ratios = np.nan_to_num(sample.offset / np.sqrt(variance))
    return replace(sample, evidence=replace(sample.evidence, ratios=ratios))


def _likeliest(offsets: Float64Array, terms: Float64Array, rest: Float64Array) -> Float64Array:
    """Weights ``(T,)`` above zero under which deviations of these variances are likeliest."""
    scale = 1.0 / np.median(np.abs(offsets)).clip(1e-12)
    offsets, terms, rest = offsets * scale, terms * scale**2, rest * scale**2
    freedom = DEGREES_OF_FREEDOM

    def loss(logs: Float64Array) -> tuple[float, Float64Array]:
        weights = np.exp(logs)
        variance = np.einsum("nt,t->n", terms, weights) + rest
        share = offsets**2 / variance / freedom
        value = 0.5 * np.log(variance) + 0.5 * (freedom + 1.0) * np.log1p(share)
        slope = 0.5 / variance - 0.5 * (freedom + 1.0) * share / variance / (1.0 + share)
        return float(value.mean()), np.einsum("nt,n->t", terms, slope) / len(slope) * weights

    start = np.full(terms.shape[1], np.log(0.02))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[LOG_WEIGHTS] * len(start))
    return np.exp(found.x)


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


def fitted_module(fitted: Mapping[ReferenceKind, FittedWeights], origin: str) -> str:
    """The text of :mod:`btp_core.designs.fitted` with these weights."""
    kinds = "".join(f'    "{kind}": {_source(one)},\n' for kind, one in fitted.items())
    return f'''"""Weights of tolerance and fusion, by ``python -m benchmarks.designs fit``.

Fitted on {origin}; never on scans that designs are
measured on.
"""

from __future__ import annotations

from btp_core.designs.weights import FittedWeights, ReferenceKind

FITTED: dict[ReferenceKind, FittedWeights] = {{
{kinds}}}
'''


def _source(weights: FittedWeights) -> str:
    def short(values: Any) -> Any:
        if isinstance(values, tuple):
            return tuple(short(value) for value in values)
        return float(f"{values:.5g}")

    fields = (f"{name}={short(value)!r}" for name, value in vars(weights).items())
    return f"FittedWeights({', '.join(fields)})"
