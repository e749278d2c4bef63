"""A cloud cut into overlapping patches: farthest-point centres and their nearest neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from scipy.spatial import cKDTree
from torch import Tensor

from btp_core.base.errors import ScanGeometryError
from btp_core.base.messages import Message
from btp_core.geometry.thinning import farthest_points

COLOURLESS = 0.4
"""Grey that stands for colours a cloud does not have, as ULIP-2 was trained."""
_ZERO = 1e-12


@dataclass(frozen=True, eq=False)
class Patches:
    """Patches of a batch of clouds.

    Attributes
    ----------
    centres
        ``(B, G, 3)`` coordinates.
    members
        ``(B, G, M)`` int64: indices of each patch's points, its centre's among them.
    features
        ``(B, G, M, C)``: coordinates relative to the centre, then colour as it is.
    """

    centres: Tensor
    members: Tensor
    features: Tensor

    def to(self, device: torch.device | str) -> Patches:
        """The same with its tensors on ``device``."""
        tensors = (self.centres, self.members, self.features)
        return Patches(*(tensor.to(device) for tensor in tensors))


def prepare_cloud(points: Tensor, colours: Tensor | None = None) -> Tensor:
    """Put a cloud where a backbone expects it: centred, within the unit sphere, coloured.

    Parameters
    ----------
    points
        ``(N, 3)`` coordinates in any unit.
    colours
        ``(N, 3)`` in [0, 1], or None for a cloud without colours.

    Returns
    -------
    Tensor
        ``(N, 6)`` float32.

    Raises
    ------
    ScanGeometryError
        No points, points that are not finite, or all in one place; colours that do not fit.
    """
    if points.ndim != 2 or points.shape[1] != 3 or not len(points):
        raise ScanGeometryError(
            Message("The cloud has the shape {shape}, not (N, 3).", shape=tuple(points.shape))
        )
    # Before single precision: clouds lie far from the origin at times.
    centred = points.double() - points.double().mean(dim=0)
    radius = centred.norm(dim=1).max()
    if not bool(torch.isfinite(radius)):
        raise ScanGeometryError("Some points are not finite.")
    if radius <= _ZERO:
        raise ScanGeometryError("All points are in the same place.")
    shape = (centred / radius).float()
    if colours is None:
        colours = torch.full_like(shape, COLOURLESS)
    elif colours.shape != points.shape:
        raise ScanGeometryError(
            Message(
                "There are {count:,} points but colours of shape {shape}.",
                count=len(points),
                shape=tuple(colours.shape),
            )
        )
    elif not bool(((colours >= 0) & (colours <= 1)).all()):
        raise ScanGeometryError("Some colours lie outside of [0, 1].")
    return torch.cat([shape, colours.to(shape)], dim=1)


def farthest_point_indices(points: Tensor, count: int) -> Tensor:
    """``(B, count)`` int64 indices of ``(B, N, 3)`` clouds by farthest-point sampling.

    Starts at the point farthest from the mean, so that the choice follows the shape and not the
    order of the points. On the CPU a loop over NumPy is faster than one over torch.
    """
    if points.device.type != "cpu":
        return farthest_on_accelerator(points, count)
    clouds = points.detach().float().numpy()
    return torch.from_numpy(np.stack([farthest_points(cloud, count) for cloud in clouds]))


def farthest_on_accelerator(points: Tensor, count: int) -> Tensor:
    """As :func:`farthest_point_indices`, for all clouds at once and without leaving the device."""
    distance = (points - points.mean(dim=1, keepdim=True)).square().sum(dim=2)
    latest = distance.argmax(dim=1)
    nearest = torch.full_like(distance, torch.inf)
    chosen = [latest]
    for _ in range(count - 1):
        centre = points.gather(1, latest[:, None, None].expand(-1, 1, 3))
        nearest = torch.minimum(nearest, (points - centre).square().sum(dim=2))
        latest = nearest.argmax(dim=1)
        chosen.append(latest)
    return torch.stack(chosen, dim=1)


def nearest_members(points: Tensor, centres: Tensor, count: int) -> Tensor:
    """``(B, G, count)`` int64: for each centre ``(B, G, 3)`` its nearest points, in no order.

    On the CPU k-d trees are several times faster than all distances.
    """
    if points.device.type != "cpu":
        return nearest_on_accelerator(points, centres, count)
    pairs = zip(points.detach().numpy(), centres.detach().numpy(), strict=True)
    # A list of neighbours to ask for keeps the last axis where one is asked for.
    wanted = np.arange(1, count + 1)
    found = [cKDTree(cloud).query(centre, k=wanted)[1] for cloud, centre in pairs]
    return torch.from_numpy(np.stack(found).astype(np.int64))


def nearest_on_accelerator(points: Tensor, centres: Tensor, count: int) -> Tensor:
    """As :func:`nearest_members`, for all clouds at once and without leaving the device."""
    # The shortcut over matrix products rounds neighbours away where points are dense.
    distance = torch.cdist(centres, points, compute_mode="donot_use_mm_for_euclid_dist")
    members: Tensor = distance.topk(count, dim=2, largest=False, sorted=False).indices
    return members


def cut_patches(clouds: Tensor, patches: int, patch_points: int) -> Patches:
    """Cut clouds into patches.

    Parameters
    ----------
    clouds
        ``(B, N, C)``: coordinates first, see :func:`prepare_cloud`.
    patches, patch_points
        How many, and how large. Patches overlap.

    Raises
    ------
    ScanGeometryError
        A cloud has fewer points than patches or than a patch.
    """
    least = max(patches, patch_points)
    if clouds.shape[1] < least:
        raise ScanGeometryError(
            Message(
                "The cloud has {count:,} points; this backbone needs {least:,} or more.",
                count=clouds.shape[1],
                least=least,
            )
        )
    points = clouds[..., :3].contiguous()
    chosen = farthest_point_indices(points, patches)
    centres = points.gather(1, chosen[..., None].expand(-1, -1, 3))
    members = nearest_members(points, centres, patch_points)
    features = clouds.gather(1, members.flatten(1)[..., None].expand(-1, -1, clouds.shape[2]))
    features = features.view(*members.shape, -1).clone()
    features[..., :3] -= centres[:, :, None]
    return Patches(centres, members, features)
