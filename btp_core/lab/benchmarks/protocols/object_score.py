"""From point scores to an object's score: the published rules, by name."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float32Array
from btp_core.lab.benchmarks.protocols.choices import ObjectScore
from btp_core.lab.evaluation.dataset import LabelledScan
from btp_core.lab.evaluation.evaluate import ScoreFunction

TOP_SHARE = 0.2


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
