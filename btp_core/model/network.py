"""What all networks have in common once a cloud is embedded: sentences, similarities, scores."""

from __future__ import annotations

from abc import abstractmethod

from torch import Tensor, nn

from btp_core.model.header import StoredConfig
from btp_core.model.similarity import Similarity
from btp_core.model.text_side import PromptContext


class Network(nn.Module):
    """A network that puts clouds and sentences into one space.

    The text tower is not part of it: it is frozen, large, and shared.

    Attributes
    ----------
    config
        Its sizes.
    text
        From the tower's embeddings of sentences to the joint space.
    similarity
        From embeddings to logits.
    """

    config: StoredConfig
    text: PromptContext
    similarity: Similarity

    @property
    @abstractmethod
    def text_width(self) -> int:
        """``D``, the width of the text embeddings and so of the joint space."""

    @abstractmethod
    def object_logit(self, point_logits: Tensor, whole_logit: Tensor) -> Tensor:
        """Log-odds of a defective object.

        Parameters
        ----------
        point_logits
            ``(..., P)``: of the embeddings of points or patches.
        whole_logit
            ``(...)``: of the object's own embedding.

        Returns
        -------
        Tensor
            ``(...)``.
        """
