"""Auxiliary scans as the network reads them, computed once and kept on disk.

Geometry does not change during training, so each labelled scan becomes one safetensors file
with its pyramid in half precision, its labels and its FPFH targets; a training step then
only reads it.
"""

from __future__ import annotations

import json
import logging
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from btp_core.base.errors import DataError, InspectError
from btp_core.base.files import atomic_path
from btp_core.base.interrupts import without_ctrl_c
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.geometry.fpfh import fpfh
from btp_core.geometry.pyramid import Pyramid, PyramidSettings, build_pyramid
from btp_core.lab.training.common.prepared import compact, damaged

log = logging.getLogger(__name__)

LOCAL_SPACING = 2.0
"""Spacing of the local centres in units of the working points': a quarter as many on a surface."""


@dataclass(eq=False)
class Sample:
    """A prepared scan.

    Attributes
    ----------
    pyramid
        Levels and features.
    types
        ``(W,)`` int64 per working point: 0 for normal, else the defect type's id.
    fpfh
        ``(L, 33)`` targets of GFCM.
    """

    pyramid: Pyramid
    types: Tensor
    fpfh: Tensor


@dataclass(frozen=True)
class PreparedScan:
    """A prepared scan on disk.

    Attributes
    ----------
    path
        The prepared file.
    source
        Name of the mesh or family it was made from.
    part
        Number of the part; scans of one part in one folder are of one design.
    defective
        Whether the scan is of the part with defects.
    """

    path: Path
    source: str
    part: int
    defective: bool = True

    @property
    def shape(self) -> str:
        """The source of meshes, the mesh, or the one part, that it was made from.

        Meshes of one source look alike: ``mesh:SOURCE/FILE`` goes with its source.
        """
        source = self.source.partition("/")[0]
        return source if source.startswith("mesh:") else f"part {self.part}"


def prepare_scan(scan: Path, target: Path, settings: PyramidSettings) -> None:
    """Write the prepared form of one ``.npz`` scan (``points``, ``types``) to ``target``."""
    with np.load(scan, allow_pickle=False) as data:
        points = data["points"].astype(np.float64)
        types = data["types"].astype(np.int64)
    # Evidence is cheap beside the rest, and the cache then serves networks with and without.
    pyramid = build_pyramid(points, replace(settings, evidence=True), workers=1)
    tensors = {name: compact(tensor, torch.int32) for name, tensor in pyramid.tensors().items()}
    targets = fpfh(pyramid.local_points.numpy(), pyramid.local_normals.numpy(), LOCAL_SPACING)
    tensors["target.types"] = torch.from_numpy(types)[pyramid.working_index].to(torch.uint8)
    tensors["target.fpfh"] = torch.from_numpy(targets).half()
    with atomic_path(target) as temporary:
        save_file(tensors, temporary, metadata={"spacing": repr(pyramid.spacing)})


def load_sample(path: Path) -> Sample:
    """Read a prepared scan back; raises :class:`DataError` when it is damaged."""
    try:
        tensors = load_file(path)
        with safe_open(path, framework="pt") as file:
            spacing = float(file.metadata()["spacing"])
        types = tensors.pop("target.types").long()
        targets = tensors.pop("target.fpfh").float()
        expanded = {
            name: tensor.long() if tensor.dtype == torch.int32 else tensor.float()
            for name, tensor in tensors.items()
        }
        return Sample(Pyramid(**expanded, spacing=spacing), types, targets)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise damaged(path, error) from error


def prepare_folder(
    folder: Path,
    cache: Path,
    settings: PyramidSettings,
    *,
    workers: int,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> list[PreparedScan]:
    """Prepare every scan of a ``synthesize`` folder that is not in ``cache`` yet.

    A scan that cannot be prepared is logged and left out. ``workers`` processes share the work;
    0 does it in this one.
    """
    cancel = cancel or CancelToken()
    entries = list(_entries(folder, cache))
    missing = [
        (scan, entry.path) for scan, entry in entries if not entry.path.exists() and scan.exists()
    ]
    if missing:
        cache.mkdir(parents=True, exist_ok=True)
        for done, error in enumerate(_prepared(missing, settings, workers, cancel), start=1):
            if error:
                log.warning("%s", error)
            progress("preparing scans", done / len(missing))
    return [entry for _, entry in entries if entry.path.exists()]


def _prepared(
    pairs: Sequence[tuple[Path, Path]], settings: PyramidSettings, workers: int, cancel: CancelToken
) -> Iterator[str]:
    """Prepare scans; for each one why it is left out, or an empty string."""
    if workers <= 0:
        for pair in pairs:
            cancel.raise_if_cancelled()
            yield _attempt(*pair, settings)
        return
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start_worker
    ) as pool:
        with without_ctrl_c():
            jobs = [pool.submit(_attempt, *pair, settings) for pair in pairs]
        for job in as_completed(jobs):
            if cancel.cancelled:
                pool.shutdown(cancel_futures=True)
                cancel.raise_if_cancelled()
            yield job.result()


def _attempt(scan: Path, target: Path, settings: PyramidSettings) -> str:
    try:
        prepare_scan(scan, target, settings)
    except (InspectError, OSError, KeyError, ValueError) as error:
        return f"{scan.name} is left out: {error}"
    return ""


def _start_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that leads
    torch.set_num_threads(1)


def _entries(folder: Path, cache: Path) -> Iterator[tuple[Path, PreparedScan]]:
    index = folder / "index.json"
    try:
        rows = json.loads(index.read_text(encoding="utf-8"))
        for row in rows:
            scan = (folder / row["file"]).resolve()
            if not scan.is_relative_to(folder.resolve()):
                raise ValueError(f"{row['file']!r} lies outside the folder")
            target = cache / f"{scan.stem}.safetensors"
            # Scan 0 of a part is the good one.
            defective = not scan.stem.endswith("_0")
            yield scan, PreparedScan(target, str(row["family"]), int(row["part"]), defective)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"The folder's index cannot be read ({error}).",
            path=index,
            next_step="Make the folder with `btp-inspect synthesize`.",
        ) from error
