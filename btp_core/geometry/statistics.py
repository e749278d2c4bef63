"""Rotation-invariant statistics of a point's neighbourhood: what GFCM and the encoder read.

Around each point a quadric ``z = a x^2 + b x y + c y^2 + d x + e y + f`` is fitted in the
frame of its normal, lengths divided by the neighbourhood's radius. Points of an opposite
wall (normals facing away) are left out. Everything is expressed so that pose, position and
unit of length cancel.
"""

from __future__ import annotations

import torch
from torch import Tensor

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
OPPOSITE_COSINE = -0.3
SMOOTH = 1e-3
"""Roughness below this share of the radius is none: no scanner measures it."""
CHUNK = 8192


def tangent_frame(normals: Tensor) -> tuple[Tensor, Tensor]:
    """Two unit tangents ``(N, 3)`` per normal; their angle about the normal is arbitrary.

    Branch-free construction of Duff et al., "Building an Orthonormal Basis, Revisited", 2017.
    """
    x, y, z = normals.unbind(1)
    sign = torch.where(z >= 0, 1.0, -1.0)
    a = -1.0 / (sign + z)
    b = x * y * a
    first = torch.stack([1.0 + sign * x * x * a, sign * b, -sign * x], dim=1)
    second = torch.stack([b, sign + y * y * a, -y], dim=1)
    return first, second


def neighbourhood_statistics(
    points: Tensor, normals: Tensor, support: Tensor, support_normals: Tensor, neighbours: Tensor
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
    """
    parts = [
        _statistics(points[i : i + CHUNK], normals[i : i + CHUNK], support, support_normals, n)
        for i, n in zip(range(0, len(points), CHUNK), torch.split(neighbours, CHUNK), strict=True)
    ]
    return torch.cat(parts)


def _statistics(
    points: Tensor, normals: Tensor, support: Tensor, support_normals: Tensor, neighbours: Tensor
) -> Tensor:
    offset = support[neighbours] - points[:, None]
    radius = offset.norm(dim=2).amax(dim=1).clamp_min(1e-9)
    offset = offset / radius[:, None, None]
    first, second = tangent_frame(normals)
    x = (offset * first[:, None]).sum(dim=2)
    y = (offset * second[:, None]).sum(dim=2)
    z = (offset * normals[:, None]).sum(dim=2)
    facing = support_normals[neighbours]
    agreement = (facing * normals[:, None]).sum(dim=2)
    same = (agreement > OPPOSITE_COSINE).float()
    distance2 = x * x + y * y + z * z
    weight = same * (1.0 - 0.9 * distance2)
    weight = weight / weight.sum(dim=1, keepdim=True).clamp_min(1e-6)

    basis = torch.stack([x * x, x * y, y * y, x, y, torch.ones_like(x)], dim=2)
    weighted = basis * weight[:, :, None]
    gram = weighted.transpose(1, 2) @ basis
    right = (weighted * z[:, :, None]).sum(dim=1)
    # The ridge keeps few or collinear neighbours solvable; it is small beside the terms' sizes.
    ridge = torch.diag(torch.tensor([1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-6]))
    fit = torch.linalg.solve(gram + ridge, right)
    a, b, c, d, e, f = fit.unbind(1)
    mean = a + c
    spread = ((a - c) ** 2 + b * b).sqrt()
    residual = z - (basis @ fit[:, :, None]).squeeze(2)
    variance = (weight * residual**2).sum(dim=1)
    rough = (variance + SMOOTH**2).sqrt()
    mean_z = (weight * z).sum(dim=1)
    flat = ((weight * (z - mean_z[:, None]) ** 2).sum(dim=1) + SMOOTH**2).sqrt()
    skew = (weight * residual**3).sum(dim=1) / rough**3
    mx, my = (weight * x).sum(dim=1), (weight * y).sum(dim=1)
    xx = (weight * x * x).sum(dim=1) - mx * mx
    yy = (weight * y * y).sum(dim=1) - my * my
    xy = (weight * x * y).sum(dim=1) - mx * my
    anisotropy = ((xx - yy) ** 2 + 4 * xy * xy).sqrt() / (xx + yy + 1e-6)
    bend = ((facing - normals[:, None]) * offset).sum(dim=2)
    return torch.stack(
        [
            mean + spread,
            mean - spread,
            f,
            (d * d + e * e).sqrt(),
            rough,
            flat,
            skew,
            (residual * same).amin(dim=1),
            (residual * same).amax(dim=1),
            (z * same).amin(dim=1),
            (z * same).amax(dim=1),
            (mx * mx + my * my).sqrt(),
            1.0 - same.mean(dim=1),
            (weight * (1.0 - agreement)).sum(dim=1),
            (weight * bend).sum(dim=1),
            anisotropy,
            radius.log(),
        ],
        dim=1,
    )


def pair_features(
    points: Tensor, normals: Tensor, support: Tensor, support_normals: Tensor, neighbours: Tensor
) -> Tensor:
    """Centred, scale-normalised, rotation-invariant coordinates ``(Q, k, 5)`` of neighbours.

    Per neighbour: distance from the normal's axis, height along the normal, distance, cosine
    between the normals, and the neighbour's normal along the line between the two; lengths over
    the neighbourhood's radius. The last ones are point-pair features (Drost et al., CVPR 2010).
    """
    offset = support[neighbours] - points[:, None]
    radius = offset.norm(dim=2).amax(dim=1).clamp_min(1e-9)
    offset = offset / radius[:, None, None]
    distance2 = (offset * offset).sum(dim=2)
    height = (offset * normals[:, None]).sum(dim=2)
    around = (distance2 - height * height).clamp_min(0).sqrt()
    other = support_normals[neighbours]
    agreement = (other * normals[:, None]).sum(dim=2)
    along = (other * offset).sum(dim=2)
    return torch.stack([around, height, distance2.sqrt(), agreement, along], dim=2)
