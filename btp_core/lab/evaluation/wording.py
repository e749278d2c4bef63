"""Do other words of the same meaning give the same map, and swapped words its opposite?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

from btp_core.base.arrays import Float32Array
from btp_core.lab.evaluation.metrics import mean_or_nan
from btp_core.lab.phrases import load_phrases
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.inspection.encoded import EncodedScan
    from btp_core.inspection.inspector import Inspector


@dataclass(frozen=True)
class WordingReport:
    """Spearman's rank correlations of point scores with the map of the prompts evaluated.

    Attributes
    ----------
    n_scans, n_paraphrases
        Defective scans, and pairs of sentences that no training saw.
    mean, worst
        Over scans and paraphrases: the mean, and the lowest mean of any one paraphrase.
    swapped
        Mean with the normal and the defective sentences swapped; -1 is a perfect inverse.
    """

    n_scans: int
    n_paraphrases: int
    mean: float
    worst: float
    swapped: float


def held_out_paraphrases(like: PromptSet) -> tuple[PromptSet, ...]:
    """Pairs of one normal and one defective sentence that no training saw."""
    phrases = load_phrases("held_out")
    return tuple(
        PromptSet((normal,), (anomaly,), object_name=like.object_name, name=anomaly)
        for normal, anomaly in zip(phrases.normal, phrases.anomaly, strict=True)
    )


def wording_correlations(
    inspector: Inspector,
    encoded: EncodedScan,
    stock: PromptSet,
    stock_scores: Float32Array,
    paraphrases: Sequence[PromptSet],
) -> tuple[float, ...]:
    """Rank correlation of each paraphrase's map with the stock map, and last of the swapped one."""
    swapped = replace(stock, normal=stock.anomaly, anomaly=stock.normal, types=())
    return tuple(
        rank_correlation(stock_scores, inspector.score(encoded, prompts).point_scores)
        for prompts in (*paraphrases, swapped)
    )


def rank_correlation(one: Float32Array, other: Float32Array) -> float:
    """Spearman's correlation of two maps over the points that both have; NaN if one is flat."""
    both = np.isfinite(one) & np.isfinite(other)
    first, second = rankdata(one[both]), rankdata(other[both])
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])


def wording_report(correlations: Iterable[Sequence[float]]) -> WordingReport:
    """Sum up :func:`wording_correlations` over scans."""
    table = np.array(list(correlations), dtype=np.float64)
    if table.size == 0:
        return WordingReport(0, 0, float("nan"), float("nan"), float("nan"))
    by_paraphrase = [mean_or_nan([v for v in column if np.isfinite(v)]) for column in table.T]
    *paraphrases, swapped = by_paraphrase
    return WordingReport(
        n_scans=len(table),
        n_paraphrases=len(paraphrases),
        mean=mean_or_nan(paraphrases),
        worst=min(paraphrases, default=float("nan")),
        swapped=swapped,
    )
