"""The config of training as published: all settings that decide its result."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from btp_core.lab.training.common.tables import check_ranges
from btp_core.model.over_backbone.config import ObjectRule


class Resolution(StrEnum):
    """What a cloud of training is: 2,048 points of a whole scan, or a tile with all its points."""

    POINTS_2048 = "points-2048"
    TILES = "tiles"


@dataclass(frozen=True)
class PublishedTrainingConfig:
    """Settings of a run; the defaults are the paper's where it names one.

    Attributes
    ----------
    epochs, batch
        Passes over all clouds, and clouds in a step.
    prompt_rate, learning_rate, weight_decay
        AdamW's: of the context, and of the rest. Vectors and numbers do not decay.
    warm_up
        Share of the steps before the cosine decay to zero.
    resolution, tiles_per_scan
        What a cloud is; of a scan so many tiles are taken, half of them with defects.
    phrases
        Sentences drawn for each side in a step.
    context_tokens, gfcm_width, hidden_width, object_rule
        See :class:`~btp_core.model.over_backbone.config.PublishedConfig`.
    mixed_precision
        Half precision where it helps; on a GPU only, a CPU computes the same bits either way.
    held_out
        Share of the parts whose scans do not train but calibrate; by a hash of the scan's name.
    validate_every
        Epochs between validations.
    include_backbone
        Put the backbone's weights into the model file; otherwise it is named by its checksum.
    seed
        Of weights, order, tiles and sentences.
    """

    epochs: int = 100
    batch: int = 8
    prompt_rate: float = 1e-3
    learning_rate: float = 5e-4
    weight_decay: float = 0.01
    warm_up: float = 0.1
    resolution: Resolution = Resolution.POINTS_2048
    tiles_per_scan: int = 6
    phrases: int = 4
    context_tokens: int = 4
    gfcm_width: int = 48
    hidden_width: int = 512
    object_rule: ObjectRule = ObjectRule.TOP
    mixed_precision: bool = True
    held_out: float = 0.1
    validate_every: int = 10
    include_backbone: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise :class:`DataError` for settings that make no run."""
        check_ranges(
            self,
            counts=("epochs", "batch", "tiles_per_scan", "phrases", "validate_every"),
            amounts=("prompt_rate", "learning_rate", "weight_decay", "seed"),
            shares=("warm_up", "held_out"),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the checkpoint and the weights' metadata."""
        return asdict(self)
