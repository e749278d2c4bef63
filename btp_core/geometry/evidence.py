"""Evidence about a surface as a whole, at each working point: self-comparison and open rims."""

from __future__ import annotations

import numpy as np
import torch
from scipy.spatial import cKDTree
from torch import Tensor

from btp_core.base.arrays import Float32Array, IntArray
from btp_core.geometry.neighbours import nearest
from btp_core.geometry.rims import RIM_FEATURES, rim_features
from btp_core.geometry.self_comparison import SELF_FEATURES, self_comparison
from btp_core.geometry.self_maps import find_self_maps
from btp_core.geometry.statistics import STATISTICS

EVIDENCE = (*SELF_FEATURES, *RIM_FEATURES)
RIM_NEIGHBOURS = 12
WIDE_CENTRES = 6
"""Local centres whose working points make the wide neighbourhood, about 60 points."""
CURVED = 5.0
"""Brings curvature over the radius into the range of the other features."""
ROUGHEST = 1e-3


def surface_evidence(
    points: Float32Array,
    normals: Float32Array,
    statistics: Tensor,
    local: tuple[Float32Array, Float32Array, Tensor],
    links: tuple[IntArray, IntArray, IntArray],
    workers: int,
) -> Tensor:
    """Features ``(W, len(EVIDENCE))`` float32 of the working points.

    Parameters
    ----------
    points, normals, statistics
        Of the working points, ``(W, 3)``, ``(W, 3)`` and ``(W, Cw)``; lengths in their spacing.
    local
        The same of the local centres.
    links
        Indices ``(L, a)`` of working points about a local centre, ``(L, b)`` of other centres
        about it, and ``(W, c)`` of local centres about a working point, nearest first.
    workers
        Threads of the neighbour searches.
    """
    tree = cKDTree(points)
    local_points, local_normals, looks = local
    about, graph, centres = links
    distance, _ = nearest(cKDTree(local_points), local_points, 5, workers)
    maps = find_self_maps(local_points, local_normals, looks.numpy(), float(distance[:, 1:].mean()))
    centre = centres[:, 0]
    wide = about[graph[centre, :WIDE_CENTRES]].reshape(len(points), -1)
    compared = self_comparison(
        points, normals, tree, maps, about[centre], wide, _shape(statistics), workers
    )
    _, around = nearest(tree, points, RIM_NEIGHBOURS + 1, workers)
    rims = rim_features(points, normals, tree, around[:, 1:], workers)
    return torch.from_numpy(np.concatenate([compared, rims], axis=1))


def _shape(statistics: Tensor) -> Float32Array:
    """Roughness (its logarithm) and curvature ``(W, 2)`` at the widest scale."""
    widest = statistics[:, -len(STATISTICS) :].numpy()
    rough = np.maximum(widest[:, STATISTICS.index("roughness")], ROUGHEST)
    curved = widest[:, STATISTICS.index("larger curvature")]
    return np.stack([np.log(rough), CURVED * curved], axis=1).astype(np.float32)
