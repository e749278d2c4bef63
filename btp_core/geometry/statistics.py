"""Rotation-invariant statistics of a point's neighbourhood: what GFCM and the encoder read.

Around each point a quadric ``z = a x^2 + b x y + c y^2 + d x + e y + f`` is fitted in the
frame of its normal, lengths divided by the neighbourhood's radius. Points of an opposite
wall (normals facing away) are left out. Everything is expressed so that pose, position and
unit of length cancel.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from btp_core.base.arrays import Float32Array

STATISTICS = (
    "larger curvature",
    "smaller curvature",
    "height over the fit",
    "slope",
    "roughness",
    "deviation from a plane",
    "skew of the residuals",
    "lowest residual",
    "highest residual",
    "lowest height",
    "highest height",
    "off-centre",
    "opposite share",
    "spread of normals",
    "convexity",
    "anisotropy",
    "log radius",
)


def neighbourhood_statistics(
    points: Tensor,
    normals: Tensor,
    support: Tensor,
    support_normals: Tensor,
    neighbours: Tensor,
    workers: int = 1,
) -> Tensor:
    """Statistics ``(Q, len(STATISTICS))`` of the neighbourhoods of ``points``.

    Parameters
    ----------
    points, normals
        ``(Q, 3)`` float32; normals of unit length.
    support, support_normals
        ``(S, 3)`` float32: where the neighbours are taken from.
    neighbours
        ``(Q, k)`` int64 indices into ``support``, nearest first.
    workers
        Threads.
    """
    from btp_core.geometry.kernels.statistics import neighbourhood_rows

    out = np.empty((len(neighbours), len(STATISTICS)), dtype=np.float32)
    surfaces = points, normals, support, support_normals
    return _by_rows(neighbourhood_rows, surfaces, neighbours, out, workers)


def pair_features(
    points: Tensor,
    normals: Tensor,
    support: Tensor,
    support_normals: Tensor,
    neighbours: Tensor,
    workers: int = 1,
) -> Tensor:
    """Centred, scale-normalised, rotation-invariant coordinates ``(Q, k, 5)`` of neighbours.

    Per neighbour: distance from the normal's axis, height along the normal, distance, cosine
    between the normals, and the neighbour's normal along the line between the two; lengths over
    the neighbourhood's radius. The last ones are point-pair features (Drost et al., CVPR 2010).
    """
    from btp_core.geometry.kernels.statistics import pair_rows

    out = np.empty((*neighbours.shape, 5), dtype=np.float32)
    surfaces = points, normals, support, support_normals
    return _by_rows(pair_rows, surfaces, neighbours, out, workers)


def _by_rows(
    kernel: Callable[..., None],
    surfaces: tuple[Tensor, ...],
    neighbours: Tensor,
    out: Float32Array,
    workers: int,
) -> Tensor:
    from btp_core.geometry.kernels.compiled import in_rows, plain

    given = [plain(tensor.numpy(), np.float32) for tensor in surfaces]
    links = plain(neighbours.numpy(), np.int64)
    in_rows(kernel, len(neighbours), workers, *given, links, out)
    return torch.from_numpy(out)
