"""From a cloud to the embeddings of its working points: whole, and tile by tile."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.base.errors import ScanGeometryError
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.geometry.neighbours import exact_nearest, inverse_distance_weights
from btp_core.geometry.pyramid import Pyramid, build_pyramid
from btp_core.geometry.tiles import Tile, split_into_tiles
from btp_core.model.cloud_encoder import EmbeddedCloud, Stages
from btp_core.model.detail import Detail
from btp_core.model.point_embeddings import PointEmbeddings, axes_of
from btp_core.model.pyramid.btp import BTP

PYRAMID_SHARE = 0.7
"""Of the time for a whole cloud, in geometry; the rest is the network's."""
OVERVIEW_SHARE = 0.1
"""Of the time for a cloud in tiles, for the cloud as a whole."""
TILE_FILL = 0.6
"""Share of a tile's points that are its own; the rest is margin."""
MARGIN_IN_SPACINGS = 24.0
"""A margin as wide as the context of a patch, in spacings of the points themselves."""
MAX_TILES = 400


class _Evidence:
    """Evidence about the whole part for the points of a tile, which does not see the part."""

    def __init__(self, points: Float64Array, evidence: torch.Tensor) -> None:
        self._tree, self._evidence = cKDTree(points), evidence

    def at(self, points: Float64Array) -> torch.Tensor:
        """Evidence ``(n, E)`` at ``(n, 3)`` points: that of the nearest known ones."""
        distance, index = exact_nearest(self._tree, points, 3)
        weights = torch.from_numpy(inverse_distance_weights(distance.astype(np.float32)))
        return (self._evidence[torch.from_numpy(index)] * weights[:, :, None]).sum(dim=1)


class PyramidCloudEncoder:
    """Runs the pyramid network over clouds.

    Parameters
    ----------
    model
        In evaluation mode, on ``device``.
    device
        Where the network runs; the geometry runs on the CPU.
    """

    def __init__(self, model: BTP, device: str) -> None:
        self._model = model
        self._config = model.config
        self._device = device
        self._axes, self._last = axes_of(model.mgfem.last)

    @property
    def mesh_points(self) -> int:
        """See :class:`~btp_core.model.cloud_encoder.CloudEncoder`."""
        return self._config.working

    def embed(
        self,
        points: Float64Array,
        detail: Detail,
        stages: Stages,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> EmbeddedCloud:
        """See :class:`~btp_core.model.cloud_encoder.CloudEncoder`."""
        if detail is not Detail.FINE or len(points) <= self._config.fine:
            return self._whole(points, stages, progress, cancel)[0]
        overview, pyramid = self._whole(
            points,
            stages,
            lambda stage, fraction: progress(stage, OVERVIEW_SHARE * fraction),
            cancel,
        )
        evidence = _Evidence(points[overview.working_index], pyramid.evidence)
        return self._in_tiles(overview, evidence, points, stages, progress, cancel)

    def _whole(
        self,
        points: Float64Array,
        stages: Stages,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> tuple[EmbeddedCloud, Pyramid]:
        with stages.timed("geometry"):
            pyramid = build_pyramid(
                points,
                self._config.pyramid,
                lambda stage, fraction: progress(stage, PYRAMID_SHARE * fraction),
                cancel,
                torch.get_num_threads(),
            )
        cancel.raise_if_cancelled()
        progress("embedding", PYRAMID_SHARE)
        with stages.timed("network"):
            embeddings, whole = self._run(pyramid)
        cancel.raise_if_cancelled()
        cloud = EmbeddedCloud(
            pyramid.working_index.numpy(),
            embeddings,
            whole,
            pyramid.spacing,
        )
        return cloud, pyramid

    def _in_tiles(
        self,
        overview: EmbeddedCloud,
        evidence: _Evidence,
        points: Float64Array,
        stages: Stages,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> EmbeddedCloud:
        """The cloud once more, with working points from tiles that keep every point."""
        spacing = overview.spacing * (len(overview.working_index) / len(points)) ** 0.5
        capacity = max(int(TILE_FILL * self._config.fine), -(-len(points) // MAX_TILES))
        centred = points - points.mean(axis=0)
        tiles = split_into_tiles(centred, capacity, MARGIN_IN_SPACINGS * spacing)
        chosen, embeddings = [], []
        with stages.timed("tiles"):
            for done, tile in enumerate(tiles):
                cancel.raise_if_cancelled()
                progress("tiles", OVERVIEW_SHARE + (1.0 - OVERVIEW_SHARE) * done / len(tiles))
                found = self._tile(centred, points, tile, evidence, cancel)
                if found is not None:
                    chosen.append(found[0])
                    embeddings.append(found[1])
        if not chosen:
            return overview
        index = np.concatenate(chosen)
        return EmbeddedCloud(
            index,
            PointEmbeddings.joined(embeddings),
            overview.whole,
            spacing * (len(points) / len(index)) ** 0.5,
            overview=overview,
        )

    def _tile(
        self,
        centred: Float64Array,
        points: Float64Array,
        tile: Tile,
        evidence: _Evidence,
        cancel: CancelToken,
    ) -> tuple[IntArray, PointEmbeddings] | None:
        """The tile's own working points and their embeddings; None where it has no surface."""
        try:
            pyramid = build_pyramid(
                centred[tile.around],
                replace(self._config.pyramid, evidence=False),
                cancel=cancel,
                workers=torch.get_num_threads(),
            )
        except ScanGeometryError:
            return None
        index = tile.around[pyramid.working_index.numpy()]
        pyramid = replace(pyramid, evidence=evidence.at(points[index]))
        own = np.isin(index, tile.own)
        embeddings, _ = self._run(pyramid)
        return index[own], embeddings[torch.from_numpy(own)]

    def _run(self, pyramid: Pyramid) -> tuple[PointEmbeddings, torch.Tensor]:
        """Of the working points, and ``(D,)`` of the whole."""
        with torch.inference_mode():
            found = self._model.embed(pyramid.to(self._device), self._last)
            return (
                PointEmbeddings.rounded(found.points, self._axes),
                found.whole.float().cpu(),
            )
