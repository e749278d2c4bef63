"""The config of training our own network: all settings that decide its result."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from btp_core.base.errors import DataError
from btp_core.lab.training.common.calibration import FALSE_ALARM_SHARE, GOOD_FAIL_SHARE
from btp_core.lab.training.common.tables import check_ranges
from btp_core.model.pyramid.config import ModelConfig


@dataclass(frozen=True)
class PyramidTrainingConfig:
    """Settings of a training run; together with the data they fix the weights on one machine.

    Attributes
    ----------
    steps, batch
        Optimiser steps, and scans in each.
    learning_rate, weight_decay, warm_up
        AdamW; warm-up is the share of steps before the cosine decay to zero.
    word_rate
        Learning rate of the text adapter as a share of the others': language is not to be
        bent into what a few shapes happen to need.
    average
        Decay of the running average of the weights that is validated and kept.
    point_share
        Share of the working points that enter the loss of a step.
    gfcm_share
        Share of a patch's neighbours that GFCM sees in a step.
    noise, scale_dropout
        Augmentation of statistics: relative noise, and the chance that a scale is blanked.
    validate_every, patience
        Steps between validations; validations without a better result before stopping.
    held_out
        Share of base shapes whose scans only validate; chosen by a hash of the shape's name.
    validation_scans
        At most so many during the run; the final weights are validated on all.
    seed
        Of weights, order and augmentation.
    pair_weight
        Weight of the ranking of a good and a defective scan of one design against each other; 0
        draws scans one by one instead of in pairs. Needs an even ``batch``.
    start_from
        Weights to start from, a bundled model's name or a file; empty for a fresh network. The
        moments of the statistics are then theirs too.
    false_alarms, good_failures
        Where a score of 0.5 lies: the share of the normal points of the validation scans that
        reach it, and of their good parts at most. Validation scans that are harder than what
        users have call for higher ones.
    half
        Run the network in bfloat16 where that loses nothing (matrix products); the weights and
        their updates stay in single precision. A quarter faster on CPUs that know it.
    start_share
        Share of the weights it began with in those that a run from others gives: the mean of two
        is better than either (Wortsman et al., "Model soups", ICML 2022).
    """

    steps: int = 4_000
    batch: int = 2
    learning_rate: float = 1e-3
    weight_decay: float = 0.02
    warm_up: float = 0.05
    word_rate: float = 0.1
    average: float = 0.998
    point_share: float = 0.3
    gfcm_share: float = 0.5
    noise: float = 0.05
    scale_dropout: float = 0.05
    validate_every: int = 500
    patience: int = 8
    held_out: float = 0.1
    validation_scans: int = 50
    seed: int = 0
    pair_weight: float = 0.0
    start_from: str = ""
    half: bool = False
    start_share: float = 0.5
    false_alarms: float = FALSE_ALARM_SHARE
    good_failures: float = GOOD_FAIL_SHARE
    model: ModelConfig = field(default_factory=ModelConfig)

    def __post_init__(self) -> None:
        """Raise :class:`DataError` for settings that make no run."""
        check_ranges(
            self,
            counts=("steps", "batch", "validate_every", "patience", "validation_scans"),
            amounts=("learning_rate", "weight_decay", "word_rate", "noise", "seed", "pair_weight"),
            shares=("warm_up", "average", "held_out", "scale_dropout"),
            parts=("point_share", "gfcm_share", "start_share", "false_alarms", "good_failures"),
        )
        if self.pair_weight > 0 and self.batch % 2:
            raise DataError(
                "Training in pairs needs an even batch.", next_step="Set batch to an even number."
            )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the card and the weights' metadata."""
        return asdict(self)
