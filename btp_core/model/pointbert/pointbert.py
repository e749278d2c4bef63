"""PointBERT in the shape ULIP-2 published it, with the names its weights are stored under.

Plain torch throughout; the same code runs on every device.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from btp_core.model.pointbert.blocks import Transformer
from btp_core.model.pointbert.config import ULIP2, PointBertConfig
from btp_core.model.pointbert.patch_net import PatchNet
from btp_core.model.pointbert.patches import Patches, cut_patches

_LOGIT_SCALE = 2.6593  # log(1 / 0.07), where CLIP-like training starts


@dataclass(frozen=True, eq=False)
class PointBertOutput:
    """What a backbone says about a batch of clouds.

    Attributes
    ----------
    embedding
        ``(B, D)`` of the whole cloud in the joint space with text; its length is not one.
    cls
        ``(B, W)``: the CLS token after the last block and its norm.
    tokens
        Per tap ``(B, G, W)``: the patch tokens after that block.
    patches
        Which points each token stands for.
    """

    embedding: Tensor
    cls: Tensor
    tokens: tuple[Tensor, ...]
    patches: Patches


class PointTransformer(nn.Module):
    """Patches to tokens: mini PointNet, position embedding, transformer."""

    def __init__(self, config: PointBertConfig) -> None:
        super().__init__()
        self.encoder = PatchNet(config)
        self.patch_width = config.patch_width
        self.reduce_dim = nn.Linear(config.patch_width, config.width)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, config.width))
        self.cls_pos = nn.Parameter(torch.randn(1, 1, config.width))
        self.pos_embed = nn.Sequential(
            nn.Linear(3, config.position_width),
            nn.GELU(),
            nn.Linear(config.position_width, config.width),
        )
        self.blocks = Transformer(config)
        self.norm = nn.LayerNorm(config.width)

    def forward(self, patches: Patches) -> tuple[Tensor, tuple[Tensor, ...]]:
        """``(B, 1 + G, W)`` normed tokens, CLS first, and the same without norm at the taps."""
        count = len(patches.features)
        vectors = self.encoder(patches.features.flatten(0, 1)).view(count, -1, self.patch_width)
        tokens = torch.cat([self.cls_token.expand(count, -1, -1), self.reduce_dim(vectors)], dim=1)
        positions = torch.cat(
            [self.cls_pos.expand(count, -1, -1), self.pos_embed(patches.centres)], dim=1
        )
        last, tapped = self.blocks(tokens, positions)
        return self.norm(last), tapped


class PointBert(nn.Module):
    """A point encoder whose embeddings share a space with a text tower's.

    Parameters
    ----------
    config
        Sizes; ULIP-2's unless given.

    Notes
    -----
    Its ``state_dict`` has exactly the layout of the published checkpoint without the prefix
    ``module.``, ``logit_scale`` of the contrastive training included.
    """

    def __init__(self, config: PointBertConfig = ULIP2) -> None:
        super().__init__()
        self.config = config
        self.logit_scale = nn.Parameter(torch.tensor(_LOGIT_SCALE))
        self.pc_projection = nn.Parameter(
            torch.randn(2 * config.width, config.embedding_width) * (2 * config.width) ** -0.5
        )
        self.point_encoder = PointTransformer(config)

    def forward(self, clouds: Tensor) -> PointBertOutput:
        """Encode clouds.

        Parameters
        ----------
        clouds
            ``(B, N, 6)`` float32 as ``patches.prepare_cloud`` makes them.

        Raises
        ------
        ScanGeometryError
            A cloud has too few points.
        """
        return self.encode(cut_patches(clouds, self.config.patches, self.config.patch_points))

    def encode(self, patches: Patches) -> PointBertOutput:
        """Encode clouds that are cut into patches already."""
        tokens, tapped = self.point_encoder(patches)
        cls = tokens[:, 0]
        pooled = torch.cat([cls, tokens[:, 1:].amax(dim=1)], dim=1)
        at_taps = tuple(tap[:, 1:] for tap in tapped)
        return PointBertOutput(pooled @ self.pc_projection, cls, at_taps, patches)
