"""BTP's modules over a frozen backbone: GFCM, MGFEM, prompts and scores (arXiv 2603.21511)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from btp_core.model.network import Network
from btp_core.model.over_backbone.config import ObjectRule, PublishedConfig
from btp_core.model.over_backbone.tokens import CloudTokens
from btp_core.model.pointbert.pointbert import PointBert
from btp_core.model.pyramid.gfcm import GeometricFeatureCreation
from btp_core.model.pyramid.layers import mlp
from btp_core.model.similarity import Similarity
from btp_core.model.text_side import PromptContext

TOP_SHARE = 0.2
"""Of the patches: the authors' update after publication (5 points of O-AUROC)."""
BACKBONE = "backbone."


@dataclass(frozen=True, eq=False)
class PatchEmbeddings:
    """Clouds in the joint space of points and sentences.

    Attributes
    ----------
    patches
        ``(B, G, D)`` unit vectors ``Z``.
    geometry
        ``(B, G, gfcm_width)``: GFCM's features, which the geometric loss needs.
    """

    patches: Tensor
    geometry: Tensor


class PatchMgfem(nn.Module):
    """MGFEM: ``Z = psi([sum_l softmax(alpha)_l S^(l) || G || C])``, one vector a patch."""

    def __init__(self, config: PublishedConfig) -> None:
        super().__init__()
        width = config.backbone.width
        joined = 2 * width + config.gfcm_width
        self.alpha = nn.Parameter(torch.zeros(len(config.backbone.taps)))
        # Tokens of a backbone without a norm after its taps come in any size.
        self.norm = nn.LayerNorm(joined)
        self.psi = mlp(joined, config.hidden_width, config.text_width)

    def forward(self, taps: Tensor, geometry: Tensor, cls: Tensor) -> Tensor:
        """``(B, L, G, W), (B, G, C), (B, W)`` to unit vectors ``(B, G, D)``."""
        shares = torch.softmax(self.alpha, dim=0)
        mixed = (taps * shares[:, None, None]).sum(dim=1)
        whole = cls[:, None].expand(-1, mixed.shape[1], -1)
        embedded = self.psi(self.norm(torch.cat([mixed, geometry, whole], dim=2)))
        return nn.functional.normalize(embedded, dim=2)


class PublishedBTP(Network):
    """BTP as published, over ``backbone``.

    Embeddings are unit vectors and similarities have a temperature, so that scores have a fixed
    meaning; GFCM reads patches relative to their centres and normals; the context goes through
    the text tower with gradients. The published code does none of the three.

    Parameters
    ----------
    config
        Sizes.
    backbone
        Frozen; not part of :meth:`own_state`.
    """

    config: PublishedConfig

    def __init__(self, config: PublishedConfig, backbone: PointBert) -> None:
        super().__init__()
        self.config = config
        self.backbone = backbone
        self.gfcm = GeometricFeatureCreation(config.gfcm_width)
        self.mgfem = PatchMgfem(config)
        self.text = PromptContext(config.context_tokens, config.context_width)
        self.similarity = Similarity()
        # Of the global score in the object's, through a sigmoid: half and half at first.
        self.mix = nn.Parameter(torch.zeros(()))

    @property
    def text_width(self) -> int:
        """See :class:`~btp_core.model.network.Network`."""
        return self.config.text_width

    def embed(self, tokens: CloudTokens) -> PatchEmbeddings:
        """Embed the patches of clouds."""
        geometry = self.gfcm(tokens.pairs.flatten(0, 1)).view(*tokens.members.shape[:2], -1)
        return PatchEmbeddings(self.mgfem(tokens.taps, geometry, tokens.cls), geometry)

    def object_logit(self, point_logits: Tensor, whole_logit: Tensor) -> Tensor:
        """``(..., P), (...) -> (...)``: the global score mixed with the patches', by the rule."""
        if self.config.object_rule is ObjectRule.MAX:
            speaking = point_logits.amax(dim=-1)
        else:
            count = max(1, round(TOP_SHARE * point_logits.shape[-1]))
            speaking = point_logits.topk(count, dim=-1).values.mean(dim=-1)
        share = torch.sigmoid(self.mix)
        return share * whole_logit + (1.0 - share) * speaking

    def own_state(self) -> dict[str, Tensor]:
        """The ``state_dict`` without the backbone's tensors: what training changes."""
        state = self.state_dict()
        return {name: value for name, value in state.items() if not name.startswith(BACKBONE)}


def point_logits(patch_logits: Tensor, members: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """A point's logit: the mean over the patches that contain it.

    Parameters
    ----------
    patch_logits
        ``(B, G)``.
    members
        ``(B, G, M)`` int64.
    count
        ``N``, points in a cloud.

    Returns
    -------
    tuple of Tensor
        ``(B, N)`` logits, 0 where no patch contains a point, and ``(B, N)`` bool: where one does.
    """
    index = members.flatten(1)
    spread = patch_logits[:, :, None].expand_as(members).flatten(1)
    empty = patch_logits.new_zeros(len(index), count)
    sums = empty.scatter_add(1, index, spread)
    seen = empty.scatter_add(1, index, torch.ones_like(spread))
    return sums / seen.clamp_min(1.0), seen > 0
