"""A threshold from good parts, with the share of false alarms that is to be expected."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

STEP = 0.001
"""The threshold lies at most so far above the good score that decides it."""


def threshold_from_good(scores: Sequence[float], false_alarms: float) -> tuple[float, float]:
    """The lowest threshold that few further good parts will reach.

    Split conformal prediction (Papadopoulos et al., ECML 2002; Vovk et al., 2005): of ``n + 1``
    exchangeable scores, the last is above the ``k``-th smallest of the others in
    ``(n + 1 - k) / (n + 1)`` of all cases. Nothing is assumed of their distribution.

    Parameters
    ----------
    scores
        Object scores of ``n >= 1`` good scans, in [0, 1].
    false_alarms
        Wanted share of good parts that fail. With fewer than ``1 / false_alarms - 1`` scans it
        cannot be promised; the highest score is taken then.

    Returns
    -------
    tuple of float
        The threshold, and the share that is to be expected.
    """
    ordered = np.sort(np.asarray(scores, dtype=np.float64))
    count = len(ordered)
    # Rounded, since (n + 1)(1 - share) is often a whole number but for the last bit.
    rank = min(math.ceil(round((count + 1) * (1.0 - false_alarms), 9)), count)
    threshold = (math.floor(ordered[max(rank, 1) - 1] / STEP) + 1) * STEP
    return min(round(threshold, 6), 1.0), 1.0 - max(rank, 1) / (count + 1)
