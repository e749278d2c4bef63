"""The point encoder: PointBERT's patch transformer on top of points that keep their detail.

PointBERT (Yu et al., CVPR 2022) embeds farthest-point patches with a small PointNet and runs
a transformer over them. Here the patches are described from below (working points, local
centres), so that a token knows what its 32 local centres saw, and attention gets a bias from
the geometry between two patches, so that it can look for peers of a patch elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from btp_core.geometry.pyramid import Pyramid
from btp_core.model.pyramid.config import ModelConfig
from btp_core.model.pyramid.layers import GraphBlock, Standardise, mlp, pool

BIAS_FEATURES = 7
NEAR, FAR = 5.0, 20.0
"""Ranges of the attention bias, in spacings of the working points."""


@dataclass(eq=False)
class EncoderOutput:
    """What MGFEM reads.

    Working ``(W, Cw)``, local ``(L, Cl)``, tokens ``(P, Cp)`` of each tap, CLS ``(Cp,)``.
    """

    working: Tensor
    local: Tensor
    taps: list[Tensor]
    cls: Tensor


class PointEncoder(nn.Module):
    """Working points -> local centres -> patch tokens -> transformer."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        settings = config.pyramid
        self.taps = config.taps
        self.working_scale = Standardise(settings.working_features)
        self.local_scale = Standardise(settings.local_features)
        self.patch_scale = Standardise(settings.patch_features)
        self.working = mlp(self.working_scale.width_out, 96, config.working_width)
        local_in = 2 * config.working_width + self.local_scale.width_out + config.gfcm_width
        self.local = mlp(local_in, config.local_width, config.local_width)
        self.graph = nn.ModuleList([GraphBlock(config.local_width) for _ in range(2)])
        patch_in = 2 * config.local_width + self.patch_scale.width_out
        self.patch = mlp(patch_in, config.patch_width, config.patch_width)
        self.cls = nn.Parameter(torch.zeros(config.patch_width))
        self.bias = nn.Linear(BIAS_FEATURES, config.heads)
        self.blocks = nn.ModuleList(
            [Block(config.patch_width, config.heads) for _ in range(config.blocks)]
        )
        self.norm = nn.LayerNorm(config.patch_width)

    def forward(self, pyramid: Pyramid, gfcm: Tensor) -> EncoderOutput:
        """Encode a pyramid; ``gfcm`` is ``(L, gfcm_width)``."""
        working = self.working(self.working_scale(pyramid.working_statistics))
        below = pool(working, pyramid.local_from_working)
        local = self.local(
            torch.cat([below, self.local_scale(pyramid.local_statistics), gfcm], dim=1)
        )
        for graph in self.graph:
            local = graph(local, pyramid.graph, pyramid.graph_pairs)
        tokens = self.patch(
            torch.cat(
                [
                    pool(local, pyramid.patch_from_local),
                    self.patch_scale(pyramid.patch_statistics),
                ],
                dim=1,
            )
        )
        tokens = torch.cat([self.cls[None], tokens])
        bias = self._bias(pyramid)
        taps = []
        for depth, block in enumerate(self.blocks, start=1):
            tokens = block(tokens, bias)
            if depth in self.taps:
                taps.append(self.norm(tokens[1:]))
        return EncoderOutput(working, local, taps, self.norm(tokens[0]))

    def _bias(self, pyramid: Pyramid) -> Tensor:
        """Attention bias ``(heads, 1 + P, 1 + P)`` from distances and normals."""
        points, normals = pyramid.patch_points, pyramid.patch_normals
        offset = points[None] - points[:, None]
        distance = offset.norm(dim=2)
        along = (offset * normals[:, None]).sum(dim=2) / (distance + 1e-6)
        facing = normals @ normals.T
        features = torch.stack(
            [
                torch.log1p(distance) / 3.0,
                torch.exp(-distance / NEAR),
                torch.exp(-distance / FAR),
                facing,
                facing.abs(),
                along,
                along.T,
            ],
            dim=2,
        )
        bias = self.bias(features).permute(2, 0, 1)
        return nn.functional.pad(bias, (1, 0, 1, 0))


class Block(nn.Module):
    """Pre-norm transformer block over one object's tokens."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.feed = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )

    def forward(self, tokens: Tensor, bias: Tensor) -> Tensor:
        """``(T, C)`` tokens and ``(heads, T, T)`` bias to ``(T, C)``."""
        count, width = tokens.shape
        qkv = self.qkv(self.norm1(tokens)).reshape(count, 3, self.heads, -1)
        query, key, value = qkv.permute(1, 2, 0, 3)
        # With a leading dimension of one PyTorch takes its fused path.
        mixed = nn.functional.scaled_dot_product_attention(
            query[None], key[None], value[None], attn_mask=bias[None]
        )[0]
        tokens = tokens + self.proj(mixed.transpose(0, 1).reshape(count, width))
        fed: Tensor = tokens + self.feed(self.norm2(tokens))
        return fed
