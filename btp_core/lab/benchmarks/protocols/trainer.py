"""The seam between protocols and training: labelled scans in, a score function out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.lab.evaluation.dataset import ScanEntry
from btp_core.lab.evaluation.evaluate import ScoreFunction


class Trainer(Protocol):
    """Makes a score function from labelled scans."""

    def describe(self) -> dict[str, Any]:
        """Everything that decides the result beside scans and seed, as plain values.

        Results of one file all come from trainers that describe themselves alike.
        """

    def train(
        self,
        scans: Sequence[ScanEntry],
        seed: int,
        run: Path,
        progress: ProgressCallback,
        cancel: CancelToken | None,
    ) -> ScoreFunction:
        """Train, or go on with, or load, the run in the folder ``run``.

        Parameters
        ----------
        scans
            Labelled scans; none for a finished model.
        seed
            Fixes every random choice.
        run
            Folder of this training alone; another seed on the same scans has a folder beside it.
        progress, cancel
            Reported to and checked between steps.

        Raises
        ------
        InspectError
            The scans, the weights or the folder cannot be used.
        CancelledError
            If cancelled; the same call goes on later.
        """
