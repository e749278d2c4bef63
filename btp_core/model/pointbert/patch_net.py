"""The mini PointNet of PointBERT: the points of a patch to one vector."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from btp_core.model.pointbert.config import PointBertConfig

# Patches worked on at a time on a CPU: what is between two layers then stays in its cache.
_CPU_CHUNK = 64


class PatchNet(nn.Module):
    """Two stages of shared layers, each followed by a maximum over the patch's points.

    The parameters are those of 1 x 1 convolutions and batch norms, as published. Batch norm always
    uses its running statistics: this network is used, not trained.
    """

    def __init__(self, config: PointBertConfig) -> None:
        super().__init__()
        self.first_conv = nn.Sequential(
            nn.Conv1d(config.point_channels, config.first_width, 1),
            nn.BatchNorm1d(config.first_width),
            nn.ReLU(),
            nn.Conv1d(config.first_width, config.first_out, 1),
        )
        self.second_conv = nn.Sequential(
            nn.Conv1d(2 * config.first_out, config.second_width, 1),
            nn.BatchNorm1d(config.second_width),
            nn.ReLU(),
            nn.Conv1d(config.second_width, config.patch_width, 1),
        )

    def forward(self, features: Tensor) -> Tensor:
        """``(P, M, C)`` points of patches to ``(P, patch_width)`` vectors."""
        first, second = _layers(self.first_conv), _layers(self.second_conv)
        if features.device.type != "cpu":
            return _embed(features, first, second)
        chunks = torch.split(features, _CPU_CHUNK)
        return torch.cat([_embed(chunk, first, second) for chunk in chunks])


_Layer = tuple[Tensor, Tensor]


def _layers(stage: nn.Sequential) -> tuple[_Layer, _Layer]:
    """Weights ``(in, out)`` and biases of a stage's two layers, the batch norm folded in."""
    norm = cast("nn.BatchNorm1d", stage[1])
    (weight, bias), last = _layer(stage[0]), _layer(stage[3])
    scale = norm.weight * (cast("Tensor", norm.running_var) + norm.eps).rsqrt()
    shift = norm.bias - cast("Tensor", norm.running_mean) * scale
    return (weight * scale, bias * scale + shift), last


def _layer(convolution: nn.Module) -> _Layer:
    layer = cast("nn.Conv1d", convolution)
    return layer.weight[:, :, 0].T, cast("Tensor", layer.bias)


def _embed(features: Tensor, first: tuple[_Layer, _Layer], second: tuple[_Layer, _Layer]) -> Tensor:
    patches, points, _ = features.shape
    (first_weight, first_bias), (out_weight, out_bias) = first
    local = torch.addmm(first_bias, features.flatten(0, 1), first_weight).relu_()
    local = torch.addmm(out_bias, local, out_weight)
    whole = local.view(patches, points, -1).amax(dim=1)
    # The second stage reads [whole, local]; what the whole contributes is the same for all points
    # of a patch and computed once.
    (second_weight, second_bias), (last_weight, last_bias) = second
    shared = torch.addmm(second_bias, whole, second_weight[: whole.shape[1]])
    hidden = (local @ second_weight[whole.shape[1] :]).view(patches, points, -1)
    hidden = hidden.add_(shared[:, None]).relu_().flatten(0, 1)
    # The maximum does not mind a constant, so the bias is added to it.
    vectors: Tensor = (hidden @ last_weight).view(patches, points, -1).amax(dim=1)
    return vectors + last_bias
