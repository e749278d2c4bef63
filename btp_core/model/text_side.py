"""The sentence side of the joint space: learnable context and a small adapter.

The context vectors stand in front of the words of every sentence and pass through the frozen
text tower; the adapter is a residual, so that sentences the training never saw keep their
place in language.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from btp_core.model.layers import mlp


class TextSide(nn.Module):
    """Learnable context and the map from tower embeddings to the joint space."""

    def __init__(self, width: int, context_tokens: int) -> None:
        super().__init__()
        # Training starts it at the tower's own words, see `training.phrases`.
        self.context = nn.Parameter(torch.zeros(context_tokens, width))
        self.adapter = mlp(width, width, width)
        last = self.adapter[-1]
        nn.init.zeros_(last.weight)  # type: ignore[arg-type]
        nn.init.zeros_(last.bias)  # type: ignore[arg-type]

    def forward(self, tower_embeddings: Tensor) -> Tensor:
        """``(S, D)`` tower embeddings to ``(S, D)`` unit vectors of the joint space."""
        return nn.functional.normalize(tower_embeddings + self.adapter(tower_embeddings), dim=1)


def mean_direction(embeddings: Tensor) -> Tensor:
    """Unit vector ``(D,)`` of the mean of ``(S, D)`` sentence embeddings (prompt ensembling)."""
    return nn.functional.normalize(embeddings.mean(dim=0), dim=0)
