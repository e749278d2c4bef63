"""What a pre-training run is: all settings that decide its result."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from btp_core.errors import DataError
from btp_core.training.ranges import check_ranges


@dataclass(frozen=True)
class PretrainingRecipe:
    """Settings of a run over our small PointBERT shape.

    Attributes
    ----------
    steps, batch
        Optimiser steps, and clouds in each.
    learning_rate, weight_decay, warm_up
        AdamW's; vectors and numbers do not decay. The rate rises over a share of the steps and
        then falls as a cosine to zero.
    wholes_per_scan
        Clouds of 2,048 points over all of a scan, each from another random half of its points.
    tiles_per_scan
        Clouds of 2,048 neighbours, half of them with a defect where there is one.
    patches_kept
        Of a cloud's patches, drawn anew in every step. Leaving patches out costs little and pays
        in clouds per second (FLIP, arXiv 2212.00794); patches overlap eightfold here.
    held_out
        Share of the parts that validate and do not train; by a hash of the scan's name.
    validate_every
        Steps between validations.
    seed
        Of weights, clouds, order, rotations and sentences.
    """

    steps: int = 4000
    batch: int = 48
    learning_rate: float = 1e-3
    weight_decay: float = 0.05
    warm_up: float = 0.05
    wholes_per_scan: int = 2
    tiles_per_scan: int = 4
    patches_kept: int = 128
    held_out: float = 0.1
    validate_every: int = 200
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise :class:`DataError` for settings that make no run."""
        if self.batch < 2:
            raise DataError("The recipe's 'batch' must be 2 or more: clouds are told apart.")
        check_ranges(
            self,
            counts=("steps", "wholes_per_scan", "patches_kept", "validate_every"),
            amounts=("learning_rate", "weight_decay", "seed", "tiles_per_scan"),
            shares=("warm_up", "held_out"),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the checkpoint."""
        return asdict(self)
