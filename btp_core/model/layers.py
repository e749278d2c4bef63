"""Small building blocks shared by the encoder and MGFEM."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLIP_AT = 5.0
EDGES = 8
"""Nearest neighbours a graph block looks at."""


class Standardise(nn.Module):
    """Scale features to zero mean and unit deviation, and bound outliers.

    The moments come from the auxiliary data and are stored with the weights.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("deviation", torch.ones(width))

    def fit(self, features: Tensor) -> None:
        """Take the moments of ``(N, width)`` features."""
        self.mean.copy_(features.mean(dim=0))
        self.deviation.copy_(features.std(dim=0).clamp_min(1e-4))

    def forward(self, features: Tensor) -> Tensor:
        """Standardised features, the same shape, within +-5."""
        scaled: Tensor = (features - self.mean) / self.deviation
        return scaled.clamp(-CLIP_AT, CLIP_AT)


def mlp(width_in: int, width_hidden: int, width_out: int) -> nn.Sequential:
    """Two linear layers with layer normalisation and GELU between them."""
    return nn.Sequential(
        nn.Linear(width_in, width_hidden),
        nn.LayerNorm(width_hidden),
        nn.GELU(),
        nn.Linear(width_hidden, width_out),
    )


def pool(features: Tensor, index: Tensor) -> Tensor:
    """Mean and maximum of ``features[index]`` over neighbours: ``(N, C), (Q, k) -> (Q, 2 C)``."""
    gathered = gather(features, index)
    return torch.cat([gathered.mean(dim=1), gathered.max(dim=1).values], dim=1)


def gather(features: Tensor, index: Tensor) -> Tensor:
    """``features[index]``: ``(N, C), (Q, k) -> (Q, k, C)``, with a fast backward pass."""
    flat = torch.index_select(features, 0, index.reshape(-1))
    return flat.reshape(*index.shape, features.shape[1])


def interpolate(features: Tensor, index: Tensor, weights: Tensor) -> Tensor:
    """Weighted mean over neighbours: ``(N, C), (Q, k), (Q, k) -> (Q, C)``."""
    return (gather(features, index) * weights[:, :, None]).sum(dim=1)


class GraphBlock(nn.Module):
    """Residual edge convolution (Wang et al., "Dynamic Graph CNN", 2019) on a fixed graph.

    An edge sees both ends and their pair features; linear parts are applied before
    gathering, so that the cost per edge is an addition and one small product.
    """

    def __init__(self, width: int, pair_width: int = 5) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.own = nn.Linear(width, width)
        self.other = nn.Linear(width, width, bias=False)
        self.pair = nn.Linear(pair_width, width, bias=False)
        self.mix = nn.Linear(2 * width, width)
        self.feed = nn.Sequential(nn.LayerNorm(width), mlp(width, width, width))

    def forward(self, features: Tensor, graph: Tensor, pairs: Tensor) -> Tensor:
        """``(L, C), (L, k), (L, k, 5) -> (L, C)``."""
        graph, pairs = graph[:, :EDGES], pairs[:, :EDGES]
        x = self.norm(features)
        edges = gather(self.other(x), graph) + self.own(x)[:, None] + self.pair(pairs)
        # ReLU and max by index: half the backward cost of GELU and amax on these large tensors.
        edges = nn.functional.relu(edges)
        pooled = torch.cat([edges.mean(dim=1), edges.max(dim=1).values], dim=1)
        mixed: Tensor = features + self.mix(pooled)
        fed: Tensor = mixed + self.feed(mixed)
        return fed
