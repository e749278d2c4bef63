"""Small random changes to a prepared scan, so that the network leans on no single statistic."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from btp_core.geometry.pyramid import Pyramid
from btp_core.geometry.self_comparison import SELF_FEATURES
from btp_core.geometry.statistics import STATISTICS
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig
from btp_core.model.pyramid.layers import Standardise
from btp_core.model.pyramid.point_encoder import PointEncoder


def augment(pyramid: Pyramid, encoder: PointEncoder, config: PyramidTrainingConfig) -> Pyramid:
    """A copy with noisy statistics, now and then a blanked scale, and fewer GFCM neighbours."""
    pairs = pyramid.gfcm_pairs
    count = max(4, round(config.gfcm_share * pairs.shape[1]))
    kept = torch.randperm(pairs.shape[1])[:count]
    return replace(
        pyramid,
        working_statistics=_disturb(pyramid.working_statistics, encoder.working_scale, config),
        local_statistics=_disturb(pyramid.local_statistics, encoder.local_scale, config),
        patch_statistics=_disturb(pyramid.patch_statistics, encoder.patch_scale, config),
        gfcm_pairs=pairs[:, kept],
        evidence=(
            _partly(pyramid.evidence, config.scale_dropout)
            if config.model.evidence
            else pyramid.evidence
        ),
    )


def _partly(evidence: Tensor, dropout: float) -> Tensor:
    """Evidence that now and then says nothing of a part's maps on itself, or of its rims."""
    kept = evidence.clone()
    for features in (slice(0, len(SELF_FEATURES)), slice(len(SELF_FEATURES), None)):
        if torch.rand(()) < dropout:
            kept[:, features] = 0.0
    return kept


def _disturb(statistics: Tensor, scale: Standardise, config: PyramidTrainingConfig) -> Tensor:
    # In proportion to the value: noise of one size for all would drown a shallow dent.
    size = (statistics - scale.centre).abs() + scale.knee
    disturbed = statistics + torch.randn_like(statistics) * size * config.noise
    width = len(STATISTICS)
    for start in range(0, statistics.shape[1], width):
        if torch.rand(()) < config.scale_dropout:
            disturbed[:, start : start + width] = scale.centre[start : start + width]
    return disturbed
