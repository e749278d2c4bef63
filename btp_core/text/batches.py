"""Any number of sentences, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

BATCH = 64


@torch.no_grad()
def embed_in_batches(
    tower: Callable[[Sequence[str], Tensor], Tensor], sentences: Sequence[str], context: Tensor
) -> Tensor:
    """As calling the tower, without gradients; the ``embed`` of towers in memory."""
    batches = [sentences[i : i + BATCH] for i in range(0, len(sentences), BATCH)]
    return torch.cat([tower(batch, context) for batch in batches])
