"""AUROC, average precision and the best F1 of any scores against yes/no truth.

The same functions serve points and objects. Where a metric is not defined (only one class
present) the result is NaN, never a number that looks like a measurement. The definitions are
those of scikit-learn, whose tests they were compared with; own code because one sort then
serves all of them and AU-PRO.
"""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import BoolArray
from btp_core.lab.evaluation.ranking import Ranking, Scores


def auroc(scores: Scores, labels: BoolArray) -> float:
    """Area under the receiver operating characteristic.

    The chance that a defective item scores higher than a normal one, ties counted half.

    Parameters
    ----------
    scores
        Of ``N`` items.
    labels
        ``(N,)`` bool, True is defective.

    Returns
    -------
    float
        In [0, 1]; NaN unless both classes are present.

    Raises
    ------
    DataError
        Scores are not finite, or the lengths differ.
    """
    ranking, labels = Ranking.of(scores), np.asarray(labels, dtype=bool)
    true_positives = ranking.cumulate(labels)
    n_positive = np.count_nonzero(labels)
    n_negative = len(labels) - n_positive
    if n_positive == 0 or n_negative == 0:
        return float("nan")
    false_positives = ranking.n_selected - true_positives
    # A straight line across a tie is what counts it half.
    area = np.trapezoid(np.append(0.0, true_positives), np.append(0.0, false_positives))
    return float(area / (n_positive * n_negative))


def average_precision(scores: Scores, labels: BoolArray) -> float:
    """Sum of precision over the rises of recall, ``sum (R_k - R_{k-1}) P_k``.

    Parameters, errors as for :func:`auroc`; NaN when nothing is defective.
    """
    ranking, labels = Ranking.of(scores), np.asarray(labels, dtype=bool)
    true_positives = ranking.cumulate(labels)
    n_positive = np.count_nonzero(labels)
    if n_positive == 0:
        return float("nan")
    precision = true_positives / ranking.n_selected
    return float(np.sum(np.diff(true_positives, prepend=0.0) * precision) / n_positive)


def f1_max(scores: Scores, labels: BoolArray) -> float:
    """Best F1 of any threshold, ``max 2 TP / (2 TP + FP + FN)``.

    Parameters, errors as for :func:`auroc`; NaN when nothing is defective.
    """
    ranking, labels = Ranking.of(scores), np.asarray(labels, dtype=bool)
    true_positives = ranking.cumulate(labels)
    n_positive = np.count_nonzero(labels)
    if n_positive == 0:
        return float("nan")
    # 2 TP + FP + FN = number selected + number defective.
    return float(np.max(2.0 * true_positives / (ranking.n_selected + n_positive)))
