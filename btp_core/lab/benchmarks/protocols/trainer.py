"""The seam between protocols and training: labelled scans in, a score function out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from btp_core.base.errors import DataError
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.lab.evaluation.dataset import ScanEntry
from btp_core.lab.evaluation.evaluate import ScoreFunction


@dataclass(frozen=True)
class Training:
    """What a trainer is asked to do.

    Attributes
    ----------
    scans
        Labelled scans; none for a finished model.
    seed
        Fixes every random choice.
    run
        Folder of this training alone; another seed on the same scans has a folder beside it.
    progress, cancel
        Reported to and checked between steps.
    """

    scans: Sequence[ScanEntry]
    seed: int
    run: Path
    progress: ProgressCallback
    cancel: CancelToken | None


class Trainer(Protocol):
    """Makes a score function from labelled scans."""

    def describe(self) -> dict[str, Any]:
        """Everything that decides the result beside scans and seed, as plain values.

        Results of one file all come from trainers that describe themselves alike.
        """

    def train(self, training: Training) -> ScoreFunction:
        """Train, or resume, or load, the run in the training's folder.

        Raises
        ------
        InspectError
            The scans, the weights or the folder cannot be used.
        CancelledError
            If cancelled; the same call resumes.
        """


def choose_held_out(defective: Mapping[str, bool], share: float, seed: int) -> set[str]:
    """A share of the good and of the defective scans, at least one of each.

    Parameters
    ----------
    defective
        For each scan whether it is.
    share
        Of either side, in [0, 1).
    seed
        Fixes the choice.

    Raises
    ------
    DataError
        A side has fewer than two scans.
    """
    chosen: set[str] = set()
    for wanted in (False, True):
        side = [name for name, flawed in defective.items() if flawed is wanted]
        if len(side) < 2:
            what = "defective" if wanted else "good"
            raise DataError(
                f"{len(side)} {what} scans are too few to train and to validate on.",
                next_step="Train on a category with more scans, or on a whole dataset.",
            )
        count = min(len(side) - 1, max(1, round(share * len(side))))
        order = np.random.default_rng([seed, wanted]).permutation(len(side))
        chosen |= {side[place] for place in order[:count]}
    return chosen
