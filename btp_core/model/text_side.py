"""The sentence side of the joint space: learnable context and a small adapter.

The context vectors stand in front of the words of every sentence and pass through the frozen
text tower. What all sentences about parts have in common says nothing, and would drown what
they do not: it is taken away. The adapter is linear and begins as the identity, so that
sentences the training never saw keep their place in language.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class PromptContext(nn.Module):
    """The learnable context; the tower's embeddings are the joint space as they are."""

    def __init__(self, tokens: int, width: int) -> None:
        super().__init__()
        # Training starts it at the tower's own words.
        self.context = nn.Parameter(torch.zeros(tokens, width))

    def forward(self, tower_embeddings: Tensor) -> Tensor:
        """``(S, D)`` tower embeddings to ``(S, D)`` unit vectors of the joint space."""
        return nn.functional.normalize(tower_embeddings, dim=1)


class TextSide(PromptContext):
    """Learnable context and the map from tower embeddings to the joint space."""

    centre: Tensor

    def __init__(self, width: int, context_tokens: int) -> None:
        super().__init__(context_tokens, width)
        self.register_buffer("centre", torch.zeros(width))
        # No bias: one direction shared by all sentences is the first thing a hurried training
        # would learn, and then every wording means the same.
        self.adapter = nn.Linear(width, width, bias=False)
        # By hand: on the meta device `nn.init.eye_` imports torch's compiler, for seconds.
        nn.init.zeros_(self.adapter.weight)
        self.adapter.weight.data.diagonal().fill_(1.0)

    def forward(self, tower_embeddings: Tensor) -> Tensor:
        """``(S, D)`` tower embeddings to ``(S, D)`` unit vectors of the joint space."""
        return nn.functional.normalize(self.adapter(tower_embeddings - self.centre), dim=1)


def mean_direction(embeddings: Tensor) -> Tensor:
    """Unit vector ``(D,)`` of the mean of ``(S, D)`` sentence embeddings (prompt ensembling)."""
    return nn.functional.normalize(embeddings.mean(dim=0), dim=0)
