"""Geometry and words together: log-odds of a defect at each point, and for the part.

Logistic regression on a few monotone features, fitted on auxiliary designs (see
:mod:`btp_core.lab.evaluation.design_fit`); with a model whose embeddings the design does not
hold, the deviation speaks alone, with weights of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from btp_core.base.arrays import BoolArray, Float64Array, IntArray
from btp_core.designs.evidence import Evidence
from btp_core.designs.weights import FittedWeights, Weights

GEOMETRY_FEATURES = (
    "single",
    "ten",
    "sixty",
    "hundred",
    "largest squared",
    "missing",
    "missing reach",
    "silent",
    "unexpected",
)
WORD_FEATURES = ("words", "words over good", "novelty", "words where silent")
TOP_COUNTS = (8, 30, 120)
"""Working points whose mean log-odds speak for the part: from the smallest defect to a wide one."""
NARROW_GAP = 3.0
"""Reach, in spacings, up to which a gap is as likely a sparse place of the scan."""
LOGIT_LIMIT = 7.0
BAND_RATIO = 4.0
"""Deviation over tolerance at which a band's limit is reached."""
MASKED = -LOGIT_LIMIT
SMOOTHING = 0.5


@dataclass(frozen=True, eq=False)
class ZeroShot:
    """What the words say at the working points of an alignment.

    Attributes
    ----------
    logit
        ``(W,)`` log-odds of a defect by the words alone.
    good
        ``(W,)`` the same of the good parts at the same place; NaN where they have none.
    novelty
        ``(W,)`` one minus the cosine between the embedding and that of the good parts there; NaN
        as above.
    """

    logit: Float64Array
    good: Float64Array
    novelty: Float64Array


@dataclass(frozen=True, eq=False)
class Fused:
    """Log-odds with a design.

    Attributes
    ----------
    points
        ``(W,)`` at the alignment's working points.
    whole
        Of the part.
    """

    points: Float64Array
    whole: float


def geometry_features(evidence: Evidence) -> Float64Array:
    """``(W, 9)``, see :data:`GEOMETRY_FEATURES`; each grows with what speaks against the part."""
    ratios = np.abs(evidence.ratios)
    logs = np.log1p(ratios)
    reach = np.maximum(evidence.missing - NARROW_GAP, 0.0)
    return np.concatenate(
        [
            logs,
            (logs.max(axis=1) ** 2)[:, None],
            (reach > 0.0).astype(np.float64)[:, None],
            np.log1p(reach)[:, None],
            evidence.silent.astype(np.float64)[:, None],
            evidence.unexpected[:, None],
        ],
        axis=1,
    )


def word_features(zero: ZeroShot, silent: BoolArray) -> Float64Array:
    """``(W, 4)``, see :data:`WORD_FEATURES`; 0 where the good parts say nothing."""
    logit = np.clip(zero.logit, -LOGIT_LIMIT, LOGIT_LIMIT)
    over = np.clip(zero.logit - zero.good, -LOGIT_LIMIT, LOGIT_LIMIT)
    known = ~np.isnan(over) & ~silent
    novelty = np.where(np.isnan(zero.novelty) | silent, 0.0, np.sqrt(np.maximum(zero.novelty, 0.0)))
    return np.stack(
        [logit, np.where(known, over, 0.0), novelty, np.where(known, 0.0, logit)], axis=1
    )


def fuse(
    evidence: Evidence,
    zero: ZeroShot | None,
    neighbours: IntArray,
    left_out: BoolArray,
    allowed: Float64Array,
    deviation: Float64Array,
    fitted: FittedWeights,
) -> Fused:
    """Log-odds of the working points and of the part.

    Parameters
    ----------
    evidence, zero
        What the comparison and the words say; ``zero`` None where words are of no use.
    neighbours
        ``(W, k)`` nearest working points, each itself first.
    left_out
        ``(W,)`` bool: points in a mask.
    allowed
        ``(W,)`` limits of tolerance bands; NaN outside of them.
    deviation
        ``(W, S)`` in units of length, for the bands.
    fitted
        The weights for the design's kind of reference.
    """
    features = geometry_features(evidence)
    banded = ~np.isnan(allowed)

    def judged(features: Float64Array, weights: Weights) -> Float64Array:
        points = point_log_odds(features, weights, neighbours)
        if banded.any():
            points[banded] = _in_bands(allowed[banded], deviation[banded])
        points[left_out] = MASKED
        return points

    geometry = points = judged(features, fitted.geometry)
    if zero is not None:
        words = word_features(zero, evidence.silent)
        points = judged(np.concatenate([features, words], axis=1), fitted.with_words)
    reach = np.where(left_out, 0.0, evidence.missing)
    # Both have their say about the part: words alone rank parts badly, see the lab's figures.
    parts = object_features(0.5 * (geometry + points), reach)
    return Fused(points, float(np.dot(parts, fitted.whole[0]) + fitted.whole[1]))


def point_log_odds(features: Float64Array, weights: Weights, neighbours: IntArray) -> Float64Array:
    """``(W,)`` weighted features ``(W, F)``, half of it from the nearest neighbours."""
    points = np.einsum("wf,f->w", features, np.asarray(weights[0])) + weights[1]
    points = (1.0 - SMOOTHING) * points + SMOOTHING * points[neighbours].mean(axis=1)
    return np.asarray(np.clip(points, -LOGIT_LIMIT, LOGIT_LIMIT))


def object_features(points: Float64Array, missing: Float64Array) -> Float64Array:
    """Mean log-odds of the highest points, see :data:`TOP_COUNTS`, and the widest gap: ``(4,)``."""
    ordered = np.sort(points)[::-1]
    tops = [ordered[:count].mean() if len(ordered) else MASKED for count in TOP_COUNTS]
    widest = max(float(missing.max(initial=0.0)) - NARROW_GAP, 0.0)
    return np.asarray([*tops, np.log1p(widest)])


def _in_bands(allowed: Float64Array, deviation: Float64Array) -> Float64Array:
    """Within a band its limit decides alone: even odds at the limit, steep on both sides."""
    # The mean over ten points: a single point's noise is no deviation of the part.
    share = np.abs(np.nan_to_num(deviation[:, 1])) / allowed
    return np.asarray(np.clip(BAND_RATIO * 4.0 * (share - 1.0), -LOGIT_LIMIT, LOGIT_LIMIT))
