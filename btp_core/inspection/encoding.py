"""From a scan to its encoding: whole, with large faces divided, or tile by tile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray
from btp_core.base.errors import ScanGeometryError
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.geometry.densify import densify
from btp_core.geometry.neighbours import inverse_distance_weights, nearest
from btp_core.geometry.pyramid import MIN_POINTS, Pyramid, build_pyramid
from btp_core.geometry.tiles import Tile, split_into_tiles
from btp_core.inspection.detail import Detail
from btp_core.inspection.encoded import EncodedScan
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.mgfem import Embeddings
from btp_core.scans.scan import Scan

LIFT_NEIGHBOURS = 3
FEW_POINTS = 4000
"""Below this the model sees an object far coarser than any it was trained on."""
PYRAMID_SHARE = 0.6
NETWORK_SHARE = 0.25
OVERVIEW_SHARE = 0.1
TILE_FILL = 0.6
"""Share of a tile's points that are its own; the rest is margin."""
MARGIN_IN_SPACINGS = 24.0
"""A margin as wide as the context of a patch, in spacings of the points themselves."""
MAX_TILES = 400


@dataclass
class Stages:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time of a block to a stage."""
        start = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start


def encode_divided(
    scan: Scan, points: int, encode: Callable[[Scan, Stages], EncodedScan]
) -> EncodedScan:
    """Encode a scan; a mesh with large faces by its surface in smaller ones.

    Parameters
    ----------
    scan
        Any cloud or mesh.
    points
        As for :func:`~btp_core.geometry.densify.densify`.
    encode
        Encodes what it is given, and notes the time of its stages.
    """
    stages = Stages()
    with stages.timed("dividing"):
        surface = densify(scan, points)
    if surface is not scan:
        return encode(surface, stages).of_vertices(scan, scan.finite_mask())
    stages.seconds.clear()
    return encode(scan, stages)


class ScanEncoder:
    """Runs the network over scans, with as many threads as torch was given.

    Parameters
    ----------
    model
        In evaluation mode, on ``device``.
    device
        Where the network runs; the geometry runs on the CPU.
    sha256
        Of the model's file, kept with every encoding.
    """

    def __init__(self, model: BTP, device: str, sha256: str) -> None:
        self._model = model
        self._device = device
        self._sha256 = sha256

    def encode(
        self, scan: Scan, detail: Detail | str, progress: ProgressCallback, cancel: CancelToken
    ) -> EncodedScan:
        """See :meth:`Inspector.encode <btp_core.inspection.inspector.Inspector.encode>`."""
        detail = Detail(detail)
        return encode_divided(
            scan,
            self._model.config.working,
            lambda surface, stages: self._encode(surface, detail, progress, cancel, stages),
        )

    def _encode(
        self,
        scan: Scan,
        detail: Detail,
        progress: ProgressCallback,
        cancel: CancelToken,
        stages: Stages,
    ) -> EncodedScan:
        valid = scan.finite_mask()
        points = scan.points[valid] if not valid.all() else scan.points
        if len(points) < MIN_POINTS:
            raise ScanGeometryError(
                f"Only {len(points)} usable points; at least {MIN_POINTS} are needed.",
                path=scan.path,
                next_step="Scan the part at a higher density.",
            )
        tiled = detail == Detail.FINE and len(points) > self._model.config.fine
        share = OVERVIEW_SHARE if tiled else 1.0

        def part(stage: str, fraction: float) -> None:
            progress(stage, share * fraction)

        overview = self._overview(scan, valid, points, part, cancel, stages)
        if not tiled:
            progress("done", 1.0)
            return overview
        return self._fine(overview, points, progress, cancel, stages)

    def _overview(
        self,
        scan: Scan,
        valid: BoolArray,
        points: Float64Array,
        progress: ProgressCallback,
        cancel: CancelToken,
        stages: Stages,
    ) -> EncodedScan:
        try:
            with stages.timed("geometry"):
                pyramid = build_pyramid(
                    points,
                    self._model.config.pyramid,
                    lambda stage, fraction: progress(stage, PYRAMID_SHARE * fraction),
                    cancel,
                    torch.get_num_threads(),
                )
        except ScanGeometryError as error:
            raise ScanGeometryError(
                error.cause, path=scan.path, next_step=error.next_step
            ) from error
        cancel.raise_if_cancelled()
        progress("embedding", PYRAMID_SHARE)
        with stages.timed("network"):
            embeddings = self._embed(pyramid)
        cancel.raise_if_cancelled()
        progress("lifting", PYRAMID_SHARE + NETWORK_SHARE)
        chosen = pyramid.working_index.numpy()
        with stages.timed("lift"):
            index, weights = lift_links(points, chosen, pyramid.spacing)
        return EncodedScan(
            scan=scan,
            valid=valid,
            working_index=np.flatnonzero(valid)[chosen],
            embeddings=embeddings.points.half().cpu(),
            whole=embeddings.whole.float().cpu(),
            lift_index=index,
            lift_weights=weights,
            spacing=pyramid.spacing,
            model_sha256=self._sha256,
            seconds=sum(stages.seconds.values()),
            stage_seconds=dict(stages.seconds),
            warnings=encoding_warnings(scan, int((~valid).sum())),
        )

    def _fine(
        self,
        overview: EncodedScan,
        points: Float64Array,
        progress: ProgressCallback,
        cancel: CancelToken,
        stages: Stages,
    ) -> EncodedScan:
        """The overview once more, with working points from tiles that keep every point."""
        config = self._model.config
        spacing = overview.spacing * (overview.n_working_points / len(points)) ** 0.5
        capacity = max(int(TILE_FILL * config.fine), -(-len(points) // MAX_TILES))
        centred = points - points.mean(axis=0)
        tiles = split_into_tiles(centred, capacity, MARGIN_IN_SPACINGS * spacing)
        chosen, embeddings = [], []
        with stages.timed("tiles"):
            for done, tile in enumerate(tiles):
                cancel.raise_if_cancelled()
                progress("tiles", OVERVIEW_SHARE + (0.95 - OVERVIEW_SHARE) * done / len(tiles))
                found = self._tile(centred, tile, cancel)
                if found is not None:
                    chosen.append(found[0])
                    embeddings.append(found[1])
        if not chosen:
            return overview
        index = np.concatenate(chosen)
        progress("lifting", 0.95)
        working_spacing = spacing * (len(points) / len(index)) ** 0.5
        with stages.timed("lift"):
            lift_index, lift_weights = lift_links(points, index, working_spacing)
        progress("done", 1.0)
        return replace(
            overview,
            working_index=np.flatnonzero(overview.valid)[index],
            embeddings=torch.cat(embeddings),
            lift_index=lift_index,
            lift_weights=lift_weights,
            spacing=working_spacing,
            seconds=sum(stages.seconds.values()),
            stage_seconds=dict(stages.seconds),
            overview=overview,
        )

    def _tile(
        self, points: Float64Array, tile: Tile, cancel: CancelToken
    ) -> tuple[IntArray, torch.Tensor] | None:
        """The tile's own working points and their embeddings; None where it has no surface."""
        try:
            pyramid = build_pyramid(
                points[tile.around],
                self._model.config.pyramid,
                cancel=cancel,
                workers=torch.get_num_threads(),
            )
        except ScanGeometryError:
            return None
        index = tile.around[pyramid.working_index.numpy()]
        own = np.isin(index, tile.own)
        embeddings = self._embed(pyramid).points.half().cpu()
        return index[own], embeddings[torch.from_numpy(own)]

    def _embed(self, pyramid: Pyramid) -> Embeddings:
        with torch.inference_mode():
            return self._model.embed(pyramid.to(self._device))


def lift_links(
    points: Float64Array, chosen: IntArray, spacing: float
) -> tuple[IntArray, Float32Array]:
    """Nearest working points ``(V, 3)`` of all points, and their weights.

    Parameters
    ----------
    points
        ``(V, 3)``, all finite.
    chosen
        ``(W,)`` indices of the working points.
    spacing
        Of the working points, a length to compute in.
    """
    centred = np.asarray((points - points.mean(axis=0)) / spacing, dtype=np.float32)
    distance, index = nearest(
        cKDTree(centred[chosen]), centred, LIFT_NEIGHBOURS, torch.get_num_threads()
    )
    return index, inverse_distance_weights(distance)


def encoding_warnings(scan: Scan, invalid: int) -> tuple[str, ...]:
    """What to know about an encoding of ``scan`` with ``invalid`` points left out."""
    warnings = list(scan.warnings)
    if invalid and not any("finite" in warning for warning in warnings):
        warnings.append(f"{invalid} points are not finite and were not checked.")
    usable = scan.n_points - invalid
    if usable < FEW_POINTS:
        warnings.append(
            f"Only {usable:,} points; what lies between them cannot be inspected, and defects "
            "there are not seen. A denser scan gives a better answer."
        )
    return tuple(warnings)
