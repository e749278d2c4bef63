"""Scores in falling order, with equal scores kept together.

Every metric here is a sum over thresholds. Sorting once and cutting only *between* different
scores makes all of them exact, ties included, at the cost of one sort.
"""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray
from btp_core.base.errors import DataError


class Ranking:
    """The order of ``(N,)`` scores and the ends of its ties.

    Raises
    ------
    DataError
        The scores are not one-dimensional or not all finite.
    """

    def __init__(self, scores: Float32Array | Float64Array) -> None:
        if scores.ndim != 1:
            raise DataError(f"Scores must be one value a point, not of shape {scores.shape}.")
        if not np.isfinite(scores).all():
            raise DataError(
                "Some scores are not finite numbers.",
                next_step="Check the model: a diverged training gives such scores.",
            )
        self._order = np.argsort(scores)[::-1]
        falling = scores[self._order]
        ends = np.flatnonzero(falling[1:] != falling[:-1])
        self._ends: IntArray = np.append(ends, len(scores) - 1) if len(scores) else ends

    @classmethod
    def of(cls, scores: Scores) -> Ranking:
        """The ranking of scores, which may be one already."""
        return scores if isinstance(scores, Ranking) else cls(scores)

    @property
    def n_selected(self) -> IntArray:
        """``(K,)`` how many scores are at or above each threshold."""
        return self._ends + 1

    def cumulate(self, weights: BoolArray | Float64Array) -> Float64Array:
        """``(K,)`` sum of ``(N,)`` weights over the scores at or above each threshold."""
        if weights.shape != self._order.shape:
            raise DataError(
                f"{len(self._order)} scores do not fit truth of shape {weights.shape}.",
                next_step="Scores must be in the order of the scan's points.",
            )
        sums: Float64Array = np.cumsum(weights[self._order], dtype=np.float64)[self._ends]
        return sums


Scores = Ranking | Float32Array | Float64Array
"""``(N,)``, higher is more defective; ranked already where several metrics are taken of them."""
