"""Prepared clouds as a step of training reads them: turned, and with some patches left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from btp_core.backbones.config import PointBertConfig
from btp_core.backbones.patches import COLOURLESS, Patches
from btp_core.geometry.rotations import random_rotation
from btp_core.pretraining.clouds import CaptionedCloud, read_tensors


def load_patches(
    clouds: Sequence[CaptionedCloud], config: PointBertConfig, kept: int, rng: np.random.Generator
) -> Patches:
    """Random patches of clouds, each cloud turned about its middle.

    Parameters
    ----------
    clouds
        ``B`` of them.
    config
        Of the backbone, for its channels.
    kept
        Patches of each cloud; all if there are no more.
    rng
        Of patches and rotations.

    Raises
    ------
    DataError
        A prepared cloud is damaged.
    """
    turned, members, centres = [], [], []
    for cloud in clouds:
        points, own, middle = read_tensors(
            cloud.path, ("points", "members", "centres"), cloud.place
        )
        turned.append(torch.from_numpy(points @ random_rotation(rng).astype(np.float32)))
        chosen = np.sort(rng.permutation(len(own))[:kept])
        members.append(torch.from_numpy(own[chosen].astype(np.int64)))
        centres.append(torch.from_numpy(middle[chosen].astype(np.int64)))
    places, points_of = torch.stack(members), torch.stack(turned)
    middles = _points_at(points_of, torch.stack(centres))
    offsets = _points_at(points_of, places.flatten(1)).view(*places.shape, 3)
    offsets = offsets - middles[:, :, None]
    grey = offsets.new_full((*places.shape, config.point_channels - 3), COLOURLESS)
    return Patches(middles, places, torch.cat([offsets, grey], dim=3))


def _points_at(points: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
    """``(B, N, 3), (B, K) -> (B, K, 3)``."""
    return points.gather(1, index[..., None].expand(-1, -1, 3))
