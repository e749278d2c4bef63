"""Scans as clouds of 2,048 points with what is to be said about them, computed once.

Patches follow from the points alone and do not mind being turned, so they are cut once as well.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from scipy.spatial import cKDTree

from btp_core.arrays import IntArray, UInt8Array
from btp_core.backbones.config import PointBertConfig
from btp_core.backbones.patches import cut_patches, prepare_cloud
from btp_core.errors import DataError, ScanGeometryError
from btp_core.evaluation.dataset import LabelledScan, ScanEntry
from btp_core.files import atomic_path
from btp_core.geometry.neighbours import nearest
from btp_core.geometry.pyramid import check_shape
from btp_core.pretraining.captions import group_of, part_word
from btp_core.pretraining.recipe import PretrainingRecipe
from btp_core.progress import CancelToken, ProgressCallback, no_progress
from btp_core.published.sampling import CLOUD_POINTS, content_rng, even_sample, random_middles
from btp_core.training.parts import part_of

log = logging.getLogger(__name__)

VERSION = 1
"""Goes into the cached files' names: raise it when their content changes its meaning."""
LEAST_DEFECTIVE = 8
"""Points of a defect that a cloud must show before a sentence speaks of it."""
_UNKNOWN_TYPE = 255


@dataclass(frozen=True)
class CaptionedCloud:
    """A prepared cloud.

    Attributes
    ----------
    path, place
        Where its tensors are.
    part
        Which part the scan is of.
    word
        What sentences call the part.
    groups
        Groups of phrases that are true of it: one for each defect type, or that of good parts.
    whole
        Whether it shows the whole scan.
    """

    path: Path
    place: int
    part: str
    word: str
    groups: tuple[int, ...]
    whole: bool


def prepare_clouds(
    scans: Sequence[ScanEntry],
    cache: Path,
    recipe: PretrainingRecipe,
    config: PointBertConfig,
    *,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> list[CaptionedCloud]:
    """Prepare the scans that are not in ``cache`` yet, found there by content.

    A scan with too few points is logged and left out.

    Raises
    ------
    DataError
        A scan, or a file of the cache, cannot be read.
    CancelledError
        If cancelled; what is prepared stays.
    """
    cancel = cancel or CancelToken()
    clouds: list[CaptionedCloud] = []
    for done, entry in enumerate(scans):
        cancel.raise_if_cancelled()
        progress("preparing clouds", done / len(scans))
        scan = entry.load()
        path = cache / f"{_digest(scan, recipe, config)}.safetensors"
        try:
            if not path.exists():
                _prepare(scan, path, recipe, config)
        except ScanGeometryError as error:
            log.warning("%s is left out: %s", scan.name, error)
            continue
        clouds += _listed(scan, path, recipe)
    return clouds


def _prepare(
    scan: LabelledScan, path: Path, recipe: PretrainingRecipe, config: PointBertConfig
) -> None:
    points = scan.points.astype(np.float64)
    check_shape(points)
    if len(points) < 2 * CLOUD_POINTS:
        raise ScanGeometryError(
            f"{len(points):,} points are fewer than twice the {CLOUD_POINTS:,} of a cloud."
        )
    index = _choose(scan, recipe)
    centred = (points - points.mean(axis=0)).astype(np.float32)
    clouds = torch.stack([prepare_cloud(torch.from_numpy(centred[own])) for own in index])
    patches = cut_patches(clouds, config.patches, config.patch_points)
    nearest_place = patches.features[..., :3].square().sum(dim=3).argmin(dim=2, keepdim=True)
    tensors = {
        "points": clouds[..., :3],
        "members": patches.members.to(torch.int16),
        "centres": patches.members.gather(2, nearest_place)[..., 0].to(torch.int16),
        "types": torch.from_numpy(_types(scan)[index]),
    }
    with atomic_path(path) as temporary:
        save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, temporary)


def _choose(scan: LabelledScan, recipe: PretrainingRecipe) -> IntArray:
    """``(C, 2048)``: the points of each cloud, those of the whole scan first."""
    rng = content_rng(scan.points, recipe.seed)
    centred = (scan.points - scan.points.mean(axis=0)).astype(np.float32)
    wholes = []
    for _ in range(recipe.wholes_per_scan):
        half = np.sort(rng.permutation(len(centred))[: max(len(centred) // 2, CLOUD_POINTS)])
        wholes.append(half[even_sample(centred[half])])
    found = [np.stack(wholes)]
    if recipe.tiles_per_scan:
        middles = random_middles(scan.labels, recipe.tiles_per_scan, rng)
        found.append(nearest(cKDTree(centred), centred[middles], CLOUD_POINTS)[1])
    return np.concatenate(found)


def _types(scan: LabelledScan) -> UInt8Array:
    if scan.types is not None:
        return scan.types
    return np.where(scan.labels, _UNKNOWN_TYPE, 0).astype(np.uint8)


def _listed(scan: LabelledScan, path: Path, recipe: PretrainingRecipe) -> list[CaptionedCloud]:
    types = read_tensors(path, ("types",))[0]
    clouds = []
    for place, own in enumerate(types):
        counts = np.bincount(own[own > 0], minlength=1)
        shown = np.flatnonzero(counts >= LEAST_DEFECTIVE)
        if not len(shown) and counts.sum():
            continue  # neither good nor visibly defective: no sentence would be true
        groups = tuple(sorted({group_of(int(type_id)) for type_id in shown})) or (0,)
        whole = place < recipe.wholes_per_scan
        clouds.append(
            CaptionedCloud(path, place, part_of(scan.name), part_word(scan.source), groups, whole)
        )
    return clouds


def read_tensors(
    path: Path, names: Sequence[str], place: int | None = None
) -> list[np.ndarray[Any, Any]]:
    """Tensors of a prepared scan, of all its clouds or of one; raises :class:`DataError`."""
    try:
        with safe_open(path, framework="np") as file:
            if place is None:
                return [file.get_tensor(name) for name in names]
            return [file.get_slice(name)[place] for name in names]
    except (OSError, SafetensorError, IndexError) as error:
        raise DataError(
            f"A prepared scan cannot be read ({error}).",
            path=path,
            next_step="Delete it; it is prepared again.",
        ) from error


def _digest(scan: LabelledScan, recipe: PretrainingRecipe, config: PointBertConfig) -> str:
    settings = {
        "version": VERSION,
        "wholes": recipe.wholes_per_scan,
        "tiles": recipe.tiles_per_scan,
        "seed": recipe.seed,
        "patches": (config.patches, config.patch_points),
    }
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    digest.update(np.ascontiguousarray(scan.points).tobytes())
    digest.update(_types(scan).tobytes())
    return digest.hexdigest()[:32]
