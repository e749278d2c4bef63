"""A small PointBERT with random weights, for trials where no published weights are at hand."""

from __future__ import annotations

import torch

from btp_core.model.pointbert.config import PointBertConfig
from btp_core.model.pointbert.files import BackboneFile
from btp_core.model.pointbert.pointbert import PointBert

UNTRAINED = "untrained"
SMALL = PointBertConfig(
    first_width=32,
    first_out=64,
    second_width=96,
    patch_width=64,
    position_width=48,
    width=96,
    blocks=6,
    heads=4,
    mlp_ratio=2,
    embedding_width=384,
    taps=(1, 2, 4, 6),
)
"""As many patches of as many points as ULIP-2, as wide as the bundled text tower."""
_NO_SOURCE = "0" * 64


def untrained_backbone(seed: int = 0, config: PointBertConfig = SMALL) -> BackboneFile:
    """Random weights, the same for the same seed. It knows nothing: never for real inspection."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = PointBert(config)
    model.eval().requires_grad_(False)
    return BackboneFile(UNTRAINED, model, _NO_SOURCE)
