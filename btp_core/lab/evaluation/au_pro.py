"""AU-PRO: how well each defect is covered while few normal points are marked.

The per-region overlap (PRO) at a threshold is the mean, over the connected defect regions, of
the share of the region's points at or above it. AU-PRO is the area under PRO against the
false-positive rate of the normal points, up to a limit, divided by that limit (Bergmann et al.,
"The MVTec Anomaly Detection Dataset", IJCV 2021, section 5.2).

A region's point counts ``1 / (R * size of its region)``, so PRO at every threshold is one running
sum over the sorted scores. The curve therefore has a vertex at *every* distinct score, the
limit that thresholds by quantile approach; between two vertices lies exactly one tie, entered with
``score > t`` and left with ``score >= t``, both with their real false-positive rate. A constant
map is one straight line from (0, 0) to (1, 1): 0.15 at a limit of 0.3, which is chance.
"""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray
from btp_core.base.errors import DataError
from btp_core.lab.evaluation.ranking import Ranking
from btp_core.lab.evaluation.regions import defect_regions

FPR_LIMIT = 0.3


def au_pro(
    points: Float32Array | Float64Array,
    scores: Float32Array | Float64Array,
    labels: BoolArray,
    fpr_limit: float = FPR_LIMIT,
) -> float:
    """AU-PRO of one scan.

    Parameters
    ----------
    points
        ``(N, 3)``, for finding the regions
        (:func:`~btp_core.lab.evaluation.regions.defect_regions`).
    scores
        ``(N,)``, higher is more defective.
    labels
        ``(N,)`` bool, True is defective.
    fpr_limit
        Largest false-positive rate that counts, in (0, 1].

    Returns
    -------
    float
        In [0, 1], 1 for a perfect map; NaN without a defect or without normal points.

    Raises
    ------
    DataError
        Scores are not finite, lengths differ, or the limit is out of range.
    """
    labels = np.asarray(labels, dtype=bool)
    return ranked_au_pro(Ranking(scores), region_weights(defect_regions(points, labels)), fpr_limit)


def region_weights(regions: IntArray) -> Float64Array:
    """``(N,)``: one over the size of a point's region, 0 on normal points (region -1)."""
    weights = np.zeros(len(regions), dtype=np.float64)
    defective = regions >= 0
    sizes = np.bincount(regions[defective])
    weights[defective] = 1.0 / sizes[regions[defective]]
    return weights


def ranked_au_pro(ranking: Ranking, weights: Float64Array, fpr_limit: float = FPR_LIMIT) -> float:
    """AU-PRO of ranked scores with region weights, of one scan or of many in a row.

    Parameters
    ----------
    ranking
        Of ``(N,)`` scores.
    weights
        ``(N,)`` from :func:`region_weights`; over several scans, their concatenation.
    fpr_limit
        As for :func:`au_pro`.
    """
    if not 0.0 < fpr_limit <= 1.0:
        raise DataError(f"The limit of the false-positive rate is {fpr_limit}, not in (0, 1].")
    normal = weights == 0.0
    n_normal = np.count_nonzero(normal)
    if n_normal == 0 or n_normal == len(weights):
        return float("nan")
    false_positive_rate = np.append(0.0, ranking.cumulate(normal)) / n_normal
    overlap = np.append(0.0, ranking.cumulate(weights)) / weights.sum()
    inside = np.count_nonzero(false_positive_rate <= fpr_limit)
    rates, heights = false_positive_rate[:inside], overlap[:inside]
    if inside < len(false_positive_rate):
        # The segment that crosses the limit is cut there, by linear interpolation.
        left, right = false_positive_rate[inside - 1 : inside + 1]
        share = (fpr_limit - left) / (right - left)
        cut = overlap[inside - 1] + share * (overlap[inside] - overlap[inside - 1])
        rates, heights = np.append(rates, fpr_limit), np.append(heights, cut)
    # The sum of the weights rounds: a perfect map must not come out above 1.
    return min(1.0, float(np.trapezoid(heights, rates) / fpr_limit))
