"""Evidence about a surface as a whole, at each working point: self-comparison and open rims."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from btp_core.base.arrays import Float32Array, IntArray
from btp_core.geometry.neighbours import PointTree
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


@dataclass(frozen=True, eq=False)
class EvidenceSurface:
    """A level of the cloud: points and outward normals ``(n, 3)``, the tree, statistics."""

    points: Float32Array
    normals: Float32Array
    tree: PointTree
    statistics: Tensor


@dataclass(frozen=True, eq=False)
class EvidenceLinks:
    """Indices of neighbours, nearest first.

    ``(L, a)`` of working points about a local centre, ``(L, b)`` of other centres about it,
    ``(W, c)`` of local centres about a working point, ``(W, d)`` of other working points about it.
    """

    working_of_local: IntArray
    graph: IntArray
    local_of_working: IntArray
    around: IntArray


def surface_evidence(
    working: EvidenceSurface,
    local: EvidenceSurface,
    links: EvidenceLinks,
    spacing: float,
    workers: int,
) -> Tensor:
    """Features ``(W, len(EVIDENCE))`` float32 of the working points.

    Parameters
    ----------
    working, local
        The working points and the local centres; lengths in the spacing of the former.
    links
        Between them.
    spacing
        Of the local centres.
    workers
        Threads of the neighbour searches.
    """
    maps = find_self_maps(
        local.points, local.normals, local.tree, local.statistics.numpy(), spacing, workers
    )
    near, centre = links.working_of_local, links.local_of_working[:, 0]
    wide = near[links.graph[centre, :WIDE_CENTRES]].reshape(len(working.points), -1)
    compared = self_comparison(
        working.points,
        working.normals,
        working.tree,
        maps,
        near[centre],
        wide,
        _shape(working.statistics),
        workers,
    )
    rims = rim_features(working.points, working.normals, working.tree, links.around, workers)
    return torch.from_numpy(np.concatenate([compared, rims], axis=1))


def _shape(statistics: Tensor) -> Float32Array:
    """Roughness (its logarithm) and curvature ``(W, 2)`` at the widest scale."""
    widest = statistics[:, -len(STATISTICS) :].numpy()
    rough = np.maximum(widest[:, STATISTICS.index("roughness")], ROUGHEST)
    curved = widest[:, STATISTICS.index("larger curvature")]
    return np.stack([np.log(rough), CURVED * curved], axis=1).astype(np.float32)
