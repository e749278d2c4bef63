"""From a cloud to embeddings of its patches: of 2,048 points as published, or in tiles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.geometry.pyramid import check_shape, typical_spacing
from btp_core.geometry.thinning import thin_to
from btp_core.geometry.tiles import cover_by_neighbourhoods
from btp_core.model.cloud_encoder import EmbeddedCloud, Stages
from btp_core.model.detail import Detail
from btp_core.model.over_backbone.model import PublishedBTP
from btp_core.model.over_backbone.sampling import CLOUD_POINTS, TILE_OWN, even_sample
from btp_core.model.over_backbone.shares import blending_weights, patch_shares
from btp_core.model.over_backbone.tokens import CloudTokens, Surface, centre_members, read_clouds
from btp_core.model.point_embeddings import PointEmbeddings

OVERVIEW_POINTS = 16_384
"""Points of a dense scan that the overview keeps: about sixteen tiles."""
FINE_POINTS = 400_000
"""Points that the closest look keeps; above, a scan is thinned to so many."""
CPU_BATCH, GPU_BATCH = 2, 32
_TILES_START = 0.15


@dataclass(frozen=True, eq=False)
class _Patches:
    """Patches of all tiles in a row: embeddings, points, centres, weights."""

    embeddings: torch.Tensor
    members: IntArray
    centres: IntArray
    rims: torch.Tensor


class PatchCloudEncoder:
    """Shows clouds to a frozen backbone and BTP's modules over it.

    Parameters
    ----------
    model
        In evaluation mode, on ``device``.
    device
        Where the networks run.
    """

    def __init__(self, model: PublishedBTP, device: str) -> None:
        self._model = model
        self._batch = GPU_BATCH if device.startswith("cuda") else CPU_BATCH

    @property
    def mesh_points(self) -> int:
        """See :class:`~btp_core.model.cloud_encoder.CloudEncoder`."""
        return OVERVIEW_POINTS

    def embed(
        self,
        points: Float64Array,
        detail: Detail,
        stages: Stages,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> EmbeddedCloud:
        """See :class:`~btp_core.model.cloud_encoder.CloudEncoder`."""
        workers = torch.get_num_threads()
        progress("sampling", 0.0)
        with stages.timed("geometry"):
            check_shape(points)
            chosen = _working_points(points, detail)
            progress("normals", 0.05)
            surface = Surface.of(points[chosen], workers)
            spacing = typical_spacing(surface.points, workers)
            tiles = cover_by_neighbourhoods(surface.points, CLOUD_POINTS, TILE_OWN, workers)
        with stages.timed("network"):
            whole = self._whole(surface, tiles)
            patches = self._patches(surface, tiles, progress, cancel)
        with stages.timed("lift"):
            shares = patch_shares(
                surface.points,
                patches.members,
                patches.centres,
                blending_weights(patches.rims.numpy()),
            )
        unit = float(np.linalg.norm(points[chosen] - points[chosen].mean(axis=0), axis=1).max())
        return EmbeddedCloud(
            chosen,
            PointEmbeddings.rounded(patches.embeddings),
            whole,
            spacing * unit,
            patch_shares=shares,
        )

    def _whole(self, surface: Surface, tiles: IntArray) -> torch.Tensor:
        """``(D,)`` global embedding, of the whole object even where it is looked at in tiles."""
        sample = tiles if len(tiles) == 1 else even_sample(surface.points)[None]
        return read_clouds(self._model.backbone, surface, sample).whole[0].float().cpu()

    @torch.inference_mode()
    def _patches(
        self, surface: Surface, tiles: IntArray, progress: ProgressCallback, cancel: CancelToken
    ) -> _Patches:
        found: list[_Patches] = []
        for start in range(0, len(tiles), self._batch):
            cancel.raise_if_cancelled()
            share = start / len(tiles)
            progress("tiles", _TILES_START + (1.0 - _TILES_START) * share)
            index = tiles[start : start + self._batch]
            tokens = read_clouds(self._model.backbone, surface, index)
            found.append(self._embedded(tokens, index))
        return _Patches(
            torch.cat([part.embeddings for part in found]),
            np.concatenate([part.members for part in found]),
            np.concatenate([part.centres for part in found]),
            torch.cat([part.rims for part in found]),
        )

    def _embedded(self, tokens: CloudTokens, index: IntArray) -> _Patches:
        own = torch.from_numpy(index)
        members, centres = tokens.members.cpu(), centre_members(tokens).cpu()
        return _Patches(
            self._model.embed(tokens).patches.flatten(0, 1).half().cpu(),
            own.gather(1, members.flatten(1)).view(-1, members.shape[2]).numpy(),
            own.gather(1, centres).flatten().numpy(),
            tokens.rims.flatten().float().cpu(),
        )


def _working_points(points: Float64Array, detail: Detail) -> IntArray:
    """Indices of the points that the backbone sees, no two of them equal."""
    centred = np.asarray(points - points.mean(axis=0), dtype=np.float32)
    if detail is Detail.POINTS_2048:
        return even_sample(centred)
    _, single = np.unique(centred, axis=0, return_index=True)
    single = np.sort(single)
    wanted = OVERVIEW_POINTS if detail is Detail.OVERVIEW else FINE_POINTS
    return single[thin_to(centred[single], wanted)]
