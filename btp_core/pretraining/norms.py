"""Running statistics of the mini PointNet's batch norms, from data."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from btp_core.backbones.patch_net import PatchNet


@torch.no_grad()
def set_running_statistics(net: PatchNet, features: Tensor) -> None:
    """Put the batch norms at the statistics of some patches' points.

    The network always uses its running statistics, also while it is trained: what a cloud
    gives then does not hang on its neighbours in a batch. Random weights need them set once,
    so that training starts with activations of size one.

    Parameters
    ----------
    net
        Changed in place.
    features
        ``(P, M, C)`` points of patches.
    """
    points = features.transpose(1, 2)
    _normalise(net.first_conv, points)
    local = net.first_conv(points)
    whole = local.amax(dim=2, keepdim=True).expand_as(local)
    _normalise(net.second_conv, torch.cat([whole, local], dim=1))


def _normalise(stage: nn.Sequential, points: Tensor) -> None:
    hidden = stage[0](points)
    norm = cast("nn.BatchNorm1d", stage[1])
    cast("Tensor", norm.running_mean).copy_(hidden.mean(dim=(0, 2)))
    cast("Tensor", norm.running_var).copy_(hidden.var(dim=(0, 2)))
