"""GFCM, the geometric feature creation module (BTP, arXiv 2603.21511)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from btp_core.model.pyramid.layers import PAIR_WIDTH, largest, magnify_pairs, mlp

FPFH_WIDTH = 33


class GeometricFeatureCreation(nn.Module):
    """Explicit local geometry of a patch: ``g = phi(max_j MLP(p_j))``.

    The points ``p_j`` are centred, scale-normalised pair features, so ``g`` depends on
    neither position, pose nor unit. Training draws ``g`` towards FPFH descriptors.

    Parameters
    ----------
    width
        Channels of ``g``.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.points = mlp(PAIR_WIDTH, 24, width)
        self.phi = nn.Sequential(nn.LayerNorm(2 * width), mlp(2 * width, width, width))
        self.to_fpfh = nn.Linear(width, FPFH_WIDTH)

    def forward(self, pairs: Tensor) -> Tensor:
        """``(G, M, 5)`` patches to ``(G, width)`` features."""
        embedded = self.points(magnify_pairs(pairs))
        # The mean beside the maximum keeps the many weak signs of roughness.
        pooled = torch.cat([largest(embedded), embedded.mean(dim=1)], dim=1)
        features: Tensor = self.phi(pooled)
        return features
