"""What the frozen backbone and the geometry say about clouds: all that the modules read."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.geometry.neighbours import PointTree, nearest
from btp_core.geometry.normals import orient, plane_normals
from btp_core.geometry.statistics import pair_features
from btp_core.model.pointbert.patches import Patches, cut_patches, prepare_cloud
from btp_core.model.pointbert.pointbert import PointBert

NORMAL_NEIGHBOURS = 16
ORIENT_NEIGHBOURS = 9


@dataclass(frozen=True, eq=False)
class Surface:
    """Points with oriented normals.

    Attributes
    ----------
    points
        ``(W, 3)`` float32, centred and within the unit sphere.
    normals
        ``(W, 3)`` float32 unit vectors.
    """

    points: Float32Array
    normals: Float32Array

    @classmethod
    def of(cls, points: Float64Array, workers: int = -1) -> Surface:
        """Estimate the normals of ``(W, 3)`` points in any unit."""
        centred = points - points.mean(axis=0)
        scaled = np.asarray(centred / np.linalg.norm(centred, axis=1).max(), dtype=np.float32)
        _, around = nearest(PointTree(scaled), scaled, NORMAL_NEIGHBOURS, workers)
        normals = orient(scaled, plane_normals(scaled, around), around[:, :ORIENT_NEIGHBOURS])
        return cls(scaled, normals)


@dataclass(frozen=True, eq=False)
class CloudTokens:
    """Clouds as GFCM, MGFEM and the scores read them; nothing in it is trained.

    Attributes
    ----------
    taps
        ``(B, L, G, W)``: patch tokens after each of the backbone's taps.
    cls
        ``(B, W)``: the CLS tokens.
    whole
        ``(B, D)`` unit vectors: the global embeddings in the joint space.
    pairs
        ``(B, G, M, 5)``: each patch's points relative to its centre, see ``pair_features``.
    members
        ``(B, G, M)`` int64: the patches' points among those of their cloud.
    rims
        ``(B, G)``: distance of the patches' centres from the cloud's middle, 1 at its rim.
    """

    taps: Tensor
    cls: Tensor
    whole: Tensor
    pairs: Tensor
    members: Tensor
    rims: Tensor

    def tensors(self) -> dict[str, Tensor]:
        """All tensors by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def to(self, device: torch.device | str) -> CloudTokens:
        """The same with its tensors on ``device``."""
        return CloudTokens(**{name: tensor.to(device) for name, tensor in self.tensors().items()})


@torch.no_grad()
def read_clouds(backbone: PointBert, surface: Surface, index: IntArray) -> CloudTokens:
    """Show clouds to the backbone, each centred and scaled to a unit sphere of its own.

    Parameters
    ----------
    backbone
        Frozen.
    surface
        Where the clouds are taken from.
    index
        ``(B, N)``: the points of each cloud.

    Raises
    ------
    ScanGeometryError
        A cloud has fewer points than the backbone needs, or all its points in one place.
    """
    device = backbone.pc_projection.device
    points = torch.from_numpy(surface.points[index])
    clouds = torch.stack([prepare_cloud(cloud) for cloud in points]).to(device)
    config = backbone.config
    patches = cut_patches(clouds, config.patches, config.patch_points)
    output = backbone.encode(patches)
    return CloudTokens(
        taps=torch.stack(output.tokens, dim=1),
        cls=output.cls,
        whole=normalize(output.embedding, dim=1),
        pairs=_pairs(surface, index, patches).to(device),
        members=patches.members,
        rims=patches.centres.norm(dim=2),
    )


def centre_members(tokens: CloudTokens) -> Tensor:
    """``(B, G)`` int64: which point of its cloud each patch is centred at."""
    # Of the pairs' five numbers the third is the distance from the centre.
    nearest_place = tokens.pairs[..., 2].argmin(dim=2, keepdim=True)
    return tokens.members.gather(2, nearest_place).squeeze(2)


def _pairs(surface: Surface, index: IntArray, patches: Patches) -> Tensor:
    """Patches in the frames of their centres' normals: free of pose, position and unit."""
    members = patches.members.cpu()
    own = torch.from_numpy(index)[:, None].expand(-1, members.shape[1], -1).gather(2, members)
    offsets = patches.features[..., :3].cpu().square().sum(dim=3)
    centres = own.gather(2, offsets.argmin(dim=2, keepdim=True)).flatten()
    points, normals = torch.from_numpy(surface.points), torch.from_numpy(surface.normals)
    around = own.flatten(0, 1)
    pairs = pair_features(points[centres], normals[centres], points, normals, around)
    return pairs.view(*members.shape, -1)
