"""What the published pipeline costs on this machine, by a plain re-implementation.

BTP (arXiv 2603.21511) shows its encoder 2,048 points of a scan, chosen by farthest-point sampling
of all of them, and carries the scores back. The three steps are written here as published code
writes them, over a PointBERT of ULIP-2's size with random weights: weights change no time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import torch
from scipy.spatial import cKDTree
from torch import Tensor

from btp_core.base.arrays import Float64Array
from btp_core.model.pointbert.config import ULIP2, PointBertConfig
from btp_core.model.pointbert.patches import prepare_cloud
from btp_core.model.pointbert.pointbert import PointBert

CLOUD_POINTS = 2048
LIFT_NEIGHBOURS = 3


@dataclass(frozen=True)
class PublishedTiming:
    """Seconds of the steps from points to scores; reading is left out.

    Attributes
    ----------
    sampling
        Farthest-point sampling of ``CLOUD_POINTS`` points.
    network
        One pass of the point encoder, warm.
    lift
        Scores of the chosen points to all points, from the three nearest.
    total
        Of all three.
    """

    sampling: float
    network: float
    lift: float
    total: float


def time_published_pipeline(
    points: Float64Array, *, config: PointBertConfig = ULIP2, seed: int = 0
) -> PublishedTiming:
    """Time the published steps on ``(N, 3)`` finite points, at least as many as a cloud has."""
    torch.manual_seed(seed)
    model = PointBert(config).eval()
    cloud = torch.from_numpy(np.asarray(points - points.mean(axis=0), dtype=np.float32))
    started = time.perf_counter()
    chosen = sample_farthest(cloud, min(CLOUD_POINTS, len(cloud)))
    sampled = time.perf_counter()
    batch = prepare_cloud(cloud[chosen])[None]
    with torch.inference_mode():
        model(batch)
        before = time.perf_counter()
        model(batch)
        encoded = time.perf_counter()
    scores = torch.rand(len(chosen)).numpy()
    lifting = time.perf_counter()
    distance, index = cKDTree(cloud[chosen]).query(cloud, k=LIFT_NEIGHBOURS)
    weight = 1.0 / np.maximum(distance, 1e-8)
    (scores[index] * weight).sum(axis=1) / weight.sum(axis=1)
    lift = time.perf_counter() - lifting
    sampling, network = sampled - started, encoded - before
    return PublishedTiming(sampling, network, lift, sampling + network + lift)


def sample_farthest(points: Tensor, count: int) -> Tensor:
    """Indices ``(count,)`` of ``(N, 3)`` points by farthest-point sampling from the first one."""
    chosen = torch.zeros(count, dtype=torch.long)
    distance = torch.full((len(points),), torch.inf)
    for i in range(1, count):
        offset = ((points - points[chosen[i - 1]]) ** 2).sum(dim=1)
        distance = torch.minimum(distance, offset)
        chosen[i] = distance.argmax()
    return chosen
