"""From embeddings to logits: normalised, temperature-scaled similarities with a fixed meaning."""

from __future__ import annotations

import torch
from torch import Tensor, nn

TOP_COUNTS = (0.001, 0.005, 0.02)
"""Shares of the working points whose mean logit speaks for the object, see ``ObjectHead``."""
OBJECT_FEATURES = len(TOP_COUNTS) + 1


class Similarity(nn.Module):
    """Logits from cosines: ``tau * z . (t_a - t_n) + b``."""

    def __init__(self) -> None:
        super().__init__()
        self.log_scale = nn.Parameter(torch.tensor(3.0))
        self.type_log_scale = nn.Parameter(torch.tensor(3.0))
        self.bias = nn.Parameter(torch.tensor(-1.0))

    def anomaly_logits(self, embeddings: Tensor, normal: Tensor, anomaly: Tensor) -> Tensor:
        """``(..., D) -> (...)``: log-odds of the anomaly side; ``anomaly`` may be ``(T, D)``."""
        # As a matrix, even of one column: products with a vector round differently with another
        # number of threads.
        difference = anomaly - normal
        columns = difference.T if difference.ndim > 1 else difference.unsqueeze(1)
        cosines = embeddings @ columns
        if difference.ndim == 1:
            cosines = cosines.squeeze(-1)
        return self.log_scale.exp() * cosines + self.bias

    def type_logits(self, embeddings: Tensor, types: Tensor) -> Tensor:
        """``(N, D), (T, D) -> (N, T)``: logits of a softmax over the types."""
        return self.type_log_scale.exp() * (embeddings @ types.T)


class ObjectHead(nn.Module):
    """Object log-odds from the global similarity and top-ratio means of the points' logits.

    Weights pass through softplus: more evidence of a defect never speaks for a good part. Left
    free, training drives them below zero while the points are still poor, and then teaches the
    points the opposite of what they should say.
    """

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.full((OBJECT_FEATURES,), -1.0))
        self.bias = nn.Parameter(torch.tensor(-1.0))

    def forward(self, features: Tensor) -> Tensor:
        """``(..., 4) -> (...)``, see :func:`object_features`."""
        return features @ nn.functional.softplus(self.weights) + self.bias


def object_features(point_logits: Tensor, whole_logit: Tensor) -> Tensor:
    """Top-ratio means of ``(W,)`` point logits, then the object's own logit: ``(4,)``."""
    return torch.cat([top_means(point_logits), whole_logit.reshape(1)])


def top_means(point_logits: Tensor) -> Tensor:
    """Mean of the highest share of the logits, for each share of ``TOP_COUNTS``."""
    counts = [max(4, round(share * len(point_logits))) for share in TOP_COUNTS]
    highest = point_logits.topk(min(max(counts), len(point_logits))).values
    return torch.stack([highest[:count].mean() for count in counts])
