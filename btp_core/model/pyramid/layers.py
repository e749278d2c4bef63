"""Small building blocks shared by the encoder and MGFEM."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CLIP_AT = 5.0
EDGES = 8
"""Nearest neighbours a graph block looks at."""
PAIR_WIDTH = 8
SMALL_HEIGHT = 0.02
"""Height over radius at which range noise and shallow defects live."""
_HUGE = 1e18
"""Its square is still a float."""


class Standardise(nn.Module):
    """Scale features to zero mean and unit deviation, each twice: as it is, and magnified.

    Edges decide the deviation of a statistic, beside which a shallow dent is nothing. The
    magnified copy ``asinh((x - centre) / knee)``, whose knee is where calm surface ends,
    keeps small differences apart. The moments come from the auxiliary data and are stored
    with the weights.
    """

    centre: Tensor
    knee: Tensor
    mean: Tensor
    deviation: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width_out = 2 * width
        self.register_buffer("centre", torch.zeros(width))
        self.register_buffer("knee", torch.ones(width))
        self.register_buffer("mean", torch.zeros(self.width_out))
        self.register_buffer("deviation", torch.ones(self.width_out))

    def fit(self, features: Tensor) -> None:
        """Take the moments of ``(N, width)`` features."""
        self.centre.copy_(features.median(dim=0).values)
        away = (features - self.centre).abs()
        quarter = away.kthvalue(max(1, len(away) // 4), dim=0).values
        self.knee.copy_(torch.maximum(quarter, 1e-2 * away.mean(dim=0)).clamp_min(1e-5))
        both = self._both(features)
        self.mean.copy_(both.mean(dim=0))
        self.deviation.copy_(both.std(dim=0).clamp_min(1e-4))

    def forward(self, features: Tensor) -> Tensor:
        """``(N, width) -> (N, 2 width)``, standardised and within +-5."""
        scaled: Tensor = (self._both(features) - self.mean) / self.deviation
        return scaled.clamp(-CLIP_AT, CLIP_AT)

    def _both(self, features: Tensor) -> Tensor:
        magnified = asinh((features - self.centre) / self.knee)
        return torch.cat([features, magnified], dim=1)


def asinh(x: Tensor) -> Tensor:
    """``torch.asinh`` by functions that PyTorch computes for several numbers at once."""
    x = x.clamp(-_HUGE, _HUGE)
    squared = x * x
    whole = x.abs() + squared / (1.0 + (1.0 + squared).sqrt())
    return torch.log1p(whole).copysign(x)


def magnify_pairs(pairs: Tensor) -> Tensor:
    """Pair features ``(..., 5)`` with small heights and angles magnified: ``(..., 8)``."""
    _, height, _, agreement, along = pairs.unbind(-1)
    small = [
        asinh(height / SMALL_HEIGHT),
        (2.0 * (1.0 - agreement)).clamp_min(0).add(1e-6).sqrt(),
        asinh(along / SMALL_HEIGHT),
    ]
    return torch.cat([pairs, torch.stack(small, dim=-1)], dim=-1)


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
    return torch.cat([gathered.mean(dim=1), largest(gathered)], dim=1)


def largest(features: Tensor) -> Tensor:
    """Maximum over neighbours: ``(Q, k, C) -> (Q, C)``."""
    # By index the backward pass costs half as much, by value the forward pass a quarter.
    if torch.is_grad_enabled():
        return features.max(dim=1).values
    return features.amax(dim=1)


def gather(features: Tensor, index: Tensor) -> Tensor:
    """``features[index]``: ``(N, C), (Q, k) -> (Q, k, C)``, with a fast backward pass."""
    flat = torch.index_select(features, 0, index.reshape(-1))
    return flat.reshape(*index.shape, features.shape[1])


def interpolate(features: Tensor, index: Tensor, weights: Tensor) -> Tensor:
    """Weighted mean over neighbours: ``(N, C), (Q, k), (Q, k) -> (Q, C)``."""
    if torch.is_grad_enabled():
        return (gather(features, index) * weights[:, :, None]).sum(dim=1)
    # One pass, without the large product; its backward pass is slow.
    return nn.functional.embedding_bag(
        index, features.contiguous(), mode="sum", per_sample_weights=weights
    )


class GraphBlock(nn.Module):
    """Residual edge convolution (Wang et al., "Dynamic Graph CNN", 2019) on a fixed graph.

    An edge sees both ends and their pair features; linear parts are applied before
    gathering, so that the cost per edge is an addition and one small product.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.own = nn.Linear(width, width)
        self.other = nn.Linear(width, width, bias=False)
        self.pair = nn.Linear(PAIR_WIDTH, width, bias=False)
        self.mix = nn.Linear(2 * width, width)
        self.feed = nn.Sequential(nn.LayerNorm(width), mlp(width, width, width))

    def forward(self, features: Tensor, graph: Tensor, pairs: Tensor) -> Tensor:
        """``(L, C), (L, k), (L, k, 5) -> (L, C)``."""
        graph, pairs = graph[:, :EDGES], magnify_pairs(pairs[:, :EDGES])
        x = self.norm(features)
        edges = gather(self.other(x), graph) + self.own(x)[:, None] + self.pair(pairs)
        # ReLU: half the backward cost of GELU on these large tensors.
        edges = nn.functional.relu(edges)
        pooled = torch.cat([edges.mean(dim=1), largest(edges)], dim=1)
        mixed: Tensor = features + self.mix(pooled)
        fed: Tensor = mixed + self.feed(mixed)
        return fed
