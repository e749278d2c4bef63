"""The whole model: geometry in, embeddings out; similarities with sentences."""

from __future__ import annotations

from torch import Tensor, nn

from btp_core.geometry.pyramid import Pyramid
from btp_core.model.network import Network
from btp_core.model.pyramid.config import ModelConfig
from btp_core.model.pyramid.gfcm import GeometricFeatureCreation
from btp_core.model.pyramid.mgfem import Embeddings, MultiGranularityFeatureEmbedding
from btp_core.model.pyramid.point_encoder import PointEncoder
from btp_core.model.similarity import ObjectHead, Similarity, object_features
from btp_core.model.text_side import TextSide


class BTP(Network):
    """Point encoder, GFCM, MGFEM, text side and scores of BTP (arXiv 2603.21511)."""

    config: ModelConfig
    text: TextSide

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.gfcm = GeometricFeatureCreation(config.gfcm_width)
        self.encoder = PointEncoder(config)
        self.mgfem = MultiGranularityFeatureEmbedding(config)
        self.text = TextSide(config.text_width, config.context_tokens)
        self.similarity = Similarity()
        self.object_head = ObjectHead()

    @property
    def text_width(self) -> int:
        """See :class:`~btp_core.model.network.Network`."""
        return self.config.text_width

    def embed(self, pyramid: Pyramid, last: nn.Linear | None = None) -> Embeddings:
        """Embeddings of the working points and the object; depends on geometry only."""
        return self.embed_with_geometry(pyramid, last=last)[0]

    def embed_with_geometry(
        self, pyramid: Pyramid, only: Tensor | None = None, last: nn.Linear | None = None
    ) -> tuple[Embeddings, Tensor]:
        """The embeddings and GFCM's ``(L, gfcm_width)`` features, which the loss needs.

        ``only`` and ``last`` as for :class:`MultiGranularityFeatureEmbedding`.
        """
        geometry = self.gfcm(pyramid.gfcm_pairs)
        encoded = self.encoder(pyramid, geometry)
        return self.mgfem(encoded, geometry, pyramid, only, last), geometry

    def object_logit(self, point_logits: Tensor, whole_logit: Tensor) -> Tensor:
        """Log-odds of a defective object from ``(W,)`` point logits and its own logit."""
        logit: Tensor = self.object_head(object_features(point_logits, whole_logit))
        return logit
