"""The contrast between clouds and sentences."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

MAX_SCALE = 100.0
"""Of similarities: where CLIP stops (arXiv 2103.00020)."""


def clouds_against_sentences(
    clouds: Tensor, sentences: Tensor, log_scale: Tensor, meanings: Sequence[object]
) -> Tensor:
    """Symmetric cross-entropy of a batch of clouds and their sentences.

    As ULIP trains its point tower (arXiv 2212.05171), but a batch holds several clouds of one
    meaning: all sentences of that meaning are right, in equal shares (UniCL, arXiv 2204.03610).

    Parameters
    ----------
    clouds, sentences
        ``(B, D)`` unit vectors.
    log_scale
        Scalar, the logarithm of the inverse temperature.
    meanings
        What each sentence means; equal ones stand for each other.
    """
    numbers = {meaning: number for number, meaning in enumerate(dict.fromkeys(meanings))}
    index = torch.tensor([numbers[meaning] for meaning in meanings], device=clouds.device)
    same = (index[:, None] == index).to(clouds.dtype)
    targets = same / same.sum(dim=1, keepdim=True)
    logits = log_scale.exp().clamp(max=MAX_SCALE) * clouds @ sentences.T
    there = functional.cross_entropy(logits, targets)
    back = functional.cross_entropy(logits.T, targets)
    return 0.5 * (there + back)
