"""Keeps the scans worth looking at: the worst misses and the worst false alarms."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

from btp_core.base.arrays import Float32Array
from btp_core.lab.evaluation.dataset import LabelledScan
from btp_core.lab.evaluation.report import ScanResult


@dataclass(frozen=True, eq=False)
class Exhibit:
    """A scan, its point scores ``(N,)`` and its metrics."""

    scan: LabelledScan
    scores: Float32Array
    result: ScanResult


class Gallery:
    """An observer for :func:`~btp_core.lab.evaluation.evaluate.evaluate`.

    Holds ``size`` scans of either sort at any time, so memory does not grow with the folder.

    Parameters
    ----------
    size
        How many misses and how many false alarms to keep.
    """

    def __init__(self, size: int = 8) -> None:
        self._size = size
        self._count = 0
        # The number keeps the heap from ever comparing exhibits.
        self._misses: list[tuple[float, float, int, Exhibit]] = []
        self._alarms: list[tuple[float, float, int, Exhibit]] = []

    def __call__(self, scan: LabelledScan, scores: Float32Array, result: ScanResult) -> None:
        """Keep the scan if it is among the worst so far."""
        exhibit = Exhibit(scan, scores, result)
        if not result.defective:
            self._keep(self._alarms, (result.share_over_half, float(scores.max())), exhibit)
        elif not math.isnan(result.metrics.au_pro):
            self._keep(self._misses, (-result.metrics.au_pro, -result.metrics.auroc), exhibit)

    def _keep(
        self,
        heap: list[tuple[float, float, int, Exhibit]],
        badness: tuple[float, float],
        exhibit: Exhibit,
    ) -> None:
        self._count += 1
        heapq.heappush(heap, (*badness, -self._count, exhibit))
        if len(heap) > self._size:
            heapq.heappop(heap)

    @property
    def misses(self) -> list[Exhibit]:
        """Defective scans of lowest AU-PRO, the worst first."""
        return [item[-1] for item in sorted(self._misses, reverse=True)]

    @property
    def false_alarms(self) -> list[Exhibit]:
        """Good scans with most points over 0.5, then of highest score, the worst first."""
        return [item[-1] for item in sorted(self._alarms, reverse=True)]
