"""MGFEM, the multi-granularity feature embedding module (BTP, arXiv 2603.21511)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from btp_core.geometry.pyramid import Pyramid
from btp_core.model.pyramid.config import ModelConfig
from btp_core.model.pyramid.layers import GraphBlock, Standardise, gather, interpolate, mlp
from btp_core.model.pyramid.point_encoder import EncoderOutput


@dataclass(eq=False)
class Embeddings:
    """Unit vectors in the joint space of points and sentences.

    Attributes
    ----------
    points
        ``(W, D)``, one per working point; ``(W, C)`` along the axes of the last layer, where
        that was asked for.
    whole
        ``(D,)``, the object's.
    """

    points: Tensor
    whole: Tensor


POINT_WIDTH = 128


class MultiGranularityFeatureEmbedding(nn.Module):
    """``Z = psi([sum_l softmax(alpha)_l S^(l) || G || C])``, carried down to the points.

    The patch tokens of several depths are mixed, interpolated to the local centres, joined with
    GFCM's geometry and the CLS token, compared with the object's other patches (a defect is
    what has no peer) and fused with each working point's own geometry.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        width, local = config.patch_width, config.local_width
        self.alpha = nn.Parameter(torch.zeros(len(config.taps)))
        self.peers = PeerAttention(local, width)
        joined = width + local + config.gfcm_width + width + local
        self.local = mlp(joined, width, POINT_WIDTH)
        self.graph = GraphBlock(POINT_WIDTH)
        self.own = nn.Linear(2 * config.working_width, POINT_WIDTH)
        self.psi = nn.Sequential(
            nn.LayerNorm(POINT_WIDTH),
            nn.GELU(),
            nn.Linear(POINT_WIDTH, POINT_WIDTH),
            nn.GELU(),
            nn.Linear(POINT_WIDTH, config.text_width),
        )
        self.whole = mlp(3 * width, width, config.text_width)
        self.evidence = Evidence(config.evidence) if config.evidence else None

    @property
    def last(self) -> nn.Linear:
        """The last layer of :attr:`psi`: before their lengths are made one, points are this."""
        layer = self.psi[-1]
        assert isinstance(layer, nn.Linear)
        return layer

    def forward(
        self,
        encoded: EncoderOutput,
        gfcm: Tensor,
        pyramid: Pyramid,
        only: Tensor | None = None,
        last: nn.Linear | None = None,
    ) -> Embeddings:
        """Embed the working points and the whole object.

        ``only`` restricts the points to an index of working points; ``last`` stands in for the
        last layer of :attr:`psi`, see :func:`~btp_core.model.point_embeddings.axes_of`.
        """
        shares = torch.softmax(self.alpha, dim=0)
        tokens = torch.stack(encoded.taps, dim=0)
        tokens = (tokens * shares[:, None, None]).sum(dim=0)
        context = interpolate(tokens, pyramid.local_from_patch, pyramid.local_from_patch_weights)
        peers = self.peers(encoded.local, tokens)
        cls = encoded.cls.expand(len(context), -1)
        local = self.local(torch.cat([context, encoded.local, gfcm, cls, peers], dim=1))
        local = self.graph(local, pyramid.graph, pyramid.graph_pairs)

        link, weights = pyramid.working_from_local, pyramid.working_from_local_weights
        working = encoded.working
        if only is not None:
            link, weights, working = link[only], weights[only], working[only]
        around = interpolate(
            gather(encoded.working, pyramid.local_from_working).mean(dim=1), link, weights
        )
        # What differs from its surroundings is said outright: contrast finds small defects.
        own = self.own(torch.cat([working, working - around], dim=1))
        fused = interpolate(local, link, weights) + own
        if self.evidence is not None:
            evidence = pyramid.evidence if only is None else pyramid.evidence[only]
            fused = fused + self.evidence(evidence, fused)
        points = (last or self.last)(self.psi[:-1](fused))
        whole = self.whole(torch.cat([encoded.cls, tokens.mean(dim=0), tokens.amax(dim=0)])[None])[
            0
        ]
        return Embeddings(
            points=nn.functional.normalize(points, dim=1),
            whole=nn.functional.normalize(whole, dim=0),
        )


class Evidence(nn.Module):
    """What self-comparison and rims add at a point, in the light of the surface there.

    A deviation from the mirror image has two suspects, the place and its image: the shape of
    the surface decides, so both go in together. It begins as nothing, so that weights trained
    without evidence can be trained on with it.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.scale = Standardise(width)
        self.norm = nn.LayerNorm(POINT_WIDTH)
        self.mix = mlp(self.scale.width_out + POINT_WIDTH, POINT_WIDTH, POINT_WIDTH)
        last = self.mix[-1]
        assert isinstance(last, nn.Linear)
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)

    def forward(self, evidence: Tensor, fused: Tensor) -> Tensor:
        """``(n, width), (n, POINT_WIDTH) -> (n, POINT_WIDTH)``."""
        added: Tensor = self.mix(torch.cat([self.scale(evidence), self.norm(fused)], dim=1))
        return added


class PeerAttention(nn.Module):
    """What a local centre's likes look like elsewhere on the object, minus itself."""

    def __init__(self, local: int, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(local)
        self.query = nn.Linear(local, local)
        self.key = nn.Linear(width, local)
        self.value = nn.Linear(width, local)
        self.own = nn.Linear(local, local, bias=False)

    def forward(self, local: Tensor, tokens: Tensor) -> Tensor:
        """``(L, Cl), (P, Cp) -> (L, Cl)``."""
        x = self.norm(local)
        # One head: with thousands of queries the attention matrices are the largest tensors.
        found = nn.functional.scaled_dot_product_attention(
            self.query(x)[None, None], self.key(tokens)[None, None], self.value(tokens)[None, None]
        )[0, 0]
        difference: Tensor = found - self.own(x)
        return difference
