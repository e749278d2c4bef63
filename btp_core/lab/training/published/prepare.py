"""Labelled scans as clouds of tokens with FPFH targets, computed once and kept on disk.

The backbone is frozen and nothing is augmented: what it says about a cloud is the same in every
epoch. A step of training then only reads it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray
from btp_core.base.errors import ScanGeometryError
from btp_core.base.files import atomic_path
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.geometry.fpfh import fpfh
from btp_core.geometry.neighbours import PointTree, nearest
from btp_core.geometry.pyramid import check_shape, typical_spacing
from btp_core.lab.evaluation.dataset import LabelledScan, ScanEntry
from btp_core.lab.training.common.prepared import compact, damaged
from btp_core.lab.training.published.config import PublishedTrainingConfig, Resolution
from btp_core.model.over_backbone.sampling import (
    CLOUD_POINTS,
    content_rng,
    even_sample,
    random_middles,
)
from btp_core.model.over_backbone.tokens import CloudTokens, Surface, centre_members, read_clouds
from btp_core.model.pointbert.files import BackboneFile
from btp_core.model.pyramid.gfcm import FPFH_WIDTH

log = logging.getLogger(__name__)

VERSION = 1
"""Goes into the cached files' names: raise it when their content changes its meaning."""
LABELS, FPFH = "labels", "fpfh"
_AROUND = 2
"""Points kept about a tile in units of its own: twice the area is all that FPFH looks at."""


@dataclass(frozen=True)
class PreparedCloud:
    """A prepared cloud: its place in a file, the scan and the part it was taken from."""

    path: Path
    place: int
    scan: str

    @property
    def shape(self) -> str:
        """What scans of one part have in common: the name up to its last underscore."""
        return self.scan.rsplit("_", 1)[0]


@dataclass(frozen=True, eq=False)
class CloudBatch:
    """Clouds of one step.

    Attributes
    ----------
    tokens
        What the modules read.
    labels
        ``(B, N)`` bool.
    fpfh
        ``(B, G, 33)`` float32 targets of GFCM.
    """

    tokens: CloudTokens
    labels: Tensor
    fpfh: Tensor


def prepare_scans(
    scans: Sequence[ScanEntry],
    cache: Path,
    config: PublishedTrainingConfig,
    backbone: BackboneFile,
    *,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> list[PreparedCloud]:
    """Prepare the scans that are not in ``cache`` yet.

    The cache is found by content: points, labels, backbone and the settings that matter. A scan
    with too few points is logged and left out.

    Raises
    ------
    DataError
        A scan cannot be read.
    CancelledError
        If cancelled; what is prepared stays.
    """
    cancel = cancel or CancelToken()
    settings = _settings(config, backbone)
    entries: list[PreparedCloud] = []
    for done, entry in enumerate(scans):
        cancel.raise_if_cancelled()
        progress("preparing scans", done / len(scans))
        scan = entry.load()
        path = cache / f"{_digest(scan, settings)}.safetensors"
        try:
            if not path.exists():
                _prepare(scan, path, config, backbone)
        except ScanGeometryError as error:
            log.warning("%s is left out: %s", scan.name, error)
            continue
        count = _n_clouds(path)
        entries += [PreparedCloud(path, place, scan.name) for place in range(count)]
    return entries


def load_batch(entries: Sequence[PreparedCloud]) -> CloudBatch:
    """Read prepared clouds of one size; raises :class:`DataError` when one is damaged."""
    clouds = [_load(entry) for entry in entries]
    tensors = {name: torch.stack([cloud[name] for cloud in clouds]) for name in clouds[0]}
    labels, targets = tensors.pop(LABELS), tensors.pop(FPFH)
    tensors["members"] = tensors["members"].long()
    tokens = {
        name: tensor.float() if tensor.is_floating_point() else tensor
        for name, tensor in tensors.items()
    }
    return CloudBatch(CloudTokens(**tokens), labels.bool(), targets.float())


def _prepare(
    scan: LabelledScan, path: Path, config: PublishedTrainingConfig, backbone: BackboneFile
) -> None:
    points = scan.points.astype(np.float64)
    check_shape(points)
    if len(points) < CLOUD_POINTS:
        raise ScanGeometryError(
            f"{len(points):,} points are fewer than the {CLOUD_POINTS:,} of a cloud."
        )
    if config.resolution is Resolution.POINTS_2048:
        points_kept = even_sample((points - points.mean(axis=0)).astype(np.float32))
        points, labels = points[points_kept], scan.labels[points_kept]
        around = index = np.arange(len(points))[None]
    else:
        labels = scan.labels
        around = _around_tiles(points, labels, config)
        index = around[:, :CLOUD_POINTS]
    surface = Surface.of(points)
    tokens = read_clouds(backbone.model, surface, index).to("cpu")
    descriptors = torch.from_numpy(_descriptors(surface, np.unique(around)))
    centres = torch.from_numpy(index).gather(1, centre_members(tokens))
    tensors = {name: compact(tensor, torch.int16) for name, tensor in tokens.tensors().items()}
    tensors[LABELS] = torch.from_numpy(labels[index])
    tensors[FPFH] = descriptors[centres].half()
    with atomic_path(path) as temporary:
        save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, temporary)


def _around_tiles(
    points: Float64Array, labels: BoolArray, config: PublishedTrainingConfig
) -> IntArray:
    """Points about random middles, nearest first; half of these defective where there are any.

    A tile is the first ones of a row; the others complete the neighbourhoods at its rim.
    """
    rng = content_rng(points, config.seed)
    middles = random_middles(labels, config.tiles_per_scan, rng)
    centred = (points - points.mean(axis=0)).astype(np.float32)
    return nearest(PointTree(centred), centred[middles], _AROUND * CLOUD_POINTS)[1]


def _descriptors(surface: Surface, used: IntArray) -> Float32Array:
    """FPFH ``(W, 33)`` of the points of ``used``, zero elsewhere: they take most of the time."""
    spacing = typical_spacing(surface.points, workers=-1)
    values = np.zeros((len(surface.points), FPFH_WIDTH), dtype=np.float32)
    values[used] = fpfh(surface.points[used], surface.normals[used], spacing)
    return values


def _settings(config: PublishedTrainingConfig, backbone: BackboneFile) -> str:
    chosen: dict[str, object] = {"version": VERSION, "resolution": config.resolution}
    if config.resolution is Resolution.TILES:
        chosen |= {"tiles": config.tiles_per_scan, "seed": config.seed}
    chosen |= {"config": backbone.model.config.to_dict(), "backbone": weights_sha256(backbone)}
    return json.dumps(chosen, sort_keys=True)


def weights_sha256(backbone: BackboneFile) -> str:
    """Of the backbone's tensors, whether or not it was ever a file."""
    digest = hashlib.sha256()
    for name, tensor in sorted(backbone.model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


def _digest(scan: LabelledScan, settings: str) -> str:
    digest = hashlib.sha256(settings.encode())
    digest.update(np.ascontiguousarray(scan.points).tobytes())
    digest.update(np.ascontiguousarray(scan.labels).tobytes())
    return digest.hexdigest()[:32]


def _n_clouds(path: Path) -> int:
    try:
        with safe_open(path, framework="pt") as file:
            return int(file.get_slice(LABELS).get_shape()[0])
    except (OSError, SafetensorError) as error:
        raise damaged(path, error) from error


def _load(entry: PreparedCloud) -> dict[str, Tensor]:
    try:
        with safe_open(entry.path, framework="pt") as file:
            return {name: file.get_slice(name)[entry.place] for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, IndexError) as error:
        raise damaged(entry.path, error) from error
